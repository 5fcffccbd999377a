"""``isogloss plan``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isogloss.cli.options import mapping, max_loss, shared

if TYPE_CHECKING:
    from isogloss.plan.limits import MaxLoss

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
    max_loss: "MaxLoss | None",
    exit_code: bool,  # noqa: FBT001  # click's flags
    dry_run: bool,  # noqa: FBT001  # click's flags
    state: str,
    as_json: bool,  # noqa: FBT001  # click's flags
    quiet: bool,  # noqa: FBT001  # click's flags
    verbose: int,
) -> None:
    """Show what would happen, and write it to a plan file.

    Reads both sides, changes neither. The plan is what `isogloss apply` carries out, to the letter.

    \b
    isogloss plan mappings/acme.yaml --report html=plan.html
    """
    from isogloss.cli.opening import Asked, load_mapping, opened
    from isogloss.cli.output import console, targets, warn
    from isogloss.report.model import build_report
    from isogloss.report.write import check_formats, write_reports
    from isogloss.run.commands import run_plan, run_status

    del dry_run
    wanted = targets(reports)
    check_formats(wanted)
    bridge = load_mapping(mapping, writes=False)
    with opened(bridge, Asked(state, as_json, quiet, verbose, max_loss=max_loss), what="planning") as setting:
        cut = run_status(setting, runs=1).cut
        if cut is not None:
            why = "left something unsettled" if cut.state == "unsettled" else "was cut half-way"
            warn(f"run {cut.id} {why}; finish it first: isogloss apply {cut.plan_path}")
        made = run_plan(setting, Path(out))
    write_reports(made, wanted)
    if as_json:
        from isogloss.report.json import render_json

        click.echo(render_json(build_report(made)))
    elif not quiet:
        from isogloss.report.terminal import render_plan

        render_plan(build_report(made), console())
        if _ops(made.header.counts):
            click.echo(f"\nThe plan is in {out}. Apply it with: isogloss apply {out}")
    if exit_code and _ops(made.header.counts):
        sys.exit(PENDING)


def _ops(counts: dict[str, object]) -> int:
    records = counts.get("records")
    found = records.get("op", 0) if isinstance(records, dict) else 0
    return int(found)
