"""Each switch does what it says; the last test looks that none is forgotten."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from isogloss.errors import ConfigError
from isogloss.sandbox.buttercms import create
from isogloss.sandbox.buttercms.switches import Switches

ARTICLE = {"fields": [{"slug": "cover", "kind": "media"}]}
PAGE = "/pages/article/faq/"


def patch(account, values, path=PAGE, **extra):
    return account.write("PATCH", path, {"fields": values, **extra})


def post(account, values, **extra):
    body = {"title": "New", "slug": "new", "page_type": "article", "fields": values, **extra}
    return account.write("POST", "/pages/", body)


def test_an_unknown_switch_is_refused_with_the_nearest():
    with pytest.raises(ConfigError, match="land_seconds"):
        create(land_second=1)
    with pytest.raises(ConfigError, match="takes one of"):
        create(missing_locale="403")
    with pytest.raises(ConfigError, match="regular expression"):
        create(media_fetch_fails="(")


def test_a_limit_may_be_null(with_switches):
    assert with_switches(quota=None, rate_limit=None, item_limit=None, max_request_bytes=None).get(PAGE).status == 200


def test_read_token_and_write_token_choose_the_tokens(with_switches):
    account = with_switches(read_token="r", write_token="w")
    assert account.ask("GET", PAGE, token="r").status == 200
    assert account.get(PAGE).status == 401
    assert account.ask("PATCH", PAGE, {"fields": {"price": 1}}, token="w").status == 202


def test_write_enabled_off_is_403(with_switches):
    assert patch(with_switches(write_enabled=False), {"price": 2}).status == 403


def test_slash_redirect_off_takes_either(with_switches):
    assert with_switches(slash_redirect=False).get("/pages/article/faq").status == 200


def test_max_request_bytes_refuses_a_large_body(with_switches):
    assert patch(with_switches(max_request_bytes=100), {"headline": "x" * 100}).status == 413


def test_item_limit_is_an_error_of_its_own_shape(with_switches):
    answer = with_switches(item_limit=5).write(
        "POST", "/content/", {"key": "tags", "fields": [{"name": "", "origin": ""}]}
    )
    assert (answer.status, list(answer.body)) == (400, ["error"])


def test_land_seconds_delays_what_a_write_does(with_switches):
    account = with_switches(land_seconds=5)
    patch(account, {"price": 2})
    account.sandbox.clock.advance(4)
    assert account.fields()["price"] == 1
    account.sandbox.clock.advance(2)
    assert account.fields()["price"] == 2


def test_land_jitter_is_different_for_each_write_and_the_same_each_time(with_switches):
    def due():
        account = with_switches(land_seconds=10, land_jitter=100)
        account.sandbox.clock.freeze(frozen=True)
        at = account.sandbox.clock.elapsed()
        patch(account, {"price": 2})
        patch(account, {"price": 3})
        return [round(job["due"] - at) for job in account.sandbox.state()["queue"]]

    first, second = due()
    assert first != second
    assert all(9 < each < 111 for each in (first, second))
    assert due() == [first, second]


def test_writes_land_in_the_order_they_are_due(with_switches):
    account = with_switches(land_seconds=10)
    patch(account, {"price": 2})
    account.sandbox.turn({"land_seconds": 1})
    patch(account, {"price": 3})
    account.sandbox.clock.advance(20)
    assert account.fields()["price"] == 2


def test_land_reads_lets_so_many_reads_see_the_old_state(with_switches):
    account = with_switches(land_reads=2)
    patch(account, {"price": 2})
    assert [account.fields()["price"] for _ in range(3)] == [1, 1, 2]


def test_land_never_leaves_everything_as_it_is(with_switches):
    account = with_switches(land_never=True)
    assert patch(account, {"price": 2}).status == 202
    account.sandbox.clock.advance(10_000)
    assert account.fields()["price"] == 1
    assert account.failures() == ["It was told never to land."]


def test_type_mismatch_reject_is_400_at_once(with_switches):
    account = with_switches(type_mismatch="reject")
    assert set(patch(account, {"price": "two"}).body) == {"price"}
    assert patch(account, {"author": 99}).status == 202
    assert patch(account, {"price": 2}).status == 202


@pytest.mark.parametrize("mode", ["lost", "drop", "reject"])
def test_bad_reference(with_switches, mode):
    account = with_switches(bad_reference=mode)
    answer = patch(account, {"tags": [4, 99], "author": 99})
    assert answer.status == (400 if mode == "reject" else 202)
    fields = account.fields()
    read = ([tag["name"] for tag in fields["tags"]], fields["author"] and fields["author"]["name"])
    assert read == ((["Red"], None) if mode == "drop" else (["Blue", "Red"], "Ana"))


@pytest.mark.parametrize(
    ("mode", "read"), [("lost", None), ("empty", ("Late", None)), ("keep", ("Late", "http://bad/x"))]
)
def test_media_fetch_fails_and_media_failure(with_switches, mode, read):
    account = with_switches(media_fetch_fails="//bad/", media_failure=mode)
    before = account.fields()
    assert patch(account, {"headline": "Late", "cover": "http://bad/x"}).status == 202
    after = account.fields()
    assert (after["headline"], after["cover"]) == (read or (before["headline"], before["cover"]))


def test_a_seed_whose_media_cannot_be_fetched_has_none():
    fields = {"cover": {"url": "http://bad/x", "alt": "A"}}
    page = {"page_type": "article", "slug": "x", "locales": {"en": {"fields": fields}}}
    sandbox = create(
        seed={"page_types": {"article": ARTICLE}, "pages": [page]}, media_fetch_fails="//bad/", media_failure="empty"
    )
    [made] = sandbox.state()["pages"]
    assert made["locales"]["en"]["live"]["cover"] is None


def test_a_featured_image_that_cannot_be_fetched_loses_the_post(with_switches):
    account = with_switches(media_fetch_fails="//bad/")
    account.write("POST", "/posts/", {"title": "N", "slug": "n", "featured_image": "http://bad/x"})
    assert account.get("/posts/n/").status == 404


def test_localization_off_knows_one_locale_and_no_parameter(with_switches):
    account = with_switches(localization=False)
    assert account.fields(locale="xx")["headline"] == "Hello"
    assert set(patch(account, {"en": {"headline": "x"}}).body) == {"en"}
    patch(account, {"headline": "x"}, locale="fr")
    assert account.fields()["headline"] == "x"


def test_missing_locale_empty_shows_empty_fields(with_switches):
    account = with_switches(missing_locale="empty")
    page = account.page(locale="de", preview=0)
    assert (page["fields"]["headline"], page["fields"]["price"]) == ("", None)
    assert account.get("/pages/article/", locale="de").body["meta"]["count"] == 2
    assert account.get("/pages/article/plan/", locale="de").status == 404
    assert account.get("/content/tags/4/", locale="de").body["data"]["name"] == ""


def test_item_id_scope_per_locale_shows_another_id_that_is_found_again(with_switches):
    account = with_switches(item_id_scope="per_locale")
    english = account.get("/content/authors/").body["data"]["authors"][0]["meta"]["id"]
    french = account.get("/content/authors/", locale="fr").body["data"]["authors"][0]["meta"]["id"]
    assert english != french
    assert account.get(f"/content/authors/{french}/", locale="fr").body["data"]["name"] == "Anne"


def test_unknown_locale_body_object_is_keyed_by_locale(with_switches):
    answer = with_switches(unknown_locale_body="object").get(PAGE, locale="xx")
    assert (answer.status, list(answer.body)) == (400, ["locale"])


@pytest.mark.parametrize(("mode", "written"), [("honoured", "fr"), ("ignored", "en")])
def test_patch_locale(with_switches, mode, written):
    account = with_switches(patch_locale=mode)
    account.write("PATCH", PAGE, {"fields": {"headline": "New"}}, locale="fr")
    assert account.fields(locale=written)["headline"] == "New"
    account.write("PATCH", PAGE, {"status": "published"}, locale="fr")
    assert (account.fields(locale="fr", preview=0)["headline"] == "New") is (written == "fr")


def test_title_per_locale(with_switches):
    change = {"action": "update", "page_type": "article", "slug": "faq", "locale": "fr", "title": "Titre", "fields": {}}
    account = with_switches(title_per_locale=True)
    account.sandbox.edit(change)
    assert (account.page(locale="fr")["name"], account.page()["name"]) == ("Titre", "Questions")
    account.sandbox.turn({"title_per_locale": False})
    account.sandbox.edit(change)
    assert account.page()["name"] == "Titre"


@pytest.mark.parametrize("mode", ["ignored", "honoured"])
def test_delete_locale(with_switches, mode):
    account = with_switches(delete_locale=mode, page_delete=True)
    assert account.write("DELETE", PAGE, locale="fr").status == 204
    assert account.get(PAGE, locale="fr").status == 404
    assert account.get(PAGE).status == (200 if mode == "honoured" else 404)
    if mode == "honoured":
        assert account.write("DELETE", PAGE, locale="fr").status == 404
        assert account.write("DELETE", PAGE, locale="en").status == 204
        assert account.get(PAGE).status == 404


@pytest.mark.parametrize(("mode", "taken"), [("both", 2), ("page_type", 1), ("page-type", 1)])
def test_page_type_key(with_switches, whole, mode, taken):
    account = with_switches(page_type_key=mode)
    head = {"title": "N", "fields": whole()}
    answers = [
        account.write("POST", "/pages/", {**head, "slug": f"n{key}", key: "article"})
        for key in ("page_type", "page-type")
    ]
    assert [answer.status for answer in answers].count(202) == taken


@pytest.mark.parametrize("mode", ["reject", "single"])
def test_mixed_keys(with_switches, mode):
    account = with_switches(mixed_keys=mode, unknown_keys="ignore")
    answer = patch(account, {"price": 2, "fr": {"price": 3}})
    assert answer.status == (400 if mode == "reject" else 202)
    assert account.fields()["price"] == (1 if mode == "reject" else 2)
    assert account.fields(locale="fr")["price"] is None


@pytest.mark.parametrize(("mode", "status", "there"), [("reject", 400, 404), ("lost", 202, 404), ("fill", 202, 200)])
def test_missing_keys(with_switches, mode, status, there):
    account = with_switches(missing_keys=mode)
    assert post(account, {"headline": "New"}).status == status
    assert account.get("/pages/article/new/", preview=1).status == there
    answer = account.write("POST", "/content/", {"key": "tags", "fields": [{"origin": "g-1"}]})
    assert answer.status == status
    assert bool(account.item("g-1")) is (there == 200)


@pytest.mark.parametrize("mode", ["reject", "ignore", "store"])
def test_unknown_keys(with_switches, whole, mode):
    account = with_switches(unknown_keys=mode)
    assert post(account, whole(extra="x")).status == (400 if mode == "reject" else 202)
    if mode != "reject":
        assert account.fields("/pages/article/new/").get("extra") == ("x" if mode == "store" else None)
    answer = account.write("PATCH", "/posts/one/", {"extra": "x"})
    assert answer.status == (400 if mode == "reject" else 202)


def test_required_for_drafts(with_switches, whole):
    assert post(with_switches(required_for_drafts=True), whole(headline="")).status == 400


def test_title_slug_change_reject(with_switches):
    answer = with_switches(title_slug_change="reject").write("PATCH", PAGE, {"title": "X", "fields": {"price": 2}})
    assert set(answer.body) == {"title"}


def test_status_scope_default_publishes_the_default_locale_only(with_switches, whole):
    account = with_switches(status_scope="default")
    post(account, {"en": whole(), "fr": whole()}, status="published")
    assert account.get("/pages/article/new/").status == 200
    assert account.get("/pages/article/new/", locale="fr").status == 404
    assert account.get("/pages/article/new/", locale="fr", preview=1).status == 200


def test_status_scope_all_publishes_every_locale_that_is_there(with_switches, whole):
    account = with_switches(status_scope="all")
    post(account, {"en": whole(), "fr": whole()}, status="draft")
    account.write("PATCH", "/pages/article/new/", {"status": "published", "fields": {"fr": {"price": 2}}})
    assert account.get("/pages/article/new/").status == 200
    assert account.get("/pages/article/new/", locale="fr").status == 200


@pytest.mark.parametrize(("mode", "live"), [("on_top", 200), ("unpublish", 404)])
def test_draft_over_published(with_switches, mode, live):
    account = with_switches(draft_over_published=mode)
    patch(account, {"price": 2}, status="draft")
    assert account.get(PAGE).status == live
    assert account.fields()["price"] == 2


@pytest.mark.parametrize(("mode", "status"), [("400", 400), ("403", 403), ("silent", 202)])
def test_duplicate_slug(with_switches, whole, mode, status):
    account = with_switches(duplicate_slug=mode)
    assert post(account, whole(headline="Second"), slug="faq").status == status
    assert account.fields()["headline"] == "Hello"
    assert account.write("POST", "/posts/", {"title": "N", "slug": "one"}).status == status


@pytest.mark.parametrize(("reusable", "status"), [(False, 400), (True, 202)])
def test_deleted_slug_reusable(with_switches, whole, reusable, status):
    account = with_switches(deleted_slug_reusable=reusable, page_delete=True)
    account.write("DELETE", PAGE)
    account.write("DELETE", "/posts/one/")
    assert post(account, whole(), slug="faq").status == status
    assert account.write("POST", "/posts/", {"title": "N", "slug": "one"}).status == status
    assert account.get(PAGE, preview=1).status == (200 if reusable else 404)


@pytest.mark.parametrize(("mode", "made"), [("many", 2), ("first", 1), ("reject", 0)])
def test_several_items(with_switches, mode, made):
    account = with_switches(several_items=mode)
    rows = [{"name": "G", "origin": "g"}, {"name": "H", "origin": "h"}]
    answer = account.write("POST", "/content/", {"key": "tags", "fields": rows})
    assert answer.status == (400 if mode == "reject" else 202)
    assert len(account.item("g") + account.item("h")) == made


@pytest.mark.parametrize(("mode", "french"), [("kept", 200), ("lost", 404)])
def test_put_other_locales(with_switches, mode, french):
    account = with_switches(put_other_locales=mode)
    account.write("PUT", "/content/authors/1/", {"fields": {"en": {"name": "A"}}})
    assert account.get("/content/authors/1/", locale="fr").status == french
    assert account.get("/content/authors/1/").body["data"]["name"] == "A"


def test_page_delete_on(with_switches):
    account = with_switches(page_delete=True)
    assert account.write("DELETE", "/pages/*/faq/").status == 204
    assert account.get(PAGE, preview=1).status == 404
    assert account.write("DELETE", "/pages/*/tour/").status == 403


def test_item_get(with_switches):
    keyed = with_switches(item_get="keyed").get("/content/tags/4/")
    assert keyed.body["data"]["tags"][0]["name"] == "Red"
    assert with_switches(item_get="off").get("/content/tags/4/").status == 404


def test_status_keys_and_name_key_off(with_switches):
    page = with_switches(status_keys=False, name_key=False).page()
    assert set(page) == {"slug", "published", "updated", "page_type", "fields"}
    assert "scheduled" not in with_switches(status_keys=False).get("/posts/one/").body["data"]


@pytest.mark.parametrize(
    ("zone", "end", "hour"), [("Z", "Z", "00"), ("+02:00", "+02:00", "02"), ("-05:00", "-05:00", "19")]
)
def test_timestamp_zone(with_switches, zone, end, hour):
    published = with_switches(timestamp_zone=zone).get("/posts/one/").body["data"]["published"]
    assert published.endswith(f"T{hour}:00:00.000000{end}")


def test_html_trim_and_html_rewrite(with_switches):
    sent = '<p title="b" class="a">x&nbsp;y</p><br>\n'
    for switches, read in (
        ({}, sent),
        ({"html_trim": True}, sent.rstrip()),
        ({"html_rewrite": True}, '<p class="a" title="b">x&nbsp;y</p><br />\n'),
    ):
        account = with_switches(**switches)
        patch(account, {"body": sent, "headline": sent})
        assert account.fields()["body"] == read
        assert account.fields()["headline"] == sent  # only WYSIWYG is touched


@pytest.mark.parametrize(("style", "read"), [("none", ""), ("Z", "Z"), ("+00:00", "+00:00")])
def test_date_style(with_switches, style, read):
    assert with_switches(date_style=style).fields()["day"] == f"2026-03-04T00:00:00{read}"


@pytest.mark.parametrize(
    ("style", "sent", "read"),
    [("as_sent", 2.0, "2.0"), ("float", 2, "2.0"), ("integer", 2.0, "2"), ("integer", 2.5, "2.5"), ("as_sent", 2, "2")],
)
def test_number_style(with_switches, style, sent, read):
    account = with_switches(number_style=style)
    patch(account, {"price": sent})
    assert repr(account.fields()["price"]) == read


@pytest.mark.parametrize(
    ("style", "one", "many"), [("null", None, []), ("empty", "", ""), ("missing", "no key", "no key")]
)
def test_empty_style(with_switches, style, one, many):
    account = with_switches(empty_style=style)
    fields = account.fields("/pages/article/plan/")
    assert fields.get("price", "no key") == one
    assert fields.get("author", "no key") == one
    assert fields.get("tags", "no key") == many
    assert fields["body"] == ""
    image = account.get("/posts/one/").body["data"]["featured_image"]
    assert image == ("" if style == "empty" else None)


def test_reference_reorder(with_switches):
    assert [tag["name"] for tag in with_switches(reference_reorder=True).fields()["tags"]] == ["Red", "Blue"]


def test_levels_out_of_range_400(with_switches):
    account = with_switches(levels_out_of_range="400")
    assert [account.get(PAGE, levels=levels).status for levels in (0, 1, 5, 6)] == [400, 200, 200, 400]


def test_path_shape_plain_and_page_path_star(with_switches):
    fields = with_switches(path_shape="plain", page_path="star").fields(levels=1)
    assert fields["author"] == "/v2/content/?keys=authors[_id=1]"
    assert fields["next"] == "/v2/pages/*/tour/"


@pytest.mark.parametrize(("mode", "one"), [("absent", "no key"), ("null", None), ("dropped", None)])
def test_unpublished_reference(with_switches, mode, one):
    account = with_switches(unpublished_reference=mode)
    account.sandbox.edit({"action": "unpublish", "collection": "tags", "id": 4})
    account.sandbox.edit({"action": "unpublish", "collection": "authors", "id": 1})
    fields = account.fields(preview=0)
    assert fields.get("author", "no key") == one
    assert [tag and tag["name"] for tag in fields["tags"]] == (["Blue", None] if mode == "null" else ["Blue"])


def test_media_rehost_off_keeps_the_url(with_switches):
    assert with_switches(media_rehost=False).fields()["cover"] == "https://img.example/a.png"


def test_media_delay_shows_the_source_at_first(with_switches):
    account = with_switches(media_delay=30)
    patch(account, {"cover": "http://img.example/b.png"})
    assert account.fields()["cover"] == "http://img.example/b.png"
    account.sandbox.clock.advance(31)
    assert account.fields()["cover"].startswith("https://cdn.buttercms.com/")


def test_text_rehost_gives_pictures_in_texts_the_address_of_the_copy_in_the_end(with_switches):
    account = with_switches(text_rehost=True, media_delay=30)
    patch(account, {"body": '<p><img src="http://img.example/b.png?a&amp;b"><img alt="" src="/c.png"></p>'})
    assert "http://img.example/b.png?a&amp;b" in account.fields()["body"]
    account.sandbox.clock.advance(31)
    assert '<img src="https://cdn.buttercms.com/' in account.fields()["body"]
    assert '<img alt="" src="/c.png">' in account.fields()["body"]


@pytest.mark.parametrize("anew", [False, True])
def test_media_new_id_each_write(with_switches, anew):
    account = with_switches(media_new_id_each_write=anew)
    before = account.fields()["cover"]
    for sent in (before, "https://img.example/a.png"):
        patch(account, {"cover": sent})
        assert (account.fields()["cover"] != before) is anew


def test_native_post_locales_and_post_locale_key(with_switches):
    account = with_switches(native_post_locales=True, post_locale_key=True)
    assert account.write("PATCH", "/posts/one/", {"title": "Un", "status": "published"}, locale="fr").status == 202
    assert [post["title"] for post in account.get("/posts/", locale="fr").body["data"]] == ["Un"]
    french = account.get("/posts/one/", locale="fr").body["data"]
    assert (french["locale"], french["title"], french["body"], french["author"]["slug"]) == ("fr", "Un", "", "ana")
    assert account.get("/posts/one/").body["data"]["title"] == "One"
    assert account.get("/posts/one/", locale="de").status == 404
    assert account.get("/posts/", locale="xx").status == 400
    account.sandbox.edit({"action": "delete_locale", "post": "one", "locale": "fr"})
    assert account.get("/posts/one/", locale="fr").status == 404


@pytest.mark.parametrize(("mode", "body"), [("partial", "<p>First</p>"), ("full", "")])
def test_put_posts(with_switches, mode, body):
    account = with_switches(put_posts=mode)
    assert account.write("PUT", "/posts/one/", {"title": "T", "slug": "one"}).status == 202
    post = account.get("/posts/one/").body["data"]
    assert (post["title"], post["body"], post["status"]) == ("T", body, "published")
    assert account.write("PUT", "/posts/one/", {"title": "T"}).status == (202 if mode == "partial" else 400)


def test_tag_case_lower(with_switches):
    account = with_switches(tag_case="lower")
    account.write("PATCH", "/posts/one/", {"tags": ["SHOUT"]})
    assert account.get("/posts/one/").body["data"]["tags"] == [{"name": "shout", "slug": "shout"}]


def test_every_switch_is_turned_by_some_test():
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    forgotten = [each.name for each in fields(Switches) if not re.search(rf"\b{each.name}\b", tests)]
    assert forgotten == []
