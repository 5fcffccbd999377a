"""Fair proposals for a locale."""

import pytest

from isogloss.mapping.names.languages import Nearest, closest, pairs


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


@pytest.mark.parametrize(
    ("tag", "other"),
    [("ca", "es"), ("uk", "ru"), ("be", "ru"), ("gl", "es"), ("br", "fr"), ("cy", "en"), ("lb", "de"), ("nn", "nb")],
)
def test_a_language_that_its_readers_know_too_is_no_proposal(tag, other):
    assert closest(tag, ["ja", other]) is None


@pytest.mark.parametrize(
    ("tag", "code", "distance"), [("no", "nb", 1), ("he", "iw", 0), ("zh-CN", "cmn-Hans", 0), ("sr-Latn", "sr", 5)]
)
def test_other_names_of_one_language_are_proposed(tag, code, distance):
    assert closest(tag, ["ja", code]) == Nearest(code, distance)


def test_another_script_is_no_proposal_where_few_read_both():
    assert closest("zh-TW", ["zh-CN"]) is None
    assert closest("hi-Latn", ["hi"]) is None


@pytest.mark.parametrize("tags", [("es-MX", "es", "ca"), ("ca", "es", "es-MX")])
def test_the_nearest_pairs_are_found_first(tags):
    assert pairs(tags, ["en", "es"]) == {"es": Nearest("es", 0)}
    assert pairs(tags, ["es-419", "es", "ca"]) == {
        "es": Nearest("es", 0),
        "ca": Nearest("ca", 0),
        "es-MX": Nearest("es-419", 1),
    }


def test_each_code_is_given_once():
    assert pairs(["fr-CA", "fr-BE"], ["fr", "fr-FR"]).keys() == {"fr-CA", "fr-BE"}
    assert pairs([], ["fr"]) == {}
