"""What a reader saw of the values behind some digests of the base: a digest for a digest.

Decides where they lie: among the kept texts, under names that no text has, so that a state of any age holds them and
an older program passes them by. Nothing is kept of a value that holds no more than is seen, so most cost nothing; and
what nothing is known of stands for itself.
"""

from collections.abc import Mapping

from sqlalchemy import select

from isogloss.model.value import Digest
from isogloss.state.database import Database
from isogloss.state.rows import Rows
from isogloss.state.tables import BODY

PREFIX = "seen:"


class Likenesses:
    """The likenesses of one mapping."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._rows = Rows(database, BODY, {"mapping": mapping})
        self._some: bool | None = None  # whether anything is kept at all, once it was looked

    def put(self, seen: Mapping[Digest, Digest]) -> None:
        """Keep for the digests of values those of what is seen of them, durably."""
        rows = [
            {**self._rows.of, "digest": f"{PREFIX}{known}", "body": likeness.encode("ascii")}
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
        query = select(BODY.c.body).where(*self._rows.at(digest=f"{PREFIX}{known}"))
        with self._database.read() as connection:
            body = connection.scalar(query)
        return known if body is None else Digest(bytes(body).decode("ascii", "replace"))

    def _any(self) -> bool:
        mine = (*self._rows.at(), BODY.c.digest >= PREFIX, BODY.c.digest < PREFIX[:-1] + ";")
        with self._database.read() as connection:
            return connection.scalar(select(BODY.c.digest).where(*mine).limit(1)) is not None
