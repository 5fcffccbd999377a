"""A table for whose the opaque parts of texts are."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create it; of what crossed before, nobody knows where it was first."""
    op.create_table(
        "isogloss_owner",
        *(sa.Column(column, _NAME, nullable=False) for column in ("mapping", "kind", "name", "part", "side")),
        sa.PrimaryKeyConstraint("mapping", "kind", "name", "part"),
    )
