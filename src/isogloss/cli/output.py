"""Where data goes: stdout, as text for people or JSON for programs; messages go to stderr."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from isogloss.cli.first import wipe
from isogloss.cli.invocation import Invocation
from isogloss.errors import UsageError
from isogloss.events import WARNED

if TYPE_CHECKING:
    from rich.console import Console

_Found = TypeVar("_Found")
_COLUMNS: Final = 100
"""How wide text is where there is no terminal and nobody says."""


def console() -> "Console":
    """A console on stdout: colours on a terminal unless NO_COLOR is set, plain text elsewhere."""
    from isogloss.cli.screen import Screen

    wipe()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    columns = os.environ.get("COLUMNS", "")
    said = int(columns) if columns.isdecimal() else 0
    width = None if sys.stdout.isatty() else said or _COLUMNS
    return Screen(no_color=plain or None, highlight=False, width=width, emoji=False, markup=False)


def show(
    invocation: Invocation,
    found: _Found,
    as_data: Callable[[_Found], object],
    render: "Callable[[_Found, Console], None]",
    *,
    always: bool = False,
    brief: "Callable[[_Found, Console], None] | None" = None,
) -> None:
    """Show what a command found: as JSON where that was asked for, else in words, also if quiet where ``always``.

    Nothing where a report was asked for on stdout.

    brief: shows what a quiet command cannot leave out, where that is less than all.
    """
    if invocation.stdout_is_taken:
        return
    if invocation.as_json:
        emit_json(as_data(found))
    elif tells(invocation, needed=always):
        shown = render if brief is None or not invocation.quiet else brief
        shown(found, console())


def tells(invocation: Invocation, *, needed: bool = False) -> bool:
    """Whether a command says in words on stdout what it found or did.

    A quiet one does so only where it is ``needed``: somebody asked for just that, or has to do something about it.
    """
    return not (invocation.as_json or invocation.stdout_is_taken) and (needed or not invocation.quiet)


def emit_json(data: object) -> None:
    """One JSON document on stdout."""
    wipe()
    if isinstance(data, dict) and "format_version" not in data and "$schema" not in data:
        data = {"format_version": "1.0", **data}
    text = json.dumps(data, ensure_ascii=False, indent=2)
    click.echo("".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text))


def warn(text: str, invocation: Invocation | None = None) -> None:
    """One message on stderr; an event of the log, where that is for programs."""
    wipe()
    if invocation is None:
        click.echo(f"isogloss: {text}", err=True)
        return
    from isogloss.cli.errors import as_event, hidden

    text = hidden(text, invocation)
    event = as_event({"message": text}, "warning", WARNED)
    as_json = invocation.log == "json"  # not by the log: commands without a run set none up
    click.echo(json.dumps(event, ensure_ascii=False) if as_json else f"isogloss: {text}", err=True)
    try:
        invocation.keep(event)
    except UsageError as error:  # what is told was done already; nothing more is kept
        warn(str(error), invocation)


def say(text: str, invocation: Invocation) -> None:
    """One message on stderr about what was done, unless nobody wants to hear that all is well."""
    if not invocation.quiet:
        warn(text, invocation)


def targets(reports: Sequence[str]) -> list[tuple[str, Path]]:
    """``FORMAT=PATH`` words as pairs.

    Raises: UsageError where a word is not of that form.
    """
    found: list[tuple[str, Path]] = []
    for word in reports:
        kind, equals, path = word.partition("=")
        if not (equals and path):
            raise UsageError(f"--report {word}: write it as FORMAT=PATH, as html=plan.html")
        if path.endswith("/") or Path(path).is_dir():
            raise UsageError(f"--report {word}: that is a folder; write it as FORMAT=PATH, as html=plan.html")
        found.append((kind, Path(path)))
    return found
