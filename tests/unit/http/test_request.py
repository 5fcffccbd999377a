import pytest

from isogloss.http.request import Request, segment


def test_a_request_is_named_by_method_and_path_without_its_query():
    assert Request("GET", "/pages/", (("auth_token", "x"),)).name == "GET /pages/"


@pytest.mark.parametrize(("method", "reads"), [("GET", True), ("POST", False), ("PATCH", False), ("DELETE", False)])
def test_only_a_get_reads(method, reads):
    assert Request(method, "/x").reads is reads


@pytest.mark.parametrize("path", ["x", "", "/a//b", "/a/../b", "/a/./b", "/a?b=c", "/a#b", "/a b", "/a\\b", "/a\n"])
def test_a_path_that_could_lead_elsewhere_is_refused(path):
    with pytest.raises(AssertionError, match="is not a path"):
        Request("GET", path)


@pytest.mark.parametrize("path", ["/", "/sites", "/pages/*/faq/", "/a/b%2Fc"])
def test_a_plain_path_is_taken(path):
    assert Request("GET", path).path == path


def test_a_segment_cannot_climb_out_of_its_place():
    assert segment("a/../ü?") == "a%2F..%2F%C3%BC%3F"


@pytest.mark.parametrize("text", ["", ".", ".."])
def test_a_nameless_segment_is_refused(text):
    with pytest.raises(AssertionError, match="cannot stand in a path"):
        segment(text)
