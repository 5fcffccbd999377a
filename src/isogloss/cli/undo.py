"""``isogloss undo``."""

from pathlib import Path

import click

from isogloss.cli.options import Asked, mapping, shared


@click.command()
@mapping
@click.argument("run")
@click.option("--out", type=click.Path(dir_okay=False), default="undo.jsonl", show_default=True, help="Write it here.")
@shared
def undo(mapping: str, run: str, out: str, asked: Asked) -> None:
    """Make the plan that takes a run back, and show it. Nothing is written until it is applied.

    RUN is the id that apply and sync print, and that status lists. Cells that somebody edited since keep the edit.

    \b
    isogloss undo mappings/acme.yaml 20261121-221530-3f2a
    isogloss apply undo.jsonl
    """
    from isogloss import api
    from isogloss.cli.opening import load_mapping, opened
    from isogloss.cli.plan import show_plan

    bridge = load_mapping(mapping, writes=False)
    with opened(bridge, asked, what="planning") as setting:
        made = api.undo(setting, run, Path(out))
    show_plan(made, asked)
    if not (asked.as_json or asked.quiet):
        click.echo(f"\nTake run {run} back with: isogloss apply {out}")
