import json

from click.testing import CliRunner

from isogloss.cli.app import app
from isogloss.model.schema import FIELD_TYPES


def test_types_prints_what_each_type_keeps_in_a_field_of_another() -> None:
    shown = CliRunner().invoke(app, ["types"])
    assert shown.exit_code == 0
    lines = [re_spaced(line) for line in shown.output.splitlines()]
    assert "group text, long_text, fields exact" in lines
    assert "images image approximated all pictures but the first" in lines


def test_types_as_data_has_a_grade_for_every_pair() -> None:
    found = json.loads(CliRunner().invoke(app, ["types", "--json"]).output)["types"]
    assert set(found) == set(FIELD_TYPES)
    assert all(set(row) == {*FIELD_TYPES, "fields"} for row in found.values())
    assert all(found[type_][type_] == "exact" for type_ in FIELD_TYPES)
    assert found["rich_text"]["long_text"] == "approximated"
    assert found["flag"]["reference"] == "impossible"


def re_spaced(line: str) -> str:
    return " ".join(line.split())
