"""What a decision is bound to, as plain data, and pairs of digests.

What is written here is read here, as in ``record``.
"""

from collections.abc import Mapping
from datetime import datetime

from isogloss.merge.change import Traces
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue, dump, load


def dump_traces(traces: Traces | None) -> dict[str, object]:
    """What a later look needs; nothing where it was not noted, as in plans of before."""
    if traces is None:
        return {}
    marks, base = ([None if isinstance(m, Absent) else m for m in pair] for pair in (traces.marks, traces.base))
    changed = [None if time is None else time.isoformat() for time in traces.changed]
    told: dict[str, object] = {"marks": marks, "base": base, "changed": changed}
    if traces.had != (None, None):
        told["had"] = [None if value is None else [dump(value, own=False)] for value in traces.had]
    return {"traces": told}


def load_traces(data: Mapping[str, object]) -> Traces | None:
    """Undo :func:`dump_traces`."""
    match data.get("traces"):
        case {"marks": marks, "base": base, "changed": [(str() | None) as left, (str() | None) as right], **more}:
            times = (_load_time(left), _load_time(right))
            return Traces(load_digests(marks), load_digests(base), times, _load_had(more.get("had", [None, None])))
    return None


def _load_had(data: object) -> tuple[MaybeValue | None, MaybeValue | None]:
    """What both sides had: None where it is not known, else a list of one."""
    match data:
        case [(None | [_]) as left, (None | [_]) as right]:
            return None if left is None else load(left[0]), None if right is None else load(right[0])
    raise ValueError("what both sides had is of another shape")


def load_digests(data: object) -> tuple[Digest | Absent, Digest | Absent]:
    """A pair of digests, where null is ABSENT."""
    left, right = load_pair(data)
    return ABSENT if left is None else left, ABSENT if right is None else right


def _load_time(data: str | None) -> datetime | None:
    return None if data is None else datetime.fromisoformat(data)


def load_pair(data: object) -> tuple[Digest | None, Digest | None]:
    """A pair of digests or nulls.

    Raises: ValueError where it is none.
    """
    match data:
        case [(str() | None) as left, (str() | None) as right]:
            return None if left is None else Digest(left), None if right is None else Digest(right)
    raise ValueError(f"not a pair of digests: {str(data)[:80]}")
