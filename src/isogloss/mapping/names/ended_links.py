"""Links to what is gone, in what the other side deleted: that they ended, or lead nowhere now, is nobody's edit.

A platform takes links away with their target, or an editor must before a deletion is permitted; another leaves them,
and nobody can tell any more what they led to. Where both sides still have the entry, the merge tells such a link from
an edit by the link across. Where one deleted it, or the locale, only the base remembers it, as a digest: so it is told
by putting back what is gone. What comes to what was agreed on then is what was agreed on; else a deletion would meet an
edit that nobody made, and be taken back. Pure.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Final

from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import Entry, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent, Digest, Leaf, Many, MaybeValue, Ref, Value, digest, refs, with_leaves

Pairs = Mapping[Locale, Mapping[str, tuple[Digest | None, Digest | None]]]
Gone = Mapping[EntryKey, EntryKey]
"""What a side had and has no more, by what a link that still leads there is read as."""

_TRIED: Final = 2000
"""So many values are tried for one cell; a list that lost more of many counts as edited, and its entry stays."""


def without_ended(base: Pairs, shown: Mapping[Side, Entry | Absent], gone: Callable[[Side], Gone]) -> Pairs:
    """The base of an entry, where links to what is gone ended in what one side alone still has, or lead nowhere.

    gone: asked only where a cell is not as it was agreed on.
    """
    made: dict[Locale, dict[str, tuple[Digest | None, Digest | None]]] = {}
    for side, entry in shown.items():
        across = shown[side.other]
        if isinstance(entry, Absent) or (not isinstance(across, Absent) and entry.keys() <= across.keys()):
            continue
        for locale in base.keys() & entry.keys() - _of(across):
            for name, pair in base[locale].items():
                known, now = pair[0 if side is Side.LEFT else 1], cell_of(entry, locale, name)
                if known is None or digest(now) == known or not _ended(now, known, gone(side)):
                    continue
                half = None if isinstance(now, Absent) else digest(now)
                made.setdefault(locale, {})[name] = (half, pair[1]) if side is Side.LEFT else (pair[0], half)
    return {locale: {**row, **made.get(locale, {})} for locale, row in base.items()} if made else base


def _of(entry: Entry | Absent) -> AbstractSet[Locale]:
    """What of an entry is there; where it is, so is what its locales share."""
    return frozenset() if isinstance(entry, Absent) else {SHARED, *entry}


def _ended(now: MaybeValue, known: Digest, gone: Gone) -> bool:
    """Whether a value with links to some of what is gone is what was known."""

    def led(leaf: Leaf) -> Leaf:
        return Ref(gone.get(leaf.to, leaf.to)) if isinstance(leaf, Ref) else leaf

    if not gone or not (isinstance(now, Absent) or next(refs(now), None)):
        return False
    was = now if isinstance(now, Absent) else with_leaves(now, led)
    tried = _grown([was], sorted({*gone.values()}))
    return digest(was) == known or any(digest(each) == known for each in islice(tried, _TRIED))


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
