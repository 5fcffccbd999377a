import re
from dataclasses import replace

import pytest

from isogloss.errors import Refused
from isogloss.merge.align import Handle, Pair, align, in_any_case, named_by
from isogloss.model.address import EntryKey, Side, key_of_before
from isogloss.model.locale import SHARED, Locale

EN = Locale("en")


def handle(remote, slug="", *, origin=None, marks=None):
    """An entry with a slug, which is the first match rule unless told otherwise."""
    found = (frozenset({(SHARED, slug)}),) if slug else (frozenset(),)
    return Handle(remote, origin, found if marks is None else marks, slug, (slug,) if slug else ())


def aligned(left, right, /, **known):
    remembered = {
        Side(side): {remote: key_of_before("article", name) for remote, name in ids.items()}
        for side, ids in known.items()
    }
    return [(pair.key.shown, pair.left, pair.right) for pair in align("article", left, right, remembered)]


def test_entries_pair_by_a_mark_and_are_named_after_it():
    assert align("article", [handle("l1", "tea")], [handle("r1", "tea")], {}) == [
        Pair(EntryKey("article", "tea"), "l1", "r1")
    ]


def test_whoever_has_no_partner_is_alone():
    assert aligned([handle("l1", "tea")], [handle("r1", "milk")]) == [("milk", None, "r1"), ("tea", "l1", None)]


def test_an_entry_without_a_name_is_named_after_its_remote_id():
    assert aligned([handle("l1")], [handle("r1")]) == [("l1", "l1", None), ("r1", None, "r1")]


def test_what_was_remembered_is_paired_whatever_it_shows():
    left, right = [handle("l1", "earl-grey")], [handle("r1", "black")]
    assert aligned(left, right, left={"l1": "tea"}, right={"r1": "tea"}) == [("tea", "l1", "r1")]


def test_a_remembered_entry_that_is_gone_stays_known():
    assert aligned([], [handle("r1")], left={"l1": "tea"}, right={"r1": "tea"}) == [("tea", None, "r1")]
    assert aligned([], [], left={"l1": "tea"}, right={"r1": "tea"}) == [("tea", None, None)]


def renamed(remote, formerly):
    return replace(handle(remote), formerly=formerly)


def test_an_entry_that_goes_by_another_name_now_is_the_one_that_it_was():
    known = {"left": {"l1": "tea"}, "right": {"r1": "tea"}}
    assert aligned([handle("l1")], [renamed("r2", "r1")], **known) == [("tea", "l1", "r2")]
    assert aligned([renamed("l2", "l1")], [handle("r1")], **known) == [("tea", "l2", "r1")]


def test_a_former_name_counts_where_nobody_has_it_and_one_entry_claims_it():
    known = {"left": {"l1": "tea"}, "right": {"r1": "tea"}}
    still_there = aligned([handle("l1")], [handle("r1"), renamed("r2", "r1")], **known)
    assert still_there == [("r2", None, "r2"), ("tea", "l1", "r1")]
    two = aligned([handle("l1")], [renamed("r2", "r1"), renamed("r3", "r1")], **known)
    assert two == [("r2", None, "r2"), ("r3", None, "r3"), ("tea", "l1", None)]
    another = {"left": {"l1": "tea", "l2": "milk"}, "right": {"r1": "tea", "r2": "milk"}}
    assert aligned([handle("l1"), handle("l2")], [renamed("r2", "r1")], **another) == [
        ("milk", "l2", "r2"),
        ("tea", "l1", None),
    ]
    assert aligned([], [renamed("r2", "r1")]) == [("r2", None, "r2")]


def test_an_entry_that_is_remembered_on_both_sides_is_not_matched_by_its_marks():
    known = {"left": {"l1": "tea"}, "right": {"r0": "tea"}}
    assert aligned([handle("l1", "tea")], [handle("r1", "tea")], **known) == [
        ("tea", "l1", None),
        ("tea~r1", None, "r1"),
    ]


@pytest.mark.parametrize("known", [{"left": {"l1": "black"}}, {"right": {"r1": "black"}}])
def test_an_entry_that_is_remembered_on_one_side_alone_is_found_when_it_comes_to_the_other(known):
    assert aligned([handle("l1", "tea")], [handle("r1", "tea")], **known) == [("black", "l1", "r1")]


def test_an_entry_that_is_remembered_on_one_side_alone_is_not_paired_by_guess():
    with pytest.raises(Refused, match="2 entries of the left side match r1"):
        aligned([handle("l1", "tea"), handle("l2", "tea")], [handle("r1", "tea")], left={"l1": "tea"})


def test_entries_that_are_remembered_apart_stay_apart():
    known = {"left": {"l1": "tea"}, "right": {"r1": "chai"}}
    assert aligned([handle("l1", "tea")], [handle("r1", "tea")], **known) == [
        ("chai", None, "r1"),
        ("tea", "l1", None),
    ]


def test_what_is_being_replaced_is_nobodys_partner():
    known = {"right": {"r1": "green (was tea)"}}
    assert aligned([handle("l1", "tea")], [handle("r1", "tea")], **known) == [
        ("green (was tea)", None, "r1"),
        ("tea", "l1", None),
    ]


def reads_as_a_name(pair):
    """Whether a key is what it is also where only its name is told, as to people and in plans of before."""
    return not pair.key.was and key_of_before(pair.key.kind, pair.key.shown) == pair.key


def test_rules_are_tried_in_order():
    def two(remote, first, second):
        return handle(remote, marks=(frozenset({(SHARED, first)}), frozenset({(EN, second)})))

    left = [two("l1", "a", "x"), two("l2", "b", "y")]
    right = [two("r1", "c", "y"), two("r2", "a", "z")]
    assert aligned(left, right) == [("l1", "l1", "r2"), ("l2", "l2", "r1")]


def test_one_mark_in_common_is_enough():
    left = [handle("l1", marks=(frozenset({(EN, "tea"), (Locale("fr"), "thé")}),))]
    right = [handle("r1", marks=(frozenset({(Locale("fr"), "thé")}),))]
    assert aligned(left, right) == [("l1", "l1", "r1")]


def test_the_same_text_in_another_locale_is_no_match():
    left, right = [handle("l1", marks=(frozenset({(EN, "tea")}),))], [handle("r1", "tea")]
    assert [pair for pair in aligned(left, right) if pair[1] and pair[2]] == []


def test_an_entry_with_fewer_rules_than_others_is_left_out_of_the_rest():
    left = [handle("l1", marks=()), handle("l2", "tea")]
    assert aligned(left, [handle("r1", "tea")]) == [("l1", "l1", None), ("tea", "l2", "r1")]


def test_two_candidates_on_either_side_are_an_error_that_lists_them():
    twins = [handle("x1", "tea"), handle("x2", "tea")]
    with pytest.raises(Refused, match=r"2 entries of the right side match l1 \(x1, x2\)"):
        aligned([handle("l1", "tea")], twins)
    with pytest.raises(Refused, match=r"2 entries of the left side match r1 \(x1, x2\)"):
        aligned(twins, [handle("r1", "tea")])


def test_a_name_that_is_taken_is_made_longer():
    found = aligned([handle("l1", "tea"), handle("l2", "tea")], [])
    assert found == [("tea", "l1", None), ("tea~l2", "l2", None)]


def test_a_longer_name_that_is_taken_too_is_made_longer_still():
    found = aligned([handle("l1", "tea"), handle("l2", "tea")], [], right={"gone": "tea~l2"})
    assert found == [("tea", "l1", None), ("tea~l2", None, None), ("tea~l2~l2", "l2", None)]


# The origin key.


def test_an_origin_key_pairs_with_the_entry_it_names():
    left = [handle("l1", "tea")]
    assert aligned(left, [handle("r1", "black-tea", origin="article/tea")]) == [("tea", "l1", "r1")]
    assert aligned([handle("l1", "x", origin="article/tea")], [handle("r1", "tea")]) == [("tea", "l1", "r1")]


def test_an_origin_key_may_name_a_remote_id():
    assert aligned([handle("l1")], [handle("r1", origin="article/l1")]) == [("l1", "l1", "r1")]


def test_an_entry_whose_origin_is_gone_keeps_the_name():
    assert aligned([], [handle("r1", "x", origin="article/tea")]) == [("tea", None, "r1")]


@pytest.mark.parametrize("origin", ["author/tea", "article/", "tea", ""])
def test_an_origin_key_of_another_kind_or_shape_is_none(origin):
    assert aligned([handle("l1", "tea")], [handle("r1", "tea", origin=origin)]) == [("tea", "l1", "r1")]
    found = aligned([handle("l1", "tea")], [handle("r1", "x", origin=origin)])
    assert found == [("tea", "l1", None), ("x", None, "r1")]


def test_origin_keys_on_both_sides_pair_although_nothing_else_does():
    left, right = [handle("l1", "a", origin="article/tea")], [handle("r1", "b", origin="article/tea")]
    assert aligned(left, right) == [("tea", "l1", "r1")]


def test_two_entries_of_a_side_with_one_origin_key_are_an_error_that_lists_them():
    with pytest.raises(Refused, match=r"article/tea: 2 entries carry this origin key \(r1, r2\)"):
        aligned([], [handle("r1", origin="article/tea"), handle("r2", origin="article/tea")])


def test_an_origin_key_finds_a_remembered_entry_that_its_side_had_lost():
    found = aligned([handle("l1", "tea")], [handle("r2", origin="article/tea")], left={"l1": "tea"})
    assert found == [("tea", "l1", "r2")]
    found = aligned([handle("l2", origin="article/tea")], [handle("r1", "tea")], right={"r1": "tea"})
    assert found == [("tea", "l2", "r1")]


def test_a_copy_that_an_editor_made_with_its_origin_key_is_an_entry_of_its_own():
    left, right = [handle("l1", "tea")], [handle("r1", "tea"), handle("r2", "copy", origin="article/tea")]
    known = {"left": {"l1": "tea"}, "right": {"r1": "tea"}}
    assert aligned(left, right, **known) == [("copy", None, "r2"), ("tea", "l1", "r1")]


def test_after_the_state_is_lost_entries_of_one_name_are_told_apart_by_their_origin_keys():
    left = [handle("l1", "tea"), handle("l2", "tea")]
    right = [handle("r1", "tea", origin="article/tea"), handle("r2", "tea-2", origin="article/tea~l2")]
    assert aligned(left, right) == [("tea", "l1", "r1"), ("tea~l2", "l2", "r2")]
    # and the other way round, where the left carries them
    assert aligned(
        [handle("l1", "tea", origin="article/tea"), handle("l2", "tea-2", origin="article/tea~r2")],
        [handle("r1", "tea"), handle("r2", "tea")],
    ) == [("tea", "l1", "r1"), ("tea~r2", "l2", "r2")]


def test_an_origin_key_that_could_name_two_entries_is_an_error_that_lists_them():
    left = [handle("l1", "tea"), handle("l2", "tea")]
    with pytest.raises(Refused, match=r"2 entries of the left side match r1, .*tea.* \(l1, l2\)"):
        aligned(left, [handle("r1", origin="article/tea")])


def test_the_order_in_which_entries_are_read_does_not_matter():
    left = [handle("l1", "a"), handle("l2", "b"), handle("l3", "a-2", origin="article/c")]
    right = [handle("r1", "b"), handle("r2", "c"), handle("r3", "d")]
    assert aligned(left, right) == aligned(left[::-1], right[::-1])


@pytest.mark.parametrize("side", ["left", "right"])
def test_an_origin_key_that_reads_like_a_replaced_entry_is_an_entry_of_its_own(side):
    odd = [handle("x1", "tea", origin="article/chai (was tea)")]
    (pair,) = align("article", *((odd, []) if side == "left" else ([], odd)), {})
    assert reads_as_a_name(pair)
    assert (pair.left, pair.right) == (("x1", None) if side == "left" else (None, "x1"))


def test_an_origin_key_that_reads_like_a_replaced_entry_still_finds_whom_it_names():
    odd = "Chai (was tea)"
    (pair,) = align("article", [handle(odd)], [handle("r1", "chai", origin=f"article/{odd}")], {})
    assert (pair.left, pair.right) == (odd, "r1")
    assert reads_as_a_name(pair)


def test_a_remote_id_that_reads_like_a_replaced_entry_is_an_entry_of_its_own():
    left = [handle("Chai (was tea)"), handle("l2", "same"), handle("Tea (was x)", "same")]
    pairs = align("article", left, [], {})
    assert len(pairs) == 3
    assert all(map(reads_as_a_name, pairs))


def in_any(left, right):
    return aligned(*in_any_case(left, right))


def test_slugs_pair_in_any_case_after_those_that_are_equal():
    assert in_any([handle("l1", "About-Us")], [handle("r1", "about-us")]) == [("About-Us", "l1", "r1")]
    assert in_any([handle("l1", "tea"), handle("l2")], [handle("r1", "tea"), handle("r2", "Rum")]) == [
        ("Rum", None, "r2"),
        ("l2", "l2", None),
        ("tea", "l1", "r1"),
    ]


def test_twins_pair_by_equal_slugs_alone():
    left, right = [handle("l1", "about-us")], [handle("r1", "About-Us"), handle("r2", "about-us")]
    assert in_any(left, right) == [("About-Us", None, "r1"), ("about-us", "l1", "r2")]
    assert in_any([handle("l1", "ABOUT-US")], right) == [
        ("ABOUT-US", "l1", None),
        ("About-Us", None, "r1"),
        ("about-us", None, "r2"),
    ]


def test_other_rules_come_before_a_slug_in_another_case():
    left = [handle("l1", "Tea", marks=())]
    right = [handle("r1", "tea", marks=(frozenset(), frozenset({(EN, "x")})))]
    assert in_any(left, right) == [("Tea", "l1", "r1")]


def test_where_no_slug_has_capitals_nothing_is_added():
    left, right = [handle("l1", "tea")], [handle("r1", "rum")]
    assert in_any_case(left, right) == (left, right)


@pytest.mark.parametrize(("side", "remote"), [(Side.LEFT, "l1"), (Side.RIGHT, None)])
def test_a_pair_knows_what_each_side_calls_it(side, remote):
    assert Pair(EntryKey("article", "tea"), "l1", None).on(side) == remote


def test_what_comes_after_a_replaced_entry_is_remembered_too():
    old, black = EntryKey("article", "a", was="a"), EntryKey("article", "black")
    known = {Side.LEFT: {"l0": old, "l1": black}}
    made = align("article", [handle("l0", "a"), handle("l1", "tea")], [handle("r1", "tea")], known)
    assert Pair(black, "l1", "r1") in made


def test_an_origin_key_of_another_kind_is_no_duplicate():
    twins = [handle("l1", origin="author/tea"), handle("l2", origin="author/tea")]
    assert aligned(twins, []) == [("l1", "l1", None), ("l2", "l2", None)]


def test_a_name_may_hold_a_slash():
    assert aligned([handle("l1", "a/b")], [handle("r1", origin="article/a/b")]) == [("a/b", "l1", "r1")]


def test_what_is_to_be_done_about_two_candidates_is_told():
    twins = [handle(f"l{n}", origin="article/tea") for n in range(2)]
    said = (
        "article/tea: 2 entries carry this origin key (l0, l1). Delete or clear the duplicates on that side, then run "
        "again."
    )
    with pytest.raises(Refused, match=f"^{re.escape(said)}$"):
        aligned(twins, [])
    said = (
        "article: 6 entries of the left side match r1 (l0, l1, l2, l3, l4). Make the match field unique there, "
        "match on another field, or say under pins which two are one."
    )
    with pytest.raises(Refused, match=f"^{re.escape(said)}$"):
        aligned([handle(f"l{n}", "tea") for n in range(6)], [handle("r1", "tea")])


@pytest.mark.parametrize(
    ("origin", "key"),
    [
        ("article/tea", EntryKey("article", "tea")),
        ("article/tea/green", EntryKey("article", "tea/green")),
        ("author/tea", None),
        ("article/", None),
        ("article", None),
        ("tea", None),
        ("", None),
        (None, None),
    ],
)
def test_an_origin_key_names_an_entry_of_its_kind_or_none(origin, key):
    assert named_by("article", handle("l1", "milk", origin=origin)) == key
