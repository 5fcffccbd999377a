import pytest

from isogloss.merge.change import Change
from isogloss.model.address import Cell, EntryKey
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Asset, Group, Many, MaybeValue, Ref, Scalar, Value
from isogloss.report.parts import CellChange, Limits
from isogloss.report.shown import Quoter, in_words
from isogloss.report.value import Shown

KEY = EntryKey("article", "tea")


def cell(before: MaybeValue, after: MaybeValue, limits: Limits | None = None) -> CellChange:
    change = Change(Cell(KEY, Locale("en"), "body"), before, after, ABSENT)
    return Quoter(limits or Limits()).cell(change, "update")


def rich(html: str) -> Scalar:
    return Scalar("rich_text", html)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Scalar("flag", "true"), "true"),
        (rich("<p>One <b>two</b></p><ul><li>three</li></ul>"), "One two\n\n- three"),
        (rich("<hr>"), "<hr>"),
        (Asset("image", "https://cdn.example/a.jpg", "A cat"), "https://cdn.example/a.jpg (alt: A cat)"),
        (Asset("file", "https://cdn.example/a.pdf"), "https://cdn.example/a.pdf"),
        (Ref(EntryKey("author", "ada")), "author/ada"),
        (Many((Scalar("text", "a"), Scalar("text", "b"))), "- a\n- b"),
        (Group((("rows", Many((Scalar("number", "1"), Scalar("number", "2")))),)), "rows:\n  - 1\n  - 2"),
    ],
)
def test_every_type_of_value_reads_as_words(value: Value, words: str) -> None:
    assert in_words(value) == words


def test_a_new_value_is_set_and_has_no_runs() -> None:
    found = cell(ABSENT, Scalar("text", "new"))
    assert (found.what, found.before, found.after, found.runs) == ("set", None, Shown("text", "new"), ())


def test_a_value_that_goes_is_cleared() -> None:
    assert cell(Scalar("text", "old"), ABSENT).what == "cleared"


def test_numbers_and_addresses_are_not_compared_word_by_word() -> None:
    assert cell(Scalar("number", "7"), Scalar("number", "8")).runs == ()
    assert cell(Asset("image", "https://a.example/1"), Asset("image", "https://a.example/2")).runs == ()


def test_values_of_two_types_are_shown_whole() -> None:
    found = cell(Scalar("text", "a b"), Scalar("long_text", "a c"))
    assert (found.what, found.runs) == ("changed", ())


def test_a_list_is_compared_line_by_line() -> None:
    before = Many((Ref(EntryKey("tag", "a")),))
    found = cell(before, Many((*before.items, Ref(EntryKey("tag", "b")))))
    assert [(run.how, run.text) for run in found.runs] == [("keep", "- tag/a"), ("insert", "\n- tag/b")]


def test_a_change_of_markup_alone_says_so() -> None:
    found = cell(rich("<p>a <em>b</em></p>"), rich("<p>a <strong>b</strong></p>"))
    assert (found.what, found.notes) == ("markup changed", ())


def test_an_address_that_changes_behind_other_words_is_named() -> None:
    found = cell(
        rich('<p>Read <a href="https://old.example/">this</a> now.</p>'),
        rich('<p>Read <a href="https://new.example/">this</a> soon.</p>'),
    )
    assert found.what == "changed"
    assert found.notes == (
        "gone address: https://old.example/",
        "new address: https://new.example/",
        "the markup changed, too",
    )


def test_words_that_change_within_the_same_markup_need_no_note() -> None:
    assert cell(rich("<p>a <b>b</b> c</p>"), rich("<p>a <b>b</b> d</p>")).notes == ()


def test_a_long_value_is_cut_at_a_word_and_counted() -> None:
    found = cell(ABSENT, Scalar("text", "word " * 100), Limits(text=22))
    assert found.after == Shown("text", "word word word word ", 480)


def test_what_is_quoted_is_counted_against_the_whole() -> None:
    quoter = Quoter(Limits(text=50, characters=60))
    quoter.shown(Scalar("text", "x" * 40))
    assert not quoter.full
    quoter.shown(Scalar("text", "x" * 40))
    assert quoter.full


def test_a_link_is_called_as_what_it_leads_to_where_that_is_known() -> None:
    ada, unknown = EntryKey("author", "ada"), EntryKey("author", "x")
    titles = {ada: "Ada Lovelace"}
    both = Many((Ref(ada), Ref(unknown)))
    assert in_words(both, lambda key: titles.get(key, "")) == "- Ada Lovelace (author/ada)\n- author/x"


def test_the_markup_of_rich_text_is_quoted_where_that_is_asked_for_and_all_of_it_fits() -> None:
    html = Scalar("rich_text", "<p>Green <b>tea</b></p>")
    assert Quoter(Limits()).shown(html) == Shown("rich_text", "Green tea")
    assert Quoter(Limits(source=True)).shown(html) == Shown("rich_text", "Green tea", 0, html.text)
    assert Quoter(Limits(text=10, source=True)).shown(html) == Shown("rich_text", "Green tea")


def test_a_file_says_its_address_and_its_alternative_text() -> None:
    shown = Quoter(Limits()).shown(Asset("image", "https://x.example/a.png", "A cup"))
    assert shown == Shown("image", "https://x.example/a.png (alt: A cup)", 0, "", "https://x.example/a.png", "A cup")
