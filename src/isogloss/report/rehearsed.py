"""What a rehearsal found: for a person at a terminal, as findings, and as plain data.

Decides what is told of it: how long the run would take, what it would ask, and everything that would not come true.
"""

from collections.abc import Iterator
from typing import Final

from rich.console import Console

from isogloss.answers import Rehearsed
from isogloss.model.address import Side
from isogloss.report import words
from isogloss.report.drawing import Pen, content
from isogloss.report.ended import ended_of
from isogloss.report.finding import Finding, by_rule, differing, of_run
from isogloss.report.plain import applied_data, difference_data
from isogloss.report.told import Told

_SHOWN: Final = 100
_SENTENCE: Final = 400
_MINUTE: Final = 60


def render_rehearsal(rehearsed: Rehearsed, console: Console, *, brief: bool = False) -> None:
    """Show what would become of a plan, and what it would take; where it is brief, what would not come true."""
    pen, applied = Pen(console), None if brief else rehearsed.applied
    pen.title(f"{content(rehearsed.mapping)}: rehearsed; {_headline(rehearsed)}")
    if not brief:
        pen.line("Two sandboxes held what both sides show. Nothing was written to a side or to the state.", style="dim")
    if applied is not None:
        pen.line(f"The run would take {duration(applied.seconds)} at the permitted rates.")
        for side, spent in applied.requests.items():
            told = ", ".join(f"{count:,} {words.USES[what]}" for what, count in spent.items())
            requests = words.many(sum(spent.values()), "request")
            pen.line(f"{requests} to {content(rehearsed.plan.header.sides[side])}: {told or 'none'}.")
        counts = applied.result.counts()
        rows = [(name, f"{counts[name]:,}", meaning) for name, meaning in words.OUTCOMES.items() if counts.get(name)]
        if rows:
            pen.table(("outcome", "ops", "which means"), rows, numbers=[1])
    found = [each for each in findings_of_rehearsal(rehearsed) if each.level != "note"]
    if found:
        pen.heading(f"Would not come true: {len(found):,}")
        for each in found[:_SHOWN]:
            pen.line(f"{content(each.where, 240)}: {each.id}", style="red")
            pen.line(content(each.message, _SENTENCE), 2)
            pen.line(content(each.remedy, _SENTENCE), 2, style="dim")
        pen.more(len(found) - _SHOWN, "finding")
    if rehearsed.unknown and not brief:
        pen.heading("What no side tells")
        for sentence in rehearsed.unknown:
            pen.line(f"{content(sentence, _SENTENCE)}.")


def _headline(rehearsed: Rehearsed) -> str:
    applied, ops = rehearsed.applied, rehearsed.plan.header.counts.ops
    if rehearsed.broke or applied is None:
        return "the run would end by an error."
    failed = len(applied.result.problems)
    if failed:
        return f"{failed:,} of {words.many(ops, 'op')} would not come true."
    if rehearsed.fails:
        return "not all of it would come true."
    return f"{words.many(ops, 'op')} would come true." if ops else "there would be nothing to write."


def duration(seconds: float) -> str:
    """A time for people: seconds below a minute, minutes and hours above."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    minutes = seconds / _MINUTE
    return f"{minutes:.1f} min" if minutes < _MINUTE else f"{minutes / _MINUTE:.1f} h"


def findings_of_rehearsal(rehearsed: Rehearsed) -> tuple[Finding, ...]:
    """What would not come true, and what nobody can tell."""
    return tuple(_found(rehearsed))


def _found(rehearsed: Rehearsed) -> Iterator[Finding]:
    if rehearsed.broke:
        yield by_rule("would-break", rehearsed.mapping, rehearsed.broke)
    if rehearsed.applied is not None:
        yield from of_run(ended_of(rehearsed.applied))
    if rehearsed.verified is not None:
        for each in rehearsed.unlike:
            where, said = differing(each, rehearsed.verified)
            yield by_rule("would-differ", where, said)
    for sentence in rehearsed.unknown:
        yield by_rule("not-known", rehearsed.mapping, sentence)


def rehearsed_data(rehearsed: Rehearsed) -> dict[str, object]:
    """What a rehearsal found, as plain data; its ``applied`` is as that of a run."""
    sides, applied = rehearsed.plan.header.sides, rehearsed.applied
    return {
        "mapping": rehearsed.mapping,
        "plan_digest": rehearsed.plan.header.digest,
        "ops": rehearsed.plan.header.counts.ops,
        "fails": rehearsed.fails,
        "requests": {sides[side]: _asked(rehearsed, side) for side in Side},
        "minutes": None if applied is None else round(applied.seconds / _MINUTE, 2),
        "applied": None if applied is None else applied_data(applied),
        "unlike": [difference_data(each) for each in rehearsed.unlike],
        "broke": rehearsed.broke,
        "seconds_an_answer": {sides[side]: each for side, each in rehearsed.answers.items()},
        "requests_a_minute": {sides[side]: each for side, each in rehearsed.paces.items()},
        "unknown": list(rehearsed.unknown),
    }


def _asked(rehearsed: Rehearsed, side: Side) -> int:
    return 0 if rehearsed.applied is None else sum(rehearsed.applied.requests.get(side, {}).values())


def told_of_rehearsal(rehearsed: Rehearsed) -> Told:
    """What reports are given of it."""
    header = rehearsed.plan.header
    return Told(
        f"Rehearsal of {rehearsed.mapping}",
        header.mapping_path,
        ("rehearsal", "run"),
        lambda: findings_of_rehearsal(rehearsed),
        data=rehearsed_data(rehearsed),
    )
