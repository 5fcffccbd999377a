"""Tables for the page of a service: its keys, who is let in, and who decided what."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create them; nobody is let in yet, and nothing was decided that is told here."""
    op.create_table(
        "isogloss_key",
        sa.Column("name", _NAME, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "isogloss_visit",
        sa.Column("digest", _NAME, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("who", "role")),
        sa.Column("until", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "isogloss_audit",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("mapping", _NAME, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("who", "did", "about", "said")),
    )
