"""What waits for a decision, for a person at a terminal: a list, or one of it with both values beside each other.

Decides what is said of each, and that the edits of a text are shown as edits: beside what both sides had, where that is
known. Rich text is read as text; its markup is shown where it alone changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Final

from rich.console import Console
from rich.text import Text

from isogloss.decide.marks import TEXTS
from isogloss.decide.resolution import Resolution
from isogloss.decide.waiting import Listed, Waits
from isogloss.merge.change import NEVER_AGREED, Conflict
from isogloss.model.address import Side
from isogloss.model.entry import STATUS
from isogloss.model.value import ABSENT, Absent, MaybeValue, dump
from isogloss.report import words
from isogloss.report.drawing import Pen, both, content
from isogloss.report.parts import Limits
from isogloss.report.shown import Quoter, in_words, type_of
from isogloss.report.visible import changed, visible
from isogloss.report.worddiff import Run, condense

_SENTENCE: Final = 400
_MARKS: Final = {"delete": ("[-", "-]", "red"), "insert": ("{+", "+}", "green")}
_ALL: Final = 10**9
_CONTEXT: Final = 120
_GAP: Final = " │ "


def render_conflicts(listed: Listed, console: Console) -> None:
    """Show a list: what, where, since when, both values around what sets them apart, and what was decided."""
    pen = Pen(console)
    pen.title(f"{content(listed.mapping)}: {_headline(listed)}")
    for each in listed.found:
        pen.line()
        _heading(pen, each, listed)
        quoter, waiting = Quoter(Limits()), each.waiting
        shown = quoter.shown(waiting.left), quoter.shown(waiting.right)
        runs = quoter.runs(waiting.left, waiting.right)
        both(pen, _sides(listed), shown, runs, of_cell=waiting.at.field is not None)
        _rest(pen, each, listed)


def render_conflict(listed: Listed, console: Console, *, full: bool = False) -> None:
    """Show each of them whole: what both had, then each side's edit of it, beside each other.

    full: texts to their ends; else what is far from any edit is left out.
    """
    pen = Pen(console)
    for n, each in enumerate(listed.found):
        if n:
            pen.line()
        _heading(pen, each, listed)
        _rest(pen, each, listed)
        if each.waiting.at.field is not None:
            _values(pen, each, listed, full=full)
        else:
            shown = Quoter(Limits())
            values = shown.shown(each.waiting.left), shown.shown(each.waiting.right)
            both(pen, _sides(listed), values, (), of_cell=False)
        _given(pen, each, full=full)
        _ways(pen, each, listed)


def _given(pen: Pen, each: Waits, *, full: bool) -> None:
    """The value that a person decided for, where it is not what a side shows."""
    made = each.decided
    if made is not None and made.take is None:
        pen.line()
        pen.line(Text.assemble(("decided value: ", "dim"), _plain(made.value, None if full else _SENTENCE)))


def _headline(listed: Listed) -> str:
    count = len(listed.found)
    what = (
        words.many(count, "conflict") if count == listed.all else f"{count:,} of {words.many(listed.all, 'conflict')}"
    )
    when = "" if listed.at is None else f"{listed.at:%Y-%m-%d %H:%M} UTC"
    if not listed.run:
        return f"{what}, as both sides show it now" if listed.at else what
    return f"{what}, as run {content(listed.run)} left it ({when})"


def _sides(listed: Listed) -> list[str]:
    return [listed.sides[side] for side in Side]


def _heading(pen: Pen, each: Waits, listed: Listed) -> None:
    waiting, at = each.waiting, each.waiting.at
    key = f"{content(at.entry.kind)}/{content(at.entry.shown)}"
    name = f"{content(waiting.label, _SENTENCE)} ({key})" if waiting.label else key
    place = [content(words.locale_name(at.locale)), content(words.field_name(at.field))]
    where = " · ".join(part for part in (name, *place) if part)
    what = waiting.reason if isinstance(waiting, Conflict) else "drift, kept as it is"
    age = "" if each.since is None else f", for {_age(listed, each.since)}"
    pen.line(Text.assemble((each.id, "bold cyan"), f"  {where}: ", (what, "yellow"), (age, "dim")))


def _rest(pen: Pen, each: Waits, listed: Listed) -> None:
    waiting = each.waiting
    if waiting.detail:
        pen.line(content(waiting.detail, _SENTENCE), 2)
    times = (None, None) if waiting.traces is None else waiting.traces.changed
    told = [f"{content(side)} {when:%Y-%m-%d %H:%M}" for side, when in zip(_sides(listed), times, strict=True) if when]
    if told:
        pen.line(f"last changed on {', on '.join(told)} (UTC)", 2, style="dim")
    if each.decided is not None:
        pen.line(
            f"decided: {content(decided_by(each.decided, listed.sides), _SENTENCE)}; the next run does it",
            2,
            style="green",
        )


def decided_by(made: Resolution, sides: Mapping[Side, str]) -> str:
    """What was decided, by whom, and when: ``take butter, by ann on 2026-11-21 14:02``."""
    decided = made.decided(sides)
    why = f" ({made.note})" if made.note else ""
    return f"{decided.how}, by {decided.by} on {decided.at:%Y-%m-%d %H:%M}{why}"


def _age(listed: Listed, since: datetime) -> str:
    waited = (listed.now or since) - since
    if waited >= timedelta(days=2):
        return words.many(waited.days, "day")
    minutes = int(waited.total_seconds()) // 60
    return words.many(minutes // 60, "hour") if minutes >= 120 else words.many(minutes, "minute")  # noqa: PLR2004  # two hours


def _values(pen: Pen, each: Waits, listed: Listed, *, full: bool) -> None:
    waiting = each.waiting
    left, right = each.base
    base = right if left is None else left
    pen.line()
    if base is None:
        never = isinstance(waiting, Conflict) and waiting.reason == NEVER_AGREED
        why = "The two sides never agreed here" if never else "What both sides had when they last agreed is not kept"
        pen.line(f"{why}, so there is nothing to compare with.", style="dim")
        runs = _runs(waiting.left, waiting.right, full=full)
        columns = [_column(runs, "delete", waiting.left), _column(runs, "insert", waiting.right)]
    else:
        pen.line(Text.assemble(("both had: ", "dim"), _plain(base, None if full else _SENTENCE)))
        columns = [_edit(base, waiting.left, full=full), _edit(base, waiting.right, full=full)]
    pen.line()
    _beside(pen, _sides(listed), columns)


def _runs(before: MaybeValue, after: MaybeValue, *, full: bool) -> tuple[Run, ...]:
    return Quoter(Limits(text=_ALL, context=_ALL if full else _CONTEXT, characters=_ALL)).runs(before, after)


def _edit(base: MaybeValue, value: MaybeValue, *, full: bool) -> Text:
    """A value as an edit of what both had."""
    if base == value:
        return Text("as both had it", style="dim")
    runs = _runs(base, value, full=full)
    if not runs:
        return _plain(value, None if full else _SENTENCE)
    made = Text()
    for run in runs:
        _append(made, run)
    return made


def _column(runs: tuple[Run, ...], how: str, value: MaybeValue) -> Text:
    """One of two texts, with what the other lacks marked."""
    made = Text()
    for run in runs:
        if run.how in ("keep", how):
            _append(made, run)
    return made if runs else _plain(value, _SENTENCE)


def _append(made: Text, run: Run) -> None:
    if run.how == "keep":
        made.append(visible(run.text))
    elif run.text:
        begin, end, colour = _MARKS[run.how]
        made.append(f"{begin}{changed(run.text)}{end}", colour)
    if run.left_out:
        made.append(" … ", "dim")


def _plain(value: MaybeValue, most: int | None) -> Text:
    if isinstance(value, Absent):
        return Text("nothing", style="dim")
    text = in_words(value)
    (short,) = condense((Run("insert", text),), 0, most or _ALL)
    return Text(visible(short.text) + ("…" if short.left_out else ""))


def _beside(pen: Pen, heads: Iterable[str], columns: list[Text]) -> None:
    """Texts beside each other, each folded in its own half of the width."""
    width = max((pen.console.width - len(_GAP)) // 2, 10)
    folded = [
        [Text(content(head), style="bold"), *column.wrap(pen.console, width, overflow="fold")]
        for head, column in zip(heads, columns, strict=True)
    ]
    for mine, others in zip_longest(*folded, fillvalue=Text()):
        line = mine.copy()
        line.rstrip()
        line.align("left", width)
        other = others.copy()
        other.rstrip()
        made = Text.assemble(line, (_GAP.rstrip() if not other.plain else _GAP, "dim"), other)
        pen.console.print(made, highlight=False, soft_wrap=True)
        pen.lines += 1


def _ways(pen: Pen, each: Waits, listed: Listed) -> None:
    """What can be done about it."""
    if not each.can_be_decided:
        pen.line()
        pen.line("Nothing can be decided here: see to what it waits for, and the next run goes on.", style="dim")
        return
    *ways, last = [f"--take {content(side)}" for side in _sides(listed)] + _with_a_value(each)
    pen.line()
    pen.line(f"Decide with: isogloss resolve MAPPING {each.id} and {', '.join(ways)} or {last}", style="dim")


def _with_a_value(each: Waits) -> list[str]:
    """The ways to give a value, where there are any: none of a state, and texts alone are edited."""
    if each.waiting.at.field in (None, STATUS):
        return []
    values = [value for value in (each.waiting.left, each.waiting.right) if not isinstance(value, Absent)]
    types = {type_of(value) for value in values}
    ways = ["--value FILE"]
    ways += ["--merge"] * each.merges
    ways += ["--edit"] * (len(types) == 1 and types <= TEXTS)
    return ways


def listed_data(listed: Listed) -> dict[str, object]:
    """The list as plain data for ``--json``."""
    return {
        "mapping": listed.mapping,
        "sides": {side.value: name for side, name in listed.sides.items()},
        "run": listed.run,
        "at": None if listed.at is None else listed.at.isoformat(),
        "all": listed.all,
        "conflicts": [dict(_data(each, listed)) for each in listed.found],
    }


def _data(each: Waits, listed: Listed) -> Iterator[tuple[str, object]]:
    waiting, at = each.waiting, each.waiting.at
    yield from (("id", each.id), ("kind", at.entry.kind), ("entry", at.entry.shown), ("label", waiting.label))
    yield from (("locale", at.locale), ("field", at.field))
    yield "reason", waiting.reason if isinstance(waiting, Conflict) else "drift"
    yield "detail", waiting.detail
    yield "since", None if each.since is None else each.since.isoformat()
    times = (None, None) if waiting.traces is None else waiting.traces.changed
    named = zip(_sides(listed), (waiting.left, waiting.right), each.base, times, strict=True)
    yield (
        "values",
        [
            {
                "side": side,
                "shows": dump(value, own=False),
                "showed": dump(ABSENT if base is None else base, own=False),
                "showed_known": base is not None,
                "changed": None if time is None else time.isoformat(),
            }
            for side, value, base, time in named
        ],
    )
    yield "can_be_decided", each.can_be_decided
    yield "decided", None if each.decided is None else decision_data(each.decided, listed.sides)


def decision_data(made: Resolution, sides: Mapping[Side, str]) -> dict[str, object]:
    """A decision as plain data."""
    decided = made.decided(sides)
    value = {} if made.take is not None else {"value": dump(made.value, own=False)}
    return {
        "conflict": made.conflict,
        "how": decided.how,
        **value,
        "by": made.by,
        "at": made.at.isoformat(),
        "note": made.note,
        **({} if made.replaces is None else {"replaces": decision_data(made.replaces, sides)}),
    }
