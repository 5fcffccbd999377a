"""What building a plan is given for a kind on a side, and what it gives back for an entry.

Decides nothing: shapes only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities
from isogloss.model.value import Absent, Digest, MaybeValue, Value, digest
from isogloss.plan.accepts import NOTHING_KNOWN, Accepts
from isogloss.plan.op import Adoption, Assumption, Loss, LossReason, Op, Remark, Resolved, Step

Fit: TypeAlias = Callable[[str, Value], tuple[MaybeValue, tuple[tuple[LossReason, str], ...]]]
"""Field name and value to what the side can hold of it, and what is lost on the way."""

Keep: TypeAlias = Callable[[MaybeValue, MaybeValue, MaybeValue], tuple[MaybeValue, tuple[str, ...]]]
"""What a cell holds, what it is to hold and what the source shows, to what is written, and what is not kept by it."""

Notice: TypeAlias = Callable[[str, MaybeValue, MaybeValue], tuple[tuple[LossReason, str], ...]]
"""Field name, what a cell holds and what is written over it, to what a person should know of that, and why."""

Unseen: TypeAlias = Callable[[Side, Cell, EntryKey], bool]
"""Whether a side cannot show, in a cell, a link to an entry that the other side has."""


def nothing_unseen(side: Side, at: Cell, key: EntryKey) -> bool:
    """Every link can be shown on both sides."""
    del side, at, key
    return False


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for one kind on one side.

    place:   the name of the side, for sentences.
    keep:    spells what is written around what is there and is not compared.
    taken:   slugs that entries of the side already use.
    holders: for each cell that is a slug there, who holds which.
    reserved: slugs that nobody uses there and that it did not take lately.
    twins:   where the side holds slugs in lower case, slugs of the other side that would be one here, by that one; for
             each cell that is a slug.
    publish: ``mirror`` follows the source's state, ``keep`` the target's own, ``draft`` puts nothing live.
    carry:   drafts on top of live content are content like any other; otherwise they are somebody's and are not
             written over.
    label:   the field that people know an entry by.
    alt_of:  the field of each alternative text that is one, to that of its picture.
    primary: the locale that others may inherit from on this side; None where none does.
    main:    the locale that what all share is read from, where an entry has it.
    unserved: locales that the side holds and does not show to the public.
    gated:   locales of which nothing is put live for the first time, each with what its gate lacks.
    notice:  what may be an editor's doing and is carried, since nobody can tell; what of a spelling the side drops.
    unseen:  which links of this side the other one cannot show.
    accepts: what the side takes, beyond the types of its fields.
    leads:   the side that a cell comes from, where it flows one way.
    """

    place: str
    can: Capabilities
    fit: Fit
    taken: frozenset[str] = frozenset()
    holders: Mapping[tuple[Locale, str], Mapping[str, str]] = field(default_factory=dict)
    reserved: frozenset[str] = frozenset()
    twins: Mapping[tuple[Locale, str], Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    publish: Literal["mirror", "draft", "keep"] = "mirror"
    carry: bool = False
    label: str | None = None
    alt_of: Mapping[str, str] = field(default_factory=dict)
    primary: Locale | None = None
    main: Locale | None = None
    unserved: frozenset[Locale] = frozenset()
    gated: Mapping[Locale, str] = field(default_factory=dict)
    keep: Keep = lambda _now, wanted, _source: (wanted, ())
    notice: Notice = lambda _name, _now, _written: ()
    unseen: Unseen = nothing_unseen
    accepts: Accepts = NOTHING_KNOWN
    leads: Callable[[Cell], Side | None] = lambda _at: None


@dataclass(slots=True)
class Built:
    """All that a plan holds about one entry."""

    ops: list[Op] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    drifts: list[Drifted] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    agreed: dict[Locale, dict[str, tuple[Digest | None, Digest | None]]] = field(default_factory=dict)
    assumed: list[Assumption] = field(default_factory=list)
    resolved: list[Resolved] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def adoption(self, facing: Facing) -> Adoption | None:
        """The cells that become base without a write, if any."""
        return Adoption(facing.key, self.agreed) if self.agreed else None

    def remember(self, cells: Mapping[Locale, Mapping[str, tuple[Digest | None, Digest | None]]]) -> None:
        """Write down of the base what is known of it in another form."""
        for locale, pairs in cells.items():
            self.agreed.setdefault(locale, {}).update(pairs)

    def agree(self, at: Cell, left: MaybeValue, right: MaybeValue) -> None:
        """Write down that what both sides show of a cell is what they agree on."""
        locale, name = cell_at(at)
        self.agreed.setdefault(locale, {})[name] = (_stored(digest(left)), _stored(digest(right)))


def cell_at(at: Cell) -> tuple[Locale, str]:
    """The locale and field of an address that is a cell."""
    if at.locale is None or at.field is None:
        raise AssertionError(f"{at} should name a cell")
    return at.locale, at.field


def _stored(made: Digest | Absent) -> Digest | None:
    return None if isinstance(made, Absent) else made
