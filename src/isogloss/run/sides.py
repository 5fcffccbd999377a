"""Open the two sides of a mapping: to read for dry commands, to write for those that were asked to."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TypeAlias, TypeVar

from isogloss.adapters.converted import ConvertedReader, ConvertedWriter, needed
from isogloss.adapters.platforms import Opening, Opens, platform_of
from isogloss.bridge import Bridge, SideBinding
from isogloss.http.reach import Reach, limiters_of
from isogloss.mapping.types.native import native_side
from isogloss.model.address import Side
from isogloss.ports import Reader, Writer

S = TypeVar("S", bound=Reader)
Reaches: TypeAlias = Callable[[Side], Reach]
"""How each side is reached."""


def open_readers(bridge: Bridge, reach: Reaches) -> AbstractContextManager[Mapping[Side, Reader]]:
    """Open both sides with clients that cannot write."""
    return _opened(bridge, reach, lambda opening: opening.reader, ConvertedReader)


def open_writers(bridge: Bridge, reach: Reaches) -> AbstractContextManager[Mapping[Side, Writer]]:
    """Open both sides to read and write; in a one-way flow nothing is ever planned for the source."""
    return _opened(bridge, reach, lambda opening: opening.writer, ConvertedWriter)


@contextmanager
def _opened(
    bridge: Bridge,
    reach: Reaches,
    opens: Callable[[Opening], Opens[S]],
    converted: Callable[[S, SideBinding], S],
) -> Iterator[Mapping[Side, S]]:
    with ExitStack() as stack:
        limiters = limiters_of(reach(Side.LEFT))
        sides: dict[Side, S] = {}
        for side in Side:
            binding = bridge.side(side)
            reached: Reach = {**reach(side), "limiters": limiters}
            opened = opens(platform_of(binding).opening())(native_side(binding), **reached)
            close = getattr(opened, "close", None)
            if callable(close):
                stack.callback(close)
            sides[side] = converted(opened, binding) if needed(binding) else opened
        yield sides
