"""What holds of a text's own spelling, whatever it is: led to other addresses, cut, and written around another."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from soup import respelled, tidy, wild

from isogloss.canon.around import around
from isogloss.canon.links import Url, relink, rewrite_urls
from isogloss.canon.own import spelled, sure
from isogloss.canon.pieces import pieces
from isogloss.canon.values import canonical
from isogloss.model.value import Absent, Scalar, digest, dump, load

UNLIKE_A_TOKENIZER = ("<svg", "<math", "<plaintext")
"""Elements that a parser leaves by itself, or that ``write`` renames: verified before anything is sent."""
extras = st.sampled_from(
    ["<!--more-->", "<p>&nbsp;</p>", '<p><IMG src=/i.png loading="lazy"> x</p>', "\n\n", "", "<!-- a > b -->"]
)
dressed = st.lists(st.one_of(tidy.map(respelled), extras), max_size=4).map("".join)


def elsewhere(url: Url) -> str:
    return f"{url.address}#led"


def led(html: str) -> tuple[str, str]:
    """A text whose addresses were led elsewhere: as it was written, and in canonical form."""
    found: dict[Url, str] = {}

    def find(url: Url) -> str:
        found[url] = elsewhere(url)
        return found[url]

    made = rewrite_urls(html, find)
    return relink(html, found), made


@given(dressed)
@settings(max_examples=300)
def test_addresses_led_in_place_and_then_made_canonical_are_those_led_in_canonical_form(html):
    there, made = led(html)
    assert canonical("rich_text", there) == made


@given(wild)
@settings(max_examples=500)
def test_so_they_are_in_any_soup_of_tags_that_a_tokenizer_understands(html):
    assume(not any(name in html.lower() for name in UNLIKE_A_TOKENIZER))
    there, made = led(html)
    assert canonical("rich_text", there) == made


@given(wild)
@settings(max_examples=300)
def test_what_is_sent_means_what_was_planned_in_any_soup_at_all(html):
    there, made = led(html)
    assert canonical("rich_text", sure(Scalar("rich_text", made, there)).spelling) == made


@given(wild)
def test_with_no_address_led_elsewhere_every_byte_stays(html):
    found: dict[Url, str] = {}
    rewrite_urls(html, lambda url: found.setdefault(url, url.address))
    assert relink(html, found) == html
    assert relink(html, {}) == html


@given(wild | dressed)
@settings(max_examples=300)
def test_pieces_are_the_text_and_its_blocks_or_there_are_none(html):
    cut = pieces(html)
    if cut is not None:
        assert "".join(piece.gap + piece.html for piece in cut) == html
        assert "".join(piece.block for piece in cut) == canonical("rich_text", html)


@given(dressed)
def test_a_text_that_people_write_can_be_cut(html):
    assert pieces(html) is not None


@given(wild | dressed, wild | dressed)
@settings(max_examples=300)
def test_what_is_written_around_another_text_means_what_was_wanted(held, wanted):
    text = canonical("rich_text", wanted)
    made = around(held, wanted, text)
    assert canonical("rich_text", made.html) == text
    assert around(made.html, wanted, text).gone == ()


@given(dressed)
def test_a_text_written_around_itself_is_itself(html):
    assert around(html, canonical("rich_text", html), canonical("rich_text", html)).gone == ()


@given(st.sampled_from(["text", "long_text", "rich_text", "phone", "tags"]), st.text(max_size=20))
def test_a_spelling_survives_the_plan_and_counts_in_no_digest(kind, raw):
    try:
        value = spelled(kind, raw)
    except ValueError:
        return
    if isinstance(value, Absent):
        return
    again = load(dump(value))
    assert isinstance(again, Scalar)
    assert (again, again.own) == (value, value.own)
    assert digest(value) == digest(Scalar(value.type, value.text))
    assert dump(value, own=False) == {kind: value.text}
