"""The smallest sandbox there can be: one list of words. It lets the shared parts be tested by themselves."""

import copy
import json
import threading
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from isogloss.errors import ConfigError
from isogloss.sandbox import switches
from isogloss.sandbox.clock import SandboxClock
from isogloss.sandbox.control import governed
from isogloss.sandbox.faults import FAULT, FaultPlan
from isogloss.sandbox.switches import switch


@dataclass(frozen=True, slots=True)
class ToySwitches:
    tone: str = switch("plain", "How loud is it?", "plain", "loud")
    words: int = switch(10, "How many words fit?", null=True)
    greeting: str = switch("hello", "What is said first?")
    polite: bool = switch(True, "Is it polite?")


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
