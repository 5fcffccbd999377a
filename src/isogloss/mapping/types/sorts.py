"""Sorts of types, how the slug of an alternative text ends, and how what nobody maps begins."""

from typing import Final

from isogloss.model.schema import FieldType

REFERENCES: Final[frozenset[FieldType]] = frozenset({"reference", "references"})
IMAGES: Final[frozenset[FieldType]] = frozenset({"image", "images"})
PARTED: Final[frozenset[FieldType]] = frozenset({"group", "list", "blocks"})
"""Types that have parts."""
TEXTS: Final[frozenset[FieldType]] = frozenset({"text", "long_text"})
UNKNOWN: Final = "?"
"""Begins the key of an option or of a link that one side has and the mapping does not name."""
ALT: Final = ".alt"
"""Ends the slug of a field that is the alternative text of an image field: ``hero.alt``."""
