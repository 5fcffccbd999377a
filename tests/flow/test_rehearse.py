"""``isogloss rehearse``: what it foretells is what the real run does, and it writes to nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import designed
import httpx
import pytest
import single_pages
import small_blog
import small_site
from command import within
from edge import TandemClock, unhurried
from file_server import serving
from sandboxes import PROMPT, READS, Crossing, content, settled
from two_worlds import Pair

from isogloss import api
from isogloss.apply.patience import Patience
from isogloss.demo import site
from isogloss.errors import Refused, UsageError
from isogloss.http.inside import Inside
from isogloss.model.address import Side
from isogloss.report.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

    from isogloss.answers import Rehearsed
    from isogloss.outcomes import Applied
    from isogloss.plan.data import PlanFile

CLOSE = 0.02
"""Requests are foretold to this share."""


def outcomes(applied: Applied) -> dict[str, str]:
    return {str(op): settled.outcome for op, settled in applied.result.outcomes.items()}


def asked(applied: Applied) -> dict[Side, int]:
    return {side: sum(applied.requests.get(side, {}).values()) for side in Side}


def rehearsed(crossing: Crossing, plan: PlanFile | None = None, **switches: dict[str, Any]) -> Rehearsed:
    """Rehearse; that nothing was written, by anybody, is asked each time."""
    crossing.sandboxes.forget()
    before, state = content(crossing.sandboxes), crossing.state.read_bytes() if crossing.state.exists() else None
    found = api.rehearse(crossing.session(), plan, switches=switches)
    assert {line["method"] for line in crossing.sandboxes.log()} <= READS
    assert content(crossing.sandboxes) == before
    assert (crossing.state.read_bytes() if crossing.state.exists() else None) == state
    return found


def foretold(crossing: Crossing, found: Rehearsed, plan: PlanFile) -> Applied:
    """Apply the plan for real: each op ends as was foretold, and about as much was asked."""
    done = crossing.apply(plan)
    assert found.applied is not None
    assert outcomes(found.applied) == outcomes(done)
    details = {op.id: settled.detail for op, settled in found.applied.result.problems}
    assert details == {op.id: settled.detail for op, settled in done.result.problems}
    for side, count in asked(done).items():
        assert abs(asked(found.applied)[side] - count) <= CLOSE * count, (side, found.applied.requests, done.requests)
    return done


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD, small_site.BOTH])
def test_a_rehearsal_foretells_what_becomes_of_each_op_and_what_it_asks(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, flow, patience=PROMPT, clock=unhurried(sandboxes))
    crossing.seed()
    plan = crossing.plan()
    unmade = rehearsed(crossing)
    found = rehearsed(crossing, plan)
    assert outcomes(found.applied) == outcomes(unmade.applied)
    assert not found.fails, (found.applied.result.problems, found.unlike)
    settled(foretold(crossing, found, plan))


def test_edits_of_both_sides_are_foretold_as_they_go(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH, patience=PROMPT, clock=unhurried(sandboxes))
    crossing.seed()
    settled(crossing.sync())
    edit = sandboxes.webflow.edit
    edit(action="update", collection="posts", item="second", fields={"name": "Second, edited"}, publish=True)
    edit(action="update", collection="posts", item="third", fields={"name": "Mine"}, publish=True)
    edit(action="delete", collection="authors", item="bob")
    page = {"action": "update", "page_type": "article"}
    sandboxes.butter.edit(**page, slug="first", locale="en", fields={"body": "<p>Other words</p>"}, publish=True)
    sandboxes.butter.edit(**page, slug="third", locale="en", fields={"headline": "Yours"}, publish=True)
    plan = crossing.plan()
    assert plan.header.counts.ops
    done = foretold(crossing, rehearsed(crossing, plan), plan)
    assert done.conflicts


@pytest.mark.parametrize("native", [False, True], ids=["tags", "native"])
def test_posts_of_a_blog_are_foretold_also_where_they_have_locales_of_their_own(
    sandboxes: Sandboxes, tmp_path: Path, native: bool
) -> None:
    crossing = Crossing(
        sandboxes, tmp_path, small_site.BOTH, small_blog.MAPPING, patience=PROMPT, clock=unhurried(sandboxes)
    )
    crossing.write_mapping(*(small_blog.NATIVE if native else ()))
    sandboxes.butter.turn(native_post_locales=native)
    names = [f"tea-{number}" for number in range(4)]
    titles = {name: {"all": {}, **{code: {"title": f"{name} {code}"} for code in ("en", "fr", "ja")}} for name in names}
    crossing.seed({"article": titles})
    plan = crossing.plan()
    settled(foretold(crossing, rehearsed(crossing, plan), plan))
    edit = {"action": "update", "collection": "posts", "publish": True}
    sandboxes.webflow.edit(**edit, item="tea-0", fields={"name": "Edited"})
    sandboxes.webflow.edit(**edit, item="tea-1", fields={"slug": "renamed"})
    plan = crossing.plan()
    assert plan.header.counts.ops
    settled(foretold(crossing, rehearsed(crossing, plan), plan))


LONG = "a-slug-of-more-than-a-hundred-characters-" * 3
FINE = ("slow", "slug too long")
"""What takes longer, and what the plan itself holds back with a word about it."""
REFUSED: list[Any] = [
    pytest.param("slug too long", {}, (), id="slug too long"),
    pytest.param("required", {}, (api.Must("butter", "article", "form"),), id="required"),
    pytest.param("items of the plan", {"item_limit": 2}, (), id="items"),
    pytest.param("reference gone", {}, (), id="reference"),
    pytest.param("file", {"media_fetch_fails": "first", "media_failure": "empty"}, (), id="file"),
    pytest.param("slow", {"land_seconds": 20.0}, (), id="slow"),
    pytest.param("never", {"land_never": True}, (), id="never"),
]


def want_form(sandboxes: Sandboxes) -> None:
    """From now on an article of the account needs a form, which no call tells."""
    state = sandboxes.butter.state()
    fields = state["page_types"]["article"]["fields"]
    state["page_types"]["article"]["fields"] = [{**each, "required": each["slug"] == "form"} for each in fields]
    sandboxes.butter.load(state)


@pytest.mark.parametrize(("what", "switches", "required"), REFUSED)
def test_every_refusal_is_foretold(
    sandboxes: Sandboxes, tmp_path: Path, what: str, switches: dict[str, Any], required: tuple[api.Must, ...]
) -> None:
    crossing = Crossing(sandboxes, tmp_path, patience=Patience(), clock=TandemClock(sandboxes))
    crossing.seed()
    webflow, butter = sandboxes.both
    if what == "slug too long":
        webflow.edit(action="update", collection="posts", item="second", fields={"slug": LONG}, publish=True)
    if required:
        want_form(sandboxes)
    if what == "reference gone":
        settled(crossing.sync())
        authors = next(each for each in webflow.state()["collections"] if each["slug"] == "authors")
        bob = next(each["id"] for each in authors["items"] if each["fieldData"]["slug"] == "bob")
        webflow.edit(action="update", collection="posts", item="third", fields={"author": bob}, publish=True)
    plan = crossing.plan()
    if what == "reference gone":
        bob = next(each["id"] for each in butter.state()["items"] if "bob" in str(each))
        butter.edit(action="delete", collection="authors", id=bob)
    butter.turn(**switches)
    before = crossing.session()
    crossing.sandboxes.forget()
    found = api.rehearse(before, plan, switches={"butter": switches}, required=required)
    assert not crossing.sandboxes.writes()
    foretold(crossing, found, plan)
    assert found.fails is (what not in FINE), (found.applied.result, found.unlike)
    assert (what == "slug too long") is bool(found.applied.conflicts or found.applied.steps)


def carried(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    crossing = Crossing(sandboxes, tmp_path, patience=PROMPT, clock=unhurried(sandboxes))
    crossing.seed()
    return crossing


def test_the_command_says_what_a_plan_would_take_and_ends_with_0(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = carried(sandboxes, tmp_path)
    assert within(crossing, "plan", "MAPPING").code == 0
    sandboxes.forget()
    ran = within(crossing, "rehearse", "PLAN", "--confirm-within", "1")
    assert ran.code == 0, ran
    assert "23 ops would come true." in ran.out
    assert "requests to butter: " in ran.out
    assert "at the permitted rates" in ran.out
    assert "butter tells neither which fields must be filled" in ran.out
    said = within(crossing, "rehearse", "MAPPING", "--json").data
    assert said["fails"] is False
    assert said["applied"]["outcomes"] == {"confirmed": 23}
    assert not sandboxes.writes()
    assert not crossing.state.exists()
    assert not (tmp_path / "runs").exists()


def test_the_command_ends_with_1_where_anything_would_fail_and_reports_name_it(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = carried(sandboxes, tmp_path)
    want_form(sandboxes)
    report = tmp_path / "rehearsal.json"
    page = tmp_path / "rehearsal.html"
    words = ["--report", f"json={report}", "--report", f"html={page}", "--switch", "butter.land_seconds=0.01"]
    words += ["--required", "butter.article.form"]
    ran = within(crossing, "rehearse", "MAPPING", "--confirm-within", "1", *words)
    assert ran.code == 1
    assert "3 of 23 ops would not come true" in ran.out
    told = json.loads(report.read_text(encoding="utf-8"))
    assert [each["id"] for each in told["findings"] if each["level"] != "note"] == ["op-unconfirmed"] * 3
    assert {each["id"] for each in told["findings"]} <= set(RULES)
    assert "accepted, but not visible" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--switch", "butter.land_secnds=2"], "did you mean 'land_seconds'"),
        (["--switch", "buter.land_seconds=2"], "there is no side buter"),
        (["--switch", "butter"], "write it as SIDE.NAME=VALUE"),
        (["--required", "butter.article.titel"], "there is no such field"),
        (["--required", "butter"], "write it as SIDE.KIND.FIELD"),
    ],
    ids=str,
)
def test_a_word_that_makes_no_sense_is_told_and_ends_with_2(
    sandboxes: Sandboxes, tmp_path: Path, words: list[str], says: str
) -> None:
    ran = within(carried(sandboxes, tmp_path), "rehearse", "MAPPING", *words)
    assert ran.code == 2
    assert says in ran.err


def test_what_apply_would_refuse_is_refused_as_apply_does(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = carried(sandboxes, tmp_path)
    plan = crossing.plan()
    settled(crossing.apply(plan))
    for act in (crossing.apply, lambda again: api.rehearse(crossing.session(), again)):
        with pytest.raises(Refused, match="this plan was applied already"):
            act(plan)


def test_a_locale_that_nobody_read_is_told_as_what_could_not_be_foreseen(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD, patience=PROMPT, clock=unhurried(sandboxes))
    crossing.seed()
    told = [each for each in rehearsed(crossing).unknown if "slug_unique_per" in each]
    assert told == []
    crossing.write_mapping(("  ja: {webflow: ja, butter: ja}\n", ""))
    (told,) = [each for each in rehearsed(crossing).unknown if "slug_unique_per" in each]
    assert told.startswith("webflow also has ja, which the mapping leaves out")


def test_a_run_that_was_cut_is_not_rehearsed(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = carried(sandboxes, tmp_path)
    plan = crossing.plan()
    crossing.apply(plan, replace(crossing.session(), allowance=api.Allowance(requests=40)))
    with pytest.raises(Refused, match="cannot be rehearsed"):
        api.rehearse(crossing.session(), plan)


def test_a_side_in_memory_has_no_stand_in(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be rehearsed"):
        api.rehearse(Pair(tmp_path).session())


def test_a_folder_of_files_is_stood_in_for_by_a_copy(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = carried(sandboxes, tmp_path)
    settled(crossing.sync())
    side = api.side_named(crossing.session().bridge, "butter")
    api.export(crossing.session(), side, tmp_path / "files")
    page = {"action": "update", "page_type": "article", "slug": "second", "locale": "en"}
    sandboxes.butter.edit(**page, fields={"headline": "Wrong"}, publish=True)
    before = {path: path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file()}
    restoring = api.from_bundle(crossing.session(), side, tmp_path / "files", overwrite=True)
    plan = api.plan(restoring, tmp_path / "import.jsonl")
    found = api.rehearse(restoring, plan)
    assert before == {path: path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file()}
    done = api.apply(restoring, plan)
    assert outcomes(found.applied) == outcomes(done)
    assert (len(outcomes(done)), asked(found.applied)) == (1, asked(done))


def test_a_mapping_that_reads_on_is_foretold_too(
    sandboxes: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[str] = []
    carried_by = Inside.handle_request

    def noting(inside: Inside, request: httpx.Request) -> httpx.Response:
        asked_for.append(str(request.url))
        return carried_by(inside, request)

    monkeypatch.setattr(Inside, "handle_request", noting)
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH, patience=PROMPT, clock=unhurried(sandboxes))
    crossing.write_mapping(("freshness: 600", "freshness: 600\ncensus: 7d"))
    crossing.seed()
    settled(crossing.sync())
    sandboxes.webflow.edit(action="update", collection="posts", item="second", fields={"name": "New"}, publish=True)
    plan = crossing.plan()
    settled(foretold(crossing, rehearsed(crossing, plan), plan))
    assert any("sortBy=lastUpdated" in url for url in asked_for), "it was read whole"


def test_minutes_are_those_of_the_permitted_rate(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, patience=Patience(), clock=TandemClock(sandboxes))
    crossing.text = crossing.text.replace("rate: 600000\nflow", "rate: 20\nflow")
    crossing.write_mapping()
    crossing.seed()
    plan = crossing.plan()
    crossing.clock.sleep(600.0)  # nothing of what planning asked counts any more
    found = api.rehearse(crossing.session(), plan)
    crossing.clock.sleep(600.0)
    done = foretold(crossing, found, plan)
    assert found.paces[Side.RIGHT] == 20
    assert found.applied.seconds == pytest.approx(done.seconds, rel=0.1)
    assert found.applied.seconds > 60


def test_pages_and_components_are_foretold(sandboxes: Sandboxes, tmp_path: Path) -> None:
    sandboxes.webflow.seed(designed.webflow_seed())
    sandboxes.butter.seed(designed.butter_seed())
    crossing = Crossing(
        sandboxes, tmp_path, small_site.BOTH, designed.MAPPING, patience=PROMPT, clock=unhurried(sandboxes)
    )
    settled(crossing.sync())
    page = {"action": "update", "page_type": "landing", "slug": "about", "locale": "fr", "publish": True}
    sandboxes.butter.edit(**page, fields={"title": "À propos"})
    plan = crossing.plan()
    settled(foretold(crossing, rehearsed(crossing, plan), plan))


def test_what_is_excluded_from_translation_is_left_out_of_a_rehearsal_too(sandboxes: Sandboxes, tmp_path: Path) -> None:
    sandboxes.webflow.turn(exclusions=True)
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH, patience=PROMPT, clock=unhurried(sandboxes))
    crossing.write_mapping((", rate: 600000}", ", rate: 600000, respect_exclusions: true}"))
    crossing.seed()
    settled(crossing.sync())
    sandboxes.webflow.edit(action="exclude", tag="fr-FR", collection="posts", field="body")
    page = {"action": "update", "page_type": "article", "slug": "second", "locale": "fr", "publish": True}
    sandboxes.butter.edit(**page, fields={"headline": "Encore", "body": "<p>Autre</p>"})
    plan = crossing.plan()
    found = rehearsed(crossing, plan)
    settled(foretold(crossing, found, plan))
    assert not found.fails


def test_a_file_that_would_be_uploaded_is_fetched_and_never_sent(sandboxes: Sandboxes, tmp_path: Path) -> None:
    with serving() as server:
        cover = server.put("/pot.png")
        sandboxes.butter.turn(media_rehost=False)
        crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD, patience=PROMPT, clock=unhurried(sandboxes))
        crossing.text = crossing.text.replace('"@WEBFLOW@/v2", rate', '"@WEBFLOW@/v2", assets: upload, rate')
        crossing.write_mapping(("limits:", "fetch: {allow_private: true}\nlimits:"))
        crossing.seed({"article": {"first": {"all": {}, "en": {"title": "First", "cover": {"url": cover, "alt": ""}}}}})
        plan = crossing.plan()
        found = rehearsed(crossing, plan)
        assert sandboxes.webflow.state()["assets"] == {}
        settled(foretold(crossing, found, plan))


def test_the_site_of_the_demo_is_foretold(sandboxes: Sandboxes, tmp_path: Path) -> None:
    text = site.mapping_text().replace("flow: webflow -> butter", "flow: @FLOW@")
    text = text.replace("${WEBFLOW_URL}", "@WEBFLOW@").replace("${BUTTERCMS_URL}", "@BUTTER@")
    crossing = Crossing(sandboxes, tmp_path, text=text, patience=PROMPT, clock=unhurried(sandboxes))
    sandboxes.webflow.seed(site.webflow_seed())
    sandboxes.butter.seed(site.butter_seed())
    plan = crossing.plan()
    found = rehearsed(crossing, plan)
    settled(foretold(crossing, found, plan))
    assert not found.fails
    assert plan.header.counts.ops > 60


@pytest.mark.parametrize("met", ["never", "before"])
def test_a_slug_that_a_page_of_a_type_which_is_left_out_has_too_is_foretold(
    sandboxes: Sandboxes, tmp_path: Path, met: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path, text=single_pages.MAPPING, patience=PROMPT, clock=unhurried(sandboxes))
    single_pages.seed(sandboxes)
    sandboxes.butter.seed({"pages": [single_pages.single("about", en="Us")]})
    single_pages.seed_other(sandboxes)
    if met == "before":
        crossing.sync()
        sandboxes.webflow.edit(
            action="update", collection="posts", item="about", fields={"name": "All of us"}, publish=True
        )
    plan = crossing.plan()
    found = rehearsed(crossing, plan)
    asked_of = [line["path"] for line in sandboxes.butter.log() if line["path"].startswith("/v2/pages/*/")]
    assert sorted({path for path in asked_of if path != "/v2/pages/*/"}) == ["/v2/pages/*/about/", "/v2/pages/*/home/"]
    done = foretold(crossing, found, plan)
    assert done.result.counts() == {"confirmed": 1, "failed": 1}
    assert found.fails
    ((_, told),) = found.applied.result.problems
    assert "Multiple pages found" in told.detail


def test_the_slug_of_a_page_that_is_known_to_be_gone_is_foretold_as_still_taken_unless_it_is_said_not_to_be(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH, patience=Patience(), clock=TandemClock(sandboxes))
    crossing.write_mapping(("limits:", "conflict: webflow\nlimits:"))
    crossing.seed()
    settled(crossing.sync())
    sandboxes.butter.turn(page_delete=True)
    sandboxes.butter.edit(action="delete", page_type="article", slug="second")
    edit = {"action": "update", "collection": "posts", "item": "second", "publish": True}
    sandboxes.webflow.edit(**edit, fields={"name": "Mine"})
    plan = crossing.plan()
    free = api.rehearse(crossing.session(), plan, switches={"butter": {"deleted_slug_reusable": True}})
    assert not free.fails
    found = rehearsed(crossing, plan)
    assert found.fails
    done = foretold(crossing, found, plan)
    assert "held" in done.result.counts()
