import json

import pytest

from isogloss.errors import ConfigError
from isogloss.sandbox.buttercms import create

FAQ = {"page_type": "article", "slug": "faq"}


def busy(account):
    """An account with something of everything, a pending write among them."""
    account.sandbox.turn({"land_seconds": 1000, "bad_reference": "lost", "land_never": False})
    account.write("PATCH", "/pages/article/faq/", {"fields": {"price": 2}})
    account.write("POST", "/posts/", {"title": "T", "slug": "t", "tags": ["x"], "featured_image": "http://x.example/y"})
    account.sandbox.turn({"land_never": True})
    account.write("PATCH", "/pages/article/faq/", {"fields": {"price": 3}})
    account.sandbox.turn({"land_never": False})
    return account.sandbox.state()


def test_a_state_goes_through_json_and_comes_back_the_same(account):
    state = json.loads(json.dumps(busy(account)))
    assert state["queue"]
    assert state["failures"]
    copy = create(state)
    assert copy.state() == state


def test_a_loaded_account_answers_and_goes_on_as_the_first_one(account):
    copy = type(account)(create(busy(account)))
    assert copy.get("/posts/").body == account.get("/posts/").body
    for each in (account, copy):
        each.sandbox.clock.advance(2000)
    assert copy.fields()["price"] == account.fields()["price"] == 2
    assert copy.fields(levels=4)["author"] == account.fields(levels=4)["author"]
    assert copy.item("r-1") == account.item("r-1")


def test_reset_goes_back_to_the_beginning(account):
    before = account.sandbox.state()
    account.write("DELETE", "/content/tags/4/")
    account.sandbox.edit({"action": "delete", **FAQ})
    account.sandbox.reset()
    assert account.sandbox.state() == before
    assert account.fields()["price"] == 1


@pytest.mark.parametrize(
    "state",
    [
        {"pages": [{}]},
        {"pages": 5},
        {"items": [{"id": 1, "collection": "x", "locales": {"en": {"alive": 1}}}]},
        {"page_types": [1]},
        {"page_types": {"a": {"fields": "x"}}},
        {"page_types": {"a": {"fields": ["x"]}}},
        {"page_types": {"a": {"fields": [{"slug": "x", "knd": "text"}]}}},
        {"page_types": {"a": {"fields": [{"slug": "x", "kind": "texts"}]}}},
        {"page_types": {"a": {"fields": [{"slug": "x", "kind": "reference"}]}}},
        {"page_types": {"a": {"fields": [{"slug": "x", "kind": "reference", "to": "collection:a"}]}}},
        {"page_types": {"a": {"fields": [{"slug": "x", "kind": "picker", "components": ["b"]}]}}},
        {"collections": {"a": {"fields": [{"slug": "x", "kind": "repeater"}]}}},
        {
            "components": {"c": {"fields": [{"slug": "x", "kind": "component", "component": "c"}]}},
            "page_types": {"a": {"fields": [{"slug": "x", "kind": "component", "component": "c"}]}},
        },
    ],
)
def test_what_is_not_a_state_is_refused(state):
    with pytest.raises(ConfigError):
        create(state)


@pytest.mark.parametrize(
    "seed",
    [
        {"page": []},
        {"pages": {"a": 1}},
        {"pages": [{"page_type": "x", "slug": "y"}]},
        {"pages": [{"page_type": "article", "slug": "faq"}]},
        {"pages": [{"page_type": "article"}]},
        {"items": [{"collection": "x"}]},
        {"items": [{"collection": "tags", "locales": {"xx": {}}}]},
        {"items": [{"collection": "tags", "locales": {"en": {"fields": {"nme": "x"}}}}]},
        {"items": [{"collection": "tags", "locales": {"en": {"state": "changed"}}}]},
        {"items": [{"collection": "tags", "locales": {"en": 5}}]},
        {"posts": [{"slug": "one"}]},
        {"posts": [{"slug": "z", "author": "nobody"}]},
    ],
)
def test_a_seed_that_does_not_fit_is_refused_and_leaves_nothing_behind(account, seed):
    before = account.sandbox.state()
    with pytest.raises(ConfigError):
        account.sandbox.seed(seed)
    assert account.sandbox.state() == before


def test_a_seed_answers_the_ids_it_made(account):
    made = account.sandbox.seed(
        {
            "page_types": {"story": {"fields": [{"slug": "a", "kind": "component", "component": "hero"}]}},
            "components": {},
            "items": [{"collection": "tags", "key": "green", "locales": {"en": {"fields": {"name": "Green"}}}}],
            "pages": [{"page_type": "story", "slug": "s", "locales": {"en": {"state": "scheduled"}}}],
            "posts": [{"slug": "p", "locale": "en", "state": "draft"}],
        }
    )
    assert set(made) == {"items", "pages", "posts"}
    assert account.get(f"/content/tags/{made['items']['tags/green']}/").status == 200
    assert account.page("/pages/story/s/")["status"] == "scheduled"
    assert made["posts"]["p"] in account.sandbox._store.posts


def test_an_editors_change_of_a_published_page_is_a_draft_on_top(account):
    account.sandbox.edit({"action": "update", **FAQ, "fields": {"price": 2}})
    assert (account.fields()["price"], account.fields(preview=0)["price"]) == (2, 1)
    account.sandbox.edit({"action": "discard", **FAQ})
    assert account.fields()["price"] == 1
    account.sandbox.edit({"action": "update", **FAQ, "fields": {"price": 3}, "publish": True})
    assert account.fields(preview=0)["price"] == 3


def test_an_editors_change_of_a_published_item_is_live(account):
    account.sandbox.edit({"action": "update", "collection": "tags", "id": 4, "fields": {"name": "Rot"}})
    assert account.item("r-1", preview=0)[0]["name"] == "Rot"
    account.sandbox.edit({"action": "update", "collection": "authors", "id": 3, "fields": {"name": "Cyd"}})
    assert account.get("/content/authors/3/").status == 404
    assert account.get("/content/authors/3/", preview=1).body["data"]["name"] == "Cyd"


def test_an_editor_publishes_and_takes_back(account):
    account.sandbox.edit({"action": "publish", **FAQ, "locale": "fr"})
    assert account.fields(preview=0, locale="fr")["headline"] == "Brouillon"
    account.sandbox.edit({"action": "unpublish", **FAQ})
    assert account.get("/pages/article/faq/").status == 404
    assert account.page()["published"] is None


def test_an_editor_adds_and_deletes_a_locale(account):
    account.sandbox.edit({"action": "add_locale", **FAQ, "locale": "de", "from": "en", "fields": {"headline": "Hallo"}})
    german = account.fields(locale="de")
    assert (german["headline"], german["price"]) == ("Hallo", 1)
    account.sandbox.edit({"action": "delete_locale", **FAQ, "locale": "de"})
    assert account.get("/pages/article/faq/", locale="de", preview=1).status == 404


def test_an_editor_makes_pages_and_items(account):
    made = account.sandbox.edit({"action": "create", "page_type": "news", "slug": "n", "title": "N", "publish": True})
    assert account.get("/pages/news/n/").body["data"]["name"] == "N"
    assert made["slug"] == "n"
    item = account.sandbox.edit({"action": "create", "collection": "tags", "fields": {"origin": "o"}, "locale": "fr"})
    assert account.item("o", locale="fr")[0]["meta"] == item


def test_an_editor_renames_deletes_and_restores(account):
    account.sandbox.edit({"action": "rename", **FAQ, "new_slug": "help", "title": "Help"})
    assert account.get("/pages/*/faq/").status == 404
    assert account.page("/pages/*/help/")["name"] == "Help"
    account.sandbox.edit({"action": "delete", "page_type": "article", "slug": "help"})
    assert account.get("/pages/article/help/").status == 404
    account.sandbox.edit({"action": "undelete", "page_type": "article", "slug": "help"})
    assert account.get("/pages/article/help/").status == 200
    account.sandbox.edit({"action": "delete", "collection": "tags", "id": 4})
    account.sandbox.edit({"action": "undelete", "collection": "tags", "id": 4})
    assert account.item("r-1")


def test_an_editor_changes_the_locales_of_the_account(account):
    account.sandbox.edit({"action": "locales", "default": "fr"})
    assert account.fields()["headline"] == "Brouillon"
    account.sandbox.edit({"action": "locales", "rename": {"fr": "fr-ca"}})
    assert account.fields(locale="fr-ca")["headline"] == "Brouillon"
    assert account.get("/pages/article/", locale="fr").status == 400
    account.sandbox.edit({"action": "locales", "locales": ["en"]})
    assert account.get("/pages/article/", locale="de").status == 400
    assert account.fields()["headline"] == "Hello"


def test_an_editor_gives_media_an_alt_text(account):
    cover = account.fields()["cover"]
    account.sandbox.edit({"action": "media", "url": cover, "alt": "A dog"})
    assert account.fields(alt_media_text=1)["cover"] == {"url": cover, "alt": "A dog"}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"action": "updat", **FAQ},
        {"action": "update"},
        {"action": "update", "page_type": "article", "slug": "nothing"},
        {"action": "update", **FAQ, "locale": "xx"},
        {"action": "update", **FAQ, "locale": "de"},
        {"action": "update", **FAQ, "fields": {"price": "two"}},
        {"action": "update", **FAQ, "fields": 5},
        {"action": "undelete", **FAQ},
        {"action": "discard", **FAQ},
        {"action": "schedule", **FAQ, "at": "soon"},
        {"action": "create", **FAQ},
        {"action": "create", "page_type": "article"},
        {"action": "create", "page_type": "nothing", "slug": "x"},
        {"action": "create", "collection": "nothing"},
        {"action": "update", "collection": "tags", "id": 99},
        {"action": "update", "post": "nothing"},
        {"action": "swallow", "post": "one"},
        {"action": "delete_locale", "post": "one", "locale": "fr"},
        {"action": "add_locale", "post": "one", "locale": "en"},
        {"action": "create", "post": "one"},
        {"action": "update", "post": "one", "fields": {"author": "nobody"}},
        {"action": "create", "author": "ana"},
        {"action": "delete", "author": "nobody"},
        {"action": "rename", "tag": "nothing"},
        {"action": "create", "category": "cats"},
    ],
)
def test_a_change_that_makes_no_sense_is_refused(account, change):
    before = account.sandbox.state()
    with pytest.raises(ConfigError):
        account.sandbox.edit(change)
    assert account.sandbox.state() == before


def test_an_editors_image_that_cannot_be_fetched_is_refused(with_switches):
    account = with_switches(media_fetch_fails="//bad/")
    with pytest.raises(ConfigError, match="fetched"):
        account.sandbox.edit({"action": "update", "post": "one", "fields": {"featured_image": "http://bad/x"}})
