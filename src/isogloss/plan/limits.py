"""Refuse a plan that is too dangerous to be meant: too much deleted, too much changed, or a side that reads empty."""

from dataclasses import dataclass

from isogloss.errors import Refused


@dataclass(frozen=True, slots=True)
class Bounds:
    """Shares from 0 to 1 of the entries that exist on a side; below ``minimum`` entries they are not looked at."""

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


def refuse_if_dangerous(extents: tuple[Extent, ...], bounds: Bounds) -> None:
    """Raise Refused, with the counts and the limit, where a plan goes too far."""
    for extent in extents:
        _refuse_shrunken(extent, bounds)
        if extent.existing < bounds.minimum:
            continue
        for word, count, limit in (
            ("delete", extent.deleted, bounds.delete),
            ("change", extent.changed, bounds.change),
        ):
            if count > limit * extent.existing:
                raise Refused(
                    f"the plan would {word} {count} of {extent.existing} entries on {extent.side}, more than "
                    f"{limit:.0%}. If that is meant, raise limits.{word} in the mapping for this run."
                )


def _refuse_shrunken(extent: Extent, bounds: Bounds) -> None:
    """A short listing is a mass deletion unless somebody says otherwise (invariant 8)."""
    if extent.known and not extent.existing:
        raise Refused(
            f"{extent.side} reads empty, but {extent.known} entries were there before. Nothing was planned. Check the "
            "site, the token and the mapping; if everything was really deleted, use a fresh state."
        )
    gone = extent.known - extent.existing
    if extent.known >= bounds.minimum and gone > bounds.change * extent.known:
        raise Refused(
            f"{extent.side} shows {extent.existing} entries where {extent.known} were known: {gone} are gone, more "
            f"than {bounds.change:.0%}. Check the site and the mapping; if that is meant, raise limits.change."
        )
