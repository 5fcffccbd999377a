"""``isogloss state copy``: all that is remembered goes to another place, and runs go on there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from command import isogloss
from sandboxes import Crossing, content, settled

from isogloss import api
from isogloss.errors import Refused, StateError, UsageError
from isogloss.http.clock import SystemClock
from isogloss.jobs.service import held
from isogloss.state import copying
from isogloss.state.agenda import open_agenda
from isogloss.state.opened import open_state
from isogloss.state.version import REVISIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sandboxes import Sandboxes
    from sqlalchemy import Connection, Table


@dataclass
class Elsewhere(Crossing):
    """The same mapping, with what it remembers wherever it is said to be."""

    address: str = ""

    def session(self) -> api.Session:
        return replace(super().session(), state=self.address)


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Elsewhere:
    made = Elsewhere(sandboxes, tmp_path, flow="both")
    made.address = str(tmp_path / "first.db")
    made.seed()
    settled(made.sync())
    return made


def edited(crossing: Crossing, name: str) -> None:
    edit = {"action": "update", "collection": "posts", "item": "first", "fields": {"name": name}, "publish": True}
    crossing.sandboxes.webflow.edit(**edit)


@pytest.mark.slow
def test_runs_go_on_where_a_state_was_copied_to_and_back_again(
    crossing: Elsewhere, postgres_database: str, tmp_path: Path
) -> None:
    there = api.copy_state(crossing.address, postgres_database)
    assert there.rows["isogloss_base"] > 3
    crossing.address = postgres_database
    before = content(crossing.sandboxes)
    assert not crossing.ops()
    settled(crossing.sync())
    assert content(crossing.sandboxes) == before
    edited(crossing, "Written by a run that goes on counting")
    done = crossing.sync()
    settled(done)
    assert done.result.counts()
    back = api.copy_state(postgres_database, str(tmp_path / "back.db"))
    crossing.address = str(tmp_path / "back.db")
    assert back.rows["isogloss_run"] > there.rows["isogloss_run"]
    assert not crossing.ops()
    again = api.copy_state(crossing.address, str(tmp_path / "again.db"))
    assert (again.rows, again.digest) == (back.rows, back.digest)


def test_a_copy_is_told_and_the_state_it_was_made_of_goes_on_as_before(crossing: Elsewhere, tmp_path: Path) -> None:
    target = tmp_path / "folder" / "copy.db"
    ran = isogloss("state", "copy", crossing.address, str(target), "--json")
    assert ran.code == 0, ran.err
    assert ran.data["rows"]["isogloss_run"] == 1
    assert target.stat().st_mode & 0o077 == 0
    told = isogloss("state", "copy", crossing.address, str(tmp_path / "other.db"))
    assert ran.data["digest"] in told.err
    assert not crossing.ops()


def test_nothing_is_copied_onto_a_state_that_is_there(crossing: Elsewhere, tmp_path: Path) -> None:
    target = str(tmp_path / "copy.db")
    api.copy_state(crossing.address, target)
    with pytest.raises(Refused, match="there is a state already"):
        api.copy_state(crossing.address, target)
    with pytest.raises(UsageError, match="onto itself"):
        api.copy_state(crossing.address, f"sqlite:///{crossing.address}")
    with pytest.raises(UsageError, match="no state there"):
        api.copy_state(str(tmp_path / "nowhere.db"), str(tmp_path / "new.db"))
    assert not (tmp_path / "nowhere.db").exists()


def test_while_somebody_is_at_work_nothing_is_copied(crossing: Elsewhere, tmp_path: Path) -> None:
    name = crossing.bridge.name
    with (
        open_state(crossing.address, name, SystemClock()) as state,
        state.leases.acquire(60),
        pytest.raises(Refused, match="somebody else is at work"),
    ):
        api.copy_state(crossing.address, str(tmp_path / "copy.db"))
    assert api.copy_state(crossing.address, str(tmp_path / "copy.db")).rows


def test_whoever_died_keeps_no_copy_waiting_and_a_service_is_told_as_one(crossing: Elsewhere, tmp_path: Path) -> None:
    with open_agenda(crossing.address, SystemClock()) as agenda, held(agenda):
        with pytest.raises(Refused, match=r"isogloss serve is at work on this state already: .* Stop that one"):
            api.copy_state(crossing.address, str(tmp_path / "copy.db"))
        with subprocess.Popen([sys.executable, "-c", ""]) as gone:
            pass
        database = sqlite3.connect(crossing.address)
        database.execute("update isogloss_lease set pid = ? where mapping = 'isogloss serve'", (gone.pid,))
        database.commit()
        database.close()
        assert api.copy_state(crossing.address, str(tmp_path / "copy.db")).rows


def test_nobody_begins_while_a_state_is_copied(
    crossing: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []
    rows = copying._rows

    def looking(connection: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
        if not refused:
            with pytest.raises(Refused, match="somebody else is at work") as error:
                crossing.sync()
            refused.append(str(error.value))
        yield from rows(connection, table)

    monkeypatch.setattr(copying, "_rows", looking)
    api.copy_state(crossing.address, str(tmp_path / "copy.db"))
    assert refused
    settled(crossing.sync())


def test_of_a_copy_that_is_not_the_same_nothing_is_kept(
    crossing: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, seen = copying._rows, set[str]()

    def lossy(connection: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
        for some in rows(connection, table):
            yield some[1:] if table.name in seen and table.name == "isogloss_base" else some
        seen.add(table.name)

    target = str(tmp_path / "copy.db")
    with monkeypatch.context() as patch:
        patch.setattr(copying, "_rows", lossy)
        with pytest.raises(StateError, match="nothing of it was kept"):
            api.copy_state(crossing.address, target)
    assert api.copy_state(crossing.address, target).rows["isogloss_base"]


def test_a_state_of_an_older_version_is_brought_up_to_date_first(
    crossing: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "REVISIONS", (*REVISIONS, "9999"))
    with pytest.raises(StateError, match="of an older version"):
        api.copy_state(crossing.address, str(tmp_path / "copy.db"))
