"""What a run notes of translations that their source leaves behind: which fields are translated, and from what."""

from isogloss.bridge import Bridge
from isogloss.mapping.names.translated import translated
from isogloss.state.outrun import Translating


def translating(bridge: Bridge) -> Translating:
    """What is translated from what, in a mapping."""
    return Translating(bridge.primary, {kind: frozenset(dict(translated(bridge, kind))) for kind in bridge.kinds})
