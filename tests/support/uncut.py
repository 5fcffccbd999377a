"""A crossing that was run to its end once, so that runs that meet with trouble can be held against it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import small_site
from sandboxes import Crossing, content, settled

if TYPE_CHECKING:
    from sandboxes import Json

    from isogloss.plan.data import PlanFile


@dataclass
class Uncut:
    """A plan, where it starts from, and where a run ends that nobody cuts.

    methods: of each request of that run, in order.
    """

    crossing: Crossing
    plan: PlanFile
    start: tuple[Json, Json]
    end: tuple[Json, Json]
    writes: int
    methods: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many calls may be on their way at once."""
        return 1 if self.crossing.flow == small_site.BACKWARD else 5

    def begin(self) -> None:
        """Back to the start: content, logs, and a state that remembers nothing."""
        self.crossing.sandboxes.gate()
        self.crossing.sandboxes.load(self.start)
        self.crossing.sandboxes.forget()
        for left in self.crossing.folder.glob("state.db*"):
            left.unlink()

    def close(self) -> None:
        """Remove its folder."""
        shutil.rmtree(self.crossing.folder)

    def assert_finishes(self, where: str) -> None:
        """Apply again, and hold the end against that of the uncut run."""
        self.crossing.sandboxes.gate()
        again = self.crossing.apply(self.plan)
        settled(again)
        now = content(self.crossing.sandboxes)
        assert now == self.end, f"{where}: the end is another"
        sent, intended = self.crossing.sent_and_intended()
        assert sent <= intended, f"{where}: a write without an intent"
        # a duplicate would show in the content; that nothing is sent twice for nothing shows here
        assert sent.total() <= self.writes + 1 + self.width, f"{where}: {sent}"

    def assert_intents_first(self, where: str, deaths: int = 1) -> None:
        """Invariant 7, at the instant of death: every write has its intent, and an answer unless it was on its way.

        Of each entry one was at most.
        """
        sent, intended = self.crossing.sent_and_intended()
        assert sent <= intended, f"{where}: a write without an intent"
        open_ = "select ops from isogloss_intent where seq not in (select intent from isogloss_answer)"
        unanswered = [json.loads(ops) for ops in (self.crossing.rows(open_) if intended else [])]
        assert len(unanswered) <= deaths * self.width, f"{where}: more were on their way than the side permits"
        entries = Counter((*at,) for ops in unanswered for _, *at in ops)
        assert not entries or max(entries.values()) <= deaths, f"{where}: two of one entry on their way: {entries}"


def crossed(crossing: Crossing) -> Uncut:
    """Plan a crossing, and run it once to its end."""
    made = Uncut(crossing, crossing.plan(), crossing.sandboxes.states(), ({}, {}), 0)
    made.begin()
    settled(crossing.apply(made.plan))
    made.end, made.writes = content(crossing.sandboxes), len(crossing.sandboxes.writes())
    made.methods = (*crossing.sandboxes.seen(),)
    assert made.writes > 10
    return made


def quick_folder() -> Path:
    """A new folder, in memory where there is such a place.

    A process that is killed loses nothing that it wrote, so no disk need be waited for.
    """
    memory = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it
    return Path(tempfile.mkdtemp(prefix="isogloss-", dir=memory if os.access(memory, os.W_OK) else None))
