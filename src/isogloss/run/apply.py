"""``apply``: carry out a plan, once."""

from collections.abc import Callable, Mapping

from isogloss.apply.confirming import Confirming
from isogloss.apply.execute import Executor
from isogloss.apply.learning import Learning
from isogloss.apply.site import mark_due, publish_sites
from isogloss.errors import Interrupted
from isogloss.model.address import Side
from isogloss.outcomes import Applied, Result, Run
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Adoption, Pairing, SitePublish
from isogloss.ports import OPEN, Writer
from isogloss.run.beginning import begin
from isogloss.run.leasing import leased
from isogloss.run.left import leave, left_by
from isogloss.run.likenesses import keep_likenesses
from isogloss.run.observe import Observed
from isogloss.run.renaming import is_there, retire
from isogloss.run.session import Session
from isogloss.run.sides import open_writers
from isogloss.state.opened import State, open_state
from isogloss.state.runs import RunEnd


def apply(session: Session, plan: PlanFile, *, stop_on_moved: bool = False) -> Applied:
    """Look at both sides again and apply a plan, once.

    Raises: Refused where it is marked as refused, was applied before, belongs to another mapping, or somebody else is
            at work; Interrupted; any RemoteError that makes going on senseless. After the last two, applying it again
            goes on from there.
    """
    with (
        open_state(session.state, session.bridge.name, session.clock) as state,
        leased(state, session.stop) as keep_going,
        open_writers(session.bridge, session.clock, session.watch) as writers,
        Observed(session.bridge, state, session.scratch) as observed,
    ):
        run, resumed = begin(session.bridge, state, plan, "apply")
        if run.state == "finished":
            return Applied(run.id, resumed, Result(), plan, *left_by(plan))
        retire(state, plan)
        attempt = Attempt(session, state, writers, observed, keep_going)
        attempt.look()
        return attempt.carry_out(plan, run, resumed=resumed, stop_on_moved=stop_on_moved)


class Attempt:
    """One attempt to carry out a plan, from before the first look at the sides: nothing known is older than that."""

    def __init__(
        self,
        session: Session,
        state: State,
        writers: Mapping[Side, Writer],
        observed: Observed,
        keep_going: Callable[[], None],
    ) -> None:
        self.session, self.state, self.writers, self.observed = session, state, writers, observed
        self.keep_going = keep_going
        self.learning = Learning(session.bridge, state, observed)
        self.began = session.clock.monotonic()

    def look(self) -> None:
        """Read both sides, and remember what that teaches."""
        self.observed.read(self.writers)
        self.learning.learn()

    def carry_out(self, plan: PlanFile, run: Run, *, resumed: bool, stop_on_moved: bool = False) -> Applied:
        """Send what the plan holds, publish what it says, and close the run.

        Raises: as ``apply``.
        """
        state, executor = self.state, self._executor(run)
        executor.stop_on_moved = stop_on_moved
        retire(state, plan)
        self.learning.keep_bodies(plan)
        confirming = Confirming(executor.bridge, state, self.writers, self.observed, executor.clock)
        remember(state, self.observed, plan, confirming)
        sites = mark_due(executor, plan.records(SitePublish))
        try:
            executor.run(plan.ops())
            publish_sites(executor, sites)
        except Exception as error:
            ended: RunEnd = "interrupted" if isinstance(error, Interrupted) else "failed"
            state.runs.finish(run.id, {"counts": executor.result.counts()}, ended)
            raise
        self.learning.learn()
        applied = Applied(run.id, resumed, executor.result, plan, *left_by(plan))
        leave(state, run.id, plan, applied.result)
        counts = applied.result.counts()
        ended = "unsettled" if OPEN & counts.keys() else "finished"
        state.runs.finish(run.id, {"counts": counts, "held": applied.conflicts + applied.steps}, ended)
        return applied

    def _executor(self, run: Run) -> Executor:
        session, state = self.session, self.state
        return Executor(
            session.bridge,
            state,
            self.writers,
            self.observed,
            state.journal(run.id),
            state.images(run.id),
            session.clock,
            session.patience,
            session.progress,
            self.keep_going,
            began=self.began,
        )


def remember(state: State, observed: Observed, plan: PlanFile, confirming: Confirming) -> None:
    """Write down what the plan found without a write: which entries are one, and which cells agree.

    Entries whose id changed since they were remembered (restored from a backup, made anew by hand) get the new id.
    """
    for pairing in plan.records(Pairing):
        key = pairing.entry
        for side in () if key.was else Side:  # those are renamed before both sides are read
            remote, known = pairing.remote(side), state.identity.remote(side, key)
            if remote is not None and known != remote:
                if known is not None:
                    state.identity.forget(side, key)
                state.identity.bind(side, key, remote)
    confirming.adopted(adoption.entry for adoption in plan.records(Adoption))
    adopted = ((adoption.entry, adoption.cells) for adoption in plan.records(Adoption))
    state.base.advance_many((key, cells) for key, cells in adopted if not key.was or is_there(state, key))
    keep_likenesses(state, observed, plan)
