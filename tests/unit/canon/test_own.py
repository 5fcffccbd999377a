"""A value has the spelling that it was read in, and is the same in any."""

import pytest

from isogloss.canon.own import blank, spelled, sure
from isogloss.model.value import ABSENT, Scalar


@pytest.mark.parametrize(
    ("type_", "raw", "text", "own"),
    [
        ("text", " a\nb ", "a b", " a\nb "),
        ("text", "a b", "a b", ""),
        ("long_text", "a\r\nb\n", "a\nb", "a\r\nb\n"),
        ("rich_text", "<P>a<!--b-->", "<p>a</p>", "<P>a<!--b-->"),
        ("link", "HTTPS://A.example", "https://a.example/", "HTTPS://A.example"),
        ("link", " https://a.example/ ", "https://a.example/", " https://a.example/ "),
        ("link", "https://a.example/\nb", "https://a.example/b", ""),
        ("email", "ada@A.example", "ada@a.example", "ada@A.example"),
        ("phone", " 030 1 ", "030 1", " 030 1 "),
        ("tags", "b, a", "a, b", "b, a"),
        ("number", "3.0", "3", ""),
        ("colour", "#1F6", "#11ff66", ""),
        ("date", "2026-01-02T00:00:00", "2026-01-02", ""),
    ],
)
def test_a_value_keeps_its_spelling_where_somebody_chose_it(type_: str, raw: str, text: str, own: str) -> None:
    made = spelled(type_, raw)
    assert isinstance(made, Scalar)
    assert (made.text, made.own, made.spelling) == (text, own, own or text)
    assert made == Scalar(type_, text)
    assert sure(made) is made


def test_what_means_nothing_is_absent() -> None:
    assert spelled("text", " ") is ABSENT
    assert spelled("rich_text", "<!--more-->") is ABSENT


def test_a_spelling_that_means_something_else_is_not_written() -> None:
    assert sure(Scalar("text", "a", "b")).own == ""
    assert sure(Scalar("email", "a@b.example", "nothing")).own == ""
    assert sure(Scalar("text", "a", "a ")).own == "a "


@pytest.mark.parametrize(
    ("type_", "raw", "made"),
    [
        ("rich_text", "<!--more-->", "<!--more-->"),
        ("rich_text", "<p>&nbsp;</p><!-- a -->", "<p>&nbsp;</p><!-- a -->"),
        ("rich_text", "<!-- -->", ""),
        ("rich_text", "<p></p>", ""),
        ("rich_text", "<p>a</p><!--more-->", ""),
        ("rich_text", None, ""),
        ("text", "<!--more-->", ""),
    ],
)
def test_a_text_is_blank_where_it_holds_comments_and_shows_nothing(type_: str, raw: object, made: str) -> None:
    assert blank(type_, raw) == made
