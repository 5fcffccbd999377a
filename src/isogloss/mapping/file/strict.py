"""What every part of a mapping file is made of: texts of some form, and parts with or without further keys.

Decides how a text is written. Refuses to know what stands where.
"""

import re
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema

NAME: Final = r"^[A-Za-z][A-Za-z0-9_-]*$"
SPAN: Final = r"^([1-9][0-9]{0,5}[mhd]|always)$"
REFERENCE: Final = r"^\$\{([A-Za-z_][A-Za-z0-9_]*|file:[^{}]+|keyring:[^{}/]+/[^{}]+|cmd:[^{}]+)\}$"

Text = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Editor = Annotated[
    str,
    StringConstraints(
        max_length=1000,
        pattern=r"^https?://(?:[^{}\s]|\{(?:kind|place|site|id)\})*\{id\}(?:[^{}\s]|\{(?:kind|place|site|id)\})*$",
    ),
]
"""An address with ``{id}`` in it, and nothing else in braces but what is known."""
Token = Annotated[str, StringConstraints(pattern=REFERENCE)]
"""A secret by name: ``${NAME}``, ``${file:PATH}``, ``${keyring:service/user}`` or ``${cmd:WORDS}``, never itself."""
AMOUNT: Final = r"^([0-9]{1,3}(\.[0-9]+)?%|[0-9]{1,9})$"


def _as_amount(said: object) -> object:
    """A count may stand without quotes."""
    return str(said) if isinstance(said, int) and not isinstance(said, bool) else said


Amount = Annotated[
    str,
    StringConstraints(pattern=AMOUNT),
    BeforeValidator(_as_amount),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": AMOUNT}, {"type": "integer", "minimum": 0}]}),
]
"""A share, as ``10%``, or a count, as ``5``."""


def _as_way(said: object) -> object:
    """One spelling of each way. YAML reads ``off`` as a flag, and that is all that it can mean here."""
    if said is False:
        return "off"
    return " -> ".join(end.strip() for end in said.split("->")) if isinstance(said, str) else said


Way = Annotated[Text, BeforeValidator(_as_way)]
"""Which way content goes: ``a -> b``, ``b -> a``, ``both`` or ``off``."""


class Strict(BaseModel):
    """Takes the keys that it names, and values of their types as they are."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


class Open(BaseModel):
    """Takes the names of the sides as further keys."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True, defer_build=True)


def is_name(text: str) -> bool:
    """Whether a text can name a side, a kind or a field."""
    return re.match(NAME, text) is not None
