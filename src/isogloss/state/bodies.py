"""The texts behind some digests of the base, for fields that are merged within: a merge needs the old text itself.

Keyed by the digest of the value, compressed. Nothing is stored for fields whose policy is another.
"""

import zlib
from collections.abc import Mapping

from sqlalchemy import bindparam, delete, select

from isogloss.model.value import Digest
from isogloss.state.agreed import Base
from isogloss.state.database import Database
from isogloss.state.jsontext import damaged
from isogloss.state.likenesses import PREFIX
from isogloss.state.rows import Rows
from isogloss.state.tables import BODY

_ENCODING = ("utf-8", "surrogatepass")


class Bodies:
    """The kept texts of one mapping."""

    def __init__(self, database: Database, mapping: str) -> None:
        self._database = database
        self._rows = Rows(database, BODY, {"mapping": mapping})

    def put(self, texts: Mapping[Digest, str]) -> None:
        """Keep texts by the digest of their value, durably; what is kept already is fine."""
        rows = [
            {**self._rows.of, "digest": digest, "body": zlib.compress(text.encode(*_ENCODING))}
            for digest, text in texts.items()
        ]
        self._database.put(BODY, rows)

    def get(self, digest: Digest) -> str | None:
        """The text of a digest, or None where it was not kept."""
        query = select(BODY.c.body).where(*self._rows.at(digest=digest))
        with self._database.read() as connection:
            body = connection.scalar(query)
        if body is None:
            return None
        try:
            return zlib.decompress(body).decode(*_ENCODING)
        except (zlib.error, UnicodeDecodeError) as error:
            raise damaged(self._database.where, str(error)) from None

    def prune(self, base: Base) -> int:
        """Throw away every text that no pair of the base names any more; returns how many. For after an apply."""
        with self._database.read() as connection:
            kept = connection.scalars(select(BODY.c.digest).where(*self._rows.at()))
            unused = {digest for digest in kept if not digest.startswith(PREFIX)}
        if unused:
            for _, cells in base.entries():
                for fields in cells.values():
                    for pair in fields.values():
                        unused.difference_update(digest for digest in pair if digest is not None)
        if unused:
            one = delete(BODY).where(*self._rows.at(), BODY.c.digest == bindparam("gone"))
            with self._database.write() as connection:
                connection.execute(one, [{"gone": digest} for digest in sorted(unused)])
        return len(unused)
