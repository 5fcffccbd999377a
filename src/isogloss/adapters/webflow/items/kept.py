"""The rows of an item as they are kept, and the item made of them again.

Decides what is kept of a row: what the reading of a whole collection looks at, and nothing else. A live version that
holds the same as the staged one is kept as such. Refuses to know when what is kept may be used.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from isogloss.adapters.webflow.items.decode import DecodedVariant, gather, show
from isogloss.adapters.webflow.site import Collection, Site
from isogloss.adapters.webflow.wire import Item
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Seen

Row = list[object]
"""A row: when it was changed, when it was published, whether it is archived, whether it is a draft, and its fields."""
_FIELDS: Final = 4
_SAME: Final = "="
"""In place of the fields of a live version: they are those of the staged one."""


@dataclass(slots=True)
class ItemRows:
    """Both versions of every variant of one item, by cmsLocaleId, "" on a site without localization."""

    staged: dict[str, Row] = field(default_factory=dict)
    live: dict[str, Row] = field(default_factory=dict)

    def dump(self) -> str:
        """Write it down."""
        live = {at: self._shared(at, row) for at, row in sorted(self.live.items())}
        return json.dumps([dict(sorted(self.staged.items())), live], ensure_ascii=True, separators=(",", ":"))

    def _shared(self, at: str, row: Row) -> Row:
        staged = self.staged.get(at)
        return [*row[:_FIELDS], _SAME] if staged is not None and staged[_FIELDS] == row[_FIELDS] else row


def load(text: str) -> ItemRows:
    """Read what ``dump`` wrote."""
    staged, live = json.loads(text)
    for at, row in live.items():
        if row[_FIELDS] == _SAME:
            row[_FIELDS] = staged[at][_FIELDS]
    return ItemRows(staged, live)


def place_of(item: Item) -> str:
    """In which locale a row is."""
    return item.cms_locale_id or ""


def row_of(item: Item) -> Row:
    """What is kept of a row."""
    return [_iso(item.last_updated), _iso(item.last_published), item.is_archived, item.is_draft, dict(item.field_data)]


def _iso(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def item_of(remote: str, place: str, row: Row) -> Item:
    """A row as it was sent, as far as it is kept."""
    updated, published, archived, draft, data = row
    return Item.model_validate(
        {
            "id": remote,
            "cmsLocaleId": place or None,
            "lastUpdated": updated,
            "lastPublished": published,
            "isArchived": archived,
            "isDraft": draft,
            "fieldData": data,
        }
    )


def seen_of(site: Site, collection: Collection, remote: str, rows: ItemRows, *, carry: bool) -> Seen:
    """An item as a whole reading shows it. A live variant without a staged one was deleted and is no part of it."""
    shown: dict[Locale, DecodedVariant] = {}
    for place, row in rows.staged.items():
        staged = item_of(remote, place, row)
        live = rows.live.get(place)
        public = None if live is None else item_of(remote, place, live)
        locale = site.place_of(staged.cms_locale_id, "GET items").locale
        shown[locale] = show(collection, staged, public, carry=carry)
    return gather(collection.binding, remote, shown, [place.locale for place in site.places])


def follows(before: Mapping[str, object], after: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether another locale's fields may have moved with the primary's: one of them showed what changed there.

    Source: Webflow localization guide, seen 2026-11: a field of a secondary locale shows the primary's until it is
            edited, and no marker tells. Whether that moves its time of change is not said.
    """
    return any(
        before.get(slug) != after.get(slug) and other.get(slug) == before.get(slug) for slug in {*before, *after}
    )
