import pytest

from isogloss.model.address import Side
from isogloss.model.value import Digest
from isogloss.plan.header import Cost, Header, PlanCounts, dump_header, load_header

HEADER = Header(
    Digest("a" * 32),
    "acme",
    "acme.yaml",
    Digest("b" * 32),
    {Side.LEFT: "webflow", Side.RIGHT: "butter"},
    "both",
    PlanCounts({"op": 3, "site": 1}, {"butter": {"delete": 2, "update": 1}, "webflow": {"delete": 1}}),
    {"butter": Cost("butter", 3, 2, 1, 9, 0.4, None)},
)


def written(**changed):
    return {**dump_header(HEADER), "digest": HEADER.digest, **changed}


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
    "odd",
    [
        {"purpose": "mischief"},
        {"mapping": {"name": "acme"}},
        {"sides": {"left": "webflow"}},
        {"cost": {"butter": "much"}},
        {"cost": {"butter": {"writes": True}}},
        {"cost": {"butter": {"minutes": "long"}}},
        {"counts": {"records": []}},
        {"counts": {"records": {"op": "many"}}},
        {"counts": {"losses": {"butter": {"approximated": None}}}},
        {"counts": {"cells": {"butter": 3}}},
    ],
    ids=str,
)
def test_a_header_of_another_shape_is_refused(odd):
    with pytest.raises(ValueError, match=r"no purpose|incomplete|another shape|no count|no number"):
        load_header(written(**odd))
