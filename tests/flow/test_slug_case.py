"""Slugs that one side holds as a person wrote them and the other in lower case are one; twins are told beforehand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from sandboxes import Crossing, at_rest, settled

from isogloss.model.value import Scalar, digest

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]
BACKWARD, BOTH = small_site.BACKWARD, small_site.BOTH


def pages(**titles: str) -> Json:
    return {"article": {slug.replace("_", "-"): {"all": {}, "en": {"title": title}} for slug, title in titles.items()}}


def crossing_of(sandboxes: Sandboxes, folder: Path, flow: str, webflow: Json, butter: Json) -> Crossing:
    crossing = Crossing(sandboxes, folder, flow)
    sandboxes.webflow.seed(small_site.webflow_seed(webflow))
    sandboxes.butter.seed(small_site.butter_seed(butter))
    sandboxes.forget()
    return crossing


BASES = ("select kind from isogloss_base order by kind", "select cells from isogloss_base order by kind")


def based(crossing: Crossing, kind: str, locale: str, field: str) -> set[str]:
    """What both sides agreed on for one cell of the only entry of a kind, each as it shows it."""
    held = dict(zip(*(crossing.rows(query) for query in BASES), strict=True))
    digests = json.loads(held[kind])[locale][field]
    assert len(digests) == 2
    words = [Scalar("text", text) for text in ("About-Us", "about-us", "Ann-B", "ann-b")]
    return {word.text for word in words if digest(word) in digests}


@pytest.mark.parametrize("flow", [BACKWARD, BOTH])
def test_a_slug_that_webflow_lowers_is_a_rendering_and_no_conflict(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    butter = {**pages(About_Us="About us"), "author": {"Ann-B": {"all": {}, "en": {"name": "Ann"}}}}
    crossing = crossing_of(sandboxes, tmp_path, flow, {}, butter)
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["conflicts"]) == (0, 0), done.out
    assert done.data["outcomes"]["normalized"] == 2
    assert based(crossing, "article", "en-US", "local_slug") == {"About-Us", "about-us"}
    assert based(crossing, "author", "*", "slug") == {"Ann-B", "ann-b"}
    at_rest(crossing)
    sandboxes.butter.edit(
        action="update", page_type="article", slug="About-Us", locale="en", fields={"headline": "Us"}, publish=True
    )
    settled(crossing.sync())
    at_rest(crossing)


@pytest.mark.parametrize("flow", [small_site.FORWARD, BACKWARD, BOTH])
def test_two_filled_sites_pair_slugs_in_any_case(sandboxes: Sandboxes, tmp_path: Path, flow: str) -> None:
    webflow, butter = (pages(**{slug: "About us"}) for slug in ("about_us", "About_Us"))
    crossing = crossing_of(sandboxes, tmp_path, flow, webflow, butter)
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["outcomes"]) == (0, {}), done.out
    assert sandboxes.writes() == []
    at_rest(crossing)


@pytest.mark.parametrize("flow", [BACKWARD, BOTH])
def test_twins_are_told_in_the_plan_and_neither_is_made(sandboxes: Sandboxes, tmp_path: Path, flow: str) -> None:
    butter = pages(About_Us="About us", about_us="All about us", rum="Rum")
    crossing = crossing_of(sandboxes, tmp_path, flow, {}, butter)
    planned = within(crossing, "plan", "MAPPING", "--json").data
    held = [(each["reason"], each["detail"]) for each in planned["conflicts"]]
    assert [reason for reason, _ in held] == ["slug taken", "slug taken"]
    assert all("About-Us" in detail and "about-us" in detail for _, detail in held)
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["conflicts"], "failed" in done.data["outcomes"]) == (1, 2, False)
    posts = next(each for each in sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    assert {row["fieldData"]["slug"] for row in posts["items"]} == {"rum"}


@pytest.mark.parametrize("flow", [BACKWARD, BOTH])
def test_twins_in_a_field_that_is_a_slug_are_told_in_the_plan(sandboxes: Sandboxes, tmp_path: Path, flow: str) -> None:
    """Items of ButterCMS have no slug of their own: a field holds what becomes Webflow's."""
    butter = {"author": {slug: {"all": {}, "en": {"name": slug}} for slug in ("Ann", "ann", "bo")}}
    crossing = crossing_of(sandboxes, tmp_path, flow, {}, butter)
    planned = within(crossing, "plan", "MAPPING", "--json").data
    held = [(each["reason"], each["at"]["field"], each["detail"]) for each in planned["conflicts"]]
    assert [(reason, field) for reason, field, _ in held] == [("slug taken", "slug"), ("slug taken", "slug")]
    assert all("Ann" in detail and "ann" in detail for _, _, detail in held)
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["conflicts"], "failed" in done.data["outcomes"]) == (1, 2, False)
    authors = next(each for each in sandboxes.webflow.state()["collections"] if each["slug"] == "authors")
    assert {row["fieldData"]["slug"] for row in authors["items"]} == {"bo"}


def test_a_twin_of_an_entry_that_crossed_already_is_told(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = crossing_of(sandboxes, tmp_path, BACKWARD, {}, pages(about_us="About us"))
    settled(crossing.sync())
    sandboxes.butter.edit(action="create", page_type="article", slug="About-Us", title="Us", fields={"headline": "Us"})
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["conflicts"], done.data["outcomes"]) == (1, 1, {})


@pytest.mark.parametrize("flow", [BACKWARD, BOTH])
def test_a_slug_that_is_changed_into_the_twin_of_another_is_told_in_the_plan(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    butter = {"author": {slug: {"all": {}, "en": {"name": slug}} for slug in ("ann", "bo")}}
    crossing = crossing_of(sandboxes, tmp_path, flow, {}, butter)
    settled(crossing.sync())
    item = next(each for each in sandboxes.butter.state()["items"] if each["locales"]["en"]["live"]["slug"] == "bo")
    fields = {"slug": "Ann", "name": "Bo Ek"}
    sandboxes.butter.edit(
        action="update", collection="authors", id=item["id"], locale="en", fields=fields, publish=True
    )
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["conflicts"], "failed" in done.data["outcomes"]) == (1, 1, False), done.out
    (held,) = within(crossing, "plan", "MAPPING", "--json").data["conflicts"]
    assert (held["reason"], held["at"]["field"]) == ("slug taken", "slug")
    authors = next(each for each in sandboxes.webflow.state()["collections"] if each["slug"] == "authors")
    shown = {row["fieldData"]["slug"]: row["fieldData"]["name"] for row in authors["items"]}
    assert shown == {"ann": "ann", "bo": "Bo Ek"}, "the rest of the entry flows"


def test_a_picture_alone_that_comes_back_in_a_figure_is_a_rendering(sandboxes: Sandboxes, tmp_path: Path) -> None:
    picture = '<img src="https://images.example/in.png" alt="A pot">'
    webflow, butter = (
        {"article": {"tea": {"all": {}, "en": {"title": "Tea", "body": f"<p>Hot.</p>{body}"}}}}
        for body in (f"<figure>{picture}</figure>", f"<p>{picture}</p>")
    )
    crossing = crossing_of(sandboxes, tmp_path, BOTH, webflow, butter)
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["outcomes"]) == (0, {}), done.out
    at_rest(crossing)
