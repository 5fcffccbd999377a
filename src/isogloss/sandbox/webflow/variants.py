"""Variants: one item in one locale, and how the variants of a collection are kept, found and listed.

Decides how they are indexed, and how a half-done change is taken back. Does not judge values, nor what a listing shows.

Variants are immutable and their ``fields`` are never changed in place, so a live snapshot may share them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, cast

from isogloss.sandbox.ordered import Ordered

Json = dict[str, object]
Fields = Mapping[str, object]

_KEPT: Final = 8
"""How many listings of a collection are kept in order."""


@dataclass(frozen=True, slots=True)
class Live:
    """What visitors see of a variant: its content and times at its last publication."""

    fields: Fields
    published: str
    updated: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One item in one locale.

    fields:    staged content, by field slug; a field without a value is missing.
    live:      the published snapshot; None when it is not on the site.
    inherited: slugs of the fields that still follow the primary.
    """

    id: str
    locale: str
    created: str
    updated: str
    published: str | None
    draft: bool
    archived: bool
    fields: Fields
    live: Live | None = None
    inherited: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """Name it: item and locale."""
        return self.id, self.locale

    def dump(self) -> Json:
        """Copy it out as JSON."""
        live = self.live and {
            "fieldData": copied(self.live.fields),
            "lastPublished": self.live.published,
            "lastUpdated": self.live.updated,
        }
        return {
            "id": self.id,
            "cmsLocaleId": self.locale,
            "createdOn": self.created,
            "lastUpdated": self.updated,
            "lastPublished": self.published,
            "isDraft": self.draft,
            "isArchived": self.archived,
            "fieldData": copied(self.fields),
            "live": live,
            "inherited": sorted(self.inherited),
        }


def variant(dumped: Mapping[str, object]) -> Variant:
    """Read a variant back from ``Variant.dump``."""
    live = cast("Json | None", dumped.get("live"))
    return Variant(
        id=cast(str, dumped["id"]),
        locale=cast(str, dumped["cmsLocaleId"]),
        created=cast(str, dumped["createdOn"]),
        updated=cast(str, dumped["lastUpdated"]),
        published=cast("str | None", dumped["lastPublished"]),
        draft=bool(dumped["isDraft"]),
        archived=bool(dumped["isArchived"]),
        fields=cast(Fields, dumped["fieldData"]),
        live=None if live is None else _live(live),
        inherited=frozenset(cast("list[str]", dumped.get("inherited", []))),
    )


def _live(dumped: Mapping[str, object]) -> Live:
    return Live(
        fields=cast(Fields, dumped["fieldData"]),
        published=cast(str, dumped["lastPublished"]),
        updated=cast(str, dumped["lastUpdated"]),
    )


class Listing:
    """Some variants in an order, kept in it.

    shows: which of them.
    text:  what one is sorted by; None where the order is that in which they were made.
    """

    def __init__(
        self, shows: Callable[[Variant], bool], text: Callable[[Variant], str] | None, *, down: bool = False
    ) -> None:
        self._shows, self._text, self._down = shows, text, down
        self.rows = Ordered[Variant]()

    def fill(self, rows: Iterable[tuple[Variant, int]]) -> None:
        """Put all variants in order, each with its number in the order in which they were made."""
        shown = ((self._place(row, number), number, row) for row, number in rows if self._shows(row))
        self.rows = Ordered(shown, down=self._down)

    def put(self, row: Variant, number: int) -> None:
        """Let a variant stand where it belongs, if it is shown."""
        if self._shows(row):
            self.rows.put(self._place(row, number), number, row)

    def remove(self, row: Variant, number: int) -> None:
        """Take a variant out, if it is there."""
        self.rows.remove(self._place(row, number), number)

    def _place(self, row: Variant, number: int) -> str:
        return f"{number:012}" if self._text is None else self._text(row)


class Items:
    """The variants of one collection, in the order they were made, findable by slug; and the listings of them."""

    def __init__(self) -> None:
        self.variants: dict[tuple[str, str], Variant] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._made = 0
        self._listings: dict[object, Listing] = {}
        self._slugs: dict[tuple[str, str], str] = {}
        self._undo: list[tuple[tuple[str, str], Variant | None]] | None = None

    def get(self, item: str, locale: str) -> Variant | None:
        """Find one variant."""
        return self.variants.get((item, locale))

    def owner(self, locale: str, slug: str) -> str | None:
        """Find the item that has this slug in this locale."""
        return self._slugs.get((locale, slug))

    def put(self, new: Variant) -> None:
        """Add a variant, or replace it where it stands."""
        old = self.variants.get(new.key)
        self._note(new.key, old)
        if old is not None:
            self._free(old)
        else:
            self._made += 1
            self._numbers[new.key] = self._made
        self.variants[new.key] = new
        for listing in self._listings.values():
            listing.put(new, self._numbers[new.key])
        self._slugs[new.locale, str(new.fields.get("slug"))] = new.id

    def remove(self, old: Variant) -> None:
        """Take a variant out."""
        self._note(old.key, old)
        self._free(old)
        del self.variants[old.key], self._numbers[old.key]

    def listed(self, asked: object, make: Callable[[], Listing]) -> Sequence[Variant]:
        """Answer what was asked, in its order; what is asked again is kept, and brought up to date by each change."""
        kept = self._listings.pop(asked, None)
        if kept is None:
            kept = make()
            kept.fill((row, self._numbers[key]) for key, row in self.variants.items())
        self._listings[asked] = kept  # the one asked for last stands last
        for oldest in list(self._listings)[:-_KEPT]:
            del self._listings[oldest]
        return kept.rows

    def _free(self, old: Variant) -> None:
        for listing in self._listings.values():
            listing.remove(self.variants[old.key], self._numbers[old.key])
        place = (old.locale, str(old.fields.get("slug")))
        if self._slugs.get(place) == old.id:
            del self._slugs[place]

    def _note(self, key: tuple[str, str], old: Variant | None) -> None:
        if self._undo is not None:
            self._undo.append((key, old))

    @contextmanager
    def undoable(self) -> Iterator[None]:
        """Take every change back if the block raises."""
        self._undo = []
        try:
            yield
        except Exception:
            changes, self._undo = self._undo, None
            for key, old in reversed(changes):
                if old is not None:
                    self.put(old)
                else:
                    self.remove(self.variants[key])
            raise
        finally:
            self._undo = None


def copied(value: object) -> object:
    """Copy a JSON value; far quicker than ``copy.deepcopy``, since JSON has no cycles."""
    if isinstance(value, dict):
        return {key: copied(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [copied(inside) for inside in value]
    return value
