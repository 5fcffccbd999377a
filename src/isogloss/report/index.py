"""A line for each entry of a plan, and where in the file the records lie that are about it.

Decides what a line says: what is done to the entry, in which locales, and which risks it has. Of a plan of any size it
keeps these lines and places in memory, and no value.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias, get_args

from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.plan.op import (
    Adoption,
    Assumption,
    Conflict,
    Drifted,
    Loss,
    LossReason,
    Op,
    Pairing,
    Remark,
    Resolved,
    SitePublish,
    Step,
    Verb,
)
from isogloss.plan.record import Record
from isogloss.report.ended import Ended
from isogloss.report.parts import Risk
from isogloss.report.quoting import GOING, changed_in, in_order, match_of

RISKS: Final[tuple[Risk, ...]] = get_args(Risk)
VERBS: Final[tuple[Verb, ...]] = get_args(Verb)
LossKey: TypeAlias = tuple[Side, LossReason, str, str, str]
"""Side, reason, kind, field and locale; empty where there is none."""

_RISK_OF: Final[dict[type, Risk]] = {
    Conflict: "conflict",
    Drifted: "drift",
    Loss: "loss",
    Step: "step",
    Resolved: "decision",
    Assumption: "assumed",
    Remark: "remark",
    Pairing: "match",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the index.

    verbs:   what is done to it, in the order of verbs; empty where nothing is written.
    locales: those that its records name, sorted; ``*`` among them is what all locales share.
    """

    key: EntryKey
    label: str
    verbs: tuple[Verb, ...]
    locales: tuple[str, ...]
    risks: tuple[Risk, ...]

    @property
    def kind(self) -> str:
        """The kind of the entry."""
        return self.key.kind

    @property
    def entry(self) -> str:
        """The name of the entry, as people read it."""
        return self.key.shown


def _none() -> "array[int]":
    return array("Q")


@dataclass(slots=True)
class _Row:
    """What is known of an entry while the plan is read; sets as bits, since there may be a million."""

    label: str = ""
    verbs: int = 0
    risks: int = 0
    locales: frozenset[Locale] = frozenset()
    places: "array[int]" = field(default_factory=_none)


def loss_key(loss: Loss) -> LossKey:
    """What losses are counted by."""
    return loss.on, loss.reason, loss.at.entry.kind, loss.at.field or "", loss.at.locale or ""


def loss_order(key: LossKey) -> tuple[str, ...]:
    """What groups of losses are sorted by."""
    side, *rest = key
    return side.value, *rest


class Index:
    """The lines of a plan, and the places of its records."""

    def __init__(self) -> None:
        self.rows: dict[EntryKey, _Row] = {}
        self.places: dict[type, array[int]] = defaultdict(_none)
        self.losses: dict[LossKey, array[int]] = defaultdict(_none)
        self.names: dict[int, str] = {}
        self._sets: dict[frozenset[Locale], frozenset[Locale]] = {}

    def take(self, place: int, record: Record, name: str) -> None:
        """Take down a record of the plan, and the id of what waits."""
        match record:
            case SitePublish() | Adoption():
                return
            case Op():
                self._op(place, record)
            case Pairing():
                if match_of(record) is not None:
                    self._risk(record, place, record.entry, record.label)
            case _:
                if name:
                    self.names[place] = name
                if isinstance(record, Loss):
                    self.losses[loss_key(record)].append(place)
                at = record.at
                label = "" if isinstance(record, Loss | Step) else record.label
                self._risk(record, place, at.entry, label, *([at.locale] if at.locale else []))

    def _op(self, place: int, op: Op) -> None:
        row = self._row(place, op.entry, op.label, changed_in(op))
        row.verbs |= 1 << VERBS.index(op.verb)
        if op.verb in GOING:
            row.risks |= 1 << RISKS.index("removal")
            self.places[Op].append(place)

    def _risk(self, record: Record, place: int, key: EntryKey, label: str, *locales: Locale) -> None:
        self._row(place, key, label, locales).risks |= 1 << RISKS.index(_RISK_OF[type(record)])
        self.places[type(record)].append(place)

    def _row(self, place: int, key: EntryKey, label: str, locales: Iterable[Locale]) -> _Row:
        row = self.rows.setdefault(key, _Row())
        row.label = row.label or label
        row.places.append(place)
        found = row.locales.union(locales)
        row.locales = self._sets.setdefault(found, found)
        return row

    def end(self, ended: Ended | None) -> None:
        """Take down which entries need a person since the plan was applied."""
        named = {(key.kind, key.shown): row for key, row in self.rows.items()} if ended and ended.problems else {}
        for problem in ended.problems if ended else ():
            row = named.get((problem.kind, problem.entry))
            if row is not None:
                row.risks |= 1 << RISKS.index("problem")

    def kinds(self) -> dict[str, list[EntryKey]]:
        """The entries by kind, both in order."""
        found: dict[str, list[EntryKey]] = defaultdict(list)
        for key in self.rows:
            found[key.kind].append(key)
        for keys in found.values():
            keys.sort(key=lambda key: in_order(self.rows[key].label, key.shown))
        return dict(sorted(found.items()))

    def line(self, key: EntryKey) -> Line:
        """The line of an entry."""
        row = self.rows[key]
        return Line(
            key,
            row.label,
            tuple(verb for n, verb in enumerate(VERBS) if row.verbs >> n & 1),
            tuple(sorted(row.locales)),
            tuple(risk for n, risk in enumerate(RISKS) if row.risks >> n & 1),
        )
