"""Which locales may not go live yet: those whose gate is closed, by what was read where content comes from.

Decides that an entry counts once, whichever side it comes from: what one of them has is on its way to the other.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from isogloss.answers import Held, Standing
from isogloss.model.locale import Locale
from isogloss.run.observe import Observed
from isogloss.run.standings import standings

_BEST_FIRST: Final[tuple[Held, ...]] = ("own", "same words", "copied", "missing")


def closed_gates(observed: Observed) -> Mapping[Locale, str]:
    """What each closed gate of the mapping lacks."""
    bridge = observed.bridge
    if not bridge.gates:
        return {}
    asked = {kind: {bridge.side(to.other).name for to in bridge.flows(kind).written()} for kind in bridge.kinds}
    counts: dict[Locale, Counter[str]] = defaultdict(Counter)
    entries: Counter[Locale] = Counter()
    for pair in observed.pairs:
        found: dict[Locale, list[Standing]] = defaultdict(list)
        for row in standings(observed, pair.key):
            if row.side in asked[pair.key.kind] and row.counts:
                found[row.locale].append(row)
        for locale, rows in found.items():
            counts[locale].update(_counted(rows))
            entries[locale] += 1
    lacking = {gate.locale: gate.lacks(counts[gate.locale], entries[gate.locale]) for gate in bridge.gates}
    return {locale: lacks for locale, lacks in lacking.items() if lacks}


def _counted(rows: list[Standing]) -> set[str]:
    """As what one entry counts, by the sides that it comes from."""
    best = min((row.held for row in rows), key=_BEST_FIRST.index)
    stale = any(row.stale for row in rows if row.held == best)
    return {"same" if best == "same words" else best, *(row.shows for row in rows), *(["stale"] if stale else [])}
