"""Both sandboxes in one process of their own, behind a gate that can kill whoever asks.

Run as a program: prints one line of JSON with both addresses, and serves until its standard input ends. The gate is
the honest place to crash a run from: a process that is killed *before* a request had it never take effect, one that is
killed *after* it never saw the answer, and nothing in the program under test knows of either.

``POST /_gate`` ``{"pid", "at", "when": "before" | "after"}`` arms it: the ``at``-th request from now on, counted over
both sandboxes, ends that process. ``POST /_gate`` ``{}`` disarms it. ``GET /_gate`` tells by which method each request
since came, in order.

``POST /_kept`` keeps what both sandboxes are now; ``POST /_fresh`` brings them back to it, and disarms the gate: what
every test begins with is one request.
"""

import json
import os
import signal
import sys
import threading
from copy import deepcopy
from dataclasses import dataclass, field

from isogloss.sandbox import buttercms, webflow
from isogloss.sandbox.server import running

GATE, KEPT, FRESH = "/_gate", "/_kept", "/_fresh"


@dataclass
class Gate:
    """Counts requests, and kills at the one it was told.

    seen: the method of each since it was armed.
    """

    pid: int = 0
    at: int = 0
    when: str = "before"
    seen: list = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def arm(self, told):
        with self.lock:
            self.pid, self.at = told.get("pid", 0), told.get("at", 0)
            self.when, self.seen = told.get("when", "before"), []

    def hits(self, method):
        with self.lock:
            self.seen.append(method)
            return self.pid != 0 and len(self.seen) == self.at

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)


@dataclass
class Beginning:
    """What both sandboxes are brought back to: their switches and their content."""

    both: tuple
    kept: list = field(default_factory=list)

    def keep(self):
        self.kept = [({row["name"]: row["value"] for row in each.switch_table()}, each.state()) for each in self.both]

    def bring_back(self):
        for each, (switches, state) in zip(self.both, self.kept, strict=True):
            with each.lock:
                each.turn(switches)
                each.load(deepcopy(state))
                each.reset()
                each.faults.forget()
                each.log.clear()
                each.load(deepcopy(state))


def gated(app, gate, beginning):
    """Put the gate before a sandbox; its control plane stays open."""

    async def entrance(scope, receive, send):
        path = scope["path"]
        if path in (GATE, KEPT, FRESH):
            await _gate(gate, beginning, scope, receive, send)
        elif path.startswith("/_sandbox/") or not gate.hits(scope["method"]):
            await app(scope, receive, send)
        elif gate.when == "before":
            gate.kill()
            await _gone(receive)
        else:
            await app(scope, receive, _nobody)
            gate.kill()
            await _gone(receive)

    return entrance


async def _nobody(message):
    """The answer reaches nobody."""


async def _gone(receive):
    while (await receive())["type"] != "http.disconnect":
        pass


async def _gate(gate, beginning, scope, receive, send):
    if scope["method"] == "POST":
        message = await receive()
        gate.arm(json.loads(message.get("body") or b"{}"))
    if scope["path"] == KEPT:
        beginning.keep()
    elif scope["path"] == FRESH:
        beginning.bring_back()
    body = json.dumps({"seen": gate.seen}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def gated_pair():
    """Both sandboxes, behind one gate: the apps of Webflow's and of ButterCMS's."""
    gate = Gate()
    left, right = webflow.create(rate_limit=None), buttercms.create()
    beginning = Beginning((left, right))
    return gated(left.app, gate, beginning), gated(right.app, gate, beginning)


def main():
    left, right = gated_pair()
    with running(left) as webflow_url, running(right) as butter_url:
        sys.stdout.write(json.dumps({"webflow": webflow_url, "butter": butter_url}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
