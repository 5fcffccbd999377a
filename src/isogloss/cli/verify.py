"""``isogloss verify``."""

import sys
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, reported_whole, shared

if TYPE_CHECKING:
    from isogloss.cli.reporting import Wanted


@click.command()
@mapping
@reported_whole
@shared
def verify(invocation: Invocation, mapping: str, wanted: "Wanted") -> None:
    """Read both sides and prove that they agree, cell by cell.

    A cell agrees where both sides show the same, or each shows what it showed when they last agreed. Sends reads only.

    \b
    isogloss verify mappings/acme.yaml
    isogloss verify mappings/acme.yaml --report junit=verify.xml
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import show
    from isogloss.report.findings import render_verify
    from isogloss.report.plain import verified_data
    from isogloss.report.told import told_of_comparison

    with opened(invocation, mapping, what="verifying", writes=False) as session:
        verified = api.verify(session)
    wanted.write(told_of_comparison(verified, session.bridge.name, mapping))
    show(invocation, verified, verified_data, render_verify, always=not verified.proven)
    sys.exit(0 if verified.proven else 1)
