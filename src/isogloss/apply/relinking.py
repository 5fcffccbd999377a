"""Write down which entries are one, as a relinking found it; nothing is sent anywhere.

Decides what else is forgotten with an old id: what was confirmed under it, and that a listing which shows it once more
means anything. What the sides agreed on stays, as it is known by the entry and not by its ids.
"""

from collections.abc import Iterable, Mapping

from isogloss.decide.linking import Link
from isogloss.model.address import Side
from isogloss.state.opened import State
from isogloss.state.relinks import Said, Told
from isogloss.state.tombstones import Tombstone

RUN = "relink"
"""What stands where the run that deleted an entry would be."""


def keep(state: State, links: Iterable[Link], left: Mapping[Told, Said]) -> int:
    """Keep links, and what is left to decide; returns how many of them were not known yet.

    Each is on disk before the next: whoever is cut off does it again.
    """
    new = 0
    for link in links:
        new += sum(_bind(state, link, side, remote) for side, remote in link.ids.items()) > 0
    state.relinks.renew(left.items())
    return new


def _bind(state: State, link: Link, side: Side, remote: str) -> bool:
    known = state.identity.remote(side, link.key)
    if known == remote:
        return False
    if known is not None:
        state.tombstones.put([Tombstone(side, link.key, known, None, RUN, state.now(), {})])
        state.confirmed.drop(link.key)
        state.identity.forget(side, link.key)
    state.tombstones.drop(side, link.key.kind, [remote])
    state.identity.bind(side, link.key, remote)
    return True
