"""The vendor's own client for Python reads the sandbox as it reads the platform."""

import pytest
from butter_cms import ButterCMS
from requests.exceptions import HTTPError

PARTS = ("authors", "categories", "tags", "content_fields", "feeds", "pages", "posts")


def aimed(address, token):
    client = ButterCMS(token)
    for part in PARTS:
        getattr(client, part).url = f"{address}/v2/"
    return client


@pytest.fixture
def client(stage, sandbox):
    return aimed(stage.show(sandbox.app), "butter-read-token")


def test_the_official_client_reads_pages(client):
    assert [page["slug"] for page in client.pages.all("article")["data"]] == ["faq", "tour"]
    page = client.pages.get("article", "faq", {"locale": "fr", "preview": 1})["data"]
    assert page["fields"]["headline"] == "Brouillon"
    assert client.pages.search("hello")["meta"]["count"] == 1


def test_the_official_client_reads_collections(client):
    found = client.content_fields.get(["authors", "tags[_id=4]"], {"locale": "en"})["data"]
    assert [item["name"] for item in found["authors"]] == ["Ana", "Bob"]
    assert [item["name"] for item in found["tags"]] == ["Red"]


def test_the_official_client_reads_the_blog_and_follows_a_missing_slash(client, sandbox):
    assert [post["slug"] for post in client.posts.all({"page_size": 1})["data"]] == ["uno"]
    assert client.posts.get("one")["meta"]["next_post"]["slug"] == "uno"
    assert client.posts.search("first")["data"][0]["rank"] == 1
    assert client.authors.all({"include": "recent_posts"})["data"][0]["recent_posts"]
    assert client.categories.all()["data"][0]["slug"] == "cats"
    assert client.tags.get("es")["data"]["name"] == "es"  # asks for tags/es, without the slash
    assert client.feeds.get("rss")["data"].startswith("<?xml")
    assert [entry["status"] for entry in sandbox.log if entry["path"] == "/v2/tags/es"] == [301]


def test_the_official_client_is_refused_with_a_wrong_token(stage, sandbox):
    with pytest.raises(HTTPError, match="401"):
        aimed(stage.show(sandbox.app), "wrong").pages.all("article")
