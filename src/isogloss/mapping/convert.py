"""What of a neutral value a side can hold, and what it cannot: the one place where losses of values are found.

Pure, and idempotent: what fits, fits again without a loss. Nothing here approximates; a value is kept, kept without a
part, or not kept at all. What a platform then makes of it is that platform's rendering.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from isogloss.mapping.binding import FieldBinding
from isogloss.mapping.words import ALT
from isogloss.model.address import EntryKey
from isogloss.model.schema import Capabilities, Field
from isogloss.model.value import ABSENT, Absent, Asset, Group, Many, MaybeValue, Scalar, Value, refs, without_refs
from isogloss.plan.op import LossReason

UNKNOWN: Final = "?"
"""Begins the key of an option or of a link that one side has and the mapping does not name."""


@dataclass(frozen=True, slots=True)
class Lost:
    """One part of a value that a side cannot hold.

    value:  the part.
    detail: what it was, for people.
    """

    reason: LossReason
    value: Value
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is left of a value; ABSENT where nothing is."""

    value: MaybeValue
    losses: tuple[Lost, ...] = ()


def fit(value: MaybeValue, field: Field, binding_to: FieldBinding, capabilities: Capabilities) -> Fitted:
    """Fit a value of a field to the side it is going to.

    binding_to:   the field on that side.
    capabilities: what that side can do with entries of this kind.
    """
    if binding_to.remote in capabilities.fixed and not isinstance(value, Absent):
        return Fitted(ABSENT, (Lost("only read on the target", value, f"{binding_to.remote} is never written there"),))
    losses: list[Lost] = []
    fitted = value
    if field.type == "option":
        fitted = _option(fitted, binding_to, losses)
    fitted = _links(fitted, losses)
    if not capabilities.write_alt:
        fitted = _alt_field(fitted, binding_to, losses) if binding_to.remote.endswith(ALT) else _alts(fitted, losses)
    return Fitted(fitted, tuple(losses))


def _option(value: MaybeValue, binding: FieldBinding, losses: list[Lost]) -> MaybeValue:
    if not isinstance(value, Scalar) or value.text in binding.options:
        return value
    name = value.text.removeprefix(UNKNOWN)
    losses.append(Lost("option unknown on the target", value, f'the mapping has no value for "{name}" there'))
    return ABSENT


def _links(value: MaybeValue, losses: list[Lost]) -> MaybeValue:
    gone = [key for key in refs(value) if _out_of_scope(key)]
    if isinstance(value, Absent) or not gone:
        return value
    named = ", ".join(sorted({f"{key.kind}/{key.name.removeprefix(UNKNOWN)}" for key in gone}))
    losses.append(Lost("link to an entry out of scope", value, named))
    return without_refs(value, frozenset(gone))


def _out_of_scope(key: EntryKey) -> bool:
    return key.name.startswith(UNKNOWN)


def _alt_field(value: MaybeValue, binding: FieldBinding, losses: list[Lost]) -> MaybeValue:
    if isinstance(value, Absent):
        return value
    losses.append(Lost("no place for alt text", value, f"{binding.remote} can be read there, not written"))
    return ABSENT


def _alts(value: MaybeValue, losses: list[Lost]) -> MaybeValue:
    if isinstance(value, Absent):
        return value
    losses.extend(Lost("no place for alt text", asset, asset.alt) for asset in _assets(value) if asset.alt)
    return _each_asset(value, lambda asset: replace(asset, alt=""))


def _assets(value: Value) -> Iterator[Asset]:
    match value:
        case Asset():
            yield value
        case Many(items):
            for item in items:
                yield from _assets(item)
        case Group(fields):
            for _, item in fields:
                yield from _assets(item)
        case _:
            return


def _each_asset(value: Value, change: Callable[[Asset], Asset]) -> Value:
    match value:
        case Asset():
            return change(value)
        case Many(items):
            return Many(tuple(_each_asset(item, change) for item in items))
        case Group(fields):
            return Group(tuple((name, _each_asset(item, change)) for name, item in fields))
        case _:
            return value
