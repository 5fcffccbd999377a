import re
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from manual_clock import ManualClock
from old_states import make_tables
from sqlalchemy import Connection, Engine, create_engine, inspect

from isogloss.state import migrations
from isogloss.state.location import locate
from isogloss.state.opened import open_state
from isogloss.state.tables import METADATA
from isogloss.state.version import REVISIONS, VERSION_TABLE

OURS = re.compile("isogloss_")  # other tests have tables of their own on the same server
COLLATIONS = "SELECT table_name, column_name, collation_name FROM information_schema.columns"


def engine_of(address: str) -> Engine:
    url = locate(address).url
    return create_engine(f"sqlite+pysqlite:///{address}" if url is None else url)


def schema(connection: Connection) -> dict[str, object]:
    """All that a database says of our tables, but for the order of columns, which no statement of ours goes by."""
    found: dict[str, object] = {}
    looked = inspect(connection)
    for name in filter(OURS.match, looked.get_table_names()):
        found[name] = {
            "columns": {
                each["name"]: (
                    str(each["type"]),
                    each["nullable"],
                    # migration 4 had to fill this column where rows were; every row that is written has it
                    None if each["name"] == "was" else each["default"],
                    bool(each.get("autoincrement")),
                )
                for each in looked.get_columns(name)
            },
            "key": looked.get_pk_constraint(name),
            "unique": sorted(looked.get_unique_constraints(name), key=str),
            "indexes": sorted(looked.get_indexes(name), key=str),
            "foreign": sorted(looked.get_foreign_keys(name), key=str),
            "checks": sorted(looked.get_check_constraints(name), key=str),
        }
    if connection.dialect.name == "postgresql":
        told = connection.exec_driver_sql(f"{COLLATIONS} WHERE table_schema = 'public'").all()
        found["collations"] = sorted(tuple(row) for row in told if row[0] in found)
    return found


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_migrations_make_the_tables_that_a_new_state_has(kind, tmp_path, request, new_state):
    if kind == "sqlite":
        new, migrated = str(new_state), str(tmp_path / "migrated.db")
    else:
        new, migrated = map(request.getfixturevalue, ("postgres_server", "postgres_database"))
        with open_state(new, "acme", ManualClock()):
            pass
    found = []
    for address in (new, migrated):
        engine = engine_of(address)
        with engine.begin() as connection:
            if address == migrated:
                make_tables(connection, "head")
            found.append(schema(connection))
            context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
            assert context.get_current_heads() == (REVISIONS[-1],)
        engine.dispose()
    assert found[0] == found[1]
    assert {*METADATA.tables} < {*found[0]}


def test_the_program_knows_every_version_that_it_ships_in_order():
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    shipped = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(shipped)) == REVISIONS


def test_opening_again_changes_nothing(state, reopen):
    with state._database.read() as connection:
        before = connection.exec_driver_sql("SELECT name, value FROM isogloss_meta").all()
    with reopen() as again, again._database.read() as connection:
        assert connection.exec_driver_sql("SELECT name, value FROM isogloss_meta").all() == before
