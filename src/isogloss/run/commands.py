"""What each command does, as the steps it takes. Says nothing to anybody: results are data, and the CLI shows them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from isogloss.apply.execute import OPEN, Executor, Result
from isogloss.apply.patience import Patience
from isogloss.apply.progress import Progress, Silent
from isogloss.apply.site import mark_due, publish_sites
from isogloss.errors import Interrupted, MappingError, Missing, Refused, Rejected
from isogloss.http.observe import Observer, Tally
from isogloss.mapping.binding import Bridge
from isogloss.mapping.check import CheckReport, check
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.replaced import replacing
from isogloss.model.value import Digest
from isogloss.plan.data import PlanFile, read_plan
from isogloss.plan.limits import MaxLoss
from isogloss.plan.record import Data
from isogloss.ports import Clock, Reader, Writer
from isogloss.run.leasing import leased, seen_dead
from isogloss.run.observe import Observed
from isogloss.run.planning import Spent, draft_plan, save_plan
from isogloss.run.renaming import is_there, retire
from isogloss.run.sides import Watch, open_readers, open_writers
from isogloss.state.agreed import Pair
from isogloss.state.lease import Holder
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

    Raises: MappingError where the mapping does not pass the check; Refused; any RemoteError.
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
        return save_plan(out, arranged, setting.bridge, readers, spent)


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
    """

    run: str
    resumed: bool
    result: Result
    plan: PlanFile
    conflicts: int
    steps: int


def run_apply(setting: Setting, plan: PlanFile, *, stop_on_moved: bool = False) -> Applied:
    """Look at both sides again and apply a plan, once.

    Raises: Refused where it was applied before, belongs to another mapping, or somebody else is at work; Interrupted;
            any RemoteError that makes going on senseless. After the last two, applying it again goes on from there.
    """
    with (
        open_state(setting.state, setting.bridge.name, setting.clock) as state,
        leased(state, setting.stop) as keep_going,
        open_writers(setting.bridge, setting.clock, setting.watch) as writers,
        Observed(setting.bridge, state, setting.scratch) as observed,
    ):
        run, resumed = _begin(setting, state, plan, "apply")
        retire(state, plan)
        began = setting.clock.monotonic()
        observed.read(writers)
        observed.learn()
        executor = _executor(setting, state, writers, observed, run, keep_going, began)
        executor.stop_on_moved = stop_on_moved
        return _execute(executor, observed, plan, run, resumed=resumed)


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
        observed.learn()
        run = state.runs.resume(cut.id)
        _execute(
            _executor(setting, state, writers, observed, run, keep_going, began), observed, plan, run, resumed=True
        )


def cut_run(state: State) -> Run | None:
    """The last run, if it was cut, failed half-way or left something unsettled, and its plan is still there."""
    last = next(iter(state.runs.all(limit=1)), None)
    if last is None or last.state == "finished" or not Path(last.plan_path).exists():
        return None
    return last


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
    observed.learn()
    run, resumed = _begin(setting, state, plan, "sync")
    executor = _executor(setting, state, writers, observed, run, keep_going, began)
    return _execute(executor, observed, plan, run, resumed=resumed)


def _begin(setting: Setting, state: State, plan: PlanFile, command: str) -> tuple[Run, bool]:
    header = plan.header
    if header.mapping["digest"] != setting.bridge.digest:
        raise Refused(
            f"{plan.path}: the mapping {setting.bridge.path} changed since the plan was made. Make the plan again."
        )
    found = state.runs.find(header.digest)
    if found is not None and command == "apply":
        if found.state == "finished":
            raise Refused(
                f"{plan.path}: this plan was applied already, by run {found.id}. A plan is applied once; "
                "make a new one."
            )
        return state.runs.resume(found.id), True
    cut = cut_run(state)
    if cut is not None and cut.state != "unsettled" and command == "apply":
        raise Refused(
            f"{plan.path}: run {cut.id} was cut half-way. Finish it first with isogloss apply {cut.plan_path}, then "
            "make a new plan."
        )
    records = header.counts.get("records")
    total = records.get("op", 0) if isinstance(records, dict) else 0
    begun = state.runs.begin(
        plan_digest=header.digest,
        plan_path=str(plan.path),
        mapping_digest=Digest(header.mapping["digest"]),
        command=command,
        ops_total=total,
    )
    return begun, False


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


def _execute(executor: Executor, observed: Observed, plan: PlanFile, run: Run, *, resumed: bool) -> Applied:
    state = executor.state
    retire(state, plan)
    remember(state, observed, plan)
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
    observed.learn()
    held = list(plan.records("conflict", "step"))
    state.held.replace(run.id, [*held, *_unsettled(result)])
    ended: RunEnd = "unsettled" if any(result.counts().get(outcome) for outcome in OPEN) else "finished"
    state.runs.finish(run.id, {"counts": result.counts(), "held": len(held)}, ended)
    conflicts = sum(1 for record in held if record["record"] == "conflict")
    return Applied(run.id, resumed, result, plan, conflicts, len(held) - conflicts)


def _unsettled(result: Result) -> Iterator[Data]:
    for op, settled in result.problems:
        yield {
            "record": "outcome",
            "entry": [op.entry.kind, op.entry.name],
            "label": op.label,
            "on": op.on.value,
            "verb": op.verb,
            "outcome": settled.outcome,
            "detail": settled.detail,
        }


def remember(state: State, observed: Observed, plan: PlanFile) -> None:
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
    state.base.advance_many((key, cells) for key, cells in adopted if replacing(key) is None or is_there(state, key))
    observed.keep_bodies(plan)


def _names(data: Data) -> tuple[str, str]:
    match data["entry"]:
        case [str(kind), str(name)]:
            return kind, name
    raise AssertionError(f"a record of a sealed plan names its entry, not {data['entry']!r}")


def _pairs(cells: object) -> Mapping[Locale, Mapping[str, Pair]]:
    if not isinstance(cells, dict):
        raise AssertionError("an adoption of a sealed plan has cells")  # noqa: TRY004  # our own bug
    return {Locale(locale): {name: (pair[0], pair[1]) for name, pair in row.items()} for locale, row in cells.items()}


@dataclass(frozen=True, slots=True)
class Status:
    """What the state remembers of a mapping; nobody was asked.

    cut:     the last run was cut half-way and can be finished by applying its plan again.
    held:    what the last run left for a person: records as plain data.
    entries: entries known on each side, by side name.
    holder:  who is at work; nobody, where the process that held the lease is seen to be gone.
    """

    where: str
    runs: tuple[Run, ...]
    cut: Run | None
    held: tuple[Mapping[str, object], ...]
    entries: Mapping[str, int]
    holder: Holder | None


def run_status(setting: Setting, runs: int = 5) -> Status:
    """Look at the state; sends nothing."""
    bridge = setting.bridge
    with open_state(setting.state, bridge.name, setting.clock, read_only=True) as state:
        holder = state.leases.show()
        return Status(
            where=setting.state,
            runs=tuple(state.runs.all(limit=runs)),
            cut=cut_run(state),
            held=tuple(state.held.rows()),
            entries={bridge.side(side).name: sum(1 for _ in state.identity.all_keys(side)) for side in Side},
            holder=None if holder is None or seen_dead(holder) else holder,
        )
