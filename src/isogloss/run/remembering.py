"""The base of one entry as what a merge compares with."""

from isogloss.mapping.binding import Bridge, KindScope
from isogloss.mapping.neutral import names_in_scope
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
        for name, (on_left, on_right) in fields.items():
            if name in inside:
                if on_left is not None:
                    left.setdefault(locale, {})[name] = on_left
                if on_right is not None:
                    right.setdefault(locale, {})[name] = on_right
    return Shown(left or ABSENT, right or ABSENT)
