import copy
import json
import pickle
import traceback
from dataclasses import asdict, dataclass

import pytest

from isogloss.http.redact import Redactor, Secret

CANARY = 'c4n/ry+"tok'


@dataclass
class Holder:
    token: Secret


def test_a_secret_shows_itself_to_nobody():
    secret = Secret(CANARY)
    shown = (
        f"{secret} {secret!r} {secret!s} {secret:>9} {[secret]} {Holder(secret)} {asdict(Holder(secret))} %s" % secret
    )
    assert CANARY not in shown
    assert "***" in shown


def test_a_secret_is_revealed_only_on_request():
    assert Secret(CANARY).reveal() == CANARY


def test_a_secret_is_neither_json_nor_pickle():
    with pytest.raises(TypeError):
        json.dumps({"token": Secret(CANARY)})
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Secret(CANARY))
    with pytest.raises(TypeError):
        "".join([Secret(CANARY)])


def test_a_secret_survives_copying():
    secret = Secret(CANARY)
    assert copy.deepcopy(secret) == copy.copy(secret) == secret


def test_secrets_compare_by_what_they_hold_and_only_with_secrets():
    assert Secret("a") == Secret("a")
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2
    assert Secret("a") != "a"
    assert not Secret("")


def test_a_secret_in_a_failing_frame_is_not_in_the_traceback():
    def fail(secret):
        raise ValueError(f"cannot use {secret}")

    with pytest.raises(ValueError, match="cannot use") as caught:
        fail(Secret(CANARY))
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    # The line that makes the secret names a variable, not the text.
    assert CANARY not in shown


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("GET /pages/?auth_token=abc123&page=2", "GET /pages/?auth_token=***&page=2"),
        ("GET /pages/?page=2&auth_token=abc123", "GET /pages/?page=2&auth_token=***"),
        ("Authorization: Bearer abc123", "Authorization: Bearer ***"),
        ("Authorization: Token abc123, next", "Authorization: Token ***, next"),
        ("{'authorization': 'Token abc123'}", "{'authorization': 'Token ***'}"),
        ('{"auth_token": "abc123", "b": 1}', '{"auth_token": "***", "b": 1}'),
        ("sent bearer abcdefgh12345 there", "sent bearer *** there"),
        ("a bearer of news", "a bearer of news"),
        ("no secrets: 10 tokens left", "no secrets: 10 tokens left"),
    ],
)
def test_what_stands_where_a_secret_stands_is_hidden(text, hidden):
    assert Redactor().text(text) == hidden


@pytest.mark.parametrize("written", [CANARY, "c4n%2Fry%2B%22tok", 'c4n/ry+\\"tok'])
def test_a_known_secret_is_hidden_however_it_is_written(written):
    assert Redactor([Secret(CANARY)]).text(f"<{written}>") == "<***>"


def test_a_secret_that_begins_like_another_leaves_no_tail():
    redact = Redactor([Secret("abcd"), Secret("abcdefgh"), Secret("")])
    assert redact.text("abcdefgh abcd") == "*** ***"


def test_a_secret_learned_later_is_hidden_from_then_on():
    redact = Redactor()
    assert redact.text("late-one") == "late-one"
    redact.learn(Secret("late-one"))
    assert redact.text("late-one") == "***"


def test_everything_inside_a_value_is_hidden_and_the_value_is_left_alone():
    value = {
        "Authorization": ["Token x"],
        "set-cookie": "a=b",
        "body": [b"has s3cret\xff", {"s3cret": "s3cret!"}],
        "query": (("auth_token", "x"), ("page", "1")),
        "error": ValueError("s3cret"),
        "count": 3,
    }
    before = copy.copy(value)
    assert Redactor([Secret("s3cret")]).value(value) == {
        "Authorization": "***",
        "set-cookie": "***",
        "body": [b"has ***\xff", {"***": "***!"}],
        "query": (("auth_token", "***"), ("page", "1")),
        "error": "ValueError: ***",
        "count": 3,
    }
    assert value == before


def test_an_exception_without_words_is_named():
    assert Redactor().error(TimeoutError()) == "TimeoutError"


def test_an_excerpt_is_one_short_line_and_never_half_a_secret():
    redact = Redactor([Secret("0123456789")])
    assert redact.excerpt("a\n\n  b\tc") == "a b c"
    assert redact.excerpt("x" * 6 + "0123456789", longest=10) == "x" * 6 + "***"
    assert redact.excerpt("y" * 300) == "y" * 199 + "…"
