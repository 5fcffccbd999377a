"""What was deleted by agreement does not come back by itself: from an old listing, or from an older state."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from command import within
from edge import TandemClock
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, settled
from two_worlds import EN, Pair, text

from isogloss import api
from isogloss.apply.patience import Patience
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.state.tombstones import KEPT

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]

DELETES = (
    ("limits:", "delete: propagate\nlimits:"),
    ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n"),
)


def opened(sandboxes: support.Sandboxes, folder: Path) -> Crossing:
    clock = TandemClock(sandboxes)
    there = datetime.fromisoformat(sandboxes.butter.ask("GET", "clock")["now"])
    clock.ahead = max(0.0, (there - clock.now()).total_seconds())  # an earlier test may have let time go on
    crossing = Crossing(sandboxes, folder, "both", patience=Patience(), clock=clock)
    crossing.write_mapping(*DELETES)
    told = {f"tea-{n}": {"all": {}, "en": {"title": f"Tea {n}"}, "fr": {"title": f"Thé {n}"}} for n in range(3)}
    crossing.seed({"article": told})
    return crossing


def on_webflow(crossing: Crossing) -> set[str]:
    (posts,) = (each for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    return {row["fieldData"]["slug"] for row in posts["items"]}


def on_butter(crossing: Crossing) -> set[str]:
    return {page["slug"] for page in crossing.sandboxes.butter.state()["pages"] if not page["deleted"]}


def remarks(plan: Any) -> list[str]:
    return [line["about"] for line in lines_of(plan, "remark")]


@pytest.mark.parametrize("preview", [True, False])
def test_a_page_that_a_cached_listing_shows_after_its_deletion_does_not_come_back(
    sandboxes: support.Sandboxes, tmp_path: Path, preview: bool
) -> None:
    sandboxes.butter.turn(cache=True, cache_purge_seconds=20, page_delete=True, cache_preview=preview)
    crossing = opened(sandboxes, tmp_path)
    settled(crossing.sync())
    crossing.clock.sleep(60)
    crossing.sync()
    sandboxes.webflow.edit(action="delete", collection="posts", item="tea-1", all=True)
    settled(crossing.sync())
    for _ in range(3):
        assert crossing.sync().result.counts() == {}
        assert on_webflow(crossing) == {"tea-0", "tea-0-fr", "tea-2", "tea-2-fr"}
        assert on_butter(crossing) == {"tea-0", "tea-2"}
        crossing.clock.sleep(15)


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path, options={"delete": "propagate"})
    for name in ("tea", "milk"):
        variant = {"name": text(name), STATUS: PUBLISHED}
        made.left.put("author", f"l-{name}", {EN: variant}, slug=name)
    settled(made.sync())
    return made


def names(pair: Pair) -> list[set[str | None]]:
    return [{stored.slug for stored in pair.world(side).entries.values()} for side in Side]


def test_a_deletion_is_told_to_nobody_who_restores_a_state_from_before_it(pair: Pair) -> None:
    before = pair.folder / "yesterday.db"
    shutil.copy(pair.state, before)
    gone = pair.left.entries.pop(("author", "l-milk"))
    settled(pair.sync())
    assert names(pair) == [{"tea"}, {"tea"}]
    shutil.copy(before, pair.state)
    assert pair.sync().result.counts() == {}
    pair.left.listed[gone.kind, gone.remote] = gone
    for _ in range(2):
        assert pair.sync().result.counts() == {}
        assert names(pair) == [{"tea"}, {"tea"}]


def test_a_deletion_is_remembered_for_a_year(pair: Pair) -> None:
    gone = pair.left.entries.pop(("author", "l-milk"))
    settled(pair.sync())
    pair.clock.sleep((KEPT - timedelta(days=1)).total_seconds())
    pair.sync()
    pair.left.listed[gone.kind, gone.remote] = gone
    assert remarks(pair.sync().plan) == ["shown once more after its deletion"]
    pair.left.listed.clear()
    pair.clock.sleep(timedelta(days=2).total_seconds())
    pair.sync()
    pair.left.entries[gone.kind, gone.remote] = gone
    again = pair.sync()
    assert remarks(again.plan) == []
    assert names(pair) == [{"tea", "milk"}, {"tea", "milk"}]


def test_what_came_back_under_its_old_id_is_no_longer_one_that_is_gone(pair: Pair) -> None:
    gone = pair.left.entries.pop(("author", "l-milk"))
    settled(pair.sync())
    pair.left.entries[gone.kind, gone.remote] = gone
    assert remarks(pair.sync().plan) == ["back after its deletion"]
    assert names(pair) == [{"tea", "milk"}, {"tea", "milk"}]
    pair.left.edit("author", "l-milk", EN, name=text("Oat"))
    again = pair.sync()
    assert remarks(again.plan) == []
    assert pair.shown(Side.RIGHT, "author", "milk", EN, "name") == text("Oat")


def test_a_dry_plan_asks_and_remembers_nothing(pair: Pair) -> None:
    gone = pair.left.entries.pop(("author", "l-milk"))
    settled(pair.sync())
    pair.left.entries[gone.kind, gone.remote] = gone
    before = pair.state.read_bytes()
    for _ in range(2):
        assert remarks(pair.plan()) == ["back after its deletion"]
    assert pair.state.read_bytes() == before


def test_an_undone_creation_that_a_listing_still_shows_is_not_taken_for_the_others_edit(pair: Pair) -> None:
    pair.left.put("author", "l-cup", {EN: {"name": text("Cup"), STATUS: PUBLISHED}}, slug="cup")
    made = pair.sync()
    (cup,) = (each for each in pair.right.entries.values() if each.slug == "cup")
    undone = pair.apply(api.undo(pair.session(), made.run, pair.out("undo")))
    settled(undone)
    assert (cup.kind, cup.remote) not in pair.right.entries
    pair.right.listed[cup.kind, cup.remote] = cup
    assert pair.sync().result.counts() == {}
    assert "cup" not in names(pair)[1]


@pytest.fixture
def restored(sandboxes: support.Sandboxes, tmp_path: Path) -> Crossing:
    """A page that was deleted by agreement is back, out of the trash, which moves no time of it."""
    sandboxes.butter.turn(page_delete=True)
    crossing = opened(sandboxes, tmp_path)
    settled(crossing.sync())
    tea = {"page_type": "article", "slug": "tea-1"}
    sandboxes.butter.edit(action="delete", **tea)
    settled(crossing.sync())
    assert "tea-1" not in on_webflow(crossing)
    crossing.clock.sleep(3600)
    sandboxes.butter.edit(action="undelete", **tea)
    return crossing


def test_a_page_that_somebody_took_out_of_the_trash_waits_and_is_told(restored: Crossing) -> None:
    for _ in range(2):
        assert within(restored, "sync", "MAPPING").code == 1
        said = within(restored, "conflicts", "MAPPING").out
        assert "butter shows it again, as old as it was: somebody brought it back, or a cache still has it" in said
        assert "tea-1" not in on_webflow(restored)
        assert "tea-1" in on_butter(restored)


@pytest.mark.parametrize(("side", "there"), [("butter", True), ("webflow", False)])
def test_a_person_says_at_once_what_becomes_of_a_page_out_of_the_trash(
    restored: Crossing, side: str, there: bool
) -> None:
    assert within(restored, "sync", "MAPPING").code == 1
    (found,) = within(restored, "conflicts", "MAPPING", "--json").data["conflicts"]
    assert found["can_be_decided"]
    assert within(restored, "resolve", "MAPPING", found["id"], "--take", side).code == 0
    assert within(restored, "sync", "MAPPING").code == 0
    assert ("tea-1" in on_webflow(restored), "tea-1" in on_butter(restored)) == (there, there)
    at_rest(restored)


def test_what_a_person_wants_gone_for_good_is_deleted_again_where_that_failed(restored: Crossing) -> None:
    within(restored, "sync", "MAPPING")
    (found,) = within(restored, "conflicts", "MAPPING", "--json").data["conflicts"]
    within(restored, "resolve", "MAPPING", found["id"], "--take", "webflow")
    restored.sandboxes.butter.turn(page_delete=False)
    assert within(restored, "sync", "MAPPING").code == 3
    assert ("tea-1" in on_webflow(restored), "tea-1" in on_butter(restored)) == (False, True)
    restored.sandboxes.butter.turn(page_delete=True)
    assert within(restored, "sync", "MAPPING").code == 0
    assert ("tea-1" in on_webflow(restored), "tea-1" in on_butter(restored)) == (False, False)


def test_a_page_out_of_the_trash_crosses_once_no_cache_can_be_the_cause(restored: Crossing) -> None:
    assert within(restored, "sync", "MAPPING").code == 1
    restored.clock.sleep(20 * 86400)
    done = restored.sync()
    settled(done)
    assert remarks(done.plan) == ["back after its deletion"]
    assert "tea-1" in on_webflow(restored)


def test_a_page_that_is_saved_after_it_was_taken_out_of_the_trash_crosses(restored: Crossing) -> None:
    assert within(restored, "sync", "MAPPING").code == 1
    restored.sandboxes.butter.edit(action="publish", page_type="article", slug="tea-1", locale="en")
    settled(restored.sync())
    assert "tea-1" in on_webflow(restored)
