"""What the content of page types and collections shows of their fields, for proposing a mapping.

No call describes a field, so its type is guessed from its values. Decides which types such values can be: many, where
they do not tell. Refuses to know what the other side has.

Source: ButterCMS documentation, field types, and recorded answers, seen 2026-11.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from isogloss.adapters.buttercms.account import Account, KindPlace
from isogloss.adapters.buttercms.entries.listing import Listing
from isogloss.adapters.buttercms.wire import Row
from isogloss.model.locale import Locale
from isogloss.model.schema import FIELD_TYPES, FieldType, RemoteField, RemoteKind, RemoteSchema

_WORDS: Final[frozenset[FieldType]] = frozenset({"text", "long_text", "option", "email", "phone", "tags"})
_TAG: Final = re.compile(r"<(p|h[1-6]|ul|ol|div|figure|br|a|em|strong|table|blockquote|img)[\s>/]", re.IGNORECASE)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(T00:00:00)?")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{3,8}")
_ADDRESS: Final = re.compile(r"https?://\S+")
_MEDIA: Final = re.compile(r"https?://cdn\.buttercms\.com/\S+|https?://\S+\.(png|jpe?g|gif|svg|webp|avif|pdf)")

_TEXTS: Final[tuple[tuple[Callable[[str], object], str, frozenset[FieldType]], ...]] = (
    (_DAY.fullmatch, "day", frozenset({"date", "instant"})),
    (_MOMENT.fullmatch, "time", frozenset({"instant"})),
    (_COLOUR.fullmatch, "colour", frozenset({"colour", "text"})),
    (_MEDIA.fullmatch, "media", frozenset({"image", "file"})),
    (_ADDRESS.fullmatch, "address", frozenset({"link", "video", "text"})),
    (_TAG.search, "HTML", frozenset({"rich_text"})),
    (lambda text: "\n" in text, "lines", frozenset({"long_text"})),
)
"""What all texts of a field look like, in order: the first that fits is taken."""


def survey(listing: Listing, account: Account) -> RemoteSchema:
    """Look at the first entries of each place, in the account's first locale; one request each.

    Shape:  kinds by name of the place; fields None where it has no entries.
    Raises: Missing where a page type or collection is not there.
    """
    locale = next(iter(account.locales))
    kinds = {place.name: _kind(listing, account, place, locale) for place in account.places.values()}
    return RemoteSchema(locales=dict.fromkeys(account.locales.values(), True), kinds=kinds)


def _kind(listing: Listing, account: Account, place: KindPlace, locale: Locale) -> RemoteKind:
    rows = listing.first(place, locale, most=account.settings.page_size)
    return RemoteKind(place.name, dict(_fields(rows)) or None, place="page_type" if place.paged else "collection")


def _fields(rows: Sequence[Row]) -> Iterator[tuple[str, RemoteField]]:
    for slug in dict.fromkeys(slug for row in rows for slug in row.fields):
        values = [row.fields[slug] for row in rows if row.fields.get(slug) not in (None, "", [], {})]
        said, holds = guess(values)
        yield slug, RemoteField(slug, said, holds)


def guess(values: Sequence[object]) -> tuple[str, frozenset[FieldType]]:
    """What values look like, in a word, and the types that can hold them; every type where they do not tell."""
    found = {type(value) for value in values}
    match found:
        case _ if found == {bool}:
            return "flag", frozenset({"flag"})
        case _ if found and found <= {int, float}:
            return "number", frozenset({"number"})
        case _ if found == {str}:
            return _text([value for value in values if isinstance(value, str)])
        case _ if found == {dict}:
            return _object([value for value in values if isinstance(value, dict)])
        case _ if found == {list}:
            return _list([item for value in values if isinstance(value, list) for item in value])
        case _:
            return "mixed" if values else "empty", frozenset(FIELD_TYPES)


def _text(texts: Sequence[str]) -> tuple[str, frozenset[FieldType]]:
    fitting = (
        (said, holds) for looks, said, holds in _TEXTS if (any if said in ("HTML", "lines") else all)(map(looks, texts))
    )
    return next(fitting, ("text", _WORDS))


def _object(values: Sequence[Mapping[object, object]]) -> tuple[str, frozenset[FieldType]]:
    if all({"url", "alt"} == set(value) for value in values):
        return "media", frozenset({"image", "file"})
    if all(_linked(value) for value in values):
        return "reference", frozenset({"reference"})
    return "component", frozenset({"group"})


def _list(items: Sequence[object]) -> tuple[str, frozenset[FieldType]]:
    rows = [item for item in items if isinstance(item, Mapping)]
    if len(rows) < len(items):
        return "list", frozenset(FIELD_TYPES)
    if all(_linked(row) for row in rows):
        return "references", frozenset({"references", "reference"})
    if all(set(row) == {"type", "fields"} for row in rows):
        return "components", frozenset({"blocks"})
    return "rows", frozenset({"list"})


def _linked(value: Mapping[object, object]) -> bool:
    """Whether an object is an entry that a link was expanded to: an item has its number, a page its type."""
    return isinstance(value.get("meta"), Mapping) or {"slug", "page_type", "fields"} <= set(value)
