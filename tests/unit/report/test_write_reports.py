import json
from pathlib import Path

import pytest

from isogloss.errors import UsageError
from isogloss.plan.data import PlanFile
from isogloss.report.parts import Limits
from isogloss.report.told import told_of_plan
from isogloss.report.write import write_reports


def test_one_reading_makes_every_format(sample_plan: PlanFile, tmp_path: Path) -> None:
    targets = [("html", tmp_path / "deep/plan.html"), ("md", tmp_path / "plan.md"), ("json", tmp_path / "plan.json")]
    write_reports(told_of_plan(sample_plan), targets)
    assert (tmp_path / "deep/plan.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "plan.md").read_text(encoding="utf-8").startswith("## Plan for acme")
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["mapping"] == "acme"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "plan.json", "plan.md"]


def test_limits_hold_for_every_format(sample_plan: PlanFile, tmp_path: Path) -> None:
    write_reports(told_of_plan(sample_plan), [("json", tmp_path / "plan.json")], Limits(records=1))
    assert len(json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["conflicts"]) == 1


def test_an_unknown_format_is_refused_before_anything_is_written(sample_plan: PlanFile, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="htm is no format of a report; did you mean html"):
        write_reports(told_of_plan(sample_plan), [("md", tmp_path / "plan.md"), ("htm", tmp_path / "plan.htm")])
    assert not list(tmp_path.iterdir())


def test_an_old_report_is_replaced_whole(sample_plan: PlanFile, tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("old " * 100_000)
    write_reports(told_of_plan(sample_plan), [("md", path)])
    assert "old old" not in path.read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_leaves_nothing_behind(sample_plan: PlanFile, tmp_path: Path) -> None:
    (tmp_path / "plan.md").mkdir()
    with pytest.raises(UsageError, match=r"plan\.md: the report cannot be written .* Choose another path"):
        write_reports(told_of_plan(sample_plan), [("md", tmp_path / "plan.md")])
    assert [path.name for path in tmp_path.iterdir()] == ["plan.md"]


def test_without_targets_the_plan_is_not_read(sample_plan: PlanFile, tmp_path: Path) -> None:
    write_reports(told_of_plan(PlanFile(tmp_path / "missing.plan", sample_plan.header)), [])
    assert not list(tmp_path.iterdir())
