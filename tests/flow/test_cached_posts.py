"""Blog posts pass ButterCMS's edge cache too: a listing or a 404 that it kept is no deletion and no edit."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
import small_blog
import small_site
from edge import TandemClock
from plan_lines import lines_of
from sandboxes import Crossing, settled
from whole import of

from isogloss.apply.patience import Patience
from isogloss.cli.apply import exit_code

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]


@pytest.fixture(params=[False, True], ids=["tags", "native"])
def native(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def opened(sandboxes: support.Sandboxes, folder: Path, native: bool, posts: int = 3, **switches: object) -> Crossing:
    crossing = Crossing(
        sandboxes, folder, small_site.BOTH, small_blog.MAPPING, patience=Patience(), clock=TandemClock(sandboxes)
    )
    crossing.write_mapping(*(small_blog.NATIVE if native else ()))
    sandboxes.butter.turn(cache=True, native_post_locales=native, **switches)
    names = [f"tea-{number}" for number in range(posts)]
    crossing.seed(
        {"article": {name: {"all": {}, "en": {"title": name}, "fr": {"title": f"{name} fr"}} for name in names}}
    )
    return crossing


def on_webflow(crossing: Crossing) -> dict[str, str]:
    (posts,) = (each for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    return {row["fieldData"]["slug"]: row["fieldData"]["name"] for row in posts["items"]}


def on_butter(crossing: Crossing) -> dict[str, str]:
    posts = [each for each in crossing.sandboxes.butter.state()["posts"] if each["deleted"] is None]
    return {text["slug"]: text["title"] for each in posts for text in each["locales"].values()}


def both(posts: int) -> dict[str, str]:
    rows = {f"tea-{number}": f"tea-{number}" for number in range(posts)}
    return rows | {f"{slug}-fr": f"{name} fr" for slug, name in rows.items()}


@pytest.mark.parametrize(
    ("native", "purge", "missing"),
    of(
        product((False, True), (2, 6, 20), ("kept", "purged", "off")),
        lambda place, _: (place // 9 + place // 3 + place) % 3 == 0,  # each kind of post meets each of both once
    ),
    indirect=["native"],
)
def test_no_edit_of_a_post_is_taken_back_and_none_goes_that_nobody_deleted(
    sandboxes: support.Sandboxes, tmp_path: Path, purge: int, missing: str, native: bool
) -> None:
    crossing = opened(sandboxes, tmp_path, native, cache_purge_seconds=purge, cache_404=missing)
    crossing.sync()
    names = both(3)
    for _ in range(3):
        crossing.sync()
        assert (on_webflow(crossing), on_butter(crossing)) == (names, names)
    for number in range(2):
        name = f"Tea {number}"
        sandboxes.webflow.edit(action="update", collection="posts", item="tea-1", fields={"name": name}, publish=True)
        for _ in range(2):
            crossing.sync()
            assert on_webflow(crossing)["tea-1"] == name
    crossing.clock.sleep(130)
    crossing.sync()
    names["tea-1"] = "Tea 1"
    assert (on_webflow(crossing), on_butter(crossing)) == (names, names)
    # a person deletes one: that goes, and nothing else
    for slug in ("tea-2",) if native else ("tea-2", "tea-2-fr"):
        sandboxes.butter.edit(action="delete", post=slug)
    for _ in range(3):
        crossing.sync()
        assert names.keys() - on_webflow(crossing).keys() <= {"tea-2", "tea-2-fr"}
        crossing.clock.sleep(130)
    left = {slug: name for slug, name in names.items() if not slug.startswith("tea-2")}
    assert (on_webflow(crossing), on_butter(crossing)) == (left, left)


def ask_beforehand(crossing: Crossing, native: bool, slugs: tuple[str, ...]) -> None:
    """Somebody asked for posts in the usual form before they were made, and the cache keeps that there are none."""
    token = {"Authorization": f"Token {small_site.READ_TOKEN}"}
    for slug, code in product(slugs, ("en", "fr", "ja") if native else (None,)):
        query = {"preview": "1"} if code is None else {"locale": code, "preview": "1"}
        url = f"{crossing.sandboxes.butter.url}/v2/posts/{slug}/"
        assert crossing.sandboxes.http.get(url, params=query, headers=token).status_code == 404


def test_a_404_that_was_kept_from_before_a_post_was_made_is_no_deletion(
    sandboxes: support.Sandboxes, tmp_path: Path, native: bool
) -> None:
    crossing = opened(sandboxes, tmp_path, native, posts=1, cache_purge_seconds=20, cache_404="kept")
    ask_beforehand(crossing, native, ("tea-0", "tea-0-fr"))
    settled(crossing.sync())
    for _ in range(3):
        ask_beforehand(crossing, native, ("tea-0", "tea-0-fr"))
        crossing.sync()
        assert on_webflow(crossing) == on_butter(crossing) == both(1)


def test_a_post_about_which_only_a_cache_answers_waits(
    sandboxes: support.Sandboxes, tmp_path: Path, native: bool
) -> None:
    """Every form of a question is kept from before a post was made: nothing is concluded from any of them."""
    crossing = opened(sandboxes, tmp_path, native, posts=1, cache_purge_seconds=1000, cache_404="kept")
    token = {"Authorization": f"Token {small_site.READ_TOKEN}"}
    settled(crossing.sync())
    # the rest of the time the cache holds what was so before
    state = sandboxes.butter.state()
    gone = {
        **state,
        "posts": [{**each, "deleted": each.get("deleted") or "2026-01-01T00:00:00Z"} for each in state["posts"]],
    }
    crossing.clock.sleep(2000)
    sandboxes.butter.load(gone)
    url = f"{sandboxes.butter.url}/v2/posts/"
    codes = ("en", "fr", "ja") if native else (None,)
    for code, preview in product(codes, ("1", None)):
        base = {name: value for name, value in (("locale", code), ("preview", preview)) if value}
        for size in (100, 99, 98, 97, 95, 92):
            sandboxes.http.get(url, params={**base, "page": 1, "page_size": size}, headers=token)
        for slug in ("tea-0", "tea-0-fr"):
            sandboxes.http.get(f"{url}{slug}/", params=base, headers=token)
    sandboxes.butter.load(state)
    applied = crossing.sync()
    assert on_webflow(crossing) == on_butter(crossing) == both(1)
    (held,) = lines_of(applied.plan, "conflict")
    assert (held["entry"], held["reason"]) == (["article", "tea-0"], "an older state is shown")
    assert exit_code(applied) == 1
    crossing.clock.sleep(2000)
    assert exit_code(crossing.sync()) == 0
    assert on_webflow(crossing) == on_butter(crossing) == both(1)
