"""``isogloss plan``."""

import sys
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import full, limited, mapping, max_loss, reported, shared

if TYPE_CHECKING:
    from isogloss.cli.reporting import Wanted
    from isogloss.plan.data import PlanFile
    from isogloss.plan.limits import MaxLoss, Raise
    from isogloss.report.chosen import Chosen
    from isogloss.report.ended import Ended

PENDING = 10
_OUT = "Write it here; - is stdout."


@click.command()
@mapping
@click.option("--out", type=click.Path(dir_okay=False), default="plan.jsonl", show_default=True, help=_OUT)
@reported
@max_loss
@limited
@full
@click.option("--exit-code", is_flag=True, help="Exit with 10 when changes are pending.")
@click.option("-n", "--dry-run", is_flag=True, help="Accepted and without effect: a plan never writes.")
@shared
def plan(
    invocation: Invocation,
    mapping: str,
    out: str,
    wanted: "Wanted",
    max_loss: "MaxLoss | None",
    limits: "tuple[Raise, ...]",
    full: bool,
    exit_code: bool,
    dry_run: bool,
) -> None:
    """Show what would happen, and write it to a plan file.

    Reads both sides, changes neither. The plan is what `isogloss apply` carries out, to the letter.

    \b
    isogloss plan mappings/acme.yaml --report html=plan.html
    isogloss plan mappings/acme.yaml --out - | isogloss show - --report md=-
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import tells, warn
    from isogloss.cli.piped import written_to
    from isogloss.errors import Refused
    from isogloss.report.words import again

    del dry_run
    with written_to(out, invocation) as path:
        with opened(
            invocation, mapping, what="planning", writes=False, max_loss=max_loss, full=full, limits=limits
        ) as session:
            cut = api.status(session, runs=1).cut
            if cut is not None:
                why = "left something unsettled" if cut.state == "unsettled" else "was cut half-way"
                warn(f"run {cut.id} {why}; finish it first: {again(cut)}", invocation)
            try:
                made = api.plan(session, path)
            except Refused as refused:
                if refused.plan is not None:  # it can be looked at, and says in each report that it was refused
                    made = api.read_plan(refused.plan)
                    wanted.of_plan(made)
                    show_plan(made, invocation)
                raise
        wanted.of_plan(made)
        show_plan(made, invocation, part=wanted.part)
    if made.header.counts.ops:
        if tells(invocation):
            click.echo(f"\nThe plan is in {out}. Apply it with: isogloss apply {out}")
        if exit_code:
            sys.exit(PENDING)


def show_plan(
    made: "PlanFile",
    invocation: Invocation,
    ended: "Ended | None" = None,
    part: "Chosen | None" = None,
    *,
    always: bool = False,
) -> None:
    """Show a plan on stdout, and what became of it: in words, also if quiet where ``always``, or as the JSON report.

    Nothing where a report was asked for on stdout.
    """
    from isogloss.cli.output import console, tells

    if invocation.stdout_is_taken:
        return
    if invocation.as_json:
        from isogloss.report.told import told_of_plan
        from isogloss.report.write import pieces

        for piece in pieces(told_of_plan(made, part, ended), "json"):
            click.echo(piece, nl=False)
    elif tells(invocation, needed=always):
        from isogloss.report.model import build_report
        from isogloss.report.terminal import render_plan

        render_plan(build_report(made, chosen=part, ended=ended), console())
