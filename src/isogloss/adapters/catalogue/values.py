"""Values to what JSON knows and back.

Decides what stands under a key for each type of a field. A text is kept as it is: what ``{{name}}``, ``$t(key)``, the
suffix of a plural or an ICU message mean is between the catalogue and the program that shows it.

Source: i18next documentation, "JSON Format", and ICU User Guide, "Formatting Messages", seen 2026-11.
"""

import json
from typing import Final

from isogloss.adapters.catalogue.tree import New, Node, plain
from isogloss.bridge import FieldBinding
from isogloss.canon.own import described, spelled, sure
from isogloss.canon.values import canonical
from isogloss.mapping.types.sorts import UNKNOWN
from isogloss.model.address import EntryKey
from isogloss.model.value import ABSENT, Absent, Asset, Many, MaybeValue, Ref, Scalar, Value, is_scalar_type

_MOST: Final = 60
"""Characters of what stands in a wrong place that are told."""


def decode(node: Node | None, bound: FieldBinding, target: str, *, in_text: bool) -> MaybeValue:
    """The value under a key; ABSENT where nothing stands there, or an empty text.

    target:  the kind that a link leads to.
    in_text: all that stands there is a text; so is a list, with a line for each of its parts.
    Raises: ValueError with a sentence where it is not of the type that the mapping says.
    """
    sent = None if node is None else plain(node)
    if sent is None or sent in ("", []):
        return ABSENT
    found: MaybeValue | None
    match bound.field.type, sent:
        case "references", str() if in_text:
            found = Many(tuple(Ref(EntryKey(target, _text(line))) for line in sent.split("\n")))
        case "references", list():
            found = Many(tuple(Ref(EntryKey(target, _text(each))) for each in sent))
        case "reference", str():
            found = Ref(EntryKey(target, sent))
        case "image", {"url": str(url), **rest}:
            found = _image(url, rest.get("alt"))
        case "image", str():
            found = _image(sent, None)
        case "option", str():
            known = {remote: neutral for neutral, remote in bound.options.items()}
            found = Scalar("option", known.get(sent, UNKNOWN + sent))
        case type_, (str() | bool() | int() | float()) if is_scalar_type(type_) and type_ != "option":
            found = spelled(type_, _text(sent) if isinstance(sent, str) else json.dumps(sent))
        case _:
            found = None
    if found is None:
        what = "keys" if isinstance(sent, dict) else "a list" if isinstance(sent, list) else "another value"
        wanted = f"{what} ({_excerpt(sent)}) where the mapping says {bound.field.type}"
        raise ValueError(f"{wanted}; mend the file or the mapping")
    return found


def _image(url: str, alt: object) -> MaybeValue:
    address = canonical("link", _text(url))
    return described("image", address, alt) if address else ABSENT


def _text(sent: object) -> str:
    """A text.

    Raises: ValueError with a sentence where it is none, or has half of a character.
    """
    if not isinstance(sent, str):
        raise ValueError(f"a text was expected, not {_excerpt(sent)}; mend the file or the mapping")
    if any("\ud800" <= char <= "\udfff" for char in sent):
        raise ValueError("it has half of a surrogate pair, which is not text; write the character out")
    return sent


def _excerpt(sent: object) -> str:
    text = json.dumps(sent)
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


def encode(value: Value, bound: FieldBinding) -> New:
    """A value as it stands under a key; links are in the side's own names.

    Raises: ValueError with a sentence where no such value can stand there.
    """
    match value:
        case Scalar():
            made: object = _scalar(value, bound)
        case Ref(to) if bound.field.type == "reference":
            made = to.name
        case Many(items) if bound.field.type == "references":
            made = [item.to.name for item in items if isinstance(item, Ref)]
        case Asset("image", identity, alt):
            return New({"url": identity, "alt": value.alt_spelling} if alt else identity, whole=True)
        case _:
            raise ValueError(f"a {type(value).__name__.lower()} cannot stand under a key of type {bound.field.type}")
    return New(made)


def _scalar(value: Scalar, bound: FieldBinding) -> object:
    match value.type:
        case "flag":
            return value.text == "true"
        case "number":
            return _number(value.text)
        case "option":
            return bound.options.get(value.text, value.text)
        case _:
            return sure(value).spelling


def _number(text: str) -> object:
    """A number; where JSON's numbers would change it, the text."""
    made: object = int(text) if text.lstrip("-").isdecimal() else float(text)
    back = spelled("number", json.dumps(made))
    return made if not isinstance(back, Absent) and back.text == text else text
