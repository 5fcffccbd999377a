"""``isogloss sitemap``."""

from pathlib import Path

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import FilePath, mapping, shared


@click.command()
@mapping
@click.argument("side")
@click.option("--out", type=FilePath(file_okay=False), required=True, help="The folder; it is made where it is not.")
@click.option("--host", default="", metavar="URL", help="Of addresses without one, as https://acme.example.")
@shared
def sitemap(invocation: Invocation, *, mapping: str, side: str, out: str, host: str) -> None:
    """Write the sitemaps of a side: a file for each locale, and sitemap.xml, which names them.

    Each address is listed with the languages of its entry (hreflang, x-default). What the public does not see is left
    out: drafts, what is archived, and locales that the side does not serve. Sends reads only.

    \b
    isogloss sitemap mappings/acme.yaml webflow --out public
    isogloss sitemap mappings/acme.yaml butter --out www --host https://a.example
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import emit_json
    from isogloss.report.words import many

    with opened(invocation, mapping, what="looking", writes=False) as session:
        made = api.sitemap(session, api.side_named(session.bridge, side), Path(out), host)
    if invocation.as_json:
        emit_json({"folder": out, "files": dict(made.files)})
    elif not invocation.quiet:
        total = sum(made.files.values())
        click.echo(f"{out}: {many(total, 'address', 'addresses')} in {many(len(made.files), 'sitemap')}")
        for name, count in made.files.items():
            click.echo(f"  {name}: {count:,}")
