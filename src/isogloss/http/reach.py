"""How a side is reached: what whoever opens its adapter may say beside the mapping. Decides the defaults."""

from collections.abc import Callable
from typing import Required, TypeAlias, TypedDict

import httpx

from isogloss.http.client import Heard, Manners, at_liberty, unheard
from isogloss.http.clock import Clock
from isogloss.http.limiter import Limiters
from isogloss.http.observe import Observer, Tally

Transport: TypeAlias = httpx.BaseTransport
"""What carries requests to a side and its answers back."""


class Reach(TypedDict, total=False):
    """What may be said.

    clock:     where time comes from.
    observer:  told of every request.
    leaving:   called before each request leaves, repeats too; raises where it must not.
    heard:     called with each good answer, and what it answers.
    limiters:  those of the other side, where it may use the same token.
    transport: what carries the requests; None is the network.
    """

    clock: Required[Clock]
    observer: Observer | None
    leaving: Callable[[], None]
    heard: Heard
    limiters: Limiters | None
    transport: Transport | None


def limiters_of(reach: Reach) -> Limiters:
    """Those of the other side, or its own."""
    return reach.get("limiters") or Limiters(reach["clock"])


def manners_of(reach: Reach) -> Manners:
    """How the clients of a side behave."""
    observer, leaving = reach.get("observer") or Tally(), reach.get("leaving", at_liberty)
    heard = reach.get("heard", unheard)
    return Manners(observer=observer, leaving=leaving, heard=heard, transport=reach.get("transport"))
