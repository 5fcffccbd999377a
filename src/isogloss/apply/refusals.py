"""What it means that a side refused a write, or never shows it, and what a person can do.

Three causes are told apart. A slug, where it is what an entry is known by: what was deleted may still hold it. A side
says so in different ways, or not at all; what tells it is that the entry was there under this slug and is gone, or that
the slug itself is what is refused. A field that cannot be emptied: a schema tells what is required; that something else
is, only a refusal does. Both are remembered, so that the next plan holds them and writes the rest. And an option that
the side does not have: one that says yes first and acts later drops such a write without a word, and no call of such a
side lists its options; what may be such a value is known from the mapping. Refuses to know platforms.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from isogloss.apply.settle import Judged
from isogloss.bridge import Bridge
from isogloss.errors import RemoteError, Unauthorized
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import SLUG
from isogloss.model.locale import SHARED
from isogloss.model.value import Absent, Scalar
from isogloss.plan.op import Op
from isogloss.ports import Call, Writer
from isogloss.state.opened import State

_FORBIDDEN = 403
"""A side may say that a slug is taken as it says that a token may not do something."""


@dataclass(slots=True)
class Refusals:
    """What one run finds that is not taken.

    _were: the entries that are made where they were before.
    """

    bridge: Bridge
    state: State
    writers: Mapping[Side, Writer]
    _were: set[tuple[Side, EntryKey]] = field(default_factory=set)

    def meet(self, op: Op) -> None:
        """Take in an op that creates an entry, before its old id is forgotten."""
        known = self.state.identity.remote(op.on, op.entry) is not None
        if self._by_slug(op) and (known or self.state.taken.ever(op.on, op.entry.kind, slug_of(op))):
            self._were.add((op.on, op.entry))

    def expects(self, call: Call, error: RemoteError) -> bool:
        """Whether a refusal may be about the slug although it is worded as one of the token."""
        refused = isinstance(error, Unauthorized) and error.status == _FORBIDDEN
        return refused and all((op.on, op.entry) in self._were for op in call.ops)

    def holds(self, op: Op, *, slug_refused: bool = False) -> bool:
        """Whether an op that was refused, or never showed, waits for a person because of its slug."""
        if op.verb != "create":
            return False
        return (op.on, op.entry) in self._were or (slug_refused and self._by_slug(op))

    def held(self, op: Op, said: str) -> str:
        """Remember that the slug is taken; says what a person can do."""
        slug, place, across = slug_of(op), self.bridge.side(op.on).name, self.bridge.side(op.on.other).name
        self.state.taken.mark(op.on, op.entry.kind, slug)
        return (
            f"{place} does not take the slug {slug} ({said}). An entry that was deleted there may still hold it: "
            f"give the entry another slug on {across}, delete it there too, or bring the old one back on {place}. "
            "It is tried again after a day."
        )

    def not_emptied(self, op: Op, named: Collection[str], said: str) -> str | None:
        """Remember the fields that an op would have emptied and its side named; says what a person can do.

        None where the refusal is of another sort.
        """
        bound = self.bridge.side(op.on).kinds[op.entry.kind].fields
        emptied = {change.field for change in op.changes if isinstance(change.after, Absent) and not change.touches}
        found = sorted(name for name in emptied if name in bound and bound[name].remote in named)
        for name in found:
            self.state.unemptied.mark(op.on, op.entry.kind, name)
        if not found:
            return None
        place = self.bridge.side(op.on).name
        return (
            f"{place} refuses to empty {', '.join(found)} ({said}). Put another value there, or empty it there by "
            "hand. The next run writes the rest; this is tried again after a day."
        )

    def unshown(self, op: Op, judged: Judged) -> str:
        """What is said of an op that was accepted and is not there."""
        said = f"accepted, but not visible yet: {judged.detail}"
        doubted = "; ".join(dict.fromkeys(self._options(op)))
        if not doubted:
            return said
        place = self.bridge.side(op.on).name
        return (
            f"{said}. If it never shows, {place} may have dropped it without a word for an option that it does not "
            f"have: {doubted}. Mend the name there, or add the option on {place}"
        )

    def _options(self, op: Op) -> Iterator[str]:
        binding = self.bridge.side(op.on)
        fields = binding.kinds[op.entry.kind].fields
        for change in op.changes:
            bound, value = fields.get(change.field), change.after
            if bound is not None and isinstance(value, Scalar) and not change.touches:
                word = bound.options.get(value.text)
                if word is not None:
                    at = f"kinds.{op.entry.kind}.fields.{change.field}.values.{value.text}.{binding.name}"
                    yield f"{at} says {word}"

    def _by_slug(self, op: Op) -> bool:
        return op.verb == "create" and not self.writers[op.on].capabilities(op.entry.kind).rename_slug


def slug_of(op: Op) -> str:
    """The slug that an entry is made with; where none is given, it is made from the name."""
    for change in op.changes:
        if (change.locale, change.field) == (SHARED, SLUG) and isinstance(change.after, Scalar):
            return change.after.text
    return op.entry.name
