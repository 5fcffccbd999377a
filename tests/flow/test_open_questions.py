"""Open questions that nothing else turns on: a crossing, an edit and a deletion, under each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sandboxes import Crossing, at_rest, settled

from isogloss.errors import Unauthorized

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]
DELETES = (
    ("limits:", "delete: propagate\nlimits:"),
    ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n"),
)
BUTTER: list[Json] = [
    {"several_items": "first"},
    {"several_items": "reject"},
    {"delete_locale": "honoured"},
    {"delete_locale": "ignored"},
    {"title_per_locale": True},
    {"page_path": "star"},
    {"max_request_bytes": 100_000},
    {"rate_limit": 100_000},
    {"cache": True, "cache_404": "purged"},
    {"cache": True, "cache_404": "off"},
    {"write_enabled": True},
]


def site() -> Json:
    both = {"all": {}, "en": {"name": "Ann"}, "fr": {"name": "Anne"}}
    article = {"all": {}, "en": {"title": "Tea", "author": "ann"}, "fr": {"title": "Thé", "author": "ann"}}
    return {"author": {"ann": both, "bob": both}, "article": {"tea": article, "cup": article}}


@pytest.mark.parametrize("answer", BUTTER, ids=str)
def test_a_site_crosses_is_edited_and_loses_entries_under_any_answer(
    sandboxes: support.Sandboxes, tmp_path: Path, answer: Json
) -> None:
    sandboxes.butter.turn(page_delete=True, **answer)
    crossing = Crossing(sandboxes, tmp_path)
    crossing.write_mapping(*DELETES)
    crossing.seed(site())
    settled(crossing.sync())
    at_rest(crossing)
    edit = {"action": "update", "collection": "posts", "item": "tea", "publish": True}
    sandboxes.webflow.edit(**edit, locale="fr-FR", fields={"name": "Thé vert"})
    for collection, item in (("authors", "bob"), ("posts", "cup")):
        for locale in ("fr-FR", "en-US"):
            sandboxes.webflow.edit(action="delete", collection=collection, item=item, locale=locale)
    settled(crossing.sync())
    at_rest(crossing)
    state = sandboxes.butter.state()
    (page,) = (page for page in state["pages"] if not page["deleted"])
    assert page["locales"]["fr"]["live"]["headline"] == "Thé vert"
    assert [item["locales"]["en"]["live"]["name"] for item in state["items"] if not item["deleted"]] == ["Ann"]


def test_an_account_that_may_not_write_is_told_so_and_nothing_is_taken_for_done(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    sandboxes.butter.turn(write_enabled=False)
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed(site())
    with pytest.raises(Unauthorized):
        crossing.sync()
    sandboxes.butter.turn(write_enabled=True)
    settled(crossing.sync())
    at_rest(crossing)
