"""What people decided, in a plan: followed where it still fits, and told whatever becomes of it.

Decides when a decision counts as carried out: once every op that follows it did what it was to do. Until then it stays
open, so that the next run finds it again, and says so. Refuses to know what a decision means; ``decide`` does.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from isogloss.apply.execute import SUCCEEDED
from isogloss.decide.naming import Naming, question
from isogloss.decide.resolution import Resolution
from isogloss.decide.settling import Settled, settle
from isogloss.decide.traces import traced
from isogloss.mapping.names.neutral import Translator
from isogloss.merge.change import Change, Conflict, Decided, Drifted
from isogloss.merge.decision import Agree, Decision
from isogloss.merge.facing import Facing
from isogloss.merge.policy import merge
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.value import Absent, Asset, Digest, Group, Leaf, Many, MaybeValue, Scalar, with_leaves
from isogloss.outcomes import Result
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Fate, Op, Resolved
from isogloss.plan.terms import Built
from isogloss.ports import Settled as Became
from isogloss.run.bases import with_bases
from isogloss.run.observe import Observed
from isogloss.state.opened import State


class Deciding:
    """The open decisions of one mapping, while a plan is made.

    hold:  holds what waits for more than the merge knows of.
    watch: is shown each entry as it is merged, and by which rules.
    """

    def __init__(
        self,
        observed: Observed,
        state: State,
        hold: Callable[[Facing, Iterable[Decision]], Iterable[Decision]],
        watch: Callable[[Facing, Rules], None] | None = None,
    ) -> None:
        self._hold, self._watch = hold, watch
        self._names = {side: observed.bridge.side(side).name for side in Side}
        self._observed = observed
        self._all: dict[EntryKey, list[Resolution]] = defaultdict(list)
        for resolution in state.resolutions.open():
            self._all[resolution.cell.entry].append(resolution)
        self._open = dict(self._all)
        self._settled: dict[EntryKey, Settled] = {}

    def concern(self, key: EntryKey) -> bool:
        """Whether anything was decided about an entry, or somebody watches each."""
        return key in self._open or self._watch is not None

    def merge(self, facing: Facing, rules: Rules) -> Iterable[Decision]:
        """Merge an entry, with what people decided about it in the place of what waits; of most, nothing was."""
        if self._watch is not None:
            self._watch(facing, rules)
        if facing.key not in self._open:
            return self._hold(facing, merge(facing, rules))
        self._settled[facing.key] = found = self._settle(facing, rules)
        return found.decisions

    def foresee(self, facing: Facing, rules: Rules) -> Iterable[Decision]:
        """The same, for whoever asks what becomes of another entry; may be asked at any time, and tells nobody."""
        known = facing.key in self._all
        return self._settle(facing, rules).decisions if known else self._hold(facing, merge(facing, rules))

    def _settle(self, facing: Facing, rules: Rules) -> Settled:
        known = self._observed.facing(facing.key)  # with every link: what decisions are bound to
        made = self._all[facing.key]
        resolutions = [replace(each, value=self._neutral(each.cell, each.value)) for each in made]
        merged = self._hold(facing, merge(facing, rules))
        return settle(merged, facing, known, resolutions, rules, self._names)

    def _neutral(self, at: Cell, value: MaybeValue) -> MaybeValue:
        """A value that a person gave, with neutral names for the addresses of either side that are in it."""
        if isinstance(value, Absent):
            return value
        for side in Side:
            translator = replace(self._observed.translator(side), awaited={})
            value = with_leaves(value, partial(_with_names, translator, at))
        return value

    def tell(self, built: Built, facing: Facing) -> Built:
        """The same, told: whose decision each op follows, what became of each, and what the next can be bound to."""
        settled = self._settled.pop(facing.key, None)
        if settled is not None:
            del self._open[facing.key]
            self._say(settled, built)
        return with_bases(with_traces(built, facing), self._observed.state)

    def _say(self, settled: Settled, built: Built) -> None:
        for resolution, why in settled.lapsed:
            built.resolved.append(self._resolved(resolution, "lapsed", why))
        for resolution in settled.done:
            built.resolved.append(self._resolved(resolution, "carried out", "both sides show it already"))
        for resolution, waiting in settled.followed:
            decided = resolution.decided(self._names)
            built.ops = [_marked(op, resolution.cell, decided) for op in built.ops]
            why = _why_it_waits(resolution, decided, settled.decisions, built)
            built.resolved.append(self._resolved(resolution, "waits" if why else "carried out", why))
            if why:
                _hold(waiting, built)

    def _resolved(self, resolution: Resolution, fate: Fate, why: str) -> Resolved:
        return Resolved(resolution.cell, resolution.decided(self._names), fate, why, resolution.label)

    def rest(self, present: Container[EntryKey]) -> Iterator[Resolved]:
        """What becomes of decisions about entries that nothing was decided about: those that are gone have lapsed."""
        for key, resolutions in sorted(self._open.items()):
            for each in resolutions:
                if key in present:
                    yield self._resolved(each, "waits", "nothing is decided about the entry this time")
                else:
                    yield self._resolved(each, "lapsed", "the entry is gone")


def _with_names(translator: Translator, at: Cell, leaf: Leaf) -> Leaf:
    """A part of a value in neutral names; a link that a person gives is one already."""
    if isinstance(leaf, Asset) or (isinstance(leaf, Scalar) and leaf.type == "rich_text"):
        named = translator.value(leaf, at)
        return leaf if isinstance(named, Many | Group) else named
    return leaf


def _hold(waiting: Conflict | Drifted, built: Built) -> None:
    """What was decided and cannot be done yet is found all the same, as it was; another reason may hold it."""
    if isinstance(waiting, Drifted):
        built.drifts.append(waiting)
    elif not any(each.at == waiting.at and question(each) == question(waiting) for each in built.conflicts):
        built.conflicts.append(waiting)


def _marked(op: Op, at: Cell, decided: Decided) -> Op:
    """The same op, in which the changes at an address say whose decision they follow."""
    changes = tuple(_with_decision(change, decided) if _is_at(change, at) else change for change in op.changes)
    return replace(op, changes=changes)


def _with_decision(change: Change, decided: Decided) -> Change:
    return change if change.touches else replace(change, decided=decided)


def _is_at(change: Change, at: Cell) -> bool:
    return at.locale in (None, change.at.locale) and at.field in (None, change.at.field)


def _why_it_waits(resolution: Resolution, decided: Decided, decisions: Sequence[Decision], built: Built) -> str:
    """Why nothing of a decision is in the plan; empty where it is."""
    at = resolution.cell
    if any(change.decided == decided for op in built.ops for change in op.changes):
        return ""
    held = next((each for each in built.conflicts if _concerns(each.at, at)), None)
    if held is not None:
        return held.detail or held.reason
    if any(isinstance(each, Agree) and _concerns(each.at, at) for each in decisions) or _agreed(built, at):
        return ""
    said = [each.todo for each in built.steps if _concerns(each.at, at)]
    said += [each.detail or each.reason for each in built.losses if _concerns(each.at, at)]
    return next(iter(said), "the side that it is for does not take it")


def _agreed(built: Built, at: Cell) -> bool:
    return at.locale is not None and at.field is not None and at.field in built.agreed.get(at.locale, {})


def _concerns(here: Cell, there: Cell) -> bool:
    """Whether one of two addresses of an entry is the other, or holds it."""
    locales, fields = (here.locale, there.locale), (here.field, there.field)
    return (None in locales or locales[0] == locales[1]) and (None in fields or fields[0] == fields[1])


def with_traces(built: Built, facing: Facing) -> Built:
    """The same, with what a decision about each conflict will be bound to."""
    built.conflicts = [traced(each, facing) for each in built.conflicts]
    built.drifts = [traced(each, facing) for each in built.drifts]
    return built


def note_decisions(state: State, run: str, plan: PlanFile, result: Result) -> None:
    """Write down, when a run ends, since when each conflict waits, and what became of decisions."""
    naming = Naming(state.mapping)
    waiting: list[str] = []
    resolved: list[Resolved] = []
    for record in _told(plan):
        if isinstance(record, Resolved):
            resolved.append(record)
        elif isinstance(record, Conflict) or record.kept:
            waiting.append(naming.name(record))
    undone = set(_undone(plan, result.outcomes)) if any(each.fate == "carried out" for each in resolved) else set()
    state.conflicts.note(run, list(dict.fromkeys([*waiting, *(each.conflict for each in undone)])))
    for each in resolved:
        if each.fate == "lapsed":
            state.resolutions.end(each.decided.conflict, "lapsed", each.decided.at, run, each.detail)
        elif each.fate == "carried out" and each.decided not in undone:
            state.resolutions.end(each.decided.conflict, "done", each.decided.at, run)


def _told(plan: PlanFile) -> Iterator[Conflict | Drifted | Resolved]:
    """What waits and what was decided; a plan that counts none of these is not read for it."""
    counts = plan.header.counts.records
    return (
        plan.records(Conflict, Drifted, Resolved) if counts.keys() & {"conflict", "drift", "resolution"} else iter(())
    )


def _undone(plan: PlanFile, outcomes: Mapping[Digest, Became]) -> Iterator[Decided]:
    for op in plan.ops():
        became = outcomes.get(op.id)
        if became is None or became.outcome not in SUCCEEDED:
            yield from (change.decided for change in op.changes if change.decided is not None)
