"""How far entries are in each locale: for a person at a terminal, as data, as a sheet, as Markdown and as a page.

Decides what is counted: of each side, kind and locale, how many entries have what, and how many readers have as they
should. What is not ready is named entry by entry in every form but the terminal's, which shows the first of them.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final, get_args

from rich.console import Console
from rich.text import Text

from isogloss.answers import Held, Readiness, SeenBy, Source, Standing
from isogloss.model.locale import Locale
from isogloss.model.value import Absent, dump
from isogloss.report import words
from isogloss.report.drawing import Pen, content
from isogloss.report.markdown import BUDGET, Page, escape
from isogloss.report.sheet import as_row
from isogloss.report.shown import in_words
from isogloss.report.worddiff import condense, cut, word_diff

FORMAT: Final = "1.0"
_SHOWN: Final = 20
_NAME: Final = 120
COLUMNS: Final = (
    *("own", "same words", "copied", "missing", "excluded", "published", "draft", "archived", "stale", "blocked"),
)
"""What is counted of each locale, in the order in which it is shown."""
_ALL: Final = ("entries", "ready", *COLUMNS)
_TEXTS: Final = frozenset({"own", "same words", "copied", "missing", "excluded"})
_CONTEXT: Final = 30
"""Characters beside what changed of a source, and of what changed itself."""
_DIFFERENT: Final = 160
_SIGNS: Final = {"keep": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
_NARROW: Final = 5
"""So many of them fit beside each other wherever people read."""
_WIDE: Final = 100
"""Columns of a terminal on which all of them do."""
_CELLS: Final = ("side", "kind", "entry", "label", "locale", "held", "shows", "stale", "blocked", "ready")


@dataclass(frozen=True, slots=True)
class Gate:
    """A share of entries that has to be ready in a locale.

    least: 0 to 1.
    """

    locale: Locale
    least: float

    def holds(self, found: Readiness) -> bool:
        """Whether so many are; where there are none, it holds."""
        ready, of = found.share(self.locale)
        return ready >= self.least * of

    def said(self, found: Readiness) -> str:
        """How it stands: ``fr-FR: 18 of 20 entries ready (90.0%), 95.0% asked for``."""
        ready, of = found.share(self.locale)
        share = f" ({ready / of:.1%})" if of else ""
        return (
            f"{self.locale}: {ready:,} of {words.many(of, 'entry', 'entries')} ready{share}, {self.least:.1%} asked for"
        )


@dataclass(frozen=True, slots=True)
class _Total:
    side: str
    kind: str
    locale: Locale
    entries: int
    ready: int
    counts: Counter[str]


def _totals(found: Readiness) -> Iterator[_Total]:
    groups: dict[tuple[str, str, Locale], list[Standing]] = {}
    for row in found.rows:
        groups.setdefault((row.side, row.kind, row.locale), []).append(row)
    for (side, kind, locale), rows in groups.items():
        counted = [row for row in rows if row.counts]
        counts = Counter(word for row in counted for word in _words(row))
        counts["excluded"] = len(rows) - len(counted)
        yield _Total(side, kind, locale, len(counted), sum(row.ready for row in counted), counts)


def _words(row: Standing) -> Iterator[str]:
    """All that is true of an entry in a locale, as the columns say it."""
    yield row.held
    yield row.shows
    if row.stale:
        yield "stale"
    if row.blocked:
        yield "blocked"


def render_readiness(found: Readiness, gates: Sequence[Gate], console: Console, *, brief: bool = False) -> None:
    """Show a table for each side, the gates, and the first of what is not ready; the gates alone where it is brief."""
    pen = Pen(console)
    pen.title(f"{content(found.mapping)}: readiness of {content(' and '.join(found.asked))}")
    for gate in gates:
        holds = gate.holds(found)
        pen.line(
            Text.assemble(("holds  " if holds else "fails  ", "green" if holds else "red"), content(gate.said(found)))
        )
    if brief:
        return
    for side in found.sides:
        totals = [total for total in _totals(found) if total.side == side]
        if totals:
            pen.heading(f"On {content(side)}")
            _tables(pen, totals)
    waiting = [row for row in found.rows if row.side in found.asked and row.counts and not row.ready]
    if waiting:
        pen.heading(f"Not ready: {len(waiting):,}")
        for row in waiting[:_SHOWN]:
            name = (
                f"{content(row.label, 80)} ({content(f'{row.kind}/{row.entry}')})"
                if row.label
                else content(f"{row.kind}/{row.entry}")
            )
            pen.line(f"{name} · {content(row.locale)} on {content(row.side)}: {content(_why(row), 400)}")
        pen.more(len(waiting) - _SHOWN, "of them", "of them")


def _tables(pen: Pen, totals: Sequence[_Total]) -> None:
    """What is counted at all, in one table, or in two where one has no room."""
    some = [name for name in COLUMNS if any(total.counts[name] for total in totals)]
    if len(some) <= _NARROW or pen.console.width >= _WIDE:
        parts = [("entries", "ready", *some)]
    else:
        parts = [
            ("entries", "ready", *(name for name in some if name in _TEXTS)),
            tuple(name for name in some if name not in _TEXTS),
        ]
    for n, names in enumerate(parts):
        if n:
            pen.line()
        rows = [[content(cell) for cell in _row(total, names)] for total in totals]
        pen.table(("kind", "locale", *names), rows, numbers=range(2, 2 + len(names)))


def _row(total: _Total, names: Sequence[str]) -> tuple[str, ...]:
    of_all = {"entries": f"{total.entries:,}", "ready": f"{total.ready:,}"}
    counts = (of_all.get(name) or (f"{total.counts[name]:,}" if total.counts[name] else "·") for name in names)
    return (total.kind, total.locale, *counts)


def _why(row: Standing) -> str:
    """Why an entry is not ready in a locale."""
    said = {
        row.held: row.held != "own",
        row.shows: row.shows in ("draft", "archived"),
        "older than its source": row.stale and not row.sources,
        f"its source changed since: {'; '.join(map(_changed, row.sources))}": bool(row.sources),
        f"blocked: {row.blocked}": bool(row.blocked),
    }
    return ", ".join(word for word, holds in said.items() if holds)


def _changed(source: Source) -> str:
    """What became of a source, word by word, as ``title [-Tea-]{+Green tea+}``."""
    if source.was is None:
        return source.field
    was, now = ("" if isinstance(each, Absent) else in_words(each) for each in (source.was, source.now))
    runs = condense(word_diff(was, now), _CONTEXT, _DIFFERENT)
    return f"{source.field} {''.join(_SIGNS[run.how].format(run.text + '…' * bool(run.left_out)) for run in runs)}"


def readiness_data(found: Readiness, gates: Sequence[Gate]) -> dict[str, object]:
    """All of it as plain data, as :func:`readiness_schema` says."""
    return {
        "format_version": FORMAT,
        "mapping": found.mapping,
        "primary": found.primary,
        "sides": list(found.sides),
        "asked": list(found.asked),
        "gates": [
            {
                "locale": gate.locale,
                "least": gate.least,
                "holds": gate.holds(found),
                "ready": ready,
                "entries": entries,
            }
            for gate in gates
            for ready, entries in [found.share(gate.locale)]
        ],
        "totals": [
            {
                "side": total.side,
                "kind": total.kind,
                "locale": total.locale,
                "entries": total.entries,
                "ready": total.ready,
                **{name.replace(" ", "_"): total.counts[name] for name in COLUMNS},
            }
            for total in _totals(found)
        ],
        "rows": [_row_data(row) for row in found.rows],
    }


def readiness_schema() -> dict[str, object]:
    """The JSON Schema of the data, for those who read it. Names that are not in it must be expected."""
    text, flag, count = {"type": "string"}, {"type": "boolean"}, {"type": "integer", "minimum": 0}
    texts = {"type": "array", "items": text}
    counts = dict.fromkeys(("entries", "ready", *(column.replace(" ", "_") for column in COLUMNS)), count)
    share = {"type": "number", "minimum": 0, "maximum": 1}
    source = {"field": text, "was": {"description": "null where it is not kept"}, "now": {}}
    said = {
        **dict.fromkeys(_CELLS, text),
        **dict.fromkeys(("stale", "ready"), flag),
        "held": {"enum": list(get_args(Held))},
        "shows": {"enum": list(get_args(SeenBy))},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Isogloss readiness",
        **_whole(
            format_version={"const": FORMAT, "description": "major.minor; a minor version only adds names"},
            mapping=text,
            primary=text,
            sides=texts,
            asked={**texts, "description": "the sides on which gates are counted"},
            gates=_each(locale=text, least=share, holds=flag, ready=count, entries=count),
            totals=_each(side=text, kind=text, locale=text, **counts),
            rows=_each(**said, sources=_each(**source)),
        ),
    }


def _whole(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _each(**properties: object) -> dict[str, object]:
    return {"type": "array", "items": _whole(**properties)}


def _row_data(row: Standing) -> dict[str, object]:
    """One row; what a source said is null where that is not kept."""
    sources = [
        {"field": each.field, "was": None if each.was is None else dump(each.was), "now": dump(each.now)}
        for each in row.sources
    ]
    return {**dict(zip(_CELLS, _cells(row), strict=True)), "sources": sources}


def _cells(row: Standing) -> tuple[str | bool, ...]:
    place = (row.side, row.kind, row.entry, row.label, row.locale)
    return (*place, row.held, row.shows, row.stale, row.blocked, row.ready)


def render_readiness_sheet(found: Readiness) -> Iterator[str]:
    """A row for each entry, locale and side, as CSV with a row of names first; line by line."""
    rows: Iterable[Sequence[str | bool]] = (_CELLS, *map(_cells, found.rows))
    for row in rows:
        out = StringIO()
        csv.writer(out).writerow(as_row(["yes" if cell is True else "" if cell is False else cell for cell in row]))
        yield out.getvalue()


def render_readiness_markdown(found: Readiness, gates: Sequence[Gate], budget: int = BUDGET) -> str:
    """Totals, gates and what is not ready, as Markdown of at most ``budget`` bytes of UTF-8."""
    page = Page(budget)
    page.add(f"## Readiness of {escape(cut(found.mapping, _NAME))}\n", budget)
    said = [f"- {'holds' if gate.holds(found) else '**fails**'}: {escape(gate.said(found))}\n" for gate in gates]
    page.section("### Gates\n\n", said, len(said), ("gate",), 0.1)
    heads = ("side", "kind", "locale", "entries", "ready", *COLUMNS)
    head = f"| {' | '.join(heads)} |\n|{' --- |' * 3}{' ---: |' * (len(heads) - 3)}\n"
    totals = [
        "| "
        + " | ".join([escape(cut(total.side, _NAME)), *(escape(cut(cell, _NAME)) for cell in _row(total, _ALL))])
        + " |\n"
        for total in _totals(found)
    ]
    page.section(f"### Totals\n\n{head}", totals, len(totals), ("row of totals", "rows of totals"), 0.5)
    waiting = [row for row in found.rows if row.side in found.asked and row.counts and not row.ready]
    lines = (
        f"- {escape(cut(row.label or row.entry, _NAME))} ({escape(cut(f'{row.kind}/{row.entry}', _NAME))}) · "
        f"{escape(row.locale)} on {escape(cut(row.side, _NAME))}: {escape(cut(_why(row), 400))}\n"
        for row in waiting
    )
    page.section("### Not ready\n\n", lines, len(waiting), ("entry", "entries"), 1.0, of_rest=True)
    return page.text()


def render_readiness_html(found: Readiness, gates: Sequence[Gate]) -> str:
    """Totals, gates, and every entry in every locale, as a page that needs nothing else."""
    from isogloss.report.html import page  # what other forms do without

    matrix: dict[tuple[str, str], dict[tuple[str, str], dict[str, Standing]]] = {}
    for row in found.rows:
        matrix.setdefault((row.side, row.kind), {}).setdefault((row.entry, row.label), {})[row.locale] = row
    said = [(gate.holds(found), gate.said(found)) for gate in gates]
    return page(
        "readiness.html.j2",
        found=found,
        gates=said,
        totals=list(_totals(found)),
        columns=COLUMNS,
        matrix=matrix,
        why=_why,
    )
