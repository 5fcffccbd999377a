"""One list of what was found: by rule, complete, and with where and what to do."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from isogloss.errors import Problem, UsageError
from isogloss.model.address import Cell, EntryKey
from isogloss.model.doubt import Doubt
from isogloss.model.locale import Locale
from isogloss.model.value import Scalar
from isogloss.outcomes import Checked, Difference, FieldRow, LocaleRow, Notice, Verified
from isogloss.plan.data import PlanFile
from isogloss.ports import Outcome
from isogloss.report.chosen import Chosen, chosen
from isogloss.report.ended import Ended, LeftBehind, NotDone
from isogloss.report.finding import headline, of_check, of_comparison, of_plan, of_run
from isogloss.report.model import build_report
from isogloss.report.rules import RULES

ROOT = Path(__file__).parents[3]


def test_a_plan_is_told_whole(sample_plan: PlanFile) -> None:
    counts = Counter(each.id for each in of_plan(sample_plan))
    report = build_report(sample_plan)
    assert counts["conflict"] == report.counts.conflicts == 4
    assert counts["step"] == report.counts.steps == 2
    assert counts["goes-away"] == report.counts.removals == 2
    assert counts["drift-kept"] == counts["drift-overwritten"] == 1
    assert counts["loss"] == len(report.losses)
    assert counts["taken-for-same"] == counts["remark"] == 1
    assert set(counts) <= set(RULES)


def test_conflicts_beyond_what_a_page_quotes_are_all_there(many_plan: Callable[..., PlanFile]) -> None:
    (found,) = of_plan(many_plan(300))
    assert (found.id, found.where) == ("loss", "article · body · en")
    assert found.message == "approximated: 300 cells on butter"


def test_a_finding_says_where_what_and_what_to_do(sample_plan: PlanFile) -> None:
    held = next(each for each in of_plan(sample_plan) if each.where.startswith("article/matcha"))
    assert held.where == "article/matcha (Matcha) · fr-FR · title"
    assert re.fullmatch(
        r"(\w{8}): both sides changed: webflow: “Le matcha, une poudre de thé vert”; "
        r"butter: “Le matcha, une fine poudre de thé”",
        held.message,
    )
    assert held.remedy == f"isogloss resolve mappings/acme.yaml {held.message[:8]} --take SIDE"


def test_a_refused_plan_is_an_error_of_its_own(sample_plan: PlanFile) -> None:
    refused = PlanFile(sample_plan.path, replace(sample_plan.header, refused="deletes too much"))
    assert (of_plan(refused)[0].id, of_plan(refused)[0].message) == ("plan-refused", "deletes too much")


def test_a_part_holds_what_belongs_to_it(sample_plan: PlanFile) -> None:
    part = chosen(["kind=article,locale=fr-FR"])
    places = {each.where for each in of_plan(sample_plan, part)}
    assert any("fr-FR" in place for place in places)
    assert not any(re.search(r"· (en|he|ja)\b", place) for place in places)
    report = build_report(sample_plan, chosen=part)
    assert report.chosen == "kind=article,locale=fr-FR"
    assert {total.locale for total in report.cells} <= {"fr-FR", "*"}
    assert [kind.kind for kind in report.kinds] == ["article"]


def test_all_of_it_is_told_where_nothing_was_chosen(sample_plan: PlanFile) -> None:
    assert build_report(sample_plan, chosen=Chosen()) == build_report(sample_plan)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("kinds=article", "kinds=article says nothing that is known; did you mean kind"),
        ("article", "Write it as kind=article"),
        ("kind=", "kind needs a value"),
        ("kind=a,,locale=b", "says nothing that is known"),
    ],
)
def test_a_filter_that_is_none_is_refused(word: str, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        chosen([word])


def test_filters_add_up() -> None:
    assert chosen(["kind=a,kind=b", "locale=de"]) == Chosen(frozenset("ab"), frozenset({"de"}))


def run_with(outcome: Outcome) -> Ended:
    left = NotDone("id", "butter", "update", "article", "tea", "Tea", ("fr-FR",), outcome, "")
    return Ended("20261129-101010-abcd", {outcome: 1}, (left,))


@pytest.mark.parametrize("outcome", [each for each in get_args(Outcome) if each not in ("confirmed", "normalized")])
def test_every_outcome_that_needs_a_person_has_its_rule(outcome: Outcome) -> None:
    (found,) = of_run(run_with(outcome))
    assert found.id == f"op-{outcome}"
    assert found.where == "article/tea (Tea)"
    assert found.message.startswith("update on butter (fr-FR): ")


def test_what_was_planned_again_is_told_too() -> None:
    missed = LeftBehind("article", "tea", "fr-FR", "cover", "https://a.example/x.jpg", "404")
    ended = replace(run_with("skipped"), files_left_behind=(missed,), again=run_with("failed"))
    assert [each.id for each in of_run(ended)] == ["op-skipped", "file-left-behind", "op-failed"]
    assert not of_run(ended, chosen(["locale=de-DE"]))


def test_check_and_verify_are_told_alike() -> None:
    rows = (
        FieldRow("article", "body", "webflow", "butter", "approximated", "fonts are lost"),
        FieldRow("article", "note", "webflow", "butter", "dropped"),
        FieldRow("article", "title", "webflow", "butter", "exact"),
    )
    locales = (LocaleRow("webflow", Locale("en"), "en", "present"),)
    checked = Checked("acme", rows, locales, (), (Notice("flow", "one way"),), (Problem("sides.a", "no token"),), {})
    checked = replace(checked, doubts=(Doubt("locale-left-out", "sides.webflow.locales.de", "2 variants", 2),))
    assert [(each.id, each.where) for each in of_check(checked)] == [
        ("mapping-problem", "sides.a"),
        ("field-approximated", "kinds.article.fields.body"),
        ("field-dropped", "kinds.article.fields.note"),
        ("locale-left-out", "sides.webflow.locales.de"),
        ("good-to-know", "flow"),
    ]
    key = EntryKey("article", "tea")
    one = Difference(Cell(key, Locale("en"), "title"), Scalar("text", "a"), Scalar("text", "b"))
    compared = Verified("webflow", "butter", differing=3, listed=(one,), alone={"butter": 2}, waiting={key: "cached"})
    assert [each.message for each in of_comparison(compared)] == [
        "webflow: “a”; butter: “b”",
        "2 cells more differ",
        "cached",
        "2 entries only on butter",
    ]
    assert headline(of_comparison(compared)) == "2 errors, 1 warning, 1 note."
    assert headline(()) == "Nothing was found."


def test_each_rule_has_its_section() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    sections = re.findall(r"^### (\S+)\n\n\*(\w+)\*", page, re.MULTILINE)
    assert sections == [(rule.id, rule.level) for rule in RULES.values()]
