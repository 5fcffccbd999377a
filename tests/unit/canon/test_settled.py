"""What the usual rich text of editors is told by: its spelling, without a parser."""

from __future__ import annotations

import pytest

from isogloss.canon import html
from isogloss.canon.html import blocks, canonical_html, canonical_written
from isogloss.canon.settled import settled_blocks

USUAL = (
    "",
    "<p>Tea</p>",
    "<h2>Tea &amp; <em>more</em></h2><p>Two <strong>minutes</strong>, 70\u00a0°C;<br>not three.</p>",
    '<p>See <a href="https://tea.example/?a=1&amp;b=2" target="_blank">the <em>leaf</em></a> there.</p>',
    '<ul role="list"><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul><blockquote>e</blockquote>',
    '<p>x</p><p><img alt="A pot" src="https://images.example/pot.png"></p><p>\u200d</p><p>y</p>',
    "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b <code>c</code></td><td></td></tr></tbody></table>",
    '<figure class="a"><div><img alt="" src="/i.png"></div><figcaption>a</figcaption></figure>',
    "<hr><dl><dt>b</dt><dd><p>c</p></dd></dl><div>d</div>",
    '<p class="a b" style="color: red">緑茶は、摘んだ葉で<span lang="ja">作る</span>。</p>',
)
"""Canonical texts as they are read, and read back, nearly always."""

NOT_CERTAIN = (
    "Tea",
    "<p>a  b</p>",
    "<p>a </p>",
    "<p> a</p>",
    "<p>a</p> <p>b</p>",
    "<p>a<p>b</p>",
    "<p>a<strong>b</p></strong>",
    "<p>e\u0301</p>",
    '<p id="">a</p>',
    '<p class="b a">a</p>',
    "<p>a&nbsp;b</p>",
    "<p>&lt;\u0338</p>",
    "<p>a <em> b</em></p>",
    "<p>a <br>b</p>",
    "<ul>a</ul>",
    "<li>a</li>",
    "<ul><p>a</p></ul>",
    '<p><a href="/a">b<em><a href="/c">d</a></em></a></p>',
    "<table><tr><td>a</td></tr></table>",
    "<table><tbody><tr>a</tr></tbody></table>",
    "<table><tbody><tr><td>a</td></tr></tbody><p>b</p></table>",
    "<pre>a  b</pre>",
    "<p>a<!-- b --></p>",
    "<div>a<p>b</p>c</div>",
    "<p>a<hr></p>",
    '<ul style="white-space: pre">\n<li>a</li></ul>',
    '<p><code><img src="/i.png"></code> b</p>',
)
"""What a parser may build otherwise than it is spelled, or the serializer may write otherwise."""


@pytest.mark.parametrize("text", USUAL)
def test_the_usual_text_is_told_by_its_spelling(text: str) -> None:
    found = settled_blocks(text)
    assert found is not None
    assert "".join(found) == text == canonical_written(text).html()


@pytest.mark.parametrize("text", NOT_CERTAIN)
def test_of_what_is_not_certain_the_parser_is_asked(text: str) -> None:
    assert settled_blocks(text) is None
    assert canonical_html(text) == canonical_written(text).html()


def test_line_ends_between_blocks_are_left_out() -> None:
    assert settled_blocks("<p>a</p>\n<ul>\n\t<li>b\n<ol>\r\n<li>c</li>\n</ol></li>\n</ul>\n") == [
        "<p>a</p>",
        "<ul><li>b<ol><li>c</li></ol></li></ul>",
    ]


def test_what_shows_nothing_at_the_end_is_no_block() -> None:
    assert blocks("<p>a</p><p>\u200d</p><p><br></p>") == ("<p>a</p>",)
    assert blocks("<p></p>") == ()


def test_no_parser_is_asked_about_the_usual_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(text: str, _forms: object = None) -> None:
        raise AssertionError(f"a parser was asked about {text}")

    monkeypatch.setattr(html, "canonical_written", asked)
    assert ["".join(blocks(text)) for text in USUAL] == list(USUAL)
