"""By what the value of one side is known again on the other, before any mapping says what it is.

Decides what two platforms leave of a value: its words without markup, the name of its file, its day. Refuses to know
fields and platforms.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

Traces = frozenset[str]
NO_TRACES: Final[Traces] = frozenset()

_MARKUP: Final = re.compile(r"<[^>]*>")
_SPACE: Final = re.compile(r"\s+")
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:[0-9.]+)?(Z|[+-]\d\d:?\d\d)?")
_ADDRESS: Final = re.compile(r"https?://\S+")
_MOST: Final = 300
"""Characters of a text by which it is known."""


def traces(raw: object) -> Traces:
    """What is left of a value, as a side sends it; nothing of what is empty."""
    return frozenset(filter(None, _of(raw)))


def _of(raw: object) -> Iterator[str]:
    match raw:
        case bool():
            yield "yes" if raw else ""
        case int() | float():
            yield f"{raw:g}"
        case str(text) | {"url": str(text)}:
            yield from _of_text(text)
        case list():
            for each in raw:
                yield from _of(each)
        case Mapping():
            for each in raw.values():
                yield from _of(each)


def _of_text(text: str) -> list[str]:
    plain = _SPACE.sub(" ", _MARKUP.sub(" ", text)).strip().casefold()
    if moment := _MOMENT.fullmatch(text.strip()):
        return [moment[1] if moment[2] == "00:00" else f"{moment[1]} {moment[2]}"]
    if _ADDRESS.fullmatch(plain):
        last = plain.split("?")[0].rstrip("/").rpartition("/")[2]
        return [plain, *([last, last.partition("_")[2]] if "." in last else [])]
    return [plain[:_MOST]]
