"""Findings and cells for programs: well formed whatever the content, and none of it is taken for a command."""

import csv
import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from isogloss.outcomes import Checked, Notice
from isogloss.plan.data import PlanFile
from isogloss.report.annotations import render_annotations
from isogloss.report.chosen import chosen
from isogloss.report.html import render_findings_html
from isogloss.report.json import render_findings_json, report_schema
from isogloss.report.junit import render_junit
from isogloss.report.markdown_findings import render_findings_markdown
from isogloss.report.rules import RULES
from isogloss.report.sarif import render_sarif
from isogloss.report.sheet import render_sheet
from isogloss.report.told import Told, told_of_check, told_of_plan

ROOT = Path(__file__).parents[3]
HOSTILE = "<script>alert(1)</script> ]]> \x1b[31m %0A::error::x \n::error::forged @all =1+1 \u202e"


@pytest.fixture
def told(sample_plan: PlanFile) -> Told:
    return told_of_plan(sample_plan)


@pytest.fixture
def hostile() -> Told:
    return told_of_check(Checked("acme", (), (), (), (Notice(HOSTILE, HOSTILE),), (), {}), f"{HOSTILE}.yaml")


def test_junit_has_a_case_for_each_finding_and_each_rule_that_holds(told: Told) -> None:
    root = ET.fromstring(render_junit(told))  # noqa: S314  # our own
    (suite,) = root
    cases = [case.attrib["classname"].removeprefix("isogloss.") for case in suite]
    of_plans = {rule.id for rule in RULES.values() if rule.topic == "plan"}
    assert set(cases) == of_plans
    for rule in of_plans:
        assert cases.count(rule) == max(1, sum(each.id == rule for each in told.findings))
    failed = [case for case in suite if case.find("failure") is not None]
    assert len(failed) == sum(each.level != "note" for each in told.findings)
    for element in (root, suite):
        assert element.attrib["tests"] == str(len(suite))
        assert element.attrib["failures"] == str(len(failed))


def test_junit_holds_no_character_that_xml_forbids(told: Told, hostile: Told) -> None:
    for each in (told, hostile):
        text = render_junit(each)
        ET.fromstring(text)  # noqa: S314  # our own
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", text)


def test_sarif_names_each_rule_and_finding(told: Told) -> None:
    (run,) = json.loads(render_sarif(told))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [each.id for each in told.findings]
    assert {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]} == {
        "mappings/acme.yaml"
    }
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    for rule in run["tool"]["driver"]["rules"]:
        assert f" docs/rules.md#{rule['id']} " in rule["help"]["text"]
        assert f"\n### {rule['id']}\n" in page
    prints = [result["partialFingerprints"]["isogloss/v1"] for result in run["results"]]
    assert len(set(prints)) == len({(each.id, each.where) for each in told.findings})


def test_sarif_is_located_at_an_address_whatever_the_file_is_called(hostile: Told, tmp_path: Path) -> None:
    (run,) = json.loads(render_sarif(hostile))["runs"]
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[\w%./()=+@:-]+", uri)
    absolute = told_of_check(Checked("acme", (), (), (), (Notice("", "x"),), (), {}), str(tmp_path / "a b.yaml"))
    (run,) = json.loads(render_sarif(absolute))["runs"]
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.startswith("file:///")
    assert uri.endswith("/a%20b.yaml")


@pytest.mark.parametrize("which", ["told", "hostile"])
def test_an_annotation_is_one_command_whatever_its_words(which: str, request: pytest.FixtureRequest) -> None:
    found: Told = request.getfixturevalue(which)
    lines = render_annotations(found).splitlines()
    assert len(lines) == len(found.findings) > 0
    for line in lines:
        assert re.fullmatch(r"::(error|warning|notice) file=[^,:]+,title=[^,:]+::[^\r\n]+", line)


def test_every_cell_is_in_the_sheet_and_none_is_a_formula(sample_plan: PlanFile, told: Told) -> None:
    rows = list(csv.DictReader(StringIO("".join(render_sheet(told)))))
    changes = [change for op in sample_plan.ops() for change in op.changes if not change.touches]
    assert len([row for row in rows if row["field"] != "state"]) == len([c for c in changes if c.field != "$status"])
    made = next(row for row in rows if row["field"] == "name")
    assert (made["side"], made["verb"], made["entry"], made["before"], made["after"]) == (
        "butter",
        "create",
        "ada",
        "",
        "Ada Lovelace",
    )
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(row["after"].startswith("'-") for row in rows)  # a list, line by line


def test_the_sheet_is_of_the_part_that_was_asked_for(sample_plan: PlanFile) -> None:
    rows = csv.DictReader(StringIO("".join(render_sheet(told_of_plan(sample_plan, chosen(["locale=ja"]))))))
    assert {row["locale"] for row in rows} == {"ja", "all locales"}


def test_without_a_plan_the_sheet_has_the_findings(hostile: Told) -> None:
    (row,) = csv.DictReader(StringIO("".join(render_sheet(hostile))))
    assert (row["id"], row["level"]) == ("good-to-know", "note")


def test_a_long_plan_is_written_line_by_line(many_plan: Callable[..., PlanFile]) -> None:
    lines = render_sheet(told_of_plan(many_plan(3)))
    assert next(iter(lines)).startswith("side,verb,kind")


def test_findings_without_a_plan_have_pages_that_run_nothing(hostile: Told) -> None:
    page = render_findings_html(hostile)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    text = render_findings_markdown(hostile)
    assert "<script" not in text
    assert "1 note." in text
    assert " (*a consequence of the mapping*, `good-to-know`). Nothing, if it is meant.\n" in text
    assert json.loads(render_findings_json(hostile))["findings"][0]["id"] == "good-to-know"
    assert "\x1b" not in render_findings_json(hostile)


def test_the_schema_of_reports_knows_findings() -> None:
    schema = json.loads(json.dumps(report_schema()))["properties"]["findings"]
    assert schema["items"]["properties"]["id"]["enum"] == list(RULES)
