"""Each fault that the sandboxes can play, on writes and on reads, once and until it is mended.

Never a duplicate; what became of a run is told truthfully; and once the fault is gone, doing it again finishes the job.
Invariants 7 and 10 under trouble of every other kind than death. Waits pass at once, on a clock that is moved by hand.

``make test`` tries each fault in one of both directions in each test, and in the other one in the next.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest
import small_site
from manual_clock import ManualClock
from sandboxes import content
from whole import of

from isogloss.apply.patience import Patience
from isogloss.cli.apply import exit_code
from isogloss.errors import Interrupted, Limited, RemoteError, Unauthorized

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandboxes import Json, Sandboxes
    from uncut import Uncut

    from isogloss.outcomes import Applied

WRITES, READS = ("POST", "PATCH"), ("GET",)
FLOWS = (small_site.FORWARD, small_site.BACKWARD)

BOTH: list[Json] = [
    {"kind": "drop_before"},
    {"kind": "drop_after"},
    {"kind": "status", "status": 429},
    {"kind": "status", "status": 429, "retry_after": 3},
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 502, "html": True},
    {"kind": "status", "status": 503, "retry_after": 2},
    {"kind": "status_after", "status": 500},
    {"kind": "truncate"},
    {"kind": "html"},
    {"kind": "delay", "seconds": 0.02},
]
ON_WRITES: list[Json] = [*BOTH, {"kind": "status", "status": 400}, {"kind": "partial"}, {"kind": "never_lands"}]
ON_READS: list[Json] = [*BOTH, {"kind": "stale"}]


def named(fault: Json) -> str:
    return " ".join(str(value) for value in fault.values())


def by_turns(faults: list[Json], turn: int) -> pytest.MarkDecorator:
    """Each fault in both directions, in the part in one of them; what is done to the connection is done to a real one.

    turn: the direction in which the part begins; the next fault has the other one.
    """
    wire = {"drop_before", "drop_after", "truncate", "delay"}
    cases = of(product(faults, FLOWS), lambda place, _: (place // 2 + place) % 2 == turn)
    made_and_fault = [
        pytest.param(flow, fault, id=f"{flow}-{named(fault)}", marks=[pytest.mark.network] * (fault["kind"] in wire))
        for fault, flow in cases
    ]
    return pytest.mark.parametrize(("made", "fault"), made_and_fault, indirect=["made"])


@pytest.fixture(params=FLOWS)
def made(request: pytest.FixtureRequest, uncut: Callable[[str], Uncut]) -> Uncut:
    """The small site at its start, to be run by a clock of ours, and as patiently as a person's run."""
    found = uncut(request.param)
    return replace(found, crossing=replace(found.crossing, clock=ManualClock(), patience=Patience()))


def inject(made: Uncut, methods: tuple[str, ...], **fault: object) -> None:
    for method in methods:
        made.crossing.target.fault(method=method, **fault)


def apply_truthfully(made: Uncut) -> Applied | RemoteError:
    """Apply; a run that says it is done is done, one that is not says of what, and nothing is ever there twice."""
    try:
        applied = made.crossing.apply(made.plan)
    except RemoteError as error:
        applied = error
    else:
        assert bool(exit_code(applied)) == bool(applied.result.problems)
        if exit_code(applied) == 0:
            assert content(made.crossing.sandboxes) == made.end
    no_duplicates(made.crossing.sandboxes)
    return applied


def no_duplicates(sandboxes: Sandboxes) -> None:
    for side in content(sandboxes):
        assert not [at for at in side if at.endswith(" again")]


def finish(made: Uncut, applied: Applied | RemoteError) -> None:
    """The fault is gone: the same plan again where the run was cut, else a sync; and then nothing is left."""
    made.crossing.target.mend()
    again = made.crossing.apply(made.plan) if isinstance(applied, RemoteError) else made.crossing.sync()
    assert exit_code(again) == 0, again.result.problems
    assert content(made.crossing.sandboxes) == made.end
    made.crossing.sandboxes.forget()
    assert made.crossing.sync().result.counts() == {}
    assert made.crossing.sandboxes.writes() == []


@by_turns(ON_WRITES, 0)
def test_a_fault_on_one_write_is_got_over_or_told_and_got_over_later(made: Uncut, fault: Json) -> None:
    inject(made, WRITES, times=1, after=1, **fault)
    finish(made, apply_truthfully(made))


@by_turns(ON_WRITES, 1)
def test_a_fault_on_every_write_from_some_time_on_is_told_and_got_over_later(made: Uncut, fault: Json) -> None:
    inject(made, WRITES, times=None, after=4, **fault)
    applied = apply_truthfully(made)
    assert made.crossing.target.hits() or fault["kind"] in ("partial", "never_lands")
    finish(made, applied)


@by_turns(ON_READS, 0)
def test_a_fault_on_one_read_is_got_over(made: Uncut, fault: Json) -> None:
    inject(made, READS, times=1, after=25, **fault)
    finish(made, apply_truthfully(made))


@pytest.mark.parametrize("after", [3, 25])
@by_turns(ON_READS, 1)
def test_a_fault_on_every_read_from_some_time_on_is_told_and_got_over_later(
    made: Uncut, fault: Json, after: int
) -> None:
    inject(made, READS, times=None, after=after, **fault)
    applied = apply_truthfully(made)
    if after == 3 and isinstance(applied, RemoteError):
        assert made.crossing.sandboxes.writes() == []
    finish(made, applied)


def test_what_an_accepting_side_never_did_is_told_and_done_later(made: Uncut) -> None:
    inject(made, WRITES, kind="ignore", times=1, after=1)
    applied = apply_truthfully(made)
    assert not isinstance(applied, RemoteError)
    assert set(applied.result.counts()) & {"unconfirmed", "altered"}
    finish(made, applied)


def test_a_side_that_asks_for_an_hour_is_left_alone_at_once(made: Uncut) -> None:
    inject(made, WRITES, kind="status", status=429, retry_after=3600, times=None, after=2)
    applied = apply_truthfully(made)
    assert isinstance(applied, Limited)
    assert applied.retry_after == 3600
    assert 1 <= made.crossing.target.hits() <= made.width, "no more than left together"
    assert sum(made.crossing.clock.slept) < 60
    finish(made, applied)


@pytest.mark.parametrize("made", [small_site.FORWARD], indirect=True)
def test_what_was_turned_away_for_its_token_is_sent_again_without_waiting_for_it(made: Uncut) -> None:
    inject(made, WRITES, kind="status", status=401, times=None)
    applied = apply_truthfully(made)
    assert isinstance(applied, Unauthorized)
    assert 1 <= made.crossing.target.hits() <= made.width, "what left beside it was turned away with it"
    waited = len(made.crossing.clock.slept)
    finish(made, applied)
    assert max(made.crossing.clock.slept[waited:], default=0) < Patience().unsure / 4


def test_a_side_that_asks_for_seconds_is_waited_for(made: Uncut) -> None:
    inject(made, WRITES, kind="status", status=429, retry_after=17, times=1, after=2)
    applied = apply_truthfully(made)
    assert not isinstance(applied, RemoteError)
    assert exit_code(applied) == 0
    assert 17 in made.crossing.clock.slept


def test_a_plan_that_left_something_unsettled_is_no_obstacle_to_a_new_one(made: Uncut) -> None:
    inject(made, WRITES, kind="ignore", times=1, after=1)
    apply_truthfully(made)
    made.crossing.target.mend()
    assert exit_code(made.crossing.apply(made.crossing.plan())) in (0, 1)
    no_duplicates(made.crossing.sandboxes)


def test_a_run_that_is_stopped_between_two_requests_goes_on_from_there(made: Uncut) -> None:
    asked = 0

    def stop() -> None:
        nonlocal asked
        asked += 1
        if asked == 6:
            raise Interrupted("stopped as asked")

    session = replace(made.crossing.session(), stop=stop)
    with pytest.raises(Interrupted):
        made.crossing.apply(made.plan, session)
    sent = len(made.crossing.sandboxes.writes())
    assert 0 < sent < made.writes
    made.assert_finishes("stopped")
    assert len(made.crossing.sandboxes.writes()) == made.writes
