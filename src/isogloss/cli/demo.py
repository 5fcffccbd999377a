"""``isogloss demo``."""

from pathlib import Path

import click

from isogloss.cli.options import FilePath


@click.command()
@click.option(
    "--out",
    type=FilePath(file_okay=False),
    default="demo-out",
    show_default=True,
    help="Leave plan, reports, state and request logs in this folder.",
)
def demo(out: str) -> None:
    """Carry a small site across and back between two sandboxes, on this machine alone.

    Starts a sandbox of each platform, checks, plans, applies, is killed half-way and goes on, verifies, and keeps both
    sides in step while editors change them, at last by a service on whose page conflicts are settled. Takes about a
    minute and needs no account.

    \b
    isogloss demo
    isogloss demo --out site-demo
    """
    from isogloss.cli.first import wipe
    from isogloss.demo.play import play

    wipe()
    play(Path(out))
