"""Faults that were planted, each against one invariant of ``docs/design.md``, or one that was found by a simulation.

A judge that does not find them is none. Each is a context in which the program is wrong in one place.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from unittest import mock

from isogloss.adapters.buttercms.entries import reading
from isogloss.adapters.webflow.adapter import WebflowReader
from isogloss.adapters.webflow.items import content
from isogloss.apply.advance import pair
from isogloss.apply.freshness import Freshness
from isogloss.apply.ground import Ground
from isogloss.apply.still import Still
from isogloss.apply.taking_up import TakingUp
from isogloss.merge import policy, removal
from isogloss.merge.decision import Take
from isogloss.merge.facing import quote
from isogloss.merge.policy import merge
from isogloss.model.address import Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.value import Absent, Scalar
from isogloss.plan import order
from isogloss.run import rules
from isogloss.run.apply import Attempt
from isogloss.run.guarding import Guarding
from isogloss.state.journal import RunJournal as Journal
from isogloss.state.lease import Leases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from isogloss.plan.op import Change

    Plant = Callable[[], AbstractContextManager[Any]]


def _reads_all_but_one() -> AbstractContextManager[Any]:
    whole = WebflowReader.read

    def read(self: WebflowReader) -> Any:
        found = list(whole(self))
        return iter(found[:-1] if len(found) > 2 else found)  # an empty side is refused

    return mock.patch.object(WebflowReader, "read", read)


def _plans_by_chance() -> AbstractContextManager[Any]:
    asked = 0

    def sometimes(*given: Any) -> Any:
        nonlocal asked
        asked += 1
        return merge(*given) if asked % 7 else iter(())

    return mock.patch("isogloss.run.deciding.merge", sometimes)


def _rounds_numbers() -> AbstractContextManager[Any]:
    fitting = rules.fit_of

    def rounding(*given: Any) -> Any:
        fitted = fitting(*given)

        def rounded(name: str, value: Any) -> Any:
            number = isinstance(value, Scalar) and value.type == "number"
            return fitted(name, Scalar("number", f"{value.text}0") if number else value)

        return rounded

    return mock.patch.object(rules, "fit_of", rounding)


def _writes_what_is_held() -> AbstractContextManager[Any]:
    held = policy.held

    def taken(at: Any, facing: Any, *given: Any) -> Any:
        value = quote(at, facing.left)
        if at.field is None or isinstance(value, Absent):
            return held(at, facing, *given)
        return Take(at, Side.RIGHT, value, value)

    return mock.patch.object(policy, "held", taken)


def _remembers_what_was_sent() -> AbstractContextManager[Any]:
    def sent(side: Side, changes: Iterable[Change], *_: Any) -> Any:
        made: dict[Any, dict[str, Any]] = {}
        for change in changes:
            across = change.source if change.agrees is None else change.agrees
            made.setdefault(change.locale, {})[change.field] = pair(side, change.after, across)
        return made

    return mock.patch("isogloss.apply.advance.of_changes", sent)


def _deletes_first() -> AbstractContextManager[Any]:
    whole = order._deletes

    def first(ops: Any, _: int, ordered: Any) -> None:
        whole(ops, -1, ordered)
        for op in ops:
            ordered.needs.pop(op.id, None)  # else it would wait for what ends the links all the same

    return mock.patch.object(order, "_deletes", first)


def _sends_what_nobody_asked_for() -> AbstractContextManager[Any]:
    whole = content.changed_data

    def more(*given: Any) -> Any:
        made = whole(*given)
        return {**made, "memo": "n0"} if made else made

    return mock.patch.object(content, "changed_data", more)


def _guards_nothing() -> AbstractContextManager[Any]:
    return mock.patch.object(Guarding, "__call__", return_value=None)


def _intends_nothing() -> AbstractContextManager[Any]:
    return mock.patch.object(Journal, "intended", return_value={})


def _deletes_what_was_edited() -> AbstractContextManager[Any]:
    stack = ExitStack()
    stack.enter_context(mock.patch.object(removal, "_edited", return_value=False))
    stack.enter_context(mock.patch.object(Still, "_edited_since", return_value=False))
    return stack


def _never_looks_again() -> AbstractContextManager[Any]:
    return mock.patch.object(Freshness, "moved", return_value={})


def _takes_a_resumed_run_for_a_new_one() -> AbstractContextManager[Any]:
    return mock.patch.object(TakingUp, "look", return_value={})


def _shares_the_lease() -> AbstractContextManager[Any]:
    taken = Leases._take

    def shared(self: Leases, lease_id: str, ttl: float, owner: str) -> None:
        holder = self.show()
        if holder is not None:
            self.break_(holder.id)
        taken(self, lease_id, ttl, owner)

    return mock.patch.object(Leases, "_take", shared)


def _counts_no_conflicts() -> AbstractContextManager[Any]:
    return mock.patch("isogloss.run.apply._left_by", return_value=(0, 0, 0))


def _looks_at_drafts_as_the_public_does() -> AbstractContextManager[Any]:
    stack = ExitStack()
    stack.enter_context(mock.patch.object(Ground, "hidden", return_value=frozenset()))
    # else a look at what is live shows them all the same, as drafts
    stack.enter_context(mock.patch.object(reading, "draft", return_value=None))
    return stack


def _publishes_what_came_in_between() -> AbstractContextManager[Any]:
    whole = Attempt.carry_out

    def fresh(self: Attempt, *given: Any, **named: Any) -> Any:
        return whole(self, *given, **{**named, "planned_before": False})

    return mock.patch.object(Attempt, "carry_out", fresh)


def _puts_back_what_was_taken_off() -> AbstractContextManager[Any]:
    whole = policy._take

    def back(at: Any, winner: Side, facing: Any, *given: Any, **named: Any) -> Any:
        states = [quote(at, facing.shows(side)) for side in (winner, winner.other)]
        off = at.field == STATUS and states == [DRAFT, PUBLISHED]
        return whole(at, winner.other if off else winner, facing, *given, **named)

    return mock.patch.object(policy, "_take", back)


PLANTED: dict[str, tuple[Plant, int, int]] = {
    "1: a reading that is not whole": (_reads_all_but_one, 15, 1),
    "2: a plan that depends on chance": (_plans_by_chance, 26, 1),
    "3: a base of what was sent": (_remembers_what_was_sent, 7, 4),
    "4: a value that nobody wrote": (_rounds_numbers, 2, 2),
    "5: a conflict that is written": (_writes_what_is_held, 8, 1),
    "6: a deletion before links to it are gone": (_deletes_first, 113, 2),
    "7: intents that are not read": (_intends_nothing, 30, 1),
    "8: a deletion over an edit": (_deletes_what_was_edited, 6, 1),
    "9: a field that is not mapped is written": (_sends_what_nobody_asked_for, 2, 2),
    "10: a cut run that does not look what it sent": (_takes_a_resumed_run_for_a_new_one, 30, 1),
    "11: no look before a write": (_never_looks_again, 65, 3),
    "12: parts of the other side are given up": (_guards_nothing, 110, 3),
    "a variant that was taken off the site is put back": (_puts_back_what_was_taken_off, 2, 4),
    "a lease that two hold": (_shares_the_lease, 4, 4),
    "an exit code that hides conflicts": (_counts_no_conflicts, 1, 3),
    "found: drafts are looked at as the public does": (_looks_at_drafts_as_the_public_does, 69, 3),
    "found: a draft is published with what came in between": (_publishes_what_came_in_between, 18, 3),
}
"""By what is wrong: the context, and a life that shows it and is right without it, after so many rounds."""
