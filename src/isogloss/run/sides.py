"""Open the two sides of a mapping: to read for dry commands, to write for those that were asked to."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from isogloss.adapters.converted import ConvertedReader, ConvertedWriter, needed
from isogloss.adapters.platforms import platform_of
from isogloss.bridge import Bridge
from isogloss.http.limiter import Limiters
from isogloss.http.observe import Observer
from isogloss.mapping.types.native import native_side
from isogloss.model.address import Side
from isogloss.ports import Clock, Reader, Writer


@dataclass(frozen=True, slots=True)
class Watch:
    """Who watches each side's requests."""

    observers: Mapping[Side, Observer]


@contextmanager
def open_readers(bridge: Bridge, clock: Clock, watch: Watch) -> Iterator[Mapping[Side, Reader]]:
    """Open both sides with clients that cannot write."""
    with ExitStack() as stack:
        limiters = Limiters(clock)
        opened: dict[Side, Reader] = {}
        for side in Side:
            binding = bridge.side(side)
            open_reader = platform_of(binding).open_reader
            reader = open_reader(native_side(binding), clock=clock, observer=watch.observers[side], limiters=limiters)
            _close_with(stack, reader)
            opened[side] = ConvertedReader(reader, binding) if needed(binding) else reader
        yield opened


@contextmanager
def open_writers(bridge: Bridge, clock: Clock, watch: Watch) -> Iterator[Mapping[Side, Writer]]:
    """Open both sides to read and write; in a one-way flow nothing is ever planned for the source."""
    with ExitStack() as stack:
        limiters = Limiters(clock)
        opened: dict[Side, Writer] = {}
        for side in Side:
            binding = bridge.side(side)
            open_writer = platform_of(binding).open_writer
            writer = open_writer(native_side(binding), clock=clock, observer=watch.observers[side], limiters=limiters)
            _close_with(stack, writer)
            opened[side] = ConvertedWriter(writer, binding) if needed(binding) else writer
        yield opened


def _close_with(stack: ExitStack, opened: Reader) -> None:
    close = getattr(opened, "close", None)
    if callable(close):
        stack.callback(close)
