"""``readiness``: how far each entry is in each locale, on both sides. Sends reads only.

Decides what counts as blocked: what waits for a person in a plan that is made now.
"""

from isogloss.answers import Readiness
from isogloss.mapping.check.check import check
from isogloss.merge.change import Conflict
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.plan.op import Step
from isogloss.run.moving import as_moved
from isogloss.run.observe import Observed
from isogloss.run.planning import draft_plan
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.run.standings import sources, standings
from isogloss.state.lines import LineStore
from isogloss.state.opened import open_state


def readiness(session: Session, sides: tuple[Side, ...] = ()) -> Readiness:
    """Look at both sides.

    sides:  of which a gate asks; where none is named, those that content comes from.
    Raises: MappingError where the mapping does not pass the check; any RemoteError.
    """
    bridge = session.bridge
    with (
        open_readers(bridge, session.reach) as readers,
        open_state(session.state, bridge.name, session.clock, read_only=True) as kept,
        as_moved(session, kept) as state,
        Observed(bridge, state, session.scratch) as observed,
    ):
        checked = check(bridge, readers, probe=False)
        observed.read(readers)
        blocked: dict[EntryKey, list[tuple[Locale | None, str]]] = {}
        with LineStore(session.scratch) as store:
            for record in draft_plan(observed, state, readers, checked.schemas, store, session.tick).records():
                if isinstance(record, Conflict | Step):
                    why = record.reason if isinstance(record, Conflict) else record.todo
                    blocked.setdefault(record.at.entry, []).append((record.at.locale, why))
        pairs = state.base.walk(observed.pairs, lambda pair: pair.key)
        rows = tuple(row for pair in pairs for row in standings(observed, pair.key, blocked.get(pair.key, [])))
    asked = sides or tuple(side for side in Side if side in sources(bridge))
    return Readiness(
        bridge.name,
        bridge.primary,
        bridge.locales,
        tuple(bridge.side(side).name for side in Side),
        tuple(bridge.side(side).name for side in asked),
        tuple(sorted(rows, key=lambda row: (row.side != bridge.left.name, row.kind, row.entry, row.locale))),
    )
