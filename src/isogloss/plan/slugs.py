"""Slugs that the written side would not take beside those that it has: the entry, or the cell, is held with the reason.

Refuses to know how a slug is written; what is used there is handed in. Pure.
"""

from collections.abc import Mapping

from isogloss.merge.decision import Take
from isogloss.model.address import Cell
from isogloss.model.entry import SLUG
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, MaybeValue, Scalar
from isogloss.plan.sheet import Sheet
from isogloss.plan.terms import cell_at


class Slugs:
    """The slugs of one entry on one side."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def taken(self, by_locale: Mapping[Locale, Mapping[str, Take]]) -> bool:
        """Whether an entry cannot be made because of its slug; said."""
        if not self.sheet.creating:
            return False
        for locale, name in sorted(self._cells()):
            take = by_locale.get(locale, {}).get(name)
            slug = take.value.text if take and isinstance(take.value, Scalar) else None
            why = self._twins(locale, name, slug) or self._why_taken(locale, name, slug)
            if why is not None:
                at = Cell(self.sheet.facing.key, locale, name)
                self.sheet.hold(at, "slug taken", take.value if take else ABSENT, ABSENT, why)
                return True
        return False

    def _cells(self) -> set[tuple[Locale, str]]:
        """The cells that are slugs here."""
        return {(SHARED, SLUG), *self.sheet.terms.twins, *self.sheet.terms.holders}

    def inside(self, locale: Locale) -> frozenset[str]:
        """The fields of a variant that are slugs here."""
        return frozenset(name for at, name in self._cells() if at == locale)

    def becomes_anothers(self, at: Cell, take: Take, now: MaybeValue) -> bool:
        """Whether a slug is changed into one that is another's here; said, and the rest of the entry flows."""
        if not isinstance(take.value, Scalar):
            return False
        slug = take.value.text
        own = isinstance(now, Scalar) and self._held(now.text) == self._held(slug)
        why = self._twins(*cell_at(at), slug) or (None if own else self._why_taken(*cell_at(at), slug))
        if why is not None:
            self.sheet.hold(at, "slug taken", take.source, now, why)
        return why is not None

    def _twins(self, locale: Locale, name: str, slug: str | None) -> str | None:
        """Why a slug would be one with another here; None where it would not."""
        alike = () if slug is None else self.sheet.terms.twins.get((locale, name), {}).get(slug.casefold(), ())
        twins = [twin for twin in alike if twin != slug]
        if not twins:
            return None
        named = f"{slug} and {', '.join(twins)}"
        return f"{self.sheet.terms.place} holds slugs in lower case, so {named} would be one; rename one of them"

    def _held(self, slug: str) -> str:
        """A slug as the side holds it."""
        return slug.casefold() if self.sheet.can.lowers_slugs else slug

    def _why_taken(self, locale: Locale, name: str, slug: str | None) -> str | None:
        """Why the side would not take an entry of this slug, or of its name where it has none; None where it would."""
        holder = None if slug is None else self.sheet.terms.holders.get((locale, name), {}).get(self._held(slug))
        if name != SLUG or (holder is not None and not self.sheet.creating):
            return None if holder is None else self._used(slug, holder)
        place, known = self.sheet.terms.place, self.sheet.facing.key.shown if slug is None else slug
        if known in self.sheet.terms.reserved:
            return (
                f"{place} did not take the slug {known}: an entry that was deleted there may still hold it. "
                "Give this one another slug, delete it too, or bring the old one back; it is tried again after a day"
            )
        if slug in self.sheet.terms.taken:
            return f"another entry on {place} already uses the slug {known}; rename one of them, or match the two"
        return None

    def _used(self, slug: str | None, holder: str) -> str:
        return f"{holder} on {self.sheet.terms.place} already uses the slug {slug}; rename one of them"
