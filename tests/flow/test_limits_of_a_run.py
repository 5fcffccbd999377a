"""A run that may send only so many requests, or take only so long: it stops between two, and the next goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from manual_clock import ManualClock
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, at_rest, content

from isogloss import api
from isogloss.errors import Spent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sandboxes import Sandboxes

    from isogloss.api import Allowance, Applied

FLOWS = [small_site.FORWARD, small_site.BACKWARD]
SITE: dict[str, Any] = {
    "article": {f"post-{n}": {"all": {}, "en": {"title": f"T {n}"}, "fr": {"title": f"F {n}"}} for n in range(3)}
}


def crossing(sandboxes: Sandboxes, folder: Path, flow: str, **more: Any) -> Crossing:
    made = Crossing(sandboxes, folder, flow, patience=PROMPT, **more)
    made.seed(SITE)
    return made


def synced(crossing: Crossing, **allowed: Any) -> Applied:
    session = replace(crossing.session(), allowance=api.Allowance(**allowed))
    return api.sync(session, crossing.out("sync"))


def bounded(crossing: Crossing, **allowed: Any) -> Applied | Spent:
    """What becomes of a sync that may spend so much."""
    try:
        return synced(crossing, **allowed)
    except Spent as spent:
        return spent


def runs(crossing: Crossing, allowance: Allowance) -> Iterator[tuple[int, Applied]]:
    """One sync after the other, each with so many requests, until one is not stopped."""
    out = crossing.out("sync")
    for _ in range(200):
        crossing.sandboxes.forget()
        applied = api.sync(replace(crossing.session(), allowance=allowance), out)
        yield len(crossing.sandboxes.log()), applied
        if applied.stopped is None:
            return
    raise AssertionError("it never came to its end")


@pytest.mark.parametrize("flow", FLOWS)
def test_a_sync_of_few_requests_at_a_time_ends_where_an_unbounded_one_ends(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    (tmp_path / "whole").mkdir()
    whole = crossing(sandboxes, tmp_path / "whole", flow)
    reading = sum(cost.reads for cost in whole.plan().header.cost.values())
    assert synced(whole).stopped is None
    ended = content(sandboxes)
    sandboxes.fresh()
    (tmp_path / "parts").mkdir()
    parts = crossing(sandboxes, tmp_path / "parts", flow)
    most = reading + 4
    left = []
    for sent, applied in runs(parts, api.Allowance(requests=most)):
        assert sent <= most
        assert sum(sum(spent.values()) for spent in applied.requests.values()) == sent, "some are not counted"
        if applied.stopped is not None:
            assert "--max-requests" in applied.stopped.why
            left.append(applied.stopped.ops)
    assert len(left) > 1, "it was never stopped"
    assert content(sandboxes) == ended, "something is doubled, or missing"
    at_rest(parts)
    sent_, intended = parts.sent_and_intended()
    assert sent_ <= intended
    assert parts.rows("select count(*) from isogloss_intent where seq not in (select intent from isogloss_answer)") == [
        0
    ], "an intent without its answer"


@pytest.mark.parametrize("flow", FLOWS)
def test_wherever_it_is_stopped_every_intent_has_its_answer_and_the_next_run_goes_on(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    open_ = "select count(*) from isogloss_intent where seq not in (select intent from isogloss_answer)"
    (tmp_path / "whole").mkdir()
    whole = crossing(sandboxes, tmp_path / "whole", flow)
    synced(whole)
    total, ended = len(sandboxes.log()), content(sandboxes)
    for most in range(total % 2 + 1, total, 2):
        sandboxes.fresh()
        (tmp_path / str(most)).mkdir()
        made = crossing(sandboxes, tmp_path / str(most), flow)
        sandboxes.forget()
        applied = bounded(made, requests=most)
        if isinstance(applied, Spent):
            assert "nothing was written" in str(applied)
            assert sandboxes.writes() == []
        else:
            assert applied.stopped is not None
            assert made.rows(open_) == [0]
            assert made.rows("select state from isogloss_run") == ["interrupted"]
        assert len(sandboxes.log()) == most
        assert synced(made).stopped is None
        assert content(sandboxes) == ended


def test_a_run_stops_when_its_minutes_are_over(sandboxes: Sandboxes, tmp_path: Path) -> None:
    class Slow(ManualClock):
        """A second passes each time that somebody asks."""

        def monotonic(self) -> float:
            self.sleep(1)
            return super().monotonic()

    made = crossing(sandboxes, tmp_path, small_site.FORWARD, clock=Slow())
    made.write_mapping(("freshness: 600\n", "freshness: 3600\n"))
    stopped = 0
    for minutes in range(2, 60):
        applied = bounded(made, minutes=minutes)
        if isinstance(applied, Spent):
            assert "--max-minutes" in str(applied)
        elif applied.stopped is None:
            break
        else:
            assert "--max-minutes" in applied.stopped.why
            stopped += 1
    assert stopped
    at_rest(made)


def test_the_commands_say_what_is_left_and_end_with_1(sandboxes: Sandboxes, tmp_path: Path) -> None:
    made = Crossing(sandboxes, tmp_path)
    made.seed(SITE)
    none = within(made, "sync", "MAPPING", "--max-requests", 3)
    assert none.code == 1
    assert "Reading both sides takes more, so nothing was written." in none.err
    assert sandboxes.writes() == []
    planned = within(made, "plan", "MAPPING", "--json")
    reads = sum(cost["reads"] for cost in planned.data["cost"])
    for again in range(50):
        ran = within(made, "apply", "PLAN", "--max-requests", reads + 3, *(["--json"] if again else ["-q"]))
        if ran.code == 0:
            break
        assert ran.code == 1
        if again:
            assert ran.data["stopped"]["ops"] > 0
        else:
            assert "Stopped: " in ran.out
            assert "Run the same command again to go on." in ran.out
    assert again > 1
    assert ran.data["stopped"] is None
    at_rest(made)
    assert list(lines_of(made.plan(), "op")) == []


@pytest.mark.parametrize("words", [("--max-requests", "0"), ("--max-minutes", "0"), ("--max-requests", "x")])
def test_a_limit_that_makes_no_sense_is_refused(sandboxes: Sandboxes, tmp_path: Path, words: tuple[str, str]) -> None:
    made = Crossing(sandboxes, tmp_path)
    ran = within(made, "sync", "MAPPING", *words)
    assert (ran.code, sandboxes.log()) == (2, [])
    assert words[0] in ran.err


def test_a_sync_that_first_finishes_what_was_left_tells_both_of_that_and_of_itself(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = crossing(sandboxes, tmp_path, small_site.FORWARD)
    reading = sum(cost.reads for cost in made.plan().header.cost.values())
    assert within(made, "sync", "MAPPING", "--max-requests", reading + 4).code == 1
    ran = within(made, "sync", "MAPPING", "--json")
    assert (ran.code, ran.data["outcomes"], ran.data["before"]["outcomes"].keys()) == (0, {}, {"confirmed"})
    assert within(made, "sync", "MAPPING", "--json").data["before"] is None


def test_the_last_words_of_a_sync_tell_what_it_finished_first(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = crossing(sandboxes, tmp_path, small_site.FORWARD)
    reading = sum(cost.reads for cost in made.plan().header.cost.values())
    assert within(made, "sync", "MAPPING", "--max-requests", reading + 4).code == 1
    ran = within(made, "sync", "MAPPING")
    first, rest = ran.out.split("That run had been left unfinished. Then both sides were looked at anew:")
    assert ", taken up again\n" in first
    assert "confirmed" in first
    assert "There was nothing to write." in rest
    said = [line for line in ran.err.splitlines() if line.startswith("isogloss: summary")]
    assert [" resumed=1 " in line for line in said] == [True, False]
    assert " confirmed=0 " not in said[0]
