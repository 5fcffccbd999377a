"""Slugs and addresses: each rule with a site that breaks it, and one that does not."""

from __future__ import annotations

from launch import found, page, site
from two_worlds import EN, FR, JA

from isogloss.model.address import EntryKey
from isogloss.model.schema import Rule
from isogloss.plan.accepts import Accepts


def test_entries_that_share_a_slug_are_told_with_who_sees_them() -> None:
    assert found(
        site(page("tea"), page("old-tea", "tea", state="archived"), page("new-tea", "tea", state="draft"))
    ) == [
        (
            "slug-clash",
            "article/new-tea · en · $slug",
            "tea is the slug of article/new-tea (a draft), article/old-tea (archived) and article/tea (published)",
        )
    ]


def test_a_slug_is_no_clash_in_another_locale_or_another_kind() -> None:
    assert found(site(page("tea", "the"), page("the", "the", FR), page("the", "the", kind="author"))) == []


def test_a_clash_in_several_locales_is_told_once() -> None:
    pages = [page(name, "tea", locale) for name in ("one", "two") for locale in (EN, FR, JA)]
    assert [(rule, at) for rule, at, _ in found(site(*pages))] == [("slug-clash", "article/one · en · $slug")]


def test_what_is_not_there_yet_clashes_with_what_is_and_it_is_told_there() -> None:
    rule, at, said = found(site(page("archive", "tea", state="archived"), page("tea", state="coming")))[0]
    assert (rule, at) == ("slug-clash", "article/tea · en · $slug")
    assert said == "tea is the slug of article/archive (archived) and article/tea (not there yet)"


def test_entries_of_two_kinds_at_one_address_are_told_however_it_is_spelled() -> None:
    two = site(
        page("tea", address="https://a.example/tea"), page("tea", kind="author", address="http://A.example/tea/")
    )
    assert found(two) == [
        (
            "address-clash",
            "article/tea · en · $slug",
            "https://a.example/tea is the address of article/tea (published) and author/tea (published)",
        )
    ]
    apart = site(page("tea", address="/posts/tea"), page("tea", kind="author", address="/people/tea"))
    assert found(apart) == []


def test_slugs_that_differ_in_case_alone_are_told_once() -> None:
    pages = [page(name, slug, locale) for name, slug in (("one", "Tea"), ("two", "tea")) for locale in (EN, FR)]
    assert found(site(*pages)) == [
        (
            "slug-twins",
            "article/one · en · $slug",
            "Tea of article/one (published) and tea of article/two (published) differ in case alone",
        )
    ]
    assert found(site(page("one", "Tea"), page("two", "tea", FR), page("three", "teas"))) == []
    assert found(site(page("one", "Tea"), page("one", "tea", FR))) == []


def test_a_slug_that_the_side_would_refuse_is_told_of_what_is_not_there_yet() -> None:
    accepts = {"article": Accepts({"$slug": Rule(pattern="[a-z]+", longest=4)})}
    pages = [
        page("thé", state="coming"),
        page("thés", state="coming", locale=FR),
        page("déjà"),
        page("tea", state="coming"),
    ]
    assert found(site(*pages, accepts=accepts)) == [
        ("slug-refused", "article/thé · en · $slug", "thé: 'thé' does not match [a-z]+"),
        ("slug-refused", "article/thés · fr · $slug", "thés: 'thés' does not match [a-z]+"),
    ]


def test_slugs_of_locales_without_a_place_are_counted_by_entry() -> None:
    made = site(page("tea"), placeless={EntryKey("article", "tea"): 2})
    assert found(made) == [("slug-without-place", "article/tea · $slug", "2 slugs of locales have no place across")]
    made = site(page("tea"), placeless={EntryKey("article", "tea"): 1})
    assert found(made)[0][2] == "1 slug of a locale has no place across"
