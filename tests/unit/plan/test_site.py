"""When a plan publishes a whole site, and when that waits."""

from __future__ import annotations

import pytest

from isogloss.merge.change import Conflict, HoldReason
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Digest
from isogloss.plan.op import Op, SitePublish, Step
from isogloss.plan.site import Sites
from isogloss.plan.terms import Built

TEA, FR = EntryKey("article", "tea"), Locale("fr")
PLACE = {Side.LEFT: "webflow", Side.RIGHT: "butter"}
NOWHERE: dict[Side, frozenset[str]] = {side: frozenset() for side in Side}


def sites(*, asked: bool = True, due: frozenset[Side] = frozenset(), late: bool = False) -> Sites:
    kinds = {**NOWHERE, Side.LEFT: frozenset({"article"})} if late else NOWHERE
    return Sites(PLACE, asked, frozenset({Side.LEFT}), kinds, due)


def op(side: Side = Side.LEFT) -> Op:
    return Op(Digest("1"), side, "update", TEA, "Tea", ())


def test_a_site_that_is_written_to_is_published_where_that_is_asked_for() -> None:
    watched = sites()
    watched.see(TEA, Built(ops=[op()]))
    assert list(watched.records()) == [SitePublish(Side.LEFT)]
    assert list(sites().records()) == []


def test_a_site_that_is_still_due_is_published_though_nothing_is_written() -> None:
    assert list(sites(due=frozenset({Side.LEFT})).records()) == [SitePublish(Side.LEFT)]


def test_a_side_without_a_site_is_never_published() -> None:
    watched = sites(due=frozenset(Side))
    watched.see(TEA, Built(ops=[op(Side.RIGHT)]))
    assert list(watched.records()) == [SitePublish(Side.LEFT)]


@pytest.mark.parametrize(
    ("reason", "waits"),
    [
        ("both sides changed", True),
        ("component damaged", True),
        ("unpublished edits on the target", True),
        ("deletion", False),
        ("deleted on one side, edited on the other", False),
        ("slug taken", False),
    ],
)
def test_only_a_conflict_that_leaves_an_entry_half_done_holds_the_site(reason: HoldReason, *, waits: bool) -> None:
    watched = sites()
    watched.see(TEA, Built(ops=[op()], conflicts=[Conflict(Cell(TEA), reason, ABSENT, ABSENT)]))
    first, *rest = watched.records()
    assert isinstance(first, SitePublish)
    assert bool(first.waits) is waits
    assert len(rest) == waits


def test_a_locale_that_a_person_has_to_add_holds_the_site_and_another_step_does_not() -> None:
    for at, waits in ((Cell(TEA, FR), True), (Cell(TEA, FR, "$status"), False), (Cell(TEA), False)):
        watched = sites()
        watched.see(TEA, Built(ops=[op()], steps=[Step(Side.LEFT, at, "do it", "look")]))
        said = list(watched.records())
        assert (len(said) > 1) is waits
        assert not waits or "article/tea" in said[1].todo  # type: ignore[union-attr]  # the second is a step


def test_what_goes_live_only_with_its_site_is_a_step_where_publishing_is_not_asked_for() -> None:
    watched = sites(asked=False, late=True)
    watched.see(TEA, Built(ops=[op()]))
    assert list(watched.records()) == [
        Step(
            Side.LEFT,
            Cell(TEA),
            "publish the site of webflow after this plan is applied: 1 of its entries go live only with the whole "
            "site, and so does whatever else is queued there",
            "the live site shows them",
        )
    ]


@pytest.mark.parametrize(
    ("held", "named"),
    [(1, "article/0"), (3, "article/0, article/1, article/2"), (4, "article/0, article/1, article/2 and more")],
)
def test_some_of_what_is_held_is_named(held: int, named: str) -> None:
    watched = sites()
    for n in range(held):
        key = EntryKey("article", str(n))
        found = [Conflict(Cell(key), "both sides changed", ABSENT, ABSENT)]
        watched.see(key, Built(ops=[op()] if not n else [], conflicts=found))
    waits = f"the site of webflow is not published while entries wait for a person: {named}"
    todo = f"settle what is held, then run again: {waits}"
    assert list(watched.records()) == [
        SitePublish(Side.LEFT, waits),
        Step(Side.LEFT, Cell(EntryKey("article", "0")), todo, "the next run publishes it"),
    ]
