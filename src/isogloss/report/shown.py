"""Values as a person reads them, and what changed from one to the next.

Decides how each type of value is put into words, and which pairs of values are compared word by word. Refuses to
know where the words go: nothing is escaped here, and nothing is hidden but what is over the limit.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from isogloss.canon.links import urls
from isogloss.canon.plain import plain
from isogloss.model.address import EntryKey
from isogloss.model.value import Absent, Asset, Group, Many, MaybeValue, Ref, Scalar, Value
from isogloss.plan.op import Change, Verb
from isogloss.report.parts import CellChange, Limits, What
from isogloss.report.value import Shown, ShownFile
from isogloss.report.worddiff import Run, condense, cut, rich_diff, word_diff
from isogloss.report.words import decided

_WORDS: Final = frozenset({"text", "long_text", "many", "group", "opaque"})
_TAG: Final = re.compile(r"<[^<>]*>")


Title: TypeAlias = Callable[[EntryKey], str]
"""What a person calls an entry; empty where that is not known."""


def _untitled(key: EntryKey) -> str:
    del key
    return ""


@dataclass(slots=True)
class Quoter:
    """Quotes values within limits, and keeps count of how much was quoted.

    title: what a person calls an entry that is linked to; empty where that is not known.
    """

    limits: Limits
    quoted: int = 0
    title: Title = _untitled

    @property
    def full(self) -> bool:
        """Whether no more may be quoted."""
        return self.quoted >= self.limits.characters

    def shown(self, value: MaybeValue) -> Shown | None:
        """A value, cut to the limit."""
        if isinstance(value, Absent):
            return None
        text = in_words(value, self.title)
        short = cut(text, self.limits.text)
        self.quoted += len(short)
        if isinstance(value, Asset):
            return Shown(type_of(value), short, len(text) - len(short), "", value.identity, value.alt)
        source = self._source(value)
        return Shown(type_of(value), short, len(text) - len(short), source, files=tuple(_files(value)))

    def _source(self, value: Value) -> str:
        """The markup of a rich text, where that is asked for and there is any that words do not show."""
        rich = self.limits.source and isinstance(value, Scalar) and value.type == "rich_text"
        return value.text if rich and isinstance(value, Scalar) and len(value.text) <= self.limits.text else ""

    def runs(self, before: MaybeValue, after: MaybeValue) -> tuple[Run, ...]:
        """What changed, word by word; nothing where the two are not texts of one type, or are equal."""
        if isinstance(before, Absent) or isinstance(after, Absent) or before == after:
            return ()
        kind = type_of(before)
        if kind != type_of(after):
            return ()
        if isinstance(before, Scalar) and isinstance(after, Scalar) and kind == "rich_text":
            found = rich_diff(before.text, after.text)
        elif kind in _WORDS:
            found = word_diff(in_words(before, self.title), in_words(after, self.title))
        else:
            return ()
        short = condense(found, self.limits.context, self.limits.text)
        self.quoted += sum(len(run.text) for run in short)
        return short

    def cell(self, change: Change, verb: Verb) -> CellChange:
        """One cell that changes."""
        before, after = change.before, change.after
        runs = self.runs(before, after)
        return CellChange(
            change.field,
            verb,
            _what(before, after, runs),
            self.shown(before),
            self.shown(after),
            runs,
            tuple(self._notes(before, after, runs)),
            change.merged,
            change.staged,
            "" if change.decided is None else decided(change.decided),
        )

    def _notes(self, before: MaybeValue, after: MaybeValue, runs: tuple[Run, ...]) -> list[str]:
        if not (isinstance(before, Scalar) and isinstance(after, Scalar)) or before.type != "rich_text":
            return []
        if _only_markup(runs):
            return []
        notes = []
        old, new = ([url.address for url in urls(value.text)] for value in (before, after))
        for word, here, there in (("gone", old, new), ("new", new, old)):
            if missing := [address for address in dict.fromkeys(here) if address not in there]:
                notes.append(cut(f"{word} address: {', '.join(missing)}", self.limits.text))
        if not any(run.markup for run in runs) and _TAG.findall(before.text) != _TAG.findall(after.text):
            notes.append("the markup changed, too")
        return notes


def _what(before: MaybeValue, after: MaybeValue, runs: tuple[Run, ...]) -> What:
    if isinstance(before, Absent):
        return "set"
    if isinstance(after, Absent):
        return "cleared"
    return "markup changed" if _only_markup(runs) else "changed"


def _only_markup(runs: tuple[Run, ...]) -> bool:
    changed = [run.markup for run in runs if run.how != "keep"]
    return bool(changed) and all(changed)


def _files(value: Value) -> Iterator[ShownFile]:
    """The files in a value, in order."""
    match value:
        case Asset(kind, identity, alt):
            yield ShownFile(kind, identity, alt)
        case Many(items):
            for item in items:
                yield from _files(item)
        case Group(fields):
            for _, item in fields:
                yield from _files(item)


def type_of(value: Value) -> str:
    """The name of a value's type."""
    match value:
        case Scalar(kind, _) | Asset(kind, _, _):
            return kind
        case Ref():
            return "ref"
        case Many():
            return "many"
        case Group():
            return "group"


def in_words(value: Value, title: Title = _untitled) -> str:
    """A value as a person reads it: rich text without its markup, a list by lines.

    title: what a person calls an entry that is linked to.
    """
    match value:
        case Scalar("rich_text", text):
            return plain(text) or text
        case Scalar(_, text):
            return text
        case Asset(_, identity, alt):
            return f"{identity} (alt: {alt})" if alt else identity
        case Ref(to):
            return f"{said} ({to})" if (said := title(to)) else str(to)
        case Many(items):
            return "\n".join(f"-{_behind(in_words(item, title))}" for item in items)
        case Group(fields):
            return "\n".join(f"{name}:{_behind(in_words(item, title))}" for name, item in fields)


def _behind(text: str) -> str:
    """A text behind its name: on the same line, or on lines of its own."""
    return "\n  " + text.replace("\n", "\n  ") if "\n" in text else f" {text}"
