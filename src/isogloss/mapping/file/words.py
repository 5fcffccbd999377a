"""Words of the file that mean one of a few things: flow, policies, shares."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from isogloss.errors import Problem
from isogloss.mapping.names.nearest import nearest
from isogloss.merge.flow import Flow
from isogloss.merge.rules import ConflictPolicy
from isogloss.plan.limits import Amount, Count


def read_flow(text: str, names: Sequence[str]) -> Flow | None:
    """The direction of ``a -> b``, ``b -> a``, ``both`` or ``off``; None where it is none of them."""
    word = text.strip()
    if word in ("both", "off"):
        return "both" if word == "both" else "off"
    ends = [end.strip() for end in text.split("->")]
    if ends == list(names):
        return "left to right"
    return "right to left" if ends == list(reversed(names)) else None


def read_policy(text: str, names: Sequence[str]) -> ConflictPolicy | None:
    """The policy that a word means: ``hold``, ``newest``, ``merge`` or the name of the side that wins."""
    match text:
        case "hold" | "newest" | "merge":
            return text
        case _ if text in names:
            return "left" if names.index(text) == 0 else "right"
        case _:
            return None


def policy_problems(said: Mapping[str, str | None], names: Sequence[str]) -> Iterator[Problem]:
    """Words, by the path where they stand, that mean no policy."""
    words = ["hold", *names, "newest", "merge"]
    for path, word in said.items():
        if word is not None and read_policy(word, names) is None:
            yield Problem(path, f"must be one of {', '.join(words)}{nearest(word, words)}")


BARE: Final = "a name is looked up only within braces; write ${NAME} in place of $NAME"


def is_bare(text: object) -> bool:
    """Whether a text is the name of a variable as shells take it, without the braces that it needs here."""
    return isinstance(text, str) and re.fullmatch(r"\$[A-Za-z_][A-Za-z0-9_]*", text) is not None


def read_amount(text: str) -> Amount:
    """``10%`` as 0.1, and ``5`` as a count."""
    return float(text.removesuffix("%")) / 100 if text.endswith("%") else Count(int(text))


_SECONDS: Final = {"m": 60.0, "h": 3600.0, "d": 86400.0}


def read_span(text: str) -> float | None:
    """``24h`` in seconds; None for ``always``, which leaves no time between two."""
    return None if text == "always" else float(text[:-1]) * _SECONDS[text[-1]]
