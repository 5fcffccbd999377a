from isogloss.merge.decide import Shown
from isogloss.merge.walk import Found, walk
from isogloss.model.value import ABSENT, Digest

OLD, NEW, OTHER = (Digest(text * 32) for text in "abc")


def found(base, left, right):
    return list(walk(base, left, right))


def test_what_is_as_it_was_agreed_is_not_found():
    entry = {"en": {"title": OLD}}
    assert found(Shown(entry, entry), entry, entry) == []


def test_two_sides_that_look_different_as_agreed_are_not_found():
    assert (
        found(Shown({"en": {"title": OLD}}, {"en": {"title": NEW}}), {"en": {"title": OLD}}, {"en": {"title": NEW}})
        == []
    )


def test_what_one_side_alone_has_is_found_whole():
    assert found(Shown(), {"en": {"title": NEW}}, ABSENT) == [Found((), "take left")]
    assert found(Shown(), ABSENT, {"en": {"title": NEW}}) == [Found((), "take right")]


def test_a_variant_that_one_side_alone_has_is_found_whole():
    left = {"en": {"title": OLD}, "fr": {"title": NEW, "lead": NEW}}
    right = {"en": {"title": OLD}}
    assert found(Shown(right, right), left, right) == [Found(("fr",), "take left")]


def test_cells_are_found_one_by_one_sorted_by_path():
    base = {"en": {"b": OLD, "a": OLD}, "*": {"z": OLD}}
    left = {"en": {"b": NEW, "a": OLD}, "*": {"z": NEW}}
    right = {"en": {"b": OLD, "a": NEW}, "*": {"z": OTHER}}
    assert found(Shown(base, base), left, right) == [
        Found(("*", "z"), "conflict"),
        Found(("en", "a"), "take right"),
        Found(("en", "b"), "take left"),
    ]


def test_equal_sides_that_were_not_agreed_on_are_adopted_whole():
    entry = {"en": {"title": NEW}}
    assert found(Shown(), entry, entry) == [Found((), "adopt")]


def test_equal_sides_of_which_one_alone_is_as_it_was_agreed_are_adopted():
    then, now = {"en": {"title": OLD}}, {"en": {"title": NEW}}
    assert found(Shown(then, now), now, now) == [Found((), "adopt")]
    assert found(Shown(now, then), now, now) == [Found((), "adopt")]


def test_a_cell_that_both_sides_dropped_leaves_the_base():
    base = {"en": {"a": OLD, "b": OLD}}
    left, right = {"en": {"a": NEW}}, {"en": {"a": OLD}}
    assert found(Shown(base, base), left, right) == [
        Found(("en", "a"), "take left"),
        Found(("en", "b"), "adopt"),
    ]


def test_an_entry_that_neither_side_has_any_more_leaves_the_base():
    base = {"en": {"a": OLD}}
    assert found(Shown(base, base), ABSENT, ABSENT) == [Found((), "adopt")]
    assert found(Shown(), ABSENT, ABSENT) == []


def test_a_deletion_against_an_edit_is_a_conflict_at_the_address_of_the_deletion():
    base = {"en": {"a": OLD}, "fr": {"a": OLD}}
    left, right = {"en": {"a": OLD}}, {"en": {"a": OLD}, "fr": {"a": NEW}}
    assert found(Shown(base, base), left, right) == [Found(("fr",), "conflict")]
