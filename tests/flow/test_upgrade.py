"""A state whose digests are of older canonical forms is brought up to date: nobody's edit, conflict or deletion.

``states/first_forms.sql`` was written by the program of the first forms, from the left side of ``worlds``: it took
U+FA46 for U+6E1A, and a component for a block wherever it stood, so the spaces around it were no content.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from plan_lines import lines_of
from two_worlds import EN, Pair

from isogloss.canon.first import first_form
from isogloss.canon.own import spelled
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.value import Scalar
from isogloss.state.opened import open_state

if TYPE_CHECKING:
    from isogloss.model.value import ScalarType, Value

COMPONENT = '<wf-component component-id="c1" data-w-id="w1"><wf-prop name="x">y</wf-prop></wf-component>'
ALONE = '<wf-component component-id="c2"></wf-component>'
SITE = {
    "one": ("\ufa46", "<p>\ufa46</p>"),
    "two": ("\u212b\u2126", f"<p>\ufa46 and {COMPONENT} after</p><p>{ALONE}</p>"),
    "three": ("Plain", "<p>plain</p>"),
}
REMOTES = {"one": "m0001", "two": "m0003", "three": "m0002"}


def now(type_: ScalarType, raw: str) -> Value:
    made = spelled(type_, raw)
    assert isinstance(made, Scalar)
    return made


def put(pair: Pair, side: Side, remote: str, slug: str, title: str, body: str) -> None:
    fields = {"title": now("text", title), "body": now("rich_text", body), STATUS: PUBLISHED}
    pair.world(side).put("article", remote, {EN: fields}, slug=slug)


@pytest.fixture
def worlds(tmp_path: Path) -> Pair:
    """Both sides as they were left: the left as people wrote it, the right as the first forms wrote it there."""
    script = Path(__file__).with_name("states") / "first_forms.sql"
    with closing(sqlite3.connect(tmp_path / "state.db")) as connection, connection:
        connection.executescript(script.read_text(encoding="utf-8"))
    connection.close()
    pair = Pair(tmp_path, options={"conflict": "merge"})
    for number, (slug, (title, body)) in enumerate(SITE.items()):
        put(pair, Side.LEFT, f"l{number}", slug, title, body)
        put(pair, Side.RIGHT, REMOTES[slug], slug, first_form("text", title), first_form("rich_text", body))
    return pair


def records(pair: Pair) -> set[str]:
    return {str(record["record"]) for record in lines_of(pair.plan())}


def forms(pair: Pair) -> dict[str, str]:
    with closing(sqlite3.connect(pair.folder / "state.db")) as connection, connection:
        rows = dict(connection.execute("SELECT name, value FROM isogloss_meta WHERE name LIKE 'canon%'"))
    connection.close()
    return rows


def test_a_state_of_the_first_forms_has_no_edits_conflicts_or_deletions(worlds: Pair) -> None:
    assert records(worlds) == set()
    assert forms(worlds) == {"canon": "1"}, "a dry command wrote"
    applied = worlds.sync()
    assert (applied.result.counts(), applied.conflicts, worlds.writes()) == ({}, 0, 0)
    assert forms(worlds) == {"canon": "2"}
    assert records(worlds) == set()
    assert worlds.sync().result.counts() == {}
    assert worlds.writes() == 0


def test_an_edit_before_the_upgrade_and_one_after_it_are_carried(worlds: Pair) -> None:
    worlds.left.edit("article", "l0", EN, title=now("text", "\ufa46 edited"))
    worlds.sync()
    assert worlds.shown(Side.RIGHT, "article", "one", EN, "title") == Scalar("text", "\ufa46 edited")
    worlds.right.edit("article", "m0003", EN, title=now("text", "\u00c5"))
    worlds.sync()
    assert worlds.shown(Side.LEFT, "article", "two", EN, "title") == Scalar("text", "\u00c5")
    worlds.left.edit("article", "l1", EN, title=now("text", "\u212b"))
    worlds.sync()
    assert worlds.shown(Side.RIGHT, "article", "two", EN, "title") == Scalar("text", "\u212b")
    assert records(worlds) == set()


def test_texts_that_were_brought_up_to_date_can_still_be_merged(worlds: Pair) -> None:
    worlds.sync()
    left = f"<p>\ufa46 and {COMPONENT} after</p><p>{ALONE}</p><p>left</p>"
    worlds.left.edit("article", "l0", EN, body=now("rich_text", "<p>left</p><p>\ufa46</p>"))
    worlds.left.edit("article", "l1", EN, body=now("rich_text", left))
    applied = worlds.sync()
    assert applied.conflicts == 0
    assert worlds.shown(Side.RIGHT, "article", "two", EN, "body") == now("rich_text", left)


def test_an_entry_that_was_deleted_meanwhile_is_held_as_ever(worlds: Pair) -> None:
    del worlds.left.entries["article", "l0"]
    applied = worlds.sync()
    assert (applied.result.counts(), applied.conflicts) == ({}, 1)
    assert ("article", "m0001") in worlds.right.entries


def test_each_mapping_of_a_database_is_brought_up_to_date_by_its_own_run(worlds: Pair) -> None:
    with closing(sqlite3.connect(worlds.folder / "state.db")) as connection, connection:
        connection.execute("INSERT INTO isogloss_base SELECT 'other', kind, name, cells FROM isogloss_base")
    connection.close()
    worlds.sync()
    assert forms(worlds) == {"canon": "2", "canon/other": "1"}
    with open_state(str(worlds.folder / "state.db"), "other", worlds.clock, read_only=True) as state:
        assert state.forms.old()
    with open_state(str(worlds.folder / "state.db"), "pair", worlds.clock, read_only=True) as state:
        assert not state.forms.old()
