"""What waits for a person, or stays as it is: a conflict or a drift at an address, with what both sides show there.

Decides the reason where the histories alone tell it. Refuses to know which policy led here. Pure.
"""

from isogloss.merge.change import Conflict, Drifted, HoldReason
from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing, quote
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell
from isogloss.model.value import Absent


def held(at: Cell, facing: Facing, reason: HoldReason | None = None, detail: str = "") -> Conflict:
    """What is held at an address; without a reason, the one that the histories of both sides tell."""
    left, right = quote(at, facing.left), quote(at, facing.right)
    if reason is None and at.field is None and (isinstance(left, Absent) or isinstance(right, Absent)):
        reason = "deleted on one side, edited on the other"
    elif reason is None:
        reason = "differ at first contact" if agreed(at, facing) == Shown() else "both sides changed"
    return Conflict(at, reason, left, right, facing.label, detail)


def locked(at: Cell, facing: Facing, rules: Rules) -> Drifted:
    """What is never written moved: it is told, with the note of its lock."""
    lock = rules.flows.lock(at)
    left, right = quote(at, facing.left), quote(at, facing.right)
    return Drifted(at, left, right, kept=True, label=facing.label, detail=lock.told if lock else "")


def agreed(at: Cell, facing: Facing) -> Shown:
    """What the two sides showed in a cell when they last agreed."""
    return facing.base.inside(str(at.locale)).inside(str(at.field))
