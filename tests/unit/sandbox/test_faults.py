import time

import httpx
import pytest
from page import apart

from isogloss.errors import ConfigError
from isogloss.sandbox.fault import Fault
from isogloss.sandbox.faults import Faults


def arm(client, **fault):
    return client.post("/_sandbox/faults", json=fault).raise_for_status().json()


def add(client, *words):
    return client.post("/words", json={"items": list(words)})


def test_a_connection_dropped_before_leaves_nothing_done(client, toy):
    arm(client, kind="drop_before")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        add(client, "second")
    assert toy.words == ["first"]


def test_a_connection_dropped_after_leaves_it_done(client, toy):
    arm(client, kind="drop_after")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        add(client, "second")
    assert toy.words == ["first", "second"]


def test_after_a_drop_the_next_request_is_answered(client):
    arm(client, kind="drop_before")
    with pytest.raises(httpx.TransportError):
        add(client, "second")
    assert add(client, "second").status_code == 202


def test_a_status_is_answered_in_the_vendors_words_and_nothing_is_done(client, toy):
    arm(client, kind="status", status=429, retry_after=7)
    answer = add(client, "second")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.json() == {"code": "toy", "status": 429}
    assert toy.words == ["first"]


def test_a_status_can_come_as_a_page(client):
    arm(client, kind="status", status=503, html=True)
    answer = add(client, "second")
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")


def test_a_status_after_hides_that_it_was_done(client, toy):
    arm(client, kind="status_after")
    assert add(client, "second").status_code == 500
    assert toy.words == ["first", "second"]


def test_a_delayed_request_is_done_later(client, toy):
    arm(client, kind="delay", seconds=0.05)
    before = time.perf_counter()
    assert add(client, "second").status_code == 202
    assert time.perf_counter() - before >= 0.05
    assert toy.words == ["first", "second"]


def test_a_delay_longer_than_the_clients_patience_is_a_timeout_and_is_done_all_the_same(client, toy):
    arm(client, kind="delay", seconds=0.1)
    with pytest.raises(httpx.ReadTimeout):
        client.post("/words", json={"items": ["second"]}, timeout=0.02)
    until = time.monotonic() + 5
    while "second" not in toy.words and time.monotonic() < until:
        time.sleep(0.01)
    assert toy.words == ["first", "second"]


def test_a_request_that_is_held_up_when_the_sandbox_is_reset_is_never_done(client, toy):
    arm(client, kind="delay", seconds=0.1)
    with pytest.raises(httpx.ReadTimeout):
        client.post("/words", json={"items": ["second"]}, timeout=0.02)
    client.post("/_sandbox/reset")
    arm(client, kind="delay", seconds=0.15)
    add(client, "third")
    assert "second" not in toy.words
    assert [line["method"] for line in client.get("/_sandbox/log").json()] == ["POST"]


def test_a_truncated_answer_promises_more_than_arrives(client, toy):
    arm(client, kind="truncate")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        add(client, "second")
    assert toy.words == ["first", "second"]


def test_a_good_answer_is_replaced_by_a_page(client, toy):
    arm(client, kind="html", times=None)
    answer = add(client, "second")
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert toy.words == ["first", "second"]


def test_a_bad_answer_is_not_replaced_by_a_page(client):
    arm(client, kind="html", times=None)
    assert client.get("/nowhere").status_code == 404


def test_a_stale_read_shows_the_state_before_the_last_write(client):
    arm(client, kind="stale", times=2)
    add(client, "second")
    add(client, "third")
    reads = [client.get("/words").json()["words"] for _ in range(3)]
    assert reads == [["first", "second"], ["first", "second"], ["first", "second", "third"]]


def test_a_stale_fault_waits_for_a_write(client):
    arm(client, kind="stale")
    assert client.get("/words").json()["words"] == ["first"]
    add(client, "second")
    assert client.get("/words").json()["words"] == ["first"]


def test_no_copy_of_the_state_is_kept_once_stale_faults_are_spent(client, toy):
    arm(client, kind="stale")
    add(client, "second")
    client.get("/words")
    kept = toy.faults.before_write
    add(client, "third")
    assert toy.faults.before_write is kept


def test_a_partial_write_is_done_for_the_first_half(client, toy):
    arm(client, kind="partial")
    assert add(client, "a", "b", "c", "d", "e").status_code == 500
    assert toy.words == ["first", "a", "b"]


def test_a_partial_fault_leaves_single_writes_and_unreadable_ones_alone(client, toy):
    arm(client, kind="partial", path="/words")
    assert add(client, "a").status_code == 202
    assert client.post("/nowhere", content=b"{").status_code == 404
    assert client.post("/nowhere", content=b"[1, 2]").status_code == 404
    assert toy.faults.shown()[0]["hits"] == 0


def test_an_ignored_write_is_answered_but_changes_nothing(client, toy):
    arm(client, kind="ignore")
    assert add(client, "second").json() == {"added": ["second"]}
    assert toy.words == ["first"]


def test_a_write_that_never_lands_is_handed_to_the_platform(client, toy):
    arm(client, kind="never_lands")
    add(client, "second")
    add(client, "third")
    assert toy.seen_faults == ["never_lands", None]


def test_a_fault_for_writes_lets_reads_pass(client):
    arm(client, kind="ignore")
    assert client.get("/words").status_code == 200
    assert arm(client, kind="delay")[0]["hits"] == 0


def test_a_fault_hits_only_its_method_and_path(client):
    arm(client, kind="status", method="post", path="^/words$")
    assert client.get("/words").status_code == 200
    assert client.post("/nowhere").status_code == 404
    assert add(client, "second").status_code == 500


def test_a_fault_lets_some_pass_and_then_hits_as_often_as_told(client):
    arm(client, kind="status", after=2, times=2)
    assert [client.get("/words").status_code for _ in range(5)] == [200, 200, 500, 500, 200]


def test_a_fault_without_times_hits_for_ever(client):
    arm(client, kind="status", times=None)
    assert {client.get("/words").status_code for _ in range(4)} == {500}


def test_one_request_is_hit_by_the_fault_armed_first(client):
    arm(client, kind="status", status=503)
    arm(client, kind="status", status=502)
    assert [client.get("/words").status_code for _ in range(3)] == [503, 502, 200]


def test_cleared_faults_hit_nothing(client):
    arm(client, kind="status", times=None)
    assert client.delete("/_sandbox/faults").json() == []
    assert client.get("/words").status_code == 200


def test_faults_are_listed_with_their_hits(client):
    arm(client, kind="status", times=None)
    client.get("/words")
    listed = client.get("/_sandbox/faults").json()
    assert [(each["kind"], each["hits"]) for each in listed] == [("status", 1)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "explode"}, "no fault 'explode'"),
        ({"kind": "status", "staus": 500}, "'staus'; did you mean 'status'"),
        ({"kind": "status", "path": "("}, "wrong type"),
        ({"kind": "status", "path": 7}, "wrong type"),
        ({"kind": "status", "after": "1"}, "wrong type"),
        ({"kind": "status", "method": 1}, "wrong type"),
        ({"kind": "status", "method": "POST|PATCH"}, "would never hit anything: method is one of GET,"),
        ({"kind": "status", "method": ""}, "would never hit"),
        ({"kind": "ignore", "method": "get"}, "ignore happens to writes, and GET is a read"),
        ({"kind": "stale", "method": "PATCH"}, "stale happens to reads, and PATCH is a write"),
        ({"kind": "status", "times": 0}, "times counts from 1"),
        ({"kind": "status", "after": -1}, "after counts from 0"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(client, wrong, said):
    answer = client.post("/_sandbox/faults", json=wrong)
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    with pytest.raises(ConfigError):
        Fault.parse(wrong)


def test_every_request_is_logged_with_what_the_client_saw(client):
    arm(client, kind="drop_after", method="POST")
    with pytest.raises(httpx.TransportError):
        add(client, "second")
    client.get("/words", params={"auth_token": "s3cret", "page": "1"})
    first, second = client.get("/_sandbox/log").json()
    assert (first["n"], first["method"], first["path"], first["status"], first["fault"]) == (
        1,
        "POST",
        "/words",
        None,
        "drop_after",
    )
    assert first["body_bytes"] == len(b'{"items":["second"]}')
    assert (second["status"], second["fault"], second["query"]) == (200, None, "auth_token=***&page=1")


def played(toy, scope, *messages):
    """Run the faults without a server, and gather what they send."""
    said, given = [], list(messages)

    async def receive():
        return given.pop(0)

    async def send(message):
        said.append(message)

    apart(lambda: Faults(toy.app, toy)({"headers": [], "query_string": b"", **scope}, receive, send))
    return said


def test_without_a_server_to_cut_the_connection_a_drop_is_an_error(toy):
    toy.faults.add(Fault("drop_before"))
    with pytest.raises(ConnectionResetError, match="dropped"):
        played(toy, {"type": "http", "method": "GET", "path": "/words"}, {"type": "http.request"})


def test_a_client_that_goes_away_early_is_not_answered(toy):
    half = {"type": "http.request", "body": b"{", "more_body": True}
    with pytest.raises(ConnectionError, match="went away"):
        played(toy, {"type": "http", "method": "POST", "path": "/words"}, half, {"type": "http.disconnect"})
    assert toy.log == []
