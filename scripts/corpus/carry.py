"""One direction, carried out in a process of its own: check, plan, apply, verify, and proof that nothing is left.

Each phase is one command, run as the command line runs it, and measured: seconds, and the requests that the two sides
saw. The peak of memory is that of the whole process.
"""

import multiprocessing
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from corpus.sandboxes import take_log
from isogloss import api
from isogloss.apply.execute import Patience
from isogloss.bridge import Bridge
from isogloss.http.clock import SystemClock
from isogloss.http.observe import Tally
from isogloss.model.address import Side
from isogloss.model.snapshot import Seen
from isogloss.plan.data import read_plan
from isogloss.run.loading import load_text
from isogloss.run.session import Session
from isogloss.run.sides import open_readers

PHASES: Final = ("check", "plan", "apply", "verify", "plan again", "sync again")
_PATIENCE: Final = 600.0


@dataclass(frozen=True, slots=True)
class Job:
    """One direction.

    mapping:   the text of the mapping.
    environ:   what its references stand for.
    folder:    where state and plans are kept.
    addresses: by the name of the side, where its sandbox is.
    """

    mapping: str
    environ: Mapping[str, str]
    folder: Path
    addresses: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Phase:
    """One command, measured.

    requests: by side, what the sandbox saw: method, path, query and status of each.
    found:    what the command said, in numbers and sentences.
    """

    name: str
    seconds: float
    requests: Mapping[str, list[dict[str, object]]]
    found: Mapping[str, object] = field(default_factory=dict)

    def count(self, side: str) -> int:
        """How many requests a side saw."""
        return len(self.requests[side])

    @property
    def writes(self) -> int:
        """How many of them, on either side, were not reads."""
        return sum(one["method"] != "GET" for log in self.requests.values() for one in log)


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a direction. ``peak`` is in megabytes, of the process that carried it."""

    phases: Mapping[str, Phase]
    peak: float


def carry(job: Job) -> Carried:
    """Carry one direction, in a new process.

    Raises: AssertionError with what the process said where it did not come to its end.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_carry, args=(theirs, job), daemon=True)
    process.start()
    try:
        if not ours.poll(_PATIENCE):
            raise AssertionError("The process that carries the corpus took too long.")
        result = ours.recv()
    except EOFError:
        raise AssertionError("The process that carries the corpus died; what it said is above.") from None
    finally:
        process.kill()
        process.join()
    if not isinstance(result, Carried):
        raise AssertionError(f"a process that carries sends what it carried, not {result!r}")
    return result


def plan_path(folder: Path) -> Path:
    """Where the plan of a direction is kept."""
    return folder / "plan.jsonl"


def bridge_of(job: Job) -> Bridge:
    """The mapping of a direction, loaded."""
    return load_text(job.mapping, path=str(job.folder / "mapping.yaml"), environ=job.environ)


def setting_of(job: Job) -> Session:
    """What a command is given, as the command line would."""
    return Session(
        bridge_of(job), str(job.folder / "state.db"), job.folder, SystemClock(), patience=Patience(first=0.02)
    )


def _carry(pipe: Connection, job: Job) -> None:
    plan = plan_path(job.folder)
    commands: dict[str, Callable[[], Mapping[str, object]]] = {
        "check": lambda: _check(setting_of(job)),
        "plan": lambda: _plan(setting_of(job), plan),
        "apply": lambda: _apply(setting_of(job), plan),
        "verify": lambda: _verify(setting_of(job)),
        "plan again": lambda: _plan(setting_of(job), job.folder / "again.jsonl"),
        "sync again": lambda: {"outcomes": api.sync(setting_of(job), job.folder / "sync.jsonl").result.counts()},
    }
    phases = {name: _measured(name, commands[name], job.addresses) for name in PHASES}
    pipe.send(Carried(phases, peak_memory()))


def peak_memory() -> float:
    """The most memory that this process ever had, in megabytes.

    Of the program as it runs now: what ``getrusage`` tells begins with the size of the process that started this one.
    """
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    if found is None:
        raise AssertionError("This system does not tell the peak of a process's memory.")
    return int(found[1]) / 1024


def _measured(name: str, command: Callable[[], Mapping[str, object]], addresses: Mapping[str, str]) -> Phase:
    for address in addresses.values():
        take_log(address)
    began = time.perf_counter()
    found = command()
    seconds = time.perf_counter() - began
    return Phase(name, seconds, {side: take_log(address) for side, address in addresses.items()}, found)


def _check(session: Session) -> Mapping[str, object]:
    report = api.check(session)
    return {"passed": report.passed, "problems": [str(problem) for problem in report.problems]}


def _plan(session: Session, out: Path) -> Mapping[str, object]:
    return {"records": api.plan(session, out).header.counts.records}


def _apply(session: Session, plan: Path) -> Mapping[str, object]:
    applied = api.apply(session, read_plan(plan))
    problems = [f"{op.verb} {op.entry}: {end.outcome}: {end.detail}" for op, end in applied.result.problems]
    return {"outcomes": applied.result.counts(), "problems": problems}


def _verify(session: Session) -> Mapping[str, object]:
    found = api.verify(session)
    return {
        "entries": found.entries,
        "variants": found.variants,
        "cells": found.cells,
        "equal": found.equal,
        "agreed": found.agreed,
        "differing": found.differing,
        "listed": [f"{each.at}" for each in found.listed[:20]],
    }


def read_side(job: Job, side: Side) -> list[Seen]:
    """Everything that one side shows, through its adapter."""
    watch = {each: Tally() for each in Side}
    with open_readers(bridge_of(job), SystemClock(), watch) as readers:
        return list(readers[side].read())
