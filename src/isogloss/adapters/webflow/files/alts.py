"""Two words that Webflow writes where an alternative text should be, and that no reader is to see.

Decides what they stand for when they are read, and where they are put back when what is written there says the same
still. One says "as the file itself says", the other that a picture is mere decoration. Refuses to know requests: what
the files of a site say is asked for by whoever made it, and only once such a word is met.

Source: public client code that met both words in rich text, in fields and on pages, seen 2026-11: the site resolves
them when it publishes, the API does not.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from isogloss.canon.source import Attribute, Mark, attributes, marks

INHERIT: Final = "__wf_reserved_inherit"
DECORATIVE: Final = "__wf_reserved_decorative"
_WORDS: Final = frozenset({INHERIT, DECORATIVE})
_BEGIN: Final = "__wf_reserved_"
_HOLDING: Final = frozenset({"RichText", "Image", "ImageRef", "MultiImage"})
"""Webflow's types of the fields in which such a word can stand."""
_FILE_ID: Final = re.compile(r"([0-9a-f]{24})_")

Said = Callable[[str], str]
"""The address of a file, or its id, to the alternative text that the file itself has; "" where it has none."""


@dataclass(frozen=True, slots=True)
class Met:
    """Where such a word stood: the address of the picture, what it stood for, and the word."""

    address: str
    alt: str
    word: str


def resolved(raw: object, said: Said) -> tuple[object, tuple[Met, ...]]:
    """A value as it is read, with what its reserved words stand for, and where they stood."""
    met: list[Met] = []
    made = _resolved(raw, said, met)
    return made, tuple(met)


def put_back(raw: object, met: Sequence[Met]) -> object:
    """A value as it is to be written, with each reserved word that the same picture had, where its text is the same."""
    if not met:
        return raw
    words = _Words(met)
    match raw:
        case str():
            return _in_text(raw, words.again)
        case list():
            return [_again(one, words) for one in raw]
        case _:
            return _again(raw, words)


def meaning(word: str, file: str, said: Said) -> str:
    """What an alternative text says, a reserved word or any other."""
    return (said(file) if word == INHERIT else "") if word in _WORDS else word


def _resolved(raw: object, said: Said, met: list[Met]) -> object:
    match raw:
        case str() if _BEGIN in raw:
            return _in_text(raw, lambda address, alt: _noted(address, alt, said, met))
        case {"url": str(url), "alt": str(word), **rest} if word in _WORDS:
            return {**rest, "url": url, "alt": _noted(url, word, said, met) or ""}
        case list():
            return [_resolved(one, said, met) if isinstance(one, Mapping) else one for one in raw]
        case _:
            return raw


def _noted(address: str, word: str, said: Said, met: list[Met]) -> str | None:
    if word not in _WORDS:
        return None
    alt = meaning(word, address, said)
    met.append(Met(address, alt, word))
    return alt


def _again(raw: object, words: "_Words") -> object:
    match raw:
        case {"url": str(url), **rest}:
            word = words.again(url, str(rest.get("alt") or ""))
            return raw if word is None else {**rest, "url": url, "alt": word}
        case _:
            return raw


class _Words:
    """The words met, each given back once; of a picture that stands twice, in order."""

    def __init__(self, met: Sequence[Met]) -> None:
        self._left: dict[tuple[str, str], list[str]] = {}
        for one in met:
            self._left.setdefault((one.address, one.alt), []).append(one.word)

    def again(self, address: str, alt: str) -> str | None:
        """The word that a picture had; None where it had none."""
        left = self._left.get((address, alt))
        return left.pop(0) if left else None


def _in_text(html: str, change: Callable[[str, str], str | None]) -> str:
    """A rich text with other alternative texts; all else stays as it was written."""
    parts: list[str] = []
    place = 0
    for mark in _pictures(html):
        given = {attribute.name: attribute for attribute in attributes(html, mark)}
        address, alt = given.get("src"), given.get("alt")
        made = change(address.value if address else "", alt.value if alt else "")
        if made is not None:
            begin, end, text = _spot(mark, alt, made)
            parts += [html[place:begin], text]
            place = end
    return "".join([*parts, html[place:]])


def _pictures(html: str) -> Iterator[Mark]:
    return (mark for mark in marks(html) if mark.sort == "start" and mark.name == "img" and not mark.hidden)


def _spot(mark: Mark, alt: Attribute | None, text: str) -> tuple[int, int, str]:
    """What of the source is replaced, and by what."""
    written = escape(text)
    if alt is None or alt.begin == alt.end:
        begin, end = (alt.begin, alt.end) if alt is not None and alt.quote else (0, 0)
        if end:
            return begin, end, written
        at = mark.begin + 1 + len(mark.name)
        return at, at, f' alt="{written}"'
    return alt.begin, alt.end, written if alt.quote else f'"{written}"'


@dataclass(slots=True)
class Alts:
    """What the files of one site say, and the reserved words that its items hold, as they were read last.

    ask: asks for the alternative text of every file, by id; nothing where that is not permitted.
    """

    ask: Callable[[], Iterable[tuple[str, str]]]
    _said: dict[str, str] | None = None
    _met: dict[tuple[str, str | None], dict[str, tuple[Met, ...]]] = field(default_factory=dict)

    def said(self, file: str) -> str:
        """What a file itself says, by its id or by an address; one that was imported anew says what the first said."""
        if self._said is None:
            self._said = dict(self.ask())
        ids = [file, *_FILE_ID.findall(file.rpartition("/")[2])]
        return next((self._said[each] for each in ids if each in self._said), "")

    def shown(
        self, variant: tuple[str, str | None], types: Mapping[str, str], data: Mapping[str, object]
    ) -> Mapping[str, object]:
        """The content of a variant as it is read, without reserved words, which are remembered.

        types: Webflow's type of each field, by slug.
        """
        met: dict[str, tuple[Met, ...]] = {}
        made: dict[str, object] = {}
        for slug, raw in data.items():
            if raw and types.get(slug) in _HOLDING:
                made[slug], met[slug] = resolved(raw, self.said)
        met = {slug: found for slug, found in met.items() if found}
        if met:
            self._met[variant] = met
        else:
            self._met.pop(variant, None)
        return {**data, **made} if met else data

    def kept(self, variant: tuple[str, str | None], data: Mapping[str, object]) -> dict[str, object]:
        """The content that is to be written to a variant, with the reserved words that it held."""
        met = self._met.get(variant, {})
        return {slug: put_back(raw, met.get(slug, ())) for slug, raw in data.items()}
