"""``isogloss export`` and ``isogloss import``."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import FilePath, limited, mapping, patience, reported, shared

if TYPE_CHECKING:
    from isogloss.api import Exported, PlanFile, Session
    from isogloss.cli.reporting import Wanted
    from isogloss.plan.limits import Raise

SHOWN = 10
"""So many folders of entries that are gone are named."""

_OUT = "Write the plan here; - is stdout."
_PLAN = "Apply this plan of an earlier import; - is stdin."

side = click.argument("side")
folder = click.argument("folder", type=FilePath(file_okay=False))


@click.command()
@mapping
@side
@folder
@click.option("--prune", is_flag=True, help="Delete the folders of entries that the side no longer shows.")
@click.option("--assets", is_flag=True, help="Fetch the files that the side shows, and keep copies of them.")
@shared
def export(
    invocation: Invocation,
    *,
    mapping: str,
    side: str,
    folder: str,
    prune: bool,
    assets: bool,
) -> None:
    """Write one side of a mapping into a folder of readable files: a bundle.

    SIDE is the name of a side in MAPPING. Only reads are sent. Files that would say the same are not touched, so the
    folder can be kept in git; every file is read back before the command is done.

    \b
    isogloss export mappings/acme.yaml webflow backup/webflow
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import emit_json, tells

    with opened(invocation, mapping, what="exporting", writes=False) as session:
        of = api.side_named(session.bridge, side)
        done = api.export(session, of, Path(folder), prune=prune, assets=assets)
    if invocation.as_json:
        emit_json(_data(done))
    if tells(invocation):
        _tell(done)
    if tells(invocation, needed=True):
        _tell_missing(done)
    sys.exit(1 if done.asides or done.missed else 0)


def _data(done: "Exported") -> dict[str, object]:
    tally = done.tally
    return {
        "side": done.side,
        "folder": str(done.folder),
        "entries": tally.entries,
        "variants": tally.variants,
        "files_written": tally.files,
        "files_unchanged": tally.unchanged,
        "gone": tally.gone,
        "pruned": tally.pruned,
        "unpublished_edits": tally.edits,
        "not_placed": [asdict(aside) for aside in done.asides],
        "files_copied": done.copied,
        "files_left_behind": [asdict(one) for one in done.missed],
    }


def _tell(done: "Exported") -> None:
    from isogloss.report.words import many

    tally = done.tally
    entries, variants = many(tally.entries, "entry", "entries"), many(tally.variants, "variant")
    click.echo(f"{done.folder}: {entries} of {done.side} in {variants}")
    click.echo(f"  {many(tally.files, 'file')} written or deleted, {tally.unchanged:,} unchanged")
    if tally.edits:
        has = "has" if tally.edits == 1 else "have"
        click.echo(f"  {many(tally.edits, 'variant')} {has} unpublished edits, which are not in the bundle")
    if tally.gone:
        what = "deleted" if tally.pruned else "kept (delete them with --prune)"
        are = "is" if len(tally.gone) == 1 else "are"
        click.echo(f"  {many(len(tally.gone), 'entry', 'entries')} {are} no longer on {done.side}: {what}")
        for place in tally.gone[:SHOWN]:
            click.echo(f"    {place}")
    if done.copied is not None:
        click.echo(f"  {many(done.copied, 'file')} fetched, {len(done.missed):,} left behind")


def _tell_missing(done: "Exported") -> None:
    for one in done.missed[:SHOWN]:
        click.echo(f"    {one.place}: {one.address}: {one.reason}")
    for aside in done.asides:
        click.echo(f"  not in the bundle: {aside.kind} {aside.remote}: {aside.reason}. {aside.todo}")


@click.command("import")
@mapping
@side
@folder
@click.option("--out", type=click.Path(dir_okay=False), default="import.jsonl", show_default=True, help=_OUT)
@click.option("--apply", "at_once", is_flag=True, help="Plan and apply in one.")
@click.option("--plan", "planned", type=click.Path(dir_okay=False), help=_PLAN)
@click.option("--overwrite", is_flag=True, help="The bundle is right: write again what was changed on the side.")
@click.option("--confirm", metavar="NAME", help="The mapping's name: needed when the plan deletes something.")
@limited
@patience
@reported
@shared
def import_(
    invocation: Invocation,
    *,
    mapping: str,
    side: str,
    folder: str,
    out: str,
    at_once: bool,
    planned: str | None,
    overwrite: bool,
    confirm: str | None,
    confirm_within: float,
    limits: "tuple[Raise, ...]",
    wanted: "Wanted",
) -> None:
    """Carry a bundle into one side of a mapping, through a plan that is shown first.

    Nothing is written without --apply or --plan. What was edited on the side since the export is kept and reported;
    with --overwrite, to restore a backup, it is written again as the bundle says.

    \b
    isogloss import mappings/acme.yaml webflow backup/webflow
    isogloss import mappings/acme.yaml webflow backup/webflow --plan import.jsonl
    """
    from isogloss import api
    from isogloss.cli.apply import confirm_deletes, end
    from isogloss.cli.opening import opened
    from isogloss.cli.output import tells
    from isogloss.cli.piped import read_from, written_to
    from isogloss.cli.plan import show_plan
    from isogloss.errors import UsageError

    if at_once and planned is not None:
        raise UsageError("--apply makes a plan of its own; give either --apply or --plan")
    with read_from(planned or "") as given, written_to(out if planned is None else "", invocation) as path:
        read = None if planned is None else api.read_plan(given)
        what, writes = "planning" if read is None else "applying", at_once or read is not None
        with opened(
            invocation, mapping, what=what, writes=writes, confirm_within=confirm_within, limits=limits
        ) as opening:
            into = api.side_named(opening.bridge, side)
            session = api.from_bundle(opening, into, Path(folder), overwrite=overwrite)
            if read is None:
                read = _planned(session, path, invocation, wanted)
                if not at_once:
                    wanted.of_plan(read)
                    show_plan(read, invocation)
                    if tells(invocation):
                        again = f"isogloss import {mapping} {side} {folder} {'--overwrite ' if overwrite else ''}"
                        click.echo(f"\nApply it with: {again}--plan {out}")
                    return
            confirm_deletes(read.header, confirm)
            applied = api.apply(session, read)
        end(applied, invocation, wanted)


def _planned(session: "Session", path: Path, invocation: Invocation, wanted: "Wanted") -> "PlanFile":
    """The plan; one that limits refuse is shown first.

    Raises: Refused, and whatever planning does.
    """
    from isogloss import api
    from isogloss.cli.plan import show_plan
    from isogloss.errors import Refused

    try:
        return api.plan(session, path)
    except Refused as refused:
        if refused.plan is not None:
            wanted.of_plan(api.read_plan(refused.plan))
            show_plan(api.read_plan(refused.plan), invocation)
        raise
