"""What each command does, as the steps it takes. Says nothing to anybody: results are data, and the CLI shows them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from isogloss.apply.confirming import Confirming
from isogloss.apply.execute import Executor, Result
from isogloss.apply.learning import Learning
from isogloss.apply.patience import Patience
from isogloss.apply.progress import Progress, Silent
from isogloss.apply.site import mark_due, publish_sites
from isogloss.bridge import Bridge
from isogloss.errors import Interrupted, MappingError, Missing, Rejected
from isogloss.http.observe import Observer, Tally
from isogloss.mapping.check import CheckReport, check
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.replaced import replacing
from isogloss.plan.data import PlanFile, read_plan
from isogloss.plan.limits import MaxLoss
from isogloss.plan.record import Data
from isogloss.ports import OPEN, Clock, Reader, Writer
from isogloss.run.beginning import begin, cut_run, refuse_marked
from isogloss.run.costing import Spent
from isogloss.run.leasing import leased
from isogloss.run.left import Left, leave, left_by
from isogloss.run.likenesses import keep_likenesses
from isogloss.run.observe import Observed
from isogloss.run.planning import draft_plan, save_plan
from isogloss.run.renaming import is_there, retire
from isogloss.run.sides import Watch, open_readers, open_writers
from isogloss.state.agreed import Pair
from isogloss.state.lines import LineStore
from isogloss.state.opened import State, open_state
from isogloss.state.runs import Run, RunEnd


@dataclass(frozen=True, slots=True)
class Setting:
    """What every command is given.

    state:   where the state is: a path or a URL.
    scratch: a folder for what lies on disk while a command runs.
    tallies: counts each side's requests.
    tick:    called with the number of entries merged so far.
    max_loss: how much a plan may lose before it is refused; None for no bound.
    stop:    raises Interrupted where a person asked to stop; called between requests.
    """

    bridge: Bridge
    state: str
    scratch: Path
    clock: Clock
    tallies: Mapping[Side, Tally] = field(default_factory=lambda: {side: Tally() for side in Side})
    observers: Mapping[Side, Observer] | None = None
    progress: Progress = field(default_factory=Silent)
    tick: Callable[[int], None] | None = None
    stop: Callable[[], None] = lambda: None
    patience: Patience = field(default_factory=Patience)
    max_loss: MaxLoss | None = None

    @property
    def watch(self) -> Watch:
        """Who watches the requests: the tallies, unless somebody else was named."""
        return Watch(self.observers or dict(self.tallies))


def run_check(setting: Setting) -> CheckReport:
    """Check a mapping against both live sides; sends reads only."""
    with open_readers(setting.bridge, setting.clock, setting.watch) as readers:
        return check(setting.bridge, readers)


def run_plan(setting: Setting, out: Path) -> PlanFile:
    """Make a plan; sends reads only and writes nothing but the plan.

    Raises: MappingError where the mapping does not pass the check; Refused, which names the plan that was written and
            marked where there is one to look at; any RemoteError.
    """
    with (
        open_readers(setting.bridge, setting.clock, setting.watch) as readers,
        open_state(setting.state, setting.bridge.name, setting.clock, read_only=True) as state,
        Observed(setting.bridge, state, setting.scratch) as observed,
    ):
        return _plan(setting, readers, state, observed, out)


def _plan(setting: Setting, readers: Mapping[Side, Reader], state: State, observed: Observed, out: Path) -> PlanFile:
    before = {side: tally.total for side, tally in setting.tallies.items()}
    checked = passed(setting.bridge, readers, probe=False)
    try:
        observed.read(readers)
    except (Missing, Rejected):
        passed(setting.bridge, readers)  # if the mapping is at fault, this says how
        raise
    spent = Spent({side: tally.total - before[side] for side, tally in setting.tallies.items()})
    with LineStore(setting.scratch) as store:
        arranged = draft_plan(observed, state, readers, checked.schemas, store, setting.tick, setting.max_loss)
        return refuse_marked(save_plan(out, arranged, setting.bridge, readers, spent, state))


def passed(bridge: Bridge, readers: Mapping[Side, Reader], *, probe: bool = True) -> CheckReport:
    """Check, and go on only if it passed.

    probe:  as for ``Reader.inspect``.
    Raises: MappingError with every problem; where a side could not be asked at all, its own error.
    """
    report = check(bridge, readers, probe=probe)
    for error in report.failures.values():
        raise error
    if not report.passed:
        raise MappingError(bridge.path, report.problems)
    return report


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a plan.

    run:      its id in the state.
    resumed:  it was taken up again after an earlier attempt was cut.
    conflicts, steps: how many of them the plan holds; they are left for a person.
    drifts:   how many cells, variants or entries only the target changed and keeps; nobody has to do anything.
    """

    run: str
    resumed: bool
    result: Result
    plan: PlanFile
    conflicts: int
    steps: int
    drifts: int = 0


def run_apply(setting: Setting, plan: PlanFile, *, stop_on_moved: bool = False) -> Applied:
    """Look at both sides again and apply a plan, once.

    Raises: Refused where it is marked as refused, was applied before, belongs to another mapping, or somebody else is
            at work; Interrupted; any RemoteError that makes going on senseless. After the last two, applying it again
            goes on from there.
    """
    with (
        open_state(setting.state, setting.bridge.name, setting.clock) as state,
        leased(state, setting.stop) as keep_going,
        open_writers(setting.bridge, setting.clock, setting.watch) as writers,
        Observed(setting.bridge, state, setting.scratch) as observed,
    ):
        run, resumed = begin(setting.bridge, state, plan, "apply")
        if run.state == "finished":
            return _counted(run, plan, Result(), left_by(plan), resumed=resumed)
        retire(state, plan)
        began = setting.clock.monotonic()
        observed.read(writers)
        learning = Learning(setting.bridge, state, observed)
        learning.learn()
        executor = _executor(setting, state, writers, observed, run, keep_going, began)
        executor.stop_on_moved = stop_on_moved
        return _execute(executor, observed, learning, plan, run, resumed=resumed)


def run_sync(setting: Setting, out: Path) -> Applied:
    """Plan and apply in one, under the same limits; an earlier run that was cut or left unsettled is finished first.

    Raises: as ``run_plan`` and ``run_apply`` do.
    """
    with (
        open_state(setting.state, setting.bridge.name, setting.clock) as state,
        leased(state, setting.stop) as keep_going,
        open_writers(setting.bridge, setting.clock, setting.watch) as writers,
    ):
        _finish_cut(setting, state, writers, keep_going)
        with Observed(setting.bridge, state, setting.scratch) as observed:
            return _sync(setting, state, writers, observed, out, keep_going)


def _finish_cut(setting: Setting, state: State, writers: Mapping[Side, Writer], keep_going: Callable[[], None]) -> None:
    """Finish a run that was cut before planning anew: only its journal knows which creates may still be landing."""
    cut = cut_run(state)
    if cut is None:
        return
    plan = read_plan(Path(cut.plan_path))
    if plan.header.digest != cut.plan_digest or plan.header.mapping["digest"] != setting.bridge.digest:
        return
    with Observed(setting.bridge, state, setting.scratch) as observed:
        retire(state, plan)
        began = setting.clock.monotonic()
        observed.read(writers)
        learning = Learning(setting.bridge, state, observed)
        learning.learn()
        run = state.runs.resume(cut.id)
        executor = _executor(setting, state, writers, observed, run, keep_going, began)
        _execute(executor, observed, learning, plan, run, resumed=True)


def _sync(
    setting: Setting,
    state: State,
    writers: Mapping[Side, Writer],
    observed: Observed,
    out: Path,
    keep_going: Callable[[], None],
) -> Applied:
    began = setting.clock.monotonic()
    plan = _plan(setting, writers, state, observed, out)
    learning = Learning(setting.bridge, state, observed)
    learning.learn()
    run, resumed = begin(setting.bridge, state, plan, "sync")
    executor = _executor(setting, state, writers, observed, run, keep_going, began)
    return _execute(executor, observed, learning, plan, run, resumed=resumed)


def _executor(
    setting: Setting,
    state: State,
    writers: Mapping[Side, Writer],
    observed: Observed,
    run: Run,
    keep_going: Callable[[], None],
    began: float,
) -> Executor:
    """What carries a plan out; *began* is when both sides began to be read, before which nothing is known of them."""
    journal, images = state.journal(run.id), state.images(run.id)
    return Executor(
        setting.bridge,
        state,
        writers,
        observed,
        journal,
        images,
        setting.clock,
        setting.patience,
        setting.progress,
        keep_going,
        began=began,
    )


def _execute(
    executor: Executor, observed: Observed, learning: Learning, plan: PlanFile, run: Run, *, resumed: bool
) -> Applied:
    state = executor.state
    retire(state, plan)
    learning.keep_bodies(plan)
    remember(state, observed, plan, Confirming(executor.bridge, state, executor.writers, observed, executor.clock))
    sites = mark_due(executor, plan.records("site"))
    try:
        result = executor.run(plan.ops())
        publish_sites(executor, sites)
    except Interrupted:
        state.runs.finish(run.id, {"counts": executor.result.counts()}, "interrupted")
        raise
    except Exception:
        state.runs.finish(run.id, {"counts": executor.result.counts()}, "failed")
        raise
    learning.learn()
    left = leave(state, run.id, plan, result)
    ended: RunEnd = "unsettled" if any(result.counts().get(outcome) for outcome in OPEN) else "finished"
    state.runs.finish(run.id, {"counts": result.counts(), "held": left.held}, ended)
    return _counted(run, plan, result, left, resumed=resumed)


def _counted(run: Run, plan: PlanFile, result: Result, left: Left, *, resumed: bool) -> Applied:
    return Applied(run.id, resumed, result, plan, left.conflicts, left.steps, left.drifts)


def remember(state: State, observed: Observed, plan: PlanFile, confirming: Confirming) -> None:
    """Write down what the plan found without a write: which entries are one, and which cells agree.

    Entries whose id changed since they were remembered (restored from a backup, made anew by hand) get the new id.
    """
    for data in plan.records("entry"):
        kind, name = _names(data)
        key = EntryKey(kind, name)
        for side in () if replacing(key) else Side:  # those are renamed before both sides are read
            remote = data[side.value]
            known = state.identity.remote(side, key)
            if isinstance(remote, str) and known != remote:
                if known is not None:
                    state.identity.forget(side, key)
                state.identity.bind(side, key, remote)
    adopted = ((EntryKey(*_names(data)), _pairs(data["cells"])) for data in plan.records("adopt"))
    confirming.adopted(EntryKey(*_names(data)) for data in plan.records("adopt"))
    state.base.advance_many((key, cells) for key, cells in adopted if replacing(key) is None or is_there(state, key))
    keep_likenesses(state, observed, plan)


def _names(data: Data) -> tuple[str, str]:
    match data["entry"]:
        case [str(kind), str(name)]:
            return kind, name
    raise AssertionError(f"a record of a sealed plan names its entry, not {data['entry']!r}")


def _pairs(cells: object) -> Mapping[Locale, Mapping[str, Pair]]:
    if not isinstance(cells, dict):
        raise AssertionError("an adoption of a sealed plan has cells")
    return {Locale(locale): {name: (pair[0], pair[1]) for name, pair in row.items()} for locale, row in cells.items()}
