"""Reads of ButterCMS pass an edge cache: what it still shows is never taken for somebody's edit or deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from edge import TandemClock
from sandboxes import Crossing, settled

from isogloss.apply.patience import Patience

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]

DELETES = (
    ("limits:", "delete: propagate\nlimits:"),
    ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n"),
)


def site(pages: int) -> Json:
    def told(number: int) -> Json:
        return {"all": {}, "en": {"title": f"Tea {number}"}, "fr": {"title": f"Thé {number}"}}

    return {"article": {f"tea-{number}": told(number) for number in range(pages)}}


def opened(
    sandboxes: support.Sandboxes, folder: Path, *replaced: tuple[str, str], flow: str = small_site.FORWARD
) -> Crossing:
    crossing = Crossing(sandboxes, folder, flow, patience=Patience(), clock=TandemClock(sandboxes))
    crossing.write_mapping(*replaced)
    return crossing


def wait(crossing: Crossing, seconds: float) -> None:
    crossing.clock.sleep(seconds)


def on_webflow(crossing: Crossing) -> dict[str, str]:
    (posts,) = (each for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    return {row["fieldData"]["slug"]: row["fieldData"]["name"] for row in posts["items"]}


def on_butter(crossing: Crossing, locale: str = "en") -> dict[str, str]:
    pages = crossing.sandboxes.butter.state()["pages"]
    return {
        page["slug"]: (page["locales"][locale]["draft"] or page["locales"][locale]["live"])["headline"]
        for page in pages
        if not page["deleted"]
    }


def test_a_page_that_a_cached_listing_lacks_is_not_taken_for_deleted(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    sandboxes.butter.turn(cache=True, cache_purge_seconds=20, cache_404="off", page_delete=True)
    crossing = opened(sandboxes, tmp_path, *DELETES, flow=small_site.BOTH)
    crossing.seed(site(1))
    settled(crossing.sync())
    assert set(on_butter(crossing)) == {"tea-0"}
    crossing.sync()
    assert set(on_webflow(crossing)) == {"tea-0", "tea-0-fr"}
    assert set(on_butter(crossing)) == {"tea-0"}


@pytest.mark.parametrize("purge", [2, 6, 20])
@pytest.mark.parametrize("preview", [True, False])
def test_an_edit_that_was_confirmed_is_not_taken_back_by_an_old_listing(
    sandboxes: support.Sandboxes, tmp_path: Path, purge: int, preview: bool
) -> None:
    sandboxes.butter.turn(cache=True, cache_purge_seconds=purge, cache_preview=preview)
    crossing = opened(sandboxes, tmp_path, flow=small_site.BOTH)
    crossing.seed(site(9))
    settled(crossing.sync())
    wait(crossing, 60)
    crossing.sync()
    sandboxes.webflow.edit(action="update", collection="posts", item="tea-3", fields={"name": "Mine"}, publish=True)
    settled(crossing.sync())
    assert on_butter(crossing)["tea-3"] == "Mine"
    crossing.sync()
    assert on_webflow(crossing)["tea-3"] == "Mine"
    assert on_butter(crossing)["tea-3"] == "Mine"
