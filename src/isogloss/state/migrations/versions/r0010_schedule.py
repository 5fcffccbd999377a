"""Tables for a service that runs mappings by the clock: when each is due, what was asked for, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create them; nothing is due."""
    op.create_table(
        "isogloss_schedule",
        sa.Column("mapping", _NAME, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("path", "cron", "zone")),
        sa.Column("lane", _NAME, nullable=False),
        sa.Column("due", sa.Double),
        sa.Column("seen", sa.Double, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("paused", "folded")),
        sa.PrimaryKeyConstraint("mapping"),
    )
    op.create_table(
        "isogloss_ask",
        *(sa.Column(name, _NAME, nullable=False) for name in ("mapping", "lane")),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Double, nullable=False) for name in ("due", "later")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("asked", "folded")),
        sa.PrimaryKeyConstraint("mapping"),
    )
    op.create_table(
        "isogloss_turn",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("mapping", _NAME, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        *(sa.Column(name, sa.Double, nullable=False) for name in ("due", "started", "ended")),
        sa.Column("folded", sa.Integer, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("code", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("run", "said")),
    )
    op.create_index("isogloss_turn_mapping", "isogloss_turn", ["mapping", "seq"])
