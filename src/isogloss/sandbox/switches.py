"""Switches: the open questions of a platform, each one turned by name.

A sandbox's switches are a frozen dataclass whose fields are made with ``switch``. This module turns them and shows
them; it does not know what any of them means.
"""

from collections.abc import Mapping
from dataclasses import Field, field, fields, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from isogloss.errors import ConfigError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

S = TypeVar("S", bound="DataclassInstance")


def switch(default: object, doc: str, *choices: object, null: bool = False) -> Any:
    """Make one field of a switches class: default, question, and the values it may take (none: any of its type)."""
    return field(default=default, metadata={"doc": doc, "choices": choices, "null": null})


def turned(switches: S, changes: Mapping[str, object]) -> S:
    """Answer the switches with some of them turned.

    Raises:  ConfigError for a name that does not exist (the nearest is named) or a value it cannot take.
    """
    known = {each.name: each for each in fields(switches)}
    for name, value in changes.items():
        if name not in known:
            raise ConfigError(f"There is no switch {name!r}{_nearest(name, known)}; see the list of switches.")
        _check(known[name], value)
    return replace(switches, **changes)


def described(switches: "DataclassInstance") -> list[dict[str, object]]:
    """Describe each switch: name, value, default, choices and what it asks."""
    return [
        {
            "name": each.name,
            "value": getattr(switches, each.name),
            "default": each.default,
            "choices": list(each.metadata["choices"]),
            "doc": each.metadata["doc"],
        }
        for each in fields(switches)
    ]


def nearest(name: str, known: Mapping[str, object]) -> str | None:
    """Find the known name most like this one."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.4)
    return found[0] if found else None


def _nearest(name: str, known: Mapping[str, object]) -> str:
    near = nearest(name, known)
    return f" (did you mean {near!r}?)" if near else ""


def _check(each: "Field[object]", value: object) -> None:
    choices = each.metadata["choices"]
    if choices:
        if not any(value == choice and type(value) is type(choice) for choice in choices):
            offered = ", ".join(map(repr, choices))
            raise ConfigError(f"Switch {each.name!r} cannot be {value!r}; it takes one of {offered}.")
        return
    if value is None and each.metadata["null"]:
        return
    if isinstance(value, bool) is not isinstance(each.default, bool) or not isinstance(value, _types(each.default)):
        raise ConfigError(f"Switch {each.name!r} cannot be {value!r}; it takes a value such as {each.default!r}.")


def _types(default: object) -> tuple[type, ...]:
    """Find the types a switch takes: a whole number may be given where a fraction is the default, and vice versa."""
    return (int, float) if isinstance(default, int | float) else (type(default),)
