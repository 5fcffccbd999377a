"""What people are told of a mapping that is run by the clock: what is new since they were last told. Pure.

Decides that everything is told once. Marks say what was told, and go when that is over: the same conflict is told again
only after it was gone, a failure of one kind once until a run ends well, a plan once until somebody decided about it.
What is told is reckoned from what there is, not from what happened, so nothing is lost when a process dies between a
turn and a word about it. No value and no name of an entry is among the facts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, TypeAlias, get_args

from isogloss.decide.naming import Naming
from isogloss.merge.change import Conflict, Drifted
from isogloss.schedule.turn import Approval, Turn

What: TypeAlias = Literal["conflicts", "approval", "failure", "recovery"]
EVERYTHING: Final[tuple[What, ...]] = get_args(What)
_NAMED: Final = 20
"""How many conflicts a notice names by their ids."""

Fact: TypeAlias = str | int | list[str] | dict[str, int]
"""What a notice says of its matter, as JSON has it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a mapping stands now.

    conflicts: those that wait for a person, by their ids: kind and locale, as ``article fr-FR``.
    approval:  the plan that waits for somebody, if any.
    decided:   digests of plans about which somebody decided.
    last:      its newest turn, if any.
    """

    mapping: str
    conflicts: Mapping[str, str] = field(default_factory=dict)
    approval: Approval | None = None
    decided: frozenset[str] = frozenset()
    last: Turn | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that people are told.

    at:    since when it is so, aware UTC.
    facts: what there is to say, by names that docs/notifications.md lists.
    """

    mapping: str
    what: What
    at: datetime
    facts: Mapping[str, Fact]


def places(mapping: str, left: Iterable[object]) -> dict[str, str]:
    """The conflicts among what a run left, by the ids under which ``isogloss conflicts`` lists them."""
    naming = Naming(mapping)
    named = [(naming.name(each), each) for each in left if isinstance(each, Conflict | Drifted)]
    return {
        name: " ".join(filter(None, (each.at.entry.kind, each.at.locale)))
        for name, each in named
        if isinstance(each, Conflict)
    }


def noticed(now: Standing, told: frozenset[str], at: datetime) -> tuple[tuple[Notice, ...], frozenset[str]]:
    """What is new, and the marks from now on.

    told: the marks of before.
    at:   the time, aware UTC.
    """
    found = (_conflicts(now, told, at), _approval(now, told), _turn(now, told))
    notices = tuple(notice for notice, _ in found if notice is not None)
    return notices, frozenset().union(*(marks for _, marks in found))


def _conflicts(now: Standing, told: frozenset[str], at: datetime) -> tuple[Notice | None, frozenset[str]]:
    marks = frozenset(f"conflict:{name}" for name in now.conflicts)
    new = [name for name in now.conflicts if f"conflict:{name}" not in told]
    if not new:
        return None, marks
    where = Counter(now.conflicts[name] for name in new)
    facts: dict[str, Fact] = {"new": len(new), "open": len(now.conflicts), "ids": new[:_NAMED]}
    since = at if now.last is None else now.last.ended
    return Notice(now.mapping, "conflicts", since, {**facts, "where": dict(sorted(where.items()))}), marks


def _approval(now: Standing, told: frozenset[str]) -> tuple[Notice | None, frozenset[str]]:
    """A plan that is made anew while nobody has decided about the one before is the same matter."""
    waits = now.approval
    if waits is None or waits.fate != "waiting":
        return None, frozenset()
    before = frozenset(each for each in told if each.startswith("approval:"))
    if any(each.removeprefix("approval:") not in now.decided for each in before):
        return None, before
    beyond = waits.why.partition("; since ")[0]  # what follows names entries
    notice = Notice(now.mapping, "approval", waits.asked, {"plan": waits.short, "beyond": beyond})
    return notice, frozenset({f"approval:{waits.digest}"})


def _turn(now: Standing, told: frozenset[str]) -> tuple[Notice | None, frozenset[str]]:
    before = frozenset(each for each in told if each.startswith("failure:"))
    last = now.last
    if last is None:
        return None, before
    facts: dict[str, Fact] = {"outcome": last.outcome, "exit": last.code, "run": last.run}
    if last.outcome not in ("failed", "refused"):
        return (Notice(now.mapping, "recovery", last.ended, facts) if before else None), frozenset()
    mark = f"failure:{last.code}"
    return (None if mark in told else Notice(now.mapping, "failure", last.ended, facts)), before | {mark}
