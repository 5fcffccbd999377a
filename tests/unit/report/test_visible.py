import pytest

from isogloss.report.visible import changed, one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("a\x00b\x7f", "a␀b␡"),
        ("\x9b2J", "⟦U+009B⟧2J"),
        ("\u202egnp.exe", "⟦U+202E⟧gnp.exe"),
        ("\u2066x\u2069", "⟦U+2066⟧x⟦U+2069⟧"),
        ("a\u2028b", "a⟦U+2028⟧b"),
        ("half \ud800", "half ⟦U+D800⟧"),
        ("\U000e0041hidden", "⟦U+E0041⟧hidden"),
        ("a\r\nb", "a␍\nb"),
    ],
)
def test_what_could_steer_a_reader_is_named_instead(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text", ["tab\tand\nline", "עברית", "דליל \u200f(x)", "می\u200cبینم", "👨\u200d👩\u200d👧", "e\u0301"]
)
def test_ordinary_text_of_any_script_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_one_line_shows_where_lines_ended() -> None:
    assert one_line("a\nb\n\n c\td") == "a ↵ b ¶ c d"


@pytest.mark.parametrize(
    ("text", "shown"),
    [(" ", "␣"), ("\u00a0", "⟦U+00A0⟧"), ("\n\n", "↵\n↵\n"), ("\u200b", "⟦U+200B⟧"), ("co\u00adop", "co⟦U+00AD⟧op")],
)
def test_a_change_that_cannot_be_seen_is_named(text: str, shown: str) -> None:
    assert changed(text) == shown


def test_spaces_in_a_change_that_can_be_seen_stay() -> None:
    assert changed(" new words ") == " new words "
