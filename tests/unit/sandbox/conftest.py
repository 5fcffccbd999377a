"""What the tests of every sandbox use: a real server for the whole session, and the smallest sandbox there can be.

One server shows one app after another, because starting and stopping a server takes a tenth of a second.
"""

import copy
import json
import threading
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from isogloss.errors import ConfigError
from isogloss.sandbox import switches
from isogloss.sandbox.clock import SandboxClock
from isogloss.sandbox.control import governed
from isogloss.sandbox.faults import FAULT, FaultPlan
from isogloss.sandbox.server import running
from isogloss.sandbox.switches import switch


class Stage:
    """Whatever app is on it is what the session's server serves."""

    def __init__(self):
        self.app = None
        self.address = ""

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)

    def show(self, app):
        self.app = app
        return self.address


@pytest.fixture(scope="session")
def stage():
    stage = Stage()
    with running(stage) as stage.address:
        yield stage


@dataclass(frozen=True, slots=True)
class ToySwitches:
    tone: str = switch("plain", "How loud is it?", "plain", "loud")
    words: int = switch(10, "How many words fit?", null=True)
    greeting: str = switch("hello", "What is said first?")
    polite: bool = switch(default=True, doc="Is it polite?")


@dataclass(eq=False)
class Toy:
    words: list = field(default_factory=list)

    def __post_init__(self):
        self.clock = SandboxClock()
        self.faults = FaultPlan()
        self.log = []
        self.lock = threading.RLock()
        self.bulk_keys = ("items",)
        self.switches = ToySwitches()
        self.seen_faults = []
        self._first = list(self.words)
        self.app = governed(
            Starlette(
                routes=[Route("/words", self._list), Route("/words", self._add, methods=["POST"])],
            ),
            self,
        )

    async def _list(self, request: Request) -> Response:
        return JSONResponse({"words": self.words})

    async def _add(self, request: Request) -> Response:
        self.seen_faults.append(request.scope.get(FAULT))
        body = json.loads(await request.body())
        self.words.extend(body["items"])
        return JSONResponse({"added": body["items"]}, status_code=202)

    def state(self):
        return {"words": copy.deepcopy(self.words)}

    def load(self, state):
        if not isinstance(state.get("words"), list):
            raise ConfigError("A toy's state has words.")
        self.words = list(state["words"])

    def reset(self):
        self.words = list(self._first)

    def edit(self, change):
        if "word" not in change:
            raise ConfigError("An edit of a toy has a word.")
        self.words.append(change["word"])
        return {"words": len(self.words)}

    def turn(self, changes):
        self.switches = switches.turned(self.switches, changes)

    def switch_table(self):
        return switches.described(self.switches)

    def refusal(self, status):
        return {"code": "toy", "status": status}


@pytest.fixture
def toy():
    """One list with one word in it."""
    return Toy(["first"])


@pytest.fixture
def client(stage, toy):
    """A real client of the toy."""
    with httpx.Client(base_url=stage.show(toy.app)) as client:
        yield client
