"""What counts as a call of which run, where workers are killed and frozen: the judgement itself, on made-up rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from calls_of_runs import Intent, Judged, judged, watched

BEGAN = datetime(2026, 11, 30, 14, 12, 27, 149_513, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


def stamped(*seconds: float) -> list[datetime]:
    """Calls as a sandbox stamps them, in whole milliseconds."""
    return [each.replace(microsecond=each.microsecond // 1000 * 1000) for each in map(at, seconds)]


FIRST = [Intent("first", at(0)), Intent("first", at(1))]
SECOND = [Intent("second", at(20)), Intent("second", at(21))]
CUT = [Intent("first", at(0)), Intent("first", at(1), answered=False)]


def test_calls_that_were_written_down_are_those_of_their_run() -> None:
    assert judged([*SECOND, *FIRST], stamped(0.1, 1.1, 20.1, 21.1)) == Judged()


def test_a_call_in_the_millisecond_in_which_it_was_written_down_is_of_its_run() -> None:
    assert judged([*FIRST, *SECOND], stamped(0, 1, 20, 21)) == Judged()


def test_what_a_woken_worker_ends_is_late() -> None:
    assert judged([*CUT, *SECOND], stamped(0.1, 20.1, 20.5, 21.1)) == Judged(late=1)


@pytest.mark.parametrize("arrived", [(0.1, 20.1, 20.5, 20.6, 21.1), (0.1, 1.1, 20.1, 20.5, 21.1)])
def test_beyond_what_is_still_under_way_nothing_may_arrive(arrived: tuple[float, ...]) -> None:
    (wrong,) = judged([*CUT, *SECOND], stamped(*arrived)).wrong
    assert "run second" in wrong


def test_a_call_that_was_answered_comes_no_second_time() -> None:
    (wrong,) = judged([*FIRST, *SECOND], stamped(0.1, 20.1, 20.5, 21.1)).wrong
    assert wrong.endswith("3 calls, 2 written down, 0 under way before")


def test_what_is_late_may_arrive_in_any_later_run_and_once() -> None:
    third = [Intent("third", at(40))]
    assert judged([*CUT, *SECOND, *third], stamped(0.1, 20.1, 21.1, 40.1, 40.2)) == Judged(late=1)
    found = judged([*CUT, *SECOND, *third], stamped(0.1, 20.1, 20.5, 21.1, 40.1, 40.2))
    assert (found.late, len(found.wrong)) == (1, 1)


def test_a_call_before_anything_was_written_down_is_nobodys() -> None:
    (wrong,) = judged(FIRST, stamped(-1, 0.1)).wrong
    assert "1 calls before anything" in wrong
    assert judged([], stamped(0)).wrong


def test_two_runs_that_take_turns_were_at_work_at_once() -> None:
    (wrong,) = judged([FIRST[0], SECOND[0], Intent("first", at(30))], stamped(0.1, 20.1, 30.1)).wrong
    assert wrong == "run first went on after another one had begun"


def test_a_run_that_is_at_work_while_it_is_looked_at_has_done_nothing_wrong() -> None:
    written, called = [], []

    def goes_on() -> None:
        written.append(Intent("only", at(len(written))))
        called.extend(stamped(len(written) - 0.9))

    def calls() -> dict[str, list[datetime]]:
        seen = {"m0": [*called]}
        goes_on()
        return seen

    def intents() -> dict[str, list[Intent]]:
        seen = {"m0": [*written]}
        goes_on()
        return seen

    goes_on()
    assert watched(["m0"], calls, intents) == {"m0": Judged()}
