"""Ops in their final form, and the one verb that needs nothing else: taking away."""

from collections.abc import Iterable
from dataclasses import replace

from isogloss.merge.change import Change
from isogloss.merge.decision import Remove
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, Side
from isogloss.model.entry import cell_of
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Absent, Digest, digest
from isogloss.plan.op import Op, Step, Verb
from isogloss.plan.record import op_id
from isogloss.plan.terms import Built, Terms


def make_op(
    side: Side,
    verb: Verb,
    facing: Facing,
    changes: Iterable[Change],
    present: tuple[Locale, ...],
    needs: frozenset[Digest] = frozenset(),
) -> Op:
    """Make an op whose id is the digest of its content."""
    ordered = tuple(sorted(changes, key=lambda change: (change.locale, change.field)))
    remotes = (facing.remotes.get(Side.LEFT, ""), facing.remotes.get(Side.RIGHT, ""))
    op = Op(Digest(""), side, verb, facing.key, facing.label, ordered, present, needs, remotes=remotes)
    return replace(op, id=op_id(op))


def remove(facing: Facing, gone: Remove, terms: Terms, built: Built) -> None:
    """Delete an entry or a variant, or say that a person must."""
    target = facing.shows(gone.to)
    if isinstance(target, Absent):
        return
    whole = gone.at.locale is None
    there = set(target) - {SHARED} - facing.copied.get(gone.to, frozenset())
    locales = sorted(there) if gone.at.locale is None else sorted({gone.at.locale} & there)
    if not locales:
        return
    if not (terms.can.delete_entry if whole else terms.can.delete_variant):
        what = "" if whole else f"{gone.at.locale} of "
        todo = f"delete {what}{facing.label or facing.key.shown} ({facing.key}) in the editor of {terms.place}"
        built.steps.append(Step(gone.to, gone.at, todo, "the next run no longer finds it"))
        return
    source = facing.shows(gone.to.other)
    changes = [  # every cell, so that the plan shows what goes and undo can bring it back
        Change(Cell(facing.key, locale, name), value, ABSENT, digest(cell_of(source, locale, name)))
        for locale in (*locales, *((SHARED,) if whole and SHARED in target else ()))
        for name, value in sorted(target[locale].items())
    ]
    left = tuple(sorted(there - set(locales)))
    built.ops.append(make_op(gone.to, "delete", facing, changes, left))
