"""A port for machines: figures, and whether a process is well, for whoever scrapes or starts it again.

Decides that it is a port of its own, beside that of the page. Whoever reaches it is told, by whatever name it is called
and without a token, since scrapers and probes have neither; so where it listens is said, and nothing that people do is
to be had there. Nothing can be written.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from isogloss.errors import ConfigError, StateError
from isogloss.watch.listening import listening
from isogloss.watch.metrics import TYPE, Metrics

OPTION: Final = "--metrics"
HERE: Final = "127.0.0.1"
_SAID: Final = re.compile(r"(?:(?P<address>[0-9.]+|\[[0-9A-Fa-f:.]+\]):)?(?P<port>[0-9]{1,5})")
_HIGHEST: Final = 65535
_WELL, _NOT_NOW = 200, 503


@dataclass(frozen=True, slots=True)
class Port:
    """Where machines ask.

    port: 0 for one that is free.
    """

    address: str
    port: int


def port(said: str | None) -> Port | None:
    """Understand what was said, as ``9700`` (on this machine alone) or ``0.0.0.0:9700``; None where nothing was.

    Raises: ConfigError.
    """
    if said is None:
        return None
    found = _SAID.fullmatch(said)
    try:
        number = -1 if found is None else int(found["port"])
        address = ipaddress.ip_address(((found and found["address"]) or HERE).strip("[]"))
    except ValueError:
        number, address = -1, ipaddress.ip_address(HERE)
    if not 0 <= number <= _HIGHEST:
        raise ConfigError(
            f"{OPTION} {said}: this is no port, and no address with one. Say 9700 for this machine alone, or "
            "0.0.0.0:9700 for whoever reaches it."
        )
    return Port(str(address), number)


def routes(metrics: Metrics, alive: Callable[[], bool], ready: Callable[[], bool]) -> list[Route]:
    """What is told there."""

    def healthz(request: Request) -> Response:
        del request
        well = alive()
        return JSONResponse({"alive": well}, _WELL if well else _NOT_NOW)

    def readyz(request: Request) -> Response:
        del request
        well = ready()
        return JSONResponse({"ready": well}, _WELL if well else _NOT_NOW)

    def figures(request: Request) -> Response:
        del request
        return Response(metrics.text(), headers={"content-type": TYPE})

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", figures)]


@contextmanager
def watched(
    where: Port | None, metrics: Metrics, alive: Callable[[], bool], ready: Callable[[], bool]
) -> Iterator[str]:
    """Answer there while inside, if anywhere; yields the address, or nothing.

    Raises: ConfigError where the port is taken, or is on no address of this machine.
    """

    def away(request: Request, error: Exception) -> Response:
        del request, error  # a message may name what is no business of a stranger's
        return PlainTextResponse("The state cannot be read.", _NOT_NOW)

    app = Starlette(routes=routes(metrics, alive, ready), exception_handlers={StateError: away})
    here = nullcontext(0) if where is None else listening(where.address, where.port, OPTION, lambda _: app)
    with here as found:
        if where is None:
            yield ""
        else:
            name = f"[{where.address}]" if ":" in where.address else where.address
            yield f"http://{name}:{found}"
