"""Which ops are carried out together, and what of them is written down together. Knows nothing of what they do."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from isogloss.plan.op import Op

_Each = TypeVar("_Each")

WINDOW = 1000
"""Ops in memory at once. A multiple of every platform's batch."""
AT_ONCE = 100
"""What became of so many is written down in one transaction: others who write wait for no longer than that takes, and a
run that is cut looks at no more of them once again."""


def windows(ops: Iterator[Op]) -> Iterator[list[Op]]:
    """Ops of one layer, a bounded number at a time."""
    window: list[Op] = []
    for op in ops:
        if window and (op.layer != window[0].layer or len(window) >= WINDOW):
            yield window
            window = []
        window.append(op)
    if window:
        yield window


def batches(each: Iterable[_Each]) -> Iterator[list[_Each]]:
    """What is written down together, in order."""
    coming = iter(each)
    while some := list(islice(coming, AT_ONCE)):
        yield some
