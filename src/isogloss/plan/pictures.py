"""Pictures that a side imports anew with each write: what is not worth that, and what comes along with it.

Decides whether a change is of an alternative text alone, and which pictures that stay are written again beside a new
one. Pure; refuses to know platforms.
"""

from collections.abc import Mapping
from dataclasses import replace

from isogloss.model.entry import Variant
from isogloss.model.value import Absent, Asset, Leaf, MaybeValue, leaves, with_leaves


def only_alt(before: MaybeValue, after: MaybeValue) -> bool:
    """Whether two values show the same files, and only say something else of them."""
    if isinstance(before, Absent) or isinstance(after, Absent):
        return False
    files = [leaf for leaf in leaves(after) if isinstance(leaf, Asset)]
    return bool(files) and before != after and with_leaves(before, _unsaid) == with_leaves(after, _unsaid)


def says_alone(picture: str | None, shown: Variant, wanted: Mapping[str, MaybeValue]) -> bool:
    """Whether the alternative text of a picture, a field of its own, changes while the picture stays.

    picture: the field of the picture.
    shown:   what the side shows there. wanted: what is to be written there, by field.
    """
    if picture is None or picture not in shown:
        return False
    after = wanted.get(picture, shown[picture])
    return after == shown[picture] or only_alt(shown[picture], after)


def staying(before: MaybeValue, after: MaybeValue) -> int:
    """How many pictures stay and are written again, beside others that are new, go or move."""
    there = {leaf.identity for leaf in leaves(before) if isinstance(leaf, Asset)}
    return sum(1 for leaf in leaves(after) if isinstance(leaf, Asset) and leaf.identity in there)


def _unsaid(leaf: Leaf) -> Leaf:
    return replace(leaf, alt="", own="") if isinstance(leaf, Asset) else leaf
