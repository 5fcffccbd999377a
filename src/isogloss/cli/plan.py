"""``isogloss plan``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isogloss.cli.options import Asked, mapping, max_loss, shared

if TYPE_CHECKING:
    from isogloss.plan.data import PlanFile

PENDING = 10


@click.command()
@mapping
@click.option("--out", type=click.Path(dir_okay=False), default="plan.jsonl", show_default=True, help="Write it here.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=PATH",
    help="Also write a report: html=, md= or json=. May be given several times.",
)
@max_loss
@click.option("--exit-code", is_flag=True, help="Exit with 10 when changes are pending.")
@click.option("-n", "--dry-run", is_flag=True, help="Accepted and without effect: a plan never writes.")
@shared
def plan(
    mapping: str,
    out: str,
    reports: tuple[str, ...],
    exit_code: bool,
    dry_run: bool,
    asked: Asked,
) -> None:
    """Show what would happen, and write it to a plan file.

    Reads both sides, changes neither. The plan is what `isogloss apply` carries out, to the letter.

    \b
    isogloss plan mappings/acme.yaml --report html=plan.html
    """
    from isogloss import api
    from isogloss.cli.opening import load_mapping, opened
    from isogloss.cli.output import targets, warn
    from isogloss.errors import Refused
    from isogloss.report.write import check_formats, write_reports

    del dry_run
    wanted = targets(reports)
    check_formats(wanted)
    bridge = load_mapping(mapping, writes=False)
    with opened(bridge, asked, what="planning") as setting:
        cut = api.status(setting, runs=1).cut
        if cut is not None:
            why = "left something unsettled" if cut.state == "unsettled" else "was cut half-way"
            warn(f"run {cut.id} {why}; finish it first: isogloss apply {cut.plan_path}")
        try:
            made = api.plan(setting, Path(out))
        except Refused as refused:
            if refused.plan is not None:  # it can be looked at, and says in each report that it was refused
                made = api.read_plan(refused.plan)
                write_reports(made, wanted)
                show_plan(made, asked)
            raise
    write_reports(made, wanted)
    show_plan(made, asked)
    if made.header.counts.ops:
        if not (asked.as_json or asked.quiet):
            click.echo(f"\nThe plan is in {out}. Apply it with: isogloss apply {out}")
        if exit_code:
            sys.exit(PENDING)


def show_plan(made: "PlanFile", asked: Asked) -> None:
    """Show a plan on stdout: in words, or as the JSON report."""
    from isogloss.cli.output import console
    from isogloss.report.model import build_report

    if asked.as_json:
        from isogloss.report.json import render_json

        click.echo(render_json(build_report(made)))
    elif not asked.quiet:
        from isogloss.report.terminal import render_plan

        render_plan(build_report(made), console())
