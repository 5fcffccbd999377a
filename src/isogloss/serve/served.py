"""What the page needs of whoever runs mappings by the clock: the service in its own process, or workers elsewhere."""

import threading
from dataclasses import dataclass
from typing import Protocol

from isogloss.errors import StateError
from isogloss.events import Log
from isogloss.state.agenda import Agenda


class Served(Protocol):
    """Whoever runs mappings by the clock, as the page sees it."""

    @property
    def agenda(self) -> Agenda:
        """What is remembered of all mappings."""
        ...

    @property
    def stop(self) -> threading.Event:
        """Set when the page is to end."""
        ...

    @property
    def log(self) -> Log:
        """Is told what happens."""
        ...

    @property
    def alive(self) -> bool:
        """Whether the state was looked at lately."""
        ...

    @property
    def goes_on(self) -> bool:
        """Whether it goes on, also while the state is away."""
        ...

    def running(self) -> frozenset[str]:
        """The mappings that are at work."""
        ...


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Workers that share the state with the page; all that is known of them is in there."""

    agenda: Agenda
    stop: threading.Event
    log: Log

    @property
    def alive(self) -> bool:
        """Whether the state can be read; workers or none, people may look and decide."""
        try:
            self.agenda.now()
        except StateError:
            return False
        return not self.stop.is_set()

    @property
    def goes_on(self) -> bool:
        """Whoever answers does."""
        return not self.stop.is_set()

    def running(self) -> frozenset[str]:
        """The mappings that are at work."""
        return self.agenda.workers.running()
