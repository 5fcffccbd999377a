"""What waits for a person's decision: as the last run left it, or as both sides show it now. Writes nothing.

Decides that the list is that of the last run: whoever looks after an unattended sync reads what it said, at no cost,
and a decision names what was read. Looking again takes a whole plan, which is made and thrown away.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatchcase

from isogloss.bridge import Bridge
from isogloss.decide.naming import Naming, one_meant
from isogloss.decide.resolution import Resolution
from isogloss.decide.waiting import Bases, Listed, Waits, Which
from isogloss.errors import Refused, UsageError
from isogloss.mapping.types.merging import merge_values
from isogloss.merge.change import Conflict, Drifted
from isogloss.model.address import Side
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import SHARED
from isogloss.plan.data import PlanFile, read_plan
from isogloss.run.bases import base_of
from isogloss.run.plan import plan
from isogloss.run.session import Session
from isogloss.state.opened import State, open_state


def conflicts(session: Session, which: Which | None = None, *, fresh: bool = False, bare: bool = False) -> Listed:
    """List what waits for a decision, and what was decided and not carried out yet.

    which: those that are wanted; None for every conflict.
    fresh: look at both sides now, with reads only.
    bare:  without what both sides had, and whether their edits of it touch: that takes most of the time.
    Raises: UsageError where an id, a kind, a locale or a field is not known, or an id means several; with ``fresh``, as
            ``plan``.
    """
    bridge, wanted = session.bridge, which or Which()
    _refuse_unknown(bridge, wanted)
    seen = _looked(session) if fresh else None
    with open_state(session.state, bridge.name, session.clock, read_only=True) as state:
        left = state.held.all() if seen is None else seen.records(Conflict, Drifted)
        waiting = [each for each in left if isinstance(each, Conflict) or (isinstance(each, Drifted) and each.kept)]
        found = list(_named(bridge, state, waiting))
        last = next(iter(state.runs.all(limit=1)), None)
        kept = _chosen(found, wanted, state.now(), where=session.state, fresh=fresh)
        return Listed(
            bridge.name,
            {side: bridge.side(side).name for side in Side},
            tuple(kept if bare else (_with_base(each, base_of(state, each.waiting)) for each in kept)),
            sum(wanted.drift or isinstance(each.waiting, Conflict) for each in found),
            "" if last is None or fresh else last.id,
            state.now() if fresh else None if last is None else last.ended or last.started,
            state.now(),
        )


def _refuse_unknown(bridge: Bridge, which: Which) -> None:
    """What is meant is there at all: a name that is misspelt would seem to have no conflicts."""
    fields = {name for scope in bridge.kinds.values() for name in scope.fields} | {SLUG, STATUS}
    for said, noun, known in (
        (which.kinds, "kind", list(bridge.kinds)),
        (which.locales, "locale", [*bridge.locales, SHARED]),
        (which.fields, "field", sorted(fields)),
    ):
        for each in said:
            if not any(fnmatchcase(name, each) for name in known):
                raise UsageError(f"{bridge.path}: there is no {noun} {each}; there is {', '.join(known)}.")


def _looked(session: Session) -> PlanFile:
    """A plan of now, to be thrown away; one that may not be applied tells as much."""
    try:
        return plan(session, session.scratch / "look.jsonl")
    except Refused as refused:
        if refused.plan is None:
            raise
        return read_plan(refused.plan)


def _named(bridge: Bridge, state: State, waiting: Iterable[Conflict | Drifted]) -> Iterator[Waits]:
    naming, since = Naming(bridge.name), state.conflicts.first_seen()
    decided: dict[str, Resolution] = {each.conflict: each for each in state.resolutions.open()}
    for each in waiting:
        made = naming.name(each)
        yield Waits(made, each, since.get(made), decided.get(made))


def _chosen(found: list[Waits], which: Which, now: datetime, *, where: str, fresh: bool) -> list[Waits]:
    if not which.ids:
        return [each for each in found if _fits(each, which, now)]
    by_id = {each.id: each for each in found}
    wanted = [one_meant(typed, by_id, f"{where}: {_unknown(typed, fresh=fresh)}") for typed in which.ids]
    return [by_id[each] for each in dict.fromkeys(wanted)]


def _unknown(typed: str, *, fresh: bool) -> str:
    if fresh:
        return (
            f"both sides show no conflict {typed} now; it may be settled. isogloss conflicts MAPPING --fresh lists all."
        )
    return (
        f"there is no conflict {typed} among what the last run left; it may be settled. isogloss conflicts MAPPING "
        "lists them, and --fresh looks at both sides again."
    )


def _fits(each: Waits, which: Which, now: datetime) -> bool:
    at = each.waiting.at
    if isinstance(each.waiting, Drifted) and not which.drift:
        return False
    waited = -1.0 if each.since is None else (now - each.since).total_seconds()
    if which.older_than is not None and waited < which.older_than:
        return False
    named = ((which.kinds, at.entry.kind), (which.locales, at.locale or ""), (which.fields, at.field or ""))
    entry = not which.entries or any(fnmatchcase(at.entry.shown, each) for each in which.entries)
    return entry and all(not wanted or any(fnmatchcase(name, each) for each in wanted) for wanted, name in named)


def _with_base(each: Waits, base: Bases) -> Waits:
    """What waits, beside what both sides had; and whether their edits of it touch."""
    known = [value for value in base if value is not None]
    merges = bool(known) and merge_values((known[0], known[-1]), each.waiting.left, each.waiting.right) is not None
    return replace(each, base=base, merges=merges)
