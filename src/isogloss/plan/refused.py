"""Cells that the written side would refuse: each is held with the reason, and what cannot be without them waits too.

Decides what of an entry still goes: another cell of what is there always; a new variant only with everything that it
must hold. Refuses to know the rules; ``accepts`` does. Pure.
"""

from isogloss.merge.decision import Take
from isogloss.model.address import Cell
from isogloss.model.excluded import Exclusion
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, MaybeValue
from isogloss.plan.accepts import NOTHING_KNOWN
from isogloss.plan.sheet import Sheet


class Refused:
    """What of one entry would be refused on the side that is written."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.accepts = sheet, sheet.terms.accepts
        self.knows_rules = self.accepts != NOTHING_KNOWN
        self.cells: set[tuple[Locale, str]] = set()

    def holds(self, at: Cell, take: Take, before: MaybeValue, after: MaybeValue) -> bool:
        """Hold a cell that would change and would be refused; says whether it is."""
        why = self.accepts.why_not(at.field or "", after)
        if why is not None:
            self.sheet.hold(at, "blocked", take.source, before, f"{self.sheet.terms.place} would refuse it: {why}")
            self.cells.add((at.locale or SHARED, at.field or ""))
        return why is not None

    def left(self, locales: list[Locale]) -> list[Locale]:
        """The locales of which something is written; a new variant that lacks what it must hold waits."""
        new = [locale for locale in locales if locale not in self.sheet.existing | {SHARED}]
        shared = self.sheet.creating and bool(new) and self._lacks(SHARED)
        gone = [locale for locale in new if self._lacks(locale) or shared]
        kept = [locale for locale in locales if locale not in gone and not (self.sheet.creating and gone == new)]
        if gone:
            self.sheet.content[:] = [change for change in self.sheet.content if change.locale in kept]
        return kept

    def _lacks(self, locale: Locale) -> bool:
        """Whether a new variant, or what all share of a new entry, would lack what it must hold; says what is empty."""
        if not (self.accepts.required or self.cells):  # as of most kinds
            return False
        excluded = self.sheet.facing.excluded.get(locale, Exclusion()).fields
        written = {change.field for change in self.sheet.content if change.locale == locale}
        refused = {name for at, name in self.cells if at == locale}
        for name in sorted(self.accepts.required - written - refused - excluded):
            if (name in self.accepts.shared) == (locale == SHARED):
                lacks = "it does not flow there; fill it there by hand" if name in self.accepts.apart else "empty"
                why = f"{self.sheet.terms.place} would refuse it: {name} is required there, and {lacks}"
                self.sheet.hold(Cell(self.sheet.facing.key, locale, name), "blocked", ABSENT, ABSENT, why)
                refused.add(name)
        return not self.accepts.whole.isdisjoint(refused)
