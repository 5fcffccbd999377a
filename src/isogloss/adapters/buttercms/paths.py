"""Each call of the ButterCMS API as a function that gives a request.

Decides paths, parameters and the outer form of bodies. Every path ends in a slash: without it the answer is a
redirect, and the call is counted twice. Refuses to know fields and values.

Source: ButterCMS API reference (v2), pages and collections, seen 2026-11.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from isogloss.http.request import Request, segment

WriteStatus = Literal["draft", "published"]
"""Nothing else can be written; scheduling is for the dashboard."""

Fields = Mapping[str, object]
"""By field slug, or by locale slug and then by field slug; the server tells the two apart by the keys."""


@dataclass(frozen=True, slots=True)
class View:
    """Which version of the content is asked for.

    locale: the locale's slug; None in an account without locales.
    live:   only what is published, as published; else the newest version, drafts included.
    alt:    whether media come with their alternative text.
    levels: how deep links are expanded. Only the first level is looked at, so a deeper one asks for the same in a form
            for which a cache has no answer yet.
    """

    locale: str | None
    live: bool
    alt: bool
    levels: int = 2

    def query(self) -> tuple[tuple[str, str], ...]:
        """Write it as parameters.

        ``levels=2`` expands links once: that shows the number or slug of the target in a documented form.
        """
        return (
            *((("locale", self.locale),) if self.locale is not None else ()),
            *(() if self.live else (("preview", "1"),)),
            ("levels", str(self.levels)),
            *((("alt_media_text", "1"),) if self.alt else ()),
        )


def list_pages(page_type: str, view: View, order: Literal["published", "-updated"] = "published") -> Request:
    """All pages of a type: by first publication, an order that editing does not change, or what changed last first."""
    return Request("GET", f"/pages/{segment(page_type)}/", (*view.query(), ("order", order)))


def list_single_pages(view: View) -> Request:
    """All pages without a type; they can be put in no order."""
    return Request("GET", "/pages/*/", view.query())


def get_page(page_type: str, slug: str, view: View) -> Request:
    """One page."""
    return Request("GET", f"/pages/{segment(page_type)}/{segment(slug)}/", view.query())


def find_page(slug: str, view: View) -> Request:
    """One page of any type.

    Source: ButterCMS API reference, pages, seen 2026-11: here ``*`` is any type, in a listing those without one; where
    pages of several types have the slug the answer is 403.
    """
    return Request("GET", f"/pages/*/{segment(slug)}/", view.query())


def list_items(key: str, view: View) -> Request:
    """All items of a collection; without an order they come by number [seen in recordings]."""
    return Request("GET", f"/content/{segment(key)}/", view.query())


def narrowed(listing: Request, field: str, text: str) -> Request:
    """The rows of a listing whose field holds this text."""
    return replace(listing, query=(*listing.query, (f"fields.{field}", text)))


def get_item(key: str, number: int, view: View) -> Request:
    """One item. The path with the number in it has no documented answer; the form with ``keys`` has."""
    return Request("GET", "/content/", (("keys", f"{key}[_id={number}]"), *view.query()))


def create_page(type_key: str, page_type: str, title: str, slug: str, fields: Fields) -> Request:
    """Make a page, as a draft.

    type_key: ``page_type`` in the reference, ``page-type`` in the vendor's import guide and samples.
    """
    body = {"title": title, "slug": slug, type_key: page_type, "status": "draft", "fields": dict(fields)}
    return Request("POST", "/pages/", json=body)


def create_item(key: str, fields: Fields) -> Request:
    """Make one item, as a draft. ``fields`` is a list, even for one item."""
    return Request("POST", "/content/", json={"key": key, "status": "draft", "fields": [dict(fields)]})


def patch_page(page_type: str, slug: str, status: WriteStatus | None, fields: Fields) -> Request:
    """Change parts of a page; what is not named stays. Sending it twice does what sending it once does.

    page_type: ``*`` for a page without a type. A slug that several pages share is refused then.
    """
    path = f"/pages/{page_type if page_type == '*' else segment(page_type)}/{segment(slug)}/"
    return Request("PATCH", path, json=_update(status, fields), repeatable=True)


def patch_item(key: str, number: int, status: WriteStatus | None, fields: Fields) -> Request:
    """Change parts of an item. Never PUT: on items it wipes what is not sent."""
    return Request("PATCH", f"/content/{segment(key)}/{number}/", json=_update(status, fields), repeatable=True)


def delete_page(page_type: str, slug: str) -> Request:
    """Delete a page. Only the vendor's overview lists this call; it may be answered with 405."""
    return Request("DELETE", f"/pages/{segment(page_type)}/{segment(slug)}/")


def delete_item(key: str, number: int) -> Request:
    """Delete an item, in all its locales."""
    return Request("DELETE", f"/content/{segment(key)}/{number}/")


def _update(status: WriteStatus | None, fields: Fields) -> Mapping[str, object]:
    body: dict[str, object] = {} if status is None else {"status": status}
    if fields:
        body["fields"] = dict(fields)
    if not body:
        raise AssertionError("an update of ButterCMS that names neither a status nor a field says nothing.")
    return body
