"""What a site's owner excluded of static pages and components: texts, rows of a list of texts, and whole pages."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import designed
import pytest
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, at_rest, settled
from small_site import BACKWARD, BOTH, FORWARD
from whole import of

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]
FLOWS = [FORWARD, BACKWARD, BOTH]
RESPECT = ("site: pots,", "site: pots, respect_exclusions: true,")
FR = "fr-FR"
HERO = "<h1>Bienvenue au <em>thé</em></h1>"
OURS = "<h1>À nous <em>le thé</em></h1>"
NEW_HERO = '<h1 class="big" data-w-id="w-1">Hello, <em>tea</em></h1>'
RAW_HERO = '<h1 class="big" data-w-id="w-1">Bienvenue au <em>thé</em></h1>'


def begun(sandboxes: Sandboxes, folder: Path, flow: str = BOTH) -> tuple[Crossing, Json]:
    """Everything is on both sides, and French is translated in part; returns the ids that were given, too."""
    sandboxes.webflow.turn(exclusions=True)
    made = sandboxes.webflow.seed(designed.webflow_seed())
    sandboxes.butter.seed(designed.butter_seed())
    crossing = Crossing(sandboxes, folder, BOTH, designed.MAPPING, patience=PROMPT)
    crossing.write_mapping(RESPECT)
    settled(crossing.sync())
    crossing.flow = flow
    crossing.write_mapping(RESPECT)
    return crossing, made


def exclude(sandboxes: Sandboxes, action: str = "exclude", **told: str) -> None:
    sandboxes.webflow.edit(action=action, tag=FR, **told)


def live(sandboxes: Sandboxes, locale: str = "fr") -> Json:
    """The home page on ButterCMS."""
    (found,) = (each for each in sandboxes.butter.state()["pages"] if each["slug"] == "home")
    return found["locales"][locale]["live"]


def rows(sandboxes: Sandboxes) -> dict[str, str]:
    return {row["node"]: row["text"] for row in live(sandboxes)["texts"]}


def translate(sandboxes: Sandboxes, texts: dict[str, str], **fields: object) -> None:
    """A translator edits some rows of the home page on ButterCMS, and some of its other fields."""
    changed = [{**row, "text": texts.get(row["node"], row["text"])} for row in live(sandboxes)["texts"]]
    here = {"action": "update", "page_type": "landing", "slug": "home", "locale": "fr", "publish": True}
    sandboxes.butter.edit(**here, fields={"texts": changed, **fields})


def said(sandboxes: Sandboxes, sort: str = "pages", name: str = "home") -> Json:
    """What French itself says of a page or component on Webflow."""
    state = sandboxes.webflow.state()
    (code,) = (each["id"] for each in state["locales"] if each["tag"] == FR)
    (found,) = (each for each in state[sort].values() if name in (each.get("slug"), each.get("name")))
    return found.get("locales", {}).get(code, {})


def designer(sandboxes: Sandboxes, **texts: str) -> None:
    """The owner changes the primary's texts, which French follows where it is not translated."""
    sandboxes.webflow.edit(action="update_page", page="home", nodes=texts)


@pytest.mark.parametrize(
    ("flow", "secondary_dom"),
    of(product(FLOWS, ["all", "overridden"]), lambda place, _: (place // 2 + place) % 2 == 0),  # by turns
)
def test_an_excluded_node_is_left_out_of_a_list_of_texts_and_the_other_rows_flow(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, secondary_dom: str
) -> None:
    sandboxes.webflow.turn(secondary_dom=secondary_dom)
    crossing, made = begun(sandboxes, tmp_path, flow)
    hero, link = made["pages"]["home"]["nodes"][:2]
    exclude(sandboxes, page="home", node=hero)
    at_rest(crossing)
    translate(sandboxes, {hero: OURS})
    at_rest(crossing)
    if flow == FORWARD:
        designer(sandboxes, **{hero: NEW_HERO, link: '<p>See <a class="button" href="/about">more</a></p>'})
    else:
        translate(sandboxes, {link: '<p>Lire <a href="/about">la suite</a></p>'})
    settled(crossing.sync())
    at_rest(crossing)
    assert rows(sandboxes)[hero] == OURS
    assert hero not in said(sandboxes).get("nodes", {})
    if flow == FORWARD:
        assert rows(sandboxes)[link] == '<p>See <a href="/about">more</a></p>'
    else:
        assert link in said(sandboxes)["nodes"]
    assert list(rows(sandboxes))[:2] == [hero, link], "every row is where it was"


def test_what_the_owner_changes_of_an_excluded_node_is_no_edit_of_its_list(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing, made = begun(sandboxes, tmp_path)
    hero, link = made["pages"]["home"]["nodes"][:2]
    exclude(sandboxes, page="home", node=hero)
    settled(crossing.sync())
    designer(sandboxes, **{hero: NEW_HERO})
    translate(sandboxes, {hero: OURS, link: '<p>Lire <a href="/about">la suite</a></p>'})
    settled(crossing.sync())
    at_rest(crossing)
    assert (rows(sandboxes)[hero], link in said(sandboxes)["nodes"]) == (OURS, True)


@pytest.mark.parametrize("between", [True, False])
def test_a_node_that_is_included_again_is_merged_with_what_was_agreed_on_before(
    sandboxes: Sandboxes, tmp_path: Path, *, between: bool
) -> None:
    crossing, made = begun(sandboxes, tmp_path)
    hero, link = made["pages"]["home"]["nodes"][:2]
    exclude(sandboxes, page="home", node=hero)
    settled(crossing.sync())
    translate(sandboxes, {hero: HERO})
    at_rest(crossing)
    if between:  # the rest of the list is agreed on anew
        translate(sandboxes, {link: '<p>Lire <a href="/about">la suite</a></p>'})
        settled(crossing.sync())
        at_rest(crossing)
    exclude(sandboxes, "include", page="home", node=hero)
    settled(crossing.sync())
    assert said(sandboxes)["nodes"][hero] == {"text": RAW_HERO}
    assert rows(sandboxes)[hero] == HERO
    at_rest(crossing)


def test_a_node_that_both_sides_changed_meanwhile_waits_once_it_is_included(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing, made = begun(sandboxes, tmp_path)
    hero = made["pages"]["home"]["nodes"][0]
    exclude(sandboxes, page="home", node=hero)
    settled(crossing.sync())
    translate(sandboxes, {hero: OURS})
    designer(sandboxes, **{hero: NEW_HERO})
    settled(crossing.sync())
    exclude(sandboxes, "include", page="home", node=hero)
    plan = crossing.plan()
    assert {(each["locale"], each["field"]) for each in lines_of(plan, "conflict")} == {("fr-FR", "texts")}
    assert rows(sandboxes)[hero] == OURS


def test_what_is_excluded_of_the_metadata_of_a_page_is_left_out(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, _ = begun(sandboxes, tmp_path)
    exclude(sandboxes, page="home", part="seo")
    translate(sandboxes, {}, seo_title="Le thé chez soi", title="Accueil")
    settled(crossing.sync())
    at_rest(crossing)
    assert said(sandboxes)["title"] == "Accueil"
    assert "seo" not in said(sandboxes)
    told = [each for each in lines_of(crossing.plan(), "loss") if each["reason"] == "excluded from translation"]
    assert [(each["entry"][1], each["field"]) for each in told] == [("home", "seo_text"), ("home", "seo_title")]
    exclude(sandboxes, "include", page="home", part="seo")
    settled(crossing.sync())
    assert said(sandboxes)["seo"]["title"] == "Le thé chez soi"


def test_a_page_that_is_excluded_is_left_out_whole(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, made = begun(sandboxes, tmp_path)
    exclude(sandboxes, page="home")
    translate(sandboxes, {made["pages"]["home"]["nodes"][0]: OURS}, title="Accueil")
    at_rest(crossing)
    assert said(sandboxes) == {}
    exclude(sandboxes, "include", page="home")
    settled(crossing.sync())
    assert said(sandboxes)["title"] == "Accueil"
    at_rest(crossing)


def test_what_is_excluded_of_a_component_and_of_its_instances_is_left_out(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, made = begun(sandboxes, tmp_path)
    card, instance = made["components"]["Card"], made["pages"]["home"]["nodes"][3]
    title = card["properties"]["Title"]
    exclude(sandboxes, component="Card", node=card["nodes"][0])
    exclude(sandboxes, component="Card", property=title)
    exclude(sandboxes, page="home", node=instance, property=title)
    items = sandboxes.butter.state()["items"]
    (item,) = (each for each in items if each["locales"]["en"]["live"]["name"] == "Card")
    held = item["locales"]["fr"]["live"]
    fields = {
        "texts": held["texts"].replace("A card", "Une carte"),
        "defaults": held["defaults"].replace("cake", "gâteau").replace("Hot", "Chaud"),
    }
    sandboxes.butter.edit(action="update", collection="parts", id=item["id"], locale="fr", fields=fields, publish=True)
    translate(sandboxes, {f"{instance}/{title}": "<p>Thé vert</p>"})
    settled(crossing.sync())
    at_rest(crossing)
    assert said(sandboxes).get("nodes", {}) == {}
    french = said(sandboxes, "components", "Card")
    assert "nodes" not in french
    assert french["properties"] == {card["properties"]["Body"]: "<p>Chaud <strong>tea</strong></p>"}


def test_a_site_is_asked_once_more_for_each_page_and_locale_and_only_if_exclusions_are_respected(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing, _ = begun(sandboxes, tmp_path)

    def asked() -> list[bool]:
        sandboxes.forget()
        crossing.plan()
        return ["translatable" in str(line) for line in sandboxes.webflow.log()]

    with_it = asked()
    crossing.write_mapping()
    without = asked()
    assert sum(with_it) == 2 * (2 * 2 + 2 * 2), (
        "nodes and metadata of two pages, nodes and properties of two components"
    )
    assert (sum(without), len(without)) == (0, len(with_it) - sum(with_it))
