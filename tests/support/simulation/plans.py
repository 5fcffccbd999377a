"""What the plans of a life said: which cell of which side would show what, and which decisions they carry out.

Reads plan files as anybody could. Refuses to know how they came about.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulation.alike import Alike
from simulation.shown import plainly, words
from simulation.site import LOCALES, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from simulation.shown import Cell

CODES = {tag: code for code, tag in LOCALES.items()}
ON = {"left": SIDES[0], "right": SIDES[1]}
OTHER = {"left": SIDES[1], "right": SIDES[0]}


def _never_agreed(record: dict[str, Any]) -> bool:
    """Whether a record tells of two sides that show something else, and does not tell that they ever agreed."""
    if record["record"] == "loss":  # a draft that stays where it is, which says nothing about before
        return record["reason"] == "no draft over published content"
    return record["record"] == "conflict" and (record.get("traces") or {}).get("base") == [None, None]


def _still(before: set[Cell], now: set[Cell], met: set[str]) -> set[Cell]:
    """Of what a plan tells, what it is the first one to tell, or what every one before it told, too."""
    return {each for each in now if each[0] in met} | (before & now)


def _number(path: Path) -> int:
    """The number of the run whose plan it is; what is planned again in a run has the same."""
    return int(path.stem.split("-")[1])


@dataclass
class Plans:
    """Everything that was planned so far, by side and cell.

    leads:    the side whose word counts where both moved; any other word where none does.
    marks:    the mark of each article by the name that plans have for it, of those that are gone by now as well: what
              was planned for them was planned.
    followed: the questions about which a decision of a person was told as carried out.
    begun:    when each run began, by its number, as plans are numbered.
    unmet:    cells in which the sides never agreed on anything, as every plan said since they met, and until when.
    alike:    when both sides showed the same.
    _apart:   the cells of which every plan says that the sides are apart, by the names that plans have.
    _ruled:   the same, where some plans write instead what the side that leads says.
    _met:     when the run began in whose plan both sides of an entry met.
    """

    folder: Path
    leads: str = ""
    marks: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, Cell], set[str]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    followed: set[str] = field(default_factory=set)
    begun: dict[int, float] = field(default_factory=dict)
    unmet: dict[Cell, float] = field(default_factory=dict)
    alike: Alike = field(default_factory=Alike)
    _apart: set[Cell] = field(default_factory=set)
    _ruled: set[Cell] = field(default_factory=set)
    _met: dict[str, float] = field(default_factory=dict)

    def read(self, marks: Mapping[str, str]) -> None:
        """Read the plans that are new; ``marks`` tells articles by the names that plans have for them now."""
        self.marks.update(marks)
        new = (path for path in self.folder.glob("plan-*.jsonl") if path.name not in self.known)
        for path in sorted(new, key=lambda path: (_number(path), path.name)):
            self.known.add(path.name)
            records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[1:]]
            for record in records:
                if record["record"] == "op":
                    self._take(record)
                if record["record"] == "resolution" and record["fate"] == "carried out":
                    self.followed.add(record["decided"]["conflict"])
            self._meet(records, self.begun.get(_number(path), 0.0))

    def _meet(self, records: list[dict[str, Any]], at: float) -> None:
        """Take in of one plan, of a run that began then, where the sides are apart and never agreed.

        Only what they are apart in from the plan on in which they met is taken at its word. Where a policy rules, a
        plan does not say so: it writes. What it writes is no agreement until both show the same, as a write may be
        lost; from then on it is one, so a plan that writes again over what somebody edited since is not excused.
        """
        met = {record["entry"][1] for record in records if record["record"] == "entry"}
        self._met |= dict.fromkeys(met, at)
        told = {
            (record["entry"][1], CODES.get(record["locale"] or "", ""), str(record["field"]))
            for record in records
            if record.get("field") and _never_agreed(record)
        }
        self._apart = _still(self._apart, told, met)
        self._ruled = _still(self._ruled, told | set(self._written(records)), met)
        until = {each: self.alike.never_until(self._cell(each), self._met[each[0]]) for each in self._ruled}
        until |= dict.fromkeys(self._apart, math.inf)
        cells = {self._cell(each): when for each, when in until.items()}
        for cell in self.unmet.keys() - cells.keys():
            self.unmet[cell] = min(self.unmet[cell], at)
        self.unmet |= cells

    def _written(self, records: Iterable[dict[str, Any]]) -> Iterator[Cell]:
        """The cells, by the names that plans have, over which a plan writes what the side says that leads."""
        for record in records:
            if record["record"] == "op" and record["verb"] in ("update", "link") and self.leads == OTHER[record["on"]]:
                for change in record["changes"]:
                    if change["before"] != change["after"]:
                        yield record["entry"][1], CODES.get(change["locale"], ""), str(change["field"])

    def _cell(self, named: Cell) -> Cell:
        name, code, field = named
        return self.marks.get(name, ""), code, field

    def _take(self, op: dict[str, Any]) -> None:
        said = [each["after"].get("text", "") for each in op["changes"] if each["field"] == "mark" and each["after"]]
        mark = said[0] if said else self.marks.get(op["entry"][1], "")
        for change in op["changes"]:
            code = CODES.get(change["locale"], "")
            value = next(iter(change["after"].values())) if change["after"] else ""
            cell = (mark, code, str(change["field"]))
            self.values.setdefault((ON[op["on"]], cell), set()).add(plainly(value))

    def unplanned(self, changed: Mapping[tuple[str, Cell], set[str]]) -> Iterator[str]:
        """What was written and was not planned, told by its words; of a link, that it was."""
        for (side, cell), written in changed.items():
            # what is new in all locales at once has the content of the first in each, until it has its own
            mark, _, name = cell
            planned = [each for code in LOCALES for each in self.values.get((side, (mark, code, name)), ())]
            for value in written:
                if not planned or (name != "see" and words(value) not in [words(each) for each in planned]):
                    yield f"unplanned: {side} shows {value!r} in {cell}, and no plan said so"
