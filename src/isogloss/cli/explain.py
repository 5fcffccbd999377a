"""``isogloss explain``."""

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, shared


@click.command()
@mapping
@click.argument("entry", metavar="KIND/NAME")
@click.argument("field")
@click.argument("locale")
@shared
def explain(invocation: Invocation, *, mapping: str, entry: str, field: str, locale: str) -> None:
    """Say where the value of a cell came from, what decides about it, and what the next run would do.

    Shows both sides and what they agreed on, the row of the merge table that the cell stands in, the lines of the
    mapping that decide, what the last runs wrote there, and what the next would. FIELD may be slug or state. Sends
    reads only.

    \b
    isogloss explain mappings/acme.yaml article/tea title fr-FR
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import show
    from isogloss.report.explained import explained_data, render_explained

    with opened(invocation, mapping, what="looking", writes=False) as session:
        found = api.explain(session, entry, field, locale)
    show(invocation, found, explained_data, render_explained, always=True)
