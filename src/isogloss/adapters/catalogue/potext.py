"""The text of one PO file: its messages, where each part of them stands, and the same text with some of them changed.

Decides that a file is edited, never written anew: comments, flags, the header, obsolete messages and the way lines are
broken stay byte for byte, but for the parts that a change names. Refuses to know which messages are one entry.

Source: GNU gettext manual, "The Format of PO Files", seen 2026-11; that tools break lines before column 80, and that
``msgfmt`` takes a message that is there twice for an error even where one is obsolete, was seen with gettext 0.21.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from isogloss.adapters.catalogue.tree import Unreadable
from isogloss.postrings import STRING, quoted, unquoted

_KEYWORD: Final = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)[ \t]*("(?:[^"\\]|\\.)*")[ \t]*')
_OBSOLETE: Final = re.compile(r"#~(?!\|)")
_BEGINS: Final = re.compile(r"#|msgctxt|msgid(?!_)")
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_PLURALS: Final = re.compile(r"nplurals\s*=\s*(\d+)")
_FLAG: Final = re.compile(r"[^\s,]+")
_BREAK: Final = re.compile(r"[^ ]* +|[^ ]+")
_BOM: Final = "\ufeff"
_WIDTH: Final = 79
"""Columns of a line that is broken."""
_ASIDE: Final = 60
"""Characters of a line that cannot be read, which are told."""

Span: TypeAlias = tuple[int, int]
Named: TypeAlias = tuple[str | None, str]
"""The context and the text by which gettext knows a message."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a file.

    named:    its context, if it has one, and its text.
    plural:   the text of its plural; None where it has none.
    forms:    what it is translated as, by the number of the form; 0 alone without a plural.
    flags:    as ``fuzzy`` or ``c-format``.
    former:   what it was when it was translated, by the tool that marked it as fuzzy.
    obsolete: no program uses it any more.
    start, end: its lines, from the first comment to behind the last string.
    said:     where the lines with keywords and strings begin, and where what they say begins.
    spans:    by form, from the first quote to behind the last.
    asides:   where the lines stand that hold its flags, and those that say what it was.
    """

    named: Named
    plural: str | None
    forms: Mapping[int, str]
    flags: frozenset[str]
    former: Named | None
    obsolete: bool
    start: int
    end: int
    said: tuple[Span, ...]
    spans: Mapping[int, Span]
    asides: tuple[Span, ...]

    @property
    def fuzzy(self) -> bool:
        """Whether no translator calls it done."""
        return "fuzzy" in self.flags


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is laid out.

    line:    the end of a line.
    wrapped: whether long strings are broken.
    """

    line: str = "\n"
    wrapped: bool = True

    def string(self, keyword: str, text: str) -> str:
        """A string as it stands behind a keyword: on one line, or on further lines behind an empty one."""
        pieces = text.split("\n")
        lines = [f"{piece}\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])
        if len(lines) <= 1 and not (self.wrapped and len(keyword) + 1 + len(quoted(text)) > _WIDTH):
            return quoted(text)
        broken = [quoted(part) for line in lines for part in (self._broken(line) if self.wrapped else (line,))]
        return self.line.join(['""', *broken])

    def _broken(self, line: str) -> Iterator[str]:
        """A text in parts that fit on a line, broken behind spaces."""
        held = ""
        for word in _BREAK.findall(line.removesuffix("\n")):
            if held and len(quoted(held + word.rstrip(" "))) > _WIDTH:
                yield held
                held = ""
            held += word
        yield held + ("\n" if line.endswith("\n") else "")


@dataclass(frozen=True, slots=True)
class Edited:
    """What a message is to be.

    forms:    what it is translated as, and so no longer fuzzy; "" for a form that is not.
    obsolete: whether no program uses it any more; then it stays as it is.
    """

    forms: Mapping[int, str] = field(default_factory=dict)
    obsolete: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """A message that is new in a file."""

    named: Named
    plural: str | None
    forms: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class PoText:
    """A file that was read."""

    text: str = ""
    header: Mapping[str, str] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()
    style: Style = field(default_factory=Style)

    @property
    def plurals(self) -> int | None:
        """How many forms a plural has in its language; None where its header does not say."""
        found = _PLURALS.search(self.header.get("plural-forms", ""))
        return None if found is None else int(found[1])

    def changed(self, edited: Mapping[Named, Edited], added: Iterable[Added]) -> str:
        """The text with some messages changed, and nothing else of it; what is new comes before the obsolete tail."""
        moved = ((message, edited[message.named]) for message in self.messages if message.named in edited)
        edits = [edit for message, to in moved for edit in self._of(message, to)]
        new = "".join(self._rendered(each) for each in added)
        if new:
            last = next((each for each in reversed(self.messages) if not each.obsolete), None)
            at = len(self.text) if last is None else last.end
            edits.append((at, at, self._lead(at) + new))
        made, at = [], 0
        for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
            made += [self.text[at:start], text]
            at = end
        return "".join([*made, self.text[at:]])

    def _lead(self, at: int) -> str:
        """The end of a line, where the text has none there."""
        return self.style.line if at and self.text[at - 1] != "\n" else ""

    def _of(self, message: Message, to: Edited) -> Iterator[tuple[int, int, str]]:
        if to.obsolete:
            if not message.obsolete:
                yield from ((start, start, "#~ ") for start, _ in message.said)
                yield from ((at + 1, at + 1, "~") for at, _ in message.asides if self.text.startswith("#|", at))
            return
        new = {n: text for n, text in to.forms.items() if message.forms.get(n, "") != text}
        for n, text in sorted(new.items()):
            keyword = "msgstr" if message.plural is None else f"msgstr[{n}]"
            if n in message.spans:
                yield *message.spans[n], self.style.string(keyword, text)
            elif text:
                line = f"{keyword} {self.style.string(keyword, text)}{self.style.line}"
                yield message.end, message.end, self._lead(message.end) + line
        if message.obsolete:
            inside = [message.spans[n] for n in new if n in message.spans]
            for start, begins in message.said:
                if not any(first < start < end for first, end in inside):
                    yield start, begins, ""
        yield from self._calm(message)

    def _calm(self, message: Message) -> Iterator[tuple[int, int, str]]:
        """What is translated anew is not fuzzy any more, and what it was before is of no use."""
        for start, end in message.asides:
            line = self.text[start:end]
            if not line.startswith("#,"):
                if message.fuzzy or message.obsolete:
                    yield start, end, ""
            elif "fuzzy" in (flags := _FLAG.findall(line[2:])):
                kept = [flag for flag in flags if flag != "fuzzy"]
                tail = line[len(line.rstrip("\r\n")) :]
                yield start, end, f"#, {', '.join(kept)}{tail}" if kept else ""

    def _rendered(self, new: Added) -> str:
        context, text = new.named
        said = [("msgctxt", context), ("msgid", text), ("msgid_plural", new.plural)]
        if new.plural is None:
            said.append(("msgstr", new.forms.get(0, "")))
        else:
            said += [(f"msgstr[{n}]", text) for n, text in sorted(new.forms.items())]
        lines = (f"{keyword} {self.style.string(keyword, text)}" for keyword, text in said if text is not None)
        return "".join(f"{line}{self.style.line}" for line in ["", *lines])


def read(text: str) -> PoText:
    """What stands in a file.

    Raises: Unreadable with the line.
    """
    messages = tuple(_Reader(text).messages())
    header: dict[str, str] = {}
    seen: dict[Named, Message] = {}
    for message in messages:
        if message.named == (None, "") and not message.obsolete:
            header = dict(_fields(message.forms.get(0, "")))
        before = seen.get(message.named)
        if before is not None and not (before.obsolete or message.obsolete):
            at = _line(text, message.said[0][0])
            raise Unreadable(f'"{_short(message.named[1])}" is there twice, and only one can count; take one out', at)
        if before is None or before.obsolete:
            seen[message.named] = message
    kept = tuple(message for message in messages if seen[message.named] is message)
    charset = re.search(r"charset=([\w.:-]+)", header.get("content-type", ""))
    if charset and charset[1].casefold() not in ("utf-8", "utf8", "us-ascii", "ascii", "charset"):
        raise Unreadable(f"its header says {charset[1]}; write it anew with msgconv --to-code=UTF-8", 1)
    return PoText(text, header, kept, _style(text, messages))


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _style(text: str, messages: Sequence[Message]) -> Style:
    """Lines are broken, unless one is there that is too long and could have been."""
    starts = (start for message in messages for start, _ in message.said)
    lines = (text[start : end if (end := text.find("\n", start)) >= 0 else None].rstrip("\r") for start in starts)
    long = any(len(line) > _WIDTH + 1 and " " in line.partition('"')[2].rstrip(' "') for line in lines)
    return Style("\r\n" if "\r\n" in text else "\n", wrapped=not long)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= _ASIDE else f"{shown[:_ASIDE]}…"


@dataclass(slots=True)
class _Begun:
    """A message while it is read."""

    start: int
    obsolete: bool = False
    flags: set[str] = field(default_factory=set)
    strings: dict[str, str] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)
    said: list[Span] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    asides: list[Span] = field(default_factory=list)
    last: str = ""
    last_former: str = ""
    end: int = 0

    @property
    def whole(self) -> bool:
        return self.last.startswith("msgstr")

    def made(self) -> Message:
        forms = {_number(name): text for name, text in self.strings.items() if name.startswith("msgstr")}
        spans = {_number(name): span for name, span in self.spans.items() if name.startswith("msgstr")}
        former = (self.former.get("msgctxt"), self.former["msgid"]) if "msgid" in self.former else None
        return Message(
            (self.strings.get("msgctxt"), self.strings["msgid"]),
            self.strings.get("msgid_plural"),
            forms,
            frozenset(self.flags),
            former,
            self.obsolete,
            self.start,
            self.end,
            tuple(self.said),
            spans,
            tuple(self.asides),
        )


def _number(keyword: str) -> int:
    """The number of a form: of ``msgstr[2]``, 2."""
    return int(keyword[7:-1] or 0)


class _Reader:
    """Reads one line after the other."""

    def __init__(self, text: str) -> None:
        self.text = text

    def messages(self) -> Iterator[Message]:
        """Every message in its order."""
        now: _Begun | None = None
        for found in _LINE.finditer(self.text, 1 if self.text.startswith(_BOM) else 0):
            line = found[0].rstrip("\r\n")
            bare = line.lstrip(" \t")
            body = bare[2:].lstrip(" \t") if _OBSOLETE.match(bare) else bare
            if now is not None and now.whole and _BEGINS.match(body):
                yield now.made()
                now = None
            if body:
                now = now or _Begun(found.start())
                self._line(now, bare, body, (found.start(), found.start() + len(line) - len(body), found.end()))
        if now is not None and now.said:
            if not now.whole:
                raise Unreadable("it ends before its last message does", _line(self.text, now.said[0][0]))
            yield now.made()

    def _line(self, now: _Begun, bare: str, body: str, places: tuple[int, int, int]) -> None:
        """One line; where it begins, where what it says begins, and where the next one does."""
        start, begins, end = places
        if not body.startswith("#"):
            self._said(now, body.rstrip(" \t"), (start, begins))
            now.obsolete = now.obsolete or body is not bare
            now.end = end
        elif bare.startswith("#,"):
            now.flags |= set(_FLAG.findall(bare[2:]))
            now.asides.append((start, end))
        elif bare.startswith(("#|", "#~|")):
            now.asides.append((start, end))
            self._former(now, bare.partition("|")[2].strip())

    def _said(self, now: _Begun, body: str, span: Span) -> None:
        start, at = span
        if (found := _KEYWORD.fullmatch(body)) is not None:
            keyword = found[1]
            early = keyword.startswith("msgstr") and "msgid" not in now.strings
            if early or keyword in now.strings or (keyword == "msgid_plural" and now.whole):
                raise Unreadable(f"{keyword} is not expected here", _line(self.text, start))
            now.last = keyword
            now.strings[keyword] = unquoted(found[3])
            now.spans[keyword] = (at + found.start(3), at + found.end(3))
        elif now.last and STRING.fullmatch(body):
            now.strings[now.last] += unquoted(body)
            now.spans[now.last] = (now.spans[now.last][0], at + len(body))
        else:
            raise Unreadable(f"it is no PO file: {_short(body)}", _line(self.text, start))
        now.said.append(span)

    def _former(self, now: _Begun, body: str) -> None:
        """What a message was; what cannot be read of that is nobody's loss."""
        if (found := _KEYWORD.fullmatch(body)) is not None:
            now.last_former = found[1]
            now.former[found[1]] = unquoted(found[3])
        elif now.last_former and STRING.fullmatch(body):
            now.former[now.last_former] += unquoted(body)
