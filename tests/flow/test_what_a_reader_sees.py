"""What an editor changes that a reader sees goes across; what no reader sees does not, and stands in nobody's way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from renderings import CHANGES, RENDERINGS
from sandboxes import Crossing, at_rest, settled

from isogloss.canon.values import alike

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]

FIRST = "<p>First.</p>"
ACROSS = {"webflow": "butter", "butter": "webflow"}
SEEN = {
    name: pair for name, pair in CHANGES.items() if "<pre" not in pair[0]
}  # Webflow holds code in a form of its own
UNSEEN = {name: pair for name, pair in RENDERINGS.items() if "<pre" not in pair[0] and "width=" not in pair[0]}
WEBFLOWS = ("<script", "<wf-component")
"""What belongs to the side that made it: an editor of the other side does not change it."""


def pages(texts: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    return {f"text-{number}": pair for number, pair in enumerate(texts.values())}


def agreed(sandboxes: Sandboxes, folder: Path, texts: dict[str, tuple[str, str]]) -> Crossing:
    """Both sides hold the first text of each pair, as it is spelled; Webflow rewrites nothing."""
    sandboxes.webflow.turn(html_rewrite="none", image_rehost=False, code_blocks="kept")
    crossing = Crossing(sandboxes, folder, small_site.BOTH)
    articles = {slug: {"all": {}, "en": {"title": slug, "body": FIRST + one}} for slug, (one, _) in texts.items()}
    crossing.seed({"article": articles})
    settled(crossing.sync())
    sandboxes.forget()
    return crossing


def saved(sandboxes: Sandboxes, side: str, slug: str, body: str) -> None:
    if side == "webflow":
        sandboxes.webflow.edit(action="update", collection="posts", item=slug, fields={"body": body}, publish=True)
    else:
        sandboxes.butter.edit(
            action="update", page_type="article", slug=slug, locale="en", fields={"body": body}, publish=True
        )


def shown(sandboxes: Sandboxes, side: str) -> dict[str, str]:
    if side == "webflow":
        rows = next(each for each in sandboxes.webflow.state()["collections"] if each["slug"] == "posts")["items"]
        return {row["fieldData"]["slug"]: row["fieldData"]["body"] for row in rows}
    return {page["slug"]: page["locales"]["en"]["live"]["body"] for page in sandboxes.butter.state()["pages"]}


@pytest.mark.parametrize("side", ACROSS)
def test_every_change_that_a_reader_sees_goes_across(sandboxes: Sandboxes, tmp_path: Path, side: str) -> None:
    texts = pages(SEEN)
    if side == "butter":
        texts = {slug: pair for slug, pair in texts.items() if not any(name in pair[0] for name in WEBFLOWS)}
    crossing = agreed(sandboxes, tmp_path, texts)
    for slug, (_, other) in texts.items():
        saved(sandboxes, side, slug, FIRST + other)
    settled(crossing.sync())
    arrived = shown(sandboxes, ACROSS[side])
    lost = {slug: pair for slug, pair in texts.items() if not alike("rich_text", arrived[slug], FIRST + pair[1])}
    assert lost == {}
    at_rest(crossing)


@pytest.mark.parametrize("side", ACROSS)
def test_nothing_that_no_reader_sees_goes_across_or_stands_against_an_edit(
    sandboxes: Sandboxes, tmp_path: Path, side: str
) -> None:
    texts = pages(UNSEEN)
    crossing = agreed(sandboxes, tmp_path, texts)
    for slug, (_, other) in texts.items():
        saved(sandboxes, side, slug, FIRST + other)
    assert crossing.sync().result.counts() == {}
    assert sandboxes.writes() == []
    for slug, (one, _) in texts.items():
        saved(sandboxes, ACROSS[side], slug, FIRST.replace("First", "Edited") + one)
    applied = crossing.sync()
    settled(applied)
    assert applied.conflicts == 0
    held = shown(sandboxes, side)
    assert [slug for slug in texts if not held[slug].startswith("<p>Edited.</p>")] == []
    at_rest(crossing)
