"""What every handler works with: the content, the switches, the time, and the tray for writes that land later.

Decides when an accepted write is due; not what it does.

Source: ButterCMS write API: every write is answered 202 and takes effect in the background (reference section 1).
"""

import hashlib
from dataclasses import dataclass

from isogloss.sandbox.buttercms.answers import PENDING, Answer, Call, Json, invalid, refuse
from isogloss.sandbox.buttercms.store import Job, Store
from isogloss.sandbox.buttercms.switches import Switches


class LostError(Exception):
    """A queued write cannot be carried out."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One request's surroundings. ``elapsed``: the clock's, in seconds. ``stamp``: now, ISO 8601 UTC."""

    store: Store
    switches: Switches
    elapsed: float
    stamp: str

    def refuse_taken(self, what: str) -> None:
        """Refuse a slug that is taken, unless that is to be a silent loss."""
        words = f"A {what} with this slug already exists."
        if self.switches.duplicate_slug == "403":
            refuse(403, words)
        if self.switches.duplicate_slug == "400":
            invalid({"slug": [words]})

    def accept(self, call: Call, kind: str, data: Json) -> Answer:
        """Put a write into the tray and answer 202."""
        number = self.store.next_id()
        if call.never or self.switches.land_never:
            self.lose(f"{call.method} {call.path}", "It was told never to land.")
            return Answer(202, PENDING)
        wait = self.switches.land_seconds + _share(self.store.seed, number) * (self.switches.land_jitter or 0.0)
        job = Job(
            n=number,
            due=self.elapsed + wait,
            reads=self.switches.land_reads,
            path=f"{call.method} {call.path}",
            kind=kind,
            data=data,
        )
        self.store.queue.append(job)
        return Answer(202, PENDING)

    def lose(self, path: str, reason: str) -> None:
        """Note a write that will never take effect; a client is not told."""
        self.store.failures.append({"path": path, "reason": reason, "at": self.stamp})


def _share(seed: str, number: int) -> float:
    """Answer something between 0 and 1 that looks random and is the same in each run."""
    return hashlib.blake2b(f"{seed}:{number}".encode(), digest_size=2).digest()[0] / 255
