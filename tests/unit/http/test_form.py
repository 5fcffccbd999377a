"""Forms that bring files to a storage service."""

import pytest
from file_server import serving

from isogloss.errors import Drift, Rejected, Unavailable
from isogloss.http.form import send_form
from isogloss.sandbox import webflow
from isogloss.sandbox.server import running

FILE = ("a.png", b"x", "image/png")


def test_what_is_no_address_is_refused():
    with pytest.raises(Drift):
        send_form("ftp://example.org/", {}, FILE)


def test_a_service_that_does_not_take_the_file_says_why():
    with running(webflow.create(rate_limit=None).app) as url, pytest.raises(Rejected) as refused:
        send_form(url + "/_upload", {"key": "a"}, FILE)
    assert refused.value.status == 403
    assert "Policy" in str(refused.value)


def test_a_service_at_fault_may_have_taken_it():
    with serving() as server, pytest.raises(Unavailable) as lost:  # it knows no POST, and answers 501
        send_form(server.url + "/", {}, FILE)
    assert lost.value.took_effect == "unknown"


def test_without_a_connection_nothing_was_taken():
    with serving() as server:
        gone = server.url
    with pytest.raises(Unavailable) as lost:
        send_form(gone + "/", {}, FILE)
    assert lost.value.took_effect == "no"
