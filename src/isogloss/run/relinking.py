"""``relink``: find out which entries are one where the state or the ids were lost. Sends reads only.

Decides what is looked at: what pairing finds by itself, what is remembered and shown no more, and what is shown and
remembered by nobody. Writes the state only where it is asked to keep what is certain or was confirmed.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from isogloss.apply.relinking import keep
from isogloss.decide.linking import Decided, Ids, Link, Linked, Relinked, as_link, link
from isogloss.decide.relink import Face, Missing, Proposal, propose
from isogloss.errors import Refused
from isogloss.mapping.file.relinks import read_relinks, write_relinks
from isogloss.model.address import Side
from isogloss.run.check import passed
from isogloss.run.faces import Apart, apart, face_of, missing_of
from isogloss.run.leasing import leased
from isogloss.run.observe import Observed
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.state.opened import State, open_state
from isogloss.state.relinks import Said, Told


def relink(session: Session, pairs: Path | None = None, *, write: bool = False) -> Relinked:
    """Propose which entries are one, beside what a person decided before.

    pairs:  the file with those decisions; None where there is none.
    write:  keep what is certain or was confirmed, and hold what is left until somebody decides.
    Raises: ConfigError or MappingError for the file; Refused where a decision in it no longer fits, or somebody else is
            at work; any RemoteError.
    """
    names = {side: session.bridge.side(side).name for side in Side}
    decided = Decided() if pairs is None else read_relinks(pairs, session.bridge.name, names)
    with (
        open_state(session.state, session.bridge.name, session.clock, read_only=not write) as state,
        _held(session, state, write=write) as held,
        open_readers(held.bridge, held.reach) as readers,
        Observed(held.bridge, state, held.scratch) as observed,
    ):
        passed(held.bridge, readers, probe=False)
        observed.read(readers, lenient=True)
        linked = link(*_proposed(observed), decided)
        if write:
            _refuse_unfit(linked, observed, pairs, names)
        text = write_relinks(held.bridge.name, linked, names)
        known = sum(pair.left is not None and pair.right is not None for pair in observed.pairs)
        known -= sum(1 for each in linked.links if len(each.ids) == len(Side) and not each.was)
        kept = keep(state, linked.kept, _left(linked)) if write else None
        return Relinked(text, max(known, 0), linked, observed.unclear, kept)


@contextmanager
def _held(session: Session, state: State, *, write: bool) -> Iterator[Session]:
    """Hold the lease where the state is written."""
    if not write:
        yield session
        return
    with leased(session, state) as held:
        yield held


def _proposed(observed: Observed) -> tuple[list[Link], list[tuple[Face, tuple[Proposal, ...]]]]:
    """What pairing found, what is certain, and what a person has to decide about."""
    certain, doubted = list(_aligned(observed)), list[tuple[Face, tuple[Proposal, ...]]]()
    found, taken = apart(observed), set[tuple[Side, str]]()
    for kind in observed.bridge.kinds:
        for side in (Side.RIGHT, Side.LEFT):  # what both sides show and nobody remembers is looked at once
            loose = [face_of(observed, side, pair.key) for pair in found.loose[side, kind]]
            loose = [face for face in loose if (side, face.remote) not in taken]
            missing = list(_missing(observed, found, side, kind, taken)) if loose else []
            made = propose(missing, loose)
            for each in made.pairs:
                if each.sure == "certain":
                    certain.append(as_link(each))
                else:
                    doubted.append((each.loose, (each,)))
            doubted += made.doubted
            for each in (*made.pairs, *(one for _, candidates in made.doubted for one in candidates)):
                taken.add((side, each.loose.remote))
                if each.missing.across is not None and each.missing.was is None:
                    taken.add((side.other, each.missing.across.remote))
    return certain, sorted(doubted, key=lambda each: (each[0].key.kind, each[0].side.value, each[0].remote))


def _missing(
    observed: Observed, found: Apart, side: Side, kind: str, taken: set[tuple[Side, str]]
) -> Iterator[Missing]:
    yield from (missing_of(observed, side, pair) for pair in found.lost[side, kind])
    for pair in found.loose[side.other, kind]:
        across = face_of(observed, side.other, pair.key)
        if (side.other, across.remote) not in taken:
            yield Missing(pair.key, side, None, across)


def _aligned(observed: Observed) -> Iterator[Link]:
    """What pairing finds by itself: by origin keys, match fields and pins."""
    identity = observed.state.identity
    for pair in observed.pairs:
        ids = {side: remote for side in Side if (remote := pair.on(side)) is not None}
        if pair.key in observed.new and len(ids) == len(Side) and not pair.key.was:
            known = {side: identity.remote(side, pair.key) for side in Side}
            was = {side: old for side, old in known.items() if old is not None and old != ids[side]}
            faces = [face_of(observed, side, pair.key) for side in Side]
            label = next((face.label for face in faces if face.label), "")
            yield Link(pair.key, ids, was, label, reasons=_reasons(*faces))


def _reasons(one: Face, other: Face) -> tuple[str, ...]:
    if one.named or other.named:
        return ("the origin key",)
    shared = sorted(mark for mine, theirs in zip(one.marks, other.marks, strict=False) for mark in mine & theirs)
    return (f"the same {shared[0][1]}",) if shared else ("the mapping says so",)


def _refuse_unfit(linked: Linked, observed: Observed, pairs: Path | None, names: Mapping[Side, str]) -> None:
    """Nothing is kept of a file that was made for something else than what is there now."""
    unmet = [at for at in linked.unmet if not _is_known(observed, at)]
    if unmet:
        kind, ids = unmet[0]
        said = ", ".join(f"{names[side]} {remote}" for side, remote in sorted(ids, key=lambda each: each[0].value))
        some = "1 decision no longer fits" if len(unmet) == 1 else f"{len(unmet):,} decisions no longer fit"
        raise Refused(
            f"{pairs}: {some} what is there, as about {kind} ({said}). Nothing was kept. Run "
            "isogloss relink without --write: it makes the file anew, with every decision that still fits."
        )
    if linked.twice:
        raise Refused(
            f"{pairs}: {linked.twice[0]} would be linked twice. Nothing was kept. Accept one of the pairs, and say no "
            "to the other."
        )


def _is_known(observed: Observed, at: Ids) -> bool:
    """Whether a decision was kept before."""
    kind, ids = at
    keys = {observed.state.identity.entry(side, kind, remote) for side, remote in ids}
    return len(keys) == 1 and None not in keys


def _left(linked: Linked) -> dict[Told, Said]:
    left: dict[Told, Said] = {(side, kind, remote): "apart" for kind, side, remote in linked.apart}
    for loose, candidates in linked.doubts:
        left[loose.side, loose.key.kind, loose.remote] = "open"
        for each in candidates:
            missing = each.missing
            if missing.was is not None:
                left[missing.side, missing.key.kind, missing.was] = "open"
            elif missing.across is not None:
                left[missing.across.side, missing.key.kind, missing.across.remote] = "open"
    return left
