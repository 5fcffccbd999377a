"""A create that arrives when its entry was made already, as one does that was late: it never becomes a second entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, settled

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]
SITE: Json = {
    "author": {"bob": {"all": {}, "en": {"name": "Bob"}, "fr": {"name": "Robert"}}},
    "article": {"tea": {"all": {"author": "bob"}, "en": {"title": "Tea"}}},
}


def late(crossing: Crossing) -> str:
    """What a former holder was sending arrives once more; the id of what it makes."""
    before = {each["id"] for each in crossing.sandboxes.butter.state()["items"]}
    fields = {"name": "Bob", "slug": "bob", "origin": "author/bob", "bio": "", "site": ""}
    french = {**fields, "name": "Robert"}
    body = {"key": "authors", "status": "published", "fields": [{"en": fields, "fr": french}]}
    answer = crossing.sandboxes.http.post(
        f"{crossing.sandboxes.butter.url}/v2/content/",
        json=body,
        headers={"authorization": f"Token {small_site.WRITE_TOKEN}"},
    )
    assert answer.status_code == httpx.codes.ACCEPTED, answer.text
    (made,) = {each["id"] for each in crossing.sandboxes.butter.state()["items"]} - before
    return made


def authors(crossing: Crossing) -> tuple[list[str], list[str]]:
    """The ids of what is there on both sides."""
    webflow, butter = crossing.sandboxes.states()
    found = next(each for each in webflow["collections"] if each["slug"] == "authors")["items"]
    there = [each["id"] for each in butter["items"] if each["collection"] == "authors" and not each["deleted"]]
    return sorted({each["id"] for each in found}), sorted(there)


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BOTH])
def test_a_create_that_was_late_is_told_and_waits_until_a_person_deletes_it(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, flow)
    crossing.seed(SITE)
    settled(crossing.sync())
    ours, (first,) = authors(crossing)
    second = late(crossing)
    for _ in range(2):
        sandboxes.forget()
        ran = within(crossing, "sync", "MAPPING", "--out", str(tmp_path / "again.jsonl"))
        assert ran.code == 1, ran
        (row,) = within(crossing, "status", "MAPPING", "--json").data["held"]
        assert row["reason"] == "there twice"
        assert f"as {first}, and {second} carries its key" in row["detail"]
        assert "empty its field origin" in row["detail"]
        assert sandboxes.writes() == []
        assert authors(crossing) == (ours, sorted([first, second]))
    sandboxes.butter.edit(action="delete", collection="authors", id=second, locale="en")
    assert within(crossing, "sync", "MAPPING", "--out", str(tmp_path / "again.jsonl")).code == 0
    at_rest(crossing)
    assert authors(crossing) == (ours, [first])


def test_a_copy_whose_key_a_person_took_away_is_an_entry_of_its_own(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.seed(SITE)
    settled(crossing.sync())
    (ours,), _ = authors(crossing)
    second = late(crossing)
    assert [row["reason"] for row in lines_of(crossing.sync().plan, "conflict")] == ["there twice"]
    own = {"origin": "", "name": "Rob", "slug": "rob"}
    for locale in ("en", "fr"):
        edit = {"action": "update", "collection": "authors", "id": second, "locale": locale, "publish": True}
        sandboxes.butter.edit(**edit, fields=own)
    settled(crossing.sync())
    assert len(authors(crossing)[0]) == 2
    assert ours in authors(crossing)[0]


def test_where_the_one_that_was_known_is_deleted_the_other_takes_its_place(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.seed(SITE)
    settled(crossing.sync())
    ours, (first,) = authors(crossing)
    second = late(crossing)
    crossing.sync()
    sandboxes.butter.edit(action="delete", collection="authors", id=first, locale="en")
    settled(crossing.sync())
    assert authors(crossing) == (ours, [second])
