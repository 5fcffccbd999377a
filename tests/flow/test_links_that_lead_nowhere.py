"""Webflow keeps links to what was deleted there, and refuses whoever writes one again: everything else is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import small_site
from sandboxes import Crossing, Sandboxes, at_rest, settled
from small_site import BOTH

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]
AUTHORS: Json = {"ann": {"all": {}, "en": {"name": "Ann"}, "fr": {"name": "Anne"}}}
GONE: Json = {"bob": {"all": {}, "en": {"name": "Bob"}, "fr": {"name": "Robert"}}}
TOPICS: Json = {name: {"all": {}, "en": {"name": name}, "fr": {"name": f"{name}-fr"}} for name in ("clay", "rum")}
MILK: Json = {"milk": {"all": {}, "en": {"name": "milk"}, "fr": {"name": "lait"}}}


LED: tuple[str, str] = ("webflow: author, butter: author}", "webflow: author, butter: author, shared: true}")


def crossing(sandboxes: Sandboxes, folder: Path, webflow: Json, butter: Json, *replaced: tuple[str, str]) -> Crossing:
    """Tea as each side has it; what it links to on Webflow was deleted there before the sides met."""
    made = Crossing(sandboxes, folder, BOTH)
    made.write_mapping((f"flow: {BOTH}", f"flow: {BOTH}\nconflict: butter"), *replaced)
    known = {"author": AUTHORS, "topic": TOPICS}
    site = {"author": {**AUTHORS, **GONE}, "topic": {**TOPICS, **MILK}, "article": {"tea": {"all": {}, **webflow}}}
    sandboxes.webflow.seed(small_site.webflow_seed(site))
    sandboxes.butter.seed(small_site.butter_seed({**known, "article": {"tea": {"all": {}, **butter}}}))
    for collection, item in (("authors", "bob"), ("topics", "milk")):
        sandboxes.webflow.edit(action="delete", collection=collection, item=item, locale="en-US", all=True)
    return made


def on_webflow(across: Crossing) -> Json:
    """By locale, the title of tea, its author, and its topics; None for what leads nowhere."""
    state = across.sandboxes.webflow.state()
    tags = {each["cmsLocaleId"]: each["tag"] for each in state["locales"]}
    slugs = {row["id"]: row["fieldData"]["slug"] for each in state["collections"] for row in each["items"]}
    rows = next(each["items"] for each in state["collections"] if each["slug"] == "posts")
    return {tags[row["cmsLocaleId"]]: tuple(_shown(row["live"]["fieldData"], slugs)) for row in rows}


def _shown(fields: Json, slugs: Json) -> list[Any]:
    author, topics = fields.get("author"), fields.get("topics") or []
    return [fields["name"], author and slugs.get(author, "nowhere"), [slugs.get(each, "nowhere") for each in topics]]


def test_a_locale_is_written_though_it_shows_a_link_that_leads_nowhere(sandboxes: Sandboxes, tmp_path: Path) -> None:
    across = crossing(
        sandboxes,
        tmp_path,
        {"en": {"title": "Tea", "author": "bob"}, "fr": {"title": "Thé", "author": "bob"}},
        {"en": {"title": "Tea", "author": "ann"}, "fr": {"title": "Le thé"}},
    )
    settled(across.sync())
    assert on_webflow(across) == {"en-US": ("Tea", "ann", []), "fr-FR": ("Le thé", "nowhere", [])}
    at_rest(across)


def test_a_list_is_written_without_those_of_its_links_that_lead_nowhere(sandboxes: Sandboxes, tmp_path: Path) -> None:
    across = crossing(
        sandboxes,
        tmp_path,
        {"en": {"title": "Tea", "topics": ["milk", "clay"]}, "fr": {"title": "Thé", "topics": ["milk", "clay"]}},
        {"en": {"title": "Tea", "topics": ["rum", "clay"]}, "fr": {"title": "Thé", "topics": ["clay"]}},
    )
    settled(across.sync())
    assert on_webflow(across) == {"en-US": ("Tea", None, ["rum", "clay"]), "fr-FR": ("Thé", None, ["nowhere", "clay"])}
    at_rest(across)


def test_a_locale_is_added_where_all_share_a_link_that_leads_nowhere(sandboxes: Sandboxes, tmp_path: Path) -> None:
    across = crossing(
        sandboxes,
        tmp_path,
        {"en": {"title": "Tea", "author": "bob"}},
        {"en": {"title": "Tea"}, "fr": {"title": "Thé"}},
        LED,
    )
    settled(across.sync())
    assert on_webflow(across) == {"en-US": ("Tea", "nowhere", []), "fr-FR": ("Thé", None, [])}
    at_rest(across)
