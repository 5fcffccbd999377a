"""A text with code blocks goes to Webflow, and comes back, in its own spelling."""

import pytest

from isogloss.adapters.webflow.items.rich_text import given_back, taken_away
from isogloss.canon.own import spelled
from isogloss.canon.values import canonical
from isogloss.model.value import Scalar

STYLE = ' style="white-space: pre"'


def value(html: str) -> Scalar:
    made = spelled("rich_text", html)
    assert isinstance(made, Scalar)
    return made


@pytest.mark.parametrize(
    ("html", "sent"),
    [
        (
            "<p>a</p><!--more--><PRE class='x'>\nb  <i>c</i></PRE>",
            '<p>a</p><!--more--><div data-isogloss="pre" class="x" style="white-space: pre">b  <i>c</i></div>',
        ),
        ("<p>a  b</p><pre>\n\nc</pre>", f'<p>a  b</p><div data-isogloss="pre"{STYLE}>\nc</div>'),
        ("<p>a  b</p><!--c-->", "<p>a  b</p><!--c-->"),
        (
            "<div>a</div><!--b--><pre>c</pre>",
            f'<div>a</div><!--b--><div data-isogloss="pre"{STYLE}>c</div>',
        ),
    ],
)
def test_only_the_tags_of_code_blocks_are_others_there(html: str, sent: str) -> None:
    assert taken_away(value(html)) == sent
    back = given_back(value(sent))
    assert back == value(html)
    assert canonical("rich_text", back.spelling) == back.text
    assert taken_away(back) == sent


def test_a_spelling_that_cannot_be_turned_is_sent_in_canonical_form() -> None:
    html = "<table><pre>a</pre><!--b--><tr><td>c</table>"
    sent = taken_away(value(html))
    assert "<pre" not in sent
    assert given_back(value(sent)) == value(html)
