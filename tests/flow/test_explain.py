"""Why a cell is what it is: told from what was really merged, planned and written, with nothing sent but reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from sandboxes import PROMPT, READS, Crossing

from isogloss import api
from isogloss.model.address import Side

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

    from isogloss.api import Explained

SITE: dict[str, Any] = {
    "article": {name: {"all": {}, "en": {"title": name}, "fr": {"title": f"{name} (fr)"}} for name in ("tea", "rum")}
}


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, small_site.BOTH, patience=PROMPT)
    made.seed(SITE)
    synced(made)
    return made


def synced(crossing: Crossing) -> str:
    session = replace(crossing.session(), runs=crossing.folder / "runs")
    return api.sync(session, crossing.folder / "sync.jsonl").run


def told(crossing: Crossing, *place: str) -> Explained:
    crossing.sandboxes.forget()
    before = crossing.state.read_bytes()
    session = replace(crossing.session(), runs=crossing.folder / "runs")
    found = api.explain(session, *(place or ("article/tea", "title", "fr-FR")))
    assert {line["method"] for line in crossing.sandboxes.log()} <= READS
    assert crossing.state.read_bytes() == before
    return found


def left(crossing: Crossing, title: str) -> None:
    place = {"collection": "posts", "item": "tea", "locale": small_site.LOCALES["fr"]}
    crossing.sandboxes.webflow.edit(action="update", **place, fields={"name": title}, publish=True)


def right(crossing: Crossing, title: str) -> None:
    place = {"page_type": "article", "slug": "tea", "locale": "fr"}
    crossing.sandboxes.butter.edit(action="update", **place, fields={"headline": title}, publish=True)


def line_of(crossing: Crossing, text: str) -> int:
    lines = crossing.mapping.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def text(value: Any) -> Any:
    return getattr(value, "text", value)


def test_a_cell_at_rest_is_told_with_the_run_that_wrote_it(crossing: Crossing) -> None:
    found = told(crossing)
    (first,) = crossing.rows("select id from isogloss_run")
    assert (found.row.branch, found.row.history, found.next) == ("nothing", "neither did anything", ())
    assert [text(found.shows[side].value) for side in Side] == ["tea (fr)", "tea (fr)"]
    assert [found.shows[side].moved for side in Side] == [False, False]
    assert (found.shows[Side.LEFT].by_run, found.shows[Side.RIGHT].by_run.id) == (None, first)
    assert [(run.id, text(each.after)) for run, each in found.past] == [(first, "tea (fr)")]


def test_an_edit_is_told_with_what_was_there_and_what_the_next_run_writes(crossing: Crossing) -> None:
    left(crossing, "Thé")
    found = told(crossing)
    assert (found.row.branch, found.row.when) == ("take", "a value")
    assert found.row.history == "A alone edited, added or deleted it"
    shows = found.shows[Side.LEFT]
    assert (text(shows.value), shows.moved, text(shows.base)) == ("Thé", True, "tea (fr)")
    assert shows.changed is not None
    ((op, change),) = [each for each in found.next if isinstance(each, tuple) and not each[1].touches]
    assert (op.on, text(change.before), text(change.after)) == (Side.RIGHT, "tea (fr)", "Thé")
    assert [(said.key, said.word, said.line) for said in found.said] == [
        ("flow", "both", line_of(crossing, "flow: both"))
    ]
    run = synced(crossing)
    found = told(crossing)
    assert [text(each.after) for _, each in found.past] == ["Thé", "tea (fr)"]
    assert found.shows[Side.RIGHT].by_run.id == run


@pytest.mark.parametrize(
    ("written", "key", "when", "then"),
    [
        ("", "conflict", "else", "held"),
        ("conflict: butter\n", "conflict", "a side is named", "take that side's"),
        ("conflict: merge\n", "conflict", "else", "held"),
    ],
)
def test_a_conflict_names_the_policy_that_counts_and_its_line(
    crossing: Crossing, written: str, key: str, when: str, then: str
) -> None:
    crossing.write_mapping(("freshness: 600\n", f"freshness: 600\n{written}"))
    left(crossing, "Thé")
    right(crossing, "Tisane")
    found = told(crossing)
    assert (found.row.branch, found.row.when, found.row.then) == ("settle", when, then)
    assert found.row.history == "both edited it, apart"
    said = found.said[-1]
    assert (said.key, said.line) == (key, line_of(crossing, written.strip()) if written else None)
    assert said.word == (written.partition(": ")[2].strip() or "hold")
    assert any(type(each).__name__ == "Conflict" for each in found.next) == (then == "held")


def test_the_nearest_word_of_the_mapping_is_the_one_that_is_named(crossing: Crossing) -> None:
    said = crossing.mapping.read_text(encoding="utf-8")
    title = next(line for line in said.splitlines() if line.strip().startswith("title:"))
    own = title.replace("}", ", conflict: webflow, flow: {fr-FR: both}}")
    crossing.write_mapping((title, own))
    left(crossing, "Thé")
    right(crossing, "Tisane")
    found = told(crossing)
    line = line_of(crossing, own.strip())
    assert [(each.key, each.word, each.line) for each in found.said] == [
        ("kinds.article.fields.title.flow.fr-FR", "both", line),
        ("kinds.article.fields.title.conflict", "webflow", line),
    ]


def test_drift_and_a_held_deletion_are_told_by_their_own_rows(crossing: Crossing) -> None:
    crossing.write_mapping(("flow: both", "flow: webflow -> butter"))
    right(crossing, "Tisane")
    found = told(crossing)
    assert (found.row.branch, found.row.history) == ("drift", "B alone edited, added or deleted it")
    assert [each.key for each in found.said] == ["flow", "drift"]
    for locale in ("fr-FR", "en-US"):
        crossing.sandboxes.webflow.edit(action="delete", collection="posts", item="rum", locale=locale)
    found = told(crossing, "article/rum", "title", "fr-FR")
    assert (found.row.branch, found.row.when, found.row.then) == ("remove", "``delete: hold``", "held")
    assert (found.decided.locale, found.said[-1].key) == (None, "delete")
    assert [each.reason for each in found.next if type(each).__name__ == "Conflict"] == ["deletion"]


def test_a_locked_cell_names_its_lock(crossing: Crossing) -> None:
    crossing.write_mapping(("freshness: 600\n", "freshness: 600\nlocks: {article/tea.fr-FR.title: ask Jane}\n"))
    left(crossing, "Thé")
    found = told(crossing)
    assert (found.row.branch, found.row.then) == ("locked", "drift that is kept, and told with the lock's note")
    (said,) = found.said
    assert (said.key, said.word) == ("locks.article/tea.fr-FR.title", "ask Jane")
    assert said.line == line_of(crossing, "locks: ")
    assert [type(each).__name__ for each in found.next] == ["Drifted"]


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        (("artcle/tea", "title", "fr-FR"), "there is no kind artcle; did you mean article?"),
        (("article/te", "title", "fr-FR"), "neither side shows an entry article/te; did you mean article/tea?"),
        (("article/tea", "titel", "fr-FR"), "article has no field titel; did you mean title?"),
        (("article/tea", "title", "fr-CH"), "there is no locale fr-CH; did you mean fr-FR?"),
        (("tea", "title", "fr-FR"), "Write the entry as KIND/NAME."),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest(crossing: Crossing, place: tuple[str, ...], hint: str) -> None:
    ran = within(crossing, "explain", "MAPPING", *place)
    assert ran.code == 2
    assert hint in ran.err
    assert crossing.sandboxes.writes() == crossing.sandboxes.writes()


@pytest.mark.parametrize(
    ("flow", "said"),
    [
        ("both", "Since both sides agreed: butter alone edited, added or deleted it."),
        ("butter -> webflow", "Since both sides agreed: butter alone edited, added or deleted it."),
        ("webflow -> butter", "Since both sides agreed: butter alone edited, added or deleted it."),
    ],
)
def test_whoever_edited_alone_is_named(crossing: Crossing, flow: str, said: str) -> None:
    crossing.write_mapping(("flow: both", f"flow: {flow}"))
    right(crossing, "Tisane")
    assert said in within(crossing, "explain", "MAPPING", "article/tea", "title", "fr-FR").out


@pytest.mark.parametrize("source", ["webflow", "butter"])
def test_the_source_of_a_one_way_flow_is_named(crossing: Crossing, source: str) -> None:
    other = {"webflow": "butter", "butter": "webflow"}[source]
    crossing.write_mapping(("flow: both", f"flow: {source} -> {other}\ndrift: overwrite"))
    left(crossing, "Thé")
    right(crossing, "Tisane")
    shown = within(crossing, "explain", "MAPPING", "article/tea", "title", "fr-FR").out
    assert f"So: protect, {source} is named, or drift: overwrite: take {source}'s." in shown


def test_what_is_off_is_told_to_be_left_to_each_side(crossing: Crossing) -> None:
    told = crossing.mapping.read_text(encoding="utf-8")
    title = next(line for line in told.splitlines() if line.strip().startswith("title:"))
    crossing.write_mapping((title, title.replace("}", ", flow: {fr-FR: off}}")))
    right(crossing, "Tisane")
    shown = within(crossing, "explain", "MAPPING", "article/tea", "title", "fr-FR").out
    assert "butter: not looked at" in shown
    assert "it is off, so it is neither compared nor written" in shown
    assert "kinds.article.fields.title.flow.fr-FR: off" in shown


def test_the_command_tells_the_story(crossing: Crossing) -> None:
    left(crossing, "Thé")
    right(crossing, "Tisane")
    ran = within(crossing, "explain", "MAPPING", "article/tea", "title", "fr-FR")
    assert ran.code == 0
    for said in (
        "webflow: Thé  (moved since both agreed",
        "then: tea (fr)",
        "Since both sides agreed: both edited it, apart.",
        "So: settle, else: held.",
        "(not said, so): conflict: hold",
        "It is held: both sides changed.",
        f"{crossing.mapping}:{line_of(crossing, 'flow: both')}: flow: both",
        "to butter, confirmed: nothing -> tea (fr)",
    ):
        assert said in ran.out, said
    data = within(crossing, "explain", "MAPPING", "article/tea", "slug", "en-US", "--json").data
    assert (data["field"], data["row"]["branch"]) == ("$slug", "nothing")
    state = within(crossing, "explain", "MAPPING", "article/tea", "state", "en-US", "--json").data
    assert state["sides"]["butter"]["value"] is not None


def test_a_decision_by_which_the_sides_differ_is_told(crossing: Crossing) -> None:
    crossing.write_mapping(("flow: both", "flow: webflow -> butter"))
    right(crossing, "Tisane")
    synced(crossing)
    (drift,) = api.conflicts(crossing.session(), api.Which(drift=True)).found
    api.resolve(crossing.session(), [drift.id], api.TakeSide("butter"), by="ann", note="as the shop says it")
    (made,) = told(crossing).decisions
    assert (made.decided.by, made.decided.how, made.status, made.apart) == ("ann", "take butter", "open", False)
    run = synced(crossing)
    found = told(crossing)
    (made,) = found.decisions
    assert (found.row.branch, found.past[0][0].id != run, found.next) == ("nothing", True, ())
    assert (made.status, made.run, made.apart) == ("done", run, True)
    ran = within(crossing, "explain", "MAPPING", "article/tea", "title", "fr-FR")
    for said in (
        "take butter",
        f"carried out by run {run}",
        "as the shop says it",
        "The two sides may differ here, until one of them moves.",
    ):
        assert said in ran.out, said
    data = within(crossing, "explain", "MAPPING", "article/tea", "title", "fr-FR", "--json").data
    assert [(each["how"], each["status"], each["apart"]) for each in data["decisions"]] == [
        ("take butter", "done", True)
    ]
    left(crossing, "Thé")
    assert [each.apart for each in told(crossing).decisions] == [False]
