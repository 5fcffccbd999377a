import copy

import pytest

from isogloss.sandbox.webflow import create

PLAIN = {
    "locales": None,
    "collections": [
        {
            "slug": "notes",
            "fields": [
                {"slug": "kind", "type": "Option", "options": ["A"]},
                {"slug": "next", "type": "Reference", "collection": "notes"},
                {"slug": "others", "type": "MultiReference", "collection": "notes"},
                {"slug": "cover", "type": "Image"},
                {"slug": "gallery", "type": "MultiImage"},
                {"slug": "done", "type": "Switch"},
                {"slug": "name", "type": "PlainText", "displayName": "Title"},
            ],
            "items": [
                {
                    "key": "one",
                    "variants": {
                        "": {
                            "fields": {
                                "name": "One",
                                "slug": "one",
                                "kind": "A",
                                "next": "two",
                                "others": ["two", "one"],
                                "cover": {"url": "https://elsewhere.example/a.png", "alt": "A"},
                                "gallery": ["https://elsewhere.example/b.png"],
                            },
                            "created": "2026-01-01T00:00:00.000Z",
                            "updated": "2026-01-02T00:00:00.000Z",
                        }
                    },
                },
                {"key": "two", "variants": {"": {"fields": {"name": "Two", "slug": "two", "kind": None}}}},
            ],
        }
    ],
}


def test_names_become_ids_everywhere():
    sandbox = create()
    table = sandbox.seed(PLAIN)
    one, two = sandbox.state()["collections"][0]["items"]
    items = table["items"]["notes"]
    assert one["fieldData"]["next"] == two["id"] == items["two"]
    assert one["fieldData"]["others"] == [items["two"], items["one"]]
    assert one["fieldData"]["kind"] == table["collections"]["notes"]["options"]["kind"]["A"]
    assert one["fieldData"]["cover"]["alt"] == "A"
    assert one["fieldData"]["gallery"][0]["url"].endswith("_b.png")
    assert one["fieldData"]["done"] is False
    assert "kind" not in two["fieldData"]


def test_times_can_be_told():
    sandbox = create()
    sandbox.seed(PLAIN)
    one = sandbox.state()["collections"][0]["items"][0]
    assert (one["createdOn"], one["lastUpdated"]) == ("2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z")


def test_a_site_without_localization_has_variants_without_a_locale(serve):
    sandbox = create(rate_limit=None)
    table = sandbox.seed(PLAIN)
    client = serve(sandbox)
    rows = client.get(f"/collections/{table['collections']['notes']['id']}/items").json()["items"]
    assert len(rows) == 2
    assert not any("cmsLocaleId" in row for row in rows)
    assert "locales" not in client.get("/sites").json()["sites"][0]


def test_the_same_seed_makes_the_same_ids():
    assert create().seed(PLAIN) == create().seed(PLAIN)
    assert create().seed(PLAIN) != create().seed({**PLAIN, "seed": "other"})


def test_a_field_of_every_collection_can_be_renamed():
    sandbox = create()
    sandbox.seed(PLAIN)
    name = sandbox.state()["collections"][0]["fields"][0]
    assert (name["slug"], name["displayName"], name["isRequired"]) == ("name", "Title", True)


@pytest.mark.parametrize(
    ("state", "flags"),
    [
        ("draft", (True, False, False, False)),
        ("published", (False, False, True, True)),
        ("changed", (True, False, True, True)),
        ("queued", (False, False, False, False)),
        ("archived", (False, True, False, False)),
    ],
)
def test_each_state_has_its_flags(state, flags):
    sandbox = create()
    variant = {"fields": {"name": "N", "slug": "n"}, "state": state}
    items = [{"key": "n", "variants": {"en-US": variant}}]
    sandbox.seed({"collections": [{"slug": "notes", "items": items}]})
    [row] = sandbox.state()["collections"][0]["items"]
    assert (row["isDraft"], row["isArchived"], row["lastPublished"] is not None, row["live"] is not None) == flags


def test_a_changed_variant_was_updated_after_it_was_published():
    sandbox = create()
    variant = {"fields": {"name": "N", "slug": "n"}, "state": "changed", "live": {"name": "Old"}}
    sandbox.seed({"collections": [{"slug": "notes", "items": [{"key": "n", "variants": {"en-US": variant}}]}]})
    [row] = sandbox.state()["collections"][0]["items"]
    assert row["lastUpdated"] > row["lastPublished"]
    assert row["live"]["fieldData"] == {"name": "Old", "slug": "n"}


def test_a_seed_comes_through_the_control_plane(serve):
    client = serve(create())
    table = client.post("/_sandbox/seed", json=PLAIN).json()
    assert set(table["items"]["notes"]) == {"one", "two"}


def broken(change):
    told = copy.deepcopy(PLAIN)
    change(told)
    return told


def fields_of(told):
    return told["collections"][0]["items"][0]["variants"][""]["fields"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: fields_of(told).update(colour="red"), "no field 'colour'"),
        (lambda told: fields_of(told).update(kind="B"), "no option 'B'"),
        (lambda told: fields_of(told).update(next="three"), "'three', which is no item"),
        (lambda told: fields_of(told).update(cover="ftp://x"), "cannot hold"),
        (lambda told: told["collections"][0]["items"][1].update(key="one"), "two items with the key 'one'"),
        (lambda told: told["collections"][0]["fields"][0].update(type="Choice"), "unknown type 'Choice'"),
        (lambda told: told["collections"][0]["fields"][1].update(collection="x"), "not of the right shape"),
        (lambda told: told["collections"][0].pop("slug"), "not of the right shape"),
        (lambda told: told["collections"][0]["items"][0]["variants"][""].update(state="live"), "no state 'live'"),
        (lambda told: told.update(locales={"primary": "en"}), "no locale of the site"),
        (lambda told: told.update(pages=[{"slug": "p", "kind": "special"}]), "no kind of page 'special'"),
        (lambda told: told.update(pages=[{"slug": "p", "collection": "x"}]), "collection 'x' that is not there"),
        (lambda told: told.update(pages=[{"slug": "p", "nodes": [{"image": "x"}]}]), "names what is not there"),
        (
            lambda told: told.update(
                components=[{"name": "C"}],
                pages=[{"slug": "p", "nodes": [{"component": "C", "overrides": {"T": "x"}}]}],
            ),
            "no property 'T'",
        ),
    ],
)
def test_a_seed_that_does_not_fit_together_is_refused_and_changes_nothing(serve, change, said):
    sandbox = create()
    client, before = serve(sandbox), sandbox.state()
    answer = client.post("/_sandbox/seed", json=broken(change))
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert sandbox.state() == before
