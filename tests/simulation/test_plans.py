"""What the plans of a life said: what was to be written, of articles that are gone by then as well, and what waits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from simulation.exits import looks_later
from simulation.plans import Plans

if TYPE_CHECKING:
    from pathlib import Path

TITLE = ("m1", "fr", "title")
UPDATE = {
    "record": "op",
    "on": "right",
    "entry": ["article", "one"],
    "changes": [{"locale": "fr-FR", "field": "title", "after": {"text": "t2"}}],
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
