"""What a merge finds: changes to make, and what must wait for a person. Data, never an exception."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias

from isogloss.model.address import Cell
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue

Pair: TypeAlias = tuple[Digest | Absent, Digest | Absent]
"""A digest for each side, left first."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Whose decision about a conflict a change follows.

    conflict: its id. how: in the words of ``resolve``. by: who. at: when, aware UTC.
    marks:    digests of what both sides showed then, left first.
    """

    conflict: str
    how: str
    by: str
    at: datetime
    marks: Pair = (ABSENT, ABSENT)


@dataclass(frozen=True, slots=True)
class Change:
    """Make ``at`` hold ``after``; it held ``before`` when we looked. Turned round, it is undo.

    source: digest of what the other side shows in this cell; the plan is stale there once it shows something else.
    agrees: digest that becomes the other side's half of the base pair, beside the read-back; None for ``source``. It
            differs where only a part of what the source shows could be written, so that the rest is found again, and
            where the other side's cell is undone in the same plan, whichever of the two is written first.
    merged: the value comes from both sides and is written to both; the base moves only once both are written.
    copied: the value is the primary's text, standing in for a translation that does not exist yet.
    staged: it will lie as a draft over live content, so the side goes on showing what it shows, and that becomes base.
    decided: a person decided so; a remark, which changes nothing of what is done.
    """

    at: Cell
    before: MaybeValue
    after: MaybeValue
    source: Digest | Absent
    agrees: Digest | Absent | None = None
    merged: bool = False
    staged: bool = False
    copied: bool = False
    decided: Decided | None = None

    @property
    def touches(self) -> bool:
        """Whether the cell stays as it is and is only named: it neither goes stale nor moves the base."""
        return self.before == self.after

    @property
    def locale(self) -> Locale:
        """The locale of the cell."""
        if self.at.locale is None:
            raise AssertionError("a change names a cell, so it has a locale")
        return self.at.locale

    @property
    def field(self) -> str:
        """The field of the cell."""
        if self.at.field is None:
            raise AssertionError("a change names a cell, so it has a field")
        return self.at.field


HoldReason = Literal[
    "both sides changed",
    "differ at first contact",
    "deleted on one side, edited on the other",
    "deletion",
    "unpublished edits on the target",
    "slug taken",
    "looks like another entry",
    "another id",
    "there twice",
    "deleted before",
    "rename waits",
    "publication state is open",
    "publishing waits",
    "link unknown across",
    "component damaged",
    "an older state is shown",
    "blocked",
    "locked",
]
NEVER_AGREED: Final[HoldReason] = "differ at first contact"
"""Of this there is no base: the sides met, and showed two things."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What a decision about an address is bound to, and what a person looks at before one.

    marks:   digests of all that the sides show there, below it too; ABSENT where nothing is.
    base:    the same of what they showed when they last agreed.
    changed: when each side says that it was changed, aware UTC; None where it does not tell.
    had:     what they showed in a cell when they last agreed; None where that is not kept.
    """

    marks: Pair
    base: Pair
    changed: tuple[datetime | None, datetime | None] = (None, None)
    had: tuple[MaybeValue | None, MaybeValue | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something wanted that is not done until a person decides.

    left, right: what the two sides show. At an entry or a variant, ABSENT where it is gone and otherwise its
                 ``$status``.
    detail:      one sentence more, where there is more to say.
    traces:      what of it is looked at later; None while it is only being merged.
    """

    at: Cell
    reason: HoldReason
    left: MaybeValue
    right: MaybeValue
    label: str = ""
    detail: str = ""
    traces: Traces | None = None


@dataclass(frozen=True, slots=True)
class Drifted:
    """What flows one way moved on its target alone: shown in every report, and kept or overwritten.

    detail: why it is kept, where that is not the flow: a lock, and its note.
    """

    at: Cell
    left: MaybeValue
    right: MaybeValue
    kept: bool
    label: str = ""
    traces: Traces | None = None
    detail: str = ""
