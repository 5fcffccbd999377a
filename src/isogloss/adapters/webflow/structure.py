"""The markup of a node: what of it is text, and how another text is put into the same tags.

Decides what belongs to the design (tags, and the attributes that style or name them) and is never carried, and refuses
a text whose tags are not those of the node. Pure.

Source: Webflow guide "Localize pages" and the page DOM reference, seen 2026-11: the tags of a text must be those that
were read, the outer one too, and inner ``data-w-id`` must stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Final

from isogloss.canon import canonical

_DESIGN: Final = frozenset({"class", "id", "style"})
_VOID: Final = frozenset({"br", "hr", "img", "input", "wbr", "source", "embed", "col", "area", "track"})


@dataclass(frozen=True, slots=True)
class _Tag:
    """One tag as it was written; an end tag has a name that begins with a slash."""

    name: str
    raw: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Markup:
    """HTML as its tags and the texts around them: one text more than there are tags."""

    tags: tuple[_Tag, ...]
    texts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(tag.name for tag in self.tags)

    @property
    def runs(self) -> tuple[int, ...]:
        """Which texts show something."""
        return tuple(number for number, text in enumerate(self.texts) if text.strip())


def bare(html: str) -> str:
    """The text of a node as rich text, without what belongs to the design."""
    markup = _read(html)
    tags = [_written(tag, [pair for pair in tag.attributes if not _designed(pair[0])]) for tag in markup.tags]
    return _joined(tags, markup.texts)


def says(html: str) -> bool:
    """Whether a text says anything."""
    return bool(_read(html).runs)


def only_text(html: str) -> str | None:
    """The words of a node whose markup holds one text alone; None where it holds several. Without any: ""."""
    markup = _read(html)
    runs = markup.runs
    return None if len(runs) > 1 else markup.texts[runs[0]].strip() if runs else ""


def with_text(template: str, words: str) -> str:
    """The markup of a node that holds one text, with another one in its place.

    Raises: ValueError with a sentence where it holds several texts, or none that another could stand for.
    """
    markup = _read(template)
    if len(markup.runs) != 1:
        raise ValueError("the text has more than one place in its markup, or none; map the field as rich_text.")
    return _joined([tag.raw for tag in markup.tags], _filled(markup, [words]))


def weave(template: str, wanted: str) -> str:
    """The markup of a node with the texts of another rich text that has the same tags.

    wanted: as ``bare`` gives it, canonical or not.
    Raises: ValueError with a sentence where the tags are not the same.
    """
    ours, theirs = _read(template), _read(wanted)
    for tag in theirs.tags:
        odd = [name for name, _ in tag.attributes if _designed(name) and name != "class"]
        if odd:
            raise ValueError(f"{', '.join(odd)} of <{tag.name}> belongs to the design of the page; take it out.")
    if ours.names == theirs.names:
        tags = [_overlaid(mine, given) for mine, given in zip(ours.tags, theirs.tags, strict=True)]
        texts = [
            given if given.strip() or mine.strip() else mine
            for mine, given in zip(ours.texts, theirs.texts, strict=True)
        ]
        return _joined(tags, texts)
    like = _read(canonical("rich_text", bare(template)))
    if like.names == theirs.names and len(theirs.runs) == len(ours.runs):
        # canonical form drops gaps at the end and the like; the texts still have their places
        filled = _filled(ours, [theirs.texts[number] for number in theirs.runs])
        return _joined([tag.raw for tag in ours.tags], filled)
    raise ValueError(f"its tags are {_told(theirs)}, and those of the node are {_told(like)}: they must stay the same.")


def _told(markup: _Markup) -> str:
    return " ".join(f"<{name}>" for name in markup.names)[:200] or "none"


def _filled(markup: _Markup, words: Sequence[str]) -> list[str]:
    texts = list(markup.texts)
    for number, text in zip(markup.runs, words, strict=True):
        texts[number] = text
    return texts


def _overlaid(mine: _Tag, given: _Tag) -> str:
    """The node's own tag with the attributes that are text or an address as the other gives them."""
    known = dict(mine.attributes)
    said = {name: value for name, value in given.attributes if not _designed(name) and known.get(name) != value}
    return _written(mine, [*(known | said).items()]) if said else mine.raw


def _designed(name: str) -> bool:
    return name in _DESIGN or name.startswith("data-")


def _written(tag: _Tag, attributes: Sequence[tuple[str, str]]) -> str:
    if tag.name.startswith("/"):
        return f"<{tag.name}>"
    close = "/>" if tag.raw.endswith("/>") else ">"
    return f"<{tag.name}" + "".join(f' {name}="{escape(value)}"' for name, value in attributes) + close


def _joined(tags: Sequence[str], texts: Sequence[str]) -> str:
    parts = [escape(texts[0], quote=False)]
    for tag, text in zip(tags, texts[1:], strict=True):
        parts += [tag, escape(text, quote=False)]
    return "".join(parts)


def _read(html: str) -> _Markup:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _Markup(tuple(reader.tags), tuple("".join(text) for text in reader.texts))


@dataclass(eq=False)
class _Reader(HTMLParser):
    """Cuts HTML at its tags. The end tag of an element that has no content is none."""

    tags: list[_Tag] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=lambda: [[]])

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._cut(_Tag(tag, self.get_starttag_text() or "", tuple((name, value or "") for name, value in attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._cut(_Tag(f"/{tag}", f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        self.texts[-1].append(data)

    def _cut(self, tag: _Tag) -> None:
        self.tags.append(tag)
        self.texts.append([])
