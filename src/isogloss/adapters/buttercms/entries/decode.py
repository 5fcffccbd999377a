"""From what ButterCMS sends to values of the model.

Decides what each field type looks like when read, what counts as nothing, and what a link points to. Canonical texts
are made by ``canon``; which version of an entry is shown is decided in ``variants``. Never looks inside the target of
a link.

Source: ButterCMS documentation, field types and references, seen 2026-11.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote

from isogloss.adapters.assemble import beyond
from isogloss.adapters.buttercms.account import ALT, ANY_TYPE, Account, KindPlace, slug_of
from isogloss.bridge import FieldBinding
from isogloss.canon.own import described, spelled
from isogloss.canon.values import canonical
from isogloss.mapping.types.sorts import UNKNOWN
from isogloss.model.address import EntryKey
from isogloss.model.value import (
    ABSENT,
    Absent,
    AssetType,
    Group,
    Many,
    MaybeValue,
    Ref,
    Scalar,
    Value,
    is_scalar_type,
)

_ITEM_PATH: Final = re.compile(r"/v2/content/\?keys=([^\[\]]+)\[_id=([0-9]+)\]")
_PAGE_PATH: Final = re.compile(r"/v2/pages/([^/?]+)/([^/?]+)/?(?:\?.*)?")


def decode(sent: object, binding: FieldBinding, account: Account) -> MaybeValue:
    """Read one field of the mapping; *sent* is what stands under the field's slug.

    Raises: ValueError with a sentence where it is not of the type that the mapping says.
    """
    if binding.remote.endswith(ALT):
        return _scalar("text", sent.get("alt") if isinstance(sent, Mapping) else None)
    if is_nothing(sent):
        return ABSENT
    match binding.field.type:
        case "reference" | "references":
            return _links(sent, binding, account.target(binding))
        case "group" | "list" | "blocks":
            return _nested(sent, binding, account)
        case _:
            return _single(sent, binding)


def _single(sent: object, binding: FieldBinding) -> MaybeValue:
    match binding.field.type:
        case "image" | "file" as kind:
            return _asset(kind, sent)
        case "option":
            return _option(sent, binding)
        case kind:
            return _scalar(kind, sent)


def _nested(sent: object, binding: FieldBinding, account: Account) -> MaybeValue:
    """Read a component, the rows of a repeater, or what was picked in a component picker."""
    if binding.field.type == "group":
        found = _component(sent, binding, account)
        return found if found.fields else ABSENT
    rows = sent if isinstance(sent, list) else [sent]
    read = _component if binding.field.type == "list" else _picked
    return Many(tuple(read(row, binding, account) for row in rows))


def _component(sent: object, binding: FieldBinding, account: Account) -> Group:
    if not isinstance(sent, Mapping):
        raise ValueError(f"fields under their slugs were expected, not {_excerpt(sent)}; map the field as what it is.")
    read = ((name, decode(sent.get(part.remote), part, account)) for name, part in sorted(binding.fields.items()))
    return Group(tuple((name, value) for name, value in read if not isinstance(value, Absent)))


def _picked(sent: object, binding: FieldBinding, account: Account) -> Group:
    """Read one component of a picker.

    Source: vendor sample code, seen 2026-11: written under the component's slug, read as type and fields.
    """
    match sent:
        case {"type": str(slug), "fields": Mapping() as inner}:
            pass
        case Mapping() if len(sent) == 1:
            ((slug, inner),) = sent.items()
        case _:
            raise ValueError(f"a component was expected, not {_excerpt(sent)}; map the field as what it is.")
    for name, part in binding.fields.items():
        if part.remote == slug:
            return Group(((name, _component(inner, part, account)),))
    raise ValueError(f"it holds a component {slug!r}, which the mapping does not name; add it to the field's fields.")


def beyond_parts(sent: object, binding: FieldBinding) -> Iterator[str]:
    """The parts of what a field holds that hold something, and that the mapping does not name, each with the field."""
    match sent:
        case list():
            for row in sent:
                yield from beyond_parts(row, binding)
        case {"type": str(slug), "fields": Mapping() as inner} if binding.field.type == "blocks":
            part = next((part for part in binding.fields.values() if part.remote == slug), None)
            yield from (f"{binding.remote}.{each}" for each in (beyond_parts(inner, part) if part else ()))
        case Mapping():
            known = {slug_of(part.remote) for part in binding.fields.values()}
            yield from (f"{binding.remote}.{slug}" for slug in beyond(sent, known))
            for part in binding.fields.values():
                if part.fields:
                    yield from (f"{binding.remote}.{each}" for each in beyond_parts(sent.get(part.remote), part))


def is_nothing(sent: object) -> bool:
    """Whether a field is unset. What an unset number, date or link reads as is not documented, so all forms count."""
    return sent is None or sent in ("", [])


def essence(sent: object) -> str:
    """Say what is in a field of no known type, so that two versions can be compared; links by what they point to."""
    return json.dumps(_essence(sent), sort_keys=True, ensure_ascii=False)


def _essence(sent: object) -> object:
    match sent:
        case Mapping():
            if target := _item_number(sent) or _page_slug(sent):
                return target
            inner = {str(name): _essence(value) for name, value in sent.items()}
            return {name: value for name, value in inner.items() if value is not None} or None
        case list():
            return [_essence(value) for value in sent] or None
        case "":
            return None
        case _:
            return sent


def _scalar(kind: str, sent: object) -> MaybeValue:
    if not is_scalar_type(kind):
        raise AssertionError(f"{kind} has no text form; the mapping must not let it through.")
    return spelled(kind, _text(sent))


def _text(sent: object) -> str:
    match sent:
        case None | {"url": None}:
            return ""
        case bool():
            return "true" if sent else "false"
        case int() | float():
            return repr(sent)
        # Videos and links may live in media fields, which come with their alternative text.
        case str(text) | {"url": str(text)}:
            return text
    raise ValueError(f"a text, number or flag was expected, not {_excerpt(sent)}; map the field as what it is.")


def _asset(kind: AssetType, sent: object) -> MaybeValue:
    if not isinstance(sent, str) and not (isinstance(sent, Mapping) and "url" in sent):
        raise ValueError(f"a media address was expected, not {_excerpt(sent)}; map the field as what it is.")
    address = canonical("link", _text(sent))
    alt = sent.get("alt") if isinstance(sent, Mapping) else None
    return described(kind, address, _text(alt)) if address else ABSENT


def _option(sent: object, binding: FieldBinding) -> MaybeValue:
    slug = _text(sent).strip()
    known = {remote: neutral for neutral, remote in binding.options.items()}
    return Scalar("option", known.get(slug, UNKNOWN + slug)) if slug else ABSENT


def _links(sent: object, binding: FieldBinding, target: KindPlace) -> MaybeValue:
    """Read one link or several. The documentation prints a list even for a field that holds one."""
    each = sent if isinstance(sent, list) else [sent]
    found: list[Value] = [
        Ref(EntryKey(target.kind, _pointed(inner, target))) for inner in each if not is_nothing(inner)
    ]
    if not found:
        return ABSENT
    if binding.field.type == "references":
        return Many(tuple(found))
    if len(found) > 1:
        raise ValueError(f"it holds {len(found)} links where one was expected; map the field as references.")
    return found[0]


def _pointed(sent: object, target: KindPlace) -> str:
    """Say which entry a link points to, in whichever of its forms it came."""
    found: tuple[str | None, str] | None = None
    match sent:
        case Mapping():
            found = _page_slug(sent) if target.paged else _item_number(sent)
        case str() if path := _ITEM_PATH.fullmatch(sent):
            found = None if target.paged else (path[1], path[2])
        case str() if path := _PAGE_PATH.fullmatch(sent):
            found = (unquote(path[1]), unquote(path[2])) if target.paged else None
        case str() if target.paged and "/" not in sent:
            found = (None, sent)
        case int() | str() if not target.paged and not isinstance(sent, bool) and str(sent).isdecimal():
            found = (None, str(sent))
    if found is None:
        wanted = "a page" if target.paged else "an item of a collection"
        raise ValueError(f"a link to {wanted} ({target.name}) was expected, not {_excerpt(sent)}; mend the mapping.")
    place, remote = found
    if place not in {None, ANY_TYPE, target.name}:
        raise ValueError(
            f"it links to {remote!r} of {place!r}, and the mapping says {target.name!r}; mend the mapping."
        )
    return remote


def _item_number(sent: Mapping[str, object]) -> tuple[None, str] | None:
    match sent.get("meta"):
        case {"id": int(number)}:
            return None, str(number)
    return None


def _page_slug(sent: Mapping[str, object]) -> tuple[str | None, str] | None:
    match sent:
        case {"slug": str(slug), "page_type": (str() | None) as page_type, "fields": Mapping()}:
            return page_type, slug
    return None


def _excerpt(sent: object) -> str:
    text = json.dumps(sent, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004  # enough to recognize it


def value_in(fields: Mapping[str, object], binding: FieldBinding, account: Account) -> MaybeValue:
    """Read one mapped field out of all the fields of a row.

    Raises: ValueError with a sentence where it is not of the type that the mapping says.
    """
    return decode(fields.get(slug_of(binding.remote)), binding, account)
