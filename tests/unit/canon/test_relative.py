"""Addresses that an editor made relative to its own page."""

import pytest

from isogloss.canon.relative import lead_back, may_be_relative


def link(address):
    return f'<p><a href="{address}">x</a></p>'


def led(now, wanted):
    return lead_back(now, wanted, lambda address: address)


@pytest.mark.parametrize(
    ("was", "became"),
    [
        ("/posts/tea", "../tea"),
        ("/posts/tea", "../../posts/tea"),
        ("/posts/tea", "posts/tea"),
        ("/posts/tea?a=1#b", "../tea?a=1#b"),
        ("https://acme.example/posts/tea", "../tea"),
        ("/", "../"),
    ],
)
def test_an_address_that_was_made_relative_is_given_back(was, became):
    made = led(link(was), link(became))
    assert (made.text, made.back) == (link(was), ((was, became),))


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        ("/posts/tea", "../coffee"),
        ("/posts/tea", "../tea?size=2"),
        ("/posts/tea", "/posts/coffee"),
        ("posts/tea", "posts/tea"),
        ("../tea", "../tea"),
        ("mailto:tea@acme.example", "tea@acme.example"),
        ("/posts/tea", "#tea"),
    ],
)
def test_an_address_that_leads_elsewhere_is_a_persons_choice(now, wanted):
    assert led(link(now), link(wanted)) is None


def test_an_address_that_is_there_as_well_was_not_made_relative():
    assert led(link("/posts/tea"), link("/posts/tea") + link("../tea")) is None


def test_each_address_is_given_back_once():
    made = led(link("/a/tea") + link("/b/tea"), link("../tea") + link("../tea"))
    assert made.text == link("/a/tea") + link("/b/tea")


def test_an_address_is_known_as_it_is_written_where_it_was_edited():
    made = lead_back(link("isogloss:article/tea"), link("../tea"), lambda _: "/posts/tea")
    assert (made.text, made.back) == (link("isogloss:article/tea"), (("/posts/tea", "../tea"),))


def test_pictures_count_as_well():
    assert led('<p><img src="/img/a.png"></p>', '<p><img src="../img/a.png"></p>').back == (
        ("/img/a.png", "../img/a.png"),
    )


@pytest.mark.parametrize("address", ["/a", "https://a.example/", "#a", "?a", "mailto:a@b", "isogloss:article/tea", ""])
def test_a_text_without_a_relative_address_is_not_taken_apart(address):
    assert not may_be_relative(link(address))
