"""The command line as a person uses it, run in this process: words in; exit code and both streams out."""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest import mock

import small_site

from isogloss.cli import main

if TYPE_CHECKING:
    from sandboxes import Crossing


@dataclass(frozen=True)
class Ran:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Its standard output, which must be one JSON document."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """What it said of its failure, as ``--json`` says it: the last line of standard error."""
        return json.loads(self.err.splitlines()[-1])


class Terminal(io.TextIOWrapper):
    """A standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


def isogloss(*words: object, stdin: str = "", terminal: bool = False, **environment: str) -> Ran:
    """Run a command; its environment is ours and what is given. On standard input comes a text, or nothing.

    terminal: whether somebody types it.
    """
    code: object = 0
    out, err = io.StringIO(), io.StringIO()
    given = {"COLUMNS": "200", **environment}
    typed = Terminal if terminal else io.TextIOWrapper
    with (
        mock.patch.object(sys, "stdin", typed(io.BytesIO(stdin.encode()), encoding="utf-8")),
        mock.patch.object(sys, "argv", ["isogloss", *map(str, words)]),
        mock.patch.dict(os.environ, given),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as done:
            code = done.code
    return Ran(code or 0, out.getvalue(), err.getvalue())


def environment_of(crossing: Crossing) -> dict[str, str]:
    """Tokens and state, as a person would have set them."""
    return {**small_site.ENVIRONMENT, "ISOGLOSS_STATE": str(crossing.state)}


def within(crossing: Crossing, *words: object, stdin: str = "") -> Ran:
    """Run a command on a crossing; ``MAPPING`` and ``PLAN`` stand for its files. Waits are short."""
    places = {"MAPPING": crossing.mapping, "PLAN": crossing.folder / "plan.jsonl"}
    said = [places.get(str(word), word) for word in words]
    if said[0] in ("apply", "sync"):
        said += ["--confirm-within", "1"]
    if said[0] in ("plan", "sync") and "--out" not in said:
        said += ["--out", crossing.folder / ("plan.jsonl" if said[0] == "plan" else "sync.jsonl")]
    return isogloss(*said, stdin=stdin, **environment_of(crossing))
