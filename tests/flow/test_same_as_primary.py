"""A locale that was filled by cloning, every text word for word the primary's: told, and carried or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import Crossing, content

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandbox, Sandboxes

Json = dict[str, Any]
FORWARD, BACKWARD, BOTH = small_site.FORWARD, small_site.BACKWARD, small_site.BOTH
WORDS = {"title": "Tea", "body": "<p>Drink it hot.</p>"}
SITE: Json = {
    "article": {
        "tea": {"all": {"featured": True}, "en": WORDS, "fr": {**WORDS, "minutes": 3}},
        "cup": {
            "all": {},
            "en": {"title": "Cup", "body": "<p>Full</p>"},
            "fr": {"title": "Cup", "body": "<p>Plein</p>"},
        },
    }
}
SKIP = ("limits:", "same_as_primary: skip\nlimits:")
TOLD, LEFT_OUT = "same text as the primary", "same text as the primary, left out"


def begun(sandboxes: Sandboxes, folder: Path, flow: str, *replaced: tuple[str, str]) -> Crossing:
    crossing = Crossing(sandboxes, folder, flow)
    crossing.write_mapping(*replaced)
    crossing.seed(SITE)
    return crossing


def told(crossing: Crossing) -> list[tuple[str, str, str]]:
    losses = lines_of(crossing.plan(), "loss")
    return [(each["reason"], each["entry"][1], each["locale"]) for each in losses]


def titled(side: Sandbox, locale: str, title: str, body: str | None = None) -> None:
    words = {"body": body} if body else {}
    if side.name == "webflow":
        place = {"collection": "posts", "item": "tea", "locale": small_site.LOCALES[locale]}
        side.edit(action="update", fields={"name": title, **words}, publish=True, **place)
    else:
        place = {"page_type": "article", "slug": "tea", "locale": locale}
        side.edit(action="update", fields={"headline": title, **words}, publish=True, **place)


def there(sandboxes: Sandboxes, side: str) -> dict[str, str]:
    """The titles of the entry by locale."""
    if side == "butter":
        page = content(sandboxes)[1].get("article/tea", {"locales": {}})
        return {code: (each["live"] or each["draft"])["headline"] for code, each in page["locales"].items()}
    codes = {tag: code for code, tag in small_site.LOCALES.items()}
    rows = {name.split(" ")[1]: row for name, row in content(sandboxes)[0].items() if "tea" in name.split(" ")[0]}
    return {codes[tag]: row["fieldData"]["name"] for tag, row in rows.items()}


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_a_locale_that_only_repeats_the_primary_is_told_and_carried_unless_said_otherwise(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow)
    said = within(crossing, "plan", "MAPPING")
    assert (said.code, TOLD in said.out) == (0, True), said.out
    assert within(crossing, "plan", "MAPPING", "--max-loss", "0").code == 0
    assert told(crossing) == [(TOLD, "tea", "fr-FR")]
    assert within(crossing, "sync", "MAPPING").code == 0
    assert there(sandboxes, crossing.target.name) == {"en": "Tea", "fr": "Tea"}
    assert told(crossing) == []


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD, BOTH])
def test_a_locale_that_only_repeats_the_primary_is_left_out_until_somebody_translates_it(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow, SKIP)
    assert told(crossing) == [(LEFT_OUT, "tea", "fr-FR")]
    assert within(crossing, "sync", "MAPPING").code == 0
    target = crossing.target.name
    assert there(sandboxes, target) == {"en": "Tea"}
    again = within(crossing, "sync", "MAPPING", "--json")
    assert (again.code, again.data["outcomes"]) == (0, {}), again.out
    assert told(crossing) == [(LEFT_OUT, "tea", "fr-FR")]
    assert within(crossing, "verify", "MAPPING").code == 0
    titled(crossing.source, "fr", "Thé", "<p>Buvez.</p>")
    assert told(crossing) == []
    assert within(crossing, "sync", "MAPPING").code == 0
    assert there(sandboxes, target) == {"en": "Tea", "fr": "Thé"}


@pytest.mark.parametrize("flow", [FORWARD, BACKWARD])
def test_a_translation_that_is_across_is_not_taken_back_by_a_locale_that_only_repeats_the_primary(
    sandboxes: Sandboxes, tmp_path: Path, flow: str
) -> None:
    crossing = begun(sandboxes, tmp_path, flow)
    assert within(crossing, "sync", "MAPPING").code == 0
    titled(crossing.target, "fr", "Thé", "<p>Buvez.</p>")
    crossing.write_mapping(SKIP)
    titled(crossing.source, "en", "Green tea")
    titled(crossing.source, "fr", "Green tea")  # as a locale does that follows the primary
    assert within(crossing, "sync", "MAPPING").code == 0
    assert there(sandboxes, crossing.target.name) == {"en": "Green tea", "fr": "Thé"}


def test_with_both_flows_a_translation_comes_back_to_where_the_locale_only_repeated_the_primary(
    sandboxes: Sandboxes, tmp_path: Path
) -> None:
    crossing = begun(sandboxes, tmp_path, BOTH)
    assert within(crossing, "sync", "MAPPING").code == 0
    crossing.write_mapping(SKIP)
    titled(crossing.target, "fr", "Thé", "<p>Buvez.</p>")
    assert within(crossing, "sync", "MAPPING").code == 0
    assert there(sandboxes, "webflow")["fr"] == there(sandboxes, "butter")["fr"] == "Thé"


def test_a_kind_has_a_word_of_its_own(sandboxes: Sandboxes, tmp_path: Path) -> None:
    own = ("    match: [$slug]", "    match: [$slug]\n    same_as_primary: carry")
    crossing = begun(sandboxes, tmp_path, FORWARD, SKIP, own)
    assert told(crossing) == [(TOLD, "tea", "fr-FR")]
