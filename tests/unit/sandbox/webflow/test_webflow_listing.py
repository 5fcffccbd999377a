import pytest


def names(answer):
    assert answer.status_code == 200, answer.text
    return [row["fieldData"]["name"] for row in answer.json()["items"]]


def listed(shop, **params):
    return shop.client.get(shop.posts, params=params)


def test_a_listing_without_a_locale_shows_the_primary_only(shop):
    assert names(listed(shop)) == ["Tea", "Cocoa, new"]


def test_a_listing_of_several_locales_has_a_row_for_each_variant_and_counts_them(shop):
    answer = listed(shop, cmsLocaleId=f"{shop.en},{shop.fr}")
    assert names(answer) == ["Tea", "Thé", "Cocoa, new", "Maté"]
    assert answer.json()["pagination"] == {"limit": 100, "offset": 0, "total": 4}


def test_the_variants_of_an_item_share_its_id_and_differ_in_locale(shop):
    rows = listed(shop, cmsLocaleId=f"{shop.en},{shop.fr}", limit=2).json()["items"]
    assert [(row["id"], row["cmsLocaleId"]) for row in rows] == [(shop.id("tea"), shop.en), (shop.id("tea"), shop.fr)]


def test_pages_follow_one_another(shop):
    every = f"{shop.en},{shop.fr},{shop.ja}"
    pages = [names(listed(shop, cmsLocaleId=every, offset=offset, limit=2)) for offset in (0, 2, 4, 6)]
    assert pages == [["Tea", "Thé"], ["Cocoa, new", "ココア"], ["Maté"], []]


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit": "101"},
        {"limit": "-1"},
        {"offset": "-1"},
        {"offset": "x"},
        {"sortBy": "id"},
        {"sortOrder": "up"},
        {"cmsLocaleId": "nowhere"},
        {"lastUpdated[gte]": "lately"},
    ],
)
def test_a_query_that_makes_no_sense_is_a_validation_error(shop, wrong):
    answer = listed(shop, **wrong)
    assert answer.status_code == 400
    assert answer.json()["details"][0]["param"] == next(iter(wrong))


def test_name_and_slug_are_matched_exactly(shop):
    assert names(listed(shop, slug="tea")) == ["Tea"]
    assert names(listed(shop, name="Tea")) == ["Tea"]
    assert names(listed(shop, name="tea")) == []
    assert names(listed(shop, slug="the", cmsLocaleId=shop.fr)) == ["Thé"]


@pytest.mark.parametrize(
    ("by", "order", "expected"),
    [
        ("name", "asc", ["Cocoa, new", "Tea"]),
        ("name", "desc", ["Tea", "Cocoa, new"]),
        ("slug", "asc", ["Cocoa, new", "Tea"]),
        ("lastPublished", "asc", ["Cocoa, new", "Tea"]),
        (None, "desc", ["Cocoa, new", "Tea"]),
    ],
)
def test_rows_are_sorted_as_asked(shop, by, order, expected):
    params = {"sortOrder": order, **({"sortBy": by} if by else {})}
    assert names(listed(shop, **params)) == expected


@pytest.mark.parametrize("by", ["createdOn", "lastUpdated"])
def test_sorting_by_a_time_puts_the_newest_first_when_descending(shop, by):
    shop.sandbox.clock.advance(10)
    shop.add("newest")
    assert names(listed(shop, sortBy=by, sortOrder="desc"))[0] == "NEWEST"


def test_only_what_changed_since_is_listed(shop):
    shop.sandbox.clock.freeze()
    shop.sandbox.clock.advance(100)
    since = shop.sandbox.clock.iso()
    shop.patch("tea", fieldData={"summary": "New"})
    assert names(listed(shop, **{"lastUpdated[gte]": since})) == ["Tea"]
    assert names(listed(shop, **{"lastUpdated[lte]": "2001-01-01"})) == []


def test_a_time_never_reached_is_neither_before_nor_after(shop):
    shop.add("unpublished")
    assert "UNPUBLISHED" not in names(listed(shop, **{"lastPublished[gte]": "2001-01-01T00:00:00.000Z"}))
    assert "UNPUBLISHED" not in names(listed(shop, **{"lastPublished[lte]": "2101-01-01T00:00:00+00:00"}))


def test_one_variant_is_got_by_item_and_locale(shop):
    assert shop.get("tea", shop.fr).json()["fieldData"]["name"] == "Thé"


def test_a_variant_the_item_lacks_is_not_found(shop):
    assert shop.get("tea", shop.de).status_code == 404
    assert shop.get("mate").status_code == 404


def test_an_unknown_item_or_collection_is_not_found(shop):
    assert shop.client.get(f"{shop.posts}/{'0' * 24}").status_code == 404
    assert shop.client.get(f"/collections/{'0' * 24}/items").status_code == 404


def test_the_live_listing_shows_the_published_snapshot_only(shop):
    answer = shop.client.get(f"{shop.posts}/live", params={"cmsLocaleId": f"{shop.en},{shop.fr},{shop.ja}"})
    assert names(answer) == ["Tea", "Cocoa"]
    assert [row["isDraft"] for row in answer.json()["items"]] == [False, False]


def test_the_live_listing_is_filtered_and_sorted_by_what_is_live(shop):
    path = f"{shop.posts}/live"
    assert names(shop.client.get(path, params={"name": "Cocoa"})) == ["Cocoa"]
    assert names(shop.client.get(path, params={"name": "Cocoa, new"})) == []
    assert names(shop.client.get(path, params={"sortBy": "lastUpdated"})) == ["Cocoa", "Tea"]


def test_a_variant_without_a_live_snapshot_is_not_found_live(shop):
    assert shop.get("cocoa", live=True).json()["fieldData"]["name"] == "Cocoa"
    assert shop.get("tea", shop.fr, live=True).status_code == 404


def test_an_empty_field_is_absent_or_null_as_the_switch_says(shop):
    assert "summary" not in shop.get("tea").json()["fieldData"]
    shop.turn(empty_fields="null")
    assert shop.get("tea").json()["fieldData"]["summary"] is None


def test_a_listing_sees_every_change_at_once(shop):
    assert len(names(listed(shop))) == 2
    shop.add("third")
    assert len(names(listed(shop))) == 3


def test_rows_deleted_by_others_shift_the_later_pages(shop):
    every = f"{shop.en},{shop.fr},{shop.ja}"
    shop.turn(paging_shift=1)
    first = listed(shop, cmsLocaleId=every, limit=2)
    second = listed(shop, cmsLocaleId=every, limit=2, offset=2)
    assert names(first) + names(second) == ["Tea", "Thé", "ココア", "Maté"]
    assert (first.json()["pagination"]["total"], second.json()["pagination"]["total"]) == (5, 4)


def test_rows_created_by_others_show_a_row_twice(shop):
    every = f"{shop.en},{shop.fr},{shop.ja}"
    shop.turn(paging_shift=-1)
    assert names(listed(shop, cmsLocaleId=every, limit=2, offset=2)) == ["Thé", "Cocoa, new"]


def test_without_localization_there_are_no_locale_ids(shop):
    shop.turn(localization=False)
    row = shop.client.get(f"{shop.posts}/{shop.id('tea')}").json()
    assert "cmsLocaleId" not in row
    assert "locales" not in shop.client.get("/sites").json()["sites"][0]
    assert shop.client.get(shop.posts, params={"cmsLocaleId": shop.en}).status_code == 400
