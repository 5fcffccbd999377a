from pathlib import Path

import pytest
from sqlalchemy import Compiled, Connection, make_url, select

from isogloss.state.database import Database
from isogloss.state.engines import of_server
from isogloss.state.location import locate, open_for_writing
from isogloss.state.tables import META, METADATA
from isogloss.state.version import bring_up_to_date

SERVER = make_url("postgresql+psycopg://ann:secret@localhost/states")
OTHER = make_url("postgresql+psycopg://ann:other@localhost/states")


def looked(connection: Connection) -> Compiled:
    return connection.execute(select(META)).context.compiled


def made(path: Path) -> Database:
    database = open_for_writing(locate(str(path)))
    bring_up_to_date(database)
    return database


def test_a_statement_is_compiled_once_for_all_files(tmp_path: Path) -> None:
    first, second = made(tmp_path / "a.db"), made(tmp_path / "b.db")
    with first.read() as here, second.read() as there:
        assert looked(here) is looked(there)
        anew = here.execution_options(compiled_cache=None)
        assert (looked(anew) is looked(there), str(looked(anew))) == (False, str(looked(there)))
    first.close()
    second.close()


def test_nothing_of_a_file_is_held_by_whoever_closed_it(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    made(path).close()
    path.unlink()
    another = open_for_writing(locate(str(path)))  # of the same name
    with another.read() as connection:
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    another.close()
    assert tables == 0
    assert METADATA.tables


def test_databases_on_one_server_share_an_engine_while_one_of_them_is_open() -> None:
    pytest.importorskip("psycopg")
    (first, leave_first), (second, leave_second) = of_server(SERVER), of_server(SERVER)
    leave_first()
    third, leave_third = of_server(SERVER)
    assert first is second is third
    leave_second()
    leave_third()
    anew, leave = of_server(SERVER)
    assert anew is not first
    leave()


def test_who_comes_with_another_password_has_another_engine() -> None:
    pytest.importorskip("psycopg")
    (ours, leave_ours), (theirs, leave_theirs) = of_server(SERVER), of_server(OTHER)
    assert ours is not theirs
    leave_ours()
    leave_theirs()


def test_a_database_that_is_closed_twice_leaves_once() -> None:
    pytest.importorskip("psycopg")
    engine, leave = of_server(SERVER)
    database = open_for_writing(locate("postgresql://ann:secret@localhost/states"))
    database.close()
    database.close()
    again, leave_again = of_server(SERVER)
    assert again is engine
    leave()
    leave_again()
