import pytest


class Component:
    def __init__(self, shop, name="Callout"):
        made = shop.table["components"][name]
        self.client = shop.client
        self.path = f"/sites/{shop.table['site']}/components/{made['id']}"
        self.properties = made["properties"]
        self.nodes = made["nodes"]
        self.fr = {"localeId": shop.table["locales"]["fr-FR"]["id"]}

    def texts(self, params=None):
        listed = self.client.get(f"{self.path}/properties", params=params).json()["properties"]
        return {each["label"]: each["text"] for each in listed}


@pytest.fixture
def callout(shop):
    return Component(shop)


def test_components_are_listed(shop):
    answer = shop.client.get(f"/sites/{shop.table['site']}/components").json()
    assert [(each["name"], each["group"], each["readonly"]) for each in answer["components"]] == [
        ("Callout", "Text", False),
        ("Shared", "", True),
    ]


def test_the_text_of_a_definition_is_written_in_a_secondary_locale(callout):
    body = {"nodes": [{"nodeId": callout.nodes[0], "text": "<p>Fixe</p>"}]}
    assert callout.client.post(f"{callout.path}/dom", params=callout.fr, json=body).json() == {"errors": []}
    assert callout.client.get(f"{callout.path}/dom", params=callout.fr).json()["nodes"][0]["text"]["text"] == "Fixe"
    assert callout.client.get(f"{callout.path}/dom").json()["nodes"][0]["text"]["text"] == "Fixed"
    assert callout.client.post(f"{callout.path}/dom", json=body).status_code == 400


def test_defaults_of_properties_are_written_in_a_secondary_locale(callout):
    body = {
        "properties": [
            {"propertyId": callout.properties["Title"], "text": "Remarque"},
            {"propertyId": callout.properties["Body"], "text": "<p>Mots</p>"},
            {"propertyId": callout.properties["Title"], "text": "two\nlines"},
            {"propertyId": "other", "text": "x"},
        ]
    }
    answer = callout.client.post(f"{callout.path}/properties", params=callout.fr, json=body)
    assert len(answer.json()["errors"]) == 2
    assert callout.texts(callout.fr) == {
        "Title": {"html": None, "text": "Remarque"},
        "Body": {"html": "<p>Mots</p>", "text": "Mots"},
    }
    assert callout.texts()["Title"]["text"] == "Note"


def test_a_shared_component_cannot_be_written(shop):
    shared = Component(shop, "Shared")
    body = {"properties": [{"propertyId": "x", "text": "y"}]}
    answer = shop.client.post(f"{shared.path}/properties", params=shared.fr, json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_component_or_site_that_is_not_there_is_not_found(shop, callout):
    assert shop.client.get(f"/sites/{shop.table['site']}/components/none/dom").status_code == 404
    assert shop.client.get(f"/sites/{'0' * 24}/components").status_code == 404
