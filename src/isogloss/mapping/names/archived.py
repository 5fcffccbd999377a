"""What is archived and was still live, as both sides agreed, and that somebody took off the site since.

Its state is what it was, so nothing would tell the merge of that move; where the other side published meanwhile, one
would be taken for the only one. Where nobody else moved, both agree on it. Pure.
"""

from collections.abc import Collection, Mapping

from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Side
from isogloss.model.entry import ARCHIVED, STATUS, cell_of
from isogloss.model.locale import Locale
from isogloss.model.value import Absent, Digest, digest

_Pairs = Mapping[Locale, Mapping[str, tuple[Digest | None, Digest | None]]]


def taken_off(below: Mapping[Side, Collection[Locale]], shown: Mapping[Side, Scoped]) -> dict[Side, frozenset[Locale]]:
    """By side, what is archived there as it was, and was taken off the site.

    below: what was live though archived when both agreed on it.
    """
    return {side: frozenset(at for at in locales if _is_off(shown[side], at)) for side, locales in below.items()}


def agreed_anew(
    off: Mapping[Side, Collection[Locale]], base: _Pairs, shown: Mapping[Side, Scoped]
) -> dict[Locale, dict[str, tuple[Digest | None, Digest | None]]]:
    """The states to agree on as they are, where one side took off what is archived and nobody did anything else."""
    made: dict[Locale, dict[str, tuple[Digest | None, Digest | None]]] = {}
    for locale in sorted({at for locales in off.values() for at in locales}):
        pair = base.get(locale, {}).get(STATUS)
        values = (digest(cell_of(shown[side].entry, locale, STATUS)) for side in Side)
        if pair is not None and pair == tuple(None if isinstance(each, Absent) else each for each in values):
            made[locale] = {STATUS: pair}
    return made


def _is_off(shown: Scoped, locale: Locale) -> bool:
    note = shown.notes.get(locale)
    return cell_of(shown.raw, locale, STATUS) == ARCHIVED and note is not None and not note.live_below
