"""Whether the calls that a side got are those that the runs of a mapping wrote down, one run after the other.

Decides what is late. A worker that was frozen and wakes ends the request it was in at most, in each thread that sends
(``isogloss.state.lease``): its intent is on disk, its answer never will be, and by the time it arrives another run may
have begun. A call beyond what the runs so far wrote down, or one whose intent was answered already, is nobody's.

Which call belongs to which intent is nowhere told, so calls are counted between the first intents of two runs. Intents
and calls are stamped by one machine, an intent before its call leaves and a call before it is answered; a sandbox
stamps whole milliseconds, so intents are cut to those, and none is after its call. The last call of a run and the first
intent of the next one share no millisecond: both sides are read in between. What is looked at while runs are at work is
looked at in one order, that of ``watched``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    Calls = Mapping[str, Sequence[datetime]]
    Intents = Mapping[str, Sequence["Intent"]]


@dataclass(frozen=True)
class Intent:
    """What a run was about to send.

    at: when it was written down.
    answered: whether it is known what came of it, so that nothing of it is under way any more.
    """

    run: str
    at: datetime
    answered: bool = True


@dataclass(frozen=True)
class Judged:
    """What became of the calls of one mapping.

    late:  calls of earlier runs that arrived in the time of a later one.
    wrong: what should not be, one sentence each.
    """

    late: int = 0
    wrong: tuple[str, ...] = ()


def judged(intents: Iterable[Intent], calls: Iterable[datetime]) -> Judged:
    """Judge the calls of one mapping by what its runs wrote down, both in any order."""
    written = sorted(intents, key=lambda each: each.at)
    sent = sorted(calls)
    runs = [(run, [*some]) for run, some in groupby(written, key=lambda each: each.run)]
    begun = [_cut(some[0].at) for _, some in runs]
    wrong = [f"run {run} went on after another one had begun" for run in _twice(run for run, _ in runs)]
    before = [at for at in sent if not begun or at < begun[0]]
    wrong += [f"{len(before)} calls before anything was written down, the first at {at}" for at in before[:1]]
    late = owed = 0
    for (run, own), (since, until) in zip(runs, pairwise([*begun, None]), strict=True):
        got = sum(since <= at and (until is None or at < until) for at in sent)
        beyond = max(0, got - len(own))
        if beyond > owed:
            wrong.append(f"run {run} from {since} on: {got} calls, {len(own)} written down, {owed} under way before")
        late += min(beyond, owed)
        unanswered = sum(not each.answered for each in own)
        owed = max(0, min(owed + unanswered, owed + len(own) - got))
    return Judged(late, tuple(wrong))


def watched(names: Iterable[str], calls: Callable[[], Calls], intents: Callable[[], Intents]) -> dict[str, Judged]:
    """Judge mappings that may be at work; the calls and the intents of each are asked for by its name.

    The calls are asked for first: whatever was called by then was written down before. Asked for the other way round, a
    run that writes down and calls in between has called what nobody wrote down.
    """
    called = calls()
    written = intents()
    return {name: judged(written.get(name, ()), called.get(name, ())) for name in names}


def _cut(at: datetime) -> datetime:
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _twice(runs: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [run for run in runs if run in seen or seen.add(run)]
