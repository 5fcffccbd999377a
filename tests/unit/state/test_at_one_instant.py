"""Two at one instant, on both databases: what one looked at is still so when it writes, or it hears of the other."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from isogloss.decide.resolution import Resolution
from isogloss.errors import StateError
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Digest
from isogloss.schedule.tick import Schedule
from isogloss.state import agenda as module
from isogloss.state.agenda import Agenda, open_agenda
from isogloss.state.opened import State, open_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Opener
    from manual_clock import ManualClock

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CELL = Cell(EntryKey("article", "tea"), Locale("fr"), "title")
FIRST = Resolution("k3f9t2ma", CELL, "content", (Digest("a" * 32), ABSENT), "take", Side.LEFT, ABSENT, "ann", NOON)
SECOND = replace(FIRST, take=Side.RIGHT, by="bea", at=NOON + timedelta(seconds=1))


@pytest.fixture
def impatient(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the same state, for whoever does not wait for others."""
    monkeypatch.setattr("isogloss.state.location.BUSY_SECONDS", 0.02)
    if not address.startswith("postgresql"):
        return address
    waits = make_url(address).update_query_dict({"options": "-c lock_timeout=20"})
    return waits.render_as_string(hide_password=False)


@pytest.fixture
def other(impatient: str, clock: ManualClock, tmp_path: Path) -> Callable[[], object]:
    """Somebody else with the same mapping, who does not wait."""

    @contextmanager
    def opened() -> Iterator[State]:
        with open_state(impatient, f"{tmp_path}/acme", clock) as state:
            yield state

    return opened


def test_whoever_decides_looks_and_writes_alone(state: State, other: Opener) -> None:
    """Two first decisions have no row in common; without a lock each would find nothing open, on PostgreSQL."""

    def looks(_: str, there: Resolution | None) -> None:
        assert there is None
        with other() as somebody, pytest.raises(StateError, match="lock"):
            somebody.resolutions.record([SECOND])

    state.resolutions.record([FIRST], look=looks)
    assert state.resolutions.open() == [FIRST]
    with other() as somebody:
        (made,) = somebody.resolutions.record([SECOND])
    assert (made.replaces, state.resolutions.open()) == (FIRST, [SECOND])


def test_whoever_takes_back_looks_and_writes_alone(state: State, other: Opener) -> None:
    state.resolutions.record([FIRST])

    def looks(_: str, there: Resolution | None) -> None:
        assert there == FIRST
        with other() as somebody, pytest.raises(StateError, match="lock"):
            somebody.resolutions.record([SECOND])

    assert state.resolutions.withdraw([FIRST.conflict], "ann", look=looks) == [FIRST.conflict]
    assert state.resolutions.open() == []


def test_a_look_that_finds_something_else_leaves_everything_as_it_was(state: State) -> None:
    state.resolutions.record([FIRST])
    new = replace(SECOND, conflict="new0new0")

    def looks(_: str, there: Resolution | None) -> None:
        if there is not None:
            raise LookupError

    for act in (lambda: state.resolutions.record([new, SECOND], look=looks),) * 2:
        with pytest.raises(LookupError):
            act()
    with pytest.raises(LookupError):
        state.resolutions.withdraw([new.conflict, FIRST.conflict], look=looks)
    assert [(kept.resolution, kept.status) for kept in state.resolutions.all()] == [(FIRST, "open")]


@pytest.fixture
def agenda(address: str, clock: ManualClock) -> Iterator[Agenda]:
    with open_agenda(address, clock) as opened:
        yield opened


def test_what_was_decided_about_a_plan_is_looked_at_and_replaced_by_one_alone(
    agenda: Agenda, impatient: str, clock: ManualClock
) -> None:
    agenda.approvals.ask("acme", "aaaa", "aaaa.jsonl", "changes: 1")

    def looks(there: object) -> None:
        assert there.fate == "waiting"
        with open_agenda(impatient, clock) as somebody:
            for act in (
                lambda: somebody.approvals.decide("aaaa", "rejected", "Bea"),
                lambda: somebody.approvals.ask("acme", "bbbb", "bbbb.jsonl", "changes: 2"),
            ):
                with pytest.raises(StateError, match="lock"):
                    act()

    assert agenda.approvals.decide("aaaa", "approved", "Ann", look=looks)
    asked = agenda.approvals.of("acme")
    assert (asked.fate, asked.by) == ("approved", "Ann")
    with pytest.raises(LookupError):
        agenda.approvals.decide("aaaa", "rejected", "Bea", look=lambda _: next(iter(()), None) or _lost())
    assert agenda.approvals.of("acme") == asked
    assert not agenda.approvals.ask("acme", "bbbb", "bbbb.jsonl", "changes: 2", over=replace(asked, fate="waiting"))
    assert agenda.approvals.of("acme") == asked
    assert agenda.approvals.decide("aaaa", "rejected", "Bea")
    assert not agenda.approvals.carried_out(asked)
    assert agenda.approvals.decide("aaaa", "approved", "Ann")
    assert agenda.approvals.carried_out(asked)
    assert not agenda.approvals.carried_out(asked)


def _lost() -> None:
    raise LookupError


def test_a_mapping_goes_on_as_its_project_says_by_then(
    agenda: Agenda, impatient: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To go on writes the whole row: nobody else may write it between the look and that."""
    said = Schedule("acme", "acme.yaml", "0 6 * * *", "UTC", "default", None, NOON)
    agenda.register([said])
    agenda.pause("acme")
    real, tried = module.renewed, []

    def meanwhile(*told: object) -> Schedule:
        if not tried:
            tried.append(told)
            with open_agenda(impatient, clock) as somebody, pytest.raises(StateError, match="lock"):
                somebody.pause("acme")
        return real(*told)

    monkeypatch.setattr(module, "renewed", meanwhile)
    assert agenda.resume("acme")
    assert (len(tried), agenda.schedules()["acme"].paused) == (1, False)


def test_what_is_done_to_a_job_is_told_in_the_transaction_that_does_it(
    agenda: Agenda, monkeypatch: pytest.MonkeyPatch
) -> None:
    agenda.register([Schedule("beta", "beta.yaml", "0 6 * * *", "UTC", "default", None, NOON)])
    before = len(agenda.audit.last("beta"))
    acts = (lambda: agenda.ask("beta", "person", "Ann"), lambda: agenda.pause("beta", "Ann"))
    acts += (lambda: agenda.resume("beta", "Ann"),)
    assert all(act() for act in acts)
    told = [(each.who, each.did) for each in agenda.audit.last("beta")][: len(acts)]
    assert told == [("Ann", "resumed"), ("Ann", "paused"), ("Ann", "asked for a run")]
    for act in (agenda.pause, agenda.resume):
        assert not act("nobody", "Ann")
    assert (agenda.ask("nobody", "person", "Ann"), agenda.audit.last("nobody")) == (False, [])

    def broken(*_: object) -> None:
        raise LookupError

    agenda.pause("beta")
    row = agenda.schedules()["beta"]
    monkeypatch.setattr(module, "note", broken)
    for act in acts:
        with pytest.raises(LookupError):
            act()
    assert (agenda.schedules()["beta"], "beta" in agenda.asked()) == (row, False)
    assert len(agenda.audit.last("beta")) == before + len(acts)
