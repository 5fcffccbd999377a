"""``isogloss readiness``."""

import sys
from typing import TYPE_CHECKING, Any

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import mapping, shared

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import TypeAlias

    from isogloss.answers import Readiness
    from isogloss.report.readiness import Gate

    Targets: TypeAlias = tuple[tuple[str, Path], ...]


class GateType(click.ParamType[Any]):
    """``fr-FR=95%``."""

    name = "LOCALE=P%"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read what was typed."""
        from isogloss.model.locale import Locale
        from isogloss.report.readiness import Gate

        locale, _, text = str(value).strip().partition("=")
        try:
            least = float(text.removesuffix("%")) / 100
        except ValueError:
            least = -1.0
        if not (locale and text.endswith("%") and 0 <= least <= 1):
            self.fail(f"{value}: write it as LOCALE=P%, as fr-FR=95%", param, ctx)
        return Gate(Locale(locale), least)


_REPORT = "Also write it: html, md, csv or json; may be repeated. As PATH, - is stdout."


@click.command()
@mapping
@click.option(
    "--gate", "gates", type=GateType(), multiple=True, help="End with 1 where fewer are ready; may be repeated."
)
@click.option("--side", "sides", multiple=True, metavar="NAME", help="Ask the gates of this side, not of the source.")
@click.option("--report", "reports", multiple=True, metavar="FORMAT=PATH", help=_REPORT)
@shared
def readiness(
    invocation: Invocation,
    *,
    mapping: str,
    gates: "tuple[Gate, ...]",
    sides: tuple[str, ...],
    reports: tuple[str, ...],
) -> None:
    """How far each entry is in each locale: text of its own, copied, missing, draft, published, stale, blocked.

    Ready is what readers see in their language, as new as its source, with nothing in the way. Sends reads only.

    \b
    isogloss readiness mappings/acme.yaml --gate fr-FR=95% --report html=r.html
    """
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import console, emit_json, tells
    from isogloss.cli.reporting import STDOUT, asked
    from isogloss.report.readiness import readiness_data, render_readiness

    targets = asked(reports, ("html", "md", "csv", "json"))
    with opened(invocation, mapping, what="looking", writes=False) as session:
        of = tuple(api.side_named(session.bridge, name) for name in sides)
        known_gates(session.bridge.locales, gates)
        found = api.readiness(session, of)
    _write(found, gates, targets)
    failed = not all(gate.holds(found) for gate in gates)
    if any(path == STDOUT for _, path in targets):
        pass
    elif invocation.as_json:
        emit_json(readiness_data(found, gates))
    elif tells(invocation, needed=failed):
        render_readiness(found, gates, console(), brief=invocation.quiet)
    sys.exit(1 if failed else 0)


def known_gates(locales: "tuple[str, ...]", gates: "tuple[Gate, ...]") -> None:
    """Refuse gates of locales that a mapping does not have."""
    from isogloss.errors import UsageError
    from isogloss.mapping.names.nearest import nearest

    for gate in gates:
        if gate.locale not in locales:
            raise UsageError(f"--gate: there is no locale {gate.locale}{nearest(gate.locale, locales) or '.'}")


def _write(found: "Readiness", gates: "tuple[Gate, ...]", targets: "Targets") -> None:
    from isogloss.cli.reporting import STDOUT
    from isogloss.report.write import write_whole

    for name, path in targets:
        made = _pieces(found, gates, name)
        if path != STDOUT:
            write_whole(path, made)
        else:
            for piece in made:
                click.echo(piece, nl=False)


def _pieces(found: "Readiness", gates: "tuple[Gate, ...]", name: str) -> "Iterable[str]":
    from isogloss.report.json import document
    from isogloss.report.readiness import (
        readiness_data,
        render_readiness_html,
        render_readiness_markdown,
        render_readiness_sheet,
    )

    match name:
        case "html":
            return [render_readiness_html(found, gates)]
        case "md":
            return [render_readiness_markdown(found, gates)]
        case "csv":
            return render_readiness_sheet(found)
        case _:
            return [document(readiness_data(found, gates))]
