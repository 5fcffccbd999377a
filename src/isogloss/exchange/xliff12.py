"""XLIFF 1.2, which many tools still speak: codes are ``g`` and ``x``, a text a ``trans-unit``.

Source: "XLIFF 1.2 Specification", OASIS Standard, 2008-02: 2.2 (structure), 2.4 (inline), and its lists of states.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from isogloss.exchange.content import Code, Content, Piece, joined
from isogloss.exchange.unit import Answer, Returned, Sheet, Stage, Unit, UnreadableError, notes_of
from isogloss.exchange.xml import attribute, character, elements, escaped, is_plain, local, unwritable

_NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:1.2"
_STATES: Final[dict[Stage, str]] = {
    "initial": "needs-translation",
    "translated": "translated",
    "reviewed": "signed-off",
    "final": "final",
}
_STAGES: Final[dict[str, Stage]] = {state: stage for stage, state in _STATES.items() if stage != "initial"}
_TYPES: Final = {"a": "link", "img": "image", "strong": "bold", "b": "bold", "em": "italic", "i": "italic", "br": "lb"}
_CHARACTER: Final = re.compile(r"U\+([0-9A-F]{4,6})")


def write(sheet: Sheet) -> Iterator[str]:
    """The file, piece by piece."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="{_NAMESPACE}" version="1.2">\n'
    languages = f"source-language={attribute(sheet.source)} target-language={attribute(sheet.target)}"
    yield f'<file original={attribute(sheet.mapping)} datatype="html" {languages}>\n<body>\n'
    for number, (entry, units) in enumerate(sheet.entries(), start=1):
        yield f'<group id="g{number}" resname={attribute(entry)}>\n'
        yield _note("entry", units[0].label)
        for unit in units:
            yield from _unit(unit)
        yield "</group>\n"
    yield "</body>\n</file>\n</xliff>\n"


def _unit(unit: Unit) -> Iterator[str]:
    size = "" if unit.limit is None else f' maxwidth="{unit.limit}" size-unit="char"'
    done = ' approved="yes"' if unit.state == "final" else ""
    name = attribute(f"{unit.at.entry}/{unit.name}")  # tools that tell units apart by it show it, and not the id
    yield f'<trans-unit id={attribute(unit.id)} resname={name}{size}{done} xml:space="preserve">\n'
    yield f"<source>{_marked(unit.source)}</source>\n"
    if unit.target is not None:
        yield f'<target state="{_STATES[unit.state]}">{_marked(unit.target)}</target>\n'
    for about, text in notes_of(unit):
        yield _note(about, text)
    if (former := unit.alternative) is not None:
        source, target = map(_text, former)
        yield '<alt-trans alttranstype="previous-version">'
        yield f"<source>{source}</source><target>{target}</target></alt-trans>\n"
    yield "</trans-unit>\n"


def _note(about: str, text: str) -> str:
    return f'<note from="{about}">{escaped(text)}</note>\n' if text else ""


def _marked(content: Content) -> str:
    made: list[str] = []
    for piece in content:
        if isinstance(piece, str):
            made.append(_text(piece))
        elif piece.sort == "close":
            made.append("</g>")
        elif piece.sort == "open":
            made.append(f'<g id="{piece.id}" ctype="{_type(piece)}">')
        else:
            made.append(f'<x id="{piece.id}" ctype="{_type(piece)}" equiv-text={_shown(piece)}/>')
    return "".join(made)


def _shown(code: Code) -> str:
    """What a translator sees of a code; without brackets, since not every tool escapes them in an attribute."""
    return attribute(code.shown.replace("<", "").replace(">", ""))


def _type(code: Code) -> str:
    name = code.shown.strip("</>").partition(":")[0]
    return _TYPES.get(name, f"x-{name}" if name.isalnum() else "x-part")


def _text(text: str) -> str:
    if is_plain(text):
        return text
    pieces = list(unwritable(text))
    if len(pieces) == 1:
        return escaped(text)
    return "".join(f'<x id="U+{ord(p):04X}"/>' if number % 2 else escaped(p) for number, p in enumerate(pieces))


def read(name: str, data: bytes) -> Returned:
    """Read what came back; all its files have to be of one pair of languages.

    Raises: UnreadableError.
    """
    answers: list[Answer] = []
    languages: set[tuple[str, str]] = set()
    for event, element in elements(data, "trans-unit"):
        if event == "root":
            if local(element) != "xliff":
                raise UnreadableError("it is no XLIFF 1.2")
            continue
        file = next((above for above in element.iterancestors() if local(above) == "file"), None)
        if file is not None:
            languages.add((file.get("source-language", ""), file.get("target-language", "")))
        answers.append(_answer(element))
    if len(languages) > 1:
        raise UnreadableError("it has parts of several languages; give one file for each")
    source, target = next(iter(languages), ("", ""))
    return Returned(name, source, target, tuple(answers))


def _answer(unit: etree._Element) -> Answer:
    id_, line = unit.get("id", ""), unit.sourceline or 0
    target = next((each for each in unit if local(each) == "target"), None)
    if target is None:
        return Answer(id_, None, line=line)
    state = target.get("state", "")
    waits = f"its state is {state}, so its translator does not call it done"
    open_ = waits if state == "new" or state.startswith("needs-") else ""
    try:
        said = joined(_pieces(target))
    except UnreadableError as error:
        return Answer(id_, None, fault=str(error), line=line)
    return Answer(id_, said or None, _STAGES.get(state, ""), open_, line=line)


def _pieces(element: etree._Element) -> Iterator[Piece]:
    yield element.text or ""
    for child in element:
        id_ = child.get("id", "") if isinstance(child.tag, str) else ""
        match local(child):
            case "g":
                yield Code(id_, "open")
                yield from _pieces(child)
                yield Code(id_, "close")
            case "x":
                found = _CHARACTER.fullmatch(id_)
                yield Code(id_, "alone") if found is None else character(found[1])
            case "bx":
                yield Code(child.get("rid") or id_, "open")
            case "ex":
                yield Code(child.get("rid") or id_, "close")
            case "mrk":
                yield from _pieces(child)
            case name:
                raise UnreadableError(f"its translation holds <{name or 'an entity'}>, which is no code of the source")
        yield child.tail or ""
