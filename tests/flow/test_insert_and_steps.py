"""A locale is added to an entry that exists: by insert where the target has it, else by a person, told as a step."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import sandboxes as support
import small_site
from plan_lines import lines_of
from sandboxes import Crossing, at_rest, settled
from whole import of

from isogloss import api
from isogloss.errors import Interrupted
from isogloss.report.model import build_report

BUTTER_LOCALE = {"fr-FR": "fr", "ja": "ja"}
OFF = ("rate: 600000}\n  butter:", "rate: 600000, insert: off}\n  butter:")
ENTRIES = 12

Json = dict[str, Any]


def site(*codes: str) -> Json:
    """Twelve articles and an author, in these locales; drafts in French where the number is odd."""
    articles: Json = {}
    for number in range(ENTRIES):
        told: Json = {"all": {"featured": True}}
        for code in codes:
            told[code] = {"title": f"[{code}] {number}", "body": f"<p>[{code}] body {number}</p>", "author": "ann"}
        if "fr" in codes and number % 2:
            told["fr"]["state"] = "draft"
        articles[f"a{number:02}"] = told
    author = {"all": {"site": "https://ann.example/"}, **{code: {"name": f"[{code}] Ann"} for code in codes}}
    return {"author": {"ann": author}, "article": articles}


def crossing(sandboxes: support.Sandboxes, folder: Path, *, insert: bool) -> Crossing:
    made = Crossing(sandboxes, folder, small_site.BACKWARD)
    sandboxes.webflow.turn(insert=insert)
    if not insert:
        made.write_mapping(OFF)
    return made


def translated(sandboxes: support.Sandboxes) -> None:
    """The same entries, now in French too: added in the dashboard, one after the other."""
    for item in sandboxes.butter.state()["items"]:
        if item["collection"] == "authors":
            fields = {"name": "[fr] Ann", "slug": "ann", "site": "https://ann.example/"}
            sandboxes.butter.edit(
                action="add_locale", collection="authors", id=item["id"], locale="fr", fields=fields, publish=True
            )
    for slug, told in site("en", "fr")["article"].items():
        own = told["fr"]
        fields = {
            "headline": own["title"],
            "local_slug": f"{slug}-fr",
            "body": own["body"],
            "featured": True,
            "author": next(i["id"] for i in sandboxes.butter.state()["items"] if i["collection"] == "authors"),
        }
        sandboxes.butter.edit(
            action="add_locale",
            page_type="article",
            slug=slug,
            locale="fr",
            fields=fields,
            publish=own.get("state") != "draft",
        )


def french(sandboxes: support.Sandboxes) -> Json:
    """What the Webflow site holds in French: slug to name, and whether the public sees it."""
    state = sandboxes.webflow.state()
    (locale,) = (each["cmsLocaleId"] for each in state["locales"] if each["tag"] == "fr-FR")
    return {
        row["fieldData"]["slug"]: (row["fieldData"]["name"], row["live"] is not None)
        for collection in state["collections"]
        for row in collection["items"]
        if row["cmsLocaleId"] == locale
    }


WANTED = {"ann": ("[fr] Ann", True)} | {f"a{n:02}-fr": (f"[fr] {n}", n % 2 == 0) for n in range(ENTRIES)}


def test_new_entries_cross_in_all_locales_with_insert_or_without(
    sandboxes: support.Sandboxes, tmp_path: Path, insert: bool
) -> None:
    across = crossing(sandboxes, tmp_path, insert=insert)
    across.seed(site("en", "fr"))
    applied = across.sync()
    settled(applied)
    assert applied.steps == 0
    assert french(sandboxes) == WANTED
    at_rest(across)


@pytest.fixture(params=[True, False], ids=["insert", "bulk"])
def insert(request: pytest.FixtureRequest) -> bool:
    return request.param


def test_where_there_is_insert_a_locale_is_added_without_a_step(sandboxes: support.Sandboxes, tmp_path: Path) -> None:
    across = crossing(sandboxes, tmp_path, insert=True)
    across.seed(site("en"))
    settled(across.sync())
    translated(sandboxes)
    applied = across.sync()
    settled(applied)
    assert applied.steps == 0
    assert french(sandboxes) == WANTED
    at_rest(across)


def test_without_insert_a_person_adds_the_locale_and_the_next_run_fills_it(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    across = crossing(sandboxes, tmp_path, insert=False)
    across.seed(site("en"))
    settled(across.sync())
    translated(sandboxes)

    plan = across.plan()
    steps = list(lines_of(plan, "step"))
    assert len(steps) == ENTRIES + 1
    assert {step["locale"] for step in steps} == {"fr-FR"}
    assert list(plan.ops()) == []
    by_kind = {step.at.kind: step for step in build_report(plan).steps}
    assert by_kind["article"].todo == "add fr-FR in the editor of webflow: 12 entries of article"
    assert by_kind["article"].entries == tuple(sorted(site("en")["article"]))
    assert "(author/ann)" in by_kind["author"].todo
    told = across.apply(plan)
    assert (told.steps, told.result.counts()) == (ENTRIES + 1, {})
    assert french(sandboxes) == {}

    for kind, place in small_site.WEBFLOW_PLACES.items():
        for slug in site("en").get(kind, {}):
            sandboxes.webflow.edit(action="add_locale", collection=place, item=slug, locale="fr-FR")
    applied = across.sync()
    settled(applied)
    assert applied.steps == 0
    assert french(sandboxes) == WANTED
    at_rest(across)


QUESTIONS = [
    {"insert_status": 200},
    {"bulk_atomic": False},
    {"insert_on_existing": 400},
    {"bulk_answer": "object"},
    {"insert_skip_invalid_files": False},
    {"api_variants_inherit": True},
    {"own_slug": "refused"},
    {"slug_unique_per": "collection"},
    {"slug_missing": "make"},
    {"patch_needs_required": True},
    {"multi_order": "sorted"},
    {"empty_fields": "null"},
    {"null_on_write": "reject"},
    {"last_updated_on_inherit": True},
]


@pytest.mark.parametrize(
    ("switch", "insert"),
    of(
        product(QUESTIONS, (True, False)),
        lambda place, _: (place // 2 + place) % 2 == 0,  # by turns: what asks about insert with it, about bulk without
    ),
    indirect=["insert"],
    ids=lambda each: "-".join(map(str, *each.items())) if isinstance(each, dict) else f"insert {each}",
)
def test_either_way_ends_alike_whatever_the_answer_to_an_open_question(
    sandboxes: support.Sandboxes, tmp_path: Path, insert: bool, switch: Json
) -> None:
    """All locales at once, then another to entries that exist, then edits of the primary and of one locale."""
    sandboxes.webflow.turn(**switch)
    across = crossing(sandboxes, tmp_path, insert=insert)
    across.seed(site("en", "fr"))
    settled(across.sync())
    assert french(sandboxes) == WANTED
    for slug in ("a00", "a01"):
        edit = {"action": "update", "page_type": "article", "slug": slug, "publish": True}
        sandboxes.butter.edit(**edit, locale="en", fields={"headline": f"[en] {slug} new", "minutes": 7})
    sandboxes.butter.edit(**edit | {"slug": "a02"}, locale="en", fields={"body": "<p>[en] body new</p>"})
    sandboxes.butter.edit(**edit | {"slug": "a02"}, locale="fr", fields={"headline": "[fr] 2 new"})
    settled(across.sync())
    assert french(sandboxes) == {**WANTED, "a02-fr": ("[fr] 2 new", True)}
    at_rest(across)


def test_creates_fall_back_on_bulk_where_the_mapping_trusts_in_insert_and_there_is_none(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    across = crossing(sandboxes, tmp_path, insert=True)
    sandboxes.webflow.turn(insert=False)
    across.seed(site("en", "fr"))
    settled(across.sync())
    assert french(sandboxes) == WANTED
    refused = [line for line in sandboxes.webflow.writes() if line["status"] == 404]
    assert len(refused) == 1, "what is found out once is not asked again"
    at_rest(across)


def test_a_locale_that_cannot_be_added_after_all_is_told_as_failed_with_what_to_do(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    across = crossing(sandboxes, tmp_path, insert=True)
    sandboxes.webflow.turn(insert=False)
    across.seed(site("en"))
    settled(across.sync())
    translated(sandboxes)
    applied = across.sync()
    outcomes = {(op.entry.kind, op.verb): each for op, each in applied.result.problems}
    assert outcomes["author", "update"].outcome == "failed"
    assert "insert: off" in outcomes["author", "update"].detail
    assert outcomes["article", "update"].outcome == "blocked", "it links to the author"
    assert french(sandboxes) == {}
    assert len([line for line in sandboxes.webflow.writes() if line["status"] == 404]) <= 2

    across.write_mapping(OFF)
    assert len(list(lines_of(across.plan(), "step"))) == ENTRIES + 1


def test_a_field_that_a_locale_inherits_keeps_its_text_when_the_primary_changes(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    """The brand is the same in both languages until the primary's changes; in French it stays."""
    across = crossing(sandboxes, tmp_path, insert=False)
    told = site("en")
    told["article"] = {"brand": {"all": {}, "en": {"title": "Brand", "body": "<p>[en]</p>"}}}
    across.seed(told)
    settled(across.sync())
    fields = {"headline": "Brand", "local_slug": "brand-fr", "body": "<p>[fr]</p>"}
    page = {"page_type": "article", "slug": "brand", "publish": True}
    sandboxes.butter.edit(action="add_locale", locale="fr", fields=fields, **page)
    across.sync()
    sandboxes.webflow.edit(action="add_locale", collection="posts", item="brand", locale="fr-FR")
    settled(across.sync())

    sandboxes.butter.edit(action="update", locale="en", fields={"headline": "New brand"}, **page)
    sandboxes.butter.edit(action="update", locale="fr", fields={"body": "<p>[fr] new</p>"}, **page)
    settled(across.sync())
    assert french(sandboxes)["brand-fr"] == ("Brand", True)
    at_rest(across)


def test_a_locale_without_a_link_does_not_follow_the_link_of_the_primary(
    sandboxes: support.Sandboxes, tmp_path: Path, insert: bool
) -> None:
    sandboxes.webflow.turn(api_variants_inherit=True)
    across = crossing(sandboxes, tmp_path, insert=insert)
    told = site("en", "fr")
    for article in told["article"].values():
        del article["fr"]["author"]
    across.seed(told)
    settled(across.sync())
    (posts,) = (each for each in sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    linked = [row["fieldData"]["name"][:4] for row in posts["items"] if row["fieldData"].get("author")]
    assert linked == ["[en]"] * ENTRIES
    at_rest(across)


@pytest.mark.parametrize("follows", [False, True])
def test_a_run_that_was_cut_between_copying_and_translating_leaves_nothing_of_the_copy(
    sandboxes: support.Sandboxes, tmp_path: Path, follows: bool
) -> None:
    sandboxes.webflow.turn(api_variants_inherit=follows)
    across = crossing(sandboxes, tmp_path, insert=False)
    told = site("en", "fr")
    for article in told["article"].values():
        article["fr"] = {"title": article["fr"]["title"]}
    across.seed(told)

    def posts() -> list[Json]:
        (found,) = (each for each in sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
        return found["items"]

    def stop() -> None:
        if posts():
            raise Interrupted("the copies are made")

    with pytest.raises(Interrupted):
        api.sync(replace(across.session(), stop=stop), across.out("sync"))
    assert {row["fieldData"]["name"][:4] for row in posts()} == {"[en]"}, "each locale is a copy of the first"
    settled(across.sync())
    french = [row["fieldData"] for row in posts() if row["fieldData"]["name"].startswith("[fr]")]
    assert len(french) == ENTRIES
    assert not any(fields.get("body") or fields.get("author") for fields in french)
    at_rest(across)
