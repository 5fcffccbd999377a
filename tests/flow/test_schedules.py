"""What a person set to go live later on ButterCMS: it crosses as a draft, and the plan says so and says when."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, settled
from whole import of

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]
SITE: Json = {"article": {"tea": {"all": {}, "en": {"title": "Tea"}}, "cup": {"all": {}, "en": {"title": "Cup"}}}}
PAGE: Json = {"page_type": "article", "slug": "tea", "locale": "en"}


def scheduled(crossing: Crossing, at: str) -> None:
    crossing.sandboxes.butter.edit(action="schedule", at=at, **PAGE)


def told(crossing: Crossing) -> list[str]:
    found = [loss for loss in lines_of(crossing.plan(), "loss") if loss["reason"] == "goes live at a set time"]
    assert {(loss["entry"][1], loss["field"]) for loss in found} <= {("tea", "$status")}
    return [loss["detail"] for loss in found]


FLOWS_AND_ZONES = list(product((small_site.BACKWARD, small_site.BOTH), ("Z", "+05:30")))


@pytest.mark.parametrize(("flow", "zone"), of(FLOWS_AND_ZONES, lambda place, _: place in (0, 3)))
def test_a_scheduled_page_crosses_as_a_draft_and_the_plan_says_when_it_goes_live_there(
    sandboxes: support.Sandboxes, tmp_path: Path, flow: str, zone: str
) -> None:
    sandboxes.butter.turn(timestamp_zone=zone, page_scheduled=True)
    crossing = Crossing(sandboxes, tmp_path, flow)
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    sandboxes.butter.seed(small_site.butter_seed(SITE))
    sandboxes.butter.edit(action="unpublish", **PAGE)
    scheduled(crossing, "2031-12-01T09:00:00Z")
    (said,) = told(crossing)
    assert said == (
        "will go live on butter at 2031-12-01T09:00:00Z, and is a draft until then; "
        "the next run after that publishes it here"
    )
    assert "goes live at a set time" in within(crossing, "plan", "MAPPING").out
    settled(crossing.sync())
    posts = next(each for each in sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    assert {row["fieldData"]["name"]: row["isDraft"] for row in posts["items"]} == {"Tea": True, "Cup": False}
    at_rest(crossing)

    scheduled(crossing, "2032-01-01T00:00:00Z")
    (said,) = told(crossing)
    assert "2032-01-01T00:00:00Z" in said
    at_rest(crossing)

    sandboxes.butter.edit(action="publish", **PAGE)
    assert told(crossing) == []
    settled(crossing.sync())
    at_rest(crossing)


def test_what_is_scheduled_over_a_live_page_is_told_with_its_time(sandboxes: support.Sandboxes, tmp_path: Path) -> None:
    sandboxes.butter.turn(page_scheduled=True)
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.seed(SITE)
    settled(crossing.sync())
    sandboxes.butter.edit(action="update", fields={"headline": "Green tea"}, **PAGE)
    scheduled(crossing, "2031-12-01T09:00:00Z")
    (said,) = told(crossing)
    assert "2031-12-01T09:00:00Z" in said
    assert crossing.ops() == []


def test_a_page_that_shows_that_it_is_scheduled_and_not_when_is_told_too(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.seed(SITE)
    sandboxes.butter.edit(action="unpublish", **PAGE)
    scheduled(crossing, "2031-12-01T09:00:00Z")
    (said,) = told(crossing)
    assert said.startswith("will go live on butter at a time that it does not tell, and is a draft until then")
    settled(crossing.sync())
    at_rest(crossing)


def test_an_account_that_shows_no_schedule_is_told_of_none(sandboxes: support.Sandboxes, tmp_path: Path) -> None:
    sandboxes.butter.turn(status_keys=False)
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.seed(SITE)
    sandboxes.butter.edit(action="unpublish", **PAGE)
    scheduled(crossing, "2031-12-01T09:00:00Z")
    assert told(crossing) == []
