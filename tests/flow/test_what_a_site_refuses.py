"""What a Webflow site refuses in words of its own: each is told for what it is, and nothing is sent in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import small_site
from command import within
from sandboxes import Crossing, at_rest, settled

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]


def site(*names: str) -> Json:
    return {"article": {name: {"all": {}, "en": {"title": name}} for name in names}}


def posts(sandboxes: support.Sandboxes) -> set[str]:
    state = sandboxes.webflow.state()
    return {row["fieldData"]["name"] for each in state["collections"] for row in each["items"]}


def test_a_plan_that_is_full_is_told_as_for_ever_and_is_not_asked_once_for_each_item(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    sandboxes.webflow.turn(item_limit=2)
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.seed(site("a", "b", "c", "d", "e", "f"))
    ran = within(crossing, "sync", "MAPPING")
    assert ran.code == 3
    assert "the side's plan takes no more items" in ran.out + ran.err
    assert "raise the site's plan" in ran.out + ran.err
    assert "plan again" not in (ran.out + ran.err).lower()
    assert len(posts(sandboxes)) == 2, "there was room for two"
    inserts = [line for line in sandboxes.webflow.writes() if line["path"].endswith("/insert")]
    assert len(inserts) == 4, "all at once, then one by one until the first that found no room"
    sandboxes.webflow.turn(item_limit=0)
    settled(crossing.sync())
    assert len(posts(sandboxes)) == 6
    at_rest(crossing)
