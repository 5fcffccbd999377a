"""``isogloss check``."""

import sys
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, reported, shared

if TYPE_CHECKING:
    from isogloss.cli.reporting import Wanted


@click.command()
@mapping
@reported
@shared
def check(invocation: Invocation, mapping: str, wanted: "Wanted") -> None:
    """Check a mapping against both live sides.

    For each field and direction: exact, normalized, approximated or dropped, found by really converting there and
    back; for each locale, policy and ability what the platforms allow. Sends reads only.
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import show
    from isogloss.report.checked import render_check
    from isogloss.report.plain import check_data
    from isogloss.report.told import told_of_check

    with opened(invocation, mapping, what="checking", writes=False) as session:
        report = api.check(session)
    wanted.write(told_of_check(report, mapping))
    show(invocation, report, check_data, render_check, always=True)
    failed = next(iter(report.failures.values()), None)
    if failed is not None:
        raise failed
    sys.exit(0 if report.passed else 2)
