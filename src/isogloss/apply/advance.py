"""Advance the base: what the sides are agreed on after a write. Pure.

The written side's half of each pair is what was read back, never what was sent. A cell that came back altered does not
advance, so that the next plan finds it again. A variant that came into being advances whole: platforms fill in fields
that nobody sent, and what another locale says where nobody's own text has come yet.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from isogloss.apply.settle import Judged
from isogloss.apply.since_cut import NOTHING, Since
from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Side
from isogloss.model.entry import SLUG, STATUS, Entry, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.staged import staged
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue, Scalar, digest, refs
from isogloss.plan.op import Change, Op
from isogloss.state.agreed import Pair

Cells = dict[Locale, dict[str, Pair]]
Lay = dict[Locale, dict[str, Digest]]
_OFF: Final = Scalar("flag", "false")


def pair(side: Side, written: MaybeValue, across: Digest | Absent) -> Pair:
    """The base pair of a cell written on ``side``, left first."""
    mine, theirs = stored(digest(written)), stored(across)
    return (theirs, mine) if side is Side.RIGHT else (mine, theirs)


def stored(made: Digest | Absent) -> Digest | None:
    """A digest as the state keeps it."""
    return None if isinstance(made, Absent) else made


def agreed(
    op: Op,
    judged: Judged,
    now: Scoped,
    source: Scoped,
    public: Entry | Absent = ABSENT,
    since: Since = NOTHING,
) -> Cells:
    """The pairs that an op establishes.

    public: what the side goes on showing where a draft lies over it.
    since:  what people did to what it made, before anybody read it back: over what was written, or beside it.
    """
    cells = of_changes(op.on, (c for c, s in judged.cells if s in ("confirmed", "normalized")), now, public)
    _whole_variants(op, judged, now, source, cells, since.dated)
    for change in since.edited:
        cells.setdefault(change.locale, {})[change.field] = pair(op.on, change.after, _across(change))
    return cells


def as_written(op: Op, source: Scoped) -> Cells:
    """The pairs of an entry as an op makes it, and as the other side shows it: nobody read it back before it went."""
    cells: Cells = {}
    shown: Mapping[Locale, Mapping[str, MaybeValue]] = {} if isinstance(source.entry, Absent) else source.entry
    for locale in {change.locale for change in op.changes}:
        for name, value in shown.get(locale, {}).items():
            cells.setdefault(locale, {})[name] = pair(op.on, ABSENT, digest(value))
    for change in op.changes:  # a state, too, as the other side shows it, though it was still to be published
        cells.setdefault(change.locale, {})[change.field] = pair(op.on, change.after, change.source)
    return cells


def of_changes(side: Side, changes: Iterable[Change], now: Scoped, public: Entry | Absent = ABSENT) -> Cells:
    """The pairs of single cells, by what the written side shows now."""
    cells: Cells = {}
    for change in changes:
        if change.merged:
            continue
        shown = cell_of(public if change.staged else now.entry, change.locale, change.field)
        cells.setdefault(change.locale, {})[change.field] = pair(side, shown, _across(change))
    return cells


def _across(change: Change) -> Digest | Absent:
    """What the other side is agreed to show of a change."""
    return change.source if change.agrees is None else change.agrees


def drafted(changes: Iterable[Change], now: Scoped) -> Lay:
    """What was staged over live content, as the written side shows it to its editors."""
    lay: Lay = {}
    for change in changes:
        if change.staged:
            lay.setdefault(change.locale, {})[change.field] = staged(cell_of(now.entry, change.locale, change.field))
    return lay


def _is_a_persons(entry: Mapping[Locale, Mapping[str, MaybeValue]], locale: Locale, name: str, *, dated: bool) -> bool:
    """Whether somebody set a cell since its variant was made: platforms fill in no links but copies of another's.

    dated: the variant was changed since; then all is somebody's but slugs, and flags that are off.
    """
    value = entry[locale][name]
    if isinstance(value, Absent):
        return False
    if next(refs(value), None) is None and (not dated or name == SLUG or value == _OFF):
        return False
    return all(other.get(name) != value for tag, other in entry.items() if tag != locale)


def _whole_variants(
    op: Op, judged: Judged, now: Scoped, source: Scoped, cells: Cells, dated: Collection[Locale]
) -> None:
    new = {c.locale for c in op.changes if c.field == STATUS and isinstance(c.before, Absent) and not c.touches}
    if op.verb == "create":
        new.add(SHARED)
    named = {(c.locale, c.field) for c in op.changes} | {(c.locale, c.field) for c, _ in judged.cells}
    entry: Mapping[Locale, Mapping[str, MaybeValue]] = {} if isinstance(now.entry, Absent) else now.entry
    for locale in sorted(new & set(entry)):
        for name, value in entry[locale].items():
            if (locale, name) not in named and not _is_a_persons(entry, locale, name, dated=locale in dated):
                held = cell_of(source.entry, locale, name)
                # A link that has to wait for its target was not given up: the next plan is to find it again.
                across = ABSENT if next(refs(held), None) is not None else digest(held)
                cells.setdefault(locale, {})[name] = pair(op.on, value, across)
    for change, standing in judged.cells:
        # Nor is what the platform copied from another locale anybody's text: what was to stand there still comes.
        shown = cell_of(now.entry, change.locale, change.field)
        waits = op.verb == "create" and standing == "waiting" and change.locale in new
        if waits and not isinstance(shown, Absent):
            cells.setdefault(change.locale, {})[change.field] = pair(op.on, shown, ABSENT)
    for (locale, name), value in now.out.items():
        # Nor was what is excluded from translation: the side shows the primary's until it is included.
        if locale in new:
            cells.setdefault(locale, {})[name] = pair(op.on, value, ABSENT)
