"""``isogloss apply`` and ``isogloss sync``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isogloss.cli.first import wipe
from isogloss.cli.invocation import Invocation
from isogloss.cli.options import (
    FilePath,
    allowance,
    full,
    limited,
    mapping,
    max_loss,
    patience,
    reported,
    sampled,
    shared,
)

if TYPE_CHECKING:
    from isogloss.api import Applied, Sample
    from isogloss.cli.reporting import Wanted
    from isogloss.plan.header import Header, Purpose
    from isogloss.plan.limits import MaxLoss, Raise


@click.command()
@click.argument("plan", type=click.Path(dir_okay=False))
@click.option(
    "--moved",
    type=click.Choice(["skip", "stop"]),
    default="skip",
    show_default=True,
    help="When a cell changed since the plan was made: skip its op, or stop the run.",
)
@click.option("--mapping", "mapping_path", type=click.Path(dir_okay=False), help="The mapping, if it moved.")
@click.option("--confirm", metavar="NAME", help="The mapping's name: needed when the plan deletes something.")
@sampled
@patience
@allowance
@reported
@shared
def apply(  # the options of one command
    invocation: Invocation,
    *,
    plan: str,
    moved: str,
    mapping_path: str | None,
    confirm: str | None,
    sample: "Sample | None",
    goes_on: bool,
    confirm_within: float,
    max_requests: int | None,
    max_minutes: float | None,
    wanted: "Wanted",
) -> None:
    """Apply a plan, once.

    Looks at both sides again first: what moved since the plan was made is not written. A plan whose run was cut, by
    whatever, is applied again with the same command and goes on from there. PLAN may be - for stdin.

    A part of it can go first: it is carried out, both sides are read anew and compared on it, and the rest follows with
    --continue, or when the plan is applied without.

    \b
    isogloss apply plan.jsonl
    isogloss apply plan.jsonl --sample 1% --continue
    isogloss apply plan.jsonl --report html=done.html --max-minutes 30
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.piped import read_from

    with read_from(plan) as file:
        read = api.read_plan(file)
        header = read.header
        refuse_imports(plan, header.purpose)
        confirm_deletes(header, confirm)
        path, total = mapping_path or header.mapping_path, header.counts.ops
        allowed = api.Allowance(max_requests, max_minutes)
        with opened(
            invocation, path, what="applying", total=total, confirm_within=confirm_within, allowance=allowed
        ) as session:
            stops = moved == "stop"
            if sample is None:
                applied = api.apply(session, read, stop_on_moved=stops)
            else:
                part = api.part_of(read, sample)
                applied = api.apply_part(session, read, part, stop_on_moved=stops, go_on=goes_on)
        end(applied, invocation, wanted)


@click.command()
@mapping
@click.option(
    "--out",
    type=FilePath(dir_okay=False),
    default=".isogloss/sync.jsonl",
    show_default=True,
    help="Keep the plan here; it is needed to finish a run that was cut.",
)
@max_loss
@limited
@full
@patience
@allowance
@reported
@shared
def sync(
    invocation: Invocation,
    mapping: str,
    out: str,
    max_loss: "MaxLoss | None",
    limits: "tuple[Raise, ...]",
    full: bool,
    confirm_within: float,
    max_requests: int | None,
    max_minutes: float | None,
    wanted: "Wanted",
) -> None:
    """Plan and apply in one, under the same limits.

    Made to run unattended: conflicts and deletions are held and listed, a run that was cut is finished first, and two
    runs without an edit between them write nothing. One that may spend no more ends with 1, and the next goes on.

    \b
    isogloss sync mappings/acme.yaml
    isogloss sync mappings/acme.yaml --quiet --log json --max-requests 5000
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.errors import Refused

    allowed = api.Allowance(max_requests, max_minutes)
    with opened(
        invocation,
        mapping,
        what="syncing",
        confirm_within=confirm_within,
        max_loss=max_loss,
        full=full,
        limits=limits,
        allowance=allowed,
    ) as session:
        try:
            applied = api.sync(session, Path(out))
        except Refused as refused:
            if refused.plan is not None:
                wanted.of_plan(api.read_plan(refused.plan))
            raise
    end(applied, invocation, wanted)


def refuse_imports(plan: str, purpose: "Purpose") -> None:
    """A plan of an import is between a bundle and a side, which the mapping's file alone does not name."""
    from isogloss.errors import UsageError
    from isogloss.plan.header import OF_BUNDLE

    if purpose in OF_BUNDLE:
        raise UsageError(f"{plan}: made by isogloss import. Apply it with: isogloss import MAPPING SIDE FOLDER --plan")


def confirm_deletes(header: "Header", confirm: str | None) -> None:
    """Deletes are confirmed by naming the mapping: on a terminal by typing it, elsewhere by ``--confirm``."""
    deletes, name = header.counts.deletes, header.mapping
    if not deletes or confirm == name:
        return
    from isogloss.errors import Refused

    wipe()
    if confirm is None and sys.stdin.isatty():
        typed = click.prompt(f"The plan deletes {deletes} entries. Type the mapping's name ({name}) to go on", err=True)
        if typed == name:
            return
    raise Refused(f"the plan deletes {deletes} entries, which was not confirmed. Add --confirm={name} if it is meant.")


def end(applied: "Applied", invocation: Invocation, wanted: "Wanted") -> None:
    """Show what became of a plan, sum it up on stderr, and exit with the code that says so.

    With --quiet it is summed up only where something needs a person; a log for programs has it already.
    """
    code = exit_code(applied)
    try:
        wanted.of_run(applied)
    finally:  # also where a report cannot be written: the run is over
        _tell(applied, invocation, code)
    sys.exit(code)


def _tell(applied: "Applied", invocation: Invocation, code: int) -> None:
    from isogloss.cli.output import show, warn
    from isogloss.report.findings import render_outcome
    from isogloss.report.plain import applied_data
    from isogloss.report.summary import in_a_line, summary

    show(invocation, applied, applied_data, render_outcome, always=bool(code))
    for each in (applied.before, applied, applied.again):
        if each is not None and each.unkept:
            warn(each.unkept, invocation)
        if each is not None and invocation.log != "json" and (code or not invocation.quiet):
            click.echo(f"isogloss: summary {in_a_line(summary(each))}", err=True)


def exit_code(applied: "Applied") -> int:
    """The code that says what became of a plan."""
    from isogloss.report.summary import exit_code

    return exit_code(applied)
