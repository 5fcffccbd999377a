"""A conflict as the page shows it. Pure: from what waits to texts and pieces of text, which a template sets.

Decides what a person needs to see before deciding: what both sides had, what each made of it word by word, and which
ways are open. Content stays content: pieces are text, never markup.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from isogloss.decide.marks import TEXTS as EDITABLE
from isogloss.decide.waiting import Listed, Waits
from isogloss.mapping.types.merging import merge_values
from isogloss.merge.change import Conflict
from isogloss.model.address import Side
from isogloss.model.entry import STATUS
from isogloss.model.value import Absent, MaybeValue, Scalar
from isogloss.report import words
from isogloss.report.conflicts import decided_by
from isogloss.report.parts import Limits
from isogloss.report.shown import Quoter, in_words, type_of
from isogloss.report.worddiff import Run
from isogloss.serve.texts import TEXTS, WHY

_ALL: Final = 10**9
_SHORT: Final = Limits(text=600, context=120, characters=_ALL)
_LONG: Final = Limits(text=_ALL, context=_ALL, characters=_ALL)


@dataclass(frozen=True, slots=True)
class Shows:
    """What one side shows.

    runs:    its edit of what both had; or, where that is not known, with what the other lacks marked. Else empty.
    text:    what it shows, as text; where there are no runs.
    said:    in words, where there is no text: nothing, deleted, as before.
    changed: when, in words; may be empty.
    rich:    it can also be shown as it reads.
    """

    name: str
    runs: tuple[Run, ...] = ()
    text: str = ""
    said: str = ""
    changed: str = ""
    rich: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One conflict.

    label:   what people call the entry. entry: its kind and name.
    where:   language and field.
    had:     what both sides had, in words; None where that is not known.
    decided: what somebody decided, in words; empty where nobody did.
    takes:   a side can be taken. merges: both edits can be right. edits: it can be written by hand.
    mark:    of what is shown here.
    """

    mapping: str
    id: str
    label: str
    entry: str
    where: str
    locale: str
    why: str
    detail: str
    age: str
    had: str | None
    had_rich: bool
    sides: tuple[Shows, Shows]
    decided: str
    takes: bool
    merges: bool
    edits: bool
    rich: bool
    mark: str


def cards(listed: Listed, *, whole: bool = False) -> Iterator[Card]:
    """Those of one mapping.

    whole: texts to their ends; else what is far from any edit is left out.
    """
    return (_card(each, listed, _LONG if whole else _SHORT) for each in listed.found)


def _card(each: Waits, listed: Listed, limits: Limits) -> Card:
    waiting, at = each.waiting, each.waiting.at
    base = next((value for value in reversed(each.base) if value is not None), None)
    waited = waits_for(each, listed)
    reason = waiting.reason if isinstance(waiting, Conflict) else "drift"
    of_cell = at.field is not None
    values = (waiting.left, waiting.right)
    times = (None, None) if waiting.traces is None else waiting.traces.changed
    names = [listed.sides[side] for side in Side]
    quoter = Quoter(limits)
    between = quoter.runs(*values) if of_cell and base is None else ()
    sides = [
        _shows(name, value, time, base, half, quoter, of_cell=of_cell)
        for name, value, time, half in zip(names, values, times, _halves(between), strict=True)
    ]
    return Card(
        listed.mapping,
        each.id,
        waiting.label or at.entry.shown,
        f"{at.entry.kind}/{at.entry.shown}",
        " · ".join(filter(None, (words.locale_name(at.locale), words.field_name(at.field)))),
        at.locale or "",
        WHY.get(reason, reason),
        waiting.detail,
        age(waited) if waited >= timedelta(minutes=1) else "",
        None if base is None or not of_cell else _text(base, quoter) or TEXTS["nothing_there"],
        base is not None and _is_rich(base),
        (sides[0], sides[1]),
        "" if each.decided is None else decided_by(each.decided, listed.sides),
        each.can_be_decided and waiting.traces is not None,
        each.merges and of_cell and at.field != STATUS,
        of_cell and at.field != STATUS and _is_text(values),
        any(map(_is_rich, values)),
        each.mark,
    )


def _shows(
    name: str,
    value: MaybeValue,
    changed: datetime | None,
    base: MaybeValue | None,
    half: tuple[Run, ...],
    quoter: Quoter,
    *,
    of_cell: bool,
) -> Shows:
    when = "" if changed is None else TEXTS["changed_at"].format(f"{changed:%Y-%m-%d %H:%M}")
    if not of_cell:
        said = TEXTS["is_gone"] if isinstance(value, Absent) else TEXTS["is_there"].format(in_words(value))
        return Shows(name, said=said, changed=when)
    if isinstance(value, Absent):
        return Shows(name, said=TEXTS["nothing_there"], changed=when)
    if base is not None and base == value:
        return Shows(name, said=TEXTS["as_before"], changed=when, rich=_is_rich(value))
    runs = half if base is None else quoter.runs(base, value)
    return Shows(name, runs, "" if runs else _text(value, quoter), changed=when, rich=_is_rich(value))


def _halves(runs: tuple[Run, ...]) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Two texts, each with what the other lacks marked as new."""
    left = tuple(Run("insert", *_rest(run)) if run.how == "delete" else run for run in runs if run.how != "insert")
    return left, tuple(run for run in runs if run.how != "delete")


def _rest(run: Run) -> tuple[str, int, bool]:
    return run.text, run.left_out, run.markup


def _text(value: MaybeValue, quoter: Quoter) -> str:
    shown = quoter.shown(value)
    return "" if shown is None else f"{shown.text}{' …' if shown.left_out else ''}"


def _is_rich(value: MaybeValue) -> bool:
    return isinstance(value, Scalar) and value.type == "rich_text"


def _is_text(values: Iterable[MaybeValue]) -> bool:
    types = {type_of(value) for value in values if not isinstance(value, Absent)}
    return len(types) == 1 and types <= EDITABLE


def waits_for(each: Waits, listed: Listed) -> timedelta:
    """For how long something waits; no time where no run saw it yet."""
    now = listed.now or each.since
    return now - each.since if now is not None and each.since is not None else timedelta()


def age(waited: timedelta) -> str:
    """For how long something waits."""
    if waited >= timedelta(days=2):
        return words.many(waited.days, "day")
    minutes = int(waited.total_seconds()) // 60
    return words.many(minutes // 60, "hour") if minutes >= 120 else words.many(minutes, "minute")  # noqa: PLR2004  # two hours


def beginnings(each: Waits) -> dict[str, str]:
    """What a person may begin to write with, by where it is from."""
    waiting, known = each.waiting, [value for value in each.base if value is not None]
    merged = merge_values((known[0], known[-1]), waiting.left, waiting.right) if each.merges else None
    found = {"merged": merged, "left": waiting.left, "right": waiting.right}
    return {name: value.text for name, value in found.items() if isinstance(value, Scalar)}
