"""What the plans of a life said: what was to be written, of articles that are gone by then as well, and what waits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from simulation.exits import looks_later
from simulation.history import History, Touch
from simulation.judge import Judge
from simulation.plans import Plans
from simulation.shown import Variant
from simulation.site import FIELDS

if TYPE_CHECKING:
    from pathlib import Path

TITLE = ("m1", "fr", "title")
UPDATE = {
    "record": "op",
    "verb": "update",
    "on": "right",
    "entry": ["article", "one"],
    "changes": [{"locale": "fr-FR", "field": "title", "before": {"text": "t3"}, "after": {"text": "t2"}}],
}


def _planned(folder: Path, number: int, *records: object) -> None:
    text = "\n".join(json.dumps(each) for each in ({}, *records))
    (folder / f"plan-{number}.jsonl").write_text(text + "\n", encoding="utf-8")


def test_what_was_planned_for_an_article_that_is_gone_when_plans_are_read_was_planned(tmp_path: Path) -> None:
    plans = Plans(tmp_path)
    _planned(tmp_path, 1)
    plans.read({"one": "m1"})
    _planned(tmp_path, 2, UPDATE)
    plans.read({})  # deleted on both sides since
    assert list(plans.unplanned({("butter", TITLE): {"t2"}})) == []
    assert list(plans.unplanned({("butter", TITLE): {"t3"}}))
    assert list(plans.unplanned({("webflow", TITLE): {"t2"}}))


def test_a_plan_in_which_a_cache_alone_answered_says_that_a_later_run_finds_more(tmp_path: Path) -> None:
    said = [{"record": "conflict", "reason": reason} for reason in ("deletion", "an older state is shown")]
    _planned(tmp_path, 1, said[0], UPDATE)
    _planned(tmp_path, 2, *said)
    assert [looks_later(tmp_path / f"plan-{number}.jsonl") for number in (1, 2)] == [False, True]


def test_a_cell_that_is_apart_since_its_sides_met_was_never_agreed_on_until_a_plan_says_nothing_of_it(
    tmp_path: Path,
) -> None:
    plans = Plans(tmp_path, begun={2: 20.0, 3: 30.0, 10: 100.0, 11: 110.0})
    met = {"record": "entry", "entry": ["article", "one"]}
    apart = {"record": "conflict", "entry": ["article", "one"], "locale": "fr-FR", "field": "title"}
    never, once = ({**apart, "traces": {"base": base}} for base in ([None, None], ["a", "b"]))
    _planned(tmp_path, 2, met, {**apart, "record": "loss", "reason": "no draft over published content"})
    _planned(tmp_path, 3, never)
    plans.read({"one": "m1"})
    assert plans.unmet == {TITLE: float("inf")}
    _planned(tmp_path, 10, once)
    _planned(tmp_path, 11, never)  # it says so too late
    plans.read({"one": "m1"})
    assert plans.unmet == {TITLE: 100.0}


NOBODY = {"webflow": {"collections": [{"items": []}], "locales": []}, "butter": {"pages": [], "items": []}}
MET = {"record": "entry", "entry": ["article", "one"]}


def _accused(plans: Plans, at: float) -> list[str]:
    """What is told of a title that an editor of ButterCMS wrote then, where the word of Webflow counts."""
    history = History(touches=[Touch(at, "butter", TITLE, "t3", "t4")])
    policies = {"flow": "both", "conflict": "webflow"}
    return Judge(history, policies, NOBODY, [], [], 20.0, plans.followed, plans.unmet).wrong()


def _shown(plans: Plans, at: float, one: str, other: str) -> None:
    """At a moment, both sides have the article, and show these titles."""
    held = ({**dict.fromkeys(FIELDS, side), "title": title} for side, title in (("x", one), ("y", other)))
    plans.alike.saw(at, *({TITLE[:2]: Variant("m1", "1", "fr", each, None)} for each in held))


def _ruled(folder: Path, leads: str = "webflow") -> Plans:
    """Plans of three runs: both sides met in the second, and each since writes Webflow's title over the other."""
    plans = Plans(folder, leads, begun={2: 20.0, 3: 30.0, 4: 40.0})
    _planned(folder, 2, MET, UPDATE)
    _planned(folder, 3, UPDATE)
    return plans


def test_what_a_policy_rules_since_both_sides_met_was_never_agreed_on_until_both_show_the_same(tmp_path: Path) -> None:
    plans = _ruled(tmp_path)
    _shown(plans, 10.0, "t2", "t2")  # before they met: nobody knows of it
    _shown(plans, 25.0, "t2", "t3")  # the write was lost
    plans.read({"one": "m1"})
    assert _accused(plans, 28.0) == []
    _shown(plans, 35.0, "t2", "t2")
    _planned(tmp_path, 4, UPDATE)
    plans.read({"one": "m1"})
    assert _accused(plans, 34.0) == []
    assert _accused(plans, 35.0)
    assert _accused(plans, 45.0), "both had it, so what was edited since counts"


@pytest.mark.parametrize("why", ["both show the same", "a plan says nothing", "they met before", "the other leads"])
def test_a_write_over_what_was_agreed_on_or_that_no_policy_rules_is_told_as_lost(tmp_path: Path, why: str) -> None:
    plans = _ruled(tmp_path, "butter" if why == "the other leads" else "webflow")
    if why == "both show the same":
        _shown(plans, 22.0, "t2", "t2")
    if why == "a plan says nothing":
        _planned(tmp_path, 3)
        _planned(tmp_path, 4, UPDATE)
    if why == "they met before":
        _planned(tmp_path, 2, UPDATE)
    plans.read({"one": "m1"})
    assert _accused(plans, 38.0)
