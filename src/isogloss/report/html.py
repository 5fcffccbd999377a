"""A plan as one HTML page that needs nothing else: no network, and no script but its own.

Decides how the page is put together and what it may do. Totals, risks and the index are there for everybody; what
happens to each entry is packed into the same page, and the script unpacks it where somebody looks. Content is hostile:
everything is escaped by the template engine or put up as text by the script, and the page forbids itself to load, to
send, and to run anything but that script.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from isogloss.report import words
from isogloss.report.bodies import body, lang, line_data
from isogloss.report.finding import headline
from isogloss.report.index import RISKS, VERBS
from isogloss.report.legend import legend
from isogloss.report.packed import Pieces, as_json, packed
from isogloss.report.parts import CellTotal
from isogloss.report.pictures import Pictures
from isogloss.report.rules import LEVELS, RULES
from isogloss.report.told import Told
from isogloss.report.visible import changed, visible
from isogloss.report.whole import Whole

if TYPE_CHECKING:
    from jinja2 import Environment

OPEN_ENTRIES = 12
"""Up to so many entries, all of them are shown open."""

_SCRIPTS: Final = ("packed.js", "words.js", "entry.js", "filter.js", "search.js", "list.js", "page.js")


def render_html(whole: Whole, pictures: Pictures | None = None) -> Iterator[str]:
    """Write a report as a page, piece by piece.

    pictures: put into the page; None for a page without any.
    Shape: a complete document. Its Content-Security-Policy allows the page's own style and script, by their hashes,
           and, where there are pictures in it, these; nothing else.
    """
    report = whole.report
    kinds = {kind.kind: f"k{n}" for n, kind in enumerate(report.kinds)}
    quoted = [entry for kind in report.kinds for entry in kind.quoted]
    named = sorted({variant.locale for entry in quoted for variant in entry.variants})
    locales = {locale: f"l{n}" for n, locale in enumerate(named)}
    pieces, env = Pieces(), _environment()
    style = env.get_template("plan.css.j2").render(filters=[*kinds.values(), *locales.values()])
    sides = (report.left, report.right)
    script = _script()
    return env.get_template("plan.html.j2").generate(
        report=report,
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        kinds=kinds,
        locales=locales,
        rows=_rows(report.cells),
        expanded=len(quoted) <= OPEN_ENTRIES,
        legend=legend(report),
        entries=sum(map(len, whole.kinds.values())),
        lines=whole.lines(),
        bodies=pieces.pack(body(about, sides, pictures) for about in whole.about()),
        pictures=pictures,
        index=lambda: packed(_index(whole, pieces.begins)),
    )


def _index(whole: Whole, begins: list[int]) -> str:
    """What the script needs before any entry is opened: the lines, and what their numbers mean."""
    report, places = whole.report, {kind: n for n, kind in enumerate(whole.kinds)}
    locales: dict[str, int] = {}
    lines = [as_json(line_data(line, places[line.kind], VERBS, RISKS, locales)) for line in whole.lines()]
    head = {
        "plan": visible(report.digest),
        "kinds": [visible(kind) for kind in whole.kinds],
        "verbs": [[verb, words.DONE[verb]] for verb in VERBS],
        "risks": [[risk, words.RISKS[risk]] for risk in RISKS],
        "locales": [[visible(locale), visible(words.locale_name(locale))] for locale in locales],
        "sides": [visible(report.left), visible(report.right)],
        "open": len(lines) <= OPEN_ENTRIES,
        "begins": begins,
    }
    return f'{as_json(head)[:-1]},"rows":[{",".join(lines)}]}}'


@lru_cache(maxsize=1)
def _script() -> str:
    """The script of the page: its files as one, in a room of their own."""
    from importlib.resources import files

    folder = files("isogloss.report") / "templates"
    parts = "\n".join((folder / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def render_findings_html(told: Told) -> str:
    """Write findings as a page, those that weigh most first; for what has no plan."""
    levels = {level: [each for each in told.findings if each.level == level] for level in LEVELS}
    return page(
        "findings.html.j2",
        told=told,
        headline=words.led(told.verdict, headline(told.findings)),
        levels=levels,
        rules=RULES,
    )


def page(template: str, **given: object) -> str:
    """A page of a template that may use the style of all pages, and nothing else."""
    env = _environment()
    style = env.get_template("plan.css.j2").render(filters=[])
    return env.get_template(template).render(style=style, style_hash=_hash(style), **given)


def _rows(totals: Iterable[CellTotal]) -> dict[tuple[str, str], dict[str, list[CellTotal]]]:
    """Totals by side and kind, then by locale."""
    rows: dict[tuple[str, str], dict[str, list[CellTotal]]] = {}
    for total in totals:
        rows.setdefault((total.side, total.kind), {}).setdefault(total.locale, []).append(total)
    return rows


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    env = Environment(
        autoescape=True,
        loader=PackageLoader("isogloss.report"),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    env.filters |= {"visible": visible, "changed": changed, "lang": lang}
    env.globals["words"] = words
    return env
