"""Which plans need somebody's approval, and what a plan does beyond one that has it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from isogloss.decide.approving import ALWAYS, Bounds, exceeded, marks, told
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Digest, Scalar
from isogloss.plan.data import PlanFile, read_plan, write_plan
from isogloss.plan.header import Cost, Header, PlanCounts
from isogloss.plan.limits import Count
from isogloss.plan.op import Change, Loss, Op, SitePublish, Step
from isogloss.plan.record import dump_record, op_id, to_line

if TYPE_CHECKING:
    from pathlib import Path

    from isogloss.plan.op import Verb
    from isogloss.plan.record import Record

LEFT, RIGHT = Side.LEFT, Side.RIGHT
TEA, MILK = EntryKey("article", "tea"), EntryKey("article", "milk")
LOSS = Loss(RIGHT, Cell(TEA, Locale("en"), "body"), "slug cannot change", Scalar("text", "long"))
OTHER_LOSS = replace(LOSS, at=Cell(MILK, Locale("en"), "body"))


def op(verb: str, key: EntryKey = TEA, on: Side = RIGHT, title: str = "Tea") -> Op:
    changes = (Change(Cell(key, Locale("en"), "title"), ABSENT, Scalar("text", title), ABSENT),)
    made = Op(Digest(""), on, cast("Verb", verb), key, key.name, changes if verb in ("create", "update") else ())
    return replace(made, id=op_id(made))


class Plans:
    """Plan files of some records."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def __call__(self, *records: Record) -> PlanFile:
        deletes = sum(isinstance(each, Op) and each.verb == "delete" for each in records)
        losses = sum(isinstance(each, Loss) for each in records)
        counts = PlanCounts(
            {"op": sum(isinstance(each, Op) for each in records)},
            {"butter": {"delete": deletes}} if deletes else {},
            losses={"butter": {"slug cannot change": losses}, "webflow": {"no place": 1}} if losses else {},
        )
        names = {LEFT: "webflow", RIGHT: "butter"}
        costs = {name: Cost(name, 0, 0, 0, 0, 0.0, None) for name in names.values()}
        header = Header(Digest(""), "acme", "acme.yaml", Digest("d" * 32), names, "both", counts, costs)
        self._made += 1
        path = self._folder / f"{self._made}.plan"
        write_plan(path, [to_line(dump_record(each)) for each in records], lambda: header)
        return read_plan(path)


@pytest.fixture
def plan(tmp_path: Path) -> Plans:
    return Plans(tmp_path)


EDITS = op("update"), op("publish"), op("create", MILK), op("delete", MILK, LEFT)


def test_what_is_bounded_by_nothing_needs_nobody(plan: Plans) -> None:
    assert exceeded(plan(*EDITS, LOSS, SitePublish(LEFT)), Bounds(), 0) == ()


@pytest.mark.parametrize(
    ("bounds", "remembered", "beyond"),
    [
        (Bounds(changes=Count(3)), 0, ()),
        (Bounds(changes=Count(2)), 0, ("changes: 3",)),
        (Bounds(changes=0.3), 10, ()),
        (Bounds(changes=0.3), 9, ("changes: 3",)),
        (Bounds(changes=0.3), 0, ("changes: 3",)),
        (Bounds(deletes=Count(1)), 0, ()),
        (Bounds(deletes=Count(0)), 0, ("deletes: 1",)),
        (Bounds(deletes=0.1), 9, ("deletes: 1",)),
        (Bounds(publishes=2), 0, ()),
        (Bounds(publishes=1), 0, ("publishes: 2",)),
        (Bounds(losses=3), 0, ()),
        (Bounds(losses=2), 0, ("losses: 3",)),
        (ALWAYS, 1_000_000, ("changes: 3", "losses: 3", "publishes: 2")),
        (Bounds(Count(0), 0.0, 0, 0), 9, ("deletes: 1", "changes: 3", "losses: 3", "publishes: 2")),
    ],
)
def test_each_bound_is_reached_and_not_exceeded(
    plan: Plans, bounds: Bounds, remembered: int, beyond: tuple[str, ...]
) -> None:
    """Three entries are touched, one of them by two ops; a site is published once, and once it waits for a person."""
    made = plan(*EDITS, LOSS, OTHER_LOSS, SitePublish(LEFT), SitePublish(RIGHT, "somebody is at work"))
    assert exceeded(made, bounds, remembered) == beyond


def test_an_entry_that_both_sides_get_counts_for_each(plan: Plans) -> None:
    made = plan(op("update"), op("update", on=LEFT))
    assert exceeded(made, Bounds(changes=Count(1)), 0) == ("changes: 2",)


def test_many_are_counted_with_commas(plan: Plans) -> None:
    made = plan(*(op("update", EntryKey("article", f"n{number}")) for number in range(1001)))
    assert exceeded(made, Bounds(changes=Count(1000)), 0) == ("changes: 1,001",)
    publishing = plan(*(op("publish", EntryKey("article", f"n{number}")) for number in range(1001)))
    assert exceeded(publishing, Bounds(publishes=1000), 0) == ("publishes: 1,001",)


def test_a_plan_that_does_the_same_has_the_same_marks(plan: Plans) -> None:
    first, again = plan(*EDITS, LOSS, SitePublish(LEFT)), plan(*EDITS[::-1], SitePublish(LEFT), LOSS)
    assert marks(first) == marks(again)
    assert len(marks(first)) == len(EDITS) + 2
    assert list(told(again, marks(first))) == []


@pytest.mark.parametrize(
    "more", [op("update", title="Green tea"), OTHER_LOSS, SitePublish(RIGHT)], ids=["op", "loss", "publication"]
)
def test_whatever_a_plan_does_besides_has_a_mark_of_its_own(plan: Plans, more: Record) -> None:
    approved, now = plan(*EDITS, LOSS, SitePublish(LEFT)), plan(*EDITS, LOSS, SitePublish(LEFT), more)
    assert marks(approved) < marks(now)


def test_what_only_a_person_does_is_no_part_of_what_was_approved(plan: Plans) -> None:
    assert marks(plan(op("update"), Step(RIGHT, Cell(TEA), "do it", "look at it"))) == marks(plan(op("update")))


def test_what_was_not_approved_is_told_by_its_entry(plan: Plans) -> None:
    approved = marks(plan(op("update")))
    now = plan(op("update"), op("create", MILK), op("delete", MILK, LEFT))
    assert list(told(now, approved)) == ["create article/milk on butter", "delete article/milk on webflow"]
