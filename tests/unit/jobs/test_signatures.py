"""Whether a hint is from whom it says: right once, within five minutes, for what was signed and nothing else."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.http.redact import Secret
from isogloss.jobs.signatures import WINDOW, Heard, is_shared, is_signed, is_timely

NOW = 1_792_000_000.5
SECRETS = [Secret("one"), Secret("two")]
BODY = '{"triggerType":"collection_item_changed","payload":{"name":"Thé"}}'.encode()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """As the vendor's page writes it: over the time, a colon and the body."""
    return hmac.new(secret.encode(), f"{timestamp}:".encode() + body, hashlib.sha256).hexdigest()


def test_a_signature_is_that_which_openssl_makes() -> None:
    """printf '1700000000000:{}' | openssl dgst -sha256 -hmac secret"""
    made = "a5e864b383218f68b884d132d477dbcc9342799ec67c91d3b9395e71a10f0acd"
    assert is_signed([Secret("secret")], "1700000000000", made, b"{}")


@pytest.mark.parametrize("secret", ["one", "two"])
def test_any_of_several_secrets_may_have_signed(secret: str) -> None:
    assert is_signed(SECRETS, "17", signature(secret, "17", BODY), BODY)
    assert is_signed(SECRETS, "17", signature(secret, "17", BODY).upper(), BODY)


@given(st.binary(max_size=40), st.binary(max_size=40), st.sampled_from(["17", "18"]), st.sampled_from(["one", "three"]))
def test_what_is_signed_is_secret_time_and_body_together(body: bytes, other: bytes, time: str, secret: str) -> None:
    same = (body, "17", "one") == (other, time, secret)
    assert is_signed(SECRETS[:1], time, signature(secret, "17", body), other) is same


@pytest.mark.parametrize("said", ["", "0" * 63, "g" * 64, "é" * 64, "0" * 64, "0" * 100_000])
def test_what_is_no_signature_is_none(said: str) -> None:
    assert not is_signed(SECRETS, "17", said, BODY)


def test_nobody_is_known_without_a_secret() -> None:
    assert not is_signed([], "17", signature("", "17", BODY), BODY)
    assert not is_shared(None, "x")
    assert not is_shared(Secret(""), "")
    assert not is_shared(Secret("shared"), None)
    assert not is_shared(Secret("shared"), "share")
    assert is_shared(Secret("shared é"), "shared é")


@pytest.mark.parametrize(
    ("timestamp", "timely"),
    [
        (str(int(NOW * 1000)), True),
        (str(int((NOW - WINDOW + 1) * 1000)), True),
        (str(int((NOW - WINDOW - 1) * 1000)), False),
        (str(int((NOW + WINDOW + 1) * 1000)), False),
        (str(int(NOW)), False),  # seconds are no milliseconds
        ("", False),
        ("-1", False),
        ("1e12", False),
        ("\u0661\u0667", False),
        ("9" * 5000, False),
    ],
)
def test_a_time_is_near_or_it_is_not_heard(timestamp: str, timely: bool) -> None:
    assert is_timely(timestamp, NOW) is timely


def test_a_signature_is_heard_once_and_its_spelling_and_other_mappings_make_no_difference() -> None:
    heard = Heard()
    assert not heard.again("acme", "aa", 0.0)
    assert heard.again("acme", "AA", 1.0)
    assert not heard.again("beta", "aa", 1.0)
    assert heard.again("acme", "aa", 2 * WINDOW - 1)
    assert not heard.again("acme", "aa", 2 * WINDOW)  # too old to be timely by then


def test_a_flood_is_remembered_up_to_a_bound() -> None:
    heard = Heard(remembered=100)
    for number in range(1000):
        assert not heard.again("acme", str(number), 0.0)
    assert len(heard._until) == 100
    assert heard.again("acme", "999", 0.0)
