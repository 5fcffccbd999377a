"""Components, repeaters and component pickers, read in one shape and written in another."""

import pytest

from isogloss.adapters.buttercms.account import KindPlace
from isogloss.adapters.buttercms.entries.decode import decode
from isogloss.adapters.buttercms.entries.encode import cleared, empty_fields, encode
from isogloss.bridge import FieldBinding, PageType
from isogloss.model.address import EntryKey
from isogloss.model.schema import Field
from isogloss.model.value import ABSENT, Asset, Group, Many, Ref, Scalar

ADA = EntryKey("author", "ada")


def part(name, type_, remote=None, **more):
    options = {"news": "hot-news"} if type_ == "option" else {}
    return FieldBinding(Field(name, type_, **more), remote or f"{name}_slug", options)


PARTS = {
    "title": part("title", "text"),
    "open": part("open", "flag"),
    "topic": part("topic", "option"),
    "by": part("by", "reference", to="author"),
    "photo": part("photo", "image"),
    "all": part("all", "references", to="author"),
}


def whole(type_, parts, remote="f"):
    return FieldBinding(Field("f", type_, fields={n: p.field for n, p in parts.items()}), remote, fields=parts)


SEO, ROWS = whole("group", PARTS), whole("list", PARTS)
QUOTE = whole("group", {"text": part("text", "long_text"), "by": whole("group", {"name": part("name", "text")}, "by")})
BLOCKS = whole("blocks", {"hero": whole("group", PARTS, "hero_block"), "quote": whole("group", QUOTE.fields, "quote")})

VALUE = Group(
    (
        ("all", Many((Ref(ADA),))),
        ("by", Ref(ADA)),
        ("open", Scalar("flag", "true")),
        ("photo", Asset("image", "https://a.example/a.png")),
        ("title", Scalar("text", "Tea")),
        ("topic", Scalar("option", "news")),
    )
)
SENT = {
    "title_slug": "Tea",
    "open_slug": True,
    "topic_slug": "hot-news",
    "by_slug": 12,
    "photo_slug": "https://a.example/a.png",
    "all_slug": [12],
}
SHOWN = {**SENT, "by_slug": {"meta": {"id": 12}, "name": "Ada"}, "all_slug": [{"meta": {"id": 12}}]}
BY_NUMBER = Group(
    tuple(
        (name, {"by": Ref(EntryKey("author", "12")), "all": Many((Ref(EntryKey("author", "12")),))}.get(name, value))
        for name, value in VALUE.fields
    )
)
EMPTY = {"title_slug": "", "open_slug": "", "topic_slug": "", "by_slug": "", "photo_slug": "", "all_slug": []}


@pytest.fixture
def known(names):
    names.remotes[ADA] = "12"
    return names


def test_a_component_is_its_fields(account, known):
    assert encode(VALUE, SEO, account, known) == SENT
    assert decode(SHOWN, SEO, account) == BY_NUMBER


def test_a_component_without_content_is_absent_and_is_cleared_field_by_field(account, known):
    assert decode({"title_slug": "", "all_slug": []}, SEO, account) is ABSENT
    assert decode(None, SEO, account) is ABSENT
    assert encode(ABSENT, SEO, account, known) == EMPTY
    assert encode(Group((("title", Scalar("text", "Tea")),)), SEO, account, known) == {**EMPTY, "title_slug": "Tea"}


def test_rows_are_written_whole_and_an_empty_one_keeps_its_place(account, known):
    rows = Many((VALUE, Group(())))
    assert encode(rows, ROWS, account, known) == [SENT, EMPTY]
    assert decode([SHOWN, EMPTY], ROWS, account) == Many((BY_NUMBER, Group(())))
    assert encode(ABSENT, ROWS, account, known) == []


def test_picked_components_are_written_under_their_slug_and_read_as_type_and_fields(account, known):
    quote = Group((("by", Group((("name", Scalar("text", "Ada")),))), ("text", Scalar("long_text", "So"))))
    value = Many((Group((("quote", quote),)), Group((("hero", Group(())),))))
    written = [{"quote": {"text_slug": "So", "by": {"name_slug": "Ada"}}}, {"hero_block": EMPTY}]
    assert encode(value, BLOCKS, account, known) == written
    read = [{"type": slug, "fields": fields} for row in written for slug, fields in row.items()]
    assert decode(read, BLOCKS, account) == value
    assert decode(written, BLOCKS, account) == value


@pytest.mark.parametrize(
    ("shape", "sent", "phrase"),
    [
        (BLOCKS, [{"type": "banner", "fields": {}}], "a component 'banner', which the mapping does not name"),
        (BLOCKS, [{"a": 1, "b": 2}], "a component was expected"),
        (BLOCKS, "text", "a component was expected"),
        (SEO, "text", "fields under their slugs were expected"),
        (ROWS, [3], "fields under their slugs were expected"),
    ],
)
def test_what_is_not_of_the_shape_is_refused(account, shape, sent, phrase):
    with pytest.raises(ValueError, match=phrase):
        decode(sent, shape, account)


@pytest.mark.parametrize(
    ("shape", "value", "phrase"),
    [
        (BLOCKS, Many((Group((("banner", Group(())),)),)), "one component was expected, of hero, quote"),
        (BLOCKS, Many((VALUE,)), "one component was expected"),
        (ROWS, Many((Scalar("text", "Tea"),)), "fields under their names"),
        (SEO, Many((VALUE,)), "fields under their names"),
        (SEO, Scalar("text", "Tea"), "cannot be written to a field of type group"),
    ],
)
def test_what_does_not_fit_is_never_written(account, known, shape, value, phrase):
    with pytest.raises(ValueError, match=phrase):
        encode(value, shape, account, known)


def test_a_new_page_names_every_part_of_it_as_unset(account):
    place = KindPlace("article", PageType("post"), {"seo": SEO, "rows": whole("list", PARTS, "rows")}, None)
    assert empty_fields(place) == {"f": EMPTY, "rows": []}
    assert cleared(BLOCKS) == []
