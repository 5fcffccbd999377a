"""Values without what differs from run to run, so that what two runs show can be held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isogloss.model.value import Asset, Group, Many, Ref, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from isogloss.model.value import Value


def plain(value: Value, names: dict[str, str], origin: Callable[[str], str]) -> object:
    """A value with names for remote ids; nothing for a switch that is off, as Webflow has no other.

    origin: the first address of a file that is shown at this one.
    """
    match value:
        case Scalar("flag", "false"):
            return None
        case Scalar():
            return value
        case Ref(to):
            return names.get(to.name, to.name)
        case Asset(_, address, alt):
            return origin(address), alt
        case Many(items):
            return sorted((plain(each, names, origin) for each in items), key=str)
        case Group(fields):
            return {name: shown for name, each in fields if (shown := plain(each, names, origin))}
