"""Open the two sides of a mapping: to read for dry commands, to write for those that were asked to."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from isogloss.adapters.converted import ConvertedReader, ConvertedWriter, needed
from isogloss.bridge import Bridge, SideBinding
from isogloss.errors import ConfigError
from isogloss.http.limiter import Limiters
from isogloss.http.observe import Observer
from isogloss.mapping.native import native_side
from isogloss.model.address import Side
from isogloss.ports import Clock, Reader, Writer

MODULES: Mapping[str, str] = {
    "webflow": "isogloss.adapters.webflow",
    "buttercms": "isogloss.adapters.buttercms",
    "memory": "isogloss.adapters.memory",
    "bundle": "isogloss.adapters.bundle",
}
PACED = frozenset({"webflow", "buttercms"})
"""Adapters of sides that permit a token so many requests."""


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
            reader = cast("Reader", _open("open_reader", native_side(binding), clock, watch, limiters, stack))
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
            writer = cast("Writer", _open("open_writer", native_side(binding), clock, watch, limiters, stack))
            opened[side] = ConvertedWriter(writer, binding) if needed(binding) else writer
        yield opened


def _open(what: str, binding: SideBinding, clock: Clock, watch: Watch, limiters: Limiters, stack: ExitStack) -> object:
    module = MODULES.get(binding.adapter)
    if module is None:
        raise ConfigError(f"sides.{binding.name}.adapter: there is no adapter {binding.adapter}")
    make = cast("Callable[..., object]", getattr(import_module(module), what))
    shared = {"limiters": limiters} if binding.adapter in PACED else {}  # two sides with one token keep one pace
    opened = make(binding, clock=clock, observer=watch.observers[binding.side], **shared)
    close = getattr(opened, "close", None)
    if callable(close):
        stack.callback(close)
    return opened
