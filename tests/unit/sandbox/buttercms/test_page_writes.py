import pytest

PENDING = (202, {"status": "pending"})


def create(account, fields, **extra):
    return account.write(
        "POST", "/pages/", {"title": "New", "slug": "new", "page_type": "article", "fields": fields, **extra}
    )


def patch(account, fields, path="/pages/article/faq/", **extra):
    return account.write("PATCH", path, {"fields": fields, **extra})


def test_a_create_is_only_pending_and_names_nothing(account, whole):
    answer = create(account, whole())
    assert (answer.status, answer.body) == PENDING


def test_a_create_without_a_status_is_a_draft_in_the_default_locale(account, whole):
    create(account, whole())
    page = account.page("/pages/article/new/")
    assert (page["status"], page["name"], page["fields"]["headline"]) == ("draft", "New", "New")
    assert account.get("/pages/article/new/", locale="fr", preview=1).status == 404


def test_a_create_in_several_locales_makes_each(account, whole):
    create(account, {"en": whole(headline="A"), "fr": whole(headline="B")}, status="published")
    assert account.fields("/pages/article/new/", preview=0)["headline"] == "A"
    assert account.fields("/pages/article/new/", preview=0, locale="fr")["headline"] == "B"


def test_a_create_in_one_locale_goes_where_the_query_says(account, whole):
    body = {"title": "New", "slug": "new", "page-type": "article", "fields": whole()}
    account.write("POST", "/pages/", body, locale="fr")
    assert account.fields("/pages/article/new/", locale="fr")["headline"] == "New"
    assert account.get("/pages/article/new/", preview=1).status == 404


def test_several_locales_in_the_body_outdo_the_one_in_the_query(account, whole):
    body = {"title": "New", "slug": "new", "page-type": "article", "fields": {"de": whole()}}
    account.write("POST", "/pages/", body, locale="fr")
    assert account.get("/pages/article/new/", locale="fr", preview=1).status == 404
    assert account.fields("/pages/article/new/", locale="de")["headline"] == "New"


def test_a_create_without_title_and_slug_names_both(account):
    answer = account.write("POST", "/pages/", {"page_type": "article", "fields": {}})
    assert answer.status == 400
    assert set(answer.body) == {"title", "slug"}


@pytest.mark.parametrize("slug", ["", "two words", "x" * 101, 5])
def test_a_slug_must_be_one(account, whole, slug):
    assert set(create(account, whole(), slug=slug).body) == {"slug"}


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"title": NaN}', b"\xff"])
def test_a_body_must_be_a_json_object(account, body):
    assert account.write("POST", "/pages/", body).status == 400


def test_a_create_names_a_page_type_that_is_there(account, whole):
    assert create(account, whole(), page_type="nothing").status == 404
    assert create(account, whole(), page_type=None).status == 400
    assert create(account, "text").status == 400


def test_a_create_that_leaves_out_a_key_is_refused_with_its_name(account, whole):
    fields = whole()
    del fields["price"]
    answer = create(account, fields)
    assert (answer.status, list(answer.body)) == (400, ["price"])
    assert set(create(account, {"en": whole(), "fr": fields}).body) == {"price"}


def test_a_required_field_may_be_empty_in_a_draft_only(account, whole):
    assert set(create(account, whole(headline=""), status="published").body) == {"headline"}
    assert create(account, whole(headline="")).status == 202


@pytest.mark.parametrize("status", ["scheduled", "live", 1])
def test_a_status_other_than_two_is_refused(account, whole, status):
    assert set(create(account, whole(), status=status).body) == {"status"}


def test_a_slug_taken_is_refused_even_by_a_draft_but_not_across_types(account, whole):
    assert create(account, whole(), slug="plan").status == 400
    assert create(account, {"headline": "x"}, slug="faq", page_type="news").status == 202


def test_two_creates_of_one_slug_make_one_page_and_lose_the_other_silently(with_switches, whole):
    account = with_switches(land_reads=1)
    assert create(account, whole(headline="first")).status == 202
    assert create(account, whole(headline="second")).status == 202
    account.get("/pages/article/")
    assert account.fields("/pages/article/new/")["headline"] == "first"
    assert "taken" in account.failures()[0]


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_an_update_of_a_page_changes_what_is_sent_and_nothing_else(account, method):
    before = account.fields()
    answer = account.write(method, "/pages/article/faq/", {"fields": {"en": {"price": 2}}})
    assert (answer.status, answer.body) == PENDING
    assert account.fields() == {**before, "price": 2}


def test_an_update_leaves_the_locales_it_does_not_name(account):
    patch(account, {"fr": {"headline": "Neuf"}})
    assert account.fields()["headline"] == "Hello"
    assert account.fields(locale="fr")["headline"] == "Neuf"


def test_an_update_that_names_a_new_locale_makes_it_a_draft(account):
    patch(account, {"de": {"headline": "Hallo"}})
    page = account.page(locale="de")
    assert (page["status"], page["fields"]["headline"], page["fields"]["price"]) == ("draft", "Hallo", None)


def test_an_update_merges_components_and_replaces_arrays(account):
    patch(account, {"seo": {"title": "Other"}, "faq": [{"q": "3?"}], "blocks": [], "tags": [4]})
    fields = account.fields()
    assert fields["seo"] == {"title": "Other", "robots": "all"}
    assert fields["faq"] == [{"q": "3?", "a": ""}]
    assert fields["blocks"] == []
    assert [tag["name"] for tag in fields["tags"]] == ["Red"]


@pytest.mark.parametrize("nothing", ["", None])
def test_nothing_clears_a_reference_and_any_other_kind(account, nothing):
    patch(account, dict.fromkeys(["author", "tags", "cover", "price", "day", "seo", "faq"], nothing))
    fields = account.fields()
    assert fields["author"] is fields["cover"] is fields["price"] is fields["day"] is None
    assert fields["tags"] == fields["faq"] == []
    assert fields["seo"] == {"title": "", "robots": ""}


def test_a_picker_is_written_in_one_shape_and_read_in_another(account):
    patch(account, {"blocks": [{"hero": {"headline": "One"}}]})
    assert account.fields()["blocks"] == [{"type": "hero", "fields": {"headline": "One", "image": None}}]


def test_a_picker_written_as_it_reads_is_lost(account):
    before = account.fields()
    assert patch(account, {"price": 9, "blocks": before["blocks"]}).status == 202
    assert account.fields() == before
    assert "picker" in account.failures()[0]


def test_pages_are_referred_to_by_slug_and_items_by_id(account):
    patch(account, {"author": "2", "next": "plan"})
    fields = account.fields()
    assert fields["author"]["name"] == "Bob"
    assert fields["next"]["slug"] == "plan"


@pytest.mark.parametrize(
    "fields",
    [
        {"author": 99},
        {"author": "nobody"},
        {"next": "nothing"},
        {"next": "tour"},
        {"tags": [4, 99]},
        {"price": "two"},
        {"price": True},
        {"hot": "yes"},
        {"day": "soon"},
        {"topic": "News"},
        {"tint": "blue"},
        {"headline": 5},
        {"cover": {"url": "https://img.example/a.png", "alt": "x"}},
        {"seo": "text"},
        {"seo": {"nothing": "x"}},
        {"faq": {"q": "?"}},
        {"blocks": [{"nothing": {}}]},
        {"tags": 4},
        {"author": [1]},
        {"author": {"meta": {"id": 1}}},
    ],
)
def test_what_does_not_fit_is_accepted_and_lost_without_a_word(account, fields):
    before = account.fields()
    assert patch(account, {"price": 7, **fields}).status == 202
    assert account.fields() == before
    assert len(account.failures()) == 1


def test_a_form_field_keeps_what_it_is_given(account):
    patch(account, {"form": {"provider": "x"}})
    assert account.fields()["form"] == {"provider": "x"}


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("2026-05-06", "2026-05-06T00:00:00"),
        ("2026-05-06T07:08:09.5", "2026-05-06T07:08:09"),
        ("2026-05-06T07:08:09+02:00", "2026-05-06T05:08:09"),
        ("2026-05-06T07:08:09Z", "2026-05-06T07:08:09"),
    ],
)
def test_a_date_is_kept_without_its_zone(account, sent, read):
    patch(account, {"day": sent})
    assert account.fields()["day"] == read


def test_a_key_that_is_no_field_is_refused(account):
    assert set(patch(account, {"nothing": 1}).body) == {"nothing"}
    assert set(patch(account, {"xx": {"headline": "x"}}).body) == {"xx"}


def test_an_update_of_nothing_is_refused(account):
    assert account.write("PATCH", "/pages/article/faq/", {}).status == 400
    assert patch(account, {"price": 1}, path="/pages/article/nothing/").status == 404
    assert account.write("PATCH", "/pages/*/tour/", {"status": "draft"}).status == 403


def test_an_update_without_a_status_keeps_a_published_page_published(account):
    patch(account, {"en": {"price": 3}})
    assert account.fields(preview=0)["price"] == 3


def test_an_update_without_a_status_stays_in_the_draft_on_top(account):
    patch(account, {"fr": {"price": 3}})
    assert account.fields(locale="fr")["price"] == 3
    assert account.fields(locale="fr", preview=0)["price"] is None


def test_a_draft_over_a_published_page_leaves_what_is_live(account):
    patch(account, {"headline": "Later"}, status="draft")
    assert account.fields()["headline"] == "Later"
    assert account.fields(preview=0)["headline"] == "Hello"


def test_publishing_publishes_the_whole_draft_not_only_the_keys_sent(account):
    patch(account, {"fr": {"price": 5}}, status="published")
    live = account.fields(locale="fr", preview=0)
    assert (live["headline"], live["price"]) == ("Brouillon", 5)
    patch(account, {"fr": {"price": 6}})  # no draft is left on top to take this
    assert account.fields(locale="fr", preview=0)["price"] == 6


def test_a_status_alone_is_for_the_locale_of_the_query(account):
    account.write("PATCH", "/pages/article/faq/", {"status": "published"}, locale="fr")
    assert account.fields(locale="fr", preview=0)["headline"] == "Brouillon"


def test_a_status_for_a_locale_without_content_is_lost(account):
    account.write("PATCH", "/pages/article/faq/", {"status": "published"}, locale="de")
    assert account.get("/pages/article/faq/", locale="de", preview=1).status == 404
    assert len(account.failures()) == 1


def test_publishing_a_draft_with_a_required_field_empty_is_lost(account):
    patch(account, {"headline": ""}, path="/pages/article/plan/")
    account.write("PATCH", "/pages/article/plan/", {"status": "published"})
    assert account.get("/pages/article/plan/").status == 404
    assert "required" in account.failures()[0]


def test_a_title_in_an_update_is_ignored(account):
    account.write("PATCH", "/pages/article/faq/", {"title": "X", "slug": "y", "fields": {"price": 4}})
    page = account.page()
    assert (page["name"], page["fields"]["price"]) == ("Questions", 4)


def test_published_is_when_it_went_live_and_updated_when_it_last_changed(account):
    first = account.page()
    account.sandbox.clock.advance(60)
    patch(account, {"en": {"price": 3}})
    second = account.page()
    assert first["published"] == second["published"]
    assert first["updated"] < second["updated"]


def test_a_number_with_a_point_is_found_with_or_without_it(account):
    patch(account, {"price": 3.0})
    for text in ("3", "3.0"):
        assert account.get("/pages/article/", fields__price=text).body["meta"]["count"] == 1


def test_an_update_of_a_single_page_needs_no_schema(account):
    patch(account, {"headline": "We"}, path="/pages/*/about/")
    assert account.fields("/pages/*/about/")["headline"] == "We"


def test_a_page_without_any_schema_keeps_what_it_is_given(account):
    account.sandbox.edit({"action": "create", "page_type": None, "slug": "bare", "fields": {"a": 1}})
    patch(account, {"en": {"b": [2]}}, path="/pages/*/bare/")
    assert account.fields("/pages/*/bare/") == {"a": 1, "b": [2]}
