"""Rich text is sent without white space between its top-level blocks."""

from __future__ import annotations

import pytest

from isogloss.adapters.webflow.items.rich_text import closed_up
from isogloss.canon.html import blocks


@pytest.mark.parametrize(
    ("html", "sent"),
    [
        ("<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n\n<hr>\n", "<p>a</p><ul>\n<li>b</li>\n</ul><hr>"),
        ("<p>a <b>b</b> <i>c</i></p>\n<p>d</p>", "<p>a <b>b</b> <i>c</i></p><p>d</p>"),
        ("\n<p>a</p>\n<!-- kept -->\n<p>b</p>", "<p>a</p><!-- kept --><p>b</p>"),
        ("<p>a</p>\n<p></p>\n<p></p>\n", "<p>a</p><p></p><p></p>"),
        ("<pre>a\n\n<b>b</b> <i>c</i></pre>\n<p>d</p>", "<pre>a\n\n<b>b</b> <i>c</i></pre><p>d</p>"),
        ("<b>a</b> <i>b</i>", "<b>a</b> <i>b</i>"),
        ("<p>a</p><p>b</p>", "<p>a</p><p>b</p>"),
        ("", ""),
    ],
)
def test_a_text_is_sent_in_one_run_and_shows_the_same(html: str, sent: str) -> None:
    assert closed_up(html) == sent
    assert blocks(sent) == blocks(html)
