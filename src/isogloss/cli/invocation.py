"""One call of the command line: what was typed beside a command's own words, and what must not be shown of it.

It is on click's context, so that what tells a failure and what runs a command mean the same call.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isogloss.http.redact import Redactor

DEFAULT_STATE = ".isogloss/state.db"


@dataclass
class Invocation:
    """The options that commands share.

    as_json: known before anything is parsed, since what cannot be parsed is told as JSON, too.
    log:     "text" for people, or "json": one object a line; known before, too.
    stdout_is_taken: a report is written there, so nothing else is.
    """

    as_json: bool = False
    state: str = DEFAULT_STATE
    quiet: bool = False
    verbose: int = 0
    log: str = "text"
    runs: str | None = None
    stdout_is_taken: bool = False

    @property
    def as_objects(self) -> bool:
        """Whether messages are objects for programs: where data is, or the log."""
        return self.as_json or self.log == "json"

    @cached_property
    def redactor(self) -> "Redactor":
        """Knows every secret that was loaded; what is shown to a person passes through it."""
        from isogloss.http.redact import Redactor

        return Redactor()
