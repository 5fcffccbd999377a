"""Why a cell is what it is, on a terminal and as plain data.

Decides the order of the story: what is there, what was agreed on, what follows by which row and which line, what was
done, what comes next.
"""

import re
from typing import Final

from rich.console import Console
from rich.text import Text

from isogloss.answers import Explained, Next, PastDecision, Said, Shows
from isogloss.model.address import Cell, Side
from isogloss.model.value import MaybeValue, dump
from isogloss.plan.op import Conflict, Drifted, Loss, Step
from isogloss.plan.record import dump_record
from isogloss.report import words
from isogloss.report.drawing import Pen, content, value
from isogloss.report.history import wrote_data
from isogloss.report.parts import Limits
from isogloss.report.shown import Quoter

_SENTENCE: Final = 400


def render_explained(found: Explained, console: Console) -> None:
    """Tell the story of one cell."""
    pen = Pen(console)
    name = f"{content(found.label, 80)} ({content(str(found.at.entry), 120)})" if found.label else str(found.at.entry)
    pen.title(" · ".join((name, *_within(found.at))))
    for side in Side:
        _side(pen, found.sides[side], found.shows[side], off=_off(found))
    _row(pen, found)
    _past(pen, found)
    _decisions(pen, found)
    _next(pen, found)


def _within(at: Cell) -> tuple[str, ...]:
    return content(words.locale_name(at.locale)), content(words.field_name(at.field))


def _side(pen: Pen, name: str, shows: Shows, *, off: bool) -> None:
    moved = {None: "", True: "moved since both agreed", False: "as when both agreed"}[shows.moved]
    changed = "" if shows.changed is None else f"changed {shows.changed:%Y-%m-%d %H:%M} UTC"
    by = "" if shows.by_run is None else f"written by run {content(shows.by_run.id)}"
    beside = ", ".join(each for each in (moved, changed, by) if each)
    shown = Text("not looked at", style="dim") if off else _value(shows.value)
    pen.line(Text.assemble((f"{content(name)}: ", "dim"), shown, (f"  ({beside})" if beside else "", "dim")))
    if shows.moved:
        kept = Text("not kept", style="dim") if shows.base is None else _value(shows.base)
        pen.line(Text.assemble(("then: ", "dim"), kept), 2)


def _value(shown: MaybeValue) -> Text:
    return value(Quoter(Limits()).shown(shown))


def _row(pen: Pen, found: Explained) -> None:
    pen.heading("What follows")
    if found.row is None:
        pen.line(
            content(found.waits or "Nothing is decided about this entry before it is paired or can be read.", _SENTENCE)
        )
        return
    if found.decided != found.at:
        what = "the whole entry" if found.decided.locale is None else f"all of {_within(found.decided)[0]}"
        pen.line(f"Decided for {what}, of which this is a part.")
    row = found.row
    if _off(found):
        pen.line("Nothing: it is off, so it is neither compared nor written, and each side keeps its own.")
    else:
        history, when, then = (content(named(found, plainly(each))) for each in (row.history, row.when, row.then))
        pen.line(f"Since both sides agreed: {history}.")
        because = f"{row.branch}, {when}" if when else row.branch
        pen.line(f"So: {because}: {then}." if then != row.branch else f"So: {then}.")
    for said in found.said:
        pen.line(f"{content(_where(found, said))}: {content(said.key)}: {content(said.word)}", 2)


def _off(found: Explained) -> bool:
    """Whether the mapping leaves the cell to each side; what they show there is not even looked at."""
    return any(said.word == "off" and "flow" in said.key.split(".") for said in found.said)


def named(found: Explained, words: str) -> str:
    """The words of the table, with the sides by name where it calls them A and B."""
    a = None if found.row is None else found.row.a
    if a is None:
        return words
    names = {"A": found.sides[a], "B": found.sides[a.other]}
    return re.sub(r"\b[AB]\b", lambda letter: names[letter[0]], words)


def plainly(when: str) -> str:
    """The words of the table without marks of code."""
    return when.replace("``", "")


def _where(found: Explained, said: Said) -> str:
    return f"{found.path}:{said.line}" if said.line is not None else f"{found.path} (not said, so)"


def _past(pen: Pen, found: Explained) -> None:
    pen.heading("What runs wrote here")
    if not found.past:
        pen.line("Nothing.")
    for run, each in found.past:
        before, after = (Text("not kept", style="dim") if v is None else _value(v) for v in (each.before, each.after))
        outcome = each.outcome or "cut"
        head = f"{content(run.id)}, to {content(found.sides[each.on])}, {outcome}: "
        pen.line(Text.assemble((head, "dim"), before, " -> ", after))
        if each.decided is not None:
            pen.line(content(words.decided(each.decided), _SENTENCE), 2, style="dim")


def _decisions(pen: Pen, found: Explained) -> None:
    if found.decisions:
        pen.heading("What people decided here")
    for each in found.decisions:
        pen.line(content(words.decided(each.decided), _SENTENCE))
        became = _became(each)
        pen.line(content(f"{became}: {each.why}" if each.why else became, _SENTENCE), 2, style="dim")
        if each.note:
            pen.line(content(each.note, _SENTENCE), 2, style="dim")
        if each.apart:
            pen.line("The two sides may differ here, until one of them moves.", 2)


def _became(each: PastDecision) -> str:
    match each.status:
        case "open":
            return "the next run follows it"
        case "done":
            return f"carried out by run {each.run}"
        case "lapsed":
            return f"lapsed, as run {each.run} found"
        case _:
            return each.status


def _next(pen: Pen, found: Explained) -> None:
    pen.heading("What the next run does")
    if found.refused:
        pen.line(content(f"It is refused: {found.refused}", _SENTENCE), style="red")
    if not found.next:
        pen.line("Nothing.")
    for each in found.next:
        pen.line(_coming(found, each))


def _coming(found: Explained, each: Next) -> Text:
    match each:
        case Conflict():
            return Text(content(f"It is held: {each.reason}. {each.detail}".strip(), _SENTENCE))
        case Drifted():
            return Text("It is kept, and told as drift." if each.kept else "It is told as drift, and overwritten.")
        case Loss():
            why = f": {each.detail}" if each.detail else ""
            return Text(content(f"Lost on the way to {found.sides[each.on]}: {each.reason}{why}", _SENTENCE))
        case Step():
            return Text(content(f"A person is asked to: {each.todo}", _SENTENCE))
        case (op, change):
            if change.touches:
                return Text(
                    f"It is named and stays as it is, when {op.verb} is asked of {content(found.sides[op.on])}."
                )
            head = f"It is written to {content(found.sides[op.on])} ({op.verb}): "
            return Text.assemble(head, _value(change.before), " -> ", _value(change.after))


def explained_data(found: Explained) -> dict[str, object]:
    """The story of one cell."""
    at, row = found.at, found.row
    return {
        "kind": at.entry.kind,
        "entry": at.entry.shown,
        "locale": at.locale,
        "field": at.field,
        "label": found.label,
        "mapping": found.path,
        "sides": {found.sides[side]: _shows_data(found.shows[side]) for side in Side},
        "decided_for": {"locale": found.decided.locale, "field": found.decided.field},
        "row": None
        if row is None
        else {"history": row.history, "branch": row.branch, "when": plainly(row.when), "then": row.then},
        "waits": found.waits,
        "said": [{"key": said.key, "word": said.word, "line": said.line} for said in found.said],
        "past": [{"run": run.id, **wrote_data(each, found.sides)} for run, each in found.past],
        "decisions": [_decision_data(each) for each in found.decisions],
        "next": [_next_data(found, each) for each in found.next],
        "refused": found.refused,
    }


def _shows_data(shows: Shows) -> dict[str, object]:
    return {
        "value": dump(shows.value, own=False),
        "moved": shows.moved,
        "base": None if shows.base is None else dump(shows.base, own=False),
        "base_kept": shows.base is not None,
        "changed": None if shows.changed is None else shows.changed.isoformat(),
        "written_by": None if shows.by_run is None else shows.by_run.id,
    }


def _decision_data(each: PastDecision) -> dict[str, object]:
    made = each.decided
    return {
        "conflict": made.conflict,
        "how": made.how,
        "by": made.by,
        "at": made.at.isoformat(),
        "note": each.note,
        "status": each.status,
        "run": each.run or None,
        "why": each.why,
        "apart": each.apart,
    }


def _next_data(found: Explained, each: Next) -> dict[str, object]:
    if isinstance(each, tuple):
        op, change = each
        before, after = (dump(v, own=False) for v in (change.before, change.after))
        return {"record": "change", "on": found.sides[op.on], "verb": op.verb, "before": before, "after": after}
    return dump_record(each)
