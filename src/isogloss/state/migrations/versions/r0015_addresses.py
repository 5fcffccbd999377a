"""The addresses under which the public saw entries, so that what leads to an old one can be led to the new one."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table; what entries were called before is not known."""
    op.create_table(
        "isogloss_address",
        sa.Column("seq", sa.Integer, primary_key=True),
        *(sa.Column(name, _NAME, nullable=False) for name in ("mapping", "side", "kind", "name", "locale", "digest")),
        sa.Column("address", sa.Text, nullable=False),
        sa.UniqueConstraint("mapping", "side", "kind", "name", "locale", "digest", name="isogloss_address_one"),
    )
