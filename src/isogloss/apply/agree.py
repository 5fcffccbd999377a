"""Write down what the sides agree on after an op: the base moves only here, and only by what was read back.

But for what an attempt that died had made and somebody edited since: there what was written is the base (decision 63).

Three things wait. New content of a live variant is agreed on once it is live, for until then the side shows the old. A
value merged of both sides is agreed on once both show it. What came back altered is not agreed on at all.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from isogloss.apply.advance import Cells, Lay, agreed, as_written, drafted, of_changes, pair
from isogloss.apply.burying import Burying
from isogloss.apply.current import Current
from isogloss.apply.settle import Judged
from isogloss.apply.since_cut import NOTHING, Since
from isogloss.apply.windows import batches
from isogloss.bridge import Bridge
from isogloss.mapping.names.neutral import Scoped
from isogloss.mapping.names.own_drafts import gone_live
from isogloss.mapping.types.likeness import likenesses, rendering
from isogloss.mapping.types.texts import opaque_parts
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, STATUS, Entry, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.staged import Lay as Waiting
from isogloss.model.staged import kept, staged
from isogloss.model.value import Absent, Digest, Many, MaybeValue, Scalar, digest, digest_text, dump
from isogloss.plan.op import Change, Op
from isogloss.ports import Writer
from isogloss.state.agreed import Pair
from isogloss.state.opened import State

KEPT: Final = frozenset({"text", "long_text", "rich_text", "tags"})


def bodies(values: Iterable[MaybeValue]) -> dict[Digest, str]:
    """The texts and lists among some values, by the digests that a base has of them: what is merged three ways.

    Numbers, switches and the like are not kept: there is nothing in them to be merged.
    """
    made: dict[Digest, str] = {}
    for value in values:
        if isinstance(value, Scalar):
            if value.type in KEPT:
                made[digest(value)] = value.text
        elif isinstance(value, Many):
            made[digest(value)] = json.dumps(dump(value, own=False), ensure_ascii=False, separators=(",", ":"))
    return made


def is_kept(rules: Rules, at: Cell) -> bool:
    """Whether what the sides agree on in a cell is kept: a later edit of both is merged over it, or shown beside it."""
    return rules.settle(at) == "merge" or (rules.flows.of(at) == "both" and rules.settle(at) not in ("left", "right"))


def keeping(bridge: Bridge, kind: str) -> Rules:
    """The rules of a kind that tell what is kept."""
    conflict = {"": bridge.conflict, **bridge.kinds[kind].conflict}
    return Rules(flows=bridge.flows(kind), conflict=conflict, locales=bridge.locale_conflicts)


def live_below(notes: Mapping[Side, Mapping[Locale, Note]]) -> dict[Side, frozenset[Locale]]:
    """The variants that are archived on each side, and that the public sees all the same."""
    return {side: frozenset(at for at, note in each.items() if note.live_below) for side, each in notes.items()}


def _is_public(change: Change, known: Scoped) -> bool:
    """Whether what an attempt that died wrote is live already, as a person put it there."""
    if change.field == STATUS:
        return isinstance(change.before, Absent)
    return rendering(change.after, cell_of(known.entry, change.locale, change.field))


class Agreeing:
    """Advances the base of one run."""

    def __init__(
        self, bridge: Bridge, state: State, writers: Mapping[Side, Writer], current: Current, burying: Burying
    ) -> None:
        self.bridge, self.state, self.writers, self.current = bridge, state, writers, current
        self.burying = burying
        self._deferred: dict[tuple[Side, EntryKey], list[tuple[Change, MaybeValue | None]]] = {}
        self._merged: dict[Cell, dict[Side, tuple[Cells, Lay]]] = {}

    def advance(self, op: Op, judged: Judged, now: Scoped, since: Since = NOTHING) -> None:
        """Advance by one op whose entry was read back.

        since: what people did to what it made, since an attempt that died sent it.
        """
        with self.state.together():
            self._advance(op, judged, now, since)

    def _advance(self, op: Op, judged: Judged, now: Scoped, since: Since) -> None:
        if op.verb == "delete":
            if judged.standing == "confirmed":
                self._gone(op, now)
            return
        good = [change for change, standing in judged.cells if standing in ("confirmed", "normalized")]
        source, public = self.current.scoped(op.on.other, op.entry), self.current.scoped(op.on, op.entry).entry
        self._note_owners(op, good, now)
        if op.verb == "publish":
            good += self._published(op, now)
            cells = of_changes(op.on, good, now)
        elif self.defer(op, good, now):
            return
        else:
            cells = agreed(op, judged, now, source, public, since)
        waiting = {change.at for change, _ in self._deferred.get((op.on, op.entry), [])}
        kept = {
            locale: {name: made for name, made in row.items() if Cell(op.entry, locale, name) not in waiting}
            for locale, row in cells.items()
        }
        self._keep_bodies(op, good, now, source)
        self._keep_written(since.edited)
        self._keep_likenesses(good, kept, (now.entry, source.entry, public))
        if any(kept.values()):
            settled = [change for change in good if change.at not in waiting and not change.merged]
            drafts, copies = {op.on: drafted(settled, now)}, self._copies(op, good, now)
            below = live_below({op.on: now.notes, op.on.other: source.notes})
            self.state.base.advance(op.entry, kept, drafts, copies, below)
        for change in good:
            if change.merged and change.at not in waiting:
                self._half_merged(op, change, now, public)

    def made_and_gone(self, op: Op) -> None:
        """Agree on what an attempt that died had made and somebody deleted since: so the next plan finds a deletion."""
        self.state.base.advance(op.entry, as_written(op, self.current.scoped(op.on.other, op.entry)))

    def _copies(self, op: Op, changes: Sequence[Change], now: Scoped) -> dict[Locale, Side | None]:
        """Where a write made a copy of the primary, and where both sides have a text of their own by now."""
        if self.bridge.missing_locale != "copy":
            return {}
        across = self.current.plain(op.on.other, op.entry).raw
        both = [set[Locale]() if isinstance(shown, Absent) else set(shown) for shown in (now.raw, across)]
        written = {change.locale: change.copied for change in changes if not change.touches}
        made: dict[Locale, Side | None] = {at: op.on.other for at, copied in written.items() if copied}
        return made | {at: None for at, copied in written.items() if not copied and at in both[0] & both[1]}

    def _note_owners(self, op: Op, changes: Sequence[Change], now: Scoped) -> None:
        """Remember of each opaque part that a write brought to a side that it is the other side's."""
        found: set[str] = set()
        for change in changes:
            new = opaque_parts(change.after)
            if new:
                shown = opaque_parts(cell_of(now.raw, change.locale, change.field))
                found |= (new | shown) - opaque_parts(change.before)
        self.state.owners.note(op.entry, map(digest_text, found), op.on.other)

    def _published(self, op: Op, now: Scoped) -> list[Change]:
        """What was put off until it is live, and is; where a person changed it since, they agreed on what it was."""
        slugs, found, cells = self.bridge.slugs(op.entry.kind), list[Change](), Cells()
        due = self._deferred.pop((op.on, op.entry), [])
        self._deferred[op.on, op.entry] = [each for each in due if each[0].locale not in (SHARED, *op.locales)]
        for change, shown in due:
            if change.locale not in (SHARED, *op.locales):
                continue
            public = cell_of(now.entry, change.locale, change.field)
            if rendering(change.after, public, slug=change.field in slugs):
                found.append(change)
            elif change.merged or (shown is None and public == change.before):  # what lay below tells nothing
                continue
            else:
                across = change.source if change.agrees is None else change.agrees
                laid = change.after if shown is None else shown  # an attempt that died read it back there
                cells.setdefault(change.locale, {})[change.field] = pair(op.on, laid, across)
                self._keep_written([change] if shown is None else [])
        if cells:
            self.state.base.advance(op.entry, cells)
        return found

    def defer(self, op: Op, changes: Sequence[Change], now: Scoped | None = None) -> bool:
        """Put new content of live variants off until it is published; returns whether all of the op waits.

        now: what the side shows of it; None where that was seen by an earlier attempt.
        """
        if op.verb not in ("update", "link") or not self.writers[op.on].capabilities(op.entry.kind).stages_edits:
            return False
        if self.bridge.publish == "draft" or self.bridge.unpublished_edits == "carry":
            return False
        known = self.current.plain(op.on, op.entry)
        live = {locale for locale, note in known.notes.items() if note.live}
        # out of the archive comes what the public saw before it went there
        live |= {locale for locale in op.locales if cell_of(known.raw, locale, STATUS) == ARCHIVED}
        due = (c for c in changes if not c.staged and (c.locale in live or (c.locale == SHARED and live)))
        waits = [c for c in due if now is None or not _is_public(c, known)]
        if waits:
            shown = [None if now is None else cell_of(now.entry, c.locale, c.field) for c in waits]
            self._deferred.setdefault((op.on, op.entry), []).extend(zip(waits, shown, strict=True))
        return bool(waits) and len(waits) == len(changes)

    def lay(self) -> None:
        """Remember, at the end of a run, what was put off and is not live: who publishes it by hand agrees on it.

        So they did on what lay there before, where it is live by now.
        """
        for some in batches(self._deferred.items()):
            with self.state.together():
                for (side, entry), waiting in some:
                    self._lay(side, entry, [each for each in waiting if not each[0].merged])

    def _lay(self, side: Side, entry: EntryKey, waiting: Sequence[tuple[Change, MaybeValue | None]]) -> None:
        if not waiting:
            return
        laid: dict[Locale, dict[str, Waiting]] = {}
        known = self.state.base.with_laid(entry)
        live = gone_live(*known, {side: self.current.scoped(side, entry).entry})
        cells: dict[Locale, dict[str, Pair]] = {}
        values: list[MaybeValue] = []
        for change, shown in waiting:
            across = change.source if change.agrees is None else change.agrees
            value = change.after if shown is None else shown
            agreed = live.get(change.locale, {}).get(change.field)
            if agreed is not None and agreed != known[0].get(change.locale, {}).get(change.field):
                cells.setdefault(change.locale, {})[change.field] = agreed
            laid.setdefault(change.locale, {})[change.field] = staged(change.before), staged(value), kept(across)
            values.append(value)
        self._keep(values)
        self.state.base.lay(entry, cells, {side: laid})

    def _keep_bodies(self, op: Op, changes: Sequence[Change], now: Scoped, source: Scoped) -> None:
        """Keep the values that a later three-way merge, or a person, will want to see as its base."""
        rules = keeping(self.bridge, op.entry.kind)
        kept = [change for change in changes if is_kept(rules, change.at)]
        both = (now.entry, source.entry)
        self.state.bodies.put(bodies(cell_of(entry, each.locale, each.field) for each in kept for entry in both))

    def _keep_written(self, changes: Iterable[Change]) -> None:
        """Keep the same of what was written and nobody shows any more."""
        self._keep([change.after for change in changes])

    def _keep(self, values: Sequence[MaybeValue]) -> None:
        self.state.bodies.put(bodies(values))
        self.state.likenesses.put({known: seen for value in values for known, seen in likenesses(value)})

    def _keep_likenesses(self, changes: Sequence[Change], kept: Cells, shown: Sequence[Entry | Absent]) -> None:
        """Keep what a reader sees of what is agreed on, so that another rendering of it is known later."""
        cells = {(change.locale, change.field) for change in changes}
        cells |= {(locale, name) for locale, row in kept.items() for name in row}
        values = [cell_of(entry, *cell) for entry in shown for cell in sorted(cells)]
        self.state.likenesses.put({known: seen for value in values for known, seen in likenesses(value)})

    def _half_merged(self, op: Op, change: Change, now: Scoped, public: Entry | Absent) -> None:
        halves = self._merged.setdefault(change.at, {})
        cells = of_changes(op.on, [replace(change, merged=False)], now, public)
        halves[op.on] = cells, drafted([change], now)
        if len(halves) == len(Side):
            (left, _), (_, right) = (halves[side][0][change.locale][change.field] for side in Side)
            drafts = {side: lay for side, (_, lay) in halves.items()}
            self.state.base.advance(op.entry, {change.locale: {change.field: (left, right)}}, drafts)

    def _gone(self, op: Op, now: Scoped) -> None:
        if any(not isinstance(change.source, Absent) for change in op.changes):
            # undone: the other side keeps it, and both agree to that
            if isinstance(now.entry, Absent):
                self.burying.undone(op.on, op.entry)
            cells: Cells = of_changes(op.on, op.changes, now)
            self.state.base.advance(op.entry, cells)
        elif isinstance(now.entry, Absent):
            self.burying.entry(op.entry)
        else:
            self.burying.variants(op.entry, op.locales)
