"""``isogloss hooks``."""

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import shared


@click.command()
@click.argument("words", nargs=-1, metavar="install|list|remove MAPPING")
@click.option("--url", metavar="URL", help="With install: where the service is reached from outside, with https.")
@shared
def hooks(invocation: Invocation, words: tuple[str, ...], url: str | None) -> None:
    """Make, list or take away the webhooks by which Webflow hints at changes to a service (`isogloss serve`).

    `install` makes those that are missing, for what the mapping reads, and keeps the secret of each beside the runs;
    one whose secret is not known is made anew. `remove` takes away those that call this mapping, and forgets their
    secrets. `list` sends reads only. Webhooks of ButterCMS are made in its dashboard.

    \b
    isogloss hooks install mappings/acme.yaml --url https://bridge.example.com
    isogloss hooks list mappings/acme.yaml
    isogloss hooks remove mappings/acme.yaml
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import console, emit_json, tells

    match words:
        case ("install", path) if url is not None:
            with opened(invocation, path, what="installing webhooks") as session:
                found = api.install_hooks(session, url)
        case ("install", _):
            raise click.UsageError("Say where the service is reached from outside: --url https://bridge.example.com")
        case ("list", path):
            with opened(invocation, path, what="listing webhooks", writes=False) as session:
                found = api.list_hooks(session)
        case ("remove", path):
            with opened(invocation, path, what="removing webhooks") as session:
                found = api.remove_hooks(session)
        case _:
            raise click.UsageError("Say isogloss hooks install, list or remove, and one MAPPING.")
    from isogloss.report.hooks import hooks_data, render_hooks

    if invocation.as_json:
        emit_json(hooks_data(found))
    elif tells(invocation, needed=words[0] == "list"):
        render_hooks(found, console(), removed=words[0] == "remove")
