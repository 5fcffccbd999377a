"""Slugs that two entries share, that differ in case alone, that a side refuses, and that have no place across."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from isogloss.answers import Flaw
from isogloss.lint.site import Page, Site
from isogloss.mapping.names.addresses import address_key, slug_field
from isogloss.model.address import Cell, EntryKey
from isogloss.model.entry import SLUG
from isogloss.model.locale import Locale
from isogloss.model.value import Scalar


def of_slugs(site: Site) -> Iterator[Flaw]:
    """All that is wrong with the slugs of one side."""
    clashing = list(_clashes(site))
    yield from (site.flaw("slug-clash", *each) for each in clashing)
    yield from _same_addresses(site)
    yield from _twins(site)
    yield from _refused(site)
    for key, count in sorted(site.placeless.items()):
        several = "slugs of locales have" if count > 1 else "slug of a locale has"
        yield site.flaw("slug-without-place", Cell(key, None, SLUG), f"{count:,} {several} no place across")


def _clashes(site: Site) -> Iterator[tuple[Cell, str]]:
    """Entries of one kind that have the same slug in a locale, whoever sees them."""
    held: defaultdict[tuple[str, Locale, str], list[Page]] = defaultdict(list)
    for page in site.pages():
        if page.slug:
            held[page.key.kind, page.locale, page.slug].append(page)
    for slug, pages in _by_entries(held):
        yield _at(pages), f"{slug} is the slug of {_listed(pages)}"


def _same_addresses(site: Site) -> Iterator[Flaw]:
    """Entries of several kinds that have the same address."""
    held: defaultdict[tuple[str, Locale, str], list[Page]] = defaultdict(list)
    for page in site.pages():
        if page.addresses:
            held["", page.locale, address_key(page.addresses[0])].append(page)
    for _, pages in _by_entries(held):
        if len({page.key.kind for page in pages}) > 1:
            yield site.flaw("address-clash", _at(pages), f"{pages[0].addresses[0]} is the address of {_listed(pages)}")


def _by_entries(held: dict[tuple[str, Locale, str], list[Page]]) -> Iterator[tuple[str, list[Page]]]:
    """What several entries hold, told once where it is so in several locales.

    Where none of them is there yet, it is told where they come from.
    """
    told: set[tuple[str, frozenset[EntryKey]]] = set()
    for (_, _, what), pages in held.items():
        keys = frozenset(page.key for page in pages)
        if len(keys) > 1 and (what, keys) not in told and _is_there(pages):
            told.add((what, keys))
            yield what, pages


def _is_there(pages: Sequence[Page]) -> bool:
    return any(page.state != "coming" for page in pages)


def _at(pages: Sequence[Page]) -> Cell:
    """Where it is told: at what is not there yet, which is what will be refused, else at the first."""
    page = next((page for page in pages if page.state == "coming"), pages[0])
    return Cell(page.key, page.locale, SLUG)


def _listed(pages: Sequence[Page]) -> str:
    *first, last = [page.named for page in pages]
    return f"{', '.join(first)} and {last}"


def _twins(site: Site) -> Iterator[Flaw]:
    """Entries of one kind whose slugs in a locale differ in case alone."""
    held: defaultdict[tuple[str, Locale, str], dict[str, list[Page]]] = defaultdict(dict)
    for page in site.pages():
        if page.slug:
            held[page.key.kind, page.locale, page.slug.casefold()].setdefault(page.slug, []).append(page)
    told: set[frozenset[tuple[EntryKey, str]]] = set()
    for spelled in held.values():
        pages = [page for slug in sorted(spelled) for page in spelled[slug]]
        which = frozenset((page.key, page.slug) for page in pages)
        if len(spelled) > 1 and len({page.key for page in pages}) > 1 and which not in told and _is_there(pages):
            told.add(which)
            *first, last = [f"{page.slug} of {page.named}" for page in pages]
            yield site.flaw("slug-twins", _at(pages), f"{', '.join(first)} and {last} differ in case alone")


def _refused(site: Site) -> Iterator[Flaw]:
    """Slugs that the side would not take of what it does not have yet."""
    told: set[tuple[EntryKey, str]] = set()
    for page in site.pages():
        if page.state != "coming" or not page.slug or (page.key, page.slug) in told:
            continue
        told.add((page.key, page.slug))
        name = slug_field(site.binding.kinds[page.key.kind]) or SLUG
        why = site.takes(page.key.kind).why_not(name, Scalar("text", page.slug))
        if why is not None:
            yield site.flaw("slug-refused", Cell(page.key, page.locale, name), f"{page.slug}: {why}")
