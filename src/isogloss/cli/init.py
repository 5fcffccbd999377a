"""``isogloss init``: from nothing to a mapping that passes the check.

Decides what is asked and when: what was not said, and only where somebody is there to answer.
"""

import re
import sys
from pathlib import Path

import click

from isogloss.cli.first import wipe
from isogloss.cli.invocation import Invocation
from isogloss.cli.options import FilePath
from isogloss.cli.two_sides import TwoSides, two_sides

_COMMENT = re.compile(r"# (guess|decide):|^ +# .*: .*no place", re.MULTILINE)


@click.command()
@two_sides
@click.option("--out", type=FilePath(dir_okay=False), help="Write it here; mappings/NAME.yaml unless said.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--no-input", is_flag=True, help="Ask nothing, also in a terminal.")
@click.make_pass_decorator(Invocation, ensure=True)
def init(invocation: Invocation, *, said: TwoSides, out: str | None, force: bool, no_input: bool) -> None:
    """Write a first mapping: look at both sides, and pair what is alike.

    Kinds, fields, values of options and locales are paired by name, type and content. What was guessed, and what has no
    place, carries a comment. In a terminal it asks for what was not said. Tokens are taken from WEBFLOW_TOKEN and
    BUTTERCMS_READ_TOKEN. No call lists the page types and collections of ButterCMS, so they have to be named; its blog
    and its pages without a type are found. With --catalogue the other side is a folder of JSON or PO files. Sends
    reads only.

    \b
    isogloss init
    isogloss init --site acme --page-type article --locale en --locale fr
    isogloss init --site acme --catalogue locale
    """
    asking = sys.stdin.isatty() and not no_input
    if asking:
        wipe()
        _ask(said)
    if not said.site:
        raise click.UsageError("Missing option '--site'.")
    name = said.name or re.sub(r"[^a-z0-9-]+", "-", said.site.lower()).strip("-") or "draft"
    path = Path(out or (_answer("Write it to", f"mappings/{name}.yaml") if asking else f"mappings/{name}.yaml"))
    refuse_to_write_over(path, force=force)
    from isogloss import api

    left, right = said.wishes(invocation, "init", path.parent)
    text = api.infer(left, right, name=name, flow=said.flow or said.usual_flow)
    _write(path, text)
    marked = len(_COMMENT.findall(text))
    wipe()
    click.echo(
        f"{path}: {marked} comment{'' if marked == 1 else 's'} to look at; what it leaves out: isogloss check {path}"
    )


def _ask(said: TwoSides) -> None:
    """Ask for what was not said."""
    said.site = said.site or _answer("Webflow site (id or short name)")
    if not (said.catalogue or said.page_types or said.collections):
        said.page_types = _several("ButterCMS page types (API slugs, spaces between; empty for none)")
        said.collections = _several("ButterCMS collections (API keys, spaces between; empty for none)")
    if not said.catalogue:
        said.locales = said.locales or _several("ButterCMS locales (the default one first)", "en")
    said.name = said.name or _answer("Name of the mapping", said.site)
    said.flow = said.flow or click.prompt("Which way", type=click.Choice(said.flows), default=said.flows[0], err=True)


def _answer(question: str, default: str | None = None) -> str:
    return str(click.prompt(question, default=default, err=True))


def _several(question: str, default: str = "") -> tuple[str, ...]:
    return tuple(_answer(question, default).replace(",", " ").split())


def refuse_to_write_over(path: Path, *, force: bool) -> None:
    """Go on only where nothing is there, or that may go.

    Raises: UsageError where something is.
    """
    if path.exists() and not force:
        from isogloss.errors import UsageError

        raise UsageError(f"{path} is there already, and nothing was asked of any side; take another --out, or --force")


def _write(path: Path, text: str) -> None:
    """Write the mapping, and beside it the schema by which editors help with it.

    Raises: UsageError where a file cannot be written.
    """
    import json

    from isogloss import api
    from isogloss.errors import UsageError
    from isogloss.files import SHARED, whole
    from isogloss.mapping.draft.infer import SCHEMA

    schema = json.dumps(api.mapping_schema(), ensure_ascii=False, indent=2) + "\n"
    try:
        for file, made in ((path.with_name(SCHEMA), schema), (path, text)):
            with whole(file, SHARED) as opened:
                opened.write(made.encode())
    except OSError as error:
        raise UsageError(f"{path}: the mapping cannot be written ({error.strerror}); choose another --out") from error
