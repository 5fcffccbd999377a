"""Pair what the two sides show, and give each pair the key it keeps for ever.

Rules in order: remembered identity, also by a name that the side gave an entry since, the origin key field, then the
match fields of the mapping (per locale). A rule that finds two candidates for one entry is an error that lists them;
nothing is paired by guess. An entry that is remembered on one side alone, as one that a person was asked to add on the
other, is still looked for there. The same inputs give the same keys (invariant 2).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from isogloss.errors import Refused
from isogloss.model.address import APART, EntryKey, Side, own_name
from isogloss.model.locale import SHARED, Locale


@dataclass(frozen=True, slots=True)
class Handle:
    """What pairing needs to know of an entry on one side.

    marks: for each match rule, in order, what the entry shows there: pairs of locale and text.
    name:  what a key would be made from: the slug or first match text, else empty.
    slugs: the slugs that the entry uses.
    formerly: what the side says that it was called before; "" where it says nothing.
    """

    remote: str
    origin: str | None = None
    marks: tuple[frozenset[tuple[Locale, str]], ...] = ()
    name: str = ""
    slugs: tuple[str, ...] = ()
    formerly: str = ""


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
    table = _Table(kind, {side: {h.remote: h for h in shown} for side, shown in zip(Side, (left, right), strict=True)})
    table.remember(known)
    table.by_origin()
    rules = max((len(h.marks) for handles in table.shown.values() for h in handles.values()), default=0)
    for rule in range(rules):
        table.by_mark(rule)
    return table.finish()


def in_any_case(left: list[Handle], right: list[Handle]) -> tuple[list[Handle], list[Handle]]:
    """The handles with one rule more, the last: the slug in lower case, where that is one entry's alone on each side.

    A side may hold slugs in lower case. Twins, whose slugs differ in case only, are told, never paired by this.
    """
    if not any(slug != slug.casefold() for handle in (*left, *right) for slug in handle.slugs):
        return left, right
    last = max(len(handle.marks) for handle in (*left, *right))
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

    def __init__(self, kind: str, shown: Mapping[Side, Mapping[str, Handle]]) -> None:
        self.kind = kind
        self.shown = shown
        self.pairs: dict[EntryKey, tuple[str | None, str | None]] = {}
        self.free = {side: dict(sorted(handles.items())) for side, handles in shown.items()}
        # remembered on their side only: remote id to key
        self.alone: dict[Side, dict[str, EntryKey]] = {side: {} for side in shown}

    def remember(self, known: Known) -> None:
        known_left, known_right = (_by_key(known.get(side, {}), self.shown[side]) for side in Side)
        free_left, free_right = self.free.values()
        for key in sorted(known_left.keys() | known_right.keys()):
            here = free_left.pop(known_left.get(key, ""), None)
            there = free_right.pop(known_right.get(key, ""), None)
            self.pairs[key] = (here.remote if here else None, there.remote if there else None)
            if key.was:  # what takes its place is found already
                continue
            if here and key not in known_right:
                self.alone[Side.LEFT][here.remote] = key
            if there and key not in known_left:
                self.alone[Side.RIGHT][there.remote] = key

    def by_origin(self) -> None:
        """An origin key names the entry; whoever was minted that name on the other side is its partner."""
        for free in self.free.values():
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
            self._claims(Side.RIGHT, exact=exact)
            self._claims(Side.LEFT, exact=exact)

    def _claims(self, side: Side, *, exact: bool) -> None:
        across = self.free[side.other]
        named: dict[str, list[str]] = defaultdict(list)
        for handle in across.values():
            for name in {handle.remote, _longer(handle.name, handle.remote)} if exact else {handle.name}:
                named[own_name(name)].append(handle.remote)
        for handle in list(self.free[side].values()):
            kind, name = _origin(handle)
            if kind == self.kind and name:
                partners = [remote for remote in named.get(name, ()) if remote in across]
                if partners or not exact:
                    self._claim(side, handle.remote, name, partners)

    def _claim(self, side: Side, remote: str, name: str, partners: list[str]) -> None:
        key, is_left = EntryKey(self.kind, name), side is Side.LEFT
        if key in self.pairs:
            here, there = self.pairs[key]
            if (here if is_left else there) is None:  # remembered, but this side had lost it
                self.pairs[key] = (remote, there) if is_left else (here, remote)
                del self.free[side][remote]
            return
        self._refuse_many(f"{remote}, whose origin key is {name},", partners, side.other)
        partner = partners[0] if partners else None
        if partner is not None:
            del self.free[side.other][partner]
        del self.free[side][remote]
        self.pairs[key] = (remote, partner) if is_left else (partner, remote)

    def by_mark(self, rule: int) -> None:
        left, right = (
            {**self.free[side], **{remote: self.shown[side][remote] for remote in self.alone[side]}} for side in Side
        )
        alone_left, alone_right = self.alone.values()
        wanted = _candidates(left, right, alone_left, alone_right, rule)
        for remote, candidates in wanted.items():
            self._refuse_many(remote, candidates, Side.RIGHT)
        for remote, candidates in _candidates(right, left, alone_right, alone_left, rule).items():
            self._refuse_many(remote, candidates, Side.LEFT)
        for remote, candidates in wanted.items():
            for partner in candidates:
                key = alone_left.pop(remote, None) or alone_right.pop(partner, None)
                if key is None:
                    key = self._mint(left[remote].name or right[partner].name or remote, remote)
                self.free[Side.LEFT].pop(remote, None)
                self.free[Side.RIGHT].pop(partner, None)
                self.pairs[key] = (remote, partner)

    def _refuse_many(self, remote: str, candidates: list[str], across: Side) -> None:
        if len(candidates) > 1:
            raise Refused(
                f"{self.kind}: {len(candidates)} entries of the {across.value} side match {remote} "
                f"({', '.join(candidates[:5])}). Make the match field unique there, match on another field, or say "
                "under pins which two are one."
            )

    def _mint(self, name: str, remote: str) -> EntryKey:
        while (key := EntryKey(self.kind, own_name(name))) in self.pairs:
            name = _longer(name, remote)
        return key

    def finish(self) -> list[Pair]:
        """Whoever is still free is alone, and gets a key of its own."""
        for side, free in self.free.items():
            for remote, handle in free.items():
                ids = (remote, None) if side is Side.LEFT else (None, remote)
                self.pairs[self._mint(handle.name or remote, remote)] = ids
        return [Pair(key, *self.pairs[key]) for key in sorted(self.pairs)]


def _by_key(known: Mapping[str, EntryKey], shown: Mapping[str, Handle]) -> dict[EntryKey, str]:
    """What each remembered entry is called: by another name where the side says so, and of one entry only."""
    claims = Counter(handle.formerly for handle in shown.values())
    now = {
        handle.formerly: remote
        for remote, handle in shown.items()
        if handle.formerly in known and handle.formerly not in shown and remote not in known
    }
    return {key: now[remote] if claims[remote] == 1 and remote in now else remote for remote, key in known.items()}


def named_by(kind: str, handle: Handle) -> EntryKey | None:
    """The entry of a kind that an origin key names; None where there is none, or it names no such entry."""
    of, name = _origin(handle)
    return EntryKey(kind, name) if of == kind and name else None


def _origin(handle: Handle) -> tuple[str, str]:
    """The kind and the name that an origin key tells; it may hold anything, since people can write it too."""
    kind, _, name = (handle.origin or "").partition("/")
    return kind, own_name(name)


def _longer(name: str, remote: str) -> str:
    """The name of an entry whose own is taken."""
    return f"{name}{APART}{remote}"


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
