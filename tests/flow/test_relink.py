"""Lost state, restored backup with new ids, half-restored side: nothing is deleted, nothing is there twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from plan_lines import lines_of
from restored import restore
from sandboxes import Crossing, at_rest, content, settled

from isogloss import api
from isogloss.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]
FLOWS = (small_site.BOTH, small_site.FORWARD, small_site.BACKWARD)
DELETES = ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n")


SITE: Json = {
    "author": small_site.AUTHORS,
    "topic": {"tea": small_site.TOPICS["tea"]},
    "article": {
        "first": {
            "all": {"featured": True},
            "en": {"title": "First", "body": "<p>Hello there, you.</p>", "author": "ann", "topics": ["tea"]},
            "fr": {"title": "Premier", "body": "<p>Bonjour toi.</p>", "related": ["second"], "state": "draft"},
        },
        "second": small_site.ARTICLES["second"],
    },
}
COUNT = 5


def begun(sandboxes: support.Sandboxes, folder: Path, flow: str) -> Crossing:
    """Two sides in agreement, under the most dangerous policies."""
    sandboxes.butter.turn(page_delete=True)
    crossing = Crossing(sandboxes, folder, flow)
    drift = "" if flow == small_site.BOTH else "drift: overwrite\n"
    crossing.write_mapping(("limits:", f"delete: propagate\n{drift}limits:"), DELETES)
    crossing.seed(SITE)
    settled(crossing.sync())
    return crossing


def relinked(crossing: Crossing, *, write: bool = False, pairs: Path | None = None) -> api.Relinked:
    return api.relink(crossing.session(), pairs, write=write)


@pytest.mark.parametrize("flow", FLOWS)
def test_a_backup_that_was_put_back_under_other_ids_is_refused_and_relinked(
    sandboxes: support.Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow)
    before = content(sandboxes)
    count = restore(sandboxes, "webflow")
    sandboxes.forget()
    for attempt in (crossing.plan, crossing.sync):
        with pytest.raises(Refused, match=f"shows {count} of {count} entries under other ids than before"):
            attempt()
    found = relinked(crossing)
    assert (len(found.linked.kept), found.linked.doubts, found.kept) == (count, [], None)
    with pytest.raises(Refused):
        crossing.plan()
    assert relinked(crossing, write=True).kept == count
    settled(crossing.sync())
    assert sandboxes.writes() == []
    assert content(sandboxes) == before
    at_rest(crossing)
    assert relinked(crossing).linked.links == []


@pytest.mark.parametrize("flow", FLOWS)
def test_a_side_that_was_restored_in_part_keeps_what_it_has_and_nothing_is_there_twice(
    sandboxes: support.Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow)
    before = content(sandboxes)
    count = restore(sandboxes, "webflow", lambda slug: slug.startswith(("first", "tea", "ann")))
    assert count == 3
    with pytest.raises(Refused, match="under other ids"):
        crossing.sync()
    assert relinked(crossing, write=True).kept == count
    sandboxes.forget()
    settled(crossing.sync())
    assert sandboxes.writes() == []
    assert content(sandboxes) == before


@pytest.mark.parametrize("flow", FLOWS)
def test_items_that_carry_our_key_get_their_new_ids_by_themselves(
    sandboxes: support.Sandboxes, tmp_path: Path, flow: str
) -> None:
    if flow == small_site.BACKWARD:
        pytest.skip("what people made there carries no key of ours")
    crossing = begun(sandboxes, tmp_path, flow)
    before = content(sandboxes)
    assert restore(sandboxes, "butter") == 3
    sandboxes.forget()
    settled(crossing.sync())
    assert sandboxes.writes() == []
    assert content(sandboxes) == before
    at_rest(crossing)


@pytest.mark.parametrize("slugs", [("tea",), ("tea", "ann")])
def test_items_without_a_key_are_relinked_by_what_they_say(
    sandboxes: support.Sandboxes, tmp_path: Path, slugs: tuple[str, ...]
) -> None:
    crossing = begun(sandboxes, tmp_path, small_site.BACKWARD)
    before = content(sandboxes)
    restore(sandboxes, "butter", lambda slug: slug in slugs)
    if len(slugs) > 1:
        with pytest.raises(Refused, match="butter shows 2 of"):
            crossing.sync()
    else:
        held = [line["reason"] for line in lines_of(crossing.sync().plan, "conflict")]
        assert held.count("another id") == 2
    assert content(sandboxes) == before
    assert relinked(crossing, write=True).kept == len(slugs)
    settled(crossing.sync())
    assert content(sandboxes) == before


def edit_both(sandboxes: support.Sandboxes) -> None:
    sandboxes.webflow.edit(
        action="update", collection="posts", item="second", fields={"name": "Second, by Ann"}, publish=True
    )
    sandboxes.butter.edit(
        action="update", page_type="article", slug="second", locale="fr", fields={"headline": "Bis"}, publish=True
    )


def titles(crossing: Crossing) -> list[set[str]]:
    webflow, butter = crossing.sandboxes.states()
    posts = next(each for each in webflow["collections"] if each["slug"] == "posts")["items"]
    pages = [locale["draft"] or locale["live"] for page in butter["pages"] for locale in page["locales"].values()]
    return [{row["fieldData"]["name"] for row in posts}, {str(page["headline"]) for page in pages}]


def test_what_was_edited_since_the_backup_was_put_back_is_carried_once_it_is_relinked(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = begun(sandboxes, tmp_path, small_site.BOTH)
    restore(sandboxes, "webflow")
    edit_both(sandboxes)
    with pytest.raises(Refused):
        crossing.sync()
    assert relinked(crossing, write=True).linked.doubts == []
    settled(crossing.sync())
    assert all({"Second, by Ann", "Bis"} <= shown for shown in titles(crossing))
    at_rest(crossing)


@pytest.mark.parametrize("flow", FLOWS)
def test_after_the_state_is_lost_a_relinking_keeps_what_a_sync_would_pair(
    sandboxes: support.Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow)
    before = content(sandboxes)
    crossing.state.unlink()
    restore(sandboxes, "webflow")
    found = relinked(crossing, write=True)
    assert found.kept == len(found.linked.links) == COUNT
    sandboxes.forget()
    settled(crossing.sync())
    assert content(sandboxes) == before
    assert crossing.ops() == []


def renamed(sandboxes: support.Sandboxes) -> None:
    """A backup was put back, and somebody gave an article another slug in it."""
    restore(sandboxes, "webflow")
    sandboxes.webflow.edit(action="update", collection="posts", item="second", fields={"slug": "anew"}, publish=True)


def test_what_is_only_likely_waits_for_a_person_and_is_held_meanwhile(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = begun(sandboxes, tmp_path, small_site.BOTH)
    renamed(sandboxes)
    found = relinked(crossing, write=True)
    ((loose, (candidate,)),) = found.linked.doubts
    assert (loose.label, candidate.sure, candidate.missing.key.name) == ("Second", "likely", "second")
    held = crossing.sync()
    assert [line["reason"] for line in lines_of(held.plan, "conflict")].count("another id") == 2
    assert "anew" not in butter_slugs(sandboxes)
    assert "second" in butter_slugs(sandboxes)

    file = tmp_path / "relink.yaml"
    text = found.text
    assert text.count("    accepted: false") == 1
    file.write_text(text.replace("    accepted: false", "    accepted: true"), encoding="utf-8")
    confirmed = relinked(crossing, write=True, pairs=file)
    assert (confirmed.kept, confirmed.linked.doubts) == (1, [])
    crossing.sync()
    assert len(butter_slugs(sandboxes)) == 2
    assert "another id" not in [line["reason"] for line in lines_of(crossing.plan(), "conflict")]


def test_what_a_person_says_is_alone_is_an_entry_of_its_own(sandboxes: support.Sandboxes, tmp_path: Path) -> None:
    crossing = begun(sandboxes, tmp_path, small_site.BOTH)
    renamed(sandboxes)
    found = relinked(crossing, write=True)
    file = tmp_path / "relink.yaml"
    file.write_text(found.text.replace("  id: ", "  alone: true\n  id: ", 1).replace("  alone: false\n", "", 1))
    assert relinked(crossing, write=True, pairs=file).linked.doubts == []
    crossing.sync()
    assert "anew" in butter_slugs(sandboxes)


def butter_slugs(sandboxes: support.Sandboxes) -> set[str]:
    return {page["slug"] for page in sandboxes.butter.state()["pages"] if not page["deleted"]}


def test_a_decision_that_fits_nothing_any_more_is_refused_and_nothing_is_kept(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = begun(sandboxes, tmp_path, small_site.BOTH)
    restore(sandboxes, "webflow", lambda slug: slug.startswith(("first", "tea")))
    file = tmp_path / "relink.yaml"
    file.write_text(relinked(crossing).text, encoding="utf-8")
    sandboxes.webflow.edit(action="delete", collection="topics", item="tea", all=True)
    before = crossing.state.read_bytes()
    with pytest.raises(Refused, match=r"relink\.yaml: 1 decision no longer fits what is there, as about topic"):
        relinked(crossing, write=True, pairs=file)
    assert crossing.rows("select count(*) from isogloss_relink") == [0]
    assert before
    file.write_text(relinked(crossing, pairs=file).text, encoding="utf-8")
    assert relinked(crossing, write=True, pairs=file).kept == 1


def test_a_file_that_was_kept_can_be_kept_again(sandboxes: support.Sandboxes, tmp_path: Path) -> None:
    crossing = begun(sandboxes, tmp_path, small_site.BOTH)
    restore(sandboxes, "webflow")
    file = tmp_path / "relink.yaml"
    file.write_text(relinked(crossing).text, encoding="utf-8")
    assert relinked(crossing, write=True, pairs=file).kept == COUNT
    assert relinked(crossing, write=True, pairs=file).kept == 0


def test_where_two_entries_match_one_a_relinking_lists_them_in_place_of_a_refusal(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = begun(sandboxes, tmp_path, small_site.BOTH)
    crossing.state.unlink()
    state = sandboxes.butter.state()
    twin = next(item for item in state["items"] if item["collection"] == "topics")
    state["items"].append({**twin, "id": 999_999})
    sandboxes.butter.load(state)
    with pytest.raises(Refused, match="origin key"):
        crossing.sync()
    found = relinked(crossing)
    assert "origin key" in found.unclear["topic"]
    assert {loose.key.kind for loose, _ in found.linked.doubts} <= {"topic"}
    assert [len(candidates) for _, candidates in found.linked.doubts]


def test_links_to_an_entry_whose_id_changed_are_nobodys_edit(sandboxes: support.Sandboxes, tmp_path: Path) -> None:
    """While it is held, what refers to it under its new id refers to what it was."""
    crossing = begun(sandboxes, tmp_path, small_site.BOTH)
    before = content(sandboxes)
    assert restore(sandboxes, "webflow", lambda slug: slug == "tea") == 1
    sandboxes.forget()
    held = [line["entry"][1].partition("~")[0] for line in lines_of(crossing.sync().plan, "conflict")]
    assert held.count("tea") == 2
    assert sandboxes.writes() == []
    assert content(sandboxes) == before
