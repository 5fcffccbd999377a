"""``readiness``: how far each entry is in each locale, on both sides. Sends reads only.

Decides what counts as text of its own, as stale and as blocked. That a locale is older than its source is known by what
the sides agreed on, and told where a side dates its locales one by one.
"""

from collections.abc import Iterable, Iterator

from isogloss.answers import Held, Readiness, SeenBy, Standing
from isogloss.bridge import Bridge
from isogloss.mapping.check.check import check
from isogloss.mapping.names.clones import clones
from isogloss.mapping.names.neutral import Scoped, label_of
from isogloss.merge.change import Conflict
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import ARCHIVED, STATUS, Entry
from isogloss.model.excluded import Exclusion
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent
from isogloss.plan.op import Step
from isogloss.run.moving import as_moved
from isogloss.run.observe import Observed
from isogloss.run.planning import draft_plan
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.run.staleness import is_stale, sources_of
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
        rows = tuple(row for pair in pairs for row in _rows(observed, pair.key, blocked.get(pair.key, [])))
    asked = sides or tuple(side for side in Side if side in _sources(bridge))
    return Readiness(
        bridge.name,
        bridge.primary,
        bridge.locales,
        tuple(bridge.side(side).name for side in Side),
        tuple(bridge.side(side).name for side in asked),
        tuple(sorted(rows, key=lambda row: (row.side != bridge.left.name, row.kind, row.entry, row.locale))),
    )


def _sources(bridge: Bridge) -> frozenset[Side]:
    """The sides that something is carried from; where nothing is, both."""
    return frozenset(to.other for kind in bridge.kinds for to in bridge.flows(kind).written()) or frozenset(Side)


def _rows(observed: Observed, key: EntryKey, blocked: Iterable[tuple[Locale | None, str]]) -> Iterator[Standing]:
    """One entry, on each side that has it."""
    bridge, excluded, copied = observed.bridge, observed.excluded(key), observed.facing(key).copied
    why, sources = dict(blocked), sources_of(observed, key)
    shown = {side: observed.plain(side, key) for side in Side}
    label = next((said for side in Side if (said := _label(shown[side], key, bridge))), "")
    for side in Side:
        entry, held = shown[side].raw, bridge.side(side).kinds.get(key.kind)
        if held is None or isinstance(entry, Absent) or not _locales(entry):
            continue
        same = clones(entry, key.kind, bridge)
        for locale in (each for each in bridge.locales if each in bridge.side(side).locales):
            has: Held = "missing"
            if excluded.get(locale, Exclusion()).whole:
                has = "excluded"
            elif locale in entry:
                has = "same words" if locale in same else "own"
            elif locale in copied.get(side, ()):
                has = "copied"
            state = shows(shown[side], locale)
            behind = sources.get(locale, ()) if has == "own" else ()
            stale = bool(behind) or (has == "own" and is_stale(shown[side].notes, locale, bridge.primary))
            said = why.get(locale) or why.get(None) or ""
            yield Standing(bridge.side(side).name, key.kind, key.shown, label, locale, has, state, stale, said, behind)


def _label(shown: Scoped, key: EntryKey, bridge: Bridge) -> str:
    return label_of(shown.entry, bridge.kinds[key.kind], bridge.primary)


def _locales(entry: Entry) -> set[Locale]:
    return set(entry) - {SHARED}


def shows(shown: Scoped, locale: Locale) -> SeenBy:
    """Who sees an entry in a locale; "" where it is not in it."""
    if isinstance(shown.raw, Absent) or locale not in shown.raw:
        return ""
    if shown.raw[locale].get(STATUS) == ARCHIVED:
        return "archived"
    note = shown.notes.get(locale)
    return "published" if note is not None and note.live else "draft"
