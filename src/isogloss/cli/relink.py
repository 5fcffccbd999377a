"""``isogloss relink``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, shared

if TYPE_CHECKING:
    from isogloss.api import Relinked

_SHOWN = 10
_OUT = "Write it here; - is stdout."


@click.command()
@mapping
@click.option("--write", is_flag=True, help="Keep what is certain or was confirmed; without it nothing is kept.")
@click.option("--out", type=click.Path(dir_okay=False), default="relink.yaml", show_default=True, help=_OUT)
@click.option(
    "--pairs",
    type=click.Path(dir_okay=False),
    help="Read decisions from here; without it, from the file that is written, if it is there.",
)
@shared
def relink(invocation: Invocation, *, mapping: str, write: bool, out: str, pairs: str | None) -> None:
    """Find out which entries are one where the state was lost, or a side has other ids after a backup was put back.

    Looks at origin keys, remembered ids, match fields, then at what entries say, and writes a file for a person to
    edit. Only what is certain or was confirmed is kept, and only with --write. Nothing is sent but reads, nothing is
    deleted, nothing is made. Exits with 1 while something waits for a decision.

    \b
    isogloss relink mappings/acme.yaml
    isogloss relink mappings/acme.yaml --write
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import emit_json, tells
    from isogloss.cli.piped import written_to
    from isogloss.files import whole

    with written_to(out, invocation) as file:
        decided = Path(pairs) if pairs is not None else file if file.exists() else None
        with opened(invocation, mapping, what="relinking", writes=False) as session:
            made = api.relink(session, decided, write=write)
        with whole(file) as written:
            written.write(made.text.encode())
    if invocation.as_json and not invocation.stdout_is_taken:
        emit_json(_data(made))
    if tells(invocation):
        _tell_found(made)
    if tells(invocation, needed=bool(made.linked.doubts)):
        _tell_doubts(made)
    if tells(invocation):
        _tell_kept(made)
    if made.linked.doubts and tells(invocation, needed=True):
        click.echo(f"Decide about the doubtful ones in {out}, then run the same command with --write.")
    sys.exit(1 if made.linked.doubts else 0)


def _data(made: "Relinked") -> dict[str, object]:
    return {
        "known": made.known,
        "kept": made.kept,
        "pairs": [
            {
                "kind": link.key.kind,
                "entry": link.key.name,
                "ids": {side.value: remote for side, remote in link.ids.items()},
                "was": {side.value: remote for side, remote in link.was.items()},
                "sure": link.sure,
                "score": link.score,
                "reasons": list(link.reasons),
                "accepted": link.accepted,
            }
            for link in made.linked.links
        ],
        "doubtful": [
            {
                "kind": loose.key.kind,
                "side": loose.side.value,
                "id": loose.remote,
                "candidates": [
                    {"entry": each.missing.key.name, "sure": each.sure, "score": each.score} for each in candidates
                ],
            }
            for loose, candidates in made.linked.doubts
        ],
        "unclear": dict(made.unclear),
    }


def _tell_found(made: "Relinked") -> None:
    from isogloss.report.words import many

    links, doubts = made.linked.kept, made.linked.doubts
    known = many(made.known, "entry", "entries")
    click.echo(f"{known} as remembered, {len(links)} certain or confirmed, {len(doubts)} doubtful.")
    for kind, why in made.unclear.items():
        click.echo(f"  {kind}: {why}")
    for link in links[:_SHOWN]:
        ids = " = ".join(link.ids[side] for side in sorted(link.ids, key=lambda side: side.value))
        was = "".join(f", was {remote}" for remote in link.was.values())
        click.echo(f"  {link.key}: {ids}{was} ({', '.join(link.reasons)})")
    if len(links) > _SHOWN:
        click.echo(f"  and {len(links) - _SHOWN} more")


def _tell_doubts(made: "Relinked") -> None:
    for loose, candidates in made.linked.doubts:
        near = ", ".join(f"{each.missing.key.name} ({each.sure}, {each.score})" for each in candidates)
        click.echo(f"  doubtful: {loose.key.kind} {loose.remote} ({loose.label or 'no label'}): {near}")


def _tell_kept(made: "Relinked") -> None:
    from isogloss.report.words import many

    if made.kept is not None:
        is_ = "is new and is kept" if made.kept == 1 else "are new and are kept"
        click.echo(f"{many(made.kept, 'link')} {is_}.")
    elif made.linked.kept:
        click.echo("Nothing was kept. Keep them: the same command with --write.")
