"""Sitemaps: sets of languages that are whole and mutual, and nothing that the public does not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

import pytest
from launch import page, site
from two_worlds import EN, FR, JA

from isogloss.errors import UsageError
from isogloss.lint.sitemaps import Sitemaps, sitemaps_of

if TYPE_CHECKING:
    from isogloss.lint.site import Page, State
    from isogloss.model.locale import Locale

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
HOST = "https://acme.example"


def read(made: Sitemaps) -> dict[str, dict[str, dict[str | None, str | None]]]:
    """By file and address, the languages beside it."""
    found = {}
    for each in made.files:
        root = fromstring("".join(each.pieces()))  # noqa: S314  # our own
        found[each.name] = {
            str(url.findtext(f"{SPACE}loc")): {link.get("hreflang"): link.get("href") for link in url.iter(LINK)}
            for url in root
        }
    return found


def at(name: str, locale: Locale, state: State = "published") -> Page:
    return page(name, f"{name}-{locale}", locale, state, address=f"/{locale}/{name}")


def tea(*more: Page) -> Sitemaps:
    return sitemaps_of(site(*[at("tea", locale) for locale in (EN, FR)], *more, urls=True), HOST)


def test_each_page_names_itself_and_all_others_of_its_entry_and_the_default() -> None:
    languages = {
        "en": "https://acme.example/en/tea",
        "fr": "https://acme.example/fr/tea",
        "x-default": "https://acme.example/en/tea",
    }
    assert read(tea()) == {
        "sitemap-en.xml": {"https://acme.example/en/tea": languages},
        "sitemap-fr.xml": {"https://acme.example/fr/tea": languages},
    }


def test_drafts_archived_coming_and_locales_that_are_not_served_are_in_none() -> None:
    more = [at("a", EN, state="draft"), at("b", EN, state="archived"), at("c", FR, state="coming")]
    pages = [at("tea", locale) for locale in (EN, FR, JA)]
    made = sitemaps_of(site(*pages, *more, urls=True, unserved=frozenset({JA})), HOST)
    assert {name: list(urls) for name, urls in read(made).items()} == {
        "sitemap-en.xml": ["https://acme.example/en/tea"],
        "sitemap-fr.xml": ["https://acme.example/fr/tea"],
    }
    assert "ja" not in str(read(made))


def test_an_entry_in_one_language_has_no_set_and_one_without_the_primary_no_default() -> None:
    alone = read(sitemaps_of(site(at("pot", EN), urls=True), HOST))
    assert alone == {"sitemap-en.xml": {"https://acme.example/en/pot": {}}}
    pages = [at("pot", locale) for locale in (FR, JA)]
    made = read(sitemaps_of(site(*pages, urls=True), HOST))
    assert list(made["sitemap-fr.xml"]["https://acme.example/fr/pot"]) == ["fr", "ja"]


def test_an_address_is_listed_once_and_sets_stay_mutual() -> None:
    pages = [page(name, "x", locale, address="/x") for name in ("one", "two") for locale in (EN, FR)]
    pages.append(page("one", "ja", JA, address="/ja"))
    made = read(sitemaps_of(site(*pages, urls=True), HOST))
    assert {name: list(urls) for name, urls in made.items()} == {
        "sitemap-en.xml": ["https://acme.example/x"],
        "sitemap-ja.xml": ["https://acme.example/ja"],
    }
    listed = {address: links for urls in made.values() for address, links in urls.items()}
    for links in listed.values():
        for address in links.values():
            assert listed[str(address)] == links


def test_a_code_that_search_engines_do_not_read_is_listed_and_in_no_set() -> None:
    odd = type(EN)("es-419")
    made = site(at("tea", EN), at("tea", FR), at("tea", odd), urls=True)
    made.binding.locales[odd] = "es-419"  # type: ignore[index]  # a dict, in a test
    found = read(sitemaps_of(made, HOST))
    assert found["sitemap-es-419.xml"] == {"https://acme.example/es-419/tea": {}}
    assert list(found["sitemap-en.xml"]["https://acme.example/en/tea"]) == ["en", "fr", "x-default"]


def test_files_are_as_large_as_is_read_and_the_index_names_each() -> None:
    pages = [page(f"n{n}", address=f"/n{n}") for n in range(5)]
    made = sitemaps_of(site(*pages, urls=True), HOST, most=2)
    assert [(each.name, len(each.rows)) for each in made.files] == [
        ("sitemap-en.xml", 2),
        ("sitemap-en-2.xml", 2),
        ("sitemap-en-3.xml", 1),
    ]
    root = fromstring("".join(made.index()))  # noqa: S314  # our own
    assert [each.text for each in root.iter(f"{SPACE}loc")] == [f"{HOST}/{each.name}" for each in made.files]
    small = sitemaps_of(site(*pages, urls=True), HOST, largest=150)
    assert len(small.files) > 1
    assert all(sum(len(row) for row in each.rows) <= 150 for each in small.files)


def test_a_time_of_change_and_signs_of_xml_are_written() -> None:
    when = datetime(2026, 3, 1, 9, 30, 5, 123, tzinfo=UTC)
    made = sitemaps_of(site(replace(page("tea", address="/a&b"), changed=when), urls=True), HOST)
    text = "".join(made.files[0].pieces())
    assert "<loc>https://acme.example/a&amp;b</loc><lastmod>2026-03-01T09:30:05+00:00</lastmod>" in text


def test_an_address_with_a_host_keeps_it_and_one_without_needs_one() -> None:
    made = sitemaps_of(site(page("tea", address="https://shop.example/tea"), urls=True))
    assert made.host == "https://shop.example"
    with pytest.raises(UsageError, match=r"/tea: addresses on left have no host"):
        sitemaps_of(site(page("tea", address="/tea"), urls=True))


@pytest.mark.parametrize("host", ["acme.example", "ftp://acme.example", "https://acme.example/blog"])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(UsageError, match="it is no host"):
        sitemaps_of(site(), host)
