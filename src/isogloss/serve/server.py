"""Puts the page on a port of this machine while the service runs beside it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from isogloss.errors import ConfigError
from isogloss.serve.door import Door, Place

_GRACE: Final = 1
"""Seconds that requests have to end when the service stops."""
_PATIENCE: Final = 10.0


@contextmanager
def answering(door: Door, port: int, app_of: Callable[[tuple[Place, ...]], ASGIApp]) -> Iterator[str]:
    """Answer requests from a thread while inside; yields the address.

    app_of: makes the app of the addresses at which it is reached.
    Raises: ConfigError where the port is taken, or is on no address of this machine.
    """
    with _bound(door.listen, port) as listener:
        places = door.places(listener.getsockname()[1])
        app = app_of(places)
        config = uvicorn.Config(
            app,
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
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True, name="page")
        listener.listen()
        thread.start()
        try:
            yield places[0].origin
        finally:
            server.should_exit = True
            thread.join(_PATIENCE)


def _bound(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
    except OSError as error:
        listener.close()
        raise ConfigError(
            f"--port {port}: the page cannot listen there ({error.strerror}). Choose another port with --port."
        ) from None
    return listener
