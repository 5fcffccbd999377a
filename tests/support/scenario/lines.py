"""A plan in the words of a case: a line for each record.

Decides what a line says, and in which order lines are held against each other: ops as they stand, since their order is
a part of the plan, and everything else by what it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plan_lines import lines_of

from isogloss.model.locale import SHARED
from scenario.case import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from isogloss.api import PlanFile
    from scenario.case import Told

_VERBS = ("create", "update", "link", "publish", "unpublish", "archive", "delete")
_MARKS = ("merged", "staged", "copied", "decided")


def told_plan(plan: PlanFile, called: Mapping[tuple[str, str], str]) -> list[str]:
    """The ops in order, and everything else by what it says; entries by what the case calls them."""
    records = list(lines_of(plan, *_LINES))
    for record in records:
        kind, name, *was = record.get("entry", ["", ""])
        record["named"] = f"{kind}/{name if was else called.get((kind, name), name)}"
    ops = [_LINES["op"](record) for record in records if record["record"] == "op"]
    return ops + sorted(_LINES[record["record"]](record) for record in records if record["record"] != "op")


def _op(told: Told) -> str:
    new = {each["locale"] for each in told["changes"] if each["field"] == "$status" and each["before"] is None}
    whole = told["verb"] not in ("update", "link")
    cells: dict[str, set[str]] = {}
    for each in told["changes"]:
        if each["field"] == "$status" or (each["before"] != each["after"] and not (whole and each["field"] == "$slug")):
            where = {**each, "field": None} if whole or each["locale"] in new else each
            cells.setdefault(_cell(where), set()).update(mark for mark in _MARKS if each.get(mark))
    where = ", ".join(" ".join([cell, *sorted(marks)]) for cell, marks in cells.items())
    return f"{told['verb']} {told['named']} on {told['on']} ({where})"


def _cell(told: Told) -> str:
    if told["field"] == "$slug":
        return "$slug"
    locale = "all" if told["locale"] == SHARED else told["locale"]
    return ".".join(each for each in (locale, told["field"]) if each)


def at_of(told: Told) -> str:
    """An address as a case says it: ``article/tea (en.title)``."""
    cell = _cell(told)
    return f"{told['named']} ({cell})" if cell else told["named"]


_LINES: Mapping[str, Callable[[Told], str]] = {
    "op": _op,
    "conflict": lambda told: f"conflict over {at_of(told)}, {told['reason']}",
    "resolution": lambda told: f"decision about {at_of(told)}, {told['fate']}",
    "drift": lambda told: f"drift of {at_of(told)}, {'kept' if told['kept'] else 'overwritten'}",
    "loss": lambda told: f"loss on {told['on']} of {at_of(told)}, {told['reason']}",
    "step": lambda told: f"step on {told['on']} for {at_of(told)}, {told['todo']}",
    "site": lambda told: f"the site is published on {told['on']}",
    "assume": lambda told: f"taken for the same is {at_of(told)}",
    "remark": lambda told: f"remark on {at_of(told)}, {told['about']}",
}


def as_compared(told: object) -> list[str]:
    """Lines of a plan as they are compared: ops as they stand, all others by what they say."""
    lines = [] if told == NOTHING else [str(line) for line in told]
    ops = ops_of(lines)
    return ops + sorted(line for line in lines if line not in ops)


def ops_of(lines: list[str]) -> list[str]:
    """Those that write."""
    return [line for line in lines if line.startswith(_VERBS)]


def waiting(lines: list[str]) -> list[str]:
    """Those that every plan tells until somebody settles them."""
    return [line for line in lines if line.startswith("conflict") or line.endswith(", kept")]
