"""A table with a row for each text, for who works in a spreadsheet.

What a spreadsheet would take for a formula has an apostrophe before it, which is taken off again; what had one before
has one more. Codes are signs (``signs``). Written with commas and a mark for UTF-8, read with commas,
semicolons or tabs, since spreadsheets save what their country uses.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Final

from isogloss.exchange import signs
from isogloss.exchange.unit import STAGES, Answer, Returned, Sheet, UnreadableError, notes_of

_FORMULA: Final = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_GUARD: Final = re.compile(rf"(?:\A|(?<=[\n\r\t;]))('*)(?=[{_FORMULA}])|\A('*)(?=[\t\r\n])")
_GUARDED: Final = re.compile(rf"(?:\A|(?<=[\n\r\t;]))'('*)(?=[{_FORMULA}])|\A'('*)(?=[\t\r\n])")
"""Where what follows would be computed, and where that was guarded; spreadsheets may part cells at a semicolon, too.

Source: OWASP, CSV Injection.
"""
_HEAD: Final = re.compile(r"(source|target) \(([\w-]+)\)")
_LONGEST: Final = 256 * 1024 * 1024


def write(sheet: Sheet) -> Iterator[str]:
    """The file, row by row."""
    head = ["id", "entry", "field", f"source ({sheet.source})", f"target ({sheet.target})", "state", "notes"]
    yield "\ufeff" + _row(head)
    for unit in sheet.units:
        notes = "\n".join(f"{about}: {text}" for about, text in notes_of(unit) if text and about != "field")
        if (former := unit.alternative) is not None:
            notes += f"\nthe source was: {former[0]}"
        target = "" if unit.target is None else signs.written(unit.target)
        entry = f"{unit.at.entry} {unit.label}".rstrip()
        yield _row([unit.id, entry, unit.name, signs.written(unit.source), target, unit.state, notes])


def _row(cells: Sequence[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow([_GUARD.sub(lambda found: f"'{found[1] or found[2] or ''}", cell) for cell in cells])
    return out.getvalue()


def _bare(cell: str) -> str:
    return _GUARDED.sub(lambda found: found[1] or found[2] or "", cell)


def read(name: str, data: bytes) -> Returned:
    """Read what came back.

    Raises: UnreadableError.
    """
    text = _text(data)
    csv.field_size_limit(_LONGEST)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        head = next(rows, [])
        columns = [cell.strip() for cell in head]
        named = [(found[1], found[2], at) for at, cell in enumerate(columns) if (found := _HEAD.fullmatch(cell))]
        targets = [(language, at) for column, language, at in named if column == "target"]
        if "id" not in columns or not targets:
            raise UnreadableError("it has no columns id and target (LANGUAGE), as a table of an export has")
        if columns.count("id") > 1 or len(targets) > 1:
            said = " and ".join(cell for cell in columns if cell == "id" or cell.startswith("target ("))
            raise UnreadableError(f"it has the columns {said}; leave one id and one target in it")
        (language, target), id_ = targets[0], columns.index("id")
        state = columns.index("state") if "state" in columns else None
        answers: list[Answer] = []
        begins = rows.line_num + 1  # a row ends further down where a cell of it has lines of its own
        for row in rows:
            if any(row):
                answers.append(_answer(row, id_, target, state, begins))
            begins = rows.line_num + 1
    except csv.Error as error:
        raise UnreadableError(f"it is no table: line {rows.line_num}: {error}") from None
    source = next((tag for column, tag, _ in named if column == "source"), "")
    return Returned(name, source, language, tuple(answers))


def _answer(row: Sequence[str], id_: int, target: int, state: int | None, line: int) -> Answer:
    if len(row) <= max(id_, target):
        return Answer(row[id_] if len(row) > id_ else "", None, fault="its row has too few cells", line=line)
    said = _bare(row[target])
    told = row[state].strip() if state is not None and len(row) > state else ""
    stage = next((each for each in STAGES if each == told), None)
    return Answer(row[id_], signs.read(said) if said else None, stage or "", line=line)


def _text(data: bytes) -> str:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"it is no text in UTF-8 (byte {error.start:,}); save it as that") from None
