"""Reading variants: whole collections, and some variants in the fewest requests.

Decides which of Webflow's calls answers a question cheapest. Refuses to know what the content means.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice
from typing import TypeAlias

from isogloss.adapters.webflow import paths, wire
from isogloss.adapters.webflow.exclusions import Reading as Excluding
from isogloss.adapters.webflow.items.decode import DecodedVariant, gather, show
from isogloss.adapters.webflow.site import CmsLocale, Collection, Read, Site
from isogloss.adapters.webflow.wire import Item, page, parse
from isogloss.errors import Missing
from isogloss.http.answer import Answer
from isogloss.http.pages import Page, by_offset
from isogloss.http.request import Request
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Seen
from isogloss.ports import Dated, Recent
from isogloss.sampling import Sampled

Variant: TypeAlias = tuple[str, str | None]
"""A variant by item id and cmsLocaleId."""
Found: TypeAlias = dict[Variant, Item]

_DEEP = 500
"""Pages of what changed last, where what changed since some time is asked for: our own writes may fill as many."""
_BELOW = 100
"""Pages more, at most, to get below what was written: where an earlier read-back did not, as many as that had."""
_SAMPLE = 5
"""Pages of a listing that is only to show what there is."""
_FEW = 2
"""Up to so many variants, asking for each is never dearer than a listing that may need more pages."""


@dataclass(slots=True)
class Top:
    """The rows of a listing that begins with what changed last, as far as it was read.

    since: it is to be read down to what changed before; None for no further than to what is wanted.
    whole: whether it was read to its end.
    """

    since: datetime | None = None
    rows: list[Item] = field(default_factory=list)
    whole: bool = False

    @property
    def deep(self) -> bool:
        """Whether it was read as far down as it was to be."""
        oldest = self.rows[-1].last_updated if self.rows else None
        return self.since is None or oldest is None or oldest < self.since

    def recent(self, site: Site) -> Recent | None:
        """What changed last, as it tells; None where nothing was read."""
        if not self.rows:
            return None
        oldest = self.rows[-1].last_updated
        back_to = None if self.whole else oldest or datetime.max.replace(tzinfo=UTC)
        return Recent(dict(_dated(site, self.rows)), back_to, one=True)


def variant_of(item: Item) -> Variant:
    """Which variant a row is."""
    return item.id, item.cms_locale_id


def read_kind(
    read: Read, site: Site, collection: Collection, *, carry: bool, excluding: Excluding | None = None
) -> Iterator[Seen]:
    """Read a collection: every item that has a variant in a mapped locale.

    excluding: finds out beside it what is excluded from translation, where that is respected.

    Two listings: the staged version first, since only it has every variant. A live variant without a staged one was
    deleted and lives on until the next site publish; it is not an entry any more.

    Confess: the raw staged variants of one collection are in memory together, since the two versions and an item's
             locales come in no common order. Rows on disk would be better for very large collections.
    """
    staged = {variant_of(item): item for item in listed(read, collection, "staged", site.places)}
    if excluding is not None:
        for row in staged.values():
            excluding.note(row)
        excluding.ask()
    shown: dict[str, dict[Locale, DecodedVariant]] = {item_id: {} for item_id, _ in staged}
    served = [place for place in site.places if site.serves(place)]
    for live in listed(read, collection, "live", served) if served else ():
        item = staged.pop(variant_of(live), None)
        if item is not None:
            shown[item.id][_locale(site, item)] = show(collection, item, live, carry=carry)
    for item in staged.values():
        shown[item.id][_locale(site, item)] = show(collection, item, None, carry=carry)
    staged.clear()
    order = [place.locale for place in site.places]
    for item_id in list(shown):
        seen = gather(collection.binding, item_id, shown.pop(item_id), order)
        yield seen if excluding is None else excluding.marked(seen)


def listed(
    read: Read, collection: Collection, version: paths.Version, places: Sequence[CmsLocale], slug: str | None = None
) -> Iterator[Item]:
    """List variants in these locales, all of them or those with a slug; whole or an error (invariant 1)."""
    return wire.listed(read, paths.listing(collection.id, version, ids(places), slug=slug), page, variant_of)


def sample(read: Read, site: Site, collection: Collection) -> Sampled:
    """The first items of a collection, by their staged versions."""
    rows, whole = first_rows(read, site, collection)
    shown: dict[str, dict[Locale, DecodedVariant]] = {}
    for item in rows:
        shown.setdefault(item.id, {})[_locale(site, item)] = show(collection, item, None, carry=False)
    order = [place.locale for place in site.places]
    found = [gather(collection.binding, item_id, variants, order) for item_id, variants in shown.items()]
    return Sampled(found, whole=whole)


def first_rows(read: Read, site: Site, collection: Collection) -> tuple[list[Item], bool]:
    """The first staged variants of a collection, and whether those are all."""
    ask = by_offset(paths.listing(collection.id, "staged", ids(site.places)), paths.PAGE)
    rows: list[Item] = []
    number, total = 0, 1
    while number < _SAMPLE and number * paths.PAGE < total:
        here = page(read(ask(number)))
        rows += here.rows
        number, total = number + 1, here.total
    return rows, number * paths.PAGE >= total


def count(read: Read, collection_id: str, locales: Sequence[str]) -> int:
    """How many variants a collection holds in some locales; without any, in the site's primary."""
    return page(read(by_offset(paths.listing(collection_id, "staged", locales), 1)(0))).total


def pick(
    read: Read,
    collection: Collection,
    version: paths.Version,
    wanted: Sequence[Variant],
    *,
    order: paths.Order = "oldest",
    top: Top | None = None,
) -> Found:
    """Read some variants as they are now, in few requests; one that is not there is missing from the answer.

    order:  where they were written or published lately: a listing in that order shows them on its first pages.
    top:    is filled with what a listing by last change showed.
    Shape:  listings go on as long as that is cheaper than asking for each of the rest. Only two things prove that a
            variant is not there: a listing that was read to its end, and a 404.
    """
    missing = dict.fromkeys(wanted)
    found: Found = {}
    locales = sorted({locale for _, locale in missing if locale is not None})
    orders: Mapping[paths.Order, Sequence[paths.Order]] = {"newest": ("newest",), "published": ("published", "newest")}
    for each in orders.get(order, ()):
        begins = Top() if top is None or each != "newest" else top
        first = paths.listing(collection.id, version, locales, order=each)
        if len(missing) > _FEW and _newest(read, first, missing, found, begins):
            return found
        if found:
            break  # they are not together at the top of the other order either
    if len(missing) > _FEW and _sweep(read, paths.listing(collection.id, version, locales), missing, found):
        return found
    for item_id, locale in missing:
        with suppress(Missing):
            found[item_id, locale] = parse(Item, read(paths.variant(collection.id, version, item_id, locale)))
    return found


def recent(
    read: Read, site: Site, collection: Collection, places: Sequence[CmsLocale], back_to: datetime | None
) -> Recent:
    """What changed last in a collection, by the time of the staged version.

    Source: Webflow Data API reference, list items, seen 2026-11: ``lastUpdated`` covers staged edits, and a listing can
            be sorted by it. Whether taking a variant off the site moves it is not said.
    """
    ask = by_offset(paths.listing(collection.id, "staged", ids(places), order="newest"), paths.PAGE)
    rows: dict[tuple[str, Locale], Dated] = {}
    for number in range(1, _DEEP + 1):
        here = page(read(ask(number - 1)))
        oldest = here.rows[-1].last_updated if here.rows else None
        for at, dated in _dated(site, here.rows):
            rows.setdefault(at, dated)
        if number * paths.PAGE >= here.total:
            return Recent(rows, None, one=True)
        if back_to is None or oldest is None or oldest < back_to:
            break
    return Recent(rows, oldest or datetime.max.replace(tzinfo=UTC), one=True)


def _dated(site: Site, rows: Iterable[Item]) -> Iterator[tuple[tuple[str, Locale], Dated]]:
    """When each of some staged variants changed, and whether the public sees it."""
    for item in rows:
        place = site.place_of(item.cms_locale_id, "GET items")
        if item.last_updated is not None:
            live = item.last_published is not None and not item.is_archived and site.serves(place)
            yield (item.id, place.locale), Dated(item.last_updated, live)


def ids(places: Sequence[CmsLocale]) -> list[str]:
    """The cmsLocaleIds of some locales; none on a site without localization."""
    return [place.id for place in places if place.id is not None]


def _newest(read: Read, request: Request, missing: dict[Variant, None], found: Found, top: Top) -> bool:
    """Take wanted variants from the top of a listing, page by page, while each page saves more than it costs.

    Then some pages more, where it was to be read further down.

    Others who write meanwhile move rows down, so that one is seen twice; a deletion may hide one, which is then among
    the missing still and asked for by itself.
    Shape: True when nothing is left to ask: all were found, or the listing had one page, which is the whole of it.
    """
    ask = by_offset(request, paths.PAGE)
    number, useful, below, total = 0, True, 0, 1
    while number * paths.PAGE < total and (useful if missing else below < _BELOW and not top.deep):
        below += not missing
        here = page(read(ask(number)))
        before = len(missing)
        _take(here.rows, missing, found)
        top.rows += here.rows
        number, useful, total = number + 1, before - len(missing) > 1, here.total
    top.whole = number * paths.PAGE >= total
    return not missing or total <= paths.PAGE


def _sweep(read: Read, request: Request, missing: dict[Variant, None], found: Found) -> bool:
    """Read a whole listing if, once its first page says how long it is, that is cheaper than asking for each.

    Shape: True when it was read to its end; else what was seen until then is in ``found`` and gone from ``missing``.
    """
    pages, rows = begun(read, request)
    _take(islice(rows, paths.PAGE), missing, found)
    if pages - 1 > len(missing):
        return False
    _take(rows, missing, found)
    return True


def _take(rows: Iterable[Item], missing: dict[Variant, None], found: Found) -> None:
    for item in rows:
        if variant_of(item) in missing:
            del missing[variant_of(item)]
            found[variant_of(item)] = item


def begun(read: Read, request: Request) -> tuple[int, Iterator[Item]]:
    """Read the first page of a listing: how many pages it has, and its rows, which go on with the other pages."""
    total = 0

    def opened(answer: Answer) -> Page[Item]:
        nonlocal total
        here = page(answer)
        total = here.total
        return here

    rows = wire.listed(read, request, opened, variant_of)
    first = list(islice(rows, 1))
    return -(-total // paths.PAGE), chain(first, rows)


def _locale(site: Site, item: Item) -> Locale:
    return site.place_of(item.cms_locale_id, "GET items").locale
