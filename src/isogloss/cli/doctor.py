"""``isogloss doctor``."""

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, reported_whole, shared

if TYPE_CHECKING:
    from isogloss.answers import Checkup, Symptom
    from isogloss.cli.reporting import Wanted


@click.command()
@mapping
@reported_whole
@shared
def doctor(invocation: Invocation, *, mapping: str, wanted: "Wanted") -> None:
    """Look at everything that runs depend on, and say what to do about what is wrong.

    Tokens and what commands need of them, what the sides offer, their pace, clocks, whether their answers are of the
    known shape, a few of their files, the state. Sends few reads and writes nothing. Ends with 1 where something is
    wrong.

    \b
    isogloss doctor mappings/acme.yaml
    isogloss doctor mappings/acme.yaml --json
    """
    from isogloss.cli.output import show
    from isogloss.report.health import checkup_data, is_well, render_checkup, told_of_checkup

    found = _examined(invocation, mapping)
    wanted.write(told_of_checkup(found, mapping))
    well = is_well(found.symptoms)
    show(invocation, found, checkup_data, render_checkup, always=not well, brief=partial(render_checkup, brief=True))
    sys.exit(0 if well else 1)


def _examined(invocation: Invocation, path: str) -> "Checkup":
    """Look at all of it; where a setting is missing, at what can be had without."""
    from dataclasses import replace

    from isogloss import api
    from isogloss.answers import Checkup
    from isogloss.cli.opening import opened
    from isogloss.errors import ConfigError

    missing: list[Symptom] = []
    writes = True
    try:
        api.load(path)
    except ConfigError as error:
        missing, writes = _missing(error, path), False
    try:
        with opened(invocation, path, what="looking", writes=writes) as session:
            found = api.doctor(session)
    except ConfigError as error:
        if not missing:
            raise
        return Checkup(api.load(path, resolve=False).name, {}, tuple(_missing(error, path)))
    return replace(found, symptoms=(*missing, *found.symptoms))


def _missing(error: Exception, path: str) -> "list[Symptom]":
    from isogloss.answers import Symptom

    return [Symptom("setting-missing", path, line) for line in str(error).splitlines()]
