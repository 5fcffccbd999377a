"""``isogloss verify``."""

import sys

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, shared


@click.command()
@mapping
@shared
def verify(invocation: Invocation, mapping: str) -> None:
    """Read both sides and prove that they agree, cell by cell.

    A cell agrees where both sides show the same, or each shows what it showed when they last agreed. Sends reads only.
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import show
    from isogloss.report.findings import render_verify
    from isogloss.report.plain import verified_data

    with opened(invocation, mapping, what="verifying", writes=False) as session:
        verified = api.verify(session)
    show(invocation, verified, verified_data, render_verify, always=not verified.proven)
    sys.exit(0 if verified.proven else 1)
