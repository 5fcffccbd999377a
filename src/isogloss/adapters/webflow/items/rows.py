"""The rows of a write: one item or variant each, with its locale.

Decides what stands around the content. The locale is a required argument everywhere: without one Webflow writes the
primary and says nothing. On a site without localization the place has no id, and none is sent: null is refused.

Source: Webflow Data API v2, OpenAPI description of 2026-05-26; github.com/webflow/js-webflow-api issue 223 for null.
"""

from collections.abc import Mapping, Sequence

from isogloss.adapters.webflow.site import CmsLocale

Row = dict[str, object]


def new_item(place: CmsLocale, data: Mapping[str, object]) -> Row:
    """A new item in its first locale, for ``insert``."""
    return {**_many([place]), "isDraft": True, "fieldData": dict(data)}


def new_variant(item: str, place: CmsLocale, data: Mapping[str, object]) -> Row:
    """One more locale of an existing item, for ``insert``."""
    return {"id": item, **_many([place]), "isDraft": True, "fieldData": dict(data)}


def new_items(places: Sequence[CmsLocale], data: Sequence[Mapping[str, object]]) -> Row:
    """New items that have the same locales, each with the same content in all of them: the body of ``bulk``."""
    return {**_many(places), "isDraft": True, "isArchived": False, "fieldData": [dict(one) for one in data]}


def changed_variant(item: str, place: CmsLocale, data: Mapping[str, object], *, restore: bool = False) -> Row:
    """Other content for a variant, as a draft: on a live variant it lies on top and is not published with the site.

    restore: take it out of the archive.
    Source:  Webflow changelog 2025-06-23: since 2025-07-07 ``isDraft`` true does not unpublish.
    """
    archive: Row = {"isArchived": False} if restore else {}
    return {"id": item, **_one(place), "isDraft": True, **archive, "fieldData": dict(data)}


def archived_variant(item: str, place: CmsLocale) -> Row:
    """A variant out of use, otherwise as it is."""
    return {"id": item, **_one(place), "isArchived": True}


def variants(item: str, places: Sequence[CmsLocale]) -> Row:
    """Some variants of an item, named to be published, unpublished or deleted."""
    return {"id": item, **_many(places)}


def _one(place: CmsLocale) -> Row:
    return {} if place.id is None else {"cmsLocaleId": place.id}


def _many(places: Sequence[CmsLocale]) -> Row:
    ids = [place.id for place in places if place.id is not None]
    return {"cmsLocaleIds": ids} if ids else {}
