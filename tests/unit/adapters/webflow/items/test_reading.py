import pytest

from isogloss.errors import Drift, Missing, Stale, UsageError
from isogloss.model.address import EntryKey
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PUBLISHED
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Asset, Many, Ref, Scalar

NOTHING = {"items": [], "pagination": {"limit": 100, "offset": 0, "total": 0}}
IMAGE = {"fileId": "f" * 24, "url": "https://cdn.example/a.png", "alt": "A cup"}


def read_one(reader, remote="tea"):
    return next(seen for seen in reader.read() if seen.remote == remote)


def test_every_mapped_field_is_decoded_into_its_own_type(site, opened):
    site.put(
        "tea",
        "C0",
        {
            "name": "Tea",
            "post-body": "<p>Hot</p>",
            "hero": IMAGE,
            "gallery": [IMAGE],
            "rating": 4.5,
            "featured": True,
            "when": "2026-01-01T00:00:00.000Z",
            "topic": "o1",
            "author": "ada",
            "also": ["tea", "milk"],
        },
    )
    seen = read_one(opened())
    address = f"https://cdn.example/a.png#{'f' * 24}"
    assert seen.variants[Locale("en-US")] == {
        "$status": DRAFT,
        "title": Scalar("text", "Tea"),
        "body": Scalar("rich_text", "<p>Hot</p>"),
        "alt": Scalar("text", "A cup"),
        "gallery": Many((Asset("image", address, "A cup"),)),
        "topic": Scalar("option", "news"),
    }
    assert seen.variants[SHARED] == {
        "$slug": Scalar("text", "tea"),
        "hero": Asset("image", address),
        "rating": Scalar("number", "4.5"),
        "featured": Scalar("flag", "true"),
        "when": Scalar("instant", "2026-01-01T00:00:00Z"),
        "author": Ref(EntryKey("author", "ada")),
        "also": Many((Ref(EntryKey("article", "tea")), Ref(EntryKey("article", "milk")))),
    }


def test_absent_null_and_empty_all_mean_that_nothing_is_there(site, opened):
    site.put("tea", "C0", {"hero": None, "gallery": [], "post-body": "", "also": None})
    seen = read_one(opened())
    assert set(seen.variants[Locale("en-US")]) == {"$status", "title"}
    assert set(seen.variants[SHARED]) == {"$slug"}


def test_variants_of_one_item_become_one_entry_and_shared_fields_come_from_the_primary(site, opened):
    site.put("tea", "C1", {"name": "Thé", "rating": 2})
    site.put("tea", "C0", {"name": "Tea", "rating": 1})
    seen = read_one(opened())
    assert set(seen.variants) == {SHARED, "en-US", "fr-FR"}
    assert seen.variants[SHARED]["rating"] == Scalar("number", "1")


def test_an_item_without_a_primary_variant_is_an_entry_all_the_same(site, opened):
    site.put("tea", "C2", {"rating": 3, "slug": "ocha"})
    seen = read_one(opened())
    assert set(seen.variants) == {SHARED, "ja"}
    assert seen.variants[SHARED] == {"$slug": Scalar("text", "ocha"), "rating": Scalar("number", "3")}


def test_a_live_variant_shows_its_live_content_and_tells_of_edits_on_top(site, opened):
    site.put("tea", "C0", {"name": "Tea"}, live=True)
    site.edit("tea", "C0", {"name": "Tea, edited"}, draft=True)
    seen = read_one(opened())
    assert seen.variants[Locale("en-US")]["title"] == Scalar("text", "Tea")
    assert seen.variants[Locale("en-US")]["$status"] == PUBLISHED
    note = seen.notes[Locale("en-US")]
    assert note.unpublished_edits
    assert note.live


def test_edits_in_a_field_that_is_not_mapped_are_edits_too(site, opened):
    site.put("tea", "C0", {"tint": "#ffffff"}, live=True)
    site.edit("tea", "C0", {"tint": "#000000"})
    assert read_one(opened()).notes[Locale("en-US")].unpublished_edits


@pytest.mark.parametrize(
    ("slug", "live", "staged"),
    [
        ("tint", "#FFF", "#ffffff"),
        ("post-body", "<p>Hi</p>", "<p id=''>Hi</p>"),
        ("featured", None, False),
        ("gallery", None, []),
        ("when", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z"),
    ],
)
def test_another_spelling_of_the_same_content_is_no_edit(site, opened, slug, live, staged):
    site.put("tea", "C0", {slug: live}, live=True)
    site.edit("tea", "C0", {slug: staged}, updated="2026-02-01T00:00:00.000Z")
    assert not read_one(opened()).notes[Locale("en-US")].unpublished_edits


def test_content_that_cannot_be_read_as_its_type_still_compares(site, opened):
    site.put("tea", "C0", {"tint": "bluish", "clip": 7}, live=True)
    site.edit("tea", "C0", {"clip": 8})
    assert read_one(opened()).notes[Locale("en-US")].unpublished_edits


def test_carried_edits_are_shown_as_a_changed_variant(site, opened):
    site.put("tea", "C0", {"name": "Tea"}, live=True)
    site.edit("tea", "C0", {"name": "Tea, edited"})
    seen = read_one(opened(carry=True))
    assert seen.variants[Locale("en-US")]["title"] == Scalar("text", "Tea, edited")
    assert seen.variants[Locale("en-US")]["$status"] == CHANGED


def test_a_queued_variant_that_was_never_live_is_a_draft(site, opened):
    site.put("tea", "C0", {}, draft=False)
    assert read_one(opened()).variants[Locale("en-US")]["$status"] == DRAFT


def test_an_archived_variant_is_archived_even_while_it_is_live(site, opened):
    site.put("tea", "C0", {}, live=True, archived=True)
    seen = read_one(opened())
    assert seen.variants[Locale("en-US")]["$status"] == ARCHIVED
    assert seen.notes[Locale("en-US")].live


def test_a_live_variant_that_was_deleted_in_the_editor_is_no_entry(site, opened):
    site.put("tea", "C0", {}, live=True)
    site.asks.change = lambda asked, told: NOTHING if asked.path.endswith("/items") else told
    assert list(opened().read()) == []


def test_an_option_without_a_neutral_key_is_shown_by_its_name(site, opened, fields_of):
    site.put("tea", "C0", {"topic": "o2"})
    site.put("milk", "C0", {"topic": "o9"})
    fields = fields_of(title="text name", topic="option topic news=News")
    seen = {one.remote: one.variants[Locale("en-US")] for one in opened(fields=fields).read()}
    assert seen["tea"]["topic"] == Scalar("option", "?Tips")
    assert seen["milk"]["topic"] == Scalar("option", "?o9")


def test_the_origin_key_is_told_with_the_entry(site, opened):
    site.put("tea", "C0", {"origin": "article/tea"})
    site.put("milk", "C0", {})
    seen = {one.remote: one.origin for one in opened(origin_key="origin").read()}
    assert seen == {"tea": "article/tea", "milk": None}


def test_a_whole_collection_costs_one_listing_of_each_version(site, opened):
    for number in range(101):
        site.put(f"tea-{number}", "C0", {}, live=number == 0)
    reader = opened(writes=False)
    assert len(list(reader.read())) == 101
    posts = [one for one in site.asks.log if "/items" in one.path and "aaa" in one.path]
    assert [(one.path.rpartition("/")[2], one.query["offset"]) for one in posts] == [
        ("items", "0"),
        ("items", "100"),
        ("live", "0"),
    ]
    assert posts[0].query["cmsLocaleId"] == "C0,C1,C2"
    assert posts[0].query["sortBy"] == "createdOn"


def test_a_site_without_localization_has_one_locale_and_no_locale_id_is_sent(site, opened):
    site.sandbox.turn({"localization": False})
    site.put("tea", "C0", {"name": "Tea"}, live=True)
    reader = opened(locales={Locale("en-US"): "en-US"})
    assert read_one(reader).variants[Locale("en-US")]["$status"] == PUBLISHED
    assert all("cmsLocaleId" not in one.query for one in site.asks.log)


def test_two_locales_on_a_site_without_localization_are_refused(site, opened):
    site.sandbox.turn({"localization": False})
    with pytest.raises(UsageError, match="no localization"):
        list(opened().read())


def test_a_locale_that_the_site_lacks_is_refused_with_those_it_has(opened):
    with pytest.raises(UsageError, match=r"no locale de\. It has en-US, fr-FR, ja"):
        list(opened(locales={Locale("en-US"): "en-US", Locale("de"): "de"}).read())


def test_a_mapped_field_that_is_gone_stops_the_reading(site, opened, fields_of):
    with pytest.raises(Missing, match="has no field lead"):
        list(opened(fields=fields_of(title="text name", lead="text lead")).read())


def test_a_value_of_another_type_is_noted_with_locale_field_and_value(site, opened):
    site.put("tea", "C0", {"rating": "many", "name": "Half \ud83c"})
    found = {cell.field: cell for cell in read_one(opened()).unreadable}
    assert {name: cell.value for name, cell in found.items()} == {"rating": '"many"', "title": '"Half \\ud83c"'}
    assert (found["title"].locale, found["rating"].locale) == (Locale("en-US"), SHARED)


@pytest.mark.parametrize(
    ("slug", "raw"),
    [
        ("hero", "a.png"),
        ("hero", {"alt": "no address"}),
        ("gallery", "a.png"),
        ("author", 5),
        ("also", "ada"),
        ("featured", "yes"),
        ("post-body", 5),
        ("when", "soon"),
    ],
)
def test_each_misshapen_value_names_its_field(site, opened, slug, raw):
    site.put("tea", "C0", {slug: raw})
    (cell,) = read_one(opened()).unreadable
    assert cell.why


def test_text_that_breaks_the_rules_of_a_lenient_field_is_kept_as_it_is(site, opened, fields_of):
    site.put("tea", "C0", {"name": "not an address"})
    fields = fields_of(mail="email name")
    assert read_one(opened(fields=fields)).variants[Locale("en-US")]["mail"] == Scalar("email", "not an address")


def test_half_a_character_in_a_lenient_field_is_noted(site, opened, fields_of):
    site.put("tea", "C0", {"name": "not an address \ud83c", "made-by": {"a": "\ud83c"}})
    found = read_one(opened(fields=fields_of(mail="email name", by="opaque made-by"))).unreadable
    assert {cell.field for cell in found} == {"mail", "by"}


def test_other_types_keep_their_content_verbatim(site, opened, fields_of):
    site.put("tea", "C0", {"made-by": {"b": 1, "a": [2]}, "hero": {"url": "https://cdn.example/a.pdf"}})
    fields = fields_of(by="opaque made-by", paper="file hero")
    shown = read_one(opened(fields=fields)).variants[Locale("en-US")]
    assert shown["by"] == Scalar("opaque", '{"a":[2],"b":1}')
    assert shown["paper"] == Asset("file", "https://cdn.example/a.pdf")


def test_a_variant_in_a_locale_that_is_not_of_the_site_is_drift(site, opened):
    site.put("tea", "C0", {})
    site.asks.change = lambda _asked, told: {
        **told,
        **({"items": [{**one, "cmsLocaleId": "C9"} for one in told["items"]]} if "items" in told else {}),
    }
    with pytest.raises(Drift, match="C9"):
        list(opened().read())


def test_a_listing_that_goes_on_changing_is_never_given_in_part(site, opened):
    for number in range(150):
        site.put(f"tea-{number}", "C0", {})

    def growing(asked, told):
        site.put(f"more-{site.tick()}", "C0", {})
        return told

    site.asks.change = growing
    with pytest.raises(Stale):
        list(opened().read())


def test_an_unknown_shape_is_drift_that_says_where(site, opened):
    site.answer_once("GET", "/items", 200, {"items": [{"id": "tea", "fieldData": "text"}], "pagination": {"total": 1}})
    with pytest.raises(Drift, match=r"items\[0\]\.fieldData"):
        list(opened().read())
