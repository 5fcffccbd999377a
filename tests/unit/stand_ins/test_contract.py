"""Shapes of answers, held against those that are known."""

import pytest

from isogloss.http.request import Request
from isogloss.stand_ins.contract import Drifted, shapes

REQUEST = Request("GET", "/collections/61b2/items")


def drift(told: object, known: object) -> list[Drifted]:
    return list(shapes(REQUEST, told, known))


def test_rows_need_not_have_what_others_have() -> None:
    told = {"items": [{"name": "Thé"}, {"name": "Tea", "minutes": 2}]}
    known = {"items": [{"name": "Tea", "minutes": 2}, {"name": "Thé"}]}
    assert drift(told, known) == []


@pytest.mark.parametrize(
    ("row", "how", "said", "at"),
    [
        ({"name": "Tea", "branch": "main"}, "new", "a text", "items[].branch"),
        ({}, "gone", "a text", "items[].name"),
        ({"name": 5}, "other", "a number, not a text", "items[].name"),
        ({"name": {"en": "Tea"}}, "other", "an object, not a text", "items[].name"),
        ("Tea", "other", "a text, not an object", "items[]"),
    ],
)
def test_another_shape_is_told_by_its_path(row: object, how: str, said: str, at: str) -> None:
    (found,) = drift({"items": [row, row]}, {"items": [{"name": "Tea"}, {"name": None}]})
    assert (found.how, found.said, found.at) == (how, said, f"GET /collections/{{id}}/items: {at}")


@pytest.mark.parametrize("told", [{"items": []}, {"items": [{"name": None}]}])
def test_nothing_and_null_tell_nothing(told: object) -> None:
    assert drift(told, {"items": [{"name": "Tea"}]}) == []


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ({"a": ""}, {"a": [1]}),
        ({}, {"a": None}),
        ({"a": None}, {}),
        ({"fieldData": {"own": "x"}}, {"fieldData": {"other": "x"}}),
        ({"fields": {"link": "x"}}, {"fields": {"link": ["x"]}}),
    ],
)
def test_nothing_is_of_any_sort_and_fields_are_each_accounts_own(told: object, known: object) -> None:
    assert drift(told, known) == []


def test_a_field_that_holds_another_sort_is_told() -> None:
    (found,) = drift({"fieldData": {"own": "x"}}, {"fieldData": {"own": 1}})
    assert found.how == "other"
