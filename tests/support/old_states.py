"""States as older programs left them: the tables of their version, and what a newer one wrote put into them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from manual_clock import ManualClock
from sqlalchemy import create_engine, text

from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import Scalar, digest_text
from isogloss.plan.op import Change, Op
from isogloss.state import migrations
from isogloss.state.opened import open_state

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from isogloss.state.opened import State


def make_tables(connection: Connection, revision: str) -> None:
    """The tables of one version, in an empty database."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def as_of(path: Path, revision: str) -> None:
    """Put a state file back to an older version; what that could not hold is lost."""
    newer = path.rename(path.with_name("newer.db"))
    engine = create_engine(f"sqlite+pysqlite:///{path}")
    with engine.begin() as connection:
        make_tables(connection, revision)
    engine.dispose()
    with closing(sqlite3.connect(path)) as older:
        older.execute("ATTACH ? AS newer", [str(newer)])
        tables = [name for (name,) in older.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        for table in set(tables) - {"isogloss_version"}:
            columns = ", ".join(row[1] for row in older.execute(f"PRAGMA main.table_info({table})"))
            older.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")  # noqa: S608  # our own names
        older.commit()
    newer.unlink()


EN = Locale("en")
TEA = EntryKey("article", "tea")
OLD, OTHER = EntryKey("article", "tea", "green-tea"), EntryKey("article", "tea", "chai")
NAMES = ("tea", "tea (was green-tea)", "tea (was chai)", "tea (wash)")
KEYS = {TEA, OLD, OTHER, EntryKey("article", "tea (wash)")}

ROWS: dict[str, dict[str, Any]] = {
    "identity": {"side": "right", "kind": "article", "remote": "r1"},
    "base": {"kind": "article", "cells": '{"en":{"title":["a","b"]}}'},
    "confirmed": {"side": "right", "kind": "article", "variants": '{"en":["a","2026-11-01T00:00:00+00:00",null,[]]}'},
    "owner": {"kind": "article", "part": "p", "side": "left"},
    "awaited": {"side": "right", "kind": "article", "locale": "en", "field": "cover", "identities": '["f"]'},
}
"""What each table tells of one entry, but for its name and the mapping."""


def tell_in_names(engine: Engine, mapping: str, names: tuple[str, ...]) -> None:
    """A state of the version whose names told what a superseded entry was, with one row of each table for each name."""
    with engine.begin() as connection:
        make_tables(connection, "0003")
        connection.execute(text("INSERT INTO isogloss_meta (name, value) VALUES ('canon', '2')"))
        for place, name in enumerate(names):
            for table, values in ROWS.items():
                row = {**values, "mapping": mapping, "name": name}
                row |= {"remote": f"r{place}"} if "remote" in row else {}
                columns, marks = ", ".join(row), ", ".join(f":{column}" for column in row)
                connection.execute(text(f"INSERT INTO isogloss_{table} ({columns}) VALUES ({marks})"), row)  # noqa: S608  # our own names
    engine.dispose()


def assert_told_apart(state: State) -> None:
    """Every store knows each entry by its own key."""
    identity = {key: remote for remote, key in state.identity.all_keys(Side.RIGHT)}
    assert identity == {TEA: "r0", OLD: "r1", OTHER: "r2", EntryKey("article", "tea (wash)"): "r3"}
    assert state.base.keys() == {key for key, _ in state.base.entries()} == KEYS
    assert set(state.confirmed.all(Side.RIGHT)) == KEYS
    assert state.awaited.all(Side.RIGHT) == {Cell(key, EN, "cover"): ("f",) for key in KEYS}
    for key in KEYS:
        assert state.base.get(key) == {EN: {"title": ("a", "b")}}
        assert state.owners.of(key) == {"p": Side.LEFT}
    assert state.base.get(EntryKey("article", "tea", "milk")) == {}


def assert_brought_up_to_date(address: str) -> None:
    """It is read as it lies, then brought up to date, and what is written since is told apart as well."""
    with open_state(address, "acme", ManualClock(), read_only=True) as state:
        assert_told_apart(state)
    with open_state(address, "acme", ManualClock()) as state:
        assert_told_apart(state)
        state.base.advance(OLD, {EN: {"title": (digest_text("x"), None)}})
        state.base.drop(OTHER)
        state.identity.forget(Side.RIGHT, OLD)
        state.confirmed.drop(OLD)
        state.owners.drop(OLD)
        assert state.awaited.pop(Side.RIGHT, Cell(OLD, EN, "cover")) == ("f",)
        run = state.runs.begin(
            plan_digest=digest_text("p"), plan_path="p", mapping_digest=digest_text("m"), command="apply", ops_total=1
        )
        change = Change(Cell(OLD, EN, "title"), Scalar("text", "Tea"), Scalar("text", "Chai"), digest_text("s"))
        state.images(run.id).save([Op(digest_text("o"), Side.RIGHT, "update", OLD, "Tea", (change,))])
    with open_state(address, "acme", ManualClock(), read_only=True) as state:
        assert state.base.get(OLD) == {EN: {"title": (digest_text("x"), None)}}
        assert state.base.get(TEA) == {EN: {"title": ("a", "b")}}
        assert state.base.keys() == KEYS - {OTHER}
        assert {key for _, key in state.identity.all_keys(Side.RIGHT)} == KEYS - {OLD}
        assert set(state.confirmed.all(Side.RIGHT)) == KEYS - {OLD}
        assert state.owners.of(OLD) == {}
        assert [image.at.entry for image in state.images(run.id).all()] == [OLD]
