"""A migration in five languages while people edit on both sides: what it looks at, and what survives.

The clock is a virtual one that both sandboxes share. ``bench/freshness.py`` measures the same with more entries.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from long_run import TAGS, TO_BUTTER, TO_WEBFLOW, LongRun, People, long_run
from whole import WHOLE

from isogloss import api

if TYPE_CHECKING:
    from pathlib import Path

    from isogloss.api import Applied

ENTRIES = 60
MOVING = 40
MANY, EDITS, LATER = (180, 200, 1.0) if WHOLE else (80, 90, 2.25)
"""Entries of a run of an hour, how many edits people make meanwhile, and how much later answers come where both are
fewer."""


def looks(applied: Applied) -> tuple[int, int]:
    """Looks, and all requests but them."""
    spent = [(what, count) for side in applied.requests.values() for what, count in side.items()]
    asked = sum(count for what, count in spent if what == "looks")
    return asked, sum(count for _, count in spent) - asked


@pytest.mark.parametrize(("flow", "most"), [(TO_BUTTER, 0.08), (TO_WEBFLOW, 0.05)])
def test_looks_are_few_and_as_priced(tmp_path: Path, flow: str, most: float) -> None:
    with long_run(tmp_path, ENTRIES, flow) as run:
        plan = api.plan(run.session(), tmp_path / "plan.jsonl")
        priced = sum(cost.looks for cost in plan.header.cost.values())
        run.forget()
        applied = api.apply(run.session(), plan)
        asked, rest = looks(applied)
        assert applied.result.counts() == {"confirmed": 2 * ENTRIES}
        assert asked + rest == sum(len(lines) for lines in run.wire.log.values())
        assert asked <= most * rest
        assert asked <= 1.3 * priced + len(TAGS)
        assert run.titles("butter") == run.titles("webflow")


def test_a_listing_whose_pages_take_time_themselves_is_priced_as_what_it_is(tmp_path: Path) -> None:
    """Two seconds of freshness, one of which goes by while the first pages in five languages are read."""
    with long_run(tmp_path, 3 * ENTRIES, TO_BUTTER) as run:
        run.bridge = replace(run.bridge, freshness=2.0)
        plan = api.plan(run.session(), tmp_path / "plan.jsonl")
        priced = sum(cost.looks for cost in plan.header.cost.values())
        asked, _ = looks(api.apply(run.session(), plan))
        assert asked > 2 * len(TAGS), "it is looked again and again"
        assert abs(asked - priced) <= 0.2 * asked


@pytest.mark.parametrize("flow", [TO_BUTTER, TO_WEBFLOW])
def test_every_edit_that_is_made_meanwhile_on_either_side_survives(tmp_path: Path, flow: str) -> None:
    chance, source = Random(7), flow.partition(" ")[0]  # noqa: S311  # the same each time
    target = "butter" if source == "webflow" else "webflow"
    with long_run(tmp_path, ENTRIES, flow) as run:
        made: dict[tuple[str, int, str], str] = {}
        times: dict[tuple[str, int, str], float] = {}

        def edit(side: str, number: int, code: str, title: str) -> None:
            if side == source or (f"post-{number}", code) in run.titles(side):  # nobody edits what is not there yet
                run.edit(side, number, code, title)
                made[side, number, code], times[side, number, code] = title, run.clock.passed

        places = chance.sample([(number, code) for number in range(ENTRIES) for code in TAGS], 24)
        for count, (number, code) in enumerate(places):
            side = (source, target)[count % 2]
            when = run.clock.passed + chance.uniform(1, 30 if flow == TO_BUTTER else 8)
            title = f"{side} {count}"
            run.wire.edits.append((when, lambda told=(side, number, code, title): edit(*told)))
        run.wire.edits.sort(key=lambda each: each[0])
        api.sync(run.session(), tmp_path / "sync.jsonl")
        run.wire.edits.clear()
        for _ in range(2):  # the next day, and the day after
            run.clock.sleep(86400)
            api.sync(run.session(), tmp_path / "sync.jsonl")
        assert len(made) > 3, "what is not there yet is edited by nobody"
        shown = {side: run.titles(side) for side in (source, target)}
        for (side, number, code), title in made.items():
            later = [
                at - times[side, number, code] for at in run.wire.sent.get(f"/v2/pages/article/post-{number}/", ())
            ]
            if side == target and any(0 <= after <= run.bridge.freshness for after in later):
                continue  # what a run made itself is looked at within freshness, and not before each call
            assert shown[side][f"post-{number}", code] == title, (side, number, code)
            if side == source and (target, number, code) not in made:
                assert shown[target][f"post-{number}", code] == title, (side, number, code)


@pytest.mark.parametrize(("flow", "rest"), [(TO_BUTTER, (6, 80.0)), (TO_WEBFLOW, (3, 120.0))])
def test_as_many_edits_as_there_are_entries_survive_a_run_of_an_hour(
    tmp_path: Path, flow: str, rest: tuple[int, float]
) -> None:
    """The platforms answer late at times, so that a few hundred entries take an hour, and looks are soon too old."""
    with long_run(tmp_path, MANY, flow) as run:
        run.wire.rest = rest[0], rest[1] * LATER
        began, people = run.clock.passed, People(run)
        people.begin(flow, MANY, EDITS, 3000)
        api.sync(run.session(), tmp_path / "sync.jsonl")
        assert run.clock.passed - began > 3000
        run.wire.rest = None
        for _ in range(3):
            run.clock.sleep(86400)
            api.sync(run.session(), tmp_path / "sync.jsonl")
        assert len(people.done) == EDITS
        assert [edit for edit in people.lost() if not people.too_late(edit)] == []
        run.forget()
        api.sync(run.session(), tmp_path / "sync.jsonl")
        assert {method for lines in run.wire.log.values() for method, _ in lines} == {"GET"}


def test_looks_towards_webflow_are_one_in_twenty_however_long_the_run(tmp_path: Path) -> None:
    """A first page that goes past all that the run made would itself be too old when it is read."""
    with long_run(tmp_path, 6 * ENTRIES, TO_WEBFLOW) as run:
        plan = api.plan(run.session(), tmp_path / "plan.jsonl")
        applied = api.apply(run.session(), plan)
        asked, rest = looks(applied)
        assert 0 < asked <= 0.05 * rest
        assert asked <= 2 * sum(cost.looks for cost in plan.header.cost.values())
        assert sum(side["settles"] for side in applied.requests.values() if "settles" in side) == sum(
            cost.settles for cost in plan.header.cost.values()
        )


def test_what_moved_meanwhile_is_planned_again_once(tmp_path: Path) -> None:
    with long_run(tmp_path, MOVING, TO_BUTTER, both=True) as run:
        api.sync(run.session(), tmp_path / "sync.jsonl")
        for number in range(MOVING):
            run.edit("webflow", number, "en", f"Across {number}")
        run.wire.edits.append((run.clock.passed + 4.5, lambda: _edit_all(run)))
        applied = api.sync(run.session(), tmp_path / "sync.jsonl")
        assert applied.result.counts()["skipped"] > 0
        assert applied.again is not None
        assert applied.again.again is None
        assert (tmp_path / "sync-again.jsonl").is_file()
        assert {title for (_, code), title in run.titles("butter").items() if code == "en"} == {"Meanwhile"}


def _edit_all(run: LongRun) -> None:
    for number in range(MOVING):
        run.edit("webflow", number, "en", "Meanwhile")
