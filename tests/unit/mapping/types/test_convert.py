"""What of a value a side can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.bridge import FieldBinding
from isogloss.mapping.types.convert import Lost, fit
from isogloss.model.address import EntryKey
from isogloss.model.schema import FIELD_TYPES, Capabilities, Field
from isogloss.model.value import ABSENT, SCALAR_TYPES, Asset, Group, Many, Ref, Scalar

ALL = Capabilities()
NO_ALT = Capabilities(write_alt=False)
TOPIC = FieldBinding(Field("topic", "option"), "topic", {"news": "News"})
COVER = FieldBinding(Field("cover", "image"), "hero")
HERO_ALT = FieldBinding(Field("alt", "text"), "hero.alt")
LINKS = FieldBinding(Field("authors", "references", to="author"), "authors")

ADA = Ref(EntryKey("author", "ada"))
GONE = Ref(EntryKey("author", "?7"))
PICTURE = Asset("image", "https://example.com/a.png", "A cup")
BARE = Asset("image", "https://example.com/a.png")


def fitted(value, binding, capabilities=ALL):
    return fit(value, binding.field, binding, capabilities)


def test_a_value_that_fits_is_left_alone():
    assert fitted(PICTURE, COVER).value == PICTURE
    assert fitted(PICTURE, COVER).losses == ()


def test_alternative_text_without_a_place_is_lost_and_told():
    found = fitted(PICTURE, COVER, NO_ALT)

    assert found.value == BARE
    assert found.losses == (Lost("no place for alt text", PICTURE, "A cup"),)


def test_a_picture_without_alternative_text_loses_nothing():
    assert fitted(BARE, COVER, NO_ALT).losses == ()


def test_alternative_texts_are_found_in_lists_and_groups():
    value = Group((("images", Many((PICTURE, BARE))), ("title", Scalar("text", "Tea"))))
    found = fitted(value, COVER, NO_ALT)

    assert found.value == Group((("images", Many((BARE, BARE))), ("title", Scalar("text", "Tea"))))
    assert [loss.value for loss in found.losses] == [PICTURE]


def test_a_field_that_is_an_alternative_text_is_lost_where_none_is_written():
    found = fitted(Scalar("text", "A cup"), HERO_ALT, NO_ALT)

    assert found.value is ABSENT
    assert [loss.reason for loss in found.losses] == ["no place for alt text"]
    assert fitted(Scalar("text", "A cup"), HERO_ALT, ALL).losses == ()


def test_an_option_with_a_name_there_is_kept():
    assert fitted(Scalar("option", "news"), TOPIC).value == Scalar("option", "news")


@pytest.mark.parametrize("key", ["tips", "?tips"])
def test_an_option_without_a_name_there_is_lost_and_named(key):
    found = fitted(Scalar("option", key), TOPIC)

    assert found.value is ABSENT
    (loss,) = found.losses
    assert loss.reason == "option unknown on the target"
    assert '"tips"' in loss.detail


def test_links_out_of_scope_are_dropped_and_the_others_kept():
    found = fitted(Many((ADA, GONE)), LINKS)

    assert found.value == Many((ADA,))
    assert found.losses == (Lost("link to an entry out of scope", Many((ADA, GONE)), "author/7"),)


def test_nothing_is_left_of_links_out_of_scope_alone():
    assert fitted(GONE, LINKS).value is ABSENT


@pytest.mark.parametrize("binding", [TOPIC, COVER, HERO_ALT, LINKS])
def test_nothing_loses_nothing(binding):
    found = fitted(ABSENT, binding, NO_ALT)

    assert found.value is ABSENT
    assert found.losses == ()


names = st.sampled_from(["ada", "?7", "news", "tips", "?tips"])
leaves = st.one_of(
    st.builds(Scalar, st.sampled_from(sorted(SCALAR_TYPES)), names),
    st.builds(Asset, st.sampled_from(["image", "file"]), names, st.sampled_from(["", "A cup"])),
    st.builds(Ref, st.builds(EntryKey, st.just("author"), names)),
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda items: Many(tuple(items))),
        st.dictionaries(st.sampled_from("abc"), inner, min_size=1).map(lambda d: Group(tuple(sorted(d.items())))),
    ),
    max_leaves=6,
)
bindings = st.builds(
    FieldBinding,
    st.builds(Field, st.just("f"), st.sampled_from(FIELD_TYPES)),
    st.sampled_from(["hero", "hero.alt"]),
    st.just({"news": "News"}),
)


@given(st.one_of(st.just(ABSENT), values), bindings, st.booleans())
def test_what_fits_fits_again_without_a_loss(value, binding, write_alt):
    can = Capabilities(write_alt=write_alt)
    once = fitted(value, binding, can)
    again = fitted(once.value, binding, can)

    assert again.value == once.value
    assert again.losses == ()
    assert bool(once.losses) == (once.value != value)
