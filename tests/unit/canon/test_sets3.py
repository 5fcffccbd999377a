"""Two edits of a list of links, options or tags."""

import pytest

from isogloss.canon.sets3 import merge_sets


@pytest.mark.parametrize(
    ("base", "left", "right", "merged"),
    [
        ("ab", "abc", "abd", "abcd"),
        ("ab", "b", "abc", "bc"),
        ("ab", "b", "a", ""),
        ("", "a", "b", "ab"),
        ("abc", "axbc", "abyc", "axbyc"),
        ("abc", "cba", "abcd", "cdba"),
        ("abc", "xabc", "bc", "xbc"),
        ("a", "", "ab", "b"),
        ("ab", "abx", "abx", "abx"),
        ("abc", "bac", "bac", "bac"),
    ],
)
def test_what_came_stays_and_what_went_is_gone(base, left, right, merged):
    assert merge_sets((base, base), left, right) == list(merged)
    assert merge_sets((base, base), right, left) == list(merged)


def test_what_one_side_alone_could_hold_is_nobodys_deletion():
    assert merge_sets(("ah", "a"), "ahb", "ac") == list("achb")


def test_each_side_is_compared_with_what_it_showed_itself():
    assert merge_sets(("ab", "a"), "a", "ab") == ["a"], "taken out where it was"
    assert merge_sets(("a", "ab"), "ab", "a") == ["a"]
    assert merge_sets(("ab", "ba"), "abx", "bay") == list("bxay"), "neither moved anything"
    assert merge_sets(("ab", "ab"), "ab", "ba") == list("ba")


@pytest.mark.parametrize(("left", "right"), [("bac", "acb"), ("aab", "abc"), ("ab", "abb")])
def test_orders_apart_and_things_that_are_there_twice_have_no_answer(left, right):
    assert merge_sets(("abc", "abc"), left, right) is None
