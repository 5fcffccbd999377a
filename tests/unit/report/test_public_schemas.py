"""Reports for programs, held against what their readers publish: schemas/README.md says whose those are."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hostile import hostile_plan
from jsonschema import Draft7Validator, Draft202012Validator

from isogloss.outcomes import Checked, Notice
from isogloss.report.json import findings_schema, render_findings_json, render_json, report_schema
from isogloss.report.junit import render_junit
from isogloss.report.model import build_report
from isogloss.report.readiness import readiness_schema
from isogloss.report.sarif import render_sarif
from isogloss.report.told import Told, told_of_check, told_of_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from isogloss.plan.data import PlanFile

    Schema = Callable[[], dict[str, object]]

SCHEMAS = Path(__file__).parent / "schemas"
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(params=["many scripts", "hostile", "check", "nothing"])
def told(request: pytest.FixtureRequest, sample_plan: PlanFile, tmp_path: Path) -> Told:
    match request.param:
        case "many scripts":
            return told_of_plan(sample_plan)
        case "hostile":
            return told_of_plan(hostile_plan(tmp_path / "plan.jsonl"))
        case "check":
            return told_of_check(Checked("acme", (), (), (), (Notice("kinds", "said"),), (), {}), "mappings/a b.yaml")
        case _:
            return told_of_check(Checked("acme", (), (), (), (), (), {}), "mappings/acme.yaml")


def test_sarif_is_of_the_schema_of_oasis(told: Told) -> None:
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    checker = Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)
    assert [each.message for each in checker.iter_errors(json.loads(render_sarif(told)))] == []


def test_junit_is_of_the_schema_of_jenkins(told: Told) -> None:
    try:
        xmlschema = importlib.import_module("xmlschema")
    except ImportError:
        if "CI" in os.environ:
            raise
        pytest.skip("xmlschema is not installed")
    schema = xmlschema.XMLSchema10(str(SCHEMAS / "jenkins-junit.xsd"))
    assert [each.reason for each in schema.iter_errors(render_junit(told))] == []


def test_json_is_of_its_own_schema(told: Told) -> None:
    if told.plan is None:
        schema, written = findings_schema(), render_findings_json(told)
    else:
        schema, written = report_schema(), render_json(build_report(told.plan), told.findings)
    assert [each.message for each in Draft202012Validator(schema).iter_errors(json.loads(written))] == []


@pytest.mark.parametrize(
    ("name", "schema"), [("plan", report_schema), ("check", findings_schema), ("readiness", readiness_schema)]
)
def test_what_was_looked_at_is_of_its_schema_and_of_no_other_shape(name: str, schema: Schema) -> None:
    checker = Draft202012Validator(schema())
    data = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    assert [each.message for each in checker.iter_errors(data)] == []
    for told in data:
        if told in schema()["required"]:
            assert not checker.is_valid({key: value for key, value in data.items() if key != told}), told
