"""``-`` in place of a path: standard input and standard output.

Decides that what is piped lies in a file of its own meanwhile: plans are read more than once, and written whole.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory

import click

from isogloss.cli.invocation import Invocation
from isogloss.errors import UsageError
from isogloss.stdin import PIPE


@contextmanager
def read_from(word: str) -> Iterator[Path]:
    """The path that was typed; for ``-``, a file that holds what came on standard input, while inside."""
    if word != PIPE:
        yield Path(word)
        return
    with TemporaryDirectory(prefix="isogloss-") as folder:
        path = Path(folder, "standard-input")
        with path.open("wb") as file:
            copyfileobj(sys.stdin.buffer, file)
        yield path


@contextmanager
def written_to(word: str, invocation: Invocation, what: str = "--out") -> Iterator[Path]:
    """The path that was typed; for ``-``, a file that goes to standard output at the end, whatever the end is.

    Raises: UsageError where standard output is taken already.
    """
    if word != PIPE:
        yield Path(word)
        return
    if invocation.stdout_is_taken:
        raise UsageError(f"{what}: a report goes to stdout already; give one of them a path")
    invocation.stdout_is_taken = True
    with TemporaryDirectory(prefix="isogloss-") as folder:
        path = Path(folder, "standard-output")
        try:
            yield path
        finally:
            if path.exists():
                with path.open(encoding="utf-8", newline="") as file:
                    for line in file:
                        click.echo(line, nl=False)
