"""What is put together, what is left to a person, and that earlier decisions stay."""

import random

import pytest

from isogloss.match.facts import Facts
from isogloss.match.propose import Decided, Proposals, Terms, propose
from isogloss.model.locale import Locale

EN, FR, JA = Locale("en"), Locale("fr"), Locale("ja")
MARKS = frozenset({"en", "fr", "ja", "jp"})


def post(slug: str, locale: Locale | None, **more: object) -> Facts:
    return Facts(slug, locale, **more)  # type: ignore[arg-type]  # literals in a test


def proposed(*posts: Facts, **more: object) -> Proposals:
    return propose(posts, Terms((EN, FR, JA), MARKS, **more))  # type: ignore[arg-type]  # literals in a test


def entries(found: Proposals) -> dict[str, dict[Locale, str]]:
    return {entry.name: dict(entry.posts) for entry in found.entries}


BLOG = (
    post("tea", EN, day=1.0),
    post("tea-fr", FR, day=1.0),
    post("tea-jp", JA, day=2.0),
    post("ink", EN, day=300.0, images=frozenset({"pot"})),
    post("encre", FR, day=300.2, images=frozenset({"pot"})),
    post("lost", None, marks=("en", "fr")),
    post("solo", EN, day=800.0),
)


def test_clear_likenesses_become_entries_and_nothing_else():
    found = proposed(*BLOG)

    assert entries(found) == {
        "ink": {EN: "ink", FR: "encre"},
        "solo": {EN: "solo"},
        "tea": {EN: "tea", FR: "tea-fr", JA: "tea-jp"},
    }
    by_name = {entry.name: entry for entry in found.entries}
    assert by_name["tea"].score == 0.75 or by_name["tea"].score > 0.75
    assert any("the same stem tea" in reason for reason in by_name["tea"].reasons)
    assert by_name["solo"].score is None
    assert found.doubts == ()
    assert [each.slug for each in found.unplaced] == ["lost"]


def test_the_order_of_the_posts_does_not_matter():
    shuffled = list(BLOG)
    random.Random(7).shuffle(shuffled)  # noqa: S311  # any other order will do

    assert proposed(*shuffled) == proposed(*BLOG)


def test_two_posts_with_one_stem_are_left_to_a_person():
    found = proposed(post("sale", EN), post("sale-en", EN), post("sale-fr", FR))

    assert found.entries == ()
    assert {doubt.slug: [each.slug for each in doubt.candidates] for doubt in found.doubts} == {
        "sale": ["sale-fr"],
        "sale-en": ["sale-fr"],
        "sale-fr": ["sale", "sale-en"],
    }


def test_further_signs_tell_two_posts_with_one_stem_apart():
    found = proposed(
        post("sale", EN, day=1.0, images=frozenset({"a"})),
        post("sale-en", EN, day=400.0, images=frozenset({"b"})),
        post("sale-fr", FR, day=1.0, images=frozenset({"a"})),
    )

    assert {EN: "sale", FR: "sale-fr"} in entries(found).values()
    assert [doubt.slug for doubt in found.doubts] == ["sale-en"]


def test_what_is_below_the_threshold_is_doubtful_with_its_candidates():
    pair = (post("a", EN, day=1.0), post("b", FR, day=1.0))

    found = proposed(*pair)
    assert found.entries == ()
    assert [(doubt.slug, doubt.candidates[0].slug, doubt.candidates[0].likeness.score) for doubt in found.doubts] == [
        ("a", "b", 0.35),
        ("b", "a", 0.35),
    ]
    assert entries(proposed(*pair, threshold=0.3)) == {"a": {EN: "a", FR: "b"}}


def test_an_entry_never_gets_two_posts_of_one_language():
    found = proposed(
        post("a", EN, tags=frozenset({"g"}), links=frozenset({"/b"})),
        post("b", FR, tags=frozenset({"g"})),
        post("c", JA, links=frozenset({"/d"})),
        post("d", EN, links=frozenset({"/b"})),
        threshold=0.3,
    )

    for entry in found.entries:
        assert len(set(entry.posts)) == len(entry.posts)
    assert sum(len(entry.posts) for entry in found.entries) + len(found.doubts) == 4


def test_entries_of_the_same_stem_get_different_names():
    found = proposed(
        post("tea", EN, tags=frozenset({"g"})),
        post("thee", FR, tags=frozenset({"g"})),
        post("tea-jp", JA, day=500.0),
        threshold=0.55,
    )

    assert len(entries(found)) == len(found.entries)


DECIDED = Decided({"brew": {EN: "tea", FR: "encre"}}, frozenset({"solo"}), frozenset({frozenset({"tea-fr", "tea-jp"})}))


def test_what_a_person_decided_stays():
    found = proposed(*BLOG, decided=DECIDED)

    by_name = {entry.name: entry for entry in found.entries}
    assert by_name["brew"].posts == {EN: "tea", FR: "encre", JA: "tea-jp"}
    assert by_name["brew"].settled
    assert by_name["solo"].settled
    assert "tea-fr" in {doubt.slug for doubt in found.doubts}


def test_two_decided_entries_are_never_joined_and_closed_ones_never_grow():
    decided = Decided({"one": {EN: "tea"}, "two": {FR: "tea-fr"}}, frozenset({"tea-jp"}))

    assert entries(proposed(*BLOG[:3], decided=decided)) == {
        "one": {EN: "tea"},
        "two": {FR: "tea-fr"},
        "tea": {JA: "tea-jp"},
    }


def test_a_decision_about_a_post_that_is_gone_is_forgotten():
    assert entries(proposed(post("a", EN), decided=Decided({"x": {EN: "gone"}}, frozenset({"gone"})))) == {
        "a": {EN: "a"}
    }


@pytest.mark.parametrize("size", [0, 1])
def test_few_posts_are_no_problem(size):
    assert len(proposed(*BLOG[:size]).entries) == size
