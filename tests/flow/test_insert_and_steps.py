"""A locale is added to an entry that exists: by insert where the target has it, else by a person, told as a step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sandboxes as support
import small_site
from sandboxes import Crossing, at_rest, settled

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
    steps = list(plan.records("step"))
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
