"""What each run wrote, cell by cell, as far back as there were runs; and nobody is asked for it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import isogloss, within
from sandboxes import PROMPT, Crossing

from isogloss import api
from isogloss.errors import Interrupted

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

    from isogloss.answers import Past, Wrote

SITE: dict[str, Any] = {
    "article": {f"post-{n}": {"all": {}, "en": {"title": f"T {n}"}, "fr": {"title": f"F {n}"}} for n in range(3)}
}

LATER = (
    *("address", "taken", "worker"),
    *("audit", "visit", "key", "notice", "told", "approval", "turn", "ask", "schedule"),
    *("relink", "written"),
)
"""Tables that a state of the seventh version did not have."""


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, small_site.BOTH, patience=PROMPT)
    made.seed(SITE)
    return made


def synced(crossing: Crossing, **more: Any) -> str:
    session = replace(crossing.session(), runs=crossing.folder / "runs", **more)
    return api.sync(session, crossing.folder / "sync.jsonl").run


def asked(crossing: Crossing, *about: Any, **more: Any) -> list[Past]:
    session = replace(crossing.session(), runs=crossing.folder / "runs")
    return list(api.history(session, api.About(*about, **more)).runs)


def edited(crossing: Crossing, title: str, locale: str = "en", item: str = "post-0") -> None:
    place = {"collection": "posts", "item": item, "locale": small_site.LOCALES[locale]}
    crossing.sandboxes.webflow.edit(action="update", **place, fields={"name": title}, publish=True)


def said(value: Any) -> Any:
    return getattr(value, "text", value)


def titles(past: Past) -> list[tuple[str, str, Any, Any]]:
    cells = [each for each in past.cells if each.at.field == "title"]
    return sorted((each.at.entry.name, str(each.at.locale), said(each.before), said(each.after)) for each in cells)


def one(past: Past, field: str) -> Wrote:
    (found,) = [each for each in past.cells if each.at.field == field]
    return found


def test_each_run_tells_what_it_wrote_and_what_was_there(crossing: Crossing) -> None:
    first = synced(crossing)
    edited(crossing, "Tea")
    second = synced(crossing)
    assert synced(crossing) not in (first, second)
    crossing.sandboxes.forget()
    newest, oldest = asked(crossing)
    assert crossing.sandboxes.log() == []
    assert (newest.run.id, oldest.run.id) == (second, first)
    assert titles(newest) == [("post-0", "en-US", "T 0", "Tea")]
    assert [row[3] for row in titles(oldest)] == [f"{letter} {n}" for n in range(3) for letter in "TF"]
    changed = one(newest, "title")
    assert (changed.outcome, changed.verb, changed.on.value, changed.label) == ("confirmed", "update", "right", "Tea")
    assert changed.when is not None
    assert newest.run.started <= changed.when


def test_one_entry_is_told_by_its_key_or_by_its_id_on_a_side(crossing: Crossing) -> None:
    synced(crossing)
    edited(crossing, "Tea")
    synced(crossing)
    key = asked(crossing)[0].cells[0].at.entry
    page = next(page for page in crossing.sandboxes.butter.state()["pages"] if page["slug"] == "post-0")
    by_key, by_id = (asked(crossing, f"article/{name}") for name in (key.name, page["slug"]))
    assert by_key == by_id
    assert {each.at.entry for past in by_key for each in past.cells} == {key}
    assert len(by_key) == 2
    (past,) = asked(crossing, f"article/{key.name}", cell=("fr-FR", "title"))
    assert [(each.before is not None, said(each.after)) for each in past.cells] == [(True, "F 0")]


def test_what_was_sent_is_told_after_its_plan_is_gone_as_far_as_a_later_run_found_it(crossing: Crossing) -> None:
    first = synced(crossing)
    for title in ("Tea", "Rum"):
        edited(crossing, title)
        synced(crossing)
    shutil.rmtree(crossing.folder / "runs")
    (crossing.folder / "sync.jsonl").unlink()
    rum, tea, made = asked(crossing)
    assert (said(one(rum, "title").before), one(rum, "title").after) == ("Tea", None)
    assert one(rum, "title").digest is not None
    assert (said(one(tea, "title").before), said(one(tea, "title").after)) == ("T 0", "Tea")
    found = {row[:2]: row[3] for row in titles(made)}
    assert [after for after in found.values() if after] == ["T 0"], "only this one was seen again"
    assert made.run.id == first


def test_a_run_that_was_cut_tells_what_it_was_about_to_write(crossing: Crossing) -> None:
    answers = iter([None] * 4)

    def stop() -> None:
        if next(answers, "stop"):
            raise Interrupted("stopped")

    with pytest.raises(Interrupted):
        synced(crossing, stop=stop)
    (past,) = asked(crossing)
    assert past.run.state == "interrupted"
    assert "" in {each.outcome for each in past.cells}
    run = synced(crossing)
    again = asked(crossing, "", past.run.id)[0]
    assert {each.outcome for each in again.cells} == {"confirmed"}
    assert run != past.run.id


def test_a_state_from_before_tells_what_cells_held(crossing: Crossing) -> None:
    synced(crossing)
    edited(crossing, "Tea")
    synced(crossing)
    with closing(sqlite3.connect(crossing.state)) as connection, connection:
        for later in LATER:
            connection.execute(f"drop table isogloss_{later}")
        connection.execute("update isogloss_version set version_num = '0007'")
    connection.close()
    newest, _ = asked(crossing)
    assert [(said(each.before), each.verb) for each in newest.cells if each.at.field == "title"] == [("T 0", "")]
    edited(crossing, "Rum")
    synced(crossing)
    assert one(asked(crossing)[0], "title").verb == "update"


def test_a_decision_is_told_with_who_made_it(crossing: Crossing) -> None:
    synced(crossing)
    edited(crossing, "Left")
    place = {"page_type": "article", "slug": "post-0", "locale": "en"}
    crossing.sandboxes.butter.edit(action="update", **place, fields={"headline": "Right"}, publish=True)
    assert within(crossing, "sync", "MAPPING").code == 1
    waits = within(crossing, "conflicts", "MAPPING", "--json").data
    conflict = waits["conflicts"][0]["id"]
    assert within(crossing, "resolve", "MAPPING", conflict, "--take", "butter").code == 0
    assert within(crossing, "sync", "MAPPING").code == 0
    told = within(crossing, "history", "MAPPING", "--json").data["runs"][0]
    (cell,) = [each for each in told["cells"] if each["field"] == "title"]
    assert (cell["on"], cell["decided"]["conflict"], cell["decided"]["how"]) == ("webflow", conflict, "take butter")
    shown = within(crossing, "history", "MAPPING").out
    assert "decided by" in shown
    shutil.rmtree(crossing.folder / "runs")
    (crossing.folder / "sync.jsonl").unlink()
    again = within(crossing, "history", "MAPPING", "--json").data["runs"][0]
    assert [each["decided"] for each in again["cells"] if each["field"] == "title"] == [cell["decided"]]


def test_a_decision_about_a_whole_entry_is_told_of_each_cell_of_it(crossing: Crossing) -> None:
    synced(crossing)
    crossing.sandboxes.webflow.edit(action="delete", collection="posts", item="post-0", all=True)
    assert within(crossing, "sync", "MAPPING").code == 1
    conflict = within(crossing, "conflicts", "MAPPING", "--json").data["conflicts"][0]["id"]
    assert within(crossing, "resolve", "MAPPING", conflict, "--take", "butter").code == 0
    assert within(crossing, "sync", "MAPPING").code == 0
    cells = within(crossing, "history", "MAPPING", "--json").data["runs"][0]["cells"]
    assert {each["entry"] for each in cells} == {"post-0"}
    assert {each["decided"]["how"] for each in cells} == {"take butter"}


def test_the_command_shows_cells_and_needs_no_token(crossing: Crossing) -> None:
    assert within(crossing, "history", "MAPPING").out == "pots: nothing was written.\n"
    assert within(crossing, "sync", "MAPPING").code == 0
    edited(crossing, "Tea")
    assert within(crossing, "sync", "MAPPING").code == 0
    crossing.sandboxes.forget()
    ran = isogloss("history", crossing.mapping, "--state", crossing.state)
    assert (ran.code, crossing.sandboxes.log()) == (0, [])
    assert ran.out.startswith("pots: what runs wrote, the newest first\n")
    assert "webflow -> butter" in ran.out
    assert "before: T 0" in ran.out
    assert "after: Tea" in ran.out
    near = within(crossing, "history", "MAPPING", "--entry", "article/pst-1")
    assert near.code == 2
    assert "did you mean article/post-1? Write" in near.err
    unknown = within(crossing, "history", "MAPPING", "--run", "20200101-000000-abcd")
    assert unknown.code == 2
    assert "there is no run 20200101-000000-abcd" in unknown.err
    data = within(crossing, "history", "MAPPING", "--json", "--last", "1").data
    assert len(data["runs"]) == 1
    assert {"kind", "entry", "locale", "field", "on", "from", "before", "after", "outcome", "at"} <= data["runs"][0][
        "cells"
    ][0].keys()
