"""``-`` in place of a path: plans and mappings go through pipes."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import small_site
import yaml
from command import isogloss, within
from sandboxes import PROMPT, Crossing

if TYPE_CHECKING:
    from sandboxes import Sandboxes

ROOT = Path(__file__).parents[2]


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, patience=PROMPT)
    made.seed({"article": {"tea": {"all": {}, "en": {"title": "Tea"}}}})
    return made


def test_a_plan_goes_through_a_pipe_to_show_and_to_apply(crossing: Crossing) -> None:
    made = within(crossing, "plan", "MAPPING", "--out", "-")
    assert (made.code, made.err) == (0, "")
    assert {"isogloss_plan"} <= json.loads(made.out.splitlines()[0]).keys(), "the plan alone is on stdout"
    shown = within(crossing, "show", "-", "--json", stdin=made.out)
    assert shown.data["counts"]["ops"] == 2
    done = within(crossing, "apply", "-", "--json", stdin=made.out)
    assert (done.code, done.data["outcomes"]) == (0, {"confirmed": 2})
    undone = within(crossing, "undo", "MAPPING", done.data["run"], "--out", "-")
    assert undone.code == 0
    assert within(crossing, "show", "-", stdin=undone.out).out.splitlines()[0].startswith("pots: ")


def test_only_one_thing_goes_to_stdout(crossing: Crossing) -> None:
    refused = within(crossing, "plan", "MAPPING", "--out", "-", "--report", "md=-")
    assert (refused.code, refused.out) == (2, "")
    assert "--out: a report goes to stdout already; give one of them a path" in refused.err


def test_what_is_no_plan_is_refused_by_the_name_of_standard_input(crossing: Crossing) -> None:
    refused = within(crossing, "apply", "-", stdin="no plan")
    assert refused.code == 2
    assert "standard-input, line 1: not a plan" in refused.err


def test_a_plan_that_limits_refuse_goes_through_the_pipe_marked(crossing: Crossing) -> None:
    within(crossing, "sync", "MAPPING")
    said = {"action": "update", "fields": {"name": "Better tea"}, "publish": True}
    crossing.source.edit(**said, collection="posts", item="tea", locale=small_site.LOCALES["en"])
    made = within(crossing, "plan", "MAPPING", "--out", "-", "--limit", "change=0")
    assert made.code == 4
    shown = within(crossing, "show", "-", stdin=made.out)
    assert "REFUSED" in shown.out
    again = within(crossing, "apply", "-", stdin=made.out)
    assert (again.code, "this plan was refused when it was made" in again.err) == (4, True)


def test_a_mapping_is_checked_as_it_comes() -> None:
    text = (ROOT / "mappings" / "two-way.yaml").read_text(encoding="utf-8")
    assert isogloss("check", "--offline", "-", stdin=text).code == 0
    broken = isogloss("check", "--offline", "-", stdin=text.replace("flow:", "flwo:"))
    assert broken.code == 2
    assert "flwo: unknown key" in broken.err


def test_the_plan_of_an_import_goes_through_pipes(crossing: Crossing, tmp_path: Path) -> None:
    words = ("MAPPING", "webflow", tmp_path / "files")
    within(crossing, "sync", "MAPPING")
    within(crossing, "export", *words)
    said = {"action": "update", "fields": {"name": "Better tea"}, "publish": True}
    crossing.source.edit(**said, collection="posts", item="tea", locale=small_site.LOCALES["en"])
    made = within(crossing, "import", *words, "--overwrite", "--out", "-")
    assert (made.code, made.err) == (0, "")
    assert {"isogloss_plan"} <= json.loads(made.out.splitlines()[0]).keys(), "the plan alone is on stdout"
    done = within(crossing, "import", *words, "--overwrite", "--plan", "-", "--json", stdin=made.out)
    assert done.code == 0, done
    assert set(done.data["outcomes"]) == {"confirmed"}, done.data["outcomes"]


def test_what_a_person_is_to_edit_goes_to_standard_output_alone(crossing: Crossing, tmp_path: Path) -> None:
    within(crossing, "sync", "MAPPING")
    made = within(crossing, "relink", "MAPPING", "--out", "-")
    assert made.code == 0, made
    assert yaml.safe_load(made.out)["isogloss_relink"], made
    assert not list(tmp_path.glob("*relink*"))


@pytest.mark.parametrize(
    "words",
    [("doctor",), ("support", "--out", "OUT"), ("rehearse",), ("check", "--strict")],
    ids=lambda words: words[0],
)
def test_a_mapping_that_comes_by_a_pipe_serves_a_command_that_needs_it_twice(
    crossing: Crossing, tmp_path: Path, words: tuple[str, ...]
) -> None:
    command, *options = (str(tmp_path / "support.zip") if word == "OUT" else word for word in words)
    ran = within(crossing, command, "-", *options, stdin=crossing.mapping.read_text(encoding="utf-8"))
    assert ran.code in (0, 1), ran
    assert "Traceback" not in ran.err
    assert "empty file" not in ran.err
    if command == "support":
        assert "name:" in zipfile.ZipFile(tmp_path / "support.zip").read("mapping.yaml").decode()


def test_explain_finds_its_line_in_a_mapping_that_comes_by_a_pipe(crossing: Crossing) -> None:
    within(crossing, "sync", "MAPPING")
    asked = ("article/tea", "title", "fr-FR", "--json")
    text = crossing.mapping.read_text(encoding="utf-8")
    typed, piped = within(crossing, "explain", "MAPPING", *asked), within(crossing, "explain", "-", *asked, stdin=text)
    assert [each["line"] for each in piped.data["said"]] == [each["line"] for each in typed.data["said"]] != []


def test_a_plan_is_rehearsed_as_it_comes(crossing: Crossing) -> None:
    made = within(crossing, "plan", "MAPPING", "--out", "-")
    ran = within(crossing, "rehearse", "-", "--json", "--confirm-within", "1", stdin=made.out)
    assert (ran.code, ran.data["applied"]["outcomes"]) == (0, {"confirmed": 2})


@pytest.mark.parametrize("words", [("sync", "MAPPING"), ("support", "MAPPING"), ("init",)], ids=lambda words: words[0])
def test_what_is_kept_as_a_file_is_not_called_by_a_dash(crossing: Crossing, words: tuple[str, ...]) -> None:
    refused = within(crossing, *words, "--out", "-")
    assert (refused.code, "this is kept as a file" in refused.err) == (2, True)
    assert not Path("-").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("export", "MAPPING", "webflow", "-"),
        ("import", "MAPPING", "webflow", "-"),
        ("plan", "MAPPING", "--runs", "-"),
        ("plan", "MAPPING", "--log-file", "-"),
        ("sandbox", "webflow", "--save", "-"),
        ("demo", "--out", "-"),
    ],
    ids=lambda words: f"{words[0]} {words[-2]}",
)
def test_a_folder_or_a_log_is_not_called_by_a_dash(
    crossing: Crossing, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(crossing.folder)
    refused = within(crossing, *words)
    assert (refused.code, "and - is none; give it a path" in refused.err) == (2, True)
    assert not Path("-").exists()
