"""Made-up translations keep what a text protects, and fit."""

from __future__ import annotations

from exchange_sample import PAIRS
from hypothesis import given
from hypothesis import strategies as st

from isogloss.exchange.content import Code, Content, words
from isogloss.exchange.pseudo import STYLES, Style, pseudo
from isogloss.exchange.value import places
from isogloss.model.value import ABSENT

CONTENTS = [place.source for source, _ in PAIRS for place in places(source, ABSENT)]


@given(st.sampled_from(CONTENTS), st.sampled_from(STYLES), st.none() | st.integers(0, 60))
def test_each_code_is_there_once_in_its_order_and_no_limit_is_crossed(
    source: Content, style: Style, limit: int | None
) -> None:
    made = pseudo(source, style, limit)
    assert [piece for piece in made if isinstance(piece, Code)] == [p for p in source if isinstance(p, Code)]
    assert len(words(made)) <= max(limit if limit is not None else 10_000, len(words(source)))
    assert pseudo(source, style, limit) == made


@given(st.text(alphabet="abc XYZ", min_size=1, max_size=200), st.sampled_from(STYLES))
def test_it_is_longer_than_its_source_but_not_more_than_three_times(text: str, style: Style) -> None:
    made = words(pseudo((text,), style))
    assert len(text) + 2 <= len(made) <= 2 * len(text) + 8
    assert not set(made) & set("abcXYZ")


def test_addresses_and_what_a_program_fills_in_stay_as_they_are() -> None:
    made = words(pseudo(("See https://a.example/x, {name} or %s; ask me@a.example",)))
    for kept in ("https://a.example/x,", "{name}", "%s", "me@a.example"):
        assert kept in made
    assert made.startswith("[Šéé https")


def test_from_right_to_left_means_letters_of_such_a_script() -> None:
    made = words(pseudo(("Tea",), "rtl"))
    assert all("\u0590" <= letter <= "\u05ff" for letter in made if letter.isalpha())
