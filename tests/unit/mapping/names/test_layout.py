"""What a mapping looked like, and which changes of it have to be declared."""

import pytest

from isogloss.mapping.names.layout import (
    FieldLayout,
    KindLayout,
    Layout,
    dump_layout,
    layout_of,
    load_layout,
    pending,
    taken,
    undeclared,
)
from isogloss.model.move import Move
from isogloss.run.loading import load_text

TITLE = FieldLayout("text", False, ("name", "headline"), {})  # as it is written down
TOPIC = FieldLayout("option", False, ("topic", "topic"), {"news": ("News", "news")})  # the same
PLACES = ("Collection posts", "PageType article")
OLD = Layout(
    {"article": KindLayout(PLACES, {"title": TITLE, "topic": TOPIC})}, {"en": ("en", "en"), "fr": ("fr", "fr")}
)


def with_fields(**fields):
    return Layout({"article": KindLayout(PLACES, fields)}, OLD.locales)


def test_a_layout_is_what_a_mapping_says_of_both_sides(base):
    found = layout_of(load_text(base, resolve=False))
    assert found.locales == {"en-US": ("en-US", "en"), "fr-FR": ("fr-FR", "fr"), "ja-JP": ("ja", "ja")}
    assert found.kinds["article"].places == PLACES
    assert found.kinds["article"].fields["title"] == TITLE
    assert found.kinds["article"].fields["topic"].options == {"news": ("News", "news")}
    assert load_layout(dump_layout(found)) == found


@pytest.mark.parametrize(
    "broken", [None, {}, {"kinds": {}, "locales": {"en": "en"}}, {"kinds": {"a": 1}, "locales": {}}]
)
def test_what_is_no_layout_is_told(broken):
    with pytest.raises(ValueError, match=r"layout|shape"):
        load_layout(broken)


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        with_fields(title=TITLE),  # it leaves
        with_fields(title=TITLE, topic=TOPIC, body=FieldLayout("text", False, ("b", "b"), {})),  # joins
        Layout({}, OLD.locales),
        Layout({**OLD.kinds, "author": KindLayout(("Collection a", "Collection a"), {})}, OLD.locales),
        Layout(OLD.kinds, {"en": ("en", "en")}),
        Layout(OLD.kinds, {**OLD.locales, "de": ("de", "de")}),
        with_fields(title=TITLE, topic=FieldLayout("option", False, ("topic", "topic"), {})),  # leaves
    ],
    ids=str,
)
def test_what_only_joins_or_leaves_needs_no_word(new):
    assert undeclared(OLD, new, ()) == []


RETYPED = FieldLayout("long_text", False, ("name", "headline"), {})  # as it is written down
ELSEWHERE = FieldLayout("text", False, ("subtitle", "headline"), {})  # the same
RENAMED = FieldLayout("option", False, ("topic", "topic"), {"latest": ("News", "news")})  # the same
CHANGES = [
    (with_fields(lead=TITLE, topic=TOPIC), Move("field", ("article", "lead"), ("article", "title"))),
    (with_fields(title=RETYPED, topic=TOPIC), Move("field", ("article", "title"), None)),
    (with_fields(title=ELSEWHERE, topic=TOPIC), Move("field", ("article", "title"), ("article", "title"))),
    (
        with_fields(title=TITLE, topic=RENAMED),
        Move("option", ("article", "topic", "latest"), ("article", "topic", "news")),
    ),
    (Layout({"story": OLD.kinds["article"]}, OLD.locales), Move("kind", ("story",), ("article",))),
    (
        Layout({"article": KindLayout(("Collection texts", PLACES[1]), OLD.kinds["article"].fields)}, OLD.locales),
        Move("kind", ("article",), ("article",)),
    ),
    (Layout(OLD.kinds, {"en": ("en", "en"), "fr-FR": ("fr", "fr")}), Move("locale", ("fr-FR",), ("fr",))),
    (Layout(OLD.kinds, {"en": ("en", "en"), "fr": ("fr-CA", "fr")}), Move("locale", ("fr",), ("fr",))),
]


@pytest.mark.parametrize(("new", "move"), CHANGES, ids=[str(move) for _, move in CHANGES])
def test_a_change_that_would_read_as_edits_is_found_until_it_is_declared_and_moved_once(new, move):
    assert [each.move for each in undeclared(OLD, new, ())] == [move]
    for declared in (move, Move(move.what, move.name, None)):
        assert undeclared(OLD, new, [declared]) == []
        assert not pending(declared, new, new)
        assert not taken(declared, OLD, new)
    assert pending(move, OLD, new)


def test_a_field_moves_with_its_kind():
    new = Layout({"story": KindLayout(PLACES, {"lead": TITLE, "topic": TOPIC})}, OLD.locales)
    moves = [Move("kind", ("story",), ("article",))]
    assert [each.move for each in undeclared(OLD, new, moves)] == [
        Move("field", ("story", "lead"), ("article", "title"))
    ]


def test_what_was_agreed_on_itself_is_told():
    new = with_fields(title=TITLE)
    assert taken(Move("field", ("article", "title"), ("article", "topic")), OLD, new)
    assert not pending(Move("field", ("article", "title"), ("article", "topic")), OLD, new)
