"""Tags: short names in no order, written as one text.

Decides how several names stand in one text and when two lists are the same tags. Refuses to know what a tag is for.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Final

from isogloss.canon.text import canonical_text, composed

_LONGEST: Final = 131_072
"""Characters of a name. What the csv module takes unless told otherwise, which anything in the process may do."""

_APART: Final = re.compile(r"[\W_]+")


def canonical_tags(text: str) -> str:
    """Write tags in one way: each once, in alphabetical order, a comma and a space between."""
    return join_tags(split_tags(text))


def split_tags(text: str) -> list[str]:
    """Take a text apart into names; a name that holds a comma stands in quotes."""
    rows = csv.reader(text.replace("\0", "").splitlines(), skipinitialspace=True)
    names = (canonical_text(name) for name in _fields(rows))
    return [name for name in names if name]


def join_tags(names: Iterable[str]) -> str:
    """Write names as one text; of two that differ in case only, the first in the alphabet stays."""
    found: dict[str, str] = {}
    for name in sorted(filter(None, map(canonical_text, names))):
        found.setdefault(name.casefold(), name)
    return ", ".join(_quoted(found[key]) for key in sorted(found))


def loose_tags(text: str) -> str:
    """Fold case and what stands between words: platforms know a tag by the slug of its name."""
    return ",".join(sorted({tag_key(name) for name in split_tags(text)}))


def tag_key(name: str) -> str:
    """What a platform would tell one tag from another by; letters that are not Latin stay."""
    folded = composed(name).casefold()
    return _APART.sub("-", folded).strip("-") or folded


def _fields(rows: Iterator[list[str]]) -> Iterator[str]:
    try:
        for row in rows:
            for name in row:
                if len(name) > _LONGEST:
                    raise ValueError(f"these are no tags: a name is longer than {_LONGEST} characters.")
                yield name
    except csv.Error as fault:
        raise ValueError(f"these are no tags: {fault}.") from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if "," in name or name.startswith('"') else name
