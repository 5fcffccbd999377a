"""Publish a whole site, as the last call of its side.

Whatever else is queued there goes live with it, so it is sent only where everything before it on that side was
confirmed: a run that failed in part would put half of a translation before the public. Its success is a time of
publishing that moved, not an answer.
"""

from collections.abc import Iterable
from dataclasses import replace

from isogloss.apply.execute import SUCCEEDED, Executor
from isogloss.errors import RemoteError
from isogloss.model.address import EntryKey, Side
from isogloss.model.value import digest_text
from isogloss.plan.op import Op, SitePublish
from isogloss.ports import Answered, PublishesSite

TRIES = 2
"""A publish whose answer was lost may be sent again: it does no more than once."""


def mark_due(executor: Executor, sites: Iterable[SitePublish]) -> list[Side]:
    """Write down, before anything is written, which sites have to be published; those that are published now."""
    now: list[Side] = []
    for site in sites:
        executor.state.due.mark(site.on)
        if not site.waits:
            now.append(site.on)
    return now


def publish_sites(executor: Executor, sides: Iterable[Side]) -> None:
    """Publish the sites of these sides, unless something of the run on that side did not succeed.

    Raises: Unauthorized or Limited; Interrupted. The run can be taken up again after each of them.
    """
    for side in sides:
        _Publishing(executor, side).run()


class _Publishing:
    """One site of one run."""

    def __init__(self, executor: Executor, side: Side) -> None:
        self.executor, self.side = executor, side
        writer = executor.writers[side]
        if not isinstance(writer, PublishesSite):
            raise AssertionError(f"the {side.value} side publishes no site, and the plan says so")
        self.writer: PublishesSite = writer
        name = executor.bridge.side(side).name
        self.op = Op(digest_text(f"site\0{side.value}"), side, "publish", EntryKey("site", name), "the whole site", ())

    def run(self) -> None:
        executor = self.executor
        before = executor.journal.settled().get(self.op.id)
        bad = sum(1 for op, _ in executor.problems if op.on is self.side)
        if before is not None and before.outcome in SUCCEEDED:
            executor.state.due.clear(self.side)
            executor.settle(self.op, before.outcome, before.detail)
        elif bad:
            said = f"{bad:,} op{'s' * (bad > 1)} before it did not succeed; a later run publishes the site"
            executor.settle(self.op, "blocked", said)
        else:
            self._publish()

    def _publish(self) -> None:
        executor = self.executor
        with executor.spending.on("settles"):
            before = self.writer.site_published()
        if executor.journal.intended().get(self.op.id) == "answered" and before is not None:
            self._done("answered before the run was cut")
            return
        reason = ""
        for _ in range(TRIES):
            answered = self._send()
            if isinstance(answered, RemoteError) and answered.took_effect != "unknown":
                executor.settle(self.op, "failed", str(answered))
                return
            reason = str(answered) if isinstance(answered, RemoteError) else ""
            if self._moved(before, lost=bool(reason)):
                self._done("")
                return
            if not reason:
                break
        said = f"the answer was lost ({reason})" if reason else "accepted, but the time of publishing has not moved yet"
        executor.settle(self.op, "unsure" if reason else "unconfirmed", said)

    def _send(self) -> Answered:
        call = self.writer.publish_site()
        return self.executor.sender(self.side).one(replace(call, ops=(self.op,)))

    def _moved(self, before: str | None, *, lost: bool) -> bool:
        executor = self.executor
        limit = executor.patience.unsure if lost else executor.patience.confirm
        for wait in executor.patience.waits(limit, asynchronous=True):
            executor.clock.sleep(wait)
            executor.keep_going()
            with executor.spending.on("settles"):
                moved = self.writer.site_published() != before
            if moved:
                return True
        return False

    def _done(self, detail: str) -> None:
        self.executor.state.due.clear(self.side)
        self.executor.settle(self.op, "confirmed", detail)
