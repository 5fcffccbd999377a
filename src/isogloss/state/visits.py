"""Who is let onto the page of a service: keys, and visits that have not ended.

Decides that no secret lies in the state: of a token, and of what a browser shows at each request, a digest is kept. All
of them have 256 bits of chance, so that a plain digest is as good as a slow one. The key that signs forms is kept as it
is: whoever reads it can read all that the page shows, and lets nobody in. Refuses to know requests and cookies.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import compare_digest, token_hex
from typing import Final, Literal, cast

from sqlalchemy import delete, insert, select

from isogloss.ports import Clock
from isogloss.state.database import Database, put
from isogloss.state.moment import moment
from isogloss.state.tables import KEY, VISIT

Role = Literal["editor", "viewer"]
"""editor: looks and decides. viewer: looks."""
ROLES: Final[tuple[Role, ...]] = ("editor", "viewer")

LASTS: Final = timedelta(days=7)
"""How long nobody has to come in anew."""
_FORMS: Final = "forms"


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who came in.

    until: when that ends; aware UTC.
    """

    who: str
    role: Role
    until: datetime


def digest_of(secret: str) -> str:
    """As what a secret is kept."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class Visits:
    """Keys and visits, of all services that share a state."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def forms(self) -> bytes:
        """What signs forms; made where there is none, and of several that make one at once, the first counts."""
        mine = select(KEY.c.value).where(KEY.c.name == _FORMS)
        with self._database.read() as connection:
            found = connection.scalar(mine)
        if found is None:
            with self._database.write() as connection:
                put(connection, KEY, [{"name": _FORMS, "value": token_hex(32)}])
                found = connection.scalar(mine)
        return bytes.fromhex(str(found))

    def has_tokens(self) -> bool:
        """Whether tokens of the page were made."""
        with self._database.read() as connection:
            return connection.scalar(select(KEY.c.name).where(KEY.c.name.in_(ROLES)).limit(1)) is not None

    def make_tokens(self, tokens: dict[Role, str]) -> bool:
        """Let these tokens let people in, if none do yet; whether they do now.

        Of several pages that begin at once on one state, the tokens of the first count.
        """
        rows = _rows(tokens)
        with self._database.write() as connection:
            put(connection, KEY, rows)
            known = {row.name: row.value for row in connection.execute(select(KEY).where(KEY.c.name.in_(ROLES)))}
        return known == {row["name"]: row["value"] for row in rows}

    def set_tokens(self, tokens: dict[Role, str]) -> None:
        """Let these tokens let people in, and no other; whoever came in before has to come in anew."""
        with self._database.write() as connection:
            put(connection, KEY, _rows(tokens), "value")
            connection.execute(delete(VISIT))

    def role_of(self, token: str) -> Role | None:
        """Whom a token lets in; None where it is none of ours. Takes as long whichever it is."""
        given = digest_of(token)
        with self._database.read() as connection:
            known = {row.name: row.value for row in connection.execute(select(KEY).where(KEY.c.name.in_(ROLES)))}
        found = [role for role in ROLES if compare_digest(known.get(role, ""), given)]
        return found[0] if found else None

    def come_in(self, secret: str, who: str, role: Role) -> None:
        """Somebody came in, and shows this secret from now on; visits that ended are forgotten."""
        with self._database.write() as connection:
            now = moment(connection, self._clock)
            connection.execute(delete(VISIT).where(VISIT.c.until <= now))
            until = now + LASTS.total_seconds()
            connection.execute(insert(VISIT).values(digest=digest_of(secret), who=who, role=role, until=until))

    def of(self, secret: str) -> Visit | None:
        """Who shows a secret; None where nobody came in with it, or that ended."""
        with self._database.read() as connection:
            row = connection.execute(select(VISIT).where(VISIT.c.digest == digest_of(secret))).first()
            if row is None or row.until <= moment(connection, self._clock):
                return None
        return Visit(row.who, cast("Role", row.role), datetime.fromtimestamp(row.until, UTC))

    def leave(self, secret: str) -> None:
        """Whoever shows this secret is not in any more."""
        self._database.execute(delete(VISIT).where(VISIT.c.digest == digest_of(secret)))


def _rows(tokens: dict[Role, str]) -> list[dict[str, str]]:
    """In one order, so that of two who write at once one waits for the other."""
    return [{"name": role, "value": digest_of(tokens[role])} for role in ROLES]
