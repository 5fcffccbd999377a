"""Puts the page on a port of this machine while the service runs beside it.

Decides that only this machine reaches it: the page has no way yet to know who looks.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from isogloss.errors import ConfigError

PORT: Final = 8700
HOST: Final = "127.0.0.1"
_GRACE: Final = 1
"""Seconds that requests have to end when the service stops."""
_PATIENCE: Final = 10.0


@contextmanager
def answering(port: int, app_of: Callable[[tuple[str, ...]], ASGIApp]) -> Iterator[str]:
    """Answer requests from a thread while inside; yields the address.

    app_of: makes the app of the addresses at which it is reached, as ``Host`` headers name them.
    Raises: ConfigError where the port is taken.
    """
    with _bound(port) as listener:
        at = listener.getsockname()[1]
        app = app_of((f"{HOST}:{at}", f"localhost:{at}"))
        config = uvicorn.Config(
            app,
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True, name="page")
        listener.listen()
        thread.start()
        try:
            yield f"http://{HOST}:{at}"
        finally:
            server.should_exit = True
            thread.join(_PATIENCE)


def _bound(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise ConfigError(
            f"--port {port}: the page cannot listen there ({error.strerror}). Choose another port with --port."
        ) from None
    return listener
