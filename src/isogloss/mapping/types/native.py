"""A side in its own types: what its adapter is told, and how values pass between the mapping's types and the side's.

An adapter never meets a conversion: it is given bindings whose fields are of the types that the side holds, and
whoever stands between translates. Pure.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from isogloss.bridge import FieldBinding, KindBinding, SideBinding
from isogloss.mapping.types.conversions import FIELDS, ITEM, conversion
from isogloss.model.schema import Field
from isogloss.model.value import ABSENT, Absent, Group, Many, MaybeValue, Value

_PART: Final = "."
"""Between the name of a group and that of its part, in the name that the part has as a field of its own."""


Turn = Callable[[Value, FieldBinding], MaybeValue]


def native_side(side: SideBinding) -> SideBinding:
    """The side with every field in its own type."""
    return replace(side, kinds={name: native_kind(kind) for name, kind in side.kinds.items()})


def native_kind(kind: KindBinding) -> KindBinding:
    """The kind with every field in the side's own type; a group held as fields is those fields."""
    fields: dict[str, FieldBinding] = {}
    for name, bound in kind.fields.items():
        parts = parts_of(bound)
        fields |= {part: native(inner) for part, inner in parts.items()} if parts else {name: native(bound)}
    return replace(kind, fields=fields)


def parts_of(bound: FieldBinding) -> dict[str, FieldBinding]:
    """The fields that hold the parts of a group, by the names that they have as fields of their own."""
    if bound.form != FIELDS:
        return {}
    made: dict[str, FieldBinding] = {}
    for name, inner in bound.fields.items():
        field = replace(inner.field, name=f"{bound.field.name}{_PART}{name}", shared=bound.field.shared)
        made[field.name] = replace(inner, field=field, remote=bound.remote + inner.remote)
    return made


def native(bound: FieldBinding) -> FieldBinding:
    """The binding of a field in the side's own type."""
    inner = {name: native(part) for name, part in bound.fields.items()}
    field = replace(bound.field, fields={name: part.field for name, part in inner.items()})
    if bound.form is None or bound.form == FIELDS:
        return replace(bound, field=field, fields=inner)
    field = replace(field, type=bound.form, fields={})
    if bound.form == "list":  # pictures, one in each row
        row = FieldBinding(Field(ITEM, "image"), bound.item)
        return FieldBinding(replace(field, fields={ITEM: row.field}), bound.remote, fields={ITEM: row})
    return FieldBinding(field, bound.remote)


def converts(bound: FieldBinding) -> bool:
    """Whether the side holds the field, or a part of it, in another type than the mapping says."""
    return bound.form is not None or any(map(converts, bound.fields.values()))


def outward(value: Value, bound: FieldBinding) -> MaybeValue:
    """A value of the mapping in the side's own type.

    Raises: ValueError with a sentence where the side's field cannot hold it.
    """
    made = conversion(bound.field.type, bound.form) if bound.form else None
    if made is not None:
        return made.out(value, bound)
    return with_parts(value, bound, outward) if bound.fields else value


def inward(value: Value, bound: FieldBinding) -> MaybeValue:
    """A value of the side in the mapping's type.

    Raises: ValueError with a sentence where it is not of that type.
    """
    made = conversion(bound.field.type, bound.form) if bound.form else None
    if made is not None:
        return made.into(value, bound)
    return with_parts(value, bound, inward) if bound.fields else value


def with_parts(value: Value, bound: FieldBinding, turn: Turn) -> Value:
    """The value with every part of a group, of each row of a list, or of each of the blocks turned."""
    match value:
        case Many(items):
            return Many(tuple(with_parts(item, bound, turn) for item in items))
        case Group(fields) if bound.field.type == "blocks":
            return Group(tuple((name, with_parts(inner, bound.fields[name], turn)) for name, inner in fields))
        case Group(fields):
            turned = ((name, turn(inner, bound.fields[name])) for name, inner in fields)
            return Group(tuple((name, inner) for name, inner in turned if not isinstance(inner, Absent)))
        case _:
            return value


def there_and_back(value: Value, bound: FieldBinding) -> MaybeValue:
    """What the mapping reads again of a value that the side holds in its own type.

    Raises: ValueError with a sentence where the side's field cannot hold it.
    """
    if bound.form == FIELDS and isinstance(value, Group):
        return with_parts(value, bound, there_and_back)
    there = outward(value, bound)
    return ABSENT if isinstance(there, Absent) else inward(there, bound)
