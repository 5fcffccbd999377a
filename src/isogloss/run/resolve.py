"""Record what a person decided about what waits. Nothing is sent; the next run does it.

Decides what can be decided at all, and that a decision is bound to what the person was shown. Refuses to know what
follows from it; ``decide`` does, when a plan is made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from isogloss.bridge import Bridge
from isogloss.decide.naming import can_be_decided, one_meant, question
from isogloss.decide.resolution import How, Resolution
from isogloss.decide.waiting import Choice, TakeBoth, TakeSide, Waits, Which
from isogloss.errors import Refused, UsageError
from isogloss.merge.change import Conflict, Drifted
from isogloss.model.address import Side
from isogloss.model.value import ABSENT, MaybeValue
from isogloss.run.bundles import side_named
from isogloss.run.conflicts import conflicts
from isogloss.run.given import given_values
from isogloss.run.session import Session
from isogloss.state.opened import open_state
from isogloss.state.resolutions import Look


def resolve(
    session: Session,
    ids: Sequence[str],
    choice: Choice,
    *,
    by: str,
    note: str = "",
    fresh: bool = False,
    shown: Mapping[str, str] | None = None,
) -> tuple[Resolution, ...]:
    """Record a decision about each of these conflicts: all of them, or none where one is refused.

    ids:   whole, or as much of each as tells it from the others.
    fresh: they are among what both sides show now, not what the last run left.
    shown: by id, the mark of what the person looked at; None where that was just now.
    Returns what was recorded, each with the open decision whose place it took.
    Raises: UsageError where an id or a side is not known, where a conflict cannot be decided, and where a side cannot
            hold the value; Refused where something else than was looked at waits there, also where somebody else
            decided at the same instant.
    """
    if not ids:
        return ()
    bridge = session.bridge
    side = side_named(bridge, choice.side) if isinstance(choice, TakeSide) else None
    found = conflicts(session, Which(ids=tuple(ids)), fresh=fresh).found
    for each in found:
        _refuse_undecidable(bridge, each)
        _refuse_unseen(each, shown, by)
    values: list[MaybeValue] = (
        [ABSENT] * len(found) if isinstance(choice, TakeSide) else given_values(session, found, choice)
    )
    how: How = "take" if isinstance(choice, TakeSide) else "merge" if isinstance(choice, TakeBoth) else choice.how
    with open_state(session.state, bridge.name, session.clock) as state:
        made = tuple(
            Resolution(
                each.id,
                each.waiting.at,
                question(each.waiting),
                (ABSENT, ABSENT) if each.waiting.traces is None else each.waiting.traces.marks,
                how,
                side,
                value,
                by,
                state.now(),
                each.waiting.label,
                note,
            )
            for each, value in zip(found, values, strict=True)
        )
        names = {each: bridge.side(each).name for each in Side}
        return state.resolutions.record(made, names, _seeing(found, shown, by))


def _seeing(found: Iterable[Waits], shown: Mapping[str, str] | None, by: str) -> Look:
    """Looks once more, when nobody else can decide any more, whether what is open was seen.

    What both sides show is not read again: a run that ends just then ends as after this decision, which is bound to
    what they showed before, and lapses where that is another by now.
    """
    looked = {each.id: each for each in found}

    def look(conflict: str, there: Resolution | None) -> None:
        _refuse_unseen(replace(looked[conflict], decided=there), shown, by)

    return look


def _refuse_unseen(each: Waits, shown: Mapping[str, str] | None, by: str) -> None:
    if shown is not None and not each.was_seen(shown.get(each.id, ""), by):
        raise Refused(f"{each.id} ({each.waiting.at}): it changed since it was looked at; look at it again.")


def _refuse_undecidable(bridge: Bridge, each: Waits) -> None:
    waiting, where = each.waiting, f"{each.id} ({each.waiting.at})"
    if waiting.detail and (isinstance(waiting, Drifted) or waiting.reason == "locked"):
        raise UsageError(f"{where}: nobody decides what is {waiting.detail}. Take the lock out of {bridge.path} first.")
    if isinstance(waiting, Conflict) and not can_be_decided(waiting):
        why = f": {waiting.detail.rstrip('.')}" if waiting.detail else ""
        raise UsageError(
            f"{where}: nothing can be decided here, for it waits for something else ({waiting.reason}{why}). See to "
            "that on the side concerned; the next run goes on by itself."
        )
    if waiting.traces is None:
        raise UsageError(
            f"{where}: what left it (an undo, or an older version of Isogloss) did not note what a decision would be "
            f"bound to. Run isogloss sync {bridge.path} once, or say --fresh."
        )


def withdraw(
    session: Session, ids: Sequence[str], *, by: str = "", shown: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Take decisions back that no run has followed yet; gives their ids.

    by:     who does, where that is told.
    shown:  as ``resolve`` has it.
    Raises: UsageError where nothing was decided that could be taken back; Refused where something else than was looked
            at waits there; then none is taken back.
    """
    found = () if shown is None else conflicts(session, Which(ids=tuple(ids), drift=True)).found
    for each in found:
        _refuse_unseen(each, shown, by)
    seeing = _seeing(found, shown, by)

    def look(conflict: str, there: Resolution | None) -> None:
        if there is None:
            raise UsageError(_none_open(session, conflict))
        if shown is not None:
            seeing(conflict, there)

    with open_state(session.state, session.bridge.name, session.clock) as state:
        known = [each.conflict for each in state.resolutions.open()]
        wanted = [one_meant(typed, known, _none_open(session, typed)) for typed in ids]
        return tuple(state.resolutions.withdraw(dict.fromkeys(wanted), by, look))


def _none_open(session: Session, typed: str) -> str:
    return f"{session.state}: no decision is open about {typed}; it was carried out, or lapsed."
