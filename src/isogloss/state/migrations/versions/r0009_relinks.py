"""A table for ids of which it is open whose they are."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create it; nothing is open."""
    op.create_table(
        "isogloss_relink",
        *(sa.Column(column, _NAME, nullable=False) for column in ("mapping", "side", "kind", "remote")),
        sa.Column("said", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("mapping", "side", "kind", "remote"),
    )
