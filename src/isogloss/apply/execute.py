"""Carry a plan out, layer by layer.

The order of everything here is the promise (invariants 5, 7, 10): an intent on disk, then the request, then its answer
on disk, then the next; look at what is there before anything is created a second time; count as done only what was
read back. A process that dies at any instant leaves a run that the same plan can be applied to again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from isogloss.apply.advance import Cells, agreed, of_changes, pair
from isogloss.apply.fresh import prepare
from isogloss.apply.progress import Progress
from isogloss.apply.send import Fate, Sender
from isogloss.apply.settle import Judged, assets_of, judge
from isogloss.apply.wanted import wanted_for
from isogloss.mapping.binding import Bridge
from isogloss.mapping.neutral import Scoped, Translator, scoped
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import STATUS, cell_of
from isogloss.model.locale import SHARED
from isogloss.model.snapshot import Seen
from isogloss.model.value import Absent, Digest, Scalar, digest
from isogloss.plan.op import Change, Op
from isogloss.ports import Clock, Journal, Outcome, Settled, Writer
from isogloss.state.images import Images
from isogloss.state.opened import State

SUCCEEDED: frozenset[Outcome] = frozenset({"confirmed", "normalized"})
WINDOW = 1000
"""Ops in memory at once. A multiple of every platform's batch."""


class Current(Protocol):
    """What both sides showed when the run began."""

    def scoped(self, side: Side, key: EntryKey) -> Scoped:
        """One entry, in scope and in neutral names, with copies for the locales that it lacks."""
        ...

    def plain(self, side: Side, key: EntryKey) -> Scoped:
        """The same without copies: what is really there."""
        ...

    def translator(self, side: Side) -> Translator:
        """What translates one side's names; learns as entries are created."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what was accepted, in seconds.

    first:   before the first look at an asynchronous side.
    confirm: until an accepted write counts as unconfirmed.
    unsure:  until a create whose answer was lost counts as never done, on an asynchronous side.
    """

    first: float = 1.0
    confirm: float = 120.0
    unsure: float = 30.0

    def waits(self, limit: float, *, asynchronous: bool) -> Iterator[float]:
        """Seconds before each look, until the limit is used up. A synchronous side may still answer from a cache."""
        wait, spent = (self.first, 0.0) if asynchronous else (0.0, 0.0)
        limit = limit if asynchronous else min(limit, 7 * self.first)
        while True:
            yield wait
            spent += wait
            if spent >= limit:
                return
            wait = min(max(2 * wait, self.first), 15 * self.first, limit - spent)


@dataclass(slots=True)
class Result:
    """What became of a plan."""

    outcomes: dict[Digest, Settled] = field(default_factory=dict)
    problems: list[tuple[Op, Settled]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many ops ended how."""
        counts: dict[str, int] = {}
        for settled in self.outcomes.values():
            counts[settled.outcome] = counts.get(settled.outcome, 0) + 1
        return dict(sorted(counts.items()))


@dataclass(slots=True)
class Executor:
    """Everything that one run needs.

    keep_going: called before every request: renews the lease, and raises Interrupted where a person asked to stop.
    stop_on_moved: refuse the rest of the plan at the first cell that moved, instead of skipping it.
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
    stop_on_moved: bool = False
    result: Result = field(default_factory=Result)
    _deferred: dict[tuple[Side, EntryKey], list[Change]] = field(default_factory=dict)
    _merged: dict[Cell, dict[Side, Digest | Absent]] = field(default_factory=dict)
    _before: Mapping[Digest, Settled] = field(default_factory=dict)
    _intended: Mapping[Digest, str] = field(default_factory=dict)

    def run(self, ops: Iterator[Op]) -> Result:
        """Carry out the ops of a plan, in order.

        Raises: Unauthorized, Limited or Unavailable where going on makes no sense; Interrupted. The run can be taken
                up again after each of them.
        """
        self._before, self._intended = self.journal.settled(), self.journal.intended()
        for window in _windows(ops):
            for side in Side:
                mine = [op for op in window if op.on is side]
                if mine:
                    self._window(side, mine)
        return self.result

    def _window(self, side: Side, ops: Sequence[Op]) -> None:
        todo: list[Op] = []
        whole: dict[Digest, Op] = {}
        unsettled: list[Op] = []
        for op in ops:
            if op.id in self._before:
                self._again(op)
            elif blockers := [need for need in op.needs if not self._succeeded(need)]:
                self._settle(op, "blocked", f"{len(blockers)} op(s) before it did not succeed")
            else:
                whole[op.id] = op
                unsettled.append(op)
        looked = self._look_at_cut(side, [op for op in unsettled if op.id in self._intended])
        for op in unsettled:
            left = self._prepare(op, looked.get(op.entry))
            if left is not None:
                todo.append(left)
        self._carry_out(side, todo, whole)

    def _succeeded(self, op: Digest) -> bool:
        settled = self.result.outcomes.get(op)
        return settled is not None and settled.outcome in SUCCEEDED

    def _again(self, op: Op) -> None:
        """An op that an earlier attempt of this run settled: count it, and remember what waits for its publishing."""
        settled = self._before[op.id]
        self.result.outcomes[op.id] = settled
        if settled.outcome in SUCCEEDED:
            self._defer(op, [c for c in op.changes if not c.touches])
        else:
            self.result.problems.append((op, settled))
        self.progress.op_done()

    def _look_at_cut(self, side: Side, ops: Sequence[Op]) -> dict[EntryKey, Scoped]:
        """What became of ops that were sent by an attempt that died: wait for creates that may still be landing."""
        found: dict[EntryKey, Scoped] = {}
        waiting = list(ops)
        asynchronous = any(self.writers[side].capabilities(op.entry.kind).asynchronous for op in ops)
        for wait in self.patience.waits(self.patience.unsure, asynchronous=asynchronous) if ops else ():
            self.clock.sleep(wait)
            found |= self._look(side, waiting)
            waiting = [op for op in waiting if judge(op, found.get(op.entry, Scoped())).standing == "waiting"]
            if not waiting or not asynchronous:
                break
        return found

    def _prepare(self, op: Op, looked: Scoped | None) -> Op | None:
        ours = op.id in self._intended
        target = looked if looked is not None else self.current.plain(op.on, op.entry)
        source = self.current.scoped(op.on.other, op.entry)
        prepared = prepare(op, target, source, ours=ours)
        if op.verb == "delete" and self._edited_since(op, target):
            self._moved(op, op.changes)
            return None
        if prepared.moved:
            self._moved(op, prepared.moved, rest=prepared.op)
            return None
        if prepared.op is None:
            self._finish(op, judge(op, target), target)
            return None
        return prepared.op

    def _edited_since(self, op: Op, target: Scoped) -> bool:
        """An edit beats a delete: nothing goes that is not what the sides last agreed on (invariant 8)."""
        if isinstance(target.entry, Absent):
            return False
        base = self.state.base.get(op.entry)
        place = 0 if op.on is Side.LEFT else 1
        for locale in op.locales:
            for name, value in target.entry.get(locale, {}).items():
                if base.get(locale, {}).get(name, (None, None))[place] != digest(value):
                    return True
        return False

    def _moved(self, op: Op, moved: Sequence[Change], rest: Op | None = None) -> None:
        """Cells changed since the plan was made: none of the op is written, so nobody's edit is half overwritten."""
        del rest
        cells = "; ".join(str(change.at) for change in moved[:3])
        detail = f"changed since the plan was made: {cells}" + (f" and {len(moved) - 3} more" if len(moved) > 3 else "")  # noqa: PLR2004  # as many as are quoted
        self._settle(op, "skipped", detail)
        if self.stop_on_moved:
            from isogloss.errors import Refused

            raise Refused(f"{op.entry}: {detail}. The rest of the plan was not applied. Make it again.")

    def _carry_out(self, side: Side, todo: list[Op], whole: Mapping[Digest, Op]) -> None:
        """Send, look, and send again what certainly did not arrive; at most three times."""
        self._keep_images([whole[op.id] for op in todo])
        sender = Sender(self.writers[side], self.state.names(side), self.journal, self.keep_going, self.progress)
        sender.learn = self._learner(side)
        isolate = False
        for attempt in range(3):
            if not todo:
                return
            fates = sender.send(todo, isolate=isolate)
            again: list[Op] = []
            look: list[tuple[Op, Fate]] = []
            for op in todo:
                fate = fates[op.id]
                if fate.state in ("accepted", "unsure"):
                    look.append((op, fate))
                elif fate.alone or attempt == 2:  # noqa: PLR2004  # the last attempt
                    self._settle(whole[op.id], "failed", fate.detail)
                else:
                    again.append(op)
            again += self._settle_sent(side, look, whole, last=attempt == 2)  # noqa: PLR2004  # the last attempt
            todo, isolate = again, True

    def _keep_images(self, ops: Sequence[Op]) -> None:
        """Keep what every cell held before it is written; of an entry that is new, only that it was not there."""
        self.images.save(
            replace(op, changes=tuple(c for c in op.changes if c.field == STATUS)) if op.verb == "create" else op
            for op in ops
        )

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
        for wait in self.patience.waits(limit, asynchronous=asynchronous):
            if wait:
                self.progress.waiting(len(waiting))
                self.clock.sleep(wait)
            self.keep_going()
            shown = self._look(side, [op for op, _ in waiting])
            still: list[tuple[Op, Fate]] = []
            for op, fate in waiting:
                full = whole[op.id]
                now = shown.get(op.entry, Scoped())
                judged = judge(full, now)
                if judged.standing == "waiting":
                    still.append((op, fate))
                else:
                    self._finish(full, judged, now)
            waiting = still
            if not waiting:
                break
        for op, fate in waiting:
            now = shown.get(op.entry, Scoped())
            self._give_up(op, fate, now, whole[op.id], asynchronous=asynchronous, last=last, again=again)
        return again

    def _give_up(
        self, op: Op, fate: Fate, now: Scoped, full: Op, *, asynchronous: bool, last: bool, again: list[Op]
    ) -> None:
        judged = judge(full, now)
        if fate.state == "unsure":
            rest = prepare(full, now, self.current.scoped(op.on.other, op.entry), ours=True)
            if not last and rest.op is not None:
                again.append(rest.op)
            else:
                self._settle(full, "unsure", f"the answer was lost ({fate.detail}); not there: {judged.detail}")
        elif asynchronous:
            self._settle(full, "unconfirmed", f"accepted, but not visible yet: {judged.detail}")
        else:
            self._finish(full, replace(judged, standing="altered"), now)

    def _finish(self, op: Op, judged: Judged, now: Scoped) -> None:
        """An op whose entry was read back: advance the base, then write the outcome down."""
        self._advance(op, judged, now)
        match judged.standing:
            case "confirmed" | "normalized":
                self._settle(op, judged.standing, "")
            case "altered" | "waiting":
                self._settle(op, "altered", f"accepted, but the side shows something else: {judged.detail}")

    def _advance(self, op: Op, judged: Judged, now: Scoped) -> None:
        good = [change for change, standing in judged.cells if standing in ("confirmed", "normalized")]
        source = self.current.scoped(op.on.other, op.entry)
        if op.verb == "delete":
            if judged.standing == "confirmed" and all(isinstance(c.source, Absent) for c in op.changes):
                self._forget(op, now)
            elif judged.standing == "confirmed":  # undone: the other side keeps it, and both agree to that
                self.state.identity.forget(op.on, op.entry)
                self.state.base.advance(op.entry, of_changes(op.on, op.changes, now))
            return
        if op.verb == "publish":
            cells = of_changes(op.on, good, now)
            for locale, row in of_changes(op.on, self._deferred.pop((op.on, op.entry), []), now).items():
                cells.setdefault(locale, {}).update(row)
        elif self._defer(op, good):
            cells = {}
        else:
            cells = agreed(op, judged, now, source)
        self._write_base(op, cells, now, source)
        for change in good:
            if change.merged:
                self._half_merged(op, change, now)

    def _defer(self, op: Op, changes: Sequence[Change]) -> bool:
        """New content of a live variant is agreed on only once it is live: until then the side shows the old."""
        if op.verb not in ("update", "link") or not self.writers[op.on].capabilities(op.entry.kind).stages_edits:
            return False
        notes = self.current.plain(op.on, op.entry).notes
        live = {locale for locale, note in notes.items() if note.live}
        waits = [c for c in changes if not c.staged and (c.locale in live or (c.locale == SHARED and live))]
        if waits and self.bridge.publish != "draft" and self.bridge.unpublished_edits != "carry":
            self._deferred.setdefault((op.on, op.entry), []).extend(waits)
            return len(waits) == len(changes)
        return False

    def _write_base(self, op: Op, cells: Cells, now: Scoped, source: Scoped) -> None:
        waiting = {c.at for c in self._deferred.get((op.on, op.entry), [])}
        kept = {
            locale: {n: p for n, p in row.items() if Cell(op.entry, locale, n) not in waiting}
            for locale, row in cells.items()
        }
        self._keep_bodies(op, now, source)
        if any(kept.values()):
            self.state.base.advance(op.entry, kept)

    def _keep_bodies(self, op: Op, now: Scoped, source: Scoped) -> None:
        """Keep the texts that a later three-way merge will need as its base."""
        conflict = self.bridge.kinds[op.entry.kind].conflict
        texts: dict[Digest, str] = {}
        for change in op.changes:
            if conflict.get(change.field, self.bridge.conflict) != "merge":
                continue
            for entry in (now.entry, source.entry):
                value = None if isinstance(entry, Absent) else entry.get(change.locale, {}).get(change.field)
                made = None if value is None else digest(value)
                if isinstance(value, Scalar) and value.type in ("long_text", "rich_text") and isinstance(made, str):
                    texts[made] = value.text
        if texts:
            self.state.bodies.put(texts)

    def _half_merged(self, op: Op, change: Change, now: Scoped) -> None:
        """A value made of both sides is agreed on once both sides show it."""
        halves = self._merged.setdefault(change.at, {})
        shown = cell_of(now.entry, change.locale, change.field)
        halves[op.on] = digest(shown)
        if len(halves) == len(Side):
            made = pair(op.on, shown, halves[op.on.other])
            self.state.base.advance(op.entry, {change.locale: {change.field: made}})

    def _forget(self, op: Op, now: Scoped) -> None:
        """Both sides agree that it is gone."""
        if isinstance(now.entry, Absent):
            self.state.base.drop(op.entry)
            for side in Side:
                self.state.identity.forget(side, op.entry)
            return
        known = self.state.base.get(op.entry)
        gone = {locale: dict.fromkeys(known[locale], (None, None)) for locale in op.locales if locale in known}
        self.state.base.advance(op.entry, gone)

    def _look(self, side: Side, ops: Sequence[Op]) -> dict[EntryKey, Scoped]:
        """Look at the entries of some ops; learn ids and addresses on the way."""
        names = self.state.names(side)
        translator = self.current.translator(side)
        wanted = wanted_for(ops, names, self.bridge.side(side))
        seen = self.writers[side].look(wanted)
        found: dict[EntryKey, Scoped] = {}
        for op in ops:
            entry = seen.get(op.entry)
            if entry is None:
                continue
            if names.remote(op.entry) != entry.remote:
                names.bind(op.entry, entry.remote)
            translator.keys[op.entry.kind, entry.remote] = op.entry.name
        for op in ops:
            entry = seen.get(op.entry)
            if entry is not None:
                self._learn_assets(side, op, entry)
                found[op.entry] = scoped(entry, op.entry, self.bridge, translator)
        return found

    def _learner(self, side: Side) -> Callable[[EntryKey, str], None]:
        def learn(entry: EntryKey, remote: str) -> None:
            self.current.translator(side).keys[entry.kind, remote] = entry.name

        return learn

    def _learn_assets(self, side: Side, op: Op, seen: Seen) -> None:
        """A file that we sent has an address of the side's own now, or will have one."""
        translator = self.current.translator(side)
        learned: dict[str, str] = {}
        for change in op.changes:
            sent = [asset.identity for asset in assets_of(change.after)]
            locale = change.locale if change.locale in seen.variants else SHARED
            value = seen.variants.get(locale, {}).get(change.field)
            shown = [asset.identity for asset in assets_of(value)] if value is not None else []
            if not sent or len(sent) != len(shown):
                continue
            for identity, remote in zip(sent, shown, strict=True):
                if remote != identity and remote not in translator.assets:
                    learned[remote] = translator.assets[remote] = identity
            if any(remote == identity for identity, remote in zip(sent, shown, strict=True)):
                self.state.awaited.put(side, {change.at: sent})
        if learned:
            self.state.assets.bind_many(side, ((identity, remote) for remote, identity in learned.items()))

    def _settle(self, op: Op, outcome: Outcome, detail: str) -> None:
        settled = Settled(op.id, outcome, detail)
        self.journal.record(settled)
        self.result.outcomes[op.id] = settled
        if outcome not in SUCCEEDED:
            self.result.problems.append((op, settled))
        self.progress.op_done()


def _windows(ops: Iterator[Op]) -> Iterator[list[Op]]:
    """Ops of one layer, a bounded number at a time."""
    window: list[Op] = []
    for op in ops:
        if window and (op.layer != window[0].layer or len(window) >= WINDOW):
            yield window
            window = []
        window.append(op)
    if window:
        yield window
