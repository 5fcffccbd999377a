"""What is kept of each run in files beside the state: for people to look at, and to finish a run that was cut."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from manual_clock import ManualClock
from sandboxes import PROMPT, Crossing, at_rest, content
from small_site import BOTH

from isogloss import api
from isogloss.errors import Interrupted, StateError
from isogloss.outcomes import Run
from isogloss.run.filing import folder_of, prunable
from isogloss.state.opened import open_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sandboxes import Sandboxes

    from isogloss.api import Applied, Session

SITE: dict[str, Any] = {
    "article": {f"post-{n}": {"all": {}, "en": {"title": f"T {n}"}, "fr": {"title": f"F {n}"}} for n in range(3)}
}


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, patience=PROMPT)
    made.seed(SITE)
    return made


def keeping(crossing: Crossing, **more: Any) -> Session:
    return replace(crossing.session(), runs=crossing.folder / "runs", **more)


def synced(crossing: Crossing, **more: Any) -> Applied:
    return api.sync(keeping(crossing, **more), crossing.folder / "sync.jsonl")


def kept(crossing: Crossing) -> dict[str, Path]:
    return {path.name: path for path in sorted((crossing.folder / "runs" / "pots").iterdir())}


def edited(crossing: Crossing, title: str) -> None:
    crossing.source.edit(
        action="update",
        collection="posts",
        item="post-0",
        locale=small_site.LOCALES["en"],
        fields={"name": title},
        publish=True,
    )


def test_a_run_leaves_its_plan_log_result_and_report_to_its_owner_alone(crossing: Crossing) -> None:
    before = os.umask(0)
    try:
        ran = within(crossing, "sync", "MAPPING")
    finally:
        os.umask(before)
    (run,) = kept(crossing).values()
    assert {path.name for path in run.iterdir()} == {"plan.jsonl", "log.jsonl", "result.json", "report.html"}
    for path in (run.parents[1], run.parent, run, *run.iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert (run / "plan.jsonl").read_bytes() == (crossing.folder / "sync.jsonl").read_bytes()
    result = json.loads((run / "result.json").read_text())
    assert (result["run"], result["exit"], result["format_version"]) == (run.name, ran.code, "1.0")
    log = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    assert [each["event"] for each in log] == ["run begun", *["op settled"] * log[0]["ops"], "run ended"]
    assert all(each["timestamp"].endswith("Z") for each in log)
    page = (run / "report.html").read_text()
    assert "T 1" in page
    assert f"<h1>Run {run.name} of" in page
    assert "Nothing has been written." not in page
    assert within(crossing, "sync", "MAPPING").code == 0
    (newest,) = set(kept(crossing).values()) - {run}
    assert {path.name for path in newest.iterdir()} == {"plan.jsonl", "log.jsonl", "result.json"}, "nothing to report"


def test_a_run_that_wrote_nothing_keeps_no_report_whatever_waits(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, BOTH, patience=PROMPT)
    crossing.seed(SITE)
    assert within(crossing, "sync", "MAPPING").code == 0
    edited(crossing, "Left")
    crossing.sandboxes.butter.edit(
        action="update", page_type="article", slug="post-0", locale="en", fields={"headline": "Right"}, publish=True
    )
    before = set(kept(crossing))
    assert within(crossing, "sync", "MAPPING").code == 1
    ((_, newest),) = (run for run in kept(crossing).items() if run[0] not in before)
    assert json.loads((newest / "result.json").read_text())["conflicts"] == 1
    assert {path.name for path in newest.iterdir()} == {"plan.jsonl", "log.jsonl", "result.json"}
    shown = within(crossing, "show", newest.name, "--report", "html=-")
    assert "1 conflict" in shown.out


def test_runs_are_kept_where_the_person_says(crossing: Crossing, tmp_path: Path) -> None:
    assert within(crossing, "sync", "MAPPING", "--runs", tmp_path / "elsewhere").code == 0
    assert not (crossing.folder / "runs").exists()
    (run,) = (tmp_path / "elsewhere" / "pots").iterdir()
    assert (run / "plan.jsonl").exists()


def test_a_cut_run_is_finished_although_its_plan_was_written_over(crossing: Crossing) -> None:
    answers = iter([None] * 3)

    def stop() -> None:
        if next(answers, "stop"):
            raise Interrupted("stopped")

    with pytest.raises(Interrupted):
        synced(crossing, stop=stop)
    (crossing.folder / "sync.jsonl").write_text("another plan, by now")
    told = within(crossing, "status", "MAPPING", "--json").data["cut"]
    (run,) = kept(crossing).values()
    assert told["plan"] == str(run / "plan.jsonl")
    log = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    assert (log[-1]["event"], log[-1]["error"]) == ("failed", "Interrupted")
    synced(crossing)
    log = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    assert log[-1]["event"] == "run ended"
    assert crossing.rows("select state from isogloss_run order by seq") == ["finished", "finished"]
    at_rest(crossing)


def test_after_so_many_days_a_run_goes_unless_it_is_the_newest_or_can_be_gone_on_with(crossing: Crossing) -> None:
    crossing.clock = ManualClock(datetime(2026, 11, 1, tzinfo=UTC))
    crossing.write_mapping(("freshness: 600\n", "freshness: 600\nkeep: 7\n"))
    stranger = crossing.folder / "runs" / "pots" / "notes"
    stranger.mkdir(parents=True)
    first = synced(crossing).run
    crossing.clock.sleep(6 * 86400)
    second = synced(crossing).run
    assert kept(crossing).keys() == {"notes", first, second}
    crossing.clock.sleep(2 * 86400)
    third = synced(crossing).run
    assert kept(crossing).keys() == {"notes", second, third}
    crossing.clock.sleep(90 * 86400)
    assert kept(crossing).keys() == {"notes", second, third}, "only a run prunes"
    fourth = synced(crossing).run
    assert kept(crossing).keys() == {"notes", fourth}


@pytest.mark.parametrize(
    ("states", "goes"),
    [
        (["finished"], []),
        (["failed", "finished", "failed", "finished"], [1, 2, 3]),
        (["unsettled", "interrupted", "finished", "finished"], [2, 3]),
        (["finished", "running"], [1]),
    ],
)
def test_what_may_be_gone_on_with_stays(states: list[str], goes: list[int]) -> None:
    names = [f"20260101-00000{9 - n}-abcd" for n in range(len(states))]
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    runs = [
        Run(name, "d", "p", "m", "sync", 1, state, begun)  # newest first
        for name, state in zip(names, states, strict=True)
    ]
    later = begun + timedelta(days=400)
    assert prunable(names, runs, later) == sorted(names[n] for n in goes)
    assert prunable(["notes", "20250101", ".plan"], runs, later) == []
    assert prunable(["20250101-000000-dead"], runs, later) == ["20250101-000000-dead"], "of a state that was lost"
    assert prunable(names, runs, begun) == []


@pytest.mark.parametrize(
    ("name", "folder"),
    [("pots", "pots"), ("a/b", "a%2Fb"), ("..", "%2E."), (".hidden", "%2Ehidden"), ("#import-x", "#import-x")],
)
def test_no_name_of_a_mapping_leads_out_of_the_folder(tmp_path: Path, name: str, folder: str) -> None:
    found = folder_of(tmp_path, name, "run")
    assert found.relative_to(tmp_path).parts == (folder, "run")


def test_a_plan_that_cannot_be_kept_is_not_carried_out(crossing: Crossing) -> None:
    (crossing.folder / "runs").write_text("a file where the folder would be")
    ran = within(crossing, "sync", "MAPPING")
    assert ran.code == 5
    assert "the plan of the run cannot be kept" in ran.err
    assert "Nothing was written." in ran.err
    assert crossing.sandboxes.writes() == []
    (crossing.folder / "runs").unlink()
    assert within(crossing, "sync", "MAPPING").code == 0
    at_rest(crossing)


def test_what_cannot_be_kept_afterwards_is_told_and_nothing_else_is_lost(crossing: Crossing) -> None:
    (crossing.folder / "runs" / "pots").mkdir(parents=True)
    session = keeping(crossing)

    class Filling:
        """The disk is full as soon as the plan is kept: a folder lies where the log would be."""

        def __call__(self, event: str, **facts: object) -> None:
            if event == "run begun":
                (crossing.folder / "runs" / "pots" / str(facts["run"]) / "log.jsonl").mkdir()

    applied = api.sync(replace(session, log=Filling()), crossing.folder / "sync.jsonl")
    assert "not all of the run could be kept there" in applied.unkept
    assert crossing.rows("select state from isogloss_run") == ["finished"]
    at_rest(crossing)


def _failure(crossing: Crossing) -> StateError | None:
    try:
        synced(crossing)
    except StateError as error:
        return error
    return None


@contextmanager
def small_disk(monkeypatch: pytest.MonkeyPatch, pages: int) -> Iterator[None]:
    """A disk on which a state has room for so many pages."""
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def bounded(*told: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*told, **named)
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", bounded)
        yield


def test_a_disk_that_is_full_while_the_state_is_written_loses_nothing(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "whole").mkdir()
    whole = Crossing(sandboxes, tmp_path / "whole", patience=PROMPT)
    many = {f"post-{n}": {"all": {}, "en": {"title": f"T {n}" * 40}, "fr": {"title": "F"}} for n in range(20)}
    whole.seed({"article": many})
    with open_state(str(whole.state), "pots", whole.clock):
        pass
    page = 4096
    least = whole.state.stat().st_size // page
    synced(whole)
    most = whole.state.stat().st_size // page
    ended = content(sandboxes)
    sandboxes.fresh()
    (tmp_path / "full").mkdir()
    crossing = Crossing(sandboxes, tmp_path / "full", patience=PROMPT)
    crossing.seed({"article": many})
    with open_state(str(crossing.state), "pots", crossing.clock):
        pass
    full = 0
    for pages in range(least, most + 40, 2):
        with small_disk(monkeypatch, pages):
            ended_by = _failure(crossing)
        if ended_by is None:
            break
        full += 1
        assert ended_by.exit_code == 5
        assert "disk is full" in str(ended_by)
        assert "that there is room" in str(ended_by)
    assert full > 2, f"never full between {least} and {most} pages"
    assert content(sandboxes) == ended, "something is doubled, or missing"
    at_rest(crossing)
