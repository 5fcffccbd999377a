"""A run that died between taking something off the site and deleting or archiving it goes on with that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from sandboxes import PROMPT, Crossing, settled
from small_site import BACKWARD, BOTH

from isogloss import api

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Json, Sandboxes

OPTIONS = (
    ("limits:", "{}limits:"),
    ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n"),
)


class Dead(Exception):
    """The process died."""


def opened(tmp_path: Path, sandboxes: Sandboxes, options: str, flow: str = BOTH) -> Crossing:
    sandboxes.butter.turn(page_delete=True)
    made = Crossing(sandboxes, tmp_path, flow, patience=PROMPT)
    made.write_mapping(*((old, new.replace("{}", options)) for old, new in OPTIONS))
    article = {"all": {}, "en": {"title": "Tea"}, "fr": {"title": "Thé"}}
    made.seed({"article": dict.fromkeys(("tea", "milk"), article)})
    settled(made.sync())
    return made


def cut(crossing: Crossing, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that dies as soon as something was taken off the site of Webflow."""
    send = httpx.Client.send

    def sent(self: httpx.Client, request: httpx.Request, **how: object) -> httpx.Response:
        answer = send(self, request, **how)  # type: ignore[arg-type]  # as they came
        if request.method == "DELETE" and request.url.path.endswith("/items/live"):
            raise Dead
        return answer

    with monkeypatch.context() as patched:
        patched.setattr(httpx.Client, "send", sent)
        with pytest.raises(Dead):
            crossing.sync()


def rows(crossing: Crossing) -> list[Json]:
    """The variants of the tea on Webflow."""
    (posts,) = (each for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    return [row for row in posts["items"] if row["fieldData"]["slug"].startswith("tea")]


def delete_on_butter(crossing: Crossing) -> None:
    crossing.sandboxes.butter.edit(action="delete", page_type="article", slug="tea")


@pytest.mark.parametrize("conflict", ["hold", "webflow", "butter"])
def test_what_is_off_the_site_already_is_deleted_and_not_taken_for_edited(
    tmp_path: Path, sandboxes: Sandboxes, monkeypatch: pytest.MonkeyPatch, conflict: str
) -> None:
    crossing = opened(tmp_path, sandboxes, f"conflict: {conflict}\ndelete: propagate\n")
    delete_on_butter(crossing)
    cut(crossing, monkeypatch)
    assert [row["live"] for row in rows(crossing)] == [None, None]
    crossing.sync()
    assert rows(crossing) == []
    again = crossing.sync()
    assert (again.result.counts(), again.conflicts) == ({}, 0)


def test_what_somebody_edited_meanwhile_stays(
    tmp_path: Path, sandboxes: Sandboxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossing = opened(tmp_path, sandboxes, "delete: propagate\n")
    delete_on_butter(crossing)
    cut(crossing, monkeypatch)
    (en, _) = rows(crossing)
    crossing.sandboxes.webflow.edit(action="update", collection="posts", item=en["id"], fields={"name": "Green tea"})
    assert crossing.sync().conflicts == 1
    assert [row["fieldData"]["name"] for row in rows(crossing)] == ["Green tea", "Thé"]


def test_a_deletion_that_a_person_agreed_to_is_carried_out(
    tmp_path: Path, sandboxes: Sandboxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossing = opened(tmp_path, sandboxes, "delete: hold\n")
    delete_on_butter(crossing)
    crossing.sync()
    (found,) = api.conflicts(crossing.session()).found
    api.resolve(crossing.session(), [found.id], api.TakeSide("butter"), by="ann")
    cut(crossing, monkeypatch)
    crossing.sync()
    assert rows(crossing) == []


def test_what_is_to_be_archived_is_archived(
    tmp_path: Path, sandboxes: Sandboxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossing = opened(tmp_path, sandboxes, "delete: archive\n", BACKWARD)
    delete_on_butter(crossing)
    cut(crossing, monkeypatch)
    assert [row["isArchived"] for row in rows(crossing)] == [False, False]
    crossing.sync()
    assert [row["isArchived"] for row in rows(crossing)] == [True, True]
    again = crossing.sync()
    assert (again.result.counts(), again.conflicts) == ({}, 0)
