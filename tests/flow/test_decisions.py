"""What people decide about conflicts: recorded, followed by the next run, and done with."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import small_site
from plan_lines import lines_of
from rich.console import Console
from sandboxes import Crossing, Sandboxes
from two_worlds import EN, FR, Pair, html, number, refs, remote_of, text

from isogloss import api
from isogloss.api import Patience
from isogloss.errors import Refused, Unavailable, UsageError
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.locale import SHARED
from isogloss.model.value import digest
from isogloss.plan.limits import Limits
from isogloss.report.html import render_html
from isogloss.report.json import render_json
from isogloss.report.markdown import render_markdown
from isogloss.report.model import build_report
from isogloss.report.terminal import render_plan
from isogloss.report.whole import whole_of
from isogloss.state.opened import open_state


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path)
    made.left.put(
        "article",
        "tea",
        {
            EN: {"title": text("Tea"), "body": html("<p>One two three.</p><p>Four.</p>"), STATUS: PUBLISHED},
            FR: {"title": text("Thé"), STATUS: PUBLISHED},
        },
        slug="tea",
    )
    made.sync()
    return made


def disagree(pair: Pair, **cells: tuple[str, str]) -> None:
    """Edit the same cells of the English variant on both sides."""
    made = {"title": text, "body": html}
    pair.left.edit("article", "tea", EN, **{name: made[name](values[0]) for name, values in cells.items()})
    right = remote_of(pair.right, "article", "tea")
    pair.right.edit("article", right, EN, **{name: made[name](values[1]) for name, values in cells.items()})


def the_one(pair: Pair) -> str:
    (found,) = api.conflicts(pair.session()).found
    return found.id


def title(pair: Pair, side: Side) -> object:
    return pair.shown(side, "article", "tea", EN, "title")


def is_silent(pair: Pair) -> None:
    """Two runs that have nothing to do, and nothing to tell."""
    for _ in range(2):
        applied = pair.sync()
        assert applied.result.counts() == {}
        assert applied.conflicts == 0
    assert api.conflicts(pair.session()).found == ()


@pytest.mark.parametrize("side", Side)
def test_the_side_that_a_person_takes_is_right_on_both(pair: Pair, side: Side) -> None:
    disagree(pair, title=("Green tea", "Red tea"))
    assert pair.sync().conflicts == 1
    made = api.resolve(pair.session(), [the_one(pair)], api.TakeSide(side.value), by="ann")
    assert [each.by for each in made] == ["ann"]
    applied = pair.sync()
    assert applied.result.counts() == {"confirmed": 2}  # the text, and its publishing
    wanted = text("Green tea") if side is Side.LEFT else text("Red tea")
    assert title(pair, Side.LEFT) == title(pair, Side.RIGHT) == wanted
    is_silent(pair)
    with open_state(str(pair.state), "pair", pair.clock) as state:
        (kept,) = state.resolutions.all()
        assert (kept.status, kept.run) == ("done", applied.run)


def both_show(pair: Pair, name: str, value: object) -> bool:
    return all(pair.shown(side, "article", "tea", EN, name) == value for side in Side)


def kept(pair: Pair) -> list[tuple[str, str]]:
    with open_state(str(pair.state), "pair", pair.clock) as state:
        return [(each.status, each.why) for each in state.resolutions.all()]


def held(pair: Pair, **cells: tuple[str, str]) -> str:
    disagree(pair, **cells)
    assert pair.sync().conflicts == 1
    return the_one(pair)


def decisions(plan: api.PlanFile) -> list[tuple[str, str]]:
    return [(each["fate"], each["detail"]) for each in lines_of(plan, "resolution")]


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (api.TakeValue("Any tea\n"), text("Any tea")),
        (api.TakeValue("Green tea"), text("Green tea")),
        (api.TakeValue("By hand", "edit"), text("By hand")),
        (api.TakeValue(""), None),
    ],
    ids=["a value of its own", "the value of a side", "by hand", "cleared"],
)
def test_a_value_that_a_person_gives_is_right_on_both(pair: Pair, choice: api.TakeValue, wanted: object) -> None:
    found = held(pair, title=("Green tea", "Red tea"))
    api.resolve(pair.session(), [found], choice, by="ann")
    assert set(pair.sync().result.counts()) == {"confirmed"}
    assert both_show(pair, "title", wanted)
    is_silent(pair)
    assert kept(pair) == [("done", "")]


def test_both_edits_are_merged_where_a_person_says_so(pair: Pair) -> None:
    found = held(pair, body=("<p>1 two three.</p><p>Four.</p>", "<p>One two 3.</p><p>Four and five.</p>"))
    api.resolve(pair.session(), [found], api.TakeBoth(), by="ann")
    pair.sync()
    assert both_show(pair, "body", html("<p>1 two 3.</p><p>Four and five.</p>"))
    is_silent(pair)


def test_edits_that_touch_are_not_merged_and_nothing_is_recorded(pair: Pair) -> None:
    found = held(pair, body=("<p>One 2 three.</p><p>Four.</p>", "<p>One zwei three.</p><p>Four.</p>"))
    with pytest.raises(UsageError, match=f"{found} .*the edits touch"):
        api.resolve(pair.session(), [found], api.TakeBoth(), by="ann")
    assert kept(pair) == []


def test_a_conflict_keeps_its_id_and_its_age_until_it_is_settled(pair: Pair) -> None:
    found = held(pair, title=("Green tea", "Red tea"))
    (first,) = api.conflicts(pair.session()).found
    pair.clock.sleep(86400)
    disagree(pair, title=("Green tea", "Black tea"))
    pair.sync()
    (again,) = api.conflicts(pair.session()).found
    assert (again.id, again.since) == (found, first.since)
    assert again.waiting.right == text("Black tea")
    disagree(pair, title=("Tea", "Tea"))
    pair.sync()
    assert held(pair, title=("Green tea", "Red tea")) == found
    (anew,) = api.conflicts(pair.session()).found
    assert anew.since is not None
    assert first.since is not None
    assert anew.since > first.since


def test_what_both_had_and_when_each_was_changed_is_told(pair: Pair) -> None:
    held(pair, title=("Green tea", "Red tea"))
    (found,) = api.conflicts(pair.session()).found
    assert found.base == (text("Tea"), text("Tea"))
    assert found.waiting.traces is not None
    assert all(found.waiting.traces.changed)


@pytest.mark.parametrize("moved", Side)
def test_a_decision_lapses_where_a_side_moved_and_writes_nothing(pair: Pair, moved: Side) -> None:
    found = held(pair, title=("Green tea", "Red tea"))
    api.resolve(pair.session(), [found], api.TakeSide("left"), by="ann")
    remote = remote_of(pair.world(moved), "article", "tea")
    pair.world(moved).edit("article", remote, EN, title=text("Black tea"))
    before = pair.writes()
    applied = pair.sync()
    why = f"{moved.value} moved since it was decided"
    assert decisions(applied.plan) == [("lapsed", why)]
    assert (applied.conflicts, pair.writes()) == (1, before)
    assert kept(pair) == [("lapsed", why)]
    assert the_one(pair) == found
    assert decisions(pair.sync().plan) == [], "it is told once"


@pytest.mark.parametrize("taken_off", [False, True])
def test_a_decision_to_publish_what_is_archived_lapses_where_that_is_taken_off_the_site(
    sandboxes: Sandboxes, tmp_path: Path, taken_off: object
) -> None:
    """What is archived on Webflow is live until the site is published; taken off, it is archived all the same."""
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.seed({"article": {"tea": {"all": {}, "en": {"title": "Tea"}}}})
    crossing.sync()
    tea = {"collection": "posts", "item": "tea", "locale": "en-US"}
    sandboxes.webflow.edit(action="archive", **tea)
    crossing.state.unlink()  # so that nobody knows who did what
    crossing.sync()
    (held,) = api.conflicts(crossing.session()).found
    api.resolve(crossing.session(), [held.id], api.TakeSide("butter"), by="ann")
    if taken_off:
        sandboxes.webflow.edit(action="unpublish", **tea)
    (followed,) = lines_of(crossing.sync().plan, "resolution")
    assert followed["fate"] == ("lapsed" if taken_off else "carried out")
    (posts,) = (each for each in sandboxes.webflow.state()["collections"] if each["slug"] == "posts")
    (row,) = posts["items"]
    assert (row["live"] is None) is taken_off


def test_a_decision_lapses_where_the_conflict_was_settled_by_hand(pair: Pair) -> None:
    found = held(pair, title=("Green tea", "Red tea"))
    api.resolve(pair.session(), [found], api.TakeSide("left"), by="ann")
    disagree(pair, title=("Black tea", "Black tea"))
    assert decisions(pair.sync().plan) == [("lapsed", "nothing waits there any more")]
    is_silent(pair)


def test_a_dry_plan_tells_of_a_decision_and_leaves_it_open(pair: Pair) -> None:
    found = held(pair, title=("Green tea", "Red tea"))
    api.resolve(pair.session(), [found], api.TakeSide("left"), by="ann", note="as legal asked")
    before = pair.state.read_bytes()
    plan = pair.plan()
    assert decisions(plan) == [("carried out", "")]
    (op, _) = plan.ops()
    (change,) = op.changes
    assert change.decided is not None
    assert (change.decided.how, change.decided.by) == ("take left", "ann")
    assert pair.state.read_bytes() == before
    (waits,) = api.conflicts(pair.session()).found
    assert waits.decided is not None
    assert waits.decided.note == "as legal asked"
    pair.apply(plan)
    assert kept(pair) == [("done", "")]
    is_silent(pair)


def test_a_decision_about_several_is_made_for_all_of_them_or_for_none(pair: Pair) -> None:
    disagree(pair, title=("Green tea", "Red tea"), body=("<p>x</p>", "<p>y</p>"))
    pair.sync()
    ids = [each.id for each in api.conflicts(pair.session()).found]
    with pytest.raises(UsageError, match="there is no conflict"):
        api.resolve(pair.session(), [*ids, "zzzz"], api.TakeSide("left"), by="ann")
    assert kept(pair) == []
    api.resolve(pair.session(), ids, api.TakeSide("right"), by="ann")
    pair.sync()
    assert both_show(pair, "title", text("Red tea"))
    assert both_show(pair, "body", html("<p>y</p>"))
    is_silent(pair)


def test_the_later_of_two_decisions_counts_and_one_that_is_taken_back_does_not(pair: Pair) -> None:
    found = held(pair, title=("Green tea", "Red tea"))
    for side in ("left", "right"):
        api.resolve(pair.session(), [found], api.TakeSide(side), by="ann")
    assert [status for status, _ in kept(pair)] == ["replaced", "open"]
    assert api.withdraw(pair.session(), [found[:5]]) == (found,)
    assert pair.sync().conflicts == 1
    with pytest.raises(UsageError, match=f"no decision is open about {found}"):
        api.withdraw(pair.session(), [found])
    api.resolve(pair.session(), [found], api.TakeSide("right"), by="ann")
    pair.sync()
    assert both_show(pair, "title", text("Red tea"))


def test_an_id_that_may_be_several_is_refused_with_them(pair: Pair) -> None:
    disagree(pair, title=("Green tea", "Red tea"), body=("<p>x</p>", "<p>y</p>"))
    pair.sync()
    first, second = (each.id for each in api.conflicts(pair.session()).found)
    shared = next(n for n in range(9) if first[: n + 1] != second[: n + 1])
    if shared:
        with pytest.raises(UsageError, match=f"2 ids begin so .*{min(first, second)}"):
            api.resolve(pair.session(), [first[:shared]], api.TakeSide("left"), by="ann")
    with pytest.raises(UsageError, match="there is no conflict"):
        api.resolve(pair.session(), [""], api.TakeSide("left"), by="ann")


def test_an_unknown_side_is_refused_with_the_nearest(pair: Pair) -> None:
    found = held(pair, title=("Green tea", "Red tea"))
    with pytest.raises(UsageError, match="there is no side lef; did you mean left"):
        api.resolve(pair.session(), [found], api.TakeSide("lef"), by="ann")


def test_what_no_run_left_is_found_by_looking_now(pair: Pair) -> None:
    disagree(pair, title=("Green tea", "Red tea"))
    assert api.conflicts(pair.session()).found == ()
    (found,) = api.conflicts(pair.session(), fresh=True).found
    assert found.since is None
    with pytest.raises(UsageError, match="among what the last run left"):
        api.resolve(pair.session(), [found.id], api.TakeSide("left"), by="ann")
    api.resolve(pair.session(), [found.id], api.TakeSide("left"), by="ann", fresh=True)
    pair.sync()
    assert both_show(pair, "title", text("Green tea"))
    is_silent(pair)


def test_a_decision_waits_for_what_has_to_be_settled_first(pair: Pair) -> None:
    found = held(pair, title=("Green tea", "Red tea"))
    api.resolve(pair.session(), [found], api.TakeSide("left"), by="ann")
    right = remote_of(pair.right, "article", "tea")
    pair.right.edit("article", right, EN, publish=False, body=html("<p>Not yet.</p>"))
    (before,) = api.conflicts(pair.session()).found
    pair.clock.sleep(3600)
    ((fate, why),) = decisions(pair.sync().plan)
    assert fate == "waits"
    assert "not published yet" in why
    assert kept(pair) == [("open", "")]
    waits = {each.id: each for each in api.conflicts(pair.session()).found}[found]
    assert (waits.since, waits.decided) == (before.since, before.decided), "it is found as it was"
    pair.right.edit("article", right, EN, body=html("<p>One two three.</p><p>Four.</p>"))
    pair.sync()
    assert both_show(pair, "title", text("Green tea"))
    is_silent(pair)


def test_only_a_side_can_be_taken_of_a_state_or_a_whole_entry(pair: Pair) -> None:
    pair.left.put("article", "pot", {EN: {"title": text("Pot"), STATUS: PUBLISHED}}, slug="pot")
    pair.sync()
    del pair.left.entries["article", "pot"]
    pair.right.edit("article", remote_of(pair.right, "article", "pot"), EN, title=text("Red pot"))
    pair.sync()
    with pytest.raises(UsageError, match="so only a side can be taken: --take SIDE"):
        api.resolve(pair.session(), [the_one(pair)], api.TakeValue("x"), by="ann")


def test_nothing_can_be_decided_about_what_waits_for_something_else(pair: Pair) -> None:
    right = remote_of(pair.right, "article", "tea")
    pair.right.edit("article", right, EN, publish=False, body=html("<p>Not yet.</p>"))
    pair.left.edit("article", "tea", EN, title=text("Green tea"))
    pair.sync()
    found = the_one(pair)
    with pytest.raises(UsageError, match=r"nothing can be decided here.*unpublished edits on the target"):
        api.resolve(pair.session(), [found], api.TakeSide("left"), by="ann")


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("rank", "many", "this is no number"),
        ("related", "[article/nowhere", "this is no references: not YAML"),
        ("related", "[nowhere]", "there is no entry article/nowhere that could be linked to"),
    ],
)
def test_a_value_that_is_none_of_the_field_is_refused_with_the_reason(
    pair: Pair, name: str, given: str, said: str
) -> None:
    locale = SHARED if name == "rank" else EN
    values = {"rank": (number(1), number(2)), "related": (refs("article", "tea"), refs("article", "pot"))}[name]
    for slug in ("pot",):
        pair.left.put("article", slug, {EN: {"title": text(slug), STATUS: PUBLISHED}}, slug=slug)
    pair.sync()
    pair.left.edit("article", "tea", EN, **{name: values[0]})
    pair.right.edit(
        "article",
        remote_of(pair.right, "article", "tea"),
        EN,
        **{name: refs("article", remote_of(pair.right, "article", "pot")) if name == "related" else values[1]},
    )
    pair.sync()
    (found,) = api.conflicts(pair.session()).found
    assert found.waiting.at.locale == locale
    with pytest.raises(UsageError, match=re.escape(said)):
        api.resolve(pair.session(), [found.id], api.TakeValue(given), by="ann")
    assert kept(pair) == []
    good = api.TakeValue("[pot, tea]" if name == "related" else "7\n")
    api.resolve(pair.session(), [found.id], good, by="ann")
    pair.sync()
    is_silent(pair)


def test_a_side_that_requires_a_field_is_asked_before_it_is_emptied(pair: Pair) -> None:
    pair.right.required["article"] = frozenset({"title"})
    found = held(pair, title=("Green tea", "Red tea"))
    with pytest.raises(UsageError, match="right cannot hold this value: it is required, and cannot be emptied"):
        api.resolve(pair.session(), [found], api.TakeValue(""), by="ann")


def test_everything_else_of_the_entry_flows_while_a_decision_waits_for_the_next_run(pair: Pair) -> None:
    disagree(pair, title=("Green tea", "Red tea"))
    pair.left.edit("article", "tea", FR, title=text("Thé vert"))
    pair.left.edit("article", "tea", EN, body=html("<p>New.</p>"))
    assert pair.sync().conflicts >= 1
    assert pair.shown(Side.RIGHT, "article", "tea", FR, "title") == text("Thé vert")
    assert pair.shown(Side.RIGHT, "article", "tea", EN, "body") == html("<p>New.</p>")


def test_a_decision_half_of_which_was_written_is_finished_by_the_next_run(pair: Pair) -> None:
    found = held(pair, title=("Green tea", "Red tea"))
    api.resolve(pair.session(), [found], api.TakeValue("Any tea"), by="ann")
    pair.right.lose |= {len(pair.right.calls) + n: "before" for n in range(1, 9)}
    pair.patience = Patience(first=0.01, confirm=0.1, unsure=0.1)
    with pytest.raises(Unavailable):
        pair.sync()
    assert (title(pair, Side.LEFT), title(pair, Side.RIGHT)) == (text("Any tea"), text("Red tea"))
    pair.right.lose.clear()
    assert kept(pair) == [("open", "")]
    for _ in range(2):
        pair.sync()
    assert both_show(pair, "title", text("Any tea"))
    is_silent(pair)
    assert kept(pair) == [("done", "")]


def test_a_run_that_carried_a_decision_out_can_be_taken_back(pair: Pair) -> None:
    found = held(pair, title=("Green tea", "Red tea"))
    api.resolve(pair.session(), [found], api.TakeSide("left"), by="ann")
    run = pair.sync().run
    pair.apply(api.undo(pair.session(), run, pair.out("undo")))
    assert title(pair, Side.RIGHT) == text("Red tea")
    assert title(pair, Side.LEFT) == text("Green tea")
    is_silent(pair)


def test_a_person_agrees_to_a_deletion_within_the_limits_alone(pair: Pair) -> None:
    for n in range(9):
        pair.left.put("article", f"p{n}", {EN: {"title": text(f"P{n}"), STATUS: PUBLISHED}}, slug=f"p{n}")
    pair.sync()
    for n in range(5):
        del pair.left.entries["article", f"p{n}"]
    pair.sync()
    ids = [each.id for each in api.conflicts(pair.session()).found]
    assert len(ids) == 5
    api.resolve(pair.session(), ids, api.TakeSide("left"), by="ann")
    pair.options["limits"] = Limits(delete=0.2, change=1.0, minimum=1)
    with pytest.raises(Refused, match="delete"):
        pair.sync()
    assert len(pair.right.entries) == 10
    pair.options["limits"] = Limits(delete=1.0, change=1.0, minimum=1)
    pair.sync()
    assert len(pair.right.entries) == 5
    is_silent(pair)


def test_a_deletion_that_was_agreed_on_lapses_where_the_entry_was_edited_since(pair: Pair) -> None:
    pair.left.put("article", "pot", {EN: {"title": text("Pot"), STATUS: PUBLISHED}}, slug="pot")
    pair.sync()
    del pair.left.entries["article", "pot"]
    pair.sync()
    api.resolve(pair.session(), [the_one(pair)], api.TakeSide("left"), by="ann")
    pair.right.edit("article", remote_of(pair.right, "article", "pot"), EN, title=text("Not yet"))
    assert decisions(pair.sync().plan) == [("lapsed", "right moved since it was decided")]
    assert len(pair.right.entries) == 2


def test_reports_of_a_plan_say_whose_decision_it_was(pair: Pair) -> None:
    found = held(pair, title=("Green tea", "Red tea"))
    assert found in render_markdown(build_report(pair.plan()))
    api.resolve(pair.session(), [found], api.TakeSide("left"), by="ann <b>")
    report = build_report(pair.plan())
    console = Console(file=io.StringIO(), width=100)
    render_plan(report, console)
    told = "take left, by ann"
    page = "".join(render_html(whole_of(pair.plan())))
    for said in (render_markdown(report), page, render_json(report), console.file.getvalue()):
        assert found in said
        assert "decided by ann" in said
    assert told in render_markdown(report)
    assert "<b>" not in page.split("</style>")[1].replace("<b></b>", "")
    assert json.loads(render_json(report))["decisions"][0]["how"] == "take left"


def test_what_an_older_version_did_not_keep_is_kept_once_it_is_still_shown(pair: Pair) -> None:
    with closing(sqlite3.connect(pair.state)) as connection, connection:
        assert connection.execute("delete from isogloss_body").rowcount > 0
        assert connection.execute("delete from isogloss_meta where name like 'bodies whole/%'").rowcount == 1
    pair.sync()
    found = held(pair, body=("<p>1 two three.</p><p>Four.</p>", "<p>One two 3.</p><p>Four.</p>"))
    (waits,) = api.conflicts(pair.session()).found
    assert waits.base == (html("<p>One two three.</p><p>Four.</p>"),) * 2
    api.resolve(pair.session(), [found], api.TakeBoth(), by="ann")
    pair.sync()
    assert both_show(pair, "body", html("<p>1 two 3.</p><p>Four.</p>"))


@pytest.mark.parametrize(
    ("options", "kept"), [({}, True), ({"conflict": "left"}, False), ({"flow": "left to right"}, False)]
)
def test_what_both_had_is_kept_where_both_may_be_right(tmp_path: Path, options: dict[str, object], kept: bool) -> None:
    pair = Pair(tmp_path, options=options)
    pair.left.put("article", "tea", {EN: {"title": text("Tea"), STATUS: PUBLISHED}}, slug="tea")
    pair.sync()
    with open_state(str(pair.state), "pair", pair.clock) as state:
        assert (state.bodies.get(digest(text("Tea"))) is not None) is kept


def test_two_of_one_entry_are_decided_apart_while_the_rest_of_it_flows(pair: Pair) -> None:
    disagree(pair, title=("Green tea", "Red tea"), body=("<p>x</p>", "<p>y</p>"))
    pair.left.edit("article", "tea", FR, title=text("Thé vert"))
    pair.sync()
    by_field = {each.waiting.at.field: each.id for each in api.conflicts(pair.session()).found}
    api.resolve(pair.session(), [by_field["title"]], api.TakeSide("left"), by="ann")
    applied = pair.sync()
    assert applied.conflicts >= 1
    assert pair.shown(Side.RIGHT, "article", "tea", EN, "title") == text("Green tea")
    assert pair.shown(Side.RIGHT, "article", "tea", FR, "title") == text("Thé vert")
    assert {each.waiting.at.field for each in api.conflicts(pair.session()).found if each.can_be_decided} == {"body"}
    api.resolve(pair.session(), [by_field["body"]], api.TakeSide("right"), by="ann")
    pair.sync()
    is_silent(pair)


def test_drift_is_listed_where_it_is_asked_for_and_decided_like_a_conflict(pair: Pair) -> None:
    pair.options["flow"] = "left to right"
    pair.right.edit("article", remote_of(pair.right, "article", "tea"), EN, title=text("Red tea"))
    assert pair.sync().drifts == 1
    listed = api.conflicts(pair.session())
    assert (listed.found, listed.all) == ((), 0)
    listed = api.conflicts(pair.session(), api.Which(drift=True))
    assert listed.all == 1
    (drift,) = listed.found
    assert not drift.open, "nobody is waited for"
    api.resolve(pair.session(), [drift.id], api.TakeSide("left"), by="ann")
    pair.sync()
    assert title(pair, Side.RIGHT) == text("Tea")
    assert pair.sync().drifts == 0


@pytest.mark.parametrize("choice", [api.TakeSide("right"), api.TakeValue("Any tea")])
def test_what_a_cut_run_did_of_a_decision_for_the_target_is_done_and_has_not_lapsed(
    pair: Pair, choice: api.TakeSide | api.TakeValue, tmp_path: Path
) -> None:
    pair.options |= {"flow": "left to right", "delete": "propagate"}
    pair.left.put("article", "pot", {EN: {"title": text("Pot"), STATUS: PUBLISHED}}, slug="pot")
    pair.right.edit("article", remote_of(pair.right, "article", "tea"), EN, title=text("Red tea"))
    pair.sync()
    (drift,) = api.conflicts(pair.session(), api.Which(drift=True)).found
    api.resolve(pair.session(), [drift.id], choice, by="ann")
    del pair.left.entries["article", "pot"]
    wanted = text("Any tea") if isinstance(choice, api.TakeValue) else text("Red tea")
    written = len(pair.right.calls) + 2 * isinstance(choice, api.TakeValue)  # updated and published
    pair.right.lose |= {written + n: "before" for n in range(1, 9)}
    pair.patience = Patience(first=0.01, confirm=0.1, unsure=0.1)
    with pytest.raises(Unavailable):
        pair.sync()
    assert kept(pair) == [("open", "")]
    pair.right.lose.clear()
    assert title(pair, Side.RIGHT) == wanted
    for plan in tmp_path.glob("sync-*.jsonl"):  # what the cut run was to do is known from nothing but the sides
        plan.unlink()
    assert [fate for fate, _ in decisions(pair.sync().plan)] == ["carried out"]
    assert kept(pair) == [("done", "")]
    assert (title(pair, Side.LEFT), title(pair, Side.RIGHT)) == (text("Tea"), wanted)
    assert pair.sync().drifts == 0
    is_silent(pair)


def test_a_person_agrees_to_the_deletion_of_what_was_edited_across(pair: Pair) -> None:
    """An edit beats a deletion, unless whoever saw it says otherwise."""
    pair.left.put("article", "rum", {EN: {"title": text("Rum"), STATUS: PUBLISHED}}, slug="rum")
    pair.sync()
    pair.right.edit("article", remote_of(pair.right, "article", "tea"), EN, title=text("Green tea"))
    del pair.left.entries["article", "tea"]
    assert pair.sync().conflicts == 1
    api.resolve(pair.session(), [the_one(pair)], api.TakeSide("left"), by="ann")
    assert pair.sync().result.counts() == {"confirmed": 1}
    assert [stored.slug for stored in pair.right.entries.values()] == ["rum"]
    is_silent(pair)


def test_a_plan_and_its_reports_say_what_both_had_before_a_conflict(pair: Pair) -> None:
    held(pair, title=("Green tea", "Red tea"))
    (conflict,) = build_report(pair.plan()).conflicts
    assert conflict.agreed
    assert conflict.had is not None
    assert conflict.had.text == "Tea"
    assert [[run.text for run in runs if run.how == "insert"] for runs in conflict.edits] == [
        ["Green tea"],
        ["Red tea"],
    ]
