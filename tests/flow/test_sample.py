"""``apply --sample``: a part of a plan goes first and is proven; the rest follows, or does not, and nothing twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import Crossing, content, settled

from isogloss.apply.patience import Patience
from isogloss.plan.data import read_plan

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Json, Sandboxes

PROMPT = Patience(first=0.01, confirm=5.0, unsure=0.3)


@pytest.fixture(params=[small_site.FORWARD, small_site.BACKWARD])
def crossing(request: pytest.FixtureRequest, sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    """The small site, planned across, and nothing written yet."""
    made = Crossing(sandboxes, tmp_path, request.param, patience=PROMPT)
    made.seed()
    assert within(made, "plan", "MAPPING").code == 0
    sandboxes.forget()
    return made


def end_of_an_uncut_run(crossing: Crossing) -> tuple[Json, Json]:
    start = crossing.sandboxes.states()
    settled(crossing.apply(read_plan(crossing.folder / "plan.jsonl")))
    end = content(crossing.sandboxes)
    crossing.sandboxes.load(start)
    for left in crossing.folder.glob("state.db*"):
        left.unlink()
    crossing.sandboxes.forget()
    return end


def keys(crossing: Crossing) -> set[tuple[str, str]]:
    return {tuple(op["entry"]) for op in lines_of(read_plan(crossing.folder / "plan.jsonl"), "op")}


def written(crossing: Crossing) -> set[tuple[str, str]]:
    """The entries for which something was sent."""
    rows = crossing.rows("select ops from isogloss_intent")
    return {(op[3], op[4]) for ops in rows for op in json.loads(ops)}


def retitled(crossing: Crossing, title: str) -> None:
    """Somebody gives an article another title, where it comes from."""
    if crossing.flow == small_site.FORWARD:
        place: Json = {"collection": "posts", "item": "on-top", "locale": "en-US", "fields": {"name": title}}
    else:
        place = {"page_type": "article", "slug": "on-top", "locale": "en", "fields": {"headline": title}}
    crossing.source.edit(action="update", publish=True, **place)


def test_a_sample_goes_with_all_that_it_refers_to_and_the_rest_follows_once(crossing: Crossing) -> None:
    end = end_of_an_uncut_run(crossing)
    ran = within(crossing, "apply", "PLAN", "--entries", "article/only-here")
    assert ran.code == 0, ran
    assert "Of the plan a part was carried out, as asked: 1 entry, with 1 entry that they refer to." in ran.out
    assert "Both sides were read anew, and compared on that part:" in ran.out
    assert written(crossing) == {("article", "only-here"), ("author", "ann")} < keys(crossing)
    assert within(crossing, "status", "MAPPING").code == 0
    ran = within(crossing, "apply", "PLAN")
    assert ran.code == 0, ran
    assert content(crossing.sandboxes) == end
    assert written(crossing) == keys(crossing)
    again = within(crossing, "apply", "PLAN")
    assert (again.code, "applied already" in again.err) == (4, True)
    crossing.sandboxes.forget()
    assert within(crossing, "sync", "MAPPING").code == 0
    assert crossing.sandboxes.writes() == []


def test_the_rest_follows_at_once_where_it_was_asked_for_and_the_part_is_proven(crossing: Crossing) -> None:
    end = end_of_an_uncut_run(crossing)
    ran = within(crossing, "apply", "PLAN", "--sample", "1", "--continue")
    assert ran.code == 0, ran
    assert content(crossing.sandboxes) == end
    assert "are left" not in ran.out
    (run,) = within(crossing, "status", "MAPPING", "--json").data["runs"]
    assert run["state"] == "finished"


def test_what_differs_on_the_part_holds_the_rest(crossing: Crossing, monkeypatch: pytest.MonkeyPatch) -> None:
    from isogloss.run import parts

    def edited(*told: object) -> object:
        retitled(crossing, "Somebody's")
        return verify(*told)

    verify = parts.verify
    monkeypatch.setattr(parts, "verify", edited)
    ran = within(crossing, "apply", "PLAN", "--entries", "article/on-top", "--continue")
    assert ran.code == 1, ran
    assert "The sides differ in" in ran.out
    assert written(crossing) < keys(crossing)


def test_what_a_sample_left_is_not_rehearsed_and_another_plan_is(crossing: Crossing) -> None:
    assert within(crossing, "apply", "PLAN", "--sample", "10%").code == 0
    ran = within(crossing, "rehearse", "PLAN")
    assert ran.code == 4, ran
    assert "carried out a part of this plan. What is left of it cannot be rehearsed" in ran.err
    assert within(crossing, "rehearse", "MAPPING").code == 0


def test_after_a_sample_another_plan_may_be_made_instead(crossing: Crossing) -> None:
    assert within(crossing, "apply", "PLAN", "--sample", "10%").code == 0
    some = written(crossing)
    assert within(crossing, "status", "MAPPING", "--json").data["cut"] is None
    assert within(crossing, "plan", "MAPPING", "--out", crossing.folder / "other.jsonl").code == 0
    left = {tuple(op["entry"]) for op in lines_of(read_plan(crossing.folder / "other.jsonl"), "op")}
    assert left == keys(crossing) - some
    assert within(crossing, "apply", crossing.folder / "other.jsonl").code == 0
    crossing.sandboxes.forget()
    assert within(crossing, "sync", "MAPPING").code == 0
    assert crossing.sandboxes.writes() == []


@pytest.mark.parametrize("crossing", [small_site.FORWARD], indirect=True)
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--entries", "article/none*"), 2, "it writes no entry article/none*"),
        (("--publish", "nothing"), 2, "it writes no entry nothing"),
        (("--sample", "0"), 2, "'0' is no amount"),
        (("--sample", "120%"), 2, "'120%' is no amount"),
        (("--sample", "some"), 2, "'some' is no amount"),
        (("--sample", "1", "--entries", "article/*"), 2, "--sample and --entries: say one of them"),
        (("--publish", "article/*", "--continue"), 2, "--continue: goes on after a part that"),
        (("--continue",), 2, "--continue: goes on after a part that"),
    ],
)
def test_a_part_that_is_none_is_refused_before_anything_is_asked(
    crossing: Crossing, words: tuple[str, ...], code: int, told: str
) -> None:
    ran = within(crossing, "apply", "PLAN", *words)
    assert ran.code == code, ran
    assert told in " ".join(ran.err.split())
    assert crossing.sandboxes.log() == []


def test_all_goes_but_publishing_which_is_left_to_some(crossing: Crossing) -> None:
    end = end_of_an_uncut_run(crossing)
    ran = within(crossing, "apply", "PLAN", "--publish", "article/on-top")
    assert ran.code == 0, ran
    assert "All of the plan was carried out but publishing, as asked: that of" in ran.out
    assert written(crossing) == keys(crossing)
    seen = live(crossing)
    assert "on-top" in seen
    assert not seen & {"first", "second", "third", "only-here"}
    assert within(crossing, "apply", "PLAN").code == 0
    assert content(crossing.sandboxes) == end


def live(crossing: Crossing) -> set[str]:
    """The slugs of the articles that the public sees where they were carried to."""
    state = crossing.target.state()
    if crossing.flow == small_site.BACKWARD:
        posts = next(each for each in state["collections"] if each["slug"] == "posts")
        return {row["live"]["fieldData"]["slug"] for row in posts["items"] if row["live"] is not None}
    return {page["slug"] for page in state["pages"] if any(each["live"] for each in page["locales"].values())}


@pytest.mark.parametrize("crossing", [small_site.FORWARD], indirect=True)
def test_what_of_a_part_may_still_come_true_is_looked_for_before_anything_is_planned_anew(crossing: Crossing) -> None:
    end = end_of_an_uncut_run(crossing)
    crossing.target.fault(kind="ignore", times=None)
    ran = within(crossing, "apply", "PLAN", "--entries", "author/*")
    assert ran.code == 1, ran
    told = within(crossing, "status", "MAPPING", "--json").data
    assert [run["state"] for run in told["runs"]] == ["unsettled"]
    assert told["cut"]["id"] == told["runs"][0]["id"]
    crossing.target.mend()
    assert within(crossing, "sync", "MAPPING").code == 0
    assert content(crossing.sandboxes) == end
