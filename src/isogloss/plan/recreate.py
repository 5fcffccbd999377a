"""``rename: recreate``: an entry whose slug a side cannot change is made anew there under the new one. Pure.

Decides when that may be done, and what the new entry holds: all that the old one shows, with what is taken across. What
stands in the way becomes a conflict, and nothing is renamed meanwhile. What becomes of the old one is in ``leading``;
here is what is agreed on about it: that it shows what it shows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decide import Shown, Tree
from isogloss.merge.decision import Decision, Remove, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, Side
from isogloss.model.entry import SLUG, cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.replaced import led_on, led_on_in
from isogloss.model.value import ABSENT, Absent, Digest, MaybeValue, Scalar, digest
from isogloss.plan.links import known
from isogloss.plan.op import Step
from isogloss.plan.terms import Terms


def renamed_on(decisions: Iterable[Decision], facing: Facing, terms: Mapping[Side, Terms]) -> Side | None:
    """The side that is to follow a rename and cannot; None where there is none, or the slugs never agreed."""
    for decision in decisions:
        if isinstance(decision, Take) and (decision.at.locale, decision.at.field) == (SHARED, SLUG):
            there = not isinstance(facing.shows(decision.to), Absent)
            agreed = not isinstance(known(facing, decision.to, decision.at), Absent)
            if there and agreed and not terms[decision.to].can.rename_slug:
                return decision.to
    return None


def obstacle(
    decisions: Iterable[Decision], facing: Facing, side: Side, terms: Terms, *, allowed: bool = True
) -> str | None:
    """Why an entry cannot be made anew now, one clause; None where nothing is in the way.

    allowed: whether the mapping allows deletes.
    """
    if not allowed:
        return "the mapping does not allow deletes (delete: propagate)"
    found = next((why for decision in decisions if (why := _in_the_way(decision, side, terms))), None)
    if found is None and any(note.unpublished_edits for note in facing.notes(side).values()):
        found = f"somebody's edits on {terms.place} are not published yet"
    if found is None and not terms.can.delete_entry:
        found = f"{terms.place} does not offer to delete the old one"
    return found


def _in_the_way(decision: Decision, side: Side, terms: Terms) -> str | None:
    match decision:
        case Conflict():
            return "something else of the entry is held for a person"
        case Drifted():
            return f"{terms.place} shows what was never agreed on"
        case Remove():
            return "a part of the entry is to be deleted"
        case Take() if decision.merged or decision.to is not side:
            return "changes go the other way first"
        case Take(at, _, Scalar(_, text)) if at.field == SLUG and text in terms.taken:
            return f"another entry on {terms.place} already uses the slug {text}"
        case _:
            return None


def waits(decisions: Iterable[Decision], facing: Facing, side: Side, why: str) -> Iterator[Decision]:
    """Everything but the rename, which is held."""
    for decision in decisions:
        if isinstance(decision, Take) and (decision.to, decision.at.field) == (side, SLUG):
            left, right = (cell_of(facing.shows(each), SHARED, SLUG) for each in Side)
            detail = f"it is to be made anew under its new slug, but {why}"
            yield Conflict(decision.at, "rename waits", left, right, facing.label, detail)
        else:
            yield decision


def recreated(decisions: Iterable[Decision], facing: Facing, side: Side) -> tuple[Facing, list[Decision]]:
    """The entry as one that the side does not have, and the takes that make it there."""
    target, source = facing.shows(side), facing.shows(side.other)
    shown = {} if isinstance(target, Absent) else target
    wanted: dict[tuple[Locale, str], MaybeValue] = {
        (locale, name): value for locale, variant in shown.items() for name, value in variant.items()
    }
    for take in decisions:
        if isinstance(take, Take) and take.at.locale is not None and take.at.field is not None:
            wanted[take.at.locale, take.at.field] = take.value
    takes: list[Decision] = [
        Take(Cell(facing.key, locale, name), side, value, cell_of(source, locale, name))
        for (locale, name), value in sorted(wanted.items(), key=lambda item: item[0])
        if not isinstance(value, Absent)
    ]
    gone = replace(facing, base=Shown())
    return (
        replace(gone, right=ABSENT, right_notes={}) if side is Side.RIGHT else replace(gone, left=ABSENT, left_notes={})
    ), takes


def redirect(facing: Facing, side: Side, terms: Terms) -> Step:
    """What a person does about the old address."""
    old, new = (_text(cell_of(facing.shows(each), SHARED, SLUG)) for each in (side, side.other))
    many = f"make redirects from old addresses to new ones where pages of {terms.place} are shown"
    todo = f"make a redirect from {old} to {new} where pages of {terms.place} are shown: {facing.label} was renamed"
    return Step(side, Cell(facing.key, SHARED, SLUG), todo, "nothing: redirects cannot be seen from here", many)


def seen_now(facing: Facing) -> Facing:
    """An entry as the merge is to see it: links to what is being replaced mean what takes its place."""
    return replace(facing, left=led_on_in(facing.left), right=led_on_in(facing.right))


def agreed_on(facing: Facing, side: Side) -> dict[Locale, dict[str, tuple[Digest | None, Digest | None]]]:
    """What is agreed on about a superseded entry: one side shows it as it is, the other not at all."""
    left = side is Side.LEFT
    return {
        locale: {name: (shown, None) if left else (None, shown) for name, shown in variant.items()}
        for locale, variant in _as_shown(facing, side).items()
    }


def unedited(facing: Facing, side: Side) -> Facing:
    """A superseded entry as it is in the plan that makes it one: nobody edited it since."""
    half: Tree = {str(locale): variant for locale, variant in _as_shown(facing, side).items()}
    return replace(facing, base=Shown(left=half) if side is Side.LEFT else Shown(right=half))


def _as_shown(facing: Facing, side: Side) -> dict[Locale, dict[str, Digest]]:
    entry = facing.shows(side)
    return {
        locale: {name: digest(led_on(value)) for name, value in variant.items()}
        for locale, variant in ({} if isinstance(entry, Absent) else entry).items()
        if variant
    }


def _text(value: MaybeValue) -> str:
    return value.text if isinstance(value, Scalar) else ""
