"""``isogloss show``."""

from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import reported, shared

if TYPE_CHECKING:
    from isogloss.cli.reporting import Wanted


@click.command()
@click.argument("what", metavar="PLAN|RUN")
@reported
@shared
def show(invocation: Invocation, what: str, wanted: "Wanted") -> None:
    """Show a plan or a finished run again, and write reports of it. Asks neither side.

    PLAN is a plan file, of whatever command; - is stdin. RUN is the id of a run whose files are kept beside the state
    (keep, in the mapping): its plan is shown with what became of it.

    \b
    isogloss show plan.jsonl --report html=plan.html
    isogloss show 20261121-221530-3f2a --report md=run.md
    """
    from isogloss import api
    from isogloss.cli.piped import read_from
    from isogloss.cli.plan import show_plan

    with read_from(what) as path:
        plan, ended = api.show(str(path), invocation.state, invocation.runs)
        wanted.of_plan(plan, ended)
        show_plan(plan, invocation, ended, wanted.part, always=not wanted.targets)
