"""Is a planned op still right? A cell that moved since the plan was made is not written.

Pure. The histories that lead here: the plan is fresh; somebody edited a cell meanwhile; an earlier attempt of the same
run wrote all of the op, or a part of it, and died.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from isogloss.apply.settle import is_copy
from isogloss.mapping.names.neutral import Scoped
from isogloss.mapping.types.likeness import rendering
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PRESENT, PUBLISHED, STATUS, cell_of, with_cells
from isogloss.model.locale import SHARED, Locale
from isogloss.model.replaced import led_on
from isogloss.model.value import ABSENT, Absent, Many, MaybeValue, digest, refs
from isogloss.plan.op import Change, Op


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is left of an op.

    op:    what is still to be written; None where nothing is.
    moved: the cells that will not be written because they moved.
    """

    op: Op | None
    moved: tuple[Change, ...] = ()


def prepare(
    op: Op,
    target: Scoped,
    source: Scoped,
    *,
    ours: bool,
    order: Sequence[Locale] = (),
    staged: Collection[Locale] = (),
) -> Prepared:
    """Compare an op with what both sides show now.

    ours:  an earlier attempt of this run sent something for this op, so an entry that we create may be there half done.
    order: the locales in the order in which entries are made in them.
    staged: the variants of which this run wrote what is to be published: that they are live is not all that was wanted.
    """
    if op.verb in ("create", "update", "link"):
        return _content(op, target, source, order, ours=ours)
    return _state(op, target, staged if op.verb == "publish" else (), ours=ours)


def takes_away(op: Op) -> bool:
    """Whether an op answers a deletion on the other side."""
    return op.verb == "delete" or (op.verb == "archive" and all(isinstance(c.source, Absent) for c in op.changes))


def before_its_half(op: Op, target: Scoped) -> Scoped:
    """What an entry showed before an earlier attempt took it off the live site, which is half of what it was to do."""
    cells = {(change.locale, STATUS): change.before for change in op.changes if _is_half_gone(op, change, target)}
    if not cells or isinstance(target.entry, Absent) or isinstance(target.raw, Absent):
        return target
    return replace(target, entry=with_cells(target.entry, cells), raw=with_cells(target.raw, cells))


def _is_half_gone(op: Op, change: Change, target: Scoped) -> bool:
    """Whether a variant is a draft and was live: a side may take off first what it archives or deletes."""
    was_live = change.field == STATUS and change.before in (PUBLISHED, CHANGED)
    return op.verb in ("archive", "delete") and was_live and _shown(change, target) == DRAFT


def unfinished(target: Scoped, locale: Locale) -> bool:
    """Whether a variant has edits that are not published, beside what it shows."""
    note = target.notes.get(locale)
    return note is not None and note.unpublished_edits and cell_of(target.raw, locale, STATUS) != CHANGED


def _content(op: Op, target: Scoped, source: Scoped, order: Sequence[Locale], *, ours: bool) -> Prepared:
    exists = not isinstance(target.raw, Absent)
    if op.verb == "create" and exists and not ours:
        moved = tuple(
            change for change in op.changes if cell_of(target.raw, change.locale, change.field) != change.after
        )
        return Prepared(None, moved)
    left: list[Change] = []
    moved_cells: list[Change] = []
    for change in op.changes:
        if change.touches:
            if change.locale == SHARED or _shown(change, target) == change.after:
                left.append(change)
        elif _is_done(change, target, ours=ours):
            continue
        elif _source_moved(change, source) or not _expected(op, change, target, order, ours=ours):
            moved_cells.append(change)
        else:
            left.append(change)
    if op.verb == "create" and exists:
        left += _left_by_copying(op, target, order)
    if not any(not change.touches for change in left):
        return Prepared(None, tuple(moved_cells))
    verb = "update" if op.verb == "create" and exists else op.verb
    return Prepared(replace(op, verb=verb, changes=tuple(left)), tuple(moved_cells))


def _left_by_copying(op: Op, target: Scoped, order: Sequence[Locale]) -> Iterator[Change]:
    """Cells of other locales in those that a create call made alike, and that were not given their own yet.

    What such a locale has not is taken away again; a link that another one is only given now is kept out of it.
    """
    given = {change.at for change in op.changes}
    contents = [change for change in op.changes if change.locale != SHARED and change.field != STATUS]
    for locale in sorted({change.locale for change in contents if is_copy(op, change, target, order)}):
        for change in contents:
            at = replace(change.at, locale=locale)
            shown = cell_of(target.raw, locale, change.field)
            absent = isinstance(shown, Absent) and next(refs(change.after), None) is not None
            if at not in given and not isinstance(change.after, Absent) and (absent or shown == change.after):
                given.add(at)
                yield Change(at, shown, ABSENT, ABSENT)


def _source_moved(change: Change, source: Scoped) -> bool:
    if change.merged:
        return False  # the other half of a merge may be written already
    shown = cell_of(source.entry, change.locale, change.field)
    # a link to what is made anew is carried as one to what takes its place
    now = {digest(shown), digest(shown if isinstance(shown, Absent) else led_on(shown))}
    if not now.isdisjoint((change.source, change.agrees)):
        return False  # where both sides are undone, the other one may be so already
    # links that were taken for hidden when the plan was made are in doubt once a part of their entry has crossed
    doubtful = (note.doubtful.get(change.field, ABSENT) for note in source.notes.values())
    return change.source not in {digest(links) for links in doubtful if not isinstance(links, Absent)}


def _is_done(change: Change, target: Scoped, *, ours: bool) -> bool:
    """Whether a cell holds what we want already: we wrote it before, or somebody wanted the same."""
    shown = _shown(change, target)
    if change.field == STATUS:
        return shown != ARCHIVED if change.before == ARCHIVED else not isinstance(shown, Absent)
    return shown == change.after or (ours and rendering(change.after, shown))


def _shown(change: Change, target: Scoped) -> MaybeValue:
    return cell_of(target.raw, change.locale, change.field)


def _expected(op: Op, change: Change, target: Scoped, order: Sequence[Locale], *, ours: bool) -> bool:
    shown = _shown(change, target)
    if change.before in (shown, PRESENT) or (ours and half_written(change, shown)):
        return True
    return ours and op.verb == "create" and (isinstance(shown, Absent) or is_copy(op, change, target, order))


def half_written(change: Change, shown: MaybeValue) -> bool:
    """Whether a list is partly as it was and partly as it should be: some sides take a long one in several calls."""
    match change.before, shown, change.after:
        case Many(old), Many(now), Many(new):
            return len(old) == len(now) == len(new) and set(now) <= {*old, *new}
        case _:
            return False


def _state(op: Op, target: Scoped, staged: Collection[Locale], *, ours: bool) -> Prepared:
    left: list[Change] = []
    moved: list[Change] = []
    for planned in op.changes:
        shown = _shown(planned, target)
        change = replace(planned, before=DRAFT) if ours and _is_half_gone(op, planned, target) else planned
        if change.field != STATUS or (change.touches and shown not in (ARCHIVED, DRAFT)):
            left.append(change)
            continue
        if change.touches:  # it was live, and a person took it off since the plan was made
            moved.append(change)
            continue
        if shown == change.after:
            if change.locale in staged:  # a person put it live before our content was there
                left.append(change)
            continue
        # a variant made by this very plan is not in the snapshot, or is the draft that it was made as
        expected = [change.before, *([DRAFT] if op.verb == "publish" else [])]
        new = isinstance(shown, Absent) and op.verb in ("publish", "archive")
        known = new or shown in expected or change.before == PRESENT
        (left if known else moved).append(change)
    if not any(change.field == STATUS for change in left):
        return Prepared(None, tuple(moved))
    kept = {change.locale for change in left if change.field == STATUS}
    return Prepared(replace(op, changes=tuple(c for c in left if c.locale in kept)), tuple(moved))
