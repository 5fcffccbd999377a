"""A base of the first canonical forms, in those of today.

Decides that a cell has not moved if what it shows is, in the forms that the base was made of, what it showed then. Its
half of the base becomes the digest of today. What did move stays as it is, and is an edit like any other.
"""

from collections.abc import Callable, Iterator, Mapping

from isogloss.canon.first import first_form
from isogloss.model.address import Side
from isogloss.model.entry import Entry
from isogloss.model.locale import Locale
from isogloss.model.value import Absent, Asset, Digest, Leaf, Scalar, Value, digest, leaves, with_leaves
from isogloss.state.agreed import Pair, Pairs


def renewed(pairs: Pairs, shown: Mapping[Side, Entry | Absent]) -> Pairs:
    """The pairs of one entry whose digests are other ones today; the rest are as they were."""
    made: dict[Locale, dict[str, Pair]] = {}
    for locale, fields in pairs.items():
        for name, pair in fields.items():
            left, right = (
                _half(half, shown[side], locale, name) for half, side in zip(pair, (Side.LEFT, Side.RIGHT), strict=True)
            )
            if (left, right) != pair:
                made.setdefault(locale, {})[name] = (left, right)
    return made


def together(pairs: Pairs, renewed_pairs: Pairs) -> Pairs:
    """All pairs of one entry, with those that are other ones today."""
    return {locale: {**fields, **renewed_pairs.get(locale, {})} for locale, fields in pairs.items()}


def _half(half: Digest | None, entry: Entry | Absent, locale: Locale, name: str) -> Digest | None:
    value = None if isinstance(entry, Absent) else entry.get(locale, {}).get(name)
    if half is None or value is None or digest(value) == half:
        return half
    return digest(value) if half in {digest(first) for first in _firsts(value)} else half


def _firsts(value: Value) -> Iterator[Value]:
    """What a value was in the first forms; alternative texts were canonical on ButterCMS alone."""
    yield with_leaves(value, lambda leaf: _first(leaf, lambda alt: first_form("text", alt)))
    if any(isinstance(leaf, Asset) and leaf.alt for leaf in leaves(value)):
        yield with_leaves(value, lambda leaf: _first(leaf, str))


def _first(leaf: Leaf, said: Callable[[str], str]) -> Leaf:
    match leaf:
        case Scalar(type_):
            return Scalar(type_, first_form(type_, leaf.spelling))
        case Asset(type_, identity, alt) if alt:
            return Asset(type_, identity, said(leaf.alt_spelling))
        case _:
            return leaf
