from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.report import worddiff
from isogloss.report.worddiff import Run, condense, cut, rich_diff, tokens, word_diff

SOME = st.text(alphabet=st.sampled_from("ab 你好שא\u0301\u200d👩👧🇫🇷\n.,é"), max_size=40)


def said(before: str, after: str) -> str:
    """The diff in git's way of writing it."""
    return written(word_diff(before, after))


def written(runs: tuple[Run, ...]) -> str:
    marks = {"keep": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return "".join(marks[run.how].format(run.text) for run in runs)


@pytest.mark.parametrize(
    ("before", "after", "diff"),
    [
        ("A guide to tea", "A guide to green tea", "A guide to {+green +}tea"),
        ("the quick brown fox", "the slow red fox", "the [-quick brown-]{+slow red+} fox"),
        ("绿茶指南", "红茶指南", "[-绿-]{+红+}茶指南"),
        ("緑茶の淹れ方", "紅茶の淹れ方", "[-緑-]{+紅+}茶の淹れ方"),
        ("한국어 문장은 좋다", "한국어 문장이 좋다", "한국어 문장[-은-]{+이+} 좋다"),
        ("מדריך לתה ירוק", "מדריך לתה לבן", "מדריך לתה [-ירוק-]{+לבן+}"),
        ("دليل الشاي", "دليل القهوة", "دليل [-الشاي-]{+القهوة+}"),
        ("same", "same", "same"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("", "", ""),
    ],
)
def test_words_change_as_a_reader_would_mark_them(before: str, after: str, diff: str) -> None:
    assert said(before, after) == diff


def test_texts_with_nothing_in_common_are_shown_one_after_the_other() -> None:
    before, after = "one two three four five six", "uno due tre four cinque sei sette otto nove dieci"
    assert said(before, after) == f"[-{before}-]{{+{after}+}}"


def test_a_kept_character_lost_among_changes_goes_with_them() -> None:
    assert said("start ab 茶 cd end of it", "start xy 茶 zw end of it") == "start [-ab 茶 cd-]{+xy 茶 zw+} end of it"


def test_a_line_break_between_changes_is_kept_apart() -> None:
    assert said("start one\ntwo end", "start uno\ndue end") == "start [-one-]{+uno+}\n[-two-]{+due+} end"


@pytest.mark.parametrize(
    ("text", "cut_up"),
    [
        ("e\u0301te\u0301 x", ["e\u0301te\u0301", " ", "x"]),
        ("नमस्ते दुनिया", ["नमस्ते", " ", "दुनिया"]),
        ("👨\u200d👩\u200d👧👍🏽", ["👨\u200d👩\u200d👧", "👍🏽"]),
        ("🇫🇷🇯🇵", ["🇫🇷", "🇯🇵"]),
        ("می\u200cبینم", ["می\u200cبینم"]),
        ("กำลัง", ["กำ", "ลั", "ง"]),
        ("a\n\nb", ["a", "\n", "\n", "b"]),
        ("\u0301x", ["\u0301", "x"]),
    ],
)
def test_no_token_is_half_of_a_character(text: str, cut_up: list[str]) -> None:
    assert tokens(text) == cut_up


@given(SOME, SOME)
def test_keeps_and_deletes_are_before_and_keeps_and_inserts_after(before: str, after: str) -> None:
    runs = word_diff(before, after)
    assert "".join(run.text for run in runs if run.how != "insert") == before
    assert "".join(run.text for run in runs if run.how != "delete") == after


@given(SOME, SOME)
def test_a_change_is_one_delete_then_one_insert(before: str, after: str) -> None:
    hows = [run.how for run in word_diff(before, after)]
    assert all(
        (one, other)
        in {("keep", "delete"), ("keep", "insert"), ("delete", "insert"), ("delete", "keep"), ("insert", "keep")}
        for one, other in pairwise(hows)
    )


@given(SOME, st.integers(min_value=0, max_value=12))
def test_a_cut_text_is_a_beginning_that_ends_at_a_token(text: str, most: int) -> None:
    short = cut(text, most)
    assert text.startswith(short)
    assert len(short) <= max(most, 0)
    if short != text and short:
        whole = "".join(tokens(text)[: len(tokens(short))])
        assert whole == short or len(tokens(text)[0]) > most


def test_texts_too_long_to_compare_are_replaced_between_their_equal_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worddiff, "MOST_CELLS", 10)
    assert said("same a b c d e same", "same v w c y z same") == "same [-a b c d e-]{+v w c y z+} same"


def test_rich_text_is_compared_as_the_words_that_it_shows() -> None:
    runs = rich_diff("<p>One <b>two</b></p><p>x</p>", "<p>One <b>three</b></p><p>x</p>")
    assert written(runs) == "One [-two-]{+three+}\n\nx"
    assert not any(run.markup for run in runs)


def test_markup_is_shown_where_it_alone_changed() -> None:
    runs = rich_diff("<p>First</p><p>A <em>word</em>.</p>", "<p>First, new</p><p>A <strong>word</strong>.</p>")
    assert written(runs) == ("First{+, new+}\n\n<p>A [-<em>-]{+<strong>+}word[-</em>-]{+</strong>+}.</p>")
    assert [run.text for run in runs if run.markup and run.how == "insert"] == ["<strong>", "</strong>"]


def test_a_new_block_between_two_does_not_disturb_them() -> None:
    runs = rich_diff("<p>One</p><p>Two</p>", "<p>One</p><h2>New</h2><p>Two</p>")
    assert written(runs) == "One\n\n{+New\n\n+}Two"


def test_blocks_that_only_changed_markup_hold_the_others_in_place() -> None:
    runs = rich_diff("<p>a <em>b</em></p><p>old</p>", "<ul><li>n</li></ul><p>a <b>b</b></p><p>new</p>")
    assert [run.text for run in runs if run.how == "delete" and not run.markup] == ["old"]


def test_a_component_that_goes_is_shown_as_markup_where_it_has_no_words() -> None:
    assert written(rich_diff("<p>a</p><hr>", "<p>a</p>")) == "a\n\n[-<hr>-]"


def test_unchanged_text_far_from_a_change_is_left_out_and_counted() -> None:
    words_before, words_after = "a " * 200, " b" * 200
    short = condense(word_diff(f"{words_before}old{words_after}", f"{words_before}new{words_after}"), 20, 100)
    assert [run.how for run in short] == ["keep", "keep", "delete", "insert", "keep"]
    assert sum(len(run.text) + run.left_out for run in short if run.how == "keep") == 800
    assert max(len(run.text) for run in short) <= 20


def test_a_change_longer_than_allowed_is_cut_and_counted() -> None:
    (run,) = condense((Run("insert", "word " * 100),), 20, 52)
    assert (run.text, run.left_out) == ("word " * 10, 450)


def test_condensing_twice_loses_count_of_nothing() -> None:
    runs = word_diff("a " * 300 + "old" + " b" * 300, "a " * 300 + "new " * 90 + " b" * 300)
    twice = condense(condense(runs, 60, 200), 10, 40)
    assert sum(len(run.text) + run.left_out for run in twice) == sum(len(run.text) for run in runs)


@given(st.text(max_size=30))
def test_tokens_put_together_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text
