"""What holds of canonical forms for any content: they stay, their parts add up, and rewriting is not changing."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from soup import respelled, tidy, wild

from isogloss.canon.html import blocks
from isogloss.canon.links import rewrite_urls, urls
from isogloss.canon.merge3 import merge3
from isogloss.canon.plain import from_plain, plain
from isogloss.canon.values import alike, canonical

TYPES = (
    *("text", "long_text", "rich_text", "number", "flag", "instant", "date", "option"),
    *("link", "email", "phone", "colour", "video", "opaque"),
)


@given(wild)
@settings(max_examples=400)
def test_the_canonical_form_of_any_html_stays(html):
    once = canonical("rich_text", html)
    assert canonical("rich_text", once) == once
    assert "".join(blocks(html)) == once
    assert rewrite_urls(html, lambda url: url.address) == once
    assert "".join(url.address for url in urls(once)) == "".join(url.address for url in urls(html))


@given(wild, wild)
def test_likeness_is_reflexive_and_symmetric_and_follows_from_equality(one, other):
    assert alike("rich_text", one, one)
    assert alike("rich_text", one, canonical("rich_text", one))
    assert alike("rich_text", one, other) == alike("rich_text", other, one)


@given(wild)
def test_what_editors_say_of_their_own_parts_is_alike(html):
    once = canonical("rich_text", html)
    assert alike("rich_text", once.replace("<td>", '<td colspan="1">').replace("<ul>", '<ul role="list">'), once)


def edited(html):
    """What an editor makes of tidy HTML when a person opens and saves it."""
    html = re.sub("<(/?)em>", r"<\1i>", html).replace("<li>", '<li data-list-item-id="e1">')
    html = html.replace("<td>", "<td><div>").replace("</td>", "</div></td>")
    html = html.replace("<blockquote><p>", "<blockquote>").replace("</p></blockquote>", "</blockquote>")
    html = html.replace("<table>", '<figure class="table"><table>').replace("</table>", "</table></figure>")
    return re.sub("<b>(.*?)</b>", lambda bold: f"<strong><b>{bold[1]}</b></strong>", html)


@given(tidy)
def test_what_an_editor_makes_of_tidy_html_is_alike(html):
    once = canonical("rich_text", html)
    assert alike("rich_text", edited(once), once)


@given(st.lists(st.text("ab漢字กข", min_size=1, max_size=3), min_size=2, max_size=5), st.data())
def test_a_space_that_a_reader_sees_is_never_lost(words, data):
    at = data.draw(st.integers(1, len(words) - 1))
    joined = f"<p>{' '.join(words[:at])}{' '.join(words[at:])}</p>"
    assert not alike("rich_text", f"<p>{' '.join(words)}</p>", joined)
    assert not alike("text", " ".join(words), joined[3:-4])


@given(wild, wild)
def test_a_component_in_a_line_keeps_the_spaces_beside_it(before, after):
    component = '<wf-component component-id="c"></wf-component>'
    assert f"x {component} y" in canonical("rich_text", f"<p>x {component} y</p>{before}<p>{after}</p>")


@given(tidy)
@settings(max_examples=200)
def test_html_spelled_otherwise_has_the_same_canonical_form(html):
    assert canonical("rich_text", respelled(html)) == canonical("rich_text", html)


@given(tidy)
def test_what_another_serializer_writes_is_alike(html):
    once = canonical("rich_text", html)
    assert alike("rich_text", LexborHTMLParser(once, is_fragment=True).html or "", html)
    assert alike("rich_text", re.sub(r' class="[^"]*"', "", once), html)


@given(tidy)
def test_no_letter_of_the_text_is_lost(html):
    def letters(text):
        tree = LexborHTMLParser(f"<body>{text}", is_fragment=False)
        return re.sub(r"\s+", "", tree.body.text()) if tree.body else ""

    assert letters(canonical("rich_text", html)) == letters(html)


@given(tidy, st.data())
def test_a_changed_letter_is_never_alike(html, data):
    once = canonical("rich_text", f"<p>first</p>{html}<p>last</p>")
    at = data.draw(st.sampled_from([match.start() for match in re.finditer(r"(?<=[>ab])[ab](?![^<]*>)|t<", once)]))
    assert not alike("rich_text", once[:at] + "Z" + once[at + 1 :], once)


@given(wild)
def test_any_html_can_be_read_as_text_and_text_as_html(html):
    text = plain(html)
    assert not any(line.endswith(" ") for line in text.split("\n"))
    assert canonical("rich_text", from_plain(text)) == from_plain(text)


@pytest.mark.parametrize("kind", TYPES)
@given(
    text=st.text(max_size=20) | st.sampled_from(["1e3", "-0.50", "TRUE", "2026-01-31T00:00:00+01:00", "#AbC", "A@B.C"])
)
def test_a_value_of_any_type_stays_or_is_refused(kind, text):
    try:
        once = canonical(kind, text)
    except ValueError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 - either outcome is right, and both are checked
        return
    assert canonical(kind, once) == once
    assert alike(kind, text, once)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30, places=6))
def test_a_number_keeps_its_value_exactly(number):
    assert type(number)(canonical("number", str(number))) == number


@given(st.datetimes(timezones=st.timezones() | st.none()))
@settings(max_examples=60)
def test_an_instant_keeps_its_moment(moment):
    try:
        once = canonical("instant", moment.isoformat())
    except ValueError:
        assert moment.year in {1, 9999}  # outside the calendar once it is in UTC
        return
    assert once.endswith("Z")
    assert canonical("instant", once) == once


lines = st.lists(st.sampled_from("abcdef"), max_size=8).map("\n".join)
paragraphs = st.lists(st.sampled_from(["a b c", "d", "e f", "g <b>h</b> i"]), max_size=6).map(
    lambda texts: "".join(f"<p>{text}</p>" for text in texts)
)


@pytest.mark.parametrize(("kind", "texts"), [("long_text", lines), ("rich_text", paragraphs)])
@given(data=st.data())
def test_merges_are_symmetric_and_leave_one_sided_edits_alone(kind, texts, data):
    base, left, right = (data.draw(texts) for _ in range(3))
    merged = merge3(kind, base, left, right)
    assert merged == merge3(kind, base, right, left)
    assert merge3(kind, base, base, right) == canonical(kind, right)
    assert merge3(kind, base, left, left) == canonical(kind, left)
    assert merged is None or canonical(kind, merged) == merged
