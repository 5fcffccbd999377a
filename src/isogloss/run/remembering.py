"""The base of one entry as what a merge compares with."""

from typing import Final

from isogloss.bridge import Bridge, KindScope
from isogloss.mapping.names.neutral import names_in_scope
from isogloss.merge.decide import Shown, Tree
from isogloss.model.address import Side
from isogloss.model.entry import PRESENT, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, digest
from isogloss.state.agreed import Pairs

_PRESENT: Final = digest(PRESENT)
_UNTOLD: Final = (None, None)


def shown(pairs: Pairs, bridge: Bridge, scope: KindScope) -> Shown:
    """The base of one entry as two trees, without what is out of scope now."""
    left: dict[str, dict[str, Tree]] = {}
    right: dict[str, dict[str, Tree]] = {}
    shared, own = names_in_scope(scope)
    names = dict.fromkeys(bridge.locales, own) | {SHARED: shared}
    flows = bridge.flows(scope.name)
    for locale, fields in pairs.items():
        off = flows.off.get(locale, frozenset())
        inside = names.get(locale, set[str]()) - off
        silent = STATUS in off and locale not in flows.gone
        for tree, half in ((left, 0), (right, 1)):
            agreed: dict[str, Tree] = {
                name: known for name, pair in fields.items() if name in inside and (known := pair[half]) is not None
            }
            if silent and fields.get(STATUS, _UNTOLD)[half] is not None:  # its state is no matter, as what it shows
                agreed[STATUS] = _PRESENT
            if agreed:
                tree[locale] = agreed
    return Shown(left or ABSENT, right or ABSENT)


def shown_in(pairs: Pairs, side: Side) -> set[Locale]:
    """The locales in which one side showed something when the two last agreed."""
    place = 0 if side is Side.LEFT else 1
    return {
        locale
        for locale, fields in pairs.items()
        if locale != SHARED and any(pair[place] is not None for pair in fields.values())
    }
