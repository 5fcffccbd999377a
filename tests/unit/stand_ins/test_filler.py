"""Filler: of the same shape, script and length, the same for the same word, and nothing leads back."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.stand_ins.filler import Filler
from isogloss.stand_ins.scrub import scrubbed_state, told

KEY = b"a key for tests."
TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60)


def script(char: str) -> str:
    return unicodedata.name(char, "").split(" ")[0]


@given(TEXTS)
def test_length_signs_and_case_stay(text: str) -> None:
    filled = Filler(key=KEY).text(text)
    assert len(filled) == len(text)
    if not re.fullmatch(r"#[0-9a-fA-F]{3,8}", text):
        assert re.sub(r"\w", "", filled) == re.sub(r"\w", "", text) or "<" in text or "&" in text
    assert [char.isupper() for char in filled if char.isascii()] == [char.isupper() for char in text if char.isascii()]


@pytest.mark.parametrize(
    "text", ["Wilhelmina", "渡辺直美さん", "Пётр Ильич", "فاطمة الزهراء", "नमस्ते दुनिया", "박지성입니다"]
)
def test_other_letters_of_the_same_script(text: str) -> None:
    filled = Filler(key=KEY).text(text)
    assert filled != text
    assert [script(char) for char in filled if char.isalpha()] == [script(char) for char in text if char.isalpha()]


def test_a_word_is_the_same_wherever_it_stands_and_other_in_another_bundle() -> None:
    filler = Filler(kinds=["article"])
    slug = filler.text("green-tea")
    assert f"/{slug}?" in filler.text("https://a.example/green-tea?x=1")
    assert filler.text("article/green-tea") == f"article/{slug}"
    assert filler.text("Green Tea").casefold() == slug.replace("-", " ")
    assert Filler().text("green-tea-and-cake") != filler.text("green-tea-and-cake")


def test_markup_ids_days_and_what_the_mapping_names_stay_what_they_are() -> None:
    filler = Filler(kept=["news"])
    assert filler.text("news") == "news"
    made = filler.text('<p class="lead">Tea &amp; <a href="/tea">cake</a></p>')
    assert re.fullmatch(r'<p class="\w{4}">\w{3} &amp; <a href="/\w{3}">\w{4}</a></p>', made)
    address = "https://cdn.prod.website-files.com/eb355cddaac14aa57b6d27ee/ad263c93baf35e3b0887fdab_pot.png"
    kept, _, name = filler.text(address).rpartition("_")
    assert kept == address.rpartition("_")[0]
    assert name.endswith(".png")
    day = filler.text("2026-03-01T09:30:00Z")
    assert day.endswith("T09:30:00Z")
    assert day < "2026"
    assert filler.text("2026-03-01") == day[:10]
    assert re.fullmatch("#[0-9a-f]{6}", filler.text("#1f6f8b"))


@given(st.one_of(st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False, width=32)))
def test_a_number_is_one_of_its_sort(number: float) -> None:
    filled = Filler(key=KEY).number(number)
    assert type(filled) is type(number)


def test_a_content_field_called_as_something_of_ours_is_content() -> None:
    state = {
        "collections": [
            {
                "id": "c" * 24,
                "slug": "people",
                "displayName": "Harkavy",
                "fields": [],
                "items": [{"id": "a" * 24, "fieldData": {"type": "Harkavy", "state": "Harkavy", "kind": "Harkavy"}}],
            }
        ]
    }
    assert "harkavy" not in str(scrubbed_state(state, Filler())).casefold()


def test_sentences_of_ours_can_be_read_and_words_of_the_content_in_them_cannot() -> None:
    said = {"detail": "refused with 400 (it says: harkavy, refused)", "outcome": "failed"}
    plain = told(said, Filler(), frozenset({"harkavy"}))
    assert isinstance(plain, dict)
    assert "refused with" in str(plain["detail"])
    assert "harkavy" not in str(plain["detail"])
    hidden = told(said, Filler(), frozenset({"harkavy", "refused"}))
    assert "refused" not in str(hidden)
