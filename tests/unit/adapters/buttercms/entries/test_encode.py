"""Every field type as ButterCMS takes it."""

import pytest

from isogloss.adapters.buttercms.entries.decode import decode
from isogloss.adapters.buttercms.entries.encode import (
    body_of,
    check_special,
    cleared,
    empty_fields,
    encode,
    page_slug,
    slug_from,
)
from isogloss.bridge import FieldBinding
from isogloss.model.address import EntryKey
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, SLUG, STATUS
from isogloss.model.locale import Locale
from isogloss.model.schema import Field
from isogloss.model.value import ABSENT, Asset, Many, Ref, Scalar

EN, FR = Locale("en-US"), Locale("fr-FR")
ADA, TEA = EntryKey("author", "ada"), EntryKey("article", "tea")


def binding(type_, *, to=None, remote="f"):
    return FieldBinding(Field("f", type_, to=to), remote, {"news": "hot-news"} if type_ == "option" else {})


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Scalar("text", "Tea"), "Tea"),
        (Scalar("rich_text", "<p>Tea</p>"), "<p>Tea</p>"),
        (Scalar("number", "12"), 12),
        (Scalar("number", "-12.5"), -12.5),
        (Scalar("flag", "false"), False),
        (Scalar("flag", "true"), True),
        (Scalar("instant", "2024-03-15T14:30:00Z"), "2024-03-15T14:30:00"),
        (Scalar("instant", "2024-03-15T14:30:00.5Z"), "2024-03-15T14:30:00.5"),
        (Scalar("date", "2024-03-15"), "2024-03-15T00:00:00"),
        (Scalar("option", "news"), "hot-news"),
        (Scalar("colour", "#aabbcc"), "#aabbcc"),
        (Scalar("video", "https://example.com/v"), "https://example.com/v"),
    ],
)
def test_a_value_is_written_as_documented_and_reads_back_as_itself(account, names, value, written):
    field = binding(value.type)
    assert encode(value, field, account, names) == written
    assert type(encode(value, field, account, names)) is type(written)
    assert decode(written, field, account) == value


def test_media_are_written_as_addresses_the_sides_own_where_known(account, names):
    names.assets["https://a.example.com/1"] = "https://cdn.example.com/1"
    field = binding("image")
    assert (
        encode(Asset("image", "https://a.example.com/1", "alt"), field, account, names) == "https://cdn.example.com/1"
    )
    assert encode(Asset("image", "https://a.example.com/2"), field, account, names) == "https://a.example.com/2"


def test_links_are_written_as_numbers_for_items_and_as_slugs_for_pages(account, names):
    names.remotes = {ADA: "123", TEA: "tea"}
    assert encode(Ref(ADA), binding("reference", to="author"), account, names) == 123
    assert encode(Many((Ref(TEA), Ref(TEA))), binding("references", to="article"), account, names) == ["tea", "tea"]


def test_nothing_is_written_as_the_empty_text_and_as_the_empty_list(account, names):
    assert encode(ABSENT, binding("number"), account, names) == ""
    assert encode(ABSENT, binding("reference", to="author"), account, names) == ""
    assert cleared(binding("references", to="author")) == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (binding("reference", to="author"), Ref(ADA), "author/ada, which is not on this side yet"),
        (binding("reference", to="author"), Ref(EntryKey("author", "odd")), "not the number of an item"),
        (binding("references", to="author"), Many((Scalar("text", "x"),)), "can hold nothing else"),
        (
            binding("option"),
            Scalar("option", "?old"),
            "'old' has no slug in the mapping, which names news; add it to the values",
        ),
        (binding("text"), Scalar("number", "1"), "a scalar cannot be written to a field of type text"),
        (binding("text"), Ref(ADA), "a ref cannot be written"),
        (binding("image"), Asset("file", "https://x"), "an? asset cannot be written"),
        (binding("text", remote="f.alt"), Scalar("text", "x"), "media library"),
    ],
)
def test_what_cannot_be_held_is_said_in_a_sentence(account, names, field, value, said):
    names.remotes[EntryKey("author", "odd")] = "x1"
    with pytest.raises(ValueError, match=said):
        encode(value, field, account, names)


def test_a_create_names_every_field_of_the_type_unset(account):
    assert empty_fields(account.places["article"]) == {
        "author": "",
        "cover": "",
        "extra": "",
        "related": [],
        "seo": "",
        "title": "",
        "topic": "",
    }


def test_fields_stand_under_the_slug_of_their_locale(account):
    assert body_of(account, {FR: {"title": "Thé"}, EN: {}}) == {"fr": {"title": "Thé"}, "en": {}}


def test_a_field_called_like_a_locale_never_gets_into_a_body(account):
    with pytest.raises(AssertionError, match=r"\['fr'\] are locale slugs"):
        body_of(account, {EN: {"fr": {}}})


def test_an_account_without_locales_takes_the_fields_alone(with_settings):
    single = with_settings(localized=False, locales={EN: "en"})
    assert body_of(single, {EN: {"en": "x"}}) == {"en": "x"}
    with pytest.raises(AssertionError, match="fields of one locale"):
        body_of(single, {EN: {}, FR: {}})


def test_a_slug_is_made_of_the_key_and_always_the_same():
    assert slug_from("Green Tea & Milk!") == "green-tea-milk"
    assert slug_from("お茶") == slug_from("お茶") != slug_from("茶")
    assert slug_from("お茶").startswith("page-")
    assert len(slug_from("x" * 300)) == 100


@pytest.mark.parametrize("text", ["", "x" * 101])
def test_a_slug_has_its_bounds(text):
    with pytest.raises(ValueError, match="1 to 100 characters"):
        page_slug(text)


def test_the_special_fields_are_checked_too(account):
    article, author = account.places["article"], account.places["author"]
    check_special(article, SLUG, Scalar("text", "tea"))
    check_special(author, STATUS, DRAFT)
    with pytest.raises(ValueError, match="has no slug"):
        check_special(author, SLUG, Scalar("text", "ada"))
    with pytest.raises(ValueError, match="no archive"):
        check_special(article, STATUS, ARCHIVED)
    with pytest.raises(ValueError, match="draft can be put over"):
        check_special(article, STATUS, CHANGED)
