"""Sitemaps of one side, a file for each locale and an index of them, with the languages of each entry beside its pages.

Decides that each address is listed once, for the first page that has it: so each set of languages names only pages that
are listed, and each page of a set names all of it. What the public does not see is in none.

Source: sitemaps.org, protocol 0.9: at most 50,000 addresses and 50 MB a file; Google Search Central, "Tell Google about
localized versions of your page", seen 2026-11: each page names itself and all others, and x-default.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from isogloss.errors import UsageError
from isogloss.lint.languages import alternates, unread
from isogloss.lint.site import Page, Site
from isogloss.mapping.names.addresses import address_key
from isogloss.model.address import EntryKey
from isogloss.model.locale import Locale

MOST: Final = 50_000
"""Addresses in a file."""
LARGEST: Final = 50_000_000
"""Bytes of a file."""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS: Final = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@dataclass(slots=True)
class Sitemap:
    """One file.

    rows: an address each, as XML.
    """

    name: str
    rows: list[str] = field(default_factory=list)
    size: int = 0

    def pieces(self) -> Iterator[str]:
        """The file, piece by piece."""
        yield f"{_HEAD}<urlset {_SPACE} {_LINKS}>\n"
        yield from self.rows
        yield "</urlset>\n"


@dataclass(slots=True)
class Sitemaps:
    """All files of one side.

    host: where they are put, as ``https://acme.example``.
    """

    host: str
    files: list[Sitemap] = field(default_factory=list)

    def index(self) -> Iterator[str]:
        """The file that names the others."""
        yield f"{_HEAD}<sitemapindex {_SPACE}>\n"
        yield from (f"  <sitemap><loc>{escape(f'{self.host}/{each.name}')}</loc></sitemap>\n" for each in self.files)
        yield "</sitemapindex>\n"


def sitemaps_of(site: Site, host: str = "", most: int = MOST, largest: int = LARGEST) -> Sitemaps:
    """The sitemaps of a side.

    host:   of addresses that have none; where it is empty, that of the first that has one is where the files are put.
    Raises: UsageError where an address has no host and none is said, or the host is none.
    """
    sets, host = _sets(site), _whole(host)
    made = Sitemaps(host)
    for locale in site.binding.locales:
        current: Sitemap | None = None
        number = 0
        for pages, alike in sets.values():
            if locale not in alike:
                continue
            row = _row(pages[locale], {at: _absolute(site, address, host) for at, address in alike.items()}, site)
            size = len(row.encode())
            if current is None or len(current.rows) == most or current.size + size > largest:
                number += 1
                current = Sitemap(f"sitemap-{locale}{f'-{number}' if number > 1 else ''}.xml")
                made.files.append(current)
            current.rows.append(row)
            current.size += size
            made.host = made.host or _origin(alike[locale])
    return made


def _sets(site: Site) -> dict[EntryKey, tuple[Mapping[Locale, Page], dict[Locale, str]]]:
    """The pages of each entry, and the addresses of those that are listed."""
    met: set[str] = set()
    found: dict[EntryKey, tuple[Mapping[Locale, Page], dict[Locale, str]]] = {}
    for key, pages in site.entries():
        own: dict[Locale, str] = {}
        for locale, address in alternates(site, pages).items():
            if (path := address_key(address)) not in met:
                met.add(path)
                own[locale] = address
        if own:
            found[key] = pages, own
    return found


def _row(page: Page, alike: Mapping[Locale, str], site: Site) -> str:
    """One address, with the languages of its entry where there are several."""
    said = f"  <url><loc>{escape(alike[page.locale])}</loc>"
    if page.changed is not None:
        said += f"<lastmod>{page.changed.isoformat(timespec='seconds')}</lastmod>"
    read = {locale: address for locale, address in alike.items() if unread(locale) is None}
    if len(read) > 1 and page.locale in read:
        links = [*read.items(), *([("x-default", read[site.primary])] if site.primary in read else [])]
        said += "".join(
            f'\n    <xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(address)}/>'
            for code, address in links
        )
        said += "\n  "
    return f"{said}</url>\n"


def _whole(host: str) -> str:
    parts = urlsplit(host)
    if host and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/")):
        raise UsageError(f"--host {host}: it is no host; write it as https://acme.example")
    return host.rstrip("/")


def _absolute(site: Site, address: str, host: str) -> str:
    if urlsplit(address).netloc:
        return address
    if not host:
        raise UsageError(
            f"{address}: addresses on {site.binding.name} have no host, and a sitemap needs one; say it with --host "
            "https://acme.example"
        )
    return host + address


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
