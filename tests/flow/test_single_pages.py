"""Pages of ButterCMS that have no type: read and changed like others, but made by people alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import single_pages
import small_site
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, settled

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path, flow: str) -> Crossing:
    single_pages.seed(sandboxes, webflow=flow != small_site.BACKWARD)
    return Crossing(sandboxes, tmp_path, flow, text=single_pages.MAPPING)


def headlines(crossing: Crossing, slug: str) -> dict[str, str]:
    (page,) = [page for page in crossing.sandboxes.butter.state()["pages"] if page["slug"] == slug]
    return {code: each["live"]["headline"] for code, each in page["locales"].items()}


@pytest.mark.parametrize("flow", [small_site.FORWARD])
def test_a_single_page_is_changed_and_one_that_is_missing_is_a_step(crossing: Crossing) -> None:
    plan = crossing.plan()
    assert [(op["verb"], op["entry"][1]) for op in lines_of(plan, "op")] == [("update", "home")]
    (step,) = lines_of(plan, "step")
    assert step["entry"] == ["front", "about"]
    assert "its API adds none" in step["todo"]
    settled(crossing.apply(plan))
    assert headlines(crossing, "home") == {"en": "Home", "fr": "Accueil"}
    assert headlines(crossing, "imprint") == {"en": "Imprint"}

    assert [each["entry"] for each in lines_of(crossing.plan(), "step")] == [["front", "about"]]
    crossing.sandboxes.butter.seed({"pages": [single_pages.single("about", en="-")]})
    settled(crossing.sync())
    assert headlines(crossing, "about") == {"en": "About"}
    at_rest(crossing)


@pytest.mark.parametrize("flow", [small_site.BACKWARD])
@pytest.mark.parametrize("all_of_them", [False, True])
def test_single_pages_cross_to_webflow_those_that_are_named_or_all(crossing: Crossing, all_of_them: bool) -> None:
    if all_of_them:
        crossing.write_mapping(("[home, about]", '"*"'))
    settled(crossing.sync())
    (posts,) = [each for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "posts"]
    found = {(row["fieldData"]["slug"], row["fieldData"]["name"]) for row in posts["items"]}
    both = {("home", "Welcome"), ("home", "Bienvenue")}
    assert found == (both | {("imprint", "Imprint")} if all_of_them else both)
    at_rest(crossing)


@pytest.mark.parametrize("flow", [small_site.BOTH])
def test_edits_of_single_pages_cross_both_ways(crossing: Crossing) -> None:
    settled(crossing.sync())
    sandboxes = crossing.sandboxes
    sandboxes.webflow.edit(
        action="update", collection="posts", item="home", locale="fr-FR", fields={"name": "Entrez"}, publish=True
    )
    page = {"page_type": None, "slug": "home", "locale": "en"}
    sandboxes.butter.edit(action="update", **page, fields={"headline": "Hello"}, publish=True)
    settled(crossing.sync())
    assert headlines(crossing, "home") == {"en": "Hello", "fr": "Entrez"}
    assert crossing.ops() == []


@pytest.mark.parametrize("flow", [small_site.FORWARD])
def test_a_slug_that_a_page_of_some_type_has_too_is_refused_and_nothing_is_written(crossing: Crossing) -> None:
    single_pages.seed_other(crossing.sandboxes)
    done = crossing.sync()
    assert done.result.counts() == {"failed": 1}
    ((_, told),) = done.result.problems
    assert "Multiple pages found" in told.detail
    live = [page["locales"]["en"]["live"]["headline"] for page in crossing.sandboxes.butter.state()["pages"]]
    assert sorted(live) == ["-", "Imprint", "Welcome"]


@pytest.mark.parametrize("flow", [small_site.FORWARD])
def test_reading_single_pages_asks_for_no_order_and_no_filter(crossing: Crossing) -> None:
    crossing.plan()
    asked = [line["query"] for line in crossing.sandboxes.butter.log() if line["path"] == "/v2/pages/*/"]
    assert len(asked) == 6
    assert not any("order" in query or "fields." in query for query in asked)
