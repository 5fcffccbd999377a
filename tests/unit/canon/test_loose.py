"""What a platform may do to rich text without changing it, and what would be a change."""

import pytest

from isogloss.canon import alike

FIGURE = (
    '<figure class="w-richtext-figure-type-image w-richtext-align-center" data-rt-type="image" data-rt-align="center">'
    '<div><img src="https://cdn.example/a.png" alt="" loading="lazy" width="300"></div>'
    "<figcaption>C</figcaption></figure>"
)
COMPONENT = '<wf-component component-id="c"{}><wf-prop name="p"{}>{}</wf-prop></wf-component>'

RENDERINGS = {
    "b for strong": ("<p><b>a</b> <i>b</i> <strike>c</strike></p>", "<p><strong>a</strong> <em>b</em> <s>c</s></p>"),
    "a space moves out of a tag": ("<p>a<b> b </b>c</p>", "<p>a <b>b</b> c</p>"),
    "gaps are dropped": ("<p>a</p><p>&nbsp;</p><p>b</p>", "<p>a</p><p>b</p>"),
    "gaps with invisible characters": ("<p>a</p><p>&zwj;</p><p>\u200b</p><p>b</p>", "<p>a</p><p>b</p>"),
    "bare text gets a paragraph": ("a <b>b</b>", "<p>a <b>b</b></p>"),
    "bare text beside a block": ("a<ul><li>b</li></ul>c", "<p>a</p><ul><li>b</li></ul><p>c</p>"),
    "classes of a figure": (FIGURE, '<figure><img src="https://cdn.example/a.png"><figcaption>C</figcaption></figure>'),
    "a paragraph in an item": ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
    "a paragraph in an item with a list": (
        "<ul><li><p>a</p><ul><li>b</li></ul></li></ul>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
    ),
    "a gap and a paragraph in a cell": ("<table><tr><td><p></p><p>a</p></table>", "<table><tr><td>a</table>"),
    "a line break at the end": ("<p>a<br></p>", "<p>a</p>"),
    "a bare span": ('<p><span class="x">a</span>b</p>', "<p>ab</p>"),
    "neighbours of one kind": ("<p><b>a</b><b>b</b> <b>c</b></p>", "<p><b>ab c</b></p>"),
    "an inline element without content": ("<p>a<b></b> c</p>", "<p>a c</p>"),
    "where a word may break": ("<p>a<wbr>b <b><wbr></b>c</p>", "<p>ab c</p>"),
    "no-break space": ("<p>a&nbsp;b</p>", "<p>a b</p>"),
    "zero-width space": ("<p>a\u200bb\ufeff</p>", "<p>ab</p>"),
    "a joiner beside a space": ("<p>a \u200db</p>", "<p>a b</p>"),
    "a space between Chinese characters": ("<p>软 件</p>", "<p>软件</p>"),
    "newlines around code": ("<pre>\n\na\n\n</pre>", "<pre>a</pre>"),
    "code of newlines only": ("<pre>\n\n\n</pre>", "<pre></pre>"),
    "a line break in inline code": ("<p><code>a\n b</code></p>", "<p><code>a b</code></p>"),
    "a newline that ends inline code": ("<pre><code>a\n</code></pre>", "<pre><code>a</code></pre>"),
    "rel of a link": (
        '<a href="/x" rel="noopener noreferrer" target="_blank">a</a>',
        '<a href="/x" target="_blank">a</a>',
    ),
    "spelling of an address": (
        '<a href="http://x.example:80/%7ea">a</a>',
        '<a href="http://X.example/~a/">a</a>',
    ),
    "what a site adds to a component": (
        COMPONENT.format(' data-w-id="1" name="Callout"', ' label="Body"', " <p>a</p> "),
        COMPONENT.format("", "", "<p>a</p>"),
    ),
    "an empty title": ('<p title="">a</p>', "<p>a</p>"),
    "an item that begins with a gap": ("<ul><li><p></p>a</li></ul>", "<ul><li>a</li></ul>"),
}

CHANGES = {
    "words are joined": ("<p>a b</p>", "<p>ab</p>"),
    "words are joined across a tag": ("<p>a <b>b</b></p>", "<p>a<b>b</b></p>"),
    "text is lost": ("<p>a</p><p>b</p>", "<p>a</p>"),
    "case changes": ("<p>A</p>", "<p>a</p>"),
    "paragraphs are swapped": ("<p>a</p><p>b</p>", "<p>b</p><p>a</p>"),
    "paragraphs are joined": ("<p>a</p><p>b</p>", "<p>a b</p>"),
    "a line break is lost": ("<p>a<br>b</p>", "<p>a b</p>"),
    "a heading changes level": ("<h1>a</h1>", "<h2>a</h2>"),
    "a heading becomes a paragraph": ("<h2>a</h2>", "<p>a</p>"),
    "a list changes kind": ("<ul><li>a</li></ul>", "<ol><li>a</li></ol>"),
    "a list is flattened": ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a</li><li>b</li></ul>"),
    "items are joined": ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a b</li></ul>"),
    "paragraphs of an item are joined": ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a b</li></ul>"),
    "a paragraph and text of an item are joined": ("<ul><li><p>a</p>b</li></ul>", "<ul><li>ab</li></ul>"),
    "a list starts elsewhere": ('<ol start="3"><li>a</li></ol>', "<ol><li>a</li></ol>"),
    "cells are joined": ("<table><tr><td>a<td>b</table>", "<table><tr><td>ab</table>"),
    "an empty cell is lost": ("<table><tr><td><td>a</table>", "<table><tr><td>a</table>"),
    "a head cell becomes a cell": ("<table><tr><th>a</table>", "<table><tr><td>a</table>"),
    "a cell spans fewer": ("<table><tr><td colspan=2>a</table>", "<table><tr><td>a</table>"),
    "an image changes": ('<img src="/a.png">', '<img src="/b.png">'),
    "an image is lost": ('<p>a</p><img src="/a.png">', "<p>a</p>"),
    "alternative text is lost": ('<img src="/a.png" alt="A">', '<img src="/a.png">'),
    "a link changes": ('<a href="/a">x</a>', '<a href="/b">x</a>'),
    "a link is lost": ('<a href="/a">x</a>', "x"),
    "a query changes": ('<a href="/a?x=1">x</a>', '<a href="/a?x=2">x</a>'),
    "a target is lost": ('<p><a id="x"></a>a</p>', "<p>a</p>"),
    "a named anchor is lost": ('<p><a name="x"></a>a</p>', "<p>a</p>"),
    "emphasis is lost": ("<p><em>a</em></p>", "<p>a</p>"),
    "emphasis changes": ("<p><em>a</em></p>", "<p><strong>a</strong></p>"),
    "a superscript is lost": ("<p>x<sup>2</sup></p>", "<p>x2</p>"),
    "spaces in code collapse": ("<pre>a  b</pre>", "<pre>a b</pre>"),
    "lines of code are joined": ("<pre>a\nb</pre>", "<pre>a b</pre>"),
    "an indent of code is lost": ("<pre>  a</pre>", "<pre>a</pre>"),
    "spaces in inline code collapse": ("<code>a  b</code>", "<code>a b</code>"),
    "code is emptied": ("<pre><code>a</code></pre>", "<pre><code></code></pre>"),
    "code stops being code": ("<p><code>a</code></p>", "<p>a</p>"),
    "the language is lost": ('<p lang="fr">a</p>', "<p>a</p>"),
    "the direction is lost": ('<p dir="rtl">a</p>', "<p>a</p>"),
    "a Persian non-joiner is lost": ("<p>می\u200cخواهم</p>", "<p>میخواهم</p>"),  # noqa: RUF001 - Persian
    "Korean words are joined": ("<p>한국어 문서</p>", "<p>한국어문서</p>"),
    "a rule is lost": ("<p>a</p><hr><p>b</p>", "<p>a</p><p>b</p>"),
    "a quote is lost": ("<blockquote>a</blockquote>", "<p>a</p>"),
    "an embed changes": ('<iframe src="/a"></iframe>', '<iframe src="/b"></iframe>'),
    "a script changes": ("<script>a</script>", "<script>b</script>"),
    "a script loses its tags": ('<script>x="<b>"</script>', '<script>x="<strong>"</script>'),
    "a component changes": (COMPONENT.format("", "", "a"), COMPONENT.format(' x="1"', "", "a")),
    "a property of a component changes": (COMPONENT.format("", "", "a"), COMPONENT.format("", "", "b")),
    "a style is lost": ('<p style="text-align: center">a</p>', "<p>a</p>"),
    "a title is lost": ('<p title="t">a</p>', "<p>a</p>"),
    "a term becomes its meaning": ("<dl><dt>a</dt></dl>", "<dl><dd>a</dd></dl>"),
    "an area of a map is lost": (
        '<map name="m"><area href="/a"></map><p>x</p>',
        '<map name="m"></map><p>x</p>',
    ),
    "a ruby reading is lost": ("<ruby>漢<rt>かん</rt></ruby>", "<ruby>漢</ruby>"),
    "everything is lost": ("<p>a</p>", ""),
}


@pytest.mark.parametrize(("one", "other"), RENDERINGS.values(), ids=RENDERINGS)
def test_a_rendering_is_alike_both_ways(one, other):
    assert alike("rich_text", one, other)
    assert alike("rich_text", other, one)


@pytest.mark.parametrize(("one", "other"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_not_alike_either_way(one, other):
    assert not alike("rich_text", one, other)
    assert not alike("rich_text", other, one)


def test_an_inline_image_address_is_compared_byte_for_byte():
    assert not alike("rich_text", '<img src="data:image/gif;base64,AA/">', '<img src="data:image/gif;base64,AA">')
