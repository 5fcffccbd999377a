"""Rich text cut into what is translated, and what holds it together.

A run is what stands between two tags of blocks: words with the tags, pictures and opaque parts among them. It is one
unit for a translator. All else is structure, which nobody is shown. Decides where a run ends and which tokens of it
are codes. What is put together again is cut once more and compared, so that nothing leaves here whose structure is
not that of the text that it was made of.
"""

import html as entities
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, TypeAlias

from isogloss.canon.elements import BLOCK, VOID
from isogloss.canon.html import canonical_html
from isogloss.canon.opaque import part_of, tokens_of
from isogloss.canon.space import escape
from isogloss.exchange.content import Code, Content, Piece, Sort, joined, says

_TAG: Final = re.compile(r"<(/?)([^\s<>/]+)(?: [^<]*)?>")
_BREAKS: Final = frozenset(["br", "wbr"])
_SHOWN: Final = re.compile(r' (alt|src|title|name)="([^"]*)"')
_LONGEST: Final = 60
_SHORT: Final = 200
"""Characters, the longest token of which it is remembered what it is: most texts of a site have the same few tags."""


@dataclass(frozen=True)
class Structure:
    """A token that is no part of a run: the tag of a block, or what stands alone between blocks."""

    token: str

    @cached_property
    def name(self) -> str:
        """What has to be the same for two texts to be of one shape."""
        tag = _TAG.match(self.token)
        return self.token if tag is None else f"{tag[1]}{tag[2]}"


@dataclass(frozen=True)
class Run:
    """The tokens between two of the structure, its tags in pairs."""

    tokens: tuple[str, ...]

    @cached_property
    def content(self) -> Content:
        """As a translator sees it; its codes have numbers in the order in which they open."""
        return _content(self.tokens)


Part: TypeAlias = Structure | Run

_remembered_structure = lru_cache(maxsize=4096)(Structure)


@lru_cache(maxsize=4096)
def cut(html: str) -> tuple[Part, ...]:
    """Cut a canonical text; its parts joined together are the text."""
    tokens = tokens_of(html)
    apart = _apart(tokens)
    made: list[Part] = []
    run: list[str] = []
    for at, token in enumerate(tokens):
        if at not in apart:
            run.append(token)
            continue
        if run:
            made.append(Run(tuple(run)))
            run = []
        made.append(_remembered_structure(token) if len(token) <= _SHORT else Structure(token))
    if run:
        made.append(Run(tuple(run)))
    return tuple(made)


def _apart(tokens: Sequence[str]) -> set[int]:
    """The tokens that are structure: tags of blocks, and inline tags that do not open and close within one run."""
    found: set[int] = set()
    opened: list[tuple[str, int, int]] = []
    blocks = 0
    for at, token in enumerate(tokens):
        tag = _tag(token)
        if tag is None:
            if token.startswith("<div"):  # an embed; it is one token and a block
                found.add(at)
                blocks += 1
            continue
        ends, name = tag
        if name in BLOCK:
            found.add(at)
            blocks += 1
        elif ends:
            while opened:
                before, begun, then = opened.pop()
                if before == name:
                    if then != blocks:
                        found |= {begun, at}
                    break
        elif name not in VOID:
            opened.append((name, at, blocks))
    return found | {begun for _, begun, _ in opened}


def _tag(token: str) -> tuple[bool, str] | None:
    """Whether a token is an end tag, and its name; None for words and for opaque parts."""
    if not token.startswith("<"):
        return None
    return _remembered_tag(token) if len(token) <= _SHORT else _read_tag(token)


def _read_tag(token: str) -> tuple[bool, str] | None:
    tag = None if part_of(token) is not None else _TAG.fullmatch(token)
    return None if tag is None else (bool(tag[1]), tag[2])


_remembered_tag = lru_cache(maxsize=4096)(_read_tag)


def _content(tokens: tuple[str, ...]) -> Content:
    pieces: list[Piece] = []
    opened: list[str] = []
    count = 0
    for token in tokens:
        if not token.startswith("<"):
            pieces.append(entities.unescape(token))
            continue
        tag = _tag(token)
        ends = tag is not None and tag[0]
        count += not ends
        code = (_remembered_code if len(token) <= _SHORT else _code)(opened.pop() if ends else str(count), token)
        pieces.append(code)
        if code.sort == "open":
            opened.append(code.id)
    return joined(pieces)


def _code(id_: str, token: str) -> Code:
    tag = _tag(token)
    if tag is not None and tag[0]:
        return Code(id_, "close", token, f"</{tag[1]}>")
    alone = tag is None or tag[1] in VOID
    sort: Sort = "alone" if alone else "open"
    return Code(id_, sort, token, _shown(token, tag), alone and (tag is None or tag[1] not in _BREAKS))


_remembered_code = lru_cache(maxsize=4096)(_code)


def _shown(token: str, tag: tuple[bool, str] | None) -> str:
    """What a translator sees of a code."""
    part = part_of(token) if tag is None else None
    if part is not None:
        return part.name[:_LONGEST]
    name = tag[1] if tag is not None else ""
    said = next((entities.unescape(value) for key, value in _SHOWN.findall(token) if value and key != "name"), "")
    return f"<{name}>" if not said or name not in ("img", "video", "audio") else f"<{name}: {said[:_LONGEST]}>"


def runs(parts: Sequence[Part]) -> dict[int, Run]:
    """The runs that say something, by their place among the parts."""
    return {at: part for at, part in enumerate(parts) if isinstance(part, Run) and says(part.content)}


def alike(one: Sequence[Part], other: Sequence[Part]) -> bool:
    """Whether two texts are of one shape, so that each run of one has its place in the other."""
    return len(one) == len(other) and all(map(_alike, one, other))


def _alike(one: Part, other: Part) -> bool:
    if isinstance(one, Structure) and isinstance(other, Structure):
        return one.name == other.name
    return isinstance(one, Run) and isinstance(other, Run)


def facing(source: Run, target: Run) -> Content | None:
    """A run of a translation with the numbers that the codes of its source have; None where they are not the same.

    A code may stand for something else than in the source: a link of a translation leads to its own language.
    """
    said = target.content
    wanted = [code for code in source.content if isinstance(code, Code) and code.sort != "close"]
    given = [code for code in said if isinstance(code, Code) and code.sort != "close"]
    if len(wanted) != len(given):
        return None
    if all(one.token == other.token for one, other in zip(wanted, given, strict=True)):
        return said
    numbers: dict[str, str] = {}
    for exact in (True, False):
        for code in given:
            if code.id in numbers:
                continue
            taken = set(numbers.values())
            match = next((each for each in wanted if each.id not in taken and _matches(each, code, exact=exact)), None)
            if match is not None:
                numbers[code.id] = match.id
    if len(numbers) != len(given):
        return None
    by_id = {code.id: code for code in wanted}
    return tuple(
        piece
        if isinstance(piece, str)
        else Code(numbers[piece.id], piece.sort, piece.token, piece.shown, by_id[numbers[piece.id]].kept)
        for piece in said
    )


def _matches(one: Code, other: Code, *, exact: bool) -> bool:
    if one.sort != other.sort:
        return False
    if exact or _tag(one.token) is None or _tag(other.token) is None:
        return one.token == other.token
    return _tag(one.token) == _tag(other.token)


def put(parts: Sequence[Part], translated: Mapping[int, Content], spelled: Mapping[int, Content]) -> str | None:
    """The text with other words in some of its runs; None where it would not be of the same shape any more.

    translated: by place, with the numbers of the codes of ``spelled``.
    spelled:    by place, what has the codes as they are to be written.
    """
    made = [_tokens(part) for part in parts]
    for at, content in translated.items():
        tokens = {(code.id, code.sort): code.token for code in spelled[at] if isinstance(code, Code)}
        made[at] = "".join(
            escape(piece) if isinstance(piece, str) else tokens[piece.id, piece.sort] for piece in content
        )
    text = canonical_html("".join(made))
    return text if _held(parts, cut(text)) else None


def _tokens(part: Part) -> str:
    return part.token if isinstance(part, Structure) else "".join(part.tokens)


def _held(before: Sequence[Part], after: Sequence[Part]) -> bool:
    """Whether all that is protected is there still, and in its place."""
    if not alike(before, after):
        return False
    for one, other in zip(before, after, strict=True):
        if isinstance(one, Structure) or isinstance(other, Structure):
            if one != other:
                return False
        elif sorted(_protected(one)) != sorted(_protected(other)):
            return False
    return True


def _protected(run: Run) -> list[str]:
    return [token for token in run.tokens if token.startswith("<")]
