"""Lets a plan of a service through, or has it wait for somebody's approval. Nothing is written on either side before.

Decides that what is compared with an approval is what a plan does now: each turn reads both sides and plans anew, and
what does no more than what was approved goes ahead. What does more waits again, with what differs. Where somebody
decides while a turn looks, it looks again.
"""

import shutil
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from isogloss.decide.approving import Bounds, exceeded, marks, told
from isogloss.errors import Refused, StateError, UsageError
from isogloss.files import whole
from isogloss.model.value import digest_text
from isogloss.plan.data import PlanFile, read_plan
from isogloss.run.filing import folder_of
from isogloss.run.session import Session
from isogloss.schedule.turn import Approval
from isogloss.state.agenda import Agenda, open_agenda
from isogloss.state.approvals import Approvals

_TELLS: Final = 4
"""Characters of a digest that may mean a plan."""
_NAMED: Final = 5
"""How many ops are named of what differs."""


class Unapproved(Refused):
    """A plan waits for somebody's approval, or was rejected; nothing was written."""


class Unseen(Refused):
    """Somebody else decided about a plan since it was looked at; nothing was written."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Looks at each plan of one mapping before anything of it is written.

    bounds: what needs nobody.
    """

    session: Session
    bounds: Bounds

    def __call__(self, plan: PlanFile, remembered: int) -> None:
        """Let a plan through.

        remembered: how many entries are remembered.
        Raises: Unapproved where it waits for somebody, or was rejected.
        """
        if plan.header.empty:
            return
        over = exceeded(plan, self.bounds, remembered)
        with open_agenda(self.session.state, self.session.clock) as agenda:
            while not self._settled(plan, over, agenda.approvals):
                pass  # somebody decided between the look and what followed from it

    def _settled(self, plan: PlanFile, over: Collection[str], approvals: Approvals) -> bool:
        """Let a plan through, by what is decided now; False where that is another by the time it counts.

        over: what it does beyond the bounds.
        Raises: as above.
        """
        does, mapping = marks(plan), plan.header.mapping
        last = approvals.of(mapping)
        before = None if last is None else kept(last)
        if last is not None and last.fate == "approved" and before is not None and does <= marks(before):
            return approvals.carried_out(last)
        if not over:
            return True
        if last is not None and before is not None and last.fate != "approved" and does == marks(before):
            raise Unapproved(_said(last), plan=Path(last.path))
        why = ", ".join(over)
        if last is not None and last.fate == "approved":
            why += f"; since {last.short} was approved: {_differing(plan, before)}"
        path = self._keep(plan)
        if not approvals.ask(mapping, plan.header.digest, str(path), why, over=last):
            return False
        asked = approvals.of(mapping)
        assert asked is not None, "it was asked for just now"  # noqa: S101  # our own bug if not
        raise Unapproved(_said(asked), plan=path)

    def _keep(self, plan: PlanFile) -> Path:
        runs = self.session.runs
        assert runs is not None, "a session keeps its runs"  # noqa: S101  # our own bug if not
        path = folder_of(runs, plan.header.mapping) / f"approval-{plan.header.digest[:8]}.jsonl"
        try:
            with plan.path.open("rb") as made, whole(path) as kept:
                shutil.copyfileobj(made, kept)
        except OSError as error:
            raise StateError(
                f"{path}: the plan that needs approval cannot be kept ({error.strerror}). Nothing was written. Check "
                "who may write there, and that there is room."
            ) from None
        return path


def _said(approval: Approval) -> str:
    about = f"{approval.path}: the plan"
    if approval.fate == "rejected":
        return f"{about} was rejected by {approval.by} ({approval.why}). It is asked for again once it would differ."
    return (
        f"{about} needs approval ({approval.why}). Nothing was written. Look at it with isogloss show, then say "
        f"isogloss approve {approval.short}, or the same with --reject."
    )


def _differing(plan: PlanFile, approved: PlanFile | None) -> str:
    if approved is None:
        return "its file is gone"
    more, gone = list(told(plan, marks(approved))), list(told(approved, marks(plan)))
    parts = [_listed("it would also", more), _listed("it would not", gone)]
    return "; ".join(part for part in parts if part) or "what it loses is another"


def _listed(word: str, ops: list[str]) -> str:
    rest = f" and {len(ops) - _NAMED:,} more" if len(ops) > _NAMED else ""
    return f"{word} {', '.join(islice(ops, _NAMED))}{rest}" if ops else ""


def kept(approval: Approval) -> PlanFile | None:
    """The plan of an approval, if it is still what was shown."""
    try:
        plan = read_plan(Path(approval.path))
    except (UsageError, Refused):
        return None
    return plan if plan.header.digest == approval.digest else None


def differing(newer: Approval, older: Approval) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """What a newer plan would also do, and what it would not do any more; None where one of them is not kept."""
    plan, before = kept(newer), kept(older)
    if plan is None or before is None:
        return None
    return tuple(told(plan, marks(before))), tuple(told(before, marks(plan)))


def mark(approval: Approval) -> str:
    """Tells what was decided about a plan from anything else, so that nobody replaces what they did not see."""
    return digest_text(f"{approval.fate}\n{approval.by}")


def decide(agenda: Agenda, plan: str, by: str, *, reject: bool = False, shown: str | None = None) -> Approval:
    """Approve or reject a plan that waits, by its file or the beginning of its digest; a run is asked for.

    shown: the mark of what the person looked at, what they decided themselves aside; None for whoever takes whatever
           was decided.
    Raises: UsageError where none or several of that name wait; Refused where the plan is not any more what was shown;
            Unseen where somebody else decided since it was looked at.
    """
    path = Path(plan)
    digest = read_plan(path).header.digest if path.is_file() else plan.lower()
    found = [each for each in agenda.approvals.all() if len(digest) >= _TELLS and each.digest.startswith(digest)]
    if len(found) != 1:
        raise _not_one(agenda, f"{plan} begins several plans that wait" if found else f"no plan {plan} waits")
    (approval,) = found
    if not reject and kept(approval) is None:
        raise Refused(
            f"{approval.path}: the plan is gone or another than was shown; nothing was approved. Let the mapping be "
            f"run again: isogloss jobs run {approval.mapping}"
        )

    def look(there: Approval) -> None:
        if shown is not None and there.by not in ("", by) and shown != mark(there):
            raise Unseen(
                f"{there.path}: the plan was {there.fate} by {there.by} since it was looked at; nothing was changed. "
                "Look at it again."
            )

    if agenda.approvals.decide(approval.digest, "rejected" if reject else "approved", by, look) is None:
        raise _not_one(agenda, f"no plan {plan} waits")
    if not reject:
        agenda.ask(approval.mapping, "person")
    return replace(approval, fate="rejected" if reject else "approved", by=by)


def _not_one(agenda: Agenda, said: str) -> UsageError:
    waiting = ", ".join(each.short for each in agenda.approvals.all()) or "none"
    return UsageError(f"{agenda.where}: {said} for approval; those that do: {waiting}.")
