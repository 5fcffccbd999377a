"""An entry that was deleted on one side is made anew there, under another id: what led to it leads to it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from sandboxes import PROMPT, Crossing, Sandboxes, at_rest, settled

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]
SITE: Json = {
    "author": {
        "ann": {"all": {}, "en": {"name": "Ann"}},
        "bob": {"all": {}, "en": {"name": "Bob"}},
    },
    "article": {
        "tea": {"all": {}, "en": {"title": "Tea", "author": "ann"}},
        "ink": {"all": {}, "en": {"title": "Ink", "author": "ann", "state": "draft"}},
        "oak": {"all": {}, "en": {"title": "Oak", "author": "bob"}},
    },
}


def linked_on_webflow(sandboxes: Sandboxes, *, live: bool) -> Json:
    """By article, the name of its author on Webflow; what the public sees, or the newest."""
    state = sandboxes.webflow.state()
    rows = {each["slug"]: each["items"] for each in state["collections"]}
    names = {row["id"]: row["fieldData"]["name"] for row in rows["authors"]}
    shown = {row["fieldData"]["slug"]: row["live"] if live else row for row in rows["posts"]}
    return {slug: names.get(row["fieldData"].get("author")) for slug, row in shown.items() if row}


def linked_on_butter(sandboxes: Sandboxes) -> Json:
    """The same on ButterCMS; the newest."""
    state = sandboxes.butter.state()
    newest = {each["id"]: each["locales"]["en"]["draft"] or each["locales"]["en"]["live"] for each in state["items"]}
    pages = {each["slug"]: each["locales"]["en"]["draft"] or each["locales"]["en"]["live"] for each in state["pages"]}
    gone = {each["id"] for each in state["items"] if each["deleted"]}
    return {
        slug: newest[page["author"]]["name"] if page["author"] and page["author"] not in gone else None
        for slug, page in pages.items()
    }


def agreed(sandboxes: Sandboxes, folder: Path, conflict: str) -> Crossing:
    across = Crossing(sandboxes, folder, small_site.BOTH, patience=PROMPT)
    across.write_mapping(("flow: both", f"flow: both\nconflict: {conflict}"))
    sandboxes.webflow.seed(small_site.webflow_seed(SITE))
    sandboxes.butter.seed(small_site.butter_seed(SITE))
    across.sync()
    at_rest(across)
    return across


def carried_out(across: Crossing, command: str) -> None:
    """Plan and apply, in one or apart; afterwards nobody has to know the old id."""
    settled(across.sync() if command == "sync" else across.apply(across.plan()))
    at_rest(across)
    assert across.rows("select was from isogloss_identity where was != ''") == []


COMMANDS = pytest.mark.parametrize("command", ["sync", "apply"])
LINKED = {"tea": "Anna", "ink": "Anna", "oak": "Bob"}


@COMMANDS
def test_what_links_to_an_entry_that_webflow_gets_anew_leads_to_it(
    sandboxes: Sandboxes, tmp_path: Path, command: str
) -> None:
    across = agreed(sandboxes, tmp_path, "butter")
    ann = next(each["id"] for each in sandboxes.butter.state()["items"] if "Ann" in str(each))
    sandboxes.webflow.edit(action="delete", collection="authors", item="ann", locale="en-US", all=True)
    edit = {"action": "update", "collection": "authors", "id": ann, "locale": "en", "fields": {"name": "Anna"}}
    sandboxes.butter.edit(**edit, publish=True)
    carried_out(across, command)
    assert linked_on_butter(sandboxes) == LINKED
    assert linked_on_webflow(sandboxes, live=False) == LINKED
    assert linked_on_webflow(sandboxes, live=True) == {"tea": "Anna", "oak": "Bob"}


@pytest.mark.parametrize("busy", [False, True], ids=["published", "edits over it"])
@COMMANDS
def test_a_link_that_somebody_made_before_its_target_went_crosses_as_one_to_what_is_made_anew(
    sandboxes: Sandboxes, tmp_path: Path, command: str, *, busy: bool
) -> None:
    across = agreed(sandboxes, tmp_path, "butter")
    ann = next(each["id"] for each in sandboxes.butter.state()["items"] if "Ann" in str(each))
    rows = {each["slug"]: each["items"] for each in sandboxes.webflow.state()["collections"]}
    old = next(row["id"] for row in rows["authors"] if row["fieldData"]["name"] == "Ann")
    oak: Json = {"action": "update", "collection": "posts", "item": "oak", "locale": "en-US"}
    sandboxes.webflow.edit(**oak, fields={"author": old}, publish=True)
    if busy:
        sandboxes.webflow.edit(**oak, fields={"name": "Oaks"})
    sandboxes.webflow.edit(action="delete", collection="authors", item="ann", locale="en-US", all=True)
    edit = {"action": "update", "collection": "authors", "id": ann, "locale": "en", "fields": {"name": "Anna"}}
    sandboxes.butter.edit(**edit, publish=True)
    if busy:  # what stands under somebody's draft goes on leading to the old id, and is read as what it means
        applied = across.sync() if command == "sync" else across.apply(across.plan())
        assert "skipped" not in applied.result.counts()
        at_rest(across)
    else:
        carried_out(across, command)
    assert linked_on_butter(sandboxes) == {"tea": "Anna", "ink": "Anna", "oak": "Anna"}
    assert linked_on_webflow(sandboxes, live=True)["oak"] == (None if busy else "Anna")


@COMMANDS
def test_what_is_written_and_led_in_one_plan_goes_live_with_both(
    sandboxes: Sandboxes, tmp_path: Path, command: str
) -> None:
    across = agreed(sandboxes, tmp_path, "butter")
    ann = next(each["id"] for each in sandboxes.butter.state()["items"] if "Ann" in str(each))
    sandboxes.webflow.edit(action="delete", collection="authors", item="ann", locale="en-US", all=True)
    edit = {"action": "update", "collection": "authors", "id": ann, "locale": "en", "fields": {"name": "Anna"}}
    sandboxes.butter.edit(**edit, publish=True)
    tea = {"action": "update", "page_type": "article", "slug": "tea", "locale": "en", "fields": {"headline": "Teas"}}
    sandboxes.butter.edit(**tea, publish=True)
    carried_out(across, command)
    assert linked_on_webflow(sandboxes, live=True)["tea"] == "Anna"
    posts = next(each["items"] for each in sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    assert "Teas" in {row["live"]["fieldData"]["name"] for row in posts if row["live"]}


@COMMANDS
def test_what_links_to_an_entry_that_buttercms_gets_anew_leads_to_it(
    sandboxes: Sandboxes, tmp_path: Path, command: str
) -> None:
    across = agreed(sandboxes, tmp_path, "webflow")
    ann = next(each["id"] for each in sandboxes.butter.state()["items"] if "Ann" in str(each))
    sandboxes.butter.edit(action="delete", collection="authors", id=ann, locale="en")
    edit = {"action": "update", "collection": "authors", "item": "ann", "locale": "en-US", "fields": {"name": "Anna"}}
    sandboxes.webflow.edit(**edit, publish=True)
    carried_out(across, command)
    assert linked_on_webflow(sandboxes, live=False) == LINKED
    assert linked_on_butter(sandboxes) == LINKED
