"""Tables for the workers of a cluster: who is there, and who is at work on what."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create them; nobody is there yet."""
    op.create_table(
        "isogloss_worker",
        sa.Column("name", _NAME, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("owner", "host", "lanes")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("pid", "slots")),
        sa.Column("seen", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "isogloss_taken",
        *(sa.Column(name, _NAME, nullable=False) for name in ("mapping", "worker")),
        sa.Column("host", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("pid", "claim")),
        sa.PrimaryKeyConstraint("mapping"),
    )
