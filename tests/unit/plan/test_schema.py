import copy
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, SCALAR_TYPES, Asset, Digest, Group, Many, Ref, Scalar, digest
from isogloss.plan.data import write_plan
from isogloss.plan.header import Cost, Header, PlanCounts
from isogloss.plan.op import (
    Adoption,
    Assumption,
    Change,
    Conflict,
    Decided,
    Drifted,
    Loss,
    Op,
    Pairing,
    Resolved,
    Step,
    Traces,
)
from isogloss.plan.record import dump_record, op_id, to_line
from isogloss.plan.schema import plan_schema

TEA = EntryKey("article", "tea")
EN = Locale("en")
TITLE = Cell(TEA, EN, "title")
OLD = Scalar("text", "old")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TRACES = Traces((digest(OLD), ABSENT), (ABSENT, digest(OLD)), (NOON, None))
ANN = Decided("k3f9t2ma", "take butter", "ann", NOON)
VALUES = [
    ABSENT,
    *(Scalar(kind, "x") for kind in sorted(SCALAR_TYPES)),
    Asset("image", "https://a/b.png", "A cup"),
    Asset("file", "https://a/b.pdf"),
    Ref(TEA),
    Many((Ref(TEA), OLD)),
    Group((("a", Many((OLD,))),)),
]


def op(*changes, verb="update"):
    made = Op(Digest(""), Side.RIGHT, verb, TEA, "", changes, (EN,), frozenset({Digest("a" * 32)}), 2)
    return replace(made, id=op_id(made))


RECORDS = [
    *(
        op(Change(TITLE, value, OLD, digest(value)), Change(Cell(TEA, SHARED, "x"), OLD, value, ABSENT))
        for value in VALUES
    ),
    op(Change(TITLE, OLD, ABSENT, ABSENT, agrees=ABSENT, merged=True)),
    op(Change(TITLE, OLD, ABSENT, digest(OLD), agrees=digest(OLD), staged=True, copied=True)),
    op(Change(Cell(TEA, EN, STATUS), DRAFT, PUBLISHED, digest(PUBLISHED)), verb="publish"),
    Conflict(TITLE, "both sides changed", OLD, ABSENT, "Tea", "more"),
    Conflict(Cell(TEA), "deletion", ABSENT, DRAFT),
    Conflict(TITLE, "both sides changed", OLD, ABSENT, traces=TRACES),
    Drifted(Cell(TEA, EN), OLD, ABSENT, kept=True),
    Drifted(TITLE, OLD, ABSENT, kept=True, traces=TRACES),
    op(Change(TITLE, OLD, ABSENT, ABSENT, decided=ANN)),
    Resolved(TITLE, ANN, "lapsed", "butter moved since it was decided", "Tea"),
    Loss(Side.LEFT, TITLE, "approximated", OLD),
    Step(Side.LEFT, Cell(TEA, EN), "do", "look"),
    Pairing(TEA, "Tea", "l1", None),
    Assumption(TITLE, OLD, ABSENT, "Tea"),
    Adoption(TEA, {EN: {"title": (digest(OLD), None), "lead": (None, None)}}),
]
HEADER = Header(
    Digest(""),
    "acme",
    "acme.yaml",
    Digest("d" * 32),
    {Side.LEFT: "webflow", Side.RIGHT: "butter"},
    "both",
    PlanCounts(
        {"op": 1},
        {"butter": {"update": 1}},
        {"butter": {"en": {"update": 2}, "*": {"update": 1}}},
        {"butter": {"approximated": 1}},
    ),
    {
        "webflow": Cost("webflow", 0, 0, 0, 2, 0.1, None),
        "butter": Cost("butter", 1, 1, 0, 2, None, 0.01),
    },
)


@pytest.fixture(scope="module")
def validator():
    return Draft202012Validator(plan_schema())


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "a.plan"
    write_plan(path, [to_line(dump_record(record)) for record in RECORDS], lambda: HEADER)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def wrong(validator, data):
    return not validator.is_valid(data)


def places(data, way=()):
    """The way to each value in some plain data."""
    if way:
        yield way
    if isinstance(data, dict | list):
        for name in data if isinstance(data, dict) else range(len(data)):
            yield from places(data[name], (*way, name))


def test_the_schema_is_published_as_it_is():
    """Who reads plans finds it without the program, and a change of the format is seen as one."""
    published = Path(__file__).parents[3] / "docs" / "plan.schema.json"
    told = json.dumps(plan_schema(), ensure_ascii=False, indent=2) + "\n"
    same = published.read_text("utf-8") == told  # a diff of so long a text takes seconds
    assert same, "isogloss schema plan > docs/plan.schema.json"


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(plan_schema())


def test_every_line_of_a_plan_is_as_the_schema_says(validator, lines):
    for line in lines:
        validator.validate(line)
    names = {line.get("record", "header") for line in lines}
    assert names == {"header", "op", "conflict", "drift", "loss", "step", "resolution", "entry", "adopt", "assume"}


def test_a_name_that_is_not_in_the_schema_is_refused_in_every_line(validator, lines):
    assert all(wrong(validator, {**line, "extra": 1}) for line in lines)


def test_every_name_of_a_line_is_needed(validator, lines):
    for line in lines:
        for name in line.keys() - {"traces"}:  # which plans of before lack
            assert wrong(validator, {key: value for key, value in line.items() if key != name}), (line, name)


def test_a_value_of_another_type_is_refused_at_every_place(lines):
    schema = plan_schema()
    for line in lines:
        # against its own kind alone, or every place would be held against all of them
        validator = Draft202012Validator({**schema, "oneOf": [{"$ref": f"#/$defs/{line.get('record', 'header')}"}]})
        for *way, last in places(line):
            if last in {"minutes", "quota_share"}:  # the only numbers that may have a fraction
                continue
            spoiled = copy.deepcopy(line)
            at = spoiled
            for name in way:
                at = at[name]
            at[last] = 0.5
            assert wrong(validator, spoiled), (line, way, last)


def test_an_unknown_name_deep_inside_is_refused(validator):
    data = dump_record(op(Change(TITLE, OLD, ABSENT, ABSENT)))
    (change,) = data["changes"]
    assert validator.is_valid(data)
    assert wrong(validator, {**data, "changes": [{**change, "force": True}]})
    assert wrong(validator, {**data, "changes": [{**change, "before": {"prose": "x"}}]})
    assert wrong(validator, {**data, "changes": [{**change, "before": {"text": "x", "number": "1"}}]})
    assert wrong(validator, {**data, "changes": [{**change, "before": {}}]})
    assert wrong(validator, {**data, "changes": [{**change, "before": {"many": []}}]})


@pytest.mark.parametrize(
    "change",
    [{"verb": "explode"}, {"on": "middle"}, {"id": "x"}, {"layer": -1}, {"layer": 1.5}, {"entry": ["a"]}],
    ids=str,
)
def test_a_value_that_no_op_has_is_refused(validator, change):
    assert wrong(validator, {**dump_record(op()), **change})


def test_another_major_format_is_another_schema(validator, lines):
    assert wrong(validator, {**lines[0], "isogloss_plan": "2.0"})
    assert validator.is_valid({**lines[0], "isogloss_plan": "1.1"})


def test_every_name_is_described():
    def undescribed(schema, path):
        for name, part in schema.get("properties", {}).items():
            if not {"description", "const"} & part.keys() and "$ref" not in part:
                yield f"{path}.{name}"
            yield from undescribed(part, f"{path}.{name}")

    found = [gap for name, part in plan_schema()["$defs"].items() for gap in undescribed(part, name)]
    assert found == []
