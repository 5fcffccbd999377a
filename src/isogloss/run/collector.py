"""How often Python looks for cyclic garbage while very many small values are handled, none of which makes a cycle."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_NEW = 100_000
"""New containers between two looks; Python's own 700 means a look for each three entries, a fifth of all time."""
_lock = threading.Lock()
_inside: list[tuple[int, int, int]] = []
"""For each who is inside, in any thread, what held before the first one came."""


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """Look rarely inside; as before once nobody is. Memory is freed as ever, by counting references."""
    with _lock:
        before = _inside[0] if _inside else gc.get_threshold()
        _inside.append(before)
        gc.set_threshold(_NEW, *before[1:])
    try:
        yield
    finally:
        with _lock:
            _inside.pop()
            if not _inside:
                gc.set_threshold(*before)
