"""From neutral values to what Webflow stores.

Decides how each value is written, how a field is cleared, and what the ``fieldData`` of one variant consists of.
Refuses to ask anybody: names, options and the current content are handed in. The rows around the content are in
``rows``.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from isogloss.adapters.webflow.items.rich_text import closed_up, taken_away
from isogloss.adapters.webflow.paths import is_id
from isogloss.adapters.webflow.rules import LONGEST
from isogloss.adapters.webflow.site import ALT, Collection
from isogloss.bridge import FieldBinding
from isogloss.canon.text import breaks
from isogloss.model.address import APART, EntryKey
from isogloss.model.entry import SLUG
from isogloss.model.value import Absent, Asset, Many, MaybeValue, Ref, Scalar, Value, digest_text
from isogloss.ports import Names

_EMPTY_TEXT: Final = frozenset({"text", "long_text", "rich_text"})
LINKS: Final = frozenset({"Reference", "MultiReference"})
"""The types of fields that hold links to items."""
_EMPTY_LIST: Final = frozenset({"images", "references"})
_COMPONENT: Final = "<wf-component"
_COMPONENT_TAG: Final = re.compile(r'<wf-component(?:[^<>"]|"[^"]*")*>')
_INSTANCE: Final = re.compile(r' data-w-id="[^"]*"')
_NOT_IN_SLUGS: Final = re.compile(r"[^a-z0-9]+")
_SPELLED: Final = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O"})
"""Letters that no accent makes of others, as they are spelled without."""
_MARK: Final = 8
"""Characters of the mark that tells slugs apart which would be one."""

Data = dict[str, object]
Cells = Mapping[str, MaybeValue]
"""Neutral field name to what it should hold."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What a new variant falls back on.

    label:     what people call the entry; its name where no field gives one.
    key:       the entry's own key; for the origin key field, and for a slug where the label gives none.
    inherited: raw content of another variant of the item, for what all its variants share; {} for a new item.
    follows:   fields that are excluded from translation in its locale, and so shown as that other variant shows them.
    """

    label: str
    key: EntryKey
    inherited: Mapping[str, object]
    follows: frozenset[str] = frozenset()


def encode_value(binding: FieldBinding, value: Value, names: Names, options: Mapping[str, str]) -> object:
    """Encode one value.

    options: option id to name, for option fields.
    Raises:  ValueError with a sentence where the field cannot hold it, or a link leads nowhere on this side yet.
    """
    match value:
        case Scalar("option", key):
            return _option(binding, key, options)
        case Scalar(type_, text) if type_ == binding.field.type:
            return text if binding.remote == "slug" else _scalar(value)
        case Asset() if binding.field.type == value.type:
            return _asset(value, names)
        case Ref(to) if binding.field.type == "reference":
            return _remote(to, names)
        case Many(items) if binding.field.type in _EMPTY_LIST:
            return [_element(item, names) for item in items]
        case _:
            raise ValueError(f"a field of type {binding.field.type} does not hold {type(value).__name__} values.")


def without_links(collection: Collection, data: Data) -> Data:
    """The same, but for links to other items; a field that must have one keeps it."""
    fields = collection.fields

    def waits(slug: str) -> bool:
        known = fields.get(slug)
        return known is not None and known.type in LINKS and not known.is_required

    return {slug: raw for slug, raw in data.items() if not waits(slug)}


def cleared(binding: FieldBinding) -> object:
    """What empties a field.

    Source: Webflow documents no rule; null for single values, "" for texts and [] for lists [inferred]. A switch knows
            no empty state and shows false when never set (OpenAPI example of bulk create).
    """
    type_ = binding.field.type
    if type_ == "flag":
        return False
    if type_ in _EMPTY_LIST:
        return []
    return "" if type_ in _EMPTY_TEXT else None


def changed_data(collection: Collection, cells: Cells, names: Names, current: Mapping[str, object]) -> Data:
    """The ``fieldData`` that makes these cells of an existing variant hold these values, and touches no other.

    An unchanged slug is left out: a uniqueness error against the item itself has been seen with it.

    current: the variant's raw content, needed only where :func:`needs_current` says so.
    Raises:  ValueError with a sentence naming the field.
    Source:  threads on the item update call, seen 2026-11.
    """
    data: Data = {}
    for name, value in cells.items():
        binding = collection.binding.fields.get(name)
        if binding is None or binding.remote.endswith(ALT):
            continue
        data[binding.remote] = _encoded(collection, binding, value, names)
    for slug in _images_with_alt(collection, cells):
        _merge_alt(collection, slug, cells, current, data)
    slug_cell = cells.get(SLUG)
    if isinstance(slug_cell, Scalar) and all(one.remote != "slug" for one in collection.binding.fields.values()):
        data["slug"] = slug_cell.text
    # A variant needs both: one that lost its value keeps the old one.
    return {slug: raw for slug, raw in data.items() if slug not in ("name", "slug") or raw}


def whole_data(collection: Collection, cells: Cells, names: Names, filling: Filling) -> Data:
    """The ``fieldData`` of a new variant: its cells, what all variants share, and the two fields that it must have.

    Source: ``name`` and ``slug`` are needed even to attach a variant, and another variant's slug may be used again;
            Webflow reference of the insert call and threads on it, seen 2026-11.
    """
    kind = collection.binding
    inherited = _inherited(collection, filling.inherited, filling.follows)
    written = changed_data(collection, cells, names, inherited)
    bindings = {one.remote: one for one in kind.fields.values()}
    data = {**inherited, **{slug: _uninstanced(raw) for slug, raw in written.items()}}
    data = {slug: raw for slug, raw in data.items() if slug not in bindings or raw != cleared(bindings[slug])}
    # A name that no cell gives is that of the item's other variant where nothing here governs it, else the label.
    other = "" if "name" in bindings else _texts(filling.inherited.get("name"))
    data["name"] = data.get("name") or (other or " ".join(filling.label.split()) or str(filling.key))[:LONGEST]
    given = cells.get(SLUG)
    slug = given.text if isinstance(given, Scalar) else None
    data["slug"] = _texts(data.get("slug"), slug, filling.inherited.get("slug")) or slug_from(filling)
    if kind.origin_key:
        data[kind.origin_key] = str(filling.key)
    return data


def overlay(collection: Collection, below: Data, wanted: Data) -> Data:
    """What to write over a variant that is a copy of ``below`` so that it holds ``wanted``, and keeps it.

    Values that are equal are written all the same: whether a copy follows later edits of the primary is not known, and
    a field that was written does not. What it must not keep is cleared.
    Source: the localization guide on overridden fields; that writing an equal value overrides is [inferred].
    """
    bindings = {one.remote: one for one in collection.binding.fields.values()}
    data = {slug: raw for slug, raw in wanted.items() if slug != "slug" or below.get(slug) != raw}
    gone = {slug: cleared(bindings[slug]) for slug in below if slug not in wanted and slug in bindings}
    return {**data, **gone}


def needs_current(collection: Collection, cells: Cells) -> bool:
    """Whether a change needs the current content: an image and its alternative text are written as one."""
    for slug in _images_with_alt(collection, cells):
        image, alt = _image_and_alt(collection, slug)
        if alt not in cells or image is None or image not in cells:
            return True
    return False


def slug_from(filling: Filling) -> str:
    """Make a slug from the label, unless another entry is called the same: then from the key, which tells them apart.

    Not every title is Latin: where letters of it are lost, others may come to the same. So the key is taken as well,
    and where that is no better, what is left of the words with a mark of the key.
    """
    name = filling.key.name
    words = (name,) if APART in name else (filling.label, name)
    for each in words:
        if (made := _folded(each)) and len(made) <= LONGEST and not _loses(each):
            return made
    left = next(filter(None, map(_folded, words)), "")[: LONGEST - _MARK - 1]
    return f"{left}-{digest_text(str(filling.key))[:_MARK]}".lstrip("-")


def _uninstanced(raw: object) -> object:
    """Rich text whose components bear no instance ids yet: the site gives them when it makes the variant.

    Source: Webflow guide "Components in rich text", seen 2026-11: omit ``data-w-id`` when creating.
    """
    if not isinstance(raw, str) or _COMPONENT not in raw:
        return raw
    return _COMPONENT_TAG.sub(lambda tag: _INSTANCE.sub("", tag[0]), raw)


def _inherited(collection: Collection, raw: Mapping[str, object], follows: frozenset[str]) -> Data:
    """What all variants of an item share, of the raw content of one. An alternative text per locale is not among it."""
    fields = collection.binding.fields.values()
    shared = {one.remote for one in fields if one.field.shared or one.field.name in follows}
    own_alt = {one.remote.removesuffix(ALT) for one in fields if one.remote.endswith(ALT) and not one.field.shared}
    data: Data = {}
    for slug in sorted(shared & set(raw)):
        value = raw[slug]
        if value is not None:
            data[slug] = {**value, "alt": ""} if slug in own_alt and isinstance(value, Mapping) else value
    return data


def _encoded(collection: Collection, binding: FieldBinding, value: MaybeValue, names: Names) -> object:
    if isinstance(value, Absent):
        return cleared(binding)
    try:
        return encode_value(binding, value, names, collection.options(binding.remote))
    except ValueError as fault:
        raise ValueError(f"{binding.field.name}: {fault}") from None


def _scalar(value: Scalar) -> object:
    text = value.text
    match value.type:
        case "number" | "flag":
            return _number(text) if value.type == "number" else text == "true"
        case "instant":
            # Source: Webflow Data API reference: DateTime is ISO 8601 UTC with milliseconds.
            return datetime.fromisoformat(text).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case "date":
            return f"{text}T00:00:00.000Z"
        case "rich_text":
            return closed_up(taken_away(value))
        case "text":
            # Source: Webflow field type PlainText, seen 2026-11: a single line refuses line breaks.
            return text if breaks(value.spelling) else value.spelling
        case "opaque":
            raise ValueError("it is only read on this side, never written.")
        case _:
            return value.spelling


def _number(text: str) -> int | float:
    """JSON has one kind of number and Webflow keeps it as a double: what would be rounded is not sent."""
    exact = Decimal(text)
    number = float(exact)
    if Decimal(repr(number)) != exact:
        raise ValueError(f"{text[:80]} has more digits than Webflow keeps.")
    return int(number) if number.is_integer() else number


def _option(binding: FieldBinding, key: str, options: Mapping[str, str]) -> str:
    name = binding.options.get(key)
    if name is None:
        raise ValueError(f"option {key!r} has no name on this side; add it to the field's values in the mapping.")
    found = [id_ for id_, known in options.items() if known == name]
    if not found:
        raise ValueError(f"the collection has no option {name!r}; it has {', '.join(options.values()) or 'none'}.")
    return found[0]


def _asset(value: Asset, names: Names) -> Data:
    """A file that is on this side already is named by its id, or each write would make another copy.

    So is a file that was first seen here: its identity is the address that ``decode.address_of`` wrote.
    """
    hosted = names.asset(value.identity)
    url, _, file = (hosted or value.identity).partition("#")
    if hosted is None and not is_id(file):
        return {"url": value.identity, "alt": value.alt_spelling}
    return {**({"fileId": file} if file else {}), "url": url, "alt": value.alt_spelling}


def _element(value: Value, names: Names) -> object:
    match value:
        case Ref(to):
            return _remote(to, names)
        case Asset("image"):
            return _asset(value, names)
        case _:
            raise ValueError(f"a list on this side does not hold {type(value).__name__} values.")


def _remote(to: EntryKey, names: Names) -> str:
    remote = names.remote(to)
    if remote is None:
        raise ValueError(f"it links to {to}, which is not on this side yet.")
    return remote


def _image_and_alt(collection: Collection, slug: str) -> tuple[str | None, str | None]:
    """The neutral names of an image field and of its alternative text."""
    names = {binding.remote: name for name, binding in collection.binding.fields.items()}
    return names.get(slug), names.get(slug + ALT)


def _images_with_alt(collection: Collection, cells: Cells) -> list[str]:
    """Slugs of the image fields touched by these cells whose alternative text is a field of its own."""
    fields = collection.binding.fields
    touched = {fields[name].remote.removesuffix(ALT) for name in cells if name in fields}
    return sorted(slug for slug in touched if _image_and_alt(collection, slug)[1] is not None)


def _merge_alt(collection: Collection, slug: str, cells: Cells, current: Mapping[str, object], data: Data) -> None:
    """Put the image and its alternative text together; the one that is not among the cells stays as it is.

    A text without an image has no place here: nothing is written, and the read-back shows it.
    """
    now = current.get(slug)
    kept = dict(now) if isinstance(now, Mapping) else None
    image_name, alt_name = _image_and_alt(collection, slug)
    image = data.get(slug) if image_name in cells else kept
    if not isinstance(image, dict):
        return
    alt = cells.get(alt_name or "", Scalar("text", str((kept or {}).get("alt") or "")))
    data[slug] = {**image, "alt": alt.spelling if isinstance(alt, Scalar) else ""}


def _texts(*candidates: object) -> str:
    """The first candidate that is a text with something in it."""
    return next((one for one in candidates if isinstance(one, str) and one), "")


def _plain(text: str) -> str:
    """A text without accents."""
    return unicodedata.normalize("NFKD", text.translate(_SPELLED))


def _loses(text: str) -> bool:
    """Whether a text has letters or digits that no slug has."""
    return any(char.isalnum() and not char.isascii() for char in _plain(text))


def _folded(text: str) -> str:
    return _NOT_IN_SLUGS.sub("-", _plain(text).encode("ascii", "ignore").decode().lower()).strip("-")
