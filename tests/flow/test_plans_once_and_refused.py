"""When a plan counts as applied already, what the limits count, and that a refused plan can be looked at."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from command import within
from sandboxes import Crossing
from two_worlds import EN, Pair, image, text

from isogloss import api
from isogloss.cli.apply import exit_code
from isogloss.errors import Interrupted, Refused
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.plan.data import read_plan
from isogloss.plan.limits import Limits, MaxLoss

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path, options={"flow": "left to right"})
    made.left.put("article", "tea", {EN: {"title": text("A"), STATUS: PUBLISHED}}, slug="tea")
    made.sync()
    return made


def title(pair: Pair, value: str) -> None:
    pair.left.edit("article", "tea", EN, title=text(value))


# applied already


def test_a_title_that_goes_to_and_fro_is_carried_each_time(pair: Pair) -> None:
    for value in ("B", "A", "B", "A", "B"):
        title(pair, value)
        applied = pair.apply(pair.plan())
        assert exit_code(applied) == 0
        assert pair.shown(Side.RIGHT, "article", "tea", EN, "title") == text(value)


def test_a_title_that_goes_to_and_fro_is_carried_whichever_command_went_before(pair: Pair) -> None:
    for number, value in enumerate(("B", "A", "B", "A", "B")):
        title(pair, value)
        applied = pair.sync() if number % 2 else pair.apply(pair.plan())
        assert exit_code(applied) == 0
        assert pair.shown(Side.RIGHT, "article", "tea", EN, "title") == text(value)


def test_a_plan_says_after_which_run_it_was_made_and_its_digest_holds_that(pair: Pair) -> None:
    first = pair.plan()
    assert first.header.after
    assert pair.plan().header == first.header
    pair.apply(first)
    second = pair.plan()
    assert second.header.after != first.header.after
    assert replace(second.header, digest=first.header.digest, after=first.header.after) == first.header
    assert second.header.digest != first.header.digest


def test_an_empty_plan_ends_with_0_each_time(pair: Pair) -> None:
    plan = pair.plan()
    assert plan.header.empty
    written = pair.writes()
    for made in (plan, plan, pair.plan(), pair.plan()):
        assert exit_code(pair.apply(made)) == 0
    assert pair.writes() == written


def test_a_plan_that_writes_is_applied_once_all_the_same(pair: Pair) -> None:
    title(pair, "B")
    plan = pair.plan()
    pair.apply(plan)
    with pytest.raises(Refused, match="applied already"):
        pair.apply(plan)


def test_undo_and_redo_and_undo_are_three_plans(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed()
    assert within(crossing, "sync", "MAPPING").code == 0
    for name in ("Two", "Three", "Two", "Three"):
        sandboxes.webflow.edit(action="update", collection="posts", item="second", fields={"name": name}, publish=True)
        assert within(crossing, "plan", "MAPPING").code == 0
        applied = within(crossing, "apply", "PLAN", "--json")
        assert applied.code == 0
        undo = tmp_path / "undo.jsonl"
        assert within(crossing, "undo", "MAPPING", applied.data["run"], "--out", undo).code == 0
        assert within(crossing, "apply", undo).code == 0


def test_a_cut_run_whose_plan_was_overwritten_is_no_obstacle(pair: Pair) -> None:
    for number in range(3):
        pair.left.put("article", f"n{number}", {EN: {"title": text("N"), STATUS: PUBLISHED}}, slug=f"n{number}")
    asked = 0

    def stop() -> None:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise Interrupted("stopped as asked")

    plan = pair.plan()
    with pytest.raises(Interrupted):
        api.apply(replace(pair.session(), stop=stop), plan)
    elsewhere = pair.plan()
    with pytest.raises(Refused, match="was cut half-way"):
        pair.apply(elsewhere)
    over = api.plan(pair.session(), plan.path)
    assert exit_code(pair.apply(over)) == 0
    assert len(pair.right.entries) == 4


# limits


def many(pair: Pair, count: int) -> None:
    for number in range(count):
        pair.left.put("article", f"a{number}", {EN: {"title": text("T"), STATUS: PUBLISHED}}, slug=f"a{number}")


def test_what_a_plan_creates_does_not_count_as_changed(pair: Pair) -> None:
    many(pair, 10)
    pair.sync()
    pair.options["limits"] = Limits(delete=0.1, change=0.5, minimum=10)
    for number in range(20):
        pair.left.put("article", f"b{number}", {EN: {"title": text("T"), STATUS: PUBLISHED}}, slug=f"b{number}")
    plan = pair.plan()
    assert {op.verb for op in plan.ops()} == {"create", "publish"}
    assert exit_code(pair.apply(plan)) == 0


def test_what_was_there_counts_as_changed_beside_what_is_created(pair: Pair) -> None:
    many(pair, 9)
    pair.sync()
    pair.options["limits"] = Limits(delete=0.1, change=0.5, minimum=10)
    for number in range(20):
        pair.left.put("article", f"b{number}", {EN: {"title": text("T"), STATUS: PUBLISHED}}, slug=f"b{number}")
    for number in range(6):
        pair.left.edit("article", f"a{number}", EN, title=text("other"))
    with pytest.raises(
        Refused, match=r"change 6 of 10 entries on right, more than 50%.*limits\.change.*limits\.minimum"
    ):
        pair.plan()


# refused, and looked at

LIMITS = "limits: {delete: 100%, change: 100%, minimum: 1000}"


@pytest.fixture
def too_much(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed()
    assert within(crossing, "sync", "MAPPING").code == 0
    crossing.write_mapping((LIMITS, "limits: {delete: 0%, change: 0%, minimum: 1}"))
    sandboxes.webflow.edit(action="update", collection="posts", item="second", fields={"name": "Two"}, publish=True)
    sandboxes.forget()
    return crossing


def test_a_refused_plan_writes_its_reports_and_the_plan_marked_as_refused(too_much: Crossing) -> None:
    reports = {name: too_much.folder / f"report.{name}" for name in ("html", "md", "json")}
    words = [word for name, path in reports.items() for word in ("--report", f"{name}={path}")]
    ran = within(too_much, "plan", "MAPPING", *words)
    assert ran.code == 4
    reason = "the plan would change 1 of 10 entries on butter, more than 0%"
    assert reason in ran.err
    assert "REFUSED" in ran.out
    assert reason in ran.out
    assert "Apply it with" not in ran.out
    plan = read_plan(too_much.folder / "plan.jsonl")
    assert plan.header.refused.startswith(reason)
    assert [op.verb for op in plan.ops()] == ["update"]
    for path in reports.values():
        assert "the plan would change 1 of 10 entries" in path.read_text("utf-8").replace("\\", "")
    assert json.loads(reports["json"].read_text("utf-8"))["refused"].startswith(reason)


def test_a_refused_plan_is_json_on_both_streams_where_that_was_asked_for(too_much: Crossing) -> None:
    ran = within(too_much, "plan", "MAPPING", "--json")
    assert ran.code == 4
    assert ran.data["refused"]
    assert ran.error["error"] == "Refused"
    assert ran.error["plan"] == str(too_much.folder / "plan.jsonl")


def test_a_plan_marked_as_refused_cannot_be_applied(too_much: Crossing) -> None:
    within(too_much, "plan", "MAPPING")
    ran = within(too_much, "apply", "PLAN")
    assert ran.code == 4
    assert "this plan was refused when it was made: the plan would change 1 of 10 entries" in ran.err
    assert too_much.sandboxes.writes() == []


def test_a_sync_that_is_refused_leaves_its_plan_to_look_at(too_much: Crossing) -> None:
    ran = within(too_much, "sync", "MAPPING")
    assert ran.code == 4
    assert read_plan(too_much.folder / "sync.jsonl").header.refused
    assert too_much.sandboxes.writes() == []


def test_a_plan_refused_for_its_losses_is_written_and_marked(pair: Pair) -> None:
    pair.right.capabilities = replace(pair.right.capabilities, write_alt=False)
    pair.left.edit("article", "tea", EN, cover=image("https://a.example/x.png", "alt"))
    out = pair.folder / "lossy.jsonl"
    with pytest.raises(Refused, match="1 x no place for alt text") as refused:
        api.plan(replace(pair.session(), max_loss=MaxLoss(cells=0)), out)
    assert refused.value.plan == out
    assert read_plan(out).header.refused == str(refused.value)


def test_a_refused_plan_is_no_cut_run(too_much: Crossing) -> None:
    within(too_much, "plan", "MAPPING")
    too_much.write_mapping()
    assert within(too_much, "plan", "MAPPING").code == 0
    assert within(too_much, "apply", "PLAN").code == 0
