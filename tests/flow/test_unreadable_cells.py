"""A cell that cannot be read sets its entry aside, with slug, locale, field and value; everything else flows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import Ran, isogloss, within
from plan_lines import lines_of
from sandboxes import Crossing, content, settled

from isogloss.plan.data import read_plan

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandbox, Sandboxes

Json = dict[str, Any]
FORWARD, BACKWARD = small_site.FORWARD, small_site.BACKWARD
PROPAGATE = ("limits:", "delete: propagate\nlimits:")


def entry(title: str) -> Json:
    return {"all": {"written": "2026-03-01"}, "en": {"title": title}, "fr": {"title": f"{title}, fr"}}


SITE: Json = {"article": {"tea": entry("Tea"), "rum": entry("Rum"), "cup": entry("Cup"), "pot": entry("Pot")}}
LATE = {"written": "2026-03-01T10:30:00Z"}


def edited(side: Sandbox, slug: str, fields: Json, locale: str = "en") -> None:
    if side.name == "webflow":
        named = {{"headline": "name"}.get(name, name): value for name, value in fields.items()}
        code, place = small_site.LOCALES[locale], {"collection": "posts", "item": slug}
    else:
        named, code, place = fields, locale, {"page_type": "article", "slug": slug}
    side.edit(action="update", locale=code, fields=named, publish=True, **place)


def broken(side: Sandbox) -> None:
    """A time of day where a date is expected, in two entries."""
    for slug in ("tea", "rum"):
        for locale in ("en", "fr"):
            edited(side, slug, LATE, locale)


def crossed(sandboxes: Sandboxes, folder: Path, flow: str, *replaced: tuple[str, str]) -> Crossing:
    crossing = Crossing(sandboxes, folder, flow)
    crossing.write_mapping(*replaced)
    crossing.seed(SITE)
    return crossing


def steps(crossing: Crossing) -> list[Json]:
    return sorted(lines_of(crossing.plan(), "step"), key=lambda each: each["entry"])


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_entries_with_a_cell_that_cannot_be_read_are_set_aside_and_listed_and_the_rest_flows(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = crossed(sandboxes, tmp_path, flow)
    broken(crossing.source)
    assert within(crossing, "check", "MAPPING").code == 0
    said = within(crossing, "plan", "MAPPING")
    assert said.code == 0, said
    rum, tea = steps(crossing)
    assert [(each["entry"], each["locale"], each["field"]) for each in (rum, tea)] == [
        (["article", "rum"], "*", "written"),
        (["article", "tea"], "*", "written"),
    ]
    parts = ("written in all locales of Tea (article/tea)", "2026-03-01T10:30", "it has a time of day")
    assert all(part in tea["todo"] for part in parts), tea
    done = within(crossing, "sync", "MAPPING", "--json")
    assert done.code == 1, done
    there = content(sandboxes)[1 if flow == FORWARD else 0]
    slugs = {name.split("/")[1].split("+")[0].split(" ")[0] for name in there}
    assert ({"cup", "pot"} <= slugs, "tea" in slugs, "rum" in slugs) == (True, False, False)
    again = within(crossing, "sync", "MAPPING", "--json")
    assert (again.code, again.data["outcomes"]) == (1, {}), again.out
    verified = within(crossing, "verify", "MAPPING")
    assert verified.code == 1
    assert "it has a time of day" in verified.out


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_once_the_cell_is_mended_the_entry_flows(sandboxes: Sandboxes, tmp_path: Path, flow: str) -> None:
    crossing = crossed(sandboxes, tmp_path, flow)
    broken(crossing.source)
    assert within(crossing, "sync", "MAPPING").code == 1
    for slug in ("tea", "rum"):
        for locale in ("en", "fr"):
            edited(crossing.source, slug, {"written": "2026-03-02T00:00:00.000Z"}, locale)
    assert within(crossing, "sync", "MAPPING").code == 0
    assert within(crossing, "verify", "MAPPING").code == 0


@pytest.mark.parametrize("side", ["source", "target"])
@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_an_entry_that_is_set_aside_is_written_on_neither_side_and_nothing_of_its_kind_counts_as_deleted(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, side: str
) -> None:
    crossing = crossed(sandboxes, tmp_path, flow, *([PROPAGATE] if flow == BACKWARD else []))
    settled(crossing.sync())
    broken(getattr(crossing, side))
    edited(crossing.source, "tea", {"headline": "Not carried"})
    edited(crossing.source, "cup", {"headline": "Carried"})
    gone = {"page_type": "article", "slug": "pot"} if flow == BACKWARD else {"collection": "posts", "item": "pot"}
    crossing.source.edit(action="delete", **gone)
    done = within(crossing, "sync", "MAPPING", "--json")
    assert done.code == 1, done
    there = json.dumps(content(sandboxes)[1 if flow == FORWARD else 0])
    assert ("Not carried" in there, "Carried" in there, "Pot" in there) == (False, True, True)


def test_a_cell_that_became_unreadable_after_the_plan_was_made_stops_no_run(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = crossed(sandboxes, tmp_path, FORWARD)
    assert within(crossing, "plan", "MAPPING").code == 0
    broken(crossing.source)
    done = within(crossing, "apply", "PLAN", "--json")
    assert done.code == 1, done
    assert {each["entry"] for each in done.data["problems"]} == {"tea", "rum"}
    assert "article/cup" in content(sandboxes)[1]


@pytest.mark.parametrize("side", ["webflow", "butter"])
def test_an_export_leaves_out_what_cannot_be_read_and_says_so(sandboxes: Sandboxes, tmp_path: Path, side: str) -> None:
    crossing = crossed(sandboxes, tmp_path, FORWARD if side == "webflow" else BACKWARD)
    broken(crossing.source)
    done = within(crossing, "export", "MAPPING", side, tmp_path / "out", "--json")
    assert done.code == 1, done
    assert [(each["kind"], each["reason"].split(", ")[0]) for each in done.data["not_placed"]] == [
        ("article", "written in all locales")
    ] * 2
    folders = {each.name for each in (tmp_path / "out").rglob("*") if each.is_dir()}
    assert ("cup" in folders, "tea" in folders) == (True, False)


def test_where_entries_are_matched_by_a_cell_that_cannot_be_read_none_is_made_beside_it(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.write_mapping(("match: [$slug]", "match: [written]"))
    sandboxes.webflow.seed(small_site.webflow_seed({"article": {"tea": entry("Tea")}}))
    sandboxes.butter.seed(small_site.butter_seed({"article": {"cha": entry("Cha")}}))
    for locale in ("en", "fr"):
        edited(sandboxes.webflow, "tea", LATE, locale)
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["outcomes"]) == (1, {}), done.out
    (held,) = lines_of(crossing.plan(), "conflict")
    assert (held["reason"], "cannot be matched" in held["detail"]) == ("looks like another entry", True)


REVIEW = """\
isogloss: 1
name: review
sides:
  files: {adapter: bundle, path: files}
  copy: {adapter: bundle, path: copy}
flow: both
locales: {en: {files: en, copy: en, primary: true}}
kinds:
  post:
    files: {collection: posts}
    copy: {collection: posts}
    match: [$slug]
    fields:
      title: {type: text, files: title, copy: title}
      day: {type: date, files: day, copy: day}
delete: propagate
limits: {delete: 100%, change: 100%, minimum: 1000}
"""


@dataclass
class Files:
    """Two bundles, and the command line between them."""

    folder: Path

    def put(self, side: str, slug: str, **fields: str) -> None:
        lines = ["$status: published", *(f"{name}: {value}" for name, value in fields.items())]
        place = self.folder / side / "posts" / slug
        place.mkdir(parents=True, exist_ok=True)
        (place / "shared.yaml").write_text(f"$slug: {slug}\n", encoding="utf-8")
        (place / "en.yaml").write_text("\n".join([*lines, ""]), encoding="utf-8")

    def text(self, side: str, slug: str) -> str:
        return (self.folder / side / "posts" / slug / "en.yaml").read_text(encoding="utf-8")

    def ran(self, command: str) -> Ran:
        out = ("--out", self.folder / f"{command}.jsonl") if command != "verify" else ()
        state = str(self.folder / "state.db")
        return isogloss(command, self.folder / "review.yaml", "--json", *out, ISOGLOSS_STATE=state)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    made = Files(tmp_path)
    (tmp_path / "review.yaml").write_text(REVIEW, encoding="utf-8")
    (tmp_path / "copy").mkdir()
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "bundle.yaml").write_text(
        "bundle: 1\nlocales: [en]\nkinds:\n  posts:\n    fields:\n      title: {type: text}\n      day: {type: date}\n",
        encoding="utf-8",
    )
    for slug in ("tea", "cup", "pot"):
        made.put("files", slug, title=slug.title(), day="2026-03-01")
    return made


@pytest.mark.parametrize(
    ("fields", "field", "value"),
    [
        ({"title": "Tea", "day": "2026-03-01T10:30:00Z"}, "day", "10:30"),
        ({"title": '"Tea \\ud83d"', "day": "2026-03-01"}, "title", "ud83d"),
    ],
)
@pytest.mark.parametrize("before", [False, True])
def test_a_cell_of_a_bundle_that_cannot_be_read_sets_its_entry_aside_and_the_rest_flows(
    files: Files, fields: dict[str, str], field: str, value: str, before: bool
) -> None:
    if not before:
        assert files.ran("sync").code == 0
    files.put("files", "tea", **fields)
    files.put("files", "cup", title="Bowl", day="2026-03-01")
    done = files.ran("sync")
    assert done.code == 1, done
    (step,) = [each for each in lines_of(read_plan(files.folder / "sync.jsonl"), "step") if each["field"] == field]
    assert all(part in step["todo"] for part in (value, "posts/tea/en.yaml, line")), step
    assert "title: Bowl" in files.text("copy", "cup")
    assert (files.folder / "copy" / "posts" / "tea").exists() is not before
    again = files.ran("sync")
    assert (again.code, again.data["outcomes"]) == (1, {}), again
    assert files.ran("verify").code == 1
    files.put("files", "tea", title="Tea", day="2026-03-02")
    assert files.ran("sync").code == 0
    assert 'day: "2026-03-02"' in files.text("copy", "tea")
    assert files.ran("verify").code == 0


def test_an_edit_across_of_an_entry_of_a_bundle_that_cannot_be_read_waits(files: Files) -> None:
    assert files.ran("sync").code == 0
    files.put("files", "tea", title="Tea", day="tomorrow")
    said = files.text("files", "tea")
    files.put("copy", "tea", title="Green tea", day="2026-03-01")
    assert files.ran("sync").code == 1
    assert files.text("files", "tea") == said


HALF = "Tea \ud83d"


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_half_of_a_surrogate_pair_sets_its_entry_aside_and_the_rest_flows(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = crossed(sandboxes, tmp_path, flow)
    for locale in ("en", "fr"):
        edited(crossing.source, "tea", {"headline": HALF}, locale)
    done = within(crossing, "sync", "MAPPING", "--json")
    assert done.code == 1, done
    told = steps(crossing)
    assert {(tuple(each["entry"]), each["field"]) for each in told} == {(("article", "tea"), "title")}
    assert all("half of a surrogate pair (U+D83D)" in each["todo"] for each in told), told
    there = content(sandboxes)[1 if flow == FORWARD else 0]
    slugs = {name.split("/")[1].split("+")[0].split(" ")[0] for name in there}
    assert ({"cup", "pot", "rum"} <= slugs, "tea" in slugs) == (True, False)
    again = within(crossing, "sync", "MAPPING", "--json")
    assert (again.code, again.data["outcomes"]) == (1, {}), again.out
    for locale in ("en", "fr"):
        edited(crossing.source, "tea", {"headline": "Tea"}, locale)
    assert within(crossing, "sync", "MAPPING").code == 0
