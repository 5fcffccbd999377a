"""``isogloss cutover``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import FilePath, mapping, patience, shared
from isogloss.cli.readiness import GateType, known_gates

if TYPE_CHECKING:
    from collections.abc import Callable

    from isogloss.api import Cutover
    from isogloss.cutover import StepName
    from isogloss.report.readiness import Gate

_STEPS = ("freeze", "sync", "verify", "readiness", "lint", "redirects", "undo")


@click.command()
@mapping
@click.argument("side")
@click.option(
    "--out", type=FilePath(file_okay=False), default="cutover", show_default=True, help="Keep it in this folder."
)
@click.option("--gate", "gates", type=GateType(), multiple=True, help="For readiness: fr-FR=95%; may be repeated.")
@click.option("--site-moves", is_flag=True, help="For redirects: lead the addresses of the other side, too.")
@click.option("--keep", type=click.Path(dir_okay=False), metavar="CSV", help="For redirects: those there are already.")
@click.option("--from", "begin", type=click.Choice(_STEPS), help="Take this step again, and all after it.")
@click.option("--yes", is_flag=True, help="Go on with sync, which writes, without being asked.")
@click.option("--sign", metavar="NAME", help="Sign it off, once all steps are done.")
@patience
@shared
def cutover(
    invocation: Invocation,
    *,
    mapping: str,
    side: str,
    out: str,
    gates: "tuple[Gate, ...]",
    site_moves: bool,
    keep: str | None,
    begin: "StepName | None",
    yes: bool,
    sign: str | None,
    confirm_within: float,
) -> None:
    """Lead through the last day of a migration, step by step.

    SIDE is where the site lives from now on. The steps: freeze, sync, verify, readiness, lint, redirects, undo. What
    each came to stays in a folder, with the page to sign (cutover.md). The same command goes on with the first step
    that is not done, and ends with 1 while there is one. Only sync writes, and asks first.

    \b
    isogloss cutover mappings/acme.yaml butter --gate fr-FR=95% --site-moves
    isogloss cutover mappings/acme.yaml butter --from freeze --yes
    isogloss cutover mappings/acme.yaml butter --sign "Ann Miller"
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import show
    from isogloss.report.cutover import cutover_data, render_cutover

    brought = [] if keep is None else api.kept_redirects(Path(keep))
    wanted = api.CutoverWanted(gates, brought, site_moves)
    with opened(invocation, mapping, what="cutting over", confirm_within=confirm_within) as session:
        known_gates(session.bridge.locales, gates)
        of, folder = api.side_named(session.bridge, side), Path(out)
        if sign is None:
            made = api.cutover(session, of, folder, wanted, begin, _agreed(always=yes))
        else:
            made = api.sign_cutover(session, of, folder, sign)
    failed = made.next is not None
    show(invocation, made, cutover_data, render_cutover, always=failed)
    sys.exit(1 if failed else 0)


def _agreed(*, always: bool) -> "Callable[[Cutover], bool]":
    """Asks whoever is at the terminal whether the run is wanted; nobody there does not want it."""

    def asked(made: "Cutover") -> bool:
        from isogloss.cli.first import wipe

        if always or not sys.stdin.isatty():
            return always
        wipe()
        said = made.step("freeze").said
        return click.confirm(f"freeze: {said} Go on with sync, which writes to both sides?", err=True)

    return asked
