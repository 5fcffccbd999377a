"""An entry that was deleted is about to be made anew, and a person brings it back in that moment: it is there once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, standing

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


@pytest.mark.parametrize("back", [True, False], ids=["brought back", "gone"])
def test_what_is_brought_back_while_a_run_is_about_to_make_it_anew_is_not_there_twice(
    tmp_path: Path, *, back: bool
) -> None:
    apps: dict[str, Any] = {"webflow": webflow.create(rate_limit=None), "butter": buttercms.create()}
    told: list[str] = []

    def person(vendor: str) -> None:
        told.append(vendor)
        if back and told == ["butter"]:
            apps["butter"].edit({"action": "undelete", "collection": "authors", "id": ann, "locale": "en"})

    with standing(apps, person) as pair:
        across = Crossing(pair, tmp_path, small_site.BOTH, patience=PROMPT)
        # one by one, since a look serves all that leave together
        one_by_one = ("adapter: buttercms\n", "adapter: buttercms\n    parallel: 1\n")
        across.write_mapping(("freshness: 600\n", "conflict: webflow\n"), one_by_one)
        pair.webflow.seed(small_site.webflow_seed(SITE))
        pair.butter.seed(small_site.butter_seed(SITE))
        across.sync()
        assert across.sync().result.counts() == {}
        ids = {each["locales"]["en"]["live"]["name"]: each["id"] for each in apps["butter"].state()["items"]}
        ann = ids["Ann"]
        for name in ("Abe", "Ann"):
            apps["butter"].edit({"action": "delete", "collection": "authors", "id": ids[name], "locale": "en"})
        for item, name in (("ann", "Anna"), ("abe", "Abel")):
            edit = {"action": "update", "collection": "authors", "item": item, "locale": "en-US", "publish": True}
            apps["webflow"].edit({**edit, "fields": {"name": name}})
        told.clear()
        first = across.sync()
        assert told[0] == "butter"
        assert names(apps["butter"]) == ["Abel", "Anna", "Cid"]
        last = across.sync()
        assert (last.result.counts(), list(lines_of(last.plan, "conflict"))) == ({}, [])
        assert [op for op, _ in first.result.problems if op.verb == "create"] == [] or back
