"""A plan as one HTML page that needs nothing else: no network, no script.

Decides how the page is put together and what it may do. Content is hostile: everything is escaped by the template
engine, addresses are shown as text and never as links, and the page forbids itself to load, send or run anything.
"""

import base64
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from isogloss.model.locale import SHARED
from isogloss.report import words
from isogloss.report.finding import headline
from isogloss.report.parts import CellTotal, Report
from isogloss.report.rules import LEVELS, RULES
from isogloss.report.told import Told
from isogloss.report.visible import changed, visible

if TYPE_CHECKING:
    from jinja2 import Environment

OPEN_ENTRIES = 12
"""Up to so many quoted entries, all of them are shown open."""


def render_html(report: Report) -> str:
    """Write a report as a page.

    Shape: a complete document. Its Content-Security-Policy allows the page's own style, by its hash, and nothing else.
    """
    kinds = {kind.kind: f"k{n}" for n, kind in enumerate(report.kinds)}
    quoted = [entry for kind in report.kinds for entry in kind.quoted]
    named = sorted({variant.locale for entry in quoted for variant in entry.variants})
    locales = {locale: f"l{n}" for n, locale in enumerate(named)}
    env = _environment()
    style = env.get_template("plan.css.j2").render(filters=[*kinds.values(), *locales.values()])
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return env.get_template("plan.html.j2").render(
        report=report,
        style=style,
        style_hash=f"sha256-{digest}",
        kinds=kinds,
        locales=locales,
        rows=_rows(report.cells),
        expanded=len(quoted) <= OPEN_ENTRIES,
    )


def render_findings_html(told: Told) -> str:
    """Write findings as a page, those that weigh most first; for what has no plan."""
    levels = {level: [each for each in told.findings if each.level == level] for level in LEVELS}
    return page("findings.html.j2", told=told, headline=headline(told.findings), levels=levels, rules=RULES)


def page(template: str, **given: object) -> str:
    """A page of a template that may use the style of all pages, and nothing else."""
    env = _environment()
    style = env.get_template("plan.css.j2").render(filters=[])
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return env.get_template(template).render(style=style, style_hash=f"sha256-{digest}", **given)


def _rows(totals: Iterable[CellTotal]) -> dict[tuple[str, str], dict[str, list[CellTotal]]]:
    """Totals by side and kind, then by locale."""
    rows: dict[tuple[str, str], dict[str, list[CellTotal]]] = {}
    for total in totals:
        rows.setdefault((total.side, total.kind), {}).setdefault(total.locale, []).append(total)
    return rows


def _lang(locale: str | None) -> str:
    """The language of content, for fonts and screen readers; empty (unknown) where it belongs to all locales."""
    return "" if locale is None or locale == SHARED else locale


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
    env.filters |= {"visible": visible, "changed": changed, "lang": _lang}
    env.globals["words"] = words
    return env
