"""Undo a run: a plan that puts every cell the run wrote back to what it held before, shown and applied like any plan.

Where somebody edited a cell since, their edit stays and is listed. What a platform cannot take back becomes a step or a
loss with its name. After an undo the sides agree to differ: the next sync does not do it all again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from isogloss.errors import Refused
from isogloss.merge.change import Conflict
from isogloss.merge.decision import Decision, Remove, Take
from isogloss.merge.facing import Facing, quote
from isogloss.merge.removal import without_locked
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.replaced import superseded_in
from isogloss.model.value import ABSENT, Absent, MaybeValue, digest
from isogloss.plan.build import build
from isogloss.plan.data import PlanFile
from isogloss.plan.draft import Draft
from isogloss.plan.links import known
from isogloss.plan.op import Step
from isogloss.run.check import passed
from isogloss.run.moving import as_moved
from isogloss.run.observe import Observed
from isogloss.run.planning import save_plan
from isogloss.run.rules import terms_for
from isogloss.run.session import Session
from isogloss.run.sides import open_readers
from isogloss.run.whereabouts import whereabouts
from isogloss.state.lines import LineStore
from isogloss.state.opened import State, open_state

Before = dict[Cell, MaybeValue]


def undo(session: Session, run: str, out: Path) -> PlanFile:
    """Make the inverse plan of a run; sends reads only.

    Raises: UsageError where there is no such run; Refused where it wrote nothing.
    """
    bridge = session.bridge
    with (
        open_readers(bridge, session.reach) as readers,
        open_state(session.state, bridge.name, session.clock, read_only=True) as before_moves,
        as_moved(session, before_moves) as state,
        Observed(bridge, state, session.scratch) as observed,
        LineStore(session.scratch) as store,
    ):
        images = _images(state, run)
        checked = passed(bridge, readers)
        before = session.sent()
        observed.read(readers)
        spent = session.sent(before)
        terms = {name: terms_for(bridge, scope, observed, readers) for name, scope in bridge.kinds.items()}
        draft = Draft(store)
        remade = _made_anew(state, images)
        for key, side in sorted(remade, key=lambda each: (each[0], each[1].value)):
            draft.put(_by_hand(key, side, observed.facing(key).label, terms[key.kind][side].place))
        images = {at: kept for at, cells in images.items() if (kept := _undoable(at, cells, remade))}
        for (key, side), cells in sorted(images.items(), key=lambda item: (item[0][0], item[0][1].value)):
            facing = observed.facing(key)
            across = undone(facing, side.other, images.get((key, side.other), {}))
            decisions = inverse(facing, side, cells, across, bridge.side(side).name)
            back = without_locked(decisions, facing, Rules(bridge.flows(key.kind)))
            draft.add(facing, build(facing, back, terms[key.kind]))
        # what is restored was there before, so no link is required to bring it back
        arranged = draft.arrange(observed.present, lambda _side, _kind, _name: False)
        arranged = replace(arranged, about=whereabouts(session, checked.schemas))
        return save_plan(out, arranged, bridge, readers, spent, state, "undo")


def _images(state: State, run: str) -> dict[tuple[EntryKey, Side], Before]:
    state.runs.get(run)
    found: dict[tuple[EntryKey, Side], Before] = defaultdict(dict)
    for image in state.images(run).all():
        found[image.at.entry, image.on].setdefault(image.at, image.before)
    if not found:
        raise Refused(f"run {run} wrote nothing, so there is nothing to undo.")
    return found


def _made_anew(state: State, images: Mapping[tuple[EntryKey, Side], Before]) -> set[tuple[EntryKey, Side]]:
    """The entries that the run made anew under another slug, or began to; that cannot be undone."""
    met = {(key, side) for side in Side for _, key in state.identity.all_keys(side)}
    return {(key.current, side) for key, side in {*met, *images} if key.was} & images.keys()


def _by_hand(key: EntryKey, side: Side, label: str, place: str) -> Step:
    many = f"rename back, on the other side, what was made anew on {place}: that cannot be undone"
    todo = f"rename {label or key.shown} ({key}) back on the other side: it was made anew on {place}, which stays"
    return Step(side, Cell(key, SHARED, SLUG), todo, "the next run makes it anew under its old slug", many)


def _undoable(at: tuple[EntryKey, Side], cells: Before, remade: set[tuple[EntryKey, Side]]) -> Before:
    """What can be put back: nothing of an entry that was made anew, and no link to what it replaced."""
    key, side = at
    if (key.current, side) in remade:
        return {}
    return {cell: value for cell, value in cells.items() if next(superseded_in(value), None) is None}


def undone(facing: Facing, side: Side, before: Before) -> Before:
    """The cells of an entry that are put back on one side, with what they will hold: what was merged is so on both."""
    takes = (decision for decision in _inverse(facing, side, before, side.value) if isinstance(decision, Take))
    return {take.at: take.value for take in takes}


def inverse(facing: Facing, side: Side, before: Before, across: Before, name: str) -> Iterator[Decision]:
    """What puts one entry of one side back: cells to what they held, what was created away.

    name:   what the side is called.
    across: what is put back on the other side beside it, so that the two agree on what each will hold.
    """
    for decision in _inverse(facing, side, before, name):
        if isinstance(decision, Take) and decision.at in across:
            yield replace(decision, agrees=digest(across[decision.at]))
        else:
            yield decision


def _inverse(facing: Facing, side: Side, before: Before, name: str) -> Iterator[Decision]:
    target = facing.shows(side)
    made = {at.locale for at, value in before.items() if at.field == STATUS and isinstance(value, Absent)}
    if isinstance(target, Absent):
        if set(before.values()) != {ABSENT}:  # it was deleted: bring it back
            yield from (Take(at, side, value, quote(at, facing.shows(side.other))) for at, value in _sorted(before))
        return
    if any(locale not in made for locale in target if locale != SHARED):
        yield from (Remove(Cell(facing.key, locale), side) for locale in sorted(made & set(target), key=str))
    else:
        edited = [at for at in _edited(facing, side, target) if at.locale in made]
        if edited:
            yield _held(facing, name, edited[0])
        else:
            yield Remove(Cell(facing.key), side)
        return
    for at, value in _sorted(before):
        if at.locale in made or quote(at, facing.newest(side)) == value:
            continue
        if at in set(_edited(facing, side, target)):
            yield _held(facing, name, at)
        else:
            yield Take(at, side, value, quote(at, facing.shows(side.other)))


def _sorted(before: Before) -> list[tuple[Cell, MaybeValue]]:
    return sorted(before.items(), key=lambda item: (str(item[0].locale), str(item[0].field)))


def _edited(facing: Facing, side: Side, target: Mapping[Locale, Mapping[str, MaybeValue]]) -> Iterator[Cell]:
    """The cells that no longer show what the run left there, which is what the base remembers."""
    for locale, variant in target.items():
        for name, value in variant.items():
            at = Cell(facing.key, locale, name)
            if digest(value) != known(facing, side, at):
                yield at


def _held(facing: Facing, name: str, at: Cell) -> Conflict:
    left, right = quote(at, facing.left), quote(at, facing.right)
    detail = f"edited on {name} since the run; undoing would overwrite that"
    return Conflict(at, "both sides changed", left, right, facing.label, detail)
