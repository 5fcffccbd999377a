"""The options that commands share."""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import reduce, wraps
from math import isnan
from typing import TYPE_CHECKING, Any, TypeVar

import click

from isogloss.cli.invocation import DEFAULT_STATE, Invocation

if TYPE_CHECKING:
    from isogloss.api import Which
    from isogloss.plan.limits import Amount

F = TypeVar("F", bound=Callable[..., Any])


class FilePath(click.Path):
    """A path of a file, or a folder, that has to stay: ``-`` would be one of that name."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse ``-``."""
        if value == "-":
            what = "file" if self.dir_okay is False else "folder"
            self.fail(f"this is kept as a {what}, and - is none; give it a path", param, ctx)
        return super().convert(value, param, ctx)


def shared(function: Callable[..., None]) -> Callable[..., None]:
    """``--state``, ``--runs``, ``--json``, ``--quiet``, ``-v``, ``--log``, ``--log-file``: the invocation."""

    @wraps(function)
    def command(
        *,
        state: str,
        runs: str | None,
        as_json: bool,
        quiet: bool,
        verbose: int,
        log: str,
        log_file: str | None,
        **own: object,
    ) -> None:
        invocation = click.get_current_context().ensure_object(Invocation)
        invocation.state, invocation.as_json, invocation.quiet, invocation.verbose = state, as_json, quiet, verbose
        invocation.log, invocation.log_file, invocation.runs = log, log_file, runs
        function(invocation, **own)

    options = [
        click.option(
            "--state",
            envvar="ISOGLOSS_STATE",
            default=DEFAULT_STATE,
            show_default=True,
            metavar="URL",
            help="A file, sqlite:///FILE or postgresql+psycopg://…; also ISOGLOSS_STATE.",
        ),
        click.option(
            "--runs",
            envvar="ISOGLOSS_RUNS",
            type=FilePath(file_okay=False),
            help="Keep runs in this folder instead of beside the state; also ISOGLOSS_RUNS.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Data as JSON on stdout, messages on stderr."),
        click.option("-q", "--quiet", is_flag=True, help="Only what was asked for, and what needs a person."),
        click.option("-v", "--verbose", count=True, help="Log what is done; -vv logs every request."),
        click.option(
            "--log",
            type=click.Choice(["text", "json"]),
            envvar="ISOGLOSS_LOG",
            default="text",
            show_default=True,
            help="Messages on stderr: for people, or as JSON, one object a line; also ISOGLOSS_LOG.",
        ),
        click.option(
            "--log-file",
            type=FilePath(dir_okay=False),
            envvar="ISOGLOSS_LOG_FILE",
            metavar="FILE",
            help="Add the log to this file as well, as JSON; also ISOGLOSS_LOG_FILE.",
        ),
    ]
    return reduce(lambda made, option: option(made), reversed(options), command)


def reported(function: Callable[..., None]) -> Callable[..., None]:
    """``--report`` and what says how: files in which a plan is told; the command is given ``Wanted``."""
    options = [
        click.option(
            "--report-filter",
            multiple=True,
            metavar="NAME=VALUE,…",
            help="Tell only a part of a plan in reports: kind=article,locale=de-DE.",
        ),
        click.option("--report-images", is_flag=True, help="Fetch pictures and put them into the HTML report."),
    ]
    return reported_whole(reduce(lambda made, option: option(made), reversed(options), function))


def reported_whole(function: Callable[..., None]) -> Callable[..., None]:
    """``--report`` alone, where there is no plan of which a part could be told."""

    @wraps(function)
    def command(
        *,
        reports: tuple[str, ...],
        report_filter: tuple[str, ...] = (),
        report_images: bool = False,
        **others: object,
    ) -> None:
        from isogloss.cli.reporting import wanted

        made = wanted(reports, report_filter, images=report_images)
        click.get_current_context().ensure_object(Invocation).stdout_is_taken = made.on_stdout
        function(wanted=made, **others)

    option = click.option(
        "--report",
        "reports",
        multiple=True,
        metavar="FORMAT=PATH",
        help="Also write a report: html, md, json, csv, junit, sarif or github; may be repeated. As PATH, - is stdout.",
    )
    return option(command)


class Number(click.FloatRange):
    """A number within bounds, which ``nan`` is not: nothing is ever past it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse what is no number."""
        found = super().convert(value, param, ctx)
        if isnan(found):
            self.fail(f"{value} is not a number", param, ctx)
        return found


def patience(function: F) -> F:
    """``--confirm-within``: how long to wait for what a side accepted."""
    option = click.option(
        "--confirm-within",
        type=Number(min=0.0),
        default=120.0,
        show_default=True,
        metavar="SECONDS",
        help="Wait so long for an accepted write to show before it counts as unconfirmed.",
    )
    return option(function)


def sampled(function: Callable[..., None]) -> Callable[..., None]:
    """``--sample``, ``--entries``, ``--publish``, ``--continue``: which part of a plan; the command is given it."""

    @wraps(function)
    def command(
        *,
        sample: tuple[int | None, Fraction | None] | None,
        entries: tuple[str, ...],
        publish: tuple[str, ...],
        **own: object,
    ) -> None:
        said = [name for name, each in (("--sample", sample), ("--entries", entries), ("--publish", publish)) if each]
        if len(said) > 1:
            raise click.UsageError(f"{' and '.join(said)}: say one of them; each chooses a part of the plan by itself.")
        if own["goes_on"] and said not in (["--sample"], ["--entries"]):
            raise click.UsageError(
                "--continue: goes on after a part that --sample or --entries chose; say one of them."
            )
        from isogloss import api

        number, share = sample or (None, None)
        asked = api.Sample(number, share, entries, publish) if said else None
        function(sample=asked, **own)

    options = [
        click.option(
            "--sample",
            type=_Amount(),
            metavar="N|P%",
            help="Only so many entries of the plan, or such a share of each kind, with all that they refer to.",
        ),
        click.option(
            "--entries", multiple=True, metavar="GLOB", help="Only these, with all that they refer to: article/tea*."
        ),
        click.option(
            "--publish", multiple=True, metavar="GLOB", help="All of the plan, but publish these entries alone."
        ),
        click.option("--continue", "goes_on", is_flag=True, help="Go on with the rest once the part is proven."),
    ]
    return reduce(lambda made, option: option(made), reversed(options), command)


class _Amount(click.ParamType[Any]):
    """A number of entries, or a share of them; as both, of which one is None."""

    name = "amount"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int | None, Fraction | None]:
        """Read ``20`` or ``1%``."""
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]  # converted already
        share = value.endswith("%")
        try:
            told = Fraction(value[:-1]) / 100 if share else int(value)
        except (ValueError, ZeroDivisionError):
            told = 0
        if told <= 0 or (share and told > 1):
            self.fail(
                f"{value!r} is no amount; write a number of entries, as 20, or a share of them, as 1%", param, ctx
            )
        return (None, Fraction(told)) if share else (int(told), None)


def allowance(function: F) -> F:
    """``--max-requests`` and ``--max-minutes``: where a run stops between two requests, to be gone on with later."""
    options = [
        click.option(
            "--max-requests",
            type=click.IntRange(min=1),
            metavar="N",
            help="Stop before more requests than this, of both sides together, reads too; the next run goes on.",
        ),
        click.option(
            "--max-minutes",
            type=Number(min=0.0, min_open=True),
            metavar="N",
            help="Stop between two requests after so long; the next run goes on.",
        ),
    ]
    return reduce(lambda made, option: option(made), reversed(options), function)


def _amount(text: str) -> "Amount | None":
    """A share or a count, written as in a mapping; None where it is neither, as ``nan%``, beyond which nothing is."""
    from isogloss.mapping.file.strict import AMOUNT
    from isogloss.mapping.file.words import read_amount

    return read_amount(text) if re.fullmatch(AMOUNT, text) else None


class MaxLossType(click.ParamType[Any]):
    """``20`` cells, or ``5%`` of the cells that would change."""

    name = "N|P%"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read what was typed."""
        from isogloss.plan.limits import Count, MaxLoss

        text = str(value).strip()
        amount = _amount(text)
        if amount is None:
            self.fail(f"{text[:80]}: give a number of cells, as 20, or a share, as 5%", param, ctx)
        return MaxLoss(cells=amount.number) if isinstance(amount, Count) else MaxLoss(share=amount)


def max_loss(function: F) -> F:
    """``--max-loss``: refuse a plan that would lose more."""
    return click.option("--max-loss", type=MaxLossType(), help="Refuse a plan that would lose more than this.")(
        function
    )


class LimitType(click.ParamType[Any]):
    """``change=80%``, ``kinds.article.delete=5`` or ``minimum=100``."""

    name = "LIMIT=N|P%"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read what was typed."""
        from isogloss.plan.limits import Raise

        path, _, text = str(value).strip().partition("=")
        amount = _amount(text)
        if amount is None:
            said = (text or str(value))[:80]
            self.fail(f"{said}: give a share or a count, as change=80% or kinds.article.delete=5", param, ctx)
        return Raise(path.removeprefix("limits."), amount)


def limited(function: F) -> F:
    """``--limit``: what the mapping limits, otherwise for this run."""
    text = (
        "For this run alone in place of what the mapping limits: change=80%, kinds.article.delete=5; may be repeated."
    )
    return click.option("--limit", "limits", type=LimitType(), multiple=True, help=text)(function)


class AgeType(click.ParamType[Any]):
    """``90s``, ``30m``, ``12h``, ``3d`` or ``2w``, as seconds."""

    name = "AGE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read what was typed."""
        text = str(value).strip().lower()
        seconds = _SECONDS.get(text[-1:])
        if seconds is None or not text[:-1].isdecimal():
            self.fail(f"{text}: write it as 30m, 12h, 3d or 2w", param, ctx)
        return float(text[:-1]) * seconds  # any number of digits


_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def chosen(function: F) -> F:
    """The options that say which conflicts are meant; ``which`` reads them."""
    options = [
        click.option(
            "--kind", "kinds", multiple=True, metavar="KIND", help="Only of this kind; * and ? stand for any."
        ),
        click.option(
            "--entry", "entries", multiple=True, metavar="[KIND/]NAME", help="Only of this entry, as reports name it."
        ),
        click.option("--locale", "locales", multiple=True, metavar="LOCALE", help="Only in this locale."),
        click.option("--field", "fields", multiple=True, metavar="FIELD", help="Only in this field."),
        click.option("--older-than", type=AgeType(), help="Only what has waited so long, as 12h or 3d."),
    ]
    return reduce(lambda made, option: option(made), reversed(options), function)


_CHOOSING = {"kinds": "--kind", "entries": "--entry", "locales": "--locale", "fields": "--field"}


def only_ids(ids: tuple[str, ...], **filters: Any) -> None:
    """Refuse what would be passed over.

    Raises: UsageError where conflicts are named by their ids and chosen by an option of ``chosen`` as well.
    """
    from isogloss.errors import UsageError

    for name, said in filters.items():
        if ids and said not in ((), None):
            option = _CHOOSING.get(name, "--older-than")
            raise UsageError(f"{option} chooses among all conflicts; name ids or what fits, not both")


def which(
    ids: tuple[str, ...], *, drift: bool, kinds: tuple[str, ...], entries: tuple[str, ...], **filters: Any
) -> "Which":
    """The conflicts that the options of ``chosen`` mean.

    Raises: UsageError where entries are of several kinds, or ids are named as well.
    """
    from isogloss.api import Which
    from isogloss.errors import UsageError

    only_ids(ids, kinds=kinds, entries=entries, **filters)
    names = []
    for word in entries:
        kind, slash, name = word.partition("/")
        if slash and kinds not in ((), (kind,)):
            raise UsageError(f"--entry {word}: name entries of one kind at a time")
        kinds = (kind,) if slash else kinds
        names.append(name if slash else word)
    return Which(ids=ids, drift=drift or bool(ids), kinds=kinds, entries=tuple(names), **filters)


def full(function: F) -> F:
    """``--full``: read both sides whole, whatever earlier runs kept of them."""
    text = "Read both sides whole, whatever is kept of them since the last census."
    return click.option("--full", is_flag=True, help=text)(function)


mapping = click.argument("mapping", type=click.Path(dir_okay=False))
