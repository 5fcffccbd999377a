"""What a person changes in a draft of ours, while the run that is to publish it was cut, does not go live with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from sandboxes import PROMPT, Crossing, at_rest, settled

from isogloss import api
from isogloss.errors import Interrupted

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

    from isogloss.plan.data import PlanFile

SITE: dict[str, Any] = {
    "article": {name: {"all": {}, "en": {"title": name}, "fr": {"title": f"{name} (fr)"}} for name in ("tea", "rum")}
}


def cut_before_publishing(crossing: Crossing) -> PlanFile:
    """Apply a plan until everything is there and nothing is live."""
    plan = crossing.plan()
    ops = [op.verb for op in plan.ops()]
    done = 0

    class Watching:
        def stage(self, doing: str, total: int | None) -> None:
            pass

        def op_done(self) -> None:
            nonlocal done
            done += 1

        def request_done(self) -> None:
            pass

        def waiting(self, ops: int) -> None:
            pass

    def stop() -> None:
        if done >= ops.count("create"):
            raise Interrupted("stopped")

    with pytest.raises(Interrupted):
        crossing.apply(plan, replace(crossing.session(), progress=Watching(), stop=stop))
    return plan


def live(crossing: Crossing) -> list[str]:
    """Every title that the public sees on the target."""
    state = crossing.target.state()
    if crossing.flow == small_site.FORWARD:
        shown = [each["live"] for page in state["pages"] for each in page["locales"].values() if each["live"]]
        return sorted(each["headline"] for each in shown)
    rows = [row["live"] for each in state["collections"] for row in each["items"] if row["live"]]
    return sorted(each["fieldData"]["name"] for each in rows)


@pytest.mark.parametrize("again", ["sync", "apply"])
@pytest.mark.parametrize("edits", ["report", "carry"])
@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_an_unfinished_edit_of_what_a_cut_run_is_still_to_publish_stays_unseen(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, edits: str, again: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, flow, patience=PROMPT)
    crossing.write_mapping(("limits:", f"unpublished_edits: {edits}\nlimits:"))
    crossing.seed(SITE)
    plan = cut_before_publishing(crossing)
    assert live(crossing) == []
    if flow == small_site.FORWARD:
        place: dict[str, Any] = {"page_type": "article", "slug": "tea", "locale": "en"}
        crossing.target.edit(action="update", fields={"headline": "not finished"}, **place)
    else:
        crossing.target.edit(action="update", collection="posts", item="tea", fields={"name": "not finished"})
    crossing.sync() if again == "sync" else crossing.apply(plan)
    assert "not finished" not in live(crossing)
    for _ in range(2):
        crossing.sync()
        assert "not finished" not in live(crossing)
    assert "rum" in live(crossing)


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_what_a_cut_run_is_still_to_publish_is_published_where_nobody_touched_it(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, flow, patience=PROMPT)
    crossing.seed(SITE)
    settled(crossing.apply(cut_before_publishing(crossing)))
    assert live(crossing) == ["rum", "rum (fr)", "tea", "tea (fr)"]
    at_rest(crossing)


@pytest.mark.parametrize("edits", ["report", "carry"])
def test_a_draft_over_what_was_just_published_is_not_published_by_the_next_run(
    sandboxes: Sandboxes, tmp_path: Path, edits: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH, patience=PROMPT)
    crossing.write_mapping(("limits:", f"unpublished_edits: {edits}\nlimits:"))
    crossing.seed(SITE)
    settled(crossing.sync())
    place: dict[str, Any] = {"page_type": "article", "slug": "tea", "locale": "en"}
    sandboxes.butter.edit(action="update", fields={"headline": "new"}, publish=True, **place)
    sandboxes.forget()
    done: list[bool] = []

    def person() -> None:
        if not done and any(line["path"].endswith("/publish") for line in sandboxes.webflow.writes()):
            fields = {"name": "not finished"}
            sandboxes.webflow.edit(action="update", collection="posts", item="tea", fields=fields)
            done.append(True)

    api.sync(replace(crossing.session(), stop=person), tmp_path / "plan.jsonl")
    assert done
    for _ in range(2):
        crossing.sync()
        shown = [row["live"] for each in sandboxes.webflow.state()["collections"] for row in each["items"]]
        assert "new" in [each["fieldData"]["name"] for each in shown if each]
        assert "not finished" not in [each["fieldData"]["name"] for each in shown if each]
