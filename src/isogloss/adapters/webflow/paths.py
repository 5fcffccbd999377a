"""Each endpoint of the Webflow Data API v2 that we use, as a function returning a request.

Decides methods, paths and queries. Refuses to know content: the rows of a write are made by ``rows``.

Source: Webflow Data API v2, OpenAPI description of 2026-05-26; ``insert`` from the reference of 2026. Seen 2026-11.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from isogloss.http.request import Request, segment

PAGE: Final = 100
"""Rows in a page of a listing, the most that is given."""
BATCH: Final = 100
"""Variants in one write, the most that is taken: an item in three locales counts as three."""

Rows = Sequence[Mapping[str, object]]
Version = Literal["staged", "live"]
Order = Literal["oldest", "newest", "published"]

_ID: Final = re.compile(r"[0-9a-f]{24}")
_STRICT: Final = (("skipInvalidFiles", "false"),)
"""By default a bad file is dropped and the rest is written, so that an image is missing and nobody is told."""


def is_id(text: str) -> bool:
    """Whether a text looks like an id that Webflow made."""
    return _ID.fullmatch(text) is not None


def sites() -> Request:
    """All sites of the token."""
    return Request("GET", "/sites")


def site(site_id: str) -> Request:
    """One site, with its locales."""
    return Request("GET", f"/sites/{segment(site_id)}")


def collections(site_id: str) -> Request:
    """The collections of a site, without fields; not paged."""
    return Request("GET", f"/sites/{segment(site_id)}/collections")


def collection(collection_id: str) -> Request:
    """One collection, with its fields."""
    return Request("GET", f"/collections/{segment(collection_id)}")


def listing(
    collection_id: str,
    version: Version,
    locales: Sequence[str],
    *,
    order: Order = "oldest",
    slug: str | None = None,
    translatable: str | None = None,
    after: str | None = None,
) -> Request:
    """Variants in these locales, one row each; the pages are asked for by ``http.pages``.

    locales: cmsLocaleIds; none on a site without localization. Left out on any other, it would mean the primary only.
    order:   by time of creation for whole listings, which then shift least while others write; or what changed last
             first; or what was published last first.
    translatable: the localeId of a secondary locale: without what is excluded from translation into it.
    after:   only what was changed then or later; of the live version, what was published.
    """
    newest = "lastUpdated" if version == "staged" else "lastPublished"
    sort = {"oldest": ("createdOn", "asc"), "newest": (newest, "desc"), "published": ("lastPublished", "desc")}[order]
    query = [("cmsLocaleId", ",".join(locales))] if locales else []
    query += [] if slug is None else [("slug", slug)]
    query += [] if translatable is None else [("translatable", translatable)]
    query += [] if after is None else [(f"{newest}[gte]", after)]
    query += [("sortBy", sort[0]), ("sortOrder", sort[1])]
    return Request("GET", _items(collection_id, version), tuple(query))


def variant(collection_id: str, version: Version, item: str, locale: str | None) -> Request:
    """One item in one locale; 404 where it lacks it. None only on a site without localization."""
    tail = "/live" if version == "live" else ""
    query = () if locale is None else (("cmsLocaleId", locale),)
    return Request("GET", f"{_items(collection_id)}/{segment(item)}{tail}", query)


def insert(collection_id: str, rows: Rows) -> Request:
    """Make items, or add variants to existing ones; staged only."""
    return Request("POST", f"{_items(collection_id)}/insert", _STRICT, {"items": list(rows)})


def bulk(collection_id: str, body: Mapping[str, object]) -> Request:
    """Make items with the same content in several locales; staged only."""
    return Request("POST", f"{_items(collection_id)}/bulk", _STRICT, dict(body))


def update(collection_id: str, rows: Rows) -> Request:
    """Change staged variants; keys left out keep their value, so sending it twice does no more than once."""
    return Request("PATCH", _items(collection_id), _STRICT, {"items": list(rows)}, repeatable=True)


def publish(collection_id: str, rows: Rows, *, localized: bool) -> Request:
    """Put variants live. Without localization the form is a plain list of ids."""
    body: dict[str, object] = {"items": list(rows)} if localized else {"itemIds": [row["id"] for row in rows]}
    return Request("POST", f"{_items(collection_id)}/publish", (), body)


def unpublish(collection_id: str, rows: Rows) -> Request:
    """Take variants off the live site; they stay as drafts."""
    return Request("DELETE", _items(collection_id, "live"), (), {"items": list(rows)})


def delete(collection_id: str, rows: Rows) -> Request:
    """Delete variants; an item without any is gone."""
    return Request("DELETE", _items(collection_id), (), {"items": list(rows)})


def publish_site(site_id: str, domains: Sequence[str]) -> Request:
    """Publish a whole site on some of its domains, or on the vendor's subdomain where none is named.

    Everything queued goes live, in every enabled locale, so sending it twice does no more than once.
    """
    body = {"customDomains": list(domains), "publishToWebflowSubdomain": not domains}
    return Request("POST", f"/sites/{segment(site_id)}/publish", (), body, repeatable=True)


def _items(collection_id: str, version: Version = "staged") -> str:
    return f"/collections/{segment(collection_id)}/items{'/live' if version == 'live' else ''}"
