import os
import shutil
import sqlite3
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from manual_clock import ManualClock
from old_states import as_of

from isogloss.errors import ConfigError, StateError
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import digest_text
from isogloss.state import version
from isogloss.state.location import reading_uri
from isogloss.state.opened import open_state

TEA = EntryKey("article", "tea")
ADVICE = "Move it away, or put a backup in its place; without it the next run matches the entries again"


def opened(path: Path, *, read_only: bool = False):
    return open_state(str(path), "acme", ManualClock(), read_only=read_only)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.db"


@pytest.fixture
def written(path: Path, new_state: Path) -> Path:
    shutil.copy(new_state, path)
    with opened(path) as state:
        state.names(Side.LEFT).bind(TEA, "a1")
        state.base.advance_many(
            (EntryKey("article", f"{number:04}"), {Locale("en"): {"title": (digest_text("a"), digest_text("b"))}})
            for number in range(400)
        )
    return path


def execute(path: Path, statement: str) -> None:
    meddler = sqlite3.connect(path)
    meddler.execute(statement)
    meddler.commit()
    meddler.close()


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_state_and_its_folders_are_made_for_its_owner_only(tmp_path):
    path = tmp_path / "deep" / "down" / "state.db"
    mask = os.umask(0)
    try:
        with opened(path) as state:
            state.names(Side.LEFT).bind(TEA, "a1")
            beside = {found.name: stat.S_IMODE(found.stat().st_mode) for found in path.parent.iterdir()}
    finally:
        os.umask(mask)
    assert beside == {"state.db": 0o600, "state.db-shm": 0o600, "state.db-wal": 0o600}
    assert [found.name for found in path.parent.iterdir()] == ["state.db"]


@pytest.mark.parametrize("form", ["{path}", "sqlite:///{path}"])
def test_a_path_and_a_sqlite_url_mean_the_same_file(form, written):
    with open_state(form.format(path=written), "acme", ManualClock()) as state:
        assert state.where == str(written)
        assert state.mapping == "acme"
        assert state.names(Side.LEFT).remote(TEA) == "a1"


def test_a_path_may_hold_what_means_something_in_a_url(tmp_path):
    path = tmp_path / "50% done? #1 ~ à" / "state.db"
    for _ in range(2):
        with opened(path) as state:
            state.names(Side.LEFT).bind(TEA, "a1")
    with opened(path, read_only=True) as state:
        assert state.names(Side.LEFT).remote(TEA) == "a1"
    assert [found.name for found in tmp_path.iterdir()] == ["50% done? #1 ~ à"]


@pytest.mark.parametrize(
    "address", ["mysql://localhost/state", "sqlite://", "sqlite:///:memory:", "://", "postgresql://h:port/x"]
)
def test_an_address_of_another_kind_is_a_wrong_setting(address):
    with pytest.raises(ConfigError, match=r"is no place for a state. Give a path, sqlite:///path, or postgresql://"):
        open_state(address, "acme", ManualClock()).__enter__()


def test_reading_a_state_that_is_missing_shows_an_empty_one_and_makes_nothing(tmp_path):
    with opened(tmp_path / "none" / "state.db", read_only=True) as state:
        assert state.names(Side.LEFT).remote(TEA) is None
        assert state.names(Side.LEFT).asset("https://left.test/a.png") is None
        assert list(state.base.entries()) == []
        assert state.runs.all() == []
        assert state.held.all() == []
        assert state.leases.show() is None
    assert list(tmp_path.iterdir()) == []


def test_an_empty_state_can_be_read_by_several_threads_at_once(path):
    with opened(path, read_only=True) as state, ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda number: state.base.get(EntryKey("a", str(number))), range(40))) == [{}] * 40


@pytest.mark.parametrize("exists", [True, False])
def test_writing_to_a_state_opened_for_reading_is_our_own_bug(exists, path, request):
    if exists:
        request.getfixturevalue("written")
    with (
        opened(path, read_only=True) as state,
        pytest.raises(AssertionError, match="a read-only state was written to"),
    ):
        state.names(Side.RIGHT).bind(TEA, "a9")


def test_reading_a_state_leaves_no_trace(written):
    before = tree(written.parent)
    with opened(written, read_only=True) as state:
        assert state.names(Side.LEFT).remote(TEA) == "a1"
        assert len(list(state.base.entries())) == 400
    assert tree(written.parent) == before


def test_a_reader_sees_what_a_writer_who_is_still_at_work_has_finished(written):
    with opened(written) as writer:
        writer.names(Side.LEFT).bind(EntryKey("article", "cup"), "a2")
        with opened(written, read_only=True) as reader:
            assert reader.names(Side.LEFT).remote(EntryKey("article", "cup")) == "a2"


def test_a_file_that_may_not_be_written_is_read_as_it_lies(written):
    uri = reading_uri(written, writable=False)
    assert uri.endswith("state.db?immutable=1")
    reader = sqlite3.connect(uri, uri=True)
    assert reader.execute("SELECT remote FROM isogloss_identity").fetchall() == [("a1",)]
    reader.close()
    assert [found.name for found in written.parent.iterdir()] == ["state.db"]


def test_a_log_beside_a_file_that_may_not_be_written_is_read_with_it(written):
    with opened(written) as writer:
        writer.names(Side.LEFT).bind(EntryKey("article", "cup"), "a2")
        uri = reading_uri(written, writable=False)
        assert uri.endswith("state.db?mode=ro")
        reader = sqlite3.connect(uri, uri=True)
        assert len(reader.execute("SELECT remote FROM isogloss_identity").fetchall()) == 2
        reader.close()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_was_made_and_never_filled_is_a_state_that_is_missing(read_only, path):
    path.touch()
    with opened(path, read_only=read_only) as state:
        assert state.runs.all() == []


@pytest.mark.parametrize("read_only", [True, False])
def test_a_database_without_a_table_is_a_state_that_is_missing(read_only, path):
    execute(path, "VACUUM")
    with opened(path, read_only=read_only) as state:
        assert state.runs.all() == []


@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_is_no_database_is_damaged(read_only, path):
    path.write_bytes(b"once upon a time " * 1000)
    with pytest.raises(StateError) as refused:
        opened(path, read_only=read_only).__enter__()
    assert str(refused.value).startswith(f"{path}: the state is damaged (file is not a database). {ADVICE}")
    assert path.read_bytes().startswith(b"once upon")


@pytest.mark.parametrize("read_only", [True, False])
def test_a_database_with_broken_pages_is_damaged(read_only, written):
    content = bytearray(written.read_bytes())
    content[4096:-4096] = b"\xff" * (len(content) - 8192)
    written.write_bytes(content)
    with pytest.raises(StateError, match="the state is damaged"):
        opened(written, read_only=read_only).__enter__()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_database_that_lost_its_second_half_is_damaged(read_only, written):
    content = written.read_bytes()
    written.write_bytes(content[: len(content) // 2])
    with pytest.raises(StateError, match="the state is damaged"):
        opened(written, read_only=read_only).__enter__()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_database_with_one_bad_page_is_damaged_even_if_nobody_asks_for_that_page(read_only, written):
    content = written.read_bytes()
    written.write_bytes(content[:-4000] + b"\xff" * 4000)
    with pytest.raises(StateError, match=r"the state is damaged \((On tree|Tree \d+) page"):
        opened(written, read_only=read_only).__enter__()


@pytest.mark.parametrize("read_only", [True, False])
def test_the_database_of_another_program_is_refused_and_left_alone(read_only, path):
    execute(path, "CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StateError, match=r"not a state of Isogloss \(it holds recipes\).*nothing was changed"):
        opened(path, read_only=read_only).__enter__()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


@pytest.mark.parametrize("read_only", [True, False])
def test_a_state_of_a_newer_version_is_refused(read_only, written):
    execute(written, "UPDATE isogloss_version SET version_num = '9999'")
    with pytest.raises(StateError, match=r"newer version \(9999\).*Use the newer Isogloss"):
        opened(written, read_only=read_only).__enter__()


def test_a_state_of_an_older_version_is_not_guessed_at_by_a_command_that_writes_nothing(written, monkeypatch):
    now = version.REVISIONS[-1]
    monkeypatch.setattr(version, "REVISIONS", (*version.REVISIONS, "9998"))  # as the next version might have it
    with pytest.raises(StateError, match=rf"older version \({now}\).*Run apply or sync once"):
        opened(written, read_only=True).__enter__()


def test_a_state_from_before_anything_was_confirmed_opens_and_remembers_nothing_of_it(written):
    as_of(written, "0001")
    with opened(written, read_only=True) as state:
        assert state.confirmed.all(Side.LEFT) == {}
    with opened(written) as state:
        assert state.confirmed.all(Side.LEFT) == {}


def test_a_state_from_before_parts_had_owners_opens_and_knows_none(written):
    as_of(written, "0002")
    with opened(written, read_only=True) as state:
        assert state.owners.of(EntryKey("article", "tea")) == {}
    with opened(written) as state:
        assert state.owners.of(EntryKey("article", "tea")) == {}


@pytest.mark.parametrize("read_only", [True, False])
def test_digests_of_other_canonical_forms_are_refused(read_only, written):
    execute(written, "UPDATE isogloss_meta SET value = '0' WHERE name = 'canon'")
    with pytest.raises(StateError, match=r"forms of version 0, and this program's.*deletes nothing"):
        opened(written, read_only=read_only).__enter__()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_folder_is_no_state(read_only, tmp_path):
    with pytest.raises(StateError, match=r"cannot be (opened|used)"):
        opened(tmp_path, read_only=read_only).__enter__()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_path_that_no_file_can_have_is_explained(read_only, tmp_path):
    with pytest.raises(StateError, match=r"cannot be (opened for writing|looked at) \(File name too long\)"):
        opened(tmp_path / ("x" * 300), read_only=read_only).__enter__()


def test_a_file_in_the_place_of_a_folder_is_explained(path):
    path.write_text("not a folder")
    with pytest.raises(StateError, match="cannot be opened for writing"):
        opened(path / "state.db").__enter__()


def test_several_who_open_a_new_state_at_once_all_get_it(path):
    def open_and_bind(number: int) -> None:
        with opened(path) as state:
            state.names(Side.LEFT).bind(EntryKey("article", str(number)), f"a{number}")

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(open_and_bind, range(6)))
    with opened(path) as state:
        assert len(list(state.identity.all_keys(Side.LEFT))) == 6


def test_a_server_that_does_not_answer_is_explained_without_the_password():
    pytest.importorskip("psycopg")
    address = "postgresql://ada:canary-secret@127.0.0.1:1/states"
    with pytest.raises(StateError, match="the state cannot be used") as refused:
        open_state(address, "acme", ManualClock()).__enter__()
    assert str(refused.value).startswith("postgresql://127.0.0.1/states: ")
    assert "canary-secret" not in str(refused.value)


def test_a_missing_driver_is_a_missing_setting(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ConfigError, match=r"Install isogloss\[postgres\]"):
        open_state("postgres://127.0.0.1/states", "acme", ManualClock()).__enter__()
