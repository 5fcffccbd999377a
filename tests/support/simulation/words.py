"""What people write: values that were never written before, and what happens to a text when an editor saves it.

Decides how new values look. A text has words, and parts that only one of the platforms can make; whoever saves a text
on the other side may lose, tear or double those, and does not mean it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_MADE = {
    "webflow": (
        "x",
        '<wf-component component-id="{0}" data-w-id="{0}" name="{0}"><wf-prop type="text">Buy</wf-prop></wf-component>',
    ),
    "butter": ("y", '<iframe src="https://v.example/{0}" width="100"></iframe>'),
}
"""By side, the parts that it can make: how their names begin, and what they look like."""
_FOREIGN = {
    "webflow": re.compile(r"<iframe[^>]*>(?:</iframe>)?"),
    "butter": re.compile(r"<wf-component[^>]*>.*?</wf-component>", re.DOTALL),
}
"""By side, the parts of the other one."""
_WORD = re.compile(r"\bb\d+")


@dataclass
class Words:
    """Values that were never written before."""

    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new(self, name: str) -> Any:
        """A value for a field."""
        number = next(self.numbers)
        match name:
            case "minutes":
                return number
            case "body":
                return f"<p>b{number}</p>"
            case "memo":
                return f"n{number}"
            case _:
                return f"t{number}"

    def mark(self) -> str:
        """What tells an article from all others."""
        return f"m{next(self.numbers)}"

    def text(self, side: str, html: str, random: Random) -> str:
        """What somebody makes of a text: anew, or by a word, a paragraph or a part of it."""
        word, found = f"b{next(self.numbers)}", _WORD.findall(html)
        if not found or random.random() < 0.3:
            return f"<p>{word}</p>"
        act = random.random()
        if act < 0.5:
            return re.sub(rf"\b{random.choice(found)}\b", word, html)
        if act < 0.75:
            return f"{html}<p>{word}</p>"
        letter, part = _MADE[side]
        return f"<p>{word}</p>{part.format(f'{letter}{word[1:]}')}"


def saved(side: str, html: str, random: Random) -> str:
    """A text as the editor of a side leaves it that was opened and saved: the parts of the other side may suffer."""
    suffering = random.choice(["lost", "torn", "doubled", "wrapped"])

    def suffered(part: re.Match[str]) -> str:
        whole = part.group()
        match suffering:
            case "lost":
                return "<p>Buy</p>" if "Buy" in whole else ""
            case "torn":
                return re.sub(r' (?:name|width|type)="[^"]*"', "", whole)
            case "doubled":
                return whole * 2
            case _:
                return f"<div>{whole}</div>"

    return _FOREIGN[side].sub(suffered, html)


def plain(value: Any) -> str:
    """A new value as a judge reads it."""
    text = str(value)
    return text.removeprefix("<p>").removesuffix("</p>")
