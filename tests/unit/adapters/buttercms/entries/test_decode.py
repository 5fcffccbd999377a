"""Every field type as ButterCMS sends it."""

import pytest

from isogloss.adapters.assemble import is_blank
from isogloss.adapters.buttercms.entries.decode import beyond_parts, decode, essence
from isogloss.bridge import FieldBinding
from isogloss.model.address import EntryKey
from isogloss.model.schema import Field
from isogloss.model.value import ABSENT, Asset, Many, Ref, Scalar


def read(account, type_, sent, *, remote="f", to=None, options=None):
    return decode(sent, FieldBinding(Field("f", type_, to=to), remote, options or {}), account)


@pytest.mark.parametrize(
    ("type_", "sent", "text"),
    [
        ("text", " Tea \n", "Tea"),
        ("text", 5, "5"),
        ("long_text", "One\r\nTwo\n", "One\nTwo"),
        ("rich_text", "<p>Tea &amp; milk</p>\n", "<p>Tea &amp; milk</p>"),
        ("number", 1.0, "1"),
        ("number", -12.5, "-12.5"),
        ("number", 0, "0"),
        ("number", "7", "7"),
        ("flag", False, "false"),
        ("flag", True, "true"),
        ("instant", "2024-03-15T14:30:00", "2024-03-15T14:30:00Z"),
        ("instant", "2024-03-15T14:30:00+00:00", "2024-03-15T14:30:00Z"),
        ("date", "2024-03-15T00:00:00", "2024-03-15"),
        ("link", "HTTPS://Example.com", "https://example.com/"),
        ("email", "ada@EXAMPLE.com", "ada@example.com"),
        ("phone", " +44 1 ", "+44 1"),
        ("colour", "#ABC", "#aabbcc"),
        ("video", {"url": "https://example.com/v", "alt": "V"}, "https://example.com/v"),
    ],
)
def test_a_value_is_read_in_its_canonical_form(account, type_, sent, text):
    assert read(account, type_, sent) == Scalar(type_, text)


@pytest.mark.parametrize("type_", ["text", "number", "flag", "image", "reference", "references", "option", "instant"])
@pytest.mark.parametrize("sent", [None, "", []])
def test_whatever_unset_reads_as_is_absent(account, type_, sent):
    assert read(account, type_, sent, to="author") == ABSENT


def test_media_are_read_with_and_without_their_alternative_text(account):
    assert read(account, "image", "https://cdn.example.com/x") == Asset("image", "https://cdn.example.com/x")
    both = {"url": "https://cdn.example.com/x", "alt": " A cup "}
    assert read(account, "image", both) == Asset("image", "https://cdn.example.com/x", "A cup")
    assert read(account, "file", {"url": "https://cdn.example.com/x", "alt": None}) == Asset(
        "file", "https://cdn.example.com/x"
    )
    assert read(account, "image", {"url": "", "alt": ""}) == ABSENT
    assert read(account, "video", {"url": None, "alt": None}) == ABSENT


def test_an_alternative_text_is_read_out_of_its_image(account):
    both = {"url": "https://cdn.example.com/x", "alt": "A cup"}
    assert read(account, "text", both, remote="cover.alt") == Scalar("text", "A cup")
    assert read(account, "text", "https://cdn.example.com/x", remote="cover.alt") == ABSENT


def test_an_option_is_our_key_and_one_without_a_key_is_marked(account):
    options = {"news": "hot-news"}
    assert read(account, "option", "hot-news", options=options) == Scalar("option", "news")
    assert read(account, "option", "old-news", options=options) == Scalar("option", "?old-news")
    assert read(account, "option", " ", options=options) == ABSENT


ADA = Ref(EntryKey("author", "123"))
TEA = Ref(EntryKey("article", "tea"))
PAGE = {"slug": "tea", "page_type": "post", "fields": {"author": {"meta": {"id": 9}}}}


@pytest.mark.parametrize(
    ("to", "sent", "ref"),
    [
        ("author", {"meta": {"id": 123}, "name": "Ada", "boss": PAGE}, ADA),
        ("author", [{"meta": {"id": 123}}], ADA),
        ("author", "/v2/content/?keys=authors[_id=123]", ADA),
        ("author", ["/v2/content/?keys=authors[_id=123]"], ADA),
        ("author", 123, ADA),
        ("author", "123", ADA),
        ("article", PAGE, TEA),
        ("article", {"slug": "tea", "page_type": None, "fields": {}}, TEA),
        ("article", "/v2/pages/post/tea/", TEA),
        ("article", "/v2/pages/post/tea/?locale=en", TEA),
        ("article", "/v2/pages/*/tea/", TEA),
        ("article", "tea", TEA),
    ],
)
def test_a_link_is_read_from_each_of_its_forms(account, to, sent, ref):
    assert read(account, "reference", sent, to=to) == ref


def test_several_links_keep_their_order_and_lose_what_points_nowhere(account):
    sent = [{"meta": {"id": 2}}, None, "/v2/content/?keys=authors[_id=1]", ""]
    expected = Many((Ref(EntryKey("author", "2")), Ref(EntryKey("author", "1"))))
    assert read(account, "references", sent, to="author") == expected
    assert read(account, "references", {"meta": {"id": 2}}, to="author") == Many((Ref(EntryKey("author", "2")),))
    assert read(account, "references", [None], to="author") == ABSENT


@pytest.mark.parametrize(
    ("type_", "to", "sent", "said"),
    [
        ("reference", "author", PAGE, "item of a collection"),
        ("reference", "article", {"meta": {"id": 1}}, "a link to a page"),
        ("reference", "article", "/v2/content/?keys=authors[_id=1]", "a link to a page"),
        ("reference", "author", "/v2/pages/post/tea/", "item of a collection"),
        ("reference", "author", "ada", "item of a collection"),
        ("reference", "author", True, "item of a collection"),
        ("reference", "article", {**PAGE, "page_type": "news"}, "'tea' of 'news'.* says 'post'"),
        ("reference", "author", "/v2/content/?keys=tags[_id=1]", "'1' of 'tags'"),
        ("reference", "author", [1, 2], "holds 2 links where one"),
        ("text", None, {"type": "hero", "fields": {"x": "y" * 99}}, "was expected, not"),
        ("image", None, [1], "media address was expected"),
        ("number", None, "many", "not a number"),
        ("date", None, "2024-03-15T14:30:00", "map the field as an instant"),
    ],
)
def test_what_is_not_of_the_mapped_type_is_said_in_a_sentence(account, type_, to, sent, said):
    with pytest.raises(ValueError, match=said):
        read(account, type_, sent, to=to)


def test_an_opaque_type_never_gets_here(account):
    with pytest.raises(AssertionError, match="has no text form"):
        read(account, "images", "x")


@pytest.mark.parametrize("sent", [None, "", [], {}, False, [{}, ""], {"url": "", "alt": None}, {"seo": {"title": ""}}])
def test_nothing_at_any_depth_is_blank(sent):
    assert is_blank(sent)


@pytest.mark.parametrize("sent", [0, True, "x", [0], {"seo": {"title": "x"}}])
def test_a_zero_or_a_tick_is_something(sent):
    assert not is_blank(sent)


def test_the_essence_of_a_link_is_what_it_points_to():
    assert essence({"a": {"meta": {"id": 1}, "name": "Ada"}}) == essence({"a": {"meta": {"id": 1}, "name": "Eve"}})
    assert essence(PAGE) == essence({**PAGE, "fields": {}})
    assert essence(PAGE) != essence({**PAGE, "slug": "milk"})


def test_the_essence_of_nothing_is_nothing_however_it_is_written():
    assert essence(None) == essence("") == essence([]) == essence({}) == essence({"alt": None})
    assert essence(0) != essence(None)
    assert essence({"hot": True}) != essence({"hot": 1})


def grouped(type_, remote, **parts):
    fields = {
        name: part if isinstance(part, FieldBinding) else FieldBinding(Field(name, "text"), part)
        for name, part in parts.items()
    }
    return FieldBinding(
        Field("f", type_, fields={name: part.field for name, part in fields.items()}), remote, fields=fields
    )


def test_parts_that_hold_something_and_are_not_named_are_told_with_their_field():
    seo = grouped("group", "seo", title="title", picture="image.alt")
    assert list(beyond_parts({"title": "A", "image": {"alt": "B"}, "note": "C", "empty": ""}, seo)) == ["seo.note"]
    rows = grouped("list", "links", inner=grouped("group", "to", url="url"))
    sent = [{"to": {"url": "x", "label": "y"}, "order": 1}, {"to": None, "order": 0}]
    assert list(beyond_parts(sent, rows)) == ["links.order", "links.to.label", "links.order"]
    picked = grouped("blocks", "body", quote=grouped("group", "quote", text="text"))
    sent = [{"type": "quote", "fields": {"text": "x", "by": "y"}}, {"type": "other", "fields": {"a": "b"}}]
    assert list(beyond_parts(sent, picked)) == ["body.quote.by"]
    assert list(beyond_parts(None, seo)) == list(beyond_parts("text", seo)) == []
