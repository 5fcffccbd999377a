"""``isogloss assets``."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import FilePath, shared

if TYPE_CHECKING:
    from isogloss.api import Custody

SHOWN = 10
"""So many places are named; all of them in the data."""
SMALL = 100_000
"""Bytes, fewer than are told as megabytes."""


@click.command()
@click.argument("what", type=click.Choice(["report"]), metavar="report")
@click.argument("folder", type=FilePath(exists=True, file_okay=False))
@shared
def assets(invocation: Invocation, what: str, folder: str) -> None:
    """Say what is kept of the files of a side: the copies in a folder that export --assets wrote.

    Asks no side, so it can be had when the old site is dark. Each copy is held against the digest that its name is.
    Ends with 1 where a file has no copy that can be believed.

    \b
    isogloss export mappings/acme.yaml webflow backup/webflow --assets
    isogloss assets report backup/webflow
    """
    del what
    from isogloss import api
    from isogloss.cli.output import emit_json, tells

    found = api.custody(Path(folder))
    if invocation.as_json:
        emit_json({**asdict(found), "folder": folder})
    if tells(invocation):
        _tell(found)
    if tells(invocation, needed=True):
        _tell_lacking(found)
    sys.exit(1 if found.lacking else 0)


def _tell(found: "Custody") -> None:
    from isogloss.report.drawing import content
    from isogloss.report.words import many

    click.echo(f"{found.folder}: copies of {many(found.files, 'file')}, which {many(found.places, 'place')} show")
    for ending, (count, size) in found.types.items():
        click.echo(f"  {ending}: {many(count, 'copy', 'copies')}, {_amount(size)}")
    for locale, places in found.silent.items():
        click.echo(f"  {locale}: {many(len(places), 'picture')} without alternative text")
        for place in places[:SHOWN]:
            click.echo(f"    {content(place)}")
    if found.idle:
        click.echo(f"  {many(len(found.idle), 'copy', 'copies')} that nothing shows any more")


def _amount(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= SMALL else f"{size:,} bytes"


def _tell_lacking(found: "Custody") -> None:
    from isogloss.report.drawing import content
    from isogloss.report.words import many

    if found.lacking:
        click.echo(f"  {many(len(found.lacking), 'file')} without a copy")
    for each in found.lacking[:SHOWN]:
        click.echo(f"    {content(each.address)}: {content(each.reason)}; {content(each.places[0])}")
