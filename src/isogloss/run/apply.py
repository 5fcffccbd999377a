"""``apply``: carry out a plan, once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from isogloss.apply.burying import Burying
from isogloss.apply.execute import Executor
from isogloss.apply.learning import Learning
from isogloss.apply.site import mark_due, publish_sites
from isogloss.apply.spending import Spending
from isogloss.errors import Interrupted, Spent
from isogloss.events import RUN_BEGUN, RUN_ENDED, Log
from isogloss.model.address import Cell, Side
from isogloss.model.value import Digest
from isogloss.outcomes import Applied, Result, Run, Stopped, Unsettled
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Conflict, Drifted, SitePublish, Step
from isogloss.plan.parts import Part
from isogloss.ports import OPEN, Writer
from isogloss.report.summary import summary
from isogloss.run.beginning import begin
from isogloss.run.deciding import note_decisions
from isogloss.run.filing import Filing
from isogloss.run.keeping import Keeping, keeping_of, trusted
from isogloss.run.leasing import leased
from isogloss.run.links_to import linked_since
from isogloss.run.moving import carry_moves
from isogloss.run.observe import Observed
from isogloss.run.session import Session
from isogloss.run.sides import open_writers
from isogloss.run.unseen import link_fields
from isogloss.state.opened import State, open_state
from isogloss.state.runs import RunEnd


def apply(session: Session, plan: PlanFile, *, stop_on_moved: bool = False, part: Part | None = None) -> Applied:
    """Look at both sides again and apply a plan, once; or a part of it, and the rest another time.

    Raises: Refused where it is marked as refused, was applied before, belongs to another mapping, or somebody else is
            at work; Interrupted; any RemoteError that makes going on senseless. After the last two, applying it again
            goes on from there.
    """
    with (
        open_state(session.state, session.bridge.name, session.clock) as state,
        leased(session, state) as held,
        open_writers(session.bridge, held.reach) as writers,
        Observed(session.bridge, state, session.scratch) as observed,
    ):
        carry_moves(session, state)
        keeping = keeping_of(session, state)
        run, resumed = begin(session, state, plan, "apply", part)
        if run.state == "finished":
            done = Applied(run.id, resumed, Result(), plan, *_left_by(plan), by=session.by)
            session.log(RUN_ENDED, **summary(done))
            return done
        attempt = Attempt(held, state, writers, observed)
        try:
            attempt.look(plan, keeping)
        except Spent as spent:
            state.runs.finish(run.id, run.summary, "interrupted")
            raise too_little(spent) from None
        return attempt.carry_out(plan, run, resumed=resumed, stop_on_moved=stop_on_moved, part=part)


class Attempt:
    """One attempt to carry out a plan, from before the first look at the sides: nothing known is older than that."""

    def __init__(
        self,
        session: Session,
        state: State,
        writers: Mapping[Side, Writer],
        observed: Observed,
    ) -> None:
        self.session, self.state, self.writers, self.observed = session, state, writers, observed
        self.spending = session.spending or Spending(session.clock)
        self.learning = Learning(session.bridge, state, observed)
        self.began = session.clock.monotonic()
        self.executor: Executor | None = None

    def look(self, plan: PlanFile, keeping: Mapping[Side, Keeping] | None = None) -> None:
        """Read both sides as a plan will find them, and remember what that teaches."""
        self.learning.retire(plan)
        self.session.progress.stage("reading", sum(cost.reads for cost in plan.header.cost.values()))
        with trusted(self.state):
            self.observed.read(self.writers, keeping=keeping)
        self.learning.learn()
        self.observed.keep()

    def carry_out(
        self,
        plan: PlanFile,
        run: Run,
        *,
        resumed: bool,
        stop_on_moved: bool = False,
        planned_before: bool = True,
        part: Part | None = None,
    ) -> Applied:
        """Send what the plan holds, publish what it says, and close the run.

        planned_before: the plan was made from an earlier reading than that of this attempt.
        part:           what of it is carried out; all where none is given.
        Raises: as ``apply``.
        """
        kept = Filing(self.session, self.state, run)
        try:
            kept.begin(plan)
            applied = self._carried_out(
                plan,
                run,
                kept.log,
                resumed=resumed,
                stop_on_moved=stop_on_moved,
                planned_before=planned_before,
                part=part,
            )
        except Exception as error:
            ended: RunEnd = "interrupted" if isinstance(error, Interrupted) else "failed"
            counts = {} if self.executor is None else self.executor.result.counts()
            kept.failed(error)
            self.state.runs.finish(run.id, {**run.summary, "counts": counts}, ended)
            raise
        unkept = kept.end(applied)
        return replace(applied, unkept=unkept) if unkept else applied

    def _carried_out(
        self,
        plan: PlanFile,
        run: Run,
        log: Log,
        *,
        resumed: bool,
        stop_on_moved: bool,
        planned_before: bool,
        part: Part | None,
    ) -> Applied:
        session, state = self.session, self.state
        self.executor = executor = Executor(
            session.bridge,
            state,
            self.writers,
            self.observed,
            state.journal(run.id),
            state.images(run.id),
            session.clock,
            session.patience,
            session.progress,
            session.stop,
            self.spending,
            log,
            Burying(state, run.id),
            session.crew,
            stop_on_moved,
            planned_before,
            self.began,
            self._linked(plan) if planned_before else {},
            link_fields(session.bridge) if plan.header.counts.deletes else {},
        )
        counts = plan.header.counts
        log(RUN_BEGUN, mapping=plan.header.mapping, run=run.id, command=run.command, resumed=resumed, ops=counts.ops)
        self.learning.retire(plan)
        self.learning.take_in(plan, executor.confirming, executor.burying)
        session.progress.stage("applying", counts.ops if part is None else len(part.ops))
        records = plan.records(SitePublish)
        sites = mark_due(executor, (site for site in records if part is None or site.on in part.sides))
        try:
            with self.spending.on("looks"):
                executor.run(op for op in plan.ops() if part is None or op.id in part.ops)
                if part is not None and (sites or len(part.ops) < counts.ops):
                    return self._of_part(plan, part, run, executor, resumed=resumed)
                publish_sites(executor, sites)
        except Spent as spent:
            state.runs.finish(run.id, {**run.summary, "counts": executor.result.counts()}, "interrupted")
            return replace(
                self._applied(plan, run, executor.result, resumed=resumed), stopped=_stopped(executor, plan, spent)
            )
        self.learning.learn()
        applied = self._applied(plan, run, executor.result, resumed=resumed)
        waiting: Iterator[Conflict | Step] = plan.records(Conflict, Step)
        unsettled = (
            Unsettled(op.entry, op.label, op.on, op.verb, settled.outcome, settled.detail)
            for op, settled in applied.result.problems
        )
        partly = (
            plan.header.purpose == "exchange"
        )  # it looked at its own cells alone, so what waits elsewhere still does
        state.held.replace(run.id, [*(state.held.all() if partly else ()), *waiting, *unsettled, *_kept(plan)])
        if not partly:
            note_decisions(state, run.id, plan, applied.result)
        self.learning.tidy()
        outcomes = applied.result.counts()
        if "skipped" in outcomes:  # something moved, and whether the next reading would show it is not certain
            state.kept.forget()
        ended: RunEnd = "unsettled" if OPEN & outcomes.keys() else "finished"
        state.runs.finish(run.id, {"counts": outcomes, "held": applied.conflicts + applied.steps}, ended)
        return applied

    def _of_part(self, plan: PlanFile, part: Part, run: Run, executor: Executor, *, resumed: bool) -> Applied:
        """End a run that carried out the part it was asked for; nothing that waits elsewhere is told anew."""
        self.learning.learn()
        outcomes = executor.result.counts()
        if "skipped" in outcomes:
            self.state.kept.forget()
        ended: RunEnd = "unsettled" if OPEN & outcomes.keys() else "partial"
        self.state.runs.finish(run.id, {**run.summary, "counts": outcomes}, ended)
        left = {op.id for op in plan.ops()} - executor.outcomes.keys()
        stopped = Stopped(part.told, len(left), asked=True)
        return replace(self._applied(plan, run, executor.result, resumed=resumed), stopped=stopped)

    def _linked(self, plan: PlanFile) -> Mapping[Digest, Cell]:
        """What a plan deletes and somebody linked to since it was made."""
        linking = link_fields(self.session.bridge)
        return linked_since(plan.ops(), self.observed, linking) if plan.header.counts.deletes else {}

    def _applied(self, plan: PlanFile, run: Run, result: Result, *, resumed: bool) -> Applied:
        asked, seconds = self.spending.by_side(), self.spending.seconds
        return Applied(
            run.id, resumed, result, plan, *_left_by(plan), requests=asked, seconds=seconds, by=self.session.by
        )


def too_little(spent: Spent) -> Spent:
    """What a run says that could not even read both sides with what it may spend."""
    return Spent(f"{spent} Reading both sides takes more, so nothing was written. Allow more, then run it again.")


def _stopped(executor: Executor, plan: PlanFile, spent: Spent) -> Stopped:
    """What is left of a plan where its run stopped because it may spend no more."""
    left = {op.id for op in plan.ops()} - executor.outcomes.keys()
    return Stopped(str(spent), len(left), len(left & executor.journal.intended().keys()))


def _left_by(plan: PlanFile) -> tuple[int, int, int]:
    """How much a plan leaves: conflicts and steps for a person, and drift that is kept."""
    found = Counter(type(record) for record in plan.records(Conflict, Step))
    return found[Conflict], found[Step], sum(1 for _ in _kept(plan))


def _kept(plan: PlanFile) -> Iterator[Drifted]:
    return (drift for drift in plan.records(Drifted) if drift.kept)
