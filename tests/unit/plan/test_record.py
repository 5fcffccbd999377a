import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from isogloss.merge.change import Traces
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Digest, Group, Many, Ref, Scalar, digest
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
    Remark,
    Resolved,
    SitePublish,
    Step,
)
from isogloss.plan.record import dump_record, load_op, load_record, op_id, placed, to_line

TEA = EntryKey("article", "tea")
EN = Locale("en")
TITLE = Cell(TEA, EN, "title")
OLD, NEW = Scalar("text", "old"), Scalar("text", "new")
A, B = Digest("a" * 32), Digest("b" * 32)
ANN = Decided("k3f9t2ma", "take butter", "ann", datetime(2026, 11, 21, 12, tzinfo=UTC))

CHANGE = Change(TITLE, OLD, NEW, digest(NEW))
OP = Op(A, Side.RIGHT, "update", TEA, "Tea", (CHANGE,), (EN,), frozenset({B}), 3)


NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "traces",
    [
        Traces((A, B), (B, A), (NOON, NOON.replace(hour=13))),
        Traces((A, ABSENT), (ABSENT, B), (NOON, None)),
        Traces((ABSENT, B), (A, ABSENT), (None, NOON)),
        Traces((ABSENT, ABSENT), (ABSENT, ABSENT)),
    ],
    ids=["both", "left", "right", "neither"],
)
def test_what_a_decision_is_bound_to_comes_back_as_it_was(traces):
    for record in (
        Conflict(TITLE, "both sides changed", OLD, NEW, "Tea", "why", traces),
        Drifted(TITLE, OLD, NEW, kept=True, label="Tea", traces=traces),
        replace(OP, changes=(replace(CHANGE, decided=replace(ANN, marks=traces.marks)),)),
    ):
        assert load_record(dump_record(record)) == record


def test_what_a_decision_is_bound_to_is_written_under_the_names_of_the_format():
    written = dump_record(Drifted(TITLE, OLD, NEW, kept=True, traces=Traces((A, ABSENT), (B, A), (NOON, None))))
    assert written["traces"] == {"marks": [A, None], "base": [B, A], "changed": ["2026-11-21T12:00:00+00:00", None]}


def test_a_line_is_compact_sorted_and_keeps_unicode():
    assert to_line({"b": [1, None], "a": "thé\n"}) == '{"a":"thé\\n","b":[1,null]}'


def test_an_op_is_one_object():
    assert dump_record(OP) == {
        "record": "op",
        "id": A,
        "layer": 3,
        "needs": [B],
        "on": "right",
        "verb": "update",
        "entry": ["article", "tea"],
        "label": "Tea",
        "present": ["en"],
        "changes": [
            {
                "locale": "en",
                "field": "title",
                "before": {"text": "old"},
                "after": {"text": "new"},
                "source": digest(NEW),
            }
        ],
    }


@pytest.mark.parametrize(
    "change",
    [
        CHANGE,
        Change(TITLE, ABSENT, NEW, ABSENT),
        Change(TITLE, OLD, ABSENT, ABSENT, agrees=ABSENT),
        Change(TITLE, OLD, NEW, A, agrees=B, merged=True, staged=True, copied=True),
        Change(TITLE, OLD, NEW, A, decided=ANN),
        Change(Cell(TEA, EN, STATUS), DRAFT, PUBLISHED, A),
        Change(TITLE, Many((Ref(TEA),)), Group((("a", OLD),)), A),
    ],
    ids=str,
)
@pytest.mark.parametrize("verb", ["create", "update", "link", "publish", "unpublish", "archive", "delete"])
def test_an_op_is_loaded_as_it_was_dumped(change, verb):
    op = Op(A, Side.LEFT, verb, TEA, "Tea", (change,), (EN,))
    assert load_op(json.loads(to_line(dump_record(op)))) == op


WRONG = [
    {"verb": "explode"},
    {"on": "middle"},
    {"entry": ["article"]},
    {"layer": "0"},
    {"changes": {}},
    {"changes": ["title"]},
    {"changes": [{"locale": "en"}]},
    {"changes": [{"locale": None, "field": "title", "before": None, "after": None, "source": None}]},
    {"changes": [{"locale": "en", "field": "title", "before": "old", "after": None, "source": None}]},
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_not_of_the_shape_of_an_op_is_refused(wrong):
    with pytest.raises(ValueError, match=r"not a|is not a valid Side"):
        load_op({**dump_record(OP), **wrong})


@pytest.mark.parametrize("name", [name for name in dump_record(OP) if name != "record"])
def test_an_op_that_lacks_something_is_refused(name):
    data = dump_record(OP)
    del data[name]
    with pytest.raises(ValueError, match="not an op"):
        load_op(data)


def test_a_record_of_an_older_plan_has_no_label():
    data = dump_record(Drifted(TITLE, OLD, NEW, kept=True, label="Tea"))
    del data["label"]
    assert load_record(data) == Drifted(TITLE, OLD, NEW, kept=True)


CONFLICT = dump_record(Conflict(TITLE, "both sides changed", OLD, ABSENT))
PAIRING = dump_record(Pairing(TEA, "Tea", "l1", None))
LONG = "x" * 90


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "'None' is no kind of record"),
        ({"record": LONG}, f"{LONG[:80]!r} is no kind of record"),
        ({**CONFLICT, "reason": LONG}, f"{LONG[:80]!r} is no reason"),
        ({**CONFLICT, "detail": None}, "detail is missing"),
        ({**CONFLICT, "locale": 3}, "its place is missing"),
        ({**CONFLICT, "field": 3}, "its place is missing"),
        ({name: value for name, value in CONFLICT.items() if name != "entry"}, "its place is missing"),
        ({**dump_record(Loss(Side.LEFT, TITLE, "approximated", OLD)), "reason": "x"}, "'x' is no reason"),
        ({**dump_record(Remark(TITLE, "back after its deletion")), "about": "x"}, "'x' is no about"),
        ({**dump_record(Resolved(TITLE, ANN, "lapsed")), "fate": "x"}, "'x' is no fate"),
        ({**dump_record(Resolved(TITLE, ANN, "lapsed")), "decided": "x"}, "whose decision it is is missing"),
        ({**dump_record(Step(Side.LEFT, TITLE, "do", "look")), "todo": 1}, "todo is missing"),
        ({**dump_record(Step(Side.LEFT, TITLE, "do", "look")), "check": 1}, "check is missing"),
        ({**dump_record(SitePublish(Side.LEFT)), "waits": 1}, "waits is missing"),
        ({**PAIRING, "left": 3}, "its ids are missing"),
        ({**PAIRING, "right": 3}, "its ids are missing"),
        ({**PAIRING, "label": 3}, "label is missing"),
        ({**dump_record(Adoption(TEA, {})), "cells": 3}, "its cells are missing"),
        ({**dump_record(Adoption(TEA, {})), "cells": {"en": 3}}, "its cells are missing"),
        (
            {**dump_record(Adoption(TEA, {})), "cells": {"en": {"title": [LONG]}}},
            f"not a pair of digests: {str([LONG])[:80]}",
        ),
        ({"record": "op", "id": LONG}, f"not an op: {str({'record': 'op', 'id': LONG})[:80]}"),
        ({**dump_record(OP), "changes": [LONG]}, f"not a change: {LONG[:80]}"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_is_wrong_with_a_record_is_told(data, said):
    with pytest.raises(ValueError, match=rf"^{re.escape(said)}$"):
        load_record(data)


def other(**more):
    return Op(**{**{name: getattr(OP, name) for name in Op.__slots__}, **more})


@pytest.mark.parametrize(
    "changed",
    [
        other(on=Side.LEFT),
        other(verb="publish"),
        other(entry=EntryKey("article", "milk")),
        other(label="Milk"),
        other(present=()),
        other(changes=()),
        other(changes=(Change(TITLE, OLD, NEW, A),)),
        other(changes=(Change(TITLE, OLD, OLD, digest(NEW)),)),
        other(changes=(Change(TITLE, ABSENT, NEW, digest(NEW)),)),
        other(changes=(Change(Cell(TEA, EN, "lead"), OLD, NEW, digest(NEW)),)),
        other(changes=(Change(Cell(TEA, Locale("fr"), "title"), OLD, NEW, digest(NEW)),)),
        other(changes=(Change(TITLE, OLD, NEW, digest(NEW), agrees=ABSENT),)),
        other(changes=(Change(TITLE, OLD, NEW, digest(NEW), merged=True),)),
        other(changes=(Change(TITLE, OLD, NEW, digest(NEW), staged=True),)),
        other(changes=(Change(TITLE, OLD, NEW, digest(NEW), copied=True),)),
    ],
)
def test_another_content_has_another_id(changed):
    assert op_id(changed) != op_id(OP)


def test_an_id_does_not_depend_on_the_place_in_the_order():
    assert op_id(other(id=B, needs=frozenset(), layer=0)) == op_id(OP)


def test_a_line_is_placed_without_being_parsed():
    unplaced = other(needs=frozenset(), layer=0, label='"layer":0,"needs":[]')
    line = placed(to_line(dump_record(unplaced)), 7, {B, A})
    assert load_op(json.loads(line)) == other(needs=frozenset({A, B}), layer=7, label='"layer":0,"needs":[]')
    assert line == to_line(dump_record(replace(unplaced, needs=frozenset({A, B}), layer=7)))


RECORDS = [
    (OP, "op"),
    (
        Conflict(TITLE, "both sides changed", OLD, ABSENT, "Tea", "more"),
        {
            "record": "conflict",
            "entry": ["article", "tea"],
            "locale": "en",
            "field": "title",
            "reason": "both sides changed",
            "detail": "more",
            "left": {"text": "old"},
            "right": None,
            "label": "Tea",
        },
    ),
    (
        Drifted(Cell(TEA), OLD, NEW, kept=True, label="Tea"),
        {
            "record": "drift",
            "entry": ["article", "tea"],
            "locale": None,
            "field": None,
            "kept": True,
            "label": "Tea",
            "left": {"text": "old"},
            "right": {"text": "new"},
        },
    ),
    (
        Loss(Side.RIGHT, TITLE, "approximated", OLD, "why"),
        {
            "record": "loss",
            "entry": ["article", "tea"],
            "locale": "en",
            "field": "title",
            "on": "right",
            "reason": "approximated",
            "value": {"text": "old"},
            "detail": "why",
        },
    ),
    (
        Assumption(TITLE, OLD, NEW, "Tea"),
        {
            "record": "assume",
            "entry": ["article", "tea"],
            "locale": "en",
            "field": "title",
            "label": "Tea",
            "left": {"text": "old"},
            "right": {"text": "new"},
        },
    ),
    (
        Remark(Cell(TEA), "back after its deletion", "Tea", "why"),
        {
            "record": "remark",
            "entry": ["article", "tea"],
            "locale": None,
            "field": None,
            "about": "back after its deletion",
            "label": "Tea",
            "detail": "why",
        },
    ),
    (
        Step(Side.LEFT, TITLE, "do", "look", "do so"),
        {
            "record": "step",
            "entry": ["article", "tea"],
            "locale": "en",
            "field": "title",
            "on": "left",
            "todo": "do",
            "check": "look",
            "many": "do so",
        },
    ),
    (
        Pairing(TEA, "Tea", "l1", None),
        {"record": "entry", "entry": ["article", "tea"], "label": "Tea", "left": "l1", "right": None},
    ),
    (
        Adoption(TEA, {EN: {"title": (A, None)}}),
        {"record": "adopt", "entry": ["article", "tea"], "cells": {"en": {"title": [A, None]}}},
    ),
]


@pytest.mark.parametrize(("record", "data"), RECORDS, ids=lambda value: type(value).__name__)
def test_every_record_is_one_object_that_names_its_kind(record, data):
    assert dump_record(record) == (dump_record(OP) if data == "op" else data)


SPELLED = Scalar("text", "old", "old ")


@pytest.mark.parametrize(
    ("record", "names"),
    [
        (Conflict(TITLE, "both sides changed", SPELLED, SPELLED), {"left", "right"}),
        (Drifted(TITLE, SPELLED, SPELLED, kept=True), {"left", "right"}),
        (Loss(Side.RIGHT, TITLE, "approximated", SPELLED), {"value"}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_written_by_nobody_is_told_without_its_own_spelling(record, names):
    data = dump_record(record)
    assert {name: data[name] for name in names} == {key: {"text": "old"} for key in names}


@pytest.mark.parametrize("detail", ["", "locked: legal text"])
def test_drift_has_a_sentence_more_only_where_there_is_one(detail):
    drift = Drifted(TITLE, OLD, NEW, kept=True, detail=detail)
    data = dump_record(drift)
    assert data.get("detail") == (detail or None)
    assert ("detail" in data) is bool(detail)
    assert load_record(data) == drift
