"""Which fields of a kind are translated: texts, also those within pictures, groups and lists. Pure."""

from collections.abc import Iterator
from typing import Final

from isogloss.bridge import Bridge
from isogloss.model.entry import SLUG
from isogloss.model.schema import Field, FieldType

_HOLD_TEXTS: Final[frozenset[FieldType]] = frozenset(
    {"text", "long_text", "rich_text", "image", "images", "file", "group", "list", "blocks"}
)


def translated(bridge: Bridge, kind: str) -> Iterator[tuple[str, Field]]:
    """The fields of a kind that each locale says in its own words, in the order of the mapping; slugs are not."""
    slugs = bridge.slugs(kind)
    for name, field in bridge.kinds[kind].fields.items():
        if not field.shared and field.type in _HOLD_TEXTS and name not in slugs and name != SLUG:
            yield name, field
