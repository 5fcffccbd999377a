"""Carry a plan out, layer by layer.

The order of everything here is the promise (invariants 5, 7, 10): an intent on disk, then the request, then its answer
on disk, then the next; look at what is there before anything is created a second time; count as done only what was
read back. A process that dies at any instant leaves a run that the same plan can be applied to again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial

from isogloss.apply.agree import Agreeing
from isogloss.apply.along import Along
from isogloss.apply.beside import Beside
from isogloss.apply.burying import Burying
from isogloss.apply.confirming import Confirming
from isogloss.apply.crew import Crew
from isogloss.apply.current import Current
from isogloss.apply.fate import Fate
from isogloss.apply.forgetting import forget_gone
from isogloss.apply.fresh import prepare
from isogloss.apply.freshness import Freshness, quoted
from isogloss.apply.looking import Looking, matters_live
from isogloss.apply.outgoing import addressed, as_kept, missing, renamed, with_excluded_rows, without_files
from isogloss.apply.patience import Patience
from isogloss.apply.refusals import Refusals
from isogloss.apply.send import Sender
from isogloss.apply.settle import Judged, judge
from isogloss.apply.spending import Spending
from isogloss.apply.still import Still
from isogloss.apply.taking_up import TakingUp
from isogloss.apply.windows import batches, windows
from isogloss.bridge import Bridge
from isogloss.errors import Refused
from isogloss.events import OP_SETTLED, Log
from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.value import Digest
from isogloss.outcomes import Missed, Result
from isogloss.plan.op import Op
from isogloss.ports import OPEN, Clock, Journal, Outcome, Progress, Settled, Writer
from isogloss.state.images import Images
from isogloss.state.opened import State

SUCCEEDED: frozenset[Outcome] = frozenset({"confirmed", "normalized"})


@dataclass(slots=True)
class Executor:
    """Everything that one run needs.

    keep_going: called before every request: renews the lease, and raises Interrupted where a person asked to stop.
    crew:   makes who sends where a side permits several calls at once.
    began: when the reading of both sides began, by the steady clock; None for now.
    outcomes, problems, missed: what became of the plan so far.
    stop_on_moved: refuse the rest of the plan at the first cell that moved, instead of skipping it.
    planned_before: the plan was made from an earlier reading than this run begins with.
    linked: what an older plan deletes and somebody linked to since, by op, with a cell that links.
    linking: by kind, the fields that may hold links.
    """

    bridge: Bridge
    state: State
    writers: Mapping[Side, Writer]
    current: Current
    journal: Journal
    images: Images
    clock: Clock
    patience: Patience
    progress: Progress
    keep_going: Callable[[], None]
    spending: Spending
    log: Log
    burying: Burying
    crew: Callable[[], Crew]
    stop_on_moved: bool = False
    planned_before: bool = True
    began: float | None = None
    linked: Mapping[Digest, Cell] = field(default_factory=dict)
    linking: Mapping[str, Collection[str]] = field(default_factory=dict)
    outcomes: dict[Digest, Settled] = field(default_factory=dict)
    problems: list[tuple[Op, Settled]] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)
    _agreeing: Agreeing = field(init=False)
    _looking: Looking = field(init=False)
    confirming: Confirming = field(init=False)
    _freshness: Freshness = field(init=False)
    _beside: Beside = field(init=False)
    _refusals: Refusals = field(init=False)
    _before: Mapping[Digest, Settled] = field(default_factory=dict)
    _taking_up: TakingUp = field(init=False)
    _missed: dict[Digest, str] = field(default_factory=dict)
    _along: Along = field(init=False)
    _still: Still = field(init=False)
    _forget_gone: Callable[[Sequence[Op]], None] = field(init=False)

    def __post_init__(self) -> None:
        self._agreeing = Agreeing(self.bridge, self.state, self.writers, self.current, self.burying)
        self._looking = Looking(self.bridge, self.state, self.writers, self.current)
        whole = self.writers, self.bridge.locales, self._looking, self._judge
        self._taking_up = TakingUp(*whole, self.journal, self.clock, self.patience, self.progress, self.spending)
        self._beside = Beside(self.bridge, self.state, self.writers, self.current)
        self._refusals = Refusals(self.bridge, self.state, self.writers)
        self.confirming = Confirming(self.bridge, self.state, self.writers, self.current, self.clock)
        began = self.clock.monotonic() if self.began is None else self.began
        parts = self.bridge, self.state, self.writers, self.current, self.clock, began
        self._forget_gone = partial(forget_gone, self.state, self.current)
        self._freshness = Freshness(*parts, self._forget_gone, self.linking)
        self._along = Along(self.bridge, self.current, self._freshness.staged)
        wrote = self._freshness.ground.wrote
        self._still = Still(self.bridge, self.state, self.current, self._along, self.planned_before, self.linked, wrote)

    @property
    def result(self) -> Result:
        """What became of the plan so far."""
        return Result(self.outcomes, tuple(self.problems), tuple(self.missed))

    def run(self, ops: Iterator[Op]) -> None:
        """Carry out the ops of a plan, in order.

        Raises: Unauthorized, Limited or Unavailable where going on makes no sense; Interrupted. The run can be taken
                up again after each of them.
        """
        settled = self.journal.settled()
        self._before = {op: one for op, one in settled.items() if one.outcome not in OPEN | {"blocked"}}
        self._taking_up.begin()
        for window in windows(ops):
            for side in Side:
                mine = [op for op in window if op.on is side]
                if mine:
                    self._window(side, mine)
        self._agreeing.lay()

    def sender(self, side: Side) -> Sender:
        """What sends to one side and writes down what came back."""
        names, writer = self.state.names(side), self.writers[side]
        sender = Sender(writer, names, self.journal, self.keep_going, self.progress, self.spending, self.crew)
        sender.book.together = self.state.together
        return sender

    def _window(self, side: Side, ops: Sequence[Op]) -> None:
        todo: list[Op] = []
        whole: dict[Digest, Op] = {}
        unsettled: list[Op] = []
        for op in ops:
            if op.id in self._before:
                self._again(op)
            elif blockers := [need for need in op.needs if not self._succeeded(need)]:
                self.settle(op, "blocked", f"{len(blockers):,} op{'s' * (len(blockers) > 1)} before it did not succeed")
            else:
                whole[op.id] = named = self._freshness.ground.named(op)
                unsettled.append(named)
        at = self.clock.monotonic()
        looked, sent = self._taking_up.look(side, unsettled), self._taking_up.sent
        for op in unsettled:
            if op.entry in looked and op.id in sent:
                self._read_back(op, looked[op.entry], at)
            left = self._prepare(op, looked.get(op.entry))
            if left is not None:
                todo.append(left)
        self._carry_out(side, todo, whole)

    def _succeeded(self, op: Digest) -> bool:
        settled = self.outcomes.get(op)
        return settled is not None and settled.outcome in SUCCEEDED

    def _again(self, op: Op) -> None:
        """An op that an earlier attempt of this run settled: count it, and remember what waits for its publishing."""
        settled = self._before[op.id]
        self.outcomes[op.id] = settled
        if settled.outcome in SUCCEEDED:
            self._agreeing.defer(op, [c for c in op.changes if not c.touches])
            self._along.staged(op)
            self._freshness.ground.settled(op)
        else:
            self.problems.append((op, settled))
        self.progress.op_done()

    def _judge(self, op: Op, now: Scoped) -> Judged:
        slugs, one = self.bridge.slugs(op.entry.kind), self.bridge.slug_fields(op.on, op.entry.kind)
        return judge(op, now, slugs, one, self.bridge.locales)

    def _read_back(self, op: Op, now: Scoped, at: float) -> None:
        """Take a look for known ground, unless it is one at what the public sees, where what was asked for is not yet.

        Such a look does not show what editors see, and so what would be written over.
        """
        if not matters_live(op) or self._judge(op, now).standing in SUCCEEDED:
            self._freshness.read_back(op, now, at)

    def _prepare(self, op: Op, looked: Scoped | None) -> Op | None:
        waits = self.current.waits(op.entry) if looked is None else ""
        if waits:
            self.settle(op, "skipped", waits)
            return None
        # where deletions are carried, what may never have been there takes nothing with it: it is made again
        if looked is None and self.bridge.deletion(op.entry.kind) == "hold" and self._taking_up.is_deleted(op):
            self._agreeing.made_and_gone(op)
            self._skip(op, str(op.entry))
            return None
        still = self._still.asked(op, looked, begun=op.id in self._taking_up.sent)
        if still.moved:
            if looked is not None and op.verb in (
                "create",
                "update",
                "link",
            ):  # what an attempt that died had written of it, both have
                self._agreeing.advance(op, self._judge(op, looked), looked, self._taking_up.since(op))
            self._skip(op, quoted(still.moved))
            return None
        if still.op is None:
            self._finish(op, self._judge(op, still.target), still.target)
        return still.op

    def _skip(self, op: Op, cells: str) -> None:
        detail = f"changed since the plan was made: {cells}"
        self.settle(op, "skipped", detail)
        if self.stop_on_moved:
            raise Refused(f"{op.entry}: {detail}. The rest of the plan was not applied. Make it again.")

    def _carry_out(self, side: Side, todo: list[Op], whole: dict[Digest, Op]) -> None:
        """Send, look, and send again what certainly did not arrive; at most three times."""
        kept = [whole[op.id] for op in todo]
        self.images.save([as_kept(op) for op in kept], kept)
        sender = self.sender(side)
        guard = self._freshness.guard(side)
        sender.book.expects = self._refusals.expects
        sender.book.learn = partial(self._looking.learn, side)
        sender.book.learn_file = partial(self._looking.learn_file, side)
        translator = self.current.translator(side)
        todo = self._with_files(sender, todo, whole)
        isolate = False
        for attempt in range(3):
            if not todo:
                return
            for op in todo:
                self._refusals.meet(op)
            if attempt:
                self._forget_gone([op for op in todo if op.verb == "create"])
            whole_lists = with_excluded_rows(todo, self.current)
            fates = sender.send(addressed(whole_lists, sender.names, translator), guard, isolate=isolate)
            again: list[Op] = []
            look: list[tuple[Op, Fate]] = []
            moved: list[tuple[Op, Fate]] = []
            for op in todo:
                fate = fates[op.id]
                if fate.state == "moved":
                    moved.append((op, fate))
                elif fate.state in ("accepted", "unsure"):
                    look.append((op, fate))
                elif fate.alone or attempt == 2:  # noqa: PLR2004  # the last attempt
                    self._refused(op, fate, whole[op.id])
                else:
                    again.append(op)
            again += self._settle_sent(side, look, whole, last=attempt == 2)  # noqa: PLR2004  # the last attempt
            for op, fate in moved:  # last, for it may end the run
                self._agree_on_part(op, whole[op.id])
                self._skip(whole[op.id], fate.detail)
            todo, isolate = again, True

    def _with_files(self, sender: Sender, todo: Sequence[Op], whole: dict[Digest, Op]) -> list[Op]:
        """Bring the files of ops; what cannot be had is left out and told, and the rest of its entry still crosses."""
        missed = sender.bring(todo)
        if aliases := self._looking.aliases:
            todo = [renamed(op, aliases) for op in todo]
            whole |= {op.id: renamed(whole[op.id], aliases) for op in todo}
        left: list[Op] = []
        for op in todo:
            found = missing(op, missed)
            if not found:
                left.append(op)
                continue
            self.missed += found
            self._missed[op.id] = "; ".join(f"{one.at}: {one.address}: {one.reason}" for one in found)
            rest = without_files(op, missed)
            if rest is None:
                self.settle(whole[op.id], "blocked", "")
            else:
                left.append(rest)
        return left

    def _refused(self, op: Op, fate: Fate, full: Op) -> None:
        """An op that a side refused; of one that was done in part, what is there is agreed on all the same."""
        unemptied = self._refusals.not_emptied(op, fate.named, fate.detail)
        if op.changes == full.changes:
            if unemptied is not None:
                self.settle(full, "held", unemptied)
            elif self._refusals.holds(op, slug_refused=fate.slug):
                self.settle(full, "held", self._refusals.held(full, fate.detail))
            else:
                self.settle(full, "failed", fate.detail)
            return
        self._agree_on_part(op, full)
        self.settle(full, "failed", f"{fate.detail} A part of it was written before.")

    def _agree_on_part(self, op: Op, full: Op) -> None:
        """What is there of an op that was done in part is agreed on: it is no edit of the written side."""
        if op.changes == full.changes:
            return
        with self.spending.on("settles"):
            now = self._looking.look(op.on, [full]).get(op.entry, Scoped())
        self._agreeing.advance(full, replace(self._judge(full, now), standing="altered"), now)

    def _settle_sent(
        self, side: Side, sent: Sequence[tuple[Op, Fate]], whole: Mapping[Digest, Op], *, last: bool
    ) -> list[Op]:
        """Look until everything is there or patience ends; returns what has to be sent again."""
        waiting = list(sent)
        again: list[Op] = []
        if not waiting:
            return again
        asynchronous = any(self.writers[side].capabilities(op.entry.kind).asynchronous for op, _ in sent)
        limit = self.patience.unsure if all(f.state == "unsure" for _, f in sent) else self.patience.confirm
        shown: dict[EntryKey, Scoped] = {}
        at = self.clock.monotonic()
        for wait in self.patience.waits(limit, asynchronous=asynchronous):
            if wait:
                self.progress.waiting(len(waiting))
                self.clock.sleep(wait)
            self.keep_going()
            at = self.clock.monotonic()
            # the whole of each op is judged, also what an attempt that died had written of it
            with self.spending.on("settles"):
                full = [whole[op.id] for op, _ in waiting]
                shown = self._looking.look(side, full, self._beside.others, self._freshness.since(side, full))
            self._freshness.heard(side, full, at)
            still: list[tuple[Op, Fate]] = []
            for some in batches(waiting):
                with self._together(whole[op.id] for op, _ in some):
                    self.confirming.written(side, [op for op, _ in some], self._looking.seen)
                    for op, fate in some:
                        now = shown.get(op.entry, Scoped())
                        judged = self._judge(whole[op.id], now)
                        if judged.standing == "waiting":
                            still.append((op, fate))
                        else:
                            self._freshness.read_back(whole[op.id], now, at)
                            self._finish(whole[op.id], judged, now)
            waiting = still
            if not waiting:
                break
        for op, fate in waiting:
            now = shown.get(op.entry, Scoped())
            self._read_back(whole[op.id], now, at)
            self._give_up(op, fate, now, whole[op.id], asynchronous=asynchronous, last=last, again=again)
        return again

    def _give_up(
        self, op: Op, fate: Fate, now: Scoped, full: Op, *, asynchronous: bool, last: bool, again: list[Op]
    ) -> None:
        judged = self._judge(full, now)
        if fate.state == "unsure":
            rest = prepare(full, now, self.current.scoped(op.on.other, op.entry), ours=True, order=self.bridge.locales)
            if not last and rest.op is not None:
                again.append(rest.op)
            else:
                self.settle(full, "unsure", f"the answer was lost ({fate.detail}); not there: {judged.detail}")
        elif judged.missing and self._refusals.holds(full):
            self.settle(full, "held", self._refusals.held(full, "it was accepted and never showed"))
        elif asynchronous or judged.missing:
            self.settle(full, "unconfirmed", self._refusals.unshown(full, judged))
        else:
            self._finish(full, replace(judged, standing="altered"), now)

    def _finish(self, op: Op, judged: Judged, now: Scoped) -> None:
        """An op whose entry was read back: advance the base, then write the outcome down."""
        with self._together([op]):
            self._agreeing.advance(op, judged, now, self._taking_up.since(op))
            match judged.standing:
                case "confirmed" | "normalized":
                    beside = self._beside.said(op, self._looking.beside.get(op.entry, {}))
                    self.settle(op, "altered" if beside else judged.standing, beside)
                case "altered" | "waiting":
                    self.settle(op, "altered", f"accepted, but the side shows something else: {judged.detail}")

    def _together(self, ops: Iterable[Op]) -> AbstractContextManager[None]:
        """One transaction for what is written down of some ops, unless a side has to be asked meanwhile."""
        return nullcontext() if any(map(self._beside.asks, ops)) else self.state.together()

    def settle(self, op: Op, outcome: Outcome, detail: str) -> None:
        """Write down what became of an op."""
        if outcome not in SUCCEEDED and op.id in self._missed:
            detail = f"{detail}: {self._missed[op.id]}" if detail else self._missed[op.id]
        settled = Settled(op.id, outcome, detail)
        self.journal.record(settled)
        self.outcomes[op.id] = settled
        if outcome not in SUCCEEDED:
            self.problems.append((op, settled))
        self.state.afterwards(partial(self._tell, op, settled))

    def _tell(self, op: Op, settled: Settled) -> None:
        side, locales = self.bridge.side(op.on).name, list(op.locales)
        told = {"side": side, "verb": op.verb, "kind": op.entry.kind, "entry": op.entry.shown, "locales": locales}
        self.log(OP_SETTLED, op=op.id, **told, outcome=settled.outcome, detail=settled.detail)
        self.progress.op_done()
