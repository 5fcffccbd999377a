"""Links to what is gone: that they ended with it, or lead nowhere now, is nobody's edit of what held them.

A platform takes links away with their target, or an editor must before a deletion is permitted; another leaves them,
and nobody can tell any more what they led to. Where the other side has such a link still, the merge tells that by it.
Where it deleted the entry, or the locale, or had the link lead elsewhere, only the base remembers it, as a digest: so
it is told by putting back what is gone. What comes to what was agreed on then is what was agreed on; else a deletion
would meet an edit that nobody made, and be taken back, and an edit would meet one, and be written over. Pure.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain, islice
from typing import Final

from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import Entry, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, Digest, Leaf, Many, MaybeValue, Ref, Value, digest, refs, with_leaves

Pairs = Mapping[Locale, Mapping[str, tuple[Digest | None, Digest | None]]]
Gone = Mapping[EntryKey, EntryKey]
"""What a side had and has no more, by what a link that still leads there is read as."""

_TRIED: Final = 2000
"""So many values are tried for one cell; a list that lost more of many counts as edited, and its entry stays."""


def without_ended(
    base: Pairs, shown: Mapping[Side, Entry | Absent], links: AbstractSet[str], gone: Callable[[Side], Gone]
) -> Pairs:
    """The base of an entry, where links to what is gone ended on a side, or lead nowhere, and the other moved on.

    links: the fields that hold links; where both sides show an entry, nothing else is looked at.
    gone:  what each side had and has no more.
    """
    made: dict[Locale, dict[str, tuple[Digest | None, Digest | None]]] = {}
    for side, entry in shown.items() if base else ():
        if isinstance(entry, Absent) or not gone(side):
            continue
        across = shown[side.other]
        both = _of(across)
        for locale in base.keys() & entry.keys():
            row = base[locale]
            for name in links & row.keys() if locale in both else row:
                now, theirs = (cell_of(each, locale, name) for each in (entry, across))
                if isinstance(now, Ref) and now.to not in gone(side):  # as nearly all of them
                    continue
                mine, other = row[name] if side is Side.LEFT else row[name][::-1]
                if mine is None or digest(now) == mine:
                    continue
                moved = locale not in both or digest(theirs) != (ABSENT if other is None else other)
                if moved and _ended(now, theirs, mine, gone(side)):
                    half = None if isinstance(now, Absent) else digest(now)
                    made.setdefault(locale, {})[name] = (half, other) if side is Side.LEFT else (other, half)
    return {locale: {**row, **made.get(locale, {})} for locale, row in base.items()} if made else base


def _of(entry: Entry | Absent) -> AbstractSet[Locale]:
    """What of an entry is there; where it is, so is what its locales share."""
    return frozenset() if isinstance(entry, Absent) else {SHARED, *entry}


def _ended(now: MaybeValue, theirs: MaybeValue, known: Digest, gone: Gone) -> bool:
    """Whether a value with links to some of what is gone is what was known, and the other side has none of them."""

    def led(leaf: Leaf) -> Leaf:
        return Ref(gone.get(leaf.to, leaf.to)) if isinstance(leaf, Ref) else leaf

    if not gone or not (isinstance(now, Absent) or next(refs(now), None)):
        return False
    begun = now if isinstance(now, Absent) else with_leaves(now, led)
    tried = chain([begun], islice(_grown([begun], sorted({*gone.values()})), _TRIED))
    was = next((each for each in tried if digest(each) == known), None)
    return was is not None and {*refs(was)}.isdisjoint({*refs(theirs)} - {*refs(now)})


def _grown(values: list[MaybeValue], gone: Collection[EntryKey]) -> Iterator[Value]:
    """Some values with one link more, then with two, and so on."""
    while values:
        more = dict.fromkeys(each for value in values for each in _with_one(value, gone))
        yield from more
        values = [each for each in more if isinstance(each, Many)]


def _with_one(value: MaybeValue, gone: Collection[EntryKey]) -> Iterator[Value]:
    match value:
        case Absent():
            yield from map(Ref, gone)
            yield from (Many((Ref(key),)) for key in gone)
        case Many(items) if all(isinstance(item, Ref) for item in items):
            for key in (key for key in gone if Ref(key) not in items):
                yield from (Many((*items[:at], Ref(key), *items[at:])) for at in range(len(items) + 1))
        case _:
            return
