"""The states of a variant, each in its own locale: read, planned, written by the right call, and agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, settled

from isogloss import api
from isogloss.http.clock import SystemClock
from isogloss.run.loading import load_text
from isogloss.run.session import Session
from isogloss.sandbox import webflow
from isogloss.sandbox.server import running

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]

STATES = ("draft", "published", "changed", "queued", "archived")
CARRY = ("limits:", "unpublished_edits: carry\nlimits:")
NO_SLUG_FIELD = ("      local_slug: {type: text, webflow: slug, butter: local_slug}\n", "")
OVERWRITE = ("limits:", "drift: overwrite\nlimits:")


def article(en: str, fr: str = "published") -> Json:
    """One article in two locales, each in a state; ``changed`` has other content on the live site."""

    def variant(code: str, state: str) -> Json:
        told: Json = {"title": f"[{code}] staged", "state": state}
        return told | ({"live": {"title": f"[{code}] live"}} if state == "changed" else {})

    return {"all": {}, "en": variant("en", en), "fr": variant("fr", fr)}


def author(en: str, fr: str = "published") -> Json:
    return {"all": {}, "en": {"name": "[en]", "state": en}, "fr": {"name": "[fr]", "state": fr}}


def on_butter(crossing: Crossing, slug: str) -> Json:
    """What the public and what an editor sees of a page or item, by locale."""
    state = crossing.sandboxes.butter.state()
    items = [
        each
        for each in state["items"]
        if any((v["live"] or v["draft"])["slug"] == slug for v in each["locales"].values())
    ]
    (entry,) = [page for page in state["pages"] if page["slug"] == slug] or items
    name = "headline" if entry.get("slug") else "name"
    return {
        code: tuple(each[version] and each[version][name] for version in ("live", "draft"))
        for code, each in entry["locales"].items()
    }


def on_webflow(crossing: Crossing, slug: str) -> Json:
    """Of each locale: name on the live site, name as staged, archived."""
    state = crossing.sandboxes.webflow.state()
    codes = {
        each["cmsLocaleId"]: code
        for each in state["locales"]
        for code, tag in small_site.LOCALES.items()
        if tag == each["tag"]
    }
    rows = [row for collection in state["collections"] for row in collection["items"]]
    wanted = {row["id"] for row in rows if row["fieldData"]["slug"] == slug}
    return {
        codes[row["cmsLocaleId"]]: (
            row["live"] and row["live"]["fieldData"]["name"],
            row["fieldData"]["name"],
            row["isArchived"],
        )
        for row in rows
        if row["id"] in wanted
    }


def losses(crossing: Crossing) -> set[tuple[str, str]]:
    return {(loss["locale"], loss["reason"]) for loss in lines_of(crossing.plan(), "loss")}


# From Webflow to ButterCMS.

ARRIVES = {
    "draft": (None, "[en] staged"),
    "published": ("[en] staged", None),
    "changed": ("[en] live", None),
    "queued": (None, "[en] staged"),
    "archived": (None, "[en] staged"),
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_arrives_as_what_the_public_saw(sandboxes: support.Sandboxes, tmp_path: Path, state: str) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed({"article": {"tea": article(state)}})
    told = {"changed": {("en-US", "unpublished edits stay behind")}, "archived": {("en-US", "cannot be expressed")}}
    assert losses(crossing) == told.get(state, set())
    settled(crossing.sync())
    assert on_butter(crossing, "tea") == {"en": ARRIVES[state], "fr": ("[fr] staged", None)}
    at_rest(crossing)


@pytest.mark.parametrize("action", ["unpublish", "archive"])
def test_what_leaves_the_live_site_leaves_it_across_where_that_can_be(
    sandboxes: support.Sandboxes, tmp_path: Path, action: str
) -> None:
    """An item goes; a page is a step for a person, and once that is done nothing is left."""
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed({"article": {"tea": article("published")}, "author": {"ann": author("published")}})
    settled(crossing.sync())
    for place, slug in (("posts", "tea"), ("authors", "ann")):
        sandboxes.webflow.edit(action=action, collection=place, item=slug, locale="en-US")
    applied = crossing.sync()
    settled(applied)
    assert applied.steps == 1
    assert on_butter(crossing, "ann") == {"en": (None, "[en]"), "fr": ("[fr]", None)}
    assert on_butter(crossing, "tea")["en"] == ("[en] staged", None)

    sandboxes.butter.edit(action="unpublish", page_type="article", slug="tea", locale="en")
    applied = crossing.sync()
    assert (applied.steps, applied.conflicts) == (0, 0)
    at_rest(crossing)

    sandboxes.webflow.edit(action="unarchive", collection="posts", item="tea", locale="en-US")
    sandboxes.webflow.edit(action="publish", collection="posts", item="tea", locale="en-US")
    settled(crossing.sync())
    assert on_butter(crossing, "tea")["en"] == ("[en] staged", None)
    at_rest(crossing)


def test_a_queued_variant_goes_live_across_once_its_site_is_published(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed({"article": {"tea": article("queued", "queued")}})
    settled(crossing.sync())
    sandboxes.webflow.edit(action="publish_site")
    settled(crossing.sync())
    assert on_butter(crossing, "tea") == {"en": ("[en] staged", None), "fr": ("[fr] staged", None)}
    at_rest(crossing)


@pytest.mark.parametrize("switch", [{"draft_over_published": "on_top"}, {"draft_over_published": "unpublish"}])
@pytest.mark.parametrize("status_keys", [True, False])
@pytest.mark.parametrize("missing", ["404", "empty"])
def test_somebodys_draft_over_a_page_is_not_written_over_nor_published(
    sandboxes: support.Sandboxes, tmp_path: Path, switch: Json, status_keys: bool, missing: str
) -> None:
    sandboxes.butter.turn(**switch, status_keys=status_keys, missing_locale=missing)
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed({"article": {"tea": article("published")}})
    settled(crossing.sync())
    page = {"page_type": "article", "slug": "tea", "locale": "en"}
    sandboxes.butter.edit(action="update", **page, fields={"body": "<p>theirs</p>"})
    post = {"collection": "posts", "item": "tea", "locale": "en-US"}
    sandboxes.webflow.edit(action="update", **post, fields={"name": "[en] new"}, publish=True)
    applied = crossing.sync()
    assert (applied.conflicts, applied.result.counts()) == (1, {})
    assert on_butter(crossing, "tea")["en"] == ("[en] staged", "[en] staged")

    sandboxes.butter.edit(action="discard", **page)
    settled(crossing.sync())
    assert on_butter(crossing, "tea")["en"] == ("[en] new", None)
    at_rest(crossing)


@pytest.mark.parametrize("status_keys", [True, False])
@pytest.mark.parametrize("missing", ["404", "empty"])
def test_a_new_draft_is_read_back_beside_what_is_live(
    sandboxes: support.Sandboxes, tmp_path: Path, status_keys: bool, missing: str
) -> None:
    """One write brings an edit of what is live and a locale that is not: where editors see it, not the public."""
    sandboxes.butter.turn(status_keys=status_keys, missing_locale=missing)
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed({"article": {"tea": {"all": {}, "en": {"title": "[en] staged"}}}})
    settled(crossing.sync())
    post = {"collection": "posts", "item": "tea"}
    sandboxes.webflow.edit(action="update", **post, locale="en-US", fields={"name": "[en] new"}, publish=True)
    sandboxes.webflow.edit(action="add_locale", **post, locale="fr-FR", fields={"name": "[fr] new"})
    settled(crossing.sync())
    assert on_butter(crossing, "tea") == {"en": ("[en] new", None), "fr": (None, "[fr] new")}
    at_rest(crossing)


@pytest.mark.parametrize("over", ["on_top", "unpublish"])
@pytest.mark.parametrize("mapping", [(), (CARRY,)], ids=["report", "carry"])
def test_unfinished_edits_of_the_source_never_go_live_across(
    sandboxes: support.Sandboxes, tmp_path: Path, over: str, mapping: tuple[tuple[str, str], ...]
) -> None:
    sandboxes.butter.turn(draft_over_published=over)
    crossing = Crossing(sandboxes, tmp_path)
    crossing.write_mapping(*mapping)
    crossing.seed({"article": {"tea": article("published")}})
    settled(crossing.sync())
    post = {"collection": "posts", "item": "tea", "locale": "en-US"}
    sandboxes.webflow.edit(action="update", **post, fields={"name": "[en] unfinished"})
    applied = crossing.sync()
    assert applied.result.counts() == {}
    assert on_butter(crossing, "tea")["en"] == ("[en] staged", None)
    sandboxes.webflow.edit(action="publish", **post)
    settled(crossing.sync())
    assert on_butter(crossing, "tea")["en"] == ("[en] unfinished", None)
    at_rest(crossing)


def test_a_status_for_the_default_locale_alone_is_told_and_not_taken_for_done(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    """Where a status counts for one locale only, the other is published by a person, and the next run sees it."""
    sandboxes.butter.turn(status_scope="default")
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed({"article": {"tea": article("published")}})
    applied = crossing.sync()
    (problem,) = applied.result.problems
    assert (problem[0].verb, problem[1].outcome) == ("publish", "unconfirmed")
    assert "fr-FR" in problem[1].detail
    assert on_butter(crossing, "tea") == {"en": ("[en] staged", None), "fr": (None, "[fr] staged")}
    sandboxes.butter.edit(action="publish", page_type="article", slug="tea", locale="fr")
    settled(crossing.sync())
    at_rest(crossing)


# From ButterCMS to Webflow.

WRITES = [
    {},
    {"last_updated_on_publish": True},
    {"publish_needs_primary": True},
    {"delete_primary": "all"},
    {"own_slug": "refused"},
    {"empty_fields": "null"},
]


@pytest.mark.parametrize("switch", WRITES, ids=lambda switch: "-".join(switch) or "plain")
def test_states_are_written_to_webflow_each_in_its_locale(
    sandboxes: support.Sandboxes, tmp_path: Path, switch: Json
) -> None:
    sandboxes.webflow.turn(**switch)
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.seed(
        {
            "article": {"tea": article("published", "draft"), "rum": article("changed")},
            "author": {"ann": author("published")},
        }
    )
    settled(crossing.sync())
    assert on_webflow(crossing, "tea") == {
        "en": ("[en] staged", "[en] staged", False),
        "fr": (None, "[fr] staged", False),
    }
    assert on_webflow(crossing, "rum")["en"] == ("[en] live", "[en] live", False)
    at_rest(crossing)

    page = {"page_type": "article", "slug": "tea"}
    sandboxes.butter.edit(action="publish", **page, locale="fr")
    sandboxes.butter.edit(action="publish", page_type="article", slug="rum", locale="en")
    settled(crossing.sync())
    assert on_webflow(crossing, "tea")["fr"] == ("[fr] staged", "[fr] staged", False)
    assert on_webflow(crossing, "rum")["en"] == ("[en] staged", "[en] staged", False)
    at_rest(crossing)

    sandboxes.butter.edit(action="unpublish", **page, locale="fr")
    sandboxes.webflow.forget()
    settled(crossing.sync())
    assert on_webflow(crossing, "tea")["fr"] == (None, "[fr] staged", False)
    assert [(line["method"], line["path"].split("/")[-1]) for line in sandboxes.webflow.writes()] == [
        ("DELETE", "live")
    ]
    at_rest(crossing)


def test_a_secondary_waits_for_its_primary_where_the_site_wants_that(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    sandboxes.webflow.turn(publish_needs_primary=True)
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.seed({"article": {"tea": article("draft", "published"), "rum": article("published")}})
    applied = crossing.sync()
    (problem,) = applied.result.problems
    assert (problem[0].verb, problem[1].outcome) == ("publish", "failed")
    assert "primary" in problem[1].detail
    assert on_webflow(crossing, "rum")["fr"][0] == "[fr] staged"
    sandboxes.butter.edit(action="publish", page_type="article", slug="tea", locale="en")
    settled(crossing.sync())
    assert on_webflow(crossing, "tea")["fr"][0] == "[fr] staged"
    at_rest(crossing)


def test_a_site_that_must_be_published_first_is_told_and_the_next_run_goes_on(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    sandboxes.webflow.turn(publish_needs_site=True)
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.seed({"article": {"tea": article("published")}})
    applied = crossing.sync()
    (problem,) = applied.result.problems
    assert (problem[0].verb, problem[1].outcome) == ("publish", "failed")
    assert "The collection structure changed since the last publish" in problem[1].detail
    sandboxes.webflow.edit(action="publish_site")
    settled(crossing.sync())
    assert on_webflow(crossing, "tea")["fr"][0] == "[fr] staged"
    at_rest(crossing)


@pytest.mark.parametrize("made", ["update", "queue"])
def test_an_editors_unpublished_work_on_webflow_is_held(
    sandboxes: support.Sandboxes, tmp_path: Path, made: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.seed({"article": {"tea": article("published")}})
    settled(crossing.sync())
    post = {"collection": "posts", "item": "tea", "locale": "fr-FR"}
    sandboxes.webflow.edit(action="update", **post, fields={"minutes": 9})
    if made == "queue":
        sandboxes.webflow.edit(action="queue", **post)
    sandboxes.butter.edit(
        action="update", page_type="article", slug="tea", locale="fr", fields={"headline": "[fr] new"}, publish=True
    )
    applied = crossing.sync()
    assert (applied.conflicts, applied.result.counts()) == (1, {})
    assert on_webflow(crossing, "tea")["fr"] == ("[fr] staged", "[fr] staged", False)


@pytest.mark.parametrize("switch", [{}, {"last_updated_on_publish": True}], ids=["plain", "moved"])
def test_a_page_deleted_on_butter_is_archived_on_webflow_in_all_its_locales(
    sandboxes: support.Sandboxes, tmp_path: Path, switch: Json
) -> None:
    """Archived means off the live site too, at once and not only when the site is published next."""
    sandboxes.webflow.turn(**switch)
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.write_mapping(("limits:", "delete: archive\nlimits:"))
    crossing.seed({"article": {"tea": article("published", "draft"), "rum": article("published")}})
    settled(crossing.sync())
    sandboxes.butter.edit(action="delete", page_type="article", slug="tea")
    settled(crossing.sync())
    assert on_webflow(crossing, "tea") == {
        "en": (None, "[en] staged", True),
        "fr": (None, "[fr] staged", True),
    }
    assert on_webflow(crossing, "rum")["en"] == ("[en] staged", "[en] staged", False)
    assert crossing.ops() == []


# Locales that are not served, and sites without any.


def test_a_locale_that_webflow_does_not_serve_is_not_public_and_arrives_as_drafts(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed({"article": {"tea": article("published")}})
    sandboxes.webflow.edit(action="disable_locale", tag="fr-FR")
    settled(crossing.sync())
    assert on_butter(crossing, "tea") == {"en": ("[en] staged", None), "fr": (None, "[fr] staged")}
    at_rest(crossing)
    sandboxes.webflow.edit(action="enable_locale", tag="fr-FR")
    settled(crossing.sync())
    assert on_butter(crossing, "tea")["fr"] == ("[fr] staged", None)
    at_rest(crossing)


def test_a_locale_that_webflow_does_not_serve_is_filled_and_a_step_says_what_is_left(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.seed({"article": {"tea": article("published"), "rum": article("published")}})
    sandboxes.webflow.edit(action="disable_locale", tag="fr-FR")
    applied = crossing.sync()
    settled(applied)
    assert applied.steps == 2
    assert on_webflow(crossing, "tea") == {
        "en": ("[en] staged", "[en] staged", False),
        "fr": (None, "[fr] staged", False),
    }
    again = crossing.sync()
    assert (again.steps, again.result.counts()) == (2, {})
    sandboxes.webflow.edit(action="enable_locale", tag="fr-FR")
    applied = crossing.sync()
    settled(applied)
    assert applied.steps == 0
    assert on_webflow(crossing, "tea")["fr"] == ("[fr] staged", "[fr] staged", False)
    at_rest(crossing)


ONE_LOCALE = (
    "  fr-FR: {webflow: fr-FR, butter: fr}\n  ja: {webflow: ja, butter: ja}\n",
    "",
)


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
@pytest.mark.parametrize("butter", [True, False], ids=["localized", "plain"])
def test_sites_without_localization_cross_in_one_locale(
    sandboxes: support.Sandboxes, tmp_path: Path, flow: str, butter: bool
) -> None:
    sandboxes.webflow.turn(localization=False)
    sandboxes.butter.turn(localization=butter)
    crossing = Crossing(sandboxes, tmp_path, flow)
    plain = () if butter else (("rate: 600000\nflow", "rate: 600000\n    localized: false\nflow"),)
    crossing.write_mapping(ONE_LOCALE, *plain)
    site = {
        "article": {"tea": {"all": {}, "en": article("published")["en"]}},
        "author": {"ann": {"all": {}, "en": {"name": "[en]"}}},
    }
    crossing.seed(site)
    settled(crossing.sync())
    assert on_butter(crossing, "tea")["en"] == ("[en] staged", None)
    assert on_webflow(crossing, "tea")["en"] == ("[en] staged", "[en] staged", False)
    at_rest(crossing)
    if flow == small_site.BACKWARD:
        sandboxes.butter.edit(action="unpublish", page_type="article", slug="tea", locale="en")
        settled(crossing.sync())
        assert on_webflow(crossing, "tea")["en"] == (None, "[en] staged", False)
        at_rest(crossing)


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
@pytest.mark.parametrize("insert", [True, False], ids=["insert", "bulk"])
def test_an_entry_that_lacks_the_primary_crosses_without_it(
    sandboxes: support.Sandboxes, tmp_path: Path, flow: str, insert: bool
) -> None:
    sandboxes.webflow.turn(insert=insert)
    crossing = Crossing(sandboxes, tmp_path, flow)
    only = {"all": {}, "fr": {"title": "[fr] staged"}, "ja": {"title": "[ja] staged", "state": "draft"}}
    crossing.seed({"article": {"tea": only}})
    settled(crossing.sync())
    assert on_butter(crossing, "tea") == {"fr": ("[fr] staged", None), "ja": (None, "[ja] staged")}
    assert on_webflow(crossing, "tea") == {
        "fr": ("[fr] staged", "[fr] staged", False),
        "ja": (None, "[ja] staged", False),
    }
    at_rest(crossing)


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD])
def test_every_request_names_its_locale(sandboxes: support.Sandboxes, tmp_path: Path, flow: str) -> None:
    """Neither platform's default or primary locale is ever relied on."""
    crossing = Crossing(sandboxes, tmp_path, flow)
    crossing.seed()
    crossing.sync()
    crossing.sync()
    for line in sandboxes.butter.log():
        if line["method"] == "GET":
            assert "locale=" in str(line["query"]), line
    for line in sandboxes.webflow.log():
        if line["method"] == "GET" and "/items" in line["path"]:
            assert "cmsLocaleId=" in str(line["query"]), line
    assert sandboxes.log()


# Between two sites that both have an archive.

TWO_SITES = """\
isogloss: 1
name: sites
sides:
  old: {adapter: webflow, site: pots, token: "${WEBFLOW_TOKEN}", base_url: "@OLD@/v2", rate: 600000}
  new: {adapter: webflow, site: pots, token: "${WEBFLOW_TOKEN}", base_url: "@NEW@/v2", rate: 600000}
flow: old -> new
locales:
  en-US: {old: en-US, new: en-US, primary: true}
  fr-FR: {old: fr-FR, new: fr-FR}
kinds:
  article:
    old: {collection: posts}
    new: {collection: posts}
    match: [$slug]
    fields:
      title: {type: text, old: name, new: name}
      local_slug: {type: text, old: slug, new: slug}
limits: {delete: 100%, change: 100%, minimum: 1000}
"""


def test_an_archive_in_one_locale_stays_in_that_locale_and_is_taken_back(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    told = {"article": {"tea": article("archived"), "rum": article("published")}}
    sandboxes.webflow.seed(small_site.webflow_seed(told))
    other = webflow.create(rate_limit=None, token=small_site.WEBFLOW_TOKEN)
    other.seed(small_site.webflow_seed({}))
    with running(other.app) as url:
        text = TWO_SITES.replace("@OLD@", sandboxes.webflow.url).replace("@NEW@", url)
        bridge = load_text(text, environ=small_site.ENVIRONMENT)
        session = Session(bridge, str(tmp_path / "state.db"), tmp_path, SystemClock())

        def synced() -> Json:
            settled(api.sync(session, tmp_path / "sync.jsonl"))
            assert list(lines_of(api.plan(session, tmp_path / "plan.jsonl"), "op", "step", "conflict")) == []
            rows = [row for collection in other.state()["collections"] for row in collection["items"]]
            return {row["fieldData"]["slug"]: (row["isArchived"], row["live"] is not None) for row in rows}

        # Articles in French go by a slug of their own.
        assert synced() == {
            "tea": (True, False),
            "tea-fr": (False, True),
            "rum": (False, True),
            "rum-fr": (False, True),
        }
        place = {"collection": "posts", "locale": "en-US"}
        sandboxes.webflow.edit(action="unarchive", item="tea", **place)
        sandboxes.webflow.edit(action="publish", item="tea", **place)
        sandboxes.webflow.edit(action="archive", item="rum", **place)
        assert synced() == {
            "tea": (False, True),
            "tea-fr": (False, True),
            "rum": (True, False),
            "rum-fr": (False, True),
        }


def test_a_shared_field_that_differs_between_the_variants_of_an_item_is_told(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed({"article": {"tea": {"all": {"featured": True}, "en": {"title": "Tea"}, "fr": {"title": "Thé"}}}})
    sandboxes.webflow.edit(
        action="update", collection="posts", item="tea", locale="fr-FR", fields={"featured": False}, publish=True
    )
    plan = crossing.plan()
    (loss,) = lines_of(plan, "loss")
    assert (loss["reason"], loss["locale"], loss["field"], loss["on"]) == (
        "shared field differs between locales",
        "fr-FR",
        "featured",
        "right",
    )
    settled(crossing.apply(plan))
    (page,) = sandboxes.butter.state()["pages"]
    assert page["locales"]["fr"]["live"]["featured"] is True
    assert crossing.sync().result.counts() == {}


@pytest.mark.parametrize("refused", [False, True])
def test_a_draft_that_takes_the_place_of_what_is_archived_is_not_live_on_either_side(
    sandboxes: support.Sandboxes, tmp_path: Path, refused: object
) -> None:
    """Out of the archive comes what the public saw before it went there, so that is taken off."""
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.write_mapping((f"flow: {small_site.BOTH}", f"flow: {small_site.BOTH}\nconflict: butter"))
    crossing.seed({"article": {"tea": article("published")}})
    crossing.sync()
    sandboxes.webflow.edit(action="archive", collection="posts", item="tea", locale="fr-FR")
    sandboxes.butter.edit(action="unpublish", page_type="article", slug="tea", locale="fr")
    if refused:
        sandboxes.webflow.fault(kind="status", method="DELETE", path="/items/live$", status=400, times=None)
        crossing.sync()
        sandboxes.webflow.mend()
    crossing.sync()
    state, other = sandboxes.states()
    (code,) = (each["cmsLocaleId"] for each in state["locales"] if each["tag"] == "fr-FR")
    (row,) = (row for each in state["collections"] for row in each["items"] if row["cmsLocaleId"] == code)
    assert (row["isArchived"], row["live"]) == (False, None)
    assert other["pages"][0]["locales"]["fr"]["live"] is None
    at_rest(crossing)


def archived_and_agreed(crossing: Crossing) -> tuple[Json, Json]:
    """A topic that is archived on Webflow, and live there until its site is published; off on ButterCMS."""
    crossing.seed({"topic": {"tea": {"all": {}, "en": {"name": "Tea"}}}})
    settled(crossing.sync())
    topic: Json = {"collection": "topics", "item": "tea", "locale": "en-US"}
    crossing.sandboxes.webflow.edit(action="archive", **topic)
    settled(crossing.sync())
    (item,) = crossing.sandboxes.butter.state()["items"]
    assert item["locales"]["en"]["live"] is None
    return topic, {"collection": "topics", "id": item["id"], "locale": "en"}


def archived_and_live(crossing: Crossing) -> tuple[bool, bool]:
    """Whether the topic is archived on Webflow, and whether the public sees it."""
    (row,) = next(each for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "topics")[
        "items"
    ]
    return row["isArchived"], row["live"] is not None


def test_publishing_across_what_was_archived_and_is_taken_off_by_now_waits(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    """It is archived as it was, so only that the public sees it no more tells that somebody took it off."""
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    topic, item = archived_and_agreed(crossing)
    sandboxes.butter.edit(action="publish", **item)
    sandboxes.webflow.edit(action="unpublish", **topic)
    for _ in range(2):
        assert crossing.sync().result.counts() == {}
        (held,) = api.conflicts(crossing.session()).found
        assert held.waiting.reason == "both sides changed"
        assert archived_and_live(crossing) == (True, False)
    api.resolve(crossing.session(), [held.id], api.TakeSide("butter"), by="ann")
    settled(crossing.sync())
    assert archived_and_live(crossing) == (False, True)
    at_rest(crossing)


@pytest.mark.parametrize("taken_off", [False, True])
def test_publishing_across_what_is_archived_publishes_it_where_both_agreed_on_that(
    sandboxes: support.Sandboxes, tmp_path: Path, taken_off: bool
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    topic, item = archived_and_agreed(crossing)
    if taken_off:
        sandboxes.webflow.edit(action="unpublish", **topic)
        assert crossing.sync().result.counts() == {}
        assert archived_and_live(crossing) == (True, False)
    at_rest(crossing)
    sandboxes.butter.edit(action="publish", **item)
    settled(crossing.sync())
    assert archived_and_live(crossing) == (False, True)
    at_rest(crossing)


def without_local_slugs() -> Json:
    """An account with nothing in it, whose articles have no slug beside that of their page."""
    empty = small_site.butter_seed({})
    fields = empty["page_types"]["article"]["fields"]
    empty["page_types"]["article"]["fields"] = [each for each in fields if each["slug"] != "local_slug"]
    return empty


def test_a_drafted_slug_that_the_other_side_cannot_take_is_published_by_nobody(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    """A page of ButterCMS keeps its slug; that both agreed on it does not put live what somebody drafted."""
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.write_mapping(CARRY, NO_SLUG_FIELD)
    sandboxes.webflow.seed(small_site.webflow_seed({"article": {"tea": {"all": {}, "en": {"title": "Tea"}}}}))
    sandboxes.butter.seed(without_local_slugs())
    settled(crossing.sync())
    sandboxes.webflow.edit(
        action="update", collection="posts", item="tea", locale="en-US", fields={"slug": "green"}, publish=False
    )
    for _ in range(3):
        assert crossing.sync().result.counts() == {}
        (posts,) = (each for each in sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
        (row,) = posts["items"]
        assert (row["fieldData"]["slug"], row["live"]["fieldData"]["slug"]) == ("green", "tea")


def test_a_drafted_slug_of_a_locale_that_no_field_has_is_published_by_nobody(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    """The slug of an entry is that of its first locale: what is drafted of another one's is not mapped, so it stays."""
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.write_mapping(CARRY, NO_SLUG_FIELD)
    told = {"all": {}, "en": {"title": "Tea"}, "fr": {"title": "Thé"}}
    sandboxes.webflow.seed(small_site.webflow_seed({"article": {"tea": told}}))
    sandboxes.butter.seed(without_local_slugs())
    settled(crossing.sync())

    def in_french() -> tuple[str, str, str]:
        """The slug as it is drafted, and as it is live, and the live title."""
        (posts,) = (each for each in sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
        row = next(each for each in posts["items"] if each["fieldData"]["slug"] == "vert")
        live = row["live"]["fieldData"]
        return row["fieldData"]["slug"], live["slug"], live["name"]

    sandboxes.webflow.edit(
        action="update", collection="posts", item="tea", locale="fr-FR", fields={"slug": "vert"}, publish=False
    )
    assert crossing.sync().result.counts() == {}
    assert in_french() == ("vert", "tea-fr", "Thé")
    sandboxes.butter.edit(
        action="update", page_type="article", slug="tea", locale="fr", fields={"headline": "Rooibos"}, publish=True
    )
    crossing.sync()
    waits = crossing.sync().plan
    assert [line["reason"] for line in lines_of(waits) if line["record"] == "conflict"] == ["publishing waits"]
    assert in_french() == ("vert", "tea-fr", "Thé")
