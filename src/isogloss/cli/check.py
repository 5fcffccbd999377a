"""``isogloss check``."""

import sys

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, shared


@click.command()
@mapping
@shared
def check(invocation: Invocation, mapping: str) -> None:
    """Check a mapping against both live sides.

    For each field and direction: exact, normalized, approximated or dropped, found by really converting there and
    back; for each locale, policy and ability what the platforms allow. Sends reads only.
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import show
    from isogloss.report.checked import render_check
    from isogloss.report.plain import check_data

    with opened(invocation, mapping, what="checking", writes=False) as session:
        report = api.check(session)
    show(invocation, report, check_data, render_check, always=True)
    failed = next(iter(report.failures.values()), None)
    if failed is not None:
        raise failed
    sys.exit(0 if report.passed else 2)
