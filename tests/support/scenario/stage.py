"""A case that is played: the program runs between two platforms in memory, and what comes is held against the case."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

import yaml
from manual_clock import ManualClock
from plan_lines import lines_of
from sandboxes import PROMPT
from small_site import ENVIRONMENT

from bench import Bench
from isogloss import api
from isogloss.adapters.memory import World
from isogloss.bridge import MemorySettings
from isogloss.cli.apply import exit_code
from isogloss.errors import IsoglossError, MappingError
from isogloss.http.clock import SystemClock
from isogloss.model.address import Side
from isogloss.run.loading import load_text
from scenario.case import AS_EDITED, NOTHING, BadCase, flag, laid_over, one_of, read_case
from scenario.desk import Desk, platform
from scenario.lines import as_compared, at_of, ops_of, told_plan, waiting
from scenario.sandboxed import ButterDesk, WebflowDesk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sandboxes import Sandboxes

    from isogloss.apply.patience import Patience
    from isogloss.bridge import Bridge
    from isogloss.model.address import Cell, EntryKey
    from scenario.case import Case, Told
    from scenario.sandboxed import SandboxDesk


def play(path: Path, mapping: Told, folder: Path, sandboxes: Sandboxes | None = None) -> None:
    """Play a case over the mapping that all begin with, in a folder of its own; between sandboxes where there are some.

    Raises: BadCase naming the file and what is wrong in it; AssertionError with what is not as it is written.
    """
    try:
        case = read_case(path.read_text(encoding="utf-8"))
        stage = (
            Stage(case, mapping, folder) if sandboxes is None else Between(case, mapping, folder, sandboxes=sandboxes)
        )
        stage.play()
    except (BadCase, MappingError, yaml.YAMLError) as error:
        raise BadCase(f"{path}: {error}") from None


@cache
def bridge_of(text: str, **environment: str) -> Bridge:
    """A mapping, loaded once for all cases that have it."""
    return load_text(yaml.safe_dump(json.loads(text), sort_keys=False), path="mapping.yaml", environ=environment)


DECISION = re.compile(r"(?P<how>take|give|merge|withdraw)(?: (?P<what>.*) over)? (?P<over>\S+(?: \(.*\))?)", re.DOTALL)


def place_of(at: Cell) -> Told:
    return {"locale": at.locale, "field": at.field}


@dataclass
class Stage(Bench):
    """A case that is played: two desks between which the program runs."""

    case: Case
    default: Told
    folder: Path
    clock: ManualClock = field(default_factory=ManualClock)
    made: int = 0
    called: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.desks = self._desks()
        self.mapping = self.default
        self._map(self.case.mapping)

    def _desks(self) -> Mapping[Side, Desk | SandboxDesk]:
        return {side: Desk(side, platform(self.case.platforms.get(side.value, {}))) for side in Side}

    def _map(self, told: Told) -> None:
        """Lay a few lines over the mapping."""
        self.mapping = laid_over(self.mapping, told)
        self.bridge = self._bridge(json.dumps(self.mapping))

    def _bridge(self, mapping: str) -> Bridge:
        made = bridge_of(mapping)
        left, right = (replace(made.side(side), settings=MemorySettings(self.desks[side].world)) for side in Side)
        return replace(made, left=left, right=right)

    def play(self) -> None:
        """Play every round."""
        for side, desk in self.desks.items():
            desk.seed(self.bridge.side(side), told_of(self.case.start, side), f"start.{side.value}")
        if flag(self.case.start.get("agreed", "no"), "start.agreed"):
            self._agree()
        for number, told in enumerate(self.case.rounds):
            self._round(told, f"then.{number - 1}: " if number else "")

    def _wait(self) -> None:
        """Between two runs an hour passes, so the later is the later."""
        self.clock.sleep(3600)

    def _agree(self) -> None:
        applied = self._synced()
        left = waiting(self._told(applied.plan))
        left += [f"{op.verb} ended as {end.outcome}" for op, end in applied.result.problems]
        assert exit_code(applied) == 0, f"start: the sides are said to agree, and this is left: {left}"

    def _round(self, told: Told, at: str) -> None:
        if "mapping" in told:
            self._map(told["mapping"])
        self._wait()
        for desk in self.desks.values():
            desk.begin()
        if flag(told.get("forget", "no"), "forget"):
            self.state.unlink()
        for line in told.get("decide", ()):
            self._decide(line, f"{at}decide")
        for side, desk in self.desks.items():
            desk.put(self.bridge.side(side), told_of(told.get("edits", {}), side), f"{at}edits.{side.value}")
        edited = self._shown()
        lines, code, said = self._run(told.get("run", "sync"))
        assert not said or "says" in told, f"{at}there is no plan: {said}"
        assert told.get("says", "") in said, f"{at}says: it says {said!r}, and {told['says']!r} is written"
        same(f"{at}plan", as_compared(told.get("plan", [])), lines)
        end = edited if told["end"] == AS_EDITED else self._expected(told["end"], edited)
        same(f"{at}end", end, self._shown())
        assert str(code) == told["exit"], f"{at}exit: {code}, and {told['exit']} is written"
        if not said:
            self._again(told.get("again", NOTHING), lines, at)

    def _run(self, command: str) -> tuple[list[str], int, str]:
        try:
            applied = self._synced() if command == "sync" else self._undo()
        except IsoglossError as error:
            return [], error.exit_code, str(error)
        return self._told(applied.plan), exit_code(applied), ""

    def _synced(self) -> api.Applied:
        """One run, in which nothing is skipped: nobody edits while it is at work."""
        applied = self.sync()
        ends = [end for each in (applied, applied.again) if each for end in each.result.problems]
        skipped = [f"{op.verb} {op.entry}: {end.detail}" for op, end in ends if end.outcome == "skipped"]
        assert not skipped, f"nobody is at work, and ops are skipped: {skipped}"
        return applied

    def _decide(self, line: str, at: str) -> None:
        """Decide about what the run before left, as a person would."""
        found = DECISION.fullmatch(line)
        if found is None:
            raise BadCase(f"{at}: {line!r} is none of take SIDE over …, give VALUE over …, merge …, withdraw …")
        over = {
            at_of({"named": self._called(each.waiting.at.entry), **place_of(each.waiting.at)}): each
            for each in api.conflicts(self.session(), api.Which(drift=True)).found
        }
        one_of(found["over"], over, at)
        ids = [over[found["over"]].id]
        if found["how"] == "withdraw":
            api.withdraw(self.session(), ids)
        elif found["how"] == "merge":
            api.resolve(self.session(), ids, api.TakeBoth(), by="ann")
        elif found["how"] == "take":
            api.resolve(self.session(), ids, api.TakeSide(found["what"]), by="ann")
        else:
            api.resolve(self.session(), ids, api.TakeValue(found["what"]), by="ann")

    def _called(self, key: EntryKey) -> str:
        return f"{key.kind}/{self.called.get((key.kind, key.name), key.name)}"

    def _told(self, plan: api.PlanFile) -> list[str]:
        """A plan in the words of the case: what an entry is called on either side, it is called in plans."""
        for met in lines_of(plan, "entry"):
            kind, name = met["entry"][:2]
            for side in (Side.RIGHT, Side.LEFT):
                known = self.desks[side].names.get((kind, met[side.value] or ""))
                if known:
                    self.called[kind, name] = known
        return told_plan(plan, self.called)

    def _undo(self) -> api.Applied:
        """Take the last run back that wrote anything."""
        session = self.session()
        last = next(run.id for run in api.status(session).runs if run.ops_total)
        return self.apply(api.undo(session, last, self.out("undo")))

    def _again(self, wanted: object, before: list[str], at: str) -> None:
        """The next run: where nothing is said of it, it writes nothing, and finds again what is held or kept."""
        self._wait()
        shown, calls = self._shown(), [desk.writes() for desk in self.desks.values()]
        lines = self._told(self._synced().plan)
        if wanted != NOTHING:
            same(f"{at}again", as_compared(wanted), lines)
            return
        same(f"{at}again", waiting(before), [*ops_of(lines), *waiting(lines)])
        same(f"{at}again, the end", shown, self._shown())
        assert calls == [desk.writes() for desk in self.desks.values()], f"{at}again: something is written"

    def _shown(self) -> Told:
        return {side.value: desk.shown(self.bridge.side(side)) for side, desk in self.desks.items()}

    def _expected(self, told: Told, edited: Told) -> Told:
        """What is written of the end, put on desks of its own and read from there: what it means counts."""
        made = {}
        for side in Side:
            if told.get(side.value) == AS_EDITED:
                made[side.value] = edited[side.value]
                continue
            desk, binding = Desk(side, World()), self.bridge.side(side)
            desk.put(binding, told_of(told, side), f"end.{side.value}")
            made[side.value] = desk.shown(binding)
        return made


@dataclass
class Between(Stage):
    """A case between the two sandboxes, for what only a platform does."""

    sandboxes: Sandboxes = field(kw_only=True)
    clock: SystemClock = field(default_factory=SystemClock)
    patience: Patience = PROMPT

    def _desks(self) -> Mapping[Side, Desk | SandboxDesk]:
        self.sandboxes.webflow.turn(exclusions=True)
        self.sandboxes.butter.turn(page_scheduled=True)
        left, right = WebflowDesk(Side.LEFT, self.sandboxes.webflow), ButterDesk(Side.RIGHT, self.sandboxes.butter)
        return {Side.LEFT: left, Side.RIGHT: right}

    def _wait(self) -> None:
        """Time passes by itself."""

    def _bridge(self, mapping: str) -> Bridge:
        return bridge_of(mapping, LEFT=self.sandboxes.webflow.url, RIGHT=self.sandboxes.butter.url, **ENVIRONMENT)


def told_of(told: Told, side: Side) -> Told:
    """What is said of one side: what is said of both, and over it what is said of it alone."""
    return laid_over(told.get("both", {}), told.get(side.value, {}))


def same(what: str, written: object, came: object) -> None:
    """Two things are the same; where not, the lines that are apart are shown."""
    if written != came:
        one, other = (yaml.safe_dump(each, allow_unicode=True, width=200).splitlines() for each in (written, came))
        apart = "\n".join(difflib.unified_diff(one, other, "as written", "as it came", n=4, lineterm=""))
        raise AssertionError(f"{what} is not as it is written:\n{apart}")
