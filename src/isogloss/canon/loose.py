"""When two pieces of rich text are alike: one may be a platform's rendering of the other.

Decides what editors and platforms change without changing content: ``b`` for ``strong``, wrappers, gaps, where a space
stands beside an inline tag, the spelling of a style, the names an editor gives to its own parts. Refuses to fold
anything a reader could miss: text, links, image sources, heading levels, lists, cells, code, languages, directions and
where a picture stands stay apart.

Source: Webflow Data API reference, rich text, seen 2026-11: "attribute order, width/height, id, nbsp, zero-width
characters and trailing empty paragraphs all vary on read-back" [inferred]; ButterCMS trims trailing line breaks. What
editors do was recorded from them: docs/types.md.
"""

import re
from typing import Final

from isogloss.canon.address import loose_link
from isogloss.canon.folding import Folding
from isogloss.canon.invisible import visible
from isogloss.canon.remembered import remembered
from isogloss.canon.serialize import is_block, write
from isogloss.canon.style import loose_style

_MEDIA: Final = frozenset(["embed", "iframe", "img", "video"])
_SPACES: Final = re.compile("[ \t\n\f\r\u00a0]+")
_LINK_NOISE: Final = frozenset(["noopener", "noreferrer"])
_EDITORS: Final = re.compile(
    "contenteditable|data-(?:cke|lexical|mce|rt)-.*|data-list-item-id|data-row|draggable|spellcheck"
)
"""Attributes by which editors know their own parts."""
_SAYS_NOTHING: Final = frozenset(
    [("colspan", "1"), ("role", "list"), ("role", "listitem"), ("rowspan", "1"), ("start", "1"), ("target", "_self")]
)
_SHOWS: Final = re.compile(
    # Webflow, CKEditor, TinyMCE, SunEditor, Summernote, Quill, WordPress, Bootstrap: a word for where something stands
    r".*(?:^|[_-])(?:is|has|text)?-?(?:align|float|pull|pulled)?(?:left|right|cent(?:er|re)(?:ed)?|justif(?:y|ied)|middle"
    r"|full(?:-?width)?|wide|side)"
    r"|fr-(?:fil|fir|dib|fvl|fvr|dvb)"  # Froala; without one a picture stands in its line
    r"|ql-(?:direction|font|indent|size)-.+"  # Quill
    r"|(?:marker|pen)-.+|text-(?:tiny|small|big|huge)"  # CKEditor 5
)
"""Classes whose names say what a reader sees."""


@remembered
def loose_html(html: str) -> str:
    """Fold canonical HTML to what is compared when asking whether two texts are alike."""
    folding = Folding()
    for block in write(html, _attributes).blocks:
        bare = not any(map(is_block, block))  # formatting may go around paragraphs
        for token in ("<p>", *block, "</p>") if bare else block:  # platforms wrap bare text in a paragraph
            folding.add(token)
    return "".join(folding.out)


def loose_text(text: str) -> str:
    """Fold white space and invisible characters of one line of text."""
    return _SPACES.sub(" ", visible(text)).strip(" \u200b\u2060")


def _attributes(tag: str, given: dict[str, str]) -> dict[str, str]:
    """Keep the attributes a reader could miss."""
    kept: dict[str, str] = {}
    for name, value in given.items():
        if (
            (tag in _MEDIA and name in {"width", "height"})
            or (name, value) in _SAYS_NOTHING
            or _EDITORS.fullmatch(name)
        ):
            continue
        folded = _attribute(name, value)
        if folded or name not in {"alt", "class", "rel", "style", "title"}:
            kept[name] = folded
    return kept


def _attribute(name: str, value: str) -> str:
    match name:
        case "class":
            return " ".join(filter(_SHOWS.fullmatch, value.split()))
        case "style":
            return loose_style(value)
        case "rel":
            return " ".join(sorted(set(value.lower().split()) - _LINK_NOISE))
        case "href" | "src" if not value.startswith("data:"):
            return loose_link(value)
        case _:
            return value
