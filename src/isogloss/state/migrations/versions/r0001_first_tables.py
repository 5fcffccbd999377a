"""The first tables of the state."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _name(column: str) -> "sa.Column[str]":
    return sa.Column(column, _NAME, nullable=False)


def _text(column: str) -> "sa.Column[str]":
    return sa.Column(column, sa.Text, nullable=False)


def _seq() -> "sa.Column[int]":
    return sa.Column("seq", sa.Integer, primary_key=True)


def _run() -> "sa.Column[str]":
    return sa.Column("run", _NAME, sa.ForeignKey("isogloss_run.id"), nullable=False, index=True)


def upgrade() -> None:
    """Create every table."""
    op.create_table("isogloss_meta", _name("name"), _text("value"), sa.PrimaryKeyConstraint("name"))
    _create_memory()
    _create_journal()
    op.create_table(
        "isogloss_held",
        _name("mapping"),
        sa.Column("place", sa.Integer, nullable=False),
        _text("run"),
        _text("held"),
        sa.PrimaryKeyConstraint("mapping", "place"),
    )
    op.create_table(
        "isogloss_lease",
        _name("mapping"),
        _text("id"),
        _text("owner"),
        _text("host"),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("acquired", sa.Double, nullable=False),
        sa.Column("expires", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("mapping"),
    )


def _create_memory() -> None:
    op.create_table(
        "isogloss_identity",
        *(_name(column) for column in ("mapping", "side", "kind", "name", "remote")),
        sa.PrimaryKeyConstraint("mapping", "side", "kind", "name"),
        sa.UniqueConstraint("mapping", "side", "kind", "remote", name="isogloss_identity_remote"),
    )
    op.create_table(
        "isogloss_asset",
        _seq(),
        _name("mapping"),
        _name("side"),
        _text("identity"),
        _text("remote"),
        _name("identity_digest"),
        _name("remote_digest"),
        sa.UniqueConstraint("mapping", "side", "identity_digest", "remote_digest", name="isogloss_asset_pair"),
    )
    op.create_index("isogloss_asset_remote", "isogloss_asset", ["mapping", "side", "remote_digest"])
    op.create_table(
        "isogloss_awaited",
        *(_name(column) for column in ("mapping", "side", "kind", "name", "locale", "field")),
        _text("identities"),
        sa.PrimaryKeyConstraint("mapping", "side", "kind", "name", "locale", "field"),
    )
    op.create_table(
        "isogloss_base",
        *(_name(column) for column in ("mapping", "kind", "name")),
        _text("cells"),
        sa.PrimaryKeyConstraint("mapping", "kind", "name"),
    )
    op.create_table(
        "isogloss_body",
        _name("mapping"),
        _name("digest"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("mapping", "digest"),
    )


def _create_journal() -> None:
    op.create_table(
        "isogloss_run",
        _seq(),
        *(_name(column) for column in ("id", "mapping", "plan_digest")),
        *(_text(column) for column in ("plan_path", "mapping_digest", "command")),
        sa.Column("ops_total", sa.Integer, nullable=False),
        _text("state"),
        _text("started"),
        sa.Column("ended", sa.Text),
        sa.Column("summary", sa.Text),
        sa.UniqueConstraint("id", name="isogloss_run_id"),
    )
    op.create_index("isogloss_run_plan", "isogloss_run", ["mapping", "plan_digest"])
    op.create_table("isogloss_intent", _seq(), _run(), *(_text(column) for column in ("call", "ops", "creates", "at")))
    op.create_table(
        "isogloss_answer",
        _seq(),
        sa.Column("intent", sa.Integer, sa.ForeignKey("isogloss_intent.seq"), nullable=False, index=True),
        *(_text(column) for column in ("kind", "detail", "at")),
    )
    op.create_table(
        "isogloss_outcome", _seq(), _run(), *(_text(column) for column in ("op", "outcome", "detail", "at"))
    )
    op.create_table(
        "isogloss_image",
        _seq(),
        _run(),
        *(_name(column) for column in ("op", "side", "kind", "name", "locale", "field")),
        _text("before"),
        sa.UniqueConstraint("run", "op", "kind", "name", "locale", "field", name="isogloss_image_cell"),
    )
