"""What a name was probably meant to be."""

import difflib
from collections.abc import Iterable


def nearest(name: str, names: Iterable[str]) -> str:
    """``; did you mean …?`` with the nearest of some names, or nothing where none is near."""
    found = difflib.get_close_matches(name, sorted(names), n=1, cutoff=0.6)
    return f"; did you mean {found[0]}?" if found else ""
