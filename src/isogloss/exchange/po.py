"""A catalogue of gettext: one message for each text, its context the id.

What has a newer source is fuzzy, and what comes back fuzzy is not done. Codes are signs (``signs``). Obsolete messages
are passed over.

Source: GNU gettext manual, "The Format of PO Files", seen 2026-11.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from isogloss.exchange import signs
from isogloss.exchange.unit import Answer, Returned, Sheet, Unit, UnreadableError, notes_of
from isogloss.postrings import STRING, quoted, unquoted

_KEYWORD: Final = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d+\])\s+("(?:[^"\\]|\\.)*")')
_FUZZY: Final = "it is marked as fuzzy, so its translator does not call it done"


def write(sheet: Sheet) -> Iterator[str]:
    """The file, message by message."""
    yield 'msgid ""\nmsgstr ""\n'
    for line in (
        f"Project-Id-Version: {sheet.mapping}",
        f"Language: {str(sheet.target).replace('-', '_')}",
        f"X-Source-Language: {str(sheet.source).replace('-', '_')}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
    ):
        yield f"{quoted(line + chr(10))}\n"
    for unit in sheet.units:
        yield from _message(unit)


def _message(unit: Unit) -> Iterator[str]:
    yield "\n"
    for about, text in notes_of(unit):
        for line in text.splitlines():
            yield f"#. {about}: {line}\n"
    yield f"#: {re.sub(r'[^!-~]+', '-', f'{unit.at.entry}/{unit.name}')}\n"
    if unit.why == "stale" and unit.target is not None:
        yield "#, fuzzy\n"
    if (former := unit.alternative) is not None:
        yield f"#| msgid {quoted(former[0])}\n"
    target = "" if unit.target is None else signs.written(unit.target)
    yield f"msgctxt {quoted(unit.id)}\nmsgid {quoted(signs.written(unit.source))}\nmsgstr {quoted(target)}\n"


@dataclass(slots=True)
class _Message:
    """A message while it is read."""

    line: int = 0
    fuzzy: bool = False
    said: dict[str, str] = field(default_factory=dict)

    def answer(self) -> Answer:
        id_, target = self.said.get("msgctxt", ""), self.said.get("msgstr")
        if target is None:
            return Answer(id_, None, fault="it has forms of plurals, which no text of an export has", line=self.line)
        said = signs.read(target) if target else None
        return Answer(id_, said, open=_FUZZY if self.fuzzy else "", line=self.line)


def read(name: str, data: bytes) -> Returned:
    """Read what came back.

    Raises: UnreadableError.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"it is no catalogue in UTF-8 (byte {error.start:,}); save it as that") from None
    head: dict[str, str] = {}
    answers: list[Answer] = []
    for message in _messages(text):
        if message.said.get("msgid") == "" and "msgctxt" not in message.said:
            head = dict(_fields(message.said.get("msgstr", "")))
        else:
            answers.append(message.answer())
    return Returned(name, head.get("x-source-language", ""), head.get("language", ""), tuple(answers))


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _messages(text: str) -> Iterator[_Message]:
    message, last = _Message(), ""
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if message.said and last.startswith("msgstr") and line.startswith(("#", "msgctxt", "msgid ")):
            yield message
            message, last = _Message(), ""
        if line.startswith("#,"):
            message.fuzzy = message.fuzzy or "fuzzy" in re.split(r"[\s,]+", line[2:])
        elif not line or line.startswith("#"):
            continue
        elif (found := _KEYWORD.fullmatch(line)) is not None:
            last = found[1]
            message.line = message.line or number
            message.said[last] = unquoted(found[2])
        elif last and STRING.fullmatch(line):
            message.said[last] += unquoted(line)
        else:
            raise UnreadableError(f"it is no catalogue: line {number}: {line[:60]}")
    if message.said:
        yield message
