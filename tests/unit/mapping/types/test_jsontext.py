"""Groups and lists as JSON text."""

import pytest

from isogloss.mapping.types.jsontext import from_json, to_json
from isogloss.model.address import EntryKey
from isogloss.model.schema import Field
from isogloss.model.value import ABSENT, Asset, Group, Many, Ref, Scalar

PARTS = {"title": Field("title", "text"), "price": Field("price", "number"), "photo": Field("photo", "image")}
SEO = Field("seo", "group", fields=PARTS)
ROWS = Field("rows", "list", fields=PARTS)
BLOCKS = Field("blocks", "blocks", fields={"hero": Field("hero", "group", fields=PARTS)})
LINKS = Field("links", "group", fields={"to": Field("to", "reference", to="author")})


def test_json_is_sorted_exact_and_on_one_line():
    value = Group(
        (
            ("photo", Asset("image", "https://a.example/a.png", "A")),
            ("price", Scalar("number", "1234567890.123456789")),
            ("title", Scalar("text", 'Tea "é"')),
        )
    )
    text = to_json(value)
    assert text == (
        '{"photo":{"alt":"A","url":"https://a.example/a.png"},"price":1234567890.123456789,"title":"Tea \\"é\\""}'
    )
    assert from_json(text, SEO) == value


def test_text_that_a_field_would_change_is_escaped():
    assert to_json(Scalar("opaque", "a\u2028b\x85")) == '"a\\u2028b\\u0085"'
    assert to_json(Scalar("opaque", "e\u0301")) == '"e\\u0301"'


def test_what_is_written_by_hand_is_read_as_what_it_means():
    assert from_json('{"title": " Tea ", "price": "3.0", "photo": null}', SEO) == Group(
        (("price", Scalar("number", "3")), ("title", Scalar("text", "Tea")))
    )
    assert from_json("[]", ROWS) is ABSENT
    assert from_json('[{"hero": {}}]', BLOCKS) == Many((Group((("hero", Group(())),)),))
    assert from_json("true", Field("f", "flag")) == Scalar("flag", "true")


@pytest.mark.parametrize(
    ("text", "field", "phrase"),
    [
        ("tea", SEO, "is no JSON"),
        ("[" * 100_000, SEO, "is no JSON"),
        ('{"price": NaN}', SEO, "is no JSON"),
        ("3", SEO, "should be an object"),
        ('{"colour": 1}', SEO, "seo has colour, of which the mapping knows nothing"),
        ("{}", ROWS, "should be a list"),
        ('[{"quote": {}}]', BLOCKS, "a component quote, of which"),
        ('[{"hero": {}, "quote": {}}]', BLOCKS, "each with the name of one component"),
        ('{"photo": 3}', SEO, "is no image"),
        ('{"title": []}', SEO, ""),
        ('{"title": {"a": 1}}', SEO, "should be a text"),
        ('{"to": "ada"}', LINKS, "a link cannot be followed"),
    ],
)
def test_what_is_not_of_the_shape_is_refused_with_a_sentence(text, field, phrase):
    if not phrase:
        assert from_json(text, field) == Group(())
        return
    with pytest.raises(ValueError, match=phrase):
        from_json(text, field)


def test_a_link_has_no_place_in_a_text():
    with pytest.raises(ValueError, match="a link cannot be followed"):
        to_json(Many((Ref(EntryKey("author", "ada")),)))
