"""The whole of ``isogloss worker``: project, state, engine and turns, opened and closed in their order.

Decides that a worker uses the mapping files of its own project, wherever they lie, and that the schedules of all are
what ``isogloss cluster migrate`` took over. Of the workers of a state one tells people, whoever begins.
"""

import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from isogloss.cluster.engine import Engine, address_of, apply, newest
from isogloss.cluster.worker import Working
from isogloss.errors import ConfigError, Refused, StateError
from isogloss.events import WARNED, Log
from isogloss.http.clock import SystemClock
from isogloss.http.limiter import Limiters
from isogloss.http.redact import Redactor
from isogloss.jobs.project import schedule_of
from isogloss.jobs.service import SLOTS, held
from isogloss.jobs.starting import starting
from isogloss.jobs.work import StoppableClock, Syncing
from isogloss.mapping.project.reading import Said
from isogloss.notify.teller import Teller
from isogloss.notify.ways import way_of
from isogloss.run.session import Session
from isogloss.state.agenda import Agenda, open_agenda
from isogloss.state.lease import current_user
from isogloss.state.workers import Worker
from isogloss.watch.metrics import Metrics
from isogloss.watch.port import Port, watched
from isogloss.watch.tracing import tracing

_ANOTHER: Final = 5.0
"""Seconds until whoever does not tell people looks whether anybody does."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a worker is to do.

    path:  its project, or a single mapping.
    lanes: those that it serves; all where none is named.
    slots: how many turns it takes at once.
    ready: what becomes of the session of each turn before it is used.
    metrics: where machines ask for the figures of this worker; None where they do not.
    """

    state: str
    path: Path
    lanes: tuple[str, ...] = ()
    slots: int = SLOTS
    runs: Path | None = None
    ready: Callable[[Session], Session] = lambda opened: opened
    metrics: Port | None = None


def migrate(state: str, path: Path, log: Log) -> tuple[str, int]:
    """Make the tables of the state and of the engine, or bring them up to date, and take over what a project says.

    Says of which version the engine's tables are, and how many mappings are run by the clock.

    log:    is told of mappings that were run before and cannot be run now.
    Raises: ConfigError, MappingError where the project or the address cannot be used, or the engine is not installed;
            Refused where ``isogloss serve`` is at work on the state, or the tables are somebody else's; StateError.
    """
    address_of(state)
    said, clock = starting(state, path, log), SystemClock()
    with open_agenda(state, clock) as agenda:
        with _alone_or_beside_workers(agenda):
            version = agenda.workers.prepare(apply)
        agenda.register(map(schedule_of, said), alone=True)
    return version, len(said)


@contextmanager
def _alone_or_beside_workers(agenda: Agenda) -> Iterator[None]:
    """Not while one service is at work; workers that are may go on."""
    if agenda.workers.holder() is not None:
        yield
        return
    with held(agenda):
        yield


def work(
    wish: Wish, stop: threading.Event, log: Log, redactor: Redactor, told: Callable[[Worker, int, str], None]
) -> None:
    """Take turns until it is to stop.

    stop: set from elsewhere, also by what hears a signal.
    told: is given who this worker is, the number of its mappings, and where its figures are, once all is open.
    Raises: ConfigError, MappingError where the project or the address cannot be used, the engine is not installed, or
            its tables are not there; Refused where somebody serves the state alone; StateError.
    """
    address, clock, cut = address_of(wish.state), SystemClock(), threading.Event()
    said = starting(wish.state, wish.path, log)
    patient = StoppableClock(clock, cut)
    bounds = {each.name: each.approve for each in said if each.approve is not None}
    limits, metrics = Limiters(patient), Metrics()
    metrics.watch(limits)
    log = metrics.listening(log)
    turns = Syncing(wish.state, wish.runs, patient, limits, cut, redactor, log, wish.ready, bounds)
    files = {each.name: each.file.absolute() for each in said}
    with open_agenda(wish.state, clock) as agenda, tracing("isogloss worker", log, redactor) as traces:
        _insist_on_tables(agenda)
        me, measured = _me(wish), replace(turns, measuring=metrics, tracing=traces)
        working = Working(agenda, me, Engine(address), measured, files, stop, cut, clock, log, metrics.turn)
        alive, ready = partial(getattr, working, "alive"), partial(getattr, working, "ready")
        with watched(wish.metrics, metrics, alive, ready) as there:
            told(me, len(said), there)
            with _telling(wish, said, stop, log, redactor):
                working.run()


def _insist_on_tables(agenda: Agenda) -> None:
    if agenda.workers.prepared() != newest():
        raise ConfigError(
            f"{agenda.where}: the tables that workers share are not there, or of another version. Run `isogloss "
            "cluster migrate` with the same --state, once; then start workers."
        )


def _me(wish: Wish) -> Worker:
    host, pid = socket.gethostname(), os.getpid()
    return Worker(f"{host}:{pid}:{secrets.token_hex(4)}", current_user(), host, pid, wish.lanes, wish.slots)


@contextmanager
def _telling(wish: Wish, said: tuple[Said, ...], stop: threading.Event, log: Log, redactor: Redactor) -> Iterator[None]:
    """Tell people while inside, if no other worker does."""
    ways = {each.name: way_of(each, redactor) for one in said for each in one.notify}
    told_of = {each.name: each.notify for each in said}
    if not ways:
        yield
        return

    def tell() -> None:
        with open_agenda(wish.state, SystemClock()) as agenda, agenda.telling() as lease:
            teller, pause = Teller(agenda, told_of, ways, log, redactor), 0.0
            while not stop.wait(pause):
                lease.renew()
                pause = teller.try_to_look(stop)

    def run() -> None:
        while not stop.is_set():
            try:
                tell()
            except Refused:
                pass  # another one tells
            except StateError as error:
                log(WARNED, message=str(error))
            stop.wait(_ANOTHER)

    thread = threading.Thread(target=run, daemon=True, name="teller")
    thread.start()
    try:
        yield
    finally:
        stop.set()
    thread.join(_ANOTHER)
