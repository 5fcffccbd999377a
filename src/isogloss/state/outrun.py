"""Which translations their source has left behind, and what the source was when they were last agreed on. Pure.

Decides that a translation is left behind when the sides agree on another source and not, in the same run, on another
translation; that a new translation catches up, and so does a source that is what it was. Of a source that changed twice
the first counts, since that is what was translated. What one side alone shows otherwise is its rendering, and no change
of the source.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from isogloss.model.address import EntryKey
from isogloss.model.locale import SHARED, Locale

if TYPE_CHECKING:
    from isogloss.state.agreed import Pair, Pairs

Outrun: TypeAlias = "Mapping[Locale, Mapping[str, Pair]]"
"""By locale and field, the pair of the primary when the translation was last agreed on."""

NO_OUTRUN: Final[Outrun] = {}


@dataclass(slots=True)
class Translating:
    """What is translated from what, and what was translated since a run began.

    fields: by kind.
    """

    primary: Locale
    fields: Mapping[str, Collection[str]]
    _fresh: set[tuple[EntryKey, Locale, str]] = field(default_factory=set)

    def outrun(self, entry: EntryKey, old: Outrun, before: "Pairs", new: "Pairs", now: "Pairs") -> Outrun:
        """What is left behind of an entry.

        old:    what was.
        before: all that was agreed on. new: what is agreed on anew. now: both.
        """
        found = {locale: dict(fields) for locale, fields in old.items()}
        for locale, fields in new.items():
            if locale in (self.primary, SHARED):
                continue
            for name, pair in fields.items():
                if pair != before.get(locale, {}).get(name):
                    self._fresh.add((entry, locale, name))
                    found.get(locale, {}).pop(name, None)
        for name, pair in new.get(self.primary, {}).items():
            was = before.get(self.primary, {}).get(name)
            if was is not None and name in self.fields.get(entry.kind, ()) and was[0] != pair[0] and was[1] != pair[1]:
                self._leave(entry, name, was, before, found)
        source = now.get(self.primary, {})
        return {
            locale: kept
            for locale, fields in found.items()
            if (kept := {n: was for n, was in fields.items() if n in now.get(locale, {}) and source.get(n) != was})
        }

    def _leave(
        self, entry: EntryKey, name: str, was: "Pair", before: "Pairs", found: dict[Locale, dict[str, "Pair"]]
    ) -> None:
        """Leave every translation of a field behind that did not come along."""
        for locale, fields in before.items():
            if locale not in (self.primary, SHARED) and name in fields and (entry, locale, name) not in self._fresh:
                found.setdefault(locale, {}).setdefault(name, was)
