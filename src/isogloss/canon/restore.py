"""Give a text its opaque parts back that somebody else's editor dropped, tore, changed or doubled.

Decides where a part belongs in a text that was edited around it, and which words are only what an editor left of it.
Both are decided only where they can be seen: by what stands beside the part, by what is left of it. Else there is no
answer, and the caller holds the text. Refuses to know whose a part is.

The promise: what is given back holds every kept part exactly as often as the text that it is to replace, byte for
byte, and every word of the edited text that is not one of a part's own.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from isogloss.canon.damage import Damage, find_damage, merged_frame
from isogloss.canon.html import blocks, canonical_html
from isogloss.canon.line import rejoined
from isogloss.canon.loose import loose_html
from isogloss.canon.opaque import COMPONENT, FRAMES, Part, blocks_of, may_hold, part_of
from isogloss.canon.tokens import NoAnswerError, Spot, Tokens, Unit, matches

Standing = Literal["kept", "free", "unknown"]
"""Whether a part must be kept, may change, or must not change without a person."""

_WRAPPED: Final = re.compile(
    r"<p>\s*(<(iframe|math|noscript|script|style|svg|template|wf-component)\b(?:(?!</?p[\s>]).)*?</\2>)\s*</p>",
    re.DOTALL | re.IGNORECASE,
)
_LOOKS: Final = re.compile(r' (?:class|height|width)="[^"]*"')
_SOME: Final = 2
"""Of the words of a part, one in so many beside its place makes it unclear whose words those are."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A text with its parts.

    names: the parts that were damaged and are as they were; empty where only the form of the text was mended.
    more:  what else an editor did that is left out, one clause each.
    """

    text: str
    names: tuple[str, ...]
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unclear:
    """Parts are damaged, and nobody can tell where they belong, or who may change them."""

    names: tuple[str, ...]


def restore(now: str, wanted: str, standing: Callable[[Part], Standing]) -> Restored | Unclear | None:
    """Mend a text that is to replace another; None where, as far as opaque parts go, it can do so just as it is.

    now:    what is shown where the text is to go.
    wanted: the text, as it was edited elsewhere.
    """
    if not (may_hold(now) or may_hold(wanted)):
        return None
    shown = blocks_of(now)
    mine = Tokens(shown)
    said = {number: standing(part) for number, part in mine.parts.items()}
    kept = {number: mine.parts[number] for number in said if said[number] != "free"}
    own = {part.key for number, part in kept.items() if said[number] == "kept"}
    alone = {part.key for block in shown if len(block) == 1 and (part := part_of(block[0])) is not None}
    found, moved = rejoined([_unwrapped(block, alone) for block in blocks_of(wanted)], shown, own)
    theirs = Tokens(found)
    try:
        damage = find_damage(mine, theirs, kept)
        names = damage.names(kept)
        unknown = {kept[number].key for number in kept if said[number] == "unknown"}
        if damage.unsure or unknown & damage.keys(kept):
            return Unclear(names)
        mending = _Mending(mine, theirs, kept, damage)
        text = mending.text()
    except NoAnswerError:
        return Unclear(tuple(dict.fromkeys(part.name for part in kept.values())))
    more = (*(f"moved {name} out of its line" for name in moved), *mending.said)
    if names or more:
        text = _settled(text, now)
    return None if text == canonical_html(wanted) else Restored(text, names, more)


def bared(raw: str) -> str:
    """A text as it was spelled, without paragraphs around nothing but one part, which comparison does not see."""
    if not may_hold(raw) or (bare := _WRAPPED.sub(r"\1", raw)) == raw:
        return raw
    return bare if canonical_html(bare) == canonical_html(raw) else raw


def _unwrapped(block: list[str], alone: Collection[str]) -> list[str]:
    """Take off the paragraph that an editor put around nothing but one part.

    alone: the keys of the parts that are blocks of their own where the text goes.
    """
    inside = [token for token in block[1:-1] if token.strip()]
    if not block[0].startswith(("<p>", "<p ")) or len(inside) != 1 or (part := part_of(inside[0])) is None:
        return block
    return inside if part.tag == COMPONENT or part.key in alone else block


def _settled(text: str, now: str) -> str:
    """Where a block is only another rendering of what is shown, leave what is shown."""
    shown = {_look(block): block for block in blocks(now)}
    settled = "".join(shown.get(_look(block), block) for block in blocks(text))
    return settled if canonical_html(settled) == settled else text


def _look(block: str) -> tuple[str, tuple[str, ...]]:
    """How a block looks to a reader, and what platforms may change about it but a person may, too."""
    return loose_html(block), tuple(sorted(_LOOKS.findall(block)))


class _Mending:
    """The edited text on its way to hold all kept parts again."""

    def __init__(self, mine: Tokens, theirs: Tokens, kept: Mapping[int, Part], damage: Damage) -> None:
        self.mine, self.theirs, self.kept, self.damage = mine, theirs, kept, damage
        self.said: list[str] = []
        self.gone: set[int] = set()  # frames that somebody put another in the place of

    def text(self) -> str:
        """Mend, and look whether it is what was promised.

        Raises: NoAnswerError where it cannot be told where a part belongs.
        """
        self._replace()
        for number, remains in self.damage.lost.items():
            if remains is not None:
                self._take_words(number, remains)
        for number, remains in self.damage.lost.items():
            if remains is None:
                self._give_back(number)
        seen = [unit.text for unit in self.theirs.units() if not unit.text.startswith("<")]
        text = canonical_html(self.theirs.html())
        after = Tokens.of(text)
        have = Counter(_promised(part) for part in after.parts.values())
        need = Counter(_promised(part) for number, part in self.kept.items() if number not in self.gone)
        same = [unit.text for unit in after.units() if not unit.text.startswith("<")] == seen
        keys = {part.key for part in self.kept.values()}
        more = Counter(part.key for part in after.parts.values() if part.key in keys)
        most = Counter(part.key for part in self.mine.parts.values())
        if need - have or more - most or not same:
            raise NoAnswerError
        return text

    def _replace(self) -> None:
        """Write every part that is there, or of which something is left, as it is shown; take out what is too much."""
        spelled: dict[str, list[Part]] = {}
        for number, part in self.kept.items():
            if number not in self.damage.lost:
                spelled.setdefault(part.key, []).append(part)
        for number, other in list(self.theirs.parts.items()):
            if number in self.damage.extra:
                self.theirs.replace(number, None)
                self.theirs.prune({number})
            elif spelled.get(other.key):
                self._spell(number, spelled[other.key].pop(0))
        for number, remains in self.damage.lost.items():
            if remains is not None:
                self.theirs.replace(remains, self.kept[number])

    def _spell(self, number: int, part: Part) -> None:
        """Write a part that came through as it is shown, with what a person changed in a frame."""
        if part.tag in FRAMES:
            start, said = merged_frame(part, self.theirs.parts[number])
            self.said += [f"{clause} of {part.name}" for clause in said]
            part = Part(start, part.tag, part.key)
        self.theirs.replace(number, part)

    def _take_words(self, number: int, remains: int) -> None:
        """Take out the words of a torn part, which stand beside what is left of it."""
        leaks = [word for word in self.kept[number].leaks if self.kept[number].tag not in FRAMES]
        units = self.theirs.units()
        at = next(n for n, unit in enumerate(units) if unit.token == remains)
        size = len(leaks)
        for start in (at + 1, at - size):
            if size and start >= 0 and [unit.text for unit in units[start : start + size]] == leaks:
                if not self._shown_there(number, leaks, before=start < at):
                    self.theirs.cut(units[start : start + size])
                return
        self._refuse_stray(leaks)

    def _shown_there(self, number: int, leaks: list[str], *, before: bool) -> bool:
        """Whether the text has those words beside the part anyway."""
        units = self.mine.units()
        at = next(n for n, unit in enumerate(units) if unit.token == number)
        beside = units[max(at - len(leaks), 0) : at] if before else units[at + 1 : at + 1 + len(leaks)]
        return [unit.text for unit in beside] == leaks

    def _refuse_stray(self, leaks: list[str]) -> None:
        """Refuse to go on where the words of a part stand in the text once more than before, nobody knows as what."""
        if leaks and _count(self.theirs.units(), leaks) > _count(self.mine.units(), leaks):
            raise NoAnswerError

    def _give_back(self, number: int) -> None:
        """Put a part of which nothing is left where it stood, in place of its words if they were left."""
        part, leaks = self.kept[number], list(self.kept[number].leaks)
        there = {other.key for other in self.theirs.parts.values()}
        absent = frozenset(n for n, other in self.mine.parts.items() if n == number or other.key not in there)
        mine, theirs = self.mine.units(absent), self.theirs.units()
        place = sum(1 for unit in mine if unit.token < number)
        matched = matches(self.mine, self.theirs, absent)
        start = max((matched[n] + 1 for n in range(place) if n in matched), default=0)
        end = min((matched[n] for n in range(place, len(mine)) if n in matched), default=len(theirs))
        between = [unit.text for unit in theirs[start:end]]
        at = _find(between, leaks)
        if at is not None:
            self.theirs.cut(theirs[start + at : start + at + len(leaks)])
            positions = range(start + at, start + at + 1)
        elif part.tag in FRAMES and any(text.startswith(f"<{part.tag} ") for text in between):
            self.gone.add(number)  # somebody put another one in its place
            return
        else:
            positions = _beside(start, end, left=place - 1 in matched, right=place in matched)
            if leaks and _SOME * sum((Counter(leaks) & Counter(between)).values()) >= len(leaks):
                raise NoAnswerError
            self._refuse_stray(leaks)
        if not any(self._put(number, mine, place, position) for position in positions):
            raise NoAnswerError

    def _put(self, number: int, mine: list[Unit], place: int, position: int) -> bool:
        """Put a part between two units of the edited text, where that is like the place where the part is shown."""
        shown = self.mine.spots(mine, place)
        own = max(n for n, spot in enumerate(shown) if spot.token <= number)
        around = self.theirs.units()
        spots = self.theirs.spots(around, position)
        for alike in _LIKENESS:
            mark = alike(self.mine, mine, place, shown[own])
            found = [spot for spot in spots if alike(self.theirs, around, position, spot) == mark]
            if not found:
                continue
            same = [n for n, spot in enumerate(shown) if alike(self.mine, mine, place, spot) == mark]
            self.theirs.put(
                self._chosen(found, len(same), same.index(own)),
                self.kept[number],
                before=_ends(self.mine.tokens[:number], -1),
                after=_ends(self.mine.tokens[number + 1 :], 0),
            )
            return True
        return False

    def _chosen(self, found: list[Spot], known: int, own: int) -> Spot:
        """The place, of several that are like it, where a part stands; ``known`` there are where it is shown."""
        if len(found) == known:
            return found[own]
        if found[0].path:
            raise NoAnswerError
        if known == 1:  # nothing but gaps lies between, which an editor left in its place
            self.theirs.clear(found[0].token + bool(found[0].at), found[-1].token)
        return found[0]


def _promised(part: Part) -> str:
    return part.key if part.tag in FRAMES else part.token


def _ends(tokens: list[str], edge: int) -> bool:
    """Whether text that is nearest to a part begins, or ends, in a space."""
    return bool(tokens) and tokens[edge][edge:][:1] == " "


def _beside(start: int, end: int, *, left: bool, right: bool) -> range:
    """Where, between two places, something may stand of which one neighbour or both are known, the nearest first.

    Raises: NoAnswerError where neither is, and there is more than one place.
    """
    if left or start == end:
        return range(start, end + 1)
    if right:
        return range(end, start - 1, -1)
    raise NoAnswerError


def _find(words: list[str], some: list[str]) -> int | None:
    """Where some words stand among others, together and in order."""
    size = len(some)
    return next((n for n in range(len(words) - size + 1) if some and words[n : n + size] == some), None)


def _count(units: list[Unit], some: list[str]) -> int:
    words = [unit.text for unit in units]
    return sum(1 for n in range(len(words) - len(some) + 1) if words[n : n + len(some)] == some)


def _neighbours(tokens: Tokens, units: list[Unit], place: int, spot: Spot) -> tuple[bool, bool]:
    """Whether a place shares its block with the unit before it, and with the one after it."""
    left = place > 0 and tokens.block(units[place - 1]) == spot.block
    return left, place < len(units) and tokens.block(units[place]) == spot.block


def _same_elements(tokens: Tokens, units: list[Unit], place: int, spot: Spot) -> object:
    return spot.path, _neighbours(tokens, units, place, spot)


def _same_blocks(tokens: Tokens, units: list[Unit], place: int, spot: Spot) -> object:
    return spot.blocks, _neighbours(tokens, units, place, spot)


_LIKENESS: Final = (_same_elements, _same_blocks)
"""Ways in which two places are alike, the strictest first."""
