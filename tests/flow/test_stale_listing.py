"""Reads of ButterCMS pass an edge cache: what it still shows is never taken for somebody's edit or deletion."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from edge import TandemClock
from plan_lines import lines_of
from sandboxes import Crossing, settled

from isogloss import api
from isogloss.apply.patience import Patience
from isogloss.model.address import Side

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


def asked(crossing: Crossing) -> list[Json]:
    return [line for line in crossing.sandboxes.butter.log() if line["method"] == "GET"]


def test_where_nothing_is_doubtful_a_run_asks_no_more_than_without_a_cache(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = opened(sandboxes, tmp_path, flow=small_site.BOTH)
    crossing.seed(site(3))
    settled(crossing.sync())
    counts = []
    for cache in (False, True):
        sandboxes.butter.turn(cache=cache, cache_purge_seconds=2)
        crossing.sync()
        wait(crossing, 10)
        sandboxes.forget()
        assert crossing.sync().result.counts() == {}
        counts.append(len(asked(crossing)))
    assert counts[0] == counts[1] == 2 * 3 * 3, "two listings for each kind and locale"


@pytest.mark.parametrize("missing", ["kept", "purged", "off"])
def test_a_deletion_is_believed_once_the_page_itself_is_said_to_be_gone_and_costs_a_request_for_each_locale(
    sandboxes: support.Sandboxes, tmp_path: Path, missing: str
) -> None:
    sandboxes.butter.turn(cache=True, cache_purge_seconds=6, cache_404=missing, page_delete=True)
    crossing = opened(sandboxes, tmp_path, *DELETES, flow=small_site.BOTH)
    crossing.seed(site(3))
    settled(crossing.sync())
    wait(crossing, 200)
    crossing.sync()
    sandboxes.butter.edit(action="delete", page_type="article", slug="tea-1")
    wait(crossing, 200)
    sandboxes.forget()
    settled(crossing.sync())
    assert set(on_webflow(crossing)) == {"tea-0", "tea-0-fr", "tea-2", "tea-2-fr"}
    itself = [line for line in asked(crossing) if "/tea-1/" in line["path"]]
    assert len(itself) == 3
    assert len(asked(crossing)) == 2 * 3 * 3 + 3


def test_a_404_that_was_kept_from_before_a_page_was_made_is_no_deletion(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    sandboxes.butter.turn(cache=True, cache_purge_seconds=20, cache_404="kept", page_delete=True)
    crossing = opened(sandboxes, tmp_path, *DELETES, flow=small_site.BOTH)
    crossing.seed(site(1))
    token = {"Authorization": f"Token {small_site.READ_TOKEN}"}
    for levels, code in product((3, 4, 5), ("en", "fr", "ja")):
        query = {"locale": code, "preview": "1", "levels": levels, "alt_media_text": "1"}
        sandboxes.http.get(f"{sandboxes.butter.url}/v2/pages/article/tea-0/", params=query, headers=token)
    settled(crossing.sync())
    for _ in range(3):
        crossing.sync()
        assert set(on_webflow(crossing)) == {"tea-0", "tea-0-fr"}
        assert set(on_butter(crossing)) == {"tea-0"}
    wait(crossing, 200)
    assert crossing.sync().result.counts() == {}


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_a_one_way_run_neither_repeats_nor_takes_back_what_it_carried(
    sandboxes: support.Sandboxes, tmp_path: Path, flow: str
) -> None:
    sandboxes.butter.turn(cache=True, cache_purge_seconds=6)
    crossing = opened(sandboxes, tmp_path, ("limits:", "drift: overwrite\nlimits:"), flow=flow)
    crossing.seed(site(2))
    settled(crossing.sync())
    sandboxes.forget()
    assert crossing.sync().result.counts() == {}
    assert sandboxes.writes() == []


def test_an_export_holds_what_was_confirmed_and_not_what_an_old_listing_shows(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    sandboxes.butter.turn(cache=True, cache_purge_seconds=20)
    crossing = opened(sandboxes, tmp_path, flow=small_site.BOTH)
    crossing.seed(site(2))
    settled(crossing.sync())
    crossing.sync()
    sandboxes.webflow.edit(action="update", collection="posts", item="tea-1", fields={"name": "Mine"}, publish=True)
    settled(crossing.sync())
    done = api.export(crossing.session(), Side.RIGHT, tmp_path / "out")
    assert done.asides == ()
    told = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert "Mine" in told
    assert "Tea 1" not in told


@pytest.mark.parametrize("cells", ["the same", "another"])
@pytest.mark.parametrize("conflict", ["hold", "webflow"])
def test_an_edit_that_a_cached_listing_does_not_show_yet_is_not_written_over(
    sandboxes: support.Sandboxes, tmp_path: Path, conflict: str, cells: str
) -> None:
    sandboxes.butter.turn(cache=True, cache_purge_seconds=20)
    crossing = opened(sandboxes, tmp_path, ("limits:", f"conflict: {conflict}\nlimits:"), flow=small_site.BOTH)
    crossing.seed(site(2))
    settled(crossing.sync())
    wait(crossing, 60)
    crossing.sync()
    theirs = {"headline": "Theirs"} if cells == "the same" else {"body": "<p>Theirs</p>"}
    sandboxes.butter.edit(action="update", page_type="article", slug="tea-1", locale="en", fields=theirs, publish=True)
    sandboxes.webflow.edit(action="update", collection="posts", item="tea-1", fields={"name": "Mine"}, publish=True)
    applied = crossing.sync()
    assert {each.outcome for _, each in applied.result.problems} <= {"skipped", "blocked"}
    assert applied.result.problems
    assert on_butter(crossing)["tea-1"] == ("Theirs" if cells == "the same" else "Tea 1")
    assert on_webflow(crossing)["tea-1"] == "Mine"
    wait(crossing, 60)
    applied = crossing.sync()
    if cells == "another" or conflict == "webflow":
        assert on_butter(crossing)["tea-1"] == on_webflow(crossing)["tea-1"] == "Mine"
    else:
        assert [data["reason"] for data in lines_of(applied.plan, "conflict")] == ["both sides changed"]
        assert (on_butter(crossing)["tea-1"], on_webflow(crossing)["tea-1"]) == ("Theirs", "Mine")
