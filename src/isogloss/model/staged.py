"""What we staged over live content, beside the base: that has what is live, which a side goes on showing."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from isogloss.model.address import Side
from isogloss.model.locale import Locale
from isogloss.model.value import Absent, Digest, MaybeValue, digest, digest_text

_EMPTIED: Final = digest_text("emptied")

Drafts: TypeAlias = Mapping[Side, Mapping[Locale, Mapping[str, Digest]]]
"""Of one entry: side, locale and field to what lies there as a draft of ours."""


Lay: TypeAlias = tuple[Digest, Digest, Digest]
"""What was shown, what we staged over it to be published and was not, and what that was made of."""

Laid: TypeAlias = Mapping[Side, Mapping[Locale, Mapping[str, Lay]]]
"""Of one entry: side, locale and field to what waits there."""


def staged(value: MaybeValue) -> Digest:
    """What is kept of a cell; an emptied one is known as well."""
    made = digest(value)
    return kept(made)


def kept(made: Digest | Absent) -> Digest:
    """A digest as it is kept; that of nothing has a word of its own."""
    return _EMPTIED if isinstance(made, Absent) else made


def known(mark: Digest) -> Digest | None:
    """A digest that was kept, as a pair of the base has it."""
    return None if mark == _EMPTIED else mark
