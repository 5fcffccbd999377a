"""``isogloss lint``: what stands in the way of a launch, on both sides, as findings that programs can read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

import small_site
from command import within
from sandboxes import PROMPT, Crossing
from two_worlds import EN, FR, Pair, text

from isogloss import api
from isogloss.model.address import Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.report.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]


def article(title: str, **further: Json) -> Json:
    return {"all": {}, "en": {"title": title}, **further}


def crossing_of(sandboxes: Sandboxes, folder: Path, flow: str, webflow: Json, butter: Json | None = None) -> Crossing:
    crossing = Crossing(sandboxes, folder, flow, patience=PROMPT)
    sandboxes.webflow.seed(small_site.webflow_seed({"article": webflow}))
    sandboxes.butter.seed(small_site.butter_seed({"article": butter or {}}))
    sandboxes.forget()
    return crossing


def rules_of(pair: Pair, *sides: Side) -> list[tuple[str, str, str]]:
    return [(flaw.rule, flaw.side, str(flaw.at.entry)) for flaw in api.lint(pair.session(), sides).flaws]


def test_two_entries_of_one_slug_are_told_and_refuse_nothing(tmp_path: Path) -> None:
    pair = Pair(tmp_path, options={"flow": "left to right"})
    pair.left.put("article", "one", {EN: {"title": text("One"), STATUS: PUBLISHED}}, slug="tea")
    pair.left.put("article", "two", {EN: {"title": text("Two"), STATUS: DRAFT}}, slug="tea")
    pair.left.put("author", "three", {EN: {"name": text("Three"), STATUS: PUBLISHED}}, slug="tea")
    (flaw,) = api.lint(pair.session()).flaws
    assert (flaw.rule, flaw.side, flaw.at.locale) == ("slug-clash", "left", EN)
    assert flaw.found.startswith("tea is the slug of article/")
    assert "(a draft)" in flaw.found
    assert "(published)" in flaw.found
    assert not pair.writes()


def test_a_slug_that_another_holds_across_is_told_before_the_entry_crosses(tmp_path: Path) -> None:
    pair = Pair(tmp_path, options={"flow": "left to right"})
    pair.left.put("article", "a", {EN: {"title": text("A"), STATUS: PUBLISHED}}, slug="tea")
    pair.sync()
    assert rules_of(pair) == []
    pair.left.entries["article", "a"].slug = "coffee"  # the right side keeps the old one
    pair.left.put("article", "b", {EN: {"title": text("B"), STATUS: PUBLISHED}}, slug="tea")
    assert rules_of(pair) == [("slug-clash", "right", "article/tea~b")]
    assert rules_of(pair, Side.LEFT) == []


def test_what_a_kind_that_goes_the_other_way_has_alone_is_not_on_its_way(tmp_path: Path) -> None:
    pair = Pair(tmp_path, options={"flow": "right to left"})
    pair.left.put("article", "a", {EN: {"title": text("A")}, FR: {"title": text("B")}}, slug="tea")
    linted = api.lint(pair.session())
    assert (linted.flaws, linted.entries, linted.sides) == ((), 1, ("left", "right"))


def test_the_command_ends_with_one_and_its_findings_are_sarif_and_junit(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = crossing_of(sandboxes, tmp_path, small_site.BACKWARD, {}, {"thé": article("Tea")})
    sarif, junit = tmp_path / "lint.sarif", tmp_path / "lint.xml"
    ran = within(crossing, "lint", "MAPPING", "--report", f"sarif={sarif}", "--report", f"junit={junit}")
    assert ran.code == 1, ran.out
    assert "error: slug-refused, a side would refuse a slug: 1" in ran.out
    (run,) = json.loads(sarif.read_text(encoding="utf-8"))["runs"]
    (result,) = run["results"]
    assert result["ruleId"] == "slug-refused"
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].startswith("webflow · article/th")
    launch = [rule.id for rule in RULES.values() if rule.topic == "launch"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == launch
    suite = fromstring(junit.read_text(encoding="utf-8"))[0]  # noqa: S314  # our own
    assert [case.get("classname") for case in suite if case.find("failure") is not None] == ["isogloss.slug-refused"]
    assert len(suite) == len(launch)
    assert not crossing.sandboxes.writes()
    assert not crossing.state.exists()


def test_a_warning_ends_with_one_where_that_is_asked_for(sandboxes: Sandboxes, tmp_path: Path) -> None:
    site = {"Tea": article("One"), "tea": article("Two")}
    crossing = crossing_of(sandboxes, tmp_path, small_site.FORWARD, site)
    calm = within(crossing, "lint", "MAPPING", "--json", "--side", "webflow")
    assert calm.code == 0
    assert [flaw["rule"] for flaw in calm.data["flaws"]] == ["slug-twins"]
    assert (calm.data["sides"], calm.data["entries"]) == (["webflow"], 2)
    assert within(crossing, "lint", "MAPPING", "--quiet").out == ""
    assert within(crossing, "lint", "MAPPING", "--strict", "--quiet").code == 1


def test_slugs_of_locales_that_no_field_takes_across_are_told(sandboxes: Sandboxes, tmp_path: Path) -> None:
    site = {"tea": article("Tea", fr={"title": "Thé"})}
    crossing = crossing_of(sandboxes, tmp_path, small_site.FORWARD, site)
    assert within(crossing, "lint", "MAPPING", "--json").data["flaws"] == []
    crossing.write_mapping(
        ("      local_slug: {type: text, webflow: slug, butter: local_slug}\n", ""),
        ("butter: {page_type: article}", "butter: {page_type: article, other_fields: [local_slug]}"),
    )
    flaws = within(crossing, "lint", "MAPPING", "--json").data["flaws"]
    assert [(flaw["rule"], flaw["side"], flaw["found"]) for flaw in flaws] == [
        ("slug-without-place", "webflow", "1 slug of a locale has no place across")
    ]


URLS = (
    ("webflow: {collection: posts}", 'webflow: {collection: posts, url: "https://pots.example/{locale}/blog/{slug}"}'),
    ("butter: {page_type: article}", 'butter: {page_type: article, url: "/posts/{slug}"}'),
)


def body(*addresses: str) -> str:
    return "".join(f'<p><a href="{address}">there</a></p>' for address in addresses)


def test_links_in_texts_are_followed_on_each_side(sandboxes: Sandboxes, tmp_path: Path) -> None:
    blog = "https://pots.example/en-us/blog"
    first = body(f"{blog}/second", f"{blog}/hidden?a=1#b", f"{blog}/nowhere", "https://else.example/en-us/blog/nowhere")
    site = {
        "first": {
            "all": {},
            "en": {"title": "First", "body": first},
            "fr": {"title": "Un", "body": body(f"{blog}/second", f"{blog}/third")},
        },
        "second": article("Second", fr={"title": "Deux"}),
        "hidden": {"all": {}, "en": {"title": "Hidden", "state": "draft"}},
        "third": article("Third"),
    }
    crossing = crossing_of(sandboxes, tmp_path, small_site.FORWARD, site)
    crossing.write_mapping(*URLS)
    words = ("lint", "MAPPING", "--json", "--side", "webflow")
    flaws = within(crossing, *words).data["flaws"]
    assert [(flaw["rule"], flaw["locale"], flaw["found"]) for flaw in flaws] == [
        ("link-unpublished", "en-US", "article/hidden in en-US: it is a draft"),
        ("link-nowhere", "en-US", f"{blog}/nowhere: it has the address of an entry, and there is none"),
        ("link-other-locale", "fr-FR", "article/second in en-US: it is to be seen in fr-FR, too"),
        ("link-untranslated", "fr-FR", "article/third in en-US: it is not to be seen in fr-FR"),
    ]
    assert {(flaw["entry"], flaw["field"]) for flaw in flaws} == {("first", "body")}
    within(crossing, "sync", "MAPPING")
    there = within(crossing, "lint", "MAPPING", "--json", "--side", "butter").data["flaws"]
    assert "link-unpublished" in [flaw["rule"] for flaw in there]
    sandboxes.webflow.edit(action="delete", collection="posts", item="second")
    ran = within(crossing, *words)
    assert ran.code == 1
    assert ran.data["flaws"][0]["found"] == "article/second in en-US: the entry is not in it"


def test_sets_of_languages_are_told_for_each_side(sandboxes: Sandboxes, tmp_path: Path) -> None:
    site = {
        "first": article("First", fr={"title": "Un"}, ja={"title": "一"}),
        "second": {"all": {}, "fr": {"title": "Deux"}},
    }
    crossing = crossing_of(sandboxes, tmp_path, small_site.FORWARD, site)
    crossing.write_mapping(*URLS)
    within(crossing, "sync", "MAPPING")
    sandboxes.webflow.edit(action="disable_locale", tag="ja")
    found = within(crossing, "lint", "MAPPING", "--json").data["flaws"]
    assert [(flaw["rule"], flaw["side"], flaw["of"] or flaw["entry"], flaw["found"]) for flaw in found] == [
        ("locale-not-served", "webflow", "ja", "1 entry is in it, and nobody sees it"),
        (
            "hreflang-no-default",
            "webflow",
            "second",
            "readers of other languages are not led anywhere: it is in fr-FR, and not in en-US",
        ),
        ("hreflang-one-address", "butter", "article", "article/first: en-US and fr-FR are both /posts/first"),
        (
            "hreflang-no-default",
            "butter",
            "second",
            "readers of other languages are not led anywhere: it is in fr-FR, and not in en-US",
        ),
    ]
