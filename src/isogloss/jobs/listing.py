"""What ``isogloss jobs`` shows and does: the mappings that are run by the clock, and what is remembered of each.

Decides that a project which no service has run yet is shown as it will be, and that what a person does to a job is
written into the state, where the service finds it.
"""

from collections.abc import Collection, Iterable
from pathlib import Path

from isogloss.errors import UsageError
from isogloss.http.clock import SystemClock
from isogloss.jobs.approving import decide
from isogloss.jobs.project import PROJECT, project, schedule_of
from isogloss.mapping.names.nearest import nearest
from isogloss.mapping.project.reading import Said
from isogloss.outcomes import Holder
from isogloss.ports import Clock
from isogloss.run.leasing import seen_dead
from isogloss.schedule.tick import Schedule, renewed
from isogloss.schedule.turn import Approval, Job
from isogloss.state.agenda import Agenda, open_agenda
from isogloss.state.lease import current_user

TURNS = 30
"""How many turns of a mapping are shown."""


def said_by(path: Path | None, known: Collection[str] = ()) -> tuple[Said, ...]:
    """What a project says; where none is named and none is there, nothing.

    known:  as ``project`` has it.
    Raises: as ``project``.
    """
    if path is None and not Path(PROJECT).exists():
        return ()
    return project(path or Path(PROJECT), known=known)


def jobs(state: str, path: Path | None = None, clock: Clock | None = None) -> tuple[Job, ...]:
    """The mappings that are run by the clock: those that a project names, else those that the state knows. Reads only.

    path: a project file, or a mapping in its place; None for ``isogloss.yaml``, if it is there.
    Raises: ConfigError, MappingError for a project that cannot be used; StateError.
    """
    with open_agenda(state, clock or SystemClock(), read_only=True) as agenda:
        return listed(agenda, said_by(path, agenda.schedules()))


def listed(agenda: Agenda, said: Iterable[Said] = ()) -> tuple[Job, ...]:
    """Every job, in order of names."""
    known, now = agenda.schedules(), agenda.now()
    of_project = {each.name: schedule_of(each) for each in said}
    shown = {name: renewed(known.get(name), each, now) for name, each in of_project.items()} or known
    asked, conflicts = agenda.asked(), agenda.conflicts()
    approvals = {each.mapping: each for each in agenda.approvals.all()}
    return tuple(
        Job(each, name in asked, agenda.turns(name, TURNS), conflicts.get(name, 0), approvals.get(name))
        for name, each in sorted(shown.items())
    )


def at_work(agenda: Agenda) -> Holder | None:
    """The service that is at work on a state, or one of its workers; nobody who is seen to be gone or is overdue."""
    holder = agenda.holder()
    alone = holder is not None and not holder.expired and not seen_dead(holder)
    return holder if alone else agenda.workers.holder()


def pause(state: str, name: str, path: Path | None = None, clock: Clock | None = None) -> Schedule:
    """Let a mapping not be run by the clock any more, and drop what is asked for; a run that is at work goes on.

    Raises: UsageError where there is no such mapping; as ``jobs``.
    """
    with open_agenda(state, clock or SystemClock()) as agenda:
        known(agenda, name, path)
        agenda.pause(name, current_user())
        return agenda.schedules()[name]


def resume(state: str, name: str, path: Path | None = None, clock: Clock | None = None) -> Schedule:
    """Let a mapping be run by the clock again, from its next time on.

    Raises: as ``pause``.
    """
    with open_agenda(state, clock or SystemClock()) as agenda:
        known(agenda, name, path)
        agenda.resume(name, current_user())
        return agenda.schedules()[name]


def ask(state: str, name: str, path: Path | None = None, clock: Clock | None = None) -> tuple[Schedule, Holder | None]:
    """Ask for a run of a mapping now; says which service will do it, or None where none is at work yet.

    Raises: as ``pause``.
    """
    with open_agenda(state, clock or SystemClock()) as agenda:
        known(agenda, name, path)
        agenda.ask(name, "person", current_user())
        return agenda.schedules()[name], at_work(agenda)


def approve(
    state: str, plan: str, by: str, *, reject: bool = False, clock: Clock | None = None
) -> tuple[Approval, Holder | None]:
    """Approve a plan that waits, or reject it: by its file, or by the beginning of its digest.

    Says which service will carry it out, or None where none is at work yet.

    by:     who decides.
    Raises: UsageError where no such plan waits; Refused where it is not any more what was shown; StateError.
    """
    with open_agenda(state, clock or SystemClock()) as agenda:
        return decide(agenda, plan, by, reject=reject), at_work(agenda)


def served_by(state: str, clock: Clock | None = None) -> Holder | None:
    """The service that is at work on a state, or None.

    Raises: StateError.
    """
    with open_agenda(state, clock or SystemClock(), read_only=True) as agenda:
        return at_work(agenda)


def known(agenda: Agenda, name: str, path: Path | None) -> None:
    """Take a mapping over from its project, where the state does not know it yet.

    Raises: UsageError where neither does.
    """
    there = agenda.schedules()
    if name in there:
        return
    said = {each.name: each for each in said_by(path, there)}
    if name not in said:
        names = {*there, *said}
        raise UsageError(
            f"{agenda.where}: no mapping {name} is run by the clock here{nearest(name, names)}. isogloss jobs lists "
            "those that are; --project names the file of others."
        )
    agenda.register([schedule_of(said[name])])
