"""A field that the mapping says all locales share, and that differs between them on a side that keeps one for each.

As a source it is told as a loss, for one of the values is carried; on the target as drift, for one is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import Crossing, settled

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandbox, Sandboxes

Json = dict[str, Any]
SITE: Json = {
    "topic": {"tea": {"all": {"tint": "#1f6f8b"}, "en": {"name": "Tea"}, "fr": {"name": "Thé"}}},
    "article": {"pot": {"all": {"featured": True}, "en": {"title": "Pot"}, "fr": {"title": "Théière"}}},
}
FORWARD, BACKWARD = small_site.FORWARD, small_site.BACKWARD


def another_french(side: Sandbox) -> None:
    """In French the topic has another colour, and the article is not featured."""
    if side.name == "webflow":
        tint, featured = {"collection": "topics", "item": "tea"}, {"collection": "posts", "item": "pot"}
        locale = "fr-FR"
    else:
        (item,) = side.state()["items"]
        tint, featured = {"collection": "topics", "id": item["id"]}, {"page_type": "article", "slug": "pot"}
        locale = "fr"
    side.edit(action="update", locale=locale, fields={"tint": "#000000"}, publish=True, **tint)
    side.edit(action="update", locale=locale, fields={"featured": False}, publish=True, **featured)


def places(records: list[Json]) -> set[tuple[str, str, str]]:
    return {(each["entry"][0], each["locale"], each["field"]) for each in records}


BOTH_CELLS = {("topic", "fr-FR", "tint"), ("article", "fr-FR", "featured")}


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_a_shared_field_that_differs_between_locales_of_the_source_is_told_as_a_loss(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, flow)
    crossing.seed(SITE)
    another_french(crossing.source)
    assert within(crossing, "plan", "MAPPING").code == 0
    plan = crossing.plan()
    losses = [each for each in lines_of(plan, "loss") if each["reason"] == "shared field differs between locales"]
    assert places(losses) == BOTH_CELLS
    assert {each["on"] for each in losses} == {"right" if flow == FORWARD else "left"}
    assert [each["value"] for each in losses if each["field"] == "featured"] == [{"flag": "false"}]
    settled(crossing.apply(plan))
    assert crossing.sync().result.counts() == {}


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_a_shared_field_that_differs_between_locales_of_the_target_is_told_as_drift(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, flow)
    crossing.seed(SITE)
    settled(crossing.sync())
    assert list(lines_of(crossing.plan(), "drift")) == []
    another_french(crossing.target)
    said = within(crossing, "plan", "MAPPING")
    assert (said.code, "Drift: " in said.out) == (0, True), said.out
    plan = crossing.plan()
    drifts = list(lines_of(plan, "drift"))
    assert places(drifts) == BOTH_CELLS
    (flag,) = [each for each in drifts if each["field"] == "featured"]
    shown = ("left", "right") if flow == FORWARD else ("right", "left")
    assert [flag[side] for side in shown] == [{"flag": "true"}, {"flag": "false"}]
    assert flag["kept"] is True
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["outcomes"], done.data["drifts"]) == (0, {}, 2), done.out


def test_where_both_sides_lead_each_shared_field_that_differs_is_told_as_a_loss(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.seed(SITE)
    settled(crossing.sync())
    another_french(sandboxes.butter)
    plan = crossing.plan()
    assert (places(list(lines_of(plan, "loss"))), list(lines_of(plan, "op", "drift"))) == (BOTH_CELLS, [])
