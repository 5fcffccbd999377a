"""Every type at once, across both sandboxes and back, under the ways in which the platforms may rewrite values."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import every_type
import pytest
from plainly import plain
from plan_lines import lines_of
from sandboxes import Crossing, Sandboxes, at_rest, settled
from small_site import BACKWARD, BOTH, FORWARD

from isogloss.mapping.check.check import check
from isogloss.model.address import Side
from isogloss.model.locale import SHARED
from isogloss.run.sides import open_readers

if TYPE_CHECKING:
    from pathlib import Path

WEBFLOW_WAYS = [
    {},
    {"empty_fields": "null", "color_rewrite": False},
    {"multi_order": "sorted"},
    {"html_rewrite": "heavy", "datetime_ms": False},
]
BUTTER_WAYS = [
    {},
    {"empty_style": "empty", "number_style": "float", "date_style": "Z"},
    {"empty_style": "missing", "number_style": "integer", "date_style": "+00:00"},
    {"reference_reorder": True, "html_rewrite": True, "path_shape": "plain"},
]


def begin(sandboxes: Sandboxes, folder: Path, flow: str, **ways: dict[str, Any]) -> Crossing:
    """The source holds everything, the target its schema."""
    sandboxes.webflow.turn(**ways.get("webflow", {}))
    sandboxes.butter.turn(**ways.get("butter", {}))
    sandboxes.webflow.seed(every_type.webflow_seed(full=flow != BACKWARD))
    made = sandboxes.butter.seed(every_type.butter_seed(full=flow == BACKWARD))
    folder.mkdir(exist_ok=True)
    return Crossing(sandboxes, folder, flow, every_type.mapping(made["items"], maker=flow == FORWARD))


def lost(crossing: Crossing) -> Counter[tuple[str, str]]:
    return Counter((loss["field"], loss["reason"]) for loss in lines_of(crossing.plan(), "loss"))


def page(sandboxes: Sandboxes, slug: str, locale: str) -> Any:
    (found,) = (each for each in sandboxes.butter.state()["pages"] if each["slug"] == slug)
    return found["locales"][locale]["live"]


def item(sandboxes: Sandboxes, slug: str, locale: str) -> Any:
    state = sandboxes.webflow.state()
    (code,) = (each["cmsLocaleId"] for each in state["locales"] if each["tag"] == locale)
    rows = [row for each in state["collections"] if each["slug"] == "things" for row in each["items"]]
    (found,) = (row for row in rows if row["cmsLocaleId"] == code and row["fieldData"]["slug"] == slug)
    return found["fieldData"]


@pytest.mark.parametrize("webflow", WEBFLOW_WAYS, ids=str)
@pytest.mark.parametrize("butter", [{}], ids=str)
def test_everything_goes_from_webflow_to_butter_and_is_at_rest(
    sandboxes: Sandboxes, tmp_path: Path, webflow: dict[str, Any], butter: dict[str, Any]
) -> None:
    crossing = begin(sandboxes, tmp_path, FORWARD, webflow=webflow, butter=butter)
    # Pictures within a text keep what describes them, so only those in fields of their own lose it; none is described.
    assert lost(crossing) == {
        ("body", "approximated"): 2,
        ("teaser", "approximated"): 2,
        ("sections", "no place for alt text"): 2,
    }
    settled(crossing.sync())
    at_rest(crossing)
    tea = page(sandboxes, "tea", "en")
    assert [row["type"] for row in tea["sections"]] == ["quote", "hero_block", "hero_block"]
    assert tea["sections"][0]["fields"]["by"] == {"name": "Kakuzo", "born": "1863-02-14T00:00:00"}
    assert [row["amount"] for row in tea["facts"]] == [0.3, None]
    assert [row["form"] for row in tea["facts"]] == ["a-bowl", "cup"]
    assert len(tea["photos"]) == 2
    assert (tea["stock"], tea["sold"], tea["since"]) == ("12", 1, "2019-12-31")
    assert tea["seo"]["title"] == "Tea, found"
    assert "wf-component" in tea["body"]
    assert tea["teaser"] == "Some bold tea."
    assert json.loads(tea["maker"]) == every_type.WEBFLOW_TEA["maker"]


@pytest.mark.parametrize("butter", BUTTER_WAYS, ids=str)
def test_everything_goes_from_butter_to_webflow_and_back_as_it_was(
    sandboxes: Sandboxes, tmp_path: Path, butter: dict[str, Any]
) -> None:
    first = begin(sandboxes, tmp_path / "there", BACKWARD, butter=butter)
    origins: dict[str, str] = {}
    before = told(first, origins)
    assert lost(first) == {}
    settled(first.sync())
    at_rest(first)
    sandboxes.butter.load(sandboxes.blank[1])
    made = sandboxes.butter.seed(every_type.butter_seed(full=False))
    (tmp_path / "back").mkdir()
    back = Crossing(sandboxes, tmp_path / "back", FORWARD, every_type.mapping(made["items"]))
    assert lost(back) == {}
    settled(back.sync())
    assert told(back, origins) == before


@pytest.mark.parametrize("butter", BUTTER_WAYS, ids=str)
@pytest.mark.parametrize("webflow", [WEBFLOW_WAYS[1]], ids=str)
def test_edits_of_parts_cross_in_both_directions(
    sandboxes: Sandboxes, tmp_path: Path, webflow: dict[str, Any], butter: dict[str, Any]
) -> None:
    crossing = begin(sandboxes, tmp_path, BOTH, webflow=webflow, butter=butter)
    settled(crossing.sync())
    at_rest(crossing)
    assert page(sandboxes, "tea", "fr")["seo"]["title"] == "Tea, found"
    facts = json.dumps([{"label": "Only this", "amount": 1}])
    there = {"action": "update", "collection": "things", "item": "tea", "locale": "en-US", "publish": True}
    sandboxes.webflow.edit(**there, fields={"seo-title": "Found", "facts": facts})
    here = {"action": "update", "page_type": "thing", "slug": "tea", "locale": "fr", "publish": True}
    sandboxes.butter.edit(**here, fields={"sections": [{"quote": {"text": "Moi"}}], "stock": "7.50"})
    settled(crossing.sync())
    at_rest(crossing)
    tea = page(sandboxes, "tea", "en")
    assert tea["seo"]["title"] == "Found"
    assert tea["seo"]["hidden"] is True
    assert [row["label"] for row in tea["facts"]] == ["Only this"]
    french = item(sandboxes, "tea", "fr-FR")
    assert (french["sections"], french["stock"]) == ('[{"quote":{"text":"Moi"}}]', 7.5)


def told(crossing: Crossing, origins: dict[str, str]) -> dict[str, object]:
    """What ButterCMS shows in the mapping's types; entries by slug, files by where they first came from."""
    before = dict(origins)  # an account that began anew gives the same addresses to other files
    before |= {each["url"]: first_of(each["source"], before) for each in webflow_files(crossing)}
    media = crossing.sandboxes.butter.state()["media"].items()
    origins |= {address: first_of(each["source"], before) for address, each in media}
    bridge = crossing.bridge
    with open_readers(bridge, crossing.session().reach) as readers:
        seen = list(readers[Side.RIGHT].read())
    levels = {each.remote: each.variants[SHARED]["slug"].text for each in seen if each.kind == "level"}
    names = before | origins | levels
    return {
        f"{each.kind}/{levels.get(each.remote, each.remote)} {locale} {field}": shown
        for each in seen
        for locale, variant in each.variants.items()
        for field, value in variant.items()
        if (shown := plain(value, names, lambda address: first_of(address, names)))
    }


def webflow_files(crossing: Crossing) -> list[Any]:
    return list(crossing.sandboxes.webflow.state()["files"].values())


def first_of(address: str, known: dict[str, str]) -> str:
    return known.get(address.partition("#")[0], address)


def test_check_says_what_each_field_keeps(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begin(sandboxes, tmp_path, FORWARD)
    bridge = crossing.bridge
    with open_readers(bridge, crossing.session().reach) as readers:
        report = check(bridge, readers)
    assert report.problems == ()
    grades = {row.field: row.grade for row in report.rows if row.kind == "thing"}
    assert {field for field, grade in grades.items() if grade == "approximated"} == {"teaser", "cover", "photos"}
    assert grades["maker"] == "exact"
    assert grades["note"] in ("exact", "normalized")


def emptied(sandboxes: Sandboxes) -> None:
    """An editor empties every field of the tea in English but its name."""
    kept = {"title", "maker"}
    (told,) = (each for each in every_type.butter_seed(full=True)["pages"] if each["slug"] == "tea")
    fields = {slug: _nothing(value) for slug, value in told["locales"]["en"]["fields"].items() if slug not in kept}
    here = {"action": "update", "page_type": "thing", "slug": "tea", "locale": "en", "publish": True}
    sandboxes.butter.edit(**here, fields=fields)


def _nothing(value: object) -> object:
    match value:
        case dict():
            return dict.fromkeys(value, "")
        case list():
            return []
        case _:
            return ""


def test_everything_can_be_emptied(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = begin(sandboxes, tmp_path, BACKWARD)
    settled(crossing.sync())
    emptied(sandboxes)
    settled(crossing.sync())
    at_rest(crossing)
    left = {slug: value for slug, value in item(sandboxes, "tea", "en-US").items() if value}
    assert set(left) == {"name", "slug"}


@pytest.mark.parametrize(("way", "outcome"), [("reject", "held"), ("ignore", "altered")])
def test_what_webflow_does_not_empty_is_told(sandboxes: Sandboxes, tmp_path: Path, way: str, outcome: str) -> None:
    crossing = begin(sandboxes, tmp_path, BACKWARD, webflow={"null_on_write": way})
    settled(crossing.sync())
    emptied(sandboxes)
    done = crossing.sync()
    assert outcome in done.result.counts()
    assert item(sandboxes, "tea", "en-US")["price"] == 3.5
