import pytest


def details(answer):
    return {detail["param"]: detail["description"] for detail in answer.json()["details"]}


def entry(slug, **more):
    return {"fieldData": {"name": slug, "slug": slug, "teaser": "Some"}, **more}


def insert(shop, *entries, **params):
    return shop.client.post(f"{shop.posts}/insert", json={"items": list(entries)}, params=params)


def bulk(shop, *datas, **more):
    body = {"fieldData": datas[0] if len(datas) == 1 else list(datas), **more}
    return shop.client.post(f"{shop.posts}/bulk", json=body)


# create


def test_a_create_without_a_locale_goes_to_the_primary_as_a_draft(shop):
    made = shop.add("new")
    assert made.status_code == 202
    assert (made.json()["cmsLocaleId"], made.json()["isDraft"], made.json()["lastPublished"]) == (shop.en, True, None)


def test_a_create_can_go_to_a_secondary_locale_only(shop):
    made = shop.add("seul", locale=shop.fr).json()
    path = f"{shop.posts}/{made['id']}"
    assert shop.client.get(path, params={"cmsLocaleId": shop.fr}).status_code == 200
    assert shop.client.get(path).status_code == 404


def test_a_create_that_is_no_draft_is_queued_and_not_live(shop):
    made = shop.client.post(shop.posts, json=entry("new", isDraft=False)).json()
    assert (made["isDraft"], made["lastPublished"]) == (False, None)
    assert shop.client.get(f"{shop.posts}/{made['id']}/live").status_code == 404


def test_many_creates_are_items_of_their_own_even_in_one_locale_each(shop):
    made = shop.client.post(
        shop.posts, json={"items": [entry("one", cmsLocaleId=shop.en), entry("two", cmsLocaleId=shop.fr)]}
    )
    rows = made.json()["items"]
    assert [row["cmsLocaleId"] for row in rows] == [shop.en, shop.fr]
    assert rows[0]["id"] != rows[1]["id"]


def test_a_switch_never_sent_is_false(shop):
    assert shop.add("new").json()["fieldData"]["hot"] is False


def test_a_create_lacking_required_fields_names_each(shop):
    answer = shop.client.post(shop.posts, json={"fieldData": {"name": "X"}})
    assert answer.status_code == 400
    assert set(details(answer)) == {"slug", "teaser"}


def test_a_field_the_schema_does_not_have_is_refused(shop):
    assert details(shop.add("new", colour="red")) == {"colour": "Field not described in schema: undefined"}


def test_every_problem_of_an_entry_is_named_at_once(shop):
    assert set(details(shop.add("new", colour="red", rating=9, hot="yes"))) == {"colour", "rating", "hot"}


@pytest.mark.parametrize("body", [b"{", b"[]"])
def test_a_body_that_is_no_object_is_a_bad_request(shop, body):
    answer = shop.client.post(shop.posts, content=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("items", [[], "x", [1]])
def test_a_list_of_entries_must_have_objects(shop, items):
    assert shop.client.post(shop.posts, json={"items": items}).status_code == 400


def test_a_locale_of_null_is_refused_in_the_vendors_words(shop):
    answer = shop.client.post(shop.posts, json=entry("new", cmsLocaleId=None))
    assert details(answer) == {"cmsLocaleId": "Value (cmsLocaleId)'s type should be string"}


def test_the_other_id_of_a_locale_is_not_a_cms_locale_id(shop):
    other = shop.table["locales"]["fr-FR"]["id"]
    assert shop.client.post(shop.posts, json=entry("new", cmsLocaleId=other)).status_code == 400


@pytest.mark.parametrize("wrong", [{"isDraft": "yes"}, {"isArchived": 1}, {"fieldData": []}])
def test_flags_and_field_data_have_their_types(shop, wrong):
    answer = shop.client.post(shop.posts, json={**entry("new"), **wrong})
    assert list(details(answer)) == list(wrong)


def test_a_call_may_carry_a_hundred_variants_and_not_one_more(shop):
    entries = [entry(f"n-{n}") for n in range(101)]
    refused = shop.client.post(shop.posts, json={"items": entries})
    assert refused.status_code == 400
    assert "101" in details(refused)["items"]
    assert len(shop.client.post(shop.posts, json={"items": entries[:100]}).json()["items"]) == 100


def test_one_bad_entry_rejects_the_whole_call(shop):
    answer = shop.client.post(shop.posts, json={"items": [entry("good"), entry("tea")]})
    assert answer.status_code == 400
    assert shop.client.get(shop.posts, params={"slug": "good"}).json()["items"] == []


def test_a_rolled_back_call_frees_its_slugs(shop):
    shop.client.post(shop.posts, json={"items": [entry("good"), entry("tea")]})
    assert shop.add("good").status_code == 202


def test_one_bad_entry_rejects_only_itself_when_calls_are_not_atomic(shop):
    shop.turn(bulk_atomic=False)
    answer = shop.client.post(shop.posts, json={"items": [entry("tea"), entry("good")]})
    assert [row["fieldData"]["slug"] for row in answer.json()["items"]] == ["good"]
    assert shop.client.post(shop.posts, json={"items": [entry("tea"), entry("good")]}).status_code == 400


# slugs


def test_a_slug_taken_in_the_locale_is_refused_in_the_vendors_words(shop):
    answer = shop.add("tea")
    assert answer.status_code == 400
    assert details(answer) == {"slug": "Unique value is already in database: 'tea'"}


def test_a_slug_taken_in_another_locale_is_free(shop):
    assert shop.add("tea", locale=shop.fr).status_code == 202


def test_slugs_can_be_unique_in_the_whole_collection(shop):
    shop.turn(slug_unique_per="collection")
    assert shop.add("tea", locale=shop.fr).status_code == 400


def test_two_entries_of_one_call_cannot_share_a_slug(shop):
    assert shop.client.post(shop.posts, json={"items": [entry("twin"), entry("twin")]}).status_code == 400


def test_a_slug_freed_by_a_rename_or_a_delete_can_be_used(shop):
    shop.patch("tea", fieldData={"slug": "chai"})
    assert shop.add("tea").status_code == 202
    shop.client.delete(f"{shop.posts}/{shop.id('tea')}")
    assert shop.add("chai").status_code == 202


def test_a_slug_is_lowered_unless_case_is_kept(shop):
    assert shop.add("Green-Tea").json()["fieldData"]["slug"] == "green-tea"
    shop.turn(slug_case="kept")
    assert shop.add("Red-Tea").json()["fieldData"]["slug"] == "Red-Tea"


def test_a_slug_of_other_letters_is_refused(shop):
    assert "slug" in details(shop.add("thé"))


def test_a_missing_slug_can_be_made_of_the_name(shop):
    shop.turn(slug_missing="make")
    made = [
        shop.client.post(shop.posts, json={"fieldData": {"name": name, "teaser": "Some"}}).json()["fieldData"]["slug"]
        for name in ("Tea", "Tea", "緑茶")
    ]
    assert made == ["tea-2", "tea-3", "item"]


def test_sending_ones_own_slug_is_fine_or_refused_as_the_switch_says(shop):
    assert shop.patch("tea", fieldData={"slug": "tea"}).status_code == 200
    shop.turn(own_slug="refused")
    assert shop.patch("tea", fieldData={"slug": "tea"}).status_code == 400


# bulk


def test_a_bulk_create_puts_the_same_content_into_every_locale(shop):
    data = {"name": "New", "slug": "new", "teaser": "Some"}
    answer = bulk(shop, data, cmsLocaleIds=[shop.en, shop.fr])
    rows = answer.json()["items"]
    assert answer.status_code == 202
    assert [row["cmsLocaleId"] for row in rows] == [shop.en, shop.fr]
    assert rows[0]["id"] == rows[1]["id"]
    assert rows[0]["fieldData"] == rows[1]["fieldData"] == {**data, "hot": False}


def test_a_bulk_create_without_locales_is_the_primary_only(shop):
    rows = bulk(shop, {"name": "New", "slug": "new", "teaser": "Some"}).json()["items"]
    assert [row["cmsLocaleId"] for row in rows] == [shop.en]


def test_a_bulk_create_counts_every_locale(shop):
    datas = [{"name": f"n{n}", "slug": f"n{n}", "teaser": "Some"} for n in range(34)]
    assert bulk(shop, *datas, cmsLocaleIds=[shop.en, shop.fr, shop.de]).status_code == 400
    assert len(bulk(shop, *datas[:33], cmsLocaleIds=[shop.en, shop.fr, shop.de]).json()["items"]) == 99


def test_a_bulk_create_can_answer_one_object(shop):
    shop.turn(bulk_answer="object")
    made = bulk(shop, {"name": "New", "slug": "new", "teaser": "Some"}, cmsLocaleIds=[shop.en, shop.fr]).json()
    assert made["cmsLocaleIds"] == [shop.en, shop.fr]
    assert "cmsLocaleId" not in made


@pytest.mark.parametrize("wrong", [[], "x", [1], ["nowhere"]])
def test_a_list_of_locales_has_known_ids(shop, wrong):
    answer = bulk(shop, {"name": "New", "slug": "new", "teaser": "Some"}, cmsLocaleIds=wrong)
    assert list(details(answer)) == ["cmsLocaleIds"]


# insert


def test_insert_makes_linked_variants(shop):
    answer = insert(shop, entry("new", cmsLocaleIds=[shop.en, shop.fr]), entry("other", allCmsLocales=True))
    rows = answer.json()["items"]
    assert answer.status_code == 202
    assert len({row["id"] for row in rows[:2]}) == 1
    assert [row["cmsLocaleId"] for row in rows[2:]] == [shop.en, shop.fr, shop.de, shop.ja]


def test_insert_adds_a_variant_to_an_existing_item(shop):
    answer = insert(shop, entry("tee", id=shop.id("tea"), cmsLocaleIds=[shop.de]))
    assert [(row["id"], row["cmsLocaleId"]) for row in answer.json()["items"]] == [(shop.id("tea"), shop.de)]
    assert shop.get("tea", shop.de).json()["fieldData"]["slug"] == "tee"


def test_insert_adds_variants_of_different_content_in_one_call(shop):
    tea = shop.id("tea")
    insert(shop, entry("tee", id=tea, cmsLocaleIds=[shop.de]), entry("cha", id=tea, cmsLocaleIds=[shop.ja]))
    assert [shop.get("tea", locale).json()["fieldData"]["slug"] for locale in (shop.de, shop.ja)] == ["tee", "cha"]


def test_an_inserted_variant_may_have_the_slug_of_its_own_item_elsewhere(shop):
    shop.turn(slug_unique_per="collection")
    assert insert(shop, entry("tea", id=shop.id("tea"), cmsLocaleIds=[shop.de])).status_code == 202


@pytest.mark.parametrize("status", [409, 400])
def test_insert_refuses_a_variant_that_is_there(shop, status):
    shop.turn(insert_on_existing=status)
    answer = insert(shop, entry("the2", id=shop.id("tea"), cmsLocaleIds=[shop.fr]))
    assert answer.status_code == status
    assert shop.get("tea", shop.fr).json()["fieldData"]["name"] == "Thé"


def test_insert_into_an_unknown_item_is_not_found(shop):
    assert insert(shop, entry("x", id="0" * 24, cmsLocaleIds=[shop.fr])).status_code == 404
    assert insert(shop, entry("x", id=7)).status_code == 404


@pytest.mark.parametrize("wrong", [{"allCmsLocales": False}, {"allCmsLocales": True, "id": "x"}])
def test_all_locales_is_true_or_nothing_and_alone(shop, wrong):
    assert list(details(insert(shop, entry("x", **wrong)))) == ["allCmsLocales"]


def test_insert_counts_every_locale(shop):
    entries = [entry(f"n{n}", allCmsLocales=True) for n in range(26)]
    assert insert(shop, *entries).status_code == 400
    assert insert(shop, *entries[:25]).status_code == 202


def test_without_the_insert_call_there_is_no_such_path(shop):
    shop.turn(insert=False)
    assert insert(shop, entry("tee", id=shop.id("tea"), cmsLocaleIds=[shop.de])).status_code == 404


def test_the_success_status_of_insert_is_a_switch(shop):
    shop.turn(insert_status=200)
    assert insert(shop, entry("new")).status_code == 200


def test_insert_honours_skip_invalid_files_or_not(shop):
    bad = entry("new")
    bad["fieldData"]["cover"] = {"url": "https://gone.invalid/a.png"}
    assert insert(shop, bad, skipInvalidFiles="false").status_code == 400
    shop.turn(insert_skip_invalid_files=False)
    assert "cover" not in insert(shop, bad, skipInvalidFiles="false").json()["items"][0]["fieldData"]
