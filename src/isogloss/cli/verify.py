"""``isogloss verify``."""

import sys

import click

from isogloss.cli.options import Asked, mapping, shared


@click.command()
@mapping
@shared
def verify(mapping: str, asked: Asked) -> None:
    """Read both sides and prove that they agree, cell by cell.

    A cell agrees where both sides show the same, or each shows what it showed when they last agreed. Sends reads only.
    """
    from isogloss import api
    from isogloss.cli.opening import load_mapping, opened
    from isogloss.cli.output import console, emit_json
    from isogloss.report.plain import verified_data
    from isogloss.report.terminal import render_verify

    bridge = load_mapping(mapping, writes=False)
    with opened(bridge, asked, what="verifying") as setting:
        verified = api.verify(setting)
    if asked.as_json:
        emit_json(verified_data(verified))
    elif not asked.quiet or not verified.proven:
        render_verify(verified, console())
    sys.exit(0 if verified.proven else 1)
