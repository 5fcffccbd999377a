import pytest


class Page:
    def __init__(self, shop, slug="about"):
        self.shop = shop
        self.id = shop.table["pages"][slug]["id"]
        self.nodes = shop.table["pages"][slug]["nodes"]
        self.fr = shop.table["locales"]["fr-FR"]["id"]
        self.en = shop.table["locales"]["en-US"]["id"]

    def get(self, locale=None, path=""):
        params = {"localeId": locale} if locale else {}
        return self.shop.client.get(f"/pages/{self.id}{path}", params=params)

    def put(self, locale=None, **body):
        params = {"localeId": locale} if locale else {}
        return self.shop.client.put(f"/pages/{self.id}", params=params, json=body)

    def write(self, *nodes, locale=None):
        params = {"localeId": locale or self.fr}
        return self.shop.client.post(f"/pages/{self.id}/dom", params=params, json={"nodes": list(nodes)})

    def shown(self, number, locale=None):
        listed = {node["id"]: node for node in self.get(locale, "/dom").json()["nodes"]}
        return listed.get(self.nodes[number])


@pytest.fixture
def about(shop):
    return Page(shop)


def test_pages_are_listed_with_their_paths(shop, about):
    path = f"/sites/{shop.table['site']}/pages"
    answer = shop.client.get(path).json()
    assert [page["publishedPath"] for page in answer["pages"]] == ["/about", "/", "/detail_post"]
    assert answer["pages"][2]["collectionId"] == shop.table["collections"]["posts"]["id"]
    french = shop.client.get(path, params={"localeId": about.fr, "limit": 1}).json()
    assert [page["publishedPath"] for page in french["pages"]] == ["/fr-fr/about"]
    assert french["pagination"] == {"limit": 1, "offset": 0, "total": 3}


def test_a_page_says_which_locale_it_is_shown_in(about):
    assert (about.get().json()["localeId"], about.get(about.fr).json()["localeId"]) == (about.en, about.fr)


def test_the_older_name_of_the_parameter_works(shop, about):
    assert shop.client.get(f"/pages/{about.id}", params={"locale": about.fr}).json()["localeId"] == about.fr


def test_a_cms_locale_id_names_no_locale_of_a_page(shop, about):
    assert about.get(shop.fr).status_code == 400


def test_metadata_are_written_in_one_locale_and_merged(about):
    answer = about.put(about.fr, title="À propos", slug="a-propos", seo={"title": "Nous"})
    assert answer.status_code == 200
    french, english = about.get(about.fr).json(), about.get().json()
    assert (french["title"], french["publishedPath"]) == ("À propos", "/fr-fr/a-propos")
    assert french["seo"] == {"title": "Nous", "description": "Who we are"}
    assert (english["title"], english["seo"]["title"]) == ("About", "About us")


def test_the_open_graph_title_follows_the_seo_title_unless_told_not_to(about):
    assert about.put(openGraph={"title": "Ours"}).json()["openGraph"]["title"] == "About us"
    assert about.put(openGraph={"title": "Ours", "titleCopied": False}).json()["openGraph"]["title"] == "Ours"


def test_a_slug_that_may_not_change_is_silently_ignored(shop, about):
    assert Page(shop, "index").put(slug="start").json()["slug"] == "index"
    shop.turn(page_slugs=False)
    assert about.put(about.fr, slug="a-propos", title="À propos").json()["slug"] == "about"
    assert about.put(slug="about-us").json()["slug"] == "about-us"


def test_titles_are_strings(about):
    assert about.put(title=7).status_code == 400


def test_a_page_that_is_not_there_is_not_found(shop):
    assert shop.client.get(f"/pages/{'0' * 24}").status_code == 404
    assert shop.client.get(f"/sites/{'0' * 24}/pages").status_code == 404


def test_nodes_are_read_in_pages(shop, about):
    answer = shop.client.get(f"/pages/{about.id}/dom", params={"limit": 2, "offset": 1}).json()
    assert [node["type"] for node in answer["nodes"]] == ["image", "component-instance"]
    assert answer["pagination"] == {"limit": 2, "offset": 1, "total": 8}


def test_a_secondary_locale_lists_only_instances_with_overrides(about):
    assert about.shown(3)["type"] == "component-instance"
    assert about.shown(3, about.fr) is None
    assert about.shown(2, about.fr)["propertyOverrides"][0]["text"] == {"html": None, "text": "Mind"}


def test_the_page_of_a_collection_has_no_nodes(shop):
    template = Page(shop, "detail_post")
    assert template.get(None, "/dom").json()["nodes"] == []
    assert template.write({"nodeId": template.nodes[0], "text": "<p>y</p>"}).json()["errors"]


def test_text_is_written_in_a_secondary_locale_only(about):
    html = '<h1 data-w-id="1">Salut <em>toi</em></h1>'
    answer = about.write({"nodeId": about.nodes[0], "text": html})
    assert (answer.status_code, answer.json()) == (200, {"errors": []})
    assert about.shown(0, about.fr)["text"] == {"html": html, "text": "Salut toi"}
    assert about.shown(0)["text"]["text"] == "Hi you"


def test_every_kind_of_node_is_written_in_its_own_way(about):
    property_id = about.shown(2)["propertyOverrides"][0]["propertyId"]
    answer = about.write(
        {"nodeId": about.nodes[2], "propertyOverrides": [{"propertyId": property_id, "text": "Attention"}]},
        {"nodeId": about.nodes[4], "placeholder": "Votre nom"},
        {"nodeId": about.nodes[5], "choices": [{"value": "a", "text": "Oui"}, {"value": "b", "text": "Non"}]},
        {"nodeId": about.nodes[6], "value": "Envoyer"},
        {"nodeId": about.nodes[7], "value": "Chercher"},
    )
    assert answer.json() == {"errors": []}
    assert about.shown(2, about.fr)["propertyOverrides"][0]["text"]["text"] == "Attention"
    assert about.shown(4, about.fr)["placeholder"] == "Votre nom"
    assert about.shown(5, about.fr)["choices"][0] == {"value": "a", "text": "Oui"}
    assert (about.shown(6, about.fr)["value"], about.shown(6, about.fr)["waitingText"]) == ("Envoyer", "Please wait...")
    assert about.shown(7, about.fr)["value"] == "Chercher"


def test_what_cannot_be_written_is_in_the_errors_of_a_200_and_the_rest_is_done(about):
    property_id = about.shown(2)["propertyOverrides"][0]["propertyId"]
    wrong = [
        {"nodeId": "none", "text": "<p>x</p>"},
        {"nodeId": about.nodes[0], "text": "<h2>Salut</h2>"},
        {"nodeId": about.nodes[0], "text": "<h1>Salut <em>toi</em></h1>"},
        {"nodeId": about.nodes[0], "text": 7},
        {"nodeId": about.nodes[1], "text": "<p>x</p>"},
        {"nodeId": about.nodes[2], "propertyOverrides": [{"propertyId": "other", "text": "x"}]},
        {"nodeId": about.nodes[2], "propertyOverrides": [{"propertyId": property_id, "text": "two\nlines"}]},
        {"nodeId": about.nodes[2], "propertyOverrides": [{"propertyId": property_id, "text": 7}]},
        {"nodeId": about.nodes[2], "propertyOverrides": "x"},
        {"nodeId": about.nodes[4], "placeholder": 7},
        {"nodeId": about.nodes[5], "choices": [{"value": "z", "text": "Oui"}]},
    ]
    answer = about.write(*wrong, {"nodeId": about.nodes[7], "value": "Chercher"})
    assert answer.status_code == 200
    assert len(answer.json()["errors"]) == len(wrong)
    assert about.shown(7, about.fr)["value"] == "Chercher"
    assert about.shown(0, about.fr)["text"]["text"] == "Hi you"


def test_the_primary_cannot_be_written(shop, about):
    node = {"nodeId": about.nodes[0], "text": "<h1>x</h1>"}
    for params in ({}, {"localeId": about.en}, {"localeId": shop.fr}):
        answer = shop.client.post(f"/pages/{about.id}/dom", params=params, json={"nodes": [node]})
        assert answer.status_code == 400
        assert "must be a secondary locale" in answer.json()["message"]


def test_on_a_site_without_localization_pages_are_read_only(shop, about):
    shop.turn(localization=False)
    assert about.get().json()["localeId"] is None
    assert about.write({"nodeId": about.nodes[0], "text": "<h1>x</h1>"}).status_code == 400


def test_a_thousand_nodes_and_not_one_more(about):
    node = {"nodeId": about.nodes[7], "value": "x"}
    assert about.write(*[node] * 1000).status_code == 200
    assert about.write(*[node] * 1001).status_code == 400
    assert about.write().status_code == 400
