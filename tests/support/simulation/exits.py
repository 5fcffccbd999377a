"""Whether exit codes tell the truth, as ``docs/errors.md`` says what each means.

Decides from the plan, from what became of its ops and from what both sides hold; refuses to ask what the program
counted.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simulation.history import Differing
from simulation.shown import held, whole
from simulation.site import SIDES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from simulation.history import History
    from simulation.judge import Told

DONE = {"confirmed", "normalized"}
FAILED = {"failed", "unsure"}


def untrue(plan: Path, code: int, outcomes: Mapping[str, int], *, stopped: bool) -> Iterator[str]:
    """What a run said of itself by its exit code and was not so."""
    lines = plan.read_text(encoding="utf-8").splitlines()[1:]
    left = Counter(json.loads(line)["record"] for line in lines)
    open_ = stopped or bool(left["conflict"] or left["step"] or set(outcomes) - DONE - FAILED)
    expected = 3 if FAILED & set(outcomes) else 1 if open_ else 0
    if code != expected:
        yield f"untrue: exit code {code} of a run with {dict(left)} and {dict(outcomes)}"


def looks_later(plan: Path) -> bool:
    """Whether a plan says that a cache alone answered of an entry, so that a later run is to find what became of it."""
    records = map(json.loads, plan.read_text(encoding="utf-8").splitlines()[1:])
    return any(each["record"] == "conflict" and each["reason"] == "an older state is shown" for each in records)


def one_sided(
    history: History, states: Mapping[str, Any], told: Sequence[Told], flow: str, followed: Collection[str]
) -> Iterator[str]:
    """What is on one side alone, though a run at rest said that nothing is left, and though no plan tells it.

    followed: the questions about which plans said that they carry out what somebody decided: that the target of a
              one-way flow does without what the source says.
    """
    shown = {side: held(side, states[side]) for side in SIDES}
    for side, other in (SIDES, SIDES[::-1]):
        if flow.endswith(f"-> {side}"):
            continue  # a target may have things of its own
        for mark, code in sorted(shown[side].keys() - shown[other].keys()):
            decided = Differing("", (mark, code, ""), {side: whole(shown[side][mark, code])})
            if any(replace(each, conflict="") == decided for each in history.differing if each.conflict in followed):
                continue
            if not any(each.covers((mark, code, "")) or each.covers((mark, code, "title")) for each in told):
                yield f"untrue: exit code 0, and {(mark, code)} is on {side} alone; it was made on {history.made[mark]}"
