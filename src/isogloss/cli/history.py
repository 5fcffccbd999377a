"""``isogloss history``."""

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, shared

SHOWN = 20
"""So many cells of a run are shown, where nothing is asked for by name."""


@click.command()
@mapping
@click.option("--entry", metavar="KIND/NAME", default="", help="Only what was written of this entry.")
@click.option("--run", metavar="ID", default="", help="Only this run, and all of it.")
@click.option(
    "--last", type=click.IntRange(1, 1_000_000), default=None, metavar="N", help="So many runs; 20, or all of an entry."
)
@shared
def history(invocation: Invocation, *, mapping: str, entry: str, run: str, last: int | None) -> None:
    """What each run wrote, cell by cell: before and after, what became of it, and who decided so. Asks neither side.

    Runs that wrote nothing are not shown. What was sent is told for as long as the run's files are kept (keep, in the
    mapping), and later where the next run found it still there.

    \b
    isogloss history mappings/acme.yaml --entry article/tea
    isogloss history mappings/acme.yaml --run 20261121-221530-3f2a --json
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import show
    from isogloss.report.history import history_data, render_history

    runs = last or (None if entry else 20)
    most = None if entry or run or invocation.as_json else SHOWN
    with opened(invocation, mapping, what="looking", resolve=False) as session:
        found = api.history(session, api.About(entry, run, most=most, runs=runs))
    show(invocation, found, history_data, render_history, always=True)
