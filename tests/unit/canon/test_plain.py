"""Rich text as a person reads it, and plain text as rich text."""

import pytest

from isogloss.canon.plain import from_plain, plain
from isogloss.canon.values import canonical


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h1>T</h1><p>a <b>b</b><br>c</p><p>d</p>", "T\n\na b\nc\n\nd"),
        ("<ul><li>x<ul><li>y</li></ul></li><li><p>z</p></li></ul><p>a</p>", "- x\n  - y\n- z\n\na"),
        ('<ol start="3"><li>q</li><li>r</li></ol>', "3. q\n4. r"),
        ('<ol start="x"><li>q</li></ol>', "1. q"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n  - b\n2. c"),
        ("<table><tr><th>A<th>B</tr><tr><td>1<td><td>2</table>", "A\tB\n1\t\t2"),
        ("<table><tr><td><p>a</p><td><p>b</p></table>", "a\tb"),
        ('<p>see <img src="/a" alt="a &amp; b"><img src="/b"></p>', "see a & b"),
        ("<table><tr><td><p>a</p><p>b</p><td>c</table><p>d</p>", "a b\tc\n\nd"),
        ("<table><tr><td>a<br>b<ul><li>c</ul><td>d</table>", "a b - c\td"),
        ("<table><tr><td><td></td></tr><tr><td>a</table>", "a"),
        ("<p>Ends. <br>- </p><p>a</p>", "Ends.\n-\n\na"),
        ("<pre>x\n   y</pre>", "x\n   y"),
        ("<dl><dt>t<dd>d</dl>", "t\nd"),
        ('<wf-component name="Callout &amp; more"></wf-component>', "[Callout & more]"),
        ('<p>a</p><iframe src="/v"></iframe><script>x</script>', "a\n\n[/v]"),
        ("<p>&lt;é&gt; &amp;amp;</p>", "<é> &amp;"),
        ("<li>loose</li>", "- loose"),
        ("<p><ruby>潮見表<rt>しおみひょう</rt></ruby>には</p>", "潮見表(しおみひょう)には"),
        ("<p><ruby>漢<rp>[</rp><rt>かん</rt><rp>]</rp></ruby>字</p>", "漢(かん)字"),
        ("a<p>b</p>c", "a\n\nb\n\nc"),
        ("", ""),
    ],
)
def test_rich_text_reads_as_plain_text(html, text):
    assert plain(html) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one", "<p>one</p>"),
        ("one\ntwo\r\n\r\n \nthree", "<p>one<br>two</p><p>three</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        (" \n ", ""),
        ("<script>", "<p>&lt;script&gt;</p>"),
    ],
)
def test_plain_text_becomes_paragraphs(text, html):
    assert from_plain(text) == html
    assert canonical("rich_text", html) == html


@pytest.mark.parametrize("text", ["one", "one\ntwo\n\nthree", "a < b & c &lt;", "漢字\n\n한국어"])
def test_simple_plain_text_comes_back(text):
    assert plain(from_plain(text)) == text
