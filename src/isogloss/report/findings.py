"""What apply, verify and status found, for a person at a terminal or reading a log.

Decides what is said first: whether all is well, then what needs a person, then the rest.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from rich.console import Console
from rich.text import Text

from isogloss.model.address import Cell, Side
from isogloss.model.value import Absent, MaybeValue
from isogloss.outcomes import Applied, Left, Status, Unsettled, Verified
from isogloss.plan.op import Conflict, Drifted, Op, Remark, RemarkOn, Resolved, Step
from isogloss.ports import Settled
from isogloss.report import words
from isogloss.report.drawing import Pen, both, content

_SHOWN: Final = 20
_SENTENCE: Final = 400
_OF_THE_MAPPING: Final[frozenset[RemarkOn]] = frozenset(
    ("off in the mapping", "a lock matches nothing", "a declared move")
)
"""What each run would say again, as long as the mapping says it; a plan tells it, and check does."""


def render_outcome(applied: Applied, console: Console) -> None:
    """Show what became of a plan: counts by outcome, what needs a person, and what was lost."""
    pen = Pen(console)
    if applied.before is not None:
        render_outcome(applied.before, console)
        pen.line()
        pen.line("That run had been left unfinished. Then both sides were looked at anew:")
    header, counts = applied.plan.header, applied.result.counts()
    again = ", taken up again" if applied.resumed else ""
    pen.title(f"{content(header.mapping)}: run {content(applied.run)}{again}")
    if not counts:
        pen.line("There was nothing to write.")
    else:
        rows = [(name, f"{counts[name]:,}", meaning) for name, meaning in words.OUTCOMES.items() if counts.get(name)]
        pen.table(("outcome", "ops", "which means"), rows, numbers=[1])
    _requests(pen, applied)
    problems = applied.result.problems
    if problems:
        pen.heading(f"Needs a person: {len(problems):,}")
        for op, settled in problems[:_SHOWN]:
            _problem(pen, op, settled, header.sides)
        pen.more(len(problems) - _SHOWN, "op")
    missed = applied.result.missed
    if missed:
        pen.heading(f"Files left behind: {len(missed):,}")
        for one in missed[:_SHOWN]:
            pen.line(f"{content(str(one.at), 200)}: {content(one.address, 200)}: {content(one.reason, 200)}")
        pen.more(len(missed) - _SHOWN, "file")
    _behind(pen, applied)
    lost = {(side, reason): count for side, row in header.counts.losses.items() for reason, count in row.items()}
    if lost:
        pen.heading(f"Losses: {sum(lost.values()):,}")
        for (side, reason), count in sorted(lost.items()):
            pen.line(f"{content(reason)}: {words.many(count, 'cell')} on {content(side)}")
    _again(pen, applied, console)


def _again(pen: Pen, applied: Applied, console: Console) -> None:
    """What was planned again at the end: it moved while the run was at work, or waited for what that put live."""
    if applied.again is not None:
        pen.line()
        pen.line("Something moved meanwhile, or waited for what is live now, and was planned again:")
        render_outcome(applied.again, console)


def _requests(pen: Pen, applied: Applied) -> None:
    """What the run asked of each side, by what it was for."""
    for side, spent in applied.requests.items():
        if spent:
            told = ", ".join(f"{count:,} {words.USES[what]}" for what, count in spent.items())
            pen.line(
                f"{words.many(sum(spent.values()), 'request')} to {content(applied.plan.header.sides[side])}: {told}."
            )


def _behind(pen: Pen, applied: Applied) -> None:
    """What is left: of the plan, for a person, and as drift for nobody."""
    if applied.stopped is not None:
        pen.line()
        pen.line(content(words.stopped(applied.stopped), _SENTENCE), style="yellow")
    if applied.verified is not None:
        pen.line()
        pen.line("Both sides were read anew, and compared on that part:")
        render_verify(applied.verified, pen.console)
    left = [
        words.many(count, noun) for count, noun in ((applied.conflicts, "conflict"), (applied.steps, "step")) if count
    ]
    if left:
        pen.line()
        pen.line(f"Left for a person: {' and '.join(left)}. List them with isogloss status.", style="yellow")
    if applied.conflicts:
        pen.line(words.DECIDE)
    _decisions(pen, applied)
    _remarks(pen, applied)
    if applied.drifts:
        pen.line()
        pen.line(f"{words.drifted(applied.drifts)} List it with isogloss status.")


def _decisions(pen: Pen, applied: Applied) -> None:
    some = "resolution" in applied.plan.header.counts.records
    from isogloss.report.quoting import decision_of  # what quotes is loaded for what there is to be quoted

    decisions = [decision_of(found) for found in applied.plan.records(Resolved)] if some else []
    if decisions:
        pen.heading(f"Decisions: {len(decisions):,}")
        for made in decisions[:_SHOWN]:
            where = f"{content(f'{made.at.kind}/{made.at.entry}', 120)} · {content(words.place(made.at))}"
            pen.line(f"{made.conflict}  {where}: {content(words.decision(made), _SENTENCE)}")
        pen.more(len(decisions) - _SHOWN, "decision")


def _remarks(pen: Pen, applied: Applied) -> None:
    """What was out of the ordinary in this run: an older state, something that is back after its deletion."""
    some = "remark" in applied.plan.header.counts.records
    told = [each for each in applied.plan.records(Remark) if each.on not in _OF_THE_MAPPING] if some else []
    if told:
        pen.heading(f"Remarks: {len(told):,}")
        for each in told[:_SHOWN]:
            pen.line(f"{content(str(each.at), 200)}: {each.on}")
            if each.detail:
                pen.line(content(each.detail, _SENTENCE), 2, style="dim")
        pen.more(len(told) - _SHOWN, "remark")


def _problem(pen: Pen, op: Op, settled: Settled, sides: Mapping[Side, str]) -> None:
    name = f"{content(op.label, 80)} ({content(str(op.entry), 120)})" if op.label else content(str(op.entry), 120)
    where = ", ".join(content(words.locale_name(locale)) for locale in op.locales)
    side = content(sides[op.on])
    pen.line(Text.assemble(f"{name} · {where} · {op.verb} on {side}: ", (settled.outcome, "red")))
    pen.line(content(settled.detail or words.OUTCOMES[settled.outcome], _SENTENCE), 2)


def render_verify(verified: Verified, console: Console) -> None:
    """Show whether both sides agree, and where they do not."""
    pen = Pen(console)
    looked = (
        f"{words.many(verified.entries, 'entry', 'entries')}, {words.many(verified.variants, 'variant')}, "
        f"{words.many(verified.cells, 'cell')}"
    )
    if verified.proven:
        pen.title(f"Both sides agree: {looked}.")
    elif not verified.differing:
        pen.title(f"Not to be told yet of {words.many(len(verified.waiting), 'entry', 'entries')}: {looked} agree.")
    else:
        pen.title(f"The sides differ in {words.many(verified.differing, 'cell')}: {looked}.")
    counts = f"{verified.equal:,} equal, {verified.agreed:,} agreed on in another form"
    lost = f", {verified.declared:,} lost as declared" if verified.declared else ""
    kept = f", {verified.kept_cells:,} kept as they are" if verified.kept_cells else ""
    pen.line(f"{counts}{lost}{kept}, {verified.differing:,} differ.")
    for policy, count in sorted(verified.kept.items()):
        pen.line(f"Kept by policy: {words.many(count, 'entry', 'entries')} ({content(policy)}).")
    for side, count in sorted(verified.alone.items()):
        pen.line(f"{words.many(count, 'entry', 'entries')} only on {content(side)}.")
    if verified.waiting:
        pen.heading("Shown in an older state than was confirmed")
        waiting = sorted(verified.waiting.items())
        for key, why in waiting[:_SHOWN]:
            pen.line(f"{content(str(key), 200)}: {content(why, _SENTENCE)}")
        pen.more(len(waiting[_SHOWN:]), "entry", "entries")
    if verified.listed:
        pen.heading("Differences")
        for found in verified.listed[:_SHOWN]:
            label = f"{content(found.label, 80)}: " if found.label else ""
            pen.line(f"{label}{content(str(found.at), 200)}")
            pen.line(f"{content(verified.left)}: {_shown(found.left)}", 2)
            pen.line(f"{content(verified.right)}: {_shown(found.right)}", 2)
        pen.more(verified.differing - len(verified.listed[:_SHOWN]), "cell")


def _shown(value: MaybeValue) -> str:
    from isogloss.report.shown import in_words

    return "nothing" if isinstance(value, Absent) else content(in_words(value))


def render_status(status: Status, console: Console) -> None:
    """Show what is remembered: who is at work, the last runs, what waits for a person."""
    pen = Pen(console)
    pen.title(f"State: {content(status.where)}")
    known = [f"{words.many(count, 'entry', 'entries')} on {content(side)}" for side, count in status.entries.items()]
    pen.line(f"Remembered: {', '.join(known) or 'nothing yet'}.")
    for said in words.of_another_state(status):
        pen.line(content(said), style="yellow")
    if status.holder is not None:
        word = "An expired lease is left by" if status.holder.expired else "At work:"
        at = f"{content(status.holder.owner)} on {content(status.holder.host)} (process {status.holder.pid})"
        pen.line(f"{word} {at}, lease {content(status.holder.id)}.")
    if status.cut is not None:
        why = "left something unsettled" if status.cut.state == "unsettled" else "was cut half-way"
        pen.line(
            f"Run {content(status.cut.id)} {why}; finish it: {content(words.again(status.cut), _SENTENCE)}",
            style="yellow",
        )
    if status.runs:
        pen.heading("Runs")
        rows = [
            (
                content(run.id),
                content(run.command),
                "cut" if run == status.cut and run.state != "unsettled" else content(run.state),
                f"{run.started:%Y-%m-%d %H:%M:%S}",
                ", ".join(f"{count:,} {content(name)}" for name, count in run.outcomes.items()) or "-",
            )
            for run in status.runs
        ]
        pen.table(("run", "command", "state", "started (UTC)", "ops"), rows)
    if status.held:
        pen.heading(f"Waits for a person: {len(status.held):,}")
        for left in status.held[:_SHOWN]:
            _left(pen, left, status.entries)
        pen.more(len(status.held) - _SHOWN, "record")
        if any(isinstance(left, Conflict) for left in status.held):
            pen.line(words.DECIDE)
    if status.drift:
        pen.heading(f"Drift: {len(status.drift):,}")
        pen.line(words.drifted(len(status.drift)))
        for drift in status.drift[:_SHOWN]:
            _left(pen, drift, status.entries)
        pen.more(len(status.drift) - _SHOWN, "record")


def _left(pen: Pen, left: Left, sides: Iterable[str]) -> None:
    """One thing that a run left: a conflict, a step, an op that did not succeed, or drift that is kept."""
    match left:
        case Conflict(at, what, label=label, detail=detail):
            pass
        case Step(at=at, todo=what):
            label, detail = "", ""
        case Unsettled(entry, label, outcome=what, detail=detail):
            at = Cell(entry)
        case Drifted(at, label=label, detail=detail):
            what = "kept as it is"
    key = f"{content(at.entry.kind)}/{content(at.entry.shown)}"
    name = f"{content(label, _SENTENCE)} ({key})" if label else key
    locale, field = content(at.locale or "", _SENTENCE), content(at.field or "", _SENTENCE)
    place = " · ".join(part for part in (words.locale_name(locale) if locale else "", words.field_name(field)) if part)
    where = " · ".join(part for part in (name, place) if part)
    pen.line(Text.assemble(where, ": ", (content(what, _SENTENCE), "yellow")))
    if isinstance(left, Conflict | Drifted):
        from isogloss.report.parts import Limits
        from isogloss.report.shown import Quoter

        quoter = Quoter(Limits())
        shown = quoter.shown(left.left), quoter.shown(left.right)
        both(pen, sides, shown, quoter.runs(left.left, left.right), of_cell=bool(at.field))
    if detail:
        pen.line(content(detail, _SENTENCE), 2)
