"""An entry that was deleted is about to be made anew, and a person brings it back in that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

import pytest
import small_site
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, standing

from isogloss.model.address import Side
from isogloss.sandbox import buttercms, webflow

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]
SITE: Json = {
    "author": {
        "ann": {"all": {}, "en": {"name": "Ann"}},
        "abe": {"all": {}, "en": {"name": "Abe"}},
        "cid": {"all": {}, "en": {"name": "Cid"}},
    }
}


def names(app: Any) -> list[str]:
    """What the authors on ButterCMS are called."""
    return sorted(
        (each["locales"]["en"]["draft"] or each["locales"]["en"]["live"])["name"]
        for each in app.state()["items"]
        if not each["deleted"]
    )


Back = Literal["before it leaves", "once it was made", "never"]


def deleted_and_edited(folder: Path, pair: Any, apps: dict[str, Any]) -> tuple[Crossing, int]:
    """Two authors are deleted on ButterCMS and edited on Webflow, so that a run makes them anew; the id of Ann."""
    across = Crossing(pair, folder, small_site.BOTH, patience=PROMPT)
    across.write_mapping(("freshness: 600\n", "conflict: webflow\n"))
    pair.webflow.seed(small_site.webflow_seed(SITE))
    pair.butter.seed(small_site.butter_seed(SITE))
    across.sync()
    assert across.sync().result.counts() == {}
    ids = {each["locales"]["en"]["live"]["name"]: each["id"] for each in apps["butter"].state()["items"]}
    for name in ("Abe", "Ann"):
        apps["butter"].edit({"action": "delete", "collection": "authors", "id": ids[name], "locale": "en"})
    for item, name in (("ann", "Anna"), ("abe", "Abel")):
        edit = {"action": "update", "collection": "authors", "item": item, "locale": "en-US", "publish": True}
        apps["webflow"].edit({**edit, "fields": {"name": name}})
    return across, ids["Ann"]


@pytest.mark.parametrize("back", get_args(Back))
def test_what_is_brought_back_while_a_run_makes_it_anew_is_not_two_entries(tmp_path: Path, back: Back) -> None:
    apps: dict[str, Any] = {"webflow": webflow.create(rate_limit=None), "butter": buttercms.create()}
    told: list[str] = []
    when = {"before it leaves": ["butter"], "once it was made": ["butter", "butter"], "never": None}[back]

    def person(vendor: str) -> None:
        told.append(vendor)
        if told == when:
            apps["butter"].edit({"action": "undelete", "collection": "authors", "id": ann, "locale": "en"})

    with standing(apps, person) as pair:
        across, ann = deleted_and_edited(tmp_path, pair, apps)
        told.clear()
        first = across.sync()
        if back != "before it leaves":  # the first is served by the reading, the second is looked for by itself
            assert (first.plan.header.cost["butter"].looks, first.requests[Side.RIGHT]["looks"]) == (1, 1)
            assert first.result.problems == ()
        held = [(row["entry"][1], row["reason"]) for row in lines_of(across.sync().plan, "conflict")]
        on_webflow = next(each for each in apps["webflow"].state()["collections"] if each["slug"] == "authors")
        assert sorted(each["fieldData"]["name"] for each in on_webflow["items"]) == ["Abel", "Anna", "Cid"]
        if back == "once it was made":  # nobody could see it before: it is told, and crosses nowhere
            assert names(apps["butter"]) == ["Abel", "Ann", "Anna", "Cid"]
            assert held == [(f"ann (was {ann})", "deletion")]
        else:
            assert names(apps["butter"]) == ["Abel", "Anna", "Cid"]
            assert (across.sync().result.counts(), held) == ({}, [])
