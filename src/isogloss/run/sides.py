"""Open the two sides of a mapping: to read for dry commands, to write for those that were asked to."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TypeAlias, TypeVar

from isogloss.adapters.converted import ConvertedReader, ConvertedWriter, needed
from isogloss.adapters.platforms import Opening, Opens, platform_of
from isogloss.bridge import Bridge, SideBinding
from isogloss.http.limiter import Limiters
from isogloss.http.observe import Observer
from isogloss.mapping.types.native import native_side
from isogloss.model.address import Side
from isogloss.ports import Clock, Reader, Writer

S = TypeVar("S", bound=Reader)
Observers: TypeAlias = Mapping[Side, Observer]
"""Who watches each side's requests."""


def open_readers(bridge: Bridge, clock: Clock, observers: Observers) -> AbstractContextManager[Mapping[Side, Reader]]:
    """Open both sides with clients that cannot write."""
    return _opened(bridge, clock, observers, lambda opening: opening.reader, ConvertedReader)


def open_writers(bridge: Bridge, clock: Clock, observers: Observers) -> AbstractContextManager[Mapping[Side, Writer]]:
    """Open both sides to read and write; in a one-way flow nothing is ever planned for the source."""
    return _opened(bridge, clock, observers, lambda opening: opening.writer, ConvertedWriter)


@contextmanager
def _opened(
    bridge: Bridge,
    clock: Clock,
    observers: Observers,
    opens: Callable[[Opening], Opens[S]],
    converted: Callable[[S, SideBinding], S],
) -> Iterator[Mapping[Side, S]]:
    with ExitStack() as stack:
        limiters = Limiters(clock)
        sides: dict[Side, S] = {}
        for side in Side:
            binding = bridge.side(side)
            opened = opens(platform_of(binding).opening())(
                native_side(binding), clock=clock, observer=observers[side], limiters=limiters
            )
            close = getattr(opened, "close", None)
            if callable(close):
                stack.callback(close)
            sides[side] = converted(opened, binding) if needed(binding) else opened
        yield sides
