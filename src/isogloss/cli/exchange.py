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
    from isogloss.exchange.pseudo import Style
    from isogloss.exchange.unit import Format, Stage, Why

SHOWN = 50
"""So many answers that are set aside are named; the JSON has all."""

_FORMATS = ("xliff2", "xliff12", "csv", "po")
_ONLY = ("missing", "stale", "same-as-primary")
_STAGES = ("initial", "translated", "reviewed", "final")
_STYLES = ("accents", "rtl")
_OUT = "With export: write the file here. With import and pseudo: the plan. - is stdout."


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="export MAPPING | import MAPPING FILE... | pseudo MAPPING")
@click.option("--locale", metavar="LOCALE", help="With export and pseudo: the locale to be translated into.")
@click.option("--format", "format_", type=click.Choice(_FORMATS), help="With export: the form of the file; xliff2.")
@click.option(
    "--only",
    metavar="WHY,…",
    help="With export and pseudo: only texts that are missing, stale or same-as-primary; several with commas between.",
)
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", help="With export and pseudo: only of this kind; may be repeated."
)
@click.option("--least", type=click.Choice(_STAGES), help="With import: set aside what is less than this.")
@click.option("--style", type=click.Choice(_STYLES), help="With pseudo: accented letters, or from right to left.")
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
    style: str | None,
    out: str | None,
    wanted: "Wanted",
) -> None:
    """Give texts to translators in a file, and make a plan of what they give back.

    An import writes nothing: it makes a plan, which apply carries out. What is not sound is set aside, text by text,
    with its reason, and the rest goes on; then it ends with 1. Files may be of any format that an export writes.
    Pseudo plans made-up text for a locale of a sandbox or a bundle, longer than its source, to find what does not fit.

    \b
    isogloss exchange export mappings/acme.yaml --locale fr-FR --out fr.xlf
    isogloss exchange import mappings/acme.yaml fr.xlf --out fr.jsonl
    isogloss apply fr.jsonl
    isogloss exchange pseudo mappings/sandbox.yaml --locale fr-FR --style rtl
    """
    action, *rest = words
    if action == "export":
        _refuse(action, {"--least": least, "--style": style})
        _export(invocation, rest, locale, format_, only, kinds, out)
    elif action == "import":
        _refuse(action, {"--locale": locale, "--format": format_, "--only": only, "--kind": kinds, "--style": style})
        _import(invocation, rest, least, out, wanted)
    elif action == "pseudo":
        _refuse(action, {"--format": format_, "--least": least})
        _pseudo(invocation, rest, locale, only, kinds, style, out, wanted)
    else:
        raise click.UsageError(
            f"{action}: say isogloss exchange export MAPPING, exchange import MAPPING FILE, or exchange pseudo MAPPING."
        )


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
    from isogloss.cli.piped import written_to

    if len(rest) < 2:  # noqa: PLR2004  # a mapping and a file
        raise click.UsageError("Name a mapping and files: isogloss exchange import MAPPING FILE.")
    mapping, *files = rest
    into = out or "exchange.jsonl"
    stages: tuple[Stage, ...] = ("initial", "translated", "reviewed", "final")
    stage = next((each for each in stages if each == least), None)
    with written_to(into, invocation) as path:
        with opened(invocation, mapping, what="planning", writes=False) as session:
            received = api.import_texts(session, files, path, stage)
        _show(received, into, wanted, invocation)
    sys.exit(1 if received.asides else 0)


def _pseudo(
    invocation: Invocation,
    rest: list[str],
    locale: str | None,
    only: str | None,
    kinds: tuple[str, ...],
    style: str | None,
    out: str | None,
    wanted: "Wanted",
) -> None:
    from isogloss import api
    from isogloss.cli.opening import opened
    from isogloss.cli.piped import written_to
    from isogloss.model.locale import Locale

    if len(rest) != 1 or locale is None:
        raise click.UsageError("Name one mapping and a locale: isogloss exchange pseudo MAPPING --locale LOCALE.")
    into = out or "pseudo.jsonl"
    styles: tuple[Style, ...] = ("accents", "rtl")
    chosen: Style = next((each for each in styles if each == style), "accents")
    which = api.WhichTexts(Locale(locale), _why(only), kinds)
    with written_to(into, invocation) as path:
        with opened(invocation, rest[0], what="planning", writes=False) as session:
            received = api.pseudo_texts(session, which, path, chosen)
        _show(received, into, wanted, invocation)
    sys.exit(1 if received.asides else 0)


def _show(received: "Received", into: str, wanted: "Wanted", invocation: Invocation) -> None:
    """Show a plan of answers, and what was set aside."""
    from isogloss.cli.output import emit_json
    from isogloss.cli.plan import show_plan

    wanted.of_plan(received.plan)
    if invocation.as_json and not invocation.stdout_is_taken:
        emit_json(_data(received, into))
    else:
        show_plan(received.plan, invocation)
        _tell_received(received, into, invocation)


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
