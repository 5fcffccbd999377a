"""Propose a mapping before there is one: ask both sides what they have. Reads only."""

from isogloss.adapters.platforms import PLATFORMS
from isogloss.http.clock import SystemClock
from isogloss.mapping.file.infer import Wish
from isogloss.mapping.file.infer import infer as propose
from isogloss.ports import Clock


def infer(left: Wish, right: Wish, clock: Clock | None = None, *, name: str = "draft") -> str:
    """Propose a mapping as YAML.

    Raises: ConfigError, Missing for what is not there; any RemoteError.
    """
    clock = clock or SystemClock()
    one, other = PLATFORMS[left.adapter], PLATFORMS[right.adapter]
    sides = ((left, one.side.traits.draft), (right, other.side.traits.draft))
    return propose(one.opening().survey(left, clock), other.opening().survey(right, clock), sides, name=name)
