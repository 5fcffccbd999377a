"""Entries and variants, and the two fields that every entry has: ``$status`` and ``$slug``.

Publication state and slug are fields, so they are compared, merged, planned and reported like everything else.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias

from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue, Scalar, Value, digest_fields

Variant: TypeAlias = Mapping[str, Value]
"""Field name to canonical value, in one locale. An absent field is missing from it."""

Entry: TypeAlias = Mapping[Locale, Variant]
"""Locale to variant; a locale that the entry lacks is missing from it, not empty."""

STATUS: Final = "$status"
SLUG: Final = "$slug"

DRAFT: Final = Scalar("option", "draft")
PUBLISHED: Final = Scalar("option", "published")
CHANGED: Final = Scalar("option", "changed")
"""Published, with a draft on top that is not live."""
ARCHIVED: Final = Scalar("option", "archived")

PRESENT: Final = Scalar("option", "present")
"""Stands for every ``$status`` where publication state is not compared: the variant is there."""

DigestVariant: TypeAlias = Mapping[str, Digest]
DigestEntry: TypeAlias = Mapping[Locale, DigestVariant]


def cell_of(entry: Entry | Absent, locale: Locale, field: str) -> MaybeValue:
    """What an entry shows in one cell; ABSENT where it, the variant or the field is missing."""
    if isinstance(entry, Absent):
        return ABSENT
    return entry.get(locale, {}).get(field, ABSENT)


def with_cells(entry: Entry, cells: Mapping[tuple[Locale, str], MaybeValue]) -> Entry:
    """An entry that shows these values in some cells of variants that it has."""
    made: dict[Locale, Variant] = dict(entry)
    for (locale, name), value in cells.items():
        variant = {each: held for each, held in made[locale].items() if each != name}
        made[locale] = variant if isinstance(value, Absent) else {**variant, name: value}
    return made


def apart(shown: Variant, other: Variant) -> dict[str, MaybeValue]:
    """What another version of a variant says otherwise than the one that is shown."""
    names = {name for name in {*shown, *other} if shown.get(name) != other.get(name)}
    return {name: other.get(name, ABSENT) for name in sorted(names)}


def digest_variant(variant: Variant) -> DigestVariant:
    """Digest every field of a variant."""
    return digest_fields(variant)


def digest_entry(entry: Entry | Absent) -> DigestEntry | Absent:
    """Digest every cell of an entry; ABSENT stays ABSENT."""
    if isinstance(entry, Absent):
        return ABSENT
    return {locale: digest_variant(variant) for locale, variant in entry.items()}
