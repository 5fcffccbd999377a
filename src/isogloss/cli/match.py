"""``isogloss match``."""

import sys
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import Number, mapping, shared

if TYPE_CHECKING:
    from isogloss.api import Matched


_OUT = "Write it here; - is stdout."


@click.command()
@mapping
@click.option("--kind", metavar="KIND", help="Whose posts; needed where both sides are blogs.")
@click.option("--out", type=click.Path(dir_okay=False), default="groups.yaml", show_default=True, help=_OUT)
@click.option(
    "--threshold",
    type=Number(min=0.0, max=1.0),
    default=0.6,
    show_default=True,
    metavar="SCORE",
    help="From which score on posts are put together.",
)
@shared
def match(
    invocation: Invocation,
    *,
    mapping: str,
    kind: str | None,
    out: str,
    threshold: float,
) -> None:
    """Propose which blog posts are one entry, for a person to decide.

    Looks at tags, slugs, dates, pictures, links and authors, and writes a file that the mapping then uses
    (group: {file: groups.yaml}). Nothing doubtful is put together: it is listed with its candidates. Sends reads only.
    What the file decides already is kept. Exits with 1 while something waits for a decision.

    \b
    isogloss match mappings/blog.yaml --out mappings/groups.yaml
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import emit_json, tells
    from isogloss.cli.piped import written_to
    from isogloss.files import whole

    with written_to(out, invocation) as path:
        with opened(invocation, mapping, what="matching", writes=False) as session:
            made = api.match(session, path, kind=kind, threshold=threshold)
        with whole(path) as file:
            file.write(made.text.encode())
    if invocation.as_json and not invocation.stdout_is_taken:
        emit_json(_data(made))
    waits = bool(made.proposals.doubts or made.proposals.unplaced)
    if tells(invocation):
        _tell_proposed(made, out)
    if tells(invocation, needed=waits):
        _tell_waiting(made, out)
    sys.exit(1 if waits else 0)


def _data(made: "Matched") -> dict[str, object]:
    found = made.proposals
    return {
        "kind": made.kind,
        "posts": made.posts,
        "entries": [
            {"entry": each.name, "posts": dict(each.posts), "score": each.score, "reasons": list(each.reasons)}
            for each in found.entries
        ],
        "doubtful": [
            {
                "post": each.slug,
                "locale": each.locale,
                "candidates": [
                    {"post": one.slug, "score": one.likeness.score, "reasons": list(one.likeness.reasons)}
                    for one in each.candidates
                ],
            }
            for each in found.doubts
        ],
        "unplaced": [{"post": each.slug, "tags": list(each.marks)} for each in found.unplaced],
    }


def _tell_proposed(made: "Matched", out: str) -> None:
    from isogloss.report.words import many

    found = made.proposals
    posts, entries = many(made.posts, "post"), many(len(found.entries), "entry", "entries")
    click.echo(f"{posts} of {made.kind}: {entries} proposed in {out}.")


def _tell_waiting(made: "Matched", out: str) -> None:
    found = made.proposals
    for doubt in found.doubts:
        near = ", ".join(f"{each.slug} ({each.likeness.score})" for each in doubt.candidates)
        click.echo(f"  doubtful: {doubt.slug} ({doubt.locale}): {near}")
    for post in found.unplaced:
        click.echo(f"  no locale: {post.slug} (tags: {', '.join(post.marks) or 'none'})")
    if found.doubts or found.unplaced:
        click.echo(f"Decide about them in {out}, then run isogloss match again.")
