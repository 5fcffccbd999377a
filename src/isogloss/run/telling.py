"""What a plan tells of an entry beside what follows from the merge: what is there and is not carried as it is.

Decides what a person should know of before the write: somebody's unfinished work, a draft that may be none, links that
lead to no entry on the side that they are written to, and what a side's owner excluded from translation, once for a
kind, or for an entry; of the last only what would be carried otherwise, and it is no loss that ``--max-loss`` counts.
Refuses to change what is written.
"""

from collections.abc import Iterable, Iterator, Mapping

from isogloss.bridge import Bridge
from isogloss.canon.links import addresses
from isogloss.mapping.names.addresses import SCHEME, Directory
from isogloss.mapping.names.clones import clones
from isogloss.mapping.types.texts import texts
from isogloss.merge.change import Drifted
from isogloss.merge.decide import Tree, child
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, STATUS, Entry, cell_of, digest_variant
from isogloss.model.excluded import NOTHING_EXCLUDED, Excluded, Exclusion
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Due
from isogloss.model.value import ABSENT, Absent, Scalar, Value
from isogloss.plan.op import Loss, Op, Remark
from isogloss.plan.terms import Built
from isogloss.run.observe import Observed

EVERY = "*"
"""Stands for every entry of a kind, where the name of one would be."""


def tell(facing: Facing, bridge: Bridge, built: Built) -> None:
    """Add to what a plan holds about an entry what only reading it tells."""
    sources = [side.other for side in bridge.flows(facing.key.kind).written()]
    for source in sources:
        if bridge.unpublished_edits != "carry":
            built.losses += _stays_behind(facing, bridge, source)
        elif bridge.publish == "mirror":
            built.remarks += _perhaps_live(facing, bridge, source)
        built.losses += _scheduled(facing, bridge, source)
        built.losses += _differing(facing, bridge, source)
        built.losses += _cloned(facing, bridge, source, built)
        built.remarks += _made_again(facing, bridge, source.other, built)
        built.remarks += _waiting(facing, bridge, source)
        built.remarks += _unrooted(facing, bridge, source)
    for target in set(Side) - set(sources):
        built.drifts += _differing_there(facing, target, built)


def _made_again(facing: Facing, bridge: Bridge, to: Side, built: Built) -> Iterator[Remark]:
    """What was deleted on one side and is written there again, as the other side edited it and its edit wins."""
    agreed, kept = facing.base.left, facing.base.right
    if to is Side.RIGHT:
        agreed, kept = kept, agreed
    if not isinstance(agreed, Mapping):
        return
    shown = facing.shows(to)
    gone = [None] if isinstance(shown, Absent) else [Locale(each) for each in agreed if each not in shown]
    again = _written(built.ops, to) if gone else set()
    here, across = bridge.side(to).name, bridge.side(to.other).name
    for locale in gone:
        where = again if locale is None else again & {locale}
        if any(child(kept, str(each)) != _digests(facing.shows(to.other), each) for each in where):
            said = f"deleted on {here}; {across} shows what both never agreed on, so it is made again"
            yield Remark(Cell(facing.key, locale), "edited on one side, deleted on the other", facing.label, said)


def _waiting(facing: Facing, bridge: Bridge, source: Side) -> Iterator[Remark]:
    """What is not live and would be, were it carried."""
    for locale in sorted(facing.waiting.get(source, ())):
        if bridge.flows(facing.key.kind).writes(source.other, Cell(facing.key, locale, STATUS)):
            here, across = bridge.side(source).name, bridge.side(source.other).name
            said = (
                f"it is not live on {here}, and {across} shows at once what it holds; it crosses once it is published"
            )
            yield Remark(Cell(facing.key, locale), "waits until it is published", facing.label, said)


def _unrooted(facing: Facing, bridge: Bridge, source: Side) -> Iterator[Remark]:
    """What is not in the primary, by which the other side would know it."""
    for locale in sorted(facing.unrooted.get(source, ())):
        if bridge.flows(facing.key.kind).writes(source.other, Cell(facing.key, locale, STATUS)):
            here, across = bridge.side(source).name, bridge.side(source.other).name
            said = f"{across} knows a text by what it says in {bridge.primary}, where {here} has nothing to carry yet"
            yield Remark(Cell(facing.key, locale), "waits for the primary", facing.label, said)


def _digests(entry: Entry | Absent, locale: Locale) -> Tree:
    variant = None if isinstance(entry, Absent) else entry.get(locale)
    return ABSENT if variant is None else digest_variant(variant)


def _stays_behind(facing: Facing, bridge: Bridge, source: Side) -> Iterator[Loss]:
    """Somebody's unfinished work on a live variant of the source: reported, never carried as published."""
    flows = bridge.flows(facing.key.kind)
    for locale, note in sorted(facing.notes(source).items()):
        if note.unpublished_edits and flows.reaches(source.other, locale):
            yield Loss(
                source.other,
                Cell(facing.key, locale),
                "unpublished edits stay behind",
                ABSENT,
                f"edits on {bridge.side(source).name} that are not published yet are not carried",
            )


def _perhaps_live(facing: Facing, bridge: Bridge, source: Side) -> Iterator[Remark]:
    """What is carried as a draft although somebody may have published it: only a person can tell."""
    flows = bridge.flows(facing.key.kind)
    here, across = bridge.side(source).name, bridge.side(source.other).name
    for locale, note in sorted(facing.notes(source).items()):
        if note.perhaps_live and flows.writes(source.other, Cell(facing.key, locale, STATUS)):
            said = (
                f"links to what is not live look the same on {here} drafted and published, so it is a draft on "
                f"{across} until what they lead to is live; if it was published, publish it once more in the editor"
            )
            yield Remark(Cell(facing.key, locale), "published or drafted", facing.label, said)


def _scheduled(facing: Facing, bridge: Bridge, source: Side) -> Iterator[Loss]:
    """What a person set to go live later: no side can be told a time, so it crosses as the draft that it is."""
    after = "the next run after that publishes it here" if bridge.publish == "mirror" else "here a person publishes it"
    flows = bridge.flows(facing.key.kind)
    for locale, note in sorted(facing.notes(source).items()):
        if note.goes_live is not None and flows.writes(source.other, Cell(facing.key, locale, STATUS)):
            here, at = bridge.side(source).name, _when(note.goes_live)
            said = f"will go live on {here} at {at}, and is a draft until then; {after}"
            yield Loss(source.other, Cell(facing.key, locale, STATUS), "goes live at a set time", DRAFT, said)


def _when(due: Due) -> str:
    return (
        "a time that it does not tell" if due == "untold" else due.isoformat(timespec="seconds").replace("+00:00", "Z")
    )


def _differing(facing: Facing, bridge: Bridge, source: Side) -> Iterator[Loss]:
    """What a locale of the source shows in fields that the mapping says are the same in all: one of them is carried."""
    flows = bridge.flows(facing.key.kind)
    for locale, name, value in _apart(facing, source):
        if not flows.writes(source.other, Cell(facing.key, SHARED, name)):
            continue
        said = f"{locale} on {bridge.side(source).name} shows something else; one value is carried for all locales"
        yield Loss(source.other, Cell(facing.key, locale, name), "shared field differs between locales", value, said)


def _cloned(facing: Facing, bridge: Bridge, source: Side, built: Built) -> Iterator[Loss]:
    """Locales that only repeat the primary: those that are written now, and those that are left out."""
    same = f"every text is word for word that of {bridge.primary} on {bridge.side(source).name}"
    again = clones(facing.shows(source), facing.key.kind, bridge) - facing.copied.get(source, frozenset())
    for locale in sorted(again & _written(built.ops, source.other) if again else ()):
        said = f"{same}, so nobody may have translated it; it is carried (same_as_primary)"
        yield Loss(source.other, Cell(facing.key, locale), "same text as the primary", ABSENT, said)
    for locale in sorted(facing.left_out.get(source, ())):
        said = f"{same}; it is left out until somebody translates it (same_as_primary: skip)"
        yield Loss(source.other, Cell(facing.key, locale), "same text as the primary, left out", ABSENT, said)


def _written(ops: Iterable[Op], on: Side) -> set[Locale]:
    made = [op for op in ops if op.on is on and op.verb in ("create", "update")]
    return {change.locale for op in made for change in op.changes if not change.touches}


def _differing_there(facing: Facing, target: Side, built: Built) -> Iterator[Drifted]:
    """What a locale of the target alone shows in such a field: it stays until the field is written for all."""
    for locale, name, value in _apart(facing, target):
        source = cell_of(facing.shows(target.other), SHARED, name)
        left, right = (source, value) if target is Side.RIGHT else (value, source)
        kept = not any(change.field == name and change.locale == SHARED for op in built.ops for change in op.changes)
        yield Drifted(Cell(facing.key, locale, name), left, right, kept, facing.label)


def _apart(facing: Facing, side: Side) -> Iterator[tuple[Locale, str, Value]]:
    for locale, note in sorted(facing.notes(side).items()):
        for name, value in sorted(note.differs.items()):
            yield locale, name, value


def excluded_of_kinds(observed: Observed) -> Iterator[Loss]:
    """What is excluded of every entry of a kind."""
    for side in Side:
        for kind, excluded in sorted(observed.excludes(side).items()):
            yield from _excluded(observed.bridge, side, EntryKey(kind, EVERY), excluded, NOTHING_EXCLUDED)


def note_excluded(observed: Observed, facing: Facing, built: Built) -> None:
    """Add to what a plan holds about an entry what is excluded of it beside that, and what its base is now."""
    key = facing.key
    for side in Side if facing.excluded else ():
        there = observed.excludes(side).get(key.kind, NOTHING_EXCLUDED)
        built.losses += _excluded(observed.bridge, side, key, observed.excluded_on(side, key), there)
    built.remember(facing.adopt)


def _excluded(bridge: Bridge, side: Side, key: EntryKey, excluded: Excluded, known: Excluded) -> Iterator[Loss]:
    place, across = bridge.side(side).name, bridge.side(side.other).name
    for locale in (each for each in bridge.locales if each in excluded):
        for field, rows in _parts(excluded[locale], known.get(locale, Exclusion()), bridge, key.kind):
            what = f"{rows} rows of it are" if rows > 1 else "one row of it is" if rows else "it is"
            said = (
                f"left out: {what} excluded from translation into {locale} on {place}; what {across} shows there stays"
            )
            yield Loss(side, Cell(key, locale, field), "excluded from translation", ABSENT, said)


def _parts(excluded: Exclusion, known: Exclusion, bridge: Bridge, kind: str) -> Iterator[tuple[str | None, int]]:
    """The fields that are excluded, and of how many rows; None for the whole variant."""
    carried = bridge.kinds[kind].fields
    if excluded.whole:
        yield None, 0
        return
    yield from ((name, 0) for name in sorted(excluded.fields - known.fields) if name in carried)
    yield from ((name, len(rows.ids)) for name, rows in sorted(excluded.rows.items()) if name in carried and rows.ids)


def lost_links(ops: Iterable[Op], bridge: Bridge, directory: Directory) -> list[Loss]:
    """One loss for each text with links that keep the other side's address, because there is none here."""
    return list(_lost(ops, bridge, directory)) if directory else []


def _lost(ops: Iterable[Op], bridge: Bridge, directory: Directory) -> Iterator[Loss]:
    for op in ops:
        for change in op.changes:
            if change.touches:
                continue
            found = [
                link
                for text in texts(change.after)
                for link in addresses(text)
                if link.startswith(SCHEME) and directory.lacks(op.on, link, change.locale)
            ]
            if found:
                here, there = bridge.side(op.on).name, bridge.side(op.on.other).name
                many = f"{len(found)} links" if len(found) > 1 else "a link"
                keep = "keep their address" if len(found) > 1 else "keeps its address"
                yield Loss(
                    op.on,
                    change.at,
                    "link target missing in this locale",
                    Scalar("link", directory.address(op.on, found[0], change.locale) or found[0]),
                    f"{many} to what {here} does not have yet {keep} on {there}",
                )


def remarks_on_state(observed: Observed) -> Iterator[Remark]:
    """What a plan says of a state that was lost, or is older than the sides."""
    found = observed.outlived
    if found is None:
        return
    runs = f"run {found.runs[0]}" if len(found.runs) == 1 else f"{len(found.runs)} runs from {found.runs[0]} on"
    at = Cell(EntryKey("state", observed.bridge.name))
    if not observed.agreed:
        said = f"it knows nothing of {runs}; entries are matched again, and what differs is held"
        yield Remark(at, "the state was lost", detail=said)
    else:
        said = (
            f"it knows nothing of {runs}; what both sides show alike is advanced, what seems to have moved on one side "
            "alone is held unless it was changed there since, and nothing is deleted in this run"
        )
        yield Remark(at, "the state is older than the sides", detail=said)
