"""One-way flows: what only the target changed is kept where the mapping says so, and reported by every command."""

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
SITE: Json = {
    "article": {
        "tea": {"all": {}, "en": {"title": "Tea"}, "fr": {"title": "Thé"}},
        "rum": {"all": {}, "en": {"title": "Rum"}},
    }
}
FORWARD, BACKWARD = small_site.FORWARD, small_site.BACKWARD


def crossed(sandboxes: Sandboxes, folder: Path, flow: str) -> Crossing:
    crossing = Crossing(sandboxes, folder, flow)
    crossing.seed(SITE)
    settled(crossing.sync())
    sandboxes.forget()
    return crossing


def retitled(crossing: Crossing, title: str) -> None:
    if crossing.flow == FORWARD:
        crossing.target.edit(
            action="update", page_type="article", slug="tea", locale="en", fields={"headline": title}, publish=True
        )
    else:
        crossing.target.edit(action="update", collection="posts", item="tea", fields={"name": title}, publish=True)


def deleted(crossing: Crossing, name: str) -> None:
    if crossing.flow == FORWARD:
        crossing.target.edit(action="delete", page_type="article", slug=name)
    else:
        crossing.target.edit(action="delete", collection="posts", item=name)


def told(crossing: Crossing) -> list[tuple[str, str | None]]:
    """What every command says of drift, which must be the same: the entry and the field."""
    planned = within(crossing, "plan", "MAPPING")
    assert (planned.code, "Drift: " in planned.out) == (0, True), planned.out
    assert "nothing to write; " in planned.out
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["outcomes"]) == (0, {}), done.out
    said = within(crossing, "sync", "MAPPING")
    assert (said.code, "Drift: " in said.out) == (0, True), said.out
    status = within(crossing, "status", "MAPPING", "--json")
    assert (status.code, status.data["held"]) == (0, [])
    assert len(status.data["drift"]) == done.data["drifts"]
    shown = within(crossing, "status", "MAPPING")
    assert (shown.code, "kept as it is" in shown.out) == (0, True)
    assert crossing.sandboxes.writes() == []
    return [(row["entry"][1], row["field"]) for row in status.data["drift"]]


def test_what_is_kept_as_drift_is_counted_and_no_difference(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = crossed(sandboxes, tmp_path, FORWARD)
    retitled(crossing, "Black tea")
    crossing.target.edit(action="create", page_type="article", slug="gin", title="Gin", fields={"headline": "Gin"})
    said = within(crossing, "verify", "MAPPING")
    assert (said.code, "Kept by policy: 2 entries (drift: keep)." in said.out) == (0, True), said.out
    data = within(crossing, "verify", "MAPPING", "--json").data
    assert (data["kept"], data["cells"]["differing"], data["cells"]["kept"] > 1) == ({"drift: keep": 2}, 0, True)
    crossing.write_mapping(("freshness: 600", "freshness: 600\ndrift: overwrite"))
    said = within(crossing, "verify", "MAPPING", "--json")
    assert (said.code, said.data["kept"]) == (1, {})
    assert "tea" in {each["entry"] for each in said.data["differences"]}


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_drift_that_is_kept_is_reported_by_every_command_until_it_is_settled(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = crossed(sandboxes, tmp_path, flow)
    retitled(crossing, "Black tea")
    for _ in range(2):
        assert told(crossing) == [("tea", "title")]
    retitled(crossing, "Tea")
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["drifts"]) == (0, 0)
    assert within(crossing, "status", "MAPPING", "--json").data["drift"] == []


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_an_entry_that_was_deleted_on_the_target_alone_is_drift_like_any_other(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = crossed(sandboxes, tmp_path, flow)
    deleted(crossing, "rum")
    for _ in range(2):
        assert told(crossing) == [("rum", None)]


def test_a_deletion_on_the_target_that_is_overwritten_is_made_good(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = crossed(sandboxes, tmp_path, BACKWARD)
    deleted(crossing, "rum")
    crossing.write_mapping(("limits:", "drift: overwrite\nlimits:"))
    settled(crossing.sync())
    assert crossing.ops() == []
    assert within(crossing, "status", "MAPPING", "--json").data["drift"] == []


def test_a_variant_that_was_deleted_on_the_target_alone_is_drift_like_any_other(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = crossed(sandboxes, tmp_path, BACKWARD)
    sandboxes.webflow.edit(action="delete", collection="posts", item="tea", locale="fr-FR")
    assert told(crossing) == [("tea", None)]


def test_drift_that_is_overwritten_is_not_left(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = crossed(sandboxes, tmp_path, FORWARD)
    retitled(crossing, "Black tea")
    crossing.write_mapping(("limits:", "drift: overwrite\nlimits:"))
    done = within(crossing, "sync", "MAPPING", "--json")
    assert (done.code, done.data["drifts"]) == (0, 0)
    assert within(crossing, "status", "MAPPING", "--json").data["drift"] == []
