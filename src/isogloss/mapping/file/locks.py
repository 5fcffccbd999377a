"""The locks of a document: which cells each is about, and what is wrong with one.

Decides how ``KIND/ENTRY.LOCALE.FIELD`` is read: from its end, since names of entries may have dots. Refuses to know
what entries there are.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from isogloss.errors import Problem
from isogloss.mapping.file.document import Document
from isogloss.mapping.file.kinds import KindEntry
from isogloss.mapping.names.locales import tag_of
from isogloss.mapping.names.nearest import nearest
from isogloss.merge.flow import Lock
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import Locale

_ALL: Final = "*"
_FORM: Final = "write KIND/ENTRY.LOCALE.FIELD, as article/*.fr-FR.title, or KIND/ENTRY.* for a whole entry"


@dataclass(frozen=True, slots=True)
class _Said:
    """One lock as it is written: its path, its cells and its note."""

    at: str
    cells: str
    note: str


@dataclass(frozen=True, slots=True)
class _Cells:
    """The parts of a text about cells; globs."""

    kind: str
    entry: str
    locale: str = _ALL
    field: str = _ALL


def lock_problems(document: Document) -> Iterator[Problem]:
    """Cells that are none."""
    seen: dict[str, str] = {}
    for said in _said(document):
        if said.cells in seen:
            yield Problem(said.at, f"is locked by {seen[said.cells]} already; keep one")
        seen.setdefault(said.cells, said.at)
        found = _read(document, said.cells)
        yield from [Problem(said.at, found)] if isinstance(found, str) else _problems(document, found, said.at)


def locks_of(document: Document, locales: Iterable[Locale]) -> dict[str, tuple[Lock, ...]]:
    """The locks of each kind, in a document without problems.

    locales: those that both sides hold.
    """
    made: dict[str, list[Lock]] = {kind: [] for kind in document.kinds}
    for said in _said(document):
        cells = _read(document, said.cells)
        if isinstance(cells, str):
            raise AssertionError("locks are judged before they are compiled")
        for name, kind in document.kinds.items():
            if fnmatchcase(name, cells.kind):
                where = None if cells.locale == _ALL else frozenset(at for at in locales if _is(cells.locale, at))
                fields = None if cells.field == _ALL else frozenset(_matching(cells.field, _fields(kind)))
                made[name].append(Lock(cells.entry, where, fields, said.cells, said.note))
    return {kind: tuple(locks) for kind, locks in made.items()}


def _said(document: Document) -> Iterator[_Said]:
    match document.locks:
        case list(rows):
            yield from (_Said(f"locks.{n}.cells", row.cells.strip(), row.note) for n, row in enumerate(rows))
        case dict(by_cells):
            yield from (_Said(f"locks.{cells}", cells.strip(), note) for cells, note in by_cells.items())


def _read(document: Document, text: str) -> _Cells | str:
    """The parts of a text, or what is wrong with it."""
    kind, _, rest = text.partition("/")
    if not (kind and rest):
        return _FORM
    if "[" in text or "]" in text:
        return "only * and ? stand for something else; no name of an entry has a bracket"
    return _split(document, kind, rest)


def _split(document: Document, kind: str, rest: str) -> _Cells | str:
    head, _, last = rest.rpartition(".")
    if not head:
        return _Cells(kind, rest)
    before, _, middle = head.rpartition(".")
    if before and _is_locale(document, middle):
        return _Cells(kind, before, middle, last)
    if _is_locale(document, last):
        return _Cells(kind, head, last)
    if before and _matching(last, _all_fields(document, kind)):
        return f"there is no locale {middle}{nearest(middle, document.locales)}; {_FORM}"
    return _Cells(kind, head, _ALL, last)


def _problems(document: Document, cells: _Cells, at: str) -> Iterator[Problem]:
    kinds = {name: kind for name, kind in document.kinds.items() if fnmatchcase(name, cells.kind)}
    if not kinds:
        yield Problem(at, f"there is no kind {cells.kind}{nearest(cells.kind, document.kinds)}")
        return
    known = _all_fields(document, cells.kind)
    if cells.field != _ALL and not _matching(cells.field, known):
        choices = [*document.locales, *known]
        hint = nearest(cells.field, choices) or f"; there is {', '.join(known)}"
        yield Problem(at, f"there is no locale and no field {cells.field}{hint}. {_FORM[0].upper()}{_FORM[1:]}")
    if cells.locale != _ALL and any(cells.field in _shared(kind) for kind in kinds.values()):
        said = f"{cells.kind}/{cells.entry}.*.{cells.field}"
        yield Problem(at, f"{cells.field} has one value for all locales; write {said}")


def _is_locale(document: Document, text: str) -> bool:
    return text == _ALL or any(_is(text, tag_of(tag) or tag) for tag in document.locales)


def _is(glob: str, locale: str) -> bool:
    return fnmatchcase(locale, tag_of(glob) or glob)


def _matching(glob: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if fnmatchcase(name, glob)]


def _fields(kind: KindEntry) -> list[str]:
    return [*kind.fields, STATUS, SLUG]


def _all_fields(document: Document, glob: str) -> list[str]:
    """The fields of all kinds that a glob is about."""
    found: Mapping[str, None] = {
        field: None for name, kind in document.kinds.items() if fnmatchcase(name, glob) for field in _fields(kind)
    }
    return list(found)


def _shared(kind: KindEntry) -> list[str]:
    names = [name for name, entry in kind.fields.items() if (kind.shared if entry.shared is None else entry.shared)]
    return [*names, SLUG]
