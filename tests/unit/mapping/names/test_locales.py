"""Canonical tags."""

import pytest

from isogloss.mapping.names.languages import standard
from isogloss.mapping.names.locales import USUAL, canonical


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("en_us", "en-US"),
        ("iw", "he"),
        ("PT-br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("no", "no"),
        ("es-419", "es-419"),
    ],
)
def test_a_tag_has_one_spelling(text, tag):
    assert canonical(text) == tag
    assert canonical(canonical(text)) == tag


@pytest.mark.parametrize("text", ["", "*", "english", "e", "bogus!!", "und", "x-private", "qq", "jp", "cz"])
def test_what_names_no_language_is_refused(text):
    with pytest.raises(ValueError, match=r"is not a language tag|names no language"):
        canonical(text)


def test_a_country_where_a_language_was_meant_is_explained():
    with pytest.raises(ValueError, match='did you mean ja, with "jp"'):
        canonical("jp")


@pytest.mark.parametrize("tag", sorted(USUAL))
def test_a_usual_tag_is_canonical_by_the_tables_of_languages_as_well(tag):
    assert standard(tag) == canonical(tag) == tag
