"""Take up what an attempt that died had sent: look what became of it, and what people did to it since.

Decides how long a call may still be landing, and whether a side dates a change as one of ours. Refuses to send.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from isogloss.apply.looking import Looking
from isogloss.apply.patience import Patience
from isogloss.apply.settle import Judged
from isogloss.apply.since_cut import NOTHING, Sending, Since, since_cut
from isogloss.apply.spending import Spending
from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import Digest
from isogloss.plan.op import Op
from isogloss.ports import Clock, Journal, Progress, Writer


@dataclass(slots=True)
class TakingUp:
    """Takes up for one run.

    locales: those of the mapping, in the order in which entries are made in them.
    judge:   how an op stands by what its entry shows.
    sent:    the ops of which something was sent, and what is known of the last call of each.
    """

    writers: Mapping[Side, Writer]
    locales: Sequence[Locale]
    looking: Looking
    judge: Callable[[Op, Scoped], Judged]
    journal: Journal
    clock: Clock
    patience: Patience
    progress: Progress
    spending: Spending
    sent: Mapping[Digest, str] = field(default_factory=dict)
    _times: Mapping[Digest, tuple[datetime, datetime]] = field(default_factory=dict)
    _since: dict[Digest, Since] = field(default_factory=dict)

    def begin(self) -> None:
        """Read in the journal what attempts before this one had sent."""
        self.sent = self.journal.intended()
        self._times = self.journal.times() if self.sent else {}

    def look(self, side: Side, ops: Sequence[Op]) -> dict[EntryKey, Scoped]:
        """What became of those of some ops that were sent: wait for creates that may still be landing."""
        found: dict[EntryKey, Scoped] = {}
        waiting = begun = [op for op in ops if op.id in self.sent]
        asynchronous = any(self.writers[side].capabilities(op.entry.kind).asynchronous for op in begun)
        for wait in self.patience.waits(self.patience.unsure, asynchronous=asynchronous) if begun else ():
            if wait:
                self.progress.waiting(len(waiting))
            self.clock.sleep(wait)
            with self.spending.on("settles"):
                found |= self.looking.look(side, waiting)
            waiting = [op for op in waiting if self.judge(op, found.get(op.entry, Scoped())).standing == "waiting"]
            if not waiting or not asynchronous:
                break
        for op in begun:
            if op.entry in found:
                self._since[op.id] = self._done_since(op, found[op.entry])
        return found

    def since(self, op: Op) -> Since:
        """What people did to what an op made since it was sent, as far as that was looked at."""
        return self._since.get(op.id, NOTHING)

    def is_deleted(self, op: Op) -> bool:
        """Whether somebody deleted what an attempt had made: its side told the id of it, and it is not there."""
        if op.verb != "create" or op.id not in self.sent:
            return False
        # its old id was forgotten before it was sent; and what shows later may have been accepted, and never made
        later = self.writers[op.on].capabilities(op.entry.kind).asynchronous
        return not later and self.looking.state.names(op.on).remote(op.entry) is not None

    def _done_since(self, op: Op, now: Scoped) -> Since:
        first, last = self._times.get(op.id, (None, None))
        can = self.writers[op.on].capabilities(op.entry.kind)
        answered = self.sent[op.id] == "answered"
        how = can.add_variant, not can.asynchronous, can.times
        sent = Sending(first, last, self.patience.unsure, answered, *how)
        read = self.looking.current.plain(op.on, op.entry).entry
        return since_cut(op, self.judge(op, now), now, sent, self.locales, read)
