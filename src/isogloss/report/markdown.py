"""A report as Markdown that fits into a pull-request comment.

Decides what comes first when not everything fits: totals, then risks (conflicts, steps, what goes away, drift,
losses), then the changes, kind by kind. Written in pieces that are whole or left out: no table, word or character is
ever cut. Content is hostile: it becomes neither markup nor a mention nor a link.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from isogloss.report import words
from isogloss.report.ended import NotDone
from isogloss.report.parts import (
    AssumedCell,
    CellChange,
    DriftedCell,
    EntryChanges,
    HeldConflict,
    Place,
    Report,
    VariantChanges,
)
from isogloss.report.value import Shown
from isogloss.report.visible import changed, one_line
from isogloss.report.worddiff import How, Run, condense, cut

BUDGET: Final = 65_000
"""Bytes; a comment on a pull request may have 65,536 characters. Source: GitHub, as others met it, seen 2026-11."""

_LEAST: Final = 2_000  # for the title and the line that says what was left out
_RESERVE: Final = 600
_NAME: Final = 120
_REFUSAL: Final = 400
_NAMES: Final = 2_000
_VALUE: Final = 400
_CELLS: Final = 20

_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]()|~$#]")
_CALLING: Final = re.compile(r"@|[#!%](?=\w)|:(?=//|\w[\w+-]*:)|www(?=\.)", re.IGNORECASE)
_BREAKER: Final = "&#8203;"
"""A space of no width: nothing that looks for a name, a number or an address looks across it."""


def escape(text: str) -> str:
    """Text that stays text: on one line, without markup, mention, reference to an issue, or link."""
    text = re.sub(r'[&<>"]', lambda found: _ENTITIES[found[0]], one_line(text))
    text = _SPECIAL.sub(r"\\\g<0>", text)
    return _CALLING.sub(lambda found: found[0] + _BREAKER, text)


def render_markdown(report: Report, budget: int = BUDGET) -> str:
    """Write a report as Markdown of at most ``budget`` bytes of UTF-8.

    Order: totals, then risks, then changes; what does not fit is counted in the last line.
    """
    if budget < _LEAST:
        raise AssertionError(f"a budget of {budget} bytes is too small for any report; give at least {_LEAST}")
    page = Page(budget)
    page.add(_title(report), budget)
    if report.ended is not None:
        problems = list(report.ended.problems)
        page.section("### Needs a person\n\n", map(_problem, problems), len(problems), ("op",), 0.2)
    totals, losses = list(_totals(report)), list(_losses(report))
    page.section("### Totals\n\n" + _TOTALS, totals, len(totals), ("row of totals", "rows of totals"), 0.2)
    page.section("### Cost\n\n", _cost(report), len(report.cost), ("side's cost", "sides' costs"), 0.05)
    sites = [f"- {escape(said)}\n" for said in words.sites(report)]
    page.section("### Whole sites\n\n", sites, len(sites), ("site",), 0.05)
    counts = report.counts
    doubts = [f"- {escape(cut(each.path, _VALUE))}: {escape(cut(each.text, _VALUE))}\n" for each in report.doubts]
    page.section("### Left out by the mapping\n\n", doubts, len(doubts), ("thing left out", "things left out"), 0.1)
    page.section("### Conflicts\n\n", _conflicts(report), counts.conflicts, ("conflict",), 0.2)
    made = [
        f"- `{each.conflict}` {_at(each.at)}: {escape(cut(words.decision(each), _VALUE))}\n"
        for each in report.decisions
    ]
    page.section("### Decisions\n\n", made, counts.decisions, ("decision",), 0.1)
    page.section("### Steps for a person\n\n", _steps(report), counts.steps, ("step",), 0.1)
    page.section("### What goes away\n\n", _removals(report), counts.removals, ("removal",), 0.1)
    page.section("### Drift\n\n", _drifts(report), counts.drifts, ("drifted cell",), 0.1)
    head = "### Taken for the same\n\n"
    page.section(head, _assumed(report), counts.assumed, ("cell taken for the same", "cells taken for the same"), 0.05)
    page.section("### Remarks\n\n", _remarks(report), counts.remarks, ("remark",), 0.05)
    page.section("### Losses\n\n" + _LOSSES, losses, len(losses), ("row of losses", "rows of losses"), 0.1)
    for n, kind in enumerate(report.kinds):
        share = 1 / (len(report.kinds) - n)
        head = f"### {_name(kind.kind)}: {words.many(kind.entries, 'entry', 'entries')}\n"
        page.section(head, map(_entry, kind.quoted), kind.entries, ("entry", "entries"), share, of_rest=True)
    return page.text()


@dataclass(slots=True)
class Page:
    """Pieces of text within a budget, and what found no room."""

    budget: int
    pieces: list[str] = field(default_factory=list)
    used: int = 0
    missing: dict[tuple[str, ...], int] = field(default_factory=dict)

    def add(self, piece: str, until: int) -> bool:
        """Add a piece if it ends before ``until``."""
        size = len(piece.encode())
        if self.used + size > until:
            return False
        self.pieces.append(piece)
        self.used += size
        return True

    def section(
        self,
        head: str,
        items: Iterable[str],
        total: int,
        noun: tuple[str, ...],
        share: float,
        *,
        of_rest: bool = False,
    ) -> None:
        """Add what fits of some items, under their head; count the others.

        share: of the budget, or of what is left of it.
        """
        most = self.budget - _RESERVE
        until = min(most, self.used + int(share * (most - self.used if of_rest else self.budget)))
        shown = 0
        for item in items:
            shown += self.add(item if shown else f"\n{head}{item}", until)
        if total > shown:
            self.missing[noun] = self.missing.get(noun, 0) + total - shown

    def text(self) -> str:
        """The page, with a last line that says what is not on it."""
        said = ", ".join(words.many(count, *noun) for noun, count in self.missing.items())
        end = f"\n---\nNot shown here: {said}. The HTML and JSON reports hold all of it.\n" if said else ""
        return "".join(self.pieces) + end


def _name(text: str) -> str:
    short = cut(text, _NAME)
    return escape(short if short == text else short + "…")


def _title(report: Report) -> str:
    refused = "".join(f"\n**{escape(cut(said, _REFUSAL))}**\n" for said in words.refusal(report))
    part = "".join(f"\n{escape(cut(said, _REFUSAL))}\n" for said in words.part(report))
    return (
        f"## {words.what(report)} {_name(report.mapping)}: {escape(cut(words.direction(report), 3 * _NAME))}\n\n"
        f"**{words.headline(report)}.** {words.many(report.counts.cells, 'cell')} to write. "
        f"{words.written(report)} Plan `{re.sub('[^0-9a-f]', '', report.digest)[:32]}`.\n"
        f"{refused}{part}"
        f"\n{_facts(report)}\n"
    )


def _facts(report: Report) -> str:
    known = [(name, said) for name, said in words.facts(report) if name not in ("Plan", "Run", "Written by")]
    return " · ".join(f"{name}: {escape(cut(said, _NAME))}" for name, said in known)


def _problem(one: NotDone) -> str:
    name = f"**{_name(one.label or one.entry)}** ({_name(one.kind)}/{_name(one.entry)})"
    said = escape(cut(one.detail or words.OUTCOMES[one.outcome], _VALUE))
    return f"- {name} · {_name(words.locales(one.locales))} · {one.verb} on {_name(one.on)}: {one.outcome}: {said}\n"


_TOTALS: Final = "| side | kind | locale | variants | cells |\n| --- | --- | --- | --- | ---: |\n"
_LOSSES: Final = "| what is lost | kind and field | locale | not held by | cells |\n| --- | --- | --- | --- | ---: |\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def _totals(report: Report) -> Iterator[str]:
    for (side, kind, locale), found in groupby(report.cells, key=lambda total: (total.side, total.kind, total.locale)):
        totals = list(found)
        verbs = ", ".join(f"{total.variants:,} {words.DONE[total.verb]}" for total in totals)
        cells = f"{sum(total.cells for total in totals):,}"
        yield _row(_name(side), _name(kind), _name(words.locale_name(locale)), verbs, cells)


def _losses(report: Report) -> Iterator[str]:
    for group in report.losses:
        where = " · ".join(_name(part) for part in (group.kind, words.field_name(group.field)) if part)
        yield _row(
            escape(group.reason), where, _name(words.locale_name(group.locale)), _name(group.side), f"{group.count:,}"
        )


def _cost(report: Report) -> Iterator[str]:
    for row in report.cost:
        yield f"- {_name(row.side)}: {words.cost(row)}\n"


def _at(at: Place) -> str:
    return f"**{_name(at.label or at.entry)}** ({_name(at.kind)}/{_name(at.entry)}) {_name(words.place(at))}"


def _conflicts(report: Report) -> Iterator[str]:
    for conflict in report.conflicts:
        detail = f"  - {escape(cut(conflict.detail, _VALUE))}\n" if conflict.detail else ""
        id_ = f"`{conflict.id}` " if conflict.id else ""
        had = f"  - both had: {_value(conflict.had)}\n" if conflict.agreed else ""
        yield f"- {id_}{_at(conflict.at)}: {escape(conflict.reason)}\n{had}{_both(report, conflict)}{detail}"


def _both(report: Report, found: HeldConflict | DriftedCell | AssumedCell) -> str:
    sides: tuple[tuple[str, Shown | None, How], ...] = (
        (report.left, found.left, "delete"),
        (report.right, found.right, "insert"),
    )
    return "".join(f"  - {_name(side)}: {_side(value, found, how)}\n" for side, value, how in sides)


def _side(value: Shown | None, found: HeldConflict | DriftedCell | AssumedCell, how: How) -> str:
    if found.at.field is None:
        return "gone" if value is None else f"there ({_value(value)})"
    mine = tuple(run for run in found.runs if run.how in ("keep", how))
    return _runs(mine, "b") if any(run.how == how for run in mine) else _value(value)


def _steps(report: Report) -> Iterator[str]:
    for step in report.steps:
        names = f": {escape(cut(', '.join(step.entries), _NAMES))}" if step.entries else ""
        yield f"- [ ] {escape(cut(step.todo, _VALUE))}{names} (then: {escape(cut(step.check, _VALUE))})\n"


def _removals(report: Report) -> Iterator[str]:
    for going in report.removals:
        what = "the whole entry, " if going.whole else ""
        where = _name(", ".join(going.locales))
        name = f"**{_name(going.label or going.entry)}** ({_name(going.kind)}/{_name(going.entry)})"
        yield f"- {name} {words.DONE[going.verb]} on {_name(going.side)}: {what}{where}\n"


def _drifts(report: Report) -> Iterator[str]:
    for drift in report.drifts:
        detail = f"  - {escape(cut(drift.detail, _VALUE))}\n" if drift.detail else ""
        yield f"- {_at(drift.at)}: {words.fate(drift)}\n{_both(report, drift)}{detail}"


def _assumed(report: Report) -> Iterator[str]:
    for cell in report.assumed:
        yield f"- {_at(cell.at)}: each side keeps its own\n{_both(report, cell)}"


def _remarks(report: Report) -> Iterator[str]:
    for said in report.remarks:
        more = f". {escape(said.detail)}" if said.detail else ""
        yield f"- {_at(said.at)}: {said.about}{more}\n"


def _entry(entry: EntryChanges) -> str:
    lines = [f"\n#### {_name(entry.label or entry.entry)} ({_name(entry.kind)}/{_name(entry.entry)})\n\n"]
    room = _CELLS
    for variant in entry.variants:
        lines.append(_variant(variant))
        lines += [_cell(cell) for cell in variant.cells[:room]]
        room = max(room - len(variant.cells), 0)
    cells = sum(len(variant.cells) for variant in entry.variants)
    if cells > _CELLS:
        lines.append(f"- … and {words.many(cells - _CELLS, 'cell')} more\n")
    return "".join(lines)


def _variant(variant: VariantChanges) -> str:
    verbs = ", ".join(words.DONE[verb] for verb in variant.verbs)
    state = f" ({_name(words.states(variant))})" if variant.states else ""
    return f"- **{_name(words.locale_name(variant.locale))}** on {_name(variant.side)}: {verbs}{state}\n"


def _cell(cell: CellChange) -> str:
    if cell.runs:
        said = _runs(cell.runs)
    elif cell.what == "set":
        said = f"<ins>{_value(cell.after)}</ins>"
    elif cell.what == "cleared":
        said = f"<del>{_value(cell.before)}</del>"
    else:
        said = f"<del>{_value(cell.before)}</del> → <ins>{_value(cell.after)}</ins>"
    notes = [escape(cut(note, _VALUE)) for note in cell.notes]
    notes += [escape(cut(cell.decided, _VALUE))] * bool(cell.decided)
    notes += ["markup only"] * (cell.what == "markup changed") + ["merged from both sides"] * (
        cell.merged and not cell.decided
    )
    notes += ["waits as a draft over what is live"] * cell.staged
    more = f" ({'; '.join(notes)})" if notes else ""
    return f"  - {_name(words.field_name(cell.field))}: {said}{more}\n"


def _value(value: Shown | None) -> str:
    if value is None:
        return "nothing"
    text = cut(value.text, _VALUE)
    left_out = len(value.text) - len(text) + value.left_out
    return escape(text) + (_skipped(left_out) if left_out else "")


_TAGS: Final = {"keep": "", "delete": "del", "insert": "ins"}


def _runs(runs: tuple[Run, ...], mark: str = "") -> str:
    """A word diff; or one of two compared texts, with this mark on what sets it apart."""
    said: list[str] = []
    for run in condense(runs, _VALUE // 8, _VALUE):
        text = escape(run.text if run.how == "keep" else changed(run.text).replace("↵\n", "↵"))
        tag = mark if mark and run.how != "keep" else _TAGS[run.how]
        said.append(f"<{tag}>{text}</{tag}>" if tag and text else text)
        if run.left_out:
            said.append(_skipped(run.left_out))
    return "".join(said)


def _skipped(count: int) -> str:
    return f" *\\[… {words.many(count, 'character')}\\]* "
