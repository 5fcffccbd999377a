import pytest


def test_a_collection_lists_its_items_under_its_key_in_order_of_id(account):
    body = account.get("/content/authors/").body
    assert body["meta"] == {"count": 2, "next_page": None, "previous_page": None}
    assert [(item["meta"], item["name"]) for item in body["data"]["authors"]] == [
        ({"id": 1}, "Ana"),
        ({"id": 2}, "Bob"),
    ]


def test_the_older_spelling_of_preview_shows_drafts_of_items(account):
    for name in ("preview", "test"):
        assert account.get("/content/authors/", **{name: 1}).body["meta"]["count"] == 3


def test_an_item_reads_as_its_fields_beside_meta_and_nothing_else(account):
    item = account.get("/content/tags/").body["data"]["tags"][0]
    assert item == {"meta": {"id": 4}, "name": "Red", "origin": "r-1"}


def test_items_are_filtered_and_ordered(account):
    assert [item["meta"]["id"] for item in account.item("b-1")] == [5]
    names = [item["name"] for item in account.get("/content/tags/", order="name").body["data"]["tags"]]
    assert names == ["Blue", "Red"]


@pytest.mark.parametrize("params", [{"fields__nothing": "x"}, {"order": "nothing"}])
def test_a_refused_filter_of_a_collection_is_403(account, params):
    assert account.get("/content/tags/", **params).status == 403


def test_several_collections_are_read_at_once_by_keys(account):
    body = account.get("/content/", keys="authors,tags").body
    assert list(body) == ["data"]
    assert {key: len(items) for key, items in body["data"].items()} == {"authors": 2, "tags": 2}


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ("tags[_id=4]", ["Red"]),
        ("tags[_id=4],tags[_id=5]", ["Red", "Blue"]),
        ("tags[_id=99]", []),
        ("tags[_id=x]", []),
        ("tags[_id=1]", []),
        ("tags[origin=b-1]", ["Blue"]),
    ],
)
def test_keys_may_carry_a_filter(account, keys, names):
    answer = account.get("/content/", keys=keys)
    assert [item["name"] for item in answer.body["data"]["tags"]] == names


def test_keys_that_are_not_there_are_missing_in_their_own_words(account):
    assert account.get("/content/", keys="nothing").body == {"detail": "Content key nothing not found"}
    assert account.get("/content/nothing/").body == {"detail": "Not found."}
    assert account.get("/content/", keys="tags[").status == 400
    assert account.get("/content/").body == {}


def test_one_item_reads_bare(account):
    assert account.get("/content/tags/4/").body == {"data": {"meta": {"id": 4}, "name": "Red", "origin": "r-1"}}
    assert account.get("/content/tags/1/").status == 404
    assert account.get("/content/tags/4/", locale="fr").status == 404


def create(account, *rows, **extra):
    return account.write("POST", "/content/", {"key": "tags", "fields": list(rows), **extra})


def test_an_item_is_made_from_an_array_and_found_by_its_key_field(account):
    assert create(account, {"name": "Green", "origin": "g-1"}).body == {"status": "pending"}
    [item] = account.item("g-1")
    assert item["name"] == "Green"
    assert account.item("g-1", preview=0) == []


def test_an_item_is_made_in_several_locales(account):
    create(account, {"en": {"name": "G", "origin": "g-1"}, "fr": {"name": "V", "origin": "g-1"}}, status="published")
    assert account.item("g-1", preview=0, locale="fr")[0]["name"] == "V"
    assert account.item("g-1", locale="fr")[0]["meta"] == account.item("g-1")[0]["meta"]


def test_several_elements_make_several_items(account):
    create(account, {"name": "G", "origin": "g-1"}, {"name": "H", "origin": "h-1"})
    assert account.item("g-1")
    assert account.item("h-1")


@pytest.mark.parametrize(
    "body",
    [
        {"fields": [{}]},
        {"key": "tags"},
        {"key": "tags", "fields": []},
        {"key": "tags", "fields": {"name": "x"}},
        {"key": "tags", "fields": ["x"]},
        {"key": "tags", "fields": [{"name": "x"}]},
        {"key": "authors", "fields": [{"name": "", "boss": "", "home": ""}], "status": "published"},
    ],
)
def test_an_item_that_cannot_be_made_is_400(account, body):
    assert account.write("POST", "/content/", body).status == 400


def test_an_item_needs_a_collection_that_is_there(account):
    assert account.write("POST", "/content/", {"key": "nothing", "fields": [{"a": 1}]}).status == 404


def test_a_patch_changes_what_is_sent_and_a_put_wipes_the_rest(account):
    account.write("PATCH", "/content/tags/4/", {"fields": {"en": {"name": "Rot"}}})
    assert account.item("r-1")[0]["name"] == "Rot"
    account.write("PUT", "/content/tags/4/", {"fields": {"origin": "r-1"}})
    assert account.item("r-1")[0]["name"] == ""


def test_a_put_of_a_status_alone_wipes_nothing(account):
    account.write("PUT", "/content/tags/4/", {"status": "draft"})
    assert account.item("r-1")[0]["name"] == "Red"


def test_a_draft_takes_a_published_item_offline(account):
    account.write("PATCH", "/content/tags/4/", {"fields": {"name": "Rot"}, "status": "draft"})
    assert account.item("r-1", preview=0) == []
    assert account.item("r-1")[0]["name"] == "Rot"


def test_a_patch_keeps_references_it_does_not_mention(account):
    account.write("PATCH", "/content/authors/1/", {"fields": {"name": "Anna"}})
    author = account.get("/content/authors/1/").body["data"]
    assert (author["name"], author["boss"]["name"]) == ("Anna", "Bob")


def test_items_refer_to_pages_by_slug(account):
    account.write("PATCH", "/content/authors/1/", {"fields": {"home": "faq"}})
    assert account.get("/content/authors/1/").body["data"]["home"]["slug"] == "faq"


def test_a_deleted_item_is_gone_and_so_are_references_to_it(account):
    answer = account.write("DELETE", "/content/tags/4/")
    assert (answer.status, answer.body) == (204, None)
    assert account.get("/content/tags/4/").status == 404
    assert account.write("DELETE", "/content/tags/4/").status == 404
    assert [tag["name"] for tag in account.fields()["tags"]] == ["Blue"]


def test_an_update_of_an_item_that_is_not_there_is_404(account):
    assert account.write("PATCH", "/content/tags/99/", {"fields": {"name": "x"}}).status == 404
    assert account.write("PATCH", "/content/tags/x/", {"fields": {"name": "x"}}).status == 404
    assert account.write("PATCH", "/content/tags/4/", {"status": "no"}).status == 400


def test_an_update_of_an_item_deleted_in_the_meantime_is_lost(with_switches):
    account = with_switches(land_reads=1)
    account.write("PATCH", "/content/tags/4/", {"fields": {"name": "x"}})
    account.write("DELETE", "/content/tags/4/")
    account.get("/content/tags/")
    assert account.failures() == ["It was deleted in the meantime."]
