"""What is gathered while the ops of one entry on one side are built: what is there, and the changes found so far.

Decides nothing but what the rest asks again and again: whether a variant is there, is live, is somebody's unfinished
work.
"""

from isogloss.merge.change import Change, Conflict, HoldReason
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, Side
from isogloss.model.entry import Entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, MaybeValue, Scalar
from isogloss.plan.op import Loss, LossReason, Step
from isogloss.plan.terms import Built, Terms


class Sheet:
    """One entry on the side that is written, and the changes to it by the wave that they go in."""

    def __init__(self, facing: Facing, side: Side, terms: Terms, built: Built) -> None:
        self.facing, self.side, self.terms, self.built = facing, side, terms, built
        self.can = terms.can
        self.target: Entry | Absent = facing.newest(side)
        self.notes = facing.notes(side)
        self.creating = isinstance(self.target, Absent)
        self.existing: set[Locale] = set() if isinstance(self.target, Absent) else set(self.target) - {SHARED}
        self.existing -= facing.copied.get(side, frozenset())
        self.copies = facing.copied.get(side.other, frozenset())
        self.has_blanks = any(note.blank for note in self.notes.values())
        self.content: list[Change] = []
        self.publish: list[Change] = []
        self.unpublish: list[Change] = []
        self.archive: list[Change] = []

    @property
    def named(self) -> str:
        """The entry, for sentences."""
        return f"{self.facing.label or self.facing.key.shown} ({self.facing.key})"

    def blank(self, at: Cell) -> MaybeValue:
        """A cell that shows nothing and holds comments all the same, with these; ABSENT for any other."""
        notes = [note for locale, note in sorted(self.notes.items()) if at.locale in (locale, SHARED)]
        held = next((text for note in notes for name, text in note.blank.items() if name == at.field), None)
        return ABSENT if held is None else Scalar("rich_text", "", held)

    def pair(self, source: MaybeValue, target: MaybeValue) -> tuple[MaybeValue, MaybeValue]:
        """What both sides show of a cell, left first."""
        return (source, target) if self.side is Side.RIGHT else (target, source)

    def is_there(self, locale: Locale) -> bool:
        """Whether the written side has the variant, or needs none."""
        return locale == SHARED or locale in self.existing

    def is_live(self, locale: Locale) -> bool:
        """Whether the public sees a variant of the written side."""
        return locale in self.existing and locale in self.notes and self.notes[locale].live

    def stays_live(self, locale: Locale) -> bool:
        """Whether the public sees the variants that a cell of this locale belongs to."""
        return any(self.is_live(found) for found in (self.existing if locale == SHARED else {locale}))

    def comes_back_live(self, locale: Locale) -> bool:
        """Whether one of these variants is archived and shows what was live before, whatever is written to it."""
        return any(note.live_below for found, note in self.notes.items() if locale in (found, SHARED))

    def is_unfinished(self, locale: Locale, side: Side) -> bool:
        """Whether a variant shows somebody's unpublished edits, to be carried as such."""
        note = self.facing.notes(side).get(locale)
        return self.terms.carry and note is not None and note.unpublished_edits

    def waits_for_its_site(self) -> bool:
        """Whether nothing goes live by an op of its own: what is written waits until the whole site is published."""
        return self.can.live_with_site and not self.can.stages_edits

    def hold(self, at: Cell, reason: HoldReason, source: MaybeValue, target: MaybeValue, why: str) -> None:
        """Hold a cell, or a variant, for a person: what both sides show, and why."""
        self.built.conflicts.append(Conflict(at, reason, *self.pair(source, target), self.facing.label, why))

    def ask(self, at: Cell, todo: str, check: str, many: str) -> None:
        """Ask a person for what only one can do."""
        self.built.steps.append(Step(self.side, at, todo, check, many))

    def lose(self, at: Cell, reason: LossReason, value: MaybeValue, detail: str) -> None:
        """Tell of what the written side cannot hold."""
        self.built.losses.append(Loss(self.side, at, reason, value, detail))
