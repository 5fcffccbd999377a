"""Rich text written around what stands on the other side and shows nothing: comments, loading hints, blank ends.

Decides which bytes of the target stay: those of every block that shows what it is to show, with what stands between
the blocks; and, on an element that stays in a block that changes, the attributes that nobody compares. Everything
else is the source's own spelling. What cannot be kept is named. The result means exactly what was asked for, or is not
taken.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from isogloss.canon.attributes import canonical_attributes
from isogloss.canon.html import blocks, canonical_html
from isogloss.canon.pieces import Piece, pieces
from isogloss.canon.source import Mark, attributes, marks

_QUOTED: Final = 60
_COMMENT: Final = "the comment "
_Twin = tuple[str, tuple[tuple[str, str], ...]]
"""An element as it is compared: its name and the attributes that count."""


@dataclass(frozen=True, slots=True)
class Around:
    """What to write.

    html: the text.
    gone: what stood in the target and does not any more, for people.
    """

    html: str
    gone: tuple[str, ...] = ()


def around(held: str, wanted: str, text: str) -> Around:
    """Write a text over another one, and keep what of that shows nothing.

    held:   what the target holds, as it is spelled there.
    wanted: what it is to hold, as the source spells it.
    text:   the canonical form of *wanted*.
    """
    if not (_unseen(held) - _unseen(wanted)) and not _blank_end(held):
        return Around(wanted)
    html = _woven(held, wanted)
    made = next((one for one in (html, _grafted(wanted, held)) if one and canonical_html(one) == text), wanted)
    return Around(made, tuple((_unseen(held) - _unseen(made)).elements()))


def respelled(text: str, *sources: str) -> str:
    """A canonical text with each of its blocks as one of the sources spells it, if one of them has it."""
    known = {piece.block: piece.html for source in reversed(sources) for piece in pieces(source) or ()}
    made = "".join(known.get(block, block) for block in blocks(text))
    return made if canonical_html(made) == text else text


def comments(html: str) -> tuple[str, ...]:
    """The comments of a text that say something, for people."""
    if "<!--" not in html:
        return ()
    return tuple(dict.fromkeys(named for named in _named(html) if named.startswith(_COMMENT)))


def _unseen(html: str) -> Counter[str]:
    """What of a text is not compared, in words; white space alone is nothing."""
    return Counter(_named(html))


def _named(html: str) -> Iterator[str]:
    for mark in marks(html):
        if mark.sort == "comment":
            said = " ".join(html[mark.begin : mark.end].removeprefix("<!--").removesuffix("-->").split())
            if said:
                yield f"{_COMMENT}{said[:_QUOTED]!r}"
        elif mark.sort == "start":
            yield from (f'{name}="{value[:_QUOTED]}" of <{mark.name}>' for name, value in _dropped(html, mark).items())


def _given(html: str, mark: Mark) -> dict[str, str]:
    return {attribute.name: attribute.value for attribute in attributes(html, mark)}


def _dropped(html: str, mark: Mark) -> dict[str, str]:
    """The attributes of a tag that say something and are not compared."""
    given = _given(html, mark)
    return {name: value for name, value in given.items() if value.strip() and not canonical_attributes({name: value})}


def _blank_end(html: str) -> bool:
    """Whether a text ends in blocks that show nothing."""
    return len(blocks(f"{html}<hr>")) > len(blocks(html)) + 1


def _woven(held: str, wanted: str) -> str | None:
    """The blocks of both, each as it stands where it stays; None where one of the texts cannot be cut."""
    from rapidfuzz.distance import Indel  # late: few runs compare texts

    there, here = pieces(held), pieces(wanted)
    if there is None or here is None:
        return None
    parts: list[str] = []
    steps = Indel.opcodes([piece.block for piece in there[:-1]], [piece.block for piece in here[:-1]])
    changed: tuple[list[Piece], list[Piece]] = ([], [])
    for step in steps:
        if step.tag == "equal":
            parts += _changed(*changed, held)
            changed = ([], [])
            parts += [piece.gap + piece.html for piece in there[step.src_start : step.src_end]]
        else:
            changed[0].extend(there[step.src_start : step.src_end])
            changed[1].extend(here[step.dest_start : step.dest_end])
    parts += _changed(*changed, held)
    return "".join([*parts, there[-1].gap if there[-1].gap.strip() else here[-1].gap])


def _changed(there: list[Piece], here: list[Piece], held: str) -> Iterator[str]:
    """Blocks of the source in the place of others; every gap of the target stays, in its order."""
    before = "".join(piece.html for piece in there)
    for number in range(max(len(there), len(here))):
        gap = there[number].gap if number < len(there) else ""
        if number >= len(here):
            yield gap
            continue
        own = here[number].gap
        yield gap if gap.strip() or own.strip() in held else own
        yield _grafted(here[number].html, before)


def _grafted(html: str, held: str) -> str:
    """A text with the attributes that nobody compares, on every element that another text has with them."""
    twins: dict[_Twin, Mapping[str, str]] = {}
    for mark in marks(held):
        if mark.sort == "start" and (dropped := _dropped(held, mark)):
            twins.setdefault(_twin(held, mark), dropped)
    parts: list[str] = []
    place = 0
    for mark in marks(html) if twins else ():
        if mark.sort != "start" or mark.hidden:
            continue
        found = twins.get(_twin(html, mark), {})
        lacks = {name: value for name, value in found.items() if name not in _given(html, mark)}
        if lacks:
            begin = mark.begin + 1 + len(mark.name)
            escaped = {name: value.replace("&", "&amp;").replace('"', "&quot;") for name, value in lacks.items()}
            parts += [html[place:begin], *(f' {name}="{value}"' for name, value in escaped.items())]
            place = begin
    return "".join([*parts, html[place:]])


def _twin(html: str, mark: Mark) -> _Twin:
    return mark.name, tuple(canonical_attributes(_given(html, mark)).items())
