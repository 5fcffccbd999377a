"""Names that people give may read like facts of ours; they are names all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from command import within
from sandboxes import Crossing, at_rest, content

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes


def test_a_mapping_whose_name_reads_like_an_import_is_applied_and_undone(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.text = crossing.text.replace("name: pots", "name: 'acme #1'")
    crossing.write_mapping()
    crossing.seed()
    assert within(crossing, "plan", "MAPPING").code == 0
    applied = within(crossing, "apply", "PLAN", "--json")
    assert applied.code == 0
    assert "article/first" in content(sandboxes)[1]
    at_rest(crossing)
    undo = tmp_path / "undo.jsonl"
    assert within(crossing, "undo", "MAPPING", applied.data["run"], "--out", undo).code == 0
    assert within(crossing, "apply", undo, "--confirm", "acme #1").code == 1, "six steps are left for a person"


def test_a_plan_of_an_import_is_still_told_from_one_of_the_mapping(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed()
    folder, out = tmp_path / "backup", tmp_path / "import.jsonl"
    assert within(crossing, "export", "MAPPING", "webflow", folder).code == 0
    assert within(crossing, "import", "MAPPING", "webflow", folder, "--out", out).code == 0
    ran = within(crossing, "apply", out)
    assert ran.code == 2
    assert "made by isogloss import" in ran.err
