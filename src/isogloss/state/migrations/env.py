"""What Alembic runs: the migrations, on the connection and in the transaction that the opener holds."""

from alembic import context

from isogloss.state.tables import METADATA
from isogloss.state.version import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
context.run_migrations()
