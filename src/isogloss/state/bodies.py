"""What is kept behind some digests of the base: the value itself, or a digest of what a reader saw of it.

Texts and lists are for fields whose two edits may be merged, or shown to a person: both need the old value itself.
Nothing is stored for fields of which one side is right in any case. They are keyed by the digest of the value,
compressed; those that no pair names any more are thrown away as they become many. Likenesses lie among them, under
names that no text has, so that a state of any age holds them and an older program passes them by. Nothing is kept of a
value that holds no more than is seen, so most cost nothing; and what nothing is known of stands for itself.
"""

import zlib
from collections.abc import Mapping

from sqlalchemy import ColumnElement, bindparam, delete, func, select

from isogloss.model.value import Digest
from isogloss.state.agreed import Base
from isogloss.state.database import Database
from isogloss.state.jsontext import damaged
from isogloss.state.rows import Rows
from isogloss.state.tables import BODY, META

_ENCODING = ("utf-8", "surrogatepass")
_SEEN = "seen:"
_WHOLE, _LEFT = "whole", "left"
_FEW = 1000
"""Values that are not worth looking for those among them that are used no more."""


class Bodies:
    """The kept texts of one mapping."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._rows = Rows(database, BODY, {"mapping": mapping})
        self._put = False  # whether anything was kept since the state was opened

    def put(self, texts: Mapping[Digest, str]) -> None:
        """Keep texts by the digest of their value, durably; what is kept already is fine."""
        rows = [
            {**self._rows.of, "digest": digest, "body": zlib.compress(text.encode(*_ENCODING))}
            for digest, text in texts.items()
        ]
        self._put = self._put or bool(rows)
        self._database.put(BODY, rows)

    def get(self, digest: Digest) -> str | None:
        """The text of a digest, or None where it was not kept."""
        with self._database.read() as connection:
            body = self._rows.value(connection, "body", digest=digest)
        if body is None:
            return None
        try:
            return zlib.decompress(body).decode(*_ENCODING)
        except (zlib.error, UnicodeDecodeError) as error:
            raise damaged(self._database.where, str(error)) from None

    def whole(self) -> bool:
        """Whether everything that was agreed on is kept, as far as it is to be; an older version kept less."""
        return self._noted(_WHOLE) is not None

    def mark_whole(self) -> None:
        """Write down that it is."""
        self._database.put(META, [{"name": self._name(_WHOLE), "value": "yes"}])

    def prune_if_grown(self, base: Base) -> int:
        """The same as :meth:`prune`, if there are twice as many as after the last time: so it costs little a run."""
        if not self._put:
            return 0
        count = select(func.count()).select_from(BODY).where(*self._texts())
        with self._database.read() as connection:
            there = connection.scalar(count) or 0
        if there < 2 * int(self._noted(_LEFT) or 0) + _FEW:
            return 0
        gone = self.prune(base)
        self._database.put(META, [{"name": self._name(_LEFT), "value": str(there - gone)}], "value")
        return gone

    def _name(self, what: str) -> str:
        return f"bodies {what}/{self._rows.of['mapping']}"

    def _noted(self, what: str) -> str | None:
        with self._database.read() as connection:
            return connection.scalar(select(META.c.value).where(META.c.name == self._name(what)))

    def _texts(self) -> tuple[ColumnElement[bool], ...]:
        """The rows that are values: a digest sorts before a likeness."""
        return (*self._rows.at(), BODY.c.digest < _SEEN)

    def prune(self, base: Base) -> int:
        """Throw away every value that no row of the base names any more; returns how many. For after an apply."""
        with self._database.read() as connection:
            unused = set(connection.scalars(select(BODY.c.digest).where(*self._texts())))
        if unused:
            unused.difference_update(base.used())
        if unused:
            one = delete(BODY).where(*self._rows.at(), BODY.c.digest == bindparam("gone"))
            with self._database.write() as connection:
                connection.execute(one, [{"gone": digest} for digest in sorted(unused)])
        return len(unused)


class Likenesses:
    """The likenesses of one mapping."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._rows = Rows(database, BODY, {"mapping": mapping})
        self._some: bool | None = None  # whether anything is kept at all, once it was looked

    def put(self, seen: Mapping[Digest, Digest]) -> None:
        """Keep for the digests of values those of what is seen of them, durably."""
        rows = [
            {**self._rows.of, "digest": f"{_SEEN}{known}", "body": likeness.encode("ascii")}
            for known, likeness in seen.items()
        ]
        if rows:
            self._some = True
            self._database.put(BODY, rows, "body")

    def get(self, known: Digest) -> Digest:
        """What was seen of the value that has a digest; itself where nothing else is known."""
        if self._some is None:
            self._some = self._any()
        if not self._some:
            return known
        with self._database.read() as connection:
            body = self._rows.value(connection, "body", digest=f"{_SEEN}{known}")
        return known if body is None else Digest(bytes(body).decode("ascii", "replace"))

    def _any(self) -> bool:
        mine = (*self._rows.at(), BODY.c.digest >= _SEEN, BODY.c.digest < _SEEN[:-1] + ";")
        with self._database.read() as connection:
            return connection.scalar(select(BODY.c.digest).where(*mine).limit(1)) is not None
