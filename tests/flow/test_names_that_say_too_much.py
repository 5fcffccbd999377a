"""Names that people give may read like facts of ours; they are names all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import small_site
from command import within
from sandboxes import Crossing, at_rest, content, settled

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


@pytest.mark.parametrize("flow", [small_site.BACKWARD, small_site.BOTH])
def test_an_origin_key_that_reads_like_an_entry_being_replaced_is_a_name_and_links_lead_to_its_entry(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    author = {"all": {}, "en": {"name": "Ann"}}
    tea = {"all": {}, "en": {"title": "Tea", "author": "ann"}}
    seed = small_site.butter_seed({"author": {"ann": author, "bob": author}, "article": {"tea": tea}})
    for item, origin in zip(seed["items"], ("author/bob (was ann)", "author/cy (was tea)"), strict=True):
        item["locales"]["en"]["fields"]["origin"] = origin
    sandboxes.butter.seed(seed)
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    crossing = Crossing(sandboxes, tmp_path, flow)
    settled(crossing.sync())
    there = content(sandboxes)[0]
    authors = [row for at, row in there.items() if at.startswith("authors/")]
    assert sorted(row["fieldData"]["slug"] for row in authors) == ["ann", "bob"]
    (post,) = (row for at, row in there.items() if at.startswith("posts/"))
    assert post["fieldData"]["author"].startswith("authors/ann")
    at_rest(crossing)
