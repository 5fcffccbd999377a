"""What became of a run in one line, for grep and for whoever is told of a thousand runs.

Decides which facts are in it, and their order: facts are added at the end, and none ever goes or moves. All are there
in every line, so that a number which is missing is never taken for 0.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypeAlias, get_args

from isogloss.model.address import Side
from isogloss.outcomes import Applied
from isogloss.plan.header import USES
from isogloss.ports import Outcome

Fact: TypeAlias = str | int | float
_OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)


def exit_code(applied: Applied) -> int:
    """0 when everything asked for was verified; 3 when a side refused; 1 when something is left for a person.

    Drift that the mapping keeps is reported and is nobody's task, so it is not left for a person. What an earlier run
    left was planned anew since, but for what of it could not be kept.
    """
    if applied.before is not None and applied.before.unkept:
        return max(exit_code(replace(applied, before=None)), 1)
    if applied.again is not None:
        return max(exit_code(applied.again), 1 if applied.stopped or applied.unkept else 0)
    counts = applied.result.counts()
    if counts.get("failed") or counts.get("unsure"):
        return 3
    stopped = applied.stopped is not None and not applied.stopped.asked
    left = any(counts.get(outcome) for outcome in ("altered", "unconfirmed", "skipped", "blocked", "held"))
    waits = applied.result.missed or applied.conflicts or applied.steps or stopped or applied.unkept
    apart = applied.verified is not None and not applied.verified.proven
    return 1 if left or waits or apart else 0


def summary(applied: Applied) -> dict[str, Fact]:
    """The facts of a run, by name, in order."""
    header, counts = applied.plan.header, applied.result.counts()
    stopped = applied.stopped
    asked: dict[str, Fact] = {what: sum(applied.requests.get(side, {}).get(what, 0) for side in Side) for what in USES}
    return {
        "mapping": header.mapping,
        "run": applied.run,
        "exit": exit_code(applied),
        "ops": header.counts.ops,
        **{outcome: counts.get(outcome, 0) for outcome in _OUTCOMES},
        "left": 0 if stopped is None else stopped.ops or 0,
        "stopped": int(stopped is not None),
        "resumed": int(applied.resumed),
        "conflicts": applied.conflicts,
        "steps": applied.steps,
        "drifts": applied.drifts,
        "losses": sum(sum(row.values()) for row in header.counts.losses.values()),
        "missed": len(applied.result.missed),
        "requests": sum(sum(spent.values()) for spent in applied.requests.values()),
        **asked,
        "seconds": round(applied.seconds, 1),
    }


def in_a_line(facts: Mapping[str, Fact]) -> str:
    """The facts as ``name=value``, parted by spaces; a value with a space or a quote in it stands as JSON."""
    return " ".join(f"{name}={_plainly(value)}" for name, value in facts.items())


def _plainly(value: Fact) -> str:
    text = str(value)
    return text if text and text.isprintable() and not set(text) & set(" \"'=") else json.dumps(text)
