"""A text between conflict marks: what can be merged is, nothing is lost, and marks that are left are seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.canon.merge3 import merge3
from isogloss.canon.values import canonical
from isogloss.decide.marks import Marked, marked
from isogloss.model.value import ABSENT, Scalar

NAMES = ["webflow", "butter"]


def long_text(text):
    return Scalar("long_text", text) if text else ABSENT


def test_edits_that_touch_stand_between_marks_over_what_both_had():
    made = marked(*(long_text(text) for text in ("a\nb\nc", "a\nX\nc", "a\nY\nc")), NAMES)
    assert made.text == "a\n<<<<<<< webflow\nX\n||||||| both had\nb\n=======\nY\n>>>>>>> butter\nc\n"


def test_edits_that_do_not_touch_are_merged():
    made = marked(*(long_text(text) for text in ("a\nb\nc", "A\nb\nc", "a\nb\nC")), NAMES)
    assert made == Marked("A\nb\nC\n", 7)
    assert not made.unfinished(made.text)


def test_without_a_base_all_that_differs_stands_between_marks():
    made = marked(None, long_text("a\nX\nc"), long_text("a\nY\nc"), NAMES)
    assert made.text == "a\n<<<<<<< webflow\nX\n=======\nY\n>>>>>>> butter\nc\n"


def test_a_title_is_one_line_and_a_rich_text_has_a_block_a_line():
    title = marked(*(Scalar("text", text) for text in ("Tea", "Green tea", "Red tea")), NAMES)
    assert title.text.splitlines()[1::2] == ["Green tea", "Tea", "Red tea"]
    rich = [Scalar("rich_text", f"<h2>T</h2><p>{word}</p>") for word in ("a", "b", "c")]
    assert marked(*rich, NAMES).text.splitlines()[:3] == ["<h2>T</h2>", "<<<<<<< webflow", "<p>b</p>"]


def test_what_is_absent_has_no_lines():
    made = marked(ABSENT, ABSENT, long_text("a"), NAMES)
    assert made.text == "a\n"
    made = marked(long_text("b"), ABSENT, long_text("a"), NAMES)
    assert made.text == "<<<<<<< webflow\n||||||| both had\nb\n=======\na\n>>>>>>> butter\n"


@pytest.mark.parametrize("mark", ["<<<<<<< webflow", "||||||| both had", "=======", ">>>>>>> butter", "=======  "])
def test_a_mark_that_is_left_is_seen(mark):
    made = marked(long_text("a"), long_text("b"), long_text("c"), NAMES)
    assert made.unfinished(made.text)
    assert made.unfinished(f"words\n{mark}\nmore")
    assert not made.unfinished(f"words {mark}\n====== \nmore")
    assert not made.unfinished("a line\n======= of signs\n")


@pytest.mark.parametrize("line", ["<<<<<<< mine", "========", "|||||||", ">>>>>>>x"])
def test_marks_are_longer_than_what_the_text_itself_has(line):
    made = marked(long_text("a"), long_text(f"{line}\nb"), long_text("c"), NAMES)
    assert made.width > 7
    assert not made.unfinished(line)
    assert made.text.startswith("<" * made.width + " webflow\n")


@pytest.mark.parametrize("value", [Scalar("number", "1"), Scalar("tags", "a")])
def test_only_texts_are_edited(value):
    with pytest.raises(AssertionError, match="only texts"):
        marked(None, value, value, NAMES)


lines = st.lists(st.sampled_from("abcdef"), max_size=6).map("\n".join)


@given(lines, lines, lines)
def test_whoever_takes_one_half_of_each_has_that_sides_edits_and_the_merged_ones(base, left, right):
    made = marked(long_text(base), long_text(left), long_text(right), NAMES)
    halves = [[], []]
    place = None
    for line in made.text.splitlines():
        if line.startswith("<<<<<<<"):
            place = 0
        elif line.startswith("|||||||"):
            place = "base"
        elif line == "=======":
            place = 1
        elif line.startswith(">>>>>>>"):
            place = None
        elif place in (0, 1):
            halves[place].append(line)
        elif place is None:
            for half in halves:
                half.append(line)
    if made.unfinished(made.text):
        assert all(line in made.text.splitlines() for line in left.splitlines() if line not in base)
        assert all(line in made.text.splitlines() for line in right.splitlines() if line not in base)
    else:
        merged = merge3("long_text", base, left, right)
        assert canonical("long_text", made.text) == merged
        assert halves[0] == halves[1]


@pytest.mark.parametrize(
    ("line", "width"), [("<" * 7, 8), ("=" * 9, 10), ("|" * 6, 7), ("X" * 7, 7), ("words <<<<<<<<", 7)]
)
def test_marks_are_no_longer_than_they_must_be(line, width):
    made = marked(long_text("a"), long_text(f"{line}\nb"), long_text("c"), NAMES)
    assert made.width == width
    assert not made.unfinished("X" * width)


def test_a_line_inside_a_block_of_a_rich_text_counts_too():
    block = "<pre>a\n======= b</pre>"
    made = marked(*(Scalar("rich_text", f"{block}<p>{word}</p>") for word in ("a", "b", "c")), NAMES)
    assert made.width == 8
