"""``isogloss infer``."""

import click

from isogloss.cli.first import wipe
from isogloss.cli.invocation import Invocation
from isogloss.cli.two_sides import TwoSides, two_sides


@click.command()
@two_sides
@click.make_pass_decorator(Invocation, ensure=True)
def infer(invocation: Invocation, *, said: TwoSides) -> None:
    """Propose a first mapping, on standard output; asks a person for nothing.

    The same proposal as that of `isogloss init`, for scripts. Tokens are taken from WEBFLOW_TOKEN and
    BUTTERCMS_READ_TOKEN. Sends reads only.

    \b
    isogloss infer --site acme --page-type article > mappings/acme.yaml
    """
    if said.site is None:
        raise click.UsageError("Missing option '--site'.")
    from isogloss import api

    left, right = said.wishes(invocation, "infer")
    made = api.infer(left, right, name=said.name or "draft", flow=said.flow or said.usual_flow)
    wipe()
    click.echo(made, nl=False)
