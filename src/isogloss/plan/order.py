"""Put ops in an order in which every entry refers only to entries that exist (invariant 6).

Any order is made correct by leaving out links to what does not exist yet and adding them afterwards; sorting keeps
such second writes few. So: the links between ops form a graph; each knot of entries that need each other is opened by
deferring optional links; what is left is layered. Content first, then the deferred links, then publishing, then
taking away; deletes last, those who refer before their targets. Content that would be live at once waits until its
variant is off the live site.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from isogloss.errors import Refused
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Digest
from isogloss.plan.op import Verb
from isogloss.plan.rounds import late, longest

Cut = tuple[Locale, str]
"""A cell of an op, by locale and field."""

DEEP: Final = 2
"""Layers that one kind may take before its inner links are deferred."""

CONTENT: Final[frozenset[Verb]] = frozenset({"create", "update"})


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What order needs to know of an op.

    adds:  locales in which the entry comes into being by it.
    links: for each cell with links, the entries it links to.
    """

    id: Digest
    side: Side
    verb: Verb
    entry: EntryKey
    present: tuple[Locale, ...]
    adds: frozenset[Locale] = frozenset()
    links: Mapping[Cut, tuple[EntryKey, ...]] = field(default_factory=dict)
    needs: frozenset[Digest] = frozenset()


@dataclass(slots=True)
class Ordered:
    """The result.

    layers:   op id to layer; a layer's ops do not need each other.
    needs:    op id to the ops that must be done before it.
    deferred: op id to the cells that move into a link op of their own, done after everything the cell links to.
    missing:  op id to the cells that link to entries that will not exist there in that locale, with those entries.
    deep:     sides on which links inside a kind go deep, and how many entries the longest row has there.
    depths:   op id to layer, if every link waited that goes deep: the order of publishing, which no link waits for.
    """

    layers: dict[Digest, int] = field(default_factory=dict)
    needs: dict[Digest, set[Digest]] = field(default_factory=lambda: defaultdict(set))
    deferred: dict[Digest, set[Cut]] = field(default_factory=lambda: defaultdict(set))
    missing: dict[Digest, dict[Cut, tuple[EntryKey, ...]]] = field(default_factory=lambda: defaultdict(dict))
    links_after: dict[Digest, set[Digest]] = field(default_factory=lambda: defaultdict(set))
    content_layers: int = 0
    deep: dict[Side, int] = field(default_factory=dict)
    depths: dict[Digest, int] = field(default_factory=dict)


Present = Callable[[Side, EntryKey, Locale], bool]
"""Whether an entry exists on a side in a locale before the plan is applied."""

Required = Callable[[Side, str, str], bool]
"""Whether a side refuses an entry of a kind without a field: side, kind, field name."""


def order(
    ops: Iterable[Skeleton], present: Present, required: Required, rounds: Mapping[Side, int] | None = None
) -> Ordered:
    """Layer the ops of a plan.

    rounds: in how many rounds a kind with deep links is made on a side: in one, without any of them, unless another
            number is said. Any is right, and which is cheapest depends on the platform.
    Order:  deterministic: ties are broken by entry key (invariant 2).
    Raises: Refused where entries need each other through required links only: no order could create them.
    """
    every = sorted(ops, key=lambda op: (op.side.value, op.entry, op.verb, op.id))
    ordered = Ordered()
    first = {need for op in every if op.verb in CONTENT for need in op.needs}
    for side in Side:
        content = [op for op in every if op.side is side and (op.verb in CONTENT or op.id in first)]
        if deep := _content(content, present, required, ordered, (rounds or {}).get(side, 1)):
            ordered.deep[side] = deep
    ordered.content_layers = 1 + max(ordered.layers.values(), default=-1)
    _after_content(every, ordered)
    return ordered


def _content(ops: list[Skeleton], present: Present, required: Required, ordered: Ordered, rounds: int) -> int:
    """Layer the content of one side; how long the longest row is where links inside a kind go deep, else 0."""
    makers = {op.entry: op for op in ops if op.verb in CONTENT}
    edges: dict[Digest, dict[Digest, set[Cut]]] = {op.id: defaultdict(set) for op in ops}
    for op in ops:
        for need in op.needs:  # what has to be off the live site before it changes
            edges[op.id][need] = set()
        for cut, targets in op.links.items():
            gone = tuple(t for t in targets if not _will_exist(op, cut[0], t, makers, present))
            if gone:
                ordered.missing[op.id][cut] = gone
            for target in targets:
                maker = makers.get(target)
                if maker is None or target in gone or not _needs(op, cut[0], maker, present):
                    continue
                if maker.id != op.id:
                    edges[op.id][maker.id].add(cut)
                else:
                    _defer_own(op, cut, required, ordered)
    by_id = {op.id: op for op in ops}
    for knot in _knots(by_id, edges):
        _open(knot, by_id, edges, required, ordered)
    deep = _defer_deep(by_id, edges, required, ordered, rounds)
    ordered.layers |= _layers(edges)
    for id_ in by_id:
        ordered.needs[id_] = set(edges[id_])
    return deep


def _defer_own(op: Skeleton, cut: Cut, required: Required, ordered: Ordered) -> None:
    """An entry that links to itself has to be there first."""
    if required(op.side, op.entry.kind, cut[1]):
        raise _knotted([str(op.entry)])
    ordered.deferred[op.id].add(cut)
    ordered.links_after[op.id].add(op.id)


def _locales(op: Skeleton, locale: Locale) -> tuple[Locale, ...]:
    return op.present if locale == SHARED else (locale,)


def _will_exist(
    op: Skeleton, locale: Locale, target: EntryKey, makers: Mapping[EntryKey, Skeleton], present: Present
) -> bool:
    maker = makers.get(target)
    return all(
        present(op.side, target, found) or (maker is not None and found in maker.adds) for found in _locales(op, locale)
    )


def _needs(op: Skeleton, locale: Locale, maker: Skeleton, present: Present) -> bool:
    """Whether the link can only be written once the maker is done."""
    return any(not present(op.side, maker.entry, found) for found in _locales(op, locale))


def _knots(ops: Iterable[Digest], edges: Mapping[Digest, Iterable[Digest]]) -> list[list[Digest]]:
    """Groups of ops that need each other, by Tarjan's algorithm, without recursion: sites can be deep."""
    index: dict[Digest, int] = {}
    low: dict[Digest, int] = {}
    stack: list[Digest] = []
    on_stack: set[Digest] = set()
    knots: list[list[Digest]] = []
    for root in ops:
        if root in index:
            continue
        work = [(root, iter(sorted(edges[root])))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, targets = work[-1]
            found = next(targets, None)
            if found is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    knot = stack[stack.index(node) :]
                    del stack[stack.index(node) :]
                    on_stack.difference_update(knot)
                    if len(knot) > 1:
                        knots.append(knot)
            elif found not in index:
                index[found] = low[found] = len(index)
                stack.append(found)
                on_stack.add(found)
                work.append((found, iter(sorted(edges[found]))))
            elif found in on_stack:
                low[node] = min(low[node], index[found])
    return knots


def _open(
    knot: list[Digest],
    ops: Mapping[Digest, Skeleton],
    edges: dict[Digest, dict[Digest, set[Cut]]],
    required: Required,
    ordered: Ordered,
) -> None:
    """Order a knot by its required links alone, then defer every optional link that points the wrong way."""
    inside = set(knot)

    def must(op: Digest, target: Digest) -> bool:
        skeleton = ops[op]
        return any(required(skeleton.side, skeleton.entry.kind, name) for _, name in edges[op][target])

    done = _fewest_cuts(knot, ops, edges, must)
    for op in knot:
        for target in sorted(t for t in edges[op] if t in inside and done[t] > done[op]):
            ordered.deferred[op] |= edges[op].pop(target)
            ordered.links_after[op].add(target)
        kept = {t for t in edges[op] if edges[op][t] and edges[op][t] <= ordered.deferred[op]}
        for target in kept:  # the whole cell waits, so its other targets need not come before the entry
            ordered.links_after[op].add(target)
            del edges[op][target]


def _fewest_cuts(
    knot: list[Digest],
    ops: Mapping[Digest, Skeleton],
    edges: Mapping[Digest, Mapping[Digest, set[Cut]]],
    must: Callable[[Digest, Digest], bool],
) -> dict[Digest, int]:
    """Place of each op of a knot: required links hold, and greedily few optional ones point the wrong way."""
    inside = set(knot)
    pending = {op: sum(target in inside for target in edges[op]) for op in knot}
    required = {op: sum(target in inside and must(op, target) for target in edges[op]) for op in knot}
    back: dict[Digest, list[Digest]] = defaultdict(list)
    for op in knot:
        for target in edges[op]:
            if target in inside:
                back[target].append(op)
    heap = [(pending[op], ops[op].entry, op) for op in knot if not required[op]]
    heapq.heapify(heap)
    done: dict[Digest, int] = {}
    while heap:
        _, _, op = heapq.heappop(heap)
        if op in done:
            continue
        done[op] = len(done)
        for later in back[op]:
            pending[later] -= 1
            required[later] -= must(later, op)
            if later not in done and not required[later]:
                heapq.heappush(heap, (pending[later], ops[later].entry, later))
    if len(done) < len(knot):
        raise _knotted(sorted(str(ops[op].entry) for op in knot if op not in done))
    return done


def _knotted(entries: list[str]) -> Refused:
    need = "1 entry needs itself" if len(entries) == 1 else f"{len(entries)} entries need each other"
    return Refused(
        f"{need} through required links ({', '.join(entries[:5])}): none can be created first. "
        "Make one of these fields optional on the target, or leave it out of the mapping."
    )


def _defer_deep(
    ops: Mapping[Digest, Skeleton],
    edges: Mapping[Digest, dict[Digest, set[Cut]]],
    required: Required,
    ordered: Ordered,
    rounds: int,
) -> int:
    """Let links wait that go deep inside a kind, so that it is made in so many rounds; how long the longest row is."""
    strict = _layers(edges)
    inner = _inner(ops, edges, strict, required)
    ordered.depths |= _layers({id_: [t for t in edges[id_] if (id_, t) not in inner] for id_ in ops})
    links: dict[Digest, set[Digest]] = defaultdict(set)
    for id_, target in inner:
        links[id_].add(target)
    for id_ in late(links, rounds):
        for target in links[id_]:
            ordered.deferred[id_] |= edges[id_].pop(target)
            ordered.links_after[id_].add(target)
    return longest(links)


def _inner(
    ops: Mapping[Digest, Skeleton],
    edges: Mapping[Digest, Mapping[Digest, set[Cut]]],
    layers: Mapping[Digest, int],
    required: Required,
) -> set[tuple[Digest, Digest]]:
    """The optional links inside the kinds that would be made in more than two layers.

    Each layer has to be confirmed before the next, and its last batch is not full: a chain of a hundred entries would
    be a hundred waits where two do.
    """
    found: dict[str, set[int]] = defaultdict(set)
    for id_, op in ops.items():
        found[op.entry.kind].add(layers[id_])
    return {
        (id_, target)
        for id_, op in ops.items()
        if len(found[op.entry.kind]) > DEEP
        for target, cuts in edges[id_].items()
        if cuts
        and ops[target].entry.kind == op.entry.kind
        and not any(required(op.side, op.entry.kind, name) for _, name in cuts)
    }


def _layers(edges: Mapping[Digest, Collection[Digest]]) -> dict[Digest, int]:
    """How many others have to be done before each, one after the other."""
    layers = dict.fromkeys(edges, 0)
    waiting = {op: len(targets) for op, targets in edges.items()}
    back: dict[Digest, list[Digest]] = defaultdict(list)
    for op, targets in edges.items():
        for target in targets:
            back[target].append(op)
    ready = [op for op in edges if not waiting[op]]
    while ready:
        op = ready.pop()
        for later in back[op]:
            layers[later] = max(layers[later], layers[op] + 1)
            waiting[later] -= 1
            if not waiting[later]:
                ready.append(later)
    return layers


def _after_content(every: list[Skeleton], ordered: Ordered) -> None:
    """Layers after the content: links (one), publishing (as deep as the links), taking away (one), deletes."""
    links = ordered.content_layers
    publish = links + 1
    away = publish + max(1, ordered.content_layers)
    going_live = {op.id for op in every if op.verb == "publish"}
    led = {op.id for op in every if op.verb == "link" and op.needs & going_live}
    last = away
    for op in every:
        ordered.needs[op.id] |= op.needs
        depth = max((ordered.depths.get(need, 0) for need in op.needs), default=0)
        if op.verb == "publish" and op.needs & led:
            ordered.layers[op.id] = last = away + 1
        elif op.verb == "publish":
            ordered.layers[op.id] = publish + depth
        elif op.verb == "link":  # one that leads to what takes the place of another waits until the public sees that
            ordered.layers[op.id] = away if op.id in led else links
        elif op.verb in ("unpublish", "archive") and op.id not in ordered.layers:
            ordered.layers[op.id] = away
    _deletes([op for op in every if op.verb == "delete"], last + 1, ordered)


def _deletes(ops: Collection[Skeleton], first: int, ordered: Ordered) -> None:
    """Who refers goes before what it refers to; entries that refer to each other go together."""
    going: dict[tuple[Side, EntryKey], list[Digest]] = defaultdict(list)  # an entry may lose several variants
    for op in ops:
        going[op.side, op.entry].append(op.id)
    referrers: dict[Digest, set[Digest]] = {op.id: set() for op in ops}
    for op in ops:
        for target in {t for targets in op.links.values() for t in targets if t != op.entry}:
            for gone in going.get((op.side, target), ()):
                referrers[gone].add(op.id)
    layer = first
    while referrers:
        ready = [id_ for id_, found in referrers.items() if not found & referrers.keys()]
        if not ready:  # the first knot that is found is one that nobody outside of it refers to
            left = {id_: found & referrers.keys() for id_, found in referrers.items()}
            ready = _knots(left, left)[0]
        for id_ in ready:
            ordered.layers[id_] = layer
            ordered.needs[id_] |= referrers[id_] - referrers.keys()
        for id_ in ready:
            del referrers[id_]
        layer += 1
