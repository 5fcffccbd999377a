import httpx
import pytest

from isogloss.errors import ConfigError
from isogloss.sandbox.webflow import Switches, create


def test_a_wrong_token_is_refused(shop, serve):
    with serve(shop.sandbox, token="wrong") as client:
        answer = client.get("/sites")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authorized")


def test_a_missing_scope_is_named(shop):
    shop.turn(scopes="sites:read,cms:read")
    assert shop.client.get(shop.posts).status_code == 200
    answer = shop.add("new")
    assert (answer.status_code, answer.json()["code"]) == (403, "missing_scopes")
    assert answer.json()["message"].endswith("missing the following scopes - cms:write")


def test_every_answer_says_what_remains_of_the_minute(shop):
    shop.turn(rate_limit=3)
    answers = [shop.client.get("/sites") for _ in range(4)]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert {answer.headers["x-ratelimit-limit"] for answer in answers} == {"3"}
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json()["code"] == "too_many_requests"
    assert 0 < int(answers[3].headers["retry-after"]) <= 60


def test_the_next_minute_begins_anew(shop):
    shop.turn(rate_limit=1, minute_seconds=2)
    assert [shop.client.get("/sites").status_code for _ in range(2)] == [200, 429]
    shop.client.patch("/_sandbox/clock", json={"advance": 2})
    assert shop.client.get("/sites").status_code == 200


def test_a_refused_token_does_not_use_up_the_minute(shop, serve):
    shop.turn(rate_limit=1)
    with serve(shop.sandbox, token="wrong") as client:
        client.get("/sites")
    assert shop.client.get("/sites").status_code == 200


def test_without_a_limit_there_are_no_such_headers(shop):
    assert "x-ratelimit-limit" not in shop.client.get("/sites").headers


def test_the_version_may_be_part_of_the_path_or_not(shop):
    assert shop.client.get("/v2/sites").json() == shop.client.get("/sites").json()


@pytest.mark.parametrize("path", ["/nowhere", "/v2/nowhere"])
def test_an_unknown_path_is_not_found_in_the_vendors_words(shop, path):
    answer = shop.client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "resource_not_found")


def test_a_wrong_method_is_an_error_in_the_vendors_words(shop):
    assert shop.client.put("/sites").json()["code"] == "bad_request"


def test_the_site_shows_its_locales_with_two_ids_each(shop):
    locales = shop.client.get(f"/sites/{shop.table['site']}").json()["locales"]
    assert (locales["primary"]["tag"], locales["primary"]["cmsLocaleId"]) == ("en-US", shop.en)
    assert [(each["tag"], each["enabled"]) for each in locales["secondary"]] == [
        ("fr-FR", True),
        ("de-DE", True),
        ("ja-JP", False),
    ]
    assert locales["secondary"][0]["id"] != locales["secondary"][0]["cmsLocaleId"]


def test_the_token_tells_what_it_may(shop):
    authorization = shop.client.get("/token/introspect").json()["authorization"]
    assert "cms:write" in authorization["scope"].split(",")
    assert authorization["authorizedTo"]["siteIds"] == [shop.table["site"]]
    assert shop.client.get("/token/authorized_by").json()["email"] == "editor@example.com"


def test_the_token_of_a_site_cannot_be_introspected(shop):
    shop.turn(app_token=False)
    assert shop.client.get("/token/introspect").status_code == 401


def test_the_plan_is_for_enterprises(shop):
    answer = shop.client.get(f"/sites/{shop.table['site']}/plan")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_enterprise_plan_site")


def test_a_new_sandbox_is_a_localized_site_without_collections(serve):
    client = serve(create())
    [site] = client.get("/sites").json()["sites"]
    assert [each["tag"] for each in site["locales"]["secondary"]] == ["fr-FR"]
    assert client.get(f"/sites/{site['id']}/collections").json() == {"collections": []}


def test_a_sandbox_is_created_with_switches_and_a_state(shop):
    copy = create(shop.sandbox.state(), insert=False)
    assert copy.switches == Switches(insert=False)
    assert copy.state() == shop.sandbox.state()


def test_an_unknown_switch_is_refused_with_the_nearest():
    with pytest.raises(ConfigError, match="did you mean 'insert'"):
        create(inset=False)


def test_the_state_comes_back_from_the_control_plane(shop):
    state = shop.client.get("/_sandbox/state").json()
    shop.add("new")
    assert shop.client.get("/_sandbox/state").json() != state
    shop.client.put("/_sandbox/state", json=state)
    assert shop.client.get("/_sandbox/state").json() == state
    assert shop.add("new").status_code == 202


def test_reading_changes_nothing(shop):
    state = shop.sandbox.state()
    page = f"/pages/{shop.table['pages']['about']['id']}"
    french = {"localeId": shop.table["locales"]["fr-FR"]["id"]}
    for path in (shop.posts, f"{shop.posts}/live", page, f"{page}/dom"):
        shop.client.get(path, params={} if "items" in path else french)
    assert shop.sandbox.state() == state


@pytest.mark.parametrize("wrong", [{}, {"format": "other"}, {"format": "isogloss webflow sandbox 1"}])
def test_a_state_that_is_none_is_refused(shop, wrong):
    before = shop.sandbox.state()
    answer = shop.client.put("/_sandbox/state", json=wrong)
    assert answer.status_code == 400
    assert "Webflow sandbox" in answer.json()["error"]
    assert shop.sandbox.state() == before


def test_the_state_is_a_copy(shop):
    state = shop.sandbox.state()
    state["collections"][1]["items"][0]["fieldData"]["name"] = "Changed outside"
    state["site"]["displayName"] = "Changed outside"
    assert shop.get("tea").json()["fieldData"]["name"] == "Tea"
    assert shop.client.get("/sites").json()["sites"][0]["displayName"] == "Tea House"


def test_a_reset_comes_back_to_the_seed_and_frees_the_limiter(shop):
    state = shop.sandbox.state()
    shop.add("new")
    shop.client.post(f"/sites/{shop.table['site']}/publish", json={"publishToWebflowSubdomain": True})
    shop.turn(rate_limit=1)
    shop.client.get("/sites")
    shop.client.post("/_sandbox/reset")
    assert shop.sandbox.state() == state
    assert shop.client.get("/sites").status_code == 200
    shop.turn(rate_limit=None)
    site = f"/sites/{shop.table['site']}/publish"
    assert shop.client.post(site, json={"publishToWebflowSubdomain": True}).status_code == 202


def test_every_switch_is_described(shop):
    table = shop.client.get("/_sandbox/switches", params={"doc": 1}).json()
    assert {row["name"] for row in table} == set(Switches.__slots__)
    assert all(row["doc"] for row in table)


# faults


def test_a_create_whose_answer_is_lost_was_made(shop):
    shop.client.post("/_sandbox/faults", json={"kind": "drop_after", "method": "POST", "path": "/items$"})
    with pytest.raises(httpx.RemoteProtocolError):
        shop.add("new")
    assert len(shop.client.get(shop.posts, params={"slug": "new"}).json()["items"]) == 1


def test_half_of_a_bulk_call_is_done_under_a_partial_fault(shop):
    shop.client.post("/_sandbox/faults", json={"kind": "partial"})
    entries = [{"fieldData": {"name": slug, "slug": slug, "teaser": "Some"}} for slug in "abcd"]
    answer = shop.client.post(shop.posts, json={"items": entries})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    slugs = [row["fieldData"]["slug"] for row in shop.client.get(shop.posts).json()["items"]]
    assert slugs[2:] == ["a", "b"]


def test_a_partial_publish_does_the_first_half_of_the_ids(shop):
    shop.client.post("/_sandbox/faults", json={"kind": "partial"})
    shop.edit("unpublish", collection="posts", item="tea")
    shop.client.post(f"{shop.posts}/publish", json={"itemIds": [shop.id("cocoa"), shop.id("tea")]})
    assert shop.get("cocoa", live=True).json()["fieldData"]["name"] == "Cocoa, new"
    assert shop.get("tea", live=True).status_code == 404


def test_an_id_that_an_ignored_write_told_is_given_to_nothing_else(shop):
    shop.client.post("/_sandbox/faults", json={"kind": "ignore"})
    new = {"fieldData": {"name": "Cola", "slug": "cola", "teaser": "Some"}}
    ignored, made = (shop.client.post(shop.posts, json=new).json()["id"] for _ in range(2))
    assert made != ignored


def test_an_ignored_update_changes_nothing(shop):
    shop.client.post("/_sandbox/faults", json={"kind": "ignore"})
    assert shop.patch("tea", fieldData={"name": "New"}).json()["fieldData"]["name"] == "New"
    assert shop.get("tea").json()["fieldData"]["name"] == "Tea"


def test_a_stale_read_shows_the_variant_before_its_update(shop):
    shop.client.post("/_sandbox/faults", json={"kind": "stale"})
    shop.patch("tea", fieldData={"name": "New"})
    assert [shop.get("tea").json()["fieldData"]["name"] for _ in range(2)] == ["Tea", "New"]


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "resource_not_found"), (409, "conflict"), (418, "bad_request"), (502, "internal_error")],
)
def test_a_status_is_played_in_the_vendors_words(shop, status, code):
    shop.client.post("/_sandbox/faults", json={"kind": "status", "status": status})
    answer = shop.client.get("/sites")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_no_token_is_ever_logged(shop):
    shop.client.get("/sites")
    assert "sandbox-token" not in str(shop.client.get("/_sandbox/log").json())
