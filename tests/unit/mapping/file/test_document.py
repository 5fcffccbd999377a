"""The JSON Schema of the mapping file, and that every key of it is in the reference."""

import json
import re
from pathlib import Path

import pytest
import yaml

from isogloss.adapters.platforms import ENTRIES
from isogloss.mapping.file.document import (
    BoundEntry,
    Document,
    FetchEntry,
    LimitsEntry,
    LocaleEntry,
    LockEntry,
    MovedEntry,
    schema_json,
)
from isogloss.mapping.file.kinds import FieldEntry, GroupRule, KindEntry, Place, SideField
from isogloss.model.schema import FIELD_TYPES
from isogloss.run.loading import load_text

REFERENCE = Path(__file__).parents[4] / "docs" / "mapping.md"
SECTIONS = {
    Document: "The document",
    LockEntry: "Locks",
    MovedEntry: "Changing a mapping",
    **dict.fromkeys(ENTRIES.values(), "Sides"),
    LocaleEntry: "Locales",
    KindEntry: "Kinds",
    Place: "Places",
    GroupRule: "Groups",
    FieldEntry: "Fields",
    SideField: "Another type on a side",
    FetchEntry: "Files",
    LimitsEntry: "Limits",
    BoundEntry: "Limits",
}
"""Each part of a mapping file, and the section of the reference that has a table of its keys."""


def test_the_schema_is_plain_data_with_its_draft():
    schema = json.loads(json.dumps(schema_json(ENTRIES)))

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "Isogloss mapping"
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == {"isogloss", "name", "sides", "flow", "locales", "kinds"}


def test_every_key_of_the_schema_is_described():
    schema = schema_json(ENTRIES)
    parts = [schema, *schema["$defs"].values()]

    for part in parts:
        for key, said in part["properties"].items():
            assert said.get("description"), f"{part['title']}.{key}"


def test_the_names_of_sides_are_free_keys_of_one_type_each():
    defs = schema_json(ENTRIES)["$defs"]

    assert defs["KindEntry"]["additionalProperties"] == {"$ref": "#/$defs/Place"}
    slug, form = defs["FieldEntry"]["additionalProperties"]["oneOf"]
    assert (slug["type"], form) == ("string", {"$ref": "#/$defs/SideField"})
    assert defs["LocaleEntry"]["additionalProperties"]["type"] == "string"


def rows_of(section):
    """What the tables of a section say of each key, in plain words, without where else to look."""
    text = re.search(rf"\n#+ {section}\n(.*?)(?=\n## |\n### |\Z)", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)[1]
    rows = dict(re.findall(r"^\| `(\w+)` \|(?: .* \|)? (.*?) \|$", text, re.MULTILINE))
    elsewhere = r"[;.] [Ss]ee (\[[^]]*\]\([^)]*\)|below)\.$"
    return {key: re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", re.sub(elsewhere, ".", said)) for key, said in rows.items()}


@pytest.mark.parametrize("model", SECTIONS, ids=lambda model: model.__name__)
def test_the_schema_says_of_each_key_what_the_reference_says(model):
    rows = rows_of(SECTIONS[model])

    for name, field in model.model_fields.items():
        key = field.alias or name
        assert key in rows, key
        assert field.description == "The platform of this side." or rows[key].startswith(field.description), key


def test_no_part_of_the_schema_is_without_a_section():
    assert {model.__name__ for model in SECTIONS} >= schema_json(ENTRIES)["$defs"].keys()


def test_every_type_is_in_the_reference():
    text = REFERENCE.read_text(encoding="utf-8")

    assert [name for name in FIELD_TYPES if f"| `{name}` |" not in text] == []


def test_the_examples_of_the_reference_load():
    blocks = REFERENCE.read_text(encoding="utf-8").split("```yaml\n")[1:]
    whole = [block.split("```")[0] for block in blocks if block.startswith("isogloss: 1")]

    assert whole
    for text in whole:
        assert load_text(text, resolve=False).kinds


def test_the_schema_itself_can_be_read_as_yaml():
    assert yaml.safe_load(json.dumps(schema_json(ENTRIES)))["title"] == "Isogloss mapping"
