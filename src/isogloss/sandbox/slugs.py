"""A name that is still free: both vendors number what is taken, from 2 on."""

from collections.abc import Callable


def free(stem: str, taken: Callable[[str], bool]) -> str:
    """Answer the stem, or ``stem-2``, ``stem-3`` and so on: the first that is not taken."""
    name, number = stem, 1
    while taken(name):
        number += 1
        name = f"{stem}-{number}"
    return name
