"""The ButterCMS sandbox itself: one account behind an ASGI app, with faults and control plane around it.

Decides the order of things in one request: what is due lands, the gate, the cache, the handler. Knows nothing of any
single endpoint.
"""

import re
import threading
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from isogloss.errors import ConfigError
from isogloss.sandbox.body import to_json
from isogloss.sandbox.buttercms.answers import Answer, Call, Json, RefusalError, refusal
from isogloss.sandbox.buttercms.cache import EdgeCache
from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.document import dumped, loaded
from isogloss.sandbox.buttercms.editor import edited
from isogloss.sandbox.buttercms.gate import admit
from isogloss.sandbox.buttercms.landing import count_read, settle
from isogloss.sandbox.buttercms.routes import dispatch
from isogloss.sandbox.buttercms.seeding import seeded
from isogloss.sandbox.buttercms.store import Store
from isogloss.sandbox.buttercms.switches import Switches
from isogloss.sandbox.clock import SandboxClock
from isogloss.sandbox.control import command, governed
from isogloss.sandbox.faults import FAULT, FaultPlan
from isogloss.sandbox.limiter import Limiter
from isogloss.sandbox.switches import described, turned

PREFIX = "v2"


class ButterSandbox:
    """One account of a ButterCMS-like platform. Serve ``app``; the rest is for tests in the same process.

    failures of background writes are in ``state()["failures"]``: a client is never told of them.
    """

    bulk_keys: tuple[str, ...] = ("fields",)

    def __init__(
        self, state: Json | None, seed: Json | None, switches: Switches, clock: SandboxClock | None = None
    ) -> None:
        self.switches = switches
        self.clock = clock or SandboxClock()
        self.faults = FaultPlan()
        self.log: list[Json] = []
        self.lock = threading.RLock()
        self._limiter = Limiter(self.clock.elapsed)
        self._cache = EdgeCache()
        self._store = Store()
        self.app: ASGIApp = governed(self._platform, self, [command("seed", "POST", self.seed)])
        if state is not None:
            self.load(state)
        if seed is not None:
            self.seed(seed)
        self._origin = self.state()

    def state(self) -> Json:
        """Copy the whole content out; what is due has landed in it. Values are shared: do not change them."""
        with self.lock:
            self._settle()
            return dumped(self._store)

    def load(self, state: Json) -> None:
        """Replace the whole content.

        Raises:  ConfigError when it is not a state.
        """
        with self.lock:
            self._store = loaded(state)
            self._cache.changed(self.clock.elapsed())

    def reset(self) -> None:
        """Go back to the content the sandbox was created with; the cache and the limiter forget everything."""
        with self.lock:
            self.load(self._origin)
            self._cache.clear()
            self._limiter.clear()

    def edit(self, change: Json) -> Json:
        """Make a change as a person would in the dashboard: see ``editor`` for the words.

        Raises:  ConfigError when it makes no sense.
        """
        with self.lock:
            self._settle()
            return self._changed(edited(self._desk(), change))

    def seed(self, wanted: Json) -> Json:
        """Add content from a compact document: see ``seeding``. Answers the ids made.

        Raises:  ConfigError when something in it does not fit; nothing is added then.
        """
        with self.lock:
            self._settle()
            before = dumped(self._store)
            try:
                return self._changed(seeded(self._desk(), wanted))
            except BaseException:
                self._store = loaded(before)
                raise

    def turn(self, changes: Json) -> None:
        """Turn switches.

        Raises:  ConfigError for an unknown name, with the nearest, or a value it cannot take.
        """
        with self.lock:
            self.switches = _turned(self.switches, changes)

    def switch_table(self) -> list[Json]:
        """Describe every switch with its value, default, choices and question."""
        return described(self.switches)

    def refusal(self, status: int) -> Json:
        """Make the body of an error as ButterCMS words it."""
        return refusal(status)

    def handle(self, call: Call) -> Answer:
        """Answer one call."""
        with self.lock:
            self._settle()
            desk = self._desk()
            version = self._store.version
            try:
                admit(desk, call, self._limiter)
                kept = self._cache.answer(call, self.switches, desk.elapsed)
                answer = kept or self._fresh(desk, call)
            except RefusalError as given:
                answer = given.answer
            if self._store.version != version:
                self._cache.changed(desk.elapsed)
            self._settle()
            return answer

    def _fresh(self, desk: Desk, call: Call) -> Answer:
        try:
            answer = dispatch(desk, call)
        except RefusalError as given:
            answer = given.answer
        if call.method == "GET":
            count_read(desk)
        return self._cache.keep(call, answer, self.switches, desk.elapsed)

    def _desk(self) -> Desk:
        stamp = self.clock.now().isoformat(timespec="microseconds").replace("+00:00", "Z")
        return Desk(self._store, self.switches, self.clock.elapsed(), stamp)

    def _settle(self) -> None:
        for at in settle(self._desk()):
            self._cache.changed(at)

    def _changed(self, answer: Json) -> Json:
        self._cache.changed(self.clock.elapsed())
        return answer

    async def _platform(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        call = _call(request, await request.body())
        answer = self.handle(call) if call.path.startswith(f"/{PREFIX}/") else Answer(404, refusal(404))
        body = _encoded(answer)
        most = self.switches.max_response_bytes
        if most and len(body) > most:
            answer = Answer(400, {"detail": "The response is too large; ask for less."})
            body = _encoded(answer)
        headers = {**answer.headers, **({"Content-Type": "application/json"} if body else {})}
        await Response(body, answer.status, headers)(scope, receive, send)


def create(
    state: Json | None = None, *, seed: Json | None = None, clock: SandboxClock | None = None, **switches: object
) -> ButterSandbox:
    """Make a sandbox from a full state, or from a seed, or empty; with some switches turned.

    clock: another than the machine's.

    Raises:  ConfigError for an unknown switch, or a state or seed that does not fit.
    """
    return ButterSandbox(state, seed, _turned(Switches(), switches), clock)


def _turned(switches: Switches, changes: Json) -> Switches:
    new = turned(switches, changes)
    try:
        re.compile(new.media_fetch_fails)
    except re.error as error:
        raise ConfigError(f"Switch 'media_fetch_fails' is not a regular expression: {error}.") from error
    return new


def _call(request: Request, body: bytes) -> Call:
    path = request.url.path
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    query = request.url.query
    return Call(
        method=request.method,
        path=quote(path, safe="/*"),
        parts=tuple(part for part in path.split("/")[2:] if part),
        slash=path.endswith("/"),
        query=query,
        params=dict(parse_qsl(query, keep_blank_values=True)),
        token=token.strip() if scheme.lower() == "token" else None,
        body=body,
        never=request.scope.get(FAULT) == "never_lands",
    )


def _encoded(answer: Answer) -> bytes:
    return b"" if answer.body is None else to_json(answer.body)
