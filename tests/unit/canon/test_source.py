"""Where tags and comments are in the source, as the tokenizer of a browser finds them."""

import pytest

from isogloss.canon.source import attributes, marks, resolved


def read(html: str) -> list[tuple[str, str, str, bool]]:
    return [(mark.sort, mark.name, html[mark.begin : mark.end], mark.hidden) for mark in marks(html)]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("a < b <3 </ x>", [("comment", "", "</ x>", False)]),
        ("<P title='>'>", [("start", "p", "<P title='>'>", False)]),
        ("<p/></P\n>", [("start", "p", "<p/>", False), ("end", "p", "</P\n>", False)]),
        ("<!--><b>", [("comment", "", "<!-->", False), ("start", "b", "<b>", False)]),
        ("<!--->-->", [("comment", "", "<!--->", False)]),
        ("<!-- <b> --!>c", [("comment", "", "<!-- <b> --!>", False)]),
        ("<!-- <b>", [("comment", "", "<!-- <b>", False)]),
        ("<!doctype html><?x?>", [("comment", "", "<!doctype html>", False), ("comment", "", "<?x?>", False)]),
        ("<?x", [("comment", "", "<?x", False)]),
        ("<a href='x", []),
        ("<a href=x", []),
        ("<a b", []),
        ("</a b", [("end", "a", "</a b", False)]),
        ("<p a=b=c =d>", [("start", "p", "<p a=b=c =d>", False)]),
    ],
)
def test_tags_and_comments_are_found(html: str, found: list[tuple[str, str, str, bool]]) -> None:
    assert read(html) == found


def names(html: str) -> list[str]:
    return [("/" if mark.sort == "end" else "") + mark.name + "!" * mark.hidden for mark in marks(html)]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<script><b></SCRIPT ><i>", ["script", "/script", "i"]),
        ("<textarea><b></textarea><title><b>", ["textarea", "/textarea", "title"]),
        ("<plaintext><b></plaintext>", ["plaintext"]),
        ("<svg><a><svg></svg></a></svg><b>", ["svg", "a!", "svg!", "/svg!", "/a!", "/svg", "b"]),
        ("<svg/><b>", ["svg", "b"]),
        ("<svg><title><b></title></svg>", ["svg", "title!", "b!", "/title!", "/svg"]),
        ("<wf-component><svg></wf-component><b>", ["wf-component", "svg!", "/wf-component", "b"]),
    ],
)
def test_what_stands_in_an_opaque_element_is_hidden_and_text_has_no_tags(html: str, found: list[str]) -> None:
    assert names(html) == found


def test_attributes_are_read_as_they_are_written() -> None:
    html = "<a/HREF = \"a&amp;b\" c d='e' f=g/h c=i k= >"
    (mark,) = marks(html)
    found = [(one.name, one.value, html[one.begin : one.end], one.quote) for one in attributes(html, mark)]
    assert found == [
        ("href", "a&b", "a&amp;b", '"'),
        ("c", "", "", ""),
        ("d", "e", "e", "'"),
        ("f", "g/h", "g/h", ""),
        ("k", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("?a=1&copy;2", "?a=1©2"),
        ("&notit;", "&notit;"),
        ("&#38;&#x26;&#38", "&&&"),
        ("a & b &; c", "a & b &; c"),
    ],
)
def test_references_in_attributes_are_resolved_as_browsers_do(raw: str, value: str) -> None:
    assert resolved(raw) == value
