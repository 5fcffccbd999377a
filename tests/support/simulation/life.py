"""One life: two sandboxes, some policies, people on both sides, and runs that meet with everything.

``lived(seed)`` gives what was wrong, how much happened, and what to read of it. The same seed is the same life.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest import mock

import bench
from isogloss import api
from isogloss.apply.patience import Patience
from isogloss.cli.apply import exit_code
from isogloss.errors import IsoglossError
from isogloss.run.loading import load_text
from isogloss.run.session import Session
from isogloss.sandbox import buttercms, webflow
from simulation import chances, site
from simulation.alone import alone
from simulation.clock import Skewed, Virtual
from simulation.deciding import Settling
from simulation.editors import Editor
from simulation.exits import DONE, looks_later, one_sided, untrue
from simulation.history import History
from simulation.instants import Instants
from simulation.judge import Judge, Told
from simulation.plans import Plans
from simulation.shown import held, variants
from simulation.tossed import Tossed
from simulation.trouble import Trouble
from simulation.wires import Crowd, Cut
from simulation.words import Words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from isogloss.api import Applied

Json = dict[str, Any]
URLS = {"webflow": "http://127.0.0.1:9101", "butter": "http://127.0.0.1:9102"}
HOUR, DAY = 3600.0, 86_400.0
ROUNDS, RUNS_TO_REST = 4, 6


@dataclass(frozen=True)
class Lived:
    """What came of a life.

    wrong: everything that should not be.
    did:   how often what happened.
    tale:  what happened, line by line.
    hours: of virtual time.
    """

    seed: int
    wrong: list[str]
    did: Counter[str]
    tale: list[str]
    hours: float


@dataclass
class Life:
    """Everything there is in one life.

    without: troubles that do not happen in it; see ``trouble``.
    forgot:  when it was known again what both sides hold, after the state was lost or set back.
    met:     when both sides knew each other's entries.
    dead:    the processes that died, by number.
    ahead:   seconds by which the clock of the machine that runs the program is wrong.
    flight:  the calls that left together last.
    """

    seed: int
    folder: Path
    clock: Virtual
    without: Collection[str] = ()
    did: Counter[str] = field(default_factory=Counter)
    history: History = field(default_factory=History)
    wrong: list[str] = field(default_factory=list)
    forgot: list[float] = field(default_factory=list)
    made: int = 0
    met: float = float("inf")
    ahead: float = 0.0
    dead: set[int] = field(default_factory=set)
    flight: Tossed | None = None

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311  # the same each time is the point
        self.place = self.random.choice(["pages", "pages", "items"])
        self.policies = chances.policies(self.place, self.random)
        token, read, write = site.ENVIRONMENT.values()
        self.sandboxes: dict[str, Any] = {
            "webflow": webflow.create(rate_limit=None, token=token, **chances.webflow_switches(self.random)),
            "butter": buttercms.create(
                read_token=read, write_token=write, page_delete=True, **chances.butter_switches(self.random)
            ),
        }
        self.forgetful = self.random.random() < 0.15  # in few lives
        self.linked = self.random.random() < 0.5  # as often as not
        self.words = words = Words()
        self._seed(words)
        self.editors = [self._editor(side, words) for side in site.SIDES]
        self.instants = Instants(self.history)
        self.plans = Plans(self.folder, self.policies["conflict"])
        self.now = {side: held(side, each.state()) for side, each in self.sandboxes.items()}
        text = site.mapping(self.place, self.policies, URLS, linked=self.linked)
        # a chance of its own, so that all else in a life stays what it was
        self.tosses = Random(f"flights {self.seed}")  # noqa: S311  # the same each time is the point
        parallel = self.tosses.choice([1, 2, 5])
        text = text.replace("adapter: buttercms", f"adapter: buttercms\n    parallel: {parallel}")
        if not self.sandboxes["webflow"].switches.insert:
            text = text.replace("adapter: webflow,", "adapter: webflow, insert: off,")
        self.bridge = load_text(text, environ=site.ENVIRONMENT)
        self.wires = Crowd({url: self.sandboxes[side].app for side, url in URLS.items()}, self.clock, self.random)
        self.wires.after = self.watch
        self.trouble, self.settling = Trouble(self), Settling(self)
        self.tell(f"seed {self.seed}: {self.place}, {self.policies}")

    def _seed(self, words: Words) -> None:
        articles = chances.articles(self.random, words, self.history, linked=self.linked)
        both, first = self.random.random() < 0.5, self.random.choice(site.SIDES)  # as often as not
        self.sandboxes["webflow"].seed(site.webflow_seed(articles if both or first == "webflow" else {}))
        self.sandboxes["butter"].seed(site.butter_seed(self.place, articles if both or first == "butter" else {}))
        self.history.made.update(dict.fromkeys(articles, "both" if both else first))

    def _editor(self, side: str, words: Words) -> Editor:
        deletes = self.random.random() < 0.6  # some never do
        return Editor(
            side,
            self.sandboxes[side],
            self.random,
            self.clock,
            words,
            self.history,
            before=lambda: self.watch(0, True),
            after=self.refresh,
            deletes=deletes,
            items=self.place == "items",
            linked=self.linked,
            # where a state can be lost, entries are told by their slugs alone
            renames=lambda: self.met < float("inf") and not self.forgetful,
        )

    @property
    def state(self) -> Path:
        return self.folder / "state.db"

    def tell(self, what: str) -> None:
        self.history.told.append(f"{self.clock.passed:9.1f} {what}")

    def accuse(self, what: str) -> None:
        """Something is wrong; told once."""
        if not any(what in each for each in self.wrong):
            self.wrong.append(what)

    def watch(self, _: int, writes: bool) -> None:
        """What happened since somebody looked last was the program's doing: looked at after each write."""
        for side in site.SIDES if writes else ():
            after = held(side, self.sandboxes[side].state())
            for found in self.instants.wrong(side, self.now[side], after):
                self.accuse(found)
            self.history.wrote_live(self.clock.passed, side, self.now[side], after)
            self.now[side] = after
        if writes:
            self.plans.alike.saw(self.clock.passed, *self.now.values())

    def refresh(self) -> None:
        """What is there now is there by somebody's will."""
        self.now = {side: held(side, each.state()) for side, each in self.sandboxes.items()}
        self.plans.alike.saw(self.clock.passed, *self.now.values())

    # Runs.

    def session(self) -> Session:
        scratch = self.folder / f"scratch-{self.made}"
        scratch.mkdir(exist_ok=True)
        patience = Patience(first=1.0, confirm=60.0, unsure=10.0)
        clock: Any = Skewed(self.clock, self.ahead) if self.ahead else self.clock
        self.flight = None
        return Session(
            self.bridge, str(self.state), scratch, clock, patience=patience, transport=self.wires, crew=self.crew
        )

    def crew(self) -> Tossed:
        """Who sends the calls of one flight."""
        self.flight = Tossed(self.tosses)
        return self.flight

    def sync(self) -> Applied | None:
        """One run; None where it ended with an error, which is no harm."""
        bench.begin(self.state)
        self.made += 1
        self.did["runs"] += 1
        start, number = self.wires.writes, self.made
        self.plans.begun[number] = self.clock.passed
        try:
            with mock.patch("isogloss.state.lease.os", SimpleNamespace(getpid=lambda: number)):
                applied = api.sync(self.session(), self.folder / f"plan-{number}.jsonl")
        except IsoglossError as error:
            self.did[f"ended: {type(error).__name__}"] += 1
            said = re.sub(r"\b[0-9a-f]{8}\b", "…", str(error).replace(str(self.folder), ""))  # the same in each life
            self.tell(f"run {number} ended: {type(error).__name__}: {said}")
            self.settling.relinks(error)
            return None
        counts = applied.result.counts()
        self.history.ends.append(self.clock.passed)
        self.met = min(self.met, self.clock.passed)
        self.forgot = [min(at, self.clock.passed) for at in self.forgot]
        self.tell(f"run {number}: exit {exit_code(applied)}, {self.wires.writes - start} writes, {dict(counts)}")
        for op, settled in applied.result.problems:
            self.tell(f"    {op.on.value} {op.verb} {op.entry}: {settled.outcome} {settled.detail}")
        self.did.update(counts)
        last = applied.again or applied
        if applied.again is not None:
            counts = applied.again.result.counts()
            self.tell(f"    again: exit {exit_code(applied)}, {dict(counts)}")
            self.did.update(counts)
        for found in untrue(last.plan.path, exit_code(last), counts, stopped=last.stopped is not None):
            self.accuse(found)
        return last

    def round(self) -> None:
        """Some work, perhaps a fault, and a run that may be cut or overlapped, with people at work meanwhile."""
        for _ in range(self.random.randint(0, 4)):
            self.random.choice(self.editors).act()
            self.did["edits"] += 1
            self.clock.sleep(self.random.choice([1.0, 60.0, HOUR]))
        self.trouble.brews()
        try:
            self.sync()
        except Cut:
            self.trouble.revive()
        finally:
            self.trouble.ends()
        if self.random.random() < 0.3:  # nobody looks each time
            self.settling.act()
        if self.dead and self.random.random() < 0.5:  # somebody starts it again at once
            self.clock.sleep(1.0)
            self.sync()
        self.clock.sleep(self.random.choice([130.0, HOUR, DAY]))
        self.watch(0, True)
        self._hold_against_plans()
        self.trouble.forgets()

    def _hold_against_plans(self) -> None:
        """Nothing was written that no plan said (invariant 9)."""
        states = {side: each.state() for side, each in self.sandboxes.items()}
        self.plans.read(self.marks(states))
        for found in self.plans.unplanned(self.instants.changed):
            self.accuse(found)

    # The end.

    def end(self) -> None:
        """Everybody rests and nothing fails; runs come to an end, and the judge looks."""
        for each in self.sandboxes.values():
            each.faults.clear()
        self.ahead = 0.0
        self.clock.sleep(2 * DAY)
        whole = False
        for _ in range(RUNS_TO_REST):
            before = self.wires.writes
            applied = self.sync()
            if applied is not None and self.wires.writes == before:
                break
            if whole:
                self.accuse(
                    "restless: nobody did anything after a run that did all it planned, and the next one writes"
                )
            whole = applied is not None and not applied.resumed and set(applied.result.counts()) <= DONE
            whole = whole and applied is not None and not looks_later(applied.plan.path)
            self.clock.sleep(HOUR)
        else:
            self.accuse(f"restless: {RUNS_TO_REST} runs, and still writes")
        before = self.wires.writes
        self.clock.sleep(HOUR)
        planned = self._planned()
        applied = self.sync()
        self.watch(0, True)
        self._hold_against_plans()
        if applied is None or self.wires.writes != before:
            self.accuse("restless: a run at rest wrote, or failed")
        if applied is not None:
            if planned is not None:
                self._is_steady(planned, applied.plan.path)
            if applied.result.counts().get("skipped"):
                self.accuse("restless: ops were skipped, though nobody is at work")
            self._judge(applied)

    def _planned(self) -> Path | None:
        """A plan at rest; one that cannot be made is a fault of this life, and ends no other."""
        try:
            return api.plan(self.session(), self.folder / "again.jsonl").path
        except IsoglossError as error:
            self.accuse(f"restless: a plan at rest failed: {error}")
            return None

    def _is_steady(self, *files: Path) -> None:
        """The same inputs give the same plan; what a cache answers is another input each time."""
        made = {tuple(path.read_text(encoding="utf-8").splitlines()[1:]) for path in files}  # headers tell the purpose
        if len(made) > 1 and not self.sandboxes["butter"].switches.cache:
            self.accuse("unsteady: the same inputs gave two plans")

    def _judge(self, applied: Applied) -> None:
        states = {side: each.state() for side, each in self.sandboxes.items()}
        told = list(self._told(applied.plan.path, states))
        followed, unmet = self.plans.followed, self.plans.unmet
        for found in Judge(self.history, self.policies, states, told, self.forgot, self.met, followed, unmet).wrong():
            self.accuse(found)
        if exit_code(applied) == 0:
            for found in one_sided(self.history, states, told, self.policies["flow"], followed):
                self.accuse(found)

    def _told(self, plan: Path, states: dict[str, Json]) -> Iterator[Told]:
        """What the plan says beside ops, by article: its names are told by what each side holds under them."""
        marks = self.marks(states)
        codes = {tag: code for code, tag in site.LOCALES.items()}
        for line in plan.read_text(encoding="utf-8").splitlines()[1:]:
            record = json.loads(line)
            if record["record"] in ("conflict", "drift", "loss", "step"):
                mark = marks.get(record["entry"][1], "")
                code = codes.get(str(record["locale"] or ""), "")
                yield Told(record["record"], (mark, code, str(record["field"] or "")), line)

    def variants(self) -> list[tuple[str, str]]:
        """Mark and code of every variant that is anywhere."""
        return sorted({key for side in site.SIDES for key in self.now[side]})

    def marks(self, states: dict[str, Json] | None = None) -> dict[str, str]:
        """The mark of each article by the name that plans have for it."""
        if not self.state.exists():
            return {}
        states = states or {side: each.state() for side, each in self.sandboxes.items()}
        known = {each.handle: each.mark for side in site.SIDES for each in variants(side, states[side])}
        connection = sqlite3.connect(self.state)
        try:
            rows = connection.execute("select name, remote from isogloss_identity").fetchall()
        finally:
            connection.close()
        return {str(name): known[str(remote)] for name, remote in rows if str(remote) in known}


def lived(seed: int, rounds: int = ROUNDS, without: Collection[str] = ()) -> Lived:
    """One life from beginning to end."""
    memory = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it
    folder = Path(tempfile.mkdtemp(prefix="isogloss-life-", dir=memory if memory.exists() else None))
    clock = Virtual()
    try:
        with alone(clock), ExitStack() as stack:
            life = Life(seed, folder, clock, without)
            stack.enter_context(mock.patch("isogloss.run.leasing.seen_dead", lambda holder: holder.pid in life.dead))
            for _ in range(rounds):
                life.round()
            life.end()
        return Lived(seed, life.wrong, life.did, life.history.told, clock.passed / HOUR)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
