"""``isogloss rehearse``."""

import json
import sys
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import limited, max_loss, patience, reported_whole, shared
from isogloss.errors import UsageError

if TYPE_CHECKING:
    from isogloss.api import Must, Rehearsed
    from isogloss.cli.reporting import Wanted
    from isogloss.plan.data import PlanFile
    from isogloss.plan.limits import MaxLoss, Raise

_LINES = ".jsonl"
_BUNDLE = ".zip"
_HEADER = 1 << 20
"""Bytes of the first line of a plan that are looked at."""
_SWITCH = "Turn a switch of a side's sandbox: what is known of an account and no answer tells; may be repeated."

_REQUIRED = "A field that a side wants filled and does not tell, in the mapping's words; may be repeated."


@click.command()
@click.argument("what", metavar="PLAN|MAPPING|BUNDLE", type=click.Path(dir_okay=False))
@click.option("--mapping", "mapping_path", type=click.Path(dir_okay=False), help="The mapping of a plan, if it moved.")
@click.option("--switch", "switches", multiple=True, metavar="SIDE.NAME=VALUE", help=_SWITCH)
@click.option("--required", multiple=True, metavar="SIDE.KIND.FIELD", help=_REQUIRED)
@max_loss
@limited
@patience
@reported_whole
@shared
def rehearse(
    invocation: Invocation,
    *,
    what: str,
    mapping_path: str | None,
    switches: tuple[str, ...],
    required: tuple[str, ...],
    max_loss: "MaxLoss | None",
    limits: "tuple[Raise, ...]",
    confirm_within: float,
    wanted: "Wanted",
) -> None:
    """Apply a plan to two sandboxes that hold what both sides show, and say what would become of it.

    PLAN is a plan file; of a MAPPING the plan is rehearsed that would be made now. Both sides are read whole, and
    neither they nor the state are written to. BUNDLE is one that `isogloss support` wrote: its sides are sandboxes.
    Each may be - for stdin. What is told: requests, minutes at the permitted rates, and everything that would fail.
    Ends with 1 where anything would.

    \b
    isogloss rehearse plan.jsonl
    isogloss rehearse mappings/acme.yaml --switch butter.land_seconds=20
    """
    from isogloss import api
    from isogloss.cli.apply import refuse_imports
    from isogloss.cli.opening import opened, patience_of
    from isogloss.cli.output import show
    from isogloss.cli.piped import read_from
    from isogloss.report.rehearsed import rehearsed_data, render_rehearsal, told_of_rehearsal
    from isogloss.stdin import PIPE, came_in

    def tell(found: "Rehearsed") -> int:
        """Tell it while the plan is there, which goes with the session."""
        wanted.write(told_of_rehearsal(found))
        brief = partial(render_rehearsal, brief=True)
        show(invocation, found, rehearsed_data, render_rehearsal, always=found.fails, brief=brief)
        return 1 if found.fails else 0

    turned, musts = _turned(switches), [_must(word) for word in required]
    with read_from(what) as file:
        if zipfile.is_zipfile(file) or file.suffix == _BUNDLE:
            with api.replayed(file) as session:  # no side is looked at, and no state
                patient = replace(session, patience=patience_of(confirm_within))
                code = tell(api.rehearse(patient, switches=turned, required=musts))
        else:
            plan = _plan(file)
            if plan is not None:
                refuse_imports(what, plan.header.purpose)
            elif what == PIPE:
                came_in(file.read_bytes())
            with opened(
                invocation,
                what if plan is None else mapping_path or plan.header.mapping_path,
                what="rehearsing",
                total=None if plan is None else plan.header.counts.ops,
                max_loss=max_loss,
                limits=limits,
                confirm_within=confirm_within,
            ) as session:
                code = tell(api.rehearse(session, plan, switches=turned, required=musts))
    sys.exit(code)


def _plan(path: Path) -> "PlanFile | None":
    """The plan in a file; None where it is a mapping.

    Raises: UsageError where it cannot be read.
    """
    from isogloss import api

    try:
        with path.open("rb") as file:
            first = file.readline(_HEADER)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Give a plan or a mapping.") from None
    begins = path.suffix == _LINES or (first.startswith(b"{") and b'"isogloss_plan"' in first)
    return api.read_plan(path) if begins else None


def _turned(words: tuple[str, ...]) -> dict[str, dict[str, object]]:
    """Switches by side name."""
    made: dict[str, dict[str, object]] = {}
    for word in words:
        name, equals, value = word.partition("=")
        side, dot, switch = name.partition(".")
        if not (equals and dot and side and switch):
            raise UsageError(f"--switch {word}: write it as SIDE.NAME=VALUE, as butter.land_seconds=20")
        try:
            made.setdefault(side, {})[switch] = json.loads(value)
        except ValueError:
            made.setdefault(side, {})[switch] = value
    return made


def _must(word: str) -> "Must":
    from isogloss import api

    parts = word.split(".", 2)
    if len(parts) != len(("side", "kind", "field")) or not all(parts):
        raise UsageError(f"--required {word}: write it as SIDE.KIND.FIELD, as butter.article.title")
    return api.Must(*parts)
