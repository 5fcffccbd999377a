"""From proposals, and what a person decided about them, to what is kept: links, doubts that are left, what is apart.

Decides that only what is certain or confirmed is kept, that a person's word counts over a proposal, and that no entry
is linked twice. A decision that no longer fits is given back, never followed. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from isogloss.decide.relink import Face, Proposal
from isogloss.model.address import EntryKey, Side

Ids: TypeAlias = tuple[str, frozenset[tuple[Side, str]]]
"""A kind, and what each side calls an entry of it."""
Loose: TypeAlias = tuple[str, Side, str]
"""Kind, side and remote id of an entry that nobody remembers."""


@dataclass(frozen=True, slots=True)
class Link:
    """What two sides call one entry.

    was:      what they called it before, where that is another id.
    accepted: whether it is kept; a person may say no.
    """

    key: EntryKey
    ids: Mapping[Side, str]
    was: Mapping[Side, str] = field(default_factory=dict)
    label: str = ""
    sure: Literal["certain", "confirmed"] = "certain"
    score: float | None = None
    reasons: tuple[str, ...] = ()
    accepted: bool = True

    @property
    def at(self) -> Ids:
        """How a file names it."""
        return self.key.kind, frozenset(self.ids.items())


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided.

    pairs:  by ids, whether they are one.
    joined: by loose entry, the name of the entry that it is.
    alone:  loose entries that are entries of their own.
    """

    pairs: Mapping[Ids, bool] = field(default_factory=dict)
    joined: Mapping[Loose, str] = field(default_factory=dict)
    alone: frozenset[Loose] = frozenset()


@dataclass(slots=True)
class Linked:
    """What is to be kept, and what is left.

    doubts: loose entries about which nobody decided, with their candidates.
    apart:  loose entries that are nobody else's.
    unmet:  decisions that nothing fits any more.
    twice:  entries that a person linked more than once, or to which a link is proposed besides.
    """

    links: list[Link] = field(default_factory=list)
    doubts: list[tuple[Face, tuple[Proposal, ...]]] = field(default_factory=list)
    apart: set[Loose] = field(default_factory=set)
    unmet: list[Ids] = field(default_factory=list)
    twice: list[EntryKey] = field(default_factory=list)

    @property
    def kept(self) -> list[Link]:
        """The links that are accepted."""
        return [link for link in self.links if link.accepted]


@dataclass(frozen=True, slots=True)
class Relinked:
    """Which entries are one, where ids or the state were lost.

    text:   the file of the relinking, as it is to be written.
    known:  entries that both sides show under the ids that are remembered.
    linked: what is certain or was confirmed, and what is left to decide.
    unclear: by kind, why no entry of it could be taken at its word.
    kept:   how many links were new and are kept now; None where nothing was to be kept.
    """

    text: str
    known: int
    linked: Linked
    unclear: Mapping[str, str]
    kept: int | None = None


def link(certain: Iterable[Link], doubted: Iterable[tuple[Face, tuple[Proposal, ...]]], decided: Decided) -> Linked:
    """Put proposals and decisions together."""
    made, met = Linked(), set[Ids]()
    for each in certain:
        accepted = decided.pairs.get(each.at, True)
        met.add(each.at)
        made.links.append(replace(each, accepted=accepted))
        if not accepted:
            made.apart |= {(each.key.kind, side, remote) for side, remote in each.ids.items()}
    for loose, candidates in doubted:
        at = loose.key.kind, loose.side, loose.remote
        chosen = next((each for each in candidates if _said(each, at, decided)), None)
        if chosen is not None:
            confirmed = replace(as_link(chosen), sure="confirmed")
            met.add(confirmed.at)
            made.links.append(confirmed)
        elif at in decided.alone:
            made.apart.add(at)
        else:
            made.doubts.append((loose, candidates))
    keys = [each.key for each in made.kept]
    made.twice = sorted({key for key in keys if keys.count(key) > 1}) if len(keys) != len(set(keys)) else []
    made.unmet = [at for at, yes in decided.pairs.items() if yes and at not in met]
    joined = {(kind, side, remote) for kind, ids in met for side, remote in ids}
    made.unmet += [(at[0], frozenset({at[1:]})) for at in decided.joined if at not in joined]
    return made


def as_link(found: Proposal) -> Link:
    """A proposal as the link that it would be."""
    missing, loose = found.missing, found.loose
    across = {} if missing.across is None else {missing.across.side: missing.across.remote}
    was = {} if missing.was is None else {missing.side: missing.was}
    label = loose.label or (missing.across.label if missing.across else "")
    return Link(missing.key, {**across, loose.side: loose.remote}, was, label, "certain", found.score, found.reasons)


def _said(candidate: Proposal, at: Loose, decided: Decided) -> bool:
    return decided.pairs.get(as_link(candidate).at, False) or decided.joined.get(at) == candidate.missing.key.name
