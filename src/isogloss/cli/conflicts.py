"""``isogloss conflicts``."""

import sys
from typing import Any

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import chosen, shared, which


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="[show] MAPPING [ID]...")
@chosen
@click.option("--drift", is_flag=True, help="Also what only the target of a one-way flow changed, and keeps.")
@click.option("--full", is_flag=True, help="With show: whole texts, not only what is near an edit.")
@click.option("--fresh", is_flag=True, help="Look at both sides now, with reads only.")
@shared
def conflicts(
    invocation: Invocation, *, words: tuple[str, ...], drift: bool, full: bool, fresh: bool, **filters: Any
) -> None:
    """List what waits for a person's decision, or show it with both values beside each other.

    The list is what the last run left. An ID stays the same until the conflict is settled; as much of it will do as
    tells it from the others. Exits with 1 while something waits that nobody decided about.

    \b
    isogloss conflicts mappings/acme.yaml --kind article --older-than 3d
    isogloss conflicts show mappings/acme.yaml k3f9
    isogloss resolve mappings/acme.yaml k3f9 --take butter
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import console, emit_json

    showing = words[0] == "show"
    mapping, ids = _told(words[1:] if showing else words, showing=showing)
    wanted = which(ids, drift=drift, **filters)
    with opened(invocation, mapping, what="looking", resolve=fresh, writes=False) as session:
        found = api.conflicts(session, wanted, fresh=fresh)
    from isogloss.report.conflicts import listed_data, render_conflict, render_conflicts

    if invocation.as_json:
        emit_json(listed_data(found))
    elif showing:
        render_conflict(found, console(), full=full)
    else:
        render_conflicts(found, console())
    sys.exit(1 if any(each.open for each in found.found) else 0)


def _told(words: tuple[str, ...], *, showing: bool) -> tuple[str, tuple[str, ...]]:
    """The mapping and the ids among the words."""
    if not words:
        raise click.UsageError("Name a mapping: isogloss conflicts show MAPPING ID.")
    mapping, *ids = words
    if ids and not showing:
        raise click.UsageError(f"{ids[0]}: say isogloss conflicts show {mapping} {' '.join(ids)} to see it.")
    return mapping, tuple(ids)
