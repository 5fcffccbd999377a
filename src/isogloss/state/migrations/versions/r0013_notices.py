"""Tables for what people were told, and what they are still to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create them; nothing was told."""
    op.create_table(
        "isogloss_told",
        *(sa.Column(name, _NAME, nullable=False) for name in ("mapping", "mark")),
        sa.PrimaryKeyConstraint("mapping", "mark"),
    )
    op.create_table(
        "isogloss_notice",
        sa.Column("seq", sa.Integer, primary_key=True),
        *(sa.Column(name, _NAME, nullable=False) for name in ("receiver", "mapping")),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("later", sa.Double, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
    )
