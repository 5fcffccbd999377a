"""Whatever a translator makes of the words, what holds a text together stays as it is."""

import re
from collections import Counter

from entries import values
from hypothesis import given, settings
from hypothesis import strategies as st
from soup import mixed, tidy, wild

from isogloss.canon.opaque import parts
from isogloss.canon.own import described, spelled
from isogloss.canon.values import canonical
from isogloss.exchange.content import codes, fault, joined, same
from isogloss.exchange.rich import Run, Structure, cut, runs
from isogloss.exchange.value import TEXTS, is_alike, places, translated
from isogloss.model.value import ABSENT, Asset, Scalar, leaves, with_leaves

WORDS = st.sampled_from(
    ["thé", "日本", "Größe", "a & b", "1 < 2", "x", "שלום", "10\u00a0000", "]]>x", "{1}", "l'eau", "ﬁ"]
)
LETTERS = re.compile(r"[^\W_]+")


def rich(html: str) -> Scalar:
    return Scalar("rich_text", canonical("rich_text", html))


def translation(content, draw):
    """Other words in the place of each word; white space, signs and codes stay where they are."""
    return tuple(LETTERS.sub(lambda _: draw(WORDS), piece) if isinstance(piece, str) else piece for piece in content)


def frame(html: str) -> list[str]:
    """Everything but the words."""
    return [
        token
        for part in cut(html)
        for token in (part.tokens if isinstance(part, Run) else (part.token,))
        if token.startswith("<")
    ]


@given(tidy | wild)
@settings(max_examples=400)
def test_the_parts_of_any_text_are_the_text(html):
    text = rich(html).text
    assert "".join(p.token if isinstance(p, Structure) else "".join(p.tokens) for p in cut(text)) == text


@given(tidy | wild)
@settings(max_examples=400)
def test_a_text_of_which_every_unit_is_given_back_unedited_is_itself(html):
    text = rich(html)
    given_back = {place.path: place.source for place in places(text, ABSENT)}
    assert all(fault(content, content) == "" for content in given_back.values())
    assert translated(text, ABSENT, given_back) == text
    assert all(place.target is not None and same(place.source, place.target) for place in places(text, text))


@given(mixed, st.data())
@settings(max_examples=600)
def test_other_words_leave_everything_else_as_it_is(html, data):
    text = rich(html)
    answers = {place.path: translation(place.source, data.draw) for place in places(text, ABSENT)}
    made = translated(text, ABSENT, answers)
    assert made is not None
    assert frame(made.text) == frame(text.text)
    assert Counter(part.key for part in parts(made.text)) == Counter(part.key for part in parts(text.text))
    assert is_alike(text, made)
    assert len(runs(cut(made.text))) == len(runs(cut(text.text)))


@given(tidy | wild, st.data())
def test_a_code_that_is_lost_doubled_or_closed_too_early_is_always_found(html, data):
    found = [place.source for place in places(rich(html), ABSENT)]
    content = data.draw(st.sampled_from([each for each in found if codes(each)] or [("none",)]))
    places_of_codes = [at for at, piece in enumerate(content) if not isinstance(piece, str)]
    if not places_of_codes:
        return
    at = data.draw(st.sampled_from(places_of_codes))
    assert fault(content, joined([*content[:at], *content[at + 1 :]]))
    assert fault(content, joined([*content[:at], content[at], *content[at:]]))
    pair = [code for code in content if not isinstance(code, str) and code.id == content[at].id]
    if len(pair) == 2:
        crossed = [pair[1] if piece is pair[0] else pair[0] if piece is pair[1] else piece for piece in content]
        assert fault(content, joined(crossed))


def canonical_leaf(leaf):
    if isinstance(leaf, Scalar) and leaf.type in TEXTS:
        found = spelled(leaf.type, leaf.text)
        return found if isinstance(found, Scalar) else Scalar(leaf.type, "a")
    return described(leaf.type, leaf.identity, leaf.alt) if isinstance(leaf, Asset) else leaf


@given(values(), st.data())
@settings(max_examples=300)
def test_of_any_value_only_the_texts_that_were_answered_change(made, data):
    value = with_leaves(made, canonical_leaf)
    found = list(places(value, value))
    assert all(place.target is not None and same(place.source, place.target) for place in found)
    assert len({place.path for place in found}) == len(found)
    assert translated(value, value, {}) == value
    given_back = {place.path: place.source for place in found}
    assert translated(value, ABSENT, given_back) == translated(value, value, given_back) == value
    some = {place.path: translation(place.source, data.draw) for place in found if data.draw(st.booleans())}
    other = translated(value, value, some)
    assert other is not None
    now = {place.path: place.target for place in places(value, other)}
    assert now.keys() == given_back.keys()
    others = [leaf for leaf in leaves(value) if not isinstance(leaf, Asset) and getattr(leaf, "type", "") not in TEXTS]
    assert [leaf for leaf in leaves(other) if leaf in others] == others


def test_words_of_which_nothing_is_seen_would_lose_a_block_and_are_refused() -> None:
    text = rich("<p>One</p><ul><li>two</li></ul><p>Three</p>")
    for place in places(text, ABSENT):
        given_back = {each.path: each.source for each in places(text, ABSENT)} | {place.path: (" ",)}
        made = translated(text, text, given_back)
        assert made is None or frame(made.text) == frame(text.text)
    last = max(places(text, ABSENT), key=lambda each: int(each.path))
    assert translated(text, text, {last.path: (" ",)}) is None
