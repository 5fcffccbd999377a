"""The tables of the state, as the code reads and writes them.

Decides names and types of columns, once for SQLite and PostgreSQL. The migrations create the same tables in their own
words, since they must stay as they were; a test compares the two. Knows nothing of what the rows mean.
"""

from typing import Final

from sqlalchemy import (
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

METADATA: Final = MetaData()

# Names sort by code point on both databases, as they do in Python: plans must not depend on a server's locale.
_NAME: Final = Text().with_variant(Text(collation="C"), "postgresql")


def _name(column: str) -> Column[str]:
    return Column(column, _NAME, nullable=False)


def _text(column: str) -> Column[str]:
    return Column(column, Text, nullable=False)


def _keyed(table: str, keys: tuple[str, ...], *rest: SchemaItem) -> Table:
    """A table of whose rows each is known by some names."""
    return Table(table, METADATA, *map(_name, keys), *rest, PrimaryKeyConstraint(*keys))


def _numbered(table: str, *rest: SchemaItem) -> Table:
    """A table whose rows are numbered in the order in which they were written."""
    return Table(table, METADATA, Column("seq", Integer, primary_key=True), *rest)


META: Final = _keyed("isogloss_meta", ("name",), _text("value"))

IDENTITY: Final = _keyed(
    "isogloss_identity",
    ("mapping", "side", "kind", "name", "was"),
    _name("remote"),
    UniqueConstraint("mapping", "side", "kind", "remote", name="isogloss_identity_remote"),
)

# Addresses may be longer than an index of PostgreSQL takes (2,704 bytes), so their digests are indexed instead.
ASSET: Final = _numbered(
    "isogloss_asset",
    *map(_name, ("mapping", "side")),
    *map(_text, ("identity", "remote")),
    *map(_name, ("identity_digest", "remote_digest")),
    UniqueConstraint("mapping", "side", "identity_digest", "remote_digest", name="isogloss_asset_pair"),
    Index("isogloss_asset_remote", "mapping", "side", "remote_digest"),
)

ADDRESS: Final = _numbered(
    "isogloss_address",
    *map(_name, ("mapping", "side", "kind", "name", "locale", "digest")),
    _text("address"),
    UniqueConstraint("mapping", "side", "kind", "name", "locale", "digest", name="isogloss_address_one"),
)

AWAITED: Final = _keyed(
    "isogloss_awaited", ("mapping", "side", "kind", "name", "was", "locale", "field"), _text("identities")
)

BASE: Final = _keyed("isogloss_base", ("mapping", "kind", "name", "was"), _text("cells"))

CONFIRMED: Final = _keyed("isogloss_confirmed", ("mapping", "side", "kind", "name", "was"), _text("variants"))

BODY: Final = _keyed("isogloss_body", ("mapping", "digest"), Column("body", LargeBinary, nullable=False))

GROUND: Final = _keyed("isogloss_ground", ("mapping", "side", "kind"), *map(_text, ("forms", "ground", "census")))

KEPT: Final = _keyed(
    "isogloss_kept",
    ("mapping", "side", "kind", "remote"),
    *map(_text, ("digest", "card", "links", "met")),
    Column("rows", LargeBinary, nullable=False),
)

REST: Final = _keyed("isogloss_rest", ("mapping", "kind", "name", "was"), _text("mark"))

TOMBSTONE: Final = _keyed(
    "isogloss_tombstone",
    ("mapping", "side", "kind", "remote", "locale"),
    *map(_name, ("name", "was")),
    *map(_text, ("run", "at", "shown", "met")),
)

RELINK: Final = _keyed("isogloss_relink", ("mapping", "side", "kind", "remote"), _text("said"))

OWNER: Final = _keyed("isogloss_owner", ("mapping", "kind", "name", "was", "part"), _name("side"))

RUN: Final = _numbered(
    "isogloss_run",
    *map(_name, ("id", "mapping", "plan_digest")),
    *map(_text, ("plan_path", "mapping_digest", "command")),
    Column("ops_total", Integer, nullable=False),
    *map(_text, ("state", "started")),
    Column("ended", Text),
    Column("summary", Text),
    UniqueConstraint("id", name="isogloss_run_id"),
    Index("isogloss_run_plan", "mapping", "plan_digest"),
)


def _run() -> Column[str]:
    return Column("run", _NAME, ForeignKey(RUN.c.id), nullable=False, index=True)


INTENT: Final = _numbered("isogloss_intent", _run(), *map(_text, ("call", "ops", "creates", "at")))

ANSWER: Final = _numbered(
    "isogloss_answer",
    Column("intent", Integer, ForeignKey(INTENT.c.seq), nullable=False, index=True),
    *map(_text, ("kind", "detail", "at")),
)

OUTCOME: Final = _numbered("isogloss_outcome", _run(), *map(_text, ("op", "outcome", "detail", "at")))

IMAGE: Final = _numbered(
    "isogloss_image",
    _run(),
    *map(_name, ("op", "side", "kind", "name", "was", "locale", "field")),
    _text("before"),
    UniqueConstraint("run", "op", "kind", "name", "locale", "field", name="isogloss_image_cell"),
)

WRITTEN: Final = Table(
    "isogloss_written",
    METADATA,
    Column("run", _NAME, ForeignKey(RUN.c.id), nullable=False),
    *map(_name, ("op", "side", "kind", "name", "was")),
    *map(_text, ("verb", "label", "cells")),
    PrimaryKeyConstraint("run", "op"),
    Index("isogloss_written_entry", "kind", "name"),
)

HELD: Final = Table(
    "isogloss_held",
    METADATA,
    _name("mapping"),
    Column("place", Integer, nullable=False),
    *map(_text, ("run", "held")),
    PrimaryKeyConstraint("mapping", "place"),
)

CONFLICT: Final = _keyed("isogloss_conflict", ("mapping", "id"), *map(_text, ("first_seen", "run")))

RESOLUTION: Final = _numbered(
    "isogloss_resolution",
    *map(_name, ("mapping", "conflict", "kind", "name", "was", "status")),
    *map(_text, ("decision", "run", "ended", "why")),
    Index("isogloss_resolution_entry", "mapping", "kind", "name"),
    Index("isogloss_resolution_status", "mapping", "status"),
)

LEASE: Final = _keyed(
    "isogloss_lease",
    ("mapping",),
    *map(_text, ("id", "owner", "host")),
    Column("pid", Integer, nullable=False),
    Column("acquired", Double, nullable=False),
    Column("expires", Double, nullable=False),
)

SCHEDULE: Final = _keyed(
    "isogloss_schedule",
    ("mapping",),
    *map(_text, ("path", "cron", "zone")),
    _name("lane"),
    Column("due", Double),
    Column("seen", Double, nullable=False),
    Column("paused", Integer, nullable=False),
    Column("folded", Integer, nullable=False),
)

ASK: Final = _keyed(
    "isogloss_ask",
    ("mapping",),
    _name("lane"),
    _text("reason"),
    Column("priority", Integer, nullable=False),
    Column("due", Double, nullable=False),
    Column("later", Double, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("folded", Integer, nullable=False),
)

TURN: Final = _numbered(
    "isogloss_turn",
    _name("mapping"),
    _text("reason"),
    *(Column(name, Double, nullable=False) for name in ("due", "started", "ended")),
    Column("folded", Integer, nullable=False),
    _text("outcome"),
    Column("code", Integer, nullable=False),
    *map(_text, ("run", "said")),
    Index("isogloss_turn_mapping", "mapping", "seq"),
)

APPROVAL: Final = _keyed(
    "isogloss_approval",
    ("mapping", "digest"),
    *map(_text, ("path", "fate", "why", "by")),
    Column("asked", Double, nullable=False),
)

TOLD: Final = _keyed("isogloss_told", ("mapping", "mark"))

NOTICE: Final = _numbered(
    "isogloss_notice",
    *map(_name, ("receiver", "mapping")),
    _text("said"),
    Column("later", Double, nullable=False),
    Column("tries", Integer, nullable=False),
)

KEY: Final = _keyed("isogloss_key", ("name",), _text("value"))

VISIT: Final = _keyed(
    "isogloss_visit", ("digest",), *map(_text, ("who", "role")), Column("until", Double, nullable=False)
)

AUDIT: Final = _numbered(
    "isogloss_audit",
    Column("at", Double, nullable=False),
    _name("mapping"),
    *map(_text, ("who", "did", "about", "said")),
)

WORKER: Final = _keyed(
    "isogloss_worker",
    ("name",),
    *map(_text, ("owner", "host", "lanes")),
    *(Column(name, Integer, nullable=False) for name in ("pid", "slots")),
    Column("seen", Double, nullable=False),
)

TAKEN: Final = _keyed(
    "isogloss_taken",
    ("mapping",),
    _name("worker"),
    _text("host"),
    Column("pid", Integer, nullable=False),
    Column("claim", Integer, nullable=False),
)

OF_PROCESSES: Final = (LEASE, WORKER, TAKEN)
"""Tables that tell of processes which are at work now; all else is remembered."""
