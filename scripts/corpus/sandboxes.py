"""The sandboxes, in a process of their own, so that what carries content can be weighed by itself."""

import multiprocessing
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final

import httpx

from isogloss.sandbox import buttercms, webflow
from isogloss.sandbox.server import running

Switches = Mapping[str, object]

_PATIENCE: Final = 60.0
"""Seconds for a server to start or for a site to be loaded."""


@dataclass(frozen=True, slots=True)
class Sandboxes:
    """Where each sandbox is: the site that the book is on, the account, and the site that it comes back to."""

    origin: str
    account: str
    returned: str


@contextmanager
def sandboxes(webflow_switches: Switches, butter_switches: Switches) -> Iterator[Sandboxes]:
    """Run two Webflow sandboxes and one of ButterCMS."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, dict(webflow_switches), dict(butter_switches)), daemon=True)
    process.start()
    try:
        if not ours.poll(_PATIENCE):
            raise AssertionError("The sandboxes did not start.")
        yield Sandboxes(*ours.recv())
    finally:
        if process.is_alive():
            ours.send("stop")
        process.join(_PATIENCE)


def _serve(pipe: Connection, webflow_switches: Switches, butter_switches: Switches) -> None:
    made = [
        webflow.create(**{"rate_limit": None, **webflow_switches}),
        buttercms.create(**butter_switches),
        webflow.create(**{"rate_limit": None, **webflow_switches}),
    ]
    with ExitStack() as stack:
        pipe.send([stack.enter_context(running(sandbox.app)) for sandbox in made])
        pipe.recv()


def seed(address: str, content: object) -> dict[str, object]:
    """Load a site; answers the ids that were made."""
    answer = httpx.post(f"{address}/_sandbox/seed", json=content, timeout=_PATIENCE)
    answer.raise_for_status()
    made: dict[str, object] = answer.json()
    return made


def take_log(address: str) -> list[dict[str, object]]:
    """The requests since the last time, and forget them."""
    taken: list[dict[str, object]] = httpx.get(f"{address}/_sandbox/log", timeout=_PATIENCE).json()
    httpx.delete(f"{address}/_sandbox/log", timeout=_PATIENCE).raise_for_status()
    return taken
