"""``isogloss jobs``: which mappings are run by the clock, and what a person may do to them. No service is at work."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from command import isogloss

ROOT = Path(__file__).parents[2]
PROJECT = """\
isogloss: 1
mappings:
  two-way: {file: two-way.yaml, schedule: "0 6 * * *", zone: Europe/Berlin, lane: shop}
  first: {file: first.yaml}
"""
EXAMPLE = (ROOT / "mappings" / "two-way.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ISOGLOSS_STATE", raising=False)
    name = next(line for line in EXAMPLE.splitlines() if line.startswith("name: "))
    for each in ("two-way", "first"):
        (tmp_path / f"{each}.yaml").write_text(EXAMPLE.replace(name, f"name: {each}"), encoding="utf-8")
    (tmp_path / "isogloss.yaml").write_text(PROJECT, encoding="utf-8")
    return tmp_path


def listed(*words: str) -> dict[str, dict]:
    ran = isogloss("jobs", *words, "--json")
    assert ran.code == 0, ran.err
    return {job["mapping"]: job for job in ran.data["jobs"]}


def test_a_project_that_nobody_served_yet_is_listed_and_nothing_is_made(folder: Path) -> None:
    jobs = listed()
    assert list(jobs) == ["first", "two-way"]
    assert (jobs["first"]["schedule"], jobs["first"]["zone"]) == ("*/15 * * * *", "UTC")
    assert (jobs["two-way"]["schedule"], jobs["two-way"]["zone"], jobs["two-way"]["lane"]) == (
        "0 6 * * *",
        "Europe/Berlin",
        "shop",
    )
    assert datetime.fromisoformat(jobs["two-way"]["next"]).minute == 0
    assert (jobs["first"]["turns"], jobs["first"]["conflicts"], jobs["first"]["waiting"]) == ([], 0, False)
    assert not (folder / ".isogloss").exists()
    told = isogloss("jobs").out
    assert "0 6 * * * Europe/Berlin" in told
    assert "Nobody serves this state now" in told


def test_a_person_pauses_resumes_and_asks(folder: Path) -> None:
    assert "first: paused; isogloss jobs resume" in isogloss("jobs", "pause", "first").err
    assert listed()["first"]["next"] is None
    assert "paused" in isogloss("jobs").out
    assert "first: due next at 2" in isogloss("jobs", "resume", "first").err
    assert listed()["first"]["next"]
    asked = isogloss("jobs", "run", "two-way")
    assert asked.code == 0
    assert "two-way: nobody serves this state now, so it begins with the next isogloss serve" in asked.err
    jobs = listed()
    assert (jobs["two-way"]["waiting"], jobs["first"]["waiting"]) == (True, False)
    assert isogloss("jobs", "run", "two-way", "--json").data["mapping"] == "two-way"


def test_what_was_done_in_a_state_is_listed_without_a_project(folder: Path) -> None:
    isogloss("jobs", "pause", "first")
    (folder / "isogloss.yaml").unlink()
    assert list(listed()) == ["first"]
    assert "no mapping two-way is run by the clock here" in isogloss("jobs", "run", "two-way").err


def test_a_single_mapping_needs_no_project(folder: Path) -> None:
    (folder / "isogloss.yaml").unlink()
    assert isogloss("jobs").out.startswith("No mapping is run by the clock yet")
    assert list(listed("--project", "first.yaml")) == ["first"]
    assert isogloss("jobs", "run", "first", "--project", "first.yaml").code == 0
    assert listed()["first"]["waiting"]


def test_a_mapping_of_another_name_is_told(folder: Path) -> None:
    (folder / "isogloss.yaml").write_text(PROJECT.replace("  first:", "  second:"), encoding="utf-8")
    ran = isogloss("jobs")
    assert ran.code == 2
    assert "mappings.second: the mapping in first.yaml is called first; write that here" in ran.err


def test_a_mapping_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "first.yaml").unlink()
    ran = isogloss("jobs")
    assert (ran.code, "mappings.first.file: first.yaml: the mapping cannot be read" in ran.err) == (2, True)


def test_a_mapping_that_was_run_and_cannot_be_read_now_hides_no_other(folder: Path) -> None:
    isogloss("jobs", "pause", "first")
    (folder / "first.yaml").write_text("isogloss: [", encoding="utf-8")
    assert list(listed()) == ["first", "two-way"]
    assert isogloss("jobs", "run", "two-way").code == 0
    (folder / "two-way.yaml").unlink()
    assert isogloss("jobs", "resume", "first").code == 0
    assert list(listed()) == ["first", "two-way"]


@pytest.mark.parametrize("words", [["pause"], ["halt", "first"], ["run", "first", "two-way"]])
def test_other_words_are_refused(folder: Path, words: list[str]) -> None:
    ran = isogloss("jobs", *words)
    assert (ran.code, "Say isogloss jobs, or isogloss jobs pause, resume or run" in ran.err) == (2, True)


def test_a_misspelt_name_is_told_with_the_nearest(folder: Path) -> None:
    ran = isogloss("jobs", "pause", "frist")
    assert (ran.code, "did you mean first?" in ran.err) == (2, True)


def test_a_command_without_a_run_tells_programs_in_objects_on_stderr_and_in_the_file_of_the_log(folder: Path) -> None:
    ran = isogloss("jobs", "pause", "first", "--log", "json", "--log-file", "log.jsonl")
    assert (ran.code, ran.out) == (0, "")
    (said,) = map(json.loads, ran.err.splitlines())
    assert (said["level"], said["event"], said["message"].split(";")[0]) == ("warning", "warned", "first: paused")
    assert datetime.fromisoformat(said["timestamp"]).tzinfo is not None
    assert json.loads((folder / "log.jsonl").read_text(encoding="utf-8")) == said
