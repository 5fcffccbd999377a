"""An entry that is made again where it was before: its side may refuse the slug, as what was deleted still holds it.

Decides when a refusal, or silence, means that, and what a person can do. A side says so in different ways, or not at
all; what tells it is that the entry was there under this slug and is gone, or that the slug itself is what is refused.
Only where a slug is what an entry is known by. Refuses to know platforms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from isogloss.bridge import Bridge
from isogloss.errors import RemoteError, Unauthorized
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import SLUG
from isogloss.model.locale import SHARED
from isogloss.model.value import Scalar
from isogloss.plan.op import Op
from isogloss.ports import Call, Writer
from isogloss.state.opened import State

_FORBIDDEN = 403
"""A side may say that a slug is taken as it says that a token may not do something."""


@dataclass(slots=True)
class MadeAnew:
    """The entries of one run that are made where they were before."""

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

    def _by_slug(self, op: Op) -> bool:
        return op.verb == "create" and not self.writers[op.on].capabilities(op.entry.kind).rename_slug


def slug_of(op: Op) -> str:
    """The slug that an entry is made with; where none is given, it is made from the name."""
    for change in op.changes:
        if (change.locale, change.field) == (SHARED, SLUG) and isinstance(change.after, Scalar):
            return change.after.text
    return op.entry.name
