"""What only shows over a real connection: faults, the control plane, headers, sizes."""

import httpx
import pytest

WRITE = {"Authorization": "Token butter-write-token"}
PAGE = "/v2/pages/article/faq/"
CHANGE = {"fields": {"en": {"price": 2}}}


@pytest.fixture
def client(stage, sandbox):
    with httpx.Client(base_url=stage.show(sandbox.app), headers=WRITE) as client:
        yield client


def price(client):
    return client.get(PAGE).json()["data"]["fields"]["price"]


def arm(client, **fault):
    assert client.post("/_sandbox/faults", json={"method": "PATCH", **fault}).status_code == 200


@pytest.mark.parametrize(("kind", "after"), [("drop_before", 1), ("drop_after", 2)])
def test_a_dropped_write_has_no_answer_and_was_or_was_not_done(client, kind, after):
    arm(client, kind=kind)
    with pytest.raises(httpx.TransportError):
        client.patch(PAGE, json=CHANGE)
    assert price(client) == after


def test_a_write_told_to_be_ignored_is_pending_and_changes_nothing(client, sandbox):
    arm(client, kind="ignore")
    assert client.patch(PAGE, json=CHANGE).json() == {"status": "pending"}
    assert (price(client), sandbox.state()["queue"]) == (1, [])


def test_a_write_told_never_to_land_is_pending_for_ever(client, sandbox):
    arm(client, kind="never_lands")
    assert client.patch(PAGE, json=CHANGE).status_code == 202
    sandbox.clock.advance(100_000)
    assert price(client) == 1
    assert client.patch(PAGE, json=CHANGE).status_code == 202
    assert price(client) == 2


def test_a_stale_read_shows_what_was_before_the_last_write(client):
    client.post("/_sandbox/faults", json={"kind": "stale", "method": "GET"})
    client.patch(PAGE, json=CHANGE)
    assert (price(client), price(client)) == (1, 2)


def test_half_of_several_items_are_made(client):
    client.post("/_sandbox/faults", json={"kind": "partial", "method": "POST"})
    rows = [{"name": name, "origin": name} for name in "abcd"]
    assert client.post("/v2/content/", json={"key": "tags", "fields": rows}).status_code == 500
    names = [item["name"] for item in client.get("/v2/content/tags/?preview=1").json()["data"]["tags"]]
    assert names == ["Red", "Blue", "a", "b"]


def test_a_refusal_is_worded_as_the_platform_does(client):
    arm(client, kind="status", status=503, retry_after=3)
    answer = client.patch(PAGE, json=CHANGE)
    assert (answer.json(), answer.headers["retry-after"]) == ({"detail": "Service unavailable."}, "3")
    arm(client, kind="status", status=418)
    assert client.patch(PAGE, json=CHANGE).json() == {"detail": "Bad request."}
    arm(client, kind="status", status=599)
    assert client.patch(PAGE, json=CHANGE).json() == {"detail": "Internal server error."}


def test_a_redirect_keeps_the_query_and_is_plain_http(client):
    answer = client.get("/v2/pages/article?preview=1")
    assert (answer.status_code, answer.headers["location"]) == (301, "/v2/pages/article/?preview=1")
    assert client.get("/v2/pages/article?preview=1", follow_redirects=True).json()["meta"]["count"] == 3


def test_a_star_may_be_escaped_in_the_path(client):
    assert client.get("/v2/pages/%2A/about/").status_code == 200


def test_a_path_outside_the_api_is_404(client):
    assert client.get("/v1/pages/").json() == {"detail": "Not found."}


def test_half_of_a_surrogate_pair_does_not_break_an_answer(client):
    client.patch(PAGE, content=b'{"fields": {"en": {"headline": "a\\ud800b"}}}')
    assert client.get(PAGE).json()["data"]["fields"]["headline"] == "a\ud800b"


def test_a_deletion_has_no_body(client):
    answer = client.delete("/v2/content/tags/4/")
    assert (answer.status_code, answer.content) == (204, b"")


def test_max_response_bytes_refuses_a_large_answer(client, sandbox):
    sandbox.turn({"max_response_bytes": 500})
    assert client.get("/v2/pages/article/").status_code == 400
    assert client.get("/v2/content/tags/4/").status_code == 200


def test_the_log_hides_a_token_in_the_query(client, sandbox):
    client.get(PAGE, params={"auth_token": "butter-read-token", "locale": "en"})
    [entry] = sandbox.log
    assert entry["query"] == "auth_token=***&locale=en"
    assert "butter-read-token" not in str(sandbox.log)


def test_the_control_plane_seeds_edits_and_turns(client):
    made = client.post("/_sandbox/seed", json={"items": [{"collection": "tags", "key": "x", "locales": {}}]}).json()
    assert list(made["items"]) == ["tags/x"]
    edit = {"action": "publish", "page_type": "article", "slug": "plan"}
    assert client.post("/_sandbox/edit", json=edit).json()["slug"] == "plan"
    assert client.get("/v2/pages/article/plan/").status_code == 200
    assert client.patch("/_sandbox/switches", json={"missing_locale": "empty"}).json()["missing_locale"] == "empty"
    refused = client.patch("/_sandbox/switches", json={"missing_locales": "empty"})
    assert (refused.status_code, "missing_locale" in refused.json()["error"]) == (400, True)
    rows = client.get("/_sandbox/switches?doc=1").json()
    assert all(row["doc"] and row["name"] for row in rows)
    assert client.post("/_sandbox/seed", json={"item": []}).status_code == 400
    client.post("/_sandbox/reset")
    assert client.get("/v2/pages/article/plan/").status_code == 404
