"""Redirects as files."""

from __future__ import annotations

import csv
import json

import pytest
from two_worlds import EN

from isogloss.errors import UsageError
from isogloss.lint.redirect_files import FILES, brought_from
from isogloss.lint.redirects import Redirect, Redirects, Unled
from isogloss.model.address import EntryKey

TEA = EntryKey("article", "tea")
FOUND = Redirects(
    [Redirect("/old/th%C3%A9", "/new/th%C3%A9", TEA, EN), Redirect('/a"b,c', "https://a.example/$x")],
    [Unled("redirect-gone", "/gone", "nobody sees it", TEA, EN)],
)


def written(form: str) -> str:
    return "".join(FILES[form](FOUND))


def test_webflow_is_given_two_columns_and_no_row_of_names() -> None:
    rows = list(csv.reader(written("csv").splitlines()))
    assert rows == [["/old/th%C3%A9", "/new/th%C3%A9"], ['/a"b,c', "https://a.example/$x"]]
    assert brought_from("again.csv", written("csv")) == [tuple(row) for row in rows]


def test_json_says_of_which_entry_each_is_and_what_leads_nowhere() -> None:
    data = json.loads(written("json"))
    assert data["redirects"][0] == {
        "kind": "article",
        "entry": "tea",
        "locale": "en",
        "from": "/old/th%C3%A9",
        "to": "/new/th%C3%A9",
        "status": 301,
    }
    assert data["redirects"][1]["entry"] is None
    assert data["unled"] == [
        {
            "kind": "article",
            "entry": "tea",
            "locale": "en",
            "from": "/gone",
            "why": "redirect-gone",
            "said": "nobody sees it",
        }
    ]


def test_a_host_is_given_a_rule_a_line() -> None:
    assert written("_redirects").splitlines()[0] == "/old/th%C3%A9 /new/th%C3%A9 301"


def test_nginx_is_given_a_map_of_decoded_paths_with_and_without_the_last_slash() -> None:
    assert written("nginx") == (
        "map $uri $isogloss_moved {\n"
        '    default "";\n'
        '    "/old/thé" "/new/th%C3%A9";\n'
        '    "/old/thé/" "/new/th%C3%A9";\n'
        '    "/a\\"b,c" "https://a.example/%24x";\n'
        '    "/a\\"b,c/" "https://a.example/%24x";\n'
        "}\n"
    )


def test_the_front_page_has_one_spelling() -> None:
    assert '""' not in "".join(FILES["nginx"](Redirects([Redirect("/", "/new")]))).replace('default ""', "")


def test_redirects_that_there_are_are_read_past_a_row_of_names_and_empty_ones() -> None:
    text = "Old Path,Redirect to\n/a, /b \n,\n\n/c,https://else.example/\n"
    assert brought_from("kept.csv", text) == [("/a", "/b"), ("/c", "https://else.example/")]
    assert brought_from("kept.csv", "") == []


@pytest.mark.parametrize("row", ["/a", "/a,/b,301", "/a,", "old,/b"])
def test_a_row_that_is_no_redirect_is_refused_with_its_line(row: str) -> None:
    with pytest.raises(UsageError, match=r"kept.csv, line 2: a redirect has two columns"):
        brought_from("kept.csv", f"/x,/y\n{row}\n")
