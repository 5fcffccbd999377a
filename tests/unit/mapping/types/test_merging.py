"""Which values are merged within, and which are one thing."""

import pytest

from isogloss.mapping.types.merging import merge_values
from isogloss.model.address import EntryKey
from isogloss.model.value import ABSENT, Asset, Group, Many, Ref, Scalar


def links(*names):
    return Many(tuple(Ref(EntryKey("article", name)) for name in names))


def options(*keys):
    return Many(tuple(Scalar("option", key) for key in keys))


def tags(text):
    return Scalar("tags", text)


@pytest.mark.parametrize(
    ("base", "left", "right", "merged"),
    [
        (links("a"), links("a", "b"), links("a", "c"), links("a", "b", "c")),
        (links("a", "b"), ABSENT, links("a", "b", "c"), links("c")),
        (links("a", "b"), links("b"), links("a"), ABSENT),
        (ABSENT, links("a"), links("b"), links("a", "b")),
        (options("x"), options("x", "y"), ABSENT, options("y")),
        (tags("a, b"), tags("a, b, c"), tags("b"), tags("b, c")),
        (tags('"a, b", c'), tags("c"), tags('"a, b", c, d'), tags("c, d")),
        (tags("a"), ABSENT, tags("a, b"), tags("b")),
        (tags("a"), ABSENT, tags("a"), ABSENT),
        (
            Scalar("long_text", "a b c"),
            Scalar("long_text", "x b c"),
            Scalar("long_text", "a b y"),
            Scalar("long_text", "x b y"),
        ),
    ],
)
def test_lists_and_texts_are_merged(base, left, right, merged):
    assert merge_values((base, base), left, right) == merged
    assert merge_values((base, base), right, left) == merged


def test_each_side_of_a_list_is_compared_with_what_it_showed_itself():
    bases = links("a", "b"), links("a")
    assert merge_values(bases, links("a"), links("a", "b")) == links("a")
    assert merge_values(bases[::-1], links("a", "b"), links("a")) == links("a")
    named = tags("a, b"), tags("a")
    assert merge_values(named, tags("a"), tags("a, b")) == tags("a")
    assert merge_values(named[::-1], tags("a, b"), tags("a")) == tags("a")


def test_a_text_that_one_side_did_not_have_is_not_merged():
    text, edits = Scalar("long_text", "a b c"), (Scalar("long_text", "x b c"), Scalar("long_text", "a b y"))
    assert merge_values((text, ABSENT), *edits) is None
    assert merge_values((ABSENT, text), *edits) is None


@pytest.mark.parametrize(
    ("base", "left", "right"),
    [
        (Scalar("text", "a b c"), Scalar("text", "x b c"), Scalar("text", "a b y")),
        (Scalar("number", "1"), Scalar("number", "2"), Scalar("number", "3")),
        (Scalar("long_text", "a"), ABSENT, Scalar("long_text", "b")),
        (ABSENT, Scalar("long_text", "a"), Scalar("long_text", "b")),
        (Scalar("long_text", "a"), Scalar("rich_text", "<p>a</p>"), Scalar("long_text", "b")),
        (Asset("image", "a"), Asset("image", "b"), Asset("image", "c")),
        (Many((Asset("image", "a"),)), Many((Asset("image", "b"),)), Many((Asset("image", "c"),))),
        (Many((Group(()),)), Many((Group((("a", tags("b")),)),)), ABSENT),
        (links("a", "a"), links("a"), links("a", "b")),
    ],
)
def test_anything_else_is_one_thing(base, left, right):
    assert merge_values((base, base), left, right) is None
