"""``cutover``: the steps of a last day between the sandboxes, what holds each of them, and who signs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import Ran, within
from sandboxes import Crossing, content

from isogloss.apply.patience import Patience

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

STEPS = ["freeze", "sync", "verify", "readiness", "lint", "redirects", "undo"]
ADDRESSED = [
    (
        "    webflow: {collection: posts}",
        '    webflow: {collection: posts, url: "https://old.example/{locale}/blog/{slug}"}',
    ),
    (
        "    butter: {page_type: article}",
        '    butter: {page_type: article, url: "https://new.example/{locale}/{slug}"}',
    ),
]


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    """The small site, carried across before, and edited since."""
    made = Crossing(sandboxes, tmp_path, patience=Patience(first=0.01, confirm=5.0, unsure=0.3))
    made.seed(SITE)
    assert within(made, "sync", "MAPPING").code == 0
    renamed(made, "On the last day")
    made.sandboxes.forget()
    return made


SITE = {
    "author": small_site.AUTHORS,
    "topic": small_site.TOPICS,
    "article": {"tea": {"all": {}, "en": {"title": "Tea"}, "fr": {"title": "Thé", "state": "draft"}}},
}


def renamed(crossing: Crossing, title: str) -> None:
    crossing.source.edit(
        action="update", collection="posts", item="tea", locale="en-US", fields={"name": title}, publish=True
    )


def led(crossing: Crossing, *words: object) -> Ran:
    return within(crossing, "cutover", "MAPPING", "butter", "--out", crossing.folder / "day", *words)


def standings(crossing: Crossing) -> dict[str, str]:
    kept: dict[str, Any] = json.loads((crossing.folder / "day" / "cutover.json").read_text(encoding="utf-8"))
    return {step["name"]: step["standing"] for step in kept["steps"]}


def test_each_step_comes_to_what_it_has_to_and_the_whole_is_signed(crossing: Crossing) -> None:
    ran = led(crossing)
    assert ran.code == 1, ran
    assert "1 entry of webflow edited since the last run" in ran.out
    assert "Next: sync." in ran.out
    assert crossing.sandboxes.writes() == [], "nobody agreed to the step that writes"
    ran = led(crossing, "--yes", "--gate", "en-US=10%")
    assert ran.code == 0, ran
    found = standings(crossing)
    assert list(found) == STEPS
    assert {name for name, standing in found.items() if standing == "passed"} == {*STEPS} - {"redirects"}
    assert found["redirects"] == "left out", "the mapping says no addresses"
    assert "On the last day" in str(content(crossing.sandboxes)[1])
    ran = led(crossing, "--sign", "Ann | Miller")
    assert ran.code == 0, ran
    assert "Signed off by Ann | Miller" in ran.out
    page = (crossing.folder / "day" / "cutover.md").read_text(encoding="utf-8")
    assert "Signed off by Ann \\| Miller on" in page
    undone = within(crossing, "apply", crossing.folder / "day" / "undo.jsonl")
    assert undone.code == 0, undone
    assert "On the last day" not in str(content(crossing.sandboxes)[1])


def test_an_edit_after_the_last_run_is_found_and_the_steps_are_taken_again(crossing: Crossing) -> None:
    assert led(crossing, "--yes").code == 0
    renamed(crossing, "One more")
    ran = led(crossing, "--from", "verify")
    assert ran.code == 1, ran
    assert "go on with --from freeze" in ran.out
    assert standings(crossing)["verify"] == "failed"
    assert {standing for name, standing in standings(crossing).items() if STEPS.index(name) > 2} == {"waits"}
    ran = led(crossing, "--sign", "Ann")
    assert (ran.code, "verify is not done, so there is nothing to sign" in ran.err) == (4, True), ran
    assert led(crossing, "--from", "freeze", "--yes").code == 0
    assert "One more" in str(content(crossing.sandboxes)[1])


def test_a_step_that_is_asked_for_does_not_come_before_those_it_follows(crossing: Crossing) -> None:
    ran = led(crossing, "--from", "verify", "--yes")
    assert ran.code == 0, ran
    runs = within(crossing, "status", "MAPPING", "--json").data["runs"]
    assert [run["command"] for run in runs] == ["sync", "sync"], "the one before, and one of this day"


def test_what_waits_for_a_person_holds_the_freeze(crossing: Crossing) -> None:
    crossing.flow = "both"
    crossing.write_mapping()
    crossing.target.edit(
        action="update", page_type="article", slug="tea", locale="en", fields={"headline": "There, too"}, publish=True
    )
    ran = led(crossing, "--yes")
    assert ran.code == 1, ran
    assert "1 conflict for a person; isogloss conflicts lists them" in ran.out
    assert crossing.sandboxes.writes() == []


def test_a_gate_that_is_not_met_holds_what_comes_after_it(crossing: Crossing) -> None:
    ran = led(crossing, "--yes", "--gate", "fr-FR=100%")
    assert ran.code == 1, ran
    assert standings(crossing)["readiness"] == "failed"
    assert standings(crossing)["lint"] == "waits"
    assert led(crossing).code == 0, "without the gate it goes on from there"


def test_a_site_that_moves_has_its_old_addresses_led_on(crossing: Crossing) -> None:
    crossing.write_mapping(*ADDRESSED)
    assert led(crossing, "--yes", "--site-moves").code == 0
    rows = (crossing.folder / "day" / "redirects.csv").read_text(encoding="utf-8").splitlines()
    assert "/en-us/blog/tea,https://new.example/en/tea" in rows


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no json", "is no cut-over"),
        ("{}", "is no cut-over"),
        ('{"mapping": "other", "mapping_digest": "", "side": "x", "signed": null, "steps": []}', "is no cut-over"),
    ],
)
def test_a_folder_that_holds_something_else_is_left_as_it_is(crossing: Crossing, text: str, told: str) -> None:
    kept = crossing.folder / "day" / "cutover.json"
    kept.parent.mkdir()
    kept.write_text(text, encoding="utf-8")
    ran = led(crossing, "--yes")
    assert ran.code == 2, ran
    assert told in ran.err
    assert kept.read_text(encoding="utf-8") == text
    assert crossing.sandboxes.log() == []


def test_what_is_signed_is_what_the_steps_left(crossing: Crossing) -> None:
    assert led(crossing, "--yes").code == 0
    with (crossing.folder / "day" / "lint.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    ran = led(crossing, "--sign", "Ann")
    assert ran.code == 4, ran
    assert "is not what lint left. Take that step again: --from lint" in ran.err
    assert within(crossing, "cutover", "MAPPING", "webflow", "--out", crossing.folder / "day").code == 2


def test_a_last_run_that_was_cut_and_finished_can_be_taken_back(crossing: Crossing) -> None:
    for method in ("PATCH", "PUT"):
        crossing.target.fault(kind="status_after", status=401, method=method, times=1)
    assert led(crossing, "--yes").code == 3
    crossing.target.mend()
    ran = led(crossing, "--yes")
    assert ran.code == 0, ran
    assert standings(crossing)["undo"] == "passed"
    assert within(crossing, "apply", crossing.folder / "day" / "undo.jsonl").code == 0
    assert "On the last day" not in str(content(crossing.sandboxes)[1])
