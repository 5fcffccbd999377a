"""``isogloss jobs``."""

from pathlib import Path

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import shared


@click.command()
@click.argument("words", nargs=-1, metavar="[pause|resume|run NAME]")
@click.option(
    "--project",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The project, or a single mapping; isogloss.yaml if it is there, else what the state knows.",
)
@shared
def jobs(invocation: Invocation, words: tuple[str, ...], project: Path | None) -> None:
    """List the mappings that are run by the clock, or pause, resume or run one of them by its NAME.

    For each: its schedule, when it is next, what became of its last turn, how many conflicts wait, and how many times
    were folded into another one. What is paused is not run by the clock; a run that is at work goes on. `run` asks for
    one now, of whoever serves the state.

    \b
    isogloss jobs
    isogloss jobs pause acme
    isogloss jobs run acme
    """
    from isogloss import api
    from isogloss.cli.output import console, emit_json

    if words:
        _do(invocation, words, project)
        return
    found, holder = api.jobs(invocation.state, project), api.served_by(invocation.state)
    from isogloss.report.jobs import jobs_data, render_jobs

    if invocation.as_json:
        emit_json(jobs_data(found, holder))
    else:
        render_jobs(found, holder, console())


def _do(invocation: Invocation, words: tuple[str, ...], project: Path | None) -> None:
    from isogloss import api
    from isogloss.cli.output import emit_json, say
    from isogloss.report.jobs import schedule_data

    match words:
        case ("pause", name):
            schedule = api.pause(invocation.state, name, project)
            said = "paused; isogloss jobs resume has it run by the clock again"
        case ("resume", name):
            schedule = api.resume(invocation.state, name, project)
            said = "never due" if schedule.due is None else f"due next at {schedule.due:%Y-%m-%d %H:%M:%S} UTC"
        case ("run", name):
            schedule, holder = api.ask(invocation.state, name, project)
            nobody = "nobody serves this state now, so it begins with the next isogloss serve"
            said = nobody if holder is None else f"asked of {holder.owner} on {holder.host} (process {holder.pid})"
        case _:
            raise click.UsageError("Say isogloss jobs, or isogloss jobs pause, resume or run, and one NAME.")
    if invocation.as_json:
        emit_json(schedule_data(schedule))
    else:
        say(f"{name}: {said}", invocation)
