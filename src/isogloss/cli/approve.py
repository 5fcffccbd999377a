"""``isogloss approve``."""

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import shared


@click.command()
@click.argument("plan")
@click.option("--reject", is_flag=True, help="Reject it: it is not carried out, and asked for again once it differs.")
@click.option("--by", envvar="ISOGLOSS_USER", metavar="NAME", help="Who decides; also ISOGLOSS_USER. Else the login.")
@shared
def approve(invocation: Invocation, plan: str, *, reject: bool, by: str | None) -> None:
    """Approve or reject a plan that a service made and that waits for that.

    PLAN is its file, or the beginning of its digest, as `isogloss jobs` shows both. What was approved is carried out by
    the service at once: it reads both sides and plans again, and goes ahead where that does no more than what was
    approved. Else the new plan waits, and says what differs.

    \b
    isogloss approve 3f9c21ab
    isogloss approve 3f9c21ab --reject --by Ann
    """
    from isogloss import api
    from isogloss.cli.output import emit_json, say
    from isogloss.report.jobs import approval_data
    from isogloss.state.lease import current_user

    approval, holder = api.approve(invocation.state, plan, by or current_user(), reject=reject)
    if invocation.as_json:
        emit_json(approval_data(approval))
        return
    then = "" if reject or holder is not None else "; nobody serves this state now, so it waits for isogloss serve"
    say(f"{approval.mapping}: plan {approval.short} {approval.fate} by {approval.by}{then}", invocation)
