"""One call of the command line: what was typed beside a command's own words, and what must not be shown of it.

It is on click's context, so that what tells a failure and what runs a command mean the same call.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isogloss.bridge import Fetching
    from isogloss.http.redact import Redactor

DEFAULT_STATE = ".isogloss/state.db"


@dataclass
class Invocation:
    """The options that commands share.

    as_json: known before anything is parsed, since what cannot be parsed is told as JSON, too.
    log:     "text" for people, or "json": one object a line; known before, too.
    log_file: where the log is kept as well, as JSON; None for nowhere.
    stdout_is_taken: a report is written there, so nothing else is.
    fetching: how the mapping says that files are fetched; None where no mapping was loaded.
    """

    as_json: bool = False
    state: str = DEFAULT_STATE
    quiet: bool = False
    verbose: int = 0
    log: str = "text"
    log_file: str | None = None
    runs: str | None = None
    stdout_is_taken: bool = False
    fetching: "Fetching | None" = None

    @property
    def as_objects(self) -> bool:
        """Whether messages are objects for programs: where data is, or the log."""
        return self.as_json or self.log == "json"

    def keep(self, said: "Mapping[str, object]") -> None:
        """Add an object to the file of the log, readable by its owner only; where there is none, nothing.

        Raises: UsageError where it cannot be written.
        """
        if self.log_file is None:
            return
        import json
        import os

        def owners(name: str, flags: int) -> int:
            return os.open(name, flags, 0o600)

        try:
            with open(self.log_file, "a", encoding="utf-8", errors="replace", opener=owners) as file:
                file.write(json.dumps(said, ensure_ascii=False, default=str) + "\n" if said else "")
        except OSError as error:
            from isogloss.errors import UsageError

            path, self.log_file = self.log_file, None  # the failure itself is told, and kept nowhere
            raise UsageError(
                f"--log-file {path}: the log cannot be written there ({error.strerror}); choose another path"
            ) from None

    @cached_property
    def redactor(self) -> "Redactor":
        """Knows every secret that was loaded; what is shown to a person passes through it."""
        from isogloss.http.redact import Redactor

        return Redactor()
