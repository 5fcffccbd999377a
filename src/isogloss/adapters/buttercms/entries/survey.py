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
from isogloss.mapping.names.traces import NO_TRACES, Traces, traces
from isogloss.model.entry import SLUG
from isogloss.model.locale import Locale
from isogloss.model.schema import FIELD_TYPES, FieldType, RemoteField, RemoteKind, RemoteSchema, Sample

_FEW: Final = 30
"""Values that differ, at most, of a field from which one is chosen; and"""
_SHORT: Final = 60
"""characters of each."""
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
    """Look at the first entries of each place, in each of the account's locales; one request each.

    Shape:  kinds by name of the place; fields None where it has no entries.
    Raises: Missing where a page type or collection is not there; Rejected for a locale that is not.
    """
    found = [_kind(listing, account, place) for place in account.places.values()]
    kinds = {kind.name: kind for kind in found}
    return RemoteSchema(locales=dict.fromkeys(account.locales.values(), True), kinds=kinds)


def _kind(listing: Listing, account: Account, place: KindPlace) -> RemoteKind:
    size = account.settings.page_size
    rows = {locale: listing.first(place, locale, most=size) for locale in account.locales}
    fields = dict(_fields([row for found in rows.values() for row in found])) or None
    sort = "single_pages" if place.single else "page_type" if place.paged else "collection"
    name = f"${sort}" if place.single else place.name
    return RemoteKind(name, fields, place=sort, samples=tuple(_samples(account, place, rows)))


def _samples(account: Account, place: KindPlace, rows: Mapping[Locale, Sequence[Row]]) -> Iterator[Sample]:
    cells: dict[str, dict[str, dict[str, Traces]]] = {}
    for locale, found in rows.items():
        for row in found:
            held = cells.setdefault(row.remote, {}).setdefault(account.code(locale), {})
            held |= {slug: _traces(sent) for slug, sent in row.fields.items()}
            if place.paged:
                held[SLUG] = traces(row.remote)
    return (Sample(remote, each) for remote, each in cells.items())


def _traces(sent: object) -> Traces:
    """By what a value is known again; an entry that is linked by what it is called."""
    if isinstance(sent, list) and sent:
        return NO_TRACES.union(*map(_traces, sent))
    if isinstance(sent, Mapping) and _linked(sent):
        inner = sent.get("fields")
        texts = [*sent.values(), *(inner.values() if isinstance(inner, Mapping) else ())]
        return traces([text for text in texts if isinstance(text, str)])
    return traces(sent)


def _fields(rows: Sequence[Row]) -> Iterator[tuple[str, RemoteField]]:
    for slug in dict.fromkeys(slug for row in rows for slug in row.fields):
        values = [row.fields[slug] for row in rows if row.fields.get(slug) not in (None, "", [], {})]
        said, holds = guess(values)
        yield slug, RemoteField(slug, said, holds, options=_options(values) if "option" in holds else {})


def _options(values: Sequence[object]) -> Mapping[str, str]:
    """The values that a field may choose from, if it is one that does: a few short ones, in the order of meeting."""
    found = dict.fromkeys(value for value in values if isinstance(value, str))
    short = len(found) <= _FEW and all(len(value) <= _SHORT for value in found)
    return {value: value for value in found} if short else {}


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
