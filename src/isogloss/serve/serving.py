"""The whole of ``isogloss serve`` and of ``isogloss web``: project, state, service and page, opened in their order."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from typing import Final

from isogloss.errors import ConfigError
from isogloss.events import Log
from isogloss.http.clock import SystemClock
from isogloss.http.limiter import Limiters
from isogloss.http.redact import Redactor, Secret
from isogloss.jobs.hints import Hints
from isogloss.jobs.project import schedule_of
from isogloss.jobs.service import SLOTS, Service, held
from isogloss.jobs.starting import starting
from isogloss.jobs.work import StoppableClock, Syncing
from isogloss.mapping.file.secrets import Settings
from isogloss.mapping.project.reading import Said
from isogloss.model.address import Side
from isogloss.notify.teller import Teller, telling
from isogloss.notify.ways import way_of
from isogloss.run.hook_secrets import Secrets
from isogloss.run.loading import load
from isogloss.run.session import Session, runs_beside, session
from isogloss.serve.app import app
from isogloss.serve.desk import Desk
from isogloss.serve.doing import Live
from isogloss.serve.door import PORT, Door
from isogloss.serve.hooks import Ear, Known
from isogloss.serve.served import Elsewhere, Served
from isogloss.serve.server import answering
from isogloss.serve.visitors import BYTES, Reception
from isogloss.state.agenda import Agenda, open_agenda
from isogloss.state.lease import current_user
from isogloss.state.location import locate
from isogloss.state.visits import ROLES, Role
from isogloss.watch.metrics import Metrics
from isogloss.watch.port import Port, watched
from isogloss.watch.tracing import tracing

_STEP: Final = 0.1
"""Seconds until it is noticed that all is to stop."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be served.

    path:  a project, or a single mapping, whose times are then ``cron`` and ``zone``.
    notify: of a single mapping, the command that tells people of it.
    slots: how many mappings are run at once.
    ready: what becomes of the session of each turn before it is used.
    door:  how the page is reached, and who may come in.
    metrics: where machines ask for figures; None where they do on the page alone.
    shown: is given the tokens of the page once they are made, by what they are for; nobody can be told them again.
    """

    state: str
    path: Path
    cron: str | None = None
    zone: str | None = None
    notify: str | None = None
    port: int = PORT
    slots: int = SLOTS
    runs: Path | None = None
    ready: Callable[[Session], Session] = lambda opened: opened
    door: Door = field(default_factory=Door)
    metrics: Port | None = None
    shown: Callable[[dict[Role, str]], None] = lambda _: None


def serve(wish: Wish, stop: threading.Event, log: Log, redactor: Redactor, told: Callable[[str, int], None]) -> None:
    """Run what is due until it is to stop.

    stop: set from elsewhere, also by what hears a signal.
    told: is given the address of the page and the number of mappings, once all is open.
    Raises: ConfigError, MappingError for a project that cannot be used, or a port that is taken; Refused where another
            service is at work on the state, or took over; StateError.
    """
    said, clock = starting(wish.state, wish.path, log, wish.cron, wish.zone, wish.notify), SystemClock()
    runs = wish.runs or runs_beside(wish.state)
    known = {each.name: _known(each, wish.path.parent, Secrets(runs, each.name, redactor), redactor) for each in said}
    ways = {each.name: way_of(each, redactor) for one in said for each in one.notify}
    bounds = {each.name: each.approve for each in said if each.approve is not None}
    patient, metrics, live = StoppableClock(clock, stop), Metrics(), Live()
    limits, log = Limiters(patient), metrics.listening(log)
    turns = Syncing(wish.state, wish.runs, patient, limits, stop, redactor, log, wish.ready, bounds)
    turns = replace(turns, progress=live.begin, measuring=metrics)
    with (
        open_agenda(wish.state, clock) as agenda,
        held(agenda) as lease,
        tracing("isogloss serve", log, redactor) as traces,
    ):
        work = replace(turns, tracing=traces)
        agenda.register(map(schedule_of, said), alone=True)
        service = Service(agenda, work, stop, clock, log, wish.slots, metrics.turn)
        page = _Page(wish, said, service, redactor, limits, live, metrics)
        with page.answering(known) as address:
            told(address, len(said))
            teller = Teller(agenda, {each.name: each.notify for each in said}, ways, log, redactor)
            with telling(teller, stop):
                service.run(lease)


def web(wish: Wish, stop: threading.Event, log: Log, redactor: Redactor, told: Callable[[str, int], None]) -> None:
    """Have the page alone, beside workers elsewhere, until it is to stop; arguments as of ``serve``.

    Raises: ConfigError, MappingError for a project that cannot be used, a state in a file, or a port that is taken;
            StateError.
    """
    if (there := locate(wish.state)).url is None:
        raise ConfigError(
            f"{there.where}: the page alone is for a state on PostgreSQL that workers share. Give its --state, or have "
            "all of it in one process: isogloss serve."
        )
    said, clock = starting(wish.state, wish.path, log), SystemClock()
    runs = wish.runs or runs_beside(wish.state)
    known = {each.name: _known(each, wish.path.parent, Secrets(runs, each.name, redactor), redactor) for each in said}
    limits, metrics, live = Limiters(StoppableClock(clock, stop)), Metrics(), Live()
    with open_agenda(wish.state, clock) as agenda:
        page = _Page(wish, said, Elsewhere(agenda, stop, metrics.listening(log)), redactor, limits, live, metrics)
        with page.answering(known) as address:
            told(address, len(said))
            while not stop.is_set():  # in steps: what hears signals sets it, in this thread
                clock.sleep(_STEP)


@dataclass(frozen=True, slots=True)
class _Page:
    """The page, with the receiver of hooks: of a service, or alone."""

    wish: Wish
    said: tuple[Said, ...]
    service: Served
    redactor: Redactor
    limits: Limiters
    live: Live
    metrics: Metrics

    @contextmanager
    def answering(self, known: Mapping[str, Known]) -> Iterator[str]:
        """Answer while inside; yields the address."""
        wish, service, agenda, clock = self.wish, self.service, self.service.agenda, SystemClock()
        settle = {each.name: each.hooks.settle for each in self.said}
        hints = Hints(agenda, clock, service.log, settle, service.running)
        ear = Ear(known, hints, clock, service.log)
        _make_tokens(wish, agenda, self.redactor)
        reception = Reception(wish.door, agenda.visits, clock, current_user())
        runs = wish.runs or runs_beside(wish.state)
        desk = Desk(service, reception, self.redactor, self._sitting, runs, self.live)
        self.metrics.watch(self.limits, ear.came)
        self.metrics.watch_all(agenda, service.running)
        goes_on, well = partial(getattr, service, "goes_on"), partial(getattr, service, "alive")
        with (
            answering(wish.door, wish.port, lambda places: app(desk, places, ear, self.metrics)) as address,
            watched(wish.metrics, self.metrics, goes_on, well),
        ):
            threading.Thread(target=hints.run, args=(service.stop,), daemon=True, name="hints").start()
            yield address

    @contextmanager
    def _sitting(self, mapping: str, resolve: bool) -> Iterator[Session]:  # noqa: FBT001  # one fact beside a name
        """A session of a mapping for somebody who looks at the page."""
        (path,) = [each.file.absolute() for each in self.said if each.name == mapping] or [
            Path(self.service.agenda.schedules()[mapping].path)
        ]
        bridge = load(path, resolve=resolve, writes=False)
        for side in Side:
            for secret in bridge.side(side).secrets.values():
                self.redactor.learn(secret)
        if bridge.name != mapping:
            raise ConfigError(
                f"{bridge.path}: the mapping is called {bridge.name} by now, and {mapping} in the project."
            )
        with session(bridge, self.wish.state, SystemClock(), self.wish.runs) as opened:
            yield self.wish.ready(replace(opened, limiters=self.limits))


def _known(said: Said, folder: Path, made: Secrets, redactor: Redactor) -> Known:
    """By what hints of a mapping are known, the secrets looked up.

    folder: of the project, where files that references name are looked for.
    made:   the secrets of webhooks that we made.
    Raises: ConfigError where one is missing.
    """
    settings, at = Settings(folder=folder), f"mappings.{said.name}.hooks"

    def looked_up(reference: str, setting: str) -> Secret:
        found = settings.secret(reference, f"{at}.{setting}")
        redactor.learn(found)
        return found

    signed = tuple(looked_up(each, "webflow.secrets") for each in said.hooks.signed)
    if said.hooks.header is None:
        return Known(made, signed)
    name, reference = said.hooks.header
    return Known(made, signed, (name, looked_up(reference, "buttercms.secret")))


def _make_tokens(wish: Wish, agenda: Agenda, redactor: Redactor) -> None:
    """Make what lets people in, where that is wanted and was not done before, or is to be done anew."""
    if wish.door.auth != "token" or (agenda.visits.has_tokens() and not wish.door.anew):
        return
    tokens: dict[Role, str] = {role: token_urlsafe(BYTES) for role in ROLES}
    for token in tokens.values():
        redactor.learn(Secret(token))
    if wish.door.anew:
        agenda.visits.set_tokens(tokens)
    elif not agenda.visits.make_tokens(tokens):
        return  # another page made some just now, and shows them
    wish.shown(tokens)
