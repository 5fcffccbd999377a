"""The markup of a node: what of it is text, and how another text is put into the same tags.

Decides what belongs to the design (tags, and the attributes that style or name them) and is never carried, and refuses
a text whose tags are not those of the node. What nobody compares (comments, attributes) stays as the node has it. Pure.

Source: Webflow guide "Localize pages" and the page DOM reference, seen 2026-11: the tags of a text must be those that
were read, the outer one too, and inner ``data-w-id`` must stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape
from html.parser import HTMLParser
from typing import Final

from isogloss.canon.attributes import canonical_attributes
from isogloss.canon.values import canonical

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
    notes: tuple[tuple[str, str], ...]
    """The comments before and behind the words of each text."""

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


def with_text(template: str, words: str, held: str | None = None) -> str:
    """The markup of a node that holds one text, with another one in its place.

    held:   what the node holds where it is written, if that is not the template.
    Raises: ValueError with a sentence where it holds several texts, or none that another could stand for.
    """
    markup = _ours(template, held)
    if len(markup.runs) != 1:
        raise ValueError("the text has more than one place in its markup, or none; map the field as rich_text.")
    return _joined([tag.raw for tag in markup.tags], _filled(markup, [words]), markup.notes)


def weave(template: str, wanted: str, held: str | None = None) -> str:
    """The markup of a node with the texts of another rich text that has the same tags.

    wanted: as ``bare`` gives it, canonical or not.
    held:   what the node holds where it is written, if that is not the template.
    Raises: ValueError with a sentence where the tags are not the same.
    """
    ours, theirs = _ours(template, held), _read(wanted)
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
        return _joined(tags, texts, ours.notes)
    like = _read(canonical("rich_text", bare(template)))
    if like.names == theirs.names and len(theirs.runs) == len(ours.runs):
        # canonical form drops gaps at the end and the like; the texts still have their places
        filled = _filled(ours, [theirs.texts[number] for number in theirs.runs])
        return _joined([tag.raw for tag in ours.tags], filled, ours.notes)
    raise ValueError(f"its tags are {_told(theirs)}, and those of the node are {_told(like)}: they must stay the same.")


def _ours(template: str, held: str | None) -> _Markup:
    """The template with what nobody compares of what the node holds; its comments at the end where its tags changed."""
    ours, mine = _read(template), _read(template if held is None else held)
    if ours.names == mine.names:
        tags = tuple(_beside(tag, there) for tag, there in zip(ours.tags, mine.tags, strict=True))
        return replace(ours, tags=tags, notes=mine.notes)
    end = max(len(ours.texts) - 2, 0)  # inside the outer tag
    notes = list(ours.notes)
    notes[end] = (notes[end][0], notes[end][1] + "".join(part for pair in mine.notes for part in pair))
    return replace(ours, notes=tuple(notes))


def _beside(mine: _Tag, there: _Tag) -> _Tag:
    """A tag with the attributes that nobody compares as they are there."""
    free = (pair for pair in there.attributes if not _designed(pair[0]))
    kept = {name: value for name, value in free if not canonical_attributes({name: value})}
    known = dict(mine.attributes)
    pairs = tuple((known | kept).items())
    return mine if kept.items() <= known.items() else _Tag(mine.name, _written(mine, pairs), pairs)


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


def _joined(tags: Sequence[str], texts: Sequence[str], notes: Sequence[tuple[str, str]] = ()) -> str:
    said = [escape(text, quote=False) for text in texts]
    for number, (before, behind) in enumerate(notes):
        said[number] = f"{before}{said[number]}{behind}"
    return "".join([said[0], *(part for pair in zip(tags, said[1:], strict=True) for part in pair)])


def _read(html: str) -> _Markup:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    notes = tuple((before, behind) for before, behind in reader.notes)
    return _Markup(tuple(reader.tags), tuple("".join(text) for text in reader.texts), notes)


@dataclass(eq=False)
class _Reader(HTMLParser):
    """Cuts HTML at its tags. The end tag of an element that has no content is none."""

    tags: list[_Tag] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=lambda: [[]])
    notes: list[list[str]] = field(default_factory=lambda: [["", ""]])

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

    def handle_comment(self, data: str) -> None:
        self.notes[-1][any(text.strip() for text in self.texts[-1])] += f"<!--{data}-->"

    def _cut(self, tag: _Tag) -> None:
        self.tags.append(tag)
        self.texts.append([])
        self.notes.append(["", ""])
