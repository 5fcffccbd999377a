"""From values of the model to what ButterCMS takes.

Decides how each field type is written, how a field is cleared, and how the fields of several locales stand in one
body. Never writes back what was read: links go out as numbers and slugs, media as addresses. Refuses to know which
cells a write needs.

Source: ButterCMS API reference and documentation, field types and write bodies, seen 2026-11.
"""

import re
from collections.abc import Mapping
from typing import Final

from isogloss.adapters.buttercms.account import ALT, Account, KindPlace, slug_of
from isogloss.bridge import FieldBinding
from isogloss.mapping.types.sorts import UNKNOWN
from isogloss.model.entry import ARCHIVED, CHANGED, SLUG, STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Absent, Asset, Group, Many, MaybeValue, Ref, Scalar, Value, digest_text
from isogloss.ports import Names

LONGEST_SLUG: Final = 100
"""Characters. Source: ButterCMS API reference, path parameters, seen 2026-11."""


_LISTS: Final = frozenset({"references", "list", "blocks"})
_PARTED: Final = _LISTS | {"group"}


def encode(value: MaybeValue, binding: FieldBinding, account: Account, names: Names) -> object:
    """Write one mapped field.

    Raises: ValueError with a sentence where ButterCMS cannot hold the value.
    """
    if binding.remote.endswith(ALT):
        raise ValueError("the alternative text belongs to the media library; ButterCMS takes none with a field.")
    match value:
        case Absent():
            return cleared(binding)
        case Group() | Many() if binding.field.type in _PARTED:
            return _parted(value, binding, account, names)
        case Ref() if binding.field.type == "reference":
            return _link(value, account.target(binding), names)
        case Asset(kind, identity) if kind == binding.field.type:
            return names.asset(identity) or identity
        case Scalar(kind, text) if kind == binding.field.type:
            return _option(text, binding) if kind == "option" else _scalar(value)
    raise ValueError(f"a {type(value).__name__.lower()} cannot be written to a field of type {binding.field.type}.")


def _parted(value: Value, binding: FieldBinding, account: Account, names: Names) -> object:
    """What has parts: links, a component, the rows of a repeater, what is picked in a component picker."""
    items = value.items if isinstance(value, Many) else ()
    match binding.field.type:
        case "references":
            return [_link(item, account.target(binding), names) for item in items]
        case "list":
            return [_component(item, binding, account, names) for item in items]
        case "blocks":
            return [_picked(item, binding, account, names) for item in items]
        case _:
            return _component(value, binding, account, names)


def cleared(binding: FieldBinding) -> object:
    """Say "nothing" for a field: the empty text for every type, the empty list where several things stand.

    A component is merged, so each of its fields is named.

    A zero or an unticked box would be content. Source: ButterCMS API reference, create page, update item, seen 2026-11.
    """
    if binding.field.type == "group":
        return {part.remote: cleared(part) for part in binding.fields.values()}
    return [] if binding.field.type in _LISTS else ""


def empty_fields(place: KindPlace) -> dict[str, object]:
    """Every field of a type, unset: a create must name them all."""
    fields: dict[str, object] = dict.fromkeys(sorted(place.slugs), "")
    for binding in place.fields.values():
        if binding.field.type in _PARTED:
            fields[slug_of(binding.remote)] = cleared(binding)
    return fields


def body_of(account: Account, by_locale: Mapping[Locale, Mapping[str, object]]) -> Mapping[str, object]:
    """Put the fields of several locales into the form that the account takes.

    The server tells the two forms apart by the keys, so the fields of an account with locales always stand under
    their locale's slug, and no field may be called like one.
    """
    if not account.settings.localized:
        if len(by_locale) != 1:
            raise AssertionError("an account without locales takes the fields of one locale.")
        return dict(*by_locale.values())
    codes = set(account.locales.values())
    for fields in by_locale.values():
        if codes & set(fields):
            raise AssertionError(
                f"the field slugs {sorted(codes & set(fields))} are locale slugs; the body is ambiguous."
            )
    return {account.code(locale): dict(fields) for locale, fields in by_locale.items()}


def page_slug(text: str) -> str:
    """Check a page's slug.

    Raises: ValueError with a sentence where it is too long, or nothing.
    """
    if not 0 < len(text) <= LONGEST_SLUG:
        raise ValueError(f"a page's slug has 1 to {LONGEST_SLUG} characters, and {text[:40]!r} has {len(text)}.")
    return text


def slug_from(key: str) -> str:
    """Make a slug for a page that is given none, from its key alone: so it can be looked for by its key later."""
    made = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:LONGEST_SLUG].strip("-")
    return made or f"page-{digest_text(key)}"


def check_special(place: KindPlace, field: str, value: Value) -> None:
    """Check a value of ``$slug`` or ``$status``.

    Raises: ValueError with a sentence where ButterCMS cannot hold it.
    """
    if field == SLUG and not place.paged:
        raise ValueError("an item of a collection has no slug.")
    if field == SLUG and isinstance(value, Scalar):
        page_slug(value.text)
    if field == STATUS and value == ARCHIVED:
        raise ValueError("ButterCMS has no archive.")
    if field == STATUS and value == CHANGED:
        raise ValueError("whether a draft can be put over published content by API is not documented.")


def number_of(remote: str) -> int:
    """The number in an item's remote id.

    Raises: ValueError where it is none.
    """
    if not (remote.isascii() and remote.isdecimal()):
        raise ValueError(f"{remote!r} is not the number of an item.")
    return int(remote)


def _link(value: Value, target: KindPlace, names: Names) -> object:
    if not isinstance(value, Ref):
        raise ValueError("a list of links can hold nothing else.")
    remote = names.remote(value.to)
    if remote is None:
        raise ValueError(f"it links to {value.to}, which is not on this side yet.")
    return remote if target.paged else number_of(remote)


def _component(value: Value, binding: FieldBinding, account: Account, names: Names) -> dict[str, object]:
    """The fields of a component or of a row. All of them: rows are replaced as a whole, and nothing is left standing.

    Source: ButterCMS API reference, repeaters and components on update, seen 2026-11.
    """
    if not isinstance(value, Group):
        raise ValueError("fields under their names were expected.")
    held = dict(value.fields)
    return {part.remote: encode(held.get(name, ABSENT), part, account, names) for name, part in binding.fields.items()}


def _picked(value: Value, binding: FieldBinding, account: Account, names: Names) -> dict[str, object]:
    """One component of a picker, in the form that is written: its slug with its fields."""
    match value:
        case Group(((name, inner),)) if name in binding.fields:
            part = binding.fields[name]
            return {part.remote: _component(inner, part, account, names)}
    raise ValueError(f"one component was expected, of {', '.join(sorted(binding.fields))}.")


def _option(text: str, binding: FieldBinding) -> str:
    slug = binding.options.get(text)
    if slug is None:
        known = ", ".join(sorted(binding.options)) or "none"
        raise ValueError(
            f"the option {text.removeprefix(UNKNOWN)!r} has no slug in the mapping, which names {known}; "
            "add it to the values of the field."
        )
    return slug


def _scalar(value: Scalar) -> object:
    text = value.text
    match value.type:
        case "number":
            return int(text) if "." not in text else float(text)
        case "flag":
            return text == "true"
        case "instant":
            # The field keeps no zone and shows what it was given, so UTC goes out bare and comes back the same,
            # whatever zone the account shows its own times in.
            return text.removesuffix("Z")
        case "date":
            return f"{text}T00:00:00"
        case _:
            return value.spelling
