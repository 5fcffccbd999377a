"""Three-way merge of lists whose order is not all that they say: links, options, tags.

Decides what is in the merged list: all that either side shows, but for what either took out since it was agreed on;
each side is compared with what it showed itself, since one may hold what the other cannot. And in which order: what
both show, as the side has it that moved something; what one added, behind what it stands behind there. Refuses to
choose where both moved the same things apart.
"""

from collections.abc import Sequence


def merge_sets(
    bases: tuple[Sequence[str], Sequence[str]], left: Sequence[str], right: Sequence[str]
) -> list[str] | None:
    """Merge two edits of a list; None where their orders cannot both stand, or where something is there twice.

    Swapping the sides does not change the answer.
    """
    if any(len(set(each)) != len(each) for each in (*bases, left, right)):
        return None
    gone = (set(bases[0]) - set(left)) | (set(bases[1]) - set(right))
    mine, others = ([item for item in each if item not in gone] for each in (left, right))
    both = set(mine) & set(others)
    order = _order(bases, mine, others, both)
    if order is None:
        return None
    behind = [_added(each, both) for each in (mine, others)]
    made: list[str] = []
    for place in (None, *order):
        made += [] if place is None else [place]
        for added in sorted(each[place] for each in behind if place in each):
            made += added
    return made


def _order(
    bases: tuple[Sequence[str], Sequence[str]], left: Sequence[str], right: Sequence[str], both: set[str]
) -> list[str] | None:
    """The order of what both show: that of the side that moved any of it."""
    mine, others = ([item for item in each if item in both] for each in (left, right))
    if mine == others or mine == [item for item in bases[0] if item in both]:
        return others
    return mine if others == [item for item in bases[1] if item in both] else None


def _added(side: Sequence[str], both: set[str]) -> dict[str | None, list[str]]:
    """What only one side shows, by what both show that it stands behind there; None is the beginning."""
    found: dict[str | None, list[str]] = {}
    place: str | None = None
    for item in side:
        if item in both:
            place = item
        else:
            found.setdefault(place, []).append(item)
    return found
