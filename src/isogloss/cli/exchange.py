"""``isogloss exchange``."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import reported, shared

if TYPE_CHECKING:
    from isogloss.api import Received, Sent
    from isogloss.cli.reporting import Wanted
    from isogloss.exchange.unit import Format, Stage, Why

SHOWN = 50
"""So many answers that are set aside are named; the JSON has all."""

_FORMATS = ("xliff2", "xliff12", "csv", "po")
_ONLY = ("missing", "stale", "same-as-primary")
_STAGES = ("initial", "translated", "reviewed", "final")
_OUT = "With export: write the file here. With import: the plan. - is stdout."


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="export MAPPING | import MAPPING FILE...")
@click.option("--locale", metavar="LOCALE", help="With export: the locale to be translated into.")
@click.option("--format", "format_", type=click.Choice(_FORMATS), help="With export: the form of the file; xliff2.")
@click.option(
    "--only",
    metavar="WHY,…",
    help="With export: only texts that are missing, stale or same-as-primary; several with commas between.",
)
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="With export: only of this kind; may be repeated.")
@click.option("--least", type=click.Choice(_STAGES), help="With import: set aside what is less than this.")
@click.option("--out", type=click.Path(dir_okay=False), help=_OUT)
@reported
@shared
def exchange(
    invocation: Invocation,
    *,
    words: tuple[str, ...],
    locale: str | None,
    format_: str | None,
    only: str | None,
    kinds: tuple[str, ...],
    least: str | None,
    out: str | None,
    wanted: "Wanted",
) -> None:
    """Give texts to translators in a file, and make a plan of what they give back.

    An import writes nothing: it makes a plan, which apply carries out. What is not sound is set aside, text by text,
    with its reason, and the rest goes on; then it ends with 1. Files may be of any format that an export writes.

    \b
    isogloss exchange export mappings/acme.yaml --locale fr-FR --out fr.xlf
    isogloss exchange import mappings/acme.yaml fr.xlf --out fr.jsonl
    isogloss apply fr.jsonl
    """
    action, *rest = words
    if action == "export":
        _refuse(action, {"--least": least})
        _export(invocation, rest, locale, format_, only, kinds, out)
    elif action == "import":
        _refuse(action, {"--locale": locale, "--format": format_, "--only": only, "--kind": kinds})
        _import(invocation, rest, least, out, wanted)
    else:
        raise click.UsageError(f"{action}: say isogloss exchange export MAPPING, or exchange import MAPPING FILE.")


def _refuse(action: str, said: dict[str, object]) -> None:
    for option, value in said.items():
        if value:
            raise click.UsageError(f"{option} is not for exchange {action}.")


def _export(
    invocation: Invocation,
    rest: list[str],
    locale: str | None,
    format_: str | None,
    only: str | None,
    kinds: tuple[str, ...],
    out: str | None,
) -> None:
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import emit_json, tells
    from isogloss.cli.piped import written_to
    from isogloss.model.locale import Locale

    if len(rest) != 1:
        raise click.UsageError("Name one mapping: isogloss exchange export MAPPING --locale LOCALE --out FILE.")
    if locale is None or out is None:
        raise click.UsageError(f"{'--locale' if locale is None else '--out'} is needed: exchange export writes a file.")
    which = api.WhichTexts(Locale(locale), _why(only), kinds)
    with written_to(out, invocation) as path, opened(invocation, rest[0], what="looking", writes=False) as session:
        sent = api.export_texts(session, which, path, _format(format_))
    if invocation.stdout_is_taken:
        return
    if invocation.as_json:
        emit_json(
            {
                "file": out,
                "locale": sent.locale,
                "format": sent.format,
                "texts": dict(sorted(sent.units.items())),
            }
        )
    elif tells(invocation):
        _tell_sent(sent, out)


def _why(only: str | None) -> "tuple[Why, ...]":
    said = [] if only is None else [word.strip() for word in only.split(",")]
    for word in said:
        if word not in _ONLY:
            raise click.UsageError(f"--only {word}: there is {', '.join(_ONLY)}; several with commas between.")
    return tuple(why for why in ("missing", "stale", "same-as-primary") if why in said)


def _format(word: str | None) -> "Format":
    formats: tuple[Format, ...] = ("xliff2", "xliff12", "csv", "po")
    return next((each for each in formats if each == word), "xliff2")


def _tell_sent(sent: "Sent", out: str) -> None:
    from isogloss.report.words import many

    click.echo(f"{out}: {many(sum(sent.units.values()), 'text')} for {sent.locale}")
    for why, count in sorted(sent.units.items()):
        click.echo(f"  {count:,} {'translated' if why == 'translated' else why}")


def _import(invocation: Invocation, rest: list[str], least: str | None, out: str | None, wanted: "Wanted") -> None:
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.output import emit_json
    from isogloss.cli.piped import written_to
    from isogloss.cli.plan import show_plan

    if len(rest) < 2:  # noqa: PLR2004  # a mapping and a file
        raise click.UsageError("Name a mapping and files: isogloss exchange import MAPPING FILE.")
    mapping, *files = rest
    into = out or "exchange.jsonl"
    stages: tuple[Stage, ...] = ("initial", "translated", "reviewed", "final")
    stage = next((each for each in stages if each == least), None)
    with written_to(into, invocation) as path:
        with opened(invocation, mapping, what="planning", writes=False) as session:
            received = api.import_texts(session, files, path, stage)
        wanted.of_plan(received.plan)
        if invocation.as_json and not invocation.stdout_is_taken:
            emit_json(_data(received, into))
        else:
            show_plan(received.plan, invocation)
            _tell_received(received, into, invocation)
    sys.exit(1 if received.asides else 0)


def _data(received: "Received", into: str) -> dict[str, object]:
    header = received.plan.header
    return {
        "plan": into,
        "digest": header.digest,
        "ops": header.counts.ops,
        "taken": received.taken,
        "unchanged": received.unchanged,
        "initial": received.initial,
        "set_aside": [asdict(aside) for aside in received.asides],
    }


def _tell_received(received: "Received", into: str, invocation: Invocation) -> None:
    from isogloss.cli.output import tells, warn
    from isogloss.report.words import many

    for aside in received.asides[:SHOWN]:
        line = f":{aside.line}" if aside.line else ""
        where = f" {aside.where}:" if aside.where else f" {aside.unit}:" if aside.unit else ""
        warn(f"set aside: {aside.file}{line}:{where} {aside.why}.", invocation)
    if len(received.asides) > SHOWN:
        warn(f"{len(received.asides) - SHOWN:,} more are set aside; --json names all", invocation)
    if not tells(invocation):
        return
    told = [many(received.taken, "text") + " taken", f"{received.unchanged:,} unchanged"]
    told.append(f"{len(received.asides):,} set aside")
    click.echo(f"\n{', '.join(told)}")
    if received.initial:
        click.echo(f"  {received.initial:,} of those taken are still called initial in their file")
    if received.plan.header.counts.ops:
        click.echo(f"The plan is in {into}. Apply it with: isogloss apply {into}")
