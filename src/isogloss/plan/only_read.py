"""What a side only shows: kinds that people alone make there, fields that the platform alone fills, fixed variants.

A change of such a kind becomes a step for a person, a change of such a field or variant a loss; neither becomes an op.
Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decision import Decision, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, Side
from isogloss.model.entry import SLUG, STATUS, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import Absent, MaybeValue, Scalar, digest
from isogloss.plan.links import known
from isogloss.plan.op import Loss, Step
from isogloss.plan.terms import Built


@dataclass(frozen=True, slots=True)
class OnlyRead:
    """What holds for one kind on one side.

    place:   the name of the side, for sentences.
    kind:    no entry of the kind is ever written there.
    makes:   entries of the kind can be made there; else a missing one is for a person.
    fields:  neutral names of the fields that are never written there.
    across:  whether a cell flows to the other side: then what this one shows may be taken there.
    """

    place: str
    kind: bool = False
    makes: bool = True
    fields: frozenset[str] = field(default_factory=frozenset)
    across: Callable[[Cell], bool] = lambda at: False  # noqa: ARG005  # nothing is taken from here

    def restricts(self, notes: Mapping[Locale, Note]) -> bool:
        """Whether anything of an entry with these variants is not written there."""
        return bool(self.kind or self.fields) or not self.makes or any(note.fixed for note in notes.values())


def set_apart(
    decisions: Iterable[Decision], facing: Facing, sides: Mapping[Side, OnlyRead]
) -> tuple[list[Decision], Built]:
    """Part what can be written from what cannot; of the latter, what the plan says about it."""
    said = Built()
    if not any(only.restricts(facing.notes(side)) for side, only in sides.items()):  # as of nearly all entries
        return list(decisions), said
    kept: list[Decision] = []
    for decision in decisions:
        side = _fixed_on(decision, facing, sides)
        if isinstance(decision, Take) and sides[decision.to].kind:
            _ask(decision, facing, sides[decision.to], said)
        elif isinstance(decision, Take) and _missing(decision, facing, sides[decision.to]):
            _add(facing, decision.to, sides[decision.to], said)
        elif side is None:
            kept.append(decision)
        else:
            _leave(decision, side, facing, sides[side], said)
    return kept, said


def join(built: Built, said: Built) -> Built:
    """Put both halves of what a plan says about an entry together."""
    built.losses += said.losses
    built.steps += said.steps
    built.remember(said.agreed)
    return built


def _fixed_on(decision: Decision, facing: Facing, sides: Mapping[Side, OnlyRead]) -> Side | None:
    """The side on which the field of a decision is never written, where the decision is about writing it."""
    at = decision.at
    if at.locale is None or at.field is None:
        return None
    match decision:
        case Take(_, to):
            return to if at.field in sides[to].fields or _is_fixed(at, facing, to) else None
        case Conflict() | Drifted():
            return next(_moved_alone(at, facing, sides), None)
        case _:
            return None


def _moved_alone(at: Cell, facing: Facing, sides: Mapping[Side, OnlyRead]) -> Iterator[Side]:
    """A side that fills the field by itself, in a flow that carries nothing from there."""
    for side, only in sides.items():
        closed = at.field in only.fields or _is_fixed(at, facing, side)
        if closed and not only.across(at) and digest(_shown(at, facing, side)) != known(facing, side, at):
            yield side


def _is_fixed(at: Cell, facing: Facing, side: Side) -> bool:
    """Whether the variant of a cell is fixed on a side; what locales share is, where any of them is."""
    return any(note.fixed for locale, note in facing.notes(side).items() if at.locale in (SHARED, locale))


def _missing(take: Take, facing: Facing, only: OnlyRead) -> bool:
    return not only.makes and isinstance(facing.shows(take.to), Absent)


def _add(facing: Facing, side: Side, only: OnlyRead, said: Built) -> None:
    """Ask a person, once, for an entry that is not there."""
    if not said.steps:
        called, where = facing.label or facing.key.shown, f"in the editor of {only.place}"
        todo = f"add {called} ({facing.key}) {where}: its API adds none"
        many = f"add it {where}: its API adds none"
        said.steps.append(Step(side, Cell(facing.key), todo, "the next run finds it and fills it", many))


def _leave(decision: Decision, side: Side, facing: Facing, only: OnlyRead, said: Built) -> None:
    source = _shown(decision.at, facing, side.other)
    if not isinstance(source, Absent):
        by = "sets it by itself" if decision.at.field in only.fields else "leaves it to people alone"
        said.losses.append(Loss(side, decision.at, "only read on the target", source, f"{only.place} {by}"))
    _as_it_is(decision.at, facing, said)


def _as_it_is(at: Cell, facing: Facing, said: Built) -> None:
    """Both sides are left as they are, so that is what they agree on."""
    said.agree(at, _shown(at, facing, Side.LEFT), _shown(at, facing, Side.RIGHT))


def _shown(at: Cell, facing: Facing, side: Side) -> MaybeValue:
    return cell_of(facing.shows(side), at.locale or SHARED, at.field or "")


def _ask(take: Take, facing: Facing, only: OnlyRead, said: Built) -> None:
    """Ask a person: once for an entry that is not there, else for each cell that they could change."""
    at, key = take.at, facing.key
    called = facing.label or key.shown
    if isinstance(facing.shows(take.to), Absent):
        if not said.steps:
            todo = f"make {called} ({key}) in the dashboard of {only.place}: its API makes none"
            said.steps.append(Step(take.to, Cell(key), todo, "the next run finds it and uses it"))
    elif at.field in {STATUS, SLUG}:
        _as_it_is(at, facing, said)
    else:
        wanted = take.value.text if isinstance(take.value, Scalar) else "what the other side shows"
        todo = f"set {at.field} of {called} ({key}) to {wanted[:80]!r} in the dashboard of {only.place}"
        said.steps.append(Step(take.to, at, todo, "the next run finds both sides alike"))
