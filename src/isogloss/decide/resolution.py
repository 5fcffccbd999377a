"""A person's decision about something that waits: which side, or which value, and for what the sides showed just then.

Decides how it is kept as plain data, and whether it still fits. Refuses to know where it is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, get_args

from isogloss.decide.naming import Question, question
from isogloss.decide.traces import at_rest, bound, mark
from isogloss.merge.alike import Alike
from isogloss.merge.change import Conflict, Decided, Drifted, HoldReason, Pair
from isogloss.merge.facing import Facing, quote
from isogloss.model.address import Cell, Side, dump_key, load_key
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue, dump, load

How = Literal["take", "value", "merge", "edit"]
"""take: what one side shows. value, merge, edit: a value of its own, given, made of both edits, or written by hand."""

_HOWS: Final[tuple[How, ...]] = get_args(How)
_QUESTIONS: Final[tuple[Question, ...]] = ("content", "deletion", "drift", *get_args(HoldReason))


@dataclass(frozen=True, slots=True)
class Resolution:
    """One decision.

    conflict: the id of what it is about.
    marks:    digests of what the sides showed there when it was made; it lapses where one moved since.
    take:     the side that is right; None where ``value`` is.
    by, at:   who decided, and when, aware UTC.
    note:     why, in that person's words; may be empty.
    replaces: the open decision whose place it took, told when it is made and not kept with it.
    """

    conflict: str
    cell: Cell
    question: Question
    marks: Pair
    how: How
    take: Side | None
    value: MaybeValue
    by: str
    at: datetime
    label: str = ""
    note: str = ""
    replaces: "Resolution | None" = field(default=None, compare=False)

    def decided(self, names: Mapping[Side, str]) -> Decided:
        """Whose decision it is, as a plan tells it."""
        how = self.how if self.take is None else f"{self.how} {names[self.take]}"
        return Decided(self.conflict, how, self.by, self.at, self.marks)

    def is_about(self, waiting: Conflict | Drifted) -> bool:
        """Whether it answers what waits."""
        return waiting.at == self.cell and question(waiting) == self.question

    def moved(self, facing: Facing, alike: Alike) -> list[Side]:
        """The sides that moved since it was made; one that shows the decided value already did what was decided."""
        return [
            side
            for side, then in zip(Side, self.marks, strict=True)
            if bound(self.cell, facing, side) != then and not self._shows(side, facing, alike)
        ]

    def is_done(self, facing: Facing, alike: Alike, source: Side | None = None) -> bool:
        """Whether both sides show what was decided: a run did it and could not say so, or somebody did it by hand.

        source: in a one-way flow, the side that is not written; the other may be let differ from it.
        """
        if self.take is None:
            return all(self._shows(side, facing, alike) for side in Side if side is not source)
        if source is not None and self.take is not source:
            return at_rest(self.cell, facing) and not self.moved(facing, alike)
        if bound(self.cell, facing, self.take) != self.marks[0 if self.take is Side.LEFT else 1]:
            return False
        right = mark(self.cell, facing, self.take)
        across = mark(self.cell, facing, self.take.other)
        if self.cell.field is None or right == across:
            return right == across
        shown = [quote(self.cell, facing.shows(side)) for side in Side]
        return alike.meeting(self.cell.field, *shown) == "alike"

    def _shows(self, side: Side, facing: Facing, alike: Alike) -> bool:
        if self.take is not None or self.cell.field is None:
            return False
        return alike.meeting(self.cell.field, quote(self.cell, facing.shows(side)), self.value) == "alike"


def dump_resolution(made: Resolution) -> dict[str, object]:
    """A decision as plain data; :func:`load_resolution` undoes it."""
    return {
        "conflict": made.conflict,
        "entry": dump_key(made.cell.entry),
        "locale": made.cell.locale,
        "field": made.cell.field,
        "question": made.question,
        "marks": [None if isinstance(each, Absent) else each for each in made.marks],
        "how": made.how,
        "take": None if made.take is None else made.take.value,
        "value": dump(made.value),
        "by": made.by,
        "at": made.at.isoformat(),
        "label": made.label,
        "note": made.note,
    }


def load_resolution(data: object) -> Resolution:
    """Undo :func:`dump_resolution`.

    Raises: ValueError where the data is not of that shape.
    """
    match data:
        case {
            "conflict": str(conflict),
            "entry": list(key),
            "locale": (str() | None) as locale,
            "field": (str() | None) as field,
            "question": asked,
            "marks": [(str() | None) as left, (str() | None) as right],
            "how": how,
            "take": (str() | None) as take,
            "value": value,
            "by": str(by),
            "at": str(at),
            "label": str(label),
            "note": str(note),
        }:
            return Resolution(
                conflict,
                Cell(load_key(key), None if locale is None else Locale(locale), field),
                _QUESTIONS[_QUESTIONS.index(asked)],
                (_mark(left), _mark(right)),
                _HOWS[_HOWS.index(how)],
                None if take is None else Side(take),
                load(value),
                by,
                datetime.fromisoformat(at),
                label,
                note,
            )
    raise ValueError(f"not a decision: {str(data)[:80]}")


def _mark(data: str | None) -> Digest | Absent:
    return ABSENT if data is None else Digest(data)
