"""Directions by cell between the sandboxes: what flows one way, what both, and what not at all, in one mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from sandboxes import Crossing, settled

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]
SITE: Json = {
    "author": {"ann": {"all": {}, "en": {"name": "Ann"}}},
    "article": {
        "tea": {"all": {}, "en": {"title": "Tea", "minutes": 3, "author": "ann"}, "fr": {"title": "Thé", "minutes": 3}},
        "rum": {"all": {}, "en": {"title": "Rum", "minutes": 5}},
    },
}
PRICES = ("      minutes: {type: number,", "      minutes: {type: number, flow: webflow -> butter,")
OFF = ("  fr-FR: {webflow: fr-FR, butter: fr}", "  fr-FR: {webflow: fr-FR, butter: fr, flow: off}")
BY_HAND = ("  author:\n", "  author:\n    flow: off\n")


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    """Both sides agree on everything; then parts of it get directions of their own."""
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.seed(SITE)
    settled(crossing.sync())
    crossing.write_mapping(PRICES, OFF, BY_HAND)
    sandboxes.forget()
    return crossing


def on_webflow(crossing: Crossing, item: str, place: str = "posts", **fields: object) -> None:
    crossing.sandboxes.webflow.edit(action="update", collection=place, item=item, fields=fields, publish=True)


def on_butter(crossing: Crossing, slug: str, locale: str, **fields: object) -> None:
    crossing.sandboxes.butter.edit(
        action="update", page_type="article", slug=slug, locale=locale, fields=fields, publish=True
    )


def silent(crossing: Crossing) -> bool:
    crossing.sandboxes.forget()
    ran = within(crossing, "sync", "MAPPING")
    assert ran.code == 0, ran.out + ran.err
    return crossing.sandboxes.writes() == []


def test_each_cell_goes_its_way_and_two_runs_are_silent(crossing: Crossing) -> None:
    on_webflow(crossing, "tea", name="Green tea")
    on_webflow(crossing, "rum", minutes=8)
    on_butter(crossing, "rum", "en", headline="Dark rum")
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["drifts"]) == (0, 0), done.out
    assert within(crossing, "verify", "MAPPING").code == 0
    assert silent(crossing)


def test_what_flows_one_way_is_drift_where_the_target_changed_it(crossing: Crossing) -> None:
    on_butter(crossing, "tea", "en", minutes=9, headline="Green tea")
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["drifts"], set(done.data["outcomes"])) == (0, 1, {"confirmed"}), done.out
    (drift,) = within(crossing, "status", "MAPPING", "--json").data["drift"]
    assert (drift["entry"][1], drift["field"]) == ("tea", "minutes")
    assert silent(crossing)


def test_what_is_off_is_left_to_each_side_and_told(crossing: Crossing) -> None:
    on_webflow(crossing, "ann", place="authors", name="Ann of Webflow")
    on_butter(crossing, "tea", "fr", headline="Thé vert")
    planned = within(crossing, "plan", "MAPPING", "--exit-code")
    assert (planned.code, "neither compared nor written: all of fr-FR" in planned.out) == (0, True), planned.out
    checked = within(crossing, "check", "MAPPING")
    assert (checked.code, "title in fr-FR is off: neither compared nor written" in checked.out) == (0, True)
    assert silent(crossing)
    crossing.write_mapping()
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, set(done.data["outcomes"])) == (0, {"confirmed"}), done.out + done.err
    assert within(crossing, "verify", "MAPPING").code == 0


def test_a_side_to_which_nothing_flows_needs_no_token_that_writes(crossing: Crossing) -> None:
    """Prices come from Webflow and everything else is off, so nothing is ever written there."""
    settled(crossing.sync())
    text = crossing.mapping.read_text("utf-8").replace("flow: both", "flow: off")
    crossing.mapping.write_text(text, "utf-8")
    on_webflow(crossing, "rum", minutes=8, name="Rum, renamed")
    assert crossing.bridge.flow == "left to right"
    done = within(crossing, "sync", "MAPPING", "--json")
    assert done.code == 0, done.out
    assert done.data["requests"]["butter"]["writes"] > 0
    crossing.source.edit(action="create", collection="posts", fields={"name": "Gin", "slug": "gin", "minutes": 5})
    verified = within(crossing, "verify", "MAPPING")
    assert (verified.code, "Kept by policy: 1 entry (flow: off)." in verified.out) == (0, True), verified.out
    assert "writes" not in done.data["requests"]["webflow"]
