import json

import pytest

from isogloss.http.complaint import Complaint, complaint_in
from isogloss.http.redact import Redactor, Secret


def read(body):
    return complaint_in(json.dumps(body).encode(), Redactor([Secret("canary")]))


def test_webflow_details_as_seen_alive_name_the_field():
    complaint = read(
        {
            "message": "Validation Error",
            "code": "validation_error",
            "externalReference": None,
            "details": [{"param": "slug", "description": "Unique value is already in database: 'x'"}],
        }
    )
    assert complaint == Complaint(
        "Validation Error", "validation_error", {"slug": "Unique value is already in database: 'x'"}
    )


def test_webflow_details_as_specified_name_the_field():
    complaint = read({"message": "Bad", "details": [{"field": "name", "message": "Required"}, {"param": "x"}, 7]})
    assert complaint.fields == {"name": "Required", "x": "refused"}


def test_webflow_details_as_texts_are_part_of_the_message():
    assert read({"message": "Bad", "details": ["one", "two"]}).text == "Bad: one; two"


def test_two_reasons_for_one_field_are_both_kept():
    details = [{"param": "slug", "description": "too long"}, {"param": "slug", "description": "taken"}]
    assert read({"message": "Bad", "details": details}).fields == {"slug": "too long; taken"}


def test_butter_field_errors_name_their_fields():
    complaint = read({"title": ["Required."], "slug": ["Too long.", "Taken."], "page_type": "Unknown"})
    assert complaint.fields == {"title": "Required.", "slug": "Too long.; Taken.", "page_type": "Unknown"}


@pytest.mark.parametrize("key", ["", "non_field_errors"])
def test_butter_errors_of_no_field_are_the_message(key):
    assert read({key: ["Only one format."]}) == Complaint("Only one format.")
    assert read({key: "Only one format."}) == Complaint("Only one format.")


def test_nested_errors_have_a_path():
    complaint = read({"fields": {"en": {"headline": ["Too long."], "": ["Empty."]}}, "items": [{}, {"a": ["b"]}, 1]})
    assert complaint.fields == {
        "fields.en.headline": "Too long.",
        "fields.en": "Empty.",
        "items[1].a": "b",
    }


@pytest.mark.parametrize("key", ["detail", "error", "message"])
def test_the_one_sentence_forms_are_read(key):
    assert read({key: "Invalid token."}) == Complaint("Invalid token.")


def test_a_detail_that_is_a_list_is_read_too():
    assert read({"detail": ["No.", "Never."]}).text == "No.; Never."


def test_missing_scopes_are_named_once_each():
    said = "OAuthForbidden: You are missing the following scopes - cms:write, sites:read, cms:write"
    assert read({"code": "missing_scopes", "message": said}).scopes == ("cms:write", "sites:read")


def test_what_is_not_json_is_shown_as_text():
    assert complaint_in(b"<h1>502\nBad  Gateway</h1>", Redactor()).text == "<h1>502 Bad Gateway</h1>"
    assert complaint_in(b"", Redactor()) == Complaint()
    assert complaint_in(b"[1]", Redactor()).text == "[1]"


def test_a_complaint_without_end_is_cut_off():
    deep = {"a": ["x"]}
    for _ in range(50):
        deep = {"a": deep}
    assert read(deep).fields == {}
    assert complaint_in(b'{"a":' * 50_000, Redactor()).text.startswith('{"a":')


def test_a_complaint_that_echoes_the_token_hides_it():
    complaint = read({"message": "bad canary", "code": "canary", "details": [{"param": "x", "description": "canary"}]})
    assert complaint == Complaint("bad ***", "***", {"x": "***"})
