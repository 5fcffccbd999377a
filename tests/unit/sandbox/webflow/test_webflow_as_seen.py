"""What people saw the platform do, beyond its first documentation: wordings, grammars, and calls that came later."""

import hashlib

import httpx
import pytest

from isogloss.sandbox.webflow import create


def details(answer):
    assert answer.status_code == 400, answer.text
    return {each["param"]: each["description"] for each in answer.json()["details"]}


def collection(shop, slug="posts"):
    return f"/collections/{shop.table['collections'][slug]['id']}"


def test_an_upload_form_is_taken_whatever_the_case_of_its_field_names(shop):
    data = b"\x89PNG some picture"
    digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
    path = f"/sites/{shop.table['site']}/assets"
    promised = shop.client.post(path, json={"fileName": "cup.png", "fileHash": digest}).json()
    form = {name.lower(): value for name, value in promised["uploadDetails"].items()}
    with httpx.Client() as client:
        sent = client.post(promised["uploadUrl"], data=form, files={"File": ("cup.png", data, "image/png")})
    assert sent.status_code == 201, sent.text
    assert shop.client.get(f"/assets/{promised['id']}").json()["size"] == len(data)


@pytest.mark.parametrize("slug", ["-tea", "thé", "緑茶", "v1.0.", "two words"])
def test_a_slug_of_another_grammar_is_refused(shop, slug):
    assert list(details(shop.patch("tea", fieldData={"slug": slug}))) == ["slug"]


@pytest.mark.parametrize("slug", ["_tea", "Tea-2", "0_tea-"])
def test_a_slug_of_the_grammar_is_kept_as_it_is(shop, slug):
    shop.turn(slug_case="kept")
    assert shop.patch("tea", fieldData={"slug": slug}).json()["fieldData"]["slug"] == slug


def test_a_file_id_without_an_address_is_refused(shop):
    image = shop.kept(cover={"url": "https://example.com/a.png"})["cover"]
    assert shop.refused(cover={"fileId": image["fileId"]}) == {"cover": "Expected value to have a 'url' field"}
    assert shop.refused(gallery=[{"fileId": image["fileId"]}]) == {"gallery": "Expected value to have a 'url' field"}


def test_a_required_field_that_is_cleared_is_refused_in_the_words_seen(shop):
    assert details(shop.patch("tea", fieldData={"teaser": None})) == {"teaser": "Required field cannot be cleared"}
    assert details(shop.patch("tea", fieldData={"teaser": "x"})) == {"teaser": "Is too short"}
    assert details(shop.patch("tea", fieldData={"summary": "x" * 21})) == {"summary": "Is too long"}


def test_items_of_a_site_never_published_cannot_be_published(serve):
    sandbox = create(rate_limit=None)
    rows = [{"key": "n", "variants": {"en-US": {"fields": {"name": "N", "slug": "n"}}}}]
    told = {"site": {"lastPublished": None}, "collections": [{"slug": "notes", "fields": [], "items": rows}]}
    table, client = sandbox.seed(told), serve(sandbox)
    call = (
        f"/collections/{table['collections']['notes']['id']}/items/publish",
        {"itemIds": [table["items"]["notes"]["n"]]},
    )
    answer = client.post(call[0], json=call[1])
    assert (answer.status_code, answer.json()["message"]) == (409, "The site is not published")
    client.post(f"/sites/{table['site']}/publish", json={"publishToWebflowSubdomain": True})
    assert client.post(call[0], json=call[1]).status_code == 202


def test_a_collection_can_be_renamed_and_its_fields_grouped(shop):
    fields = shop.table["collections"]["posts"]["fields"]
    groups = [{"name": "Text", "fields": [fields["summary"], fields["teaser"]]}]
    told = {"displayName": "Articles", "singularName": "Article", "slug": "articles", "fieldGroups": groups}
    answer = shop.client.patch(collection(shop), json=told)
    assert answer.status_code == 200, answer.text
    got = shop.client.get(collection(shop)).json()
    assert got == answer.json()
    assert {name: got[name] for name in told} == told
    assert shop.client.get(collection(shop)).json()["id"] == shop.table["collections"]["posts"]["id"]


@pytest.mark.parametrize(
    "told",
    [
        {"displayName": ""},
        {"slug": "-posts"},
        {"fieldGroups": "Text"},
        {"fieldGroups": [{"name": "A", "fields": []}, {"name": "A", "fields": []}]},
        {"fieldGroups": [{"name": "A", "fields": ["summary"]}]},
        {"fieldGroups": [{"name": str(n), "fields": []} for n in range(51)]},
    ],
)
def test_a_change_of_a_collection_that_makes_no_sense_is_refused(shop, told):
    assert shop.client.patch(collection(shop), json=told).status_code == 400


def test_a_field_is_in_one_group_only(shop):
    field = shop.table["collections"]["posts"]["fields"]["summary"]
    groups = [{"name": name, "fields": [field]} for name in "AB"]
    assert shop.client.patch(collection(shop), json={"fieldGroups": groups}).status_code == 400


def test_a_collection_cannot_take_the_slug_of_another(shop):
    assert shop.client.patch(collection(shop), json={"slug": "authors"}).status_code == 409


class Asked:
    """The slugs a listing of posts shows under filters and sorts."""

    def __init__(self, shop):
        self.shop = shop

    def __call__(self, **query):
        params = {"cmsLocaleId": f"{self.shop.en},{self.shop.fr},{self.shop.ja}", **query}
        answer = self.shop.client.get(self.shop.posts, params=params)
        if answer.status_code != 200:
            return answer.status_code
        return [row["fieldData"]["slug"] for row in answer.json()["items"]]


@pytest.fixture
def asked(shop):
    for slug, fields in {
        "black": {"rating": 3, "hot": True, "tint": "#000000", "mail": "a@tea.example", "at": "2026-01-02T00:00:00Z"},
        "white": {
            "rating": 5,
            "mail": "B@tea.example",
            "at": "2026-03-01T00:00:00Z",
            "author": shop.id("ann", "authors"),
        },
    }.items():
        assert shop.add(slug, **fields).status_code == 202
    return Asked(shop)


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"filter[slug]": "tea"}, ["tea"]),
        ({"filter[slug][eq]": "tea"}, ["tea"]),
        ({"filter[slug][in]": "tea,the"}, ["tea", "the"]),
        ({"filter[slug][nin]": "tea,the,cocoa"}, ["mate", "black", "white"]),
        ({"filter[name][contains]": "WHI"}, ["white"]),
        ({"filter[mail][contains]": "b@"}, ["white"]),
        ({"filter[mail][ncontains]": "b@"}, ["tea", "the", "cocoa", "cocoa", "mate", "black"]),
        ({"filter[mail][exists]": "true"}, ["black", "white"]),
        ({"filter[rating][gte]": "3"}, ["black", "white"]),
        ({"filter[rating][gt]": "3"}, ["white"]),
        ({"filter[rating][lt]": "5", "filter[rating][gte]": "1"}, ["black"]),
        ({"filter[rating][lte]": "3"}, ["black"]),
        ({"filter[rating][in]": "4,5"}, ["white"]),
        ({"filter[at][lt]": "2026-02-01T00:00:00Z"}, ["black"]),
        ({"filter[hot]": "true"}, ["black"]),
        ({"filter[tint][ne]": "#000000"}, ["tea", "the", "cocoa", "cocoa", "mate", "white"]),
        ({"filter[cover][exists]": "true"}, []),
        ({"sort[rating]": "desc", "filter[rating][exists]": "true"}, ["white", "black"]),
        ({"sort[slug]": "asc", "filter[slug][in]": "the,tea,mate"}, ["mate", "tea", "the"]),
    ],
)
def test_a_listing_can_be_filtered_and_sorted_by_any_field(asked, query, slugs):
    assert asked(**query) == slugs


def test_a_listing_can_be_filtered_by_references_options_and_ids(shop, asked):
    assert asked(**{"filter[author]": shop.id("ann", "authors")}) == ["tea", "white"]
    assert asked(**{"filter[kind][ne]": shop.option("Tip"), "filter[slug][in]": "tea,the"}) == ["tea", "the"]
    assert asked(**{"filter[id][in]": f"{shop.id('tea')},{shop.id('mate')}"}) == ["tea", "the", "mate"]
    assert asked(**{"sort[id]": "asc", "filter[slug][in]": "the,mate"}) in (["the", "mate"], ["mate", "the"])


@pytest.mark.parametrize(
    "query",
    [
        {"filter[nothing]": "x"},
        {"filter[body][eq]": "x"},
        {"filter[kind][contains]": "x"},
        {"filter[rating][gt]": "many"},
        {"filter[at][gt]": "soon"},
        {"filter[hot]": "maybe"},
        {"filter[slug][like]": "x"},
        {"filter[mail][exists]": "yes"},
        {"sort[body]": "asc"},
        {"sort[slug]": "upwards"},
        {"filter[]": "x"},
    ],
)
def test_a_filter_the_type_of_the_field_does_not_have_is_refused(asked, query):
    assert asked(**query) == 400


def test_an_item_can_be_inserted_into_all_locales_at_once(shop):
    data = {"name": "All", "slug": "all", "teaser": "Everywhere"}
    answer = shop.client.post(f"{shop.posts}/insert", json={"items": [{"allCmsLocales": True, "fieldData": data}]})
    assert [row["cmsLocaleId"] for row in answer.json()["items"]] == [shop.en, shop.fr, shop.de, shop.ja]


@pytest.mark.parametrize("word", ["__wf_reserved_inherit", "__wf_reserved_decorative"])
def test_the_reserved_alternative_texts_are_shown_as_words_until_the_site_is_rendered(shop, word):
    body = f'<p>x</p><figure><div><img src="https://example.com/a.png" alt="{word}"></div></figure>'
    shop.patch("tea", fieldData={"body": body, "cover": {"url": "https://example.com/a.png", "alt": word}})
    shop.client.post(f"{shop.posts}/publish", json={"itemIds": [shop.id("tea")]})
    for live in (False, True):
        shown = shop.get("tea", live=live).json()["fieldData"]
        assert (f'alt="{word}"' in shown["body"], shown["cover"]["alt"]) == (True, word)
