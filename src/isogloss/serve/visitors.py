"""Who looks at the page: known by a cookie, by what a proxy says, or by being on this machine.

Decides that a cookie counts only where we gave it, that it is another one once somebody came in, and that a form counts
only where it was given to the same browser. Nothing that a person could do lies in a cookie alone: of those who came in
with a token, the state knows who they are. Refuses to know what a visitor may do.
"""

import hashlib
import hmac
from collections import deque
from dataclasses import dataclass, field
from secrets import compare_digest, token_urlsafe
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from isogloss.ports import Clock
from isogloss.serve.door import Door, Place
from isogloss.serve.guard import PLACE
from isogloss.state.visits import LASTS, Role, Visits

BYTES: Final = 32
"""Of chance in whatever must not be guessed."""
TRIES: Final = 10
WITHIN: Final = 60.0
"""From one address, so many wrong tokens within so many seconds are looked at."""
_NAMED: Final = 80
_KEPT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks.

    who:    as others are told; empty where nobody knows.
    role:   what for; None where nobody let this visitor in.
    secret: what its browser shows, and nobody else can.
    given:  whether its browser has that already.
    """

    who: str
    role: Role | None
    secret: str
    given: bool = True


@dataclass(slots=True)
class Tries:
    """Wrong tokens lately, by the address that they came from."""

    clock: Clock
    _seen: dict[str, deque[float]] = field(default_factory=dict)

    def wait(self, peer: str) -> float:
        """The seconds until another one from there is looked at."""
        now, seen = self.clock.monotonic(), self._seen.get(peer, deque())
        while seen and now - seen[0] >= WITHIN:
            seen.popleft()
        return 0.0 if len(seen) < TRIES else WITHIN - (now - seen[0])

    def wrong(self, peer: str) -> None:
        """One more came from there."""
        if len(self._seen) >= _KEPT:  # so many addresses are an attack: what is kept of it stays small
            self._seen.pop(next(iter(self._seen)))
        self._seen.setdefault(peer, deque()).append(self.clock.monotonic())


class Reception:
    """Knows visitors.

    here: who is told to decide where nobody has to say who they are.
    """

    def __init__(self, door: Door, visits: Visits, clock: Clock, here: str) -> None:
        self.door, self.visits, self.tries = door, visits, Tries(clock)
        self._key, self._here = visits.forms(), here

    def visitor(self, request: Request) -> Visitor:
        """Who asks."""
        secret = self._shown(request)
        given = secret is not None
        secret = secret or token_urlsafe(BYTES)
        if self.door.auth == "none":
            return Visitor(self._here, "editor", secret, given)
        if self.door.auth == "proxy":
            who = self._named(request)
            return Visitor(who, self._role_of(who), secret, given)
        visit = self.visits.of(secret) if given else None
        return Visitor("" if visit is None else visit.who, None if visit is None else visit.role, secret, given)

    def come_in(self, visitor: Visitor, token: str, who: str) -> Visitor | None:
        """Let somebody in who knows a token; None where it is none. What the browser showed before counts no more."""
        role = self.visits.role_of(token)
        if role is None:
            return None
        self.visits.leave(visitor.secret)
        made = Visitor(who, role, token_urlsafe(BYTES), given=False)
        self.visits.come_in(made.secret, who, role)
        return made

    def form_token(self, visitor: Visitor) -> str:
        """What a form must bring with it."""
        return self._signed("form", visitor.secret)

    def is_ours(self, visitor: Visitor, token: str) -> bool:
        """Whether a form was given to this visitor."""
        return visitor.given and compare_digest(token.encode(), self.form_token(visitor).encode())

    def remember(self, request: Request, response: Response, visitor: Visitor) -> None:
        """Have a browser show its secret from now on."""
        place: Place = request.scope[PLACE]
        signed = f"{visitor.secret}.{self._signed('visit', visitor.secret)}"
        response.set_cookie(
            self._cookie(place),
            signed,
            max_age=int(LASTS.total_seconds()),
            path="/",
            secure=place.secure,
            httponly=True,
            samesite="lax",  # who comes by a link in a notice is still known; no write is a link
        )

    def _cookie(self, place: Place) -> str:
        # Cookies know no ports: another service of this machine must not take this one's for its own.
        return "__Host-isogloss" if place.secure else f"isogloss-{place.host.rpartition(':')[2]}"

    def _shown(self, request: Request) -> str | None:
        """The secret that a browser shows, if we gave it."""
        secret, _, signed = request.cookies.get(self._cookie(request.scope[PLACE]), "").partition(".")
        return secret if secret and compare_digest(signed.encode(), self._signed("visit", secret).encode()) else None

    def _signed(self, what: str, secret: str) -> str:
        return hmac.new(self._key, f"{what}:{secret}".encode(), hashlib.sha256).hexdigest()

    def _named(self, request: Request) -> str:
        """Whom the proxy names; nobody, where the header is not from it, is missing, or is there twice."""
        said = request.headers.getlist(self.door.header)
        peer = request.client.host if request.client is not None else ""
        name = said[0].strip() if len(said) == 1 and self.door.trusts(peer) else ""
        return name if len(name) <= _NAMED and name.isprintable() else ""

    def _role_of(self, who: str) -> Role | None:
        if not who:
            return None
        return "editor" if not self.door.editors or who in self.door.editors else "viewer"
