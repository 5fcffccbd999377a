"""Reading an account on from an earlier reading.

Pages of a type are listed by what changed last, in each locale and version, until known ground; items, and pages
without a type, have no times and no such order, so they are listed whole and what is as it was is not decoded again. A
page also moves without a time where somebody gets to see, or sees no more, what it links to: that page is asked for.
What a cache kept vouches for what it shows as long as it shows all that is known. Refuses to know what rows mean.

Source: ButterCMS API reference, list pages, seen 2026-11: ``order`` takes ``updated``; ``meta.count`` counts all. That
        what is not published is left out of what links to it is said of no case in particular [inferred].
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from isogloss.adapters.buttercms.account import Account, KindPlace
from isogloss.adapters.buttercms.asking import each_of
from isogloss.adapters.buttercms.entries.descending import Descending, Reached, dump_ground, load_ground
from isogloss.adapters.buttercms.entries.kept import VERSIONS, EntryRows, Version, load, seen_of, text_of
from isogloss.adapters.buttercms.entries.listing import Listing
from isogloss.adapters.since import Floor, UnsafeError
from isogloss.catching import Ended, Shelf, Taken
from isogloss.model.locale import Locale
from isogloss.model.schema import Field
from isogloss.model.value import digest_text

_LISTED = "listed"
"""The ground of what is listed whole each time."""


@dataclass(slots=True)
class _Found:
    """What was found of a kind.

    whole:   everything there is was read, as nothing could stand in for it.
    laid:    where the rows lie that were read, by remote id.
    moved:   the entries that were read otherwise.
    reached: how far the reading reached, where that is told by times.
    gone:    what was kept and is there no more.
    touched: what somebody gets to see, or sees no more.
    made:    when the answers of a listing were made, where a cache kept one.
    """

    whole: bool
    why: str = ""
    laid: dict[str, dict[Version, int]] = field(default_factory=dict)
    moved: dict[str, EntryRows] = field(default_factory=dict)
    reached: Mapping[Version, Reached] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    touched: set[str] = field(default_factory=set)
    made: dict[Version, datetime | None] = field(default_factory=dict)


@dataclass(slots=True)
class Catching:
    """The pages and items of one account."""

    listing: Listing
    account: Account
    shelf: Shelf

    def taken(self) -> Iterator[Taken | Ended]:
        """Every entry that may have moved, or all of them, kind by kind."""
        places = list(self.account.places.values())
        found = {place.kind: self._descended(place) if place.ordered else self._listed(place) for place in places}
        unsure = any(each.whole for each in found.values())
        touched = {(kind, remote) for kind, each in found.items() for remote in each.touched}
        for place in places:
            each = found.pop(place.kind)
            if place.ordered and not each.whole and any(map(_links, (bound.field for bound in place.fields.values()))):
                each = (
                    self._whole(place, "what it may link to was read whole")
                    if unsure
                    else self._led(place, each, touched)
                )
            yield from self._given(place, each)

    def _given(self, place: KindPlace, found: _Found) -> Iterator[Taken | Ended]:
        blank: dict[Version, set[str]] = {}
        for remote, rows in self._entries(found):
            seen = seen_of(place, self.account, remote, rows, found.made)
            if seen is not None:
                yield Taken(seen, rows.dump())
            for at in rows.texts if seen is None else ():
                blank.setdefault(at, set()).add(remote)
        made = None if found.whole else min(filter(None, found.made.values()), default=None)
        reached = {at: replace(one, blank=one.blank | blank.get(at, set())) for at, one in found.reached.items()}
        ground = dump_ground(reached) if place.ordered else _LISTED
        yield Ended(place.kind, ground, found.whole, found.why, found.gone, made)

    def _entries(self, found: _Found) -> Iterator[tuple[str, EntryRows]]:
        for remote, where in found.laid.items():
            yield remote, self._laid(where)
        yield from found.moved.items()

    def _laid(self, where: Mapping[Version, int]) -> EntryRows:
        return EntryRows({at: self.shelf.get(laid) for at, laid in where.items()})

    def _whole(self, place: KindPlace, why: str) -> _Found:
        """Read a kind whole, its rows on disk until all of an entry are there."""
        found = _Found(whole=True, why=why)
        reached: dict[Version, Reached] = {}
        for laid, told in each_of(lambda locale: self._both(place, locale), self.account.locales):
            reached |= told
            for at, rows in laid.items():
                for remote, lies in rows.items():
                    found.laid.setdefault(remote, {})[at] = lies
        found.made = {at: one.made for at, one in reached.items()}
        found.reached = reached if place.ordered else {}
        return found

    def _both(self, place: KindPlace, locale: Locale) -> tuple[dict[Version, dict[str, int]], dict[Version, Reached]]:
        """Both listings of a locale; in this order, what is published between the two is seen to be live."""
        laid: dict[Version, dict[str, int]] = {}
        reached: dict[Version, Reached] = {}
        for live in VERSIONS:
            rows = self.listing.all(place, locale, live=live)
            laid[locale, live] = {row.remote: self.shelf.put(text_of(row)) for row in rows}
            newest = max((row.updated for row in rows if row.updated), default=None)
            made = min((row.made for row in rows if row.made), default=None)
            began = self.shelf.began if made is None else made
            floor = Floor(None, None, began).after(began, newest, self.shelf.passed())
            reached[locale, live] = Reached(len(laid[locale, live]), floor, began, made=made)
        return laid, reached

    def _listed(self, place: KindPlace) -> _Found:
        """Read a kind whole, and tell what of it is as it was."""
        found = self._whole(place, "")
        if self.shelf.ground(place.kind) != _LISTED:
            return found
        known = self.shelf.digests(place.kind)
        same = {
            remote for remote, where in found.laid.items() if digest_text(self._laid(where).dump()) == known.get(remote)
        }
        new = found.laid.keys() - known.keys()
        found.gone = frozenset(known.keys() - found.laid.keys())
        found.laid = {remote: where for remote, where in found.laid.items() if remote not in same}
        found.whole = any(remote.isdigit() and _number(remote) <= max(map(_number, known), default=0) for remote in new)
        if found.whole:  # what is back was linked to before, and nobody knows by what
            found.laid = {}
            return self._whole(place, "something is back that was gone")
        kept = self.shelf.rows(place.kind, list(found.laid.keys() - new))
        moved = {remote for remote, text in kept.items() if load(text).texts.keys() != found.laid[remote].keys()}
        found.touched = {*found.gone, *moved}
        return found

    def _descended(self, place: KindPlace) -> _Found:
        """Read of a page type what moved since, or all of it."""
        before = self.shelf.ground(place.kind)
        if before is None:
            return self._whole(place, "")
        try:
            ground = load_ground(before, [(locale, live) for locale in self.account.locales for live in VERSIONS])
            moved = Descending(self.listing, place, self.account, self.shelf, ground).moved()
        except UnsafeError as unsafe:
            return self._whole(place, str(unsafe))
        made = {at: one.made for at, one in moved.reached.items()}
        return _Found(whole=False, moved=moved.entries, reached=moved.reached, touched=moved.touched, made=made)

    def _led(self, place: KindPlace, found: _Found, touched: Collection[tuple[str, str]]) -> _Found:
        """The same, with the pages that link to what somebody gets to see or sees no more, as they are now."""
        linking = list(self.shelf.linking(place.kind, touched))
        whole = sum(-(-one.count // self.listing.size) for one in found.reached.values())
        if len(linking) * len(found.reached) > whole:
            return self._whole(place, "so much links to what somebody gets to see, or sees no more")
        asked = [(remote, at) for remote in linking for at in found.reached]
        told = each_of(lambda one: self.listing.one(place, one[0], one[1][0], live=one[1][1]), asked)
        if any(each.made is not None for each in told):
            return self._whole(place, "only a cache answered about what links to something that moved")
        for (remote, at), each in zip(asked, told, strict=True):
            rows = found.moved.setdefault(remote, EntryRows())
            if each.found is not None:
                rows.texts[at] = text_of(each.found)
        return found


def _number(remote: str) -> int:
    return int(remote) if remote.isdigit() else 0


def _links(field_: Field) -> bool:
    return field_.to is not None or any(map(_links, field_.fields.values()))
