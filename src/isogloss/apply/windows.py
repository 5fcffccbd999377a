"""Which ops are carried out together. Knows nothing of what they do."""

from collections.abc import Iterator

from isogloss.plan.op import Op

WINDOW = 1000
"""Ops in memory at once. A multiple of every platform's batch."""


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
