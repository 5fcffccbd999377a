"""Each request, as the reference documents it."""

import pytest

from isogloss.adapters.buttercms import paths
from isogloss.adapters.buttercms.paths import View

STAGED = View("en", live=False, alt=True)


def test_every_path_ends_in_a_slash_and_no_slug_can_leave_its_place():
    requests = [
        paths.list_pages("a/b", STAGED),
        paths.get_page("post", "../x?y", STAGED),
        paths.list_items("authors", STAGED),
        paths.get_item("authors", 7, STAGED),
        paths.create_page("page_type", "post", "T", "t", {}),
        paths.create_item("authors", {}),
        paths.patch_page("post", "tea", "draft", {}),
        paths.patch_item("authors", 7, "draft", {}),
        paths.delete_page("post", "tea"),
        paths.delete_item("authors", 7),
    ]
    assert all(request.path.endswith("/") for request in requests)
    assert requests[0].path == "/pages/a%2Fb/"
    assert requests[1].path == "/pages/post/..%2Fx%3Fy/"


def test_a_view_names_its_locale_and_asks_for_drafts_links_and_alternative_texts():
    assert STAGED.query() == (("locale", "en"), ("preview", "1"), ("levels", "2"), ("alt_media_text", "1"))
    assert View(None, live=True, alt=False).query() == (("levels", "2"),)


def test_one_item_is_asked_for_by_the_documented_form():
    assert paths.get_item("authors", 7, STAGED).query[0] == ("keys", "authors[_id=7]")


def test_a_listing_is_narrowed_by_the_text_of_a_field():
    request = paths.narrowed(paths.list_items("authors", STAGED), "origin", "author/ada")
    assert request.query[-1] == ("fields.origin", "author/ada")


@pytest.mark.parametrize("key", ["page_type", "page-type"])
def test_a_new_page_is_a_draft_and_names_its_type_under_the_key_in_use(key):
    assert paths.create_page(key, "post", "Tea", "tea", {"en": {"title": ""}}).json == {
        "title": "Tea",
        "slug": "tea",
        key: "post",
        "status": "draft",
        "fields": {"en": {"title": ""}},
    }


def test_a_new_item_stands_in_a_list():
    assert paths.create_item("authors", {"en": {"name": "Ada"}}).json == {
        "key": "authors",
        "status": "draft",
        "fields": [{"en": {"name": "Ada"}}],
    }


def test_only_updates_may_be_repeated():
    assert paths.patch_page("post", "tea", None, {"en": {"title": "T"}}).repeatable
    assert not paths.create_item("authors", {}).repeatable
    assert not paths.delete_item("authors", 7).repeatable


def test_an_update_names_only_what_it_is_about():
    assert paths.patch_item("authors", 7, None, {"en": {"bio": "x"}}).json == {"fields": {"en": {"bio": "x"}}}
    assert paths.patch_item("authors", 7, "draft", {}).json == {"status": "draft"}
    with pytest.raises(AssertionError, match="says nothing"):
        paths.patch_item("authors", 7, None, {})
