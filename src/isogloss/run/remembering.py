"""The base of one entry as what a merge compares with."""

from isogloss.bridge import Bridge, KindScope
from isogloss.mapping.names.neutral import names_in_scope
from isogloss.merge.decide import Shown, Tree
from isogloss.model.locale import SHARED
from isogloss.model.value import ABSENT
from isogloss.state.agreed import Pairs


def shown(pairs: Pairs, bridge: Bridge, scope: KindScope) -> Shown:
    """The base of one entry as two trees, without what is out of scope now."""
    left: dict[str, dict[str, Tree]] = {}
    right: dict[str, dict[str, Tree]] = {}
    shared, own = names_in_scope(scope)
    names = dict.fromkeys(bridge.locales, own) | {SHARED: shared}
    for locale, fields in pairs.items():
        inside = names.get(locale, ())
        for tree, half in ((left, 0), (right, 1)):
            agreed: dict[str, Tree] = {
                name: known for name, pair in fields.items() if name in inside and (known := pair[half]) is not None
            }
            if agreed:
                tree[locale] = agreed
    return Shown(left or ABSENT, right or ABSENT)
