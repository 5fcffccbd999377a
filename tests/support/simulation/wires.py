"""What carries the requests of a simulation: time passes, people act between two of them, and a run can die at each.

Decides what happens at a request. Refuses to know what it is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
from in_process import answered

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from simulation.clock import Virtual


class Cut(BaseException):
    """The process died. Nothing that runs while this rises can send or keep anything."""


class Crowd(httpx.BaseTransport):
    """The network, and everybody on it.

    written: called after each write that was answered.
    before:  called before a request leaves, with its number.
    after:   called when its answer is there, with its number.
    """

    def __init__(self, apps: dict[str, Any], clock: Virtual, random: Random) -> None:
        self.apps, self.clock, self.random = apps, clock, random
        self.requests = 0
        self.writes = 0
        self.dead = False
        self.before: Callable[[int], None] = lambda _: None
        self.after: Callable[[int, bool], None] = lambda _, __: None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request, or die."""
        if self.dead:
            raise Cut
        self.requests += 1
        number, writes = self.requests, request.method not in ("GET", "HEAD")
        self.before(number)
        self.clock.sleep(1.05 + self.random.random())
        url = request.url
        try:
            answer = answered(self.apps[f"{url.scheme}://{url.netloc.decode()}"], request)
        finally:
            self.writes += writes
        self.after(number, writes)
        return answer

    def die(self) -> None:
        """Let nothing through any more."""
        self.dead = True
        raise Cut
