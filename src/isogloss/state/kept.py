"""What a reading left behind of each side: the rows of every entry as they were sent, and how far it reached.

Decides that the rows of a kind and the ground that they stand on change together or not at all, and that what is in
doubt is dropped by forgetting the ground. Content lies here as it lies on its side, so a state is as private as the
sides are; no token is part of any row. Refuses to know what rows and grounds say, and when they may be used.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy import ColumnElement, bindparam, delete, select, update

from isogloss.model.address import Side
from isogloss.model.value import Digest
from isogloss.state.database import Database, put, streamed
from isogloss.state.jsontext import damaged
from isogloss.state.tables import GROUND, KEPT

_AT_ONCE: Final = 500
"""Rows in one statement."""
_ENCODING: Final = ("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Ground:
    """How far a reading of a kind reached on a side.

    ground: the adapter's own note of it.
    forms:  a mark of the mapping and the program by which the cards were made.
    census: when the kind was last read whole, by our clock.
    """

    ground: str
    forms: str
    census: datetime


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """One entry as it is kept.

    digest: of its rows.
    card:   what pairing needs to know of it; empty where the rows have to be decoded for that.
    links:  a line for each entry that it links to, as the side calls it; "" without any.
    met:    the mark of what was confirmed of it when it was last held against that; empty where it has to be again.
    rows:   the adapter's own text.
    """

    remote: str
    digest: Digest
    card: str
    links: str
    met: str
    rows: str


class Kept:
    """What is kept of the sides of one mapping."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database, self._mapping = database, mapping

    def grounds(self, side: Side) -> dict[str, Ground]:
        """How far the last readings of a side reached, by kind; none where nothing is kept."""
        query = select(GROUND.c.kind, GROUND.c.ground, GROUND.c.forms, GROUND.c.census).where(
            GROUND.c.mapping == self._mapping, GROUND.c.side == side.value
        )
        with self._database.read() as connection:
            if GROUND.name in self._database.lacking:  # a state of an older version, opened for reading
                return {}
            rows = connection.execute(query).all()
        return {kind: Ground(ground, forms, self._time(census)) for kind, ground, forms, census in rows}

    def forget(self, side: Side | None = None) -> None:
        """Let the next reading be whole; the rows stay, and are replaced by it."""
        mine = [GROUND.c.mapping == self._mapping, *([] if side is None else [GROUND.c.side == side.value])]
        self._database.execute(delete(GROUND).where(*mine))

    def rows(self, side: Side, kind: str, remotes: Sequence[str]) -> dict[str, str]:
        """The rows of some entries, as far as they are kept."""
        found: dict[str, str] = {}
        with self._database.read() as connection:
            for begin in range(0, len(remotes), _AT_ONCE):
                some = remotes[begin : begin + _AT_ONCE]
                query = select(KEPT.c.remote, KEPT.c.rows).where(*self._of(side, kind), KEPT.c.remote.in_(some))
                found |= {remote: self._text(rows) for remote, rows in connection.execute(query)}
        return found

    def digests(self, side: Side, kind: str) -> dict[str, str]:
        """The digest of the rows of every entry."""
        query = select(KEPT.c.remote, KEPT.c.digest).where(*self._of(side, kind))
        with self._database.read() as connection:
            return {row.remote: row.digest for row in connection.execute(query)}

    def cards(self, side: Side, kind: str) -> Iterator[tuple[str, Digest, str, str, str]]:
        """Every entry: its remote id, the digest of its rows, its card, its links, and what it was held against."""
        told = (KEPT.c.remote, KEPT.c.digest, KEPT.c.card, KEPT.c.links, KEPT.c.met)
        query = select(*told).where(*self._of(side, kind))
        with self._database.read() as connection:
            for remote, digest, card, links, met in streamed(connection, query, _AT_ONCE):
                yield remote, Digest(digest), card, links, met

    def links(self, side: Side, kind: str) -> Iterator[tuple[str, str]]:
        """Every entry that links to another, with a line for each of those."""
        query = select(KEPT.c.remote, KEPT.c.links).where(*self._of(side, kind), KEPT.c.links != "")
        with self._database.read() as connection:
            yield from ((row.remote, row.links) for row in streamed(connection, query, _AT_ONCE))

    def replace(
        self,
        side: Side,
        kind: str,
        ground: Ground | None,
        entries: Iterable[KeptEntry],
        *,
        whole: bool,
        gone: Iterable[str] = (),
    ) -> None:
        """Keep what a reading showed and how far it reached, both or neither.

        ground: None where the next reading has to be whole.
        whole:  these are all entries that there are; else the others stay as they are, but for those that are gone.
        """
        mine = {"mapping": self._mapping, "side": side.value, "kind": kind}
        with self._database.write() as connection:
            connection.execute(delete(GROUND).where(*(GROUND.c[name] == held for name, held in mine.items())))
            if whole:
                connection.execute(delete(KEPT).where(*self._of(side, kind)))
            for remote in gone:
                connection.execute(delete(KEPT).where(*self._of(side, kind), KEPT.c.remote == remote))
            rows = (
                {
                    **mine,
                    "remote": one.remote,
                    "digest": one.digest,
                    "card": one.card,
                    "links": one.links,
                    "met": one.met,
                    "rows": zlib.compress(one.rows.encode(*_ENCODING), 1),
                }
                for one in entries
            )
            while some := list(islice(rows, _AT_ONCE)):
                put(connection, KEPT, some, "digest", "card", "links", "met", "rows")
            if ground is not None:
                row = {**mine, "ground": ground.ground, "forms": ground.forms, "census": ground.census.isoformat()}
                put(connection, GROUND, [row])

    def met(self, side: Side, kind: str, marks: Mapping[str, str]) -> None:
        """Note against what some entries were held, by what the side calls them."""
        if not marks:
            return
        one = update(KEPT).where(*self._of(side, kind), KEPT.c.remote == bindparam("there"))
        rows = [{"there": remote, "mark": mark} for remote, mark in marks.items()]
        with self._database.write() as connection:
            connection.execute(one.values(met=bindparam("mark")), rows)

    def _of(self, side: Side, kind: str) -> tuple[ColumnElement[bool], ...]:
        return KEPT.c.mapping == self._mapping, KEPT.c.side == side.value, KEPT.c.kind == kind

    def _text(self, rows: bytes) -> str:
        try:
            return zlib.decompress(rows).decode(*_ENCODING)
        except (zlib.error, UnicodeDecodeError) as error:
            raise damaged(self._database.where, str(error)) from None

    def _time(self, text: str) -> datetime:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            raise damaged(self._database.where, "what was kept of a side has another shape") from None
