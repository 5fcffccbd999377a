"""The first thing that a person sees: that the command has begun, long before what it needs is loaded.

On a terminal alone, and only until something else is to be seen there. Knows no click, and imports nothing that takes
time.
"""

import sys
from itertools import pairwise
from typing import Final

from isogloss.cli.overview import COMMANDS

_SLOW: Final = COMMANDS.keys() - {"help", "completion", "example"}
"""Commands that load more than the time of a blink takes; each makes room before it shows anything."""
_FOR_NOBODY: Final = ("-q", "--quiet", "--json", "-h", "--help")
_shown: list[str] = []


def begin(words: list[str]) -> None:
    """Say on a terminal that a command has begun."""
    told = {word for word in words if word.startswith("-")}
    told |= {f"--log={after}" for word, after in pairwise(words) if word == "--log"}
    if words and words[0] in _SLOW and not told & {*_FOR_NOBODY, "--log=json"} and sys.stderr.isatty():
        _shown.append(f"isogloss {words[0]} …")
        sys.stderr.write(_shown[0])
        sys.stderr.flush()


def wipe() -> None:
    """Make room for what is to be seen."""
    while _shown:
        sys.stderr.write("\r" + " " * len(_shown.pop()) + "\r")
        sys.stderr.flush()
