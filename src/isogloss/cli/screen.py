"""The console of every command, in a file of its own since what draws is imported late."""

import errno
import os
from typing import NoReturn

from rich.console import Console


class Screen(Console):
    """A console whose reader may go away."""

    def on_broken_pipe(self) -> NoReturn:
        """Leave it to what sees to the end of every command; rich would end with 1, which has a meaning of ours.

        Raises: BrokenPipeError, always.
        """
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
