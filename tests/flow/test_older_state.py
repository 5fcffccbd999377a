"""A state that was put back from an older copy, or lost: no edit is lost, nothing is deleted or there twice."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from plan_lines import lines_of
from sandboxes import settled
from two_worlds import EN, FR, Pair, text

from isogloss import api
from isogloss.adapters.memory import World
from isogloss.errors import Interrupted
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLDER = "the state is older than the sides"


class Died(BaseException):
    """The process died."""


@dataclass(slots=True)
class Mortal(World):
    """A world at one of whose calls, by its name, the process dies once it took effect."""

    at: str = ""

    def write(self, name: str, act: Callable[[], None]) -> None:
        World.write(self, name, act)
        if self.at and name.startswith(self.at):
            self.at = ""
            raise Died


@dataclass
class Kept(Pair):
    """Two worlds, whose runs are kept beside the state."""

    def session(self) -> api.Session:
        return replace(super().session(), runs=self.folder / "runs")

    @property
    def copy(self) -> Path:
        return self.folder / "yesterday.db"

    def back_up(self) -> None:
        shutil.copy(self.state, self.copy)

    def restore(self) -> None:
        shutil.copy(self.copy, self.state)

    def run(self) -> Any:
        """Some time passes, then a sync."""
        self.clock.sleep(3600)
        return self.sync()

    def date_runs(self) -> None:
        """The files of runs are as old as the runs, by the clock of this test."""
        now = self.clock.now().timestamp()
        for path in sorted((self.folder / "runs").rglob("*"), reverse=True):
            os.utime(path, (now, now))


@pytest.fixture(params=[Side.LEFT, Side.RIGHT], ids=["left", "right"])
def edited(request: pytest.FixtureRequest) -> Side:
    """The side on which people work."""
    return request.param


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path, options={"delete": "propagate"})
    for name in ("tea", "pot", "cup"):
        made.left.put("author", f"l-{name}", variants(name), slug=name)
    settled(made.run())
    made.back_up()
    return made


def variants(name: str) -> dict[Any, Any]:
    return {at: {"name": text(f"{name} {at}"), "bio": text(f"About {name}"), STATUS: PUBLISHED} for at in (EN, FR)}


def remote(world: World, slug: str) -> str:
    return next(each.remote for each in world.entries.values() if each.slug == slug)


def edit(world: World, slug: str, value: str, **more: Any) -> None:
    world.edit("author", remote(world, slug), EN, name=text(value), **more)


def names(kept: Kept) -> list[dict[str | None, str]]:
    worlds = (kept.world(side) for side in Side)
    return [
        {each.slug: each.versions[EN].staged["name"].text for each in world.entries.values() if EN in each.versions}
        for world in worlds
    ]


def remarks(applied: Any) -> list[str]:
    return [line["about"] for line in lines_of(applied.plan, "remark")]


def reasons(applied: Any) -> list[str]:
    return [line["reason"] for line in lines_of(applied.plan, "conflict")]


def test_what_was_carried_since_is_advanced_and_the_report_says_so(kept: Kept, edited: Side) -> None:
    edit(kept.world(edited), "tea", "Green tea")
    settled(kept.run())
    kept.restore()
    again = kept.run()
    assert again.result.counts() == {}
    assert (remarks(again), reasons(again)) == ([OLDER], [])
    (remark,) = lines_of(again.plan, "remark")
    assert "it knows nothing of run 2026" in remark["detail"]
    assert names(kept)[0] == names(kept)[1]
    assert (remarks(silent := kept.run()), silent.result.counts()) == ([], {})
    edit(kept.world(edited.other), "tea", "Black tea")
    settled(kept.run())
    assert {each["tea"] for each in names(kept)} == {"Black tea"}


def test_what_somebody_took_back_since_is_not_undone(kept: Kept, edited: Side) -> None:
    """The side that seems to have stood still is the one that was edited."""
    edit(kept.world(edited), "tea", "Green tea")
    settled(kept.run())
    kept.restore()
    edit(kept.world(edited), "tea", "tea en")
    before = names(kept)
    for _ in range(2):
        held = kept.run()
        assert reasons(held) == ["differ at first contact"]
        assert names(kept) == before
    edit(kept.world(edited.other), "tea", "tea en")
    assert kept.run().conflicts == 0
    assert kept.run().result.counts() == {}


def test_what_was_taken_off_the_site_since_does_not_go_live_again(kept: Kept) -> None:
    tea = kept.left.entries["author", "l-tea"].versions[EN]
    tea.live = None
    kept.left.touch(tea)
    settled(kept.run())
    kept.back_up()
    tea.live = dict(tea.staged)
    kept.left.touch(tea)
    settled(kept.run())
    kept.restore()
    tea.live = None
    kept.left.touch(tea)
    assert reasons(kept.run()) == ["differ at first contact"]
    assert tea.live is None


def test_an_edit_made_since_is_carried_where_the_sides_tell_their_times(kept: Kept, edited: Side) -> None:
    edit(kept.world(edited), "pot", "Clay pot")
    settled(kept.run())
    kept.restore()
    kept.date_runs()
    kept.clock.sleep(7200)
    world = kept.world(edited)
    edit(world, "tea", "Green tea")
    world.entries["author", remote(world, "tea")].versions[EN].updated = kept.clock.now()
    again = kept.run()
    assert (remarks(again), reasons(again)) == ([OLDER], [])
    assert {each["tea"] for each in names(kept)} == {"Green tea"}


def test_what_was_made_deleted_and_renamed_since_stays_so(kept: Kept, edited: Side) -> None:
    kept.world(edited).put("author", "new", variants("jug"), slug="jug")
    gone = remote(kept.world(edited.other), "pot")
    del kept.world(edited.other).entries["author", gone]
    kept.world(edited).entries["author", remote(kept.world(edited), "cup")].slug = "mug"
    settled(kept.run())
    after = names(kept)
    assert [set(each) for each in after] == [{"tea", "mug", "jug"}] * 2
    kept.restore()
    again = kept.run()
    assert (again.result.counts(), reasons(again)) == ({}, [])
    assert names(kept) == after
    assert (kept.run().result.counts(), names(kept)) == ({}, after)


def test_nothing_is_deleted_in_the_run_that_finds_its_state_old(kept: Kept, edited: Side) -> None:
    edit(kept.world(edited), "tea", "Green tea")
    settled(kept.run())
    kept.restore()
    del kept.world(edited).entries["author", remote(kept.world(edited), "pot")]
    held = kept.run()
    assert reasons(held) == ["deletion"]
    assert "pot" in names(kept)[0 if edited is Side.RIGHT else 1]
    settled(kept.run())
    assert [set(each) for each in names(kept)] == [{"tea", "cup"}] * 2


def test_a_run_that_was_cut_and_whose_journal_is_lost_is_gone_on_with(kept: Kept) -> None:
    for name in ("jug", "mug"):
        kept.left.put("author", f"l-{name}", variants(name), slug=name)
    calls = iter(range(1000))

    def stop() -> None:
        if len(kept.right.calls) > 1 and next(calls) > 1:
            raise Interrupted("cut")

    with pytest.raises(Interrupted):
        api.sync(replace(kept.session(), stop=stop), kept.out("sync"))
    kept.restore()
    for _ in range(3):
        kept.run()
    assert [set(each) for each in names(kept)] == [{"tea", "pot", "cup", "jug", "mug"}] * 2
    assert [len(kept.world(side).entries) for side in Side] == [5, 5]


@pytest.mark.parametrize("applied", [True, False], ids=["apply", "sync"])
@pytest.mark.parametrize("call", ["create", "publish"])
def test_what_was_taken_off_since_a_cut_run_was_finished_does_not_go_live_again(
    tmp_path: Path, call: str, applied: bool
) -> None:
    """The copy was made between both: the state that is put back takes that run for one to be finished."""
    kept = Kept(tmp_path, right=Mortal(at=call))
    for name in ("tea", "pot"):
        kept.left.put("author", f"l-{name}", variants(name), slug=name)
    with pytest.raises(Died):
        kept.run()
    kept.back_up()
    settled(kept.run())
    kept.restore()
    tea = kept.right.entries["author", remote(kept.right, "tea")].versions[EN]
    assert tea.live is not None
    tea.live = None
    kept.right.touch(tea)
    for _ in range(2):
        held = kept.apply(kept.plan()) if applied else kept.run()
        assert (held.resumed, held.before, reasons(held)) == (False, None, ["differ at first contact"])
        assert tea.live is None
    assert names(kept)[0] == names(kept)[1], "nothing is there twice"
    assert [len(kept.world(side).entries) for side in Side] == [2, 2]


def test_a_state_that_was_lost_is_named(kept: Kept) -> None:
    before = names(kept)
    kept.state.unlink()
    again = kept.run()
    assert (remarks(again), again.result.counts()) == (["the state was lost"], {})
    assert names(kept) == before
    assert remarks(kept.run()) == []


def test_a_dry_plan_says_it_too_and_writes_nothing(kept: Kept) -> None:
    edit(kept.left, "tea", "Green tea")
    settled(kept.run())
    kept.restore()
    before = kept.state.read_bytes()
    plan = kept.plan()
    assert [line["about"] for line in lines_of(plan, "remark")] == [OLDER]
    assert kept.state.read_bytes() == before


def test_a_folder_that_is_not_of_a_run_says_nothing(kept: Kept) -> None:
    for name in ("20991231-000000", "notes", "99991231-000000-ffff.bak"):
        (kept.folder / "runs" / "pair" / name).mkdir()
    assert remarks(kept.run()) == []


def test_cells_that_both_sides_show_alike_are_advanced_without_any_other_witness(kept: Kept) -> None:
    edit(kept.left, "tea", "Green tea")
    settled(kept.run())
    shutil.rmtree(kept.folder / "runs")
    kept.restore()
    again = kept.run()
    assert (again.result.counts(), reasons(again)) == ({}, [])
    assert {each["tea"] for each in names(kept)} == {"Green tea"}


def test_since_a_run_is_a_minute_after_it(kept: Kept) -> None:
    """A side whose clock is ahead of ours dates what a run wrote later than the run."""
    edit(kept.left, "tea", "Green tea")
    settled(kept.run())
    ours = kept.right.entries["author", remote(kept.right, "tea")].versions[EN]
    ours.updated = kept.clock.now() + timedelta(seconds=50)
    kept.restore()
    kept.date_runs()
    edit(kept.left, "tea", "tea en")
    assert reasons(kept.run()) == ["differ at first contact"]
    assert names(kept)[0]["tea"] == "tea en"


def test_status_says_which_runs_a_state_does_not_know(kept: Kept) -> None:
    assert api.status(kept.session()).unknown == ()
    kept.left.edit("author", remote(kept.left, "tea"), EN, name=text("Tea, better"))
    made = kept.run()
    kept.restore()
    assert api.status(kept.session()).unknown == (made.run,)


def test_status_says_where_newer_runs_are_kept_than_its_state_knows(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = kept.folder / "site"
    shutil.copytree(kept.folder / "runs", site / ".isogloss" / "runs")
    (site / "mappings").mkdir()
    monkeypatch.chdir(site)
    session = kept.session()
    bridge = replace(session.bridge, path=str(site / "mappings" / "pots.yaml"))
    assert api.status(replace(session, bridge=bridge)).elsewhere == (), "this state knows them"
    lost = replace(session, bridge=bridge, state=str(kept.folder / "elsewhere" / "state.db"), runs=site / "runs")
    assert api.status(lost).elsewhere == (str(site / ".isogloss" / "runs"),)
    monkeypatch.chdir(kept.folder)
    assert api.status(lost).elsewhere == (str(site / ".isogloss" / "runs"),), "above the mapping"
    assert api.status(replace(lost, runs=site / ".isogloss" / "runs")).elsewhere == ()
