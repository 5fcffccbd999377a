"""Static pages and components cross like anything else, as far as their platform lets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import designed
from sandboxes import PROMPT, Crossing, Sandboxes, at_rest, settled
from small_site import BOTH, FORWARD

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]


def begin(sandboxes: Sandboxes, folder: Path, flow: str = BOTH, text: str = designed.MAPPING) -> tuple[Crossing, Json]:
    """The site as it is told, an account with nothing in it, and the ids that were given."""
    made = sandboxes.webflow.seed(designed.webflow_seed())
    sandboxes.butter.seed(designed.butter_seed())
    return Crossing(sandboxes, folder, flow, text, patience=PROMPT), made


def test_pages_and_components_cross_and_a_translation_comes_back(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing, made = begin(sandboxes, tmp_path)
    settled(crossing.sync())
    at_rest(crossing)


def page(sandboxes: Sandboxes, slug: str, locale: str = "en") -> Json:
    (found,) = (each for each in sandboxes.butter.state()["pages"] if each["slug"] == slug)
    shown = found["locales"][locale]
    return shown["live"] or shown["draft"]
