"""Slugs: immutable on ButterCMS, one for each locale on Webflow; what cannot follow is told once and then at rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import small_site
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, settled

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

SITE = {"article": {"tea": {"all": {}, "en": {"title": "Tea"}, "fr": {"title": "Thé"}}}}


def pages(crossing: Crossing) -> list[str]:
    return [page["slug"] for page in crossing.sandboxes.butter.state()["pages"] if not page["deleted"]]


def slugs(crossing: Crossing) -> set[str]:
    found = crossing.sandboxes.webflow.state()["collections"]
    return {row["fieldData"]["slug"] for collection in found for row in collection["items"]}


@pytest.fixture
def crossed(sandboxes: support.Sandboxes, tmp_path: Path, flow: str) -> Crossing:
    crossing = Crossing(sandboxes, tmp_path, flow)
    crossing.seed(SITE)
    settled(crossing.sync())
    return crossing


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BOTH])
def test_a_page_keeps_its_slug_when_the_item_is_renamed_and_that_is_a_loss_told_once(crossed: Crossing) -> None:
    crossed.sandboxes.webflow.edit(
        action="update", collection="posts", item="tea", fields={"slug": "green-tea", "name": "Green tea"}, publish=True
    )
    plan = crossed.plan()
    (loss,) = lines_of(plan, "loss")
    assert (loss["reason"], loss["locale"], loss["field"]) == ("slug cannot change", "*", "$slug")
    assert "keeps tea" in loss["detail"]
    settled(crossed.apply(plan))
    assert pages(crossed) == ["tea"]
    (page,) = crossed.sandboxes.butter.state()["pages"]
    assert page["locales"]["en"]["live"]["headline"] == "Green tea"
    assert page["locales"]["en"]["live"]["local_slug"] == "green-tea"
    assert page["title"] == "Tea", "the title is as immutable as the slug"
    assert list(lines_of(crossed.plan(), "loss")) == []
    at_rest(crossed)


@pytest.mark.parametrize("flow", [small_site.FORWARD])
def test_a_page_that_kept_its_slug_is_still_written_to(crossed: Crossing) -> None:
    crossed.sandboxes.webflow.edit(
        action="update", collection="posts", item="tea", fields={"slug": "green-tea"}, publish=True
    )
    settled(crossed.sync())
    crossed.sandboxes.webflow.edit(
        action="update", collection="posts", item="green-tea", fields={"name": "Greener"}, publish=True
    )
    settled(crossed.sync())
    (page,) = crossed.sandboxes.butter.state()["pages"]
    assert page["locales"]["en"]["live"]["headline"] == "Greener"
    at_rest(crossed)


@pytest.mark.parametrize("flow", [small_site.BACKWARD])
@pytest.mark.parametrize("own", ["kept", "refused"])
@pytest.mark.parametrize("unique", ["locale", "collection"])
def test_a_slug_of_a_locale_follows_where_it_can(crossed: Crossing, own: str, unique: str) -> None:
    crossed.sandboxes.webflow.turn(own_slug=own, slug_unique_per=unique)
    crossed.sandboxes.butter.edit(
        action="update", page_type="article", slug="tea", locale="fr", fields={"local_slug": "the-vert"}, publish=True
    )
    settled(crossed.sync())
    assert slugs(crossed) == {"tea", "the-vert"}
    at_rest(crossed)


@pytest.mark.parametrize("taken", ["400", "403", "silent"])
def test_a_slug_that_is_taken_on_butter_is_held_and_nothing_is_made(
    sandboxes: support.Sandboxes, tmp_path: Path, taken: str
) -> None:
    sandboxes.butter.turn(duplicate_slug=taken)
    crossing = Crossing(sandboxes, tmp_path)
    crossing.write_mapping(("match: [$slug]", "match: []"))
    crossing.seed(SITE)
    sandboxes.butter.edit(
        action="create", page_type="article", slug="tea", title="Theirs", fields={"headline": "Theirs"}
    )
    applied = crossing.sync()
    assert (applied.conflicts, applied.result.counts()) == (1, {})
    assert [page["title"] for page in sandboxes.butter.state()["pages"]] == ["Theirs"]


@pytest.mark.parametrize("flow", [small_site.BACKWARD, small_site.BOTH])
def test_a_rename_to_a_slug_that_another_item_has_is_held_alone(crossed: Crossing) -> None:
    """Webflow answers 400 for it, and the rest of the entry would go with it."""
    fields = {"slug": "own", "name": "Their own"}
    crossed.sandboxes.webflow.edit(action="create", collection="posts", fields=fields, publish=True)
    settled(crossed.sync())
    edited = {"local_slug": "own", "headline": "Green tea"}
    if crossed.sandboxes.butter.state()["pages"][1:]:  # both ways, theirs is a page now and gets another slug there
        crossed.sandboxes.butter.edit(
            action="update", page_type="article", slug="own", locale="en", fields={"local_slug": "x"}, publish=True
        )
    crossed.sandboxes.butter.edit(
        action="update", page_type="article", slug="tea", locale="en", fields=edited, publish=True
    )
    plan = crossed.plan()
    (held,) = lines_of(plan, "conflict")
    assert (held["reason"], held["locale"], held["field"]) == ("slug taken", "en-US", "local_slug")
    assert "article/own on webflow already uses the slug own; rename one of them" in held["detail"]
    applied = crossed.apply(plan)
    assert set(applied.result.counts()) <= {"confirmed", "normalized"}
    collections = {each["slug"]: each["items"] for each in crossed.sandboxes.webflow.state()["collections"]}
    shown = {row["fieldData"]["slug"]: row["fieldData"]["name"] for row in collections["posts"]}
    assert shown["tea"] == "Green tea"
