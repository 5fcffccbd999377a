"""A page with people at it: a service whose mapping has two worlds, and browsers that show their cookies and forms."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from page import Page
from two_worlds import Pair

from isogloss.http.limiter import Limiters
from isogloss.http.redact import Redactor
from isogloss.jobs.hints import Hints
from isogloss.jobs.service import Service
from isogloss.jobs.work import Came
from isogloss.run.session import Session
from isogloss.schedule.tick import Schedule
from isogloss.serve.app import app
from isogloss.serve.desk import Desk
from isogloss.serve.door import Door, Place
from isogloss.serve.hooks import Ear
from isogloss.serve.visitors import Reception
from isogloss.state.agenda import Agenda, open_agenda
from isogloss.watch.metrics import Metrics

if TYPE_CHECKING:
    import httpx
    from manual_clock import ManualClock

HOST = "127.0.0.1:8700"
ORIGIN = f"http://{HOST}"
PLACES = (Place(ORIGIN, HOST), Place("http://localhost:8700", "localhost:8700"))
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Opened:
    """A service with its page, not on any port.

    said: what its log heard.
    """

    agenda: Agenda
    clock: ManualClock
    sitting: Any = None
    door: Door = field(default_factory=Door)
    places: tuple[Place, ...] = PLACES
    runs: Path = Path()
    ear: Ear | None = None
    metrics: Metrics | None = None
    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    redactor: Redactor = field(default_factory=Redactor)

    def __post_init__(self) -> None:
        self.service = Service(self.agenda, lambda mapping, path: Came(), threading.Event(), self.clock, self._hear)
        self.service.looked = self.clock.monotonic()
        self.reception = Reception(self.door, self.agenda.visits, self.clock, "ann")
        self.desk = Desk(self.service, self.reception, self.redactor, self.sitting, self.runs)
        nothing = Hints(self.agenda, self.clock, self._hear, {}, self.service.running)
        self.ear = self.ear or Ear({}, nothing, self.clock, self._hear)
        if self.metrics is None:
            self.metrics = Metrics()
            self.metrics.watch(Limiters(self.clock), self.ear.came)
            self.metrics.watch_all(self.agenda, self.service.running)
        self.app = app(self.desk, self.places, self.ear, self.metrics)
        self.page = Page(self.app, self.places[0].origin)

    def _hear(self, event: str, **facts: object) -> None:
        self.said.append((event, facts))

    def browser(self, **headers: str) -> Browser:
        """Somebody's browser."""
        return Browser(self.page, headers={"origin": self.places[0].origin, **headers})


@dataclass
class Browser:
    """Keeps cookies, and sends forms with what the page gave it."""

    page: Page
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **told: Any) -> httpx.Response:
        headers = {**self.headers, **told.pop("headers", {})}
        if self.cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.page.request(method, path, headers={k: v for k, v in headers.items() if v is not None}, **told)
        self.cookies |= dict(answer.cookies)
        return answer

    def get(self, path: str = "/", **told: Any) -> httpx.Response:
        return self.ask("GET", path, **told)

    def form(self, path: str = "/") -> str:
        """What forms on a page bring with them."""
        found = re.search(r'name="form" value="(\w+)"', self.get(path).text)
        assert found, "a page with a form"
        return found[1]

    def seen(self, path: str = "/") -> dict[str, str]:
        """Whatever forms on a page bring with them."""
        return {
            "form": self.form(path),
            **dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.get(path).text)),
        }

    def post(self, path: str, at: str = "/", headers: dict[str, Any] | None = None, **fields: str) -> httpx.Response:
        """Send a form that stands on the page ``at``."""
        fields = {**self.seen(at), **fields} if "form" not in fields else fields
        return self.ask("POST", path, data=fields, headers=headers or {})


@contextmanager
def opened(state: object, clock: ManualClock, *names: str, **more: Any) -> Iterator[Opened]:
    """A service of some mappings."""
    with open_agenda(str(state), clock) as agenda:
        agenda.register(
            Schedule(name, f"{name}.yaml", "0 6 * * *", "Europe/Berlin", "default", None, NEVER) for name in names
        )
        yield Opened(agenda, clock, **more)


@contextmanager
def of_pair(pair: Pair, at: object = None, **more: Any) -> Iterator[Opened]:
    """A service of the mapping between two worlds.

    at: its state, where it is not in the folder of the pair.
    """

    @contextmanager
    def sitting(mapping: str, resolve: bool) -> Iterator[Session]:
        del mapping, resolve
        yield replace(pair.session(), runs=pair.folder / "runs")

    with opened(at or pair.state, pair.clock, "pair", sitting=sitting, **more) as made:
        yield made
