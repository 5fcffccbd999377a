"""A text as a translator sees it: words, and codes that stand for what nobody may touch.

A code is a tag, a picture or an opaque part. A pair of tags is two codes of one id, one that opens and one that closes.
Decides when a translation keeps what its source protects. Refuses to know HTML and every format of files.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from isogloss.model.value import digest_text

Sort = Literal["open", "close", "alone"]


@dataclass(frozen=True, slots=True)
class Code:
    """One code.

    id:    what it is called within its text: a number. Those of a pair share it.
    token: what it stands for, as it is spelled in the text; "" where it came back from a file, which is not asked.
    shown: what a translator sees of it, as ``<a>``.
    kept:  it keeps its place among those that do: something is drawn there, and in that order.
    """

    id: str
    sort: Sort
    token: str = ""
    shown: str = ""
    kept: bool = False


Piece: TypeAlias = str | Code
Content: TypeAlias = tuple[Piece, ...]
"""Words and codes in order; no two words beside each other, and none that is empty."""


def joined(pieces: Iterable[Piece]) -> Content:
    """The content that these pieces make."""
    made: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and made and isinstance(made[-1], str):
            made[-1] += piece
        elif piece != "":
            made.append(piece)
    return tuple(made)


_LAYOUT: Final = re.compile(r"\A\n[ \t\n]*|\n[ \t\n]*\Z")


def without_layout(content: Content) -> Content:
    """Content without the line breaks and indents that a tool puts beside codes to make its file pretty."""
    return joined(_LAYOUT.sub("", piece) if isinstance(piece, str) else piece for piece in content)


def words(content: Content) -> str:
    """The words alone."""
    return "".join(piece for piece in content if isinstance(piece, str))


def says(content: Content) -> bool:
    """Whether there is anything to translate: a letter or a digit."""
    return any(character.isalnum() for character in words(content))


def codes(content: Content) -> list[Code]:
    """The codes alone, in order."""
    return [piece for piece in content if isinstance(piece, Code)]


_MARKS = {"open": "\1", "close": "\2", "alone": "\3"}


def checksum(content: Content | None, *, tokens: bool = True) -> str:
    """Twelve hex digits over words and codes; ``0`` of none.

    tokens: with what the codes stand for, so that a link that leads elsewhere is another text.
    """
    if content is None:
        return "0"
    told = (
        piece if isinstance(piece, str) else f"{_MARKS[piece.sort]}{piece.id}\0{piece.token if tokens else ''}\0"
        for piece in content
    )
    return digest_text("".join(told))[:12]


def same(one: Content, other: Content) -> bool:
    """Whether two contents say the same with the same codes, whatever these stand for."""
    return checksum(one, tokens=False) == checksum(other, tokens=False)


def fault(source: Content, target: Content) -> str:
    """Why a translation does not keep the codes of its source: one sentence without its full stop; empty if it does."""
    wanted, given = codes(source), codes(target)
    return _counted(wanted, given) or _nested(wanted, given) or _moved(wanted, given)


def _counted(wanted: Sequence[Code], given: Sequence[Code]) -> str:
    there, here = ({(code.id, code.sort): code for code in found} for found in (wanted, given))
    many = Counter((code.id, code.sort) for code in given)
    for at, code in there.items():
        if at not in here:
            return f"code {_told(code)} is missing"
    for at, code in here.items():
        if at not in there:
            return f"code {code.id} is none of the source"
        if many[at] > 1:
            return f"code {_told(there[at])} stands {many[at]} times"
    return ""


def _nested(wanted: Sequence[Code], given: Sequence[Code]) -> str:
    """Each code is in the very codes that it is in in the source: a picture in its link, a stress in its sentence."""
    there, here = (dict(_around(found)) for found in (wanted, given))
    named = {code.id: code for code in wanted if code.sort != "close"}
    for id_, around in here.items():
        if around is None:
            return f"code {_told(named[id_])} closes before it opens, or across another"
        if around != there[id_]:
            was = f"inside of {_told(named[there[id_] or ''])}" if there[id_] else "outside of every other"
            return f"code {_told(named[id_])} is not where it was: {was}"
    return ""


def _around(found: Sequence[Code]) -> Iterator[tuple[str, str | None]]:
    """For each code the id of the one that it stands in, "" for none; None where tags cross."""
    opened: list[str] = []
    for code in found:
        if code.sort == "close":
            if not opened or opened.pop() != code.id:
                yield code.id, None
                return
            continue
        yield code.id, opened[-1] if opened else ""
        if code.sort == "open":
            opened.append(code.id)
    if opened:
        yield opened[-1], None


def _moved(wanted: Sequence[Code], given: Sequence[Code]) -> str:
    kept = {code.id: code for code in wanted if code.kept}
    order = [code.id for code in given if code.id in kept]
    for was, now in zip(kept, order, strict=True):
        if was != now:
            return f"code {_told(kept[now])} stands before {_told(kept[was])}, and their order matters"
    return ""


def _told(code: Code) -> str:
    return f"{code.id} ({code.shown})" if code.shown else code.id
