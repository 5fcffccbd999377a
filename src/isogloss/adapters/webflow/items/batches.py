"""Cutting ops into the calls of one stage, and driving the stages.

Decides how batches are filled and which ops go on after a failure. Refuses to know what a call sends.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from isogloss.adapters.calls import Calls
from isogloss.adapters.webflow.paths import BATCH
from isogloss.errors import Full, RemoteError
from isogloss.model.address import EntryKey
from isogloss.model.locale import Locale
from isogloss.model.value import Digest
from isogloss.plan.op import Op
from isogloss.ports import Answered, Call, Names, Sent

NO_REMOTE: Final = "it has no id on this side; plan again."


@dataclass(frozen=True, slots=True)
class Part:
    """What one call does of an op.

    locales: the variants it writes, which count toward the limit.
    last:    whether nothing of the op is left to do after it.
    """

    op: Op
    locales: tuple[Locale, ...]
    last: bool = True


Send = Callable[[Sequence[Part]], Sent]


@dataclass(slots=True)
class CallRun:
    """One run through ``calls``: what it was asked, and what became of it so far.

    failed:  ops that are not gone on with.
    remotes: ids of entries made in this run.
    full:    why the side takes no more entries; "" where it may.
    """

    names: Names
    isolate: bool
    failed: set[Digest] = field(default_factory=set)
    remotes: dict[EntryKey, str] = field(default_factory=dict)
    full: str = ""

    def remote(self, entry: EntryKey) -> str | None:
        """The id of an entry, also where it was made a moment ago."""
        return self.remotes.get(entry) or self.names.remote(entry)

    def known(self, entry: EntryKey) -> str:
        """The id of an entry that must have one.

        Raises: ValueError with a sentence where it has none.
        """
        remote = self.remote(entry)
        if remote is None:
            raise ValueError(NO_REMOTE)
        return remote

    def note(self, parts: Sequence[Part], answered: Answered) -> None:
        """Remember what became of a call."""
        if isinstance(answered, RemoteError):
            self.failed.update(part.op.id for part in parts)
            if isinstance(answered, Full) and len(parts) == 1:  # of several, the first ones may still find room
                self.full = str(answered)
            return
        self.remotes.update(answered.remotes)
        self.failed.update(part.op.id for part in parts if part.op.entry in answered.refused)


def stage(
    run: CallRun,
    name: str,
    parts: Sequence[Part],
    send: Send,
    *,
    creates: bool = False,
    offered: Callable[[], bool] = lambda: True,
) -> Calls:
    """Yield the calls of one stage: batches of parts that are all the last of their op, or all not.

    offered: asked before each call; the stage ends where the side turns out not to take such calls.
    """
    for batch in batched(parts, BATCH, isolate=run.isolate):
        if not offered():
            return
        going = [part for part in batch if part.op.id not in run.failed]
        if not going:
            continue
        entries = frozenset(part.op.entry for part in going) if creates else frozenset()
        ops = tuple(part.op for part in going)
        if creates and run.full:
            call = Call(f"{name} (no request)", ops, partial(Sent, refused={op.entry: run.full for op in ops}))
        else:
            call = Call(name, ops, partial(send, going), creates=entries, last=going[0].last)
        run.note(going, (yield call))


def batched(parts: Sequence[Part], limit: int, *, isolate: bool) -> Iterator[list[Part]]:
    """Fill batches in order, counting variants; a part too big for one batch is cut, and only its tail is the last."""
    cut = [piece for part in parts for piece in _cut(part, limit)]
    for last in (False, True):
        batch: list[Part] = []
        room = limit
        for piece in cut:
            if piece.last is not last:
                continue
            if batch and (isolate or len(piece.locales) > room):
                yield batch
                batch, room = [], limit
            batch.append(piece)
            room -= len(piece.locales)
        if batch:
            yield batch


def _cut(part: Part, limit: int) -> Iterator[Part]:
    # A part without locales writes nothing, but its op still needs a call that completes it.
    for start in range(0, max(1, len(part.locales)), limit):
        end = start + limit
        yield Part(part.op, part.locales[start:end], last=part.last and end >= len(part.locales))
