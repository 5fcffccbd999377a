"""Why one cell is what it is: both sides, the base, the row of the merge table, words of the mapping, past and next.

Decides nothing of its own: what the next run would do is read off a plan that is drafted like any other and thrown
away, and the row is read off the merge that it was made by. Sends reads only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from isogloss.answers import Explained, Next, PastDecision, Said, Shows, Wrote
from isogloss.bridge import Bridge
from isogloss.errors import UsageError
from isogloss.mapping.file.said import Words
from isogloss.mapping.names.locales import tag_of
from isogloss.mapping.names.nearest import nearest
from isogloss.mapping.names.neutral import names_in_scope
from isogloss.merge.branches import Row
from isogloss.merge.facing import Facing, quote
from isogloss.merge.policy import row_at
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue, Scalar, digest
from isogloss.outcomes import Run
from isogloss.plan.op import Conflict, Drifted, Loss, Op, Step
from isogloss.run.check import passed
from isogloss.run.history import About, pasts
from isogloss.run.keeping import keeping_of
from isogloss.run.loading import text_of
from isogloss.run.moving import as_moved
from isogloss.run.observe import Observed
from isogloss.run.planning import draft_plan
from isogloss.run.rules import kept_value
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.state.lines import LineStore
from isogloss.state.opened import State, open_state
from isogloss.stdin import PIPE

LAST: Final = 5
"""Runs of the past, and decisions, that are told of."""
_OURS: Final = {"slug": SLUG, "state": STATUS, SLUG: SLUG, STATUS: STATUS}
_Past = Sequence[tuple[Run, Wrote]]


@dataclass(slots=True)
class _Merged:
    """What was merged of the entry that is asked about."""

    key: EntryKey
    facing: Facing | None = None
    rules: Rules | None = None

    def watch(self, facing: Facing, rules: Rules) -> None:
        """See an entry as it is merged."""
        if facing.key == self.key:
            self.facing, self.rules = facing, rules


def explain(session: Session, entry: str, name: str, locale: str) -> Explained:
    """Say where the value of a cell came from, what decides about it, and what the next run would do.

    entry:  as ``KIND/NAME``; a side's own id will do for the name.
    name:   a field of the kind, or ``slug`` or ``state``.
    locale: of the mapping; for what all locales share, any.
    Raises: UsageError with the nearest name where there is no such thing; MappingError; any RemoteError.
    """
    bridge = session.bridge
    kind, field, at = _place(bridge, entry, name, locale)
    with (
        open_readers(bridge, session.reach) as readers,
        open_state(session.state, bridge.name, session.clock, read_only=True) as kept,
        as_moved(session, kept) as state,
        Observed(bridge, state, session.scratch) as observed,
        LineStore(session.scratch) as store,
    ):
        checked = passed(bridge, readers, probe=False)
        observed.read(readers, keeping=keeping_of(session, state))
        cell = Cell(_named(observed, kind, entry), at, field)
        merged = _Merged(cell.entry)
        drafted = draft_plan(observed, state, readers, checked.schemas, store, session.tick, watch=merged.watch)
        facing = merged.facing or observed.facing(cell.entry)
        past = tuple(_past(session, state, cell))
        row: Row | None = None
        decided = cell
        waits = observed.waits(cell.entry) or _unpublished(bridge, facing, cell)
        if merged.facing is not None and merged.rules is not None and not waits:
            decided, row = row_at(cell, merged.facing, merged.rules)
        shows = {side: _shows(side, cell, facing, state, past) for side in Side}
        return Explained(
            cell,
            facing.label,
            {side: bridge.side(side).name for side in Side},
            bridge.path,
            shows,
            decided,
            row,
            waits,
            tuple(_said(bridge, cell, decided, row, merged.rules)),
            past[:LAST],
            tuple(_decisions(state, cell, shows, merged.rules, {side: bridge.side(side).name for side in Side})),
            tuple(_next(drafted.records(), cell)),
            drafted.refused,
        )


def _place(bridge: Bridge, entry: str, name: str, locale: str) -> tuple[str, str, Locale]:
    """The kind, the field and the locale that are meant."""
    kind, slash, _ = entry.partition("/")
    if not slash or kind not in bridge.kinds:
        hint = nearest(kind, bridge.kinds) or "."
        raise UsageError(f"{bridge.path}: there is no kind {kind}{hint} Write the entry as KIND/NAME.")
    shared, own = names_in_scope(bridge.kinds[kind])
    known = {**{each: each for each in (*shared, *own)}, **_OURS}
    if name not in known:
        hint = nearest(name, [*bridge.kinds[kind].fields, "slug", "state"]) or "."
        raise UsageError(f"{bridge.path}: {kind} has no field {name}{hint} The mapping names its fields.")
    tag = tag_of(locale)
    if tag not in bridge.locales and locale != SHARED:
        hint = nearest(locale, bridge.locales) or "."
        raise UsageError(f"{bridge.path}: there is no locale {locale}{hint} The mapping names its locales.")
    field = known[name]
    if field in shared:
        return kind, field, SHARED
    if tag is None:
        raise UsageError(f"{bridge.path}: {kind} has a {name} in each locale; name one of {', '.join(bridge.locales)}.")
    return kind, field, tag


def _unpublished(bridge: Bridge, facing: Facing, cell: Cell) -> str:
    """Why nothing is decided about what the other side cannot hold yet: a draft, or what is not in the primary."""
    for side, locales in facing.waiting.items():
        if cell.locale in locales or (cell.locale == SHARED and isinstance(facing.shows(side), Absent)):
            here, across = bridge.side(side).name, bridge.side(side.other).name
            return f"It is not live on {here}, and {across} has no drafts: it crosses once it is published."
    for side, locales in facing.unrooted.items():
        if cell.locale in locales:
            here, across = bridge.side(side).name, bridge.side(side.other).name
            return f"{across} knows it by what it says in {bridge.primary}: it crosses once {here} carries that."
    return ""


def _named(observed: Observed, kind: str, said: str) -> EntryKey:
    """The entry that is meant, among those that either side shows or that are remembered."""
    name = said.removeprefix(f"{kind}/")
    known: dict[str, EntryKey] = {}
    for pair in observed.pairs:
        if pair.key.kind == kind:
            if name in (pair.left, pair.right):
                return pair.key
            known[str(pair.key)] = pair.key
    if said not in known:
        hint = nearest(said, known) or "."
        raise UsageError(f"{observed.bridge.path}: neither side shows an entry {said}{hint} Reports name them.")
    return known[said]


def _past(session: Session, state: State, cell: Cell) -> Iterator[tuple[Run, Wrote]]:
    about = About(cell=(str(cell.locale), str(cell.field)), runs=LAST)
    for past in pasts(session, state, state.runs.all(), cell.entry, about):
        yield from ((past.run, each) for each in past.cells)


def _shows(side: Side, cell: Cell, facing: Facing, state: State, past: _Past) -> Shows:
    value = quote(cell, facing.shows(side))
    tree = facing.base.left if side is Side.LEFT else facing.base.right
    for part in (str(cell.locale), str(cell.field)):
        tree = tree.get(part, ABSENT) if not isinstance(tree, str | Absent) else ABSENT
    other = facing.base.inside(str(cell.locale)).inside(str(cell.field))
    agreed = not (isinstance(other.left, Absent) and isinstance(other.right, Absent))
    base = ABSENT if isinstance(tree, Absent) else Digest(str(tree))
    shown = digest(value)
    note = facing.notes(side).get(cell.locale) if cell.locale else None
    writer = next((run for run, each in past if each.on is side and each.digest == shown), None)
    return Shows(
        value,
        shown != base if agreed else None,
        _known(base, side, state, past, value) if agreed else None,
        None if note is None else note.said or note.updated,
        writer,
    )


def _known(known: Digest | Absent, side: Side, state: State, past: _Past, value: MaybeValue) -> MaybeValue | None:
    """What a side showed when both agreed, as far as it is kept anywhere."""
    if isinstance(known, Absent):
        return ABSENT
    told = (found for _, each in past if each.on is side for found in (each.before, each.after))
    for one in (value, *told):
        if one is not None and digest(one) == known:
            return one
    kept = kept_value(state, known, value.type if isinstance(value, Scalar) else "long_text")
    return None if isinstance(kept, Absent) else kept


def _said(bridge: Bridge, cell: Cell, decided: Cell, row: Row | None, rules: Rules | None) -> Iterator[Said]:
    """The words that decide here: the way it flows, or its lock, and what counts beside that in its row."""
    if row is None or rules is None or not (bridge.path == PIPE or Path(bridge.path).is_file()):
        return
    words = Words(text_of(bridge.path))
    at = Cell(cell.entry, decided.locale or SHARED, decided.field)
    kind, name, locale = cell.entry.kind, at.field or "", cell.locale or SHARED
    lock = rules.flows.lock(decided)
    if lock is not None:
        yield words.lock(lock.said, lock.note)
        return
    yield words.flow(kind, name, locale if decided.locale else SHARED)
    if row.branch in ("settle", "protect"):
        yield words.conflict(kind, name, locale)
    if row.branch in ("drift", "protect"):
        yield words.drift()
    if row.branch == "remove":
        yield words.delete(kind)


def _decisions(
    state: State, cell: Cell, shows: Mapping[Side, Shows], rules: Rules | None, names: Mapping[Side, str]
) -> Iterator[PastDecision]:
    """What people decided, the newest first; the last that was followed may be why the sides differ."""
    made = [each for each in state.resolutions.of(cell.entry) if _covers(each.resolution.cell, cell)]
    differ = shows[Side.LEFT].value != shows[Side.RIGHT].value
    agreed = differ and all(shows[side].moved is False for side in Side)
    followed = next((each for each in reversed(made) if each.status == "done"), None)
    for each in reversed(made[-LAST:]):
        one = each.resolution
        source = rules.flows.source(one.cell) if rules is not None else None
        apart = agreed and each is followed and source not in (None, one.take)
        yield PastDecision(one.decided(names), each.status, one.note, each.run, each.why, apart)


def _next(records: Iterator[object], cell: Cell) -> Iterator[Next]:
    for record in records:
        match record:
            case Op(entry=entry) if entry == cell.entry:
                yield from ((record, change) for change in record.changes if _covers(change.at, cell))
            case Conflict() | Drifted() | Loss() | Step() if _covers(record.at, cell):
                yield record
            case _:
                pass


def _covers(at: Cell, cell: Cell) -> bool:
    """Whether an address is that of a cell, or of what is around it."""
    return at.entry == cell.entry and at.locale in (None, cell.locale) and at.field in (None, cell.field)
