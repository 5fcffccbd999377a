"""What an entry shows beyond its mapping, with the values of options that the mapping does not name."""

from collections.abc import Mapping, Sequence

from isogloss.bridge import SideBinding
from isogloss.mapping.types.sorts import UNKNOWN
from isogloss.model.snapshot import Seen
from isogloss.model.value import Scalar


def options_of(side: SideBinding, kind: str) -> tuple[str, ...]:
    """The fields of a kind that are options on a side."""
    fields = side.kinds[kind].fields.items()
    return tuple(name for name, bound in fields if bound.field.type == "option")


def beyond_of(seen: Seen, options: Sequence[str]) -> Mapping[str, int]:
    """How many cells of an entry are not empty of what its mapping leaves out, as ``Seen.beyond`` says."""
    found: dict[str, int] = {}
    for variant in seen.variants.values() if options else ():
        for name in options:
            value = variant.get(name)
            if isinstance(value, Scalar) and value.text.startswith(UNKNOWN):
                at = option_key(name, value.text.removeprefix(UNKNOWN))
                found[at] = found.get(at, 0) + 1
    return {**seen.beyond, **found} if found else seen.beyond


def option_key(field: str, value: str) -> str:
    """How a value of an option is called that the mapping does not name."""
    return f"{field}={value}"
