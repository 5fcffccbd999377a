"""Gates between the sandboxes: a locale crosses as drafts until it is what its gate asks for, and then goes live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import Crossing, at_rest

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

GATE = ("limits:", "gates: {fr-FR: own >= 100% and stale = 0}\nlimits:")
SITE: Any = {
    "author": {},
    "topic": {},
    "article": {
        "tea": {"all": {}, "en": {"title": "Tea"}, "fr": {"title": "Thé"}},
        "cup": {"all": {}, "en": {"title": "Cup"}},
    },
}


@pytest.fixture(params=[small_site.FORWARD, small_site.BACKWARD])
def crossing(request: pytest.FixtureRequest, sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path, request.param)
    made.write_mapping(GATE)
    made.seed(SITE)
    return made


def live(crossing: Crossing, code: str) -> set[str]:
    """The titles that the public sees across in a language."""
    state = crossing.target.state()
    if crossing.flow == small_site.FORWARD:
        found = (page["locales"].get(code, {}).get("live") for page in state["pages"])
        return {fields["headline"] for fields in found if fields}
    ids = {each["cmsLocaleId"] for each in state["locales"] if each["tag"] == small_site.LOCALES[code]}
    posts = next(each for each in state["collections"] if each["slug"] == "posts")["items"]
    return {row["live"]["fieldData"]["name"] for row in posts if row["cmsLocaleId"] in ids and row["live"]}


def translated(crossing: Crossing, slug: str, title: str, *, anew: bool = True) -> None:
    action = "add_locale" if anew else "update"
    if crossing.flow == small_site.FORWARD:
        place: Any = {"collection": "posts", "item": slug, "locale": "fr-FR", "fields": {"name": title}}
        place["fields"] |= {"slug": f"{slug}-fr"} if anew else {}
    else:
        place = {"page_type": "article", "slug": slug, "locale": "fr", "fields": {"headline": title}}
        place["fields"] |= {"local_slug": f"{slug}-fr"} if anew else {}
    crossing.source.edit(action=action, publish=True, **place)


def test_a_locale_waits_for_its_gate_as_drafts_and_goes_live_when_it_opens(crossing: Crossing) -> None:
    ran = within(crossing, "sync", "MAPPING")
    assert ran.code == 1, ran
    assert live(crossing, "en") == {"Tea", "Cup"}
    assert live(crossing, "fr") == set()
    assert "Thé" in str(crossing.target.state()), "it is there as a draft"
    (step,) = lines_of(crossing.plan(), "step")
    assert step["todo"].startswith("bring fr-FR to what its gate asks for (own >= 100%: 1 of 2, 2 are needed): ")
    crossing.sandboxes.forget()
    assert within(crossing, "sync", "MAPPING").code == 1
    assert crossing.sandboxes.writes() == [], "it waits, and nothing is written again"
    translated(crossing, "cup", "Tasse")
    assert within(crossing, "sync", "MAPPING").code == 0
    assert live(crossing, "fr") == {"Thé", "Tasse"}
    at_rest(crossing)


def test_what_is_live_already_is_kept_up_to_date_behind_a_closed_gate(crossing: Crossing) -> None:
    translated(crossing, "cup", "Tasse")
    assert within(crossing, "sync", "MAPPING").code == 0
    crossing.write_mapping(("limits:", "gates: {fr-FR: own >= 3}\nlimits:"))
    translated(crossing, "cup", "La tasse", anew=False)
    assert within(crossing, "sync", "MAPPING").code == 0
    assert live(crossing, "fr") == {"Thé", "La tasse"}


def test_one_who_publishes_by_hand_across_is_not_taken_back(crossing: Crossing) -> None:
    assert within(crossing, "sync", "MAPPING").code == 1
    if crossing.flow == small_site.FORWARD:
        crossing.target.edit(action="publish", page_type="article", slug="tea", locale="fr")
    else:
        crossing.target.edit(action="publish", collection="posts", item="tea", locale="fr-FR")
    assert within(crossing, "sync", "MAPPING").code == 0
    assert live(crossing, "fr") == {"Thé"}


@pytest.mark.parametrize("crossing", [small_site.FORWARD], indirect=True)
@pytest.mark.parametrize(
    ("gates", "told"),
    [
        ("{fr-CA: own >= 95%}", "gates.fr-CA: there is no locale fr-CA"),
        ("{fr-FR: mostly}", "gates.fr-FR: 'mostly' is no condition"),
    ],
)
def test_a_gate_that_is_none_is_a_problem_of_the_mapping(crossing: Crossing, gates: str, told: str) -> None:
    crossing.write_mapping(("limits:", f"gates: {gates}\nlimits:"))
    ran = within(crossing, "check", "MAPPING")
    assert ran.code == 2, ran
    assert told in " ".join((ran.err + ran.out).split())


@pytest.mark.parametrize("crossing", [small_site.FORWARD], indirect=True)
def test_a_gate_where_nothing_goes_live_is_a_problem(crossing: Crossing) -> None:
    crossing.write_mapping(("limits:", "publish: draft\ngates: {fr-FR: own >= 95%}\nlimits:"))
    ran = within(crossing, "check", "MAPPING")
    assert ran.code == 2, ran
    assert "publish: draft puts nothing live, so there is nothing to hold back" in " ".join((ran.err + ran.out).split())


def test_an_entry_that_content_comes_from_on_both_sides_is_counted_once(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.write_mapping(("limits:", "gates: {fr-FR: own >= 2}\nlimits:"))
    crossing.seed(SITE)
    for _ in range(2):
        ran = within(crossing, "sync", "MAPPING")
        assert ran.code == 1, ran
    (step,) = lines_of(crossing.plan(), "step")
    assert step["todo"].startswith("bring fr-FR to what its gate asks for (own >= 2: 1 of 2, 2 are needed): ")


def test_two_spellings_of_one_locale_are_a_problem(crossing: Crossing) -> None:
    crossing.write_mapping(("limits:", "gates: {fr-FR: own >= 95%, fr-fr: own >= 0}\nlimits:"))
    ran = within(crossing, "check", "MAPPING")
    assert ran.code == 2, ran
    assert "gates.fr-fr: is said twice, as fr-FR" in " ".join((ran.err + ran.out).split())


@pytest.mark.parametrize("census", ["", "census: 1d\n"])
def test_copies_wait_and_are_published_when_another_entry_opens_the_gate(crossing: Crossing, census: str) -> None:
    crossing.write_mapping(("limits:", f"{census}missing_locale: copy\ngates: {{fr-FR: own >= 2}}\nlimits:"))
    assert within(crossing, "sync", "MAPPING").code == 1
    assert live(crossing, "fr") == set()
    assert within(crossing, "sync", "MAPPING").code == 1
    assert live(crossing, "fr") == set()
    translated(crossing, "cup", "Tasse")
    ran = within(crossing, "sync", "MAPPING")
    assert ran.code == 0, ran
    assert live(crossing, "fr") == {"Thé", "Tasse"}


def test_a_part_with_a_closed_gate_leaves_its_drafts(crossing: Crossing) -> None:
    assert within(crossing, "plan", "MAPPING").code == 0
    ran = within(crossing, "apply", "PLAN", "--entries", "article/tea")
    assert live(crossing, "en") == {"Tea"}, ran
    assert live(crossing, "fr") == set()
    within(crossing, "apply", "PLAN")
    assert live(crossing, "fr") == set()
    assert live(crossing, "en") == {"Tea", "Cup"}
    translated(crossing, "cup", "Tasse")
    assert within(crossing, "sync", "MAPPING").code == 0
    assert live(crossing, "fr") == {"Thé", "Tasse"}
