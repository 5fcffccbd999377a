"""Links inside texts: each rule with a site that breaks it, and one that does not."""

from __future__ import annotations

import pytest
from launch import found, page, site
from two_worlds import EN, FR

from isogloss.lint.site import Link, Page, Site
from isogloss.mapping.names.addresses import Target
from isogloss.model.address import Cell, EntryKey
from isogloss.model.locale import SHARED, Locale

HERE = EntryKey("article", "here")


def linked(
    *pages: Page, to: str = "tea", locale: Locale = EN, text: Locale = EN, address: str = "", **known: frozenset[Locale]
) -> Site:
    """A site with a text in one entry that links to another."""
    made = site(*pages, **known)
    made.links.append(
        Link(Cell(HERE, text, "body"), text, None if address else Target(EntryKey("article", to), locale), address)
    )
    return made


def test_a_link_to_what_readers_see_in_their_language_is_fine() -> None:
    assert found(linked(page("here"), page("tea"))) == []


@pytest.mark.parametrize("state", ["published", "draft"])
def test_a_link_to_an_entry_that_is_not_there_is_told_of_texts_that_will_be_seen(state: str) -> None:
    at = "article/here · en · body"
    told = found(linked(page("here", state=state)))  # type: ignore[arg-type]  # both are states
    assert told == [("link-missing", at, "article/tea in en: the entry is not there")]
    told = found(linked(page("here"), page("tea", locale=FR)))
    assert told == [("link-missing", at, "article/tea in en: the entry is not in it")]


def test_what_an_archived_text_or_one_that_is_gone_links_to_is_not_looked_at() -> None:
    assert found(linked(page("here", state="archived"))) == []
    assert found(linked(page("other"))) == []


@pytest.mark.parametrize(
    ("state", "said"), [("draft", "a draft"), ("archived", "archived"), ("coming", "not there yet")]
)
def test_a_link_to_what_nobody_sees_is_told_of_texts_that_are_seen(state: str, said: str) -> None:
    target = page("tea", state=state)  # type: ignore[arg-type]  # all are states
    assert found(linked(page("here"), target)) == [
        ("link-unpublished", "article/here · en · body", f"article/tea in en: it is {said}")
    ]
    assert found(linked(page("here", state="draft"), target)) == []


def test_a_link_to_a_locale_that_is_not_served_is_one_to_what_nobody_sees() -> None:
    pages = page("here"), page("tea"), page("tea", locale=FR)
    (told, *_) = found(linked(*pages, locale=FR, unserved=frozenset({FR})))
    assert told == (
        "link-unpublished",
        "article/here · en · body",
        "article/tea in fr: its locale is not shown to the public",
    )


def test_a_link_to_another_language_is_told_apart_by_whether_there_is_the_readers_own() -> None:
    pages = page("here", locale=FR), page("tea")
    assert found(linked(*pages, page("tea", locale=FR), text=FR)) == [
        ("link-other-locale", "article/here · fr · body", "article/tea in en: it is to be seen in fr, too")
    ]
    for more in ((), (page("tea", locale=FR, state="draft"),)):
        assert found(linked(*pages, *more, text=FR)) == [
            ("link-untranslated", "article/here · fr · body", "article/tea in en: it is not to be seen in fr")
        ]


def test_an_address_of_an_entrys_form_without_an_entry_may_lead_nowhere() -> None:
    assert found(linked(page("here"), address="/posts/gone")) == [
        (
            "link-nowhere",
            "article/here · en · body",
            "/posts/gone: it has the address of an entry, and there is none",
        )
    ]
    assert found(linked(page("here", state="archived"), address="/posts/gone")) == []


def test_a_text_that_all_locales_share_is_one_of_the_primary() -> None:
    made = site(page("here"))
    made.links.append(Link(Cell(HERE, SHARED, "body"), EN, Target(EntryKey("article", "tea"), EN)))
    assert [(rule, at) for rule, at, _ in found(made)] == [("link-missing", "article/here · all locales · body")]
