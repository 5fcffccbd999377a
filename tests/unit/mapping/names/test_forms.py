"""Which addresses have the form of an entry's."""

from __future__ import annotations

import pytest

from isogloss.mapping.names.forms import Forms
from isogloss.run.loading import load_text

WORLD = """\
isogloss: 1
name: worlds
sides: {left: {adapter: memory, world: a}, right: {adapter: memory, world: b}}
flow: both
locales: {en: {left: en, right: en, primary: true}, fr: {left: fr, right: fr-CA}}
kinds:
  post: {left: {@URL@}, right: {}, match: [$slug], fields: {title: {type: text, left: title, right: title}}}
"""


def forms(url: str = "") -> Forms:
    return Forms(load_text(WORLD.replace("@URL@", f'url: "{url}"' if url else ""), resolve=False).left)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/fr/blog/tea",
        "http://A.example/FR/blog/tea/",
        "/en/blog/any-thing",
        "/en/blog/tea?from=here#top",
        "/fr/blog/th%C3%A9",
    ],
)
def test_an_address_of_the_form_is_known_with_its_host_and_without(address: str) -> None:
    assert forms("https://a.example/{locale}/blog/{slug}").kind(address) == "post"


@pytest.mark.parametrize(
    "address",
    [
        "https://else.example/fr/blog/tea",
        "/blog/tea",
        "/fr/blog/",
        "/fr/blog/tea/more",
        "/fr/shop/tea",
        "",
        "mailto:a@a.example",
    ],
)
def test_another_address_is_not(address: str) -> None:
    assert forms("https://a.example/{locale}/blog/{slug}").kind(address) is None


@pytest.mark.parametrize("url", ["/{slug}", "/{locale}/{slug}", "https://a.example/{locale}/{id}"])
def test_a_form_that_any_page_has_tells_nothing(url: str) -> None:
    assert forms(url).kind("/fr/about") is None
    assert forms(url).kind("/about") is None


def test_a_form_by_id_is_one_too_and_without_forms_there_is_none() -> None:
    assert forms("/posts/{id}").kind("/posts/abc") == "post"
    assert forms().kind("/posts/abc") is None
