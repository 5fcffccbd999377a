"""``init`` writes a mapping that passes the check; its plan is that of one by hand, but for what its comments name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import designed
import old_blogs
import private_sites
import pytest
import single_pages
import small_site
import yaml
from command import isogloss
from sandboxes import READS

from isogloss import api
from isogloss.demo import site as demo_site
from isogloss.http.clock import SystemClock
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import SHARED
from isogloss.model.value import Asset, Many, Ref, Scalar
from isogloss.plan.op import Conflict, Op, Pairing
from isogloss.run.loading import load_text
from isogloss.run.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from private_sites import PrivateSite
    from sandboxes import Sandboxes

    from isogloss.bridge import Bridge, KindBinding
    from isogloss.model.address import EntryKey
    from isogloss.plan.data import PlanFile

ENVIRONMENT = {**small_site.ENVIRONMENT, "WEBFLOW_SITE": "unset"}


def urls(sandboxes: Sandboxes) -> list[str]:
    return ["--webflow-url", f"{sandboxes.webflow.url}/v2", "--butter-url", f"{sandboxes.butter.url}/v2"]


def words_of(site: PrivateSite, sandboxes: Sandboxes) -> list[str]:
    """The site as it is named in words."""
    places = [word for each in site.places for word in ("--page-type" if each.paged else "--collection", each.butter)]
    locales = [word for code in site.locales.values() for word in ("--locale", code)]
    return ["--site", site.name, "--name", site.name, *places, *locales, *urls(sandboxes)]


# What a plan does, whatever its mapping calls it.


@dataclass(frozen=True)
class Effect:
    """One cell that comes to hold something, or waits, by what the sides themselves call it."""

    place: str
    entry: str
    locale: str
    slug: str
    becomes: str


def planned(text: str, folder: Path, name: str) -> tuple[Bridge, PlanFile]:
    bridge = load_text(text, environ=ENVIRONMENT, writes=False)
    (folder / name).mkdir()
    session = Session(bridge, str(folder / name / "state.db"), folder / name, SystemClock())
    return bridge, api.plan(session, folder / name / "plan.jsonl")


def effects(bridge: Bridge, plan: PlanFile) -> set[Effect]:
    own = {each.entry: each.left or each.right or "" for each in plan.records(Pairing)}
    found: set[Effect] = set()
    for record in plan.all_records():
        match record:
            case Op():
                found |= set(_of_op(bridge.side(record.on).kinds[record.entry.kind], record, own))
            case Conflict(at=at):
                kind = bridge.right.kinds[at.entry.kind]
                slug = kind.fields[at.field].remote if at.field in kind.fields else str(at.field)
                found.add(Effect(kind.called, own.get(at.entry, at.entry.shown), "", slug, "waits"))
            case _:
                continue
    return found


def _of_op(kind: KindBinding, op: Op, own: Mapping[EntryKey, str]) -> Iterator[Effect]:
    for change in op.changes:
        special = change.field in (STATUS, SLUG)
        slug = change.field if special else kind.fields[change.field].remote
        becomes = said(change.after, own)
        if not special:
            becomes = kind.fields[change.field].options.get(becomes, becomes)
        for locale in op.present if change.locale == SHARED and slug != SLUG else [change.locale]:
            if not change.touches:
                yield Effect(kind.called, own.get(op.entry, op.entry.shown), locale, slug, becomes)


def said(value: object, own: Mapping[EntryKey, str]) -> str:
    match value:
        case Scalar(text=text):
            return text.replace("\n", " ")
        case Ref(to=to):
            return own.get(to, str(to))
        case Many(items=items):
            return " ".join(said(each, own) for each in items)
        case Asset(identity=identity):
            return identity
        case _:
            return "nothing"


# What its comments name.


@dataclass(frozen=True)
class Marked:
    """What somebody has to decide.

    places: of ButterCMS that are guessed at all. fields: of Webflow, by place there. alone: those without a place.
    """

    places: frozenset[str]
    fields: frozenset[tuple[str, str]]
    alone: frozenset[str]


def marked(text: str) -> Marked:
    """What the comments of a mapping name."""
    places, fields, alone, kind, collection = set(), set(), set(), "", ""
    document = yaml.safe_load(text)
    for line in text.split("kinds:\n", 1)[1].splitlines():
        if head := re.fullmatch(r"  (\S+):", line):
            kind = yaml.safe_load(head[1])
            collection = document["kinds"][kind]["webflow"].get("collection", kind)
        elif "# guess" in line and line.startswith("    butter:"):
            place = document["kinds"][kind]["butter"]
            places.add(place.get("page_type") or place.get("collection"))
        elif "# guess" in line and (name := re.match(r"      ([^\s:]+):", line)):
            fields.add((collection, document["kinds"][kind]["fields"][yaml.safe_load(name[1])]["webflow"]))
        elif name := re.match(r"      # ([^\s:]+):", line):
            fields.add((collection, name[1]))
            alone.add(name[1])
    return Marked(frozenset(places), frozenset(fields), frozenset(alone))


def beside(found: set[Effect], bridge: Bridge, named: Marked) -> set[Effect]:
    """Effects without those on what comments name."""
    out: set[tuple[str, str]] = set()
    for kind in bridge.kinds:
        left, right = bridge.left.kinds[kind], bridge.right.kinds[kind]
        for name, bound in left.fields.items():
            if (left.called, bound.remote) in named.fields:
                out.add((right.called, right.fields[name].remote))
    return {each for each in found if each.place not in named.places and (each.place, each.slug) not in out}


def proposed(sandboxes: Sandboxes, folder: Path, words: list[str]) -> str:
    """The mapping that ``init`` writes, which passes the check."""
    out = folder / "made" / "acme.yaml"
    ran = isogloss("init", *words, "--out", out, **ENVIRONMENT)
    assert (ran.code, ran.err) == (0, "")
    assert str(out) in ran.out
    assert {line["method"] for line in sandboxes.log()} <= READS
    checked = isogloss("check", out, **ENVIRONMENT, ISOGLOSS_STATE=str(folder / "none.db"))
    assert checked.code == 0, checked.out + checked.err
    return out.read_text(encoding="utf-8")


def same_plan(text: str, by_hand: str, folder: Path) -> tuple[Marked, set[Effect]]:
    """What the comments name, and what both plans do beside it, which must be the same."""
    named = marked(text)
    made, wanted = planned(text, folder, "made-plan"), planned(by_hand, folder, "hand-plan")
    rest = [beside(effects(*each), each[0], named) for each in (made, wanted)]
    assert rest[0] == rest[1], (rest[0] - rest[1], rest[1] - rest[0])
    return named, rest[0]


NAMED: Mapping[str, tuple[set[str], set[tuple[str, str]]]] = {
    "teehaus": (set(), {("beitraege", "rubrik")}),
    "kissaten": (set(), set()),
    "cuisine": ({"shop"}, {("recettes", "note"), ("recettes", "parfois"), ("adresses", "name")}),
    "novedades": ({"news"}, {("noticias", slug) for slug in ("name", "cuerpo", "fecha", "autor", "tipo")}),
}
"""What has to be decided of each site: not more than nobody could tell."""


@pytest.mark.parametrize("name", NAMED)
def test_a_proposal_for_a_private_site_does_what_one_by_hand_does_but_for_its_comments(
    sandboxes: Sandboxes, tmp_path: Path, name: str
) -> None:
    site = private_sites.SITES[name]
    sandboxes.webflow.seed(site.webflow_seed())
    sandboxes.butter.seed(site.butter_seed())
    sandboxes.forget()
    text = proposed(sandboxes, tmp_path, words_of(site, sandboxes))
    by_hand = site.mapping(sandboxes.webflow.url, sandboxes.butter.url)
    named, rest = same_plan(text, by_hand, tmp_path)
    assert (named.places, named.fields) == (frozenset(NAMED[name][0]), frozenset(NAMED[name][1]))
    assert named.alone == (frozenset({"note", "parfois"}) if name == "cuisine" else frozenset())
    assert bool(rest) == (name != "novedades"), "there is something that both plans do"


# A blog, and pages without a type.


@pytest.mark.parametrize("name", old_blogs.BLOGS)
def test_a_blog_whose_posts_are_found_in_a_collection_is_mapped_by_the_rule_that_places_them_all(
    sandboxes: Sandboxes, tmp_path: Path, name: str
) -> None:
    blog = old_blogs.BLOGS[name]
    old_blogs.seed(sandboxes, blog)
    words = ["--site", "magazine", "--name", "magazine", "--locale", "en", "--locale", "fr", *urls(sandboxes)]
    text = proposed(sandboxes, tmp_path, words)
    document = yaml.safe_load(text)
    assert document["kinds"]["stories"]["butter"] == yaml.safe_load(blog.place)
    assert document["kinds"]["people"]["butter"] == {"blog_authors": True}
    assert document["sides"]["butter"].get("blog_locales") == ("native" if blog.native else None)
    named, rest = same_plan(text, old_blogs.mapping(blog, sandboxes.webflow.url, sandboxes.butter.url), tmp_path)
    assert (named.places, named.fields) == (frozenset(), frozenset())
    assert {each.becomes for each in rest if each.slug == "title"} >= {"New here"}, "what is not there yet is carried"
    assert "in a blog" not in text


MISPLACED: dict[str, dict[str, Any]] = {
    "without a tag": {"slug": "alone", "title": "Alone"},
    "two at one place": {"slug": "a-en-spoons-c", "title": "Spoons again", "tags": ["en", "group:spoons"]},
}


@pytest.mark.parametrize("post", MISPLACED.values(), ids=MISPLACED)
def test_a_blog_of_which_no_rule_places_every_post_is_left_to_a_person(
    sandboxes: Sandboxes, tmp_path: Path, post: dict[str, Any]
) -> None:
    old_blogs.seed(sandboxes, old_blogs.BLOGS["tags"])
    sandboxes.butter.seed({"posts": [post]})
    words = ["--site", "magazine", "--locale", "en", "--locale", "fr", *urls(sandboxes)]
    ran = isogloss("infer", *words, **ENVIRONMENT)
    assert (ran.code, ran.err) == (0, "")
    assert [
        line for line in ran.out.splitlines() if "blog" in line and "# decide: butter has 6 posts" not in line
    ] == []
    assert "# decide: butter has 6 posts in a blog" in ran.out


def test_pages_without_a_type_that_are_found_in_a_collection_are_mapped_by_name(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    single_pages.seed(sandboxes)
    sandboxes.butter.seed({"pages": [single_pages.single("about", en="About")]})
    home = {"page_type": None, "slug": "home", "locale": "en", "fields": {"headline": "Home", "body": "<p>Come in</p>"}}
    sandboxes.butter.edit(action="update", **home, publish=True)
    sandboxes.forget()
    words = ["--site", "pots", "--name", "pots", *(word for code in small_site.LOCALES for word in ("--locale", code))]
    text = proposed(sandboxes, tmp_path, [*words, *urls(sandboxes)])
    document = yaml.safe_load(text)
    assert document["kinds"]["posts"]["butter"] == {"single_pages": ["about", "home"]}
    assert "# decide: butter also has imprint, and nothing across is like it" in text
    assert "pages without a type" not in text
    by_hand = (
        single_pages.MAPPING.replace("@WEBFLOW@", sandboxes.webflow.url)
        .replace("@BUTTER@", sandboxes.butter.url)
        .replace("@FLOW@", small_site.FORWARD)
        .replace("  front:", "  posts:")
        .replace("    conflict: webflow\n", "")
    )
    same_plan(text, by_hand, tmp_path)


STATIC = """\
kinds:
  static-pages:
    webflow: {pages: [about, home]}
    butter: {page_type: landing, other_fields: [texts]}
    match: [$slug]
    fields:
      title: {type: text, webflow: title, butter: title}
      seo_title: {type: text, webflow: seo.title, butter: seo_title}
      seo_text: {type: long_text, webflow: seo.description, butter: seo_text}
      og_title: {type: text, webflow: openGraph.title, butter: og_title}
"""


def test_static_pages_that_are_found_again_are_mapped_by_name(sandboxes: Sandboxes, tmp_path: Path) -> None:
    there = {"home": {"en": ("Home", "Home of tea"), "fr": ("Accueil", "")}, "about": {"en": ("About", "")}}
    pages = [
        {
            "page_type": "landing",
            "slug": slug,
            "title": slug,
            "locales": {code: {"fields": {"title": title, "seo_title": seo}} for code, (title, seo) in told.items()},
        }
        for slug, told in there.items()
    ]
    sandboxes.webflow.seed(designed.webflow_seed())
    sandboxes.butter.seed({**designed.butter_seed(), "pages": pages})
    sandboxes.forget()
    words = [
        "--site",
        "pots",
        "--page-type",
        "landing",
        *(word for code in small_site.LOCALES for word in ("--locale", code)),
    ]
    text = proposed(sandboxes, tmp_path, [*words, *urls(sandboxes)])
    assert "static pages; a kind" not in text
    assert "# decide: texts that stand on these pages are not in it" in text
    by_hand = designed.MAPPING.split("kinds:\n")[0] + STATIC
    for name, said in (
        ("WEBFLOW", sandboxes.webflow.url),
        ("BUTTER", sandboxes.butter.url),
        ("FLOW", small_site.FORWARD),
    ):
        by_hand = by_hand.replace(f"@{name}@", said)
    named, rest = same_plan(text, by_hand + "publish: draft\n", tmp_path)
    assert named.places == frozenset()
    assert {each.becomes for each in rest if each.slug == "title"} >= {"waits"}, "the French titles differ"


# The demo.

DEMO = (
    *("--page-type", "article", "--collection", "authors", "--collection", "topics"),
    *(word for code in ("en", "fr", "de", "pt-br", "ar", "ja") for word in ("--locale", code)),
)


def demo_mapping(sandboxes: Sandboxes, **said: str) -> str:
    text = demo_site.mapping_text().replace("publish: mirror", "publish: draft")
    for name, value in {"WEBFLOW_URL": sandboxes.webflow.url, "BUTTERCMS_URL": sandboxes.butter.url, **said}.items():
        text = text.replace(f"${{{name}}}", value)
    return text


def demo_words(sandboxes: Sandboxes) -> list[str]:
    return ["--site", "littoral", *DEMO, *urls(sandboxes)]


def test_where_nothing_is_there_yet_every_guess_of_the_demo_is_named(sandboxes: Sandboxes, tmp_path: Path) -> None:
    sandboxes.webflow.seed(demo_site.webflow_seed())
    sandboxes.butter.seed(demo_site.butter_seed())
    sandboxes.forget()
    text = proposed(sandboxes, tmp_path, demo_words(sandboxes))
    named, rest = same_plan(text, demo_mapping(sandboxes), tmp_path)
    assert named.places == {"article", "authors", "topics"}
    proposal = {kind["webflow"]["collection"]: kind["fields"] for kind in yaml.safe_load(text)["kinds"].values()}
    said = {(place, each["webflow"]) for place, fields in proposal.items() for each in fields.values()}
    assert (named.fields, rest) == (said, set()), "where nothing tells of fields, each is a guess"


def test_once_the_demo_was_carried_over_its_mapping_is_found_again(sandboxes: Sandboxes, tmp_path: Path) -> None:
    sandboxes.webflow.seed(demo_site.webflow_seed())
    sandboxes.butter.seed(demo_site.butter_seed())
    bridge = load_text(
        demo_site.mapping_text(),
        environ={**ENVIRONMENT, "WEBFLOW_URL": sandboxes.webflow.url, "BUTTERCMS_URL": sandboxes.butter.url},
    )
    api.sync(
        Session(replace(bridge, freshness=600.0), str(tmp_path / "state.db"), tmp_path, SystemClock()),
        tmp_path / "first.jsonl",
    )
    for side, _, change in demo_site.edits():  # so that there is something to plan
        {"webflow": sandboxes.webflow, "butter": sandboxes.butter}[side].edit(**change)
    sandboxes.forget()
    text = proposed(sandboxes, tmp_path, demo_words(sandboxes))
    named, rest = same_plan(text, demo_mapping(sandboxes), tmp_path)
    assert named == Marked(frozenset(), frozenset(), frozenset()), "nothing is left to decide"
    waits = {(each.place, each.slug) for each in rest}
    assert waits == {("article", "headline"), ("article", "summary"), ("article", "hero"), ("authors", "portrait")}


# How it is asked.


@pytest.fixture
def pots(sandboxes: Sandboxes) -> Sandboxes:
    sandboxes.webflow.seed(small_site.webflow_seed())
    sandboxes.butter.seed(small_site.butter_seed())
    sandboxes.forget()
    return sandboxes


POTS = ("--page-type", "article", "--collection", "authors", "--collection", "topics")


def test_what_was_given_is_written_as_it_was_given(pots: Sandboxes, tmp_path: Path) -> None:
    words = [
        "--site",
        "Pots",
        *POTS,
        "--locale",
        "en",
        "--locale",
        "fr",
        "--locale",
        "ja",
        "--flow",
        "both",
        *urls(pots),
    ]
    text = proposed(pots, tmp_path, words)
    head = text.splitlines()
    assert head[0] == "# yaml-language-server: $schema=isogloss-mapping.schema.json"
    assert (tmp_path / "made" / "isogloss-mapping.schema.json").exists()
    document = yaml.safe_load(text)
    assert document["sides"]["webflow"]["site"] == "Pots"
    assert document["sides"]["webflow"]["base_url"] == f"{pots.webflow.url}/v2"
    assert (document["name"], document["flow"]) == ("pots", "both")
    assert document["kinds"]["authors"]["butter"]["origin_key"] == "origin"
    assert "canary" not in text


def test_a_file_that_is_there_is_written_over_only_by_force(pots: Sandboxes, tmp_path: Path) -> None:
    out = tmp_path / "acme.yaml"
    out.write_text("mine", encoding="utf-8")
    words = ["init", "--site", "pots", *POTS, *urls(pots), "--out", out]
    ran = isogloss(*words, **ENVIRONMENT)
    assert (ran.code, out.read_text(encoding="utf-8")) == (2, "mine")
    assert "--force" in ran.err
    assert pots.log() == []
    assert isogloss(*words, "--force", **ENVIRONMENT).code == 0
    assert out.read_text(encoding="utf-8") != "mine"


def test_in_a_terminal_it_asks_for_what_was_not_said(pots: Sandboxes, tmp_path: Path) -> None:
    out = tmp_path / "asked.yaml"
    answers = f"pots\narticle\nauthors topics\nen, fr ja\nmine\nboth\n{out}\n"
    ran = isogloss("init", *urls(pots), stdin=answers, terminal=True, **ENVIRONMENT)
    assert (ran.code, ran.out.split(":")[0]) == (0, str(out)), ran.err
    assert "Webflow site" in ran.err
    document = yaml.safe_load(out.read_text(encoding="utf-8"))
    assert (document["name"], document["flow"], set(document["kinds"])) == (
        "mine",
        "both",
        {"authors", "topics", "posts"},
    )
    assert set(document["locales"]) == {"en-US", "fr-FR", "ja"}


def test_nobody_is_asked_where_nobody_could_answer_or_all_was_said(pots: Sandboxes, tmp_path: Path) -> None:
    ran = isogloss("init", *urls(pots), **ENVIRONMENT)
    assert (ran.code, "--site" in ran.err) == (2, True)
    words = [
        "--site",
        "pots",
        *POTS,
        "--locale",
        "en",
        "--name",
        "pots",
        "--flow",
        "both",
        "--out",
        tmp_path / "a.yaml",
    ]
    ran = isogloss("init", *words, *urls(pots), terminal=True, **ENVIRONMENT)
    assert (ran.code, ran.err) == (0, "")


def test_infer_is_the_same_on_standard_output(pots: Sandboxes, tmp_path: Path) -> None:
    words = ["--site", "pots", "--name", "acme", *POTS, *urls(pots)]
    ran = isogloss("infer", *words, **ENVIRONMENT)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == proposed(pots, tmp_path, words)


def test_what_does_not_pass_the_check_is_taken_out_with_what_was_said_of_it(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    """A locale that is also the slug of a field could be misread by ButterCMS."""
    seed = small_site.butter_seed()
    for page in seed["pages"]:
        for held in page["locales"].values():
            for fields in (held["fields"], held.get("live", {})):
                fields["ja"] = fields.pop("headline", "")
    seed["page_types"]["article"]["fields"][0]["slug"] = "ja"
    sandboxes.webflow.seed(small_site.webflow_seed())
    sandboxes.butter.seed(seed)
    sandboxes.forget()
    text = proposed(
        sandboxes, tmp_path, ["--site", "pots", *POTS, "--locale", "en", "--locale", "ja", *urls(sandboxes)]
    )
    (line,) = [line for line in text.splitlines() if line.startswith("      # name: ")]
    assert "rename" in line


def test_what_is_no_collection_has_a_comment_that_says_how_to_map_it(pots: Sandboxes, tmp_path: Path) -> None:
    seed, more = small_site.webflow_seed(), designed.webflow_seed()
    pages = [page for page in more["pages"] if "collection" not in page]
    pots.webflow.seed({**seed, "pages": pages, "components": more["components"], "assets": more["assets"]})
    pots.butter.seed({"posts": [{"slug": slug, "title": slug} for slug in ("one", "two", "three")]})
    text = proposed(pots, tmp_path, ["--site", "pots", *POTS, *urls(pots)])
    said = [line.strip() for line in text.splitlines() if "a kind of them" in line]
    assert said == [
        "# decide: webflow has 2 static pages; a kind of them has webflow: {pages: [SLUG, …]}",
        "# decide: webflow has 2 components; a kind of them has webflow: {components: [NAME, …]}",
        (
            "# decide: butter has 3 posts in a blog; a kind of them has butter: "
            "{blog: true, group: {file: groups.yaml}}, and isogloss match proposes that file"
        ),
    ]
