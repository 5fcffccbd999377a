"""The rows of one write, each known by its entry, and the answer matched to them.

Decides which entries of a batch are refused before anything is sent (all variants of an entry are written, or none),
and which id in an answer belongs to which entry. Refuses to know what the rows hold.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from isogloss.adapters.webflow.items.batches import Part
from isogloss.adapters.webflow.items.rows import Row
from isogloss.adapters.webflow.wire import Item
from isogloss.errors import Drift
from isogloss.model.address import EntryKey
from isogloss.model.locale import Locale
from isogloss.plan.op import Op
from isogloss.ports import Sent

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
        made: list[Row] = []
        try:
            for locale in part.locales:
                row = make(part.op, locale)
                made += [] if row is None else [row]
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
