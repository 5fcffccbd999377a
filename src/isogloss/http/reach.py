"""How a side is reached: what whoever opens its adapter may say beside the mapping. Decides the defaults."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Required, TypeAlias, TypedDict

from isogloss.http.clock import Clock
from isogloss.http.limiter import Limiters
from isogloss.http.observe import Heard, Observer

if TYPE_CHECKING:
    import httpx

    Transport: TypeAlias = httpx.BaseTransport
    """What carries requests to a side and its answers back."""
else:
    # Every command names a transport, and most have none: httpx is imported where a client is opened.
    Transport = object


class Reach(TypedDict, total=False):
    """What may be said.

    clock:     where time comes from.
    observer:  told of every request.
    leaving:   called before each request leaves, repeats too; raises where it must not.
    at_last:   called when nothing but the socket is between a request and the side; raises where it must not leave.
    heard:     called with each good answer, and what it answers.
    limiters:  those of whoever else may use the same token: the other side, or another mapping of this process.
    transport: what carries the requests; None is the network.
    """

    clock: Required[Clock]
    observer: Observer | None
    leaving: Callable[[], None]
    at_last: Callable[[], None]
    heard: Heard
    limiters: Limiters | None
    transport: Transport | None


def limiters_of(reach: Reach) -> Limiters:
    """Those that were given, or its own."""
    return reach.get("limiters") or Limiters(reach["clock"])
