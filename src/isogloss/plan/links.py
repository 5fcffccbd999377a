"""Links to entries that the other side does not have, or not in the locale: it cannot show them, so they are unknown.

Such a link is not absent where it is not shown, so it is nobody's edit, and what is written leaves it as it is: a list
is merged around it. Decides what a side is taken to show for the merge, and what a cell becomes beside such links.
Refuses to know why an entry is not shown; the caller does. Pure.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from isogloss.merge.decide import Tree, child
from isogloss.merge.decision import Decision, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import Entry, cell_of
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Absent, Digest, Many, MaybeValue, Ref, Value, digest, refs, without_refs
from isogloss.plan.op import Loss
from isogloss.plan.terms import Built, Unseen


@dataclass(slots=True)
class Seen:
    """An entry as the merge is to see it.

    kept:  by side, the cells that the other side shows with links that this one cannot show.
    shown: by side, the cells in which it is taken to show other links, and what it shows there all the same.
    back:  the cells of a side that lost links with what they led to, which comes back there; with what the two sides
           are taken to have agreed on, the left one first.
    """

    facing: Facing
    kept: dict[tuple[Side, Cell], frozenset[EntryKey]] = field(default_factory=dict)
    shown: dict[tuple[Side, Cell], MaybeValue] = field(default_factory=dict)
    back: dict[tuple[Side, Cell], tuple[MaybeValue, MaybeValue]] = field(default_factory=dict)

    def keep(self, built: Built) -> None:
        """Let links that come back, and are not to be written yet, be ones that their side never had.

        Once what they lead to is there, nobody could tell any more that it was no edit that took them away. So what is
        agreed on of a cell, maybe with all the rest of its entry, is what a side is taken to show there. Links that it
        cannot show yet never crossed, and one that it lost with what it led to was not given up.
        """
        for (side, at), (left, right) in self.back.items():
            if not any(op.on is side and change.at == at for op in built.ops for change in op.changes):
                built.agree(at, left, right)
        for (side, at), shown in self.shown.items():
            locale, name = _place(at)
            seen = {each: cell_of(self.facing.shows(each), locale, name) for each in Side}
            if seen[side] != shown and name in built.agreed.get(locale, ()):
                built.agree(at, *seen.values())

    def losses(self) -> Iterator[Loss]:
        """What is told of the links that stay on one side alone."""
        for (side, at), gone in self.kept.items():
            value = cell_of(self.facing.shows(side.other), *_place(at))
            said = f"{named(gone)} cannot be shown there; the link stays on the other side"
            yield Loss(side, at, "link target missing in this locale", value, said)

    def as_shown(self, decided: Iterable[Decision]) -> Iterable[Decision]:
        """What was decided, where what is carried is held against what its side shows, with the links that it has.

        What both agree on is what it is taken to show, so that a link which leads somewhere again is an edit.
        """
        return map(self._held, decided) if self.shown else decided

    def _held(self, one: Decision) -> Decision:
        if isinstance(one, Take) and (one.to.other, one.at) in self.shown:
            return replace(one, source=self.shown[one.to.other, one.at], agrees=digest(one.source))
        return one

    def take_for(self, side: Side, at: Cell, value: MaybeValue) -> None:
        """Let a side be seen with another value in a cell than it shows there."""
        self.shown.setdefault((side, at), cell_of(self.facing.shows(side), *_place(at)))
        self.facing = _showing(self.facing, side, at, value)


def _stays(_side: Side, _at: Cell, _to: EntryKey) -> bool:
    return False


def as_seen(
    facing: Facing,
    fields: AbstractSet[str],
    unseen: Unseen,
    goes: Unseen = _stays,
    back: Unseen = _stays,
    lone: Container[EntryKey] = frozenset(),
) -> Seen:
    """What both sides show, where what one of them cannot show is no move of it.

    fields: names of the fields that may hold links.
    goes:   whether what a link leads to is gone on a side, and goes on the other in this plan.
    back:   whether what a link leads to is not on a side, and comes there in this plan.
    lone:   the entries that one side alone has left: what links to none of them, and is alike, needs no look.
    """
    seen = Seen(facing)
    if not fields or isinstance(facing.left, Absent) or isinstance(facing.right, Absent):
        return seen
    for locale in sorted(set(facing.left) & set(facing.right)):
        for name in sorted(fields & (facing.left[locale].keys() | facing.right[locale].keys())):
            shown = facing.left[locale].get(name)
            if shown == facing.right[locale].get(name) and not (
                lone and any(to in lone for to in refs(shown or ABSENT))
            ):
                continue
            at = Cell(facing.key, locale, name)
            for side in Side:
                _ended(seen, side, at, goes)
                _let_go(seen, side, at, goes)
                _bring_back(seen, side, at, back)
                _look(seen, side, at, unseen)
    return seen


def _ended(seen: Seen, side: Side, at: Cell, goes: Unseen) -> None:
    """Take a side for one without links that lead nowhere where it was agreed on that it has none: they are no edit.

    They ended by agreement, or were made before their targets went; and these wait across, maybe for long. Where the
    other side has the same links since, they lead somewhere there, and the two do not agree on them by this.
    """
    mine, theirs = (cell_of(seen.facing.shows(each), *_place(at)) for each in (side, side.other))
    gone = frozenset(key for key in refs(mine) if goes(side, at, key))
    if isinstance(mine, Absent) or not gone or _row(seen.facing, side, at) is ABSENT:
        return
    rest = without_refs(mine, gone)
    if digest(rest) != known(seen.facing, side, at):
        return
    seen.take_for(side, at, rest)
    both = gone & {*refs(theirs)}
    if both and not isinstance(theirs, Absent) and digest(theirs) != known(seen.facing, side.other, at):
        seen.kept[side, at] = both
        seen.take_for(side.other, at, without_refs(theirs, both))


def _let_go(seen: Seen, side: Side, at: Cell, goes: Unseen) -> None:
    """Take a side for one that lets links go, where all is as it was agreed on, and now their targets go.

    It may lack them, by agreement; or show them still, leading nowhere. Where the two agreed to differ in more than
    such links, nothing of the one is carried to the other.
    """
    mine, theirs = (cell_of(seen.facing.shows(each), *_place(at)) for each in (side, side.other))
    was = known(seen.facing, side, at), known(seen.facing, side.other, at)
    if was != (digest(mine), digest(theirs)) or isinstance(theirs, Absent):
        return
    gone = frozenset(key for key in refs(theirs) if goes(side, at, key))
    rest = mine if isinstance(mine, Absent) else without_refs(mine, gone)
    if gone and rest == mine:
        seen.facing = _agreed(seen.facing, side, at, digest(theirs))
    elif gone and rest == without_refs(theirs, gone):
        seen.take_for(side, at, rest)


def _bring_back(seen: Seen, side: Side, at: Cell, back: Unseen) -> None:
    """Take links that a side lost with targets that now come back for ones that it never had: they come too."""
    mine, theirs = (cell_of(seen.facing.shows(each), *_place(at)) for each in (side, side.other))
    if isinstance(theirs, Absent):
        return
    lost = frozenset(key for key in {*refs(theirs)} - {*refs(mine)} if back(side, at, key))
    grown = around(mine, theirs, lost) if lost else None
    if grown is not None and digest(grown) == known(seen.facing, side, at):
        rest = without_refs(theirs, lost)
        if digest(theirs) == known(seen.facing, side.other, at):  # so nothing of the rest is still to cross
            seen.back[side, at] = (mine, rest) if side is Side.LEFT else (rest, mine)
        seen.facing = _agreed(seen.facing, side, at, digest(mine))
        seen.facing = _agreed(seen.facing, side.other, at, digest(rest))


def _look(seen: Seen, side: Side, at: Cell, unseen: Unseen) -> None:
    """Take a cell of a side that lacks links for what it would show with them, or the other side's without them.

    Where both are as they agreed, they are left so: else they would look the same, and what a draft of ours says over
    the one would be taken back.
    """
    mine, theirs = (cell_of(seen.facing.shows(each), *_place(at)) for each in (side, side.other))
    gone = hidden(seen.facing, side, at, mine, theirs, unseen)
    if isinstance(theirs, Absent) or not gone:
        return
    seen.kept[side, at] = gone
    was = known(seen.facing, side, at), known(seen.facing, side.other, at)
    if was == (digest(mine), digest(theirs)):
        return
    grown, rest = around(mine, theirs, gone), without_refs(theirs, gone)
    if grown is not None and digest(grown) == was[0]:
        seen.take_for(side, at, grown)
    elif isinstance(theirs, Ref) and isinstance(mine, Ref):
        return  # both were set, there is no place for two, and nobody saw both
    elif rest == mine or digest(rest) == was[1]:
        seen.take_for(side.other, at, rest)


def hidden(
    facing: Facing, side: Side, at: Cell, value: MaybeValue, now: MaybeValue, unseen: Unseen
) -> frozenset[EntryKey]:
    """The links of ``now``, on the other side, that are not in a value because this side could not show them."""
    if next(refs(now), None) is None:  # as in nearly all cells
        return frozenset()
    note = facing.notes(side).get(_place(at)[0])
    doubtful = set(refs(note.doubtful.get(_place(at)[1], ABSENT))) if note is not None else set()
    return frozenset(key for key in {*refs(now)} - {*refs(value)} if key in doubtful or unseen(side, at, key))


def around(value: MaybeValue, now: MaybeValue, gone: frozenset[EntryKey]) -> MaybeValue | None:
    """A value with the links of ``now`` that it could not show; None where it has no place for them."""
    if not gone:
        return value
    match value, now:
        case ((Absent() | Many()), Many(items)):
            return _list(() if isinstance(value, Absent) else value.items, items, gone)
        case Ref(), Ref():  # another link took its place
            return value
        case _:
            return now if isinstance(now, Absent) or without_refs(now, gone) == value else None


def _list(value: tuple[Value, ...], now: tuple[Value, ...], gone: frozenset[EntryKey]) -> MaybeValue | None:
    """Each hidden link stands behind what it stood behind, or first."""
    if any(not isinstance(item, Ref) for item in (*value, *now)):
        return Many(now) if without_refs(Many(now), gone) == (Many(value) if value else ABSENT) else None
    made = list(value)
    for place, item in enumerate(now):
        if isinstance(item, Ref) and item.to in gone:
            before = next((each for each in reversed(now[:place]) if each in made), None)
            made.insert(0 if before is None else made.index(before) + 1, item)
    return Many(tuple(made))


def named(entries: Iterable[EntryKey]) -> str:
    """Some entries, for sentences."""
    return ", ".join(sorted(map(str, entries)))


def _place(at: Cell) -> tuple[Locale, str]:
    return Locale(str(at.locale)), str(at.field)


def known(facing: Facing, side: Side, at: Cell) -> Tree:
    """What a side showed of a cell when the two last agreed."""
    return child(_row(facing, side, at), str(at.field))


def _row(facing: Facing, side: Side, at: Cell) -> Tree:
    return child(facing.base.left if side is Side.LEFT else facing.base.right, str(at.locale))


def _showing(facing: Facing, side: Side, at: Cell, value: MaybeValue) -> Facing:
    entry, (locale, name) = facing.shows(side), _place(at)
    shown: Mapping[Locale, Mapping[str, Value]] = {} if isinstance(entry, Absent) else entry
    variant = {each: held for each, held in shown.get(locale, {}).items() if each != name}
    if not isinstance(value, Absent):
        variant[name] = value
    made: Entry = {**shown, locale: variant}
    return replace(facing, left=made) if side is Side.LEFT else replace(facing, right=made)


def _agreed(facing: Facing, side: Side, at: Cell, known: Digest | Absent) -> Facing:
    half, (locale, name) = facing.base.left if side is Side.LEFT else facing.base.right, _place(at)
    variant, shown = child(half, locale), half if isinstance(half, Mapping) else {}
    row: dict[str, Tree] = {**(variant if isinstance(variant, Mapping) else {}), name: known}
    if isinstance(known, Absent):
        del row[name]
    made: Tree = {**shown, locale: row}
    base = replace(facing.base, left=made) if side is Side.LEFT else replace(facing.base, right=made)
    return replace(facing, base=base)
