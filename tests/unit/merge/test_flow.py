"""What the words about a kind's flow permit on each side."""

import pytest

from isogloss.merge.flow import Flows, together, written_sides
from isogloss.model.address import Side
from isogloss.model.locale import Locale

EN, FR = Locale("en"), Locale("fr")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
WAYS = ["left to right", "right to left", "both", "off"]


@pytest.mark.parametrize("flow", WAYS)
def test_a_flow_is_told_by_the_sides_that_it_writes_to(flow):
    assert together(frozenset(written_sides(flow))) == flow


@pytest.mark.parametrize("flow", WAYS)
def test_entries_are_made_where_the_kind_is_written_whatever_is_said_of_its_parts(flow):
    flows = Flows(flow, {EN: "both"}, {"title": "both"}, {(EN, "title"): "both"})
    assert [side for side in Side if flows.makes(side)] == list(written_sides(flow))


@pytest.mark.parametrize(
    ("flows", "sides"),
    [
        (Flows("off"), []),
        (Flows("left to right"), [RIGHT]),
        (Flows("off", {FR: "right to left"}), [LEFT]),
        (Flows("both", fields={"title": "left to right"}), [RIGHT]),
        (Flows("both", {FR: "both"}, {"title": "off"}), []),  # a field's word is nearer than a locale's
        (Flows("off", fields={"lead": "both"}), []),
        (Flows("off", cells={(FR, "title"): "right to left"}), [LEFT]),
        (Flows("off", cells={(FR, "lead"): "right to left"}), []),
        (Flows("left to right", cells={(FR, "title"): "right to left"}), [LEFT, RIGHT]),
    ],
)
def test_a_field_is_carried_to_a_side_where_any_of_its_cells_is(flows, sides):
    assert [side for side in Side if flows.carries(side, "title")] == sides


@pytest.mark.parametrize(
    ("flows", "sides"),
    [
        (Flows("off"), []),
        (Flows("left to right"), [RIGHT]),
        (Flows("both", {FR: "left to right"}), [RIGHT]),
        (Flows("off", {EN: "both"}), []),
        (Flows("off", fields={"title": "right to left"}), [LEFT]),
        (Flows("off", cells={(FR, "title"): "left to right"}), [RIGHT]),
        (Flows("off", cells={(EN, "title"): "left to right"}), []),
        (Flows("both", gone=frozenset({FR})), []),
        (Flows("both", gone=frozenset({EN})), [LEFT, RIGHT]),
    ],
)
def test_a_locale_is_reached_where_anything_of_it_is_written(flows, sides):
    assert [side for side in Side if flows.reaches(side, FR)] == sides


@pytest.mark.parametrize(
    ("flows", "sides"),
    [
        (Flows("off"), ()),
        (Flows("left to right"), (RIGHT,)),
        (Flows("off", {FR: "right to left"}, {"title": "left to right"}), (LEFT, RIGHT)),
        (Flows("off", cells={(FR, "title"): "right to left"}), (LEFT,)),
    ],
)
def test_the_sides_that_anything_is_written_to_are_told_left_first(flows, sides):
    assert flows.written() == sides
