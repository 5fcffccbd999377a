"""Sorts of types, and how the slug of an alternative text ends."""

from typing import Final

from isogloss.model.schema import FieldType

REFERENCES: Final[frozenset[FieldType]] = frozenset({"reference", "references"})
IMAGES: Final[frozenset[FieldType]] = frozenset({"image", "images"})
PARTED: Final[frozenset[FieldType]] = frozenset({"group", "list", "blocks"})
"""Types that have parts."""
TEXTS: Final[frozenset[FieldType]] = frozenset({"text", "long_text"})
ALT: Final = ".alt"
"""Ends the slug of a field that is the alternative text of an image field: ``hero.alt``."""
