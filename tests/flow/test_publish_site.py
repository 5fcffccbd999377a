"""``publish: site``: the whole site is published once, last of all, and only where nothing on it is half done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from plan_lines import lines_of
from sandboxes import Crossing, settled
from two_worlds import EN, Pair, text

from isogloss.errors import Interrupted
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.plan.data import PlanFile
from isogloss.report.html import render_html
from isogloss.report.markdown import render_markdown
from isogloss.report.model import build_report
from isogloss.report.whole import whole_of
from isogloss.report.words import headline

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]
SITE = ("limits:", "publish: site\nlimits:")
TWO = {"author": {slug: {"all": {}, "en": {"name": slug}, "fr": {"name": f"[{slug}]"}} for slug in ("ann", "bob")}}


@pytest.fixture
def crossing(sandboxes: support.Sandboxes, tmp_path: Path) -> Crossing:
    """Two authors on their way to Webflow, whose whole site is asked to be published."""
    made = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    made.write_mapping(SITE)
    made.seed(TWO)
    sandboxes.webflow.turn(minute_seconds=1.0, rate_limit=None)
    return made


def publishes(crossing: Crossing) -> list[int]:
    """Places of the calls that publish the whole site, among all writes to Webflow."""
    paths = [line["path"] for line in crossing.sandboxes.webflow.writes()]
    return [n for n, path in enumerate(paths) if "/sites/" in path and path.endswith("/publish")]


def on_site(crossing: Crossing) -> Any:
    return crossing.sandboxes.webflow.state()["site"]["lastPublished"]


def rename(crossing: Crossing, slug: str, code: str, name: str) -> None:
    """An editor gives an author another name on ButterCMS."""
    state = crossing.sandboxes.butter.state()
    for item in state["items"]:
        version = item["locales"].get(code)
        if version and version["live"]["slug"] == slug:
            version["live"]["name"] = name
    crossing.sandboxes.butter.load(state)


def test_the_site_is_published_once_as_the_last_call_and_not_where_nothing_changed(crossing: Crossing) -> None:
    before = on_site(crossing)
    plan = crossing.plan()
    assert [data["waits"] for data in lines_of(plan, "site")] == [""]
    applied = crossing.apply(plan)
    settled(applied)
    writes = crossing.sandboxes.webflow.writes()
    assert publishes(crossing) == [len(writes) - 1]
    assert on_site(crossing) > before
    sent, intended = crossing.sent_and_intended()
    assert sent == intended
    assert list(lines_of(crossing.plan(), "site")) == []
    crossing.sandboxes.forget()
    settled(crossing.sync())
    assert crossing.sandboxes.writes() == []


def test_every_report_says_what_publishing_the_site_makes_live(crossing: Crossing) -> None:
    report = build_report(crossing.plan())
    assert "1 whole site published" in headline(report)
    for page in (render_markdown(report), "".join(render_html(whole_of(crossing.plan())))):
        assert "publishes the site of webflow last of all" in page
        assert "whatever else is staged and queued there" in page


def test_the_limit_of_one_publish_a_minute_is_waited_for(crossing: Crossing) -> None:
    settled(crossing.sync())
    rename(crossing, "ann", "en", "Ann the second")
    settled(crossing.sync())
    statuses = [
        line["status"]
        for line in crossing.sandboxes.webflow.log()
        if line["method"] == "POST" and "/sites/" in line["path"]
    ]
    assert statuses[0] == statuses[-1] == 202
    assert set(statuses) <= {202, 429}
    assert statuses.count(202) == 2


def test_a_run_that_failed_in_part_leaves_the_site_and_a_later_one_publishes_it(crossing: Crossing) -> None:
    crossing.sandboxes.webflow.fault(kind="status", method="POST", path="/items/publish$", status=400, times=None)
    (blocked,) = [s for op, s in crossing.sync().result.problems if op.entry.kind == "site"]
    assert blocked.outcome == "blocked"
    assert publishes(crossing) == []
    crossing.sandboxes.webflow.mend()
    settled(crossing.sync())
    assert len(publishes(crossing)) == 1


def test_the_site_stays_due_until_it_was_published_though_nothing_is_left_to_write(crossing: Crossing) -> None:
    crossing.sandboxes.webflow.fault(kind="status", method="POST", path="/sites/[^/]+/publish$", status=400, times=None)
    assert crossing.sync().result.counts()["failed"] == 1
    crossing.sandboxes.webflow.mend()
    crossing.sandboxes.forget()
    plan = crossing.plan()
    assert (list(lines_of(plan, "op")), len(list(lines_of(plan, "site")))) == ([], 1)
    settled(crossing.sync())
    assert len(crossing.sandboxes.writes()) == len(publishes(crossing)) == 1


@pytest.mark.parametrize(("kind", "times"), [("drop_after", 1), ("drop_before", 1), ("status_after", 1)])
def test_a_publish_whose_answer_was_lost_is_looked_for(crossing: Crossing, kind: str, times: int) -> None:
    crossing.sandboxes.webflow.fault(kind=kind, method="POST", path="/sites/[^/]+/publish$", times=times)
    before = on_site(crossing)
    settled(crossing.sync())
    assert on_site(crossing) > before


def test_a_run_that_is_cut_after_publishing_does_not_publish_again(crossing: Crossing) -> None:
    plan = crossing.plan()

    def stop() -> None:
        if publishes(crossing):
            raise Interrupted("stopped")

    with pytest.raises(Interrupted):
        crossing.apply(plan, replace(crossing.session(), stop=stop))
    settled(crossing.apply(plan))
    assert len(publishes(crossing)) == 1


def test_the_site_is_not_published_while_half_of_a_translation_is_held(crossing: Crossing) -> None:
    crossing.write_mapping(("flow: butter -> webflow", "flow: both"), SITE)
    settled(crossing.sync())
    before = on_site(crossing)
    rename(crossing, "ann", "en", "Ann B")
    rename(crossing, "ann", "fr", "Anne B")
    state = crossing.sandboxes.webflow.state()
    for collection in state["collections"]:
        for row in collection["items"]:
            if row["fieldData"]["name"] == "[ann]":
                row["fieldData"]["name"] = row["live"]["fieldData"]["name"] = "Anne W"
    crossing.sandboxes.webflow.load(state)
    plan = crossing.plan()
    (site,) = lines_of(plan, "site")
    assert "author/ann" in site["waits"]
    assert "1 step" in headline(build_report(plan))
    crossing.apply(plan)
    assert on_site(crossing) == before
    crossing.write_mapping(
        ("flow: butter -> webflow", "flow: both"), ("limits:", "publish: site\nconflict: butter\nlimits:")
    )
    settled(crossing.sync())
    assert on_site(crossing) != before


def test_what_goes_live_only_with_its_site_is_a_step_where_nobody_asked_for_publishing_it(tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    pair.right.capabilities = replace(pair.right.capabilities, live_with_site=True)
    for slug in ("tea", "rum"):
        pair.left.put("article", slug, {EN: {"title": text(slug), STATUS: PUBLISHED}}, slug=slug)
    (step,) = steps(pair.plan())
    assert "publish the site of right" in step["todo"]
    assert "2 of its entries" in step["todo"]
    assert pair.sync().steps == 1
    assert pair.sync().steps == 0
    pair.left.edit("article", "tea", EN, title=text("Green tea"))
    pair.options["publish"] = "draft"
    assert steps(pair.plan()) == []


def test_a_site_that_no_call_can_publish_is_a_step_also_where_publishing_it_is_asked_for(tmp_path: Path) -> None:
    pair = Pair(tmp_path, options={"publish_site": True})
    pair.right.capabilities = replace(pair.right.capabilities, live_with_site=True)
    pair.left.put("article", "tea", {EN: {"title": text("tea"), STATUS: PUBLISHED}}, slug="tea")
    assert len(steps(pair.plan())) == 1


def steps(plan: PlanFile) -> list[Json]:
    return list(lines_of(plan, "step"))
