import pytest


@pytest.fixture
def site(shop):
    return f"/sites/{shop.table['site']}"


def made(shop, site, **body):
    return shop.client.post(f"{site}/collections", json={"displayName": "Cups", "singularName": "Cup", **body})


def test_collections_are_listed_without_their_fields(shop, site):
    listed = shop.client.get(f"{site}/collections").json()["collections"]
    assert [each["slug"] for each in listed] == ["authors", "posts"]
    assert "fields" not in listed[0]


def test_a_collection_shows_its_fields_options_and_targets(shop):
    fields = {each["slug"]: each for each in shop.client.get(shop.posts.removesuffix("/items")).json()["fields"]}
    assert fields["name"]["isRequired"]
    assert fields["slug"]["type"] == "PlainText"
    assert [option["name"] for option in fields["kind"]["validations"]["options"]] == ["News", "Tip"]
    assert fields["author"]["validations"]["collectionId"] == shop.table["collections"]["authors"]["id"]
    assert not fields["stock"]["isEditable"]


def test_a_collection_is_made_with_name_slug_and_more(shop, site):
    options = {"type": "Option", "displayName": "Size", "metadata": {"options": [{"name": "S"}, {"name": "L"}]}}
    target = {"collectionId": shop.table["collections"]["authors"]["id"]}
    reference = {"type": "Reference", "displayName": "Maker", "metadata": target}
    text = {"type": "PlainText", "displayName": "Short Note", "isRequired": True, "helpText": "Be brief"}
    cups = made(shop, site, fields=[options, reference, text]).json()
    assert (cups["slug"], [each["slug"] for each in cups["fields"]]) == (
        "cups",
        ["name", "slug", "size", "maker", "short-note"],
    )
    assert len({option["id"] for option in cups["fields"][2]["validations"]["options"]}) == 2
    assert cups["fields"][3]["validations"] == target
    assert (cups["fields"][4]["isRequired"], cups["fields"][4]["helpText"]) == (True, "Be brief")


def test_a_collection_name_is_taken_once(shop, site):
    assert made(shop, site).status_code == 200
    answer = made(shop, site, slug="other-cups")
    assert (answer.status_code, answer.json()["code"]) == (409, "duplicate_collection")


def test_a_collection_needs_its_names(shop, site):
    assert made(shop, site, singularName="").status_code == 400


def test_a_deleted_collection_is_gone_with_its_items(shop):
    path = shop.posts.removesuffix("/items")
    assert shop.client.delete(path).status_code == 204
    assert shop.client.get(path).status_code == 404
    assert shop.client.get(shop.posts).status_code == 404


def test_a_field_slug_that_is_taken_gets_a_number(shop):
    path = shop.posts.removesuffix("/items") + "/fields"
    field = {"type": "Number", "displayName": "Time"}
    assert [shop.client.post(path, json=field).json()["slug"] for _ in range(3)] == ["time", "time-2", "time-3"]


@pytest.mark.parametrize(
    "field",
    [
        {"type": "ExtFileRef", "displayName": "X"},
        {"type": "Number"},
        {"type": "Option", "displayName": "X", "metadata": {"options": []}},
        {"type": "Option", "displayName": "X"},
        {"type": "Option", "displayName": "X", "metadata": {"options": [{"name": str(n)} for n in range(101)]}},
        {"type": "Reference", "displayName": "X", "metadata": {"collectionId": "0"}},
    ],
)
def test_a_field_that_cannot_be_is_refused(shop, field):
    answer = shop.client.post(shop.posts.removesuffix("/items") + "/fields", json=field)
    assert (answer.status_code, answer.json()["code"]) == (400, "validation_error")


def test_a_collection_has_at_most_sixty_fields(shop):
    path = shop.posts.removesuffix("/items") + "/fields"
    statuses = [shop.client.post(path, json={"type": "Number", "displayName": f"N {n}"}).status_code for n in range(39)]
    assert statuses == [200] * 38 + [400]


def test_name_help_and_requirement_of_a_field_can_change(shop):
    field = shop.table["collections"]["posts"]["fields"]["summary"]
    path = f"{shop.posts.removesuffix('/items')}/fields/{field}"
    body = {"displayName": "Abstract", "helpText": "Short", "isRequired": True, "slug": "other"}
    changed = shop.client.patch(path, json=body).json()
    assert (changed["displayName"], changed["helpText"], changed["isRequired"]) == ("Abstract", "Short", True)
    assert changed["slug"] == "summary"


def test_a_deleted_field_takes_its_data_with_it(shop):
    path = f"{shop.posts.removesuffix('/items')}/fields/{shop.table['collections']['posts']['fields']['kind']}"
    assert "kind" in shop.get("tea").json()["fieldData"]
    assert shop.client.delete(path).status_code == 204
    assert "kind" not in shop.get("tea").json()["fieldData"]
    assert shop.client.delete(path).status_code == 404


def test_the_fields_of_every_collection_stay(shop):
    path = f"{shop.posts.removesuffix('/items')}/fields/{shop.table['collections']['posts']['fields']['slug']}"
    assert shop.client.delete(path).status_code == 400
