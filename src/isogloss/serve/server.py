"""Puts the page on a port of this machine while the service runs beside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp

from isogloss.serve.door import Door, Place
from isogloss.watch.listening import listening


@contextmanager
def answering(door: Door, port: int, app_of: Callable[[tuple[Place, ...]], ASGIApp]) -> Iterator[str]:
    """Answer requests from a thread while inside; yields the address.

    app_of: makes the app of the addresses at which it is reached.
    Raises: ConfigError where the port is taken, or is on no address of this machine.
    """
    with listening(door.listen, port, "--port", lambda found: app_of(door.places(found))) as found:
        yield door.places(found)[0].origin
