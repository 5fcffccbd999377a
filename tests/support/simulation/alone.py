"""Nothing happens beside anything in a life, and its time is its own: so it is the same each time."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self
from unittest import mock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from simulation.clock import Virtual


class InTurn:
    """An executor that does each thing when it is asked to: the order of a life is the same each time."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, act: Callable[..., Any], *given: Any, **named: Any) -> Future[Any]:
        made: Future[Any] = Future()
        try:
            made.set_result(act(*given, **named))
        except Exception as error:  # noqa: BLE001  # whoever asks for the result gets it
            made.set_exception(error)
        return made

    def map(self, act: Callable[..., Any], *given: Any) -> Iterator[Any]:
        return iter([act(*each) for each in zip(*given, strict=False)])


@contextmanager
def alone(clock: Virtual) -> Iterator[None]:
    """Time is the life's own, and nothing happens beside anything."""
    with (
        mock.patch("isogloss.sandbox.clock.time", clock),
        mock.patch("isogloss.run.pairing.ThreadPoolExecutor", InTurn),
        mock.patch("isogloss.adapters.buttercms.asking.ThreadPoolExecutor", InTurn),
    ):
        yield
