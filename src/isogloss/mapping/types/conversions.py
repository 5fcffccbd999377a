"""What a value of one type becomes in a field of another, and what that field's content is read as: one table.

Every entry is a pair of pure functions with a grade. What is not in the table cannot be done, and a mapping that asks
for it is refused. Refuses to know sides: that one is Webflow and the other ButterCMS makes no difference here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from isogloss.bridge import FieldBinding, Form
from isogloss.canon.own import sure
from isogloss.canon.plain import from_plain, plain
from isogloss.canon.values import canonical
from isogloss.mapping.types.jsontext import from_json, to_json
from isogloss.model.address import EntryKey
from isogloss.model.schema import FIELD_TYPES, FieldType
from isogloss.model.value import (
    ABSENT,
    Asset,
    Group,
    Many,
    MaybeValue,
    Ref,
    Scalar,
    ScalarType,
    Value,
)

Grade = Literal["exact", "normalized", "approximated", "impossible"]
"""What is left of a value that went there and came back.

exact:        all of it.
normalized:   the same meaning in another spelling; a second journey changes nothing more.
approximated: a part, or it becomes something else; each cell that loses something is reported.
impossible:   there is no conversion.
"""
Way = Callable[[Value, FieldBinding], MaybeValue]
FIELDS: Final = "fields"
"""The form of a group whose parts are fields of their own."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """How values of one type stand in a field of another.

    lost: what does not survive, for people; empty where all does.
    out:  from the neutral value to the field's own; ``into`` undoes it. Both raise ValueError with a sentence where a
          value is not of the type.
    """

    grade: Grade
    lost: str
    out: Way
    into: Way


def conversion(type_: FieldType, form: Form) -> Conversion | None:
    """The conversion from a neutral type to the type of a side's field, or None where there is none."""
    return TABLE.get((type_, form))


def grade(type_: FieldType, form: Form) -> Grade:
    """How much of a type survives in a field of another."""
    found = TABLE.get((type_, form))
    return "exact" if type_ == form else found.grade if found else "impossible"


def _scalar(type_: ScalarType) -> Way:
    """The same text as another type, in its own spelling if that means the same there."""

    def turned(value: Value, _: FieldBinding) -> MaybeValue:
        given = _scalar_of(value)
        made = canonical(type_, given.text)
        return sure(Scalar(type_, made, given.own)) if made else ABSENT

    return turned


def _scalar_of(value: Value) -> Scalar:
    if not isinstance(value, Scalar):
        raise ValueError(f"a {type(value).__name__.lower()} is no text.")
    return value


def _made(type_: ScalarType, change: Callable[[str], str]) -> Way:
    """A text that is changed on the way."""

    def turned(value: Value, _: FieldBinding) -> MaybeValue:
        made = canonical(type_, change(_scalar_of(value).text))
        return Scalar(type_, made) if made else ABSENT

    return turned


def _first(value: Value, _: FieldBinding) -> MaybeValue:
    return value.items[0] if isinstance(value, Many) else value


def _alone(value: Value, _: FieldBinding) -> MaybeValue:
    return value if isinstance(value, Many) else Many((value,))


def _name(value: Value, binding: FieldBinding) -> str:
    key = _scalar_of(value).text
    if key not in binding.options:
        raise ValueError(f"option {key!r} has no name on this side; add it to the field's values in the mapping.")
    return binding.options[key]


def _key(name: str, binding: FieldBinding) -> Scalar:
    return Scalar("option", next((key for key, known in binding.options.items() if known == name), f"?{name}"))


def _option_to(type_: ScalarType) -> Way:
    return lambda value, binding: Scalar(type_, canonical(type_, _name(value, binding)))


def _option_from_text(value: Value, binding: FieldBinding) -> MaybeValue:
    return _key(_scalar_of(value).text, binding)


def _option_to_link(value: Value, binding: FieldBinding) -> MaybeValue:
    return Ref(EntryKey(binding.field.to or "", PINNED + _name(value, binding)))


def _option_from_link(value: Value, binding: FieldBinding) -> MaybeValue:
    if not isinstance(value, Ref):
        raise ValueError("a link was expected.")
    return _key(value.to.name.removeprefix(PINNED), binding)


def _address(type_: ScalarType) -> Way:
    def turned(value: Value, _: FieldBinding) -> MaybeValue:
        if not isinstance(value, Asset):
            raise ValueError("a file was expected.")
        return Scalar(type_, canonical(type_, value.identity))

    return turned


def _asset(type_: Literal["image", "file"]) -> Way:
    def turned(value: Value, _: FieldBinding) -> MaybeValue:
        address = value.identity if isinstance(value, Asset) else canonical("link", _scalar_of(value).text)
        return Asset(type_, address) if address else ABSENT

    return turned


def _rows(value: Value, _: FieldBinding) -> MaybeValue:
    items = value.items if isinstance(value, Many) else ()
    return Many(tuple(Group(((ITEM, item),)) for item in items))


def _from_rows(value: Value, _: FieldBinding) -> MaybeValue:
    rows = value.items if isinstance(value, Many) else ()
    items = tuple(part for row in rows if isinstance(row, Group) for _, part in row.fields)
    return Many(items) if items else ABSENT


def _json(type_: ScalarType) -> Way:
    return lambda value, _: Scalar(type_, canonical(type_, to_json(value)))


def _from_json(value: Value, binding: FieldBinding) -> MaybeValue:
    return from_json(_scalar_of(value).text, binding.field)


def _one_line(html: str) -> str:
    return canonical("text", plain(html))


def _parts(value: Value, _: FieldBinding) -> MaybeValue:
    return value  # its parts are fields of their own: ``native`` takes them apart


PINNED: Final = "\0"
"""Begins the name of an entry that the mapping names by its remote id: no key has one."""
ITEM: Final = "item"
"""Our name of the picture in each row, where pictures are held as a list."""
_MIDNIGHT: Final = "T00:00:00Z"
_TEXTS: Final[tuple[ScalarType, ...]] = ("text", "long_text")
_NOTED: Final[tuple[ScalarType, ...]] = ("number", "instant", "date", "link", "email", "phone", "colour", "video")
"""What a text may be read as."""


def _exact(out: Way, into: Way) -> Conversion:
    return Conversion("exact", "", out, into)


def _losing(lost: str, out: Way, into: Way) -> Conversion:
    return Conversion("approximated", lost, out, into)


def _texts() -> Iterator[tuple[FieldType, Form, Conversion]]:
    """What can stand in a text as it is, and what a text may be read as."""
    for text in _TEXTS:
        for type_ in (*_NOTED, "flag", "tags"):
            yield type_, text, _exact(_scalar(text), _scalar(type_))
        for type_ in _NOTED:
            lost = "a text that is none, or is spelled otherwise"
            yield text, type_, _losing(lost, _scalar(type_), _scalar(text))
        yield "opaque", text, Conversion("normalized", "", _scalar(text), _scalar("opaque"))
        yield "option", text, _exact(_option_to(text), _option_from_text)
        for many in ("group", "list", "blocks", "images"):
            yield many, text, _exact(_json(text), _from_json)
        yield "image", text, _losing("the alternative text", _address(text), _asset("image"))
        yield "file", text, _exact(_address(text), _asset("file"))
    yield "text", "long_text", _exact(_scalar("long_text"), _scalar("text"))
    yield "long_text", "text", _losing("line breaks", _scalar("text"), _scalar("long_text"))


def _rich() -> Iterator[tuple[FieldType, Form, Conversion]]:
    bare, html = _made("long_text", plain), _made("rich_text", from_plain)
    lost = "formatting, links and pictures"
    yield "rich_text", "long_text", _losing(lost, bare, html)
    yield "rich_text", "text", _losing(f"{lost}, and paragraphs", _made("text", _one_line), html)
    yield "long_text", "rich_text", Conversion("normalized", "", html, bare)
    yield "text", "rich_text", Conversion("normalized", "", html, _made("text", _one_line))


def _others() -> Iterator[tuple[FieldType, Form, Conversion]]:
    midnight, day = _made("instant", lambda date: date + _MIDNIGHT), _made("date", lambda time: time.partition("T")[0])
    yield "date", "instant", _exact(midnight, day)
    yield "instant", "date", _losing("the time of day", day, midnight)
    yield "flag", "number", _exact(_made("number", lambda flag: str(int(flag == "true"))), _made("flag", _truth))
    yield "link", "video", _exact(_scalar("video"), _scalar("link"))
    yield "video", "link", _exact(_scalar("link"), _scalar("video"))
    yield "option", "reference", _exact(_option_to_link, _option_from_link)
    yield "image", "images", _exact(_alone, _first)
    yield "images", "image", _losing("all pictures but the first", _first, _alone)
    yield "images", "list", _exact(_rows, _from_rows)
    yield "reference", "references", _exact(_alone, _first)
    yield "references", "reference", _losing("all links but the first", _first, _alone)
    yield "file", "link", _exact(_address("link"), _asset("file"))
    yield "image", "link", _losing("the alternative text", _address("link"), _asset("image"))
    yield "image", "file", _losing("the alternative text", _asset("file"), _asset("image"))
    yield "group", FIELDS, _exact(_parts, _parts)


def _truth(text: str) -> str:
    if text not in ("0", "1"):
        raise ValueError(f"{text[:60]!r} is neither 0 nor 1.")
    return "true" if text == "1" else "false"


TABLE: Final[Mapping[tuple[FieldType, Form], Conversion]] = {
    (type_, form): made for rows in (_texts(), _rich(), _others()) for type_, form, made in rows
}
FORMS: Final[tuple[Form, ...]] = (*FIELD_TYPES, FIELDS)
