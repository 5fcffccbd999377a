"""What did not move since an earlier reading is not read again, and no plan is another for it."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from kept_readings import KEPT, LOCALES, Ahead, Chances, KeptReadings
from small_site import BOTH
from whole import WHOLE

from isogloss import api, events
from isogloss.adapters.webflow.items import catching
from isogloss.errors import RemoteError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sandboxes import Sandboxes


Json = dict[str, Any]


@pytest.fixture
def kept(sandboxes: Sandboxes, tmp_path: Path) -> KeptReadings:
    made = KeptReadings(sandboxes, tmp_path, BOTH)
    made.seed()
    made.sync()
    made.sync()
    return made


OTHERWISE: list[tuple[Json, Json]] = [
    ({}, {}),
    (
        {
            "last_updated_on_publish": True,
            "api_variants_inherit": True,
            "empty_fields": "null",
            "html_rewrite": "heavy",
        },
        {
            "missing_locale": "empty",
            "timestamp_zone": "+05:30",
            "unpublished_reference": "absent",
            "status_keys": False,
        },
    ),
]
"""Answers to open questions, of Webflow and of ButterCMS."""


@pytest.mark.parametrize(("webflow", "butter"), OTHERWISE, ids=["likely", "otherwise"])
def test_whatever_is_edited_a_plan_is_that_of_a_whole_reading(
    sandboxes: Sandboxes, tmp_path: Path, webflow: Json, butter: Json
) -> None:
    sandboxes.webflow.turn(**webflow)
    sandboxes.butter.turn(**butter)
    kept = KeptReadings(sandboxes, tmp_path, BOTH)
    kept.seed()
    kept.sync()
    chances = Chances(kept, random.Random(len(webflow)))  # noqa: S311  # chance, not secrets
    for step in range(6 if WHOLE else 3):
        for _ in range(chances.random.randint(1, 3)):
            chances.edit()
        kept.plan_both()
        if step % 3 == 2:
            kept.sync()
            kept.plan_both()


def merged(kept: KeptReadings) -> list[int]:
    """Which entries a plan merges, by their place."""
    found: list[int] = []
    api.plan(replace(kept.session(), tick=found.append), kept.out("ticks"))
    return found


def test_an_entry_at_rest_is_not_merged_again(kept: KeptReadings) -> None:
    kept.sync()
    assert len(merged(kept)) == 1  # what is told each time: edits that stay behind
    kept.sandboxes.webflow.edit(
        action="update", collection="posts", item="second", locale="fr-FR", fields={"minutes": 7}, publish=True
    )
    assert len(merged(kept)) == 2
    kept.plan_both()
    kept.sync()
    kept.sync()
    assert len(merged(kept)) == 1


def test_a_cycle_in_which_nothing_happened_asks_for_one_page_of_each_listing_that_the_platforms_force(
    kept: KeptReadings,
) -> None:
    """As ``docs/minimum.md`` derives it: items of ButterCMS have no times, so theirs are whole, here of one page."""
    kept.sync()
    kept.sandboxes.forget()
    kept.sync()
    versions = 2
    listed = Counter(kept.lists(kept.sandboxes.log()))
    webflow = {"collections/posts/items", "collections/authors/items", "collections/topics/items"}
    live = {f"{place}/live" for place in webflow}
    butter = {"pages/article", "content/authors", "content/topics"}
    assert listed == {**dict.fromkeys(webflow | live, 1), **dict.fromkeys(butter, versions * len(LOCALES))}
    assert (
        len(kept.sandboxes.log()) == listed.total() + 2 + len(webflow) + 1
    )  # the site, its collections and their fields


def read_whole(asked: list[Json]) -> bool:
    """Whether every collection was read from its oldest item to its newest; else none was."""
    lists = [line for line in asked if "/items" in line["path"]]
    whole = ["sortOrder=asc" in line["query"] for line in lists]
    assert lists
    assert len(set(whole)) == 1, whole
    return whole[0]


def asked_by(kept: KeptReadings, act: Callable[[], object]) -> list[Json]:
    kept.sandboxes.forget()
    act()
    return kept.sandboxes.log()


def grounds(kept: KeptReadings) -> list[str]:
    return sorted(kept.rows("select side || kind || ground || census from isogloss_ground"))


def test_a_change_costs_its_writes_and_their_looks(kept: KeptReadings) -> None:
    idle = len(asked_by(kept, kept.sync))
    kept.sandboxes.webflow.edit(action="update", collection="posts", item="second", fields={"minutes": 7}, publish=True)
    kept.sandboxes.forget()
    applied = kept.sync()
    priced = sum(cost.writes + cost.settles + cost.looks for cost in applied.plan.header.cost.values())
    assert applied.result.counts() == {"confirmed": 1}
    assert len(kept.sandboxes.log()) <= idle + priced


def test_a_plan_uses_what_is_kept_and_leaves_it(kept: KeptReadings) -> None:
    before = grounds(kept)
    kept.sandboxes.webflow.edit(action="update", collection="posts", item="second", fields={"minutes": 7})
    assert not read_whole(asked_by(kept, kept.plan))
    assert grounds(kept) == before
    kept.sync()
    assert grounds(kept) != before


def test_everything_is_read_when_a_census_is_due_and_not_before(kept: KeptReadings) -> None:
    kept.clock = Ahead(23 * 3600)
    assert not read_whole(asked_by(kept, kept.sync))
    kept.clock = Ahead(25 * 3600)
    assert read_whole(asked_by(kept, kept.sync))
    assert not read_whole(asked_by(kept, kept.sync))
    kept.clock = Ahead()  # set back by a day: nobody knows how long ago the census was
    assert read_whole(asked_by(kept, kept.sync))


def test_everything_is_read_where_a_person_asks_for_it(kept: KeptReadings) -> None:
    assert read_whole(asked_by(kept, kept.whole))
    assert read_whole(asked_by(kept, kept.verify))


def test_everything_is_read_after_a_run_that_was_cut(kept: KeptReadings) -> None:
    kept.change("update isogloss_run set state = 'interrupted'")
    assert read_whole(asked_by(kept, kept.plan))


def test_everything_is_read_after_a_reading_that_failed(kept: KeptReadings) -> None:
    kept.sandboxes.butter.fault(method="GET", kind="status", status=401, times=1)
    with pytest.raises(RemoteError):
        kept.sync()
    kept.sandboxes.butter.mend()
    assert grounds(kept) == []
    assert read_whole(asked_by(kept, kept.sync))
    assert not read_whole(asked_by(kept, kept.sync))


def test_everything_is_read_for_another_mapping(kept: KeptReadings) -> None:
    another = ("limits:", "conflict: webflow\nlimits:")
    kept.write_mapping(KEPT, another)
    assert read_whole(asked_by(kept, kept.sync))
    kept.write_mapping(KEPT, another, ("freshness: 600", "freshness: 599"))  # means the same
    assert not read_whole(asked_by(kept, kept.sync))


PAGE, MANY = 4, 16
"""Rows of a page, and entries, which are more."""


@pytest.fixture
def many(sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeptReadings:
    """Both sides hold the same, and an hour went by since they were read, twice; pages of their listings are short."""
    monkeypatch.setattr(catching, "PAGE", PAGE)
    short = ("write_token: ${BUTTERCMS_WRITE_TOKEN}", f"write_token: ${{BUTTERCMS_WRITE_TOKEN}}\n    page_size: {PAGE}")
    site: Json = {"author": {"ann": {"all": {}, "en": {"name": "Ann", "state": "draft"}}}, "article": {}}
    for n in range(MANY):
        site["article"][f"a{n}"] = {"all": {}, "en": {"title": f"Title {n}", "minutes": n}}
    site["article"]["a15"]["en"]["author"] = "ann"
    made = KeptReadings(sandboxes, tmp_path, BOTH, more=(short,))
    webflow, butter = sandboxes.both
    webflow.seed(small_site.webflow_seed(site))
    butter.seed(small_site.butter_seed(site))
    webflow.edit(action="add_locale", collection="posts", item="a14", locale="fr-FR")
    for n in range(MANY - 3):  # as they are, but later
        webflow.edit(action="update", collection="posts", item=f"a{n}", fields={"minutes": n}, publish=True)
        butter.edit(action="update", page_type="article", slug=f"a{n}", fields={"minutes": n}, publish=True)
    for hours in range(3):
        made.clock = Ahead(hours * 3600)
        sandboxes.advance(3600)
        made.sync()
    made.clock = Ahead(3 * 3600)
    return made


def test_where_nothing_moved_one_page_of_each_listing_is_asked_for(many: KeptReadings) -> None:
    listed = Counter(many.lists(many.plan_both()))
    assert (listed["collections/posts/items"], listed["collections/posts/items/live"]) == (1, 1)
    assert listed["pages/article"] == 2 * len(LOCALES)


def test_more_changes_than_a_page_holds_are_read_back_from_the_top_of_a_listing(many: KeptReadings) -> None:
    """So they cost their writes and looks, and a page of what changed last for each page that they fill."""
    idle, changed = len(asked_by(many, many.sync)), PAGE + 2
    for n in range(changed):
        fields = {"name": f"Anew {n}"}
        many.sandboxes.webflow.edit(action="update", collection="posts", item=f"a{n}", fields=fields, publish=True)
    many.sandboxes.forget()
    applied = many.sync()
    priced = sum(cost.writes + cost.settles + cost.looks for cost in applied.plan.header.cost.values())
    assert applied.result.counts() == {"confirmed": changed}
    assert len(many.sandboxes.log()) <= idle + priced + 2 * -(-changed // PAGE)


def test_what_is_edited_deleted_or_taken_off_below_the_first_page_is_found(many: KeptReadings) -> None:
    webflow, butter = many.sandboxes.both
    before = webflow.state()
    webflow.edit(action="update", collection="posts", item="a13", fields={"name": "Anew"}, publish=True)
    butter.edit(action="update", page_type="article", slug="a12", fields={"headline": "Anew"})
    assert not read_whole(many.plan_both())
    many.sync()
    webflow.edit(action="unpublish", collection="posts", item="a11")
    many.plan_both()
    butter.edit(action="unpublish", page_type="article", slug="a10")
    many.plan_both()
    butter.edit(action="delete", page_type="article", slug="a9")
    many.plan_both()
    webflow.edit(action="delete", collection="posts", item="a8", all=True)
    many.plan_both()
    webflow.load(before)  # a backup was restored
    many.plan_both()


def test_a_locale_that_follows_its_primary_is_asked_for_when_that_moves(many: KeptReadings) -> None:
    """What a locale inherits moves without a time of its own."""
    many.sandboxes.webflow.edit(action="update", collection="posts", item="a14", fields={"name": "Anew"}, publish=True)
    assert not read_whole(many.plan_both())


def test_a_page_is_asked_for_when_what_it_links_to_is_hidden_or_shown(many: KeptReadings) -> None:
    """A link that the public does not get to see, or sees at last, moves the page without a time of its own."""
    author = next(each["id"] for each in many.sandboxes.butter.state()["items"])
    for action in ("publish", "delete"):
        many.sandboxes.butter.edit(action=action, collection="authors", id=author, locale="en")
        asked = [line for line in many.plan_both() if "/pages/article/" in line["path"]]
        assert not any("order=published" in line["query"] for line in asked)
        assert any(line["path"].endswith("/a15/") for line in asked)


def test_what_moves_without_a_time_below_the_first_page_is_found_by_the_census(many: KeptReadings) -> None:
    """As where the Designer rewrites an item that somebody opened, and leaves its dates alone."""
    state = json.dumps(many.sandboxes.webflow.state())
    many.sandboxes.webflow.load(json.loads(state.replace('"Title 13"', '"Quietly"')))
    assert many.ops() == []
    many.clock = Ahead(27 * 3600)
    assert [op["entry"] for op in many.ops()] == [["article", "a13"]]


def test_without_a_census_what_moved_without_a_time_is_never_written_over(many: KeptReadings) -> None:
    """So nothing is kept unless the mapping says so: what is kept is taken for what is there."""
    many.write_mapping()
    state = json.dumps(many.sandboxes.webflow.state())
    many.sandboxes.webflow.load(json.loads(state.replace('"Title 13"', '"Quietly"')))
    many.sandboxes.butter.edit(
        action="update", page_type="article", slug="a13", fields={"headline": "Aloud"}, publish=True
    )
    applied = many.sync()
    assert applied.plan.header.counts.records["conflict"] == 1
    assert '"Quietly"' in json.dumps(many.sandboxes.webflow.state())


def test_a_side_is_read_whole_where_its_primary_is_not_mapped(sandboxes: Sandboxes, tmp_path: Path) -> None:
    kept = KeptReadings(sandboxes, tmp_path, BOTH)
    kept.seed()
    kept.sync()
    kept.text = kept.text.replace("  en-US: {webflow: en-US, butter: en, primary: true}\n", "").replace(
        "fr-FR: {webflow: fr-FR, butter: fr}", "fr-FR: {webflow: fr-FR, butter: fr, primary: true}"
    )
    kept.write_mapping(KEPT)
    kept.sync()
    assert read_whole(asked_by(kept, kept.sync))


def test_an_entry_at_rest_is_merged_again_when_what_was_agreed_on_of_it_is_another(kept: KeptReadings) -> None:
    kept.sync()
    kept.change("delete from isogloss_base where name = 'second'")
    kept.plan_both()


def told_of(kept: KeptReadings, **session: object) -> set[tuple[object, object]]:
    """What a plan tells the log of how kinds were read: whether whole, and why."""
    heard: list[Json] = []
    kept_session = replace(
        kept.session(), log=lambda event, **facts: heard.append({"event": event, **facts}), **session
    )
    api.plan(kept_session, kept.out("told"))
    assert {each["event"] for each in heard} == {events.KIND_READ}
    assert {(each["side"], each["kind"]) for each in heard} == {
        (side, kind) for side in ("webflow", "butter") for kind in ("author", "topic", "article")
    }
    return {(each["whole"], each["why"]) for each in heard}


def test_a_log_tells_what_was_read_whole_and_why(kept: KeptReadings) -> None:
    assert told_of(kept) == {(False, "")}
    assert told_of(kept, full=True) == {(True, "that was asked for")}
    kept.clock = Ahead(25 * 3600)
    assert told_of(kept) == {(True, "a census is due")}
    kept.clock = Ahead()
    kept.sandboxes.webflow.edit(action="delete", collection="topics", item="clay", all=True)
    assert told_of(kept) == {(False, ""), (True, "it has another number of rows than it would if nothing had gone")}
