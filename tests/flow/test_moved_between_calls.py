"""An op takes several calls, and its source moves between two of them: what was written is agreed on all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from manual_clock import ManualClock
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, standing

from isogloss.sandbox import buttercms, webflow

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]
SITE: Json = {"author": {"ann": {"all": {}, "en": {"name": "Ann"}}, "bob": {"all": {}, "en": {"name": "Bob"}}}}
PAGES_GO = [("rate: 600000\n", "rate: 600000\n    page_delete: true\n")]


def names(state: Json) -> set[str]:
    """What the authors on Webflow are called."""
    (place,) = (each for each in state["collections"] if each["slug"] == "authors")
    return {row["fieldData"]["name"] for row in place["items"]}


@pytest.mark.parametrize("makes", [True, False], ids=["create", "update"])
@pytest.mark.parametrize("policy", ["hold", "propagate"])
def test_what_was_deleted_between_two_calls_is_not_made_anew_for_what_the_first_one_wrote(
    tmp_path: Path, policy: str, *, makes: bool
) -> None:
    """The first call brought the French draft; that is the run's own, and no edit that beats the deletion."""
    apps: dict[str, Any] = {"webflow": webflow.create(rate_limit=None), "butter": buttercms.create()}
    clock, told = ManualClock(), list[str]()
    place: Json = {"collection": "authors", "item": "ann"}

    def person(vendor: str) -> None:
        told.append(vendor)
        if told == ["butter"]:
            clock.sleep(6)
            apps["webflow"].edit({"action": "delete", **place, "locale": "en-US", "all": True})

    with standing(apps, person) as pair:
        across = Crossing(pair, tmp_path, small_site.BOTH, patience=PROMPT, clock=clock)
        across.write_mapping(("freshness: 600\n", f"conflict: merge\ndelete: {policy}\n"), *PAGES_GO)
        pair.webflow.seed(small_site.webflow_seed(SITE))
        pair.butter.seed(small_site.butter_seed({} if makes else SITE))
        if not makes:
            across.sync()
            assert across.sync().result.counts() == {}
            update = {"action": "update", **place, "locale": "en-US", "fields": {"name": "Anna"}, "publish": True}
            apps["webflow"].edit(update)
        apps["webflow"].edit({"action": "add_locale", **place, "locale": "fr-FR", "fields": {"name": "Anne"}})
        told.clear()
        first = across.sync()
        assert told[0] == "butter"
        assert ("skipped" in first.result.counts()) is not makes  # no source is looked at for what is made
        assert names(apps["webflow"].state()) == {"Bob"}
        last = across.sync()
        assert names(apps["webflow"].state()) == {"Bob"}
        assert [each["reason"] for each in lines_of(last.plan, "conflict")] == ["deletion"] * (policy == "hold")
