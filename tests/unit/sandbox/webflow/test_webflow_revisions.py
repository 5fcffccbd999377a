from dataclasses import replace

import pytest


def details(answer):
    return {detail["param"]: detail["description"] for detail in answer.json()["details"]}


def bulk(shop, *datas, **more):
    body = {"fieldData": datas[0] if len(datas) == 1 else list(datas), **more}
    return shop.client.post(f"{shop.posts}/bulk", json=body)


def test_an_update_merges_field_by_field(shop):
    row = shop.patch("tea", fieldData={"summary": "Leaves"}).json()
    assert (row["fieldData"]["summary"], row["fieldData"]["name"]) == ("Leaves", "Tea")


def test_an_update_without_a_locale_is_of_the_primary(shop):
    shop.client.patch(f"{shop.posts}/{shop.id('tea')}", json={"fieldData": {"name": "Tea!"}})
    assert shop.get("tea").json()["fieldData"]["name"] == "Tea!"
    assert shop.get("tea", shop.fr).json()["fieldData"]["name"] == "Thé"


def test_an_update_cannot_make_a_variant(shop):
    assert shop.patch("tea", shop.de, fieldData={"name": "Tee"}).status_code == 404


def test_an_update_moves_the_date_of_its_variant_only(shop):
    before = [shop.get("tea", locale).json()["lastUpdated"] for locale in (shop.en, shop.fr)]
    shop.sandbox.clock.advance(5)
    shop.patch("tea", fieldData={"name": "Tea!"})
    after = [shop.get("tea", locale).json()["lastUpdated"] for locale in (shop.en, shop.fr)]
    assert after[0] > before[0]
    assert after[1] == before[1]


def test_a_required_field_cannot_be_emptied(shop):
    assert details(shop.patch("tea", fieldData={"teaser": None})) == {"teaser": "Required field cannot be cleared"}


def test_a_flag_alone_can_need_the_required_fields_too(shop):
    shop.edit("add_locale", collection="posts", item="tea", locale="de-DE")
    shop.sandbox.world.content.collections[shop.table["collections"]["posts"]["id"]].items.put(_without(shop, "teaser"))
    assert shop.patch("tea", shop.de, isArchived=True).status_code == 200
    shop.turn(patch_needs_required=True)
    assert details(shop.patch("tea", shop.de, isArchived=False)) == {"teaser": "Field is required"}


def _without(shop, slug):

    items = shop.sandbox.world.content.collections[shop.table["collections"]["posts"]["id"]].items
    row = items.get(shop.id("tea"), shop.de)
    return replace(row, fields={name: value for name, value in row.fields.items() if name != slug})


def test_null_clears_is_refused_or_ignored_as_the_switch_says(shop):
    shop.patch("tea", fieldData={"summary": "Leaves"})
    shop.turn(null_on_write="ignore")
    assert shop.patch("tea", fieldData={"summary": None}).json()["fieldData"]["summary"] == "Leaves"
    shop.turn(null_on_write="reject")
    assert list(details(shop.patch("tea", fieldData={"summary": None}))) == ["summary"]
    shop.turn(null_on_write="clear")
    assert "summary" not in shop.patch("tea", fieldData={"summary": None}).json()["fieldData"]


def test_name_and_slug_cannot_be_null(shop):
    assert set(details(shop.patch("tea", fieldData={"name": None, "slug": None}))) == {"name", "slug"}


def test_many_updates_answer_each_variant_in_order(shop):
    body = {
        "items": [
            {"id": shop.id("tea"), "cmsLocaleId": shop.fr, "fieldData": {"summary": "Feuilles"}},
            {"id": shop.id("tea"), "fieldData": {"summary": "Leaves"}},
        ]
    }
    rows = shop.client.patch(shop.posts, json=body).json()["items"]
    assert [(row["cmsLocaleId"], row["fieldData"]["summary"]) for row in rows] == [
        (shop.fr, "Feuilles"),
        (shop.en, "Leaves"),
    ]


def test_one_missing_variant_rejects_every_update(shop):
    body = {
        "items": [
            {"id": shop.id("tea"), "fieldData": {"summary": "Leaves"}},
            {"id": shop.id("tea"), "cmsLocaleId": shop.de, "fieldData": {"summary": "Blatt"}},
        ]
    }
    assert shop.client.patch(shop.posts, json=body).status_code == 404
    assert "summary" not in shop.get("tea").json()["fieldData"]


def test_an_update_needs_an_id(shop):
    answer = shop.client.patch(shop.posts, json={"items": [{"fieldData": {}}]})
    assert list(details(answer)) == ["id"]


def test_an_update_cannot_take_the_slug_of_another(shop):
    assert list(details(shop.patch("tea", fieldData={"slug": "cocoa"}))) == ["slug"]


# inheritance


def test_a_variant_made_in_the_designer_follows_the_primary_until_edited(shop):
    shop.edit("add_locale", collection="posts", item="tea", locale="de-DE")
    shop.patch("tea", shop.de, fieldData={"name": "Tee"})
    shop.patch("tea", fieldData={"name": "Tea!", "teaser": "Hotter", "summary": "Leaves"})
    fields = shop.get("tea", shop.de).json()["fieldData"]
    assert (fields["name"], fields["teaser"]) == ("Tee", "Hotter")


def test_a_field_cleared_in_the_primary_is_cleared_where_it_is_inherited(shop):
    shop.edit("add_locale", collection="posts", item="tea", locale="de-DE")
    shop.patch("tea", fieldData={"kind": None})
    assert "kind" not in shop.get("tea", shop.de).json()["fieldData"]


@pytest.mark.parametrize(("inherit", "expected"), [(True, "Later"), (False, "Some")])
def test_variants_made_by_api_follow_or_are_copies_as_the_switch_says(shop, inherit, expected):
    shop.turn(api_variants_inherit=inherit)
    rows = bulk(shop, {"name": "N", "slug": "n", "teaser": "Some"}, cmsLocaleIds=[shop.en, shop.fr]).json()["items"]
    path = f"{shop.posts}/{rows[0]['id']}"
    shop.client.patch(path, json={"fieldData": {"teaser": "Later"}})
    got = shop.client.get(path, params={"cmsLocaleId": shop.fr}).json()
    assert got["fieldData"]["teaser"] == expected


@pytest.mark.parametrize("moves", [True, False])
def test_an_inherited_edit_moves_the_date_or_not(shop, moves):
    shop.turn(last_updated_on_inherit=moves)
    shop.edit("add_locale", collection="posts", item="tea", locale="de-DE")
    before = shop.get("tea", shop.de).json()["lastUpdated"]
    shop.sandbox.clock.advance(5)
    shop.patch("tea", fieldData={"teaser": "Hotter"})
    assert (shop.get("tea", shop.de).json()["lastUpdated"] > before) is moves


# delete


def test_a_delete_takes_the_named_locales_only(shop):
    path = f"{shop.posts}/{shop.id('tea')}"
    assert shop.client.delete(path, params={"cmsLocaleId": shop.fr}).status_code == 204
    assert (shop.get("tea").status_code, shop.get("tea", shop.fr).status_code) == (200, 404)


def test_a_delete_without_a_locale_takes_the_primary_and_maybe_the_rest(shop):
    path = f"{shop.posts}/{shop.id('tea')}"
    shop.client.delete(path)
    assert (shop.get("tea").status_code, shop.get("tea", shop.fr).status_code) == (404, 200)
    shop.turn(delete_primary="all")
    shop.client.delete(f"{shop.posts}/{shop.id('cocoa')}")
    assert shop.get("cocoa", shop.ja).status_code == 404


def test_a_second_delete_is_not_found(shop):
    path = f"{shop.posts}/{shop.id('tea')}"
    shop.client.delete(path)
    assert shop.client.delete(path).status_code == 404


def test_many_deletes_name_their_locales(shop):
    body = {"items": [{"id": shop.id("tea"), "cmsLocaleIds": [shop.en, shop.fr]}, {"id": shop.id("cocoa")}]}
    assert shop.client.request("DELETE", shop.posts, json=body).status_code == 204
    left = shop.client.get(shop.posts, params={"cmsLocaleId": f"{shop.en},{shop.fr},{shop.ja}"}).json()["items"]
    assert [row["fieldData"]["name"] for row in left] == ["ココア", "Maté"]


def test_one_missing_variant_rejects_every_delete_if_calls_are_atomic(shop):
    body = {"items": [{"id": shop.id("tea")}, {"id": "0" * 24}]}
    assert shop.client.request("DELETE", shop.posts, json=body).status_code == 404
    assert shop.get("tea").status_code == 200
    shop.turn(bulk_atomic=False)
    assert shop.client.request("DELETE", shop.posts, json=body).status_code == 204
    assert shop.get("tea").status_code == 404


def test_deleting_everything_by_an_empty_body_is_refused(shop):
    assert shop.client.request("DELETE", shop.posts, json={}).status_code == 400


def test_deleting_the_primary_and_a_secondary_with_it_is_done_once(shop):
    shop.turn(delete_primary="all")
    body = {"items": [{"id": shop.id("tea"), "cmsLocaleIds": [shop.en, shop.fr]}]}
    assert shop.client.request("DELETE", shop.posts, json=body).status_code == 204
