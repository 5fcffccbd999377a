"""What stays of a cell that is written over, wherever it has parts."""

from isogloss.canon.own import spelled
from isogloss.mapping.types.keeping import kept
from isogloss.model.value import ABSENT, Asset, Group, Many, Scalar, Value, dump


def html(text: str) -> Value:
    made = spelled("rich_text", text)
    assert isinstance(made, Scalar)
    return made


def row(body: str, title: str) -> Group:
    made = spelled("text", title)
    assert isinstance(made, Scalar)
    return Group((("body", html(body)), ("title", made)))


HELD = row("<p>a</p><!--m--><p>b</p>", " T")


def test_a_plain_value_is_written_as_it_is() -> None:
    assert kept(Scalar("text", "a"), Scalar("text", "b"), Scalar("text", "b")) == (Scalar("text", "b"), ())
    assert kept(ABSENT, ABSENT, ABSENT) == (ABSENT, ())
    assert dump(kept(ABSENT, html("<p >a</p>"), html("<p >a</p>"))[0]) == dump(html("<p >a</p>"))
    assert kept(html("<p >a</p>"), ABSENT, ABSENT) == (ABSENT, ())


def test_a_comment_goes_with_a_text_that_is_emptied_and_is_told_while_an_attribute_goes_with_its_element() -> None:
    held = Many((html("<p>a</p><!--m-->"), html('<p><img src="/a" loading="lazy"></p><!--m-->')))
    assert kept(held, ABSENT, ABSENT) == (ABSENT, ("the comment 'm'",))


def test_a_cell_of_comments_alone_keeps_them_beside_a_rich_text_and_loses_them_to_any_other() -> None:
    blank = Scalar("rich_text", "", "<!--m-->")
    made, gone = kept(blank, html("<p>a</p>"), html("<p>a</p>"))
    assert (dump(made), gone) == (dump(html("<p>a</p><!--m-->")), ())
    assert kept(blank, Scalar("text", "a"), ABSENT) == (Scalar("text", "a"), ("the comment 'm'",))


def test_a_text_in_a_group_is_written_around_what_is_there_and_its_neighbour_stays() -> None:
    made, gone = kept(HELD, row("<p>a</p><p>c</p>", "T"), ABSENT)
    assert dump(made) == dump(row("<p>a</p><!--m--><p>c</p>", " T"))
    assert gone == ()


def test_rows_that_stay_are_written_as_they_are_and_others_answer_to_those_in_their_place() -> None:
    other = row("<p>x<!--k--></p>", "X")
    held = Many((other, HELD))
    made, gone = kept(held, Many((row("<p>new</p>", "N"), row("<p>x</p>", "X"), row("<p>a</p><p>c</p>", "T"))), ABSENT)
    assert dump(made) == dump(Many((row("<p>new</p>", "N"), other, row("<p>a</p><!--m--><p>c</p>", " T"))))
    assert gone == ()


def test_what_is_gone_is_told_once() -> None:
    held = Many((html("<p>a<!--m--></p>"), html("<p>b<!--m--></p>")))
    _, gone = kept(held, Many((html("<p>c</p>"), html("<p>d</p>"))), ABSENT)
    assert gone == ("the comment 'm'",)


def test_a_picture_that_stays_keeps_the_spelling_of_its_text() -> None:
    held = Group((("a", Asset("image", "/a", "A", " A")), ("b", Scalar("text", "b"))))
    made, _ = kept(held, Group((("a", Asset("image", "/a", "A")), ("b", Scalar("text", "c")))), ABSENT)
    assert dump(made) == {"group": {"a": {"image": ["/a", "A"], "own": " A"}, "b": {"text": "c"}}}


def test_a_text_of_both_sides_has_the_spelling_of_each() -> None:
    now, across = html("<p>a  b</p><p>c</p>"), html("<p>a b</p><p>d  e</p>")
    made, _ = kept(now, Scalar("rich_text", "<p>a b</p><p>d e</p>"), html("<p>a b</p><p>d  e</p><p>f</p>"))
    assert isinstance(made, Scalar)
    assert made.spelling == "<p>a  b</p><p>d  e</p>"
    assert kept(now, Scalar("rich_text", "<p>z</p>"), across)[0] == Scalar("rich_text", "<p>z</p>")


def test_what_is_of_another_type_is_replaced() -> None:
    made, _ = kept(html("<p>a<!--m--></p>"), Scalar("text", "a"), ABSENT)
    assert made == Scalar("text", "a")
