"""A canonical text is cut into tokens without a parser, and these are what a parser would say."""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from soup import mixed

from isogloss.canon import opaque
from isogloss.canon.opaque import blocks_of, tokens_of
from isogloss.canon.values import canonical


def told(tokens: list[str]) -> list[str]:
    """Tokens, with words beside each other as one."""
    made: list[str] = []
    for token in tokens:
        if made and not token.startswith("<") and not made[-1].startswith("<"):
            made[-1] += token
        elif token:
            made.append(token)
    return made


@given(mixed)
@settings(max_examples=600)
def test_the_tokens_of_a_canonical_text_are_those_that_a_parser_finds(html):
    text = canonical("rich_text", html)
    assert "".join(tokens_of(text)) == text
    assert told(tokens_of(text)) == told([token for block in blocks_of(text) for token in block])


@pytest.mark.parametrize(
    ("html", "asked"),
    [
        ('<p class="x" title="a &gt; b">One <b>two</b><br></p>', False),
        ("<p>a<svg></svg></p>", True),
        ('<p @click="1">x</p>', True),
        ("<xmp><b></xmp>", True),
    ],
)
def test_a_parser_is_asked_only_where_a_text_may_hold_what_is_raw(html, asked):
    text = canonical("rich_text", html)
    with patch.object(opaque, "blocks_of", wraps=blocks_of) as parsed:
        tokens_of(text)
    assert parsed.called is asked
