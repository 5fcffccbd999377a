"""What of a text may go to a side that holds opaque parts of its own: components, embeds, scripts, drawings.

Decides whose a part is and says, for people, what became of it. A component belongs to the side whose site draws it,
any other part to the side on which it was before a write brought it to the other; one that both sides had before is
nobody's, and nobody takes it out alone. How a text gets its parts back is decided in ``canon``. Plain texts pay one
quick look.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from isogloss.canon.opaque import COMPONENT, Part, may_hold, parts
from isogloss.canon.relative import lead_back, may_be_relative
from isogloss.canon.restore import Restored, Standing, Unclear, bared, restore
from isogloss.canon.unsound import unsound
from isogloss.canon.words import words_of
from isogloss.mapping.types.texts import texts
from isogloss.merge.facing import Facing, quote
from isogloss.merge.guard import Damaged, Kept
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent, Digest, Group, Many, MaybeValue, Scalar, Value, digest_text

RICH: Final = "rich_text"


@dataclass(frozen=True, slots=True)
class Guarding:
    """The guard of one kind.

    places: the names of the sides, for sentences.
    site:   the side whose components rich text may hold; None where that is both or neither.
    owners: what is remembered of whose the parts of an entry are, by the digest of their keys.
    spell:  the address of a link on a side, in a locale; None for what is no link to an entry.
    """

    places: Mapping[Side, str]
    site: Side | None
    owners: Callable[[EntryKey], Mapping[Digest, Side]]
    spell: Callable[[Side, str, Locale], str | None]

    def __call__(self, at: Cell, to: Side, now: MaybeValue, wanted: MaybeValue) -> Kept | Damaged | None:
        """Say what of a value may be written to a side that shows another one there."""
        if isinstance(now, Scalar) and now.type != RICH:  # first, as nearly all are
            return None
        opaque = any(may_hold(text) for value in (now, wanted) for text in texts(value))
        if not opaque and not any(map(may_be_relative, texts(wanted))):
            return None
        return _Look(self, at, to, self.owners(at.entry) if opaque else {}).value(now, wanted)

    def anew(self, at: Cell, to: Side, wanted: MaybeValue, facing: Facing) -> Kept | Damaged | None:
        """Say what of a value may be written to a side that shows nothing of its own there yet."""
        if isinstance(wanted, Absent) or (isinstance(wanted, Scalar) and wanted.type != RICH):
            return None
        entry = facing.shows(to)
        shown = {} if isinstance(entry, Absent) else entry
        cells = [replace(at, locale=locale) for locale, variant in sorted(shown.items()) if at.field in variant]
        for cell in cells:
            if cell != at and quote(cell, facing.shows(to.other)) == wanted:  # only a copy of what is kept there
                return self(at, to, quote(cell, entry), wanted)
        if not any(map(may_hold, texts(wanted))):
            return None
        return _Look(self, at, to, self.owners(at.entry)).sound(wanted, [quote(cell, entry) for cell in cells])


@dataclass(frozen=True, slots=True)
class _Look:
    """One cell on its way to one side."""

    guarding: Guarding
    at: Cell
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

    def sound(self, wanted: MaybeValue, beside: Iterable[MaybeValue]) -> Damaged | None:
        """Look at a value that has only what is shown in other locales beside it."""
        shown = [text for value in beside for text in texts(value)]
        found = [unsound(text, shown, lambda part: self._standing(part) == "kept") for text in texts(wanted)]
        names = tuple(dict.fromkeys(name for names in found for name in names))
        there = self._places()[1]
        return Damaged(f"{there} tore or doubled {_list(names)}; put it right there") if names else None

    def _text(self, now: Scalar, wanted: Scalar, *, whole: bool = False) -> Kept | Damaged | None:
        """Look at one text; ``whole`` where its parts are known to be there, in it or beside it."""
        if now.type != RICH:
            return None
        led = lead_back(now.text, wanted.text, self._spelled)
        back = () if led is None else led.back
        text = wanted.text if led is None else led.text
        made = None if whole else restore(now.text, text, self._standing)
        match made:
            case None if led is None:
                bare = bared(wanted.own)
                return None if bare == wanted.own else Kept(Scalar(RICH, wanted.text, bare))
            case None:
                made = Restored(text, ())
            case Unclear(names):
                return Damaged(self._unclear(names))
            case Restored():
                pass
        changed = tuple(f"made the address {was} into {became}" for was, became in back)
        return Kept(Scalar(RICH, made.text), tuple(self._told(made.names, made.more + changed)))

    def _spelled(self, address: str) -> str:
        """An address as it is written where the text was edited."""
        locale = self.at.locale or SHARED
        return self.guarding.spell(self.to.other, address, locale) or address

    def _inner(self, now: Value, wanted: Value) -> Kept | Damaged | None:
        """Look at each text of a list or a group, where both have the same; else only at what is missing."""
        missing = self._missing(now, wanted)
        if _shape(now) != _shape(wanted):
            return Damaged(self._unclear(missing)) if missing else None
        told: list[str] = []

        def walk(here: Value, there: Value) -> Value:
            match here, there:
                case Many(mine), Many(theirs):
                    return Many(tuple(walk(a, b) for a, b in zip(mine, theirs, strict=True)))
                case Group(mine), Group(theirs):
                    pairs = zip(mine, theirs, strict=True)
                    return Group(tuple((name, walk(a, b)) for (name, a), (_, b) in pairs))
                case Scalar(), Scalar():
                    made = self._text(here, there, whole=not missing)
                    if isinstance(made, Damaged):
                        raise _HeldError(made)
                    if made is not None:
                        told.extend(made.told)
                        return made.value if not isinstance(made.value, Absent) else there
            return there

        try:
            made = walk(now, wanted)
        except _HeldError as held:
            return held.damaged
        if self._missing(now, made) or self._missing(made, now):
            return Damaged(self._unclear(missing))
        return Kept(made, tuple(told)) if made != wanted else None

    def _emptied(self, now: MaybeValue) -> Kept | Damaged | None:
        """Nothing is left of a value, or it is another kind of thing."""
        names = _names(self._kept(now))
        if not names:
            return None
        if isinstance(now, Scalar) and not words_of(_without_parts(now.text)):
            return Kept(now, tuple(self._told(names, ())))
        here, there = self._places()
        return Damaged(f"{there} emptied what holds {_list(names)} on {here}; empty it there too, or fill it again")

    def _missing(self, now: Value, wanted: Value) -> tuple[str, ...]:
        there = Counter(part.key for part in _parts(wanted))
        kept = self._kept(now)
        gone = Counter(part.key for part in kept) - there
        return _names(part for part in kept if part.key in gone)

    def _kept(self, now: MaybeValue) -> list[Part]:
        """The parts of a value that nobody may take out alone."""
        return [part for part in _parts(now) if self._standing(part) != "free"]

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


def _names(found: Iterable[Part]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.name for part in found))


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
