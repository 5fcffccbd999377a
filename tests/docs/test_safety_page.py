"""The page on safety: what a side cannot do is what its adapter says, scopes are those that the platform knows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from isogloss.mapping.check.abilities import limits
from isogloss.model.address import Side
from isogloss.run.loading import load_text
from isogloss.run.session import session
from isogloss.run.sides import open_readers
from isogloss.sandbox.webflow.routes import ROUTES
from isogloss.sandbox.webflow.switches import SCOPES

if TYPE_CHECKING:
    from isogloss.model.schema import Capabilities

PAGE = (Path(__file__).parents[2] / "docs" / "safety.md").read_text(encoding="utf-8")
MAPPING = """
isogloss: 1
name: all
sides:
  webflow: {adapter: webflow, site: acme, token: "${TOKEN}"}
  butter: {adapter: buttercms, read_token: "${TOKEN}", write_token: "${TOKEN}"}
flow: both
locales:
  en-US: {webflow: en-US, butter: en, primary: true, tag: english}
  fr-FR: {webflow: fr, butter: fr, tag: french}
kinds:
  one:
    webflow: %s
    butter: %s
    fields:
      title: {type: text, webflow: %s, butter: %s}
"""
PLACES = {
    "Webflow: items of a collection": (Side.LEFT, "{collection: posts}", "{page_type: post}", "name", "title"),
    "Webflow: static pages": (Side.LEFT, '{pages: "*"}', "{page_type: post}", "seo.title", "headline"),
    "Webflow: components": (Side.LEFT, '{components: "*"}', "{page_type: post}", '"node:a1"', "headline"),
    "ButterCMS: pages of a type": (Side.RIGHT, "{collection: posts}", "{page_type: post}", "name", "title"),
    "ButterCMS: pages without a type": (Side.RIGHT, "{collection: posts}", '{single_pages: "*"}', "name", "title"),
    "ButterCMS: items of a collection": (
        Side.RIGHT,
        "{collection: posts}",
        "{collection: posts, origin_key: origin}",
        "name",
        "title",
    ),
    "ButterCMS: blog posts": (
        Side.RIGHT,
        "{collection: posts}",
        '{blog: true, group: {tag_prefix: "entry:"}}',
        "name",
        "title",
    ),
}


def can(place: str, tmp_path: Path) -> Capabilities:
    side, *words = PLACES[place]
    text = MAPPING % tuple(words)
    bridge = load_text(text, environ={"TOKEN": "t"})
    with session(bridge, str(tmp_path / "state.db")) as opened, open_readers(bridge, opened.reach) as readers:
        return readers[side].capabilities("one")


def rows(head: str) -> dict[str, list[str]]:
    """The rows of the table below a heading, by their first cell."""
    part = PAGE.partition(f"## {head}\n")[2].partition("\n## ")[0]
    cells = [re.split(r" \| ", line.strip("| ")) for line in part.splitlines() if line.startswith("| ")]
    return {first: rest for first, *rest in cells[2:]}


@pytest.mark.parametrize("place", PLACES)
def test_what_a_side_cannot_do_is_on_the_page(place: str, tmp_path: Path) -> None:
    (said,) = rows("What cannot be done there")[place]
    assert said == ("; ".join(limits(can(place, tmp_path))) or "nothing of this")


def test_every_place_of_the_page_is_asked() -> None:
    assert rows("What cannot be done there").keys() == PLACES.keys()


def test_scopes_are_those_of_the_platform_and_each_that_it_asks_for() -> None:
    named = set(re.findall(r"`(\w+:(?:read|write))`", PAGE))
    asked = {scope for _, _, scope, _ in ROUTES if scope}
    assert named <= set(SCOPES.split(","))
    assert named == asked - {"authorized_user:read"}
