"""Looking at some entries as they are now, and finding those whose id we do not know.

Decides who is meant by a slug or an origin key. Two candidates are an error that names them, never a guess.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from isogloss.adapters.webflow import paths
from isogloss.adapters.webflow.items.decode import DecodedVariant, gather, show, show_staged, unseen
from isogloss.adapters.webflow.items.reading import Found, Top, Variant, begun, ids, listed, pick
from isogloss.adapters.webflow.site import CmsLocale, Collection, Read, Site
from isogloss.adapters.webflow.wire import Item
from isogloss.errors import Stale
from isogloss.model.address import EntryKey
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Seen
from isogloss.ports import Wanted

_Asks: TypeAlias = Mapping[str, tuple[CmsLocale, ...]]
"""The slugs that an entry may have, each with the locales in which it would be its slug."""


def look_at(
    read: Read, site: Site, collection: Collection, wanted: Sequence[Wanted], *, carry: bool, top: Top
) -> dict[EntryKey, Seen]:
    """Look at entries of one kind, all of them as they are staged or all as the public sees them.

    For the second, and for what is wanted whole, the live version is read only of variants whose staged one leaves it
    open what the public sees.

    top:    is filled with what a listing by last change showed.
    Raises: Stale where several items could be the one that is wanted.
    """
    remotes = {one.entry: one.remote for one in wanted if one.remote is not None}
    remotes.update(_identify(read, site, collection, [one for one in wanted if one.remote is None]))
    places = {one.entry: _places(one, site) for one in wanted}
    variants: list[Variant] = [(remote, place.id) for entry, remote in remotes.items() for place in places[entry]]
    # what the public is to see was published lately, as a rule, and that need not date it anew
    staged = pick(read, collection, "staged", variants, order="published" if wanted[0].live else "newest", top=top)
    served = {place.id for place in site.places if site.serves(place)}
    whole = frozenset(remotes[one.entry] for one in wanted if one.whole and one.entry in remotes)
    both = remotes.values() if wanted[0].live else whole
    seen_live = {variant: item for variant, item in staged.items() if variant[0] in both and variant[1] in served}
    live = _live(read, site, collection, seen_live, staged, whole) if seen_live else {}
    seen: dict[EntryKey, Seen] = {}
    for entry, remote in remotes.items():
        shown: dict[Locale, DecodedVariant] = {}
        for place in places[entry]:
            item = staged.get((remote, place.id))
            if item is not None and (wanted[0].live or remote in whole):
                shown[place.locale] = show(collection, item, live.get((remote, place.id)), carry=carry)
            elif item is not None:
                item = item if site.serves(place) else unseen(item)
                shown[place.locale] = show_staged(collection, item, carry=carry)
        if shown:
            seen[entry] = gather(collection.binding, remote, shown, [place.locale for place in site.places])
    return seen


def _live(read: Read, site: Site, collection: Collection, asked: Found, staged: Found, whole: frozenset[str]) -> Found:
    """The live versions of some variants; one that is not live is missing from the answer.

    A variant may follow edits of its primary, and need not be dated anew by them. So its dates prove what the public
    sees only as long as its primary did not change after the variant was published.

    staged: the staged versions of all variants that were looked at.
    whole:  items of which what is not known of the primary counts as changed.
    Source: Webflow publishing guide: a variant without a date of publication is not live; one that is no draft and was
            not changed after that date shows the same to the public. Webflow Data API reference, publish items: the
            date is what to look at after publishing. Seen 2026-11.
    """
    found: Found = {}
    open_: list[Variant] = []
    for variant, item in asked.items():
        published, updated = item.last_published, item.last_updated
        if published is None:
            continue
        open_to = item.is_draft or item.is_archived or updated is None or updated > published
        if open_to or _may_follow(site, item, staged, unknown=item.id in whole):
            open_.append(variant)
        else:
            found[variant] = item
    return found | pick(read, collection, "live", open_, order="newest")


def _may_follow(site: Site, item: Item, staged: Found, *, unknown: bool) -> bool:
    """Whether the primary changed after a live variant of it was published; ``unknown`` where it was not looked at."""
    if site.primary is None or item.cms_locale_id == site.primary:
        return False
    first = staged.get((item.id, site.primary))
    if first is None or first.last_updated is None or item.last_published is None:
        return unknown
    return first.last_updated > item.last_published


def _places(wanted: Wanted, site: Site) -> tuple[CmsLocale, ...]:
    """Where to look. What all locales share is in the primary, or in the first locale that the item is found in."""
    if SHARED in wanted.locales:
        return site.places
    return tuple(site.place(locale) for locale in wanted.locales)


def _identify(read: Read, site: Site, collection: Collection, wanted: Sequence[Wanted]) -> dict[EntryKey, str]:
    """Find items by slug, in one filtered listing each, or by slug and origin key in one whole listing.

    The whole listing is read where that is cheaper, and for an entry whose slug finds nothing although its origin key
    might: Webflow may have been given another slug than we think.
    """
    asks = {one.entry: _asks(one, site) for one in wanted}
    filtered = sum(len(slugs) for slugs in asks.values())
    request = paths.listing(collection.id, "staged", ids(site.places))
    if filtered > 1:
        pages, rows = begun(read, request)
        if pages <= filtered:
            return _among(list(rows), site, collection, wanted, asks)
    identified: dict[EntryKey, str] = {}
    for one in wanted:
        places = asks[one.entry].items()
        rows = (item for slug, where in places for item in listed(read, collection, "staged", where, slug))
        identified.update(_among(list(rows), site, collection, [one], asks))
    rest = [one for one in wanted if one.entry not in identified and one.origin is not None]
    if rest and collection.binding.origin_key is not None:
        rows = listed(read, collection, "staged", site.places)
        identified.update(_among(list(rows), site, collection, rest, asks))
    return identified


def _among(
    rows: Sequence[Item], site: Site, collection: Collection, wanted: Sequence[Wanted], asks: Mapping[EntryKey, _Asks]
) -> dict[EntryKey, str]:
    """Which of these rows each entry is, as far as one of them is it."""
    identified: dict[EntryKey, str] = {}
    for one in wanted:
        named = [item for item in rows if _named(item, collection, site, one, asks[one.entry])]
        remote = _only(one, named, collection)
        if remote is not None:
            identified[one.entry] = remote
    return identified


def _asks(wanted: Wanted, site: Site) -> _Asks:
    asks: dict[str, tuple[CmsLocale, ...]] = {}
    for locale, slug in wanted.slugs.items():
        places = site.places if locale == SHARED else (site.place(locale),)
        before = asks.get(slug, ())
        asks[slug] = (*before, *(place for place in places if place not in before))
    return asks


def _named(item: Item, collection: Collection, site: Site, wanted: Wanted, asks: _Asks) -> bool:
    slug, origin = item.field_data.get("slug"), _origin(item, collection)
    places = asks.get(slug, ()) if isinstance(slug, str) else ()
    return (wanted.origin is not None and origin == wanted.origin) or site.place_of(item.cms_locale_id, "") in places


def _only(wanted: Wanted, rows: Sequence[Item], collection: Collection) -> str | None:
    """The one item that is meant. One that carries our key is; one that carries another's is not."""
    ours = sorted({row.id for row in rows if wanted.origin is not None and _origin(row, collection) == wanted.origin})
    free = sorted({row.id for row in rows if not _origin(row, collection) or wanted.origin is None})
    candidates = ours or free
    if len(candidates) > 1:
        raise Stale(
            f"{wanted.entry}: {len(candidates)} items in collection {collection.slug} could be it "
            f"({', '.join(candidates)}). Delete or rename all but one, then run again."
        )
    return candidates[0] if candidates else None


def _origin(item: Item, collection: Collection) -> str:
    key = collection.binding.origin_key
    found = item.field_data.get(key) if key else None
    return found if isinstance(found, str) else ""
