"""Composed and decomposed are one spelling; a character that stands for another is not."""

import functools
import sys
import unicodedata

import pytest

from isogloss.canon.tags import canonical_tags, tag_key
from isogloss.canon.text import composed
from isogloss.canon.values import canonical


@functools.cache
def ones() -> list[str]:
    """Every character that stands for one other."""
    every = map(chr, range(sys.maxunicode + 1))
    return [one for one in every if (said := unicodedata.decomposition(one)) and not set("< ") & set(said)]


def test_no_character_of_unicode_is_taken_for_the_one_that_it_stands_for() -> None:
    assert len(ones()) > 1000
    assert [one for one in ones() if composed(one) != one] == []
    assert composed("".join(ones())) == "".join(ones())


def test_whatever_is_composed_of_several_is_one_spelling() -> None:
    for code in (*range(0xC0, 0x340), *range(0x1E00, 0x2000), 0xAC00, 0xFB1D, 0x1D15E):
        text = chr(code)
        if text not in ones():
            assert composed(unicodedata.normalize("NFD", text)) == composed(text)


@pytest.mark.parametrize("text", ["\u6e1a", "\ufa46", "\u212b", "\u2126", "\u2329", "\U0002f800"])
def test_a_singleton_stays_in_every_type_of_text(text: str) -> None:
    assert canonical("text", text) == text
    assert canonical("long_text", text) == text
    assert canonical("rich_text", f'<p title="{text}">{text}</p>') == f'<p title="{text}">{text}</p>'
    assert canonical_tags(text) == text
    assert tag_key("\u6e1a") != tag_key("\ufa46")


def test_what_is_beside_a_singleton_is_composed() -> None:
    assert composed("e\u0301\ufa46e\u0301\u212b\u0327") == "\u00e9\ufa46\u00e9\u212b\u0327"
    assert composed(composed("\u212b\u0327e\u0301")) == composed("\u212b\u0327e\u0301")
