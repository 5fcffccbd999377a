from dataclasses import replace

import pytest

from isogloss.model.address import Side
from isogloss.model.doubt import Doubt
from isogloss.model.value import Digest
from isogloss.plan.header import FORMAT, Cost, Header, PlanCounts, dump_header, load_header

HEADER = Header(
    Digest("a" * 32),
    "acme",
    "acme.yaml",
    Digest("b" * 32),
    {Side.LEFT: "webflow", Side.RIGHT: "butter"},
    "both",
    PlanCounts(
        {"op": 3, "site": 1},
        {"butter": {"delete": 2, "update": 1}, "webflow": {"delete": 1}},
        {"butter": {"en": {"update": 4}}},
        {"webflow": {"approximated": 5}},
    ),
    {"butter": Cost("butter", 3, 2, 1, 9, 0.4, 0.25)},
    "sync",
    "run-7",
    "it deletes too much",
    ("change=80%",),
    (Doubt("field-left-out", "kinds.post.webflow.note", "2 cells", 2), Doubt("field-unseen", "kinds.post", "none")),
    ("en", "de-DE"),
    {"butter": "the account"},
    {"butter": {"article": "https://edit.example/{id}"}},
    {"author": {"ada": "Ada Lovelace"}},
    "Ann",
)


def written(**changed):
    return {**dump_header(HEADER), "digest": HEADER.digest, **changed}


def test_a_header_comes_back_as_it_was():
    assert load_header(written()) == HEADER


def test_a_header_is_written_under_the_names_of_its_format():
    assert dump_header(HEADER) == {
        "isogloss_plan": FORMAT,
        "mapping": {"name": "acme", "path": "acme.yaml", "digest": "b" * 32, "purpose": ""},
        "purpose": "sync",
        "sides": {"left": "webflow", "right": "butter"},
        "flow": "both",
        "counts": {
            "records": {"op": 3, "site": 1},
            "entries": {"butter": {"delete": 2, "update": 1}, "webflow": {"delete": 1}},
            "cells": {"butter": {"en": {"update": 4}}},
            "losses": {"webflow": {"approximated": 5}},
        },
        "cost": {
            "butter": {"writes": 3, "settles": 2, "looks": 1, "reads": 9, "minutes": 0.4, "quota_share": 0.25},
        },
        "after": "run-7",
        "refused": "it deletes too much",
        "raised": ["change=80%"],
        "doubts": [
            {"rule": "field-left-out", "path": "kinds.post.webflow.note", "text": "2 cells", "count": 2},
            {"rule": "field-unseen", "path": "kinds.post", "text": "none", "count": None},
        ],
        "locales": ["en", "de-DE"],
        "accounts": {"butter": "the account"},
        "editors": {"butter": {"article": "https://edit.example/{id}"}},
        "titles": {"author": {"ada": "Ada Lovelace"}},
        "by": "Ann",
    }


def older(purpose=""):
    """A header of format 1.1."""
    data = written()
    del data["purpose"]
    return {**data, "isogloss_plan": "1.1", "mapping": {**data["mapping"], "purpose": purpose}}


@pytest.mark.parametrize(("said", "purpose"), [("", "plan"), ("import", "import"), ("restore", "restore")])
def test_an_older_header_says_its_purpose_with_its_mapping(said, purpose):
    assert load_header(older(said)).purpose == purpose


def test_an_older_program_still_finds_what_a_bundle_is_carried_for():
    for purpose, said in (("plan", ""), ("sync", ""), ("undo", ""), ("import", "import"), ("restore", "restore")):
        header = load_header(written(purpose=purpose))
        assert dump_header(header)["mapping"]["purpose"] == said
        assert dump_header(header)["purpose"] == purpose


def test_what_an_older_program_did_not_count_is_nothing():
    data = older()
    del data["after"], data["refused"]
    header = load_header({**data, "counts": {"records": {}}, "cost": {"butter": {"writes": 1, "minutes": 2}}})
    assert (header.after, header.refused, header.counts) == ("", "", PlanCounts())
    assert header.cost == {"butter": Cost("butter", 1, 0, 0, 0, 2, None)}
    assert load_header({**data, "counts": {}}).counts == PlanCounts()


@pytest.mark.parametrize(
    ("name", "nothing"),
    [("raised", ()), ("doubts", ()), ("locales", ()), ("accounts", {}), ("editors", {}), ("titles", {}), ("by", "")],
)
def test_what_an_older_program_did_not_write_is_nothing(name, nothing):
    data = written()
    del data[name]
    assert load_header(data) == replace(HEADER, **{name: nothing})


def test_ops_and_deletes_are_counted_over_both_sides():
    assert (HEADER.counts.ops, HEADER.counts.deletes) == (3, 3)
    assert (PlanCounts().ops, PlanCounts().deletes) == (0, 0)


@pytest.mark.parametrize(
    ("records", "empty"), [({}, True), ({"conflict": 2}, True), ({"op": 1}, False), ({"site": 1}, False)], ids=str
)
def test_a_plan_is_empty_that_writes_to_no_side(records, empty):
    assert load_header(written(counts={"records": records})).empty is empty


def test_the_requests_of_a_side_are_told_together():
    assert HEADER.cost["butter"].requests == 15


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        ({"purpose": "mischief"}, "'mischief' is no purpose"),
        ({"mapping": {"name": "acme"}}, "it is incomplete"),
        ({"sides": {"left": "webflow"}}, "it is incomplete"),
        ({"cost": {"butter": "much"}}, "its counts are of another shape"),
        ({"cost": {"butter": {"writes": True}}}, "True is no count"),
        ({"cost": {"butter": {"minutes": "long"}}}, "long is no number"),
        ({"cost": {"butter": {"minutes": True}}}, "True is no number"),
        ({"cost": {"butter": {"quota_share": "9" * 81}}}, f"{'9' * 80} is no number"),
        ({"raised": "change=80%"}, "its raised limits are of another shape"),
        ({"doubts": {}}, "its doubts are of another shape"),
        ({"doubts": [{"rule": "field-left-out"}]}, "a doubt is incomplete"),
        ({"doubts": [{"rule": "other", "path": "kinds.post", "text": "", "count": 1}]}, "'other' is no doubt"),
        ({"counts": {"records": []}}, "its counts are of another shape"),
        ({"counts": {"records": {"op": "9" * 81}}}, f"{'9' * 80} is no count"),
        ({"counts": {"losses": {"butter": {"approximated": None}}}}, "None is no count"),
        ({"counts": {"cells": {"butter": 3}}}, "its counts are of another shape"),
    ],
    ids=str,
)
def test_a_header_of_another_shape_is_refused(odd, why):
    with pytest.raises(ValueError, match=f"^{why}$"):
        load_header(written(**odd))
