"""What somebody else's editor did to the opaque parts of a text: dropped, torn or changed, doubled, written again.

Decides it by laying the two texts side by side. Of a frame that came back it decides that an editor drops attributes it
does not know and closes frames that it did not make (``sandbox=""``), and that a value which is another one was set by
a person. Refuses to mend a text: where a part belongs is another question.

Source: open-and-save of the recorded editors, 2026-11: TinyMCE 7 and 8 add ``sandbox=""`` to frames, TinyMCE 4 and 5
drop ``allow``.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from isogloss.canon.opaque import COMPONENT, FRAMES, Part
from isogloss.canon.tokens import Tokens, matches

_WORD: Final = re.compile(r"[\w.#-]+")
_MUCH_THE_SAME: Final = 80
_IDS: Final = ("data-w-id", "id", "component-id")
_START: Final = re.compile(r"<([a-z]+)((?: [^>]*)?)>")
_ATTRIBUTE: Final = re.compile(r' ([^\s="]+)="([^"]*)"')
_CLOSED: Final = "sandbox"


@dataclass(frozen=True, slots=True)
class Damage:
    """What happened, by the numbers of tokens.

    lost:   parts that are missing, each with the token that an editor made of it, or None where nothing is left.
    extra:  tokens of the edited text that are one more of a part, or a torn half of one, with that part.
    unsure: lost parts beside which something else of their kind stands that was not there: nobody can tell whether it
            is new, or what became of them.
    """

    lost: Mapping[int, int | None]
    extra: Mapping[int, Part]
    unsure: frozenset[int] = frozenset()

    def names(self, parts: Mapping[int, Part]) -> tuple[str, ...]:
        """The parts concerned, as people call them."""
        found = [parts[number] for number in self.lost]
        return tuple(dict.fromkeys(part.name for part in [*found, *self.extra.values()]))

    def keys(self, parts: Mapping[int, Part]) -> frozenset[str]:
        """The same, by key."""
        return frozenset({parts[number].key for number in self.lost} | {part.key for part in self.extra.values()})


def find_damage(mine: Tokens, theirs: Tokens, kept: Mapping[int, Part]) -> Damage:
    """Find what became of the parts that must be kept.

    Raises: NoAnswerError where the texts are too long to be laid side by side.
    """
    there = Counter(part.key for part in theirs.parts.values())
    here = Counter(part.key for part in mine.parts.values())
    short = Counter(part.key for part in kept.values()) - there
    strange = [number for number, part in theirs.parts.items() if part.key not in here]
    if not (short or strange or any(there[part.key] > here[part.key] for part in kept.values())):
        return Damage({}, {})
    units, others = mine.units(), theirs.units()
    matched = matches(mine, theirs)
    lost = _lost(kept, short, {units[number].token for number in matched})
    left, unsure = _left(lost, kept, strange, theirs)
    met = {others[number].token for number in matched.values()}
    taken = set(left.values())
    extra = {number: part for number, part in _doubled(kept, theirs, here, met).items() if number not in taken}
    for number in strange:
        half = next((part for part in kept.values() if _is_same_instance(part, theirs.parts[number])), None)
        if half is not None and number not in taken:
            extra[number] = half
    return Damage({number: left.get(number) for number in lost}, extra, unsure)


def _lost(kept: Mapping[int, Part], short: Counter[str], met: set[int]) -> list[int]:
    """Which parts are missing; of several that are the same, those that stand where the other text has none."""
    found: list[int] = []
    for number in sorted(kept, key=lambda number: (number in met, -number)):
        if short[kept[number].key] > 0:
            short[kept[number].key] -= 1
            found.append(number)
    return sorted(found)


def _left(
    lost: list[int], kept: Mapping[int, Part], strange: list[int], theirs: Tokens
) -> tuple[dict[int, int], frozenset[int]]:
    """What is left of lost parts, and the parts of which nobody can tell."""
    left: dict[int, int] = {}
    unsure: set[int] = set()
    for number in lost:
        part = kept[number]
        same = [n for n in strange if theirs.parts[n].tag == part.tag and n not in left.values()]
        remains = next((n for n in same if _is_left_of(part, theirs.parts[n])), None)
        if remains is not None:
            left[number] = remains
        elif same and part.tag not in FRAMES | {COMPONENT}:
            unsure.add(number)
    return left, frozenset(unsure)


def _doubled(kept: Mapping[int, Part], theirs: Tokens, here: Counter[str], met: set[int]) -> dict[int, Part]:
    """Tokens that are one more of a kept part; those that stand where it stood stay."""
    found: dict[int, Part] = {}
    for part in {part.key: part for part in kept.values()}.values():
        same = sorted((n for n, other in theirs.parts.items() if other.key == part.key), key=lambda n: n not in met)
        found |= dict.fromkeys(same[here[part.key] :], part)
    return found


def _is_left_of(part: Part, other: Part) -> bool:
    """Whether an editor may have made one of the other: took something out, or wrote it a little otherwise."""
    from rapidfuzz import fuzz  # late: few runs compare texts

    if part.tag in FRAMES:
        return False  # a frame that shows another page is another frame
    if part.tag == COMPONENT:
        mine, theirs = part.attributes, other.attributes
        both = [name for name in _IDS if mine.get(name) and theirs.get(name)]
        return not both or mine[both[0]] == theirs[both[0]]
    old, new = (Counter(_WORD.findall(each.token.casefold())) for each in (part, other))
    return not new - old or fuzz.ratio(part.token, other.token) >= _MUCH_THE_SAME


def _is_same_instance(part: Part, other: Part) -> bool:
    mine, theirs = part.attributes, other.attributes
    return part.tag == other.tag == COMPONENT and any(
        mine.get(name) and mine.get(name) == theirs.get(name) for name in ("data-w-id", "id")
    )


def merged_frame(part: Part, other: Part) -> tuple[str, tuple[str, ...]]:
    """The start of a frame as it is shown, with what a person changed in it elsewhere; and what the editor did.

    part, other: the frame where it is written to, and as it came back from the editor.
    """
    mine, theirs = _attributes(part.token), _attributes(other.token)
    said = [f"dropped {name}" for name in mine if name not in theirs]
    kept = {**mine, **theirs}
    if _CLOSED not in mine and theirs.get(_CLOSED) == "":
        del kept[_CLOSED]
        said.append(f'added {_CLOSED}=""')
    if kept.get("src") != mine.get("src"):
        kept["src"] = mine["src"]  # the same address, written otherwise
    start = "".join(f' {name}="{kept[name]}"' for name in sorted(kept))
    return f"<{part.tag}{start}>{part.token.partition('>')[2]}", tuple(said)


def _attributes(token: str) -> dict[str, str]:
    found = _START.match(token)
    return dict(_ATTRIBUTE.findall(found[2])) if found else {}
