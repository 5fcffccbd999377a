"""The secrets of webhooks that ``isogloss hooks`` made: shown once by the platform, and kept beside the runs.

Decides that the file is its owner's alone, and whole or not there. It is read again whenever it was written, so that a
service need not be started again. Refuses to know what is signed with them.
"""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from isogloss.errors import StateError
from isogloss.files import whole
from isogloss.http.redact import Redactor, Secret
from isogloss.run.filing import folder_of

NAME: Final = "hooks.json"
_LARGEST: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A webhook that was made on a side, by its id, and what it signs with; empty where that is the app's own."""

    id: str
    side: str
    trigger: str
    url: str
    secret: Secret


def secrets_of(runs: Path, mapping: str) -> tuple[Kept, ...]:
    """The webhooks of a mapping that were made; none where there is no file.

    Raises: StateError where it cannot be read.
    """
    path = folder_of(runs, mapping) / NAME
    try:
        with path.open("rb") as opened:
            data = json.loads(opened.read(_LARGEST))
        return tuple(
            Kept(row["webhook"], row["side"], row["trigger"], row["url"], Secret(row["secret"]))
            for row in data["hooks"]
        )
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = getattr(error, "strerror", None) or "it is not of the shape that was written"
        raise StateError(
            f"{path}: the secrets of webhooks cannot be read ({why}). Remove the file, then run isogloss hooks install "
            "again: it makes the webhooks anew."
        ) from None


def keep_secrets(runs: Path, mapping: str, kept: Sequence[Kept]) -> None:
    """Write down the webhooks of a mapping, in the place of those of before.

    Raises: StateError where that cannot be.
    """
    path = folder_of(runs, mapping) / NAME
    rows = [
        {
            "webhook": each.id,
            "side": each.side,
            "trigger": each.trigger,
            "url": each.url,
            "secret": each.secret.reveal(),
        }
        for each in kept
    ]
    try:
        with whole(path) as out:
            out.write(json.dumps({"isogloss": 1, "hooks": rows}, indent=1).encode())
    except OSError as error:
        raise StateError(
            f"{path}: the secrets of webhooks cannot be kept ({error.strerror}). Check who may write there, and that "
            "there is room; then run isogloss hooks install again."
        ) from None


class Secrets:
    """The secrets of one mapping's webhooks as they are now; safe to share between threads.

    redactor: learns them.
    """

    def __init__(self, runs: Path, mapping: str, redactor: Redactor) -> None:
        self._runs, self._mapping, self._redactor = runs, mapping, redactor
        self._path = folder_of(runs, mapping) / NAME
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._known: tuple[Secret, ...] = ()

    def __call__(self) -> tuple[Secret, ...]:
        """All of them; those of before while the file cannot be read."""
        try:
            told = self._path.stat()
        except OSError:
            return ()
        mark = told.st_mtime_ns, told.st_ino, told.st_size
        with self._lock:
            if mark != self._seen:
                try:
                    kept = secrets_of(self._runs, self._mapping)
                except StateError:
                    return self._known
                self._known = tuple(each.secret for each in kept if each.secret)  # anybody can sign with nothing
                for secret in self._known:
                    self._redactor.learn(secret)
                self._seen = mark
            return self._known
