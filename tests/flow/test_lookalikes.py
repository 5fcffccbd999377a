"""A lost state and a renamed slug make an entry look new on both sides: nothing is made twice before a person spoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from sandboxes import Crossing, at_rest, settled

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]
FORWARD, BACKWARD, BOTH = small_site.FORWARD, small_site.BACKWARD, small_site.BOTH
LONG = "<p>The water is seventy degrees warm, never boiling, and the leaves stay in it for two minutes.</p>"
SITE: Json = {
    "article": {
        "tea": {"all": {}, "en": {"title": "Tea", "body": LONG}},
        "rum": {"all": {}, "en": {"title": "Rum"}},
    }
}


def lost(sandboxes: Sandboxes, folder: Path, flow: str, **more: object) -> Crossing:
    """Carried across, then renamed on Webflow, then the state was lost."""
    crossing = Crossing(sandboxes, folder, flow)
    crossing.seed(SITE)
    settled(crossing.sync())
    sandboxes.webflow.edit(
        action="update", collection="posts", item="tea", fields={"slug": "green-tea", **more}, publish=True
    )
    for found in folder.glob("state.db*"):
        found.unlink()
    sandboxes.forget()
    return crossing


def held(crossing: Crossing) -> list[Json]:
    rows = within(crossing, "status", "MAPPING", "--json").data["held"]
    return [row for row in rows if row.get("reason") == "looks like another entry"]


def id_of(crossing: Crossing, slug: str) -> str:
    posts = next(each for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    return next(row["id"] for row in posts["items"] if row["fieldData"]["slug"] == slug)


def pin(crossing: Crossing, right: str) -> None:
    crossing.write_mapping(
        ("    match: [$slug]\n", f'    match: [$slug]\n    pins: {{"{id_of(crossing, "green-tea")}": {right}}}\n')
    )


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD, BOTH])
def test_after_a_lost_state_a_renamed_entry_is_not_made_twice(sandboxes: Sandboxes, tmp_path: Path, flow: str) -> None:
    crossing = lost(sandboxes, tmp_path, flow)
    for _ in range(2):
        done = within(crossing, "sync", "MAPPING", "--json")
        assert (done.code, "failed" in done.data["outcomes"]) == (1, False), done.out
        assert not [line for line in sandboxes.writes() if line["method"] == "POST" and "tea" in str(line)]
        suspects = held(crossing)
        assert len(suspects) == (2 if flow == BOTH else 1)
        for row in suspects:
            assert (row["field"], row["locale"]) == (None, None)
            for word in (id_of(crossing, "green-tea"), "tea", "webflow", "butter", "kinds.article.pins"):
                assert word in row["detail"]


def test_a_lookalike_with_another_title_is_known_by_its_texts(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = lost(sandboxes, tmp_path, BOTH, name="Green tea")
    assert within(crossing, "sync", "MAPPING").code == 1
    assert len(held(crossing)) == 2


def test_a_pin_says_that_two_lookalikes_are_one(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = lost(sandboxes, tmp_path, BOTH)
    assert within(crossing, "sync", "MAPPING").code == 1
    pin(crossing, "tea")
    within(crossing, "sync", "MAPPING")
    assert held(crossing) == []
    assert len(sandboxes.butter.state()["pages"]) == 2
    assert crossing.ops() == []


def test_a_pin_to_nothing_says_that_two_lookalikes_are_two(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = lost(sandboxes, tmp_path, BOTH)
    assert within(crossing, "sync", "MAPPING").code == 1
    pin(crossing, "null")
    settled(crossing.sync())
    assert {page["slug"] for page in sandboxes.butter.state()["pages"]} == {"tea", "green-tea", "rum"}
    at_rest(crossing)


def test_giving_both_the_same_slug_makes_them_one(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = lost(sandboxes, tmp_path, BOTH)
    assert within(crossing, "sync", "MAPPING").code == 1
    sandboxes.webflow.edit(action="update", collection="posts", item="green-tea", fields={"slug": "tea"}, publish=True)
    settled(crossing.sync())
    at_rest(crossing)
    assert len(sandboxes.butter.state()["pages"]) == 2


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD, BOTH])
def test_entries_that_look_like_none_are_made_as_before(sandboxes: Sandboxes, tmp_path: Path, flow: str) -> None:
    crossing = Crossing(sandboxes, tmp_path, flow)
    sandboxes.webflow.seed(small_site.webflow_seed({"article": {"tea": {"all": {}, "en": {"title": "Tea"}}}}))
    sandboxes.butter.seed(small_site.butter_seed({"article": {"rum": {"all": {}, "en": {"title": "Rum"}}}}))
    settled(crossing.sync())
    assert held(crossing) == []
    assert crossing.ops() == []
