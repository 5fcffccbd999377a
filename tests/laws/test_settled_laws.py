"""What rich text is told to be by its spelling alone is what the parser and the serializer make of it."""

from __future__ import annotations

from html import escape

from hypothesis import example, given, settings
from hypothesis import strategies as st
from soup import tidy, wild

from isogloss.adapters.bundle.values import in_lines
from isogloss.canon.html import blocks, canonical_written
from isogloss.canon.settled import settled_blocks

BLOCKS = ("p", "p", "p", "h2", "h6", "li", "blockquote", "ul", "ol", "td", "div", "dt", "dd", "figcaption", "figure")
INLINE = ("strong", "em", "a", "span", "b", "u", "sub", "code")
HOLDERS = (
    *("ul", "ol", "li", "li", "blockquote", "p", "div", "dl", "dd", "figure"),
    *("table", "tbody", "tbody", "thead", "tr", "tr", "td", "td", "th"),
)
ATTRIBUTES = (
    *('href="/x?a=1&amp;b=2"', 'href="https://tea.example/"', 'href=" /x"', 'id="x"', 'id=""', 'class="a b"'),
    *('class="b a"', 'class="a a"', 'style="color: red"', 'style="color:red"', 'title="&quot;"', 'title="é &lt;"'),
    *('loading="lazy"', 'alt=""', 'src="/i.png"', 'data-x="1"', 'title="&lt;\u0338"', 'title="it\'s"'),
    *('id="x" id="y"', 'alt="" src="/i.png"', 'href="/a" target="_blank"', 'target="_blank" href="/a"'),
    *('srcset="a 1x,b 2x"', 'checked=""', 'style="white-space: pre"'),
)
TEXTS = (
    *("a", "b c", " ", " d", "e ", "&amp;", "&lt;", "&nbsp;", "\u00a0", "\u200d", "é", "e\u0301", "\u0301"),
    *("&lt;\u0338", "漢", "字 ", "か\u3099", "한", "<br>", '<img src="/i.png">', "\n", "\t", "  ", "'", '"'),
    *("\ufeff", "\x0b"),
)


def with_attributes(names):
    return st.builds(
        lambda name, attributes: (name, " ".join((name, *attributes))),
        st.sampled_from(names),
        st.lists(st.sampled_from(ATTRIBUTES), max_size=1),
    )


def elements(names, inside):
    return st.builds(lambda tag, html: f"<{tag[1]}>{html}</{tag[0]}>", with_attributes(names), inside)


texts = st.lists(st.sampled_from(TEXTS) | st.text("ab é\u00a0<&", max_size=3).map(escape), max_size=4).map("".join)
lines = st.recursive(
    texts,
    lambda inner: st.lists(texts | elements(INLINE, inner), min_size=1, max_size=5).map("".join),
    max_leaves=8,
)
gaps = st.sampled_from(("", "", "\n", "\n\t", "\r\n", " \n", " "))
near = st.recursive(
    elements(BLOCKS, lines),
    lambda inner: st.builds(
        lambda tag, line, parts: f"<{tag[1]}>{line}{''.join(parts)}</{tag[0]}>",
        with_attributes(HOLDERS),
        st.just("") | lines,
        st.lists(st.builds(str.__add__, gaps, inner) | gaps, min_size=1, max_size=3),
    ),
    max_leaves=5,
)
"""What is nearly of the spellings that are certain: most of it is, and the rest is off by a space or a tag."""
tables = st.lists(st.lists(elements(("td", "th"), lines | near), max_size=2), max_size=2).map(
    lambda rows: f"<table><tbody>{''.join('<tr>' + ''.join(row) + '</tr>' for row in rows)}</tbody></table>"
)
documents = st.lists(
    st.builds(str.__add__, gaps, near | tables | st.just("<hr>")) | gaps,
    max_size=4,
).map("".join)


def by_parser(html):
    return tuple("".join(block) for block in canonical_written(html).blocks)


@given(documents)
@settings(max_examples=600)
@example("<ul><li>a\n<ul>\n\t<li><p>b</p></li></ul></li></ul>\n")
@example("<p>a<strong> b</strong> <em>c </em>d</p><p>\u200d</p>")
@example("<p>a <strong><br></strong>b</p>")
@example("<p>&lt;\u0338</p>")
@example('<ul style="white-space: pre">\n<li>a</li></ul>')
@example('<p><code><img src="/i.png"></code> b</p>')
@example("<div>a<hr>\n<p>b</p></div><hr>")
@example("<p>a<strong>b</strong> </p>")
@example("<p>a <em><strong> b</strong></em></p>")
@example('<p><a href="/a">b<strong><a href="/c">d</a></strong></a></p>')
def test_the_blocks_of_any_text_are_those_of_the_parser(html):
    assert blocks(html) == by_parser(html)


@given(wild | tidy)
@settings(max_examples=200)
def test_soup_is_cut_as_the_parser_cuts_it(html):
    assert blocks(html) == by_parser(html)


@given(documents)
@settings(max_examples=200)
def test_what_is_canonical_stays_and_is_told_by_its_spelling_where_its_source_was(html):
    once = "".join(by_parser(html))
    again = settled_blocks(once)
    assert again is None or "".join(again) == once
    assert (settled_blocks(html) is None) or again is not None


@given(documents)
@settings(max_examples=200)
def test_what_is_parted_into_lines_says_what_it_said(html):
    once = "".join(by_parser(html))
    assert "".join(by_parser(in_lines(once))) == once
