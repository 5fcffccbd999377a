"""Canonical tags and fair proposals."""

import pytest

from isogloss.mapping.locales import Nearest, canonical, closest


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


@pytest.mark.parametrize(
    ("tag", "candidates", "nearest"),
    [
        ("fr", ["en", "fr-FR", "fr-CA"], Nearest("fr-FR", 0)),
        ("es-MX", ["es-419", "es-ES"], Nearest("es-419", 1)),
        ("ja-JP", ["en", "jp"], Nearest("jp", 0)),
        ("zh-TW", ["zh-Hant", "zh"], Nearest("zh-Hant", 0)),
        ("fr", ["en", "de", "not a tag!"], None),
        ("fr", [], None),
        ("en-US", ["en", "en_us"], Nearest("en_us", 0)),
    ],
)
def test_the_nearest_is_proposed_and_nothing_far(tag, candidates, nearest):
    assert closest(tag, candidates) == nearest
