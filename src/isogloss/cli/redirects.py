"""``isogloss redirects``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, reported_whole, shared

if TYPE_CHECKING:
    from isogloss.cli.reporting import Wanted

_FORMATS = ("csv", "json", "_redirects", "nginx")


@click.command()
@mapping
@click.argument("side")
@click.option("--out", type=click.Path(dir_okay=False), required=True, help="The file; - is standard output.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="csv", show_default=True, help="Of the file.")
@click.option("--plan", "plan_path", type=click.Path(dir_okay=False), help="Count what this plan changes as done.")
@click.option("--keep", type=click.Path(dir_okay=False), metavar="CSV", help="Redirects that there are already.")
@click.option("--site-moves", is_flag=True, help="Lead the addresses of the other side, too.")
@reported_whole
@shared
def redirects(
    invocation: Invocation,
    *,
    mapping: str,
    side: str,
    out: str,
    form: str,
    plan_path: str | None,
    keep: str | None,
    site_moves: bool,
    wanted: "Wanted",
) -> None:
    """Write where the old addresses of a side lead: each to what the entry is called now, in one hop.

    Old addresses are those that runs saw, and with --plan those that it changes. As csv it is what Webflow imports,
    which replaces all redirects that a site has: give those with --keep. Sends reads only, and ends with 1 where
    redirects that were given lead in a circle.

    \b
    isogloss redirects mappings/acme.yaml webflow --out old.csv --plan plan.jsonl
    isogloss redirects mappings/acme.yaml butter --out old.csv --site-moves
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import console, emit_json
    from isogloss.cli.piped import written_to
    from isogloss.report.redirected import of_redirects, redirects_data, render_redirects, told_of_redirects

    plan = None if plan_path is None else api.read_plan(Path(plan_path))
    brought = [] if keep is None else api.kept_redirects(Path(keep))
    with written_to(out, invocation) as path:
        with opened(invocation, mapping, what="looking", writes=False) as session:
            of = api.side_named(session.bridge, side)
            found = api.redirects(session, of, plan, brought, moves=site_moves)
        api.save_redirects(found, path, form)
    wanted.write(told_of_redirects(found, session.bridge.name, mapping))
    failed = any(each.level == "error" for each in of_redirects(found))
    if invocation.stdout_is_taken:
        pass
    elif invocation.as_json:
        emit_json({"file": out, "format": form, **redirects_data(found)})
    elif failed or not invocation.quiet:
        render_redirects(found, out, console())
    sys.exit(1 if failed else 0)
