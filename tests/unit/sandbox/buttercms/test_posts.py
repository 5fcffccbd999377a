import pytest


def posts(account, **params):
    return [post["slug"] for post in account.get("/posts/", **params).body["data"]]


def test_a_list_shows_published_posts_newest_first(account):
    assert posts(account) == ["uno", "one"]
    assert set(posts(account, preview=1)) == {"uno", "one", "due"}


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"tag_slug": "es"}, ["uno"]),
        ({"tag_slug": "topic"}, ["one"]),
        ({"category_slug": "cats"}, ["one"]),
        ({"author_slug": "ana"}, ["one"]),
        ({"author_slug": "bob"}, []),
        ({"page_size": 1}, ["uno"]),
        ({"limit": 1, "offset": 1}, ["one"]),
    ],
)
def test_a_list_is_narrowed(account, params, found):
    assert posts(account, **params) == found


def test_a_post_reads_differently_in_a_list_and_alone(account):
    listed = account.get("/posts/", tag_slug="en").body["data"][0]
    alone = account.get("/posts/one/").body["data"]
    assert (listed["url"], alone["url"]) == ("/one", None)
    assert "deleted" not in listed
    assert alone["deleted"] is None
    assert listed["tags"] == [{"name": "en", "slug": "en"}, {"name": "Topic", "slug": "topic"}]
    assert listed["author"]["email"] == "ana@example.com"
    assert (listed["summary"], listed["featured_image"]) == ("", None)


def test_the_body_can_be_left_out(account):
    assert "body" not in account.get("/posts/", exclude_body="true").body["data"][0]
    assert account.get("/posts/one/").body["data"]["body"] == "<p>First</p>"


def test_the_detail_call_shows_drafts_without_preview_and_the_posts_around(account):
    draft = account.get("/posts/due/").body
    assert (draft["data"]["status"], draft["meta"]) == ("draft", {"next_post": None, "previous_post": None})
    assert account.get("/posts/one/").body["meta"]["next_post"]["slug"] == "uno"
    assert account.get("/posts/uno/").body["meta"]["previous_post"]["slug"] == "one"
    assert account.get("/posts/nothing/").status == 404


def test_a_search_ranks_published_posts(account):
    [found] = account.get("/posts/search/", query="first").body["data"]
    assert (found["slug"], found["rank"], found["url"]) == ("one", 1, None)
    assert account.get("/posts/search/", query="due").body["data"] == []
    assert account.get("/posts/search/").status == 400


def create(account, **body):
    return account.write("POST", "/posts/", {"title": "New", "slug": "new", **body})


def test_a_post_is_made_a_draft_of_the_first_author(account):
    assert create(account, body="<p>x</p>").body == {"status": "pending"}
    post = account.get("/posts/new/").body["data"]
    assert (post["status"], post["published"], post["author"]["slug"]) == ("draft", None, "ana")


def test_terms_are_named_and_made_once(account):
    create(
        account, tags=["TOPIC", "Brand new", "Été", "日本"], categories=["cats"], author={"email": "bob@example.com"}
    )
    post = account.get("/posts/new/").body["data"]
    assert [tag["slug"] for tag in post["tags"]] == ["topic", "brand-new", "ete", "term-7"]
    assert post["categories"] == [{"name": "Cats", "slug": "cats"}]
    assert post["author"]["slug"] == "bob"


def test_a_tag_whose_slug_is_taken_gets_another(account):
    create(account, tags=["E.S"])
    assert account.get("/posts/new/").body["data"]["tags"] == [{"name": "E.S", "slug": "e-s"}]
    account.write("PATCH", "/posts/new/", {"tags": ["E S", "es"]})
    assert [tag["slug"] for tag in account.get("/posts/new/").body["data"]["tags"]] == ["e-s-2", "es"]


def test_images_are_copied_when_asked_for(account):
    body = '<p><img alt="x" src="https://img.example/1.png"></p>'
    create(account, body=body, featured_image="https://img.example/2.png")
    post = account.get("/posts/new/").body["data"]
    assert post["featured_image"].startswith("https://cdn.buttercms.com/")
    assert post["body"] == body
    account.write(
        "PATCH", "/posts/new/", {"body": body, "upload_images_to_media_library": True, "featured_image": None}
    )
    post = account.get("/posts/new/").body["data"]
    assert 'src="https://cdn.buttercms.com/' in post["body"]
    assert post["featured_image"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"slug": "one"},
        {"slug": "a b"},
        {"scheduled": "2030-01-01"},
        {"status": "scheduled"},
        {"author": {"slug": "nobody"}},
        {"author": {"email": ""}},
        {"author": "ana"},
        {"tags": "en"},
        {"categories": [1]},
        {"body": 5},
        {"featured_image": 5},
        {"nothing": 1},
    ],
)
def test_a_post_that_cannot_be_made_is_400(account, body):
    assert create(account, **body).status == 400


def test_an_update_is_partial_and_may_change_the_slug(account):
    account.write("PATCH", "/posts/one/", {"slug": "first", "seo_title": "S"})
    assert account.get("/posts/one/").status == 404
    post = account.get("/posts/first/").body["data"]
    assert (post["seo_title"], post["body"], post["status"]) == ("S", "<p>First</p>", "published")
    assert account.write("PATCH", "/posts/first/", {"slug": "uno"}).status == 400
    assert account.write("PATCH", "/posts/first/", {}).status == 400
    assert account.write("PATCH", "/posts/first/", {"title": ""}).status == 400


def test_a_post_is_published_and_taken_back(account):
    account.write("PATCH", "/posts/due/", {"status": "published"})
    assert "due" in posts(account)
    account.write("PATCH", "/posts/due/", {"status": "draft"})
    assert "due" not in posts(account)


def test_a_post_published_again_keeps_its_date(account):
    account.write("PATCH", "/posts/one/", {"status": "published", "title": "Again"})
    post = account.get("/posts/one/").body["data"]
    assert (post["title"], post["published"]) == ("Again", "2026-01-01T00:00:00.000000Z")


def test_scheduling_an_update_is_ignored_with_a_warning(account):
    answer = account.write("PATCH", "/posts/due/", {"scheduled": "2030-01-01", "status": "scheduled", "title": "T"})
    assert (answer.status, answer.body["status"], len(answer.body["warnings"])) == (202, "pending", 2)
    post = account.get("/posts/due/").body["data"]
    assert (post["title"], post["status"]) == ("T", "draft")


def test_a_deleted_post_is_gone_and_keeps_its_slug(account):
    assert account.write("DELETE", "/posts/one/").status == 204
    assert account.get("/posts/one/").status == 404
    assert create(account, slug="one").status == 400


def test_writes_that_meet_on_one_slug_are_lost_one_by_one(with_switches):
    account = with_switches(land_reads=1)
    create(account)
    create(account)
    account.write("PATCH", "/posts/due/", {"slug": "new"})
    account.write("PATCH", "/posts/uno/", {"title": "x"})
    account.write("DELETE", "/posts/uno/")
    account.get("/posts/")
    assert len(account.failures()) == 3


def test_authors_and_terms_are_listed_with_recent_posts_if_asked(account):
    assert [author["slug"] for author in account.get("/authors/").body["data"]] == ["ana", "bob"]
    ana = account.get("/authors/ana/", include="recent_posts").body["data"]
    assert [post["slug"] for post in ana["recent_posts"]] == ["one"]
    assert [each["slug"] for each in account.get("/categories/").body["data"]] == ["cats"]  # of published posts
    assert account.get("/categories/dogs/").body["data"] == {"name": "Dogs", "slug": "dogs"}
    assert [tag["slug"] for tag in account.get("/tags/").body["data"]] == ["en", "topic", "es", "it"]
    assert account.get("/tags/es/", include="recent_posts").body["data"]["recent_posts"][0]["slug"] == "uno"


@pytest.mark.parametrize("path", ["/authors/x/", "/categories/x/", "/tags/x/", "/feeds/x/"])
def test_what_is_not_in_the_blog_is_404(account, path):
    assert account.get(path).status == 404


@pytest.mark.parametrize(("kind", "element"), [("rss", "<item>"), ("atom", "<entry>"), ("sitemap", "<url>")])
def test_a_feed_is_xml_inside_json(account, kind, element):
    feed = account.get(f"/feeds/{kind}/").body["data"]
    assert feed.startswith("<?xml")
    assert feed.count(element) == 2
    assert account.get(f"/feeds/{kind}/", tag_slug="es").body["data"].count(element) == 1


def test_the_dashboard_edits_posts(account):
    edit = account.sandbox.edit
    edit({"action": "create", "post": "tres", "title": "Tres", "publish": True, "fields": {"tags": ["es"]}})
    edit({"action": "update", "post": "one", "fields": {"title": "First", "author": "bob"}})
    edit({"action": "unpublish", "post": "uno"})
    assert posts(account) == ["tres", "one"]
    assert account.get("/posts/one/").body["data"]["author"]["slug"] == "bob"
    edit({"action": "publish", "post": "uno"})
    edit({"action": "delete", "post": "tres"})
    assert posts(account) == ["uno", "one"]
    edit({"action": "undelete", "post": "tres"})
    assert "tres" in posts(account)


def test_a_scheduled_post_goes_live_when_its_time_comes(account):
    at = account.sandbox.clock.now().replace(year=2999).isoformat()
    account.sandbox.edit({"action": "schedule", "post": "due", "at": at})
    assert account.get("/posts/due/").body["data"]["status"] == "scheduled"
    account.sandbox.clock.advance(1000 * 366 * 86400)
    assert posts(account)[0] == "due"


def test_the_dashboard_edits_authors_and_terms(account):
    edit = account.sandbox.edit
    edit({"action": "create", "author": "cy", "fields": {"first_name": "Cy"}})
    edit({"action": "update", "author": "cy", "fields": {"bio": "B"}})
    assert account.get("/authors/cy/").body["data"]["bio"] == "B"
    edit({"action": "delete", "author": "cy"})
    assert account.get("/authors/cy/").status == 404
    edit({"action": "rename", "tag": "es", "name": "Spanish", "new_slug": "spanish"})
    assert posts(account, tag_slug="spanish") == ["uno"]
    edit({"action": "rename", "category": "cats", "name": "CATS"})
    assert account.get("/categories/cats/").body["data"]["name"] == "CATS"
    edit({"action": "delete", "tag": "topic"})
    assert [tag["slug"] for tag in account.get("/posts/one/").body["data"]["tags"]] == ["en"]
