import json
import logging
import traceback
from dataclasses import replace

import httpx
import pytest

from isogloss.errors import (
    ConfigError,
    Drift,
    Limited,
    Missing,
    Overdue,
    Refused,
    Rejected,
    RemoteError,
    Unauthorized,
    Unavailable,
)
from isogloss.http.client import Client, Manners, ReadClient, Token, open_client, open_read_client
from isogloss.http.limiter import Limiter, Pace
from isogloss.http.observe import Sent, Tally
from isogloss.http.redact import Secret
from isogloss.http.request import Request
from isogloss.http.retry import Retries

CANARY = "canary-7f3a9c"
READ = Request("GET", "/items")
WRITE = Request("POST", "/items", json={"name": "Thé", "rating": 1.5})


def fine(request):
    return httpx.Response(200, json={})


class Answers:
    """Gives these answers in turn, raising those that are exceptions, and remembers the requests."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.requests = []

    def __call__(self, request):
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_a_read_carries_the_token_and_gives_the_json(opened):
    side = Answers(httpx.Response(200, json={"items": []}, headers={"X-RateLimit-Limit": "60", "Set-Cookie": "a=b"}))
    answer = opened(side).read(Request("GET", "/items", (("locale", "fr"), ("keys", "a[_id=1]"))))
    sent = side.requests[0]
    assert answer.json == {"items": []}
    assert answer.headers == {"content-type": "application/json", "x-ratelimit-limit": "60"}
    assert str(sent.url) == "https://api.example/v2/items?locale=fr&keys=a%5B_id%3D1%5D"
    assert sent.headers["authorization"] == f"Bearer {CANARY}"
    assert sent.headers["user-agent"].startswith("isogloss/")
    assert "content-type" not in sent.headers
    assert sent.content == b""


def test_a_write_carries_its_body_as_json(opened):
    side = Answers(httpx.Response(202, json={"status": "pending"}))
    assert opened(side).write(WRITE).status == 202
    assert side.requests[0].headers["content-type"] == "application/json"
    assert side.requests[0].content == '{"name":"Thé","rating":1.5}'.encode()


def test_a_deletion_may_answer_with_nothing(opened):
    assert opened(Answers(httpx.Response(204))).write(Request("DELETE", "/items/1")).json is None


def test_further_headers_are_sent_but_never_in_place_of_the_token(opened):
    side = Answers(fine(None))
    opened(side, headers={"x-butter-client": "isogloss", "authorization": "other"}).read(READ)
    assert side.requests[0].headers["x-butter-client"] == "isogloss"
    assert side.requests[0].headers["authorization"] == f"Bearer {CANARY}"


@pytest.mark.parametrize(
    "base_url",
    ["https://api.example/v2", "https://api.example/v2/", "https://api.example//v2//", " https://api.example/v2 "],
)
def test_slashes_are_never_doubled(opened, base_url):
    side = Answers(fine(None))
    opened(side, base_url).read(Request("GET", "/pages/*/caf%C3%A9/"))
    assert side.requests[0].url.raw_path == b"/v2/pages/*/caf%C3%A9/"


def test_a_base_without_a_path_is_fine(opened):
    side = Answers(fine(None))
    opened(side, "https://api.example").read(READ)
    assert str(side.requests[0].url) == "https://api.example/items"


@pytest.mark.parametrize("host", ["localhost:8001", "127.0.0.1:8001", "[::1]:8001"])
def test_a_server_on_this_machine_may_be_plain_http(opened, host):
    side = Answers(fine(None))
    opened(side, f"http://{host}/v2").read(READ)
    assert str(side.requests[0].url) == f"http://{host}/v2/items"


@pytest.mark.parametrize(
    ("base_url", "said"),
    [
        ("http://api.example/v2", "unencrypted"),
        ("http://10.0.0.1/v2", "unencrypted"),
        ("ftp://api.example", "not an address"),
        ("api.example/v2", "not an address"),
        ("https://", "not an address"),
        ("https://x:port", "cannot be read"),
        ("https://user:pass@api.example", "user name, a query or a fragment"),
        ("https://api.example/?auth_token=x", "user name, a query or a fragment"),
        ("https://api.example/#x", "user name, a query or a fragment"),
    ],
)
def test_a_base_url_that_cannot_be_used_is_a_setting_to_mend(opened, base_url, said):
    with pytest.raises(ConfigError, match=said):
        opened(fine, base_url)


@pytest.mark.parametrize("text", ["", "two words", "line\nbreak", "clé-secrète"])
def test_a_token_that_cannot_stand_in_a_header_is_a_setting_to_mend(limiter, text):
    with pytest.raises(ConfigError, match=r"sides\.webflow\.token") as caught:
        open_client("https://api.example", Token(Secret(text), "Bearer", "sides.webflow.token"), limiter)
    assert not text or text not in str(caught.value)


def test_a_client_for_reading_has_no_way_to_write(opened_for_reading):
    side = Answers(fine(None))
    client = opened_for_reading(side)
    assert [name for name in dir(client) if not name.startswith("_")] == ["close", "read"]
    with pytest.raises(AssertionError, match="no business in read"):
        client.read(WRITE)
    with pytest.raises(AssertionError, match="opened for reading"):
        client._wire.send(WRITE)
    assert side.requests == []
    assert client.read(READ).json == {}


def test_reading_and_writing_are_not_mixed_up(opened):
    client = opened(fine)
    with pytest.raises(AssertionError, match="no business in read"):
        client.read(WRITE)
    with pytest.raises(AssertionError, match="writes nothing"):
        client.write(READ)


@pytest.mark.parametrize(("open_", "kind"), [(open_client, Client), (open_read_client, ReadClient)])
def test_a_client_is_closed_with_its_block(token, limiter, open_, kind):
    with open_("https://api.example", token, limiter, Manners(transport=httpx.MockTransport(fine))) as client:
        assert isinstance(client, kind)
        client.read(READ)
    with pytest.raises(RuntimeError, match="closed"):
        client.read(READ)


def test_a_client_works_with_nothing_but_defaults(token, limiter):
    with open_read_client("http://127.0.0.1:1", token, limiter) as client:
        assert isinstance(client, ReadClient)


def test_a_redirect_is_not_followed(opened):
    side = Answers(httpx.Response(301, headers={"location": "https://api.example/v2/items/"}))
    with pytest.raises(Drift, match="missing trailing slash"):
        opened(side).read(READ)
    assert len(side.requests) == 1


@pytest.mark.parametrize(("request_", "effect"), [(READ, "no"), (WRITE, "unknown")])
def test_an_answer_too_large_is_drift(opened, request_, effect):
    client = opened(Answers(httpx.Response(200, json={"a": "x" * 2000})), largest=1000)
    with pytest.raises(Drift, match="larger than 1000 bytes") as caught:
        (client.read if request_.reads else client.write)(request_)
    assert caught.value.took_effect == effect


def test_a_text_with_half_a_character_is_not_sent(opened):
    side = Answers()
    with pytest.raises(Rejected, match="half of a character"):
        opened(side).write(Request("POST", "/items", json={"name": "\ud83d"}))
    assert side.requests == []


@pytest.mark.parametrize("body", [{"a": float("nan")}, {"a": object()}])
def test_a_body_that_is_not_json_is_our_own_bug(opened, body):
    with pytest.raises(AssertionError, match="not plain JSON"):
        opened(fine).write(Request("POST", "/items", json=body))


def test_a_read_survives_a_passing_failure(opened, clock):
    side = Answers(httpx.ReadTimeout("slow"), httpx.Response(503), httpx.Response(200, json={"a": 1}))
    assert opened(side).read(READ).json == {"a": 1}
    assert clock.slept == [0.5, 1.0]


def test_a_create_whose_answer_was_lost_is_left_unsure(opened):
    side = Answers(httpx.ReadTimeout("slow"))
    with pytest.raises(Unavailable) as caught:
        opened(side).write(WRITE)
    assert caught.value.took_effect == "unknown"
    assert len(side.requests) == 1


def test_a_create_that_never_left_is_sent_again(opened):
    side = Answers(httpx.ConnectError("refused"), httpx.Response(202, json={}))
    assert opened(side).write(WRITE).status == 202


def test_a_write_declared_repeatable_is_sent_again(opened):
    side = Answers(httpx.Response(500), httpx.Response(200, json={}))
    assert opened(side).write(Request("PATCH", "/items/1", json={}, repeatable=True)).status == 200


CHANGE = Request("PATCH", "/items/1", json={}, repeatable=True)


def test_what_may_have_been_done_is_not_done_again_late(opened, clock):
    side = Answers(httpx.Response(502), httpx.Response(502), httpx.Response(200, json={}))
    client = opened(side)
    clock.sleep(5)
    client.good_until(None, clock.monotonic() - 4)
    with pytest.raises(Overdue) as caught:
        client.write(CHANGE)
    assert (caught.value.took_effect, len(side.requests)) == ("unknown", 1), "the order itself may leave late"
    assert client.write(CHANGE).status == 200, "the next order is not held"
    assert len(side.requests) == 3


def test_what_was_not_done_is_done_late(opened, clock):
    side = Answers(httpx.Response(429, headers={"retry-after": "30"}), httpx.Response(200, json={}))
    client = opened(side)
    client.good_until(None, clock.monotonic() + 1)
    assert client.write(CHANGE).status == 200


def test_a_429_is_waited_out_once_and_not_twice(opened, clock):
    side = Answers(httpx.Response(429, headers={"retry-after": "30"}), httpx.Response(200, json={}))
    opened(side).write(WRITE)
    assert clock.monotonic() == pytest.approx(30.0)


def test_a_429_stops_the_other_clients_of_the_token_too(opened, clock):
    spent = httpx.Response(429, headers={"retry-after": "1036800"})
    with pytest.raises(Limited, match="quota is spent"):
        opened(Answers(spent)).read(READ)
    with pytest.raises(Limited, match="not sent"):
        opened(fine).read(READ)
    assert clock.slept == []


def test_patience_can_be_shorter(opened):
    with pytest.raises(Limited):
        opened(Answers(httpx.Response(429, headers={"retry-after": "30"})), retries=Retries(patience=10.0)).read(READ)


def test_clients_keep_the_pace_of_their_token(token, clock):
    limiter = Limiter(Pace(2, 10.0), clock)
    transport = httpx.MockTransport(fine)
    tally = Tally()
    for _ in range(2):
        with open_client("https://x.example", token, limiter, Manners(transport=transport, observer=tally)) as client:
            client.read(READ)
            client.write(WRITE)
    assert clock.monotonic() == pytest.approx(10.02)
    assert tally.waited == pytest.approx(10.02)
    assert tally.sent_by == {("GET", "/items"): 2, ("POST", "/items"): 2}


def test_what_holds_requests_back_is_asked_before_each_try_and_after_every_wait(opened, clock):
    asked = []
    side = Answers(httpx.Response(503), httpx.ConnectError("refused"), fine(None))
    opened(side, leaving=lambda: asked.append((clock.monotonic(), len(side.requests)))).read(READ)
    assert asked == [(0, 0), (0.5, 1), (1.5, 2)]
    limiter = Limiter(Pace(1, 10.0), clock)
    manners = Manners(transport=httpx.MockTransport(fine), leaving=lambda: asked.append(clock.monotonic()))
    with open_client("https://x.example", Token(Secret(CANARY), "Bearer", "token"), limiter, manners) as client:
        for _ in range(2):
            client.write(WRITE)
    assert asked[-1] - asked[-2] == pytest.approx(10.02)


def test_a_request_that_must_not_leave_is_neither_sent_nor_counted_nor_repeated(token, clock):
    def never() -> None:
        raise Refused("no more")

    limiter, side, tally = Limiter(Pace(1, 10.0), clock), Answers(fine(None)), Tally()
    manners = Manners(transport=httpx.MockTransport(side), observer=tally)
    client = open_client("https://x.example", token, limiter, replace(manners, leaving=never))
    with client, pytest.raises(Refused, match="no more"):
        client.read(READ)
    assert (side.requests, tally.total, tally.repeated) == ([], 0, 0)


class Notes:
    """An observer that keeps what it was told."""

    def __init__(self):
        self.seen = []

    def sent(self, sent):
        self.seen.append(sent)

    def repeats(self, request, error, seconds):
        self.seen.append((request.name, type(error), seconds))


def test_every_request_is_told_to_the_observer_even_when_it_fails(opened):
    notes = Notes()
    with pytest.raises(Missing):
        opened(Answers(httpx.ReadError("gone"), httpx.Response(404)), observer=notes).read(READ)
    assert notes.seen == [
        Sent("GET", "/items", None, 0.0, 0.0),
        ("GET /items", Unavailable, 0.5),
        Sent("GET", "/items", 404, 0.0, 0.0),
    ]


def test_timeouts_reach_the_connection(opened):
    side = Answers(fine(None))
    opened(side, timeouts=httpx.Timeout(connect=1, read=2, write=3, pool=4)).read(READ)
    assert side.requests[0].extensions["timeout"] == {"connect": 1, "read": 2, "write": 3, "pool": 4}


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(401, json={"detail": f"Invalid token {CANARY}"}),
        httpx.Response(400, json={"details": [{"param": CANARY, "description": f"x {CANARY}"}], "code": CANARY}),
        httpx.Response(500, text=f"auth_token={CANARY}"),
        httpx.Response(200, text=f"<p>{CANARY}</p>"),
        httpx.Response(302, headers={"location": f"https://x/?auth_token={CANARY}"}),
        httpx.ConnectError(f"cannot reach {CANARY}"),
        httpx.ReadError(f"lost {CANARY}"),
    ],
    ids=lambda answer: type(answer).__name__ + str(getattr(answer, "status_code", "")),
)
def test_the_token_is_in_no_error_traceback_or_log(opened, caplog, capsys, answer):
    caplog.set_level(logging.DEBUG)
    client = opened(Answers(answer, answer), retries=Retries(attempts=2))
    with pytest.raises(RemoteError) as caught:
        client.write(WRITE)
    error = caught.value
    # Shown as a person meets it, and as a tool that also prints our attributes would.
    shown = [
        "".join(traceback.format_exception(error)),
        json.dumps(vars(error), default=repr),
        caplog.text,
        *capsys.readouterr(),
        repr(client),
    ]
    assert CANARY not in "".join(shown)


def test_a_refused_token_is_named_by_its_setting(opened):
    with pytest.raises(Unauthorized, match=r"sides\.webflow\.token"):
        opened(Answers(httpx.Response(401, json={"detail": "Invalid token."}))).read(READ)
