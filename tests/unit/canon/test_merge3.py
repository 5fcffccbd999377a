"""Two edits of one text are merged where they do not touch, and never where they do."""

import pytest

from isogloss.canon.merge3 import merge3
from isogloss.canon.values import canonical


@pytest.mark.parametrize(
    ("base", "left", "right", "merged"),
    [
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("a\nb\nc", "a\nb\nc", "a\nc", "a\nc"),
        ("a\nb\nc", "x\na\nb\nc", "a\nb\nc\ny", "x\na\nb\nc\ny"),
        ("a\nb\nc", "a\nX\nc", "a\nX\nc", "a\nX\nc"),
        ("a\nb\nc\nd\ne", "b\nc\nd\ne", "a\nb\nc\nd", "b\nc\nd"),
        ("a", "", "a", ""),
        ("", "", "a", "a"),
        ("", "a", "a", "a"),
        ("a\r\nb\r\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("one two three", "1 two three", "one two 3", "1 two 3"),
        ("x\none two three\ny", "x\n1 two three\ny", "x\none two 3 4\ny", "x\n1 two 3 4\ny"),
        (
            "水を沸かす。二分待つ。飲む。",
            "湯を沸かす。二分待つ。飲む。",
            "水を沸かす。二分待つ。冷ます。",
            "湯を沸かす。二分待つ。冷ます。",
        ),
        ("a < b > c", "x < b > c", "a < b > y", "x < b > y"),
    ],
)
def test_edits_of_different_lines_are_merged(base, left, right, merged):
    assert merge3("long_text", base, left, right) == merged
    assert merge3("long_text", base, right, left) == merged


@pytest.mark.parametrize(
    ("base", "left", "right"),
    [
        ("a\nb\nc", "a\nX\nc", "a\nY\nc"),
        ("a\nb\nc", "A\nb\nc", "a\nB\nc"),
        ("a\nb\nc", "a\nc", "a\nB\nc"),
        ("a", "a\nx", "a\ny"),
        ("", "a", "b"),
        ("a", "", "b"),
        ("one two three", "1 two three", "one 2 three"),
        ("one two\nthree four", "1 two\nthree four", "one two\nthree 4"),
        ("水を沸かす。飲む。", "湯を沸かす。飲む。", "水を煮る。飲む。"),
    ],
)
def test_edits_that_touch_have_no_answer(base, left, right):
    assert merge3("long_text", base, left, right) is None
    assert merge3("long_text", base, right, left) is None


RICH = "<h2>T</h2><p>one two three four</p><ul><li>x</li></ul><pre>a\nb\nc</pre>"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("T<", "U<"), ("<li>x", "<li>y")),
        (("one", "<b>1</b>"), ("four", "4")),
        (("T<", "U<"), ("one", "1")),
        (("</ul>", "</ul><p>new</p>"), ("one", "1")),
        (("a\nb", "A\nb"), ("<li>x", "<li>y")),
        (("one two", "two"), ("four", "four five")),
    ],
)
def test_edits_of_different_parts_of_rich_text_are_merged(left, right):
    ours, theirs, both = RICH.replace(*left), RICH.replace(*right), RICH.replace(*left).replace(*right)
    assert merge3("rich_text", RICH, ours, theirs) == both
    assert merge3("rich_text", RICH, theirs, ours) == both


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("one", "1"), ("one", "ONE")),
        (("<h2>T</h2>", ""), ("three", "3")),
        (("one", "1"), ("two", "2")),
        (("a\nb", "A\nb"), ("\nc<", "\nC<")),
        (("<ul><li>x</li></ul>", ""), ("<li>x", "<li>y")),
        (("</h2>", "</h2><p>l</p>"), ("</h2>", "</h2><p>r</p>")),
        (("one two three four", "<b>one two three</b> four"), ("two", "<i>two</i>")),
        (("<h2>T</h2><p>one two three four</p>", "<p>one two three four</p><h2>T</h2>"), ("one", "1")),
    ],
)
def test_edits_of_one_part_of_rich_text_have_no_answer(left, right):
    ours, theirs = RICH.replace(*left), RICH.replace(*right)
    assert merge3("rich_text", RICH, ours, theirs) is None
    assert merge3("rich_text", RICH, theirs, ours) is None


INLINE = (
    '<p>one <wf-component id="c">a <b>b</b></wf-component> two <code>x  y</code> three <img src="i" alt=""> four</p>'
)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("one", "1"), ("four", "4")),
        (("one", "1"), ("three", "3")),
        (("<code>x  y</code> ", ""), ("one", "1")),
        (('<img src="i" alt="">', '<img src="j" alt="">'), ("two", "2")),
        (("<p>one", '<p><a href="https://a.example/">one</a>'), ("three", "3")),
    ],
)
def test_what_is_opaque_in_a_paragraph_is_one_word_of_it(left, right):
    ours, theirs, both = INLINE.replace(*left), INLINE.replace(*right), INLINE.replace(*left).replace(*right)
    assert merge3("rich_text", INLINE, ours, theirs) == canonical("rich_text", both)
    assert merge3("rich_text", INLINE, theirs, ours) == canonical("rich_text", both)


@pytest.mark.parametrize(
    ("left", "right"), [(("x  y", "X  y"), ("x  y", "x  Y")), (("a <b>", "A <b>"), ("b</b>", "B</b>"))]
)
def test_nothing_is_put_together_inside_of_what_is_opaque(left, right):
    assert merge3("rich_text", INLINE, INLINE.replace(*left), INLINE.replace(*right)) is None


def test_neighbouring_paragraphs_edited_by_different_people_are_merged():
    assert merge3("rich_text", "<p>a</p><p>b</p>", "<p>A</p><p>b</p>", "<p>a</p><p>B</p>") == "<p>A</p><p>B</p>"


def test_a_shift_of_paragraphs_is_not_taken_for_edits_of_each():
    base, right = "<p>one two three</p><p>b</p>", "<p>one two 3</p><p>b</p>"
    left = "<p>1 two three</p><p>one two three</p>"
    assert merge3("rich_text", base, left, right) is None


def test_words_that_would_change_the_structure_together_have_no_answer():
    base = "<p>a b c d e f</p>"
    assert merge3("rich_text", base, "<p>a b</p><p>c d e f</p>", "<p>a b c d <b>e</b> f</p>") is None


def test_blocks_that_would_flow_together_have_no_answer():
    base, left, right = "<p>a</p>x<p>b</p><p>c</p>", "<p>a</p>x<p>c</p>", "<p>a</p>x<p>b</p>y<p>c</p>"
    assert merge3("rich_text", base, left, right) is None


def test_a_gap_left_at_the_end_is_dropped():
    base = "<p>a</p><p>b</p><p></p><p>c</p><p>d</p>"
    left, right = "<p>A</p><p>b</p><p></p><p>c</p><p>d</p>", "<p>a</p><p>b</p>"
    assert merge3("rich_text", base, left, right) == "<p>A</p><p>b</p>"


def test_only_what_has_lines_or_blocks_is_merged():
    with pytest.raises(AssertionError, match="not number"):
        merge3("number", "1", "2", "3")
