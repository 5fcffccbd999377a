"""The content of the demo: it holds every difficulty it was written for."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from isogloss.demo import site
from isogloss.sandbox import buttercms, webflow

LOCALES = ["en-US", "fr-FR", "de-DE", "pt-BR", "ar", "ja"]
REMOTE = {"en-US": "en", "fr-FR": "fr", "de-DE": "de", "pt-BR": "pt-br", "ar": "ar", "ja": "ja"}


def variants() -> Iterator[tuple[str, str, str, dict]]:
    for collection in site.webflow_seed()["collections"]:
        for item in collection["items"]:
            for locale, variant in item["variants"].items():
                yield collection["slug"], item["key"], locale, variant


def states() -> dict[str, dict[str, str]]:
    """Item key to locale to state."""
    found: dict[str, dict[str, str]] = {}
    for _, key, locale, variant in variants():
        found.setdefault(key, {})[locale] = variant["state"]
    return found


def bodies(locale: str) -> str:
    return "".join(each["fields"].get("body", "") for _, _, at, each in variants() if at == locale)


def test_there_are_about_thirty_entries_of_three_kinds():
    told = {collection: len(site.entries(collection)) for collection in site.COLLECTIONS}
    assert told == {"authors": 6, "topics": 6, "articles": 19}


def test_every_locale_of_the_site_is_used_by_every_collection():
    seed = site.webflow_seed()
    assert [seed["locales"]["primary"], *seed["locales"]["secondary"]] == LOCALES
    for collection in site.COLLECTIONS:
        assert {locale for entry in site.entries(collection) for locale in site.locales(entry)} == set(LOCALES)


def test_both_sandboxes_take_what_is_told():
    left, right = webflow.create(), buttercms.create()
    made = left.seed(site.webflow_seed())
    assert sum(map(len, made["items"].values())) == 31
    assert right.seed(site.butter_seed()) == {"pages": {}, "items": {}, "posts": {}}
    assert right.state()["locales"] == list(REMOTE.values())


def test_some_articles_lack_locales_and_some_are_whole():
    counts = Counter(len(site.locales(entry)) for entry in site.entries("articles"))
    assert counts[len(LOCALES)] >= 2
    assert sum(counts[number] for number in range(1, len(LOCALES))) >= 10


def test_one_article_exists_in_a_secondary_locale_only():
    alone = [key for key, by_locale in states().items() if "en-US" not in by_locale]
    assert alone == ["jangada"]


def test_there_are_drafts_unpublished_edits_and_something_archived():
    counts = Counter(state for by_locale in states().values() for state in by_locale.values())
    assert counts["draft"] >= 3
    assert counts["changed"] == 2
    assert counts["archived"] == 1


def test_a_whole_article_is_a_draft():
    assert set(states()["winter"].values()) == {"draft"}


def test_what_was_edited_since_it_was_published_says_what_visitors_see():
    for _, key, locale, variant in variants():
        if variant["state"] == "changed":
            assert variant["live"], (key, locale)
            assert any(variant["fields"][name] != seen for name, seen in variant["live"].items())


def test_three_articles_refer_to_each_other_in_a_circle():
    related = {entry["key"]: entry["all"]["related"] for entry in site.entries("articles")}
    assert "lens" in related["light"]
    assert "fog" in related["lens"]
    assert "light" in related["fog"]


def test_a_variant_refers_only_to_what_exists_in_its_locale():
    there = {(collection, key, locale) for collection, key, locale, _ in variants()}
    for _, key, locale, variant in variants():
        for name, target in site.REFERENCES.items():
            named = variant["fields"].get(name) or []
            for each in [named] if isinstance(named, str) else named:
                assert (target, each, locale) in there, (key, locale, name, each)


def test_a_reference_to_what_a_locale_lacks_is_left_out_there():
    at = {(key, locale): variant["fields"] for _, key, locale, variant in variants()}
    assert at["light", "en-US"]["related"] == ["lens", "fog"]
    assert at["light", "pt-BR"]["related"] == []


def test_an_author_who_is_missing_in_a_locale_is_left_out_there(monkeypatch):
    told = {"authors.yaml": [{"key": "ana", "all": {}, "in": {"ja": {}}}], "topics.yaml": []}
    article = {"key": "tea", "all": {"author": "ana"}, "in": {"ja": {}, "ar": {}}}
    empty = {"collections": [{"slug": "articles"}]}
    files = {**told, "articles.yaml": [article], "webflow.yaml": empty}
    monkeypatch.setattr(site, "_read", files.__getitem__)
    [item] = site.webflow_seed()["collections"][0]["items"]
    assert item["variants"]["ja"]["fields"] == {"author": "ana"}
    assert item["variants"]["ar"]["fields"] == {"author": None}


def test_slugs_are_unique_in_each_locale():
    slugs = Counter((collection, locale, each["fields"]["slug"]) for collection, _, locale, each in variants())
    assert max(slugs.values()) == 1


@pytest.mark.parametrize(
    "piece", ["<h2>", "<h3>", "<ul>", "<ol>", "<a href=", "<table>", "<blockquote>", "<figcaption>"]
)
def test_rich_text_has_what_rich_text_has(piece):
    assert piece in bodies("en-US")


def test_arabic_runs_from_right_to_left_and_japanese_has_ruby():
    assert 'dir="rtl"' in bodies("ar")
    assert re.search("[\u0621-\u064a]{3}", bodies("ar"))
    assert "<ruby>" in bodies("ja")
    assert "<rt>" in bodies("ja")


def test_every_image_is_at_an_example_host_and_every_cover_has_an_alternative_text():
    for _, key, locale, variant in variants():
        for name in ("cover", "portrait"):
            image = variant["fields"].get(name)
            if image is not None:
                assert urlsplit(image["url"]).hostname == "images.littoral.example", (key, locale)
                assert image["alt"], (key, locale)


def test_days_are_told_as_webflow_keeps_them():
    written = {variant["fields"]["written"] for collection, _, _, variant in variants() if collection == "articles"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00\.000Z", each) for each in written)


def test_the_mapping_names_every_locale_as_both_sides_do():
    locales = yaml.safe_load(site.mapping_text())["locales"]
    assert {locale: codes["butter"] for locale, codes in locales.items()} == REMOTE
    assert {codes["webflow"] for codes in locales.values()} == set(LOCALES)


def test_the_mapping_lies_beside_the_other_mappings_too():
    beside = Path(__file__).parents[3] / "mappings" / "demo.yaml"
    assert beside.read_text(encoding="utf-8") == site.mapping_text()


def test_edits_meet_in_one_entry_in_one_locale_and_in_one_cell():
    changes = [(side, change) for side, _, change in site.edits()]
    assert [side for side, _ in changes] == ["webflow", "butter"] * 3
    fields = [(REMOTE.get(change["locale"], change["locale"]), *change["fields"]) for _, change in changes]
    assert fields[:2] == [("en", "name"), ("en", "summary")]  # one article, two fields
    assert [locale for locale, *_ in fields[2:4]] == ["fr", "ja"]  # one article, two locales
    assert fields[4:] == [("en", "name"), ("en", "headline")]  # one cell: the mapping calls both the title
