"""What of a text may go to a side that holds opaque parts of its own: components, embeds, scripts, drawings.

Decides whose a part is and says, for people, what became of it. A component belongs to the side whose site draws it,
any other part to the side on which it was before a write brought it to the other; one that both sides had before is
nobody's, and nobody takes it out alone. How a text gets its parts back is decided in ``canon``. Plain texts pay one
quick look.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from isogloss.canon import COMPONENT, Part, Restored, Standing, Unclear, may_hold, parts, restore, words_of
from isogloss.mapping.texts import texts
from isogloss.merge.guard import Damaged, Kept
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.value import Absent, Digest, Group, Many, MaybeValue, Scalar, Value, digest_text

RICH: Final = "rich_text"


@dataclass(frozen=True, slots=True)
class Guarding:
    """The guard of one kind.

    places: the names of the sides, for sentences.
    site:   the side whose components rich text may hold; None where that is both or neither.
    owners: what is remembered of whose the parts of an entry are, by the digest of their keys.
    """

    places: Mapping[Side, str]
    site: Side | None
    owners: Callable[[EntryKey], Mapping[Digest, Side]]

    def __call__(self, at: Cell, to: Side, now: MaybeValue, wanted: MaybeValue) -> Kept | Damaged | None:
        """Say what of a value may be written to a side that shows another one there."""
        if not any(may_hold(text) for value in (now, wanted) for text in texts(value)):
            return None
        return _Look(self, to, self.owners(at.entry)).value(now, wanted)


@dataclass(frozen=True, slots=True)
class _Look:
    """One cell on its way to one side."""

    guarding: Guarding
    to: Side
    owners: Mapping[Digest, Side]

    def value(self, now: MaybeValue, wanted: MaybeValue) -> Kept | Damaged | None:
        match now, wanted:
            case Scalar(), Scalar():
                return self._text(now, wanted)
            case ((Many() | Group()), (Many() | Group())):
                return self._inner(now, wanted)
            case _:
                return self._emptied(now)

    def _text(self, now: Scalar, wanted: Scalar) -> Kept | Damaged | None:
        if now.type != RICH:
            return None
        made = restore(now.text, wanted.text, self._standing)
        match made:
            case None:
                return None
            case Unclear(names):
                return Damaged(self._unclear(names))
            case Restored(text, names, more):
                return Kept(Scalar(RICH, text), tuple(self._told(names, more)))

    def _inner(self, now: Value, wanted: Value) -> Kept | Damaged | None:
        """Look at each text of a list or a group, where both have the same; else only at what is missing."""
        missing = self._missing(now, wanted)
        if not missing:
            return None
        if _shape(now) != _shape(wanted):
            return Damaged(self._unclear(missing))
        told: list[str] = []

        def walk(here: Value, there: Value) -> Value:
            match here, there:
                case Many(mine), Many(theirs):
                    return Many(tuple(walk(a, b) for a, b in zip(mine, theirs, strict=True)))
                case Group(mine), Group(theirs):
                    pairs = zip(mine, theirs, strict=True)
                    return Group(tuple((name, walk(a, b)) for (name, a), (_, b) in pairs))
                case Scalar(), Scalar():
                    made = self._text(here, there)
                    if isinstance(made, Damaged):
                        raise _HeldError(made)
                    if made is not None:
                        told.extend(made.told)
                        return made.value if not isinstance(made.value, Absent) else there
            return there

        try:
            return Kept(walk(now, wanted), tuple(told))
        except _HeldError as held:
            return held.damaged

    def _emptied(self, now: MaybeValue) -> Kept | Damaged | None:
        """Nothing is left of a value, or it is another kind of thing."""
        kept = [part for part in _parts(now) if self._standing(part) != "free"]
        if not kept:
            return None
        names = tuple(dict.fromkeys(part.name for part in kept))
        if isinstance(now, Scalar) and not words_of(_without_parts(now.text)):
            return Kept(now, tuple(self._told(names, ())))
        here, there = self._places()
        return Damaged(f"{there} emptied what holds {_list(names)} on {here}; empty it there too, or fill it again")

    def _missing(self, now: Value, wanted: Value) -> tuple[str, ...]:
        there = Counter(part.key for part in _parts(wanted))
        kept = [part for part in _parts(now) if self._standing(part) != "free"]
        gone = Counter(part.key for part in kept) - there
        return tuple(dict.fromkeys(part.name for part in kept if part.key in gone))

    def _standing(self, part: Part) -> Standing:
        """Whether a part that the side shows must be kept there."""
        site = self.guarding.site if part.tag == COMPONENT else None
        owner = site or self.owners.get(digest_text(part.key))
        return "unknown" if owner is None else "kept" if owner is self.to else "free"

    def _places(self) -> tuple[str, str]:
        return self.guarding.places[self.to], self.guarding.places[self.to.other]

    def _told(self, names: tuple[str, ...], more: tuple[str, ...]) -> Iterator[str]:
        here, there = self._places()
        if names:
            yield f"{there} lost, changed or doubled {_list(names)}; {here} keeps what it has"
        for clause in more:
            yield f"{there} {clause}; {here} keeps its own"

    def _unclear(self, names: tuple[str, ...]) -> str:
        here, there = self._places()
        return (
            f"{there} lost, changed or doubled {_list(names)}, and it cannot be told what belongs where; put it right "
            f"there, or take it out on {here} too"
        )


class _HeldError(Exception):
    """One text of several is held, and so are all."""

    def __init__(self, damaged: Damaged) -> None:
        super().__init__(damaged.why)
        self.damaged = damaged


def _parts(value: MaybeValue) -> Iterator[Part]:
    for text in texts(value):
        yield from parts(text)


def _shape(value: Value) -> object:
    """What of a value must be the same for its texts to be laid side by side."""
    match value:
        case Many(items):
            return [_shape(item) for item in items]
        case Group(fields):
            return [(name, _shape(item)) for name, item in fields]
        case Scalar(kind):
            return kind
        case _:
            return None


def _without_parts(text: str) -> str:
    for part in parts(text):
        text = text.replace(part.token, "")
    return text


def _list(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
