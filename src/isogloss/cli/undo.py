"""``isogloss undo``."""

from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, reported, shared

if TYPE_CHECKING:
    from isogloss.cli.reporting import Wanted


_OUT = "Write it here; - is stdout."


@click.command()
@mapping
@click.argument("run")
@click.option("--out", type=click.Path(dir_okay=False), default="undo.jsonl", show_default=True, help=_OUT)
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
    from isogloss.cli.output import tells
    from isogloss.cli.piped import written_to
    from isogloss.cli.plan import show_plan

    with written_to(out, invocation) as path:
        with opened(invocation, mapping, what="planning", writes=False) as session:
            made = api.undo(session, run, path)
        wanted.of_plan(made)
        show_plan(made, invocation)
    if tells(invocation):
        click.echo(f"\nTake run {run} back with: isogloss apply {out}")
