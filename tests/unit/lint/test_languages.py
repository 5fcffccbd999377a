"""Sets of languages: each rule with a site that breaks it, and one that does not."""

from __future__ import annotations

import pytest
from launch import found, page, site
from two_worlds import EN, FR, JA

from isogloss.lint.languages import alternates, unread
from isogloss.model.address import EntryKey
from isogloss.model.locale import Locale


@pytest.mark.parametrize("code", ["en", "en-US", "pt-BR", "zh-Hant", "zh-Hant-TW", "sr-Latn", "he"])
def test_a_language_a_script_and_a_country_are_read(code: str) -> None:
    assert unread(Locale(code)) is None


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("es-419", "419 is no country"),
        ("en-001", "001 is no country"),
        ("en-EU", "EU is no country"),
        ("sq-XK", "XK is no country"),
        ("fil", "fil is no language of two letters"),
        ("yue-HK", "yue is no language of two letters"),
        ("de-1996", "it says more than a language, a script and a country"),
        ("ca-valencia", "it says more than a language, a script and a country"),
        ("en-u-ca-gregory", "it says more than a language, a script and a country"),
    ],
)
def test_any_other_code_is_not_read(code: str, why: str) -> None:
    assert unread(Locale(code)) == why


def test_a_code_that_is_not_read_is_told_once_where_readers_meet_it() -> None:
    odd = Locale("fil")
    pages = [page(name, f"{name}-{at}", at, address=f"/{at}/{name}") for name in ("a", "b") for at in (EN, odd)]
    made = site(*pages, urls=True)
    made.binding.locales[odd] = "fil"  # type: ignore[index]  # a dict, in a test
    assert found(made) == [("hreflang-code", "fil", "fil is no language of two letters")]
    hidden = site(page("a", address="/a"), page("a", "b", odd, state="draft", address="/b"), urls=True)
    assert found(hidden) == []


def test_a_whole_set_of_addresses_is_fine() -> None:
    pages = [page("tea", f"tea-{at}", at, address=f"/{at}/tea") for at in (EN, FR, JA)]
    made = site(*pages, urls=True)
    assert found(made) == []
    ((_, held),) = made.entries()
    assert alternates(made, held) == {EN: "/en/tea", FR: "/fr/tea", JA: "/ja/tea"}


def test_drafts_and_locales_that_are_not_served_are_in_no_set() -> None:
    pages = (
        page("tea", address="/en/tea"),
        page("tea", locale=FR, state="draft", address="/fr/tea"),
        page("tea", locale=JA, address="/ja/tea"),
    )
    made = site(*pages, urls=True, unserved=frozenset({JA}))
    ((_, held),) = made.entries()
    assert alternates(made, held) == {EN: "/en/tea"}
    assert found(made) == [("locale-not-served", "ja", "1 entry is in it, and nobody sees it")]


def test_locales_of_an_entry_with_one_address_are_told_by_kind() -> None:
    pages = [page(name, locale=at, address=f"/posts/{name}") for name in ("a", "b") for at in (EN, FR)]
    assert found(site(*pages, urls=True)) == [
        ("hreflang-one-address", "article", "article/a: en and fr are both /posts/a, and 1 more")
    ]


def test_what_readers_see_without_an_address_is_told() -> None:
    pages = page("tea", address="/tea"), page("tea", "", FR), page("tea", "te", JA)
    assert found(site(*pages, urls=True)) == [
        ("hreflang-incomplete", "article/tea · fr", "it has no slug"),
        ("hreflang-incomplete", "article/tea · ja", "url says no address for ja"),
    ]
    assert found(site(*pages)) == []


def test_a_set_without_the_primary_leads_other_readers_nowhere() -> None:
    pages = page("tea", state="draft"), page("tea", locale=FR, address="/fr/tea")
    assert found(site(*pages, urls=True)) == [
        (
            "hreflang-no-default",
            "article/tea",
            "readers of other languages are not led anywhere: it is in fr, and not in en",
        )
    ]
    assert EntryKey("article", "tea") in dict(site(*pages).entries())
