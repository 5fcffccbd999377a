"""XLIFF 2: written as 2.0, which 2.1 reads unchanged; read as any of 2.

Each entry is a group, each text a unit with one segment. What a translation is of, where its source changed since, is
a match (words alone). Codes are ``pc`` and ``ph`` that may neither be copied nor
deleted, with what they stand for as original data; how long a text may be is said by the module for sizes. What a tool
splits into several segments is joined again.

Source: "XLIFF Version 2.0", OASIS Standard, 2014-08: 4.2 (elements), 4.7 (inline content), 5.1 (translation
candidates), 5.8 (size and length).
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from isogloss.exchange.content import Code, Content, Piece, joined
from isogloss.exchange.unit import STAGES, Answer, Returned, Sheet, Stage, Unit, UnreadableError, notes_of
from isogloss.exchange.xml import attribute, character, elements, escaped, is_plain, local, namespace, unwritable

_NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:2.0"
_ANY: Final = "urn:oasis:names:tc:xliff:document:2"
_SIZES: Final = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
_MATCHES: Final = "urn:oasis:names:tc:xliff:matches:2.0"
_TYPES: Final = {"a": "link", "img": "image"}
_KEPT: Final = ' canCopy="no" canDelete="no"'
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write(sheet: Sheet) -> Iterator[str]:
    """The file, piece by piece."""
    yield _HEAD
    languages = f"srcLang={attribute(sheet.source)} trgLang={attribute(sheet.target)}"
    yield f'<xliff xmlns="{_NAMESPACE}" xmlns:slr="{_SIZES}" xmlns:mtc="{_MATCHES}" version="2.0" {languages}>\n'
    yield f'<file id="f1" original={attribute(sheet.mapping)} xml:space="preserve">\n'
    yield '<slr:profiles generalProfile="xliff:codepoints"/>\n'
    for number, (entry, units) in enumerate(sheet.entries(), start=1):
        yield f'<group id="g{number}" name={attribute(entry)}>\n'
        yield _notes([("entry", units[0].label)])
        for unit in units:
            yield from _unit(unit)
        yield "</group>\n"
    yield "</file>\n</xliff>\n"


def _unit(unit: Unit) -> Iterator[str]:
    size = "" if unit.limit is None else f' slr:sizeRestriction="{unit.limit}"'
    yield f"<unit id={attribute(unit.id)} name={attribute(unit.name)}{size}>\n"
    id_ = ""
    if (former := unit.alternative) is not None:
        source, target = map(_text, former)
        id_ = ' id="s1"'
        yield f'<mtc:matches><mtc:match ref="#s1"><source>{source}</source><target>{target}</target></mtc:match>'
        yield "</mtc:matches>\n"
    yield _notes(notes_of(unit))
    data = _Data()
    said = data.marked(unit.source)
    translation = None if unit.target is None else data.marked(unit.target)
    yield data.written()
    yield f'<segment{id_} state="{unit.state}"><source>{said}</source>'
    yield "" if translation is None else f"<target>{translation}</target>"
    yield "</segment>\n</unit>\n"


def _notes(said: list[tuple[str, str]]) -> str:
    made = "".join(f'<note category="{about}">{escaped(text)}</note>' for about, text in said if text)
    return f"<notes>{made}</notes>\n" if made else ""


class _Data:
    """What the codes of one unit stand for, each once."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def marked(self, content: Content) -> str:
        """Content as inline markup."""
        first = next((code.id for code in content if isinstance(code, Code) and code.kept), "")
        ends = {piece.id: piece for piece in content if isinstance(piece, Code) and piece.sort == "close"}
        made: list[str] = []
        for piece in content:
            if isinstance(piece, str):
                made.append(_text(piece))
            elif piece.sort == "close":
                made.append("</pc>")
            elif piece.sort == "open":
                end = ends[piece.id]
                refs = f'dataRefStart="{self._of(piece)}" dataRefEnd="{self._of(end)}"'
                shown = f"dispStart={_shown(piece)} dispEnd={_shown(end)}"
                made.append(f'<pc id="{piece.id}"{_KEPT}{_type(piece)} {refs} {shown}>')
            else:
                order = "" if not piece.kept else ' canReorder="firstNo"' if piece.id == first else ' canReorder="no"'
                made.append(
                    f'<ph id="{piece.id}"{_KEPT}{order}{_type(piece)} dataRef="{self._of(piece)}"'
                    f" disp={_shown(piece)}/>"
                )
        return "".join(made)

    def _of(self, code: Code) -> str:
        return self._ids.setdefault(code.token, f"d{len(self._ids) + 1}")

    def written(self) -> str:
        """All of it; after every content is marked."""
        if not self._ids:
            return ""
        rows = "".join(f'<data id="{id_}">{_text(token)}</data>' for token, id_ in self._ids.items())
        return f"<originalData>{rows}</originalData>\n"


def _shown(code: Code) -> str:
    """What a translator sees of a code; without brackets, since not every tool escapes them in an attribute."""
    return attribute(code.shown.replace("<", "").replace(">", ""))


def _type(code: Code) -> str:
    name = code.shown.strip("</>").partition(":")[0]
    return f' type="{_TYPES.get(name, "fmt" if code.sort == "open" else "other")}"'


def _text(text: str) -> str:
    if is_plain(text):
        return text
    pieces = list(unwritable(text))
    if len(pieces) == 1:
        return escaped(text)
    return "".join(
        f'<cp hex="{ord(piece):04X}"/>' if number % 2 else escaped(piece) for number, piece in enumerate(pieces)
    )


def read(name: str, data: bytes) -> Returned:
    """Read what came back.

    Raises: UnreadableError.
    """
    source, target = "", ""
    answers: list[Answer] = []
    for event, element in elements(data, "unit"):
        if event == "root":
            if local(element) != "xliff" or not namespace(element).startswith(_ANY):
                raise UnreadableError("it is no XLIFF 2")
            source, target = element.get("srcLang", ""), element.get("trgLang", "")
        else:
            answers.append(_answer(element))
    return Returned(name, source, target, tuple(answers))


def _answer(unit: etree._Element) -> Answer:
    id_, line = unit.get("id", ""), unit.sourceline or 0
    pieces: list[Piece] = []
    done: list[bool] = []
    states: list[Stage] = []
    try:
        for part in unit:
            name = local(part)
            if name not in {"segment", "ignorable"}:
                continue
            source, target = (
                next((each for each in part if local(each) == what), None) for what in ("source", "target")
            )
            if name == "segment":
                done.append(target is not None)
                states += [state for state in STAGES if state == part.get("state")]
            shown = source if target is None and name == "ignorable" else target
            if shown is not None:
                pieces += _pieces(shown)
    except UnreadableError as error:
        return Answer(id_, None, fault=str(error), line=line)
    if not any(done):
        return Answer(id_, None, line=line)
    if not all(done):
        return Answer(id_, None, fault="some of its segments have no translation", line=line)
    state = min(states, key=STAGES.index) if states else ""
    return Answer(id_, joined(pieces), state, line=line)


def _pieces(element: etree._Element) -> Iterator[Piece]:
    """Inline content as pieces; annotations of a tool are looked through.

    Raises: UnreadableError where it holds what no inline content may.
    """
    yield element.text or ""
    for child in element:
        match local(child):
            case "pc":
                yield Code(child.get("id", ""), "open")
                yield from _pieces(child)
                yield Code(child.get("id", ""), "close")
            case "ph":
                yield Code(child.get("id", ""), "alone")
            case "sc":
                yield Code(child.get("id", ""), "open")
            case "ec":
                yield Code(child.get("startRef") or child.get("id", ""), "close")
            case "cp":
                yield character(child.get("hex", ""))
            case "mrk":
                yield from _pieces(child)
            case "sm" | "em":
                pass
            case name:
                raise UnreadableError(f"its translation holds <{name or 'an entity'}>, which is no markup of XLIFF")
        yield child.tail or ""
