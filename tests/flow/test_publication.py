"""What goes live, and what must not: edits that are not published, states that are open, cells that are held.

Through the command line and both sandboxes, in both directions; what is held is listed, ends with 1, and flows again
once a person settled it. After that a sync writes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import Ran, within
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, settled
from whole import of

from isogloss import api

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]

BOTH = small_site.BOTH
LIMITS = "limits:"
EN, FR = "en", "fr"


def policies(*words: str) -> tuple[str, str]:
    """What a mapping says beside its kinds."""
    return LIMITS, "\n".join((*words, LIMITS))


def crossed(
    sandboxes: Sandboxes, folder: Path, site: Json, *words: str, flow: str = BOTH, **switches: object
) -> Crossing:
    """A site, on both sides, at rest."""
    crossing = Crossing(sandboxes, folder, flow)
    more = [("butter:\n    adapter: buttercms", "butter:\n    adapter: buttercms\n    page_delete: true")]
    sandboxes.butter.turn(page_delete=True, **switches)
    crossing.write_mapping(policies(*words), *more)
    crossing.seed(site)
    synced(crossing, 0)
    sandboxes.forget()
    return crossing


def synced(crossing: Crossing, code: int) -> Ran:
    ran = within(crossing, "sync", "MAPPING", "--json")
    assert ran.code == code, ran
    return ran


def held(crossing: Crossing) -> list[tuple[str, str, str | None, str | None]]:
    """What waits: reason, entry, locale and field."""
    return [
        (each["reason"], each["entry"][1], each.get("locale"), each.get("field"))
        for each in lines_of(crossing.plan(), "conflict")
    ]


def silent(crossing: Crossing, code: int) -> None:
    """A sync that writes nothing."""
    crossing.sandboxes.forget()
    synced(crossing, code)
    assert crossing.sandboxes.writes() == []


def article(en: Json, fr: Json | None = None, **shared: object) -> Json:
    told: Json = {"all": shared, "en": {"title": "[en]", "body": "<p>[en]</p>", **en}}
    return told if fr is None else told | {"fr": {"title": "[fr]", "body": "<p>[fr]</p>", **fr}}


class Editor:
    """A person who edits articles on one of the two sides, in the terms of the mapping."""

    names: dict[str, str]

    def __init__(self, crossing: Crossing) -> None:
        self.sandbox = crossing.target if self.on_butter is (crossing.flow != small_site.BACKWARD) else crossing.source

    on_butter = False

    def at(self, slug: str, code: str) -> Json:
        raise NotImplementedError

    def does(self, action: str, slug: str, code: str = EN, *, publish: bool = False, **fields: object) -> None:
        more = {"fields": {self.names.get(name, name): value for name, value in fields.items()}} if fields else {}
        said = {**more, "publish": publish} if fields else {}
        self.sandbox.edit(action=action, **self.at(slug, code), **said)

    def delete(self, slug: str) -> None:
        self.sandbox.edit(action="delete", **self.at(slug, EN), all=True)

    def sees(self, slug: str, code: str, name: str) -> tuple[object, object]:
        """What the public and what an editor sees of a field."""
        raise NotImplementedError

    def has(self, slug: str) -> bool:
        raise NotImplementedError

    def id_of(self, slug: str) -> object:
        raise NotImplementedError

    def link_to(self, slug: str) -> object:
        return self.id_of(slug)


class OnWebflow(Editor):
    names = small_site.WEBFLOW_NAMES

    def at(self, slug: str, code: str) -> Json:
        return {"collection": "posts", "item": slug, "locale": small_site.LOCALES[code]}

    def rows(self, slug: str) -> dict[str, Json]:
        state = self.sandbox.state()
        codes = {each["cmsLocaleId"]: each["tag"] for each in state["locales"]}
        rows = [row for each in state["collections"] if each["slug"] == "posts" for row in each["items"]]
        wanted = {row["id"] for row in rows if row["fieldData"]["slug"] == slug}
        return {codes[row["cmsLocaleId"]]: row for row in rows if row["id"] in wanted}

    def sees(self, slug: str, code: str, name: str) -> tuple[object, object]:
        row, field = self.rows(slug)[small_site.LOCALES[code]], self.names.get(name, name)
        live = row["live"]
        return live and live["fieldData"].get(field), row["fieldData"].get(field)

    def has(self, slug: str) -> bool:
        return bool(self.rows(slug))

    def id_of(self, slug: str) -> object:
        return self.rows(slug)["en-US"]["id"]


class OnButter(Editor):
    names = small_site.BUTTER_NAMES
    on_butter = True

    def at(self, slug: str, code: str) -> Json:
        return {"page_type": "article", "slug": slug, "locale": code}

    def pages(self, slug: str) -> list[Json]:
        return [each for each in self.sandbox.state()["pages"] if each["slug"] == slug and not each.get("deleted")]

    def sees(self, slug: str, code: str, name: str) -> tuple[object, object]:
        (page,) = self.pages(slug)
        variant, field = page["locales"][code], self.names.get(name, name)
        live, draft = variant["live"], variant["draft"]
        return live and live[field], (draft or live)[field]

    def has(self, slug: str) -> bool:
        return bool(self.pages(slug))

    def id_of(self, slug: str) -> object:
        return self.pages(slug)[0]["id"]

    def link_to(self, slug: str) -> object:
        return slug


SIDES = [(OnWebflow, OnButter), (OnButter, OnWebflow)]
both_ways = pytest.mark.parametrize(("here", "across"), SIDES, ids=["webflow", "butter"])
"""A person works here; what follows across is looked at."""


# Deletions.


@both_ways
@pytest.mark.parametrize("delete", ["propagate", "archive"])
def test_edits_that_are_not_published_beat_a_deletion(
    sandboxes: Sandboxes, tmp_path: Path, here: type[Editor], across: type[Editor], delete: str
) -> None:
    if delete == "archive" and across is OnButter:
        pytest.skip("ButterCMS has no archive, so check refuses the mapping")
    flow = {"propagate": BOTH}.get(delete, small_site.BACKWARD)
    site = {"article": {"tea": article({}, {}), "rum": article({})}}
    crossing = crossed(sandboxes, tmp_path, site, f"delete: {delete}", flow=flow)
    one, other = here(crossing), across(crossing)
    other.does("update", "tea", FR, body="<p>half done</p>")
    one.delete("tea")
    silent(crossing, 1)
    assert ("deleted on one side, edited on the other", "tea", None, None) in held(crossing)
    assert "half done" in str(other.sees("tea", FR, "body")[1])
    assert other.sees("tea", EN, "title")[0] == "[en]"

    if across is OnButter:
        other.does("discard", "tea", FR)
    else:
        other.does("update", "tea", FR, body="<p>[fr]</p>", publish=True)
    synced(crossing, 0)
    if delete == "propagate":
        assert not other.has("tea")
        at_rest(crossing)
    else:
        assert other.sees("tea", EN, "title")[0] is None
        silent(crossing, 0)


@both_ways
def test_an_edit_that_is_not_published_beats_a_deletion_that_was_planned_before(
    sandboxes: Sandboxes, tmp_path: Path, here: type[Editor], across: type[Editor]
) -> None:
    crossing = crossed(
        sandboxes, tmp_path, {"article": {"tea": article({}, {}), "rum": article({})}}, "delete: propagate"
    )
    one, other = here(crossing), across(crossing)
    one.delete("tea")
    assert within(crossing, "plan", "MAPPING").code == 0
    other.does("update", "tea", FR, body="<p>half done</p>")
    sandboxes.forget()
    assert within(crossing, "apply", "PLAN", "--confirm", "pots").code == 1
    assert sandboxes.writes() == []
    assert "half done" in str(other.sees("tea", FR, "body")[1])
    silent(crossing, 1)


# States that are open.


def test_edits_of_a_withdrawn_draft_wait_until_it_is_off_the_live_site_across(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = crossed(sandboxes, tmp_path, {"article": {"tea": article({}, {})}})
    webflow, butter = OnWebflow(crossing), OnButter(crossing)
    webflow.does("unpublish", "tea", EN)
    synced(crossing, 1)
    webflow.does("update", "tea", EN, title="[en] not for the public")
    webflow.does("update", "tea", FR, title="[fr] new", publish=True)
    ran = synced(crossing, 1)
    assert ran.data["conflicts"] == 1
    assert butter.sees("tea", EN, "title") == ("[en]", "[en]")
    assert butter.sees("tea", FR, "title") == ("[fr] new", "[fr] new")
    assert held(crossing) == [("publication state is open", "tea", "en-US", "title")]
    silent(crossing, 1)

    butter.does("unpublish", "tea", EN)
    synced(crossing, 0)
    assert butter.sees("tea", EN, "title") == (None, "[en] not for the public")
    at_rest(crossing)


def test_edits_of_an_archived_item_wait_while_its_state_is_in_conflict(sandboxes: Sandboxes, tmp_path: Path) -> None:
    site = {"article": {"tea": article({"state": "draft"}, {})}}
    crossing = crossed(sandboxes, tmp_path, site)
    webflow, butter = OnWebflow(crossing), OnButter(crossing)
    webflow.does("update", "tea", EN, title="[en] put away")
    webflow.does("archive", "tea", EN)
    butter.does("publish", "tea", EN)
    silent(crossing, 1)
    assert butter.sees("tea", EN, "title") == ("[en]", "[en]")
    assert ("publication state is open", "tea", "en-US", "title") in held(crossing)
    assert ("both sides changed", "tea", "en-US", "$status") in held(crossing)

    butter.does("unpublish", "tea", EN)
    synced(crossing, 0)
    assert butter.sees("tea", EN, "title") == (None, "[en] put away")
    silent(crossing, 0)


@both_ways
def test_an_edit_of_a_draft_waits_while_the_other_side_publishes_what_was_there_before(
    sandboxes: Sandboxes, tmp_path: Path, here: type[Editor], across: type[Editor]
) -> None:
    site = {"article": {"tea": article({"state": "draft"}, {})}}
    crossing = crossed(sandboxes, tmp_path, site)
    one, other = here(crossing), across(crossing)
    one.does("update", "tea", EN, title="[en] not for the public")
    other.does("publish", "tea", EN)
    silent(crossing, 1)
    assert one.sees("tea", EN, "title") == (None, "[en] not for the public")
    assert other.sees("tea", EN, "title") == ("[en]", "[en]")
    assert set(held(crossing)) == {
        ("publication state is open", "tea", "en-US", "title"),
        ("publishing waits", "tea", "en-US", "$status"),
    }

    one.does("publish", "tea", EN)
    synced(crossing, 0)
    assert other.sees("tea", EN, "title")[0] == "[en] not for the public"
    at_rest(crossing)


def test_an_item_that_would_be_live_at_once_is_taken_off_before_its_draft_is_written(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = crossed(sandboxes, tmp_path, {"author": {"ann": {"all": {}, "en": {"name": "Ann", "bio": "old"}}}})
    ann = {"collection": "authors", "item": "ann", "locale": "en-US"}
    sandboxes.webflow.edit(action="unpublish", **ann)
    sandboxes.webflow.edit(action="update", **ann, fields={"bio": "not for the public"})
    plan = crossing.plan()
    assert [op["verb"] for op in lines_of(plan, "op")] == ["unpublish", "update"]
    synced(crossing, 0)
    (item,) = sandboxes.butter.state()["items"]
    assert (item["locales"]["en"]["live"], item["locales"]["en"]["draft"]["bio"]) == (None, "not for the public")
    at_rest(crossing)


@both_ways
@pytest.mark.parametrize("name", ["title", "written"])
def test_publishing_waits_while_a_cell_of_the_variant_is_held(
    sandboxes: Sandboxes, tmp_path: Path, here: type[Editor], across: type[Editor], name: str
) -> None:
    """Also where the cell is one that all locales share, as ``written`` is."""
    old, ours, theirs = (
        ("2026-01-01", "2026-02-02", "2026-03-03") if name == "written" else ("[en]", "[en] X", "[en] Y")
    )
    both = {} if name == "title" else {name: old}
    site = {"article": {"tea": article({"state": "draft"}, {"state": "draft"}, **both)}}
    crossing = crossed(sandboxes, tmp_path, site)
    one, other = here(crossing), across(crossing)
    one.does("update", "tea", EN, publish=True, body="<p>[en] ours</p>", **{name: ours})
    other.does("update", "tea", EN, **{name: theirs})
    synced(crossing, 1)
    assert other.sees("tea", EN, name)[0] is None
    assert other.sees("tea", FR, name)[0] is None
    waits = ("publishing waits", "tea", "en-US", "$status")
    assert waits in held(crossing)
    assert [each[0] for each in held(crossing) if each[3] == name] == ["both sides changed"]
    silent(crossing, 1)

    other.does("update", "tea", EN, **{name: ours})
    synced(crossing, 0)
    assert str(other.sees("tea", EN, name)[0]).startswith(ours)
    at_rest(crossing)


@both_ways
def test_under_publish_keep_no_draft_is_written_over_what_is_live(
    sandboxes: Sandboxes, tmp_path: Path, here: type[Editor], across: type[Editor]
) -> None:
    site = {"article": {"tea": article({"state": "draft"}, {"state": "draft"})}}
    crossing = crossed(sandboxes, tmp_path, site, "publish: keep")
    one, other = here(crossing), across(crossing)
    other.does("publish", "tea", EN)
    silent(crossing, 0)
    one.does("update", "tea", EN, title="[en] not for the public")
    one.does("update", "tea", FR, title="[fr] of a draft")
    synced(crossing, 1)
    assert other.sees("tea", EN, "title") == ("[en]", "[en]")
    assert other.sees("tea", FR, "title") == (None, "[fr] of a draft")
    assert held(crossing) == [("publication state is open", "tea", "en-US", "title")]
    silent(crossing, 1)

    one.does("publish", "tea", EN)
    synced(crossing, 0)
    assert other.sees("tea", EN, "title")[0] == "[en] not for the public"
    silent(crossing, 0)


# Links.


def linked(crossing: Crossing, editor: Editor, slug: str, *targets: str) -> None:
    """A person links an article to others."""
    editor.does("update", slug, EN, publish=True, related=[editor.link_to(target) for target in targets])


@both_ways
def test_a_deletion_that_is_held_takes_no_link_away_and_others_still_cross(
    sandboxes: Sandboxes, tmp_path: Path, here: type[Editor], across: type[Editor]
) -> None:
    site = {"article": {"tea": article({"related": ["rum"]}), "rum": article({}), "milk": article({})}}
    crossing = crossed(sandboxes, tmp_path, site)
    one, other = here(crossing), across(crossing)
    rum = other.id_of("rum")
    one.delete("rum")
    silent(crossing, 1)
    assert other.sees("tea", EN, "related") == ([rum], [rum])
    assert [each[0] for each in held(crossing)] == ["deletion"]
    told = {loss["reason"] for loss in lines_of(crossing.plan(), "loss") if loss["field"] == "related"}
    assert told <= {"link target missing in this locale"}

    linked(crossing, one, "tea", "milk")
    synced(crossing, 1)
    both = sorted([rum, other.id_of("milk")], key=str)
    assert sorted(other.sees("tea", EN, "related")[0], key=str) == both
    silent(crossing, 1)

    linked(crossing, other, "tea", "rum")
    synced(crossing, 1)
    assert one.sees("tea", EN, "related")[0] in ([], None)
    assert other.sees("tea", EN, "related")[0] == [rum]
    silent(crossing, 1)

    other.delete("rum")
    synced(crossing, 0)
    at_rest(crossing)


HIDDEN = ["dropped", "absent", "null"]
"""What a reference to something unpublished reads as on ButterCMS."""
HIDES = pytest.mark.parametrize("hides", HIDDEN)


@pytest.mark.parametrize(
    ("flow", "target", "hides"),
    of(
        product([BOTH, small_site.BACKWARD], ["milk", "rum"], HIDDEN),  # one that is live, and a draft
        lambda place, _: (place // 6 + place // 3 % 2 + place % 3) % 2 == 0,  # every two of them meet
    ),
)
def test_a_draft_of_a_page_that_only_adds_a_link_is_not_published_across(
    sandboxes: Sandboxes, tmp_path: Path, hides: str, target: str, flow: str
) -> None:
    site = {"article": {"tea": article({}), "milk": article({}), "rum": article({"state": "draft"})}}
    crossing = crossed(sandboxes, tmp_path, site, flow=flow, unpublished_reference=hides)
    webflow, butter = OnWebflow(crossing), OnButter(crossing)
    butter.does("update", "tea", EN, related=[butter.link_to(target)])
    silent(crossing, 0)
    assert not webflow.sees("tea", EN, "related")[1]
    assert "unpublished edits stay behind" in {loss["reason"] for loss in lines_of(crossing.plan(), "loss")}
    if flow == BOTH:
        webflow.does("update", "tea", EN, title="[en] new", publish=True)
        silent(crossing, 1)
        assert held(crossing) == [("unpublished edits on the target", "tea", "en-US", None)]

    butter.does("publish", "tea", EN)
    if target == "rum":  # whether it was published nobody can tell until that is
        butter.does("publish", "rum", EN)
    if flow == BOTH:
        synced(crossing, 0)
    synced(crossing, 0)
    assert webflow.sees("tea", EN, "related")[0] == [webflow.id_of(target)]
    at_rest(crossing)


@HIDES
def test_a_link_to_a_draft_that_was_carried_to_a_live_page_holds_nothing(
    sandboxes: Sandboxes, tmp_path: Path, hides: str
) -> None:
    site = {
        "article": {
            "tea": article({"related": ["rum", "milk"]}),
            "milk": article({}),
            "rum": article({"state": "draft"}),
        }
    }
    crossing = crossed(sandboxes, tmp_path, site, flow=small_site.FORWARD, unpublished_reference=hides)
    crossing.flow = BOTH
    crossing.write_mapping(policies())
    webflow, butter = OnWebflow(crossing), OnButter(crossing)
    silent(crossing, 0)
    webflow.does("update", "tea", EN, title="[en] new", publish=True)
    synced(crossing, 0)
    assert butter.sees("tea", EN, "title") == ("[en] new", "[en] new")
    silent(crossing, 0)
    linked(crossing, webflow, "tea", "rum")
    synced(crossing, 0)
    assert butter.sees("tea", EN, "related")[1] == [butter.id_of("rum")]
    silent(crossing, 0)
    webflow.does("publish", "rum", EN)
    synced(crossing, 0)
    at_rest(crossing)


@HIDES
def test_a_live_page_that_is_made_across_keeps_its_link_to_a_draft(
    sandboxes: Sandboxes, tmp_path: Path, hides: str
) -> None:
    site = {"article": {"tea": article({"related": ["rum"]}), "rum": article({"state": "draft"})}}
    crossing = crossed(sandboxes, tmp_path, site, flow=small_site.BACKWARD, unpublished_reference=hides)
    webflow = OnWebflow(crossing)
    assert webflow.sees("tea", EN, "related")[0] == [webflow.id_of("rum")]
    at_rest(crossing)


@HIDES
def test_live_pages_that_are_made_across_in_a_circle_keep_their_links_to_a_draft(
    sandboxes: Sandboxes, tmp_path: Path, hides: str
) -> None:
    site = {"article": {"tea": article({"related": ["tea", "rum"]}), "rum": article({"state": "draft"})}}
    crossing = crossed(sandboxes, tmp_path, site, flow=small_site.BACKWARD, unpublished_reference=hides)
    webflow = OnWebflow(crossing)
    assert webflow.sees("tea", EN, "related")[0] == [webflow.id_of("tea"), webflow.id_of("rum")]
    at_rest(crossing)


# What was left unfinished, or went further than was asked.


@pytest.mark.parametrize("mode", ["skip", "copy"])
def test_a_live_page_that_links_to_what_its_locale_lacks_across_comes_to_rest(
    sandboxes: Sandboxes, tmp_path: Path, mode: str
) -> None:
    """The link is left out and told each time; nothing is published again and again."""
    sandboxes.webflow.turn(insert=False)
    site = {"author": {"ann": {"all": {}, "en": {"name": "Ann"}}}, "article": {"tea": article({}, {})}}
    crossing = crossed(sandboxes, tmp_path, site, f"missing_locale: {mode}")
    off = ("rate: 600000}\n  butter:", "rate: 600000, insert: off}\n  butter:")
    crossing.write_mapping(policies(f"missing_locale: {mode}"), off)
    butter = OnButter(crossing)
    (ann,) = sandboxes.butter.state()["items"]
    place = {"collection": "authors", "id": ann["id"], "locale": "fr"}
    action = "update" if "fr" in ann["locales"] else "add_locale"
    sandboxes.butter.edit(action=action, **place, fields={"name": "Anne", "slug": "ann"}, publish=True)
    sandboxes.butter.edit(action="publish", **place)
    butter.does("update", "tea", FR, publish=True, author=ann["id"])
    within(crossing, "sync", "MAPPING")
    lost = {(loss["reason"], loss["field"]) for loss in lines_of(crossing.plan(), "loss")}
    if mode == "skip":
        assert ("link target missing in this locale", "author") in lost
    sandboxes.forget()
    within(crossing, "sync", "MAPPING")
    assert sandboxes.writes() == []


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD, BOTH])
def test_a_live_page_that_links_to_a_copied_entry_comes_to_rest(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    links = {"related": ["rum", "milk"], "author": "ann"}
    site = {
        "author": {"ann": {"all": {}, "en": {"name": "Ann"}}},
        "article": {
            "tea": article(links, links),
            "milk": article({}, {}),
            "rum": {"all": {}, "en": {"title": "[en]", "body": "<p>[en]</p>"}},
        },
    }
    crossing = crossed(sandboxes, tmp_path, site, "missing_locale: copy", flow=flow)
    silent(crossing, 0)
    source = OnButter(crossing) if flow == small_site.BACKWARD else OnWebflow(crossing)
    source.does("update", "tea", FR, publish=True, title="[fr] new")
    synced(crossing, 0)
    silent(crossing, 0)


@both_ways
def test_a_published_edit_that_is_newer_than_a_draft_goes_live_where_drafts_are_carried(
    sandboxes: Sandboxes, tmp_path: Path, here: type[Editor], across: type[Editor]
) -> None:
    site = {"article": {"tea": article({}, {})}}
    crossing = crossed(sandboxes, tmp_path, site, "unpublished_edits: carry")
    newest = ("    label: title\n", "    label: title\n    conflict: newest\n")
    crossing.write_mapping(policies("unpublished_edits: carry"), newest)
    one, other = here(crossing), across(crossing)
    other.does("update", "tea", EN, title="[en] a draft")
    one.does("update", "tea", EN, publish=True, title="[en] published later")
    for _ in range(2):
        within(crossing, "sync", "MAPPING")
    assert other.sees("tea", EN, "title") == ("[en] published later", "[en] published later")
    assert one.sees("tea", EN, "title") == ("[en] published later", "[en] published later")
    silent(crossing, 0)


@pytest.mark.parametrize("flow", [small_site.FORWARD, BOTH])
@pytest.mark.parametrize("scope", ["named", "all"])
def test_what_goes_live_beside_what_was_asked_is_told(
    sandboxes: Sandboxes, tmp_path: Path, scope: str, flow: str
) -> None:
    """Where a status counts for all locales of a page, publishing French puts the English draft live."""
    site = {"article": {"tea": article({"state": "draft"}, {}), "rum": article({"state": "draft"}, {})}}
    sandboxes.butter.turn(status_scope=scope)
    crossing = Crossing(sandboxes, tmp_path, flow)
    crossing.seed(site)
    ran = within(crossing, "sync", "MAPPING", "--json")
    webflow, butter = OnWebflow(crossing), OnButter(crossing)
    if scope == "named":
        assert ran.code == 0
        assert butter.sees("tea", EN, "title")[0] is None
        return
    assert ran.code == 1
    assert butter.sees("tea", EN, "title")[0] == "[en]"
    assert len(ran.data["problems"]) == 2
    for problem in ran.data["problems"]:
        assert (problem["verb"], problem["outcome"]) == ("publish", "altered")
        assert "en-US went live beside what was asked" in problem["detail"]
    silent(crossing, 0)
    assert webflow.sees("tea", EN, "title")[0] is None, "nobody published it, so it is not published across"

    webflow.does("update", "tea", EN, title="[en] not for the public")
    silent(crossing, 1)
    for slug in ("tea", "rum"):
        butter.does("unpublish", slug, EN)
    synced(crossing, 0)
    assert butter.sees("tea", EN, "title") == (None, "[en] not for the public")
    silent(crossing, 0)


@pytest.mark.parametrize("flow", [small_site.FORWARD, BOTH])
@pytest.mark.parametrize("scope", ["named", "all"])
def test_edits_that_go_live_beside_what_was_asked_are_told(
    sandboxes: Sandboxes, tmp_path: Path, scope: str, flow: str
) -> None:
    """Where a status counts for all locales of a page, writing English puts somebody's French draft live."""
    sandboxes.butter.turn(status_scope=scope)
    crossing = Crossing(sandboxes, tmp_path, flow)
    crossing.seed({"article": {"tea": article({}, {})}})
    synced(crossing, 0)
    webflow, butter = OnWebflow(crossing), OnButter(crossing)
    butter.does("update", "tea", FR, title="[fr] mine, unfinished")
    webflow.does("update", "tea", EN, title="[en] new", publish=True)
    before = webflow.sees("tea", FR, "title")
    ran = within(crossing, "sync", "MAPPING", "--json")
    assert butter.sees("tea", EN, "title")[0] == "[en] new"
    if scope == "named":
        assert (ran.code, butter.sees("tea", FR, "title")[0]) == (0, "[fr]")
        return
    assert butter.sees("tea", FR, "title")[0] == "[fr] mine, unfinished"
    (problem,) = ran.data["problems"]
    assert (ran.code, problem["outcome"]) == (1, "altered")
    assert "edits in fr-FR that nobody published went live along" in problem["detail"]
    silent(crossing, 0)
    assert webflow.sees("tea", FR, "title") == before, "nobody published it, so it is not published across"


@pytest.mark.parametrize("scope", ["named", "all"])
def test_edits_that_a_person_published_during_the_run_cross_with_the_next(
    sandboxes: Sandboxes, tmp_path: Path, scope: str
) -> None:
    sandboxes.butter.turn(status_scope=scope)
    crossing = Crossing(sandboxes, tmp_path, BOTH)
    crossing.seed({"article": {"tea": article({}, {})}})
    synced(crossing, 0)
    webflow, butter = OnWebflow(crossing), OnButter(crossing)
    butter.does("update", "tea", FR, title="[fr] mine, unfinished")
    webflow.does("update", "tea", EN, title="[en] new", publish=True)
    sandboxes.forget()
    done = []

    def person() -> None:
        if sandboxes.butter.writes() and not done:
            sandboxes.advance(5)
            butter.does("update", "tea", FR, title="[fr] finished", publish=True)
            done.append(True)

    api.sync(replace(crossing.session(), stop=person), tmp_path / "plan.jsonl")
    synced(crossing, 0)
    assert webflow.sees("tea", FR, "title")[0] == "[fr] finished"
    silent(crossing, 0)


def test_an_edit_of_what_comes_out_of_the_archive_is_not_taken_back(sandboxes: Sandboxes, tmp_path: Path) -> None:
    """An archived item keeps what was live; unarchived as a draft, it shows that again beside what we staged."""
    crossing = crossed(sandboxes, tmp_path, {"article": {"tea": article({}, {})}}, "conflict: butter")
    webflow, butter = OnWebflow(crossing), OnButter(crossing)
    webflow.does("archive", "tea", EN)
    butter.does("unpublish", "tea", EN)
    butter.does("update", "tea", EN, title="[en] edited")
    for _ in range(3):
        within(crossing, "sync", "MAPPING")
        assert butter.sees("tea", EN, "title")[1] == "[en] edited"
    assert webflow.sees("tea", EN, "title")[1] == "[en] edited"


@pytest.mark.parametrize("crosses", [False, True])
def test_a_draft_over_what_is_archived_is_not_agreed_on(sandboxes: Sandboxes, tmp_path: Path, crosses: bool) -> None:
    """An archived item keeps what was live, and comes out of the archive with it; what was staged is not finished."""
    crossing = crossed(sandboxes, tmp_path, {"article": {"tea": article({}, {})}})
    webflow, butter, drafted = OnWebflow(crossing), OnButter(crossing), "[en] edited"
    if crosses:
        butter.does("update", "tea", EN, title=drafted, publish=True)
    before = butter.sees("tea", EN, "title")[1]
    webflow.does("update", "tea", EN, title=drafted)
    webflow.does("archive", "tea", EN)
    within(crossing, "sync", "MAPPING")
    assert butter.sees("tea", EN, "title")[1] == before
    webflow.does("unarchive", "tea", EN)
    butter.does("update", "tea", EN, body="<p>[en] edited</p>", publish=True)
    within(crossing, "sync", "MAPPING")
    assert butter.sees("tea", EN, "title")[1] == before
    assert webflow.sees("tea", EN, "title")[1] == drafted


@both_ways
def test_a_draft_makes_what_is_live_below_it_no_newer(
    sandboxes: Sandboxes, tmp_path: Path, here: type[Editor], across: type[Editor]
) -> None:
    crossing = crossed(sandboxes, tmp_path, {"article": {"tea": article({}, {})}})
    crossing.write_mapping(("    label: title\n", "    label: title\n    conflict: newest\n"))
    person, other = here(crossing), across(crossing)
    person.does("update", "tea", EN, title="[en] first", publish=True)
    sandboxes.advance(5)
    other.does("update", "tea", EN, title="[en] second", publish=True)
    sandboxes.advance(5)
    person.does("update", "tea", EN, body="<p>[en] unfinished</p>")
    synced(crossing, 1)
    assert other.sees("tea", EN, "title")[0] == "[en] second"
    person.does("publish", "tea", EN)
    synced(crossing, 0)
    assert person.sees("tea", EN, "title") == other.sees("tea", EN, "title")


@pytest.mark.parametrize(("state", "looks"), [("draft", 1), ("published", 0)])
def test_the_cost_counts_the_look_whether_a_draft_went_live_beside(
    sandboxes: Sandboxes, tmp_path: Path, state: str, looks: int
) -> None:
    site = {"article": {slug: article({"state": state}, {}) for slug in ("tea", "rum")}}
    crossing = Crossing(sandboxes, tmp_path, small_site.FORWARD)
    crossing.seed(site)
    plan = crossing.plan()
    assert plan.header.cost["butter"].looks == looks, "one for the kind, though two pages go live"
    settled(crossing.apply(plan))
    assert crossing.plan().header.cost["butter"].looks == 0


def test_a_draft_of_a_page_that_is_asked_for_by_itself_is_not_taken_for_live(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    """A page that lacks a locale it had is asked again, past any cache; whoever previews it is shown the draft."""
    crossing = crossed(sandboxes, tmp_path, {"article": {"tea": article({}, {})}})
    webflow, butter = OnWebflow(crossing), OnButter(crossing)
    butter.does("delete_locale", "tea", FR)
    butter.does("update", "tea", EN, title="[en] not for the public")
    silent(crossing, 1)
    assert webflow.sees("tea", EN, "title") == ("[en]", "[en]")
    assert [each[0] for each in held(crossing)] == ["deletion"]


@pytest.mark.parametrize(("publish", "code"), [("draft", 0), ("keep", 1), ("mirror", 1)])
def test_an_edit_of_what_was_archived_while_it_was_live_is_not_taken_back(
    sandboxes: Sandboxes, tmp_path: Path, publish: str, code: int
) -> None:
    """It comes out of the archive with what was live, and shows that; what crosses lies over it as a draft."""
    crossing = crossed(sandboxes, tmp_path, {"article": {"tea": article({}, {})}}, f"publish: {publish}")
    webflow, butter = OnWebflow(crossing), OnButter(crossing)
    webflow.does("archive", "tea", EN)
    butter.does("unpublish", "tea", EN)
    within(crossing, "sync", "MAPPING")
    butter.does("update", "tea", EN, title="[en] edited")
    within(crossing, "sync", "MAPPING")
    assert webflow.sees("tea", EN, "title") == ("[en]", "[en] edited")
    assert butter.sees("tea", EN, "title")[1] == "[en] edited"
    silent(crossing, code)
    assert butter.sees("tea", EN, "title")[1] == "[en] edited"
    butter.does("update", "tea", EN, title="[en] edited again")
    within(crossing, "sync", "MAPPING")
    silent(crossing, code)
    assert butter.sees("tea", EN, "title")[1] == "[en] edited again"
    if publish == "draft":
        assert webflow.sees("tea", EN, "title") == ("[en]", "[en] edited again")


def test_what_the_public_still_follows_from_what_is_archived_is_not_deleted(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    """What is archived leaves the site when the whole site is published; until then the public sees its links."""
    site = {"article": {"milk": article({}), "tea": article({"related": ["milk"]}), "rum": article({})}}
    policies = "delete: propagate", "publish: keep", "unpublished_edits: carry"
    crossing = crossed(sandboxes, tmp_path, site, *policies)
    webflow, butter = OnWebflow(crossing), OnButter(crossing)
    webflow.does("archive", "tea", EN)
    butter.does("update", "tea", EN, related=[], publish=True)
    butter.delete("milk")
    synced(crossing, 1)
    assert webflow.sees("tea", EN, "related") == ([webflow.id_of("milk")], [])
    silent(crossing, 1)
    (waiting,) = lines_of(crossing.plan(), "conflict")
    assert (waiting["reason"], waiting["entry"][1]) == ("deletion", "milk")
    assert "once the site is published" in waiting["detail"]
    sandboxes.webflow.edit(action="publish_site")
    synced(crossing, 0)
    assert not webflow.has("milk")
    assert butter.sees("tea", EN, "title")[0] == "[en]"
    at_rest(crossing)


@pytest.mark.parametrize("since", [False, True])
def test_what_a_person_agreed_to_delete_goes_with_the_draft_that_was_shown(
    sandboxes: Sandboxes, tmp_path: Path, since: bool
) -> None:
    """With ``carry``, a draft over what is archived is read and shown; what was written since was not."""
    site = {"article": {slug: article({}, {}) for slug in ("tea", "rum")}}
    crossing = crossed(sandboxes, tmp_path, site, "unpublished_edits: carry")
    webflow, butter = OnWebflow(crossing), OnButter(crossing)
    webflow.does("archive", "tea", FR)
    webflow.does("update", "tea", FR, title="[fr] unfinished")
    butter.delete("tea")
    synced(crossing, 1)
    (found,) = (each for each in api.conflicts(crossing.session()).found if each.waiting.at.locale is None)
    api.resolve(crossing.session(), [found.id], api.TakeSide("butter"), by="ann")
    if since:
        webflow.does("update", "tea", FR, title="[fr] finished")
    synced(crossing, 1 if since else 0)
    assert webflow.has("tea") == since
    silent(crossing, 1 if since else 0)


@both_ways
@pytest.mark.parametrize("label", [True, False], ids=["the title", "another field"])
def test_what_a_person_put_live_with_an_edit_since_the_plan_is_not_taken_back_by_its_publishing(
    sandboxes: Sandboxes, tmp_path: Path, here: type[Editor], across: type[Editor], label: bool
) -> None:
    """ButterCMS is told to publish beside a field of each locale, which is the title; that is not to change."""
    crossing = crossed(sandboxes, tmp_path, {"article": {"tea": article({}, {})}})
    one, other = here(crossing), across(crossing)
    for editor in (one, other):
        editor.does("unpublish", "tea", EN)
    synced(crossing, 0)
    one.does("update", "tea", EN, publish=True, body="<p>[en] ours</p>")
    plan = crossing.plan()
    theirs = {"title": "[en] theirs"} if label else {"minutes": 7}
    other.does("update", "tea", EN, publish=True, **theirs)
    crossing.apply(plan)
    for name, value in theirs.items():
        assert other.sees("tea", EN, name) == (value, value)
    for _ in range(2):
        synced(crossing, 0)
    for editor in (one, other):
        assert editor.sees("tea", EN, "body")[0] == "<p>[en] ours</p>"
        for name, value in theirs.items():
            assert editor.sees("tea", EN, name) == (value, value)


@both_ways
def test_what_all_locales_share_and_a_person_edited_since_the_plan_is_not_taken_back_in_a_new_locale(
    sandboxes: Sandboxes, tmp_path: Path, here: type[Editor], across: type[Editor]
) -> None:
    """A new locale is made with what all of them share, which stays as it is."""
    crossing = crossed(sandboxes, tmp_path, {"article": {"tea": article({}, written="2026-02-01")}})
    one, other = here(crossing), across(crossing)
    one.does("add_locale", "tea", FR, publish=True, title="[fr]", written="2026-02-01")
    plan = crossing.plan()
    other.does("update", "tea", EN, publish=True, written="2026-02-03")
    crossing.apply(plan)
    for _ in range(2):
        within(crossing, "sync", "MAPPING")
    for editor in (one, other):
        seen = [str(editor.sees("tea", code, "written")[0])[:10] for code in (EN, FR)]
        assert seen == ["2026-02-03"] * 2, editor
    silent(crossing, 0)
