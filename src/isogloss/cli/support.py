"""``isogloss support``."""

import sys
from pathlib import Path

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import FilePath, mapping, shared


@click.command()
@mapping
@click.option("--out", type=FilePath(dir_okay=False), default="support.zip", show_default=True, help="Write it here.")
@shared
def support(invocation: Invocation, *, mapping: str, out: str) -> None:
    """Write a bundle that can be given away: mapping, both sides, plan, runs, log, versions.

    Every text of content is replaced by filler of the same shape, script and length; there is no token in it, and no
    address of an account. Sends reads only. `isogloss rehearse FILE.zip` replays it. Ends with 1 where something is
    missing in it.

    \b
    isogloss support mappings/acme.yaml --out acme-support.zip
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import emit_json, tells, warn

    with opened(invocation, mapping, what="looking", writes=False) as session:
        made = api.support(session, Path(out))
    for each in made.missing:
        warn(f"not in the bundle: {each}", invocation)
    if invocation.as_json:
        emit_json({"path": str(made.path), "files": list(made.files), "missing": list(made.missing)})
    elif tells(invocation):
        click.echo(f"{out}: {len(made.files)} files. Look through it before you give it away; it is a zip file.")
    sys.exit(1 if made.missing else 0)
