"""What the plans of a life said: which cell of which side would show what, and which decisions they carry out.

Reads plan files as anybody could. Refuses to know how they came about.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulation.shown import plainly, words
from simulation.site import LOCALES, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from simulation.shown import Cell

CODES = {tag: code for code, tag in LOCALES.items()}
ON = {"left": SIDES[0], "right": SIDES[1]}


@dataclass
class Plans:
    """Everything that was planned so far, by side and cell.

    marks:    the mark of each article by the name that plans have for it, of those that are gone by now as well: what
              was planned for them was planned.
    followed: the questions about which a decision of a person was told as carried out.
    """

    folder: Path
    marks: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, Cell], set[str]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    followed: set[str] = field(default_factory=set)

    def read(self, marks: Mapping[str, str]) -> None:
        """Read the plans that are new; ``marks`` tells articles by the names that plans have for them now."""
        self.marks.update(marks)
        for path in sorted(self.folder.glob("plan-*.jsonl")):
            if path.name not in self.known:
                self.known.add(path.name)
                for line in path.read_text(encoding="utf-8").splitlines()[1:]:
                    record = json.loads(line)
                    if record["record"] == "op":
                        self._take(record)
                    if record["record"] == "resolution" and record["fate"] == "carried out":
                        self.followed.add(record["decided"]["conflict"])

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
