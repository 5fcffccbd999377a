"""What the plans of a life said is held against what was written, of articles that are gone by then as well."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

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
