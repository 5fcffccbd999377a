"""Names: safe on every file system, different for different texts, never a way out of the folder."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.adapters.bundle.names import folded, safe_name, wrong_name

HOSTILE = [
    "", ".", "..", "../../etc/passwd", "/etc/passwd", "C:\\Windows", "a/b", "a\\b", "con", "CON", "nul.txt", "com1",
    "COM¹", "lpt9.yaml", "aux.", "a.", "a ", " a", "a\x00b", "a\nb", "~", "%41", "%", "é", "e\u0301", "É", "ß", "SS",
    "ﬁ", "İ", "x" * 500, "日" * 200, "日本語", ".git", ".new-a", "-rf", "\ud800", "👍", "a:b", 'a"b', "a?b", "*", "K",
]  # fmt: skip


def there(place: Path) -> list[str]:
    return sorted(child.name for child in place.iterdir())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_becomes_a_name_that_stays_inside(text: str, tmp_path: Path) -> None:
    made = safe_name(text)
    assert wrong_name(made) is None
    (tmp_path / made).mkdir()
    assert there(tmp_path) == [made]


@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=6)), unique=True, max_size=12))
def test_different_texts_never_share_a_folder_even_where_case_and_composition_are_one(texts: list[str]) -> None:
    names = [safe_name(text) for text in texts]
    decomposed = {unicodedata.normalize("NFD", folded(name)) for name in names}
    assert len(decomposed) == len(texts)
    assert all(wrong_name(name) is None for name in names)


@pytest.mark.parametrize("text", ["hello-world", "v1.2_b", "65f0a1", "日本語", "été", "ann~2"])
def test_a_slug_is_its_own_name(text: str) -> None:
    assert safe_name(text) == text


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "empty"),
        ("a/b", "empty or has one of"),
        (".hidden", "begins with a dot"),
        ("a.", "ends in a dot"),
        ("nul.yaml", "a device"),
        ("\udcff", "UTF-8"),
        ("x" * 201, "200 bytes"),
        ("e\u0301", "not composed"),
    ],
)
def test_a_name_made_by_hand_is_told_why_it_cannot_stand_everywhere(name: str, reason: str) -> None:
    assert reason in (wrong_name(name) or "")


def test_a_name_made_by_hand_may_have_capitals_and_spaces() -> None:
    assert wrong_name("Hello World") is None
