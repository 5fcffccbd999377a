"""What came back for an op from the calls that carried it."""

from dataclasses import dataclass
from typing import Literal

from isogloss.errors import Rejected
from isogloss.plan.op import Op
from isogloss.ports import Answered, Call, Sent

SLUG_FIELD = "slug"
"""What both platforms call the slug where they refuse one."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What came back for an op.

    state:  accepted; refused (the side named it); failed (nothing was done); unsure (the answer was lost); moved (it
            was not sent, since somebody edited its entry).
    alone:  it was alone in its call, or refused by name: sending it again makes no sense.
    slug:   what the side refused is the slug.
    named:  the side's names of the fields that it complained about.
    """

    state: Literal["accepted", "refused", "failed", "unsure", "moved"]
    detail: str = ""
    alone: bool = False
    slug: bool = False
    named: frozenset[str] = frozenset()


def fate_of(op: Op, call: Call, answered: Answered) -> Fate:
    """What a call came to for one of its ops."""
    alone = len(call.ops) == 1
    if isinstance(answered, Sent):
        reason = answered.refused.get(op.entry)
        return Fate("accepted") if reason is None else Fate("refused", reason, alone=True)
    if answered.took_effect == "unknown":
        return Fate("unsure", str(answered), alone)
    # a batch that was refused may still have been carried out in part, so what it creates is looked for first
    state: Literal["failed", "unsure"] = "unsure" if call.creates and not alone else "failed"
    named = answered.fields if isinstance(answered, Rejected) else {}
    return Fate(state, str(answered), alone, SLUG_FIELD in named, frozenset(_field_in(path) for path in named))


def _field_in(path: str) -> str:
    """The field in a path such as ``items[0].fieldData.author``."""
    return path.rpartition(".")[2].partition("[")[0]


_RANK = {"accepted": 0, "unsure": 1, "failed": 2, "moved": 3, "refused": 4}


def worse(old: Fate | None, new: Fate) -> Fate:
    """An op that took two calls stands as the worse of them; after one that may have been done, it is half done."""
    if old is None or _RANK[new.state] >= _RANK[old.state]:
        undone = new.state == "moved" or (new.state == "failed" and not new.alone)
        half_done = old is not None and old.state in ("accepted", "unsure") and undone
        return Fate("unsure", new.detail) if half_done else new
    return old
