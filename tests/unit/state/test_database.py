import contextlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, QueuePool, create_engine, event, literal_column, select, text

from isogloss.errors import StateError
from isogloss.state.database import Database, streamed


@pytest.fixture
def database(tmp_path: Path):
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(tmp_path / "any.db", timeout=0, check_same_thread=False)

    made = Database(create_engine("sqlite+pysqlite://", creator=connect, poolclass=QueuePool), "any.db")
    with made.write() as connection:
        connection.exec_driver_sql("CREATE TABLE cup (tea TEXT PRIMARY KEY)")
    yield made
    made.close()


def teas(database: Database) -> list[str]:
    with database.read() as connection:
        return [row.tea for row in connection.exec_driver_sql("SELECT tea FROM cup ORDER BY tea")]


def test_a_commit_waits_for_the_disk(database):
    with database.write() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_write_that_fails_half_way_leaves_nothing(database):
    with contextlib.suppress(ZeroDivisionError), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO cup VALUES ('oolong')")
        raise ZeroDivisionError
    assert teas(database) == []


def test_a_reader_sees_one_moment_while_a_writer_goes_on(database):
    with database.read() as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM cup").scalar() == 0
        with database.write() as writer:
            writer.exec_driver_sql("INSERT INTO cup VALUES ('oolong')")
        assert reader.exec_driver_sql("SELECT count(*) FROM cup").scalar() == 0
    assert teas(database) == ["oolong"]


def test_a_writer_announces_itself_before_it_reads(database, tmp_path):
    with database.write() as connection:
        connection.exec_driver_sql("SELECT * FROM cup")
        other = sqlite3.connect(tmp_path / "any.db", timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO cup VALUES ('mate')")
        other.close()


def test_another_program_that_does_not_let_go_is_explained(database, tmp_path):
    other = sqlite3.connect(tmp_path / "any.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StateError, match=r"any.db: another program kept the state.*Let it finish"), database.write():
        pass
    other.close()
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO cup VALUES ('mate')")


def test_a_full_disk_is_explained(database):
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 3")
    with (
        pytest.raises(StateError, match=r"cannot be used \(database or disk is full\).*there is room"),
        database.write() as connection,
    ):
        connection.exec_driver_sql("INSERT INTO cup VALUES (zeroblob(100000))")
    assert teas(database) == []


def test_a_row_that_somebody_else_added_is_explained(database):
    with pytest.raises(StateError, match="at the same time"), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO cup VALUES ('mate'), ('mate')")


def test_a_text_that_is_none_is_damage(database):
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO cup VALUES (CAST(x'ff00ff' AS TEXT))")
    with pytest.raises(StateError, match="damaged"):
        teas(database)


def pour(database: Database, tea: str) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO cup VALUES (?)", (tea,))


@pytest.fixture
def commits(database) -> list[object]:
    found: list[object] = []
    event.listen(database._engine, "commit", found.append)
    return found


def test_what_is_written_together_is_one_commit_and_is_seen_inside(database, commits):
    with database.together():
        pour(database, "oolong")
        with database.together():
            pour(database, "mate")
        assert teas(database) == ["mate", "oolong"]
        with ThreadPoolExecutor(1) as another:
            assert another.submit(teas, database).result() == []
        assert commits == [commits[0]]  # of the other reader
        commits.clear()
    assert len(commits) == 1
    assert teas(database) == ["mate", "oolong"]


def test_of_what_is_written_together_nothing_is_left_where_it_breaks_off(database):
    anew: list[str] = []
    database.undone.append(lambda: anew.append("read anew"))
    with contextlib.suppress(ZeroDivisionError), database.together():
        pour(database, "oolong")
        raise ZeroDivisionError
    assert anew == ["read anew"]
    assert teas(database) == []
    pour(database, "mate")
    assert teas(database) == ["mate"]


def test_a_write_that_failed_fails_what_is_written_together_with_it_whoever_passed_it_over(database):
    def pouring() -> None:
        with database.together():
            pour(database, "oolong")
            with contextlib.suppress(StateError):
                pour(database, "oolong")
            pour(database, "mate")

    with pytest.raises(StateError, match="at the same time"):
        pouring()
    assert teas(database) == []


def test_nobody_else_writes_while_some_is_written_together_and_nobody_waits_where_nothing_is(database):
    with ThreadPoolExecutor(1) as another:
        with database.together():
            teas(database)
            another.submit(pour, database, "mate").result()
            assert teas(database) == ["mate"]
            pour(database, "oolong")
            waits = another.submit(pour, database, "assam")
            assert teas(database) == ["mate", "oolong"]
        waits.result()
    assert teas(database) == ["assam", "mate", "oolong"]


def test_what_is_written_together_is_fenced_once_and_first(database):
    asked: list[list[str]] = []

    def fence(connection: Connection) -> None:
        asked.append([row.tea for row in connection.exec_driver_sql("SELECT tea FROM cup")])

    database.fence = fence
    with database.together():
        pour(database, "oolong")
        pour(database, "mate")
    assert asked == [[]]


def test_no_request_leaves_while_what_was_written_is_not_on_disk(database):
    database.apart()
    with database.together(), pytest.raises(AssertionError, match="not on disk yet"):
        database.apart()
    database.apart()


def test_what_was_written_is_told_of_once_it_is_on_disk(database):
    told: list[list[str]] = []
    database.afterwards(lambda: told.append(teas(database)))
    with database.together():
        pour(database, "oolong")
        database.afterwards(lambda: told.append(teas(database)))
        assert told == [[]]
    with contextlib.suppress(ZeroDivisionError), database.together():
        database.afterwards(lambda: told.append(["never"]))
        raise ZeroDivisionError
    assert told == [[], ["oolong"]]


def test_a_connection_that_is_kept_is_as_it_was(database):
    with database.read() as connection:
        first = connection.connection.dbapi_connection
        rows = streamed(connection, select(literal_column("tea")).select_from(text("cup")), 10)
        assert list(rows) == []
    with database.read() as connection:
        assert connection.connection.dbapi_connection is first
        assert "yield_per" not in connection.get_execution_options()
    with contextlib.suppress(ZeroDivisionError), database.write() as connection:
        assert connection.connection.dbapi_connection is first
        raise ZeroDivisionError
    pour(database, "mate")


def test_a_connection_that_comes_back_after_the_end_is_let_go(database):
    with database.read() as connection:
        database.close()
    assert connection.closed


def held(path: Path) -> sqlite3.Connection:
    """A file that another program is about to write to, in the way of whoever wants the write-ahead log."""
    other = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE saucer (rim TEXT)")
    other.execute("BEGIN EXCLUSIVE")
    return other


def test_the_write_ahead_log_is_waited_for(tmp_path, monkeypatch):
    other = held(tmp_path / "new.db")
    monkeypatch.setattr("isogloss.state.database.time.sleep", lambda _: other.close())
    new = Database(create_engine(f"sqlite+pysqlite:///{tmp_path / 'new.db'}", connect_args={"timeout": 0}), "new.db")
    with new.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    new.close()


def test_the_write_ahead_log_is_not_waited_for_without_end(tmp_path, monkeypatch):
    other = held(tmp_path / "new.db")
    monkeypatch.setattr("isogloss.state.database.BUSY_SECONDS", 0.02)
    new = Database(create_engine(f"sqlite+pysqlite:///{tmp_path / 'new.db'}", connect_args={"timeout": 0}), "new.db")
    with pytest.raises(StateError, match="another program kept the state"), new.read():
        pass
    new.close()
    other.close()
