"""The way to a side: send a request, get an answer or one of our errors.

Decides how requests travel: with which token, how long to wait, in what order pace, sending, judging and repeating
happen. Refuses to know paths, shapes and vendors. Two kinds of client exist so that a dry command can be given one
that has no way to write.
"""

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Self

import httpx

from isogloss import __version__
from isogloss.errors import ConfigError, Effect, Overdue, Rejected, RemoteError
from isogloss.http.answer import LARGEST, Answer, answer_from, body_of, kept, made_at
from isogloss.http.departure import Departure
from isogloss.http.failure import Refusal, error_for, translated
from isogloss.http.here import on_this_machine
from isogloss.http.limiter import Limiter
from isogloss.http.observe import Heard, Observer, Sent, Tally, at_liberty, unheard
from isogloss.http.reach import Reach
from isogloss.http.redact import Redactor, Secret
from isogloss.http.request import Request
from isogloss.http.retry import Retries, repeating


@dataclass(frozen=True, slots=True)
class Token:
    """What opens a side.

    scheme:  the word before it in the Authorization header: ``Bearer`` for Webflow, ``Token`` for ButterCMS.
    setting: where a person finds and mends it, as ``sides.webflow.token``; shown in errors.
    """

    secret: Secret
    scheme: str
    setting: str

    def header(self) -> str:
        """Write the Authorization header.

        Raises: ConfigError where the token could not stand in a header; httpx would show it in its own error.
        """
        text = self.secret.reveal()
        if not text or not text.isascii() or not text.isprintable() or " " in text:
            raise ConfigError(
                f"{self.setting}: the token is empty or has a space, a line break or a letter beyond ASCII in it. "
                "Copy it again."
            )
        return f"{self.scheme} {text}"


@dataclass(frozen=True, slots=True)
class Manners:
    """How a client behaves, where the defaults will not do.

    headers:   sent with every request, besides the token.
    timeouts:  seconds for each part of a request; reading counts from one piece of the answer to the next.
    observer:  told of every request.
    leaving:   called before each request leaves, repeats too; raises where it must not.
    at_last:   called when nothing but the socket is between a request and the side, so it must not take long; raises
               where the request must not leave.
    heard:     called with each good answer, and what it answers.
    transport: what carries the requests; None is the network.
    largest:   bytes, the largest answer that is read.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    timeouts: httpx.Timeout = field(default_factory=lambda: httpx.Timeout(60.0, connect=10.0))
    retries: Retries = field(default_factory=Retries)
    observer: Observer = field(default_factory=Tally)
    leaving: Callable[[], None] = at_liberty
    at_last: Callable[[], None] = at_liberty
    heard: Heard = unheard
    transport: httpx.BaseTransport | None = None
    largest: int = LARGEST


def manners_of(reach: Reach) -> Manners:
    """How the clients of a side behave that is reached so."""
    observer, leaving = reach.get("observer") or Tally(), reach.get("leaving", at_liberty)
    at_last, heard = reach.get("at_last", at_liberty), reach.get("heard", unheard)
    return Manners(observer=observer, leaving=leaving, at_last=at_last, heard=heard, transport=reach.get("transport"))


@dataclass(slots=True, eq=False, repr=False)
class ReadClient:
    """A client that can only look."""

    _wire: "_Wire"

    def read(self, request: Request) -> Answer:
        """Ask a question.

        Raises: any RemoteError, after what may be repeated was repeated; it never took effect.
        """
        if not request.reads:
            raise AssertionError(f"{request.name} would write; it has no business in read.")
        return self._wire.send(request)

    def close(self) -> None:
        """Close the connections."""
        self._wire.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Until(threading.local):
    """How long the next order of a thread may wait, and a repeat of it."""

    first: float | None = None
    repeats: float | None = None


@dataclass(slots=True, eq=False, repr=False)
class Client(ReadClient):
    """A client that can look and write; several threads may use it at once."""

    _until: _Until = field(default_factory=_Until, init=False)

    def write(self, request: Request) -> Answer:
        """Give an order.

        Raises: any RemoteError; its ``took_effect`` says whether the order may have been carried out.
        """
        if request.reads:
            raise AssertionError(f"{request.name} writes nothing; use read, which may repeat it.")
        until, repeats = self._until.first, self._until.repeats
        self.good_until(None)
        return self._wire.send(request, until, repeats)

    def good_until(self, moment: float | None, repeats: float | None = None) -> None:
        """Let the next order of this thread raise Overdue rather than leave after this time of the steady clock.

        repeats: the same for a repeat of what may have taken effect already, where the order itself may leave later.
        """
        self._until.first, self._until.repeats = moment, moment if repeats is None else repeats

    def make_room(self, requests: int) -> None:
        """Wait until so many requests may leave one after the other without waiting."""
        self._wire.limiter.make_room(requests)


def open_client(base_url: str, token: Token, limiter: Limiter, manners: Manners | None = None) -> Client:
    """Open a client that may write.

    Raises: ConfigError where ``base_url`` or the token cannot be used.
    """
    return Client(_wired(base_url, token, limiter, manners or Manners(), writes=True))


def open_read_client(base_url: str, token: Token, limiter: Limiter, manners: Manners | None = None) -> ReadClient:
    """Open a client that cannot write, for dry commands.

    Raises: ConfigError where ``base_url`` or the token cannot be used.
    """
    return ReadClient(_wired(base_url, token, limiter, manners or Manners(), writes=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wire:
    """One side's connections and what is done around each request."""

    http: httpx.Client
    base: str
    setting: str
    limiter: Limiter
    manners: Manners
    redact: Redactor
    writes: bool

    def send(self, request: Request, until: float | None = None, repeats: float | None = None) -> Answer:
        """Send, repeating what may be repeated; nothing leaves after ``until``.

        repeats: what may have taken effect does not leave again after this.

        Raises: Overdue, which may have taken effect where an earlier try may have.
        """
        if not (request.reads or self.writes):
            raise AssertionError(f"{request.name} would write, and this client was opened for reading.")
        body = _encoded(request)
        manners = self.manners
        effects: set[Effect] = set()

        def once() -> Answer:
            try:
                return self._once(request, body, repeats if "unknown" in effects else until)
            except Overdue as late:
                late.took_effect = "unknown" if "unknown" in effects else "no"
                raise
            except RemoteError as error:
                effects.add(error.took_effect)
                raise

        return repeating(once, request, manners.retries, self.limiter.clock, manners.observer)

    def _once(self, request: Request, body: bytes | None, until: float | None) -> Answer:
        def in_time() -> None:
            if until is not None and self.limiter.clock.monotonic() > until:
                raise Overdue("not sent: it could leave only too late.", request=request.name)

        def may_leave() -> None:
            in_time()
            self.manners.at_last()

        in_time()
        slot = self.limiter.enter(self.manners.retries.patience, request.name, until)
        try:  # after all waiting
            self.manners.leaving()
        except BaseException:
            slot.leave(None, {})
            raise
        clock = self.limiter.clock
        departure = Departure(may_leave, self.manners.at_last, body is not None)
        departed = clock.monotonic()
        status: int | None = None
        headers: dict[str, str] = {}
        try:
            departure.ask()
            with (
                translated(request, self.redact),
                closing(self.http.send(self._leaving(request, body, departure), stream=True)) as response,
            ):
                status, headers = response.status_code, kept(response.headers)
                raw = body_of(request, response, self.manners.largest)
        finally:
            slot.leave(status, headers)
            if not departure.kept:
                seconds = clock.monotonic() - departed
                self.manners.observer.sent(Sent(request.method, request.path, status, seconds, slot.waited))
        if response.is_success:
            answer = answer_from(request, status, headers, raw, self.redact)
            made = made_at(headers, clock.now())
            self.manners.heard(request, answer)
            return answer if made is None else replace(answer, made=made)
        raise error_for(Refusal(request, status, headers, raw, self.setting, clock.now()), self.redact)

    def _leaving(self, request: Request, body: bytes | None, departure: Departure) -> httpx.Request:
        """A request as it leaves: whole as it is, where httpx would put it together from parts that never change."""
        headers = self.http.headers if body is None else {**self.http.headers, "content-type": "application/json"}
        address = self.base + request.path + _queried(request)
        more = {"timeout": self.manners.timeouts.as_dict(), "trace": departure.told}
        return httpx.Request(request.method, address, headers=headers, content=body, extensions=more)


def _wired(base_url: str, token: Token, limiter: Limiter, manners: Manners, *, writes: bool) -> _Wire:
    base = _based(base_url)
    http = httpx.Client(
        headers={
            "accept": "application/json",
            "user-agent": f"isogloss/{__version__}",
            **manners.headers,
            "authorization": token.header(),
        },
        timeout=manners.timeouts,
        follow_redirects=False,
        transport=manners.transport,
        # A proxy of the surroundings is for the outside world; a server on this machine is reached directly.
        trust_env=not on_this_machine(base.host),
        # Reading the certificates of the world takes longer than a command against a sandbox, which has none.
        verify=base.scheme == "https",
    )
    return _Wire(
        http=http,
        base=str(base).rstrip("/"),
        setting=token.setting,
        limiter=limiter,
        manners=manners,
        redact=Redactor((token.secret,)),
        writes=writes,
    )


def _based(base_url: str) -> httpx.URL:
    try:
        url = httpx.URL(base_url.strip())
    except httpx.InvalidURL as fault:
        raise ConfigError(f"base_url cannot be read ({fault}). Write it as https://host/path.") from None
    if url.userinfo or url.query or url.fragment or "#" in base_url or "?" in base_url:
        raise ConfigError("base_url holds a user name, a query or a fragment. Write it as https://host/path.")
    if not url.host or url.scheme not in {"http", "https"}:
        raise ConfigError(f"base_url {base_url!r} is not an address. Write it as https://host/path.")
    if url.scheme == "http" and not on_this_machine(url.host):
        raise ConfigError(f"base_url {base_url!r} would send the token unencrypted. Write it with https.")
    return url.copy_with(path="/" + "/".join(part for part in url.path.split("/") if part))


def _queried(request: Request) -> str:
    """The query as part of the address, which is read once then; httpx reads it again where it is told it apart."""
    return f"?{httpx.QueryParams(list(request.query))}" if request.query else ""


def _encoded(request: Request) -> bytes | None:
    """Write the body.

    Raises: Rejected for text that no JSON reader would take: half of a surrogate pair, as some editors paste it.
    """
    if request.json is None:
        return None
    try:
        return json.dumps(request.json, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except UnicodeEncodeError:
        raise Rejected(
            "not sent: the content holds half of a character (a lone surrogate). Mend the text where it was written.",
            request=request.name,
        ) from None
    except (TypeError, ValueError) as fault:
        raise AssertionError(f"{request.name}: its body is not plain JSON ({fault}); encode it first.") from None
