"""The state is older than the two platforms, or lost, under every flow with deletions propagated."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import Crossing, content, settled

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

    from isogloss import api

FLOWS = (small_site.BOTH, small_site.FORWARD, small_site.BACKWARD)


@dataclass
class Kept(Crossing):
    """A crossing whose runs are kept beside the state."""

    def session(self) -> api.Session:
        return replace(super().session(), runs=self.folder / "runs")


def begun(sandboxes: support.Sandboxes, folder: Path, flow: str) -> Kept:
    sandboxes.butter.turn(page_delete=True)
    crossing = Kept(sandboxes, folder, flow)
    deletes = ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n")
    crossing.write_mapping(("limits:", "delete: propagate\nlimits:"), deletes)
    articles = {name: small_site.ARTICLES[name] for name in ("second", "third", "fourth")}
    articles["first"] = {"all": {}, "en": {"title": "First"}, "fr": {"title": "Premier", "state": "draft"}}
    crossing.seed({"topic": small_site.TOPICS, "author": small_site.AUTHORS, "article": articles})
    settled(crossing.sync())
    return crossing


def work(crossing: Kept) -> None:
    """A day of people: an edit in a text, an entry deleted, one made, one locale published."""
    webflow, butter = crossing.sandboxes.both
    if crossing.source is webflow:
        webflow.edit(action="update", collection="posts", item="second", fields={"name": "Edited"}, publish=True)
        webflow.edit(action="delete", collection="posts", item="third", all=True)
        webflow.edit(action="create", collection="posts", fields={"name": "New", "slug": "new"}, publish=True)
        webflow.edit(action="publish", collection="posts", item="first", locale="fr-FR")
    else:
        butter.edit(
            action="update",
            page_type="article",
            slug="second",
            locale="en",
            fields={"headline": "Edited"},
            publish=True,
        )
        butter.edit(action="delete", page_type="article", slug="third")
        butter.edit(action="create", page_type="article", slug="new", title="New", fields={"headline": "New"})
        butter.edit(action="publish", page_type="article", slug="first", locale="fr")


@pytest.mark.parametrize("flow", FLOWS)
def test_a_state_from_before_a_day_of_work_is_advanced(sandboxes: support.Sandboxes, tmp_path: Path, flow: str) -> None:
    crossing = begun(sandboxes, tmp_path, flow)
    shutil.copy(crossing.state, tmp_path / "yesterday.db")
    work(crossing)
    crossing.sync()
    crossing.sync()
    after = content(sandboxes)
    shutil.copy(tmp_path / "yesterday.db", crossing.state)
    sandboxes.forget()
    again = crossing.sync()
    assert [line["about"] for line in lines_of(again.plan, "remark")] == ["the state is older than the sides"]
    assert sandboxes.writes() == []
    assert content(sandboxes) == after
    assert not list(lines_of(again.plan, "conflict"))
    assert crossing.sync().result.counts() == {}
    assert content(sandboxes) == after


@pytest.mark.parametrize("flow", FLOWS)
def test_after_the_state_is_lost_nothing_is_deleted_and_nothing_is_there_twice(
    sandboxes: support.Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow)
    work(crossing)
    crossing.sync()
    crossing.sync()
    after = content(sandboxes)
    crossing.state.unlink()
    sandboxes.forget()
    again = crossing.sync()
    assert [line["about"] for line in lines_of(again.plan, "remark")] == ["the state was lost"]
    assert sandboxes.writes() == []
    assert content(sandboxes) == after


def test_a_page_that_was_made_anew_under_another_slug_since_is_held_and_never_made_twice(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    """The state knows the page under its old slug, which is gone, and not the one that took its place."""
    sandboxes.butter.turn(page_delete=True)
    crossing = Kept(sandboxes, tmp_path)
    crossing.write_mapping(
        ("limits:", "rename: recreate\ndelete: propagate\nlimits:"),
        ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n"),
    )
    words = {"body": "<p>It is made of leaves and of water that is hot.</p>"}
    told = {f"tea-{n}": {"all": {}, "en": {"title": f"Tea {n}", **words}} for n in range(3)}
    crossing.seed({"article": told})
    settled(crossing.sync())
    shutil.copy(crossing.state, tmp_path / "yesterday.db")
    sandboxes.webflow.edit(action="update", collection="posts", item="tea-1", fields={"slug": "chai"}, publish=True)
    crossing.sync()
    crossing.sync()
    after = content(sandboxes)
    assert {page["slug"] for page in sandboxes.butter.state()["pages"] if not page["deleted"]} == {
        "tea-0",
        "chai",
        "tea-2",
    }
    shutil.copy(tmp_path / "yesterday.db", crossing.state)
    for _ in range(2):
        crossing.sync()
        assert content(sandboxes) == after


def test_a_run_says_on_a_terminal_that_its_state_is_older(sandboxes: support.Sandboxes, tmp_path: Path) -> None:
    crossing = begun(sandboxes, tmp_path, FLOWS[0])
    shutil.copy(crossing.state, tmp_path / "yesterday.db")
    work(crossing)
    crossing.sync()
    shutil.copy(tmp_path / "yesterday.db", crossing.state)
    ran = within(crossing, "sync", "MAPPING")
    assert "Remarks: 1" in ran.out
    assert "the state is older than the sides" in ran.out
    assert "nothing is deleted in this run" in " ".join(ran.out.split())
