"""Static pages and components cross like anything else, as far as their platform lets them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import designed
import pytest
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, Sandboxes, at_rest, settled
from small_site import BACKWARD, BOTH, FORWARD
from whole import of

from isogloss import api
from isogloss.adapters.webflow.pages import writing as on_pages
from isogloss.http.client import Client
from isogloss.mapping.check.check import check
from isogloss.model.address import Side
from isogloss.run.sides import open_readers

if TYPE_CHECKING:
    from pathlib import Path

    from isogloss.http.answer import Answer
    from isogloss.http.request import Request

Json = dict[str, Any]
EN, FR, JA = "en-US", "fr-FR", "ja"


LISTED = ["overridden", "all"]


@pytest.fixture(params=of(LISTED, lambda _, listed: listed == "overridden"))
def nodes_listed(request: pytest.FixtureRequest, sandboxes: Sandboxes) -> str:
    """Which nodes a secondary locale lists; what is missing there is what the primary says."""
    sandboxes.webflow.turn(secondary_dom=request.param)
    return request.param


pytestmark = pytest.mark.usefixtures("nodes_listed")
either_way = pytest.mark.parametrize("nodes_listed", LISTED, indirect=True)
"""For what is merged and written, under both; what is about one text or page, in the part, where more can go wrong."""


def begin(sandboxes: Sandboxes, folder: Path, flow: str = BOTH, text: str = designed.MAPPING) -> tuple[Crossing, Json]:
    """The site as it is told, an account with nothing in it, and the ids that were given."""
    made = sandboxes.webflow.seed(designed.webflow_seed())
    sandboxes.butter.seed(designed.butter_seed())
    folder.mkdir(exist_ok=True)
    return Crossing(sandboxes, folder, flow, text, patience=PROMPT), made


def across(sandboxes: Sandboxes, folder: Path, text: str = designed.MAPPING) -> tuple[Crossing, Json]:
    """The same, and everything is on both sides."""
    crossing, made = begin(sandboxes, folder, BOTH, text)
    settled(crossing.sync())
    return crossing, made


def butter_page(sandboxes: Sandboxes, slug: str, locale: str = "fr") -> Json:
    (found,) = (each for each in sandboxes.butter.state()["pages"] if each["slug"] == slug)
    return found["locales"][locale]["live"]


def butter_part(sandboxes: Sandboxes, name: str, locale: str = "fr") -> tuple[int, Json]:
    items = sandboxes.butter.state()["items"]
    (found,) = (each for each in items if each["locales"]["en"]["live"]["name"] == name)
    return found["id"], found["locales"][locale]["live"]


def said(sandboxes: Sandboxes, sort: str, slug: str, locale: str) -> Json:
    """What a secondary locale itself says of a page or component."""
    state = sandboxes.webflow.state()
    (code,) = (each["id"] for each in state["locales"] if each["tag"] == locale)
    (found,) = (each for each in state[sort].values() if slug in (each.get("slug"), each.get("name")))
    return found.get("locales", {}).get(code, {})


def translate(sandboxes: Sandboxes, slug: str, texts: dict[str, str], locale: str = "fr", **fields: object) -> None:
    """A translator edits some rows of a page, and some of its other fields."""
    rows = butter_page(sandboxes, slug, locale)["texts"]
    changed = [{**row, "text": texts.get(row["node"], row["text"])} for row in rows]
    edit(sandboxes, slug, locale, texts=changed, **fields)


def edit(sandboxes: Sandboxes, slug: str, locale: str, **fields: object) -> None:
    here = {"action": "update", "page_type": "landing", "slug": slug, "locale": locale, "publish": True}
    sandboxes.butter.edit(**here, fields=fields)


def designer(sandboxes: Sandboxes, page: str, **change: object) -> None:
    sandboxes.webflow.edit(action="update_page", page=page, **change)


def problem(crossing: Crossing) -> str:
    """Why the one op of a sync did not succeed."""
    ((_, settled_),) = crossing.sync().result.problems
    assert settled_.outcome == "failed"
    return settled_.detail


def losses(crossing: Crossing) -> set[tuple[str, str, str]]:
    return {(loss["locale"], loss["field"], loss["reason"]) for loss in lines_of(crossing.plan(), "loss")}


@either_way
@pytest.mark.parametrize("way", [{}, {"html_rewrite": True, "empty_style": "missing"}], ids=str)
def test_pages_and_components_cross_and_a_translation_comes_back(
    sandboxes: Sandboxes, tmp_path: Path, way: Json
) -> None:
    sandboxes.butter.turn(**way)
    crossing, made = begin(sandboxes, tmp_path)
    settled(crossing.sync())
    at_rest(crossing)
    assert sorted(page["slug"] for page in sandboxes.butter.state()["pages"]) == ["about", "home"]
    home = butter_page(sandboxes, "home", "en")
    assert (home["title"], home["seo_title"], home["og_title"]) == ("Home", "Home of tea", "")
    hero, link, _, _, _, name, pick, send, find = made["pages"]["home"]["nodes"]
    card = made["components"]["Card"]
    texts = {row["node"]: row["text"] for row in home["texts"]}
    assert texts[hero] == "<h1>Welcome to <em>tea</em></h1>"
    assert texts[f"{made['pages']['home']['nodes'][3]}/{card['properties']['Title']}"] == "<p>Green tea</p>"
    assert len(texts) == 9, "what can be translated; no picture, no instance without a text of its own"
    instance = made["pages"]["home"]["nodes"][3]
    translate(
        sandboxes,
        "home",
        {
            hero: "<h1>Bienvenue au <em>thé</em></h1>",
            link: '<p>Lire <a href="/fr/a-propos">la suite</a></p>',
            f"{instance}/{card['properties']['Title']}": "<p>Thé &amp; vert</p>",
            name: "<p>Votre nom</p>",
            f"{pick}/choice/b": "<p>Vert</p>",
            f"{send}/waiting": "<p>Envoi</p>",
            find: "<p>Chercher</p>",
        },
        title="Accueil",
        og_title="Le thé",
    )
    item, part = butter_part(sandboxes, "Card", "ja")
    fields = {"texts": part["texts"].replace("A card", "カード"), "defaults": part["defaults"].replace("cake", "菓子")}
    sandboxes.butter.edit(action="update", collection="parts", id=item, locale="ja", fields=fields)
    settled(crossing.sync())
    french = said(sandboxes, "pages", "home", FR)
    assert french["nodes"] == {
        hero: {"text": '<h1 class="big" data-w-id="w-1">Bienvenue au <em>thé</em></h1>'},
        link: {"text": '<p>Lire <a class="button" href="/fr/a-propos">la suite</a></p>'},
        instance: {"propertyOverrides": [{"propertyId": card["properties"]["Title"], "text": "Thé & vert"}]},
        name: {"placeholder": "Votre nom"},
        pick: {"choices": [{"value": "a", "text": "Black"}, {"value": "b", "text": "Vert"}]},
        send: {"waitingText": "Envoi"},
        find: {"value": "Chercher"},
    }, "only what changed is said; the rest goes on inheriting"
    assert (french["title"], french["openGraph"]) == ("Accueil", {"titleCopied": False, "title": "Le thé"})
    assert said(sandboxes, "pages", "home", JA) == {}
    assert said(sandboxes, "pages", "home", EN) == {}
    japanese = said(sandboxes, "components", "Card", JA)
    assert japanese["properties"] == {card["properties"]["Title"]: "Tea & 菓子"}
    assert list(japanese["nodes"].values()) == [{"text": "<h3>カード</h3>"}]
    at_rest(crossing)


def test_a_page_locale_is_never_taken_for_that_of_items(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, made = across(sandboxes, tmp_path)
    translate(sandboxes, "about", {made["pages"]["about"]["nodes"][0]: "<p>À propos</p>"})
    settled(crossing.sync())
    codes = {each["tag"]: each for each in sandboxes.webflow.state()["locales"]}
    asked = {part for line in sandboxes.webflow.log() for part in re.findall(r"localeId=(\w+)", str(line["query"]))}
    assert asked == {codes[FR]["id"], codes[JA]["id"]}
    writes = [line for line in sandboxes.webflow.writes() if line["method"] == "POST"]
    assert [f"localeId={codes[FR]['id']}" in str(line["query"]) for line in writes] == [True]


@either_way
def test_what_a_designer_changes_goes_to_every_locale_that_inherits_it(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, made = across(sandboxes, tmp_path)
    hero = made["pages"]["home"]["nodes"][0]
    (about,) = made["pages"]["about"]["nodes"]
    translate(sandboxes, "home", {hero: "<h1>Bienvenue au <em>thé</em></h1>"})
    settled(crossing.sync())
    designer(sandboxes, "home", title="Start", nodes={hero: "<h1>Hello <em>tea</em></h1>"})
    designer(sandboxes, "about", nodes={about: "<p>About <b>them</b></p>"})
    settled(crossing.sync())
    at_rest(crossing)
    assert butter_page(sandboxes, "home", "ja")["texts"][0]["text"] == "<h1>Hello <em>tea</em></h1>"
    assert butter_page(sandboxes, "home", "fr")["texts"][0]["text"] == "<h1>Bienvenue au <em>thé</em></h1>"
    assert butter_page(sandboxes, "about", "fr")["texts"][0]["text"] == "<p>About <b>them</b></p>"
    assert butter_page(sandboxes, "home", "ja")["title"] == "Start"


def test_a_text_that_its_node_cannot_hold_is_refused_before_anything_is_written(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing, made = across(sandboxes, tmp_path)
    text, reason = "<h2>Bienvenue au <em>thé</em></h2>", "those of the node are <h1> <em> </em> </h1>"
    nodes = made["pages"]["home"]["nodes"]
    translate(sandboxes, "home", {nodes[0]: text, nodes[5]: "<p>Votre nom</p>"}, title="Accueil")
    sandboxes.forget()
    assert reason in problem(crossing)
    assert sandboxes.webflow.writes() == []
    translate(sandboxes, "home", {nodes[0]: "<h1>Bienvenue au <em>thé</em></h1>"})
    settled(crossing.sync())
    at_rest(crossing)


def test_a_plain_text_takes_no_line_break_and_no_formatting(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, made = across(sandboxes, tmp_path)
    name = made["pages"]["home"]["nodes"][5]
    for text, reason in (("<p>Votre<br>nom</p>", "one line"), ("<p>Votre <b>nom</b></p>", "no formatting")):
        translate(sandboxes, "home", {name: text})
        assert reason in problem(crossing)


def test_rows_stay_as_many_as_there_are_texts(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, _ = across(sandboxes, tmp_path)
    rows = butter_page(sandboxes, "home")["texts"]
    edit(sandboxes, "home", "fr", texts=rows[1:])
    assert "is gone: a node is taken away in the Designer" in problem(crossing)
    edit(sandboxes, "home", "fr", texts=[*rows, {"node": "mine", "text": "<p>Hi</p>"}])
    assert "row 'mine' is of no text that is there" in problem(crossing)


@either_way
def test_rows_in_another_order_are_the_same_texts(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, _ = across(sandboxes, tmp_path)
    rows = butter_page(sandboxes, "home")["texts"]
    edit(
        sandboxes,
        "home",
        "fr",
        texts=[{**rows[1], "text": rows[1]["text"].replace("Read", "Lire")}, rows[0], *rows[2:]],
    )
    sandboxes.forget()
    settled(crossing.sync())
    assert len(sandboxes.webflow.writes()) == 1
    at_rest(crossing)


def test_the_primary_is_only_read_and_what_comes_for_it_is_told_once(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, made = across(sandboxes, tmp_path)
    hero = made["pages"]["home"]["nodes"][0]
    translate(sandboxes, "home", {hero: "<h1>Mine <em>tea</em></h1>"}, "en", title="Mine")
    item, _ = butter_part(sandboxes, "Card")
    sandboxes.butter.edit(action="update", collection="parts", id=item, locale="en", fields={"name": "Mine"})
    told = losses(crossing)
    assert told >= {("en-US", "title", "only read on the target"), ("en-US", "texts", "only read on the target")}
    assert ("*", "name", "only read on the target") in told
    sandboxes.forget()
    assert crossing.sync().result.problems == ()
    assert sandboxes.webflow.writes() == []
    apart = "shared field differs between locales"  # the name that is hers in one locale, as long as it is
    assert losses(crossing) == {("fr-FR", "name", apart), ("ja", "name", apart)}
    at_rest(crossing)
    assert butter_page(sandboxes, "home", "en")["title"] == "Mine"


def test_a_component_of_a_shared_library_is_only_read(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, _ = across(sandboxes, tmp_path)
    item, part = butter_part(sandboxes, "Footer")
    fields = {"texts": part["texts"].replace("All rights", "Tous droits")}
    sandboxes.butter.edit(action="update", collection="parts", id=item, locale="fr", fields=fields)
    assert losses(crossing) == {("fr-FR", "texts", "only read on the target")}
    sandboxes.forget()
    settled(crossing.sync())
    assert sandboxes.webflow.writes() == []
    at_rest(crossing)


def test_a_state_is_for_the_designer_and_leads_to_no_endless_plan(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, _ = across(sandboxes, tmp_path)
    sandboxes.butter.edit(action="unpublish", page_type="landing", slug="home", locale="fr")
    assert losses(crossing) == {("fr-FR", "$status", "only read on the target")}
    settled(crossing.sync())
    at_rest(crossing)


def test_a_draft_page_and_a_locale_that_is_not_served_are_drafts_across(sandboxes: Sandboxes, tmp_path: Path) -> None:
    seed = designed.webflow_seed()
    seed["pages"][1]["draft"] = True
    sandboxes.webflow.seed(seed)
    sandboxes.webflow.edit(action="disable_locale", tag=JA)
    sandboxes.butter.seed(designed.butter_seed())
    crossing = Crossing(sandboxes, tmp_path, FORWARD, designed.MAPPING, patience=PROMPT)
    settled(crossing.sync())
    at_rest(crossing)
    pages = {page["slug"]: page["locales"] for page in sandboxes.butter.state()["pages"]}
    assert [pages["about"][code]["live"] for code in ("en", "fr", "ja")] == [None] * 3
    assert pages["home"]["en"]["live"] is not None
    assert pages["home"]["ja"]["live"] is None


def test_a_page_that_is_missing_is_a_step_until_a_person_adds_it(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, _ = across(sandboxes, tmp_path)
    fields = {"title": "Shop", "texts": []}
    sandboxes.butter.edit(
        action="create", page_type="landing", slug="shop", title="Shop", locale="en", fields=fields, publish=True
    )
    sandboxes.forget()
    (step,) = lines_of(crossing.plan(), "step")
    assert step["todo"].startswith("add Shop (landing/shop) in the editor of webflow")
    assert crossing.sync().steps == 1
    assert sandboxes.webflow.writes() == []


@pytest.mark.parametrize("off", [False, True])
def test_a_slug_that_is_ignored_is_told_and_one_that_is_not_is_written(
    sandboxes: Sandboxes, tmp_path: Path, *, off: bool
) -> None:
    text = designed.MAPPING.replace(
        "      seo_title:", "      local: {type: text, webflow: slug, butter: og_title}\n      seo_title:"
    )
    text = text.replace("      og_title: {type: text, webflow: openGraph.title, butter: og_title}\n", "")
    text = text.replace("site: pots,", "site: pots, page_slugs: off,") if off else text
    crossing, _ = across(sandboxes, tmp_path, text)
    sandboxes.webflow.turn(page_slugs=not off)
    edit(sandboxes, "about", "fr", og_title="a-propos")
    if off:
        assert losses(crossing) == {("fr-FR", "local", "only read on the target")}
        settled(crossing.sync())
    else:
        settled(crossing.sync())
        assert said(sandboxes, "pages", "about", FR)["slug"] == "a-propos"
    at_rest(crossing)
    if not off:
        edit(sandboxes, "home", "fr", og_title="accueil")
        assert "the site keeps the slug 'home' instead of 'accueil'" in problem(crossing)
        edit(sandboxes, "home", "fr", og_title="home")
        settled(crossing.sync())
        at_rest(crossing)


FIELDS = """\
      texts:
        type: list
        webflow: nodes
        butter: texts
        fields:
          id: {type: text, webflow: id, butter: node}
          text: {type: rich_text, webflow: text, butter: text}
"""


def test_a_field_for_each_node_is_another_way_to_hold_texts(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, made = begin(sandboxes, tmp_path)
    nodes, card = made["pages"]["home"]["nodes"], made["components"]["Card"]
    (about,) = made["pages"]["about"]["nodes"]
    title = f"{nodes[3]}/{card['properties']['Title']}"
    fields = f"""\
      hero: {{type: rich_text, webflow: "node:{nodes[0]}", butter: {{field: seo_text, as: long_text}}}}
      own: {{type: text, webflow: "node:{title}", butter: og_title}}
      picture: {{type: text, webflow: "node:{nodes[2]}/alt", butter: seo_title}}
      about: {{type: text, webflow: "node:{about}", butter: title}}
      green: {{type: text, webflow: "node:{nodes[6]}/choice/b", butter: headline}}
      path: {{type: text, webflow: path, butter: path}}
"""
    head = designed.MAPPING.split("      title:")[0].replace("    label: title\n", "")
    crossing.text = head + fields + "limits:" + designed.MAPPING.split("limits:")[1]
    crossing.text = crossing.text.replace("{page_type: landing}", "{page_type: landing, other_fields: [texts]}")
    seed = designed.butter_seed()
    seed["page_types"]["landing"]["fields"] += [{"slug": slug, "kind": "text"} for slug in ("headline", "path")]
    sandboxes.butter.load(sandboxes.blank[1])
    sandboxes.butter.seed(seed)
    crossing.write_mapping()
    settled(crossing.sync())
    at_rest(crossing)
    home, other = butter_page(sandboxes, "home"), butter_page(sandboxes, "about")
    assert (home["og_title"], home["seo_title"], home["headline"], home["path"]) == (
        "Green tea",
        "A cup",
        "Green",
        "/fr-fr",
    )
    assert (home["title"], other["title"]) == ("", "About us")
    edit(sandboxes, "home", "fr", og_title="Thé vert", seo_title="Une tasse")
    edit(sandboxes, "about", "fr", title="À propos de nous")
    assert ("fr-FR", "picture", "only read on the target") in losses(crossing)
    settled(crossing.sync())
    assert said(sandboxes, "pages", "about", FR)["nodes"] == {about: {"text": "<p>À propos de nous</p>"}}
    assert said(sandboxes, "pages", "home", FR)["nodes"] == {
        nodes[3]: {"propertyOverrides": [{"propertyId": card["properties"]["Title"], "text": "Thé vert"}]}
    }
    at_rest(crossing)
    edit(sandboxes, "home", "fr", og_title="", headline="Vert")
    settled(crossing.sync())
    choices = [{"value": "a", "text": "Black"}, {"value": "b", "text": "Vert"}]
    assert said(sandboxes, "pages", "home", FR)["nodes"][nodes[6]] == {"choices": choices}
    at_rest(crossing)


def test_a_node_that_no_page_has_stops_the_run(sandboxes: Sandboxes, tmp_path: Path) -> None:
    text = designed.MAPPING.replace("seo.title", "node:0815")
    crossing, _ = begin(sandboxes, tmp_path, FORWARD, text)
    with open_readers(crossing.bridge, crossing.session().reach) as readers:
        report = check(crossing.bridge, readers)
        assert [each.path for each in report.problems] == ["kinds.landing.fields.seo_title.webflow"]
        with pytest.raises(Exception, match="no page of kind landing has node:0815"):
            list(readers[Side.LEFT].read())


def test_a_site_of_one_language_is_only_read(sandboxes: Sandboxes, tmp_path: Path) -> None:
    sandboxes.webflow.turn(localization=False)
    text = re.sub(r"  fr-FR: .*\n  ja: .*\n", "", designed.MAPPING)
    crossing, _ = across(sandboxes, tmp_path, text)
    edit(sandboxes, "home", "en", title="Mine")
    assert losses(crossing) == {("en-US", "title", "only read on the target")}
    settled(crossing.sync())
    at_rest(crossing)


def test_a_thousand_nodes_at_a_time_are_written_and_a_hundred_read(
    sandboxes: Sandboxes, tmp_path: Path, nodes_listed: str
) -> None:
    seed = designed.webflow_seed()
    seed["pages"] = [{"title": "Long", "slug": "long", "nodes": [{"text": f"<p>{n}</p>"} for n in range(1001)]}]
    sandboxes.webflow.seed(seed)
    sandboxes.butter.seed(designed.butter_seed())
    crossing = Crossing(sandboxes, tmp_path, BOTH, designed.MAPPING, patience=PROMPT)
    settled(crossing.sync())
    reads = [line for line in sandboxes.webflow.log() if line["path"].endswith("/dom") and "/pages/" in line["path"]]
    assert len(reads) == (3 * 11 if nodes_listed == "all" else 11 + 2), "nothing is overridden yet"
    rows = butter_page(sandboxes, "long")["texts"]
    edit(sandboxes, "long", "fr", texts=[{**row, "text": row["text"].replace("<p>", "<p>n° ")} for row in rows])
    sandboxes.forget()
    sandboxes.webflow.fault(kind="drop_after", method="POST", path="/dom$", after=1, times=1)
    settled(crossing.sync())
    assert len(sandboxes.webflow.writes()) == 3, "two calls, and the one whose answer was lost again"
    assert len(said(sandboxes, "pages", "long", FR)["nodes"]) == 1001
    at_rest(crossing)


def test_what_waits_for_its_site_is_published_where_that_is_asked_for(sandboxes: Sandboxes, tmp_path: Path) -> None:
    text = designed.MAPPING + "publish: site\n"
    crossing, made = across(sandboxes, tmp_path, text)
    sandboxes.forget()
    translate(sandboxes, "about", {made["pages"]["about"]["nodes"][0]: "<p>À propos</p>"})
    settled(crossing.sync())
    assert [line["path"].rpartition("/")[2] for line in sandboxes.webflow.writes()] == ["dom", "publish"]
    at_rest(crossing)


def test_check_says_what_there_is_and_what_cannot_be_written(sandboxes: Sandboxes, tmp_path: Path) -> None:
    text = designed.MAPPING.replace('{pages: "*"}', "{pages: [home, abuot, old]}")
    crossing, _ = begin(sandboxes, tmp_path, BOTH, text)
    with open_readers(crossing.bridge, crossing.session().reach) as readers:
        report = check(crossing.bridge, readers)
    assert report.problems == ()
    told = [(each.path, each.text) for each in report.notices if each.path.endswith(".webflow")]
    assert told == [
        ("kinds.landing.webflow", "1 page stands for it: home, with 10 texts"),
        ("kinds.landing.webflow", "no static page in use is called abuot; add it in the Designer, or mend the mapping"),
        ("kinds.landing.webflow", "no static page in use is called old; add it in the Designer, or mend the mapping"),
        ("kinds.landing.webflow", "en-US is only read: its texts are changed in the Designer"),
        ("kinds.part.webflow", "2 components stand for it: Card, Footer, with 5 texts"),
        ("kinds.part.webflow", "of a shared library, and only read: Footer"),
        ("kinds.part.webflow", "en-US is only read: its texts are changed in the Designer"),
    ]
    (can,) = (each for each in report.capabilities if (each.side, each.kind) == ("webflow", "landing"))
    assert "what is written goes live when the whole site is published" in can.limits
    assert "entries are added and removed by people alone: a missing one becomes a step" in can.limits
    grades = {(row.field, row.source): row.grade for row in report.rows if row.kind == "landing"}
    assert grades["texts", "butter"] in ("exact", "normalized")


@either_way
def test_translations_go_to_pages_that_were_never_met_and_the_primary_keeps_its_own(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    across(sandboxes, tmp_path / "first")
    rows = butter_page(sandboxes, "about")["texts"]
    edit(sandboxes, "about", "en", title="Of us")
    edit(sandboxes, "about", "fr", texts=[{**rows[0], "text": "<p>De nous</p>"}])
    (tmp_path / "second").mkdir()
    text = designed.MAPPING.replace("    label: title\n", "    label: title\n    conflict: butter\n")
    again = Crossing(sandboxes, tmp_path / "second", BACKWARD, text, patience=PROMPT)
    assert losses(again) == {("en-US", "title", "only read on the target")}
    settled(again.sync())
    assert list(said(sandboxes, "pages", "about", FR)["nodes"].values()) == [{"text": "<p>De nous</p>"}]
    at_rest(again)


def test_pages_can_be_kept_in_a_folder(sandboxes: Sandboxes, tmp_path: Path) -> None:
    sandboxes.webflow.seed(designed.webflow_seed())
    head, _, kinds = designed.MAPPING.partition("\nflow:")
    head = head.split("  butter:")[0] + "  butter: {adapter: bundle, path: kept} # @BUTTER@"
    places = {"{page_type: landing}": "{}", "{collection: parts, origin_key: origin}": "{}"}
    for old, new in places.items():
        kinds = kinds.replace(old, new)
    (tmp_path / "kept").mkdir()
    crossing = Crossing(sandboxes, tmp_path, BOTH, f"{head}\nflow:{kinds}", patience=PROMPT)
    settled(crossing.sync())
    home = tmp_path / "kept" / "landing" / "home" / "fr.yaml"
    text = home.read_text(encoding="utf-8")
    assert "<p>Your name</p>" in text
    home.write_text(text.replace("<p>Your name</p>", "<p>Votre nom</p>"), encoding="utf-8")
    settled(crossing.sync())
    assert {"placeholder": "Votre nom"} in said(sandboxes, "pages", "home", FR)["nodes"].values()
    assert crossing.ops() == []


class Dead(BaseException):
    """The process ended."""


def dies(monkeypatch: pytest.MonkeyPatch, at: int, *, after: bool) -> None:
    """Die at a write of texts, before it is sent or before its answer is known."""
    write, count = Client.write, 0

    def dying(self: Client, request: Request) -> Answer:
        nonlocal count
        count += request.path.endswith("/dom")
        if count == at and not after:
            raise Dead
        answer = write(self, request)
        if count == at:
            raise Dead
        return answer

    monkeypatch.setattr(Client, "write", dying)


@either_way
@pytest.mark.parametrize("after", [False, True])
def test_a_run_that_dies_between_two_writes_of_one_page_is_finished_by_the_next(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    monkeypatch.setattr(on_pages, "NODES", 3)
    crossing, made = across(sandboxes, tmp_path)
    rows = butter_page(sandboxes, "home")["texts"]
    edit(sandboxes, "home", "fr", texts=[{**row, "text": re.sub(">([A-Z])", r">« \1", row["text"])} for row in rows])
    with monkeypatch.context() as patched:
        dies(patched, 2, after=after)
        with pytest.raises(Dead):
            crossing.sync()
    assert len(said(sandboxes, "pages", "home", FR)["nodes"]) == (6 if after else 3)
    sandboxes.forget()
    settled(crossing.sync())
    hero, link, _picture, own, _bare, *form = made["pages"]["home"]["nodes"]
    assert set(said(sandboxes, "pages", "home", FR)["nodes"]) == {hero, link, own, *form}
    sent = [line for line in sandboxes.webflow.writes() if line["path"].endswith("/dom")]
    assert len(sent) == (1 if after else 2)
    at_rest(crossing)


@either_way
def test_undo_gives_a_page_its_texts_back_and_the_journal_holds_every_write(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing, made = begin(sandboxes, tmp_path)
    sandboxes.forget()
    settled(crossing.sync())
    (about,) = made["pages"]["about"]["nodes"]
    translate(sandboxes, "about", {about: "<p>À propos</p>"}, title="Nous")
    ran = crossing.sync()
    settled(ran)
    sent, intended = crossing.sent_and_intended()
    assert sent == intended
    plan = api.undo(crossing.session(), ran.run, tmp_path / "undo.jsonl")
    settled(crossing.apply(plan))
    french = said(sandboxes, "pages", "about", FR)
    assert (french["nodes"], french["title"]) == ({about: {"text": "<p>About us</p>"}}, "About")
    at_rest(crossing)


@pytest.mark.parametrize("publish", ["draft", "keep"])
def test_pages_cross_whatever_is_published(sandboxes: Sandboxes, tmp_path: Path, publish: str) -> None:
    crossing, made = across(sandboxes, tmp_path, designed.MAPPING + f"publish: {publish}\n")
    at_rest(crossing)
    assert {one["live"] for page in sandboxes.butter.state()["pages"] for one in page["locales"].values()} == {None}
    (about,) = made["pages"]["about"]["nodes"]
    (page,) = (each for each in sandboxes.butter.state()["pages"] if each["slug"] == "about")
    here = {"action": "update", "page_type": "landing", "slug": "about", "locale": "fr"}
    for text in ("<p>De nous</p>", "<p>À propos</p>"):
        rows = [{**row, "text": text} for row in page["locales"]["fr"]["draft"]["texts"]]
        sandboxes.butter.edit(**here, fields={"texts": rows})
        settled(crossing.sync())
        assert said(sandboxes, "pages", "about", FR)["nodes"] == {about: {"text": text}}
    at_rest(crossing)


def test_a_comment_in_a_text_for_a_node_is_told_as_a_loss_before_the_write(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing, made = across(sandboxes, tmp_path)
    hero = made["pages"]["home"]["nodes"][0]
    translate(sandboxes, "home", {hero: "<h1>Bienvenue<!--ask Ann--> au <em>thé</em></h1>"})
    (loss,) = lines_of(crossing.plan(), "loss")
    assert (loss["locale"], loss["reason"]) == ("fr-FR", "comment or attribute not kept")
    assert loss["detail"] == "the comment 'ask Ann'"
    settled(crossing.sync())
    text = said(sandboxes, "pages", "home", FR)["nodes"][hero]["text"]
    assert text.endswith(">Bienvenue au <em>thé</em></h1>")
    at_rest(crossing)


HELD = (
    '<h1 class="big" data-w-id="w-1"><!--ask Ann-->Bienvenue au '
    '<em fetchpriority="low" title="boisson">thé<!--or: infusion--></em></h1>'
)


def hold(sandboxes: Sandboxes, made: Json) -> str:
    """The first node of the page says this in French, as somebody wrote it there."""
    hero = made["pages"]["home"]["nodes"][0]
    state = sandboxes.webflow.state()
    (page,) = (each for each in state["pages"].values() if each["slug"] == "home")
    start = page["nodes"][0]["text"]["html"].split(">")[0]
    text = f"{start}>{HELD.partition('>')[2]}"
    (code,) = (each["id"] for each in state["locales"] if each["tag"] == FR)
    page.setdefault("locales", {}).setdefault(code, {}).setdefault("nodes", {})[hero] = {"text": text}
    sandboxes.webflow.load(state)
    return hero


@either_way
def test_comments_and_attributes_in_the_markup_of_a_node_stay_when_its_text_is_written(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing, made = across(sandboxes, tmp_path)
    hero = hold(sandboxes, made)
    settled(crossing.sync())
    at_rest(crossing)
    before = said(sandboxes, "pages", "home", FR)["nodes"][hero]["text"]
    assert "<!--ask Ann-->" in before
    rows = {row["node"]: row["text"] for row in butter_page(sandboxes, "home")["texts"]}
    assert "Bienvenue au" in rows[hero]
    assert "boisson" in rows[hero]
    translate(sandboxes, "home", {hero: '<h1>Soyez bienvenue au <em title="boisson">grand thé</em></h1>'})
    assert list(lines_of(crossing.plan(), "loss")) == []
    settled(crossing.sync())
    written = said(sandboxes, "pages", "home", FR)["nodes"][hero]["text"]
    assert written == before.replace("Bienvenue", "Soyez bienvenue").replace(">thé", ">grand thé")
    at_rest(crossing)


def test_a_comment_that_a_property_of_an_instance_keeps_is_not_told_as_lost(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    seed = designed.webflow_seed()
    seed["pages"][0]["nodes"][3]["overrides"] = {"Title": "Green tea", "Body": "<p>Hot</p>"}
    made = sandboxes.webflow.seed(seed)
    sandboxes.butter.seed(designed.butter_seed())
    crossing = Crossing(sandboxes, tmp_path, BOTH, designed.MAPPING, patience=PROMPT)
    settled(crossing.sync())
    instance, card = made["pages"]["home"]["nodes"][3], made["components"]["Card"]
    rich, line = (f"{instance}/{card['properties'][name]}" for name in ("Body", "Title"))
    translate(sandboxes, "home", {rich: "<p>Chaud.</p><!--ask Ann-->"})
    assert list(lines_of(crossing.plan(), "loss")) == []
    settled(crossing.sync())
    assert "<!--ask Ann-->" in str(said(sandboxes, "pages", "home", FR)["nodes"][instance])
    hero = made["pages"]["home"]["nodes"][0]
    translate(sandboxes, "home", {hero: "<h1>Bienvenue au <em>thé</em></h1>"})
    assert list(lines_of(crossing.plan(), "loss")) == []
    translate(sandboxes, "home", {line: "<p>Vert<!--or: mint--></p>"})
    assert [loss["detail"] for loss in lines_of(crossing.plan(), "loss")] == ["the comment 'or: mint'"]
