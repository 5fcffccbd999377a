"""Where old addresses lead: in one hop, to what the entry is called now, and nowhere where something is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from two_worlds import EN, FR

from isogloss.lint.redirects import Redirect, Unled, Was, path_key, redirects_of
from isogloss.model.address import EntryKey

TEA, POT = EntryKey("article", "tea"), EntryKey("article", "pot")


def pairs(found: list[Redirect]) -> list[tuple[str, str]]:
    return [(each.old, each.new) for each in found]


def test_each_address_that_an_entry_had_leads_to_the_one_that_it_has() -> None:
    before = [Was(TEA, EN, f"/posts/{slug}") for slug in ("one", "two", "three")]
    found = redirects_of(before, {TEA: {EN: "/posts/four"}}, {"/posts/four": "article/tea in en"})
    assert found.led == [
        Redirect("/posts/one", "/posts/four", TEA, EN),
        Redirect("/posts/three", "/posts/four", TEA, EN),
        Redirect("/posts/two", "/posts/four", TEA, EN),
    ]
    assert found.unled == []


def test_an_address_that_an_entry_has_again_leads_nowhere_else() -> None:
    before = [Was(TEA, EN, "/posts/one"), Was(TEA, EN, "/posts/two"), Was(TEA, EN, "/Posts/One/")]
    found = redirects_of(before, {TEA: {EN: "/posts/one"}}, {"/posts/one": "article/tea in en"})
    assert pairs(found.led) == [("/posts/two", "/posts/one")]


def test_each_locale_leads_to_its_own_and_what_is_gone_is_told() -> None:
    before = [Was(TEA, EN, "/en/a"), Was(TEA, FR, "/fr/a"), Was(POT, FR, "/fr/pot")]
    found = redirects_of(before, {TEA: {EN: "/en/b", FR: "/fr/b"}}, {})
    assert pairs(found.led) == [("/en/a", "/en/b"), ("/fr/a", "/fr/b")]
    assert found.unled == [Unled("redirect-gone", "/fr/pot", "article/pot is not to be seen in fr any more", POT, FR)]


def test_an_address_at_which_another_entry_is_now_is_told_and_led_nowhere() -> None:
    before = [Was(TEA, EN, "/tea"), Was(POT, EN, "/pot")]
    found = redirects_of(before, {TEA: {EN: "/pot"}, POT: {EN: "/kettle"}}, {"/pot": "article/tea in en"})
    assert pairs(found.led) == [("/tea", "/pot")]
    assert found.unled == [Unled("redirect-taken", "/pot", "article/tea in en is there now", POT, EN)]


def test_of_two_entries_that_had_an_address_the_last_counts() -> None:
    before = [Was(TEA, EN, "/x"), Was(POT, EN, "/x")]
    found = redirects_of(before, {TEA: {EN: "/tea"}, POT: {EN: "/pot"}}, {})
    assert found.led == [Redirect("/x", "/pot", POT, EN)]


def test_a_site_that_moves_to_another_host_leads_there_and_else_by_path() -> None:
    before = [Was(TEA, EN, "https://old.example/blog/tea")]
    found = redirects_of(before, {TEA: {EN: "https://new.example/blog/tea"}}, {"/blog/tea": "article/tea in en"})
    assert pairs(found.led) == [("/blog/tea", "https://new.example/blog/tea")]
    found = redirects_of(before, {TEA: {EN: "https://OLD.example/posts/tea"}}, {})
    assert pairs(found.led) == [("/blog/tea", "/posts/tea")]
    assert redirects_of(before, {TEA: {EN: "/blog/tea"}}, {"/blog/tea": "article/tea in en"}).led == []


def test_what_was_brought_along_is_kept_and_chains_are_folded() -> None:
    before, now = [Was(TEA, EN, "/b")], {TEA: {EN: "/c"}}
    brought = [("/a", "/b"), ("/A2/", "/a"), ("/b", "/elsewhere"), ("/out", "https://else.example/b")]
    found = redirects_of(before, now, {"/c": "article/tea in en"}, brought)
    assert pairs(found.led) == [
        ("/A2/", "/c"),
        ("/a", "/c"),
        ("/b", "/c"),
        ("/out", "https://else.example/b"),
    ]


def test_what_was_brought_along_and_names_our_own_host_is_followed_too() -> None:
    found = redirects_of(
        [Was(TEA, EN, "https://a.example/b")], {TEA: {EN: "https://a.example/c"}}, {}, [("/a", "https://a.example/b")]
    )
    assert pairs(found.led) == [("/a", "/c"), ("/b", "/c")]


def test_loops_and_what_would_hide_a_page_are_told() -> None:
    brought = [("/a", "/b"), ("/b", "/a"), ("/self", "/self/"), ("/into", "/a"), ("/c", "/d")]
    found = redirects_of([], {TEA: {EN: "/c"}}, {"/c": "article/tea in en"}, brought)
    assert found.led == []
    assert [(each.why, each.old) for each in found.unled] == [
        ("redirect-loop", "/a"),
        ("redirect-loop", "/b"),
        ("redirect-taken", "/c"),
        ("redirect-loop", "/into"),
        ("redirect-loop", "/self"),
    ]


paths = st.sampled_from([f"/{letter}" for letter in "abcdefgh"])
entries = st.sampled_from([EntryKey("article", name) for name in ("one", "two", "three")])


@given(
    st.lists(st.builds(Was, entries, st.just(EN), paths)),
    st.dictionaries(entries, paths).filter(lambda now: len(set(now.values())) == len(now)),
    st.lists(st.tuples(paths, paths)),
)
def test_every_old_address_is_led_in_one_hop_or_told(
    before: list[Was], now: dict[EntryKey, str], brought: list[tuple[str, str]]
) -> None:
    there = {address: f"{key} in en" for key, address in now.items()}
    found = redirects_of(before, {key: {EN: address} for key, address in now.items()}, there, brought)
    led = {path_key(each.old): each.new for each in found.led}
    assert len(led) == len(found.led)
    assert not led.keys() & there.keys()
    assert not led.keys() & {path_key(new) for new in led.values()}
    told = {path_key(each.old) for each in found.unled}
    olds = {path_key(was.address) for was in before} | {path_key(old) for old, _ in brought}
    at_home = {path_key(now[was.key]) for was in before if was.key in now}
    assert olds <= led.keys() | told | (at_home & there.keys())
    for each in found.led:
        if each.key is not None:
            assert each.new == now[each.key]
