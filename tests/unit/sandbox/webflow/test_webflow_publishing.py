import pytest


def publish(shop, **body):
    return shop.client.post(f"{shop.posts}/publish", json=body)


def publish_site(shop, **body):
    return shop.client.post(f"/sites/{shop.table['site']}/publish", json=body or {"publishToWebflowSubdomain": True})


def state(shop, key, locale=None):
    """The status of a variant, as the vendor's guide derives it from what a client can see."""
    row = shop.get(key, locale).json()
    if row["isArchived"]:
        return "archived"
    if row["isDraft"]:
        return "changes in draft" if row["lastPublished"] else "draft"
    if row["lastPublished"] is None or row["lastUpdated"] > row["lastPublished"]:
        return "queued"
    return "published"


def live_name(shop, key, locale=None):
    answer = shop.get(key, locale, live=True)
    return answer.json()["fieldData"]["name"] if answer.status_code == 200 else None


# publish


def test_publishing_makes_what_is_staged_live_and_no_draft(shop):
    answer = publish(shop, itemIds=[shop.id("cocoa")])
    assert (answer.status_code, answer.json()) == (202, {"publishedItemIds": [shop.id("cocoa")], "errors": []})
    assert live_name(shop, "cocoa") == "Cocoa, new"
    assert state(shop, "cocoa") == "published"


def test_item_ids_publish_the_primary_only(shop):
    publish(shop, itemIds=[shop.id("tea")])
    assert live_name(shop, "tea", shop.fr) is None


def test_chosen_locales_are_published(shop):
    publish(shop, items=[{"id": shop.id("tea"), "cmsLocaleIds": [shop.fr]}])
    assert live_name(shop, "tea", shop.fr) == "Thé"


def test_what_cannot_be_published_is_in_the_errors_of_a_202(shop):
    items = [
        {"id": "0" * 24},
        {"id": shop.id("mate"), "cmsLocaleIds": [shop.fr]},
        {"id": shop.id("cocoa"), "cmsLocaleIds": [shop.en, shop.ja]},
    ]
    answer = publish(shop, items=items)
    assert answer.status_code == 202
    assert answer.json()["publishedItemIds"] == [shop.id("cocoa")]
    missing, archived, disabled = answer.json()["errors"]
    assert missing == f"Staging item ID {'0' * 24} not found."
    assert "archived" in archived
    assert "not enabled" in disabled


def test_publishing_nothing_is_refused(shop):
    assert publish(shop).status_code == 400
    assert publish(shop, itemIds=[]).status_code == 400


def test_publishing_counts_every_locale(shop):
    many = [{"id": shop.id("tea"), "cmsLocaleIds": [shop.en, shop.fr]}] * 51
    assert publish(shop, items=many).status_code == 400


def test_publishing_can_need_the_primary_first(shop):
    shop.turn(publish_needs_primary=True)
    shop.edit("unpublish", collection="posts", item="tea")
    answer = publish(shop, items=[{"id": shop.id("tea"), "cmsLocaleIds": [shop.fr]}])
    assert "primary" in answer.json()["errors"][0]
    publish(shop, itemIds=[shop.id("tea")])
    assert publish(shop, items=[{"id": shop.id("tea"), "cmsLocaleIds": [shop.fr]}]).json()["errors"] == []


def test_publishing_can_need_a_site_published_since_the_schema_changed(shop):
    shop.turn(publish_needs_site=True)
    assert publish(shop, itemIds=[shop.id("tea")]).status_code == 409
    shop.sandbox.clock.advance(1)
    publish_site(shop)
    assert publish(shop, itemIds=[shop.id("tea")]).status_code == 202


@pytest.mark.parametrize("moves", [True, False])
def test_publishing_moves_last_updated_or_not(shop, moves):
    shop.turn(last_updated_on_publish=moves)
    before = shop.get("cocoa").json()["lastUpdated"]
    shop.sandbox.clock.advance(5)
    publish(shop, itemIds=[shop.id("cocoa")])
    assert (shop.get("cocoa").json()["lastUpdated"] > before) is moves


# the table of states


def test_a_draft_edit_of_a_live_variant_leaves_it_live(shop):
    shop.patch("tea", isDraft=True, fieldData={"name": "Tea, edited"})
    assert state(shop, "tea") == "changes in draft"
    assert live_name(shop, "tea") == "Tea"


def test_an_edit_that_is_no_draft_is_queued(shop):
    shop.patch("tea", isDraft=False, fieldData={"name": "Tea, edited"})
    assert state(shop, "tea") == "queued"
    assert live_name(shop, "tea") == "Tea"


def test_an_edit_in_the_millisecond_of_a_publication_comes_after_it(shop):
    shop.sandbox.clock.freeze()
    publish(shop, itemIds=[shop.id("tea")])
    shop.patch("tea", fieldData={"name": "Tea, edited"})
    assert state(shop, "tea") == "queued"


def test_an_edit_of_what_was_never_published_is_a_draft(shop):
    shop.patch("tea", shop.fr, isDraft=True, fieldData={"name": "Thé!"})
    assert state(shop, "tea", shop.fr) == "draft"


def test_each_locale_has_its_own_state(shop):
    assert [state(shop, "tea", locale) for locale in (shop.en, shop.fr)] == ["published", "draft"]


# live


def test_a_live_create_is_published_at_once(shop):
    made = shop.add("now", path="/live").json()
    assert (made["isDraft"], made["lastPublished"] is not None) == (False, True)
    assert shop.client.get(f"{shop.posts}/{made['id']}/live").status_code == 200


def test_many_live_creates_answer_a_list(shop):
    data = {"name": "N", "teaser": "Some"}
    body = {"items": [{"fieldData": {**data, "slug": slug}} for slug in ("a", "b")]}
    rows = shop.client.post(f"{shop.posts}/live", json=body).json()["items"]
    assert [row["fieldData"]["slug"] for row in rows] == ["a", "b"]


def test_a_live_update_changes_both_at_once(shop):
    answer = shop.client.patch(f"{shop.posts}/{shop.id('tea')}/live", json={"fieldData": {"name": "Tea!"}})
    assert (answer.status_code, answer.json()["fieldData"]["name"]) == (200, "Tea!")
    assert (shop.get("tea").json()["fieldData"]["name"], live_name(shop, "tea")) == ("Tea!", "Tea!")
    assert state(shop, "tea") == "published"


def test_a_live_update_of_what_was_never_published_is_a_conflict(shop):
    body = {"cmsLocaleId": shop.fr, "fieldData": {"name": "Thé!"}}
    answer = shop.client.patch(f"{shop.posts}/{shop.id('tea')}/live", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert answer.json()["message"] == "Live PATCH updates can't be applied to items that have never been published"


def test_one_conflict_rejects_every_live_update(shop):
    body = {
        "items": [
            {"id": shop.id("tea"), "fieldData": {"name": "Tea!"}},
            {"id": shop.id("tea"), "cmsLocaleId": shop.fr, "fieldData": {"name": "Thé!"}},
        ]
    }
    assert shop.client.patch(f"{shop.posts}/live", json=body).status_code == 409
    assert live_name(shop, "tea") == "Tea"
    body["items"].pop()
    assert len(shop.client.patch(f"{shop.posts}/live", json=body).json()["items"]) == 1


def test_unpublishing_makes_a_draft_that_stays_in_the_cms(shop):
    assert shop.client.delete(f"{shop.posts}/{shop.id('tea')}/live").status_code == 204
    assert (state(shop, "tea"), live_name(shop, "tea")) == ("draft", None)


def test_unpublishing_twice_is_not_found(shop):
    shop.client.delete(f"{shop.posts}/{shop.id('tea')}/live")
    assert shop.client.delete(f"{shop.posts}/{shop.id('tea')}/live").status_code == 404


def test_many_are_unpublished_by_their_locales(shop):
    body = {"items": [{"id": shop.id("tea"), "cmsLocaleIds": [shop.en, shop.fr]}, {"id": shop.id("cocoa")}]}
    assert shop.client.request("DELETE", f"{shop.posts}/live", json=body).status_code == 204
    assert (live_name(shop, "tea"), live_name(shop, "cocoa")) == (None, None)


# the site


def test_a_site_publish_takes_what_is_queued_and_no_draft(shop):
    shop.patch("tea", isDraft=False, fieldData={"name": "Tea, queued"})
    assert publish_site(shop).status_code == 202
    assert (live_name(shop, "tea"), live_name(shop, "cocoa")) == ("Tea, queued", "Cocoa")


def test_a_site_publish_leaves_disabled_locales_alone(shop):
    publish_site(shop)
    assert state(shop, "cocoa", shop.ja) == "queued"
    shop.edit("enable_locale", tag="ja-JP")
    shop.sandbox.clock.advance(60)
    publish_site(shop)
    assert state(shop, "cocoa", shop.ja) == "published"


def test_an_archived_variant_leaves_the_site_at_the_next_site_publish(shop):
    shop.patch("tea", isArchived=True)
    assert live_name(shop, "tea") == "Tea"
    publish_site(shop)
    assert live_name(shop, "tea") is None
    assert shop.get("tea").json()["isArchived"]


def test_one_site_publish_a_minute_succeeds(shop):
    assert publish_site(shop).status_code == 202
    answer = publish_site(shop)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert 0 < int(answer.headers["retry-after"]) <= 60
    shop.sandbox.clock.advance(60)
    assert publish_site(shop).status_code == 202


def test_a_refused_site_publish_does_not_count(shop):
    assert publish_site(shop, customDomains=["nowhere"]).status_code == 400
    assert publish_site(shop).status_code == 202


@pytest.mark.parametrize("body", [{"pageId": "x"}, {"customDomains": []}, {"publishToWebflowSubdomain": "yes"}])
def test_a_site_publish_needs_a_place(shop, body):
    assert publish_site(shop, **body).status_code == 400


def test_a_site_publish_to_a_domain_says_when(shop):
    site = f"/sites/{shop.table['site']}"
    [domain] = shop.client.get(f"{site}/custom_domains").json()["customDomains"]
    assert (domain["url"], domain["lastPublished"]) == ("tea.example", None)
    answer = publish_site(shop, customDomains=[domain["id"]]).json()
    assert answer["publishScope"] == "site"
    assert answer["customDomains"][0]["lastPublished"] == shop.client.get(site).json()["lastPublished"]


def test_a_page_publish_leaves_items_alone(shop):
    shop.patch("tea", isDraft=False, fieldData={"name": "Tea, queued"})
    assert publish_site(shop, publishToWebflowSubdomain=True, pageId="p").json()["publishScope"] == "page"
    assert live_name(shop, "tea") == "Tea"


def test_another_site_is_not_found(shop):
    elsewhere = f"/sites/{'0' * 24}"
    assert shop.client.post(f"{elsewhere}/publish", json={}).status_code == 404
    for path in ("", "/custom_domains", "/collections", "/plan"):
        assert shop.client.get(elsewhere + path).status_code == 404
