"""Locked cells, through every command and both directions, against the sandboxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from sandboxes import Crossing, settled

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]
SITE: Json = {"article": {"tea": {"all": {}, "en": {"title": "Tea"}, "fr": {"title": "Thé"}}}}
NOTE = "legal text & more; ask Jane"
TOLD = f"locked (article/tea.*.title): {NOTE}"


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    """Both sides agree; then the title is locked, and edited at the source."""
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.seed(SITE)
    settled(crossing.sync())
    lock(crossing, f'locks: [{{cells: "article/tea.*.title", note: "{NOTE}"}}]')
    crossing.sandboxes.webflow.edit(
        action="update", collection="posts", item="tea", fields={"name": "Green tea"}, publish=True
    )
    sandboxes.forget()
    return crossing


def lock(crossing: Crossing, *lines: str) -> None:
    crossing.write_mapping(("limits:", "\n".join((*lines, "limits:"))))


def test_a_change_of_a_locked_cell_is_told_by_every_command_and_written_by_none(crossing: Crossing) -> None:
    checked = within(crossing, "check", "MAPPING")
    assert (checked.code, "matches no entry" in checked.out) == (0, False)
    reports = {how: crossing.folder / f"plan.{how}" for how in ("html", "md", "json")}
    words = [part for how, path in reports.items() for part in ("--report", f"{how}={path}")]
    planned = within(crossing, "plan", "MAPPING", *words)
    assert (planned.code, TOLD in planned.out) == (0, True), planned.out
    assert "legal text &amp; more; ask Jane" in reports["html"].read_text("utf-8")
    assert "legal text &amp; more; ask Jane" in reports["md"].read_text("utf-8")
    assert TOLD in reports["json"].read_text("utf-8")
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["drifts"], done.data["outcomes"]) == (0, 1, {})
    status = within(crossing, "status", "MAPPING")
    assert (status.code, TOLD in status.out) == (0, True), status.out
    listed = within(crossing, "conflicts", "MAPPING", "--drift", "--json")
    (drift,) = listed.data["conflicts"]
    assert drift["detail"] == TOLD
    refused = within(crossing, "resolve", "MAPPING", drift["id"], "--take", "webflow")
    assert (refused.code, f"nobody decides what is {TOLD}. Take the lock out of" in refused.err) == (2, True)
    assert crossing.sandboxes.writes() == []


def test_a_restore_leaves_what_is_locked(crossing: Crossing) -> None:
    assert within(crossing, "export", "MAPPING", "webflow", crossing.folder / "kept").code == 0
    crossing.sandboxes.webflow.edit(
        action="update", collection="posts", item="tea", fields={"name": "Black tea", "minutes": 4}, publish=True
    )
    out = crossing.folder / "restore.jsonl"
    planned = within(crossing, "import", "MAPPING", "webflow", crossing.folder / "kept", "--overwrite", "--out", out)
    assert (planned.code, TOLD in planned.out) == (0, True), planned.out + planned.err
    assert "minutes" in planned.out


def test_a_lock_that_matches_nothing_is_told_once_entries_are_known(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.seed(SITE)
    lock(crossing, "locks: {article/teh.*: legal text}")
    said = "article/teh.* matches no entry"
    first = within(crossing, "check", "MAPPING")
    assert (first.code, said in first.out) == (0, False)
    planned = within(crossing, "plan", "MAPPING")
    assert (planned.code, f"{said} of either side; mend it in locks, or take it out" in planned.out) == (0, True)
    settled(crossing.sync())
    again = within(crossing, "check", "MAPPING")
    assert (again.code, f"{said} that is known" in again.out) == (0, True), again.out
