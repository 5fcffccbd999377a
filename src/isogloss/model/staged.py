"""How the base keeps what we staged over live content: beside its locale, under a name that no locale has.

The base itself has what is live, which the side goes on showing; this is its half once somebody publishes the draft.
"""

from isogloss.model.address import Side
from isogloss.model.locale import Locale
from isogloss.model.value import Absent, Digest, MaybeValue, digest, digest_text


def drafts(side: Side, locale: Locale) -> Locale:
    """Where what was staged on a side in a locale is kept."""
    return Locale(f"$drafts {side.value} {locale}")


def staged(side: Side, value: MaybeValue) -> tuple[Digest | None, Digest | None]:
    """What is kept of a cell; an emptied one is known as well."""
    made = digest(value)
    half = digest_text("emptied") if isinstance(made, Absent) else made
    return (half, None) if side is Side.LEFT else (None, half)
