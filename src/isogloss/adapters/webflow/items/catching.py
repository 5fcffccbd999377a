"""Reading a collection on from an earlier reading: what moved since, as two listings by time of change tell.

The staged version by its last change, the live one by its last publication: a publication need not move the first,
and what was taken off the site or deleted shows only in how many rows there are. So a number that does not fit, or a
listing that is no proof, makes the reading whole. What a secondary locale shows of its primary need not move a time: a
variant that may follow a primary that moved is asked for. Refuses to know what rows mean.

Source: Webflow Data API reference, list items, seen 2026-11: listings can be sorted by ``lastUpdated`` and
        ``lastPublished``, and ``total`` counts variants.
"""

import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from isogloss.adapters.since import Descent, Floor, UnsafeError, load_floor
from isogloss.adapters.webflow import paths
from isogloss.adapters.webflow.files.alts import INHERIT
from isogloss.adapters.webflow.items.kept import ItemRows, Row, follows, load, place_of, row_of, seen_of
from isogloss.adapters.webflow.items.reading import Variant, ids, listed, pick
from isogloss.adapters.webflow.paths import PAGE, Version
from isogloss.adapters.webflow.site import CmsLocale, Collection, Read, Site
from isogloss.adapters.webflow.wire import Item, page
from isogloss.catching import Ended, Shelf, Taken
from isogloss.http.pages import by_offset

_VERSIONS: Final[tuple[Version, ...]] = ("staged", "live")  # what is published between the two is seen to be live
_MOMENT: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class _Ground:
    """How far the reading of a collection reached.

    place:  a mark of the site, its locales and the collection's fields: of others, nothing is known.
    began:  when it began, by our clock.
    counts: by version, how many rows there were.
    floors: by version.
    alone:  what is live without a staged version, until the site is published; it is of no item any more.
    """

    place: str
    began: datetime
    counts: Mapping[Version, int]
    floors: Mapping[Version, Floor]
    alone: frozenset[tuple[str, str]] = frozenset()

    def dump(self) -> str:
        """Write it down."""
        floors = {version: floor.dump() for version, floor in self.floors.items()}
        return json.dumps([self.place, self.began.isoformat(), dict(self.counts), floors, sorted(self.alone)])


@dataclass(slots=True)
class Catching:
    """One collection."""

    read: Read
    site: Site
    collection: Collection
    shelf: Shelf
    carry: bool
    _total: dict[Version, int] = field(default_factory=dict)

    def taken(self) -> Iterator[Taken | Ended]:
        """Every item that may have moved, or all of them."""
        kind, why = self.collection.binding.kind, self._unkept()
        if why:
            yield from self._whole(None, why)
            return
        before = self.shelf.ground(kind)
        if before is not None:
            try:
                ground, moved = self._moved(before)
            except UnsafeError as unsafe:
                why = str(unsafe)
            else:
                for remote, rows in moved.items():
                    yield self._taken(remote, rows)
                yield Ended(kind, ground.dump(), whole=False)
                return
        yield from self._whole(self._place(), why)

    def _unkept(self) -> str:
        """Why nothing is kept of a collection; empty where something is."""
        primary = self.site.primary
        if primary is not None and all(place.id != primary for place in self.site.places):
            return "the site's primary locale is not mapped, and what follows it moves unseen"
        return ""

    def _place(self) -> str:
        """A mark of all that what is kept depends on beside the rows."""
        fields = [one.model_dump_json() for _, one in sorted(self.collection.fields.items())]
        served = [self.site.serves(place) for place in self.site.places]
        return json.dumps([self.site.id, self.collection.id, ids(self.site.places), served, fields])

    def _places(self, version: Version) -> list[CmsLocale]:
        return [place for place in self.site.places if version == "staged" or self.site.serves(place)]

    def _taken(self, remote: str, rows: ItemRows) -> Taken:
        text = rows.dump()
        return Taken(seen_of(self.site, self.collection, remote, rows, carry=self.carry), text, INHERIT not in text)

    def _whole(self, place: str | None, why: str) -> Iterator[Taken | Ended]:
        """Read the collection whole, its rows on disk until all of an item are there."""
        lies: dict[str, dict[tuple[Version, str], int]] = {}
        counts: dict[Version, int] = {}
        floors: dict[Version, Floor] = {}
        alone: set[tuple[str, str]] = set()
        for version in _VERSIONS:
            counts[version], newest = 0, None
            places = self._places(version)
            for item in listed(self.read, self.collection, version, places) if places else ():
                counts[version] += 1
                newest = max(filter(None, (newest, _time(item, version))), default=None)
                if version == "live" and ("staged", place_of(item)) not in lies.get(item.id, ()):
                    alone.add((item.id, place_of(item)))
                else:
                    laid = self.shelf.put(json.dumps(row_of(item), separators=(",", ":")))
                    lies.setdefault(item.id, {})[version, place_of(item)] = laid
            floors[version] = Floor(None, None, self.shelf.began).after(self.shelf.began, newest, self.shelf.passed())
        for remote, where in lies.items():
            rows = ItemRows()
            for (version, at), laid in where.items():
                (rows.staged if version == "staged" else rows.live)[at] = json.loads(self.shelf.get(laid))
            yield self._taken(remote, rows)
        ground = None if place is None else _Ground(place, self.shelf.began, counts, floors, frozenset(alone)).dump()
        yield Ended(self.collection.binding.kind, ground, why=why)

    def _moved(self, before: str) -> tuple[_Ground, dict[str, ItemRows]]:
        """What moved, by item, as it is now.

        Raises: UnsafeError where that cannot be told.
        """
        ground = _load(before)
        if ground.place != self._place():
            raise UnsafeError("its fields, its locales or the site are others than they were")
        news: dict[Version, list[Item]] = {}
        floors: dict[Version, Floor] = {}
        for version in _VERSIONS:
            news[version], floors[version] = self._news(ground, version)
        touched = list(dict.fromkeys(item.id for version in _VERSIONS for item in news[version]))
        kept = self._kept(touched)
        counts = {version: self._fits(ground, version, news[version], kept) for version in _VERSIONS}
        moved = {remote: kept.get(remote, ItemRows()) for remote in touched}
        following = self._following(news["staged"], kept)
        for version in _VERSIONS:
            for item in news[version]:
                _of(moved[item.id], version)[place_of(item)] = row_of(item)
        self._look(moved, following)
        if any(at not in rows.staged for rows in moved.values() for at in rows.live):
            raise UnsafeError("something is live there that is not staged")
        return _Ground(ground.place, self.shelf.began, counts, floors, ground.alone), moved

    def _news(self, ground: _Ground, version: Version) -> tuple[list[Item], Floor]:
        """The rows of a version that are not as they are kept."""
        floor = ground.floors[version]
        if not self._places(version):
            return [], floor
        locales = ids(self._places(version))
        request = paths.listing(self.collection.id, version, locales, order="newest")
        ask = by_offset(request, PAGE)
        descent: Descent[Item] = Descent(
            PAGE,
            lambda number: page(self.read(ask(number))),
            lambda item: (item.id, place_of(item)),
            lambda item: _time(item, version),
            lambda rows: self._known(rows, version, ground),
        )
        found = list(descent.news(floor.high, floor.reached(ground.began)))
        self._total[version] = descent.total
        if not descent.proven and descent.newest is not None:
            after = (descent.newest + _MOMENT).isoformat()
            later = paths.listing(self.collection.id, version, locales, order="newest", after=after)
            if page(self.read(by_offset(later, PAGE)(0))).total:
                raise UnsafeError("nothing proves that its listing is in order of time")
        return found, floor.after(self.shelf.began, descent.newest, self.shelf.passed())

    def _known(self, rows: Sequence[Item], version: Version, ground: _Ground) -> set[Hashable]:
        kept = self._kept([item.id for item in rows])
        mine = {
            (item.id, place_of(item))
            for item in rows
            if item.id in kept and _of(kept[item.id], version).get(place_of(item)) == row_of(item)
        }
        return {*mine, *(ground.alone if version == "live" else ())}

    def _kept(self, remotes: Sequence[str]) -> dict[str, ItemRows]:
        wanted = list(dict.fromkeys(remotes))
        return {remote: load(text) for remote, text in self.shelf.rows(self.collection.binding.kind, wanted).items()}

    def _fits(self, ground: _Ground, version: Version, news: Sequence[Item], kept: Mapping[str, ItemRows]) -> int:
        """How many rows there are now, if that is as many as were and what came since."""
        came = sum(1 for item in news if item.id not in kept or place_of(item) not in _of(kept[item.id], version))
        total = self._total.get(version, 0)
        if total != ground.counts.get(version, 0) + came:
            raise UnsafeError("it has another number of rows than it would if nothing had gone")
        return total

    def _following(self, news: Sequence[Item], kept: Mapping[str, ItemRows]) -> list[Variant]:
        """The variants that may have moved with their primary."""
        found: list[Variant] = []
        seen = {(item.id, place_of(item)) for item in news}
        for item in news:
            rows = kept.get(item.id)
            if rows is None or item.cms_locale_id is None or item.cms_locale_id != self.site.primary:
                continue
            before = rows.staged.get(place_of(item))
            if before is None:
                continue
            found += [
                (item.id, at)
                for at, other in rows.staged.items()
                if (item.id, at) not in seen and follows(_data(before), item.field_data, _data(other))
            ]
        return found

    def _look(self, moved: Mapping[str, ItemRows], following: Sequence[Variant]) -> None:
        """Ask for what may follow a primary.

        Raises: UnsafeError where one of them is gone.
        """
        found = pick(self.read, self.collection, "staged", following) if following else {}
        if len(found) != len(set(following)):
            raise UnsafeError("a variant of an item that moved is gone")
        for (remote, _), item in found.items():
            moved[remote].staged[place_of(item)] = row_of(item)


def _of(rows: ItemRows, version: Version) -> dict[str, Row]:
    return rows.staged if version == "staged" else rows.live


def _data(row: Row) -> Mapping[str, object]:
    data = row[-1]
    return data if isinstance(data, dict) else {}


def _time(item: Item, version: Version) -> datetime | None:
    return item.last_updated if version == "staged" else item.last_published


def _load(text: str) -> _Ground:
    try:
        place, began, counts, told, alone = json.loads(text)
        floors = {version: load_floor(told[version]) for version in _VERSIONS}
        return _Ground(place, datetime.fromisoformat(began), counts, floors, frozenset((id_, at) for id_, at in alone))
    except (TypeError, ValueError, KeyError):
        raise UnsafeError("what was kept of it cannot be read") from None
