"""When each conflict was first seen, and what people decided about them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add both tables; nothing is known of the conflicts that are there but that they are."""
    op.create_table(
        "isogloss_conflict",
        *(sa.Column(name, _NAME, nullable=False) for name in ("mapping", "id")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("first_seen", "run")),
        sa.PrimaryKeyConstraint("mapping", "id"),
    )
    op.create_table(
        "isogloss_resolution",
        sa.Column("seq", sa.Integer, primary_key=True),
        *(sa.Column(n, _NAME, nullable=False) for n in ("mapping", "conflict", "kind", "name", "was", "status")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("decision", "run", "ended", "why")),
    )
    op.create_index("isogloss_resolution_entry", "isogloss_resolution", ["mapping", "kind", "name"])
    op.create_index("isogloss_resolution_status", "isogloss_resolution", ["mapping", "status"])
