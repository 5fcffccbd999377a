from datetime import UTC, datetime

import pytest

from isogloss.errors import Drift
from isogloss.http.answer import answer_from, dated_at, retry_after
from isogloss.http.redact import Redactor, Secret
from isogloss.http.request import Request

NOW = datetime(2026, 11, 1, 12, 0, 0, tzinfo=UTC)
READ = Request("GET", "/items")
WRITE = Request("POST", "/items")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("60", 60.0),
        (" 1.5 ", 1.5),
        ("0", 0.0),
        ("-3", 0.0),
        ("Sun, 01 Nov 2026 12:01:30 GMT", 90.0),
        ("Sun, 01 Nov 2026 12:01:30 -0000", 90.0),
        ("Sun, 01 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("nan", None),
        ("inf", None),
        pytest.param("9" * 5000, None, id="five thousand digits"),
        ("Sun, 01 Nov 99999999999999999999 12:01:30 GMT", None),
        ("Sun, 01 Nov 2026 12:01:30 +99999999999999999999", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text, seconds):
    assert retry_after({"retry-after": text}, NOW) == seconds


@pytest.mark.parametrize("text", ["", "soon", "Sun, 01 Nov 99999999999999999999 12:01:30 GMT"])
def test_a_date_that_is_none_says_nothing(text):
    assert dated_at({"date": text}) is None


def test_no_retry_after_is_no_wait_known():
    assert retry_after({}, NOW) is None


@pytest.mark.parametrize(("request_", "effect"), [(READ, "no"), (WRITE, "unknown")])
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>Sign in</html>", "not JSON but begins with: <html>Sign in</html>"),
        (b"", "begins with: nothing"),
        (b"\xff\xfe", "not JSON"),
        (b'{"a": NaN}', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[]", "a list where an object"),
        (b"null", "null where"),
        (b'"x"', "a text where"),
        (b"3", "a number or flag where"),
    ],
)
def test_a_success_that_is_no_json_object_is_drift(request_, effect, body, said):
    with pytest.raises(Drift, match=said) as caught:
        answer_from(request_, 200, {}, body, Redactor())
    assert (caught.value.took_effect, caught.value.status, caught.value.request) == (effect, 200, request_.name)


def test_the_text_of_a_strange_answer_is_shown_without_secrets():
    with pytest.raises(Drift) as caught:
        answer_from(READ, 200, {}, b"you sent canary", Redactor([Secret("canary")]))
    assert "you sent ***" in str(caught.value)


def test_an_answer_without_content_has_no_json():
    assert answer_from(WRITE, 204, {}, b"", Redactor()).json is None


def test_an_object_is_an_answer_even_with_a_byte_order_mark():
    answer = answer_from(READ, 200, {"age": "1"}, b'\xef\xbb\xbf{"a": 1}', Redactor())
    assert (answer.json, answer.headers, answer.request) == ({"a": 1}, {"age": "1"}, "GET /items")
