"""What a long run tells while it works."""

from typing import Protocol


class Progress(Protocol):
    """Hears of every op and request; shows nothing itself unless a terminal is there to show it on."""

    def op_done(self) -> None:
        """An op has its outcome."""
        ...

    def request_done(self) -> None:
        """A write was answered or given up."""
        ...

    def waiting(self, ops: int) -> None:
        """So many ops were accepted and are not visible yet."""
        ...


class Silent:
    """Tells nobody."""

    def op_done(self) -> None:
        """Say nothing."""

    def request_done(self) -> None:
        """Say nothing."""

    def waiting(self, ops: int) -> None:
        """Say nothing."""
