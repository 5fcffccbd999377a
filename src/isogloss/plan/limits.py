"""Refuse a plan that is too dangerous to be meant: too much deleted, too much changed, or a side that reads empty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from isogloss.errors import Refused
from isogloss.model.locale import Locale

_WHOLE: Final = 10_000_000
"""Shares are counted in so many parts, in whole numbers: 29 of 100 are not more than 29 %."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many, however many there are."""

    number: int


Amount: TypeAlias = float | Count
"""How much of what exists: a share, 0 to 1, or a count."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What is bounded of one kind, or of one locale, beside the side as a whole; None for what is not.

    minimum: as for ``Limits``; None for that of the whole.
    """

    delete: Amount | None = None
    change: Amount | None = None
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """When a plan is too dangerous.

    delete, change: how many of the entries that exist on a side.
    minimum:        below so many existing entries the shares are not looked at; counts are.
    kinds, locales: what is bounded of one kind, and of the variants in one locale.
    raised:         limits that hold for one plan in place of those of the mapping, as ``change=80%``.
    """

    delete: Amount = 0.10
    change: Amount = 0.50
    minimum: int = 10
    kinds: Mapping[str, Bound] = field(default_factory=dict)
    locales: Mapping[Locale, Bound] = field(default_factory=dict)
    raised: tuple[str, ...] = ()

    def bound(self, extent: "Extent") -> Bound:
        """What bounds an extent."""
        if extent.kind:
            return self.kinds.get(extent.kind, Bound())
        if extent.locale is not None:
            return self.locales.get(extent.locale, Bound())
        return Bound(self.delete, self.change)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a plan would do on one side.

    existing: entries in scope there now. known: entries we remember there.
    deleted, changed: entries concerned; created ones count for neither.
    kind, locale: of which it is, where it is not of the whole side; of a locale, variants are counted.
    """

    side: str
    existing: int
    known: int
    deleted: int
    changed: int
    kind: str = ""
    locale: Locale | None = None

    @property
    def what(self) -> str:
        """What is counted."""
        return f"{self.kind} entries" if self.kind else f"{self.locale} variants" if self.locale else "entries"

    @property
    def path(self) -> str:
        """Where its limits stand in a mapping."""
        inner = f".kinds.{self.kind}" if self.kind else f".locales.{self.locale}" if self.locale else ""
        return f"limits{inner}"

    def option(self, name: str) -> str:
        """One of its limits as ``--limit`` names it."""
        return f"{self.path}.{name}".removeprefix("limits.")


@dataclass(frozen=True, slots=True)
class Raise:
    """One limit that holds for one plan in place of what the mapping says.

    path: where it stands below ``limits``: ``change``, ``kinds.article.delete``, ``locales.de.minimum``.
    """

    path: str
    amount: Amount

    def __str__(self) -> str:
        return f"{self.path}={said(self.amount)}"


def raised(limits: Limits, raises: Iterable[Raise]) -> Limits:
    """Limits with some of them raised, or lowered.

    Raises: ValueError with a sentence where a path or its amount is none.
    """
    for each in raises:
        within, _, name = each.path.rpartition(".")
        if name not in _NAMES:
            raise ValueError(f"there is no limit {each.path}; name one of {', '.join(_NAMES)}")
        amount = _amount(each, name)
        sort, _, of = within.partition(".")
        if not within:
            limits = replace(limits, **{name: amount})
        elif sort == "kinds" and of:
            bound = replace(limits.kinds.get(of, Bound()), **{name: amount})
            limits = replace(limits, kinds={**limits.kinds, of: bound})
        elif sort == "locales" and of:
            bound = replace(limits.locales.get(Locale(of), Bound()), **{name: amount})
            limits = replace(limits, locales={**limits.locales, Locale(of): bound})
        else:
            raise ValueError(f"{each.path}: write it as {name}, kinds.KIND.{name} or locales.LOCALE.{name}")
        limits = replace(limits, raised=(*limits.raised, str(each)))
    return limits


_NAMES: Final = ("delete", "change", "minimum")


def _amount(each: Raise, name: str) -> Any:
    if name != "minimum":
        return each.amount
    if isinstance(each.amount, Count):
        return each.amount.number
    raise ValueError(f"{each.path}: give a number of entries, not a share")


def refuse_if_dangerous(extents: Iterable[Extent], limits: Limits) -> None:
    """Raise Refused, with the counts and the limit, where a plan goes too far."""
    for extent in extents:
        bound = limits.bound(extent)
        minimum = limits.minimum if bound.minimum is None else bound.minimum
        _refuse_shrunken(extent, limits, minimum)
        for word, count, limit in (
            ("delete", extent.deleted, bound.delete),
            ("change", extent.changed, bound.change),
        ):
            if limit is not None and goes_beyond(count, limit, extent.existing, minimum):
                raise Refused(
                    f"the plan would {word} {count} of {extent.existing} {extent.what} on {extent.side}, more than "
                    f"{said(limit)}. If that is meant, give --limit {extent.option(word)}=… for this run, or raise "
                    f"{extent.path}.{word} in the mapping." + ("" if isinstance(limit, Count) else _small(minimum))
                )


def goes_beyond(count: int, limit: Amount, existing: int, minimum: int) -> bool:
    """Whether so many of what exists are more than a limit allows; a share of too few is not looked at."""
    if isinstance(limit, Count):
        return count > limit.number
    return existing >= minimum and _beyond(count, limit, existing)


def said(limit: Amount) -> str:
    """A limit in words."""
    return str(limit.number) if isinstance(limit, Count) else f"{limit:.0%}"


def _small(minimum: int) -> str:
    return f" A side of fewer entries than limits.minimum ({minimum}) is not held to it."


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


def _refuse_shrunken(extent: Extent, limits: Limits, minimum: int) -> None:
    """A short listing is a mass deletion unless somebody says otherwise (invariant 8)."""
    if extent.locale is not None:
        return
    if extent.known and not extent.existing and (not extent.kind or extent.known >= minimum):
        what = f" of kind {extent.kind}" if extent.kind else ""
        raise Refused(
            f"{extent.side} reads empty{what}, but {extent.known} entries were there before. Nothing was written. "
            "Check the site, the token and the mapping; if everything was really deleted, "
            + (
                f"give --limit {extent.option('minimum')}={extent.known + 1} for this run."
                if what
                else "use a fresh state."
            )
        )
    if extent.kind or isinstance(limits.change, Count):
        return
    gone = extent.known - extent.existing
    if extent.known >= minimum and _beyond(gone, limits.change, extent.known):
        raise Refused(
            f"{extent.side} shows {extent.existing} entries where {extent.known} were known: {gone} are gone, more "
            f"than {limits.change:.0%}. Check the site and the mapping; if that is meant, give --limit change=… for "
            f"this run. Fewer than limits.minimum ({minimum}) known entries are not held to it."
        )
