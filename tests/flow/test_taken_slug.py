"""A page that a person deleted on ButterCMS, whose slug stays taken: held with a way out, and everything else flows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from edge import TandemClock
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, settled

from isogloss.apply.patience import Patience
from isogloss.cli.apply import exit_code

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]
DAY = 86_400


def site() -> Json:
    return {"article": {name: {"all": {}, "en": {"title": name}} for name in ("tea", "cup")}}


@pytest.fixture
def crossing(sandboxes: support.Sandboxes, tmp_path: Path) -> Crossing:
    """The page tea was deleted on ButterCMS, and edited on Webflow, whose edits count."""
    made = Crossing(sandboxes, tmp_path, small_site.BOTH, patience=Patience(), clock=TandemClock(sandboxes))
    made.write_mapping(("limits:", "conflict: webflow\nlimits:"))
    made.seed(site())
    settled(made.sync())
    sandboxes.butter.turn(page_delete=True)
    sandboxes.butter.edit(action="delete", page_type="article", slug="tea")
    edit(made, "tea", name="Mine")
    return made


def edit(crossing: Crossing, item: str, **fields: str) -> None:
    crossing.sandboxes.webflow.edit(action="update", collection="posts", item=item, fields=fields, publish=True)


def pages(crossing: Crossing) -> dict[str, str]:
    found = crossing.sandboxes.butter.state()["pages"]
    return {each["slug"]: each["locales"]["en"]["live"]["headline"] for each in found if not each["deleted"]}


@pytest.mark.parametrize("taken", ["400", "403", "silent"])
def test_a_slug_that_a_deleted_page_still_holds_is_held_with_a_way_out_and_the_rest_flows(
    crossing: Crossing, taken: str
) -> None:
    crossing.sandboxes.butter.turn(deleted_slug_reusable=False, duplicate_slug=taken)
    edit(crossing, "cup", name="Bowl")
    first = crossing.sync()
    held, *after = first.result.problems
    assert (held[0].verb, held[1].outcome, exit_code(first)) == ("create", "held", 1)
    assert "give the entry another slug on webflow, delete it there too" in held[1].detail
    assert [(op.entry, settled.outcome) for op, settled in after] == [(held[0].entry, "blocked")]
    assert pages(crossing) == {"cup": "Bowl"}
    for name in ("Big bowl", "Small bowl"):
        edit(crossing, "cup", name=name)
        crossing.sandboxes.forget()
        again = crossing.sync()
        (conflict,) = lines_of(again.plan, "conflict")
        assert (conflict["entry"], conflict["reason"]) == (["article", "tea"], "slug taken")
        assert "Give this one another slug, delete it too" in conflict["detail"]
        assert exit_code(again) == 1
        assert pages(crossing) == {"cup": name}
        assert [line for line in crossing.sandboxes.butter.writes() if line["method"] == "POST"] == []


@pytest.mark.parametrize("taken", ["400", "403", "silent"])
@pytest.mark.parametrize("way", ["another slug", "delete", "wait"])
def test_each_way_out_leads_out(crossing: Crossing, taken: str, way: str) -> None:
    crossing.sandboxes.butter.turn(deleted_slug_reusable=False, duplicate_slug=taken)
    crossing.sync()
    if way == "another slug":
        edit(crossing, "tea", slug="green-tea")
        settled(crossing.sync())
        assert pages(crossing) == {"cup": "cup", "green-tea": "Mine"}
    elif way == "delete":
        crossing.sandboxes.webflow.edit(action="delete", collection="posts", item="tea", locale="en-US")
        assert exit_code(crossing.sync()) == 0
        assert pages(crossing) == {"cup": "cup"}
    else:
        crossing.clock.sleep(DAY + 1)
        assert exit_code(crossing.sync()) == 1, "tried again, and held again"
        crossing.sandboxes.butter.turn(deleted_slug_reusable=True)
        assert exit_code(crossing.sync()) == 1
        crossing.clock.sleep(DAY + 1)
        settled(crossing.sync())
        assert pages(crossing) == {"cup": "cup", "tea": "Mine"}
    assert crossing.sync().result.counts() == {}
    assert crossing.verify().proven


def test_where_the_slug_is_free_again_the_page_is_made_again(crossing: Crossing) -> None:
    crossing.sandboxes.butter.turn(deleted_slug_reusable=True)
    settled(crossing.sync())
    assert pages(crossing) == {"cup": "cup", "tea": "Mine"}
    at_rest(crossing)


@pytest.mark.parametrize("taken", ["400"])
def test_a_slug_that_a_page_of_before_our_time_still_holds_is_held_as_well(
    sandboxes: support.Sandboxes, tmp_path: Path, taken: str
) -> None:
    sandboxes.butter.turn(deleted_slug_reusable=False, duplicate_slug=taken, page_delete=True)
    crossing = Crossing(sandboxes, tmp_path, patience=Patience(), clock=TandemClock(sandboxes))
    crossing.seed(site())
    sandboxes.butter.edit(
        action="create", page_type="article", slug="tea", title="Theirs", fields={"headline": "Theirs"}
    )
    sandboxes.butter.edit(action="delete", page_type="article", slug="tea")
    assert exit_code(crossing.sync()) == 1
    again = crossing.sync()
    (conflict,) = lines_of(again.plan, "conflict")
    assert (conflict["reason"], exit_code(again)) == ("slug taken", 1)
    assert pages(crossing) == {"cup": "cup"}
