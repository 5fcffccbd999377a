"""What a run staged over live content and could not publish is nobody's edit, also once a person publishes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from plan_lines import lines_of
from sandboxes import Crossing, Sandboxes, at_rest

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]
SITE: Json = {"article": {"tea": {"all": {}, "en": {"title": "Tea"}, "fr": {"title": "Thé"}}}}
ON_BUTTER: Json = {"page_type": "article", "slug": "tea", "locale": "fr"}
ON_WEBFLOW: Json = {"collection": "posts", "item": "tea", "locale": "fr-FR"}


def write(sandboxes: Sandboxes, title: str) -> None:
    sandboxes.butter.edit(action="update", **ON_BUTTER, fields={"headline": title}, publish=True)


def titles(sandboxes: Sandboxes) -> tuple[Any, Any]:
    """What the public sees on Webflow, and on ButterCMS."""
    state, other = sandboxes.states()
    (code,) = (each["cmsLocaleId"] for each in state["locales"] if each["tag"] == "fr-FR")
    (row,) = (row for each in state["collections"] for row in each["items"] if row["cmsLocaleId"] == code)
    return row["live"]["fieldData"]["name"], other["pages"][0]["locales"]["fr"]["live"]["headline"]


@pytest.fixture(params=["hold", "webflow"])
def staged(sandboxes: Sandboxes, tmp_path: Path, request: pytest.FixtureRequest) -> Crossing:
    """A title crossed and lies as a draft on Webflow; a person published it there."""
    across = Crossing(sandboxes, tmp_path, small_site.BOTH)
    across.write_mapping((f"flow: {small_site.BOTH}", f"flow: {small_site.BOTH}\nconflict: {request.param}"))
    across.seed(SITE)
    across.sync()
    stage(across, "Thé noir")
    assert titles(sandboxes) == ("Thé", "Thé noir")
    sandboxes.webflow.edit(action="publish", **ON_WEBFLOW)
    return across


def stage(across: Crossing, title: str) -> None:
    """A title is written on ButterCMS, and crosses, and cannot be published."""
    write(across.sandboxes, title)
    across.sandboxes.webflow.fault(kind="status", method="POST", path="/items/publish$", status=400, times=None)
    across.sync()
    across.sandboxes.webflow.mend()


@pytest.mark.parametrize("title", ["Thé vert", "Thé"])
def test_an_edit_after_it_crosses(staged: Crossing, sandboxes: Sandboxes, title: str) -> None:
    write(sandboxes, title)
    staged.sync()
    assert titles(sandboxes) == (title, title)
    at_rest(staged)


def test_an_edit_of_it_crosses(staged: Crossing, sandboxes: Sandboxes) -> None:
    sandboxes.webflow.edit(action="update", **ON_WEBFLOW, fields={"name": "Thé blanc"}, publish=True)
    staged.sync()
    assert titles(sandboxes) == ("Thé blanc", "Thé blanc")
    at_rest(staged)


def test_nothing_follows_where_nobody_edits_it(staged: Crossing, sandboxes: Sandboxes) -> None:
    staged.sync()
    assert titles(sandboxes) == ("Thé noir", "Thé noir")
    at_rest(staged)


def test_what_was_staged_after_it_is_no_edit_either(staged: Crossing, sandboxes: Sandboxes) -> None:
    stage(staged, "Thé vert")
    assert titles(sandboxes) == ("Thé noir", "Thé vert")
    sandboxes.webflow.edit(action="publish", **ON_WEBFLOW)
    write(sandboxes, "Thé rouge")
    staged.sync()
    assert titles(sandboxes) == ("Thé rouge", "Thé rouge")
    at_rest(staged)


def test_what_is_not_published_is_found_again(staged: Crossing, sandboxes: Sandboxes) -> None:
    stage(staged, "Thé vert")
    again = staged.sync()
    (held,) = lines_of(again.plan, "conflict")
    assert held["reason"] == "unpublished edits on the target"
    assert titles(sandboxes) == ("Thé noir", "Thé vert")


def test_what_was_never_live_is_an_edit_against_a_deletion(sandboxes: Sandboxes, tmp_path: Path) -> None:
    across = Crossing(sandboxes, tmp_path, small_site.BOTH)
    deletes = ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n")
    across.write_mapping((f"flow: {small_site.BOTH}", f"flow: {small_site.BOTH}\ndelete: propagate"), deletes)
    sandboxes.butter.turn(page_delete=True)
    across.seed({"article": {**SITE["article"], "rum": {"all": {}, "en": {"title": "Rum"}}}})
    across.sync()
    stage(across, "Thé noir")
    sandboxes.webflow.edit(action="delete", collection="posts", item="tea", locale="en-US", all=True)
    held = lines_of(across.sync().plan, "conflict")
    assert [each["reason"] for each in held] == ["deleted on one side, edited on the other"]
