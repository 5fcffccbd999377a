"""What some saw Webflow do and others did not: everything crosses, is edited and comes to rest under each answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import every_type
import pytest
from command import within
from edge import TandemClock
from plan_lines import lines_of
from sandboxes import Crossing, Sandboxes, at_rest, settled
from small_site import BACKWARD, BOTH
from whole import of

if TYPE_CHECKING:
    from pathlib import Path

SEEN: list[dict[str, Any]] = [
    {"image_writes": "imported"},
    {"null_reference": "refused"},
    {"block_space": "loses"},
    {"inline_code": "emptied"},
    {"slug_case": "kept"},
    {"burst": 20, "burst_seconds": 1.0},
]
SPACED = '<p>Cups:</p>\n<ul>\n<li>bowl, <a href="https://tea.example/">here</a></li>\n</ul>\n<hr>\n<p>End</p>'


def tea(sandboxes: Sandboxes, locale: str = "en-US") -> Any:
    state = sandboxes.webflow.state()
    (code,) = (each["cmsLocaleId"] for each in state["locales"] if each["tag"] == locale)
    rows = [row for each in state["collections"] if each["slug"] == "things" for row in each["items"]]
    (found,) = (row for row in rows if row["cmsLocaleId"] == code and row["fieldData"]["slug"] == "tea")
    return found["fieldData"]


def webflow_rows(sandboxes: Sandboxes) -> list[Any]:
    return [row for each in sandboxes.webflow.state()["collections"] for row in each["items"]]


def crossed(sandboxes: Sandboxes, folder: Path, flow: str, seen: dict[str, Any]) -> Crossing:
    """Everything that ButterCMS held is on Webflow."""
    sandboxes.webflow.turn(**seen)
    sandboxes.webflow.seed(every_type.webflow_seed(full=False))
    made = sandboxes.butter.seed(every_type.butter_seed(full=True))
    crossing = Crossing(sandboxes, folder, flow, every_type.mapping(made["items"]), clock=TandemClock(sandboxes))
    settled(crossing.sync())
    at_rest(crossing)
    return crossing


@pytest.mark.parametrize("flow", of([BACKWARD, BOTH], lambda _, flow: flow == BACKWARD))  # both: test_every_switch.py
@pytest.mark.parametrize("seen", SEEN, ids=str)
def test_everything_crosses_and_rests_under_any_answer(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, seen: dict[str, Any]
) -> None:
    crossing = crossed(sandboxes, tmp_path, flow, seen)
    before = tea(sandboxes)["cover"]
    fields = {"body": SPACED, "cover": "https://images.example/other.png", "line": "Another line"}
    sandboxes.butter.edit(action="update", page_type="thing", slug="tea", locale="en", publish=True, fields=fields)
    settled(crossing.sync())
    at_rest(crossing)
    shown = tea(sandboxes)
    assert shown["line"] == "Another line"
    assert shown["cover"]["url"] != before["url"]
    assert "<ul" in shown["body"]
    assert 'href="https://tea.example/"' in shown["body"]
    assert "<hr" in shown["body"]


def test_pictures_that_are_imported_at_each_write_are_not_written_unless_they_changed(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = crossed(sandboxes, tmp_path, BOTH, {"image_writes": "imported"})
    before = tea(sandboxes)
    edit = {"action": "update", "page_type": "thing", "slug": "tea", "locale": "en", "publish": True}
    sandboxes.butter.edit(**edit, fields={"line": "Another line"})
    settled(crossing.sync())
    after = tea(sandboxes)
    assert after["line"] == "Another line"
    assert [after[name] for name in ("cover", "photos", "seo-picture")] == [
        before[name] for name in ("cover", "photos", "seo-picture")
    ]


@pytest.mark.parametrize("flow", [BACKWARD, BOTH])
@pytest.mark.parametrize("refuses", [{"null_reference": "refused"}, {"null_on_write": "reject"}], ids=str)
def test_a_field_that_webflow_refuses_to_empty_is_told_once_held_then_and_the_rest_of_its_entry_flows(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, refuses: dict[str, Any]
) -> None:
    crossing = crossed(sandboxes, tmp_path, flow, refuses)
    before = tea(sandboxes)["best"]
    edit = {"action": "update", "page_type": "thing", "slug": "tea", "locale": "en", "publish": True}
    sandboxes.butter.edit(**edit, fields={"best": "", "line": "Another line"})
    done = within(crossing, "sync", "MAPPING", "--json")
    (told,) = [each for each in done.data["problems"] if each["outcome"] != "blocked"]
    assert (done.code, told["outcome"]) == (1, "held"), done.out
    assert "webflow refuses to empty best" in told["detail"]
    assert "Put another value there, or empty it there by hand" in told["detail"]
    assert within(crossing, "sync", "MAPPING").code == 1
    assert (tea(sandboxes)["best"], tea(sandboxes)["line"]) == (before, "Another line"), "what else changed is written"
    sandboxes.forget()
    again = within(crossing, "sync", "MAPPING", "--json")
    assert (again.code, again.data["outcomes"]) == (1, {}), again.out
    assert sandboxes.writes() == []
    (held,) = lines_of(crossing.plan(), "conflict")
    assert (held["reason"], held["field"], held["locale"]) == ("blocked", "best", "en-US")
    assert "webflow would refuse it: it refused to empty this field" in held["detail"]
    sandboxes.butter.edit(**edit, fields={"best": "clay"})
    settled(crossing.sync())
    at_rest(crossing)


def test_a_field_that_webflow_refused_to_empty_and_a_person_emptied_there_is_at_rest(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = crossed(sandboxes, tmp_path, BOTH, {"null_reference": "refused"})
    edit = {"action": "update", "page_type": "thing", "slug": "tea", "locale": "en", "publish": True}
    sandboxes.butter.edit(**edit, fields={"best": ""})
    assert within(crossing, "sync", "MAPPING").code == 1
    there = {"action": "update", "collection": "things", "item": "tea", "locale": "en-US", "publish": True}
    sandboxes.webflow.turn(null_reference="cleared")  # the editor can do what the interface may not
    sandboxes.webflow.edit(**there, fields={"best": None})
    sandboxes.webflow.turn(null_reference="refused")
    settled(crossing.sync())
    at_rest(crossing)


def test_code_inside_a_line_that_webflow_empties_is_told(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = crossed(sandboxes, tmp_path, BOTH, {"inline_code": "emptied"})
    edit = {"action": "update", "page_type": "thing", "slug": "tea", "locale": "en", "publish": True}
    sandboxes.butter.edit(**edit, fields={"body": "<p>Call <code>now()</code> today</p>"})
    done = crossing.sync()
    assert done.result.counts()["altered"] == 1
    assert crossing.sync().result.problems == ()
    (page,) = (each for each in sandboxes.butter.state()["pages"] if each["slug"] == "tea")
    assert page["locales"]["en"]["live"]["body"] == "<p>Call <code>now()</code> today</p>", "nothing empties the source"


def test_an_item_made_in_two_locales_gives_each_its_own_link_where_webflow_refuses_to_empty_it(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    sandboxes.webflow.turn(insert=False, null_reference="refused")  # all locales are made alike then
    crossing = Crossing(sandboxes, tmp_path, BACKWARD)
    article = {"all": {}, "en": {"title": "Tea", "author": "ann"}, "fr": {"title": "The", "body": "<p>Fr</p>"}}
    author = {"all": {}, "en": {"name": "Ann"}, "fr": {"name": "Anne"}}
    crossing.seed({"author": {"ann": author}, "article": {"tea": article}})
    told = [within(crossing, "sync", "MAPPING", "--json") for _ in range(2)]
    assert [each.code for each in told] == [0, 0], told[0].out
    assert told[1].data["outcomes"] == {}
    named = {row["fieldData"]["name"]: row for row in webflow_rows(sandboxes)}
    assert "author" in named["Tea"]["fieldData"]
    assert not named["The"]["fieldData"].get("author"), "the other page has none"
    assert named["The"]["lastPublished"], "so nothing keeps it from going live"


def test_a_new_locale_without_a_link_of_the_primary_does_not_go_live_with_it_where_webflow_refuses_to_empty_it(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    sandboxes.webflow.turn(insert=False, null_reference="refused")  # a new locale is a copy of the primary then
    crossing = Crossing(sandboxes, tmp_path, BACKWARD)
    article = {"all": {}, "en": {"title": "Tea", "author": "ann"}}
    author = {"all": {}, "en": {"name": "Ann"}, "fr": {"name": "Anne"}}
    crossing.seed({"author": {"ann": author}, "article": {"tea": article}})
    settled(crossing.sync())
    sandboxes.butter.edit(
        action="add_locale",
        page_type="article",
        slug="tea",
        locale="fr",
        fields={"headline": "The", "body": "<p>Fr</p>"},
        publish=True,
    )
    sandboxes.webflow.edit(action="add_locale", collection="posts", item="tea", locale="fr-FR")  # in the Designer
    told = [within(crossing, "sync", "MAPPING", "--json") for _ in range(4)]
    assert "author: Expected value to be an ItemRef" in told[0].out
    assert "webflow refuses to empty author" in told[0].out
    assert (told[3].code, told[3].data["outcomes"]) == (1, {}), told[3].out
    french = {row["fieldData"]["name"]: row for row in webflow_rows(sandboxes)}["The"]
    assert french["lastPublished"] is None
    assert "author" in json.dumps([*lines_of(crossing.plan(), "drift")])
