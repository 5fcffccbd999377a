"""What the source has and the mapping leaves out is named by ``check`` and by the plan, with how much there is."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import designed
import pytest
import small_blog
import small_site
from command import within
from sandboxes import PROMPT, READS, Crossing

from isogloss import api

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]

TOPICS = """\
  topic:
    webflow: {collection: topics}
    butter: {collection: topics, origin_key: origin}
    match: [slug]
    label: name
    fields:
      name: {type: text, webflow: name, butter: name}
      slug: {type: text, webflow: slug, butter: slug, shared: true}
      tint: {type: colour, webflow: tint, butter: tint, shared: true}
"""
OUT = (
    (TOPICS, ""),
    ("      topics: {type: references, to: topic, webflow: topics, butter: topics}\n", ""),
    ("      minutes: {type: number, webflow: minutes, butter: minutes}\n", ""),
    (", essay: {webflow: Essay, butter: essay}}", "}"),
    ("      local_slug: {type: text, webflow: slug, butter: local_slug}\n", ""),
)
"""A collection, two fields, a value of an option, and the slugs of locales."""
FORWARD = {
    ("collection-left-out", "sides.webflow.collections.topics"): 2,
    ("field-left-out", "kinds.article.webflow.minutes"): 2,
    ("field-left-out", "kinds.article.webflow.topics"): 3,
    ("option-left-out", "kinds.article.fields.form.values.Essay"): 1,
    ("slug-left-out", "kinds.article.webflow.slug"): 5,
}
BACKWARD = {
    ("field-left-out", "kinds.article.butter.local_slug"): 11,
    ("field-left-out", "kinds.article.butter.minutes"): 2,
    ("field-left-out", "kinds.article.butter.topics"): 3,
    ("option-left-out", "kinds.article.fields.form.values.essay"): 1,
}


def out_of(crossing: Crossing) -> Crossing:
    crossing.write_mapping(*OUT)
    crossing.seed()
    return crossing


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    return out_of(Crossing(sandboxes, tmp_path, patience=PROMPT))


def told(doubts: list[Json]) -> dict[tuple[str, str], int | None]:
    return {(each["rule"], each["path"]): each["count"] for each in doubts}


def header(crossing: Crossing, name: str = "plan.jsonl") -> Json:
    with (crossing.folder / name).open(encoding="utf-8") as lines:
        return dict(json.loads(next(lines)))


@pytest.mark.parametrize(("flow", "found"), [(small_site.FORWARD, FORWARD), (small_site.BACKWARD, BACKWARD)])
def test_check_and_the_plan_name_all_that_is_left_out_with_how_much_there_is(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, found: dict[tuple[str, str], int]
) -> None:
    crossing = out_of(Crossing(sandboxes, tmp_path, flow, patience=PROMPT))
    said = within(crossing, "check", "MAPPING", "--json")
    assert (said.code, said.data["passed"]) == (0, True)
    assert told(said.data["doubts"]) == found
    within(crossing, "plan", "MAPPING", "--report", f"json={crossing.folder / 'plan.json'}")
    assert told(header(crossing)["doubts"]) == found
    report = json.loads((crossing.folder / "plan.json").read_text(encoding="utf-8"))
    assert told(report["doubts"]) == found
    assert {(each["id"], each["where"]) for each in report["findings"] if each["id"].endswith("-left-out")} == set(
        found
    )
    assert {line["method"] for line in crossing.sandboxes.log()} <= READS


def test_the_verdict_says_how_much_is_in_doubt_and_strict_ends_with_one(crossing: Crossing) -> None:
    asked = [
        word
        for name in ("check.html", "check.md", "check.csv")
        for word in ("--report", f"{name[6:]}={crossing.folder / name}")
    ]
    said = within(crossing, "check", "MAPPING", *asked, "--report", f"junit={crossing.folder / 'check.xml'}")
    lines = said.out.splitlines()
    assert (said.code, lines[0]) == (0, "pots: passes, with 5 doubts")
    assert lines[1] == (
        '  sides.webflow.collections.topics: webflow has the collection "topics", and no kind is bound to it: 2 entries'
    )
    assert "  kinds.article.webflow.minutes: " in lines[2]
    assert lines[2].endswith("and nothing is mapped to it: 2 cells that are not empty")
    assert within(crossing, "check", "MAPPING", "--strict").code == 1
    assert "Passes, with 5 doubts." in (crossing.folder / "check.html").read_text(encoding="utf-8")
    assert (
        (crossing.folder / "check.md")
        .read_text(encoding="utf-8")
        .splitlines()[2]
        .startswith("**Passes, with 5 doubts.")
    )
    root = ET.fromstring((crossing.folder / "check.xml").read_text(encoding="utf-8"))  # noqa: S314  # our own
    failed = [case.attrib["classname"] for case in root.iter("testcase") if case.find("failure") is not None]
    assert failed.count("isogloss.field-left-out") == 2
    with (crossing.folder / "check.csv").open(encoding="utf-8", newline="") as rows:
        assert "slug-left-out" in {row["id"] for row in csv.DictReader(rows)}


def test_a_plan_shows_what_is_left_out_in_every_report(crossing: Crossing) -> None:
    names = ("html", "md", "sarif", "github", "junit")
    asked = [word for name in names for word in ("--report", f"{name}={crossing.folder / name}")]
    said = within(crossing, "plan", "MAPPING", *asked)
    assert "Left out by the mapping: 5" in said.out
    for name in names:
        assert "kinds.article.webflow.minutes" in (crossing.folder / name).read_text(encoding="utf-8")


def test_what_the_mapping_accepts_is_in_doubt_no_more_and_costs_no_request(crossing: Crossing) -> None:
    accept = "accept: [sides.webflow.collections.*, kinds.article.webflow.*, kinds.article.fields.form.values.Essay]"
    crossing.write_mapping(*OUT, ("freshness: 600", f"freshness: 600\n{accept}"))
    before = crossing.bridge.digest
    crossing.sandboxes.forget()
    said = within(crossing, "check", "MAPPING", "--strict")
    assert (said.code, said.out.splitlines()[0]) == (0, "pots: passes")
    topics = next(each["id"] for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "topics")
    assert not [line for line in crossing.sandboxes.webflow.log() if topics in line["path"]]
    within(crossing, "plan", "MAPPING")
    assert header(crossing)["doubts"] == []
    crossing.write_mapping(*OUT)
    assert crossing.bridge.digest == before, "what is told is no meaning of the mapping"


def test_a_sync_names_it_too_and_asks_nothing_for_that(crossing: Crossing) -> None:
    topics = next(each["id"] for each in crossing.sandboxes.webflow.state()["collections"] if each["slug"] == "topics")
    within(crossing, "sync", "MAPPING")
    assert told(header(crossing, "sync.jsonl")["doubts"]) == {
        **FORWARD,
        ("collection-left-out", "sides.webflow.collections.topics"): None,
    }
    assert not [line for line in crossing.sandboxes.webflow.log() if topics in line["path"]]


def test_what_did_not_move_is_counted_though_it_is_not_read_again(crossing: Crossing) -> None:
    crossing.write_mapping(*OUT, ("freshness: 600", "freshness: 600\ncensus: 24h"))
    within(crossing, "sync", "MAPPING")
    within(crossing, "sync", "MAPPING")
    crossing.sandboxes.forget()
    within(crossing, "plan", "MAPPING")
    assert told(header(crossing)["doubts"]) == FORWARD
    read = [line for line in crossing.sandboxes.webflow.log() if line["path"].endswith("/items")]
    assert len(read) == 3, "one page of each collection, and the count of the one that is left out"


def test_a_locale_of_the_source_that_is_left_out_is_counted(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, patience=PROMPT)
    crossing.write_mapping(("  ja: {webflow: ja, butter: ja}\n", ""))
    crossing.seed()
    said = within(crossing, "check", "MAPPING", "--json")
    assert told(said.data["doubts"]) == {("locale-left-out", "sides.webflow.locales.ja"): 4}
    within(crossing, "plan", "MAPPING")
    assert told(header(crossing)["doubts"]) == {("locale-left-out", "sides.webflow.locales.ja"): 4}


def test_a_value_of_an_option_that_no_entry_shows_is_in_doubt_in_its_place(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD, patience=PROMPT)
    crossing.write_mapping(("guide: {webflow: Guide, butter: guide}", "guide: {webflow: Guide, butter: gude}"))
    crossing.seed()
    report = api.check(crossing.session())
    assert [(each.rule, each.path) for each in report.doubts] == [
        ("option-left-out", "kinds.article.fields.form.values.guide"),
        ("option-unseen", "kinds.article.fields.form.values.guide.butter"),
    ]


PLACES = {
    small_site.FORWARD: {"sides.webflow.pages": 2, "sides.webflow.components": 2},
    small_site.BACKWARD: {"sides.butter.blog": 2, "sides.butter.single_pages": 1},
}


def with_more(sandboxes: Sandboxes, folder: Path, flow: str) -> Crossing:
    """Beside what is mapped, the source has pages and components, or a blog and a page without a type."""
    crossing = Crossing(sandboxes, folder, flow, patience=PROMPT)
    crossing.seed()
    if flow == small_site.FORWARD:
        more = {name: designed.webflow_seed()[name] for name in ("pages", "components", "assets")}
        more["pages"] = [page for page in more["pages"] if "collection" not in page]
        sandboxes.webflow.seed({**small_site.webflow_seed(), **more})
    else:
        posts = [{"slug": slug, "title": slug, "status": "published"} for slug in ("one", "two")]
        about = {"page_type": None, "slug": "about", "title": "About", "locales": {"en": {"fields": {"text": "Hello"}}}}
        single = {"about": {"fields": [{"slug": "text", "kind": "text"}]}}
        sandboxes.butter.seed({"posts": posts, "single_pages": single, "pages": [about]})
    return crossing


@pytest.mark.parametrize("flow", PLACES)
def test_pages_components_and_a_blog_without_a_kind_are_named_with_how_many_there_are(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = with_more(sandboxes, tmp_path, flow)
    places = {("place-left-out", path): count for path, count in PLACES[flow].items()}
    said = within(crossing, "check", "MAPPING", "--json")
    assert told(said.data["doubts"]) == places
    assert ("has no call that lists its page types" in said.out) is (flow == small_site.BACKWARD)
    within(crossing, "plan", "MAPPING")
    assert told(header(crossing)["doubts"]) == places
    sandboxes.forget()
    crossing.write_mapping(("freshness: 600", f"freshness: 600\naccept: [{', '.join(PLACES[flow])}]"))
    assert within(crossing, "check", "MAPPING", "--strict").code == 0
    asked = {line["path"].rstrip("/").rpartition("/")[2] for line in sandboxes.log()}
    assert not asked & {"posts", "*", "components"}, "what is accepted is not counted"
    crossing.write_mapping()
    within(crossing, "sync", "MAPPING")
    assert header(crossing, "sync.jsonl")["doubts"] == []


def designs(sandboxes: Sandboxes, folder: Path, text: str) -> tuple[Crossing, Json]:
    """A site of pages and components, and an account with the schemas for them."""
    crossing = Crossing(sandboxes, folder, small_site.FORWARD, text, patience=PROMPT)
    made = sandboxes.webflow.seed(designed.webflow_seed())
    sandboxes.butter.seed(designed.butter_seed())
    return crossing, made


NODES = """\
      texts:
        type: list
        webflow: nodes
        butter: texts
        fields:
          id: {type: text, webflow: id, butter: node}
          text: {type: rich_text, webflow: text, butter: text}
"""
OG = "      og_title: {type: text, webflow: openGraph.title, butter: og_title}\n"
PARTS_ALIKE = designed.MAPPING[designed.MAPPING.index("  part:") : designed.MAPPING.index("limits:")]


def test_single_texts_of_pages_that_have_no_place_are_named_with_how_often_they_are_there(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    begun = sandboxes.webflow.seed(designed.webflow_seed())
    home, about = (begun["pages"][name]["nodes"] for name in ("home", "about"))
    hero = f'      hero: {{type: rich_text, webflow: "node:{home[0]}", butter: seo_text}}\n'
    kept = {"      seo_text: {type: long_text, webflow: seo.description, butter: seo_text}\n": hero, NODES: "", OG: ""}
    text = designed.MAPPING.replace(PARTS_ALIKE, "")
    for old, new in kept.items():
        assert old in text
        text = text.replace(old, new)
    crossing, made = designs(sandboxes, tmp_path, text)
    assert made["pages"]["home"]["nodes"][0] == home[0], "the sandbox counts alike"
    said = within(crossing, "check", "MAPPING", "--json")
    found = {path: count for (_, path), count in told(said.data["doubts"]).items() if path.startswith("kinds.")}
    at = "kinds.landing.webflow."
    assert found[f"{at}seo.description"] == 3, "of one page, in three locales"
    assert found[f"{at}node:{home[1]}"] == 3
    assert found[f"{at}node:{home[2]}/alt"] == 3
    assert found[f"{at}node:{home[6]}/choice/a"] == 3
    assert found[f"{at}node:{about[0]}"] == 3
    assert not {f"{at}node:{home[0]}", f"{at}title", f"{at}slug", f"{at}path", f"{at}seo.title"} & found.keys()
    assert not {path for path in found if "openGraph" in path}, "what follows another text is none of its own"
    texts = {each["path"]: each["text"] for each in said.data["doubts"]}
    assert '("Read more & more" on home), and nothing is mapped to it: 3 cells' in texts[f"{at}node:{home[1]}"]
    within(crossing, "plan", "MAPPING")
    in_plan = {
        path: count for (_, path), count in told(header(crossing)["doubts"]).items() if path.startswith("kinds.")
    }
    assert in_plan == found
    crossing.mapping.write_text(
        crossing.mapping.read_text(encoding="utf-8") + 'accept: ["kinds.landing.webflow.*", "sides.*"]\n',
        encoding="utf-8",
    )
    assert within(crossing, "check", "MAPPING", "--strict").code == 0


def test_what_a_list_of_texts_holds_is_in_no_doubt(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, _ = designs(sandboxes, tmp_path, designed.MAPPING)
    said = within(crossing, "check", "MAPPING", "--json")
    found = told(said.data["doubts"])
    assert {path.rpartition("/")[2] for (_, path) in found if ".landing." in path or ".part." in path} == {"alt"}


def test_texts_that_no_kind_asks_for_are_counted_by_check_and_plan(sandboxes: Sandboxes, tmp_path: Path) -> None:
    text = designed.MAPPING.replace(NODES, "")
    defaults = text[text.index("      defaults:") : text.index("limits:")]
    crossing, made = designs(sandboxes, tmp_path, text.replace(defaults, ""))
    lists = {"kinds.landing.webflow.nodes": 3 * 10, "kinds.part.webflow.properties": 3 * 2}
    said = within(crossing, "check", "MAPPING", "--json")
    found = {path: count for (_, path), count in told(said.data["doubts"]).items() if path in lists}
    assert found == lists
    within(crossing, "plan", "MAPPING")
    assert {path: count for (_, path), count in told(header(crossing)["doubts"]).items() if path in lists} == lists
    crossing.mapping.write_text(
        crossing.mapping.read_text(encoding="utf-8") + f"accept: [{', '.join(lists)}]\n", encoding="utf-8"
    )
    sandboxes.forget()
    within(crossing, "check", "MAPPING")
    page = made["pages"]["home"]["id"]
    assert not [line for line in sandboxes.webflow.log() if line["path"].endswith(f"{page}/dom")], "nobody asked"


def test_pages_that_no_kind_names_are_counted_where_others_are_named(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, _ = designs(sandboxes, tmp_path, designed.MAPPING.replace('{pages: "*"}', "{pages: [home]}"))
    said = within(crossing, "check", "MAPPING", "--json")
    assert told(said.data["doubts"])["place-left-out", "sides.webflow.pages"] == 1
    assert "webflow has static pages that no kind stands for: 1 entry" in said.out


def test_a_place_that_a_token_may_not_read_keeps_nothing_from_being_checked(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = with_more(sandboxes, tmp_path, small_site.FORWARD)
    sandboxes.webflow.fault(kind="status", status=403, method="GET", path=r".*/pages", times=100)
    said = within(crossing, "check", "MAPPING", "--json")
    assert said.code == 0
    assert told(said.data["doubts"]) == {("place-left-out", "sides.webflow.components"): 2}


def test_what_authors_of_a_blog_hold_beyond_the_mapping_is_counted(sandboxes: Sandboxes, tmp_path: Path) -> None:
    author = """\
  author:
    webflow: {collection: authors}
    butter: {blog_authors: true}
    match: [$slug, name]
    fields:
      name: {type: text, webflow: name, butter: name}
  article:
"""
    text = small_blog.MAPPING.replace("  article:\n", author)
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD, text, patience=PROMPT)
    people = [
        {"slug": "ada", "first_name": "Ada", "last_name": "Brandt", "bio": "Writes."},
        {"slug": "jon", "first_name": "Jon", "last_name": "Kern", "bio": "Reads.", "email": "jon@example.org"},
    ]
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    sandboxes.butter.seed({**small_site.butter_seed({}), "authors": people})
    within(crossing, "plan", "MAPPING")
    found = {path: count for (_, path), count in told(header(crossing)["doubts"]).items() if ".author." in path}
    assert {path.rpartition(".")[2]: count for path, count in found.items() if count} == {"bio": 2, "email": 1}
    assert not {"kinds.author.butter.first_name", "kinds.author.butter.last_name"} & found.keys()


def test_of_many_entries_check_counts_the_first_and_the_plan_all(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, patience=PROMPT)
    crossing.write_mapping(OUT[2])
    crossing.seed({"article": {f"p-{n:04}": {"all": {}, "en": {"title": f"T {n}", "minutes": 1}} for n in range(510)}})
    crossing.sandboxes.forget()
    (doubt,) = api.check(crossing.session()).doubts
    assert (doubt.count, "500 cells in the first 500 entries" in doubt.text) == (500, True)
    assert len([line for line in crossing.sandboxes.webflow.log() if line["path"].endswith("/items")]) == 5
    (doubt,) = api.plan(crossing.session(), tmp_path / "plan.jsonl").header.doubts
    assert doubt.count == 510


def test_strict_without_asking_is_refused(crossing: Crossing) -> None:
    said = within(crossing, "check", "MAPPING", "--offline", "--strict")
    assert (said.code, "--strict" in said.err) == (2, True)
