"""Every endpoint is asked over HTTP, and every answer is held against the project's contract for ButterCMS."""

from pathlib import Path

import httpx
import pytest
import yaml
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

SPEC = Path(__file__).parents[4].parent / "shared" / "specs" / "buttercms-v2.yaml"
READ = {"auth_token": "butter-read-token"}
WRITE = {"Authorization": "Token butter-write-token"}

READS = [
    "/pages/",
    "/pages/?preview=1&limit=1&offset=0",
    "/pages/*/",
    "/pages/article/",
    "/pages/article/?preview=1&page=1&page_size=1&order=-published",
    "/pages/article/?levels=1&alt_media_text=1&fields.headline=Hello",
    "/pages/article/?levels=5",
    "/pages/article/?locale=fr&preview=1",
    "/pages/article/?locale=xx",
    "/pages/article/?page=1&limit=1",
    "/pages/article/?order=nothing",
    "/pages/nothing/",
    "/pages/search/?query=hello",
    "/pages/search/?query=",
    "/pages/article/faq/",
    "/pages/article/faq/?locale=fr&preview=1&levels=3",
    "/pages/article/faq/?locale=de",
    "/pages/article/plan/?preview=1",
    "/pages/*/about/",
    "/pages/*/tour/",
    "/content/",
    "/content/?keys=authors,tags",
    "/content/?keys=authors[_id=1]&levels=1",
    "/content/?keys=nothing",
    "/content/?keys=tags[",
    "/content/authors/",
    "/content/authors/?test=1&limit=1&offset=1&locale=en",
    "/content/authors/?fields.nothing=x",
    "/content/nothing/",
    "/content/authors/1/",
    "/content/authors/99/",
    "/posts/",
    "/posts/?preview=1&exclude_body=true&page_size=1",
    "/posts/?tag_slug=es&author_slug=ana&category_slug=cats",
    "/posts/search/?query=first",
    "/posts/search/",
    "/posts/one/",
    "/posts/due/",
    "/posts/nothing/",
    "/authors/",
    "/authors/?include=recent_posts",
    "/authors/ana/?include=recent_posts",
    "/authors/nobody/",
    "/categories/?include=recent_posts",
    "/categories/cats/",
    "/categories/nothing/",
    "/tags/?include=recent_posts",
    "/tags/es/",
    "/tags/nothing/",
    "/feeds/rss/",
    "/feeds/atom/?tag_slug=es",
    "/feeds/sitemap/",
]

NEWS = {"headline": "x"}
WRITES = [
    ("POST", "/pages/", {"title": "T", "slug": "t", "page_type": "news", "fields": NEWS}),
    ("POST", "/pages/", {"title": "U", "slug": "u", "page-type": "news", "fields": {"en": NEWS, "fr": NEWS}}),
    ("POST", "/pages/", {"page_type": "news"}),
    ("POST", "/pages/", {"title": "T", "slug": "v", "page_type": "nothing", "fields": NEWS}),
    ("PATCH", "/pages/news/tour/", {"fields": {"en": NEWS}, "status": "published"}),
    ("PUT", "/pages/*/faq/", {"fields": {"price": 2}}),
    ("PATCH", "/pages/*/tour/", {"fields": NEWS}),
    ("PATCH", "/pages/news/nothing/", {"fields": NEWS}),
    ("PATCH", "/pages/news/tour/", {}),
    ("DELETE", "/pages/news/tour/", None),
    ("POST", "/content/", {"key": "tags", "fields": [{"name": "x", "origin": "y"}]}),
    ("POST", "/content/", {"key": "tags", "fields": []}),
    ("POST", "/content/", {"key": "nothing", "fields": [{}]}),
    ("PATCH", "/content/tags/4/", {"fields": {"name": "x"}}),
    ("PUT", "/content/tags/4/", {"fields": {"en": {"name": "x"}}}),
    ("PUT", "/content/tags/99/", {"fields": {"name": "x"}}),
    ("DELETE", "/content/tags/4/", None),
    ("DELETE", "/content/tags/99/", None),
    ("POST", "/posts/", {"title": "T", "slug": "t", "tags": ["x"]}),
    ("POST", "/posts/", {"title": ""}),
    ("PATCH", "/posts/one/", {"title": "T", "scheduled": "2030-01-01"}),
    ("PUT", "/posts/one/", {"title": "T"}),
    ("PATCH", "/posts/nothing/", {"title": "T"}),
    ("DELETE", "/posts/one/", None),
    ("DELETE", "/posts/nothing/", None),
]

HABITS = [
    {},
    {"missing_locale": "empty", "empty_style": "empty", "status_keys": False, "name_key": False},
    {"empty_style": "missing", "item_get": "keyed", "path_shape": "plain", "page_path": "star"},
    {"item_get": "off", "unknown_locale_body": "object", "cache": True, "timestamp_zone": "+02:00"},
    {"native_post_locales": True, "post_locale_key": True, "unpublished_reference": "null", "page_delete": True},
    {"duplicate_slug": "403", "item_id_scope": "per_locale", "write_enabled": False, "levels_out_of_range": "400"},
]


@pytest.fixture(scope="module")
def contract():
    if not SPEC.exists():
        pytest.skip("the contract for ButterCMS is not beside this checkout")
    return OpenAPI.from_dict(yaml.safe_load(SPEC.read_text()))


def problems(contract, answer):
    """Hold one answer against the contract; the reason it does not fit, or nothing."""
    url = answer.request.url
    request = MockRequest("https://api.buttercms.com", answer.request.method.lower(), url.path, args=dict(url.params))
    kind = answer.headers.get("content-type", "application/json")
    response = MockResponse(answer.content, answer.status_code, dict(answer.headers), kind)
    try:
        contract.validate_response(request, response)
    except OpenAPIError as error:
        return f"{answer.request.method} {url}: {answer.status_code} {answer.text}: {error!r} {error.__cause__!r}"
    return None


@pytest.mark.parametrize("habits", HABITS, ids=lambda habits: "-".join(habits) or "defaults")
def test_every_answer_fits_the_contract(contract, stage, with_switches, habits):
    account = with_switches(**habits)
    with httpx.Client(base_url=f"{stage.show(account.sandbox.app)}/v2") as client:
        answers = [client.get(path, params=httpx.QueryParams(path.partition("?")[2]).merge(READ)) for path in READS]
        answers += [client.request(method, path, json=body, headers=WRITE) for method, path, body in WRITES]
        answers += [client.get("/pages/article/"), client.post("/posts/", json={}, params=READ)]
    assert [found for answer in answers if (found := problems(contract, answer))] == []
    assert {answer.status_code for answer in answers} >= {200, 401, 404}


def test_refusals_by_quota_fit_the_contract(contract, stage, with_switches):
    account = with_switches(quota=1)
    with httpx.Client(base_url=f"{stage.show(account.sandbox.app)}/v2", params=READ) as client:
        assert client.get("/tags/").status_code == 200
        answer = client.get("/posts/")
    assert (answer.status_code, problems(contract, answer)) == (429, None)


def test_an_answer_of_another_shape_does_not_fit_the_contract(contract):
    request = httpx.Request("GET", "http://127.0.0.1/v2/posts/")
    answer = httpx.Response(200, json={"data": [{"slug": "x"}], "meta": {"count": 1}}, request=request)
    assert "title" in problems(contract, answer)
