"""Which branch of the table in ``policy`` a verdict leads to, and which row of it tells how it came to that.

Decides the branch for whoever merges, and names the rows for whoever asks why. A row is read off what was decided; it
decides nothing. Pure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from isogloss.merge.alike import Closer
from isogloss.merge.change import Conflict, HoldReason
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Decision
from isogloss.merge.facing import Facing, quote
from isogloss.merge.flow import WAYS, Way
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, Side
from isogloss.model.value import Absent

Branch = Literal["nothing", "agree", "take", "remove", "drift", "settle", "protect", "locked"]
"""What follows from a history. remove: take, of a deletion of more than a cell. nothing: also where nothing flows."""


@dataclass(frozen=True, slots=True)
class Row:
    """The rows of the table that an address stands in.

    history: what happened since both sides agreed.
    when:    which policies, and what else, counted; empty where nothing but the history does.
    then:    what followed.
    a:       the side that the words call A; None where they name none.
    """

    branch: Branch
    history: str
    when: str = ""
    then: str = ""
    a: Side | None = field(default=None, compare=False)


_BRANCHES: Final[Mapping[tuple[Closer | Literal["rest"], Way], Branch]] = {
    ("conflict", "both"): "settle",
    ("conflict", "left to right"): "protect",
    ("conflict", "right to left"): "protect",
    ("take left", "both"): "take",
    ("take left", "left to right"): "take",
    ("take left", "right to left"): "drift",
    ("take right", "both"): "take",
    ("take right", "left to right"): "drift",
    ("take right", "right to left"): "take",
    ("take left", "locked"): "locked",
    ("take right", "locked"): "locked",
    ("conflict", "locked"): "locked",
    **{("adopt", way): "agree" for way in WAYS},
    **{("assume", way): "agree" for way in WAYS},
}
"""Where nothing flows, and where both rest, nothing follows."""


def branch_of(verdict: Closer | Literal["rest"], flow: Way) -> Branch:
    """The branch that a verdict leads to where it flows so."""
    return _BRANCHES.get((verdict, flow), "nothing")


def row_of(
    verdict: Closer | Literal["rest"], at: Cell, facing: Facing, rules: Rules, decided: Sequence[Decision]
) -> Row:
    """The row that an address stands in.

    at:      the address that was decided about: a cell, or the variant or entry around it.
    decided: what was decided there, before any person's decision.
    """
    flow = rules.flows.of(at)
    branch = branch_of(verdict, flow)
    history = _history(verdict, branch, at, facing)
    found: tuple[Branch, str, str]
    match branch:
        case "nothing" | "agree":
            found = branch, "", str(branch)
        case "locked":
            found = branch, "", "drift that is kept, and told with the lock's note"
        case "drift":
            back = "kept, and told" if rules.drift == "keep" else "take A's, and told; kept while that is held"
            found = branch, f"``drift: {rules.drift}``", back
        case "settle":
            found = branch, *_settled(at, facing, rules, decided)
        case "protect":
            found = branch, *_protected(at, flow, rules)
        case _:
            found = _taken(Side(verdict.removeprefix("take ")), at, facing, rules, decided)
    return Row(found[0], history, *found[1:], a=_called_a(verdict, branch, flow))


def _called_a(verdict: Closer | Literal["rest"], branch: Branch, flow: Way) -> Side | None:
    """The side that the table calls A: the source, or where both are one, the side that moved alone."""
    if branch == "protect":
        return Side(flow.partition(" ")[0])
    if not verdict.startswith("take "):
        return None
    moved = Side(verdict.removeprefix("take "))
    return moved.other if branch == "drift" else moved


def _history(verdict: Closer | Literal["rest"], branch: Branch, at: Cell, facing: Facing) -> str:
    match verdict:
        case "rest":
            return "neither did anything"
        case "adopt" | "assume":
            return "both did the same; or never agreed, and equal"
        case "conflict":
            known = facing.base
            for name in (part for part in (at.locale, at.field) if part is not None):
                known = known.inside(str(name))
            if known == Shown():
                return "they never agreed, and it differs"
            gone = any(isinstance(quote(at, facing.shows(side)), Absent) for side in Side)
            return "one deleted it, the other edited it" if gone else "both edited it, apart"
        case _:
            return f"{'B' if branch == 'drift' else 'A'} alone edited, added or deleted it"


def _settled(at: Cell, facing: Facing, rules: Rules, decided: Sequence[Decision]) -> tuple[str, str]:
    policy = rules.settle(at)
    held = any(isinstance(each, Conflict) for each in decided)
    gone = at.field is None and any(isinstance(quote(at, facing.shows(side)), Absent) for side in Side)
    if policy in ("left", "right"):
        return "a side is named", "take that side's"
    if policy in ("newest", "merge") and gone:
        return "``newest``, ``merge``: one deleted more than a cell", "take the other's"
    if policy == "newest" and not held:
        return "``newest``: one was changed later", "take the later"
    if policy == "merge" and not held:
        when = "``merge``: two texts or lists over what both had, and the edits do not touch"
        return when, "written to each side that lacks a part of it"
    return "else", "held"


def _protected(at: Cell, flow: Way, rules: Rules) -> tuple[str, str]:
    source, named = flow.partition(" ")[0], rules.settle(at)
    if named == source or rules.drift == "overwrite":
        return "A is named, or ``drift: overwrite``", "take A's"
    if named in ("left", "right"):
        return "B is named", "drift that is kept"
    return "else", "held"


def _taken(
    winner: Side, at: Cell, facing: Facing, rules: Rules, decided: Sequence[Decision]
) -> tuple[Branch, str, str]:
    if not isinstance(quote(at, facing.shows(winner)), Absent):
        return "take", "a value", "written across, unless it would destroy what is there"
    if at.field is not None:
        return "take", "a deletion of a cell", "written across"
    return "remove", *_removed(rules, {each.reason for each in decided if isinstance(each, Conflict)})


def _removed(rules: Rules, reasons: Collection[HoldReason]) -> tuple[str, str]:
    if rules.delete == "hold":
        return "``delete: hold``", "held"
    if "locked" in reasons:
        return "a cell of it is locked, and it would be deleted", "held"
    if reasons:
        return "it was edited, published or not, or never agreed on", "held, as an edit against a deletion"
    if rules.delete == "propagate":
        return "``delete: propagate``", "it goes"
    return "``delete: archive``", "each variant is archived, but for one that was before"
