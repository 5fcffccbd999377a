"""What tells whose an entry is, taken from what both sides show: the faces of what is loose and of what is missing.

Decides what counts as missing and as loose, and how much a cell weighs. Refuses to judge; ``decide.relink`` does.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from isogloss.decide.relink import At, Face, Missing, Print
from isogloss.mapping.names.neutral import label_of
from isogloss.mapping.types.likeness import seen
from isogloss.merge.align import Pair, named_by
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import SLUG, STATUS, Entry
from isogloss.model.value import Absent, Digest, Scalar, Value, digest, leaves
from isogloss.run.observe import Observed
from isogloss.state.agreed import Pairs

_MOST: Final = 200
"""What a cell weighs at most: one long text does not outweigh all else."""


@dataclass(slots=True)
class Apart:
    """What has no partner any more, or none yet, by side and kind.

    lost:  entries that are remembered there, were agreed on, and are not shown there under their id.
    loose: entries that this side alone shows and nobody remembers.
    """

    lost: dict[tuple[Side, str], list[Pair]] = field(default_factory=lambda: defaultdict(list))
    loose: dict[tuple[Side, str], list[Pair]] = field(default_factory=lambda: defaultdict(list))


def apart(observed: Observed) -> Apart:
    """Sort it out, in one pass."""
    found = Apart()
    for pair in observed.pairs:
        here = [side for side in Side if pair.on(side) is not None]
        if len(here) == len(Side) or pair.key.was or observed.waits(pair.key):
            continue
        for side in Side:
            if side not in here and pair.key in observed.agreed and observed.state.identity.remote(side, pair.key):
                found.lost[side, pair.key.kind].append(pair)
        if len(here) == 1 and pair.key in observed.new:
            found.loose[here[0], pair.key.kind].append(pair)
    return found


def missing_of(observed: Observed, side: Side, pair: Pair) -> Missing:
    """An entry that is missing on a side, and what is known of it."""
    key = pair.key
    across = None if pair.on(side.other) is None else face_of(observed, side.other, key)
    agreed = _half(observed.state.base.get(key), side)
    return Missing(key, side, observed.state.identity.remote(side, key), across, agreed)


def face_of(observed: Observed, side: Side, key: EntryKey) -> Face:
    """What a side shows of an entry that it has."""
    handle = observed.handle(side, key)
    entry = observed.plain(side, key).entry
    named = named_by(key.kind, handle)
    marks = tuple(frozenset((at, text.casefold()) for at, text in rule) for rule in handle.marks)
    label = label_of(entry, observed.bridge.kinds[key.kind], observed.bridge.primary)
    return Face(side, handle.remote, key, label, named, marks, dict(_content(entry)))


def _content(entry: Entry | Absent) -> Iterator[tuple[At, Print]]:
    for locale, variant in () if isinstance(entry, Absent) else entry.items():
        for name, value in variant.items():
            exact, as_seen = digest(value), seen(value)
            if name not in (SLUG, STATUS) and isinstance(exact, str) and isinstance(as_seen, str):
                yield (locale, name), Print(exact, as_seen, _weight(value))


def _weight(value: Value) -> int:
    said = sum(len(leaf.text) if isinstance(leaf, Scalar) else 1 for leaf in leaves(value))
    return max(1, min(_MOST, said))


def _half(agreed: Pairs, side: Side) -> Mapping[At, Digest]:
    place = 0 if side is Side.LEFT else 1
    return {
        (locale, name): made
        for locale, fields in agreed.items()
        for name, pair in fields.items()
        if name not in (SLUG, STATUS) and (made := pair[place]) is not None
    }
