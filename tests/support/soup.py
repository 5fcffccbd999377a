"""Rich text of every kind for laws: soup that no person would write, tidy text, and the same spelled otherwise."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from hypothesis import strategies as st

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
    *("wbr", "tea-cup", "canvas", "embed", "u", "blockquote", "figure"),
)
ATTRIBUTES = (
    *('class="b a"', 'id=""', 'id="x"', 'style="color:red;"', 'style="white-space:pre"', 'href=" http://X.example "'),
    *('src="a b"', 'loading="lazy"', 'title="&quot;<\u0301"', "hidden", 'a<b="1"', "dir=rtl", 'data-x="&nbsp;\r\n"'),
    *('srcset="a.png 1x,b.png 2x"', "viewbox='0'", 'encoding="text/html"'),
    *('style="width:calc(1px + 2px);"', "style=\"font:'a;b' ; color:rgb(1,2,3\"", 'class="w-richtext-align-left x"'),
    *('colspan="1"', 'data-list-item-id="e1"', 'component-id="c"'),
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

opaque = st.sampled_from(
    [
        '<div data-rt-embed-type="true"><form><input></form>a < b</div>',
        '<wf-component component-id="c"><wf-prop name="x">a</wf-prop></wf-component>',
        "<script>if (a < b) c('<p>')</script>",
        "<svg><title>a</title></svg>",
        "<xmp><b></xmp>",
    ]
)
"""What is one whole to an editor, or raw."""
mixed = st.lists(tidy | wild | opaque, max_size=4).map("".join)


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
