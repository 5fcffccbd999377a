import pytest


def test_a_list_shows_the_published_pages_of_one_type_with_their_count(account):
    answer = account.get("/pages/article/")
    assert [page["slug"] for page in answer.body["data"]] == ["faq", "tour"]
    assert answer.body["meta"] == {"count": 2, "next_page": None, "previous_page": None}


def test_preview_also_lists_drafts(account):
    assert [page["slug"] for page in account.get("/pages/article/", preview=1).body["data"]] == ["faq", "tour", "plan"]


def test_a_star_lists_single_pages_only_and_so_does_no_type(account):
    for path in ("/pages/*/", "/pages/"):
        pages = account.get(path).body["data"]
        assert [(page["slug"], page["page_type"]) for page in pages] == [("about", None)]


def test_a_star_reads_a_page_of_any_type(account):
    assert account.get("/pages/*/faq/").body["data"]["page_type"] == "article"


def test_a_star_with_a_slug_of_two_types_is_refused_with_403(account):
    assert account.get("/pages/*/tour/").status == 403
    assert account.get("/pages/news/tour/").status == 200


def test_a_page_that_is_not_there_is_missing_in_the_words_of_pages(account):
    answer = account.get("/pages/article/nothing/")
    assert (answer.status, answer.body) == (404, {"detail": "Page not found."})
    assert account.get("/pages/nothing/").status == 404


def test_a_draft_is_missing_without_preview(account):
    assert account.get("/pages/article/plan/").status == 404
    draft = account.page("/pages/article/plan/")
    assert (draft["status"], draft["published"]) == ("draft", None)


def test_a_draft_over_a_published_page_shows_in_the_preview_only(account):
    assert account.fields(locale="fr", preview=0)["headline"] == "Bonjour"
    assert account.fields(locale="fr")["headline"] == "Brouillon"
    assert account.page(locale="fr")["status"] == "published"


def test_a_read_without_a_locale_gives_the_default_one(account):
    assert account.fields()["headline"] == "Hello"


def test_a_locale_nobody_configured_is_400(account):
    answer = account.get("/pages/article/", locale="xx")
    assert (answer.status, answer.body) == (400, {"detail": "Invalid locale parameter"})


def test_a_locale_without_content_is_404_and_left_out_of_lists(account):
    assert account.get("/pages/article/faq/", locale="de").status == 404
    assert account.get("/pages/article/", locale="de").body["meta"]["count"] == 0


def test_every_kind_reads_in_its_own_shape(account):
    fields = account.fields()
    assert fields["price"] == 1
    assert fields["day"] == "2026-03-04T00:00:00"
    assert fields["hot"] is True
    assert fields["cover"].startswith("https://cdn.buttercms.com/")
    assert fields["seo"] == {"title": "Seo", "robots": "all"}
    assert fields["blocks"] == [{"type": "hero", "fields": {"headline": "Hi", "image": None}}]
    assert fields["faq"] == [{"q": "1?", "a": "1"}, {"q": "2?", "a": "2"}]
    assert fields["author"]["name"] == "Ana"
    assert [tag["name"] for tag in fields["tags"]] == ["Blue", "Red"]
    assert fields["next"]["slug"] == "tour"


def test_alt_text_is_shown_when_asked_for(account):
    cover = account.fields(alt_media_text=1)["cover"]
    assert cover["alt"] == "A cat"
    assert cover["url"] == account.fields()["cover"]


def test_level_one_shows_references_as_paths(account):
    fields = account.fields(levels=1)
    assert fields["author"] == ["/v2/content/?keys=authors[_id=1]"]
    assert fields["tags"] == ["/v2/content/?keys=tags[_id=5]", "/v2/content/?keys=tags[_id=4]"]
    assert fields["next"] == ["/v2/pages/article/tour/"]


@pytest.mark.parametrize("levels", [2, 3, 4, 5])
def test_each_level_expands_references_once_more(account, levels):
    page = account.page(levels=levels)
    for _ in range(levels - 1):
        page = page["fields"]["next"]
        assert page["slug"] in ("tour", "faq")
    assert isinstance(page["fields"]["next"][0], str)


def test_levels_beyond_five_are_five(account):
    assert account.page(levels=9) == account.page(levels=5)
    assert account.page(levels=0) == account.page(levels=1)
    assert account.get("/pages/article/faq/", levels="deep").status == 400


def test_references_follow_the_locale_asked_for(account):
    account.sandbox.edit(
        {
            "action": "update",
            "page_type": "article",
            "slug": "faq",
            "locale": "fr",
            "fields": {"author": 1, "tags": [4]},
        }
    )
    fields = account.fields(locale="fr")
    assert fields["author"]["name"] == "Anne"
    assert fields["tags"] == []  # the tag has no French


def test_paging_by_number_says_which_comes_next(account):
    first = account.get("/pages/article/", page_size=1).body
    assert first["meta"] == {"count": 2, "next_page": 2, "previous_page": None}
    second = account.get("/pages/article/", page_size=1, page=2).body
    assert second["meta"] == {"count": 2, "next_page": None, "previous_page": 1}
    assert [page["slug"] for page in first["data"] + second["data"]] == ["faq", "tour"]


def test_paging_by_offset_says_which_comes_next(account):
    first = account.get("/pages/article/", limit=1).body
    assert first["meta"] == {"count": 2, "next_offset": 1, "previous_offset": None}
    assert account.get("/pages/article/", limit=1, offset=1).body["meta"]["previous_offset"] == 0


@pytest.mark.parametrize(
    "params",
    [
        {"page": 1, "limit": 1},
        {"offset": 1, "page_size": 5},
        {"page_size": 101},
        {"page": 0},
        {"limit": "many"},
        {"offset": -1},
    ],
)
def test_paging_that_makes_no_sense_is_400(account, params):
    assert account.get("/pages/article/", **params).status == 400


def test_a_list_is_ordered_by_a_field_either_way(account):
    slugs = [page["slug"] for page in account.get("/pages/article/", order="-headline", preview=1).body["data"]]
    assert slugs == ["tour", "plan", "faq"]
    by_price = account.get("/pages/article/", order="price", preview=1).body["data"]
    assert by_price[0]["slug"] == "faq"  # the others have no price and come last


def test_a_list_is_ordered_by_time(account):
    account.sandbox.clock.advance(60)
    account.sandbox.edit({"action": "update", "page_type": "article", "slug": "faq", "fields": {}, "publish": True})
    assert [page["slug"] for page in account.get("/pages/article/", order="updated").body["data"]] == ["tour", "faq"]


@pytest.mark.parametrize(
    ("path", "value", "found"),
    [
        ("headline", "Tour", ["tour"]),
        ("price", "1", ["faq"]),
        ("day", "", ["tour"]),
        ("hot", "true", ["faq"]),
        ("author.name", "Ana", ["faq"]),
        ("author", "1", ["faq"]),
        ("tags.name", "Red", ["faq"]),
        ("next.headline", "Hello", ["tour"]),
        ("blocks.headline", "Hi", ["faq"]),
        ("seo.title", "Seo", ["faq"]),
        ("headline", "nothing", []),
        ("next.nothing", "x", []),
    ],
)
def test_a_filter_keeps_what_equals_its_value(account, path, value, found):
    answer = account.get("/pages/article/", **{f"fields__{path.replace('.', '__')}": value})
    assert [page["slug"] for page in answer.body["data"]] == found
    assert answer.body["meta"]["count"] == len(found)


@pytest.mark.parametrize("params", [{"fields__nothing": "x"}, {"order": "nothing"}, {"order": "author"}])
def test_a_filter_or_order_by_no_field_is_400(account, params):
    assert account.get("/pages/article/", **params).status == 400


@pytest.mark.parametrize("params", [{"fields__headline": "x"}, {"order": "headline"}])
def test_single_pages_take_no_filter_and_no_order(account, params):
    assert account.get("/pages/*/", **params).status == 400


def test_a_search_finds_published_words_by_relevance_and_not_in_references(account):
    slugs = [page["slug"] for page in account.get("/pages/search/", query="TOUR").body["data"]]
    assert sorted(slugs) == ["tour", "tour"]  # the article before it only refers to one
    assert account.get("/pages/search/", query="plan").body["data"] == []
    assert account.get("/pages/search/", query="us", page_type="*").body["meta"]["count"] == 1
    assert account.get("/pages/search/", query="brouillon", locale="fr").body["data"] == []


@pytest.mark.parametrize("query", ["", "x" * 101])
def test_a_search_without_words_or_with_too_many_is_400(account, query):
    assert account.get("/pages/search/", query=query).status == 400


def test_a_scheduled_page_goes_live_when_its_time_comes(account):
    soon = account.sandbox.clock.now().replace(year=2999)
    account.sandbox.edit({"action": "schedule", "page_type": "article", "slug": "plan", "at": soon.isoformat()})
    waiting = account.page("/pages/article/plan/")
    assert waiting["status"] == "scheduled"
    assert account.get("/pages/article/plan/").status == 404
    account.sandbox.clock.advance(1000 * 366 * 86400)
    assert account.get("/pages/article/plan/").body["data"]["status"] == "published"


def test_methods_that_are_not_offered_are_405_with_those_that_are(account):
    answer = account.write("POST", "/pages/article/", {})
    assert (answer.status, answer.headers["Allow"]) == (405, "GET")
    assert account.write("DELETE", "/pages/article/faq/").headers["Allow"] == "GET, PUT, PATCH"
    assert account.get("/nowhere/").status == 404
