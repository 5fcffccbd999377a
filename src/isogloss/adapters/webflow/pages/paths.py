"""Each endpoint for pages and components that we use, as a function returning a request.

Decides methods, paths and queries. A locale is a ``localeId`` here, never a ``cmsLocaleId``; None asks for the primary,
which can be read and never written.

Source: Webflow Data API v2, OpenAPI description of 2026-05-26, pages and components; seen 2026-11.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NewType

from isogloss.http.request import Request, segment

PageLocale = NewType("PageLocale", str)
"""The id of a locale as pages and components know it. Items know it by another."""
Rows = Sequence[Mapping[str, object]]
Sort = Literal["page", "component"]

NODES: Final = 1000
"""Nodes in one write, the most that is taken."""


def pages(site: str, locale: PageLocale | None) -> Request:
    """All pages of a site, of every sort, without their text."""
    return Request("GET", f"/sites/{segment(site)}/pages", _in(locale))


def page(page_id: str, locale: PageLocale | None, *, into: PageLocale | None = None) -> Request:
    """One page, without its text; without what is excluded from translation ``into`` a locale."""
    return Request("GET", f"/pages/{segment(page_id)}", _in(locale, into))


def update_page(page_id: str, locale: PageLocale, body: Mapping[str, object]) -> Request:
    """Change what is said of a page; a PUT, yet what is left out stays."""
    return Request("PUT", f"/pages/{segment(page_id)}", _in(locale), dict(body), repeatable=True)


def components(site: str) -> Request:
    """All components of a site, without their text."""
    return Request("GET", f"/sites/{segment(site)}/components")


def nodes(site: str, sort: Sort, design: str, locale: PageLocale | None, *, into: PageLocale | None = None) -> Request:
    """The nodes of a page or component that have texts; without what is excluded from translation ``into`` a locale."""
    return Request("GET", f"{_design(site, sort, design)}/dom", _in(locale, into))


def write_nodes(site: str, sort: Sort, design: str, locale: PageLocale, rows: Rows) -> Request:
    """Change texts of nodes; those left out go on following the primary."""
    path = f"{_design(site, sort, design)}/dom"
    return Request("POST", path, _in(locale), {"nodes": list(rows)}, repeatable=True)


def properties(site: str, component: str, locale: PageLocale | None, *, into: PageLocale | None = None) -> Request:
    """The properties of a component with their defaults; without what is excluded ``into`` a locale."""
    return Request("GET", f"{_design(site, 'component', component)}/properties", _in(locale, into))


def write_properties(site: str, component: str, locale: PageLocale, rows: Rows) -> Request:
    """Change defaults of properties."""
    path = f"{_design(site, 'component', component)}/properties"
    return Request("POST", path, _in(locale), {"properties": list(rows)}, repeatable=True)


def _design(site: str, sort: Sort, design: str) -> str:
    return f"/pages/{segment(design)}" if sort == "page" else f"/sites/{segment(site)}/components/{segment(design)}"


def _in(locale: PageLocale | None, into: PageLocale | None = None) -> tuple[tuple[str, str], ...]:
    asked = () if locale is None else (("localeId", str(locale)),)
    return asked if into is None else (*asked, ("translatable", str(into)))
