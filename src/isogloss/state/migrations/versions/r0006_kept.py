"""Tables for what a reading left behind, so that the next reads only what moved since."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create them; a state of before kept nothing, so the next reading is whole."""
    op.create_table(
        "isogloss_ground",
        *(sa.Column(column, _NAME, nullable=False) for column in ("mapping", "side", "kind")),
        *(sa.Column(column, sa.Text, nullable=False) for column in ("forms", "ground", "census")),
        sa.PrimaryKeyConstraint("mapping", "side", "kind"),
    )
    op.create_table(
        "isogloss_kept",
        *(sa.Column(column, _NAME, nullable=False) for column in ("mapping", "side", "kind", "remote")),
        *(sa.Column(column, sa.Text, nullable=False) for column in ("digest", "card", "links", "met")),
        sa.Column("rows", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("mapping", "side", "kind", "remote"),
    )
    op.create_table(
        "isogloss_rest",
        *(sa.Column(column, _NAME, nullable=False) for column in ("mapping", "kind", "name", "was")),
        sa.Column("mark", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("mapping", "kind", "name", "was"),
    )
