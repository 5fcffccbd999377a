from collections.abc import Callable
from dataclasses import replace

import pytest

from isogloss import __version__
from isogloss.errors import UsageError
from isogloss.model.address import Side
from isogloss.plan.data import PlanFile
from isogloss.report import words
from isogloss.report.model import build_report
from isogloss.report.parts import CellTotal, Counts, EntryTotal, Limits, LossGroup, Match, Removal, Report

Plans = Callable[..., PlanFile]


def test_a_report_names_its_plan(report: Report, sample_plan: PlanFile) -> None:
    assert (report.mapping, report.left, report.right, report.flow) == ("acme", "webflow", "butter", "left to right")
    assert report.digest == sample_plan.header.digest
    assert not report.empty


def test_everything_in_the_plan_is_counted(report: Report) -> None:
    assert report.counts == Counts(
        ops=8,
        cells=43,
        conflicts=4,
        drifts=2,
        losses=5,
        steps=2,
        removals=2,
        matches=1,
        adopted=2,
        assumed=1,
        remarks=1,
    )


def test_entries_are_counted_by_kind_and_verb_in_the_order_of_verbs(report: Report) -> None:
    assert [(total.kind, total.verb, total.entries) for total in report.entries] == [
        ("article", "create", 2),
        ("article", "update", 1),
        ("article", "publish", 1),
        ("article", "unpublish", 1),
        ("article", "delete", 1),
        ("author", "create", 1),
        ("author", "publish", 1),
    ]
    assert report.entries[0] == EntryTotal("butter", "article", "create", 2)


def test_cells_are_counted_by_locale_and_publishing_again_changes_none(report: Report) -> None:
    assert CellTotal("butter", "article", "ja", "update", 1, 1) in report.cells
    assert CellTotal("butter", "article", "ja", "publish", 1, 0) in report.cells
    assert CellTotal("butter", "author", "*", "create", 1, 2) in report.cells
    assert sum(total.cells for total in report.cells) == report.counts.cells


def test_no_variant_is_listed_as_changed_with_no_cells(naming_plan: PlanFile) -> None:
    report = build_report(naming_plan)
    assert {(total.locale, total.verb, total.variants, total.cells) for total in report.cells} == {
        ("fr-FR", "update", 1, 1),
        ("fr-FR", "link", 1, 1),
    }
    (entry,) = report.kinds[0].quoted
    assert [variant.locale for variant in entry.variants] == ["fr-FR"]


def test_cost_is_taken_from_the_plan(report: Report) -> None:
    butter, webflow = report.cost
    assert (butter.side, butter.requests, butter.minutes, butter.quota_share) == ("butter", 44, 1.4, 0.0031)
    assert (webflow.side, webflow.requests, webflow.quota_share) == ("webflow", 12, None)


def test_an_entry_is_shown_by_locale_with_all_its_ops(report: Report) -> None:
    author = next(kind for kind in report.kinds if kind.kind == "author")
    (ada,) = author.quoted
    assert ada.label == "Ada Lovelace"
    assert [variant.locale for variant in ada.variants] == ["*", "ar", "en", "he", "ja", "ko", "zh-Hans"]
    arabic = ada.variants[1]
    assert arabic.verbs == ("create", "publish")
    assert arabic.states == ("", "draft", "published")
    assert [cell.field for cell in arabic.cells] == ["bio"]


def test_a_publish_that_changes_nothing_shows_the_state_twice(report: Report) -> None:
    tea = next(entry for entry in report.kinds[0].quoted if entry.entry == "tea-guide")
    states = {variant.locale: variant.states for variant in tea.variants}
    assert states["ja"] == ("published", "published")
    assert states["ko"] == ("published", "draft")
    assert states["fr-FR"] == ()


def test_flags_of_a_change_are_kept(report: Report) -> None:
    tea = next(entry for entry in report.kinds[0].quoted if entry.entry == "tea-guide")
    cells = {(variant.locale, cell.field): cell for variant in tea.variants for cell in variant.cells}
    assert cells["ar", "title"].merged
    assert cells["fr-FR", "body"].staged
    assert cells["fr-FR", "body"].what == "markup changed"


def test_what_goes_away_is_listed(report: Report) -> None:
    assert report.removals == (
        Removal("butter", "unpublish", "article", "tea-guide", "A guide to green tea", ("ko",), whole=False),
        Removal("butter", "delete", "article", "old-news", "Opening hours 2019", ("en", "fr-FR"), whole=True),
    )


def test_conflicts_have_both_values_and_a_reason(report: Report) -> None:
    title = next(found for found in report.conflicts if found.at.locale == "fr-FR")
    assert title.reason == "both sides changed"
    assert title.left is not None
    assert title.left.text == "Le matcha, une poudre de thé vert"
    assert [run.text for run in title.runs if run.how == "insert"] == ["fine "]
    assert (title.agreed, title.had and title.had.text) == (True, "Le matcha, une poudre de thé")
    assert [[run.text for run in runs if run.how != "keep"] for runs in title.edits] == [[" vert"], ["fine "]]
    gone = next(found for found in report.conflicts if found.reason == "deletion")
    assert (gone.at.locale, gone.left) == (None, None)


def test_losses_are_counted_by_reason_field_and_locale_with_examples(report: Report) -> None:
    approximated = [group for group in report.losses if group.reason == "approximated"]
    assert [(group.kind, group.field, group.locale, group.count) for group in approximated] == [
        ("article", "body", "en", 1),
        ("article", "body", "fr-FR", 1),
    ]
    assert approximated[0].examples[0].entry == "tea-guide"
    stays = next(group for group in report.losses if group.reason == "unpublished edits stay behind")
    assert (stays.field, stays.locale) == (None, "ja")


def test_only_pairs_with_both_ends_are_matches(report: Report) -> None:
    assert report.matches == (Match("author", "grace", "Grace Hopper", "65f0aa", "gh-1"),)


def test_totals_stay_true_when_few_entries_are_quoted(many_plan: Plans) -> None:
    report = build_report(many_plan(300), Limits(entries=5))
    (kind,) = report.kinds
    assert (kind.entries, len(kind.quoted), kind.left_out) == (300, 5, 295)
    assert report.counts.ops == 600
    assert report.counts.cells == 1200
    assert [(total.verb, total.entries) for total in report.entries] == [("create", 300), ("publish", 300)]


def test_a_quoted_entry_has_all_its_ops_and_one_left_out_has_none(many_plan: Plans) -> None:
    report = build_report(many_plan(20), Limits(entries=5))
    assert all(entry.variants[0].verbs == ("create", "publish") for entry in report.kinds[0].quoted)


def test_losses_are_counted_in_full_and_exemplified_a_few_times(many_plan: Plans) -> None:
    (group,) = build_report(many_plan(50), Limits(examples=2)).losses
    assert isinstance(group, LossGroup)
    assert (group.count, len(group.examples)) == (50, 2)


def test_quoting_stops_when_enough_characters_are_quoted(many_plan: Plans) -> None:
    report = build_report(many_plan(50, letters=1000), Limits(characters=10_000))
    assert 5 < len(report.kinds[0].quoted) < 15
    assert report.kinds[0].entries == 50


def test_records_beyond_the_limit_are_only_counted(sample_plan: PlanFile) -> None:
    report = build_report(sample_plan, Limits(records=1))
    assert (report.counts.conflicts, len(report.conflicts)) == (4, 1)
    assert (report.counts.steps, len(report.steps)) == (2, 1)
    assert (report.counts.removals, len(report.removals)) == (2, 1)
    assert (report.counts.drifts, len(report.drifts)) == (2, 1)


def test_the_same_plan_has_the_same_report(sample_plan: PlanFile, report: Report) -> None:
    assert build_report(sample_plan) == report


def test_a_plan_without_records_is_an_empty_report(plan_of: Plans) -> None:
    report = build_report(plan_of())
    assert report.empty
    assert (report.kinds, report.cost, report.flow) == ((), (), "both")


CONFLICT = {"record": "conflict", "entry": ["a", "b"], "locale": None, "field": None, "detail": ""}


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"record": "surprise"}, "'surprise' is no kind of record"),
        ({"record": "op", "id": 1}, "not an op"),
        ({"record": "adopt", "entry": ["a", "b"], "cells": []}, "its cells are missing"),
        ({"record": "adopt", "entry": ["a", "b"], "cells": {"en": {"t": ["x"]}}}, "not a pair of digests"),
        ({"record": "entry", "entry": ["a", "b"], "label": "", "left": "x"}, "its ids are missing"),
        ({**CONFLICT, "reason": "spite", "left": None, "right": None}, "'spite' is no reason"),
        ({**CONFLICT, "reason": "deletion", "left": {"odd": 1}, "right": None}, "not a value"),
        ({"record": "conflict", "reason": "deletion", "detail": "", "left": None, "right": None}, "its place"),
        ({**CONFLICT, "record": "loss", "on": "top", "reason": "approximated"}, "'top' is not a valid Side"),
        ({**CONFLICT, "record": "loss", "on": "left", "reason": "boredom"}, "'boredom' is no reason"),
        ({**CONFLICT, "record": "step", "on": "left", "check": ""}, "todo is missing"),
    ],
)
def test_a_record_of_another_shape_is_refused_with_its_line(
    plan_of: Plans, record: dict[str, object], said: str
) -> None:
    with pytest.raises(UsageError, match=r"made\.plan, line 2: not a record of a plan") as caught:
        build_report(plan_of(record))
    assert said in str(caught.value)


def test_a_report_says_of_what_and_when_it_is(sample_plan: PlanFile) -> None:
    header = replace(sample_plan.header, after="run-7", locales=("en", "ja"), accounts={"webflow": "the site acme"})
    facts = dict(words.facts(build_report(PlanFile(sample_plan.path, header))))
    assert facts == {
        "Plan made": "2026-11-18 11:06 UTC",
        "After run": "run-7",
        "Mapping": "mappings/acme.yaml",
        "Sides": "webflow: the site acme",
        "Locales": "en, ja",
        "Plan": sample_plan.header.digest,
        "Written by": f"isogloss {__version__}",
    }


def test_an_entry_leads_to_where_people_edit_it_on_each_side(plan_of: Plans) -> None:
    at = {"locale": "en", "field": "title", "before": None, "after": {"text": "Tea"}, "source": None}
    op = {"record": "op", "id": "0" * 32, "layer": 0, "needs": [], "on": "right", "verb": "update", "label": "Tea"}
    plan = plan_of({**op, "entry": ["article", "tea"], "present": ["en"], "changes": [at], "remotes": ["l/1", "r1"]})
    editors = {
        plan.header.sides[Side.LEFT]: {"article": "https://edit.example/?entry={id}"},
        plan.header.sides[Side.RIGHT]: {"article": "javascript:alert({id})", "author": "https://edit.example/{id}"},
    }
    (kind,) = build_report(PlanFile(plan.path, replace(plan.header, editors=editors))).kinds
    assert [(link.side, link.address) for link in kind.quoted[0].links] == [
        ("webflow", "https://edit.example/?entry=l%2F1")
    ]
