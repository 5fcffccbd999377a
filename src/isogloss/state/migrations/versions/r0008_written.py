"""What each op of a run wrote, by digest: what cells held before it was kept already."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the table; of runs of before, only what their cells held before is known."""
    op.create_table(
        "isogloss_written",
        *(sa.Column(name, _NAME, nullable=False) for name in ("run", "op", "side", "kind", "name", "was")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("verb", "label", "cells")),
        sa.ForeignKeyConstraint(["run"], ["isogloss_run.id"]),
        sa.PrimaryKeyConstraint("run", "op"),
    )
    op.create_index("isogloss_written_entry", "isogloss_written", ["kind", "name"])
