"""``isogloss cluster``."""

from pathlib import Path

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import shared


@click.command()
@click.argument("what", type=click.Choice(["migrate"]), metavar="migrate")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default="isogloss.yaml")
@shared
def cluster(invocation: Invocation, what: str, file: Path) -> None:
    """Prepare a state on PostgreSQL for workers: make the tables that they share, or bring them up to date.

    What FILE, a project, says of mappings and their times is taken over; mappings that it does not name are not run by
    the clock any more. Once before the first worker starts, and again with each new version or project. What is there
    already stays as it is. Needs isogloss[cluster].

    \b
    isogloss cluster migrate --state postgresql://isogloss@db.example/isogloss
    """
    del what
    from isogloss.cli.output import emit_json, say, warn
    from isogloss.cluster.serving import migrate

    def told(event: str, **facts: object) -> None:
        del event  # there is but one: a warning
        warn(str(facts["message"]), invocation)

    version, mappings = migrate(invocation.state, file, told)
    if invocation.as_json:
        emit_json({"tables": version, "mappings": mappings})
        return
    say(f"ready for workers: tables of version {version}, {mappings} mappings; start isogloss worker", invocation)
