"""Pair what the two sides show, and give each pair the key it keeps for ever.

Rules in order: remembered identity, the origin key field, then the match fields of the mapping (per locale). A rule
that finds two candidates for one entry is an error that lists them; nothing is paired by guess. An entry that is
remembered on one side alone, as one that a person was asked to add on the other, is still looked for there. The same
inputs give the same keys (invariant 2).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from isogloss.errors import Refused
from isogloss.model.address import EntryKey, Side, own_name
from isogloss.model.locale import SHARED, Locale


@dataclass(frozen=True, slots=True)
class Handle:
    """What pairing needs to know of an entry on one side.

    marks: for each match rule, in order, what the entry shows there: pairs of locale and text.
    name:  what a key would be made from: the slug or first match text, else empty.
    slugs: the slugs that the entry uses.
    """

    remote: str
    origin: str | None = None
    marks: tuple[frozenset[tuple[Locale, str]], ...] = ()
    name: str = ""
    slugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """One entry and what it is called on each side; None where that side does not have it."""

    key: EntryKey
    left: str | None
    right: str | None

    def on(self, side: Side) -> str | None:
        """What it is called on one side."""
        return self.left if side is Side.LEFT else self.right


Known = Mapping[Side, Mapping[str, EntryKey]]
"""Remembered identity of one kind: side to remote id to key."""


def align(kind: str, left: Iterable[Handle], right: Iterable[Handle], known: Known) -> list[Pair]:
    """Pair the entries of one kind.

    Shape:  every handle is in exactly one pair; remembered entries that neither side shows any more are in one too,
            with both ids None.
    Order:  by key.
    Raises: Refused where a rule finds more than one candidate for an entry.
    """
    table = _Table(kind, {h.remote: h for h in left}, {h.remote: h for h in right})
    table.remember(known)
    table.by_origin()
    rules = max((len(h.marks) for h in (*table.left.values(), *table.right.values())), default=0)
    for rule in range(rules):
        table.by_mark(rule)
    return table.finish()


def in_any_case(left: list[Handle], right: list[Handle]) -> tuple[list[Handle], list[Handle]]:
    """The handles with one rule more, the last: the slug in lower case, where that is one entry's alone on each side.

    A side may hold slugs in lower case. Twins, whose slugs differ in case only, are told, never paired by this.
    """
    if not any(slug != slug.casefold() for handle in (*left, *right) for slug in handle.slugs):
        return left, right
    last = max((len(handle.marks) for handle in (*left, *right)), default=0)
    return _with_folded(left, last), _with_folded(right, last)


def _with_folded(handles: list[Handle], last: int) -> list[Handle]:
    counts = Counter(slug.casefold() for handle in handles for slug in handle.slugs)
    made = []
    for handle in handles:
        alone = frozenset((SHARED, slug.casefold()) for slug in handle.slugs if counts[slug.casefold()] == 1)
        gap = (frozenset[tuple[Locale, str]](),) * (last - len(handle.marks))
        made.append(replace(handle, marks=(*handle.marks, *gap, alone)))
    return made


class _Table:
    """The state of one alignment: who is paired, who is free."""

    def __init__(self, kind: str, left: dict[str, Handle], right: dict[str, Handle]) -> None:
        self.kind = kind
        self.left = left
        self.right = right
        self.pairs: dict[EntryKey, tuple[str | None, str | None]] = {}
        self.free_left = dict(sorted(left.items()))
        self.free_right = dict(sorted(right.items()))
        # remembered on their side only: remote id to key
        self.alone_left: dict[str, EntryKey] = {}
        self.alone_right: dict[str, EntryKey] = {}

    def remember(self, known: Known) -> None:
        known_left = {key: remote for remote, key in known.get(Side.LEFT, {}).items()}
        known_right = {key: remote for remote, key in known.get(Side.RIGHT, {}).items()}
        for key in sorted(known_left.keys() | known_right.keys()):
            here = self.free_left.pop(known_left.get(key, ""), None)
            there = self.free_right.pop(known_right.get(key, ""), None)
            self.pairs[key] = (here.remote if here else None, there.remote if there else None)
            if key.was:  # what takes its place is found already
                continue
            if here and key not in known_right:
                self.alone_left[here.remote] = key
            if there and key not in known_left:
                self.alone_right[there.remote] = key

    def by_origin(self) -> None:
        """An origin key names the entry; whoever was minted that name on the other side is its partner."""
        for free in (self.free_left, self.free_right):
            claims: dict[str, list[str]] = defaultdict(list)
            for handle in free.values():
                kind, name = _origin(handle)
                if kind == self.kind and name:
                    claims[name].append(handle.remote)
            for name, remotes in claims.items():
                if len(remotes) > 1:
                    raise Refused(
                        f"{self.kind}/{name}: {len(remotes)} entries carry this origin key ({', '.join(remotes)}). "
                        "Delete or clear the duplicates on that side, then run again."
                    )
        for exact in (True, False):  # a longer name goes first, or its entry is taken for the one it was told from
            self._claims(self.free_right, self.free_left, mine_is_left=False, exact=exact)
            self._claims(self.free_left, self.free_right, mine_is_left=True, exact=exact)

    def _claims(self, mine: dict[str, Handle], across: dict[str, Handle], *, mine_is_left: bool, exact: bool) -> None:
        named: dict[str, list[str]] = defaultdict(list)
        for handle in across.values():
            for name in {handle.remote, _longer(handle.name, handle.remote)} if exact else {handle.name}:
                named[own_name(name)].append(handle.remote)
        for handle in list(mine.values()):
            kind, name = _origin(handle)
            if kind == self.kind and name:
                partners = [remote for remote in named.get(name, ()) if remote in across]
                if partners or not exact:
                    self._claim(handle.remote, name, partners, mine, across, mine_is_left=mine_is_left)

    def _claim(
        self,
        remote: str,
        name: str,
        partners: list[str],
        mine: dict[str, Handle],
        across: dict[str, Handle],
        *,
        mine_is_left: bool,
    ) -> None:
        key = EntryKey(self.kind, name)
        if key in self.pairs:
            here, there = self.pairs[key]
            if (here if mine_is_left else there) is None:  # remembered, but this side had lost it
                self.pairs[key] = (remote, there) if mine_is_left else (here, remote)
                del mine[remote]
            return
        self._refuse_many(f"{remote}, whose origin key is {name},", partners, "right" if mine_is_left else "left")
        partner = partners[0] if partners else None
        if partner is not None:
            del across[partner]
        del mine[remote]
        self.pairs[key] = (remote, partner) if mine_is_left else (partner, remote)

    def by_mark(self, rule: int) -> None:
        left = self.free_left | {remote: self.left[remote] for remote in self.alone_left}
        right = self.free_right | {remote: self.right[remote] for remote in self.alone_right}
        wanted = _candidates(left, right, self.alone_left, self.alone_right, rule)
        for remote, candidates in wanted.items():
            self._refuse_many(remote, candidates, "right")
        for remote, candidates in _candidates(right, left, self.alone_right, self.alone_left, rule).items():
            self._refuse_many(remote, candidates, "left")
        for remote, candidates in wanted.items():
            for partner in candidates:
                key = self.alone_left.pop(remote, None) or self.alone_right.pop(partner, None)
                if key is None:
                    key = self._mint(left[remote].name or right[partner].name or remote, remote)
                self.free_left.pop(remote, None)
                self.free_right.pop(partner, None)
                self.pairs[key] = (remote, partner)

    def _refuse_many(self, remote: str, candidates: list[str], across: str) -> None:
        if len(candidates) > 1:
            raise Refused(
                f"{self.kind}: {len(candidates)} entries of the {across} side match {remote} "
                f"({', '.join(candidates[:5])}). Make the match field unique there, or match on another field."
            )

    def _mint(self, name: str, remote: str) -> EntryKey:
        while (key := EntryKey(self.kind, own_name(name))) in self.pairs:
            name = _longer(name, remote)
        return key

    def finish(self) -> list[Pair]:
        """Whoever is still free is alone, and gets a key of its own."""
        for remote, handle in self.free_left.items():
            self.pairs[self._mint(handle.name or remote, remote)] = (remote, None)
        for remote, handle in self.free_right.items():
            self.pairs[self._mint(handle.name or remote, remote)] = (None, remote)
        return [Pair(key, *self.pairs[key]) for key in sorted(self.pairs)]


def _origin(handle: Handle) -> tuple[str, str]:
    """The kind and the name that an origin key tells; it may hold anything, since people can write it too."""
    kind, _, name = (handle.origin or "").partition("/")
    return kind, own_name(name)


def _longer(name: str, remote: str) -> str:
    """The name of an entry whose own is taken."""
    return f"{name}~{remote}"


def _marks(handle: Handle, rule: int) -> frozenset[tuple[Locale, str]]:
    return handle.marks[rule] if rule < len(handle.marks) else frozenset()


def _candidates(
    mine: Mapping[str, Handle],
    across: Mapping[str, Handle],
    alone: Collection[str],
    alone_across: Collection[str],
    rule: int,
) -> dict[str, list[str]]:
    """For each entry, those across that show the same by one rule; two that are remembered apart stay apart."""
    found: dict[tuple[Locale, str], list[str]] = defaultdict(list)
    for remote, handle in across.items():
        for mark in _marks(handle, rule):
            found[mark].append(remote)
    return {
        remote: sorted(
            {
                candidate
                for mark in _marks(handle, rule)
                for candidate in found.get(mark, ())
                if not (remote in alone and candidate in alone_across)
            }
        )
        for remote, handle in mine.items()
    }
