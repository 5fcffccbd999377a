"""Fields and locales that a side showed and suddenly shows nowhere: they are gone there, and nobody emptied them.

Decides it by what both sides agreed on: as many entries as the limits' minimum had it, and not one shows it now. A side
that describes its fields is asked instead (``mapping.check``); this is for those that do not. Refuses to decide what is
to be done: a person mends the mapping, and no plan is made meanwhile.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from isogloss.errors import Problem
from isogloss.merge.decision import Decision, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import RemoteSchema
from isogloss.model.value import ABSENT, Absent
from isogloss.run.observe import Observed


@dataclass(slots=True)
class Vanishing:
    """What is missing in one plan. Show it every entry that is merged, then ask.

    fields:  by side, kind and field, the entries in which it would be emptied across.
    locales: by side and locale, how many entries lack it that had it.
    """

    observed: Observed
    schemas: Mapping[Side, RemoteSchema]
    fields: dict[tuple[Side, str, str], set[EntryKey]] = field(default_factory=lambda: defaultdict(set))
    locales: dict[tuple[Side, Locale], int] = field(default_factory=lambda: defaultdict(int))

    def see(self, facing: Facing, decided: Iterable[Decision]) -> None:
        """Take in one entry and what was decided about it."""
        for decision in decided:
            if isinstance(decision, Take) and isinstance(decision.value, Absent) and decision.at.field is not None:
                self.fields[decision.to.other, facing.key.kind, decision.at.field].add(facing.key)
        for side, known in ((Side.LEFT, facing.base.left), (Side.RIGHT, facing.base.right)):
            shown = facing.shows(side)
            if isinstance(known, Mapping) and not isinstance(shown, Absent):
                for locale in known.keys() - shown.keys() - {SHARED}:
                    self.locales[side, Locale(locale)] += 1

    def problems(self) -> Iterator[Problem]:
        """What has to be mended in the mapping, with the line that would go."""
        bridge = self.observed.bridge
        for (side, locale), count in self.locales.items():
            if count >= bridge.limits.minimum and not self.observed.counts(side).locales[locale]:
                yield Problem(f"locales.{locale}.{bridge.side(side).name}", self._locale(side, locale, count))
        for (side, kind, name), entries in self.fields.items():
            bound = bridge.side(side).kinds[kind].fields.get(name)
            if bound is not None and len(entries) >= self._minimum(kind) and self._is_gone(side, kind, name):
                path = f"kinds.{kind}.fields.{name}.{bridge.side(side).name}"
                yield Problem(path, self._field(side, kind, name, bound.remote, len(entries)))

    def _minimum(self, kind: str) -> int:
        limits = self.observed.bridge.limits
        own = limits.kinds[kind].minimum if kind in limits.kinds else None
        return limits.minimum if own is None else own

    def _is_gone(self, side: Side, kind: str, name: str) -> bool:
        """Whether a side that does not describe its fields shows a field in no entry at all."""
        described = self.schemas[side].kinds.get(kind)
        if described is not None and described.fields is not None:
            return False
        for key in self.observed.entries:
            shown = self.observed.plain(side, key).raw if key.kind == kind else ABSENT
            if not isinstance(shown, Absent) and any(name in variant for variant in shown.values()):
                return False
        return True

    def _locale(self, side: Side, locale: Locale, count: int) -> str:
        place = self.observed.bridge.side(side)
        return (
            f'{count} entries of {place.name} had "{place.locales[locale]}" when the sides last agreed, and none has '
            f"it now: it was taken out there. Nothing was written. Put it back there, or take {locale} out of locales"
        )

    def _field(self, side: Side, kind: str, name: str, remote: str, count: int) -> str:
        place = self.observed.bridge.side(side).name
        return (
            f'{count} entries of {place} showed "{remote}" when the sides last agreed, and none does now: it was taken '
            f"out there, or has another name. Nothing was written. Mend the name, or take {name} out of the fields of "
            f"{kind}; if people emptied it, say limits: {{kinds: {{{kind}: {{minimum: {count + 1}}}}}}} for this run"
        )
