"""How often Python looks for cyclic garbage while very many small values are handled, none of which makes a cycle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW = 100_000
"""New containers between two looks; Python's own 700 means a look for each three entries, a fifth of all time."""


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """Look rarely inside; as before outside. Memory is freed as ever, by counting references."""
    before = gc.get_threshold()
    gc.set_threshold(_NEW, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
