"""Rich text as Webflow's API takes it: without preformatted text, which it would empty, and written in one run.

Decides the form in which ``pre`` goes there and how it is known again: a ``div`` that shows its white space as ``pre``
does, marked so that a ``div`` of somebody's own is left alone. White space between top-level blocks is left out; what
the text shows is the same, and white space inside blocks stays. Refuses to touch anything else.

Source: Webflow guide to rich text, seen 2026-11: code blocks are not supported, their content is lost and an empty
string stays between the tags. That a ``div`` with attributes is stored as sent is [inferred]. A report of 2026: a text
with line breaks between its blocks lost its lists, its ``<hr>`` and the links in them, while the answer to the write
echoed what was sent. Two independent clients send their rich text in one run.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from isogloss.canon.attributes import canonical_attributes, start_tag
from isogloss.canon.html import canonical_html
from isogloss.canon.own import sure
from isogloss.canon.pieces import pieces
from isogloss.canon.serialize import write
from isogloss.canon.source import attributes, marks
from isogloss.model.value import Scalar

MARK: Final = ' data-isogloss="pre"'
_STYLE: Final = "white-space: pre"
_OPENING: Final = re.compile(r"<(pre|div)((?: [^<]*)?)>")
_NEWLINE: Final = re.compile(r"\r\n?|\n")
_STYLED: Final = re.compile(r' style="([^"]*)"')
_SPACED: Final = re.compile(r">[ \t\n\f\r]+<")
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)


def taken_away(value: Scalar) -> str:
    """What is sent of a rich text: as it is spelled, without ``pre``."""
    if "<pre" not in value.text:
        return value.spelling
    text = outgoing(value.text)
    return sure(Scalar(value.type, canonical_html(text), _in_place(value.own, "pre"))).own or text


def given_back(value: Scalar) -> Scalar:
    """A rich text as it is shown, with its ``pre`` back."""
    if MARK not in value.text:
        return value
    return Scalar(value.type, incoming(value.text), _in_place(value.own, "div"))


def closed_up(html: str) -> str:
    """Write a text in one run; as it is where it cannot be cut into its blocks."""
    cut = pieces(html) if _SPACED.search(html) else None
    if cut is None:
        return html
    *shown, last = cut
    whole = "".join("".join(_COMMENT.findall(each.gap)) + each.html for each in shown)
    return whole + _SPACED.sub("><", last.gap).strip(" \t\n\f\r")


def outgoing(html: str) -> str:
    """Write canonical rich text without ``pre``."""
    if "<pre" not in html:
        return html
    return "".join(_renamed(_tokens(html), "pre"))


def incoming(html: str) -> str:
    """Give canonical rich text its ``pre`` back."""
    if MARK not in html:
        return html
    return "".join(_renamed(_tokens(html), "div"))


def _tokens(html: str) -> list[str]:
    """The tokens of canonical HTML, of which one pass changes nothing."""
    return [token for block in write(html).blocks for token in block]


def _renamed(tokens: Sequence[str], name: str) -> Iterator[str]:
    """Rename each such element; a ``div`` only where it bears the mark."""
    ours: list[bool] = []
    began = False
    for token in tokens:
        opening = _OPENING.fullmatch(token)
        if opening is not None and opening[1] == name:
            ours.append(name == "pre" or MARK in opening[2])
            began = ours[-1]
            yield (_to_div(opening[2]) if name == "pre" else _to_pre(opening[2])) if began else token
            continue
        if token == f"</{name}>" and ours:
            other = "div" if name == "pre" else "pre"
            yield f"</{other}>" if ours.pop() else token
        elif began and token.startswith("\n"):
            # Every parser eats the first newline of a ``pre``, so a real one is written twice there, and only there.
            yield token[1:] if name == "pre" else f"\n{token}"
        else:
            yield token
        began = False


def _in_place(html: str, name: str) -> str:
    """Rename each such element in the source of a text; all but its tags stays as it was written."""
    parts: list[str] = []
    ours: list[bool] = []
    place = 0
    for mark in marks(html):
        if mark.hidden or mark.name != name:
            continue
        if mark.sort == "end" and ours and ours.pop():
            parts += [html[place : mark.begin], "</div>" if name == "pre" else "</pre>"]
            place = mark.end
        elif mark.sort == "start":
            given = {attribute.name: attribute.value for attribute in attributes(html, mark)}
            said = start_tag(name, canonical_attributes(given)).removeprefix(f"<{name}").removesuffix(">")
            ours.append(name == "pre" or MARK in said)
            if ours[-1]:
                parts += [html[place : mark.begin], _to_div(said) if name == "pre" else _to_pre(said)]
                newline = _NEWLINE.match(html, mark.end)
                place = newline.end() if newline and name == "pre" else mark.end
                parts += ["\n"] if newline and name == "div" else []
    return "".join([*parts, html[place:]])


def _to_div(attributes: str) -> str:
    styled = _STYLED.search(attributes)
    if styled is None:
        return f'<div{MARK}{attributes} style="{_STYLE}">'
    return f'<div{MARK}{attributes[: styled.start()]} style="{styled[1]}; {_STYLE}"{attributes[styled.end() :]}>'


def _to_pre(attributes: str) -> str:
    kept = attributes.replace(MARK, "", 1).replace(f' style="{_STYLE}"', "").replace(f'; {_STYLE}"', '"')
    return f"<pre{kept}>"
