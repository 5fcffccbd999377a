"""Which locales may not go live yet: those whose gate is closed, by what was read where content comes from."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from isogloss.model.locale import Locale
from isogloss.run.observe import Observed
from isogloss.run.standings import sources, standings


def closed_gates(observed: Observed) -> Mapping[Locale, str]:
    """What each closed gate of the mapping lacks."""
    bridge = observed.bridge
    if not bridge.gates:
        return {}
    asked = {bridge.side(side).name for side in sources(bridge)}
    counts: dict[Locale, Counter[str]] = defaultdict(Counter)
    rows: Counter[Locale] = Counter()
    for pair in observed.pairs:
        for row in standings(observed, pair.key):
            if row.side in asked and row.counts:
                told = ("same" if row.held == "same words" else row.held, row.shows, "stale" if row.stale else "")
                counts[row.locale].update(set(told))
                rows[row.locale] += 1
    lacking = {gate.locale: gate.lacks(counts[gate.locale], rows[gate.locale]) for gate in bridge.gates}
    return {locale: lacks for locale, lacks in lacking.items() if lacks}
