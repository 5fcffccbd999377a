"""A table for what each side showed when it was last looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create it; a state of before remembers nothing of the kind."""
    op.create_table(
        "isogloss_confirmed",
        *(sa.Column(column, _NAME, nullable=False) for column in ("mapping", "side", "kind", "name")),
        sa.Column("variants", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("mapping", "side", "kind", "name"),
    )
