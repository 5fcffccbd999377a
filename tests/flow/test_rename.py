"""``rename: recreate``: a page is made anew under its new slug, links follow, and the old page goes last."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, at_rest, settled
from whole import of

from isogloss import api
from isogloss.errors import Interrupted, MappingError

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]
RECREATE = (
    ("limits:", "rename: recreate\ndelete: propagate\nlimits:"),
    ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n"),
)
SITE = {
    "article": {
        "tea": {
            "all": {"featured": True},
            "en": {"title": "Tea", "body": "<p>Hot</p>", "related": ["tea"]},
            "fr": {"title": "Thé", "state": "draft"},
        },
        "cup": {
            "all": {},
            "en": {"title": "Cup", "related": ["tea", "pot"]},
            "fr": {"title": "Tasse", "related": ["tea"]},
        },
        "pot": {"all": {}, "en": {"title": "Pot"}},
    }
}


@pytest.fixture
def crossing(sandboxes: support.Sandboxes, tmp_path: Path) -> Crossing:
    """Three articles that are on both sides; tea is linked to by itself and by cup."""
    made = Crossing(sandboxes, tmp_path)
    made.write_mapping(*RECREATE)
    sandboxes.butter.turn(page_delete=True)
    made.seed(SITE)
    settled(made.sync())
    sandboxes.forget()
    return made


def rename(crossing: Crossing, old: str = "tea", new: str = "chai") -> None:
    crossing.sandboxes.webflow.edit(
        action="update", collection="posts", item=old, fields={"slug": new, "name": "Chai"}, publish=True
    )


def pages(crossing: Crossing) -> dict[str, Json]:
    return {page["slug"]: page for page in crossing.sandboxes.butter.state()["pages"] if not page["deleted"]}


def public(crossing: Crossing) -> Json:
    """What each page shows to the public and to editors, with links by slug."""
    found = pages(crossing)
    slugs = {page["id"]: slug for slug, page in found.items()}
    return {
        slug: {
            (code, version): each[version]
            and {**each[version], "related": [slugs.get(to, to) for to in each[version]["related"]]}
            for code, each in page["locales"].items()
            for version in ("live", "draft")
        }
        for slug, page in found.items()
    }


def related(crossing: Crossing, slug: str, locale: str = "en") -> Any:
    return pages(crossing)[slug]["locales"][locale]["live"]["related"]


def test_a_renamed_page_is_made_anew_links_follow_and_the_old_one_goes(crossing: Crossing) -> None:
    rename(crossing)
    plan = crossing.plan()
    verbs = [(op["verb"], op["entry"][1]) for op in lines_of(plan, "op")]
    assert verbs[0] == ("create", "tea")
    assert verbs[-1] == ("delete", "tea (was tea)")
    assert ("link", "cup") in verbs
    (step,) = lines_of(plan, "step")
    assert "redirect from tea to chai" in step["todo"]
    settled(crossing.apply(plan))
    assert sorted(pages(crossing)) == ["chai", "cup", "pot"]
    chai = pages(crossing)["chai"]
    assert chai["locales"]["en"]["live"]["headline"] == "Chai"
    assert chai["locales"]["en"]["live"]["body"] == "<p>Hot</p>"
    assert chai["locales"]["fr"]["live"] is None
    assert chai["locales"]["fr"]["draft"]["headline"] == "Thé"
    at_rest(crossing)
    assert list(lines_of(crossing.plan(), "step", "conflict", "loss")) == []


def test_the_new_page_is_live_before_a_link_leads_to_it_and_until_then_the_old_one_is(crossing: Crossing) -> None:
    rename(crossing)
    settled(crossing.sync())
    writes = [(line["method"], line["path"].rsplit("/", 2)[-2]) for line in crossing.sandboxes.butter.writes()]
    slugs = [line["path"].rstrip("/").rsplit("/", 1)[-1] for line in crossing.sandboxes.butter.writes()]
    published, led, gone = slugs.index("chai"), slugs.index("cup"), slugs.index("tea")
    assert published < led < gone == len(writes) - 1


def test_links_in_every_locale_lead_to_the_new_page_though_nobody_edited_them(crossing: Crossing) -> None:
    before = related(crossing, "cup"), related(crossing, "cup", "fr")
    rename(crossing)
    settled(crossing.sync())
    assert (related(crossing, "cup"), related(crossing, "cup", "fr")) != before
    assert len(related(crossing, "cup")) == 2
    assert len(related(crossing, "chai")) == 1, "a page that links to itself links to its new self"
    crossing.sandboxes.webflow.edit(
        action="update", collection="posts", item="chai", fields={"name": "Chai!"}, publish=True
    )
    settled(crossing.sync())
    assert pages(crossing)["chai"]["locales"]["en"]["live"]["headline"] == "Chai!"


def test_a_second_rename_is_one_too(crossing: Crossing) -> None:
    rename(crossing)
    settled(crossing.sync())
    rename(crossing, "chai", "masala")
    settled(crossing.sync())
    assert sorted(pages(crossing)) == ["cup", "masala", "pot"]
    at_rest(crossing)


@pytest.mark.parametrize(
    ("first", "flow"),
    of(product([1, 2, 3], [small_site.FORWARD, small_site.BOTH]), lambda place, _: place in (0, 3, 4)),  # by turns
)
def test_a_rename_that_is_cut_anywhere_ends_as_one_that_is_not(crossing: Crossing, flow: str, first: int) -> None:
    crossing.flow, crossing.patience = flow, PROMPT
    crossing.write_mapping(*RECREATE)
    rename(crossing)
    start, kept = crossing.sandboxes.states(), crossing.folder / "kept.db"
    shutil.copy(crossing.state, kept)
    settled(crossing.sync())
    end = public(crossing)
    for cut in range(first, 100, 9):
        crossing.sandboxes.load(start)
        for left in crossing.folder.glob("state.db*"):
            left.unlink()
        shutil.copy(kept, crossing.state)
        plan, seen = crossing.plan(), 0

        def stop(cut: int = cut) -> None:
            nonlocal seen
            seen += 1
            if seen == cut:
                raise Interrupted("stopped")

        try:
            crossing.apply(plan, replace(crossing.session(), stop=stop))
        except Interrupted:
            settled(crossing.sync())
            assert public(crossing) == end, cut
            at_rest(crossing)
        else:
            assert cut > 3
            return
    raise AssertionError("the run never ends")


def test_a_rename_whose_plan_was_lost_half_way_is_finished_by_a_new_one(crossing: Crossing) -> None:
    rename(crossing)
    plan, seen = crossing.plan(), 0

    def stop() -> None:
        nonlocal seen
        seen += 1
        if "chai" in pages(crossing):
            raise Interrupted("stopped")

    with pytest.raises(Interrupted):
        crossing.apply(plan, replace(crossing.session(), stop=stop))
    assert sorted(pages(crossing)) == ["chai", "cup", "pot", "tea"]
    plan.path.unlink()
    crossing.sync()
    old = related(crossing, "cup")
    assert (crossing.sync().conflicts, sorted(pages(crossing))) == (2, ["chai", "cup", "pot", "tea"])
    assert related(crossing, "cup") == old, "no link leads to a page that is not live yet"
    crossing.write_mapping(*RECREATE, ("limits:", "conflict: webflow\nlimits:"))
    settled(crossing.sync())
    assert sorted(pages(crossing)) == ["chai", "cup", "pot"]
    at_rest(crossing)


def test_an_old_page_that_somebody_edited_stays_and_is_told(crossing: Crossing) -> None:
    rename(crossing)
    plan = crossing.plan()
    crossing.sandboxes.butter.edit(
        action="update", page_type="article", slug="tea", locale="en", fields={"body": "<p>Mine</p>"}, publish=True
    )
    crossing.apply(plan)
    assert sorted(pages(crossing)) == ["chai", "cup", "pot", "tea"]
    (held,) = lines_of(crossing.plan(), "conflict")
    assert (held["reason"], held["entry"][1]) == ("deletion", "tea (was tea)")
    assert "somebody edited the old one" in held["detail"]
    crossing.sync()
    assert pages(crossing)["tea"]["locales"]["en"]["live"]["body"] == "<p>Mine</p>"


def test_an_old_page_that_stays_is_in_the_way_of_no_plan_where_entries_have_addresses(crossing: Crossing) -> None:
    crossing.write_mapping(
        *RECREATE,
        ("webflow: {collection: posts}", 'webflow: {collection: posts, url: "/blog/{slug}"}'),
        ("butter: {page_type: article}", 'butter: {page_type: article, url: "/posts/{slug}"}'),
    )
    rename(crossing)
    plan = crossing.plan()
    crossing.sandboxes.butter.edit(
        action="update", page_type="article", slug="tea", locale="en", fields={"body": "<p>Mine</p>"}, publish=True
    )
    crossing.apply(plan)
    assert sorted(pages(crossing)) == ["chai", "cup", "pot", "tea"]
    crossing.sandboxes.webflow.edit(
        action="update",
        collection="posts",
        item="pot",
        fields={"body": '<p><a href="/blog/chai">Chai</a></p>'},
        publish=True,
    )
    crossing.sync()
    assert pages(crossing)["pot"]["locales"]["en"]["live"]["body"] == '<p><a href="/posts/chai">Chai</a></p>'


@pytest.mark.parametrize("obstacle", ["conflict", "drift", "slug", "edits"])
def test_nothing_is_renamed_while_something_is_in_the_way(crossing: Crossing, obstacle: str) -> None:
    butter = crossing.sandboxes.butter
    tea = {"action": "update", "page_type": "article", "slug": "tea", "locale": "en"}
    match obstacle:
        case "conflict":
            butter.edit(**tea, fields={"headline": "Mine"}, publish=True)
        case "drift":
            butter.edit(**tea, fields={"body": "<p>Mine</p>"}, publish=True)
        case "slug":
            butter.edit(action="create", page_type="article", slug="chai", title="Theirs", fields={"headline": "T"})
        case "edits":
            butter.edit(**tea, fields={"body": "<p>Not yet</p>"})
    rename(crossing)
    held = {record["reason"]: record["detail"] for record in lines_of(crossing.plan(), "conflict")}
    assert "rename waits" in held
    crossing.sync()
    assert "tea" in pages(crossing)
    assert ("chai" in pages(crossing)) is (obstacle == "slug")


def test_a_new_page_that_could_not_be_published_leaves_the_old_one(crossing: Crossing) -> None:
    rename(crossing)
    crossing.sandboxes.butter.fault(kind="status", method="PATCH", path="/chai/$", status=400, times=None)
    crossing.sync()
    assert related(crossing, "cup") == related(crossing, "cup")
    assert "tea" in pages(crossing)
    crossing.sandboxes.butter.mend()
    crossing.sync()
    crossing.sync()
    assert sorted(pages(crossing)) == ["chai", "cup", "pot"]
    at_rest(crossing)


@pytest.mark.parametrize("reusable", [True, False])
def test_a_page_that_is_renamed_back_needs_its_old_slug_free(crossing: Crossing, *, reusable: bool) -> None:
    crossing.sandboxes.butter.turn(deleted_slug_reusable=reusable)
    rename(crossing)
    settled(crossing.sync())
    rename(crossing, "chai", "tea")
    done = crossing.sync().result.counts()
    assert set(done) == ({"confirmed"} if reusable else {"confirmed", "held", "blocked"} & set(done))
    assert ("held" in done) is not reusable
    assert ("chai" in pages(crossing)) is not reusable, "what cannot be replaced stays"
    assert len(related(crossing, "cup")) == 2


def test_an_account_that_deletes_no_pages_after_all_keeps_the_old_one_and_is_told(crossing: Crossing) -> None:
    crossing.sandboxes.butter.turn(page_delete=False)
    rename(crossing)
    assert crossing.sync().result.counts()["failed"] == 1
    assert sorted(pages(crossing)) == ["chai", "cup", "pot", "tea"]
    crossing.sandboxes.butter.turn(page_delete=True)
    settled(crossing.sync())
    assert sorted(pages(crossing)) == ["chai", "cup", "pot"]


def test_undo_names_what_was_made_anew_and_puts_back_the_rest(crossing: Crossing) -> None:
    rename(crossing)
    crossing.sandboxes.webflow.edit(
        action="update", collection="posts", item="pot", fields={"name": "Big pot"}, publish=True
    )
    ran = crossing.sync()
    plan = api.undo(crossing.session(), ran.run, crossing.folder / "undo.jsonl")
    assert {(op["verb"], op["entry"][1]) for op in lines_of(plan, "op")} == {("update", "pot")}
    (step,) = lines_of(plan, "step")
    assert "made anew on butter" in step["todo"]
    crossing.apply(plan)
    assert sorted(pages(crossing)) == ["chai", "cup", "pot"]
    assert pages(crossing)["pot"]["locales"]["en"]["live"]["headline"] == "Pot"
    at_rest(crossing)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("delete: propagate", "delete: hold", "rename"),
        ("limits:", "publish: draft\nlimits:", "rename"),
        ("page_type: article", "page_type: article, other_fields: [seo]", "rename"),
        ("  author:\n    webflow", "  author:\n    rename: recreate\n    webflow", "kinds.author.rename"),
        ("    label: title\n", "    label: title\n    rename: recreate\n", None),
    ],
)
def test_what_making_pages_anew_needs_is_said_by_the_mapping(
    crossing: Crossing, old: str, new: str, path: str | None
) -> None:
    crossing.write_mapping(*RECREATE, (old, new))
    if path is None:
        assert crossing.bridge.kinds["article"].rename == "recreate"
        assert crossing.bridge.kinds["author"].rename == "keep"
        return
    with pytest.raises(MappingError) as raised:
        crossing.plan()
    assert {problem.path for problem in raised.value.problems} == {path}
