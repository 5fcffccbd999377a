"""The engine that hands turns out to workers: Procrastinate, on the PostgreSQL that holds the state.

Decides how a ticket is made (in our own transaction, at most one that waits and one that is taken for each mapping)
and how tickets are taken: by ``slots`` threads, woken by the database. Whatever ends the taking, a signal or a database
that went away, has every turn stop between two requests before it is gone on with. All that is known of the engine is
here, and in the few statements of ``state.workers``. Refuses to know what a turn is.

Source: Procrastinate 3.10. Its worker ends where its connection is lost, waiting for its jobs to end first, and cancels
those that are coroutines after ``shutdown_graceful_timeout``. A batch is refused whole where one of it waits already.
It keeps no record of which of its migrations were applied. PostgreSQL refuses a NOTIFY whose channel has 64 bytes or
more, and the engine's are ``procrastinate_queue_v1#`` and the name of the queue (seen 2026-11).
"""

import asyncio
import hashlib
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from isogloss.errors import ConfigError, StateError
from isogloss.state.location import Location, locate
from isogloss.state.workers import LOST, TASK, Ticket

if TYPE_CHECKING:
    from procrastinate import App

_BEAT: Final = 2.0
"""Seconds between two signs of life of the engine's worker."""
_POLL: Final = 5.0
"""Seconds until tickets are looked for that nobody told of."""
_STEP: Final = 0.1
_GRACE: Final = 0.1
"""Seconds that turns have, once taking has ended, before they are told to stop between two requests."""
_CONNECTIONS: Final = 3
_LONGEST: Final = 40
"""Bytes of the name of a queue."""
_FAREWELL: Final = 60.0
"""Seconds that the engine has to end: as long as the request that each turn is in."""
_LOGS: Final = ("procrastinate", "psycopg", "asyncio")


def address_of(address: str) -> str:
    """The address of a state that workers can share, as the engine's driver takes it.

    Raises: ConfigError where it is none, or the engine is not installed.
    """
    url = _location(address).url
    if url is None:
        raise ConfigError(
            "--state: several workers share a state on PostgreSQL only, as postgresql://user@host/database. "
            "`isogloss serve` serves one in a file; `isogloss state copy` moves that to PostgreSQL."
        )
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _location(address: str) -> Location:
    try:
        import procrastinate  # noqa: F401  # whether it is there
    except ImportError:
        raise ConfigError(
            "The engine of a cluster is not installed. Install isogloss[cluster]; `isogloss serve` needs none."
        ) from None
    return locate(address)


def queue_of(lane: str) -> str:
    """What the engine calls a lane."""
    if len(lane.encode()) <= _LONGEST:
        return lane
    return hashlib.blake2b(lane.encode(), digest_size=_LONGEST // 2).hexdigest()


Ends = Callable[[], bool]
"""Whether something is to end."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Makes tickets, and has them taken.

    address: as the driver takes it.
    """

    address: str

    def offer(self, connection: object, tickets: Sequence[Ticket]) -> None:
        """Make tickets in the transaction of a connection; no ticket of these mappings may wait."""
        from procrastinate import App, SyncPsycopgConnector
        from procrastinate.jobs import Job

        made = [
            Job(
                queue=queue_of(each.lane),
                priority=each.priority,
                lock=each.mapping,
                queueing_lock=each.mapping,
                task_name=TASK,
                task_kwargs={"mapping": each.mapping},
            )
            for each in tickets
        ]
        # It is never opened: all it does is done on the connection that it is given.
        App(connector=SyncPsycopgConnector()).job_manager.batch_defer_jobs(made, connection=connection)

    def work(
        self, turn: Callable[[str], None], lanes: Sequence[str], slots: int, ends: Ends, cut: threading.Event
    ) -> None:
        """Take tickets until that is to end, or the database goes away; every turn has ended when this returns.

        turn:  takes a turn of a mapping, in a thread.
        lanes: those to serve; all where none is named.
        ends:  whether taking is to end.
        cut:   set once turns are to stop between two requests.
        Raises: StateError where the database went away.
        """
        for name in _LOGS:  # what they say is said by us, where anybody has to know; and nothing else may be on stderr
            logger = logging.getLogger(name)
            logger.addHandler(logging.NullHandler())
            logger.propagate = False
        with ThreadPoolExecutor(slots, thread_name_prefix="turn") as threads:
            try:
                asyncio.run(self._work(turn, [queue_of(each) for each in lanes], threads, slots, ends, cut))
            finally:
                cut.set()

    async def _work(
        self,
        turn: Callable[[str], None],
        queues: list[str],
        threads: ThreadPoolExecutor,
        slots: int,
        ends: Ends,
        cut: threading.Event,
    ) -> None:
        from procrastinate.exceptions import ConnectorException
        from psycopg import Error

        async def taken(mapping: str) -> None:
            done = asyncio.get_running_loop().run_in_executor(threads, turn, mapping)
            try:
                await asyncio.shield(done)
            except asyncio.CancelledError:
                cut.set()
                await done  # the ticket is ours until the turn has ended
                raise

        app = self._app()
        app.task(name=TASK)(taken)
        try:
            await app.open_async()
            running = asyncio.ensure_future(app.run_worker_async(**_options(queues, slots)))
            while not running.done() and not ends():
                await asyncio.wait({running}, timeout=_STEP)
            if ends():
                cut.set()
                running.cancel()
            # What does not end is left behind: tickets are nothing but tickets, and turns are in threads of their own.
            await asyncio.wait({running}, timeout=_FAREWELL)
            if running.done() and not running.cancelled():
                running.result()
            with suppress(TimeoutError):
                await asyncio.wait_for(app.close_async(), _FAREWELL)
        except (ConnectorException, Error) as error:
            raise StateError(_gone(error)) from None
        if not ends():
            raise StateError(_gone(None))

    def _app(self) -> "App":
        from procrastinate import App, PsycopgConnector

        pool: dict[str, Any] = {"min_size": 1, "max_size": _CONNECTIONS, "timeout": LOST, "reconnect_timeout": LOST}
        return App(connector=PsycopgConnector(conninfo=self.address, **pool))


def _options(queues: list[str], slots: int) -> dict[str, Any]:
    return {
        "queues": queues or None,
        "concurrency": slots,
        "name": "isogloss",
        "fetch_job_polling_interval": _POLL,
        "shutdown_graceful_timeout": _GRACE,
        "delete_jobs": "always",
        "install_signal_handlers": False,
        "update_heartbeat_interval": _BEAT,
        "stalled_worker_timeout": LOST,
    }


def _gone(error: BaseException | None) -> str:
    cause = None if error is None else error.__cause__ or error
    why = "" if cause is None else f" ({(str(cause).strip().splitlines() or [type(cause).__name__])[0]})"
    return (
        f"the database of the state went away{why}. What was at work stops between two requests, and all is gone on "
        "with once it is back."
    )


def migrations() -> list[Path]:
    """The engine's changes of its tables, oldest first."""
    from procrastinate.schema import SchemaManager

    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"), key=lambda each: each.name)


def newest() -> str:
    """The version of tables that the engine needs here: the name of its last change of them."""
    return migrations()[-1].stem


def apply(connection: object, there: str) -> str:
    """Bring the engine's tables up to date in the transaction of a connection; see ``state.workers``.

    Raises: StateError where those that are there are of a newer version.
    """
    from procrastinate.schema import SchemaManager

    every, cursor = migrations(), _cursor(connection)
    if not there:
        cursor.execute(SchemaManager.get_schema())
    elif there > every[-1].stem:
        raise StateError(
            f"the tables of the engine are of a newer version ({there}) than this program knows ({every[-1].stem}). "
            "Use the newer Isogloss; nothing was changed."
        )
    for each in every:
        if there and each.stem > there:
            cursor.execute(each.read_text(encoding="utf-8"))
    return every[-1].stem


def _cursor(connection: Any) -> Any:
    return connection.cursor()
