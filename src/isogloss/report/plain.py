"""What every other command found, as plain data for ``--json``.

Decides names and nesting; the caller adds ``format_version`` and writes it. Times are ISO 8601 in UTC.
"""

from collections.abc import Mapping
from dataclasses import asdict

from isogloss.model.address import Cell, Side
from isogloss.model.value import dump
from isogloss.outcomes import Applied, Checked, Difference, Holder, Run, Status, Verified, dump_left
from isogloss.plan.op import Op, Resolved
from isogloss.ports import Settled


def check_data(report: Checked) -> dict[str, object]:
    """What ``check`` found."""
    return {
        "mapping": report.mapping,
        "passed": report.passed,
        "problems": [asdict(problem) for problem in report.problems],
        "doubts": [asdict(doubt) for doubt in report.doubts],
        "notices": [asdict(notice) for notice in report.notices],
        "fields": [asdict(row) for row in report.rows],
        "locales": [asdict(row) for row in report.locales],
        "capabilities": [asdict(row) for row in report.capabilities],
        "failures": {side: str(error) for side, error in report.failures.items()},
    }


def applied_data(applied: Applied) -> dict[str, object]:
    """What became of a plan."""
    header = applied.plan.header
    return {
        "mapping": header.mapping,
        "plan": header.digest,
        "run": applied.run,
        "resumed": applied.resumed,
        "outcomes": dict(applied.result.counts()),
        "conflicts": applied.conflicts,
        "steps": applied.steps,
        "drifts": applied.drifts,
        "requests": {header.sides[side]: dict(spent) for side, spent in applied.requests.items()},
        "seconds": round(applied.seconds, 1),
        "by": applied.by,
        "again": None if applied.again is None else applied_data(applied.again),
        "before": None if applied.before is None else applied_data(applied.before),
        "stopped": None if applied.stopped is None else asdict(applied.stopped),
        "verified": None if applied.verified is None else verified_data(applied.verified),
        "decisions": [_decision(each) for each in applied.plan.records(Resolved)],
        "losses": header.counts.losses,
        "problems": [_problem(op, settled, header.sides) for op, settled in applied.result.problems],
        "files_left_behind": [
            {**_at(one.at), "address": one.address, "reason": one.reason} for one in applied.result.missed
        ],
    }


def _decision(found: Resolved) -> dict[str, object]:
    who = found.decided
    said = {"conflict": who.conflict, "how": who.how, "by": who.by, "at": who.at.isoformat()}
    return {**_at(found.at), "label": found.label, "fate": found.fate, "detail": found.detail, **said}


def _problem(op: Op, settled: Settled, sides: Mapping[Side, str]) -> dict[str, object]:
    return {
        "op": op.id,
        "on": sides[op.on],
        "verb": op.verb,
        "kind": op.entry.kind,
        "entry": op.entry.shown,
        "label": op.label,
        "locales": list(op.locales),
        "outcome": settled.outcome,
        "detail": settled.detail,
    }


def verified_data(verified: Verified) -> dict[str, object]:
    """What a comparison of both sides found."""
    return {
        "proven": verified.proven,
        "entries": verified.entries,
        "variants": verified.variants,
        "cells": {
            "all": verified.cells,
            "equal": verified.equal,
            "agreed": verified.agreed,
            "declared": verified.declared,
            "differing": verified.differing,
            "kept": verified.kept_cells,
        },
        "kept": dict(verified.kept),
        "sides": {"left": verified.left, "right": verified.right},
        "alone": dict(verified.alone),
        "waiting": [{"entry": [key.kind, key.shown], "reason": why} for key, why in sorted(verified.waiting.items())],
        "differences": [difference_data(found) for found in verified.listed],
    }


def difference_data(found: Difference) -> dict[str, object]:
    """One cell on which the sides do not agree."""
    shown = {"left": dump(found.left, own=False), "right": dump(found.right, own=False)}
    return {**_at(found.at), "label": found.label, **shown}


def _at(at: Cell) -> dict[str, object]:
    return {"kind": at.entry.kind, "entry": at.entry.shown, "locale": at.locale, "field": at.field}


def status_data(status: Status) -> dict[str, object]:
    """What is remembered of a mapping."""
    return {
        "state": status.where,
        "entries": dict(status.entries),
        "runs": [run_data(run) for run in status.runs],
        "cut": None if status.cut is None else run_data(status.cut),
        "held": [dump_left(each) for each in status.held],
        "drift": [dump_left(each) for each in status.drift],
        "holder": None if status.holder is None else holder_data(status.holder),
        "unknown_runs": list(status.unknown),
        "runs_elsewhere": list(status.elsewhere),
    }


def run_data(run: Run) -> dict[str, object]:
    """One run of the past."""
    return {
        "id": run.id,
        "command": run.command,
        "state": run.state,
        "started": run.started.isoformat(),
        "ended": None if run.ended is None else run.ended.isoformat(),
        "ops": run.ops_total,
        "outcomes": dict(run.outcomes),
        "plan": run.plan_path,
        "plan_digest": run.plan_digest,
    }


def holder_data(holder: Holder) -> dict[str, object]:
    """Who is at work on a mapping."""
    times = {"acquired": holder.acquired.isoformat(), "expires": holder.expires.isoformat()}
    return asdict(holder) | times
