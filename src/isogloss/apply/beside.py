"""Notice what went live beside what was asked: a platform may take a state that names one locale for others too.

Looked for at read-back, where variants of the same entry were to stay unpublished, and only on sides that publish a
locale by naming it in a body. Where the read-back itself does not tell, one look for each kind and run tells the
platform's habit; where nothing went along it is not asked again. Edits that lay unpublished on a live variant are
looked for as well. Decides nothing about what to do: it is told, and a person sees to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from isogloss.apply.advance import pair
from isogloss.apply.current import Current
from isogloss.bridge import Bridge
from isogloss.mapping.names.neutral import scoped
from isogloss.model.address import Side
from isogloss.model.entry import PRESENT, PUBLISHED, STATUS, Entry, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Seen
from isogloss.model.value import ABSENT, Absent, MaybeValue, digest
from isogloss.plan.op import Op
from isogloss.ports import Wanted, Writer
from isogloss.state.opened import State

ONE_CALL: Final = timedelta(seconds=1)
"""How far apart a side may date what one call changed."""


@dataclass(slots=True)
class Beside:
    """Looks for one run.

    _kept: the kinds of which it was seen that only the named locales went live, by side.
    """

    bridge: Bridge
    state: State
    writers: Mapping[Side, Writer]
    current: Current
    _kept: set[tuple[Side, str]] = field(default_factory=set)

    def asks(self, op: Op) -> bool:
        """Whether a side may have to be asked what to say of an op."""
        return bool(self._left(op))

    def said(self, op: Op, told: Mapping[Locale, MaybeValue]) -> str:
        """What went live beside what an op asked, for people; empty where nothing did. ``told`` as below."""
        found, edited = self.went_live(op, told), self.edits_went_live(op)
        gone = f"{', '.join(found)} went live beside what was asked; take it off the live site there"
        along = f"edits in {', '.join(edited)} that nobody published went live along; see to them there"
        return "; ".join([gone] * bool(found) + [along] * bool(edited))

    def edits_went_live(self, op: Op) -> list[Locale]:
        """The variants on whose live version edits lay that nobody asked to publish, and lie no more.

        One that changed at another time than what was asked for was published by a person, and crosses as any edit.
        """
        notes = self.current.plain(op.on, op.entry).notes
        edited = tuple(at for at in self._left(op) if at in notes and notes[at].live and notes[at].unpublished_edits)
        asked = [change.locale for change in op.changes if change.field == STATUS and change.after == PUBLISHED][:1]
        seen = self._look(op, (*edited, *asked), live=False) if edited else None
        shown = scoped(seen, op.entry, self.bridge, self.current.translator(op.on))
        times = {at: note.updated for at, note in shown.notes.items()}
        found = [
            at
            for at in edited
            if at in times and not shown.notes[at].unpublished_edits and _at_once(times[at], times.get(asked[0]))
        ]
        for locale in found:
            self._agree_on_all(op, locale, shown.entry)
        return found

    def went_live(self, op: Op, told: Mapping[Locale, MaybeValue] = MappingProxyType({})) -> list[Locale]:
        """The variants that the public sees now, and nobody asked for; what it saw before is none of them.

        told: the ``$status`` of those of which the read-back told.
        """
        others = self.others(op)
        kind = (op.on, op.entry.kind)
        unsure = tuple(locale for locale in others if locale not in told)
        status = dict(told)
        if unsure and kind not in self._kept:
            status |= self._asked(op, unsure)
        found = [locale for locale in others if status.get(locale) == PUBLISHED]
        if others and not found:
            self._kept.add(kind)
        for locale in found:
            self._agree(op, locale)
        return found

    def _asked(self, op: Op, locales: tuple[Locale, ...]) -> Mapping[Locale, MaybeValue]:
        seen = self._look(op, locales, live=True)
        return {} if seen is None else {at: variant.get(STATUS, ABSENT) for at, variant in seen.variants.items()}

    def _look(self, op: Op, locales: tuple[Locale, ...], *, live: bool) -> Seen | None:
        """An entry in some locales: what of it is live, or as a whole read would show it."""
        remote = self.state.names(op.on).remote(op.entry)
        if remote is None:
            return None
        wanted = Wanted(op.entry, locales, remote, {}, str(op.entry), live=live, whole=not live)
        return self.writers[op.on].look([wanted]).get(op.entry)

    def _agree(self, op: Op, locale: Locale) -> None:
        """Nobody published it, so the next run must not take it across: the sides agree to differ, until one moves."""
        across = cell_of(self.current.scoped(op.on.other, op.entry).entry, locale, STATUS)
        if across != PRESENT:
            self.state.base.advance(op.entry, {locale: {STATUS: pair(op.on, PUBLISHED, digest(across))}})

    def _agree_on_all(self, op: Op, locale: Locale, shown: Entry | Absent) -> None:
        """The same of what the variant says now."""
        across = self.current.scoped(op.on.other, op.entry).entry
        names = {name for entry in (shown, across) if not isinstance(entry, Absent) for name in entry.get(locale, {})}
        cells = {n: pair(op.on, cell_of(shown, locale, n), digest(cell_of(across, locale, n))) for n in sorted(names)}
        self.state.base.advance(op.entry, {locale: cells})

    def others(self, op: Op) -> tuple[Locale, ...]:
        """The variants of an entry that are not live, and were not asked to be."""
        notes = self.current.plain(op.on, op.entry).notes
        return tuple(found for found in self._left(op) if found not in notes or not notes[found].live)

    def _left(self, op: Op) -> tuple[Locale, ...]:
        """The variants of an entry whose state was not to change, while that of another was named."""
        asked = {c.locale for c in op.changes if c.field == STATUS and c.after == PUBLISHED}
        if not asked or not self.writers[op.on].capabilities(op.entry.kind).touch_to_publish:
            return ()
        return tuple(found for found in op.present if found not in asked | {SHARED})


def _at_once(one: datetime | None, other: datetime | None) -> bool:
    """Whether one call may have changed both; a side that tells no times may always have."""
    return one is None or other is None or abs(one - other) <= ONE_CALL
