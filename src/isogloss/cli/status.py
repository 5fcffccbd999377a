"""``isogloss status`` and ``isogloss lock``."""

import sys

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, shared


@click.command()
@mapping
@shared
def status(invocation: Invocation, mapping: str) -> None:
    """What is remembered of a mapping: runs, what is held for a person, who is at work. Asks neither side.

    What only the target of a one-way flow changed, and keeps, is listed as drift; nobody has to do anything about it.
    Says so where the mapping's last runs were made with another state than this one. Exits with 1 while something needs
    a person.

    \b
    isogloss status mappings/acme.yaml
    isogloss status mappings/acme.yaml --json
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import show
    from isogloss.report.findings import render_status
    from isogloss.report.plain import status_data

    with opened(invocation, mapping, what="looking", resolve=False) as session:
        found = api.status(session)
    show(invocation, found, status_data, render_status, always=True)
    sys.exit(1 if found.held or found.cut or found.unknown or found.elsewhere else 0)


@click.command()
@mapping
@click.option("--break", "break_id", metavar="ID", help="Take the lease from its holder.")
@shared
def lock(
    invocation: Invocation,
    mapping: str,
    break_id: str | None,
) -> None:
    """Show who is at work on a mapping, or break the lease by its id.

    \b
    isogloss lock mappings/acme.yaml
    isogloss lock mappings/acme.yaml --break k3f9
    """
    from isogloss.cli.opening import opened
    from isogloss.cli.output import emit_json, say
    from isogloss.report.plain import holder_data
    from isogloss.state.opened import open_state

    with opened(invocation, mapping, what="looking", resolve=False) as session:
        name = session.bridge.name
        if break_id is not None:
            with open_state(session.state, name, session.clock) as opened_state:
                holder = opened_state.leases.break_(break_id)
            say(f"took the lease {holder.id} from {holder.owner} on {holder.host}", invocation)
            return
        with open_state(session.state, name, session.clock, read_only=True) as opened_state:
            found = opened_state.leases.show()
    if invocation.as_json:
        emit_json({"holder": None if found is None else holder_data(found)})
    elif found is None:
        click.echo(f"{name}: nobody is at work")
    else:
        state_word = "expired" if found.expired else "held"
        click.echo(
            f"{name}: lease {found.id} {state_word} by {found.owner} on {found.host} (process {found.pid}) "
            f"since {found.acquired:%Y-%m-%d %H:%M:%S} UTC, until {found.expires:%H:%M:%S} unless renewed"
        )
