import json
from datetime import UTC, datetime

import httpx
import pytest

from isogloss.errors import Drift, Full, Limited, Missing, Rejected, Stale, Unauthorized, Unavailable
from isogloss.http.failure import Refusal, error_for, translated
from isogloss.http.redact import Redactor, Secret
from isogloss.http.request import Request

READ = Request("GET", "/items")
WRITE = Request("POST", "/items")
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def refuse(status, body=b"", request=WRITE, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return error_for(Refusal(request, status, headers, body, "sides.butter.write_token", NOW), Redactor())


@pytest.mark.parametrize("request_", [READ, WRITE])
@pytest.mark.parametrize("kind", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError])
def test_what_never_left_took_no_effect(kind, request_):
    with pytest.raises(Unavailable, match="nothing was sent") as caught, translated(request_, Redactor()):
        raise kind("refused")
    assert (caught.value.took_effect, caught.value.transient) == ("no", True)


def test_a_bad_certificate_is_not_tried_again():
    with pytest.raises(Unavailable) as caught, translated(READ, Redactor()):
        raise httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed")
    assert caught.value.transient is False


@pytest.mark.parametrize(("request_", "effect"), [(READ, "no"), (WRITE, "unknown")])
@pytest.mark.parametrize(
    "kind", [httpx.ReadTimeout, httpx.WriteTimeout, httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError]
)
def test_a_write_whose_answer_was_lost_may_have_taken_effect(kind, request_, effect):
    with pytest.raises(Unavailable) as caught, translated(request_, Redactor()):
        raise kind("gone")
    assert (caught.value.took_effect, caught.value.request) == (effect, request_.name)


@pytest.mark.parametrize(("request_", "effect"), [(READ, "no"), (WRITE, "unknown")])
def test_an_answer_that_cannot_be_unpacked_is_drift(request_, effect):
    with pytest.raises(Drift, match="unpacked") as caught, translated(request_, Redactor()):
        raise httpx.DecodingError("bad gzip")
    assert caught.value.took_effect == effect


def test_a_translated_fault_shows_no_secret_and_not_the_original():
    with pytest.raises(Unavailable) as caught, translated(READ, Redactor([Secret("canary")])):
        raise httpx.ConnectError("cannot reach https://x/?auth_token=abc with canary")
    assert "canary" not in str(caught.value)
    assert "abc" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_other_errors_pass_untouched():
    with pytest.raises(ZeroDivisionError), translated(READ, Redactor()):
        _ = 1 / 0


@pytest.mark.parametrize(
    ("status", "kind", "effect"),
    [
        (400, Rejected, "no"),
        (401, Unauthorized, "no"),
        (402, Rejected, "no"),
        (403, Unauthorized, "no"),
        (404, Missing, "no"),
        (405, Rejected, "no"),
        (408, Unavailable, "unknown"),
        (409, Stale, "no"),
        (410, Missing, "no"),
        (413, Rejected, "no"),
        (422, Rejected, "no"),
        (429, Limited, "no"),
        (500, Unavailable, "unknown"),
        (503, Unavailable, "unknown"),
        (301, Drift, "no"),
        (302, Drift, "unknown"),
        (303, Drift, "unknown"),
        (308, Drift, "no"),
    ],
)
def test_each_status_of_a_write_is_one_error_and_says_its_effect(status, kind, effect):
    error = refuse(status)
    assert type(error) is kind
    assert (error.took_effect, error.status, error.request) == (effect, status, "POST /items")


@pytest.mark.parametrize("status", [302, 408, 500, 503])
def test_a_failed_read_never_took_effect(status):
    assert refuse(status, request=READ).took_effect == "no"


@pytest.mark.parametrize(("status", "transient"), [(400, False), (401, False), (409, False), (429, True), (500, True)])
def test_only_a_passing_failure_is_worth_repeating(status, transient):
    assert refuse(status).transient is transient


def test_a_wrong_token_is_named_by_its_setting():
    assert "the token in sides.butter.write_token" in str(refuse(401, b'{"detail":"Invalid token."}'))


def test_a_missing_scope_is_named():
    body = b'{"code":"missing_scopes","message":"OAuthForbidden: You are missing the following scopes - cms:write"}'
    assert "the token in sides.butter.write_token lacks cms:write" in str(refuse(403, body))


def test_another_prohibition_points_to_the_token_and_the_plan():
    error = refuse(403, b'{"code":"not_enterprise_plan_site","message":"No."}')
    assert "not_enterprise_plan_site: No." in str(error)
    assert "account's plan" in str(error)


def test_refused_content_names_its_fields():
    error = refuse(400, b'{"title":["Required."],"slug":["Taken."]}')
    assert error.fields == {"title": "Required.", "slug": "Taken."}
    assert "title: Required, slug: Taken. Mend the content" in str(error)


def test_a_name_already_taken_is_refused_content_not_a_stale_plan():
    assert type(refuse(409, b'{"code":"duplicate_collection","message":"Taken."}')) is Rejected


@pytest.mark.parametrize(
    ("said", "kind", "todo"),
    [
        (
            "You've created all the items in your CMS Database allowed on your current plan.",
            Full,
            "raise the site's plan",
        ),
        ("The site is not published", Stale, "Publish it there once"),
        ("The site hasn't been published", Stale, "Publish it there once"),
        ("Site is published to multiple domains at different times", Stale, "to all its domains at once"),
        ("The collection structure changed since the last publish", Stale, "Publish the site, then run again"),
        ("Site must be published before its items can be published", Stale, "Publish the site, then run again"),
        (
            "Live PATCH updates can't be applied to items that have never been published",
            Stale,
            "what is to be changed is not live",
        ),
        ("Something else", Stale, "Plan again; if it comes back"),
    ],
)
def test_each_wording_of_a_409_says_what_to_do_about_it(said, kind, todo):
    error = refuse(409, json.dumps({"code": "conflict", "message": said}).encode())
    assert type(error) is kind
    assert todo in str(error)
    assert said in str(error)


def test_a_call_that_is_not_offered_says_so():
    assert "does not offer this call" in str(refuse(405))


@pytest.mark.parametrize(
    ("headers", "wait", "said"),
    [
        ({"retry_after": "60"}, 60.0, "asks to wait 60 s"),
        ({"retry_after": "Sun, 01 Nov 2026 00:00:10 GMT"}, 10.0, "asks to wait 10 s"),
        ({"retry_after": "1036800"}, 1036800.0, "opens again in 12.0 days"),
        ({}, None, "does not say how long"),
    ],
)
def test_being_too_fast_says_how_long_to_wait(headers, wait, said):
    error = refuse(429, b'{"detail":"API Calls limit reached."}', **headers)
    assert error.retry_after == wait
    assert said in str(error)
    assert "API Calls limit reached." in str(error)


def test_a_redirect_names_the_missing_slash_and_its_target_without_secrets():
    error = refuse(301, location="https://x/pages/?auth_token=abc")
    assert "missing trailing slash" in str(error)
    assert "auth_token=***" in str(error)


def test_a_server_fault_that_is_not_json_is_shown_short():
    error = refuse(502, b"<html>" + b"x" * 5000)
    assert "failed with 502" in str(error)
    assert len(str(error)) < 400
