"""What speaks for two posts being one entry: a table of pairs, and how they compare."""

import pytest

from isogloss.match.facts import Crowd, Facts, crowd_of, last_step, stem
from isogloss.match.score import likeness
from isogloss.model.locale import Locale

EN, FR, JA = Locale("en"), Locale("fr"), Locale("ja")
MARKS = frozenset({"en", "fr", "ja", "jp"})


def post(slug: str, locale: Locale, **more: object) -> Facts:
    return Facts(slug, locale, **more)  # type: ignore[arg-type]  # literals in a test


def score(one: Facts, other: Facts, *crowd: Facts) -> float:
    return likeness(one, other, crowd_of([one, other, *crowd], MARKS), MARKS).score


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("tea-en", "tea"),
        ("jp-tea", "tea"),
        ("tea", "tea"),
        ("tea-pen", "tea-pen"),
        ("en", "en"),
        ("-en", "-en"),
        ("green-tea-fr", "green-tea"),
    ],
)
def test_a_stem_is_the_slug_without_the_locale(slug, expected):
    assert stem(slug, MARKS) == expected


@pytest.mark.parametrize(
    ("address", "step"),
    [
        ("https://cdn.example/resize=width:400/abc?x=1", "abc"),
        ("/blog/tea/#top", "tea"),
        ("tea", "tea"),
        ("https://example.com", "example.com"),
    ],
)
def test_of_an_address_the_last_step_counts(address, step):
    assert last_step(address) == step


OTHERS = (post("x", EN, tags=frozenset({"drinks"}), images=frozenset({"logo"}), links=frozenset({"/home"})),) * 3
TABLE = [
    ("nothing in common", post("tea", EN), post("voiture", FR), (), 0.0, 0.0, None),
    ("the same stem", post("tea-en", EN), post("tea-fr", FR), (), 0.75, 0.75, "the same stem tea"),
    ("a stem that others have", post("tea", EN), post("tea-fr", FR), (post("tea-en", EN),), 0.4, 0.4, "as others"),
    ("stems alike", post("green-tea", EN), post("green-teas-fr", FR), (), 0.3, 0.4, "are alike"),
    ("short stems are not alike", post("tea", EN), post("teas", FR), (), 0.0, 0.0, None),
    ("the same title", post("a", EN, title="ACME"), post("b", FR, title="Acme"), (), 0.4, 0.4, "the same title"),
    ("titles of signs", post("a", EN, title="?!"), post("b", FR, title="?!"), (), 0.0, 0.0, None),
    (
        "a number",
        post("ten", EN, title="10 tips"),
        post("dix", FR, title="10 conseils"),
        (),
        0.15,
        0.15,
        "the number 10",
    ),
    ("other numbers", post("fair-2023", EN), post("fair-2024-fr", FR), (), 0.0, 0.2, "but other numbers"),
    (
        "a tag of their own",
        post("a", EN, tags=frozenset({"g1", "drinks"})),
        post("b", FR, tags=frozenset({"g1"})),
        OTHERS,
        0.6,
        0.6,
        "the tag g1",
    ),
    (
        "a tag that everybody has",
        post("a", EN, tags=frozenset({"drinks"})),
        post("b", FR, tags=frozenset({"drinks", "tea"})),
        OTHERS,
        0.05,
        0.1,
        "some of the same tags",
    ),
    (
        "a picture of their own",
        post("a", EN, images=frozenset({"p1", "logo"})),
        post("b", FR, images=frozenset({"p1"})),
        OTHERS,
        0.55,
        0.55,
        "the same picture",
    ),
    (
        "a picture that everybody has",
        post("a", EN, images=frozenset({"logo"})),
        post("b", FR, images=frozenset({"logo"})),
        OTHERS,
        0.0,
        0.0,
        None,
    ),
    (
        "a link from one to the other",
        post("a", EN, links=frozenset({"https://example.com/fr/b/"})),
        post("b", FR),
        (),
        0.7,
        0.7,
        "a links to b",
    ),
    (
        "a rare link",
        post("a", EN, links=frozenset({"https://rare.example/x", "/home"})),
        post("b", FR, links=frozenset({"https://rare.example/x", "/home"})),
        OTHERS,
        0.3,
        0.3,
        "a link that hardly any",
    ),
    ("the same day", post("a", EN, day=10.1), post("b", FR, day=10.5), (), 0.35, 0.35, "on the same day"),
    ("two days", post("a", EN, day=10.0), post("b", FR, day=11.5), (), 0.2, 0.2, "within two days"),
    ("a week", post("a", EN, day=10.0), post("b", FR, day=16.0), (), 0.1, 0.1, "within a week"),
    ("a month", post("a", EN, day=10.0), post("b", FR, day=40.0), (), 0.0, 0.0, None),
    (
        "far apart",
        post("tea", EN, day=0.0),
        post("tea-fr", FR, day=400.0),
        (),
        0.6,
        0.6,
        "published months apart",
    ),
    (
        "the same people",
        post("a", EN, author="ann", categories=frozenset({"c"})),
        post("b", FR, author="ann", categories=frozenset({"c"})),
        (),
        0.05,
        0.1,
        "the same author",
    ),
]


@pytest.mark.parametrize(
    ("one", "other", "crowd", "least", "most", "reason"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_each_sign_has_its_weight_and_its_reason(one, other, crowd, least, most, reason):
    counted = crowd_of([one, other, *crowd], MARKS)
    found = likeness(one, other, counted, MARKS)

    assert least <= found.score <= most
    assert found.reasons == () if reason is None else any(reason in said for said in found.reasons), found
    assert likeness(other, one, counted, MARKS).score == found.score


def test_signs_add_up_and_are_never_certainty():
    one = post("tea", EN, title="Tea", day=1.0, author="ann", images=frozenset({"p"}))
    other = post("tea-fr", FR, title="Tea", day=1.0, author="ann", images=frozenset({"p"}))

    found = likeness(one, other, crowd_of([one, other], MARKS), MARKS)

    assert 0.9 < found.score < 1
    assert found.reasons[0] == "the same stem tea"
    assert score(one, post("tea-fr", FR)) < found.score


def test_a_crowd_is_at_least_two():
    assert Crowd().few == 2
    assert crowd_of([post("a", EN)], MARKS).few == 2
