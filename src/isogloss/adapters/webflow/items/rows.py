"""The rows of a write, one item or variant each: what stands around the content, and which entry each row is of.

Decides which entries of a batch are refused before anything is sent (all variants of an entry are written, or none),
and which id in an answer belongs to which entry. The locale is a required argument everywhere: without one Webflow
writes the primary and says nothing. On a site without localization the place has no id, and none is sent: null is
refused. Refuses to know content.

Source: Webflow Data API v2, OpenAPI description of 2026-05-26; github.com/webflow/js-webflow-api issue 223 for null.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from isogloss.adapters.webflow.items.batches import Part
from isogloss.adapters.webflow.site import CmsLocale
from isogloss.adapters.webflow.wire import Item
from isogloss.errors import Drift
from isogloss.model.address import EntryKey
from isogloss.model.locale import Locale
from isogloss.plan.op import Op
from isogloss.ports import Sent

Row = dict[str, object]
MakeRow = Callable[[Op, Locale], Row | None]
"""Makes the row of one variant; None where nothing is to be written. Raises ValueError with a sentence."""


@dataclass(slots=True)
class Prepared:
    """The rows of one request.

    entries: the entry of each row.
    refused: entries of which nothing is sent, and why.
    """

    rows: list[Row] = field(default_factory=list)
    entries: list[EntryKey] = field(default_factory=list)
    refused: dict[EntryKey, str] = field(default_factory=dict)

    def sent(self, remotes: dict[EntryKey, str] | None = None) -> Sent:
        """What became of it once the request was accepted, or where none was needed."""
        return Sent(remotes=remotes or {}, refused=self.refused)


def prepare(parts: Sequence[Part], make: MakeRow) -> Prepared:
    """Make the rows of a batch."""
    prepared = Prepared()
    for part in parts:
        entry = part.op.entry
        try:
            made = [row for locale in part.locales if (row := make(part.op, locale)) is not None]
        except ValueError as fault:
            prepared.refused[entry] = str(fault)
            continue
        prepared.rows += made
        prepared.entries += [entry] * len(made)
    return prepared


def paired(
    entries: Sequence[EntryKey], slugs: Sequence[object], items: Sequence[Item], request: str
) -> dict[EntryKey, str]:
    """Which new item is which entry.

    By slug where that is clear, else by place: items are answered in the order sent, but nothing promises it.
    Raises: Drift, effect unknown, where the answer has another number of items than were sent.
    """
    ids = list(dict.fromkeys(item.id for item in items))
    if len(ids) != len(entries):
        raise Drift(
            f"{len(entries)} items were sent and {len(ids)} came back. Look at what was made before going on",
            path="items",
            request=request,
            took_effect="unknown",
        )
    by_slug = {item.field_data.get("slug"): item.id for item in items}
    if set(by_slug) == set(slugs) and len(by_slug) == len(entries):
        return {entry: by_slug[slug] for entry, slug in zip(entries, slugs, strict=True)}
    return dict(zip(entries, ids, strict=True))


def require_variants(asked: Sequence[Row], items: Sequence[Item], request: str) -> None:
    """Check that the variants asked for are those that were made.

    Raises: Drift, effect unknown, where one is missing: an item of its own may have been made instead.
    Source: public client code that attaches variants checks the echoed ids; seen 2026-11.
    """
    there = {(item.id, item.cms_locale_id) for item in items}
    for row in asked:
        locales = row.get("cmsLocaleIds")
        for locale in locales if isinstance(locales, list) else [None]:
            if (row["id"], locale) not in there:
                raise Drift(
                    f"variant {locale} of item {row['id']} was sent and is not in the answer. Look at what was made",
                    path="items",
                    request=request,
                    took_effect="unknown",
                )


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
