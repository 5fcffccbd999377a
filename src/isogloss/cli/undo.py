"""``isogloss undo``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, reported, shared

if TYPE_CHECKING:
    from isogloss.cli.reporting import Wanted


@click.command()
@mapping
@click.argument("run")
@click.option("--out", type=click.Path(dir_okay=False), default="undo.jsonl", show_default=True, help="Write it here.")
@reported
@shared
def undo(invocation: Invocation, mapping: str, run: str, out: str, wanted: "Wanted") -> None:
    """Make the plan that takes a run back, and show it. Nothing is written until it is applied.

    RUN is the id that apply and sync print, and that status lists. Cells that somebody edited since keep the edit.

    \b
    isogloss undo mappings/acme.yaml 20261121-221530-3f2a
    isogloss apply undo.jsonl
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.plan import show_plan

    with opened(invocation, mapping, what="planning", writes=False) as session:
        made = api.undo(session, run, Path(out))
    wanted.of_plan(made)
    show_plan(made, invocation)
    if not (invocation.as_json or invocation.quiet or invocation.stdout_is_taken):
        click.echo(f"\nTake run {run} back with: isogloss apply {out}")
