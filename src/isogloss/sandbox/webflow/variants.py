"""Variants: one item in one locale, and how the variants of a collection are kept and found.

Decides how they are indexed, and how a half-done change is taken back. Does not judge values.

Variants are immutable and their ``fields`` are never changed in place, so a live snapshot may share them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

Json = dict[str, object]
Fields = Mapping[str, object]


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


class Items:
    """The variants of one collection, in the order they were made, findable by slug.

    version: grows with every change, so that a sorted listing can be kept until it is stale.
    """

    def __init__(self) -> None:
        self.variants: dict[tuple[str, str], Variant] = {}
        self.version = 0
        self.listing: tuple[object, list[Variant]] | None = None
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
        self.variants[new.key] = new
        self._slugs[new.locale, str(new.fields.get("slug"))] = new.id

    def remove(self, old: Variant) -> None:
        """Take a variant out."""
        self._note(old.key, old)
        self._free(old)
        del self.variants[old.key]

    def _free(self, old: Variant) -> None:
        place = (old.locale, str(old.fields.get("slug")))
        if self._slugs.get(place) == old.id:
            del self._slugs[place]

    def _note(self, key: tuple[str, str], old: Variant | None) -> None:
        self.version += 1
        self.listing = None
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
