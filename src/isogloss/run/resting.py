"""Entries at rest: both sides show what they showed when a plan last said nothing of them, and nothing else moved.

Decides what a mark of rest is made of: all that a plan of the entry depends on. These are the rows of both sides, what
was agreed on of it, the mapping and the program, what the sides can do, what is remembered of files and of others'
parts, what was not taken lately; and, where it links to anything, what others may see of every entry. An entry that
cannot be told by its rows has no mark. A mark that is missing costs a merge; one that is wrong would cost an edit. Only
commands that write the state write marks.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict

from isogloss.model.address import EntryKey, Side
from isogloss.model.schema import RemoteSchema
from isogloss.model.value import Digest, digest_text
from isogloss.plan.terms import Built
from isogloss.ports import Reader
from isogloss.run.keeping import forms_of
from isogloss.run.observe import Observed
from isogloss.state.opened import State


class Resting:
    """The entries at rest of one plan. Ask of each entry once, and note what was said of those that do not rest.

    concern: whether something else is to be done about an entry, so that it has to be looked at.
    """

    def __init__(
        self,
        observed: Observed,
        state: State,
        readers: Mapping[Side, Reader],
        schemas: Mapping[Side, RemoteSchema],
        concern: Callable[[EntryKey], bool],
    ) -> None:
        self._observed, self._concern = observed, concern
        self._on = observed.is_kept()
        self._known = state.resting.all() if self._on else {}
        self._base = state.base.digests() if self._on else {}
        self._rest = self._common(state, readers, schemas) if self._on else ""
        self._world = observed.world() if self._on else None
        self._asked: dict[EntryKey, Digest] = {}
        self._marks = observed.marks = {}
        self._skips = not observed.reads_all() and observed.outlived is None

    def rests(self, key: EntryKey) -> bool:
        """Whether a plan says nothing of an entry, as it said before."""
        mark = self._mark(key) if self._on else None
        if mark is None:
            return False
        if self._skips and self._known.get(key) == mark:
            self._observed.resting.add(key)
            self._marks[key] = mark
            return True
        self._asked[key] = mark
        return False

    def note(self, key: EntryKey, built: Built) -> None:
        """Take in what a plan says of an entry that was merged."""
        if key in self._asked and built == Built():
            self._marks[key] = self._asked[key]

    def _mark(self, key: EntryKey) -> Digest | None:
        told = self._observed.rows_of(key)
        if told is None or key in self._observed.new or self._concern(key):
            return None
        rows, linked = told
        if linked and self._world is None:
            return None
        parts = [self._rest, *rows, str(self._base.get(key, "")), str(self._world) if linked else ""]
        return digest_text("\0".join(parts))

    def _common(self, state: State, readers: Mapping[Side, Reader], schemas: Mapping[Side, RemoteSchema]) -> str:
        """A mark of what the plan of each entry depends on."""
        bridge = self._observed.bridge
        told: list[object] = [state.remembered(), *(forms_of(bridge, side) for side in Side)]
        for side in Side:
            told.append(asdict(schemas[side]))
            for kind in sorted(bridge.kinds):
                can = asdict(readers[side].capabilities(kind))
                told += [can, state.taken.now(side, kind), state.unemptied.now(side, kind)]
            told += [[each.kind, each.remote] for each in self._observed.asides(side)]
        return digest_text(json.dumps(told, sort_keys=True, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(map(str, value))
    return str(value)
