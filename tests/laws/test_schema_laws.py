"""What holds of the lines of a plan and its JSON Schema: what is written is as it says; what is not is told."""

import copy
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from plan_records import KINDS, headers

from isogloss.plan.header import dump_header, load_header
from isogloss.plan.record import dump_record, load_record
from isogloss.plan.schema import plan_schema

SCHEMA = plan_schema()
records = st.one_of(*KINDS.values())


def validator(data):
    """Of the kind that a line says it is, which is quicker than to hold it against every kind."""
    name = data.get("record", "header")
    known = isinstance(name, str) and name in SCHEMA["$defs"]
    return Draft202012Validator({**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{name}"}]} if known else SCHEMA)


def places(data, way=()):
    """The way to each value in some plain data."""
    if way:
        yield way
    if isinstance(data, dict | list):
        for name in data if isinstance(data, dict) else range(len(data)):
            yield from places(data[name], (*way, name))


@st.composite
def spoiled(draw, lines):
    """A line in which one value is of another type, or one name is missing or too many."""
    data = copy.deepcopy(draw(lines))
    way = draw(st.sampled_from(sorted(places(data), key=str)))
    at = data
    for name in way[:-1]:
        at = at[name]
    other = draw(st.sampled_from([None, True, 3, "other", [], {}, ["a", "b"], {"a": {}}]))
    what = draw(st.sampled_from(["other", "other", "gone", "more"]))
    if what == "other":
        at[way[-1]] = other
    elif what == "gone":
        del at[way[-1]]
    elif isinstance(at, dict):
        at["another name"] = other
    return data


@given(records)
def test_each_record_is_as_the_schema_says(record):
    data = dump_record(record)
    validator(data).validate(data)


@given(headers)
def test_each_header_is_as_the_schema_says(header):
    data = {**dump_header(header), "digest": header.digest}
    validator(data).validate(data)


@given(spoiled(records.map(dump_record)))
def test_a_spoiled_line_is_loaded_or_refused_in_a_sentence(data):
    with suppress(ValueError):
        load_record(data)


@given(spoiled(headers.map(lambda header: {**dump_header(header), "digest": header.digest})))
def test_a_spoiled_header_is_loaded_or_refused_in_a_sentence(data):
    with suppress(ValueError):
        load_header(data)
