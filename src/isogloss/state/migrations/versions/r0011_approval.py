"""A table for plans that wait for somebody's approval."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create it; nothing waits."""
    op.create_table(
        "isogloss_approval",
        *(sa.Column(name, _NAME, nullable=False) for name in ("mapping", "digest")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("path", "fate", "why", "by")),
        sa.Column("asked", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("mapping", "digest"),
    )
