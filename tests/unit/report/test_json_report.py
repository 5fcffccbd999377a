import json
from dataclasses import asdict

import jsonschema

from isogloss.report.json import FORMAT, render_json, report_data, report_schema
from isogloss.report.parts import Report


def test_the_document_is_the_whole_report(report: Report) -> None:
    data = json.loads(render_json(report))
    assert data.pop("format_version") == FORMAT == "1.0"
    assert data == json.loads(json.dumps(asdict(report)))


def test_the_document_follows_its_schema(report: Report) -> None:
    schema = report_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(render_json(report)), schema)
    assert next(iter(schema["properties"])) == "format_version"


def test_the_schema_refuses_another_shape(report: Report) -> None:
    data = json.loads(render_json(report))
    data["conflicts"][0]["reason"] = "spite"
    assert not jsonschema.Draft202012Validator(report_schema()).is_valid(data)


def test_content_is_as_it_is_but_no_terminal_obeys_it(report: Report) -> None:
    text = render_json(report)
    assert not {"\x1b", "\x9b", "\u202e"} & set(text)
    assert "緑茶" in text
    assert any("\x1b[31mred" in conflict["detail"] for conflict in json.loads(text)["conflicts"])


def test_half_a_character_can_be_written(report: Report) -> None:
    assert report_data(report)["format_version"] == "1.0"
    odd = Report(**{**{name: getattr(report, name) for name in Report.__slots__}, "mapping": "a\ud800"})
    text = render_json(odd)
    assert json.loads(text.encode())["mapping"] == "a\ud800"
