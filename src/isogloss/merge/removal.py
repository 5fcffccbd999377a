"""What a deletion is worth: an entry or a variant goes, is archived, or waits, since somebody still wants it.

Decides by the policy, and by what the other side did since both agreed. Refuses to know who leads. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping

from isogloss.merge.decide import Tree, child
from isogloss.merge.decision import Decision, Remove, Take
from isogloss.merge.facing import Facing, cells, path_of, quote
from isogloss.merge.flow import Lock
from isogloss.merge.held import held, locked
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, Side
from isogloss.model.entry import ARCHIVED, CHANGED, STATUS, Entry, digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, digest


def remove(at: Cell, to: Side, facing: Facing, rules: Rules, *, decided: bool) -> Iterator[Decision]:
    """Answer a deletion on a side that still has what was deleted.

    decided: a person said so.
    """
    if rules.delete == "hold" and not decided:
        yield held(at, facing, "deletion")
        return
    gone: list[Decision] = list(_archiving(at, to, facing)) if rules.delete == "archive" else [Remove(at, to)]
    busy = [] if rules.carry else _unfinished(at, to, facing)
    if busy:
        detail = f"edits in {', '.join(busy)} are not published yet; publish or discard them there"
        yield held(at, facing, "deleted on one side, edited on the other", detail)
    elif gone and rules.delete != "archive" and (lock := _first_lock(at, to, facing, rules)):
        yield held(at, facing, "locked", lock.told)
    # whoever is named: nothing goes that was not agreed on (invariant 8)
    elif gone and not decided and _edited(at, to, facing):
        yield held(at, facing, "deleted on one side, edited on the other")
    else:
        yield from without_locked(gone, facing, rules)


def without_locked(decisions: Iterable[Decision], facing: Facing, rules: Rules) -> Iterator[Decision]:
    """The same, but for what would write or take away what is locked: that is told, and stays."""
    for decision in decisions:
        if isinstance(decision, Take) and rules.flows.of(decision.at) == "locked":
            yield locked(decision.at, facing, rules)
        elif isinstance(decision, Remove) and (lock := _first_lock(decision.at, decision.to, facing, rules)):
            yield held(decision.at, facing, "locked", lock.told)
        else:
            yield decision


def _first_lock(at: Cell, on: Side, facing: Facing, rules: Rules) -> Lock | None:
    """A lock on anything that a side shows at an address, which would go with it."""
    if not rules.flows.locks:
        return None
    there = (cell for cell in cells(path_of(at), facing) if not isinstance(quote(cell, facing.shows(on)), Absent))
    return next((lock for cell in there if (lock := rules.flows.lock(cell))), None)


def _archiving(at: Cell, to: Side, facing: Facing) -> Iterator[Decision]:
    """Archive every variant at an address, but for those that were before."""
    for cell in cells(path_of(at), facing):
        if cell.field == STATUS and not _was_archived(cell, to, facing):
            yield Take(cell, to, ARCHIVED, ABSENT)


def _edited(at: Cell, on: Side, facing: Facing) -> bool:
    """Whether a side shows an entry or a variant otherwise than when both last agreed."""
    known, shown = base_of(on, facing), with_shared(tree_of(facing.shows(on)))
    if at.locale is not None:
        known, shown = child(known, str(at.locale)), child(shown, str(at.locale))
    return shown != known


def _unfinished(at: Cell, on: Side, facing: Facing) -> list[Locale]:
    """The variants at an address with edits that are not published and not among what the side shows of them."""
    return [
        locale
        for locale, note in sorted(facing.notes(on).items())
        if at.locale in (None, locale)
        and note.unpublished_edits
        and quote(Cell(at.entry, locale, STATUS), facing.shows(on)) != CHANGED
    ]


def _was_archived(at: Cell, on: Side, facing: Facing) -> bool:
    """Whether the sides agreed before that this ``$status`` answers the other side's deletion; or nothing is there."""
    shown, here, across = quote(at, facing.shows(on)), facing.base.left, facing.base.right
    if on is Side.RIGHT:
        here, across = across, here
    given_up = isinstance(child(child(across, str(at.locale)), STATUS), Absent)
    return isinstance(shown, Absent) or (given_up and child(child(here, str(at.locale)), STATUS) == digest(shown))


def base_of(side: Side, facing: Facing) -> Tree:
    """What a side showed of an entry when both last agreed."""
    return with_shared(facing.base.left if side is Side.LEFT else facing.base.right)


def tree_of(entry: Entry | Absent) -> Tree:
    """An entry as digests."""
    found = digest_entry(entry)
    return found if isinstance(found, Absent) else {str(locale): variant for locale, variant in found.items()}


def with_shared(tree: Tree) -> Tree:
    """The same entry with a SHARED variant: an entry that is there has one, so emptying it is an edit of its cells."""
    return {SHARED: {}, **tree} if isinstance(tree, Mapping) else tree
