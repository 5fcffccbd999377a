"""What a Webflow site refuses in words of its own: each is told for what it is, and nothing is sent in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
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


BILINGUAL: Json = {
    "article": {name: {"all": {}, "en": {"title": name}, "fr": {"title": f"{name}, fr"}} for name in ("a", "b", "c")}
}


@pytest.mark.parametrize("flow", [small_site.BACKWARD, small_site.BOTH])
@pytest.mark.parametrize(("counts", "room"), [("items", 2), ("variants", 4)])
def test_what_finds_no_room_waits_without_being_made_twice_and_crosses_once_there_is_room(
    sandboxes: support.Sandboxes, tmp_path: Path, flow: str, counts: str, room: int
) -> None:
    sandboxes.webflow.turn(item_limit=room, item_limit_counts=counts)
    crossing = Crossing(sandboxes, tmp_path, flow)
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    sandboxes.butter.seed(small_site.butter_seed(BILINGUAL))
    for _ in range(2):
        ran = within(crossing, "sync", "MAPPING")
        assert (ran.code, "raise the site's plan" in ran.out + ran.err) == (3, True), ran
        assert len(posts(sandboxes)) <= 4, "two in two locales"
    # what is there goes on being kept in step
    place = {"page_type": "article", "slug": "a", "locale": "en"}
    sandboxes.butter.edit(action="update", publish=True, fields={"headline": "A, edited"}, **place)
    assert within(crossing, "sync", "MAPPING").code == 3
    assert "A, edited" in posts(sandboxes)
    sandboxes.webflow.turn(item_limit=0)
    settled(crossing.sync())
    assert len(posts(sandboxes)) == 6
    at_rest(crossing)


@pytest.mark.parametrize("flow", [small_site.BACKWARD, small_site.BOTH])
def test_where_domains_differ_everything_waits_as_a_draft_is_told_and_goes_live_once_a_person_published(
    sandboxes: support.Sandboxes, tmp_path: Path, flow: str
) -> None:
    sandboxes.webflow.turn(domains_differ=True)
    crossing = Crossing(sandboxes, tmp_path, flow)
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    sandboxes.butter.seed(small_site.butter_seed(BILINGUAL))
    for again in range(2):
        sandboxes.forget()
        ran = within(crossing, "sync", "MAPPING")
        assert ran.code == 3, ran
        assert "Publish the whole site to all its domains at once, then run again" in ran.out + ran.err
        assert len(posts(sandboxes)) == 6
        if again:
            assert {line["path"].rpartition("/")[2] for line in sandboxes.writes()} == {"publish"}, "no more than that"
    rows = [row for each in sandboxes.webflow.state()["collections"] for row in each["items"]]
    assert not [row for row in rows if row["lastPublished"]]
    sandboxes.webflow.turn(domains_differ=False)
    settled(crossing.sync())
    at_rest(crossing)
    rows = [row for each in sandboxes.webflow.state()["collections"] for row in each["items"]]
    assert all(row["lastPublished"] for row in rows)


def test_a_source_whose_domains_differ_is_read_as_ever(sandboxes: support.Sandboxes, tmp_path: Path) -> None:
    sandboxes.webflow.turn(domains_differ=True)
    crossing = Crossing(sandboxes, tmp_path, small_site.FORWARD)
    crossing.seed(BILINGUAL)
    settled(crossing.sync())
    at_rest(crossing)
