"""What we staged over live content, beside the base: that has what is live, which a side goes on showing."""

from collections.abc import Mapping
from typing import TypeAlias

from isogloss.model.address import Side
from isogloss.model.locale import Locale
from isogloss.model.value import Absent, Digest, MaybeValue, digest, digest_text

Drafts: TypeAlias = Mapping[Side, Mapping[Locale, Mapping[str, Digest]]]
"""Of one entry: side, locale and field to what lies there as a draft of ours."""


def staged(value: MaybeValue) -> Digest:
    """What is kept of a cell; an emptied one is known as well."""
    made = digest(value)
    return digest_text("emptied") if isinstance(made, Absent) else made
