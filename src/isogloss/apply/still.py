"""Whether an op is still to be written as it was planned, and how much of it.

Decides what stops one: a cell that moved since the plan was made; an edit, or a link, which beats a delete; a draft in
which somebody wrote, which is not published. Refuses to send, and to look: it is told what both sides show now.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from isogloss.apply.along import Along
from isogloss.apply.current import Current
from isogloss.apply.fresh import before_its_half, prepare, takes_away, unfinished
from isogloss.bridge import Bridge
from isogloss.decide.traces import digest_tree
from isogloss.mapping.names.ended_links import without_ended
from isogloss.mapping.names.neutral import Scoped
from isogloss.mapping.names.own_drafts import gone_live, never_published, published
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import PUBLISHED, STATUS, cell_of
from isogloss.model.locale import Locale
from isogloss.model.replaced import led_on
from isogloss.model.value import Absent, Digest, MaybeValue, digest
from isogloss.plan.op import Op
from isogloss.state.opened import State


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of an op.

    op:     what is still to be written; None where nothing is, or may be.
    target: what its entry shows where it is to be written.
    moved:  the cells for which none of it is written, so that nobody's edit is half overwritten.
    """

    op: Op | None
    target: Scoped
    moved: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Still:
    """Asks about the ops of one run.

    planned_before: the plan was made from an earlier reading than this run begins with.
    linked:         by op, a cell that links to what it deletes, since the plan was made.
    wrote:          the variants of an entry that this run wrote.
    """

    bridge: Bridge
    state: State
    current: Current
    along: Along
    planned_before: bool
    linked: Mapping[Digest, Cell]
    wrote: Callable[[Side, EntryKey], Collection[Locale]]

    def asked(self, op: Op, looked: Scoped | None, *, begun: bool) -> Left:
        """How much of an op is still to be written.

        looked: what its entry shows, where it was looked at since the reading.
        begun:  an earlier attempt sent something of it.
        """
        target = looked if looked is not None else self.current.plain(op.on, op.entry)
        source = self.current.scoped(op.on.other, op.entry)
        staged = self.wrote(op.on, op.entry)
        prepared = prepare(op, target, source, ours=begun, order=self.bridge.locales, staged=staged)
        if cells := self.along.taken(op, begun=begun):
            return Left(None, target, cells)
        if prepared.op is not None and op.id in self.linked:
            return Left(None, target, [self.linked[op.id]])
        before = before_its_half(op, target) if begun else target
        if takes_away(op) and self._edited_since(op, before, op.locales):
            return Left(None, target, [change.at for change in op.changes])
        # a look at what the public sees does not show what lies over it; the reading does
        rest = looked is not None and prepared.op is not None
        shown = (target, self.current.plain(op.on, op.entry)) if rest else (target,)
        if self.planned_before and any(self._edited_since(op, each, self._unseen(op, each)) for each in shown):
            return Left(None, target, [change.at for change in op.changes])
        if prepared.moved:
            return Left(None, target, [change.at for change in prepared.moved])
        return Left(prepared.op, target)

    def _unseen(self, op: Op, target: Scoped) -> list[Locale]:
        """The variants that an op publishes and of which the public does not see what is shown."""
        asked = [change.locale for change in op.changes if change.field == STATUS and change.after == PUBLISHED]
        carry = self.bridge.unpublished_edits == "carry"
        seen = {at for at, note in target.notes.items() if note.live and not (carry and note.unpublished_edits)}
        return [locale for locale in asked if locale not in seen]

    def _edited_since(self, op: Op, target: Scoped, locales: Sequence[Locale]) -> bool:
        """An edit beats a delete: nothing goes that is not what the sides last agreed on (invariant 8).

        Nor is a draft published in which somebody wrote since the plan was made: what the other side does not show.
        """
        if isinstance(target.entry, Absent) or not locales:
            return False
        decided = takes_away(op) and all(change.decided is not None for change in op.changes)
        if decided and self.bridge.unpublished_edits == "carry":  # drafts are what is read, so they were shown
            return not self._is_as_decided(op, target)
        if any(unfinished(target, locale) for locale in locales) or self._unmapped(op, target, locales):
            return True
        if decided:
            return not self._is_as_decided(op, target)
        across = self.current.scoped(op.on.other, op.entry).entry
        shown = {op.on: target.entry, op.on.other: across}
        agreed_on = gone_live(*self.state.base.with_laid(op.entry), shown)
        base = published(agreed_on, self.state.base.drafts(op.entry), {op.on: target.entry})
        base = without_ended(base, shown, frozenset(), self.current.gone)
        if takes_away(op) and self.bridge.unpublished_edits == "carry":
            base = never_published(base, shown, {op.on: target.notes, op.on.other: {}})
        place = 0 if op.on is Side.LEFT else 1
        for locale in locales:
            for name, value in target.entry.get(locale, {}).items():
                agreed = base.get(locale, {}).get(name, (None, None))[place] == digest(led_on(value))
                wanted = op.verb == "publish" and name == STATUS
                if not (agreed or wanted) and value != cell_of(across, locale, name):
                    return True
        return False

    @staticmethod
    def _unmapped(op: Op, target: Scoped, locales: Sequence[Locale]) -> bool:
        """Whether a draft that an op publishes holds what is not compared: that is never carried."""
        notes = (target.notes.get(locale) for locale in locales if op.verb == "publish")
        return any(note is not None and note.unmapped_edits for note in notes)

    def _is_as_decided(self, op: Op, target: Scoped) -> bool:
        """Whether what a person agreed to take away, edits and all, still is what that person was shown.

        What is compared counts, as it did when it was shown: a state that is not compared is no edit.
        """
        entry = {} if isinstance(target.entry, Absent) else target.entry
        if op.verb == "delete":
            seen: dict[Locale, dict[str, MaybeValue]] = {}
            for change in op.changes:
                seen.setdefault(change.locale, {})[change.field] = change.before
            return all(entry[locale] == cells for locale, cells in seen.items() if locale in entry)
        if not self.planned_before:  # the plan was made of what was read, and what was read was what was shown
            return target.entry == self.current.plain(op.on, op.entry).entry
        place = 0 if op.on is Side.LEFT else 1
        shown = {digest_tree(entry), *(digest_tree(entry.get(locale, {})) for locale in op.locales)}
        return all(change.decided is not None and change.decided.marks[place] in shown for change in op.changes)
