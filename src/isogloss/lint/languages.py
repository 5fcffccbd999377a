"""The sets of languages in which search engines find an entry: whole, told apart, with a default, in codes they read.

An entry's set has the address of each locale in which the public sees it. It is made of one entry, so each of its pages
names all others; what breaks that is an address that stands for two of them, here or by ``address-clash``.

Source: Google Search Central, "Tell Google about localized versions of your page", seen 2026-11: a code is a language
of ISO 639-1, with a script of ISO 15924, a region of ISO 3166-1 alpha-2, or both; a region alone is none; x-default is
for readers whose language is none of the set; pages that do not name each other are passed over.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

import langcodes

from isogloss.answers import Flaw
from isogloss.lint.site import Page, Site
from isogloss.mapping.names.addresses import address_key
from isogloss.model.address import Cell
from isogloss.model.locale import Locale

_TWO: Final = 2
"""Letters of a language of ISO 639-1, and of a region of ISO 3166-1."""
_NO_COUNTRIES: Final = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UK", "UN", "XA", "XB", "XK", "ZZ")
)
"""Regions of two letters that languages are told by and that are not assigned in ISO 3166-1."""


def unread(locale: Locale) -> str | None:
    """Why search engines do not read the code of a locale; None where they do."""
    said = langcodes.Language.get(locale)
    language, region = said.language or "", said.territory or ""
    if len(language) != _TWO:
        return f"{language} is no language of two letters"
    if region and (len(region) != _TWO or region in _NO_COUNTRIES):
        return f"{region} is no country"
    if said.variants or said.extensions or said.private or said.extlangs:
        return "it says more than a language, a script and a country"
    return None


def alternates(site: Site, pages: Mapping[Locale, Page]) -> dict[Locale, str]:
    """The address of an entry in each locale in which the public sees it and that has one, in the mapping's order."""
    return {
        locale: pages[locale].addresses[0]
        for locale in site.binding.locales
        if locale in pages and site.shows(pages[locale]) and pages[locale].addresses
    }


def of_languages(site: Site) -> Iterator[Flaw]:
    """All that is wrong with the sets of languages of one side."""
    used: set[Locale] = set()
    hidden: Counter[Locale] = Counter()
    alike: defaultdict[str, list[str]] = defaultdict(list)
    found: list[Flaw] = []
    for key, pages in site.entries():
        hidden.update(
            page.locale
            for page in pages.values()
            if page.locale in site.unserved and page.state in ("published", "draft")
        )
        if not site.binding.kinds[key.kind].urls:
            continue
        made = alternates(site, pages)
        used |= made.keys()
        found += _of_set(site, pages, made)
        if (shared := _shared(made)) is not None:
            alike[key.kind].append(f"{key}: {shared}")
    for locale, count in sorted(hidden.items()):
        several = "entries are in it, and nobody sees them" if count > 1 else "entry is in it, and nobody sees it"
        yield site.broad("locale-not-served", locale, f"{count:,} {several}")
    for locale in sorted(used):
        if (why := unread(locale)) is not None:
            yield site.broad("hreflang-code", locale, why)
    for kind, (example, *rest) in sorted(alike.items()):
        more = f", and {len(rest):,} more" if rest else ""
        yield site.broad("hreflang-one-address", kind, f"{example}{more}")
    yield from found


def _shared(made: Mapping[Locale, str]) -> str | None:
    """Two locales with one address, in words; None where each has its own."""
    first: dict[str, Locale] = {}
    for locale, address in made.items():
        other = first.setdefault(address_key(address), locale)
        if other != locale:
            return f"{other} and {locale} are both {address}"
    return None


def _of_set(site: Site, pages: Mapping[Locale, Page], made: Mapping[Locale, str]) -> Iterator[Flaw]:
    for locale, page in pages.items():
        if site.shows(page) and locale not in made:
            why = "it has no slug" if not page.slug else f"url says no address for {locale}"
            yield site.flaw("hreflang-incomplete", Cell(page.key, locale), why)
    if made and site.primary not in made:
        key = next(iter(pages.values())).key
        said = f"readers of other languages are not led anywhere: it is in {', '.join(made)}, and not in {site.primary}"
        yield site.flaw("hreflang-no-default", Cell(key), said)
