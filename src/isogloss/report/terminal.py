"""A plan, for a person at a terminal or reading a log.

Decides what is worth a screen: totals, what waits for a person, a sample of the changes. Everything else is in the
reports that go to files. Imports rich, so only commands that print import this module.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from rich.console import Console
from rich.text import Text

from isogloss.model.doubt import Doubt
from isogloss.plan.op import Fate, Verb
from isogloss.report import words
from isogloss.report.drawing import Pen, both, came, content, diff, value, went
from isogloss.report.ended import Ended, NotDone
from isogloss.report.parts import (
    AssumedCell,
    CellChange,
    DecisionMade,
    DriftedCell,
    EntryChanges,
    HeldConflict,
    Remarked,
    Removal,
    Report,
    StepToDo,
    VariantChanges,
)

_T = TypeVar("_T")
_SAID: Final = frozenset({"Run", "Written by"})
"""Facts that need no place in the head: the one stands above it, the other is whoever shows this."""
_FATES: Final[dict[Fate, str]] = {"carried out": "green", "waits": "yellow", "lapsed": "red"}
_SHOWN: Final = 10
"""Items of each list that get a place on the screen."""
_ENTRIES: Final = 4
"""Entries with their changes, over all kinds; at least one of each kind while there is room."""
_VARIANTS: Final = 2
_CELLS: Final = 4
_ROOM: Final = 42
"""Lines of changes after which no further entry is begun."""
_NAMES: Final = 2_000
"""Characters of the names of entries to which the same is to be done."""
_VALUE: Final = 90
"""Characters of a value that stands alone in its cell."""


def render_plan(report: Report, console: Console) -> None:
    """Show a plan: totals, cost, what waits for a person, and the first of the changes."""
    pen = Pen(console)
    pen.title(f"{content(report.mapping)}: {content(words.direction(report))}")
    pen.line(f"{words.headline(report)}.")
    if report.ended is not None:
        _ended(pen, report.ended, words.written(report))
    for said in words.part(report):
        pen.line(content(said, 400), style="yellow")
    for said in words.refusal(report):
        pen.line(content(said, 1000), style="bold red")
    for said in words.sites(report):
        pen.line(content(said, 400), style="yellow")
    known = [f"{name}: {content(said, 200)}" for name, said in words.facts(report) if name not in _SAID]
    pen.line(" · ".join(known), style="dim")
    if report.cells:
        _totals(report, pen)
    if report.cost:
        pen.heading("Cost")
        for row in report.cost:
            pen.line(f"{content(row.side)}: {words.cost(row)}")
    counts = report.counts
    _list(pen, "Left out by the mapping", report.doubts, len(report.doubts), lambda doubt: _doubt(pen, doubt))
    _list(pen, "Conflicts", report.conflicts, counts.conflicts, lambda held: _conflict(pen, report, held))
    _list(pen, "Decisions", report.decisions, counts.decisions, lambda made: _decision(pen, made))
    _list(pen, "Steps for a person", report.steps, counts.steps, lambda step: _step(pen, step))
    _list(pen, "What goes away", report.removals, counts.removals, lambda going: _removal(pen, going))
    _list(pen, "Drift", report.drifts, counts.drifts, lambda drift: _drift(pen, report, drift))
    same = "each side keeps its own"
    _list(pen, "Taken for the same", report.assumed, counts.assumed, lambda cell: _apart(pen, report, cell, same))
    _list(pen, "Remarks", report.remarks, counts.remarks, lambda said: _remark(pen, said))
    _losses(report, pen)
    _changes(report, pen)


def _ended(pen: Pen, ended: Ended, written: str) -> None:
    """What became of the plan."""
    pen.line(f"Run {content(ended.run)}. {written}")
    if ended.stopped is not None:
        pen.line(content(words.stopped(ended.stopped), 400), style="yellow")
    _list(pen, "Needs a person", ended.problems, len(ended.problems), lambda one: _problem(pen, one))


def _doubt(pen: Pen, doubt: Doubt) -> None:
    pen.line(Text.assemble((content(doubt.path, 200), "yellow"), f": {content(doubt.text, 400)}"))


def _problem(pen: Pen, one: NotDone) -> None:
    name, where = _name(one.label, one.kind, one.entry), content(words.locales(one.locales), 200)
    pen.line(Text.assemble(f"{name} · {where} · {one.verb} on {content(one.on)}: ", (one.outcome, "red")))
    pen.line(content(one.detail or words.OUTCOMES[one.outcome], 400), 2)


def _list(pen: Pen, title: str, items: Sequence[_T], total: int, show: Callable[[_T], None]) -> None:
    if not total:
        return
    pen.heading(f"{title}: {total:,}")
    for item in items[:_SHOWN]:
        show(item)
    pen.more(total - len(items[:_SHOWN]), "of them", "of them")


def _totals(report: Report, pen: Pen) -> None:
    """Entries by kind, then variants and cells by locale."""
    several = len({total.side for total in report.cells}) > 1
    kinds: dict[str, Counter[str]] = {}
    locales: dict[str, Counter[str]] = {}
    for total in report.entries:
        name = f"{content(total.kind)} on {content(total.side)}" if several else content(total.kind)
        kinds.setdefault(name, Counter())[total.verb] += total.entries
    for found in report.cells:
        name = f"{content(found.kind)} on {content(found.side)}" if several else content(found.kind)
        kinds[name]["cells"] += found.cells
        row = locales.setdefault(found.locale, Counter())
        row[found.verb] += found.variants
        row["cells"] += found.cells
    verbs = [verb for verb in words.DONE if any(row[verb] for row in kinds.values())]
    pen.heading("Entries by kind")
    _grid(pen, "kind", verbs, kinds.items())
    pen.heading("Variants by locale")
    _grid(pen, "locale", verbs, ((content(words.locale_name(locale)), locales[locale]) for locale in sorted(locales)))


def _grid(pen: Pen, first: str, verbs: Sequence[Verb], rows: Iterable[tuple[str, Counter[str]]]) -> None:
    """A column for each verb, or a line for each row where the columns find no room."""
    found = list(rows)
    heads = [first, *(words.DONE[verb] for verb in verbs), "cells"]
    width = sum(len(head) + 2 for head in heads[1:]) + max(len(name) for name, _ in found)
    if width > pen.console.width:
        for name, row in found:
            said = [f"{row[verb]:,} {words.DONE[verb]}" for verb in verbs if row[verb]]
            pen.line(f"{name}: {', '.join([*said, words.many(row['cells'], 'cell')])}")
        return
    cells = (
        [name, *(f"{row[column]:,}" if row[column] else "·" for column in (*verbs, "cells"))] for name, row in found
    )
    pen.table(heads, cells, numbers=range(1, len(heads)))


def _name(label: str, kind: str, entry: str) -> str:
    key = f"{content(kind, 60)}/{content(entry, 60)}"
    return f"{content(label, 80)} ({key})" if label else key


def _apart(pen: Pen, report: Report, found: HeldConflict | DriftedCell | AssumedCell, what: str) -> None:
    at = found.at
    where = f"{_name(at.label, at.kind, at.entry)} · {content(words.place(at))}"
    id_ = "" if isinstance(found, AssumedCell) or not found.id else f"{found.id}  "
    pen.line(Text.assemble((id_, "bold cyan"), where, ": ", (what, "yellow")))
    sides, shown = (report.left, report.right), (found.left, found.right)
    both(pen, sides, shown, found.runs, of_cell=at.field is not None)


def _drift(pen: Pen, report: Report, found: DriftedCell) -> None:
    _apart(pen, report, found, words.fate(found))
    if found.detail:
        pen.line(content(found.detail, 400), 2, style="dim")


def _conflict(pen: Pen, report: Report, held: HeldConflict) -> None:
    _apart(pen, report, held, held.reason)
    if held.detail:
        pen.line(content(held.detail, 400), 2, style="dim")


def _decision(pen: Pen, made: DecisionMade) -> None:
    where = f"{_name(made.at.label, made.at.kind, made.at.entry)} · {content(words.place(made.at))}"
    said = content(words.decision(made), 400)
    pen.line(Text.assemble((f"{made.conflict}  ", "bold cyan"), where, ": ", (said, _FATES[made.fate])))


def _step(pen: Pen, step: StepToDo) -> None:
    pen.line(content(step.todo, 400))
    if step.entries:
        pen.line(content(", ".join(step.entries), _NAMES), 2)
    pen.line(f"then: {content(step.check, 400)}", 2, style="dim")


def _removal(pen: Pen, going: Removal) -> None:
    where = "the whole entry" if going.whole else content(", ".join(going.locales))
    name = _name(going.label, going.kind, going.entry)
    pen.line(Text.assemble(f"{name}: ", (words.DONE[going.verb], "red"), f" on {content(going.side)}, {where}"))


def _remark(pen: Pen, said: Remarked) -> None:
    at = said.at
    where = _name(at.label, at.kind, at.entry) + (f" · {content(words.place(at))}" if at.locale else "")
    pen.line(Text.assemble(where, ": ", (said.about, "cyan")))
    if said.detail:
        pen.line(content(said.detail, 400), 2, style="dim")


def _losses(report: Report, pen: Pen) -> None:
    if not report.losses:
        return
    pen.heading(f"Losses: {report.counts.losses:,}")
    found: Counter[tuple[str, str]] = Counter()
    locales: dict[tuple[str, str], list[str]] = {}
    for group in report.losses:
        where = " · ".join(content(part) for part in (group.kind, words.field_name(group.field)) if part)
        found[group.reason, where] += group.count
        locales.setdefault((group.reason, where), []).append(content(words.locale_name(group.locale)))
    rows = [
        (reason, where, ", ".join(dict.fromkeys(locales[reason, where])), f"{found[reason, where]:,}")
        for reason, where in sorted(found)
    ]
    pen.table(("what is lost", "where", "locales", "cells"), rows[:_SHOWN], numbers=[3])
    pen.more(len(rows) - _SHOWN, "row")


def _changes(report: Report, pen: Pen) -> None:
    """The first entries of every kind, as far as there is room."""
    if not report.kinds:
        return
    pen.heading("Changes")
    most = max(_ENTRIES // len(report.kinds), 1)
    end, whole = pen.lines + _ROOM, True
    for kind in report.kinds:
        shown = 0
        for entry in kind.quoted[:most]:
            if pen.lines >= end:
                break
            whole &= _entry(pen, entry)
            shown += 1
        whole &= kind.entries == shown
        pen.more(kind.entries - shown, f"{content(kind.kind)} entry", f"{content(kind.kind)} entries")
    if not whole:
        what = "PLAN" if report.ended is None else content(report.ended.run)
        pen.line(f"All of them: isogloss show {what} --report html=plan.html", style="dim")


def _entry(pen: Pen, entry: EntryChanges) -> bool:
    """One entry in the locales where most happens; whether that is all of it."""
    pen.line(_name(entry.label, entry.kind, entry.entry), style="bold")
    fullest = sorted(entry.variants, key=lambda variant: -len(variant.cells))[:_VARIANTS]
    for variant in (variant for variant in entry.variants if variant in fullest):
        verbs = ", ".join(words.DONE[verb] for verb in variant.verbs)
        state = f" ({content(words.states(variant))})" if variant.states else ""
        pen.line(f"{content(words.locale_name(variant.locale))} on {content(variant.side)}: {verbs}{state}", 2)
        _cells(pen, variant)
    pen.more(len(entry.variants) - len(fullest), "locale", indent=2)
    return len(entry.variants) == len(fullest) and all(len(variant.cells) <= _CELLS for variant in fullest)


def _cells(pen: Pen, variant: VariantChanges) -> None:
    for cell in variant.cells[:_CELLS]:
        pen.line(Text.assemble((f"{content(words.field_name(cell.field))}: ", "dim"), _cell(cell)), 4)
    pen.more(len(variant.cells) - _CELLS, "cell", indent=4)


def _cell(cell: CellChange) -> Text:
    if cell.runs:
        said = diff(cell.runs)
    elif cell.what == "set":
        said = came(value(cell.after, _VALUE))
    elif cell.what == "cleared":
        said = went(value(cell.before, _VALUE))
    else:
        said = Text.assemble(value(cell.before, _VALUE), " → ", value(cell.after, _VALUE))
    notes = [content(note) for note in cell.notes]
    notes += [content(cell.decided, 200)] * bool(cell.decided)
    notes += ["merged from both sides"] * (cell.merged and not cell.decided) + [
        "waits as a draft over what is live"
    ] * cell.staged
    return Text.assemble(said, (f" ({'; '.join(notes)})", "yellow")) if notes else said
