"""``isogloss check``."""

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from isogloss.cli.first import wipe
from isogloss.cli.invocation import Invocation
from isogloss.cli.options import reported_whole, shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isogloss.cli.reporting import Wanted
    from isogloss.errors import Problem, UsageError


@click.command()
@click.argument("mappings", metavar="MAPPING...", type=click.Path(dir_okay=False), nargs=-1, required=True)
@click.option("--offline", is_flag=True, help="Check the form and rules of files, one or more. Asks neither side.")
@click.option("--strict", is_flag=True, help="Exit with 1 where anything is in doubt.")
@reported_whole
@shared
def check(invocation: Invocation, *, mappings: tuple[str, ...], wanted: "Wanted", offline: bool, strict: bool) -> None:
    """Check a mapping against both live sides.

    For each field and direction: exact, normalized, approximated or dropped, found by really converting there and
    back; for each locale, policy and ability what the platforms allow; what the source has and the mapping leaves out.
    Sends reads only.

    \b
    isogloss check mappings/acme.yaml
    isogloss check --offline mappings/*.yaml
    """
    from isogloss.errors import MappingError, UsageError

    if offline and strict:
        raise UsageError("--strict is about what both sides hold, and with --offline neither is asked; leave one out")
    if offline:
        sys.exit(_files_alone(invocation, mappings, wanted))
    if len(mappings) > 1:
        raise UsageError("one mapping at a time is checked against its sides; give several with --offline alone")
    (mapping,) = mappings
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import show
    from isogloss.report.checked import render_check
    from isogloss.report.plain import check_data
    from isogloss.report.told import told_of_check, told_of_files

    try:
        with opened(invocation, mapping, what="checking", writes=False) as session:
            report = api.check(session)
    except MappingError as error:
        wanted.write(told_of_files([mapping], {mapping: _problems(error, mapping, invocation)}, {"passed": False}))
        raise
    wanted.write(told_of_check(report, mapping))
    failed = next(iter(report.failures.values()), None)
    code = 2 if not report.passed else int(strict and bool(report.doubts))
    brief = partial(render_check, brief=True)
    show(invocation, report, check_data, render_check, always=bool(code) and failed is None, brief=brief)
    if failed is not None:
        raise failed
    sys.exit(code)


def _files_alone(invocation: Invocation, mappings: tuple[str, ...], wanted: "Wanted") -> int:
    """Check the form and the rules of files, to the last of them; returns the exit code."""
    from isogloss import api
    from isogloss.cli.errors import told
    from isogloss.cli.output import emit_json, tells
    from isogloss.errors import UsageError
    from isogloss.report.told import told_of_files

    code, held, problems = 0, {}, {}
    for path in mappings:
        try:
            held[path] = api.load(path, resolve=False).name
        except UsageError as error:
            code = max(code, told(error, invocation))
            problems[path] = _problems(error, path, invocation)
    data = {"offline": True, "hold": held}
    wanted.write(told_of_files(mappings, problems, data))
    wipe()
    if invocation.stdout_is_taken:
        return code
    if invocation.as_json:
        emit_json(data)
    elif tells(invocation):
        for path, name in held.items():
            click.echo(f"{name}: {path} holds. Neither side was asked; isogloss check {path} does that.")
    return code


def _problems(error: "UsageError", path: str, invocation: Invocation) -> "Sequence[Problem]":
    """What is wrong with one file, as reports may tell it."""
    from isogloss.cli.errors import hidden
    from isogloss.errors import MappingError, Problem

    if isinstance(error, MappingError):
        return [Problem(each.path, hidden(each.reason, invocation)) for each in error.problems]
    return [Problem("", hidden(str(error), invocation).removeprefix(f"{path}: "))]
