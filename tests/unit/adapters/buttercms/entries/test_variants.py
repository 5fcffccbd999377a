"""Which version a variant shows, its status, and what all locales share."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from isogloss.adapters.buttercms.account import account_of
from isogloss.adapters.buttercms.entries.variants import Versions, origin_of, picture, seen
from isogloss.adapters.buttercms.wire import Row
from isogloss.bridge import FieldBinding
from isogloss.model.address import EntryKey
from isogloss.model.entry import CHANGED, DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Field
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Asset, Many, Ref, Scalar

EN, FR = Locale("en-US"), Locale("fr-FR")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 12, tzinfo=UTC)


def row(updated=NOON, **fields):
    return Row("tea", {"title": "Tea", **fields}, updated=updated)


@pytest.fixture
def article(account):
    return account.places["article"]


def test_a_version_that_is_not_live_is_a_draft(article, account):
    shown = picture(article, Versions(row(), None), account)
    assert (shown.status, shown.note) == (DRAFT, Note(updated=NOON))


def test_a_live_version_without_edits_is_published(article, account):
    shown = picture(article, Versions(row(), row()), account)
    assert (shown.status, shown.note) == (PUBLISHED, Note(updated=NOON, live=True))


def test_a_live_version_that_only_the_live_listing_shows_is_published(article, account):
    assert picture(article, Versions(None, row()), account).status == PUBLISHED


def test_a_row_that_calls_itself_published_is_live_though_the_live_listing_lacks_it(article, account):
    assert picture(article, Versions(replace(row(), status="published"), None), account).status == PUBLISHED
    assert picture(article, Versions(replace(row(), status="scheduled"), None), account).status == DRAFT


@pytest.mark.parametrize("empty", [{}, {"title": ""}, {"title": None, "hot": False, "related": []}])
def test_a_locale_that_is_listed_empty_is_not_there(article, account, empty):
    blank = Row("tea", empty, status="published")
    assert picture(article, Versions(blank, blank), account) is None
    assert picture(article, Versions(row(), blank), account).status == DRAFT


def test_an_edit_on_top_is_noted_and_the_live_content_shown(article, account):
    shown = picture(article, Versions(row(LATER, title="Tease"), row()), account)
    assert shown.content.fields["title"] == "Tea"
    assert shown.status == PUBLISHED
    assert shown.note == Note(unpublished_edits=True, updated=NOON, live=True)


def test_an_edit_on_top_is_shown_where_the_newest_content_is_asked_for(article, account):
    shown = picture(article, Versions(row(LATER, title="Tease"), row()), account, staged_content=True)
    assert (shown.content.fields["title"], shown.status) == ("Tease", PUBLISHED)


def test_an_edit_on_top_is_carried_as_a_change_where_the_mapping_says_so(article, with_settings):
    shown = picture(article, Versions(row(LATER, title="Tease"), row()), with_settings(carry=True))
    assert (shown.content.fields["title"], shown.status) == ("Tease", CHANGED)
    assert (shown.note.unpublished_edits, shown.note.unmapped_edits) == (True, False)
    beside = picture(article, Versions(row(LATER, title="Tease", extra="x"), row()), with_settings(carry=True))
    assert beside.note.unmapped_edits


@pytest.mark.parametrize(
    ("staged", "live"),
    [
        ({"title": "Tea "}, {"title": "Tea"}),
        ({"extra": None}, {}),
        ({"author": {"meta": {"id": 1}, "bio": "new"}}, {"author": {"meta": {"id": 1}, "bio": "old"}}),
        ({"extra": [{"meta": {"id": 1}, "x": 1}]}, {"extra": [{"meta": {"id": 1}}]}),
        ({"cover": {"url": "https://x.example/1", "alt": ""}}, {"cover": {"url": "https://x.example/1"}}),
    ],
)
def test_another_spelling_of_the_same_content_is_no_edit(article, account, staged, live):
    assert not picture(article, Versions(row(**staged), row(**live)), account).note.unpublished_edits


@pytest.mark.parametrize(
    "staged",
    [
        {"extra": "x"},
        {"seo": {"title": "Buy"}},
        {"cover": {"url": "https://x.example/1", "alt": "A cup"}},
        {"author": {"meta": {"id": 2}}},
        {"author": 5.5},
    ],
)
def test_an_edit_of_any_field_mapped_or_not_is_an_edit(article, account, staged):
    live = row(cover={"url": "https://x.example/1", "alt": "B"}, author={"meta": {"id": 1}})
    assert picture(
        article, Versions(replace(live, fields={**live.fields, **staged}), live), account
    ).note.unpublished_edits


def test_a_live_version_that_hides_links_to_drafts_was_not_edited(article, account):
    staged, live = row(author={"meta": {"id": 1}}, related=["a", "b"]), row(author=None, related=["b"])
    shown = picture(article, Versions(staged, live), account)
    assert shown.content is staged
    assert not shown.note.unpublished_edits
    # a draft that adds links looks the same, so what the public sees is told
    assert shown.note.doubtful == {"author": ABSENT, "related": Many((Ref(EntryKey("article", "b")),))}


@pytest.mark.parametrize(
    ("public", "told"),
    [
        (NOON, True),
        (NOON - timedelta(milliseconds=7), True),
        (NOON - timedelta(seconds=1), False),
        (NOON + timedelta(days=1), False),
        (None, False),
    ],
)
def test_a_page_that_changed_last_as_it_was_published_says_that_nothing_was_saved_since(article, account, public, told):
    staged, live = (replace(row(related=links), public=public) for links in (["a", "b"], ["b"]))
    assert picture(article, Versions(staged, live), account).note.published_last is told


@pytest.mark.parametrize(
    ("staged", "live"),
    [
        (row(LATER, related=["a", "b"]), row(related=["b"])),
        (row(None, related=["a", "b"]), row(None, related=["b"])),
        (row(related=["a"]), row(related=["b"])),
        (row(related=["a", "b"], title="Tease"), row(related=["b"])),
        (row(related=["a", "b"], extra="x"), row(related=["b"])),
    ],
)
def test_links_that_differ_are_an_edit_where_anything_speaks_for_one(article, account, staged, live):
    assert picture(article, Versions(staged, live), account).note.unpublished_edits


def test_an_item_has_no_drafts_on_top_so_links_that_are_hidden_are_no_edit(binding):
    author = binding.kinds["author"]
    boss = FieldBinding(Field("boss", "reference", to="author"), "boss")
    kinds = {**binding.kinds, "author": replace(author, fields={**author.fields, "boss": boss})}
    account = account_of(replace(binding, kinds=kinds))
    staged, live = Row("7", {"name": "Ada", "boss": {"meta": {"id": 1}}}), Row("7", {"name": "Ada"})
    assert not picture(account.places["author"], Versions(staged, live), account).note.unpublished_edits
    other = replace(live, fields={"name": "Eve"})
    assert picture(account.places["author"], Versions(staged, other), account).note.unpublished_edits


def pictures(place, account, **rows):
    locales = {"en": EN, "fr": FR}
    return {locales[code]: picture(place, Versions(each, None), account) for code, each in rows.items()}


def test_an_entry_has_a_variant_for_each_locale_and_its_slug_in_the_shared_one(article, account):
    shown = pictures(
        article,
        account,
        en=row(cover={"url": "https://x.example/1", "alt": "A cup"}, author={"meta": {"id": 7}}, topic="hot-news"),
        fr=row(title="Thé", related=[]),
    )
    entry = seen(article, "tea", shown, account)
    assert (entry.kind, entry.remote, entry.origin) == ("article", "tea", None)
    assert entry.variants == {
        SHARED: {SLUG: Scalar("text", "tea")},
        EN: {
            STATUS: DRAFT,
            "title": Scalar("text", "Tea"),
            "cover": Asset("image", "https://x.example/1", "A cup"),
            "alt": Scalar("text", "A cup"),
            "author": Ref(EntryKey("author", "7")),
            "topic": Scalar("option", "news"),
        },
        FR: {STATUS: DRAFT, "title": Scalar("text", "Thé")},
    }
    assert entry.notes == {EN: Note(updated=NOON), FR: Note(updated=NOON)}


def test_shared_fields_are_taken_from_the_primary_locale_or_else_from_the_first(account):
    author = account.places["author"]
    english, french = Row("7", {"name": "Ada", "origin": ""}), Row("7", {"name": "Adèle", "origin": "author/ada"})
    both = seen(author, "7", pictures(author, account, en=english, fr=french), account)
    assert both.variants[SHARED] == {"name": Scalar("text", "Ada")}
    assert both.origin == "author/ada"
    alone = seen(author, "7", pictures(author, account, fr=french), account)
    assert alone.variants[SHARED] == {"name": Scalar("text", "Adèle")}


def test_an_entry_with_nothing_shared_has_no_shared_variant(account):
    author = account.places["author"]
    entry = seen(author, "7", pictures(author, account, en=Row("7", {"bio": "x"})), account)
    assert set(entry.variants) == {EN}


def test_a_value_of_another_type_is_noted_with_locale_field_and_value_and_all_else_is_read(article, account):
    found = seen(article, "tea", pictures(article, account, en=row(author="ada", title="Half \ud83c")), account)
    title, author = sorted(found.unreadable, key=lambda each: each.field != "title")
    assert (author.locale, author.field, author.value) == (EN, "author", '"ada"')
    assert "a link to an item" in author.why
    assert (title.locale, title.field, title.value) == (EN, "title", '"Half \\ud83c"')
    assert "half of a surrogate pair" in title.why
    assert found.variants[EN].keys().isdisjoint({"title", "author"})


def test_an_origin_key_is_a_text_or_nothing(account, article):
    author = account.places["author"]
    assert origin_of(author, Row("7", {"origin": " author/ada "})) == "author/ada"
    assert origin_of(author, Row("7", {"origin": None})) is None
    assert origin_of(author, Row("7", {"origin": "author/\ud83c"})) is None
    assert origin_of(article, Row("tea", {"origin": "x"})) is None
