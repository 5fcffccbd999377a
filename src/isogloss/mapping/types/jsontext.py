"""Groups, lists and blocks as one text of JSON, and back.

Decides the spelling: keys sorted, no spaces, numbers to the last digit, and nothing in it that a text field would
change. The schema says what each part is, so the text carries no types. A link has no place in it: nothing would follow
it when its target changes.
"""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from isogloss.canon.own import described, spelled
from isogloss.canon.text import composed
from isogloss.model.schema import Field
from isogloss.model.value import (
    ABSENT,
    Absent,
    Asset,
    AssetType,
    Group,
    Many,
    MaybeValue,
    Scalar,
    Value,
    is_scalar_type,
)

_UNSAFE: Final = re.compile("[\x7f-\x9f\u2028\u2029]")
"""What a text field may take for the end of a line, and JSON does not escape by itself."""


def to_json(value: Value) -> str:
    """Write a value.

    Raises: ValueError with a sentence where it holds a link.
    """
    match value:
        case Scalar("number" | "flag", text):
            return text
        case Scalar():
            return _quoted(value.spelling)
        case Asset(_, address, ""):
            return _quoted(address)
        case Asset(_, address):
            return f'{{"alt":{_quoted(value.alt_spelling)},"url":{_quoted(address)}}}'
        case Many(items):
            return f"[{','.join(map(to_json, items))}]"
        case Group(fields):
            return f"{{{','.join(f'{_quoted(name)}:{to_json(inner)}' for name, inner in sorted(fields))}}}"
        case _:
            raise ValueError("a link cannot be followed within a text.")


def from_json(text: str, field: Field) -> MaybeValue:
    """Read a value of a field.

    Raises: ValueError with a sentence where it is no JSON, or not of the field's shape.
    """
    try:
        data: object = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ValueError(
            f"{text[:60]!r} is no JSON, and the mapping says that {field.name} stands there as JSON."
        ) from None
    return _read(data, field)


def _no_number(text: str) -> object:
    raise ValueError(text)


def _quoted(text: str) -> str:
    written = json.dumps(text, ensure_ascii=composed(text) != text)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _read(data: object, field: Field) -> MaybeValue:
    if data is None or data in ("", []):
        return ABSENT
    match field.type:
        case "group":
            return _group(data, field.fields, field.name)
        case "list":
            return _many(_group(one, field.fields, field.name) for one in _list(data, field))
        case "blocks":
            return _many(_block(one, field) for one in _list(data, field))
        case "images":
            return _many(_asset("image", one) for one in _list(data, field))
        case _:
            return _single(data, field)


def _single(data: object, field: Field) -> MaybeValue:
    match field.type:
        case "image" | "file" as kind:
            return _asset(kind, data)
        case kind if is_scalar_type(kind):
            return spelled(kind, _text(data, field))
        case _:
            raise ValueError(f"{field.name}: a link cannot be followed within a text.")


def _group(data: object, parts: Mapping[str, Field], name: str) -> Group:
    if not isinstance(data, dict):
        raise ValueError(f"{name} should be an object of JSON, and is {str(data)[:60]!r}.")
    if unknown := sorted(set(data) - set(parts)):
        raise ValueError(f"{name} has {', '.join(unknown)}, of which the mapping knows nothing.")
    read = ((part, _read(data[part], parts[part])) for part in sorted(data))
    return Group(tuple((part, value) for part, value in read if not isinstance(value, Absent)))


def _block(data: object, field: Field) -> Group:
    if not isinstance(data, dict) or len(data) != 1:
        raise ValueError(f"{field.name} should be a list of objects, each with the name of one component.")
    ((name, inner),) = data.items()
    if name not in field.fields:
        raise ValueError(f"{field.name} has a component {name}, of which the mapping knows nothing.")
    return Group(((name, _group(inner, field.fields[name].fields, name)),))


def _many(items: Iterator[Value]) -> MaybeValue:
    found = tuple(items)
    return Many(found) if found else ABSENT


def _list(data: object, field: Field) -> list[object]:
    if not isinstance(data, list):
        raise ValueError(f"{field.name} should be a list of JSON, and is {str(data)[:60]!r}.")
    return data


def _asset(kind: AssetType, data: object) -> Asset:
    match data:
        case str(address):
            return Asset(kind, address)
        case {"url": str(address), "alt": str(alt)}:
            return described(kind, address, alt)
    raise ValueError(f"{str(data)[:60]!r} is no {kind}.")


def _text(data: object, field: Field) -> str:
    match data:
        case bool():
            return "true" if data else "false"
        case Decimal():
            return f"{data:f}"
        case str():
            return data
    raise ValueError(f"{field.name} should be a text, and is {str(data)[:60]!r}.")
