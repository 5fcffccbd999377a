"""``isogloss redirects``: old addresses lead to new ones, before a plan is applied, after it, and for years."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import small_site
from command import within
from redirecting import redirecting
from sandboxes import PROMPT, Crossing

if TYPE_CHECKING:
    from pathlib import Path

    from command import Ran
    from sandboxes import Sandboxes

Json = dict[str, Any]
WEBFLOW, BUTTER = "https://pots.example/{locale}/blog/{slug}", "https://pots.example/{locale}/posts/{slug}"
SITE: Json = {
    "tea": {"all": {}, "en": {"title": "Tea"}, "fr": {"title": "Thé"}},
    "pot": {"all": {}, "en": {"title": "Pot"}},
    "hidden": {"all": {}, "en": {"title": "Hidden", "state": "draft"}},
}


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, small_site.BACKWARD, patience=PROMPT)
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    sandboxes.butter.seed(small_site.butter_seed({"article": SITE}))
    made.write_mapping(
        ("webflow: {collection: posts}", f'webflow: {{collection: posts, url: "{WEBFLOW}"}}'),
        ("butter: {page_type: article}", f'butter: {{page_type: article, url: "{BUTTER}"}}'),
    )
    assert within(made, "sync", "MAPPING").code == 0
    return made


def rename(crossing: Crossing, slug: str, **local: str) -> None:
    """Give a page other slugs in its locales, as editors of the source do."""
    for locale, name in local.items():
        there = {"page_type": "article", "slug": slug, "locale": locale}
        crossing.sandboxes.butter.edit(action="update", publish=True, **there, fields={"local_slug": name})


def written(crossing: Crossing, *words: str, form: str = "csv", code: int = 0) -> tuple[str, Ran]:
    out = crossing.folder / "redirects.out"
    ran = within(crossing, "redirects", "MAPPING", "webflow", "--format", form, "--out", out, "--json", *words)
    assert ran.code == code, ran.out + ran.err
    return out.read_text(encoding="utf-8"), ran


def rows(crossing: Crossing, *words: str) -> list[list[str]]:
    return list(csv.reader(written(crossing, *words)[0].splitlines()))


def test_a_plan_that_renames_leads_every_old_address_to_its_new_one_in_one_hop(crossing: Crossing) -> None:
    rename(crossing, "tea", en="green-tea", fr="the-vert")
    rename(crossing, "pot", en="kettle")
    plan = crossing.folder / "plan.jsonl"
    within(crossing, "plan", "MAPPING", "--out", plan)
    crossing.sandboxes.forget()
    rules, ran = written(crossing, "--plan", str(plan), form="_redirects")
    assert not crossing.sandboxes.writes()
    assert (ran.data["led"], ran.data["unled"]) == (3, [])
    old = ["/en-us/blog/tea", "/fr-fr/blog/tea-fr", "/en-us/blog/pot"]
    new = ["/en-us/blog/green-tea", "/fr-fr/blog/the-vert", "/en-us/blog/kettle"]
    with redirecting(rules, new) as address:
        for before, after in zip(old, new, strict=True):
            answer = httpx.get(address + before)
            assert (answer.status_code, answer.headers["location"]) == (301, after)
            assert httpx.get(address + after).status_code == 200
            assert len(httpx.get(address + before, follow_redirects=True).history) == 1
    within(crossing, "apply", plan)
    assert written(crossing, form="_redirects")[0] == rules


def test_what_was_renamed_again_and_again_still_leads_in_one_hop(crossing: Crossing) -> None:
    for name in ("one", "two", "three"):
        rename(crossing, "tea", en=name)
        assert within(crossing, "sync", "MAPPING").code == 0
    old = [f"/en-us/blog/{name}" for name in ("one", "tea", "two")]
    assert rows(crossing) == [[each, "/en-us/blog/three"] for each in old]
    rename(crossing, "tea", en="one")
    within(crossing, "sync", "MAPPING")
    assert rows(crossing) == [[f"/en-us/blog/{name}", "/en-us/blog/one"] for name in ("tea", "three", "two")]


def test_an_address_that_another_entry_took_is_told_and_hides_nothing(crossing: Crossing) -> None:
    rename(crossing, "tea", en="green-tea")
    within(crossing, "sync", "MAPPING")
    rename(crossing, "pot", en="tea")
    within(crossing, "sync", "MAPPING")
    text, ran = written(crossing)
    assert text.splitlines() == ["/en-us/blog/pot,/en-us/blog/tea"]
    assert ran.data["unled"] == [
        {
            "rule": "redirect-taken",
            "level": "warning",
            "from": "/en-us/blog/tea",
            "kind": "article",
            "entry": "tea",
            "locale": "en-US",
            "found": "article/pot in en-US is there now",
        }
    ]


def test_what_an_editor_renamed_on_the_side_itself_leads_too(crossing: Crossing) -> None:
    assert rows(crossing) == []
    crossing.sandboxes.webflow.edit(
        action="update", collection="posts", item="pot", locale="en-US", publish=True, fields={"slug": "kettle"}
    )
    assert rows(crossing) == [["/en-us/blog/pot", "/en-us/blog/kettle"]]


def test_what_nobody_sees_any_more_is_told_and_drafts_never_had_an_address(crossing: Crossing) -> None:
    crossing.sandboxes.webflow.edit(action="delete", collection="posts", item="pot")
    ran = within(crossing, "redirects", "MAPPING", "webflow", "--out", crossing.folder / "r.csv")
    assert ran.code == 0
    assert "r.csv: 0 redirects" in ran.out
    assert "redirect-gone: /en-us/blog/pot: article/pot is not to be seen in en-US any more" in ran.out
    assert "hidden" not in ran.out


def test_a_site_that_moves_leads_the_addresses_of_the_other_side(crossing: Crossing) -> None:
    assert rows(crossing, "--site-moves") == [
        ["/en/posts/pot", "/en-us/blog/pot"],
        ["/en/posts/tea", "/en-us/blog/tea"],
        ["/fr/posts/tea", "/fr-fr/blog/tea-fr"],
    ]


def test_redirects_that_there_are_are_kept_folded_and_loops_end_with_one(crossing: Crossing) -> None:
    crossing.sandboxes.webflow.edit(
        action="update", collection="posts", item="pot", locale="en-US", publish=True, fields={"slug": "kettle"}
    )
    kept = crossing.folder / "kept.csv"
    kept.write_text("Old Path,Redirect to\n/old,/en-us/blog/pot\n/shop,https://shop.example/\n", encoding="utf-8")
    assert rows(crossing, "--keep", str(kept)) == [
        ["/en-us/blog/pot", "/en-us/blog/kettle"],
        ["/old", "/en-us/blog/kettle"],
        ["/shop", "https://shop.example/"],
    ]
    kept.write_text("/a,/b\n/b,/a\n", encoding="utf-8")
    sarif = crossing.folder / "r.sarif"
    text, ran = written(crossing, "--keep", str(kept), "--report", f"sarif={sarif}", code=1)
    assert text.splitlines() == ["/en-us/blog/pot,/en-us/blog/kettle"]
    assert ran.data["rules"] == {"redirect-loop": 2}
    (run,) = json.loads(sarif.read_text(encoding="utf-8"))["runs"]
    assert [each["ruleId"] for each in run["results"]] == ["redirect-loop", "redirect-loop"]


def test_a_side_without_addresses_and_a_plan_of_another_mapping_are_refused(crossing: Crossing) -> None:
    plan = crossing.folder / "plan.jsonl"
    within(crossing, "plan", "MAPPING", "--out", plan)
    crossing.write_mapping(("name: pots", "name: pans"))
    out = crossing.folder / "r.csv"
    ran = within(crossing, "redirects", "MAPPING", "webflow", "--out", out)
    assert (ran.code, "no kind says its address on webflow" in ran.err) == (2, True)
    crossing.write_mapping(
        ("name: pots", "name: pans"),
        ("webflow: {collection: posts}", f'webflow: {{collection: posts, url: "{WEBFLOW}"}}'),
    )
    ran = within(crossing, "redirects", "MAPPING", "webflow", "--out", out, "--plan", plan)
    assert (ran.code, "the plan is of another mapping" in ran.err) == (2, True)
    assert not out.exists()


def test_a_page_that_is_made_anew_under_another_slug_is_led_before_and_after(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.FORWARD, patience=PROMPT)
    crossing.write_mapping(
        ("limits:", "rename: recreate\ndelete: propagate\nlimits:"),
        ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n"),
        ("butter: {page_type: article}", f'butter: {{page_type: article, url: "{BUTTER}"}}'),
    )
    sandboxes.butter.turn(page_delete=True)
    crossing.seed({"article": SITE})
    within(crossing, "sync", "MAPPING")
    sandboxes.webflow.edit(
        action="update", collection="posts", item="tea", locale="en-US", publish=True, fields={"slug": "chai"}
    )
    plan, out = tmp_path / "plan.jsonl", tmp_path / "r.csv"
    within(crossing, "plan", "MAPPING", "--out", plan)
    words = ("redirects", "MAPPING", "butter", "--out", out)
    wanted = ["/en/posts/tea,/en/posts/chai", "/fr/posts/tea,/fr/posts/chai"]
    assert within(crossing, *words, "--plan", plan).code == 0
    assert out.read_text(encoding="utf-8").splitlines() == wanted
    assert within(crossing, "apply", plan, "--confirm=pots").code == 1  # a step asks for just this redirect
    assert within(crossing, *words).code == 0
    assert out.read_text(encoding="utf-8").splitlines() == wanted
