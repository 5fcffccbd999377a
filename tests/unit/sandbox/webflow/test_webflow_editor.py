import pytest


def fields(shop, key="tea", locale=None, *, live=False):
    answer = shop.get(key, locale, live=live)
    return answer.json()["fieldData"] if answer.status_code == 200 else None


def tea(shop, action, **words):
    answer = shop.edit(action, collection="posts", item="tea", **words)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_update_of_a_live_variant_is_a_draft_on_top(shop):
    tea(shop, "update", fields={"name": "Edited", "kind": "Tip"})
    assert (fields(shop)["name"], fields(shop, live=True)["name"]) == ("Edited", "Tea")
    assert fields(shop)["kind"] == shop.option("Tip")
    assert shop.get("tea").json()["isDraft"]


def test_an_update_can_publish_at_once(shop):
    tea(shop, "update", fields={"name": "Edited"}, publish=True)
    assert fields(shop, live=True)["name"] == "Edited"


def test_an_item_is_found_by_any_of_its_slugs_and_a_locale_by_any_case(shop):
    answer = shop.edit("update", collection="posts", item="the", locale="FR-fr", fields={"name": "Édité"})
    assert answer.json() == {"id": shop.id("tea"), "cmsLocaleId": shop.fr}
    assert fields(shop, locale=shop.fr)["name"] == "Édité"


def test_an_item_is_made_in_one_locale(shop):
    new = {"name": "New", "slug": "new", "teaser": "Some"}
    answer = shop.edit("create", collection="posts", locale="fr-FR", fields=new, publish=True).json()
    assert answer["cmsLocaleId"] == shop.fr
    assert shop.client.get(f"{shop.posts}/{answer['id']}/live", params={"cmsLocaleId": shop.fr}).status_code == 200
    assert shop.edit("create", collection="posts", fields={**new, "slug": "newer"}).status_code == 200


def test_one_variant_or_the_whole_item_is_deleted(shop):
    assert tea(shop, "delete", locale="fr-FR") == {"deleted": 1}
    assert (fields(shop) is None, fields(shop, locale=shop.fr)) == (False, None)
    assert shop.edit("delete", collection="posts", item="cocoa", all=True).json() == {"deleted": 2}
    assert fields(shop, "cocoa", shop.ja) is None


def test_a_variant_is_published_unpublished_archived_and_queued(shop):
    tea(shop, "publish", locale="fr-FR")
    assert fields(shop, locale=shop.fr, live=True)["name"] == "Thé"
    tea(shop, "unpublish", locale="fr-FR")
    assert fields(shop, locale=shop.fr, live=True) is None
    tea(shop, "queue", locale="fr-FR")
    assert not shop.get("tea", shop.fr).json()["isDraft"]
    tea(shop, "archive", locale="fr-FR")
    assert shop.get("tea", shop.fr).json()["isArchived"]
    tea(shop, "unarchive", locale="fr-FR")
    assert not shop.get("tea", shop.fr).json()["isArchived"]


def test_a_locale_is_added_even_where_the_api_cannot(shop):
    shop.turn(insert=False)
    tea(shop, "add_locale", locale="de-DE", fields={"name": "Tee"}, publish=True)
    assert fields(shop, locale=shop.de, live=True)["name"] == "Tee"
    assert fields(shop, locale=shop.de)["teaser"] == "Hot"


def test_an_item_without_a_primary_is_copied_from_what_there_is(shop):
    shop.edit("add_locale", collection="posts", item="mate", locale="de-DE")
    assert fields(shop, "mate", shop.de)["name"] == "Maté"


def test_a_new_locale_of_the_site_clones_every_item_of_the_primary(shop):
    made = shop.edit("add_site_locale", tag="es-ES").json()
    rows = shop.client.get(shop.posts, params={"cmsLocaleId": made["cmsLocaleId"]}).json()["items"]
    assert [row["fieldData"]["name"] for row in rows] == ["Tea", "Cocoa, new"]
    assert {row["isDraft"] for row in rows} == {True}
    shop.patch("tea", fieldData={"teaser": "Hotter"})
    assert fields(shop, locale=made["cmsLocaleId"])["teaser"] == "Hotter"


def test_a_locale_is_disabled_and_enabled(shop):
    assert not shop.edit("disable_locale", tag="fr-FR").json()["enabled"]
    assert shop.edit("enable_locale", tag="fr-FR").json()["enabled"]


def test_an_option_is_renamed_and_keeps_its_id(shop):
    assert shop.edit("rename_option", collection="posts", field="kind", option="News", name="Novelties").json() == {
        "id": shop.option("News")
    }
    described = shop.client.get(shop.posts.removesuffix("/items")).json()["fields"]
    [kind] = [field for field in described if field["slug"] == "kind"]
    assert kind["validations"]["options"] == [
        {"id": shop.option("News"), "name": "Novelties"},
        {"id": shop.option("Tip"), "name": "Tip"},
    ]


def test_an_option_is_added(shop):
    made = shop.edit("add_option", collection="posts", field="kind", name="Rumour").json()
    assert shop.kept(kind=made["id"])["kind"] == made["id"]


def test_opening_an_item_rewrites_its_rich_text_and_leaves_its_dates_alone(shop):
    before = shop.patch("tea", fieldData={"body": "<p>a&nbsp;b</p>"}).json()
    shop.sandbox.clock.advance(5)
    tea(shop, "open")
    after = shop.get("tea").json()
    assert after["fieldData"]["body"] == '<p id="">a&nbsp;b</p><p id="">\u200d</p>'
    assert after["lastUpdated"] == before["lastUpdated"]


def test_publishing_the_site_takes_what_is_queued(shop):
    tea(shop, "queue", locale="fr-FR")
    assert shop.edit("publish_site").json()["lastPublished"]
    assert fields(shop, locale=shop.fr, live=True)["name"] == "Thé"


def test_the_text_of_a_page_is_edited(shop):
    page = shop.table["pages"]["about"]
    shop.edit("update_page", page="about", title="About all", nodes={page["nodes"][0]: '<h1 data-w-id="1">Ho</h1>'})
    assert shop.client.get(f"/pages/{page['id']}").json()["title"] == "About all"
    nodes = shop.client.get(f"/pages/{page['id']}/dom").json()["nodes"]
    assert nodes[0]["text"] == {"html": '<h1 data-w-id="1">Ho</h1>', "text": "Ho"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"action": "explode"}, "no action 'explode'"),
        ({"action": "update", "collection": "x"}, "no collection 'x'"),
        ({"action": "update", "collection": "posts", "item": "x"}, "no item 'x'"),
        ({"action": "update", "collection": "posts", "item": "tea", "locale": "xx"}, "no locale 'xx'"),
        ({"action": "update", "collection": "posts", "item": "tea", "locale": "de-DE"}, "no variant in 'de-DE'"),
        ({"action": "update", "collection": "posts", "item": "tea", "fields": {"x": 1}}, "Designer refuses"),
        ({"action": "add_locale", "collection": "posts", "item": "tea", "locale": "fr-FR"}, "already"),
        ({"action": "add_site_locale", "tag": "fr-FR"}, "already"),
        ({"action": "disable_locale", "tag": "en-US"}, "primary"),
        ({"action": "disable_locale"}, "no locale None"),
        ({"action": "rename_option", "collection": "posts", "field": "kind", "option": "x"}, "no option 'x'"),
        ({"action": "rename_option", "collection": "posts", "field": "x", "option": "x"}, "a field 'x'"),
        ({"action": "add_option", "collection": "posts", "field": "body"}, "no option field 'body'"),
        ({"action": "update_page", "page": "x"}, "no page 'x'"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(shop, change, said):
    before = shop.sandbox.state()
    answer = shop.client.post("/_sandbox/edit", json=change)
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert shop.sandbox.state() == before


def test_an_edit_works_on_a_site_without_localization(shop):
    shop.turn(localization=False)
    tea(shop, "update", fields={"name": "Edited"})
    assert shop.client.get(f"{shop.posts}/{shop.id('tea')}").json()["fieldData"]["name"] == "Edited"
