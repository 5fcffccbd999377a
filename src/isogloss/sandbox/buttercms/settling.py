"""Which queued writes land now, in which order, and what becomes of those that cannot.

Decides the moment; what a write does is in ``landing`` and ``post_landing``.
"""

from collections.abc import Callable, Mapping

from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.landing import LostError, due, land_item, land_page, land_update
from isogloss.sandbox.buttercms.post_landing import land_post, land_post_update, released
from isogloss.sandbox.buttercms.store import Job
from isogloss.sandbox.buttercms.values import Intake, UnfitError


def _lost(_: Intake, job: Job) -> None:
    raise LostError(str(job.data["reason"]))


LANDERS: Mapping[str, Callable[[Intake, Job], None]] = {
    "page": land_page,
    "item": land_item,
    "update": land_update,
    "post": land_post,
    "post_update": land_post_update,
    "lost": _lost,
}


def settle(desk: Desk) -> list[float]:
    """Land every write that is due, the earliest first; answer when each took effect, in seconds of ``elapsed``."""
    version = desk.store.version
    due(desk.store, desk.stamp)
    for post in desk.store.waiting():
        if (new := released(post, desk.stamp)) != post:
            desk.store.put_post(new)
    changes = [desk.elapsed] if desk.store.version != version else []
    ready = [job for job in desk.store.queue if job.due <= desk.elapsed and job.reads <= 0]
    if not ready:
        return changes
    desk.store.queue = [job for job in desk.store.queue if job not in ready]
    for job in sorted(ready, key=lambda each: (each.due, each.n)):
        try:
            LANDERS[job.kind](Intake(desk, max(job.due, 0.0)), job)
        except (UnfitError, LostError) as error:
            desk.lose(job.path, str(error))
        else:
            changes.append(job.due)
    return changes


def count_read(desk: Desk) -> None:
    """Let a read go by that still sees the old state."""
    queue = desk.store.queue
    if any(job.reads for job in queue):
        desk.store.queue = [Job(job.n, job.due, max(0, job.reads - 1), job.path, job.kind, job.data) for job in queue]
