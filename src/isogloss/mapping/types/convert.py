"""What of a neutral value a side can hold, and what it cannot: the one place where losses of values are found.

Pure, and idempotent: what fits, fits again without a loss. A value is kept, kept without a part, kept as far as the
conversion to the side's type allows, or not kept at all. What a platform then makes of it is that platform's rendering.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from isogloss.bridge import FieldBinding
from isogloss.mapping.types.conversions import FIELDS, conversion
from isogloss.mapping.types.native import converts, there_and_back, with_parts
from isogloss.mapping.types.sorts import ALT, TEXTS, UNKNOWN
from isogloss.model.schema import Capabilities, Field
from isogloss.model.value import (
    ABSENT,
    Absent,
    Asset,
    MaybeValue,
    Scalar,
    Value,
    leaves,
    refs,
    with_leaves,
    without_refs,
)
from isogloss.plan.op import LossReason

WHOLE: Final = frozenset({"text", "long_text", "number", "flag", "instant", "date", "link", "email", "phone", "colour"})
"""The types of which nothing can be lost where a field holds them as they are."""

_COMPONENT: Final = "<wf-component"
_BLOCK: Final = re.compile(r"<pre[ >]")
_WHOLE_BLOCK: Final = re.compile(r"<pre[ >].*?</pre>", re.DOTALL)
_CODE: Final = re.compile(r"<code[ >]")
_COMPONENT_NAME: Final = re.compile(r'<wf-component[^>]*? name="([^"]*)"')


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
    fitted = _links(_options(value, binding_to, losses), losses)
    if not capabilities.write_alt and binding_to.form not in TEXTS:
        fitted = _alt_field(fitted, binding_to, losses) if binding_to.remote.endswith(ALT) else _alts(fitted, losses)
    if field.type == "rich_text" and isinstance(fitted, Scalar):
        losses.extend(_of_markup(fitted, capabilities))
    return Fitted(_converted(fitted, binding_to, losses), tuple(losses))


def holds_whole(binding_to: FieldBinding, capabilities: Capabilities) -> bool:
    """Whether a field takes every value of its type as it is, so that nothing needs to be looked into."""
    plain = binding_to.field.type in WHOLE and binding_to.form in (None, "", binding_to.field.type)
    return plain and binding_to.remote not in capabilities.fixed and not binding_to.remote.endswith(ALT)


def _options(value: MaybeValue, binding: FieldBinding, losses: list[Lost]) -> MaybeValue:
    """Every option that the side has a name for, at any depth; within a text, options stand by their keys."""
    if binding.field.type == "option":
        return _option(value, binding, losses)
    if isinstance(value, Absent) or not binding.fields or binding.form in TEXTS:
        return value
    return with_parts(value, binding, lambda inner, part: _options(inner, part, losses))


def _of_markup(value: Scalar, capabilities: Capabilities) -> Iterator[Lost]:
    """What becomes of a site's own components elsewhere, and of code where rich text knows none.

    A component is kept as it is, and drawn by nobody. A block of code is another element there, a word of it may go.

    Source: Webflow guides "Components in rich text" (ids of components belong to one site) and to rich text (code
            blocks are not supported, their content is lost), seen 2026-11.
    """
    if not capabilities.components and _COMPONENT in value.text:
        named = ", ".join(dict.fromkeys(_COMPONENT_NAME.findall(value.text))) or "a component"
        yield Lost("approximated", value, f"only the site it comes from shows {named}; kept as it is")
    if not capabilities.code and _BLOCK.search(value.text):
        yield Lost("approximated", value, "a code block is held as a div that looks like one, and is one again here")
    if not capabilities.code and _CODE.search(_WHOLE_BLOCK.sub("", value.text)):
        yield Lost("approximated", value, "code inside a line is sent as it is, and may come out empty there")


def _converted(value: MaybeValue, binding: FieldBinding, losses: list[Lost]) -> MaybeValue:
    """What is left of a value that the side holds in another type."""
    if isinstance(value, Absent) or not converts(binding):
        return value
    try:
        back = there_and_back(value, binding)
    except ValueError as fault:
        losses.append(Lost("cannot be expressed", value, str(fault)))
        return ABSENT
    made = conversion(binding.field.type, binding.form) if binding.form else None
    parted = made is None or binding.form == FIELDS
    if back != value and (parted or (made and made.grade == "approximated")):
        gone = "a part of it cannot be kept as it is" if parted else f"{made.lost} cannot be kept" if made else ""
        losses.append(Lost("approximated", value, f"held as {binding.form or binding.field.type}: {gone}"))
    return value if back == value else back


def _option(value: MaybeValue, binding: FieldBinding, losses: list[Lost]) -> MaybeValue:
    if not isinstance(value, Scalar) or value.text in binding.options:
        return value
    name = value.text.removeprefix(UNKNOWN)
    losses.append(Lost("option unknown on the target", value, f'the mapping has no value for "{name}" there'))
    return ABSENT


def _links(value: MaybeValue, losses: list[Lost]) -> MaybeValue:
    gone = [key for key in refs(value) if key.name.startswith(UNKNOWN)]
    if isinstance(value, Absent) or not gone:
        return value
    named = ", ".join(sorted({f"{key.kind}/{key.shown.removeprefix(UNKNOWN)}" for key in gone}))
    losses.append(Lost("link to an entry out of scope", value, named))
    return without_refs(value, frozenset(gone))


def _alt_field(value: MaybeValue, binding: FieldBinding, losses: list[Lost]) -> MaybeValue:
    if isinstance(value, Absent):
        return value
    losses.append(Lost("no place for alt text", value, f"{binding.remote} can be read there, not written"))
    return ABSENT


def _alts(value: MaybeValue, losses: list[Lost]) -> MaybeValue:
    if isinstance(value, Absent):
        return value
    assets = (leaf for leaf in leaves(value) if isinstance(leaf, Asset) and leaf.alt)
    losses.extend(Lost("no place for alt text", asset, asset.alt) for asset in assets)
    return with_leaves(value, lambda leaf: replace(leaf, alt="", own="") if isinstance(leaf, Asset) else leaf)
