"""Every small history of a cell and of an entry, under every policy, leads to the branch that is named for it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from isogloss.merge import policy
from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Agree, Remove, Take
from isogloss.merge.facing import Facing
from isogloss.merge.flow import Flows, Lock
from isogloss.merge.policy import merge
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, DRAFT, STATUS, digest_entry
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Scalar, digest

TEA, EN = EntryKey("article", "tea"), Locale("en")
TITLE = Cell(TEA, EN, "title")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
OLD, OWN, NEW, OTHER, BOTH = (Scalar("text", text) for text in ("old", "its own", "new", "other", "of both"))

AGREED = {"on the same": (OLD, OLD), "each on its own": (OLD, OWN), "never": (ABSENT, ABSENT)}
DID = ("rested", "edited", "edited apart", "deleted")
HISTORIES = [
    (agreed, left, right)
    for agreed, left, right in product(AGREED, DID, DID)
    if not (agreed == "never" and "deleted" in (left, right))
]
SETTLE = ("hold", "left", "right", "newest", "merge")
DELETE = ("hold", "archive", "propagate")


def entry(title):
    return ABSENT if title is ABSENT else {EN: {STATUS: DRAFT, "title": title}}


def variant(title):
    """An entry that is there whatever becomes of its title."""
    return {EN: {STATUS: DRAFT, **({} if title is ABSENT else {"title": title})}}


class History:
    """What both sides did with a cell, or with an entry, since they agreed."""

    def __init__(self, agreed, *did, whole):
        self.agreed, self.did, self.whole = agreed, dict(zip(Side, did, strict=True)), whole
        self.was = dict(zip(Side, AGREED[agreed], strict=True))
        after = {"edited": NEW, "edited apart": OTHER, "deleted": ABSENT}
        self.shows = {side: after.get(self.did[side], self.was[side]) for side in Side}
        self.moved = [side for side in Side if self.did[side] != "rested"]

    def gone(self, side):
        return self.shows[side] is ABSENT

    def facing(self, **notes):
        make = entry if self.whole else variant
        half = {side: digest_entry(make(self.was[side])) for side in Side}
        if self.agreed == "never":
            half = dict.fromkeys(Side, ABSENT)
        return Facing(TEA, "Tea", Shown(*half.values()), *(make(self.shows[side]) for side in Side), **notes)


def led(history, rules, **notes):
    """Where a history leads, in words."""
    found = set()
    for decision in merge(history.facing(**notes), rules):
        match decision:
            case _ if not history.whole and decision.at != TITLE:
                pass
            case Take(to=to, value=value, source=source):
                found.add(("archive" if (value, source) == (ARCHIVED, ABSENT) else "write", to))
            case Remove(to=to):
                found.add(("remove", to))
            case Agree():
                found.add("agree")
            case Conflict(reason=reason):
                found.add(("hold", reason))
            case Drifted(kept=kept):
                found.add(("drift", "kept" if kept else "overwritten"))
    return found


class Expected:
    """The same by the tables of the policy, from what was done alone."""

    def __init__(self, history, rules, *, newer=None, unfinished=()):
        self.history, self.rules, self.newer, self.unfinished = history, rules, newer, unfinished

    def __call__(self):
        history, source = self.history, self.rules.flows.source(Cell(TEA))
        if not history.moved:
            return set()
        if history.shows[LEFT] == history.shows[RIGHT]:
            return {"agree"}
        if len(history.moved) == 1:
            (mover,) = history.moved
            return self.take(mover) if source in (None, mover) else self.drift(source)
        return self.settle() if source is None else self.led_by(source)

    def take(self, winner):
        if self.history.whole and self.history.gone(winner):
            return self.removal(winner.other)
        return {("write", winner.other)}

    def removal(self, to):
        edited = to in self.unfinished or self.history.did[to] != "rested"
        if edited and self.rules.delete != "hold":
            return {("hold", "deleted on one side, edited on the other")}
        return {
            {"hold": ("hold", "deletion"), "archive": ("archive", to), "propagate": ("remove", to)}[self.rules.delete]
        }

    def drift(self, source):
        if self.rules.drift == "keep":
            return {("drift", "kept")}
        back = self.take(source)
        held = any(word == "hold" for word, _ in back)
        return {("drift", "kept" if held else "overwritten")} | back

    def led_by(self, source):
        named = self.rules.conflict[""]
        if named == source.value or self.rules.drift == "overwrite":
            return self.take(source)
        return {("drift", "kept")} if named == source.other.value else self.held()

    def settle(self):
        history, policy = self.history, self.rules.conflict[""]
        edited = [side for side in Side if not history.gone(side)]
        if policy in ("left", "right"):
            return self.take(Side(policy))
        if policy == "hold":
            return self.held()
        if history.whole:
            return self.take(edited[0])  # an edit beats a deletion
        if policy == "newest":
            return self.take(self.newer) if self.newer else self.held()
        return {("write", side) for side in Side} if len(edited) == 2 and history.agreed != "never" else self.held()

    def held(self):
        if self.history.whole:
            return {("hold", "deleted on one side, edited on the other")}
        return {("hold", "differ at first contact" if self.history.agreed == "never" else "both sides changed")}


def all_rules():
    bodies = {digest(OLD): OLD}
    for flow, settle, drift, delete in product(
        ("both", "left to right", "right to left"), SETTLE, ("keep", "overwrite"), DELETE
    ):
        yield Rules(
            Flows(flow),
            {"": settle},
            delete=delete,
            drift=drift,
            merge3=lambda base, left, right: BOTH,
            body=lambda known: bodies.get(known, ABSENT),
        )


@pytest.mark.parametrize("history", HISTORIES, ids=", ".join)
def test_a_history_of_a_cell_leads_where_it_is_said_to(history):
    made = History(*history, whole=False)
    for rules, newer in product(all_rules(), (None, *Side)):
        times = {side: datetime(2026, 1, 2 if side is newer else 1, tzinfo=UTC) for side in Side}
        notes = {f"{side.value}_notes": {EN: Note(updated=times[side])} for side in Side}
        assert led(made, rules, **notes) == Expected(made, rules, newer=newer)(), (rules.flows, rules.conflict, newer)


WHOLE = [
    made for made in (History(*history, whole=True) for history in HISTORIES) if made.gone(LEFT) or made.gone(RIGHT)
]


@pytest.mark.parametrize("made", WHOLE, ids=lambda made: ", ".join((made.agreed, *made.did.values())))
def test_a_history_of_an_entry_leads_where_it_is_said_to(made):
    for rules, unfinished in product(all_rules(), ((), (LEFT,), (RIGHT,))):
        notes = {f"{side.value}_notes": {EN: Note(unpublished_edits=True)} for side in unfinished}
        expected = Expected(made, rules, unfinished=unfinished)()
        assert led(made, rules, **notes) == expected, (rules.flows, rules.conflict, rules.delete, unfinished)


def test_the_histories_reach_every_branch_of_the_policy():
    reached = set()
    for whole, history, rules in product((True, False), HISTORIES, all_rules()):
        reached |= led(History(*history, whole=whole), rules)
    words = {word if isinstance(word, str) else word[0] for word in reached}
    assert words == {"write", "remove", "archive", "agree", "hold", "drift"}


def table_rows():
    """The rows of both tables in the docstring: the histories, and what counts with what then follows."""
    lines = policy.__doc__.splitlines()
    histories, then = [], []
    for line in lines:
        if line.startswith("=") or not line.strip() or "  " not in line:
            continue
        first, *rest = [part.strip() for part in re.split(r" {2,}", line.strip())]
        if first in ("take", "remove", "drift", "settle", "protect") and len(rest) == 2:
            then.append([first, *rest])
        elif then and len(rest) == 0 and line.startswith("  "):
            then[-1][1] += f" {first}"
        elif len(rest) == 2:
            histories.append(first)
    return set(histories) - {"since both agreed on an entry, variant, cell", "branch"}, {tuple(row) for row in then}


def words(led):
    return {each if isinstance(each, str) else each[0] for each in led}


WHAT_IT_LED_TO = {
    "nothing": lambda led: not led,
    "agree": lambda led: led <= {"agree"},  # of what is gone on both sides, there may be nothing to say
    "held": lambda led: words(led) == {"hold"},
    "held, as an edit against a deletion": lambda led: words(led) == {"hold"},
    "drift that is kept, and told with the lock's note": lambda led: led == {("drift", "kept")},
    "kept, and told": lambda led: led == {("drift", "kept")},
    "drift that is kept": lambda led: led == {("drift", "kept")},
    "take A's, and told; kept while that is held": lambda led: "drift" in words(led),
    "it goes": lambda led: words(led) == {"remove"},
    "each variant is archived, but for one that was before": lambda led: words(led) == {"archive"},
    "written across": lambda led: words(led) == {"write"},
    "written across, unless it would destroy what is there": lambda led: words(led) == {"write"},
    "written to each side that lacks a part of it": lambda led: words(led) == {"write"},
    "take A's": lambda led: led and "drift" not in words(led),
    "take that side's": lambda led: led and "drift" not in words(led),
    "take the other's": lambda led: words(led) == {"write"},
    "take the later": lambda led: words(led) == {"write"},
}


def test_a_cell_is_told_the_row_of_the_table_that_it_stands_in():
    histories, then = table_rows()
    assert (len(histories), len(then)) == (7, 18)
    told_histories, told = set(), set()
    cells = [History(*history, whole=False) for history in HISTORIES]
    lock = (Lock("tea", None, frozenset({"title"}), "article/tea.title", "ask Jane"),)
    held = [replace(rules, flows=Flows(rules.flows.default, locks=lock)) for rules in all_rules()]
    for made, rules, newer, busy in product((*cells, *WHOLE), [*all_rules(), *held], (None, LEFT), (None, RIGHT)):
        times = {side: datetime(2026, 1, 2 if side is newer else 1, tzinfo=UTC) for side in Side}
        notes = {f"{side.value}_notes": {EN: Note(side is busy, times[side])} for side in Side}
        at, row = policy.row_at(TITLE, made.facing(**notes), rules)
        assert at in (TITLE, Cell(TEA)), at
        assert row.history in histories
        if (row.branch, row.when, row.then) in then:
            told.add((row.branch, row.when, row.then))
        else:
            assert (row.branch, row.when) in (("nothing", ""), ("agree", ""), ("locked", "")), row
        told_histories.add(row.history)
        if made.whole and rules.flows.locks and row.then != "held":
            continue  # the rest of the entry comes and goes without its title
        assert WHAT_IT_LED_TO[row.then](led(made, rules, **notes)), (row, led(made, rules, **notes))
    assert told_histories == histories
    assert told == then - {("take", "a deletion of more", "remove")}, "which has a row of its own"
