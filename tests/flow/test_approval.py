"""Approval: a plan beyond its bounds writes nothing before somebody approved just what it does."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from two_worlds import EN, FR, Pair, text

from isogloss import api
from isogloss.decide.approving import ALWAYS, Bounds, exceeded, marks
from isogloss.errors import Refused, UsageError
from isogloss.events import RUN_BEGUN, Log, unheard
from isogloss.jobs.approving import Gate, Unapproved
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.plan.data import read_plan
from isogloss.plan.limits import Count, MaxLoss
from isogloss.run.sync import sync
from isogloss.schedule.turn import Approval
from isogloss.state.agenda import Agenda, open_agenda

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from isogloss.outcomes import Applied


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Two sides that agree on ten authors; then one is edited on the left."""
    made = Pair(tmp_path)
    for n in range(10):
        made.left.put("author", f"a{n}", {EN: {"name": text(f"Ann {n}"), STATUS: PUBLISHED}}, slug=f"ann-{n}")
    made.sync()
    edit(made, 0, "Anna")
    return made


def edit(pair: Pair, n: int, name: str, side: Side = Side.LEFT) -> None:
    pair.world(side).edit("author", f"a{n}" if side is Side.LEFT else f"m{n + 1:04}", EN, name=text(name))


@contextmanager
def agenda_of(pair: Pair) -> Iterator[Agenda]:
    with open_agenda(str(pair.folder / "state.db"), pair.clock) as agenda:
        yield agenda


def run(pair: Pair, bounds: Bounds = ALWAYS, log: Log = unheard) -> Applied:
    """One turn of a service."""
    session = replace(pair.session(), runs=pair.folder / "runs", log=log)
    return sync(session, pair.folder / "next.jsonl", Gate(session, bounds))


def asked(pair: Pair, bounds: Bounds = ALWAYS) -> Approval:
    """One turn that has to wait, and writes nothing."""
    before = pair.writes()
    with pytest.raises(Unapproved):
        run(pair, bounds)
    assert pair.writes() == before
    with agenda_of(pair) as agenda:
        found = agenda.approvals.of(pair.bridge.name)
    assert found is not None
    return found


def decided(pair: Pair, approval: Approval, *, reject: bool = False) -> None:
    api.approve(str(pair.folder / "state.db"), approval.digest[:8], "Ann", reject=reject, clock=pair.clock)


def shown(pair: Pair, n: int) -> str:
    found = pair.shown(Side.RIGHT, "author", f"ann-{n}", EN, "name")
    return str(getattr(found, "data", found))


def test_what_was_approved_is_carried_out_and_nothing_before(pair: Pair) -> None:
    approval = asked(pair)
    assert (approval.fate, approval.why) == ("waiting", "changes: 1, publishes: 1")
    assert asked(pair) == approval, "it is asked for once"
    decided(pair, approval)
    assert set(run(pair).result.counts()) == {"confirmed"}
    assert "Anna" in shown(pair, 0)
    with agenda_of(pair) as agenda:
        assert agenda.approvals.all() == []
    assert run(pair).result.counts() == {}


def test_an_approval_is_spent_by_one_run(pair: Pair) -> None:
    decided(pair, asked(pair))
    run(pair)
    edit(pair, 0, "Ann 0")
    asked(pair)
    edit(pair, 0, "Anna")
    run(pair)
    edit(pair, 0, "Annabel")
    assert asked(pair).fate == "waiting"


def test_what_went_stale_waits_again_and_says_what_differs(pair: Pair) -> None:
    first = asked(pair)
    decided(pair, first)
    edit(pair, 1, "Bob")
    second = asked(pair)
    assert second.digest != first.digest
    assert second.fate == "waiting"
    assert f"since {first.short} was approved: it would also update author/ann-1 on right" in second.why
    decided(pair, second)
    run(pair)
    assert ("Anna" in shown(pair, 0), "Bob" in shown(pair, 1)) == (True, True)


def test_another_text_of_the_same_cell_is_something_else(pair: Pair) -> None:
    decided(pair, asked(pair))
    edit(pair, 0, "Annabel")
    more, less = asked(pair).why.split("; since ")[1].split("; ")
    assert ("it would also update author/ann-0 on right" in more, less[:35]) == (
        True,
        "it would not update author/ann-0 on",
    )


def test_less_than_was_approved_goes_ahead(pair: Pair) -> None:
    edit(pair, 1, "Bob")
    decided(pair, asked(pair))
    edit(pair, 1, "Ann 1")
    run(pair)
    assert ("Anna" in shown(pair, 0), "Ann 1" in shown(pair, 1)) == (True, True)


def test_what_was_rejected_waits_until_it_differs(pair: Pair) -> None:
    first = asked(pair)
    decided(pair, first, reject=True)
    with pytest.raises(
        Unapproved, match=r"was rejected by Ann \(changes: 1, publishes: 1\)\. It is asked for again once"
    ):
        run(pair)
    assert asked(pair).fate == "rejected"
    edit(pair, 1, "Bob")
    assert (asked(pair).fate, asked(pair).why) == ("waiting", "changes: 2, publishes: 2")


def test_a_decision_can_be_changed_until_it_is_carried_out(pair: Pair) -> None:
    approval = asked(pair)
    decided(pair, approval)
    decided(pair, approval, reject=True)
    asked(pair)
    decided(pair, approval)
    assert set(run(pair).result.counts()) == {"confirmed"}
    with pytest.raises(UsageError, match=r"no plan .* waits for approval; those that do: none"):
        decided(pair, approval)


def test_what_is_within_its_bounds_asks_nobody(pair: Pair) -> None:
    assert set(run(pair, Bounds(changes=0.1)).result.counts()) == {"confirmed"}
    edit(pair, 1, "Bob")
    edit(pair, 2, "Bea")
    assert asked(pair, Bounds(changes=0.1)).why == "changes: 2"
    assert set(run(pair, Bounds(deletes=Count(0), losses=0)).result.counts()) == {"confirmed"}


def test_a_plan_that_somebody_changed_is_approved_by_nobody(pair: Pair) -> None:
    approval = asked(pair)
    kept = read_plan(pair.folder / "runs" / pair.bridge.name / f"approval-{approval.short}.jsonl").path
    kept.write_text(kept.read_text(encoding="utf-8").replace("Anna", "Mallory"), encoding="utf-8")
    with pytest.raises(Refused, match="gone or another than was shown; nothing was approved"):
        decided(pair, approval)
    again = asked(pair)
    decided(pair, again)
    kept.unlink()
    assert "its file is gone" in asked(pair).why


def test_what_moves_while_an_approved_run_is_at_work_waits(pair: Pair) -> None:
    """A turn plans again what moved; that plan was approved by nobody."""
    decided(pair, asked(pair))
    before = pair.writes()

    def meanwhile(event: str, **facts: object) -> None:
        if event == RUN_BEGUN:
            pair.clock.sleep(10)  # longer than what was read stays fresh
            edit(pair, 0, "Annabel")

    done = run(pair, log=meanwhile)
    assert ("skipped" in done.result.counts(), done.again, pair.writes()) == (True, None, before)
    assert asked(pair).fate == "waiting"


def test_each_bound_counts_its_own(pair: Pair) -> None:
    pair.options = {"delete": "propagate"}
    pair.left.put("author", "b", {EN: {"name": text("B"), STATUS: PUBLISHED}, FR: {"name": text("B")}}, slug="b")
    del pair.left.entries["author", "a9"]
    plan = api.plan(replace(pair.session(), max_loss=MaxLoss(cells=99)), pair.folder / "plan.jsonl")
    deletes = plan.header.counts.deletes
    assert deletes == 1
    everything = Bounds(Count(0), Count(0), 0, 0)
    assert {each.split(":")[0] for each in exceeded(plan, everything, 10)} >= {"deletes", "changes", "publishes"}
    assert exceeded(plan, Bounds(), 10) == ()
    assert exceeded(plan, Bounds(deletes=0.1), 10) == ()
    assert exceeded(plan, Bounds(deletes=0.1), 9) == ("deletes: 1",)
    assert exceeded(plan, Bounds(deletes=Count(1)), 10) == ()
    assert len(marks(plan)) >= len(list(plan.ops()))
