"""How an op is cut into bodies.

Decides which locales of an op can be written together: a body has one status, so variants that are to end up in
different states are written apart. Refuses to know what is in the cells.

Source: ButterCMS API reference, update of pages and items, seen 2026-11; that the status counts for all locales of a
body is [inferred].
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from isogloss.adapters.buttercms.paths import WriteStatus
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent
from isogloss.plan.op import Change, Op

ORIGIN = "$origin"
"""The reserved field, in the SHARED variant, whose text goes into the origin key field."""


@dataclass(frozen=True, slots=True)
class Part:
    """The share of an op that fits one body: one status, some locales.

    status: None leaves each variant in the state it is in.
    """

    status: WriteStatus | None
    locales: tuple[Locale, ...]


def parts(op: Op) -> tuple[Part, ...]:
    """Cut an op into bodies; the order is the same every time.

    Raises: ValueError with a sentence where it asks for a state that ButterCMS does not have.
    """
    states = states_of(op)
    match op.verb:
        case "create":
            return (Part("draft", tuple(sorted({*op.present, *op.locales} - {SHARED}))),)
        case "publish":
            return (Part("published", tuple(states)),)
        case "unpublish":
            return (Part("draft", tuple(states)),)
        case "update" | "link":
            return _update_parts(op, states)
        case "delete":
            return (Part(None, ()),)
        case "archive":
            raise ValueError("ButterCMS has no archive; delete the entry or take it off the live site.")
        case _:
            assert_never(op.verb)


def _update_parts(op: Op, states: Mapping[Locale, Change]) -> tuple[Part, ...]:
    touched = {c.locale for c in op.changes if is_content(c) and not c.touches} | set(new_in(states))
    if SHARED in touched:
        touched |= set(op.present)
    by_status: dict[WriteStatus | None, list[Locale]] = {}
    for locale in sorted(touched - {SHARED}):
        by_status.setdefault(_status_for(states.get(locale)), []).append(locale)
    ordered: tuple[WriteStatus | None, ...] = ("draft", None, "published")
    return tuple(Part(status, tuple(by_status[status])) for status in ordered if status in by_status)


def _status_for(state: Change | None) -> WriteStatus | None:
    """The status to name for a variant.

    One that the op does not name keeps its own: naming none cannot take a variant offline that went live meanwhile.
    """
    if state is None:
        return None
    if state.after == PUBLISHED:
        return "published"
    if state.after == DRAFT:
        return "draft"
    raise ValueError("a variant of ButterCMS is written as a draft or as published, and nothing else.")


def states_of(op: Op) -> dict[Locale, Change]:
    """The changes of ``$status`` by locale."""
    return {change.locale: change for change in op.changes if change.field == STATUS and change.locale != SHARED}


def new_in(states: Mapping[Locale, Change]) -> Iterator[Locale]:
    """The locales of variants that do not exist yet."""
    return (locale for locale, state in states.items() if isinstance(state.before, Absent))


def is_content(change: Change) -> bool:
    """Whether a change is of a field that the side stores."""
    return change.field == ORIGIN or not change.field.startswith("$")


def cost_of(ops: Sequence[Op]) -> int:
    """How many calls these ops take; one that cannot be written takes a call that refuses it."""
    return sum(_count(op) for op in ops)


def _count(op: Op) -> int:
    try:
        return max(1, len(parts(op)))
    except ValueError:
        return 1
