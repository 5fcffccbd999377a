"""The line that tells how long work goes on: what it counts, how it guesses, and when it says nothing."""

import time

import pytest

from isogloss.cli.watching import HEARTBEAT, Watching
from isogloss.http.observe import Sent, Tally


def watching(total=None, *, seconds=10.0, quiet=False):
    made = Watching("applying", total, quiet=quiet)
    made._began -= seconds
    made._stage -= seconds
    return made


def test_without_a_total_entries_are_counted():
    one = watching()
    assert one.line() == "applying · 0 requests, 0.0/s"
    one.merged(300)
    assert one.line() == "applying · 300 entries · 0 requests, 0.0/s"


@pytest.mark.parametrize(
    ("total", "done", "left"), [(20, 10, "about 10 s left"), (200, 10, "about 3 min left"), (20, 20, "about 0 s left")]
)
def test_what_is_left_is_guessed_from_what_was_done(total, done, left):
    one = watching(total)
    for _ in range(done):
        one.op_done()
    assert one.line() == f"applying · {done} of {total} ops · 0 requests, 0.0/s · {left}"


def test_each_stage_is_guessed_by_its_own_pace():
    one, tally = watching(seconds=0.0), Tally()
    observer = one.observer(tally)
    one.stage("reading", 40)
    one._stage -= 10
    one._began -= 10
    assert one.line() == "applying · reading, 0 of about 40 · 0 requests, 0.0/s"
    for _ in range(10):
        observer.sent(Sent("GET", "/items", 200, 0.1, 0.0))
    assert one.line() == "applying · reading, 10 of about 40 · 10 requests, 1.0/s · about 30 s left"
    for _ in range(31):
        observer.sent(Sent("GET", "/items", 200, 0.1, 0.0))
    assert "left" not in one.line(), "more is read than the last time"
    one.stage("comparing", 2000)
    one._stage -= 10
    one.merged(500)
    assert one.line().startswith("applying · 500 of 2000 entries · ")
    assert one.line().endswith(" · about 30 s left")
    one.stage("applying", 20)
    one._stage -= 10
    one.op_done()
    assert one.line().startswith("applying · 1 of 20 ops · ")
    assert one.line().endswith(" · about 3 min left")


def test_what_nobody_counted_before_is_read_without_a_guess():
    one, tally = watching(seconds=0.0), Tally()
    one.stage("reading", None)
    one.observer(tally).sent(Sent("GET", "/items", 200, 0.1, 0.0))
    assert one.line().startswith("applying · reading · 1 request, ")
    assert one.left() is None


def test_nothing_is_guessed_before_the_first_op():
    assert "left" not in watching(20).line()


def test_what_is_waited_for_is_told_until_an_op_has_its_outcome():
    one = watching(20)
    one.waiting(3)
    assert one.line().endswith(" · waiting for 3")
    one.op_done()
    assert "waiting" not in one.line()


def test_an_observer_counts_for_the_tally_and_for_the_line():
    one, tally = watching(seconds=200.0), Tally()
    observer = one.observer(tally)
    for _ in range(400):
        observer.sent(Sent("GET", "/items", 200, 0.1, 0.0))
    assert tally.total == 400
    assert "400 requests, 2.0/s" in one.line()  # also where the machine took some seconds for it


def test_off_a_terminal_a_line_is_written_from_time_to_time(capsys):
    one = watching()
    one.merged(1)
    assert capsys.readouterr().err == ""
    one._told = time.monotonic() - HEARTBEAT
    one.merged(2)
    one.merged(3)
    assert capsys.readouterr().err.startswith("applying · 2 entries")


def test_on_a_terminal_one_line_is_written_over_and_wiped_at_the_end(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with watching() as one:
        one._told = time.monotonic() - 1
        one.merged(1000)
        one._told = time.monotonic() - 1
        one.waiting(0)
    begun, first, second, blank, end = capsys.readouterr().err.split("\r")[1:]
    assert begun.startswith("applying · 0 requests")
    assert first.startswith("applying · 1000 entries")
    assert len(second) >= len(first.rstrip())
    assert blank.strip() == end == ""


def test_who_is_told_to_be_quiet_says_nothing(capsys):
    one = watching(quiet=True)
    one._told = time.monotonic() - HEARTBEAT
    one.merged(2)
    assert capsys.readouterr() == ("", "")
