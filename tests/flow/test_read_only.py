"""Commands that only look send nothing but questions: told by the sandboxes' own logs, through the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import small_site
from command import within
from sandboxes import Crossing, content, settled

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

LOOKING = [
    ("check", "MAPPING"),
    ("plan", "MAPPING"),
    ("plan", "MAPPING", "--json"),
    ("verify", "MAPPING"),
    ("status", "MAPPING"),
    ("lock", "MAPPING"),
]


@pytest.mark.parametrize("flow", [small_site.FORWARD, small_site.BACKWARD, small_site.BOTH])
def test_check_plan_verify_and_status_send_nothing_but_get(sandboxes: Sandboxes, tmp_path: Path, flow: str) -> None:
    crossing = Crossing(sandboxes, tmp_path, flow)
    crossing.seed()
    for carried in (False, True):
        if carried:
            settled(crossing.sync())
            sandboxes.webflow.edit(
                action="update", collection="posts", item="third", fields={"name": "Edited"}, publish=True
            )
        sandboxes.forget()
        before = content(sandboxes)
        for words in LOOKING:
            assert within(crossing, *words).code in (0, 1), words
        assert {line["method"] for line in sandboxes.log()} == {"GET"}
        assert content(sandboxes) == before


def test_looking_leaves_no_state_behind(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed()
    for words in LOOKING:
        assert within(crossing, *words).code in (0, 1), words
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.jsonl", "pots.yaml"]


def test_status_asks_nobody_at_all(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed()
    sandboxes.forget()
    assert within(crossing, "status", "MAPPING").code == 0
    assert sandboxes.log() == []


def test_looking_needs_no_write_token(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed()
    crossing.write_mapping(("    write_token: ${BUTTERCMS_WRITE_TOKEN}\n", "    write_token: ${NOBODY_SET_THIS}\n"))
    for command in ("check", "plan", "verify"):
        assert within(crossing, command, "MAPPING").code in (0, 1), command
