"""Propose a mapping before there is one: ask both sides what they have, and hold what is proposed against them.

Decides what becomes of a part that does not pass the check: it is taken out, with what the check said of it, for a
person to decide. Reads only.
"""

from dataclasses import replace
from typing import Final

from isogloss.adapters.platforms import PLATFORMS
from isogloss.bridge import Bridge, SideBinding
from isogloss.errors import MappingError, Problem
from isogloss.http.clock import SystemClock
from isogloss.mapping.check.check import check
from isogloss.mapping.draft.infer import Asked, looked_at, propose
from isogloss.mapping.draft.pairing import same_kinds
from isogloss.mapping.draft.wish import Wish
from isogloss.model.settings import FolderSettings
from isogloss.ports import Clock
from isogloss.run.loading import load_text
from isogloss.run.sides import open_readers

_ROUNDS: Final = 5
"""So often is a proposal mended; each takes out all that did not pass in the one before."""


def infer(left: Wish, right: Wish, clock: Clock | None = None, *, name: str = "draft", flow: str = "") -> str:
    """Propose a mapping as YAML.

    flow:   which way content is to go, as a mapping says it; empty for from left to right.
    Raises: ConfigError, Missing for what is not there; any RemoteError.
    """
    clock = clock or SystemClock()
    one, other = PLATFORMS[left.adapter], PLATFORMS[right.adapter]
    sides = ((left, one.side.traits.draft), (right, other.side.traits.draft))
    found = one.opening().survey(left, clock), other.opening().survey(right, clock)
    asked = Asked(*found, sides, name, flow)
    live = bool(left.secrets and (right.secrets or right.folder)) and looked_at(asked.right, same_kinds(*found))
    for _ in range(_ROUNDS):
        told = _problems(propose(asked), left, right, clock if live else None)
        refused = {problem.path: problem.reason for problem in told}
        if refused.keys() <= asked.refused.keys():
            break
        asked = replace(asked, refused={**asked.refused, **refused})
    return propose(asked)


def _problems(text: str, left: Wish, right: Wish, clock: Clock | None) -> tuple[Problem, ...]:
    """What does not hold of a proposal, by its rules and by what both sides say; they are not asked without a clock."""
    try:
        bridge = load_text(text, resolve=False)
    except MappingError as error:
        return error.problems
    if clock is None:
        return ()
    return _live(replace(bridge, left=_known(bridge.left, left), right=_known(bridge.right, right)), clock)


def _known(side: SideBinding, wish: Wish) -> SideBinding:
    if isinstance(side.settings, FolderSettings):
        return replace(side, settings=replace(side.settings, path=wish.path))
    return replace(side, secrets=wish.secrets)


def _live(bridge: Bridge, clock: Clock) -> tuple[Problem, ...]:
    with open_readers(bridge, lambda _: {"clock": clock}) as readers:
        checked = check(bridge, readers)
    for error in checked.failures.values():
        raise error
    return checked.problems
