"""Where Webflow shows nothing yet, a component that an editor on ButterCMS tore or doubled is not written there either.

A page that is new, a locale that is new, the copy that stands in for one, and the text that Webflow itself put where a
translation will be. That a translation has no component is a translator's choice; what is torn or doubled is nobody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, settled
from small_site import BACKWARD, BOTH

from isogloss.canon.values import canonical
from isogloss.plan.data import read_plan

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Json, Sandboxes

CALLOUT = (
    '<wf-component component-id="c1" data-w-id="w1" name="Callout">'
    '<wf-prop name="Heading" type="text">Buy tea</wf-prop></wf-component>'
)
BARE = CALLOUT.replace(' name="Heading" type="text"', "")
TEXT = f"<p>Before</p>{CALLOUT}<p>After</p>"
DAMAGED = {
    "doubled": f"<p>Avant</p><p>{CALLOUT}</p><p>{CALLOUT}</p><p>Après</p>",
    "torn": f"<p>Avant</p><p>{CALLOUT.replace('Buy tea', '')}</p><p>Buy tea</p><p>Après</p>",
    "without attributes": f"<p>Avant</p>{BARE}<p>Après</p>",
    "without its id": "<p>Avant</p><wf-component>Buy tea</wf-component><p>Après</p>",
}
WHOLE = {
    "as it was": f"<p>Avant</p>{CALLOUT}<p>Après</p>",
    "translated": f"<p>Avant</p>{CALLOUT.replace('Buy tea', 'Achetez du thé')}<p>Après</p>",
    "not there": "<p>Avant</p><p>Après</p>",
}


def bodies(sandboxes: Sandboxes) -> dict[str, Json]:
    """What Webflow holds of the pages that are there, by locale."""
    state = sandboxes.webflow.state()
    tags = {each["cmsLocaleId"]: each["tag"] for each in state["locales"]}
    rows = [row for each in state["collections"] if each["slug"] == "posts" for row in each["items"]]
    return {tags[row["cmsLocaleId"]]: row for row in rows}


def body(sandboxes: Sandboxes, locale: str) -> str:
    """A text that Webflow holds; ids of instances are given by it, so they are left out."""
    return plain(bodies(sandboxes)[locale]["fieldData"].get("body", ""))


def plain(text: str) -> str:
    return canonical("rich_text", text).replace(' data-w-id="w1"', "")


def begin(sandboxes: Sandboxes, folder: Path, flow: str = BOTH, *, policy: str = "") -> Crossing:
    made = Crossing(sandboxes, folder, flow, patience=PROMPT)
    made.write_mapping((f"flow: {flow}", f"flow: {flow}\n{policy}"))
    return made


def held(crossing: Crossing) -> list[tuple[str, str, str]]:
    """Sync by the command line: what of bodies is held, in which locale, why and with which words."""
    within(crossing, "sync", "MAPPING", "--json")
    plan = read_plan(crossing.folder / "sync.jsonl")
    return [(c["locale"], c["reason"], c["detail"]) for c in lines_of(plan, "conflict") if c["field"] == "body"]


def named(found: list[tuple[str, str, str]], locale: str) -> bool:
    """Whether the body in this locale is held, and nothing else, for what became of a component."""
    return [(at, why) for at, why, _ in found] == [(locale, "component damaged")] and "component" in found[0][2]


@pytest.mark.parametrize("damage", ["doubled", "without its id"])
@pytest.mark.parametrize("flow", [BOTH, BACKWARD])
def test_a_new_page_with_a_doubled_or_torn_component_waits_with_its_text(
    sandboxes: Sandboxes, tmp_path: Path, flow: str, damage: str
) -> None:
    crossing = begin(sandboxes, tmp_path, flow)
    crossing.seed({})
    sandboxes.butter.edit(
        action="create",
        page_type="article",
        slug="first",
        locale="en",
        fields={"headline": "First", "body": DAMAGED[damage]},
        publish=True,
    )
    assert named(held(crossing), "en-US")
    assert "wf-component" not in body(sandboxes, "en-US")
    assert bodies(sandboxes)["en-US"]["live"] is None, "it is not published without its text"
    sandboxes.forget()
    assert named(held(crossing), "en-US")
    assert sandboxes.writes() == []
    sandboxes.butter.edit(
        action="update",
        page_type="article",
        slug="first",
        locale="en",
        publish=True,
        fields={"body": WHOLE["as it was"]},
    )
    assert held(crossing) == []
    assert body(sandboxes, "en-US") == plain(WHOLE["as it was"])


def agreed(crossing: Crossing) -> None:
    """Both sides hold an article in English with a component that came from Webflow."""
    site = {"article": {"first": {"all": {}, "en": {"title": "First", "body": TEXT}}}}
    crossing.sandboxes.webflow.seed(small_site.webflow_seed(site))
    crossing.sandboxes.butter.seed(small_site.butter_seed({}))
    settled(crossing.sync())


def translate(sandboxes: Sandboxes, text: str, action: str = "add_locale") -> None:
    sandboxes.butter.edit(
        action=action,
        page_type="article",
        slug="first",
        locale="fr",
        publish=True,
        fields={"headline": "Premier", "local_slug": "first-fr", "body": text},
    )


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_new_locale_with_a_torn_or_doubled_component_waits_with_its_text(
    sandboxes: Sandboxes, tmp_path: Path, damage: str
) -> None:
    crossing = begin(sandboxes, tmp_path)
    agreed(crossing)
    translate(sandboxes, DAMAGED[damage])
    assert named(held(crossing), "fr-FR")
    assert "wf-component" not in body(sandboxes, "fr-FR")


@pytest.mark.parametrize("whole", WHOLE)
@pytest.mark.parametrize("copies", ["skip", "copy"])
def test_a_translation_may_leave_a_component_out_or_translate_it(
    sandboxes: Sandboxes, tmp_path: Path, whole: str, copies: str
) -> None:
    crossing = begin(sandboxes, tmp_path, policy=f"missing_locale: {copies}")
    agreed(crossing)
    translate(sandboxes, WHOLE[whole], "add_locale" if copies == "skip" else "update")
    assert held(crossing) == []
    assert body(sandboxes, "fr-FR") == plain(WHOLE[whole])
    sandboxes.forget()
    assert held(crossing) == []
    assert sandboxes.writes() == []


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_translation_over_the_copy_of_a_text_waits_where_it_tore_or_doubled_a_component(
    sandboxes: Sandboxes, tmp_path: Path, damage: str
) -> None:
    crossing = begin(sandboxes, tmp_path, policy="missing_locale: copy")
    agreed(crossing)
    translate(sandboxes, DAMAGED[damage], "update")
    assert named(held(crossing), "fr-FR")
    found = bodies(sandboxes).get("fr-FR")
    assert found is None or "wf-component" not in found["fieldData"].get("body", "")
    assert found is None or found["live"] is None
    sandboxes.forget()
    assert named(held(crossing), "fr-FR")
    assert sandboxes.writes() == []
    translate(sandboxes, WHOLE["as it was"], "update")
    assert held(crossing) == []
    assert body(sandboxes, "fr-FR") == plain(WHOLE["as it was"])


@pytest.mark.parametrize("damage", ["doubled", "torn", "gone"])
def test_a_copy_that_stands_in_for_a_locale_has_the_component_that_the_primary_keeps(
    sandboxes: Sandboxes, tmp_path: Path, damage: str
) -> None:
    crossing = begin(sandboxes, tmp_path, BACKWARD)
    crossing.seed({"article": {"first": {"all": {}, "en": {"title": "First", "body": "<p>Before</p><p>After</p>"}}}})
    settled(crossing.sync())
    sandboxes.webflow.edit(
        action="update", collection="posts", item="first", locale="en-US", publish=True, fields={"body": TEXT}
    )
    made = {**DAMAGED, "gone": WHOLE["not there"]}[damage].replace("Avant", "Before").replace("Après", "After all")
    sandboxes.butter.edit(
        action="update", page_type="article", slug="first", locale="en", publish=True, fields={"body": made}
    )
    crossing.write_mapping((f"flow: {BACKWARD}", f"flow: {BACKWARD}\nmissing_locale: copy\nconflict: butter"))
    assert held(crossing) == []
    wanted = plain(TEXT.replace("After", "After all"))
    assert {tag: body(sandboxes, tag) for tag in ("en-US", "fr-FR")} == {"en-US": wanted, "fr-FR": wanted}
    sandboxes.forget()
    assert held(crossing) == []
    assert sandboxes.writes() == []


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_translation_over_what_webflow_filled_a_locale_with_waits_where_it_is_damaged(
    sandboxes: Sandboxes, tmp_path: Path, damage: str
) -> None:
    crossing = begin(sandboxes, tmp_path)
    agreed(crossing)
    sandboxes.webflow.edit(action="add_locale", collection="posts", item="first", locale="fr-FR")
    translate(sandboxes, DAMAGED[damage])
    assert named(held(crossing), "fr-FR")
    assert body(sandboxes, "fr-FR") == plain(TEXT), "what Webflow put there stays"
    assert bodies(sandboxes)["fr-FR"]["live"] is None
    sandboxes.butter.edit(
        action="update",
        page_type="article",
        slug="first",
        locale="fr",
        publish=True,
        fields={"body": WHOLE["not there"]},
    )
    assert held(crossing) == []
    assert body(sandboxes, "fr-FR") == WHOLE["not there"]
