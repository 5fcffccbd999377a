"""Tags are the same tags in any order and case."""

import csv

import pytest

from isogloss.canon.tags import join_tags, split_tags
from isogloss.canon.values import alike, canonical


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tea, green", "green, tea"),
        ("tea,green ,, ", "green, tea"),
        ("tea\ngreen\n", "green, tea"),
        ("Tea, tea", "Tea"),
        ('"Milk, cold", tea', '"Milk, cold", tea'),
        ('a, """q"" b"', '"""q"" b", a'),
        ("", ""),
        (" , ", ""),
        ("日本, été", "été, 日本"),
        ("a\0b", "ab"),
    ],
)
def test_tags_are_written_in_one_way(text, expected):
    assert canonical("tags", text) == expected
    assert canonical("tags", expected) == expected


def test_every_name_survives_being_joined_and_split():
    names = ["b", 'say "hi"', '"x"', "a, b", "c d"]

    assert sorted(split_tags(join_tags(names))) == sorted(names)


def test_tags_are_alike_in_any_case_and_with_other_marks_between_words():
    assert alike("tags", "Green Tea, Milk", "green-tea, milk")
    assert not alike("tags", "Green Tea", "green")
    assert not alike("tags", "日本", "中国")


def test_a_text_that_no_list_can_be_is_refused():
    with pytest.raises(ValueError, match="no tags"):
        canonical("tags", '"' + "x" * 200_000)


def test_what_else_reads_tables_in_this_process_changes_nothing_of_that():
    before = csv.field_size_limit(1_000_000)
    try:
        with pytest.raises(ValueError, match="no tags"):
            canonical("tags", '"' + "x" * 200_000)
    finally:
        csv.field_size_limit(before)
