"""Where entries are, and what an address in a text stands for."""

from __future__ import annotations

import pytest

from isogloss.canon.links import Url
from isogloss.errors import MappingError
from isogloss.mapping.names.addresses import Directory
from isogloss.mapping.types.texts import bare, files, led, spelled, texts
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import SLUG
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Seen
from isogloss.model.value import ABSENT, Asset, Group, Many, Scalar
from isogloss.run.loading import load_text

EN, FR = Locale("en"), Locale("fr")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
WORLD = """\
isogloss: 1
name: worlds
sides: {left: {adapter: memory, world: a}, right: {adapter: memory, world: b}}
flow: both
locales: {en: {left: en, right: en, primary: true}, fr: {left: fr, right: fr-CA}}
kinds:
  post:
    left: {@LEFT@}
    right: {@RIGHT@}
    match: [$slug]
    fields: {title: {type: text, left: title, right: title}@MORE@}
"""


def directory(left: str = "", right: str = "", more: str = "") -> Directory:
    return Directory(load_text(text(left, right, more), resolve=False))


def text(left: str, right: str, more: str = "") -> str:
    return WORLD.replace("@LEFT@", left).replace("@RIGHT@", right).replace("@MORE@", more)


def seen(remote: str, own: str | None, *locales: Locale, **fields: dict[Locale, str]) -> Seen:
    variants = {
        locale: {name: Scalar("text", by[locale]) for name, by in fields.items() if locale in by} for locale in locales
    }
    shared = {} if own is None else {SLUG: Scalar("text", own)}
    return Seen("post", remote, {SHARED: shared, **variants})


def settled(made: Directory, left: dict[str, Seen], right: dict[str, Seen]) -> Directory:
    for side, entries in ((LEFT, left), (RIGHT, right)):
        for each in entries.values():
            made.note(side, each)
    made.settle(
        {
            side: {("post", each.remote): EntryKey("post", name) for name, each in entries.items()}
            for side, entries in ((LEFT, left), (RIGHT, right))
        }
    )
    return made


ABSOLUTE, PLAIN = 'url: "https://a.example/{locale}/{slug}"', 'url: "/p/{slug}"'


@pytest.fixture
def both() -> Directory:
    return settled(directory(ABSOLUTE, PLAIN), {"tea": seen("1", "tea", EN, FR)}, {"tea": seen("9", "the", EN, FR)})


@pytest.mark.parametrize(
    ("side", "address", "locale", "link"),
    [
        (LEFT, "https://a.example/en/tea", EN, "isogloss:post/tea"),
        (LEFT, "http://A.example/en/tea/", EN, "isogloss:post/tea"),
        (LEFT, "/en/tea?a=1#b", EN, "isogloss:post/tea?a=1#b"),
        (LEFT, "https://a.example/fr/tea", EN, "isogloss:post/tea;fr"),
        (LEFT, "https://a.example/fr/tea#b", FR, "isogloss:post/tea#b"),
        (LEFT, "https://a.example/fr/tea", SHARED, "isogloss:post/tea;fr"),
        (RIGHT, "/p/the", FR, "isogloss:post/tea"),
        (RIGHT, "https://a.example/en/tea", EN, "isogloss:post/tea"),
    ],
)
def test_an_address_of_either_side_names_its_entry(both, side, address, locale, link):
    assert both.link(side, address, locale)[0] == link


@pytest.mark.parametrize("address", ["", "#top", "?a=1", "/en/milk", "mailto:a@b.example", "isogloss:post/tea"])
def test_any_other_address_names_nothing(both, address):
    assert both.link(LEFT, address, EN) is None


@pytest.mark.parametrize(
    ("side", "link", "locale", "address"),
    [
        (LEFT, "isogloss:post/tea?a#b", EN, "https://a.example/en/tea?a#b"),
        (LEFT, "isogloss:post/tea;fr", EN, "https://a.example/fr/tea"),
        (RIGHT, "isogloss:post/tea", FR, "/p/the"),
        (RIGHT, "isogloss:post/tea;fr", EN, "https://a.example/fr/tea"),
        (LEFT, "isogloss:post/milk", EN, None),
        (LEFT, "isogloss:", EN, None),
    ],
)
def test_a_link_becomes_the_address_of_its_side_where_it_can_say_the_locale(both, side, link, locale, address):
    assert both.address(side, link, locale) == address


def test_an_entry_that_is_still_to_be_made_is_found_under_the_slug_that_it_will_get():
    made = settled(directory(ABSOLUTE, PLAIN), {"tea": seen("1", "tea", EN)}, {})
    assert made.address(RIGHT, "isogloss:post/tea", EN) == "/p/tea"
    assert made.link(RIGHT, "/p/tea", EN) == ("isogloss:post/tea", "isogloss:post/tea;*")
    assert not made.lacks(RIGHT, "isogloss:post/tea", EN)
    assert made.lacks(RIGHT, "isogloss:post/tea;fr", EN)


def test_an_id_that_nobody_has_given_yet_makes_no_address():
    made = settled(directory(ABSOLUTE, 'url: "/p/{id}"'), {"tea": seen("1", "tea", EN)}, {})
    assert made.lacks(RIGHT, "isogloss:post/tea", EN)
    assert made.address(RIGHT, "isogloss:post/tea", EN) == "https://a.example/en/tea"
    there = settled(directory(ABSOLUTE, 'url: "/p/{id}"'), {"tea": seen("1", "tea", EN)}, {"tea": seen("9", "x", EN)})
    assert there.address(RIGHT, "isogloss:post/tea", EN) == "/p/9"


def test_slugs_by_locale_come_from_the_field_that_holds_them():
    made = settled(
        directory(PLAIN, PLAIN, ", slug: {type: text, left: slug, right: handle}"),
        {"tea": seen("1", None, EN, FR, slug={EN: "tea", FR: "thé"})},
        {"tea": seen("9", "t", EN, FR, slug={EN: "tea", FR: "thé"})},
    )
    assert made.address(LEFT, "isogloss:post/tea", FR) == "/p/th%C3%A9"
    assert made.link(LEFT, "/p/thé", EN)[0] == "isogloss:post/tea;fr"
    assert made.address(RIGHT, "isogloss:post/tea", FR) == "/p/t"


def test_an_address_of_two_entries_names_neither():
    made = settled(directory(PLAIN), {"tea": seen("1", "tea", EN), "other": seen("2", "tea", EN)}, {})
    assert made.link(LEFT, "/p/tea", EN) is None


def test_of_several_addresses_the_first_is_written_and_all_are_understood():
    made = settled(directory('url: ["/new/{slug}", "/old/{slug}"]'), {"tea": seen("1", "tea", EN)}, {})
    assert made.address(LEFT, "isogloss:post/tea", EN) == "/new/tea"
    assert made.link(LEFT, "/old/tea", EN)[0] == "isogloss:post/tea"


def test_each_locale_can_have_an_address_of_its_own():
    said = 'url: {en: "/{slug}", fr: "/{locale}/{slug}"}'
    made = settled(directory("", said), {}, {"tea": seen("1", "tea", EN, FR)})
    assert made.address(RIGHT, "isogloss:post/tea;fr", EN) == "/fr-ca/tea"
    assert made.link(RIGHT, "/tea", FR) == ("isogloss:post/tea;en", "isogloss:post/tea;en")


def test_an_address_that_an_entry_had_is_remembered_on_both_sides():
    made = settled(directory(ABSOLUTE, PLAIN), {"tea": seen("1", "new", EN, FR)}, {})
    known = {"https://a.example/en/old": "isogloss:post/tea;en", "https://x.example/a.png": "https://x.example/b.png"}
    made.remember(LEFT, known)
    made.remember(RIGHT, {"/p/old": "isogloss:post/tea;*"})
    assert made.link(LEFT, "https://a.example/en/old#b", EN) == ("isogloss:post/tea#b", None)
    assert made.link(RIGHT, "https://a.example/en/old", FR) == ("isogloss:post/tea;en", None)
    assert made.link(RIGHT, "/p/old", FR) == ("isogloss:post/tea", None)
    assert made.link(LEFT, "https://x.example/a.png", EN) is None


def test_what_is_gone_keeps_the_address_that_it_had():
    made = settled(directory(ABSOLUTE, PLAIN), {}, {})
    made.remember(LEFT, {"https://a.example/en/tea": "isogloss:post/tea;en"})
    made.remember(RIGHT, {"/p/tea": "isogloss:post/tea;*"})
    assert made.address(LEFT, "isogloss:post/tea#b", EN) == "https://a.example/en/tea#b"
    assert made.address(RIGHT, "isogloss:post/tea", EN) == "/p/tea"
    assert made.lacks(RIGHT, "isogloss:post/tea", EN)


def test_what_is_known_already_is_not_remembered_again():
    made = settled(directory(ABSOLUTE), {"tea": seen("1", "tea", EN)}, {})
    made.remember(LEFT, {"https://a.example/en/tea": "isogloss:post/tea;en"})
    assert made.link(LEFT, "https://a.example/en/tea", EN) == ("isogloss:post/tea", None)


def test_a_directory_of_nothing_said_is_empty_and_notes_nothing():
    made = settled(directory(), {"tea": seen("1", "tea", EN)}, {})
    assert not made
    assert made.link(LEFT, "/p/tea", EN) is None
    assert not made.lacks(LEFT, "isogloss:post/tea", EN)
    assert not made.lacks(LEFT, "isogloss:unheard/of", EN)


def test_what_was_remembered_is_known_when_the_mapping_no_longer_says_how_addresses_are_formed():
    made = settled(directory(), {"tea": seen("1", "tea", EN)}, {})
    made.remember(LEFT, {"https://a.example/en/tea": "isogloss:post/tea;en"})
    assert made
    assert made.link(LEFT, "https://a.example/en/tea", EN) == ("isogloss:post/tea", None)
    assert made.address(RIGHT, "isogloss:post/tea", EN) == "https://a.example/en/tea"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ('url: "/blog"', "kinds.post.left.url: an address of an entry has its {slug} or its {id} in it"),
        ('url: ["/{slug}", "/{name}/{id}"]', "kinds.post.left.url.1: {name} means nothing here"),
        ('url: {de: "/{slug}", xx-: "/{slug}"}', "kinds.post.left.url.de: there is no locale de; there is en, fr"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(said, problem):
    with pytest.raises(MappingError) as refused:
        load_text(text(said, ""), resolve=False)
    assert problem in str(refused.value)


HOSTED = "https://cdn.example/a.png#0123456789abcdef01234567"


def test_files_and_texts_are_found_in_order_however_deep():
    shown = Scalar("rich_text", '<p><a href="/x"><img src="/1.png" srcset="/2.png 2x"></a><img src="data:x"></p>')
    value = Many(
        (Asset("image", "/0.png"), Group((("a", shown), ("b", Scalar("text", "/3.png")))), Asset("file", "/4"))
    )
    assert list(files(value)) == ["/0.png", "/1.png", "/2.png", "/4"]
    assert list(texts(value)) == [shown.text]
    assert (list(files(ABSENT)), list(texts(ABSENT))) == ([], [])
    assert list(files(Scalar("rich_text", "<p>x</p>"))) == []


def test_a_text_that_holds_nothing_worth_changing_is_not_taken_apart():
    odd = Scalar("rich_text", "<P>as it is")
    assert led(odd, lambda url: "/y", worth=lambda address: True) is odd
    there = Scalar("rich_text", '<p><a href="/x">x</a></p>')
    assert led(there, lambda url: "/y", worth=lambda address: address == "/z") is there
    assert led(there, lambda url: url.address, worth=lambda address: True) is there
    made = led(there, lambda url: "/y", worth=lambda address: address == "/x")
    assert (made.text, made.own) == ('<p><a href="/y">x</a></p>', "")


def test_a_text_s_own_spelling_is_led_to_the_same_addresses_and_nobody_is_asked_twice():
    there = Scalar(
        "rich_text", '<p><a href="/x">x</a><img src="/x"></p>', "<p>  <A HREF=/x>x</A><!--c--><img src='/x'>"
    )
    asked: list[str] = []

    def find(url: Url) -> str:
        asked.append(url.tag)
        return f"/{len(asked)}"

    made = led(there, find, worth=lambda address: True)
    assert asked == ["a", "img"]
    assert made.text == '<p><a href="/1">x</a><img src="/2"></p>'
    assert made.own == "<p>  <A HREF=\"/1\">x</A><!--c--><img src='/2'>"


def test_the_id_of_a_file_is_no_part_of_its_address_in_a_text():
    assert bare(HOSTED) == "https://cdn.example/a.png"
    assert bare("https://a.example/#top") == "https://a.example/#top"


@pytest.mark.parametrize(
    ("pair", "remembered"),
    [
        (("/a", "/b"), [("/a", "/b")]),
        (("/a", HOSTED), [("/a", bare(HOSTED)), ("/a", HOSTED)]),
        ((HOSTED, "/a"), [(HOSTED, "/a"), (bare(HOSTED), "/a")]),
    ],
)
def test_whole_names_of_files_are_not_hidden_by_those_in_texts(pair, remembered):
    assert spelled(*pair) == remembered


def test_a_key_with_strange_letters_comes_through():
    made = settled(directory(PLAIN), {"a/b;c": seen("1", "tea", EN)}, {})
    link, _ = made.link(LEFT, "/p/tea", EN)
    assert EntryKey("post", "a/b;c").name not in link
    assert made.address(LEFT, link, EN) == "/p/tea"
