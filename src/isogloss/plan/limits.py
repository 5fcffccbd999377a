"""Refuse a plan that is too dangerous to be meant: too much deleted, too much changed, or a side that reads empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from isogloss.errors import Refused

_WHOLE: Final = 10_000_000
"""Shares are counted in so many parts, in whole numbers: 29 of 100 are not more than 29 %."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a plan is too dangerous.

    delete, change: share of the entries that exist on a side, 0 to 1.
    minimum:        below so many existing entries the shares are not looked at.
    """

    delete: float = 0.10
    change: float = 0.50
    minimum: int = 10


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a plan would do on one side.

    existing: entries in scope there now. known: entries we remember there.
    deleted, changed: entries concerned; created ones count for neither.
    """

    side: str
    existing: int
    known: int
    deleted: int
    changed: int


def refuse_if_dangerous(extents: tuple[Extent, ...], limits: Limits) -> None:
    """Raise Refused, with the counts and the limit, where a plan goes too far."""
    for extent in extents:
        _refuse_shrunken(extent, limits)
        if extent.existing < limits.minimum:
            continue
        for word, count, limit in (
            ("delete", extent.deleted, limits.delete),
            ("change", extent.changed, limits.change),
        ):
            if _beyond(count, limit, extent.existing):
                raise Refused(
                    f"the plan would {word} {count} of {extent.existing} entries on {extent.side}, more than "
                    f"{limit:.0%}. If that is meant, raise limits.{word} in the mapping for this run. A side "
                    f"of fewer entries than limits.minimum ({limits.minimum}) is not held to it."
                )


CARRIED: Final = "same text as the primary"
"""A loss of which only the translation is missing: it is told, and nothing is lost by writing it."""
EXCLUDED: Final = "excluded from translation"
"""What a side's owner does not want translated: it is told, and nobody misses it."""


@dataclass(frozen=True, slots=True)
class MaxLoss:
    """How much may be lost: so many cells, or a share (0 to 1) of the cells that would change."""

    cells: int | None = None
    share: float | None = None


def refuse_if_lossy(lost: Mapping[tuple[str, str], int], changed: int, most: MaxLoss) -> None:
    """Raise Refused, with the counts by reason, where a plan would lose more than is allowed.

    lost:    (side, reason) to cells.
    changed: how many cells the plan changes.
    """
    lost = {at: count for at, count in lost.items() if at[1] not in (CARRIED, EXCLUDED)}
    total = sum(lost.values())
    allowed = most.cells if most.cells is not None else _parts(most.share or 0.0) * changed // _WHOLE
    if (most.cells is None and most.share is None) or total <= allowed:
        return
    reasons = ", ".join(f"{count} x {reason}" for (_, reason), count in sorted(lost.items(), key=lambda kv: -kv[1]))
    raise Refused(
        f"the plan would lose {total} cells or parts of them, more than the {allowed} that --max-loss allows: "
        f"{reasons}. See the losses with isogloss plan --report html=plan.html; mend the mapping, or allow more."
    )


def _parts(share: float) -> int:
    return round(share * _WHOLE)


def _beyond(count: int, share: float, total: int) -> bool:
    return count * _WHOLE > _parts(share) * total


def _refuse_shrunken(extent: Extent, limits: Limits) -> None:
    """A short listing is a mass deletion unless somebody says otherwise (invariant 8)."""
    if extent.known and not extent.existing:
        raise Refused(
            f"{extent.side} reads empty, but {extent.known} entries were there before. Nothing was written. Check the "
            "site, the token and the mapping; if everything was really deleted, use a fresh state."
        )
    gone = extent.known - extent.existing
    if extent.known >= limits.minimum and _beyond(gone, limits.change, extent.known):
        raise Refused(
            f"{extent.side} shows {extent.existing} entries where {extent.known} were known: {gone} are gone, more "
            f"than {limits.change:.0%}. Check the site and the mapping; if that is meant, raise limits.change in the "
            f"mapping for this run. Fewer than limits.minimum ({limits.minimum}) known entries are not held to it."
        )
