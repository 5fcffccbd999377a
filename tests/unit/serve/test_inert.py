"""Rich text as it reads: its words and its shape stay, and nothing of it can act."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.serve.inert import POLICY, document, inert


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_what_reads_stays() -> None:
    kept = '<h2>Tea</h2><ul><li dir="rtl">أخضر</li></ul><p>one<br>two <ruby>茶<rt>ちゃ</rt></ruby></p>'
    assert inert(kept) == kept


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<p onclick='x()' style='position:fixed' class=y id=z>a</p>", "<p>a</p>"),
        ("<a href='javascript:alert(1)' target=_top>a</a>", "<a>a</a>"),
        ("<img src=x onerror=alert(1) alt='A \"cup\"'>", '<span class="stand-in">[picture: A &quot;cup&quot;]</span>'),
        ("<iframe src='https://evil.example'></iframe>b", '<span class="stand-in">[embedded page]</span>b'),
        ("<svg><script>alert(1)</script><title></svg>b", "b"),
        ("<form action=/x><input name=a><button>go</button></form>", "go"),
        ("<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>a", "a"),
        ("<style>*{display:none}</style>a", "a"),
        ("<p dir='\"><script>'>a</p>", "<p>a</p>"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a\u202eb", "a⟦U+202E⟧b"),
    ],
)
def test_what_acts_goes_and_its_words_stay(html: str, left: str) -> None:
    assert inert(html) == left


PIECES = st.sampled_from(
    [
        "<",
        ">",
        "</",
        "script",
        "svg",
        "img",
        "p",
        "a",
        " onload=",
        " src=",
        "'",
        '"',
        "&lt;",
        "x",
        "/",
        "=",
        "<!--",
        "-->",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_it_is_made_of_it_holds_no_address_and_no_script(html: str) -> None:
    for tag, attrs in Elements(inert(html)).found:
        assert tag not in ("script", "style", "svg", "img", "iframe", "form", "input", "base", "meta", "link", "object")
        assert set(attrs) <= {"dir", "class"}


def test_its_frame_may_do_nothing() -> None:
    made = document("<p>Tee</p>", 'de"><script>')
    assert '<html lang="de&quot;&gt;&lt;script&gt;">' in made
    assert POLICY.startswith("sandbox; default-src 'none'; ")
    assert "allow-" not in POLICY
