"""A table for what was deleted by agreement."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create it; of what was deleted before, nothing is remembered."""
    op.create_table(
        "isogloss_tombstone",
        *(
            sa.Column(column, _NAME, nullable=False)
            for column in ("mapping", "side", "kind", "remote", "locale", "name", "was")
        ),
        *(sa.Column(column, sa.Text, nullable=False) for column in ("run", "at", "shown", "met")),
        sa.PrimaryKeyConstraint("mapping", "side", "kind", "remote", "locale"),
    )
