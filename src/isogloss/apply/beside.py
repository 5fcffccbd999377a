"""Notice what went live beside what was asked: a platform may take a state that names one locale for others too.

Looked for at read-back, where variants of the same entry were to stay unpublished, and only on sides that publish a
locale by naming it in a body. Where the read-back itself does not tell, one look for each kind and run tells the
platform's habit; where nothing went along it is not asked again. Decides nothing about what to do: it is told, and a
person takes it off.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from isogloss.apply.advance import pair
from isogloss.apply.current import Current
from isogloss.bridge import Bridge
from isogloss.model.address import Side
from isogloss.model.entry import PRESENT, PUBLISHED, STATUS, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, MaybeValue, digest
from isogloss.plan.op import Op
from isogloss.ports import Wanted, Writer
from isogloss.state.opened import State


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
        remote = self.state.names(op.on).remote(op.entry)
        if remote is None:
            return {}
        wanted = Wanted(op.entry, locales, remote, {}, str(op.entry), live=True)
        seen = self.writers[op.on].look([wanted]).get(op.entry)
        return {} if seen is None else {at: variant.get(STATUS, ABSENT) for at, variant in seen.variants.items()}

    def _agree(self, op: Op, locale: Locale) -> None:
        """Nobody published it, so the next run must not take it across: the sides agree to differ, until one moves."""
        across = cell_of(self.current.scoped(op.on.other, op.entry).entry, locale, STATUS)
        if across != PRESENT:
            self.state.base.advance(op.entry, {locale: {STATUS: pair(op.on, PUBLISHED, digest(across))}})

    def others(self, op: Op) -> tuple[Locale, ...]:
        """The variants of an entry that are not live, and were not asked to be."""
        asked = {c.locale for c in op.changes if c.field == STATUS and c.after == PUBLISHED}
        if not asked or not self.writers[op.on].capabilities(op.entry.kind).touch_to_publish:
            return ()
        notes = self.current.plain(op.on, op.entry).notes
        live = {locale for locale, note in notes.items() if note.live}
        return tuple(found for found in op.present if found not in asked | live | {SHARED})
