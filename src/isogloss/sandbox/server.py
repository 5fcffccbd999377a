"""Put an ASGI app on a port of this machine, for a test or for a person, and take it away again.

Decides how a server starts, how one knows it is ready, and how a connection is cut without an answer. Knows nothing
of what is served.
"""

import asyncio
import socket
import threading
import time
from asyncio import BaseTransport, Transport
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import cast

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from isogloss.errors import ConfigError

CLOSE = "isogloss.close"
"""The key of an ASGI scope under which this server offers to cut the connection."""

_PATIENCE = 10.0
"""Seconds to wait for a start or a stop before calling it a failure."""

_IDLE = 75
"""Seconds that an idle connection is kept, many times longer than httpx keeps one: so the client lets it go, and what a
process sends that stood still for a while arrives, where uvicorn's own five seconds may be over."""

_GRACE = 1
"""Seconds that requests have to end when the server stops."""

_TICK = 0.01
"""Seconds between two looks at whether something has come to its end."""

_DATED = 1
"""Seconds until answers are given the date of now."""


class _Cuttable(H11Protocol):
    """uvicorn's own HTTP protocol, which also tells the app how to cut its connection.

    ASGI has no way to close a connection without an answer, and an exception becomes a 500; a lost answer can only be
    played by closing the transport.
    """

    def connection_made(self, transport: BaseTransport) -> None:
        opened = cast(Transport, transport)
        super().connection_made(opened)
        inner = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope[CLOSE] = opened.close
            await cast(ASGIApp, inner)(scope, receive, send)

        self.app = app


def _config(app: ASGIApp, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=_Cuttable,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_GRACE,
    )


class _Brisk(uvicorn.Server):
    """uvicorn's own server, but that it is told when to stop, where that looks, and waits a tenth of a second more.

    Whoever tests stops hundreds, and has others at rest meanwhile: to look as often as that takes a processor.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        """Have it end; from another thread."""
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._told.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    async def main_loop(self) -> None:
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), _DATED)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002 - uvicorn's own words
        for listening in self.servers:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110 - uvicorn tells nobody
                    await asyncio.sleep(_TICK)


@contextmanager
def running(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve ``app`` on 127.0.0.1 from a thread, and yield its address, such as ``http://127.0.0.1:40123``.

    Raises:  ConfigError when the port is taken.
    """
    listener = _bound("127.0.0.1", port)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = _Brisk(_config(app, "127.0.0.1", port))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True, name="sandbox")
    thread.start()
    try:
        _wait_until_started(server, thread)
        yield address
    finally:
        server.stop()
        thread.join(_PATIENCE)
        listener.close()


def serve(app: ASGIApp, host: str, port: int, told: Callable[[str], None]) -> None:
    """Serve ``app`` in the foreground until interrupted. ``told`` is given the address as soon as it can be asked.

    Raises:  ConfigError when the port is taken.
    """
    listener = _bound(host, port)
    try:
        listener.listen()
        told(f"http://{host}:{listener.getsockname()[1]}")
        uvicorn.Server(_config(app, host, port)).run(sockets=[listener])
    finally:
        listener.close()


def _bound(host: str, port: int) -> socket.socket:
    # asyncio switches Nagle's algorithm off only where the protocol is named; else each answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise ConfigError(f"Cannot listen on {host}:{port}: {error.strerror}. Choose another port.") from error
    return listener


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    until = time.monotonic() + _PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise AssertionError("The sandbox's server did not start.")
        time.sleep(_TICK / 2)
