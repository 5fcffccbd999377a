"""The policies that hold for one kind: who leads, what settles a conflict, what a deletion is worth.

Decides only which of them counts at an address. Refuses to know what follows: ``policy`` does. Pure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from isogloss.merge.alike import Alike
from isogloss.merge.both import Merge3
from isogloss.merge.flow import Flows
from isogloss.merge.guard import Guard, NewGuard
from isogloss.model.address import Cell
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Digest, MaybeValue

ConflictPolicy = Literal["hold", "left", "right", "newest", "merge"]
DeletePolicy = Literal["hold", "archive", "propagate"]
DriftPolicy = Literal["keep", "overwrite"]


def nothing(*_: object) -> None:
    """Merge nothing, so that every text is held whole; or keep nothing, so that everything is written."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The policies that hold for one kind.

    flows:    which way what flows.
    conflict: by field name; ``""`` is the default of the kind.
    locales:  conflicts in one locale, unless the field says otherwise.
    drift:    one-way flows: keep what only the target changed, or overwrite it.
    merge3:   merges two values for the policy ``merge``.
    body:     fetches by its digest what the base remembers; ABSENT where it was not kept.
    guard:    keeps what a side holds and a value from the other would destroy.
    anew:     keeps what was damaged on its way from a side that shows nothing of its own there yet.
    alike:    which values are renderings of one another.
    carry:    drafts over live content are content like any other, and shown.
    sure:     all that is there of the kind could be read and placed; else nothing of it counts as deleted.
    """

    flows: Flows = field(default_factory=Flows)
    conflict: Mapping[str, ConflictPolicy] = field(default_factory=dict)
    locales: Mapping[Locale, ConflictPolicy] = field(default_factory=dict)
    delete: DeletePolicy = "hold"
    drift: DriftPolicy = "keep"
    merge3: Merge3 = nothing
    body: Callable[[Digest], MaybeValue] = lambda digest: ABSENT  # noqa: ARG005  # nothing was kept
    guard: Guard = nothing
    anew: NewGuard = nothing
    alike: Alike = field(default_factory=Alike)
    carry: bool = False
    sure: bool = True

    def settle(self, at: Cell) -> ConflictPolicy:
        """The conflict policy at an address: that of the field, else of the locale, else of the kind."""
        named = self.conflict.get(at.field) if at.field else None
        if named is None and at.locale is not None:
            named = self.locales.get(at.locale)
        return self.conflict.get("", "hold") if named is None else named
