"""What a superseded entry was is a column of its own; until now its name told it, as ``tea (was green-tea)``."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_TOLD = re.compile(r"(.+) \(was (.+)\)", re.DOTALL)
_KEYED = {
    "isogloss_identity": (("mapping", "side", "kind", "name", "was"), ("remote",)),
    "isogloss_awaited": (("mapping", "side", "kind", "name", "was", "locale", "field"), ("identities",)),
    "isogloss_base": (("mapping", "kind", "name", "was"), ("cells",)),
    "isogloss_confirmed": (("mapping", "side", "kind", "name", "was"), ("variants",)),
    "isogloss_owner": (("mapping", "kind", "name", "was", "part"), ("side",)),
}
"""Tables whose rows are found by the key of an entry: the columns of the primary key, and the others."""


def upgrade() -> None:
    """Add the column, and fill it from the names that tell it."""
    for table, (key, rest) in _KEYED.items():
        if op.get_bind().dialect.name == "sqlite":  # which cannot change a primary key
            _make_again(table, key, rest)
        else:
            _add_was(table)
            op.drop_constraint(f"{table}_pkey", table, type_="primary")
            op.create_primary_key(f"{table}_pkey", table, list(key))
    _add_was("isogloss_image")
    for table in (*_KEYED, "isogloss_image"):
        _tell_apart(table)


def _add_was(table: str) -> None:
    op.add_column(table, sa.Column("was", _NAME, nullable=False, server_default=""))


def _make_again(table: str, key: tuple[str, ...], rest: tuple[str, ...]) -> None:
    paired = ("mapping", "side", "kind", "remote")
    unique = [sa.UniqueConstraint(*paired, name=f"{table}_remote")] if "remote" in rest else []
    made = op.create_table(
        f"{table}_new",
        *(sa.Column(name, sa.Text, nullable=False) for name in (*key, *rest)),
        sa.PrimaryKeyConstraint(*key),
        *unique,
    )
    old = sa.table(table, *(sa.column(name) for name in (*key, *rest)))
    shown = [sa.literal("") if name == "was" else old.c[name] for name in (*key, *rest)]
    op.execute(made.insert().from_select([*key, *rest], sa.select(*shown)))
    op.drop_table(table)
    op.rename_table(f"{table}_new", table)


def _tell_apart(table: str) -> None:
    rows = sa.table(table, sa.column("name"), sa.column("was"))
    for name in op.get_bind().scalars(sa.select(rows.c.name).where(rows.c.name.like("% (was %)")).distinct()).all():
        told = _TOLD.fullmatch(name)
        if told is not None:
            mine = sa.update(rows).where(rows.c.name == name, rows.c.was == "")
            op.execute(mine.values(name=told[1], was=told[2]))
