"""In how many rounds the entries of a kind are made that link to each other, and whose links wait for that.

Each round is confirmed before the next begins, so an entry links to what an earlier round made. A row of entries of
which each links to the next takes as many rounds as it is long, or some of them are made without their links and get
them afterwards. Decides which, for a number of rounds, and which numbers are worth a price. Refuses to know prices:
they are the platforms'.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Final, TypeVar

Node = TypeVar("Node", bound=Hashable)

_EACH: Final = 8
"""Up to so many rounds each number is priced; beyond, each is half as much again as the one before."""


def late(links: Mapping[Node, Collection[Node]], rounds: int) -> set[Node]:
    """Those whose links wait, so that the rest can be made in so many rounds: as few as can be told quickly.

    links: from each node to those that have to be there first; without circles.

    Two ways are tried. From the end of each row towards what it leads to: a node waits where a row of ``rounds`` ends
    with it. Where no node links to two, no way has fewer: below each that waits lies a row of its own that none of the
    others shortens. And from what they lead to: a node waits where it would come a round too late. That may have fewer
    where many nodes link to several.
    """
    there = _upwards(links)
    one = _from_ends(there, links, rounds)
    other = _from_targets(there[::-1], links, rounds)
    return other if len(other) < len(one) else one


def longest(links: Mapping[Node, Collection[Node]]) -> int:
    """How many nodes the longest row has in which each links to the next."""
    depths: dict[Node, int] = {}
    for node in reversed(_upwards(links)):
        depths[node] = 1 + max((depths[to] for to in links.get(node, ())), default=0)
    return max(depths.values(), default=0)


def numbers(most: int) -> Iterator[int]:
    """The numbers of rounds that are priced first, the smallest first; the last is as many as the longest row has."""
    rounds = 1
    while rounds < most:
        yield rounds
        rounds += 1 if rounds < _EACH else rounds // 2
    yield most


def between(best: int, most: int) -> list[int]:
    """The numbers between the best of those and its neighbours, which are priced then."""
    priced = list(numbers(most))
    at = priced.index(best)
    below, above = priced[max(at - 1, 0)], priced[min(at + 1, len(priced) - 1)]
    step = max(1, (above - below) // _EACH)
    return [rounds for rounds in range(below + step, above, step) if rounds != best]


def _from_ends(there: Collection[Node], links: Mapping[Node, Collection[Node]], rounds: int) -> set[Node]:
    """Let each node wait with which a row of so many ends, and which would lead on."""
    back = _turned(links)
    length: dict[Node, int] = {}
    waits: set[Node] = set()
    for node in there:
        length[node] = 1 + max((length[other] for other in back.get(node, ()) if other not in waits), default=0)
        if length[node] == rounds and links.get(node):
            waits.add(node)
    return waits


def _from_targets(there: Collection[Node], links: Mapping[Node, Collection[Node]], rounds: int) -> set[Node]:
    """Let each node wait that would come after so many."""
    length: dict[Node, int] = {}
    for node in there:
        before = 1 + max((length[to] for to in links.get(node, ())), default=0)
        length[node] = before if before <= rounds else 1
    return {node for node in there if length[node] == 1 and links.get(node)}


def _turned(links: Mapping[Node, Collection[Node]]) -> dict[Node, list[Node]]:
    """Who links to each node."""
    back: dict[Node, list[Node]] = defaultdict(list)
    for node, targets in links.items():
        for to in targets:
            back[to].append(node)
    return back


def _upwards(links: Mapping[Node, Collection[Node]]) -> list[Node]:
    """Every node, each before those that it links to."""
    back = _turned(links)
    open_ = {node: len(back.get(node, ())) for node in (*links, *back)}
    found = [node for node, count in open_.items() if not count]
    for node in found:  # grows while it is walked
        for to in links.get(node, ()):
            open_[to] -= 1
            if not open_[to]:
                found.append(to)
    return found
