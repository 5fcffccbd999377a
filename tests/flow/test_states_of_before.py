"""States and plans that said in a name what an entry was, as ``tea (was r1)``: they are read, and gone on with.

``states/replacing.sql`` and ``states/replacing.jsonl`` were written by the program of before in the very story that is
told here, in the middle of the run that makes an article anew; ``states/replaced.sql`` at the end of that run.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from plan_lines import lines_of
from two_worlds import EN, FIELDS, FR, Pair, html, refs, text

from isogloss import api
from isogloss.bridge import KindScope
from isogloss.errors import Interrupted
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, SLUG, STATUS
from isogloss.model.schema import Capabilities
from isogloss.model.value import ABSENT
from isogloss.model.value import refs as found_refs
from isogloss.plan.data import PlanFile, read_plan

STATES = Path(__file__).with_name("states")


def told(folder: Path) -> Pair:
    """Two worlds that agreed on three articles, of which one cannot be renamed on the right and was on the left.

    On the way: cells that agreed by themselves, texts that only a reader takes for the same, a link that is lost in a
    locale, and a conflict.
    """
    scopes = {
        kind: KindScope(
            kind, fields, True, (SLUG,), next(iter(fields)), {}, rename="recreate" if kind == "article" else "keep"
        )
        for kind, fields in FIELDS.items()
    }
    pair = Pair(folder, options={"kinds": scopes, "delete": "propagate"})
    pair.right.capabilities = Capabilities(rename_slug=False, stages_edits=False, batch=1)
    for side, body in ((Side.LEFT, "<p>Hot  water</p>"), (Side.RIGHT, "<p>Hot water</p>")):
        shown = {"title": text("Tea"), "body": html(body), STATUS: PUBLISHED}
        pair.world(side).put("article", "l1" if side is Side.LEFT else "r1", {EN: shown, FR: shown}, slug="tea")
    pot = {"title": text("Pot"), STATUS: PUBLISHED}
    pair.left.put("article", "l2", {EN: pot}, slug="pot")
    cup = {"title": text("Cup"), "related": refs("article", "l1", "l2"), STATUS: PUBLISHED}
    pair.left.put("article", "l3", {EN: cup, FR: cup}, slug="cup")
    pair.sync()
    pair.left.edit("article", "l2", EN, title=text("Big pot"))
    pair.right.edit("article", "m0001", EN, title=text("Small pot"))
    pair.sync()
    pair.left.entries["article", "l1"].slug = "chai"
    pair.left.edit("article", "l1", EN, title=text("Chai"))
    return pair


def cut(pair: Pair, path: Path) -> None:
    """Apply a plan until the new article is public and nothing leads to it yet."""

    def stop() -> None:
        new = next((each for each in pair.right.entries.values() if each.slug == "chai"), None)
        if new is not None and all(version.live for version in new.versions.values()):
            raise Interrupted("stopped")

    with pytest.raises(Interrupted):
        api.apply(replace(pair.session(), stop=stop), read_plan(path))


def put_back(pair: Pair, name: str) -> None:
    """Let the program find the state that was written then."""
    for left in pair.folder.glob("state.db*"):
        left.unlink()
    script = (STATES / name).read_text(encoding="utf-8").replace("@FOLDER@", str(pair.folder))
    with closing(sqlite3.connect(pair.folder / "state.db")) as connection, connection:
        connection.executescript(script)
    connection.close()


@pytest.fixture
def worlds(tmp_path: Path) -> Pair:
    """Both sides where the run was cut, with the plan and the state of before."""
    pair = told(tmp_path)
    pair.plan()
    path = tmp_path / "plan-2.jsonl"
    path.write_bytes((STATES / "replacing.jsonl").read_bytes())
    cut(pair, path)
    put_back(pair, "replacing.sql")
    return pair


def slugs(pair: Pair) -> list[str | None]:
    return sorted(str(stored.slug) for stored in pair.right.entries.values())


def shown(plan: PlanFile) -> list[str]:
    """The lines of a plan, each key as a person reads it."""
    return [json.dumps(_shown(record), sort_keys=True) for record in lines_of(plan)]


def _shown(data: object) -> object:
    match data:
        case {"ref": list(key)}:
            return {"ref": key[:2]}
        case {"entry": list(key), **rest}:
            return {"entry": key[:2], **_without_traces(rest)}
        case dict():
            return _without_traces(data)
        case list():
            return [_shown(each) for each in data]
        case _:
            return data


def _without_traces(data: dict[str, object]) -> dict[str, object]:
    """What decisions are bound to, and the ids by which people are led to entries, are new since then."""
    return {name: _shown(value) for name, value in data.items() if name not in ("traces", "remotes")}


def replaced_and_at_rest(pair: Pair) -> None:
    """The new article took the place of the old one, and what a person has to decide is all that is left."""
    assert slugs(pair) == ["chai", "cup", "pot"]
    new = next(stored.remote for stored in pair.right.entries.values() if stored.slug == "chai")
    for locale in (EN, FR):
        related = pair.shown(Side.RIGHT, "article", "cup", locale, "related")
        assert next(found_refs(related or ABSENT)).name == new
    writes = pair.writes()
    again = pair.sync()
    assert (again.result.counts(), again.conflicts, pair.writes()) == ({}, 1, writes)


def test_a_dry_plan_on_a_state_of_before_is_the_one_of_before_and_writes_nothing(worlds: Pair) -> None:
    state = worlds.folder / "state.db"
    before = state.read_bytes()
    assert shown(worlds.plan()) == shown(read_plan(STATES / "replacing_next.jsonl"))
    assert state.read_bytes() == before


def test_a_run_that_was_cut_before_is_finished_by_its_plan(worlds: Pair) -> None:
    applied = worlds.apply(read_plan(worlds.folder / "plan-2.jsonl"))
    assert (applied.resumed, set(applied.result.counts())) == (True, {"confirmed"})
    replaced_and_at_rest(worlds)


def test_a_run_that_was_cut_before_and_whose_plan_is_lost_is_finished_by_a_new_one(worlds: Pair) -> None:
    (worlds.folder / "plan-2.jsonl").unlink()
    assert set(worlds.sync().result.counts()) == {"confirmed"}
    replaced_and_at_rest(worlds)


def test_an_old_entry_that_somebody_edited_after_the_upgrade_stays_and_is_told(worlds: Pair) -> None:
    worlds.right.edit("article", "r1", EN, title=text("Mine"))
    worlds.sync()
    (held,) = (record for record in lines_of(worlds.plan(), "conflict") if record["reason"] == "deletion")
    assert held["entry"][:2] == ["article", "tea (was r1)"]
    assert "somebody edited the old one" in str(held["detail"])
    assert "tea" in slugs(worlds)


def test_undo_names_what_was_made_anew_by_a_run_of_before(worlds: Pair) -> None:
    run = worlds.apply(read_plan(worlds.folder / "plan-2.jsonl")).run
    put_back(worlds, "replaced.sql")
    assert [getattr(held, "reason", None) for held in api.status(worlds.session()).held] == ["both sides changed", None]
    undo = api.undo(worlds.session(), run, worlds.folder / "undo.jsonl")
    assert list(lines_of(undo, "op")) == []
    (step,) = lines_of(undo, "step")
    assert "rename Chai (article/tea) back on the other side" in str(step["todo"])
    replaced_and_at_rest(worlds)
