import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from rich.console import Console

from isogloss.errors import Problem, Unavailable
from isogloss.mapping.check.check import CapabilityRow, CheckReport, FieldRow, Notice
from isogloss.mapping.check.live import LocaleRow
from isogloss.merge.change import Change
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Digest, MaybeValue, Scalar
from isogloss.plan.data import PlanFile
from isogloss.plan.header import PlanCounts
from isogloss.plan.op import Op
from isogloss.ports import Outcome, Settled
from isogloss.report import plain
from isogloss.report.terminal import render_check, render_outcome, render_status, render_verify

KEY = EntryKey("article", "tea")
BEGAN = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


@dataclass
class Missed:
    at: Cell
    address: str
    reason: str


@dataclass
class Result:
    problems: list[tuple[Op, Settled]] = field(default_factory=list)
    ended: dict[str, int] = field(default_factory=dict)
    missed: list[Missed] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return self.ended


@dataclass
class Applied:
    plan: PlanFile
    result: Result = field(default_factory=Result)
    run: str = "20261121-083000-3f2a"
    resumed: bool = False
    conflicts: int = 0
    steps: int = 0
    drifts: int = 0


@dataclass
class Difference:
    at: Cell
    left: MaybeValue
    right: MaybeValue
    label: str = ""


@dataclass
class Verified:
    entries: int = 12
    variants: int = 30
    cells: int = 1200
    equal: int = 1198
    agreed: int = 2
    declared: int = 0
    differing: int = 0
    left: str = "webflow"
    right: str = "butter"
    listed: list[Difference] = field(default_factory=list)
    alone: dict[str, int] = field(default_factory=dict)
    waiting: dict[EntryKey, str] = field(default_factory=dict)

    @property
    def proven(self) -> bool:
        return self.differing == 0 and not self.waiting


@dataclass
class Run:
    id: str = "20261121-083000-3f2a"
    command: str = "sync"
    state: str = "finished"
    started: datetime = BEGAN
    ended: datetime | None = BEGAN
    ops_total: int = 3
    outcomes: Mapping[str, int] = field(default_factory=lambda: {"confirmed": 3})
    plan_path: str = "plan.jsonl"
    plan_digest: str = "0" * 32


@dataclass
class Holder:
    id: str = "lease-1"
    owner: str = "ada"
    host: str = "mill"
    pid: int = 42
    acquired: datetime = BEGAN
    expires: datetime = BEGAN
    expired: bool = False


@dataclass
class Status:
    where: str = "state.db"
    runs: tuple[Run, ...] = ()
    cut: Run | None = None
    held: tuple[Mapping[str, object], ...] = ()
    entries: dict[str, int] = field(default_factory=dict)
    holder: Holder | None = None
    drift: tuple[Mapping[str, object], ...] = ()


def console() -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=100), out


CHECKED = CheckReport(
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
    result = Result(
        [failed("failed", "the slug is \x1b[31mtaken"), failed("skipped", "", "")],
        {"confirmed": 7, "failed": 1, "skipped": 1},
    )
    to, out = console()
    render_outcome(Applied(sample_plan, result, resumed=True, conflicts=4, steps=1), to)
    text = out.getvalue()
    assert text.startswith("acme: run 20261121-083000-3f2a, taken up again\n")
    assert "confirmed    7  the side shows what was written\n" in text
    assert "Tea (article/tea) · fr-FR · update on butter: failed\n  the slug is ␛[31mtaken\n" in text
    assert "article/tea · fr-FR · update on butter: skipped\n  a cell had moved since the plan was made" in text
    assert "Left for a person: 4 conflicts and 1 step. List them with isogloss status.\n" in text


def test_drift_that_is_kept_is_in_the_outcome_and_in_the_status(sample_plan: PlanFile) -> None:
    to, out = console()
    render_outcome(Applied(sample_plan, drifts=2), to)
    said = "Drift: 2 changes of the target alone are kept (drift: keep)."
    assert f"{said} List it with isogloss status.\n" in out.getvalue()
    assert plain.applied_data(Applied(sample_plan, drifts=2))["drifts"] == 2
    gone = {**TEA, "record": "drift", "locale": None, "field": None, "left": {"option": "published"}, "right": None}
    to, out = console()
    status = Status(entries={"webflow": 2, "butter": 3}, drift=({**HELD[0], "record": "drift"}, gone) * 11)
    render_status(status, to)
    assert "Drift: 22\nDrift: 22 changes of the target alone are kept" in out.getvalue()
    assert "Tea (article/tea) · fr-FR · title: kept as it is\n  webflow: Le thé vert\n" in out.getvalue()
    assert "article/tea: kept as it is\n  webflow: there (published)\n  butter: gone\n" in out.getvalue()
    assert "… and 2 more records\n" in out.getvalue()
    assert len(plain.status_data(status)["drift"]) == 22
    to, out = console()
    render_outcome(Applied(sample_plan, drifts=1), to)
    assert "Drift: 1 change of the target alone is kept" in out.getvalue()


def test_an_outcome_counts_losses_by_side_and_reason(sample_plan: PlanFile) -> None:
    counts = PlanCounts(losses={"butter": {"approximated": 3}, "webflow": {}})
    to, out = console()
    render_outcome(Applied(PlanFile(sample_plan.path, replace(sample_plan.header, counts=counts))), to)
    assert "Losses: 3\napproximated: 3 cells on butter\n" in out.getvalue()


def test_an_outcome_without_ops_says_there_was_nothing_to_write(sample_plan: PlanFile) -> None:
    to, out = console()
    render_outcome(Applied(sample_plan), to)
    assert out.getvalue() == "acme: run 20261121-083000-3f2a\nThere was nothing to write.\n"


def test_files_that_were_left_behind_are_named_with_the_reason(sample_plan: PlanFile) -> None:
    one = Missed(Cell(KEY, Locale("en"), "cover"), "http://10.0.0.1/a.png", "10.0.0.1 is not on the public internet")
    to, out = console()
    applied = Applied(sample_plan, Result(missed=[one] * 21))
    render_outcome(applied, to)
    assert "Files left behind: 21\n" in out.getvalue()
    assert f"article/tea · en · cover: {one.address}: {one.reason}\n" in out.getvalue()
    assert "… and 1 more file\n" in out.getvalue()
    (first, *_) = plain.applied_data(applied)["files_left_behind"]
    assert (first["field"], first["address"], first["reason"]) == ("cover", one.address, one.reason)


def test_more_problems_than_a_screen_holds_are_counted(sample_plan: PlanFile) -> None:
    to, out = console()
    render_outcome(Applied(sample_plan, Result([failed("failed", "no")] * 25, {"failed": 25})), to)
    assert "Needs a person: 25\n" in out.getvalue()
    assert "… and 5 more ops\n" in out.getvalue()


def test_an_outcome_as_data_names_each_problem(sample_plan: PlanFile) -> None:
    data = plain.applied_data(Applied(sample_plan, Result([failed("failed", "no")], {"failed": 1}), conflicts=2))
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
    render_verify(Verified(), to)
    assert out.getvalue() == (
        "Both sides agree: 12 entries, 30 variants, 1,200 cells.\n1,198 equal, 2 agreed on in another form, 0 differ.\n"
    )


def test_differences_are_listed_with_both_values() -> None:
    listed = [
        Difference(Cell(KEY, Locale("fr-FR"), "title"), Scalar("text", "Thé"), ABSENT, "Tea"),
        Difference(Cell(KEY, Locale("*"), "price"), ABSENT, Scalar("number", "3")),
    ]
    to, out = console()
    render_verify(Verified(differing=30, listed=listed, alone={"butter": 1}), to)
    text = out.getvalue()
    assert text.startswith("The sides differ in 30 cells: ")
    assert "1 entry only on butter.\n" in text
    assert "Tea: article/tea · fr-FR · title\n  webflow: Thé\n  butter: nothing\n" in text
    assert "article/tea · all locales · price\n  webflow: nothing\n  butter: 3\n" in text
    assert "… and 28 more cells\n" in text


def test_what_was_declared_as_lost_is_counted_apart_from_what_differs() -> None:
    to, out = console()
    render_verify(Verified(declared=3), to)
    assert "1,198 equal, 2 agreed on in another form, 3 lost as declared, 0 differ.\n" in out.getvalue()


def test_entries_of_which_nothing_can_be_said_yet_are_no_differences() -> None:
    to, out = console()
    render_verify(Verified(waiting={KEY: "butter shows an older state."}), to)
    text = out.getvalue()
    assert text.startswith("Not to be told yet of 1 entry: ")
    assert "article/tea: butter shows an older state.\n" in text
    data = plain.verified_data(Verified(waiting={KEY: "older"}))
    assert (data["proven"], data["waiting"]) == (False, [{"entry": ["article", "tea"], "reason": "older"}])


def test_a_verification_as_data_has_both_values() -> None:
    listed = [Difference(Cell(KEY, Locale("fr-FR"), "title"), Scalar("text", "Thé"), ABSENT, "Tea")]
    data = plain.verified_data(Verified(differing=1, listed=listed))
    assert data["proven"] is False
    assert data["cells"] == {"all": 1200, "equal": 1198, "agreed": 2, "declared": 0, "differing": 1}
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


TEA = {"entry": ["article", "tea"]}
HELD: tuple[dict[str, object], ...] = (
    {
        **TEA,
        "record": "conflict",
        "locale": "fr-FR",
        "field": "title",
        "label": "Tea",
        "reason": "both sides changed",
        "detail": "look",
        "left": {"text": "Le thé vert"},
        "right": {"text": "Le thé noir"},
    },
    {**TEA, "record": "conflict", "locale": None, "field": None, "reason": "deletion", "left": {"option": "live"}},
    {**TEA, "record": "step", "locale": "*", "field": None, "todo": "add ja", "check": "it is there"},
    {"record": "outcome", "entry": "odd", "outcome": "failed"},
)


def test_a_status_says_who_is_at_work_what_ran_and_what_waits() -> None:
    cut = Run("20261121-093000-77ab", state="running", outcomes={})
    status = Status("state.db", (cut, Run()), cut, HELD, {"webflow": 2, "butter": 3}, Holder())
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
    assert ": failed\n" in text


def test_a_fresh_status_remembers_nothing() -> None:
    to, out = console()
    render_status(Status(), to)
    assert out.getvalue() == "State: state.db\nRemembered: nothing yet.\n"


def test_an_expired_lease_is_not_somebody_at_work() -> None:
    to, out = console()
    render_status(Status(holder=Holder(expired=True)), to)
    assert "An expired lease is left by ada on mill" in out.getvalue()


@pytest.mark.parametrize("ended", [BEGAN, None])
def test_a_status_as_data_has_times_in_utc(ended: datetime | None) -> None:
    data = plain.status_data(Status(runs=(Run(ended=ended),), cut=Run(), held=HELD, holder=Holder()))
    (run,) = data["runs"]  # type: ignore[misc]  # a list of one
    assert run["started"] == "2026-11-21T08:30:00+00:00"  # type: ignore[has-type]  # an object
    assert run["ended"] == (None if ended is None else "2026-11-21T08:30:00+00:00")  # type: ignore[has-type]  # an object
    assert data["held"] == [dict(row) for row in HELD]
    assert data["holder"] == plain.holder_data(Holder())
    assert plain.status_data(Status())["holder"] is None
    assert plain.status_data(Status())["cut"] is None
