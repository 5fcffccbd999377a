import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.console import Console

from isogloss.errors import Problem, Unavailable
from isogloss.merge.change import Change
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import PUBLISHED
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Digest, Scalar
from isogloss.outcomes import (
    Applied,
    CapabilityRow,
    Checked,
    Difference,
    FieldRow,
    Holder,
    LocaleRow,
    Missed,
    Notice,
    Result,
    Run,
    Status,
    Unsettled,
    Verified,
    dump_left,
)
from isogloss.plan.data import PlanFile
from isogloss.plan.header import PlanCounts
from isogloss.plan.op import Conflict, Drifted, Op, Step
from isogloss.ports import Outcome, Settled
from isogloss.report import plain
from isogloss.report.checked import render_check
from isogloss.report.findings import render_outcome, render_status, render_verify

KEY = EntryKey("article", "tea")
ZERO = Digest("0" * 32)
BEGAN = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


def result(
    problems: list[tuple[Op, Settled]] | None = None,
    ended: dict[Outcome, int] | None = None,
    missed: Sequence[Missed] = (),
) -> Result:
    outcomes = [outcome for outcome, count in (ended or {}).items() for _ in range(count)]
    settled = {Digest(f"{n:032}"): Settled(Digest(f"{n:032}"), outcome) for n, outcome in enumerate(outcomes)}
    return Result(settled, tuple(problems or ()), tuple(missed))


def applied(plan: PlanFile, found: Result | None = None, *, resumed: bool = False, **left: int) -> Applied:
    return Applied("20261121-083000-3f2a", resumed, found or Result(), plan, **left)


def verified(**found: Any) -> Verified:
    counted = {"entries": 12, "variants": 30, "cells": 1200, "equal": 1198, "agreed": 2}
    return Verified("webflow", "butter", **counted, **found)


def run(run_id: str = "20261121-083000-3f2a", **told: Any) -> Run:
    usual = {"state": "finished", "ended": BEGAN, "outcomes": {"confirmed": 3}}
    return Run(run_id, ZERO, "plan.jsonl", ZERO, "sync", 3, started=BEGAN, **{**usual, **told})


def holder(*, expired: bool = False) -> Holder:
    return Holder("lease-1", "ada", "mill", 42, BEGAN, BEGAN, expired)


def console() -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=100), out


CHECKED = Checked(
    mapping="acme",
    rows=(
        FieldRow("article", "title", "webflow", "butter", "exact"),
        FieldRow("article", "lead", "webflow", "butter", "exact"),
        FieldRow("article", "body", "webflow", "butter", "approximated", "tables become lists", ("butter",)),
    ),
    locales=(
        LocaleRow("webflow", Locale("fr-FR"), "fr-CA", "unknown", "fr-FR", 5),
        LocaleRow("webflow", None, "xx", "left out"),
        LocaleRow("butter", Locale("fr-FR"), "fr", "declared"),
    ),
    capabilities=(
        CapabilityRow("butter", "article", ("entries can be deleted", "no drafts", "slow"), ("no drafts", "slow")),
        CapabilityRow("butter", "author", ("entries can be deleted", "one at a time", "slow"), ("slow",)),
    ),
    notices=(Notice("locales", 'webflow also has "xx"'),),
    problems=(Problem("locales.fr-FR", "webflow has no fr-CA"),),
    failures={"butter": Unavailable("no answer", request="GET /pages")},
)


def test_a_check_that_fails_begins_with_its_problems() -> None:
    to, out = console()
    render_check(CHECKED, to)
    text = out.getvalue()
    assert text.startswith("acme: does not pass; 1 problem\n  locales.fr-FR: webflow has no fr-CA\n")
    assert (
        "Fields: 2 exact, 1 approximated\nAs declared for butter, which cannot tell what it holds.\n"
        "article: title, lead: exact\n"
    ) in text
    assert "approximated  tables become lists\n" in text
    assert "fr-FR   fr-CA unknown; did you mean fr-FR?  fr declared\nxx      xx left out" in text
    assert 'locales: webflow also has "xx"\n' in text


def test_a_check_says_first_what_a_side_cannot_do_and_names_kinds_where_they_differ() -> None:
    to, out = console()
    render_check(CHECKED, to)
    assert ("butter: article, author\n- article: no drafts\n- slow\n+ entries can be deleted\n") in out.getvalue()


def test_a_field_that_is_exact_one_way_only_is_shown_both_ways() -> None:
    rows = (
        FieldRow("article", "title", "webflow", "butter", "exact"),
        FieldRow("article", "title", "butter", "webflow", "dropped", "never written there"),
    )
    to, out = console()
    render_check(replace(CHECKED, rows=rows), to)
    assert "article.title  webflow → butter  exact" in out.getvalue()
    assert "article.title  butter → webflow  dropped  never written there\n" in out.getvalue()


def test_a_check_that_passes_says_so_first() -> None:
    to, out = console()
    render_check(replace(CHECKED, problems=(), rows=(), locales=(), notices=(), capabilities=()), to)
    assert out.getvalue() == "acme: passes\n"


def test_a_check_as_data_has_every_part() -> None:
    data = plain.check_data(CHECKED)
    assert data["passed"] is False
    assert data["problems"] == [{"path": "locales.fr-FR", "reason": "webflow has no fr-CA"}]
    assert data["failures"] == {"butter": "GET /pages: no answer"}
    assert data["fields"][2] == {  # type: ignore[index]  # a list
        "kind": "article",
        "field": "body",
        "source": "webflow",
        "target": "butter",
        "grade": "approximated",
        "reason": "tables become lists",
        "declared": ("butter",),
    }


def failed(outcome: Outcome, detail: str, label: str = "Tea") -> tuple[Op, Settled]:
    change = Change(Cell(KEY, Locale("fr-FR"), "title"), ABSENT, Scalar("text", "Thé"), ABSENT)
    op = Op(Digest("d" * 32), Side.RIGHT, "update", KEY, label, (change,))
    return op, Settled(op.id, outcome, detail)


def test_an_outcome_says_what_needs_a_person_and_why(sample_plan: PlanFile) -> None:
    found = result(
        [failed("failed", "the slug is \x1b[31mtaken"), failed("skipped", "", "")],
        {"confirmed": 7, "failed": 1, "skipped": 1},
    )
    to, out = console()
    render_outcome(applied(sample_plan, found, resumed=True, conflicts=4, steps=1), to)
    text = out.getvalue()
    assert text.startswith("acme: run 20261121-083000-3f2a, taken up again\n")
    assert "confirmed    7  the side shows what was written\n" in text
    assert "Tea (article/tea) · fr-FR · update on butter: failed\n  the slug is ␛[31mtaken\n" in text
    assert "article/tea · fr-FR · update on butter: skipped\n  a cell had moved since the plan was made" in text
    assert "Left for a person: 4 conflicts and 1 step. List them with isogloss status.\n" in text


def test_drift_that_is_kept_is_in_the_outcome_and_in_the_status(sample_plan: PlanFile) -> None:
    to, out = console()
    render_outcome(applied(sample_plan, drifts=2), to)
    said = "Drift: 2 changes of the target alone are kept (drift: keep)."
    assert f"{said} List it with isogloss status.\n" in out.getvalue()
    assert plain.applied_data(applied(sample_plan, drifts=2))["drifts"] == 2
    moved = Drifted(TITLE, Scalar("text", "Le thé vert"), Scalar("text", "Le thé noir"), kept=True, label="Tea")
    gone = Drifted(Cell(KEY), PUBLISHED, ABSENT, kept=True)
    to, out = console()
    status = Status("state.db", entries={"webflow": 2, "butter": 3}, drift=(moved, gone) * 11)
    render_status(status, to)
    assert "Drift: 22\nDrift: 22 changes of the target alone are kept" in out.getvalue()
    assert "Tea (article/tea) · fr-FR · title: kept as it is\n  webflow: Le thé vert\n" in out.getvalue()
    assert "article/tea: kept as it is\n  webflow: there (published)\n  butter: gone\n" in out.getvalue()
    assert "… and 2 more records\n" in out.getvalue()
    assert len(plain.status_data(status)["drift"]) == 22
    to, out = console()
    render_outcome(applied(sample_plan, drifts=1), to)
    assert "Drift: 1 change of the target alone is kept" in out.getvalue()


def test_an_outcome_counts_losses_by_side_and_reason(sample_plan: PlanFile) -> None:
    counts = PlanCounts(losses={"butter": {"approximated": 3}, "webflow": {}})
    to, out = console()
    render_outcome(applied(PlanFile(sample_plan.path, replace(sample_plan.header, counts=counts))), to)
    assert "Losses: 3\napproximated: 3 cells on butter\n" in out.getvalue()


def test_an_outcome_without_ops_says_there_was_nothing_to_write(sample_plan: PlanFile) -> None:
    to, out = console()
    render_outcome(applied(PlanFile(sample_plan.path, replace(sample_plan.header, counts=PlanCounts()))), to)
    assert out.getvalue() == "acme: run 20261121-083000-3f2a\nThere was nothing to write.\n"


def test_an_outcome_tells_what_was_out_of_the_ordinary_and_not_what_the_mapping_says(sample_plan: PlanFile) -> None:
    to, out = console()
    render_outcome(applied(sample_plan), to)
    assert "\nRemarks: 1\narticle/coffee: back after its deletion\n  " in out.getvalue()
    assert "␛[31mred" in out.getvalue()
    assert "off in the mapping" not in out.getvalue()


def test_files_that_were_left_behind_are_named_with_the_reason(sample_plan: PlanFile) -> None:
    one = Missed(Cell(KEY, Locale("en"), "cover"), "http://10.0.0.1/a.png", "10.0.0.1 is not on the public internet")
    to, out = console()
    made = applied(sample_plan, result(missed=[one] * 21))
    render_outcome(made, to)
    assert "Files left behind: 21\n" in out.getvalue()
    assert f"article/tea · en · cover: {one.address}: {one.reason}\n" in out.getvalue()
    assert "… and 1 more file\n" in out.getvalue()
    (first, *_) = plain.applied_data(made)["files_left_behind"]
    assert (first["field"], first["address"], first["reason"]) == ("cover", one.address, one.reason)


def test_more_problems_than_a_screen_holds_are_counted(sample_plan: PlanFile) -> None:
    to, out = console()
    render_outcome(applied(sample_plan, result([failed("failed", "no")] * 25, {"failed": 25})), to)
    assert "Needs a person: 25\n" in out.getvalue()
    assert "… and 5 more ops\n" in out.getvalue()


def test_an_outcome_as_data_names_each_problem(sample_plan: PlanFile) -> None:
    data = plain.applied_data(applied(sample_plan, result([failed("failed", "no")], {"failed": 1}), conflicts=2))
    assert (data["mapping"], data["plan"], data["conflicts"]) == ("acme", sample_plan.header.digest, 2)
    assert data["problems"] == [
        {
            "op": "d" * 32,
            "on": "butter",
            "verb": "update",
            "kind": "article",
            "entry": "tea",
            "label": "Tea",
            "locales": ["fr-FR"],
            "outcome": "failed",
            "detail": "no",
        }
    ]


def test_sides_that_agree_are_said_to_agree() -> None:
    to, out = console()
    render_verify(verified(), to)
    assert out.getvalue() == (
        "Both sides agree: 12 entries, 30 variants, 1,200 cells.\n1,198 equal, 2 agreed on in another form, 0 differ.\n"
    )


def test_differences_are_listed_with_both_values() -> None:
    listed = [
        Difference(Cell(KEY, Locale("fr-FR"), "title"), Scalar("text", "Thé"), ABSENT, "Tea"),
        Difference(Cell(KEY, Locale("*"), "price"), ABSENT, Scalar("number", "3")),
    ]
    to, out = console()
    render_verify(verified(differing=30, listed=tuple(listed), alone={"butter": 1}), to)
    text = out.getvalue()
    assert text.startswith("The sides differ in 30 cells: ")
    assert "1 entry only on butter.\n" in text
    assert "Tea: article/tea · fr-FR · title\n  webflow: Thé\n  butter: nothing\n" in text
    assert "article/tea · all locales · price\n  webflow: nothing\n  butter: 3\n" in text
    assert "… and 28 more cells\n" in text


def test_what_was_declared_as_lost_is_counted_apart_from_what_differs() -> None:
    to, out = console()
    render_verify(verified(declared=3), to)
    assert "1,198 equal, 2 agreed on in another form, 3 lost as declared, 0 differ.\n" in out.getvalue()


def test_entries_of_which_nothing_can_be_said_yet_are_no_differences() -> None:
    to, out = console()
    render_verify(verified(waiting={KEY: "butter shows an older state."}), to)
    text = out.getvalue()
    assert text.startswith("Not to be told yet of 1 entry: ")
    assert "article/tea: butter shows an older state.\n" in text
    data = plain.verified_data(verified(waiting={KEY: "older"}))
    assert (data["proven"], data["waiting"]) == (False, [{"entry": ["article", "tea"], "reason": "older"}])


def test_a_verification_as_data_has_both_values() -> None:
    listed = [Difference(Cell(KEY, Locale("fr-FR"), "title"), Scalar("text", "Thé"), ABSENT, "Tea")]
    data = plain.verified_data(verified(differing=1, listed=tuple(listed)))
    assert data["proven"] is False
    assert data["cells"] == {"all": 1200, "equal": 1198, "agreed": 2, "declared": 0, "differing": 1, "kept": 0}
    assert data["differences"] == [
        {
            "kind": "article",
            "entry": "tea",
            "locale": "fr-FR",
            "field": "title",
            "label": "Tea",
            "left": {"text": "Thé"},
            "right": None,
        }
    ]


TITLE = Cell(KEY, Locale("fr-FR"), "title")
HELD = (
    Conflict(TITLE, "both sides changed", Scalar("text", "Le thé vert"), Scalar("text", "Le thé noir"), "Tea", "look"),
    Conflict(Cell(KEY), "deletion", Scalar("option", "live"), ABSENT),
    Step(Side.RIGHT, Cell(KEY, SHARED), "add ja", "it is there"),
    Unsettled(EntryKey("odd", "one"), "", Side.LEFT, "update", "failed", ""),
)


def test_a_status_says_who_is_at_work_what_ran_and_what_waits() -> None:
    cut = run("20261121-093000-77ab", state="running", outcomes={})
    status = Status("state.db", (cut, run()), cut, HELD, entries={"webflow": 2, "butter": 3}, holder=holder())
    to, out = console()
    render_status(status, to)
    text = out.getvalue()
    assert text.startswith("State: state.db\nRemembered: 2 entries on webflow, 3 entries on butter.\n")
    assert "At work: ada on mill (process 42), lease lease-1.\n" in text
    assert "Run 20261121-093000-77ab was cut half-way; finish it: isogloss apply plan.jsonl\n" in text
    assert "20261121-093000-77ab  sync     cut       2026-11-21 08:30:00  -\n" in text
    assert "20261121-083000-3f2a  sync     finished  2026-11-21 08:30:00  3 confirmed\n" in text
    assert (
        "Waits for a person: 4\nTea (article/tea) · fr-FR · title: both sides changed\n"
        "  webflow: Le thé vert\n  butter: Le thé noir\n  look\n"
        "article/tea: deletion\n  webflow: there (live)\n  butter: gone\n"
    ) in text
    assert "article/tea · all locales: add ja\n" in text
    assert "odd/one: failed\n" in text


def test_a_fresh_status_remembers_nothing() -> None:
    to, out = console()
    render_status(Status("state.db"), to)
    assert out.getvalue() == "State: state.db\nRemembered: nothing yet.\n"


def test_an_expired_lease_is_not_somebody_at_work() -> None:
    to, out = console()
    render_status(Status("state.db", holder=holder(expired=True)), to)
    assert "An expired lease is left by ada on mill" in out.getvalue()


@pytest.mark.parametrize("ended", [BEGAN, None])
def test_a_status_as_data_has_times_in_utc(ended: datetime | None) -> None:
    data = plain.status_data(Status("state.db", runs=(run(ended=ended),), cut=run(), held=HELD, holder=holder()))
    (first,) = data["runs"]  # type: ignore[misc]  # a list of one
    assert first["started"] == "2026-11-21T08:30:00+00:00"  # type: ignore[has-type]  # an object
    assert first["ended"] == (None if ended is None else "2026-11-21T08:30:00+00:00")  # type: ignore[has-type]  # an object
    assert data["held"] == [dump_left(left) for left in HELD]
    assert data["holder"] == plain.holder_data(holder())
    assert plain.status_data(Status("state.db"))["holder"] is None
    assert plain.status_data(Status("state.db", elsewhere=("a",)))["runs_elsewhere"] == ["a"]
    assert plain.status_data(Status("state.db"))["cut"] is None
