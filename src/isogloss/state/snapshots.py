"""A snapshot whose entries lie on disk: one line an entry in a spool. Knows the spool and the model, nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final, Self, TypeAlias, cast

from isogloss.errors import Drift
from isogloss.model.entry import CHANGED, PUBLISHED, STATUS, Entry
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Due, Note, Seen
from isogloss.model.value import Absent, Scalar, Value, dump, load
from isogloss.state.spool import Spool

_Values: TypeAlias = dict[str, object] | None
_Told: TypeAlias = tuple[
    bool,
    tuple[str | None, str | None],
    bool,
    _Values,
    _Values,
    bool,
    str | None,
    dict[str, str] | None,
    list[dict[str, object]] | None,
]
_Line: TypeAlias = tuple[dict[Locale, dict[str, object]], dict[Locale, "_Told"], str | None]
"""Variants, notes and origin, as they lie in the spool."""
_TOLD: Final = 9
"""What is told of every variant; of some, more."""
_UNTOLD: Final = (False, False, "")
"""What was not kept before it was told: that it was live, that it was published last, what is not mapped."""


class SnapshotSpool:
    """All that is in scope on one side at one time; complete once its reader is exhausted (invariant 1)."""

    def __init__(self, directory: Path) -> None:
        self._spool = Spool(directory)

    def add(self, seen: Seen) -> None:
        """Keep one entry as read.

        Raises: Drift where the side showed the same entry twice: its pages moved while we read, or ids are not ids.
        """
        key = (seen.kind, seen.remote)
        if key in self._spool:
            raise Drift(
                f"{seen.kind} {seen.remote} was listed twice. Its listing changed while it was read; run again.",
                path=f"{seen.kind}/{seen.remote}",
            )
        self._spool.append(key, dumped(seen))

    def get(self, kind: str, remote: str) -> Seen | None:
        """One entry, its notes with ``live`` as its variants say; None where the side does not have it."""
        line = self._spool.get((kind, remote))
        return None if line is None else loaded(kind, remote, line)

    def remotes(self) -> Iterator[tuple[str, str]]:
        """Every ``(kind, remote id)``, sorted."""
        return iter(self._spool.keys())

    def close(self) -> None:
        """Delete the file."""
        self._spool.close()

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self._spool

    def __len__(self) -> int:
        return len(self._spool)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def dumped(seen: Seen) -> tuple[object, object, str | None]:
    """Variants, notes and origin of an entry as plain data."""
    variants = {
        locale: {
            name: [value.type, value.text] if type(value) is Scalar and not value.own else _dumped(value)
            for name, value in variant.items()
        }
        for locale, variant in seen.variants.items()
    }
    notes = {
        locale: (
            note.unpublished_edits,
            (_dumped_time(note.updated), _dumped_time(note.said)),
            note.fixed,
            {name: dump(value) for name, value in note.differs.items()} if note.differs else None,
            {name: dump(value) for name, value in note.doubtful.items()} if note.doubtful else None,
            note.unmapped_edits,
            note.goes_live.isoformat() if isinstance(note.goes_live, datetime) else note.goes_live,
            dict(note.blank) if note.blank else None,
            _other_versions(note) if note.drafted or note.beneath else None,
            # what was kept before these were told is read as well
            *([note.live_below, note.published_last, note.unmapped] if _tells_more(note) else []),
        )
        for locale, note in seen.notes.items()
    }
    return variants, notes, seen.origin


def _tells_more(note: Note) -> bool:
    return note.live_below or note.published_last or note.unmapped != ""


def _other_versions(note: Note) -> list[dict[str, object]]:
    return [{name: dump(value) for name, value in found.items()} for found in (note.drafted, note.beneath)]


def loaded(kind: str, remote: str, line: object) -> Seen:
    """The entry that ``dumped`` took apart, its notes with ``live`` as its variants say."""
    variants, notes, origin = cast("_Line", line)  # our own writing
    entry = _entry(variants)
    told = {
        at: _note(entry.get(at, {}).get(STATUS) in (PUBLISHED, CHANGED), *note[:_TOLD]) for at, note in notes.items()
    }
    for at, note in notes.items():
        if len(note) > _TOLD:
            more = (*note[_TOLD:], *_UNTOLD[len(note) - _TOLD :])
            below, last, rest = cast("tuple[bool, bool, str]", more)
            told[at] = replace(told[at], live_below=below, published_last=last, unmapped=rest)
    return Seen(kind, remote, entry, told, origin)


def _dumped(value: Value) -> object:
    """A scalar as its parts in a list, any other value as an object.

    Nine cells of ten are scalars, and a million cells pass here: spare them the general way, and its checks.
    """
    if type(value) is Scalar:
        return [value.type, value.text, value.own] if value.own else [value.type, value.text]
    return dump(value)


def _entry(variants: dict[Locale, dict[str, object]]) -> Entry:
    return {
        locale: {name: Scalar(*data) if type(data) is list else _there(data) for name, data in variant.items()}
        for locale, variant in variants.items()
    }


def _note(
    live: bool,  # noqa: FBT001  # as its variant says
    unpublished_edits: bool,  # noqa: FBT001  # as in a line
    times: tuple[str | None, str | None],
    fixed: bool,  # noqa: FBT001  # as in a line
    differs: dict[str, object] | None,
    doubtful: dict[str, object] | None,
    unmapped: bool,  # noqa: FBT001  # as in a line
    goes_live: str | None,
    blank: dict[str, str] | None,
    others: list[dict[str, object]] | None,
) -> Note:
    at, said = (None if each is None else datetime.fromisoformat(each) for each in times)
    unsure = {name: load(data) for name, data in doubtful.items()} if doubtful else {}
    drafted, beneath = ({name: load(data) for name, data in each.items()} for each in others or ({}, {}))
    apart = {name: _there(data) for name, data in differs.items()} if differs else {}
    due: Due | None = None
    if goes_live is not None:
        due = "untold" if goes_live == "untold" else datetime.fromisoformat(goes_live)
    return Note(
        unpublished_edits,
        at,
        live,
        fixed=fixed,
        differs=apart,
        doubtful=unsure,
        unmapped_edits=unmapped,
        goes_live=due,
        blank=blank or {},
        drafted=drafted,
        beneath=beneath,
        said=said,
    )


def _dumped_time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _there(data: object) -> Value:
    value = load(data)
    if isinstance(value, Absent):
        raise AssertionError("an absent value was spooled")
    return value
