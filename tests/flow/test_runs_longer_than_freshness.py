"""A run in which every look is too old by the time that its call may leave: what is carried still arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from sandboxes import PROMPT, Crossing, at_rest, settled

from isogloss.http.clock import SystemClock

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

SITE: dict[str, Any] = {
    "article": {
        name: {"all": {}, "en": {"title": f"[en] {name}"}, "fr": {"title": f"[fr] {name}", "state": "draft"}}
        for name in ("tea", "rum")
    }
}


class Hurried(SystemClock):
    """Two seconds pass each time that somebody asks."""

    def __init__(self) -> None:
        self.passed = 0.0

    def monotonic(self) -> float:
        self.passed += 2.0
        return self.passed


def edited(crossing: Crossing, slug: str, code: str, action: str, **fields: object) -> None:
    """An editor on the source's side."""
    side = crossing.flow == small_site.FORWARD
    names = {"title": "name" if side else "headline"}
    place = {"collection": "posts", "item": slug, "locale": small_site.LOCALES[code]}
    if not side:
        place = {"page_type": "article", "slug": slug, "locale": code}
    told = {"fields": {names[name]: value for name, value in fields.items()}} if fields else {}
    crossing.source.edit(action=action, **place, **told)


@pytest.mark.parametrize("missing", ["404", "empty"])
@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_drafts_and_what_is_taken_off_cross_however_long_the_run_takes(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, missing: str
) -> None:
    sandboxes.butter.turn(missing_locale=missing)
    crossing = Crossing(sandboxes, tmp_path, flow, patience=PROMPT, clock=Hurried())
    crossing.write_mapping(("freshness: 600\n", "freshness: 1\n"))
    crossing.seed(SITE)
    settled(crossing.sync())
    at_rest(crossing)
    edited(crossing, "tea", "fr", "update", title="[fr] tea, still unfinished")
    if flow == small_site.BACKWARD:  # no call of ButterCMS takes a page off
        edited(crossing, "rum", "en", "unpublish")
    settled(crossing.sync())
    at_rest(crossing)


def test_what_is_archived_with_a_draft_on_top_is_looked_at_as_it_was_read(sandboxes: Sandboxes, tmp_path: Path) -> None:
    """What is live below it is what it says, to a look at the source as well."""
    crossing = Crossing(sandboxes, tmp_path, small_site.FORWARD, patience=PROMPT, clock=Hurried())
    crossing.write_mapping(("freshness: 600\n", "freshness: 1\n"))
    crossing.seed({"author": {"ann": {"all": {}, "en": {"name": "Ann"}, "fr": {"name": "Anne"}}}})
    settled(crossing.sync())
    place = {"collection": "authors", "item": "ann", "locale": "en-US"}
    crossing.source.edit(action="update", **place, fields={"name": "Ann B."}, publish=True)
    crossing.source.edit(action="update", **place, fields={"name": "unfinished"})
    crossing.source.edit(action="archive", **place)
    crossing.sync()
    (item,) = crossing.target.state()["items"]
    shown = item["locales"]["en"]
    assert (shown["draft"] or shown["live"])["name"] == "Ann B."


@pytest.mark.parametrize("alone", [True, False])
def test_a_locale_that_follows_its_primary_undated_crosses_as_the_public_sees_it(
    sandboxes: Sandboxes, tmp_path: Path, alone: bool
) -> None:
    """Its editors see what the primary became, without a new date; the public sees what was published."""
    crossing = Crossing(sandboxes, tmp_path, small_site.FORWARD, patience=PROMPT, clock=Hurried())
    crossing.write_mapping(("freshness: 600\n", "freshness: 1\ndrift: overwrite\n"))
    crossing.seed({"article": {"tea": {"all": {}, "en": {"title": "Tea", "body": "<p>Old</p>"}}}})
    settled(crossing.sync())
    place = {"collection": "posts", "item": "tea", "publish": True}
    french = {"action": "add_locale", "locale": "fr-FR", "fields": {"name": "The"}, **place}
    crossing.source.edit(**french)  # in the Designer, so that the rest of it follows
    if alone:
        settled(crossing.sync())
    crossing.source.edit(action="update", **place, locale="en-US", fields={"body": "<p>New</p>"})
    settled(crossing.sync())
    if alone:  # the primary is no part of what is written then
        page = {"page_type": "article", "slug": "tea", "locale": "fr", "publish": True}
        crossing.target.edit(action="update", **page, fields={"body": "<p>Drifted</p>"})
        settled(crossing.sync())
    (page,) = crossing.target.state()["pages"]
    assert {code: each["live"]["body"] for code, each in page["locales"].items()} == {
        "en": "<p>New</p>",
        "fr": "<p>Old</p>",
    }
    at_rest(crossing)
