from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from isogloss.state import migrations
from isogloss.state.tables import METADATA
from isogloss.state.version import REVISIONS, VERSION_TABLE


def test_the_migrations_make_the_tables_that_the_code_uses(state):
    with state._database.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True, "include_object": _ours}
        )
        assert compare_metadata(context, METADATA) == []


def _ours(_thing: object, name: str | None, kind: str, reflected: bool, _other: object) -> bool:  # Alembic's
    return not reflected or kind != "table" or str(name).startswith("isogloss_")


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
