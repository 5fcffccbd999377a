"""What some saw Webflow do and others did not: everything crosses, is edited and comes to rest under each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import every_type
import pytest
from sandboxes import Crossing, Sandboxes, at_rest, settled
from small_site import BACKWARD, BOTH

if TYPE_CHECKING:
    from pathlib import Path

SEEN: list[dict[str, Any]] = [
    {"image_writes": "imported"},
    {"null_reference": "refused"},
    {"block_space": "loses"},
    {"inline_code": "emptied"},
    {"slug_case": "kept"},
    {"burst": 20, "burst_seconds": 1.0},
]
SPACED = '<p>Cups:</p>\n<ul>\n<li>bowl, <a href="https://tea.example/">here</a></li>\n</ul>\n<hr>\n<p>End</p>'


def tea(sandboxes: Sandboxes, locale: str = "en-US") -> Any:
    state = sandboxes.webflow.state()
    (code,) = (each["cmsLocaleId"] for each in state["locales"] if each["tag"] == locale)
    rows = [row for each in state["collections"] if each["slug"] == "things" for row in each["items"]]
    (found,) = (row for row in rows if row["cmsLocaleId"] == code and row["fieldData"]["slug"] == "tea")
    return found["fieldData"]


def crossed(sandboxes: Sandboxes, folder: Path, flow: str, seen: dict[str, Any]) -> Crossing:
    """Everything that ButterCMS held is on Webflow."""
    sandboxes.webflow.turn(**seen)
    sandboxes.webflow.seed(every_type.webflow_seed(full=False))
    made = sandboxes.butter.seed(every_type.butter_seed(full=True))
    crossing = Crossing(sandboxes, folder, flow, every_type.mapping(made["items"]))
    settled(crossing.sync())
    at_rest(crossing)
    return crossing


@pytest.mark.parametrize("flow", [BACKWARD, BOTH])
@pytest.mark.parametrize("seen", SEEN, ids=str)
def test_everything_crosses_and_rests_under_any_answer(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, seen: dict[str, Any]
) -> None:
    crossing = crossed(sandboxes, tmp_path, flow, seen)
    before = tea(sandboxes)["cover"]
    fields = {"body": SPACED, "cover": "https://images.example/other.png", "line": "Another line"}
    sandboxes.butter.edit(action="update", page_type="thing", slug="tea", locale="en", publish=True, fields=fields)
    settled(crossing.sync())
    at_rest(crossing)
    shown = tea(sandboxes)
    assert shown["line"] == "Another line"
    assert shown["cover"]["url"] != before["url"]
    assert "<ul" in shown["body"]
    assert 'href="https://tea.example/"' in shown["body"]
    assert "<hr" in shown["body"]


def test_pictures_that_are_imported_at_each_write_are_not_written_unless_they_changed(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = crossed(sandboxes, tmp_path, BOTH, {"image_writes": "imported"})
    before = tea(sandboxes)
    edit = {"action": "update", "page_type": "thing", "slug": "tea", "locale": "en", "publish": True}
    sandboxes.butter.edit(**edit, fields={"line": "Another line"})
    settled(crossing.sync())
    after = tea(sandboxes)
    assert after["line"] == "Another line"
    assert [after[name] for name in ("cover", "photos", "seo-picture")] == [
        before[name] for name in ("cover", "photos", "seo-picture")
    ]


def test_a_reference_that_webflow_does_not_clear_is_told(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = crossed(sandboxes, tmp_path, BACKWARD, {"null_reference": "refused"})
    before = tea(sandboxes)["best"]
    edit = {"action": "update", "page_type": "thing", "slug": "tea", "locale": "en", "publish": True}
    sandboxes.butter.edit(**edit, fields={"best": ""})
    done = crossing.sync()
    assert done.result.counts()["failed"] >= 1
    assert any("ItemRef" in settled_op.detail for _, settled_op in done.result.problems)
    assert tea(sandboxes)["best"] == before


def test_code_inside_a_line_that_webflow_empties_is_told(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = crossed(sandboxes, tmp_path, BOTH, {"inline_code": "emptied"})
    edit = {"action": "update", "page_type": "thing", "slug": "tea", "locale": "en", "publish": True}
    sandboxes.butter.edit(**edit, fields={"body": "<p>Call <code>now()</code> today</p>"})
    done = crossing.sync()
    assert done.result.counts()["altered"] == 1
    assert crossing.sync().result.problems == []
    (page,) = (each for each in sandboxes.butter.state()["pages"] if each["slug"] == "tea")
    assert page["locales"]["en"]["live"]["body"] == "<p>Call <code>now()</code> today</p>", "nothing empties the source"
