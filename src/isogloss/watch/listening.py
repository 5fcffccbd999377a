"""An app on a port of this machine, in a thread of its own, as long as something else is at work beside it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from isogloss.errors import ConfigError

_GRACE: Final = 1
"""Seconds that requests have to end when all is to stop."""
_PATIENCE: Final = 10.0


@contextmanager
def listening(address: str, port: int, option: str, app_of: Callable[[int], ASGIApp]) -> Iterator[int]:
    """Answer requests while inside; yields the port.

    port:    0 for one that is free.
    option:  which option says the port, for whoever has to choose another one.
    app_of:  makes the app of the port that it is on.
    Raises: ConfigError where the port is taken, or is on no address of this machine.
    """
    with _bound(address, port, option) as listener:
        found: int = listener.getsockname()[1]
        config = uvicorn.Config(
            app_of(found),
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,  # who asks is who is connected: what a header says of that, anybody may say
            timeout_graceful_shutdown=_GRACE,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True, name=option)
        listener.listen()
        thread.start()
        try:
            yield found
        finally:
            server.should_exit = True
            thread.join(_PATIENCE)


def _bound(address: str, port: int, option: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
    except OSError as error:
        listener.close()
        raise ConfigError(
            f"{option} {port}: this process cannot listen there ({error.strerror}). Choose another port with {option}."
        ) from None
    return listener
