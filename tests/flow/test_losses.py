"""Losses are known before the first write, and too many of them refuse the plan."""

from dataclasses import replace
from pathlib import Path

import pytest
from plan_lines import lines_of
from two_worlds import EN, Pair, image, text

from isogloss import api
from isogloss.errors import Refused
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.plan.data import read_plan
from isogloss.plan.limits import MaxLoss


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path)
    made.right.capabilities = replace(made.right.capabilities, write_alt=False)
    for i in range(4):
        made.left.put(
            "article",
            f"p{i}",
            {EN: {"title": text(f"T{i}"), "cover": image(f"https://a.example/{i}.png", "alt"), STATUS: PUBLISHED}},
            slug=f"post-{i}",
        )
    return made


def plan_with(pair: Pair, most: MaxLoss) -> None:
    api.plan(replace(pair.session(), max_loss=most), pair.folder / "plan.jsonl")


def test_losses_are_counted_by_field_and_reason_before_anything_is_written(pair: Pair) -> None:
    plan = pair.plan()
    losses = list(lines_of(plan, "loss"))
    assert [(loss["field"], loss["reason"]) for loss in losses] == [("cover", "no place for alt text")] * 4
    assert plan.header.counts.losses == {"right": {"no place for alt text": 4}}
    assert pair.writes() == 0


@pytest.mark.parametrize("most", [MaxLoss(cells=4), MaxLoss(share=0.5), MaxLoss()])
def test_a_plan_within_the_bound_is_made(pair: Pair, most: MaxLoss) -> None:
    plan_with(pair, most)


@pytest.mark.parametrize("most", [MaxLoss(cells=3), MaxLoss(cells=0), MaxLoss(share=0.05)])
def test_a_plan_that_would_lose_more_is_refused_with_its_reasons(pair: Pair, most: MaxLoss) -> None:
    with pytest.raises(Refused, match="4 x no place for alt text"):
        plan_with(pair, most)
    assert "4 x no place for alt text" in read_plan(pair.folder / "plan.jsonl").header.refused
