"""What holds of canonical forms for any content: they stay, their parts add up, and rewriting is not changing."""

import re
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from isogloss.canon import alike, blocks, canonical, from_plain, merge3, plain, rewrite_urls, urls

TYPES = (
    *("text", "long_text", "rich_text", "number", "flag", "instant", "date", "option"),
    *("link", "email", "phone", "colour", "video", "opaque"),
)
TAGS = (
    *("p", "div", "span", "b", "i", "strong", "em", "a", "ul", "ol", "li", "table", "tr"),
    *("td", "th", "tbody", "h1", "h2", "pre", "code", "br", "hr", "img", "form", "figure", "figcaption"),
    *(
        "blockquote",
        "script",
        "style",
        "svg",
        "math",
        "mi",
        "foreignObject",
        "title",
        "textarea",
        "select",
        "option",
        "button",
        "iframe",
    ),
    *(
        "template",
        "dl",
        "dt",
        "dd",
        "ruby",
        "rt",
        "rp",
        "wf-component",
        "wf-prop",
        "video",
        "source",
        "object",
        "noscript",
    ),
    *("plaintext", "xmp", "listing", "nobr", "font", "center", "caption", "col", "desc"),
)
ATTRIBUTES = (
    *('class="b a"', 'id=""', 'id="x"', 'style="color:red;"', 'style="white-space:pre"', 'href=" http://X.example "'),
    *('src="a b"', 'loading="lazy"', 'title="&quot;<\u0301"', "hidden", 'a<b="1"', "dir=rtl", 'data-x="&nbsp;\r\n"'),
    *('srcset="a.png 1x,b.png 2x"', "viewbox='0'", 'encoding="text/html"'),
)
PIECES = (
    *(
        "a",
        "b c",
        " ",
        "\n",
        " x ",
        "漢",
        "\n字",
        "か",
        "\u3099",
        "e",
        "\u0301",
        "&nbsp;",
        "&lt;p&gt;",
        "\u200b",
        "\u200d",
    ),
    *("&#13;", "\r\n", "\t", "&amp;nbsp;", "<!--c-->", "<!-->", "<?x?>", "<![CDATA[x]]>", ">\u0338", "\x00", "&", "<"),
)
start_tags = st.builds(
    lambda tag, attributes: f"<{' '.join((tag, *attributes))}>",
    st.sampled_from(TAGS),
    st.lists(st.sampled_from(ATTRIBUTES), max_size=2),
)
wild = st.lists(
    start_tags | st.sampled_from(TAGS).map("</{}>".format) | st.sampled_from(PIECES) | st.text(max_size=5), max_size=14
).map("".join)

words = st.text(alphabet="ab &<>\"'éß漢字한 \u00a0\n", min_size=1, max_size=12)


def element(tag, inside):
    return inside.map(lambda html: f"<{tag}>{html}</{tag}>")


inline = st.recursive(
    words.map(escape),
    lambda inside: st.one_of(
        *(element(tag, inside) for tag in ("b", "em", "code", "span")),
        inside.map(lambda html: f'{html}<a class="k j" href="/x?a=1&amp;b=2">y</a>'),
        inside.map(lambda html: f'{html}<img alt="A" src="/i.png"><br>{html}'),
    ),
    max_leaves=6,
)
tidy = st.lists(
    st.one_of(
        element("p", inline),
        element("h2", inline),
        element("ul", element("li", inline)),
        element("blockquote", element("p", inline)),
        element("table", element("tr", element("td", inline))),
        element("pre", words.map(escape)),
    ),
    max_size=5,
).map("\n".join)


class Respelled(HTMLParser):
    """Writes the same HTML with other quotes, case, entities, order of attributes and white space in tags."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.out = []

    def handle_starttag(self, tag, attributes):
        written = (f"\n {name}='{escape(value or '')}'" for name, value in reversed(attributes))
        self.out.append(f"<{tag.upper()}{''.join(written)} >")

    def handle_endtag(self, tag):
        self.out.append(f"</{tag.upper()}\t>")

    def handle_data(self, data):
        self.out.append(data.replace("\u00a0", "&#xa0;").replace("é", "e\u0301"))

    def handle_entityref(self, name):
        self.out.append({"lt": "&#60;", "amp": "&#x26;"}.get(name, f"&{name};"))

    def handle_charref(self, name):
        self.out.append(f"&#{name};")


def respelled(html):
    parser = Respelled()
    parser.feed(html)
    parser.close()
    return "".join(parser.out)


@given(wild)
@settings(max_examples=400)
def test_the_canonical_form_of_any_html_stays(html):
    once = canonical("rich_text", html)
    assert canonical("rich_text", once) == once
    assert "".join(blocks(html)) == once
    assert rewrite_urls(html, lambda url: url.address) == once
    assert "".join(url.address for url in urls(once)) == "".join(url.address for url in urls(html))


@given(wild, wild)
def test_likeness_is_reflexive_and_symmetric_and_follows_from_equality(one, other):
    assert alike("rich_text", one, one)
    assert alike("rich_text", one, canonical("rich_text", one))
    assert alike("rich_text", one, other) == alike("rich_text", other, one)


@given(tidy)
@settings(max_examples=200)
def test_html_spelled_otherwise_has_the_same_canonical_form(html):
    assert canonical("rich_text", respelled(html)) == canonical("rich_text", html)


@given(tidy)
def test_what_another_serializer_writes_is_alike(html):
    once = canonical("rich_text", html)
    assert alike("rich_text", LexborHTMLParser(once, is_fragment=True).html or "", html)
    assert alike("rich_text", re.sub(r' class="[^"]*"', "", once), html)


@given(tidy)
def test_no_letter_of_the_text_is_lost(html):
    def letters(text):
        tree = LexborHTMLParser(f"<body>{text}", is_fragment=False)
        return re.sub(r"\s+", "", tree.body.text()) if tree.body else ""

    assert letters(canonical("rich_text", html)) == letters(html)


@given(tidy, st.data())
def test_a_changed_letter_is_never_alike(html, data):
    once = canonical("rich_text", f"<p>first</p>{html}<p>last</p>")
    at = data.draw(st.sampled_from([match.start() for match in re.finditer(r"(?<=[>ab])[ab](?![^<]*>)|t<", once)]))
    assert not alike("rich_text", once[:at] + "Z" + once[at + 1 :], once)


@given(wild)
def test_any_html_can_be_read_as_text_and_text_as_html(html):
    text = plain(html)
    assert not any(line.endswith(" ") for line in text.split("\n"))
    assert canonical("rich_text", from_plain(text)) == from_plain(text)


@pytest.mark.parametrize("kind", TYPES)
@given(
    text=st.text(max_size=20) | st.sampled_from(["1e3", "-0.50", "TRUE", "2026-01-31T00:00:00+01:00", "#AbC", "A@B.C"])
)
def test_a_value_of_any_type_stays_or_is_refused(kind, text):
    try:
        once = canonical(kind, text)
    except ValueError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 - either outcome is right, and both are checked
        return
    assert canonical(kind, once) == once
    assert alike(kind, text, once)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30, places=6))
def test_a_number_keeps_its_value_exactly(number):
    assert type(number)(canonical("number", str(number))) == number


@given(st.datetimes(timezones=st.timezones() | st.none()))
@settings(max_examples=60)
def test_an_instant_keeps_its_moment(moment):
    try:
        once = canonical("instant", moment.isoformat())
    except ValueError:
        assert moment.year in {1, 9999}  # outside the calendar once it is in UTC
        return
    assert once.endswith("Z")
    assert canonical("instant", once) == once


lines = st.lists(st.sampled_from("abcdef"), max_size=8).map("\n".join)
paragraphs = st.lists(st.sampled_from(["a b c", "d", "e f", "g <b>h</b> i"]), max_size=6).map(
    lambda texts: "".join(f"<p>{text}</p>" for text in texts)
)


@pytest.mark.parametrize(("kind", "texts"), [("long_text", lines), ("rich_text", paragraphs)])
@given(data=st.data())
def test_merges_are_symmetric_and_leave_one_sided_edits_alone(kind, texts, data):
    base, left, right = (data.draw(texts) for _ in range(3))
    merged = merge3(kind, base, left, right)
    assert merged == merge3(kind, base, right, left)
    assert merge3(kind, base, base, right) == canonical(kind, right)
    assert merge3(kind, base, left, left) == canonical(kind, left)
    assert merged is None or canonical(kind, merged) == merged
