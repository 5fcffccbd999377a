"""``apply --sample``: carry out a part of a plan, prove it, and go on with the rest or leave that to a person.

Decides what has to hold before the rest follows: every op of the part succeeded, and both sides, read anew, agree on
each of its entries. Refuses to know how a part is chosen.
"""

from collections import Counter
from dataclasses import replace

from isogloss.outcomes import Applied
from isogloss.plan.data import PlanFile
from isogloss.plan.parts import Part
from isogloss.run.apply import apply
from isogloss.run.session import Session
from isogloss.run.verify import verify


def apply_part(
    session: Session, plan: PlanFile, part: Part, *, stop_on_moved: bool = False, go_on: bool = False
) -> Applied:
    """Apply a part of a plan and compare both sides on it; then the rest, if that is asked for and the part is proven.

    Raises: as ``apply`` and ``verify`` do; what was carried out by then is remembered, and the plan can be applied on.
    """
    applied = apply(session, plan, stop_on_moved=stop_on_moved, part=part)
    asked = applied.stopped is None or applied.stopped.asked
    if not asked or applied.result.problems or not part.whole:
        return applied
    verified = verify(session, part.entries)
    if go_on and verified.proven and applied.stopped is not None:
        applied = _together(applied, apply(session, plan, stop_on_moved=stop_on_moved))
    return replace(applied, verified=verified)


def _together(part: Applied, rest: Applied) -> Applied:
    """One run in two goes: what both of them asked and took."""
    asked = {
        side: dict(Counter(part.requests.get(side, {})) + Counter(rest.requests.get(side, {})))
        for side in {**part.requests, **rest.requests}
    }
    return replace(rest, resumed=part.resumed, requests=asked, seconds=part.seconds + rest.seconds)
