"""What follows from a verdict: the flow ties one hand, policies settle conflicts, deletions wait.

Input is one entry as both sides show it, already in scope and in neutral names; output says which cell takes which
value, what is adopted, and what is held. Nothing here knows batches, losses or ops.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, assert_never

from isogloss.merge.change import Conflict, Drifted, HoldReason
from isogloss.merge.decide import Shown, Tree, Verdict, child
from isogloss.merge.walk import Found, walk
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, PRESENT, STATUS, Entry, digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue, Scalar, digest

Flow = Literal["left to right", "right to left", "both"]
Settle = Literal["hold", "left", "right", "newest", "merge"]
Deletion = Literal["hold", "archive", "propagate"]

_CELL_DEPTH = 2  # a locale and a field

Merge3: TypeAlias = Callable[[Scalar | Absent, Scalar, Scalar], Scalar | None]
"""Three-way merge of two texts over what both had; None where they overlap."""


def no_merge(base: Scalar | Absent, left: Scalar, right: Scalar) -> Scalar | None:
    """Merge nothing: every text is held whole."""
    del base, left, right
    return None


@dataclass(frozen=True, slots=True)
class Rules:
    """The policies that hold for one kind.

    conflict: by field name; ``""`` is the default of the kind.
    locales:  conflicts in one locale, unless the field says otherwise.
    drift:    one-way flows: keep what only the target changed, or overwrite it.
    merge3:   merges texts for the policy ``merge``.
    body:     fetches a base text by digest for it; ABSENT where it was not kept.
    """

    flow: Flow = "both"
    conflict: Mapping[str, Settle] = field(default_factory=dict)
    locales: Mapping[Locale, Settle] = field(default_factory=dict)
    delete: Deletion = "hold"
    drift: Literal["keep", "overwrite"] = "keep"
    merge3: Merge3 = no_merge
    body: Callable[[Digest], Scalar | Absent] = lambda digest: ABSENT  # noqa: ARG005  # nothing was kept

    def settle(self, at: Cell) -> Settle:
        """The conflict policy at an address: that of the field, else of the locale, else of the kind."""
        named = self.conflict.get(at.field) if at.field else None
        if named is None and at.locale is not None:
            named = self.locales.get(at.locale)
        return self.conflict.get("", "hold") if named is None else named

    @property
    def source(self) -> Side | None:
        """The side that leads in a one-way flow."""
        match self.flow:
            case "left to right":
                return Side.LEFT
            case "right to left":
                return Side.RIGHT
            case "both":
                return None
            case _:
                assert_never(self.flow)


@dataclass(frozen=True, slots=True)
class Facing:
    """One entry as the two sides show it, in scope, beside its base.

    copied: by side, the locales that it lacks and for which its primary text stands in (``missing_locale: copy``).
    """

    key: EntryKey
    label: str
    base: Shown
    left: Entry | Absent
    right: Entry | Absent
    left_notes: Mapping[Locale, Note] = field(default_factory=dict)
    right_notes: Mapping[Locale, Note] = field(default_factory=dict)
    copied: Mapping[Side, frozenset[Locale]] = field(default_factory=dict)

    def shows(self, side: Side) -> Entry | Absent:
        """The entry on one side."""
        return self.left if side is Side.LEFT else self.right

    def notes(self, side: Side) -> Mapping[Locale, Note]:
        """What is known of its variants there."""
        return self.left_notes if side is Side.LEFT else self.right_notes


@dataclass(frozen=True, slots=True)
class Take:
    """One cell of side ``to`` should hold ``value``; the other side shows ``source`` there.

    merged: the value is made of both sides, so both are written.
    """

    at: Cell
    to: Side
    value: MaybeValue
    source: MaybeValue
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Remove:
    """An entry or a variant of side ``to`` should go."""

    at: Cell
    to: Side


@dataclass(frozen=True, slots=True)
class Agree:
    """One cell is the same on both sides, or given up by both: it becomes base as it is."""

    at: Cell


Decision: TypeAlias = Take | Remove | Agree | Conflict | Drifted


def merge(facing: Facing, rules: Rules) -> Iterator[Decision]:
    """Decide everything about one entry.

    Order: by address. Same inputs, same decisions (invariant 2). A conflict that no policy settles yields no Take
    (invariant 5).
    """
    base = Shown(_with_shared(facing.base.left), _with_shared(facing.base.right))
    left, right = (_with_shared(_tree(facing.shows(side))) for side in Side)
    for found in walk(base, left, right):
        yield from _follow(found, facing, rules)


def _tree(entry: Entry | Absent) -> Tree:
    found = digest_entry(entry)
    return found if isinstance(found, Absent) else {str(locale): variant for locale, variant in found.items()}


def _with_shared(tree: Tree) -> Tree:
    """The same entry with a SHARED variant: an entry that is there has one, so emptying it is an edit of its cells."""
    return {SHARED: {}, **tree} if isinstance(tree, Mapping) else tree


def _follow(found: Found, facing: Facing, rules: Rules) -> Iterator[Decision]:
    if found.verdict == "adopt":
        for at in _cells(found.path, facing):
            yield Agree(at)
        return
    at = _address(found.path, facing)
    source = rules.source
    if source is None:
        if found.verdict == "conflict":
            yield from _settle(at, facing, rules)
        else:
            yield from _take(at, _winner(found.verdict), facing, rules)
        return
    if found.verdict == "conflict":
        yield from _one_way_conflict(at, source, facing, rules)
    elif _winner(found.verdict) is source:
        yield from _take(at, source, facing, rules)
    else:
        yield from _drift(at, source, facing, rules)


def _drift(at: Cell, source: Side, facing: Facing, rules: Rules) -> Iterator[Decision]:
    """In a one-way flow, only the target moved: kept, or overwritten; what is held meanwhile is kept all the same."""
    back = [] if rules.drift == "keep" else list(_take(at, source, facing, rules))
    if rules.drift == "overwrite" and not back:
        return  # it was archived in answer before, which is as far as it goes
    kept = rules.drift == "keep" or any(isinstance(decision, Conflict) for decision in back)
    yield Drifted(at, _quote(at, facing.left), _quote(at, facing.right), kept, facing.label)
    yield from back


def _one_way_conflict(at: Cell, source: Side, facing: Facing, rules: Rules) -> Iterator[Decision]:
    """Both moved apart in a one-way flow: the source leads, unless the target's edit is protected."""
    named = rules.settle(at)
    if named == source.value or rules.drift == "overwrite":
        yield from _take(at, source, facing, rules)
    elif named == source.other.value:
        yield Drifted(at, _quote(at, facing.left), _quote(at, facing.right), kept=True, label=facing.label)
    else:
        yield _held(at, facing)


def _settle(at: Cell, facing: Facing, rules: Rules) -> Iterator[Decision]:
    policy = rules.settle(at)
    match policy:
        case "left" | "right":
            yield from _take(at, Side(policy), facing, rules)
        case "newest":
            winner = _newest(at, facing)
            yield from ((_held(at, facing),) if winner is None else _take(at, winner, facing, rules))
        case "merge":
            yield from _merged(at, facing, rules)
        case "hold":
            yield _held(at, facing)
        case _:
            assert_never(policy)


def _newest(at: Cell, facing: Facing) -> Side | None:
    """The side whose variant was changed later; an edit beats a deletion, which has no time."""
    for side in Side:
        if at.field is None and isinstance(_quote(at, facing.shows(side)), Absent):
            return side.other
    left, right = (_time(at, facing.notes(side)) for side in Side)
    if left is None or right is None or left == right:
        return None
    return Side.LEFT if left > right else Side.RIGHT


def _time(at: Cell, notes: Mapping[Locale, Note]) -> float | None:
    """When the variant last changed, in seconds; of a shared cell, when any variant did."""
    times = [
        note.updated.timestamp()
        for locale, note in notes.items()
        if note.updated is not None and (at.locale == locale or at.locale not in notes)
    ]
    return max(times, default=None)


def _merged(at: Cell, facing: Facing, rules: Rules) -> Iterator[Decision]:
    left, right = _quote(at, facing.left), _quote(at, facing.right)
    if at.field is None:
        winner = Side.RIGHT if isinstance(left, Absent) else Side.LEFT  # an edit beats a deletion
        yield from _take(at, winner, facing, rules)
        return
    made = None
    if isinstance(left, Scalar) and isinstance(right, Scalar):
        remembered = facing.base.inside(str(at.locale)).inside(at.field)
        same = isinstance(remembered.left, str) and isinstance(remembered.right, str)
        base = rules.body(Digest(remembered.left)) if same and isinstance(remembered.left, str) else ABSENT
        made = None if isinstance(base, Absent) else rules.merge3(base, left, right)
    if made is None:
        yield _held(at, facing)
    elif made in (left, right):  # one side's text has all that the other changed, so only the other is written
        yield from _take(at, Side.LEFT if made == left else Side.RIGHT, facing, rules)
    else:
        yield Take(at, Side.LEFT, made, right, merged=True)
        yield Take(at, Side.RIGHT, made, left, merged=True)


def _take(at: Cell, winner: Side, facing: Facing, rules: Rules) -> Iterator[Decision]:
    """Make the other side show what the winner shows at this address; a deletion asks its own policy."""
    to, entry = winner.other, facing.shows(winner)
    if at.field is None and isinstance(_quote(at, entry), Absent):
        yield from _removal(at, to, facing, rules)
        return
    for cell in _cells(_path(at), facing):
        value = _quote(cell, entry)
        if value != _quote(cell, facing.shows(to)):
            yield Take(cell, to, value, value)
        else:  # only the base still knows it
            yield Agree(cell)


def _removal(at: Cell, to: Side, facing: Facing, rules: Rules) -> Iterator[Decision]:
    match rules.delete:
        case "hold":
            yield _held(at, facing, "deletion")
        case "propagate":
            yield Remove(at, to)
        case "archive":
            for cell in _cells(_path(at), facing):
                if cell.field == STATUS and not _was_archived(cell, to, facing):
                    yield Take(cell, to, ARCHIVED, ABSENT)
        case _:
            assert_never(rules.delete)


def _was_archived(at: Cell, on: Side, facing: Facing) -> bool:
    """Whether the sides agreed before that this ``$status`` answers the other side's deletion; or nothing is there."""
    shown, here, across = _quote(at, facing.shows(on)), facing.base.left, facing.base.right
    if on is Side.RIGHT:
        here, across = across, here
    given_up = isinstance(child(child(across, str(at.locale)), STATUS), Absent)
    return isinstance(shown, Absent) or (given_up and child(child(here, str(at.locale)), STATUS) == digest(shown))


def _held(at: Cell, facing: Facing, reason: HoldReason | None = None) -> Conflict:
    left, right = _quote(at, facing.left), _quote(at, facing.right)
    if reason is None:
        gone = at.field is None and (isinstance(left, Absent) or isinstance(right, Absent))
        reason = "deleted on one side, edited on the other" if gone else "both sides changed"
    return Conflict(at, reason, left, right, facing.label)


def _winner(verdict: Verdict) -> Side:
    return Side.LEFT if verdict == "take left" else Side.RIGHT


def _quote(at: Cell, entry: Entry | Absent) -> MaybeValue:
    """What a side shows at an address: the value of a cell, else the ``$status`` of what is there."""
    if isinstance(entry, Absent):
        return ABSENT
    if at.locale is None:
        return next((v[STATUS] for _, v in sorted(entry.items()) if STATUS in v), PRESENT)
    variant = entry.get(at.locale)
    if variant is None:
        return ABSENT
    if at.field is None:
        return variant.get(STATUS, PRESENT)
    return variant.get(at.field, ABSENT)


def _address(path: tuple[str, ...], facing: Facing) -> Cell:
    match path:
        case ():
            return Cell(facing.key)
        case (locale,):
            return Cell(facing.key, Locale(locale))
        case (locale, name):
            return Cell(facing.key, Locale(locale), name)
        case _:
            raise AssertionError(f"an address has at most a locale and a field, not {path}")


def _path(at: Cell) -> tuple[str, ...]:
    return tuple(part for part in (at.locale, at.field) if part is not None)


def _cells(path: tuple[str, ...], facing: Facing) -> Iterator[Cell]:
    """Every cell under an address that either side shows or the base remembers, sorted."""
    if len(path) == _CELL_DEPTH:
        yield _address(path, facing)
        return
    shown = (facing.left, facing.right, facing.base.left, facing.base.right)
    found = {cell for tree in shown if isinstance(tree, Mapping) for cell in _names(tree, path)}
    for locale, name in sorted(found):
        yield Cell(facing.key, Locale(locale), name)


def _names(entry: Mapping[Locale, object] | Mapping[str, object], path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The locale and field of each cell below ``path``, which is empty or a locale."""
    for locale, variant in entry.items():
        if isinstance(variant, Mapping) and path in {(), (locale,)}:
            yield from ((str(locale), name) for name in variant)
