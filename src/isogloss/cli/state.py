"""``isogloss state``."""

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import shared


@click.command()
@click.argument("what", type=click.Choice(["copy"]), metavar="copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@shared
def state(invocation: Invocation, what: str, source: str, target: str) -> None:
    """Copy all that is remembered, of every mapping, from one place to another: a file, or a PostgreSQL database.

    FROM and TO are given as --state is, which this command does not look at. What arrived is read back and compared
    before it is kept. Nobody may be at work on FROM, which stays as it is, and nothing may ever have been written to
    TO. From then on name TO as the state everywhere, and put FROM away: a run that still used it would not know what
    the others did.

    \b
    isogloss state copy .isogloss/state.db postgresql://me@db.example/isogloss
    isogloss state copy postgresql://me@db.example/isogloss state.db
    """
    del what
    from isogloss import api
    from isogloss.cli.output import emit_json, say

    copied = api.copy_state(source, target)
    if invocation.as_json:
        emit_json({"from": copied.source, "to": copied.target, "digest": copied.digest, "rows": dict(copied.rows)})
        return
    say(
        f"{copied.target}: {sum(copied.rows.values())} rows of {len(copied.rows)} tables, the same as in "
        f"{copied.source} (digest {copied.digest}). Name it as the state from now on, and put the other one away.",
        invocation,
    )
