"""What the platform was seen to do by some and not by others: each under both answers of its switch."""

import pytest

from isogloss.sandbox.webflow import create
from isogloss.sandbox.webflow.richtext import rewritten, scattered

PNG = "https://elsewhere.example/cup.png"


def details(answer):
    assert answer.status_code == 400, answer.text
    return {each["param"]: each["description"] for each in answer.json()["details"]}


def test_a_picture_that_is_written_again_is_kept_or_imported_anew(shop):
    first = shop.patch("tea", fieldData={"cover": {"url": PNG}, "gallery": [{"url": PNG}]}).json()["fieldData"]
    again = {"cover": {**first["cover"], "alt": "A cup"}, "gallery": first["gallery"]}
    assert shop.patch("tea", fieldData=again).json()["fieldData"]["cover"] == again["cover"]
    shop.turn(image_writes="imported")
    kept = shop.patch("tea", fieldData=again).json()["fieldData"]
    for new, old in ((kept["cover"], again["cover"]), (kept["gallery"][0], again["gallery"][0])):
        assert (new["fileId"] != old["fileId"], new["alt"]) == (True, old["alt"])
        assert new["url"].endswith(f"/{new['fileId']}_{old['fileId']}_cup.png")
    assert shop.patch("tea", fieldData={"teaser": "Other"}).json()["fieldData"]["cover"] == kept["cover"]


def test_a_file_that_is_no_picture_is_kept_when_it_is_written_again(shop):
    shop.turn(image_writes="imported")
    first = shop.kept(sheet={"url": PNG})["sheet"]
    assert shop.kept(sheet=first)["sheet"] == first


def test_null_clears_a_reference_or_is_refused(shop):
    assert "author" not in shop.patch("tea", fieldData={"author": None}).json()["fieldData"]
    shop.turn(null_reference="refused")
    words = "Expected value to be an ItemRef: 'null'"
    assert details(shop.patch("tea", fieldData={"author": None, "friends": None})) == {
        "author": words,
        "friends": words,
    }
    assert shop.patch("tea", fieldData={"summary": None, "friends": []}).status_code == 200


def test_code_inside_a_line_is_kept_or_emptied():
    sent = "<p>Call <code>now()</code> today</p><pre><code>x = 1</code></pre>"
    assert rewritten(sent, level="light", code_blocks="kept") == sent
    emptied = rewritten(sent, level="light", code_blocks="kept", inline_code="emptied")
    assert emptied == "<p>Call <code></code> today</p><pre><code>x = 1</code></pre>"
    assert rewritten(emptied, level="light", code_blocks="kept", inline_code="emptied") == emptied


LINES = '<h2>Tea</h2>\n<ul><li>Green</li></ul>\n<p>See <a href="https://x.example/">here</a></p>\n<hr>'


def test_white_space_between_blocks_loses_lists_lines_and_links():
    assert scattered(LINES) == "<h2>Tea</h2><p>See here</p>"
    whole = "".join(LINES.splitlines())
    assert scattered(whole) == whole
    inside = "<ul>\n<li>Green</li>\n</ul><p>a <b>b</b></p>"
    assert scattered(inside) == inside


def test_the_answer_to_a_write_echoes_a_text_that_a_later_read_shows_without_its_lists(shop):
    shop.turn(block_space="loses")
    written = shop.patch("tea", fieldData={"body": LINES}).json()["fieldData"]["body"]
    assert written == LINES
    assert shop.get("tea").json()["fieldData"]["body"] == "<h2>Tea</h2><p>See here</p>"
    made = shop.add("lines", body=LINES).json()
    assert made["fieldData"]["body"] == LINES
    assert "<ul>" not in shop.client.get(f"{shop.posts}/{made['id']}").json()["fieldData"]["body"]
    shop.turn(block_space="dropped")
    assert "<ul>" in shop.patch("tea", fieldData={"body": LINES}).json()["fieldData"]["body"]


def dom(shop, thing="about"):
    params = {"localeId": shop.table["locales"]["fr-FR"]["id"]}
    return shop.client.get(f"/pages/{shop.table['pages'][thing]['id']}/dom", params=params).json()["nodes"]


def test_the_content_of_a_page_lists_all_nodes_of_a_secondary_or_only_those_it_overrides(shop):
    assert len(dom(shop)) == 7
    shop.turn(secondary_dom="overridden")
    assert dom(shop) == []
    page = shop.table["pages"]["about"]
    params = {"localeId": shop.table["locales"]["fr-FR"]["id"]}
    node = {"nodeId": page["nodes"][0], "text": '<h1 data-w-id="1">Bonjour <em>vous</em></h1>'}
    assert shop.client.post(f"/pages/{page['id']}/dom", params=params, json={"nodes": [node]}).json() == {"errors": []}
    assert [each["id"] for each in dom(shop)] == [page["nodes"][0]]
    whole = shop.client.get(f"/pages/{page['id']}/dom").json()["nodes"]
    assert len(whole) == 8


def test_more_requests_in_quick_succession_than_the_burst_are_refused_though_the_minute_has_some_left(serve):
    sandbox = create(burst=3, burst_seconds=5.0, rate_limit=60)
    client = serve(sandbox)
    answers = [client.get("/sites") for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) <= 5
    sandbox.clock.advance(5)
    assert client.get("/sites").status_code == 200


FULL = "You've created all the items in your CMS Database allowed on your current plan."


def test_a_full_plan_refuses_new_items_in_its_own_words(shop):
    shop.turn(item_limit=5)  # two authors, three posts
    for path in ("", "/live"):
        answer = shop.add("more", path=path)
        assert (answer.status_code, answer.json()["message"]) == (409, FULL)
    data = {"name": "More", "slug": "more", "teaser": "More"}
    insert = {"items": [{"id": shop.id("tea"), "cmsLocaleIds": [shop.de], "fieldData": data}]}
    assert shop.client.post(f"{shop.posts}/insert", json=insert).status_code == 202
    shop.turn(item_limit_counts="variants", item_limit=9)
    insert["items"][0]["cmsLocaleIds"] = [shop.ja]
    assert shop.client.post(f"{shop.posts}/insert", json=insert).json()["message"] == FULL


def test_items_of_a_site_with_domains_of_different_times_cannot_be_published(shop):
    shop.turn(domains_differ=True)
    answer = shop.client.post(f"{shop.posts}/publish", json={"itemIds": [shop.id("tea")]})
    words = "Site is published to multiple domains at different times"
    assert (answer.status_code, answer.json()["message"]) == (409, words)


@pytest.fixture
def excluded(shop):
    """The shop's owner excluded some things from translation into French."""
    shop.turn(exclusions=True)
    page = shop.table["pages"]["about"]
    callout = shop.table["components"]["Callout"]
    for change in (
        {"collection": "posts", "field": "summary"},
        {"page": "about", "node": page["nodes"][0]},
        {"page": "about", "node": page["nodes"][2], "property": callout["properties"]["Title"]},
        {"page": "about", "part": "seo"},
        {"component": "Callout", "node": callout["nodes"][0]},
        {"component": "Callout", "property": callout["properties"]["Body"]},
    ):
        answer = shop.edit("exclude", tag="fr-FR", **change)
        assert answer.status_code == 200, answer.text
    return shop


def translatable(shop, path, tag="fr-FR", **params):
    params = {"translatable": shop.table["locales"][tag]["id"], **params}
    return shop.client.get(path, params=params)


def test_fields_that_are_excluded_from_translation_are_absent_where_only_the_rest_is_asked_for(excluded):
    excluded.patch("tea", fieldData={"summary": "Kept"})
    one = f"{excluded.posts}/{excluded.id('tea')}"
    whole = excluded.client.get(one).json()["fieldData"]
    assert whole.keys() - translatable(excluded, one).json()["fieldData"].keys() == {"summary"}
    assert "summary" in translatable(excluded, one, "de-DE").json()["fieldData"]
    [row, *_] = translatable(excluded, excluded.posts).json()["items"]
    assert "summary" not in row["fieldData"]
    excluded.turn(empty_fields="null")
    assert "summary" not in translatable(excluded, excluded.posts).json()["items"][0]["fieldData"]


def test_nodes_properties_and_metadata_that_are_excluded_are_absent(excluded):
    page, callout = excluded.table["pages"]["about"], excluded.table["components"]["Callout"]
    ids = [node["id"] for node in translatable(excluded, f"/pages/{page['id']}/dom").json()["nodes"]]
    # The first text is excluded, and so is the only override of the first instance, which goes with it.
    assert ids == [page["nodes"][n] for n in (1, 3, 4, 5, 6, 7)]
    shown = translatable(excluded, f"/pages/{page['id']}").json()
    assert ("seo" in shown, shown["title"]) == (False, "About")
    component = f"/sites/{excluded.table['site']}/components/{callout['id']}"
    assert translatable(excluded, f"{component}/dom").json()["nodes"] == []
    [left] = translatable(excluded, f"{component}/properties").json()["properties"]
    assert left["propertyId"] == callout["properties"]["Title"]


def test_an_item_that_is_excluded_is_missing_where_only_what_is_translatable_is_asked_for(excluded):
    before = translatable(excluded, excluded.posts).json()
    assert excluded.edit("exclude", tag="fr-FR", collection="posts", item="tea").status_code == 200
    after = translatable(excluded, excluded.posts).json()
    assert {row["id"] for row in before["items"]} - {row["id"] for row in after["items"]} == {excluded.id("tea")}
    assert after["pagination"]["total"] == before["pagination"]["total"] - 1
    one = f"{excluded.posts}/{excluded.id('tea')}"
    assert (excluded.client.get(one).status_code, translatable(excluded, one).status_code) == (200, 404)
    assert excluded.edit("exclude", tag="fr-FR", collection="posts", item="nothing").status_code >= 400


def test_nothing_is_shown_of_a_page_or_component_that_is_excluded(excluded):
    page, callout = excluded.table["pages"]["about"], excluded.table["components"]["Callout"]
    for what in ({"page": "about"}, {"component": "Callout"}):
        assert excluded.edit("exclude", tag="fr-FR", **what).status_code == 200
    assert translatable(excluded, f"/pages/{page['id']}/dom").json()["nodes"] == []
    assert not {"title", "slug", "seo", "openGraph"} & translatable(excluded, f"/pages/{page['id']}").json().keys()
    component = f"/sites/{excluded.table['site']}/components/{callout['id']}"
    assert translatable(excluded, f"{component}/dom").json()["nodes"] == []
    assert translatable(excluded, f"{component}/properties").json()["properties"] == []


@pytest.mark.parametrize("value", ["true", "false", "", "nothing"])
def test_translatable_takes_the_id_of_a_secondary_locale_and_nothing_else(excluded, value):
    for path in (excluded.posts, f"/pages/{excluded.table['pages']['about']['id']}"):
        assert excluded.client.get(path, params={"translatable": value}).status_code == 400
        assert translatable(excluded, path, "en-US").status_code == 400


def test_translatable_is_forbidden_where_exclusions_are_not_enabled(shop):
    for path in (shop.posts, f"/pages/{shop.table['pages']['about']['id']}/dom"):
        assert translatable(shop, path).status_code == 403


def test_what_was_excluded_can_be_included_again(excluded):
    assert excluded.edit("include", tag="fr-FR", collection="posts", field="summary").status_code == 200
    excluded.patch("tea", fieldData={"summary": "Kept"})
    assert "summary" in translatable(excluded, f"{excluded.posts}/{excluded.id('tea')}").json()["fieldData"]


@pytest.mark.parametrize("what", [{"tag": "en-US", "collection": "posts", "field": "summary"}, {"tag": "fr-FR"}])
def test_an_exclusion_that_makes_no_sense_is_refused(shop, what):
    assert shop.edit("exclude", **what).status_code >= 400


def test_exclusions_are_told_in_a_seed_and_survive_a_state(serve):
    sandbox = create(rate_limit=None, exclusions=True)
    told = {
        "locales": {"primary": "en-US", "secondary": ["fr-FR"]},
        "collections": [{"slug": "notes", "fields": [{"slug": "text", "type": "PlainText"}], "items": []}],
        "exclusions": [{"tag": "fr-FR", "collection": "notes", "field": "text"}],
    }
    table, client = sandbox.seed(told), serve(sandbox)
    sandbox.load(sandbox.state())
    path = f"/collections/{table['collections']['notes']['id']}/items"
    client.post(path, json={"fieldData": {"name": "N", "slug": "n", "text": "T"}})
    params = {"translatable": table["locales"]["fr-FR"]["id"]}
    assert "text" not in client.get(path, params=params).json()["items"][0]["fieldData"]
