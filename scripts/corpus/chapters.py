"""From the pages of the FAQ to chapters: a title, a body, a slug and a number for each language. Pure but for reading.

The pages are XHTML made from DocBook: navigation above and below one ``div.chapter``, which begins with its title page
and its table of contents. What is left is taken as it is: nothing of the real HTML is mended here.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from corpus.packages import LANGUAGES, CorpusError, folder_of

PRIMARY: Final = "en"
CHAPTERS: Final = 16
LONGEST_SLUG: Final = 80
LAST_LATIN: Final = "\u024f"

_NUMBERED: Final = re.compile(r"(?:[^\W\d]+\s*)?(\d+)\s*[章장]?\.?\s+(\S.*)", re.DOTALL)
"""``Chapter 10. Title``, ``第10章 Title``, ``10장. Title``, ``第 10 章 Title``; the spaces may be U+00A0."""


@dataclass(frozen=True, slots=True)
class Page:
    """One chapter in one language. ``body`` is HTML."""

    title: str
    slug: str
    body: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter in its languages.

    name:   what its files are called.
    number: its place in the book, from 1.
    """

    name: str
    number: int
    pages: Mapping[str, Page]


def read_book() -> list[Chapter]:
    """Read every chapter in every language, in the order of the book.

    Raises: CorpusError where the pages are not those that this script knows.
    """
    names = sorted(path.name.removesuffix(".en.html") for path in folder_of(PRIMARY).glob("*.en.html"))
    names.remove("index")
    if len(names) != CHAPTERS:
        raise CorpusError(f"The FAQ has {len(names)} chapters, not {CHAPTERS}: another edition. Look at {names}.")
    return sorted((_chapter(name) for name in names), key=lambda chapter: chapter.number)


def _chapter(name: str) -> Chapter:
    pages: dict[str, Page] = {}
    numbers: dict[str, int] = {}
    for language in LANGUAGES:
        path = folder_of(language) / f"{name}.{language}.html"
        numbers[language], title, body = parse(path)
        pages[language] = Page(title, slug_of(name, title, language), body)
    if len(set(numbers.values())) != 1:
        raise CorpusError(f"Chapter {name} has several numbers: {numbers}.")
    return Chapter(name, numbers[PRIMARY], pages)


def parse(path: Path) -> tuple[int, str, str]:
    """Take a page apart: the chapter's number, its title, its body.

    Raises: CorpusError where it is not a page of the FAQ.
    """
    return cut(path.read_text(encoding="utf-8"), str(path))


def cut(html: str, where: str) -> tuple[int, str, str]:
    """Take the HTML of a page apart; *where* is for messages.

    Raises: CorpusError where it is not a page of the FAQ.
    """
    tree = LexborHTMLParser(html)
    chapter, heading = tree.css_first("div.chapter"), tree.css_first("div.chapter h1.title")
    if chapter is None or heading is None:
        raise CorpusError(f"{where} has no div.chapter with a title; another edition of the FAQ?")
    number, title = split_title(heading.text())
    for inner in ("div.titlepage", "div.toc"):
        found = next((node for node in chapter.iter() if node.css_matches(inner)), None)
        if found is not None:
            found.decompose()
    return number, title, chapter.inner_html or ""


def split_title(text: str) -> tuple[int, str]:
    """Part a heading into the chapter's number and its title.

    Raises: CorpusError where it begins with no number.
    """
    found = _NUMBERED.fullmatch(text.strip())
    if found is None:
        raise CorpusError(f"The heading {text!r} does not begin with a chapter's number.")
    return int(found[1]), " ".join(found[2].split())


def slug_of(name: str, title: str, language: str) -> str:
    """Make a slug, different in each language: from a Latin title, else from the name."""
    if language == PRIMARY:
        return name
    parts = unicodedata.normalize("NFKD", title)
    if any(part.isalpha() and part > LAST_LATIN for part in parts):
        return f"{name}-{language}"
    folded = parts.encode("ascii", "ignore").decode().lower()
    latin = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    return f"{latin[:LONGEST_SLUG].strip('-')}-{language}"
