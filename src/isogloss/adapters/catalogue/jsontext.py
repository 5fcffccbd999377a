"""The text of one file: what stands where in it, and the same text with some values changed.

Decides that a file is edited, never written anew: what no change names stays byte for byte as somebody laid it out, and
what is added is laid out like what stands beside it. Refuses to know what the keys mean.

Source: RFC 8259, which leaves open what a key that is there twice means; so it is refused.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from isogloss.adapters.catalogue.tree import (
    GONE,
    Gone,
    Keys,
    Leaf,
    Member,
    New,
    Node,
    Unreadable,
    Wanted,
    below,
    is_same,
    plain,
)

_SPACE: Final = " \t\r\n"
_DEEPEST: Final = 60
"""Levels of keys; more is nobody's catalogue."""
_BOM: Final = "\ufeff"

Edit: TypeAlias = tuple[int, int, str]
"""From where to where a text is replaced, and by what."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is laid out.

    step:  what one level is set in by; None where all stands on one line.
    line:  the end of a line.
    gap:   what stands after a colon, and on one line after a comma.
    ascii: whether every other character is written as an escape.
    """

    step: str | None = "  "
    line: str = "\n"
    gap: str = " "
    ascii: bool = False

    def rendered(self, value: object, lead: str) -> str:
        """A value as text; ``lead`` is what stands before its key, so that its further lines are set in as far."""
        between = ("," if self.step is not None else f",{self.gap}", f":{self.gap}")
        text = json.dumps(value, indent=self.step, ensure_ascii=self.ascii, separators=between)
        own = lead.rpartition("\n")[2] if "\n" in lead else ""
        return text.replace("\n", f"{self.line}{own}")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its text, what stands in it, and its layout."""

    text: str = "{}\n"
    root: Keys = field(default_factory=lambda: Keys({}, 0, 2))
    style: Style = field(default_factory=Style)

    def at(self, path: tuple[str, ...]) -> Node | None:
        """What stands under keys; None where nothing does."""
        return below(self.root, path)

    def changed(self, wanted: Wanted) -> str:
        """The text with some values changed, and nothing else of it.

        Raises: ValueError with a sentence where keys would stand in the place of a text, or a text in that of keys.
        """
        made, at = [], 0
        edits = sorted(self._edits(self.root, wanted, ()), key=lambda edit: edit[:2])
        for start, end, text in edits:
            made += [self.text[at:start], text]
            at = end
        return "".join([*made, self.text[at:]])

    def _edits(self, node: Keys, wanted: Wanted, path: tuple[str, ...]) -> Iterator[Edit]:
        """What is put in the place of what."""
        gone: set[str] = set()
        added: dict[str, object] = {}
        for key, what in wanted.items():
            member = node.members.get(key)
            if member is None:
                if (value := _made_of(what)) is not GONE:
                    added[key] = value
            elif isinstance(what, Gone) or (path and isinstance(what, dict) and _empties(member.node, what)):
                gone.add(key)
            else:
                yield from self._inside(member, what, (*path, key))
        yield from self._moved(node, gone, added)

    def _inside(self, member: Member, what: "Wanted | New", path: tuple[str, ...]) -> Iterator[Edit]:
        """What changes under a key that stays."""
        match what, member.node:
            case New(value, whole), node:
                if isinstance(node, Keys) and not whole:
                    raise ValueError(f"{'.'.join(path)} has keys below it, where one value is to be written")
                if not is_same(plain(node), value):
                    yield node.start, node.end, self.style.rendered(value, self._line_of(member))
            case dict(), Keys() as node:
                yield from self._edits(node, what, path)
            case dict(), _:
                if _made_of(what) is not GONE:
                    raise ValueError(f"{'.'.join(path)} is one value, where keys are to be written below it")

    def _line_of(self, member: Member) -> str:
        """What a key is set in by, where it stands on a line of its own."""
        lead = self.text[self.text.rfind("\n", 0, member.start) + 1 : member.start]
        return "" if lead.strip(_SPACE) else f"\n{lead}"

    def _moved(self, node: Keys, gone: set[str], added: Mapping[str, object]) -> Iterator[Edit]:
        """Keys that go and keys that come, in one level."""
        if not gone and not added:
            return
        members = list(node.members.items())
        kept = [member for key, member in members if key not in gone]
        if not kept:
            lead = self._lead(node)
            inside = ",".join(self._line(key, value, lead) for key, value in added.items())
            tail = self._before(node) if "\n" in lead else ""
            yield node.start, node.end, "{" + inside + tail + "}" if added else "{}"
            return
        after = kept[-1].node.end
        lead = self._lead(node)
        if added:
            yield after, after, "".join(f",{self._line(key, value, lead)}" for key, value in added.items())
        last: Member | None = None
        for n, (key, member) in enumerate(members):
            if key not in gone:
                last = member
            elif last is not None:
                yield members[n - 1][1].node.end, member.node.end, ""
            else:
                yield member.start, members[n + 1][1].start, ""

    def _line(self, key: str, value: object, lead: str) -> str:
        name = json.dumps(key, ensure_ascii=self.style.ascii)
        return f"{lead}{name}:{self.style.gap}{self.style.rendered(value, lead)}"

    def _before(self, node: Keys) -> str:
        """The end of a line, with what the line is set in by on which the keys began."""
        begun = self.text.rfind("\n", 0, node.start) + 1
        own = self.text[begun : node.start]
        return self.style.line + own[: len(own) - len(own.lstrip(_SPACE))].lstrip(_BOM)

    def _lead(self, node: Keys) -> str:
        """What stands before a key in one level."""
        starts = [member.start for member in node.members.values()]
        if starts:
            end = begin = starts[min(1, len(starts) - 1)]
            while self.text[begin - 1] in _SPACE:
                begin -= 1
            found = self.text[begin:end]
            return found if len(starts) > 1 or "\n" in found else self.style.gap
        return "" if self.style.step is None else self._before(node) + self.style.step


def _made_of(what: "Wanted | New | Gone") -> object:
    """What is to stand where nothing does yet; GONE for nothing."""
    match what:
        case Gone():
            return GONE
        case New(value):
            return value
        case _:
            inside = {key: value for key, inner in what.items() if (value := _made_of(inner)) is not GONE}
            return inside or (GONE if what else {})


def _empties(node: Node, wanted: Wanted) -> bool:
    """Whether nothing would be left below a key that has others below it."""
    if not isinstance(node, Keys):
        return False
    for key, member in node.members.items():
        what = wanted.get(key)
        if not (isinstance(what, Gone) or (isinstance(what, dict) and _empties(member.node, what))):
            return False
    return all(_made_of(what) is GONE for key, what in wanted.items() if key not in node.members)


def read(text: str) -> Document:
    """What stands in a file.

    Raises: Unreadable with the line.
    """
    reader = _Reader(text)
    start = reader.skipped(1 if text.startswith(_BOM) else 0)
    if text[start : start + 1] != "{":
        raise reader.wrong("keys with texts are expected: the file begins with {", start)
    root = reader.keys(start, 0)
    end = reader.skipped(root.end)
    if end != len(text):
        raise reader.wrong("more follows after the closing brace", end)
    return Document(text, root, _style(text, root))


def _style(text: str, root: Keys) -> Style:
    line = "\r\n" if "\r\n" in text else "\n"
    first = next(iter(root.members.values()), None)
    if first is None:
        return Style(line=line)
    lead, colon = text[root.start + 1 : first.start], text[first.end : first.node.start]
    step = lead.rpartition("\n")[2] if "\n" in lead else None
    gap = " " if colon.rpartition(":")[2] else ""
    return Style(step, line, gap, ascii=text.isascii() and "\\u" in text)


class _Reader:
    """Reads keys with their places; what has none below it, the standard library reads."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._decoder = json.JSONDecoder(object_pairs_hook=_once)

    def wrong(self, reason: str, at: int) -> Unreadable:
        return Unreadable(reason, self.text.count("\n", 0, at) + 1)

    def skipped(self, at: int) -> int:
        while at < len(self.text) and self.text[at] in _SPACE:
            at += 1
        return at

    def node(self, at: int, depth: int) -> Node:
        if self.text[at : at + 1] == "{":
            return self.keys(at, depth + 1)
        value, end = self._value(at)
        return Leaf(value, at, end)

    def _value(self, at: int) -> tuple[object, int]:
        try:
            return self._decoder.raw_decode(self.text, at)
        except json.JSONDecodeError as error:
            raise self.wrong(f"it is no JSON: {error.msg[:1].lower()}{error.msg[1:]}", error.pos) from None
        except RecursionError:
            raise self.wrong("it is nested too deep", at) from None
        except _Twice as twice:
            raise self.wrong(_twice(str(twice)), at) from None

    def keys(self, start: int, depth: int) -> Keys:
        if depth > _DEEPEST:
            raise self.wrong("it is nested too deep", start)
        members: dict[str, Member] = {}
        at = self.skipped(start + 1)
        while self.text[at : at + 1] != "}" or members:
            if self.text[at : at + 1] != '"':
                raise self.wrong("it is no JSON: a key in double quotes is expected", at)
            key, end = self._value(at)
            if not isinstance(key, str) or key in members:
                raise self.wrong(_twice(str(key)), at)
            colon = self.skipped(end)
            if self.text[colon : colon + 1] != ":":
                raise self.wrong(f'it is no JSON: a colon is expected after "{key[:80]}"', colon)
            node = self.node(self.skipped(colon + 1), depth)
            members[key] = Member(at, end, node)
            at = self.skipped(node.end)
            if self.text[at : at + 1] == "}":
                break
            if self.text[at : at + 1] != ",":
                raise self.wrong(f'it is no JSON: a comma or }} is expected after "{key[:80]}"', at)
            at = self.skipped(at + 1)
        return Keys(members, start, at + 1)


class _Twice(ValueError):
    """A key that is there twice; the message is the key."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _twice(key: str) -> str:
    return f'the key "{key[:80]}" is there twice, and only one can count; take the other out'
