"""What stays of a cell that is written over: all that comparison ignores, wherever the value has parts.

Decides which part of what is there answers to which part of the new value. What becomes of two rich texts is decided
in ``canon.around``. Pure.
"""

from collections.abc import Iterator, Sequence

from isogloss.canon.around import around, comments, respelled
from isogloss.model.value import ABSENT, Absent, Asset, Group, Many, MaybeValue, Scalar, Value, leaves


def kept(now: MaybeValue, wanted: MaybeValue, source: MaybeValue) -> tuple[MaybeValue, tuple[str, ...]]:
    """A value that is to be written, spelled around what is there; and what of that cannot be kept, for people.

    now:    what the cell holds.
    source: what the other side shows, in whose spelling a value is that was merged of both.
    """
    if not (_has_own(now) or _has_own(source)):
        return wanted, ()
    if isinstance(wanted, Absent):
        return wanted, tuple(dict.fromkeys(_comments(now)))
    gone: list[str] = []
    made = _kept(now, _merged(wanted, source, now), gone)
    return made, tuple(dict.fromkeys(gone))


def _has_own(value: MaybeValue) -> bool:
    if isinstance(value, Scalar):  # first, as nearly all are
        return bool(value.own)
    return any(leaf.own for leaf in leaves(value) if isinstance(leaf, Scalar | Asset))


def _comments(value: MaybeValue) -> Iterator[str]:
    """The comments that go with a text that is emptied; an attribute is of its element, which goes too."""
    return (said for leaf in leaves(value) if isinstance(leaf, Scalar) and leaf.own for said in comments(leaf.own))


def _merged(wanted: Value, source: MaybeValue, now: MaybeValue) -> Value:
    """A rich text of two sides with each block as one of them spells it; any other value as it is."""
    match wanted, source, now:
        case Scalar("rich_text", text, ""), Scalar("rich_text", across), Scalar("rich_text") if text != across:
            html = respelled(text, now.spelling, source.spelling)
            return wanted if html == text else Scalar("rich_text", text, html)
        case _:
            return wanted


def _kept(now: MaybeValue, wanted: Value, gone: list[str]) -> Value:
    if not isinstance(now, Absent) and now == wanted:
        return now  # it is written again with what stands beside it: byte for byte
    match now, wanted:
        case Group(held), Group(fields):
            there = dict(held)
            return Group(tuple((name, _kept(there.get(name, ABSENT), part, gone)) for name, part in fields))
        case Many(held), Many(items):
            return Many(tuple(_members(held, items, gone)))
        case Scalar("rich_text"), Scalar("rich_text"):
            made = around(now.spelling, wanted.spelling, wanted.text)
            gone += made.gone
            return Scalar("rich_text", wanted.text, made.html if made.html != wanted.text else "")
        case Scalar("rich_text", ""), _:  # it holds comments alone, and what comes is no rich text
            gone += _comments(now)
            return wanted
        case _:
            return wanted


def _members(held: Sequence[Value], items: Sequence[Value], gone: list[str]) -> Iterator[Value]:
    """Members in order: one that stays answers to itself, others to those whose places they take."""
    from rapidfuzz.distance import Indel  # late: few runs compare texts

    there: list[Value] = []
    here: list[Value] = []
    for step in Indel.opcodes(held, items):
        old, new = held[step.src_start : step.src_end], items[step.dest_start : step.dest_end]
        if step.tag != "equal":
            there, here = [*there, *old], [*here, *new]
            continue
        yield from _in_place(there, here, gone)
        there, here = [], []
        yield from old
    yield from _in_place(there, here, gone)


def _in_place(there: Sequence[Value], here: Sequence[Value], gone: list[str]) -> Iterator[Value]:
    for number, item in enumerate(here):
        yield _kept(there[number], item, gone) if number < len(there) else item
