"""An entry that was made and not finished: what its other locales show then is a copy, and no text of anybody's."""

from __future__ import annotations

import itertools
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import small_site
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, Sandboxes, at_rest, settled

from isogloss import api
from isogloss.errors import Spent

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]
SITE: Json = {
    "article": {
        "tea": {
            "all": {},
            "en": {"title": "Tea", "body": "<p>Hot</p>", "minutes": 2},
            "fr": {"title": "Thé", "body": "<p>Chaud</p>", "minutes": 3},
        }
    }
}
OFF = ("rate: 600000}\n  butter:", "rate: 600000, insert: off}\n  butter:")
"""All locales are made at once there, each with what the first one says, and then filled one by one."""


def crossing(sandboxes: Sandboxes, folder: Path, conflict: str) -> Crossing:
    made = Crossing(sandboxes, folder, "both", patience=PROMPT)
    sandboxes.webflow.turn(insert=False)
    made.write_mapping(OFF, ("flow: both", f"flow: both\nconflict: {conflict}"))
    sandboxes.webflow.seed(small_site.webflow_seed({}))
    sandboxes.butter.seed(small_site.butter_seed(SITE))
    return made


def titles(sandboxes: Sandboxes) -> Json:
    """By side and locale, what the title is."""
    state, other = sandboxes.states()
    tags = {each["cmsLocaleId"]: each["tag"] for each in state["locales"]}
    rows = [row for each in state["collections"] for row in each["items"]]
    (page,) = other["pages"]
    return {
        "webflow": {tags[row["cmsLocaleId"]]: row["fieldData"]["name"] for row in rows},
        "butter": {code: (each["draft"] or each["live"])["headline"] for code, each in page["locales"].items()},
    }


def stopped_after_a_write(across: Crossing) -> None:
    """Let a run stop as soon as it wrote anything to Webflow: a plan alone may have asked more than it needs to."""
    across.plan()
    for most in itertools.count(len(across.sandboxes.log()) // 2):
        with suppress(Spent):
            api.sync(replace(across.session(), allowance=api.Allowance(requests=most)), across.out("sync"))
        if across.sandboxes.webflow.writes():
            return


def both(en: str, fr: str) -> Json:
    return {"webflow": {"en-US": en, "fr-FR": fr}, "butter": {"en": en, "fr": fr}}


@pytest.mark.parametrize("conflict", ["hold", "webflow"])
def test_a_locale_whose_write_had_no_effect_is_filled_by_the_next_run(
    sandboxes: Sandboxes, tmp_path: Path, conflict: str
) -> None:
    across = crossing(sandboxes, tmp_path, conflict)
    sandboxes.webflow.fault(kind="ignore", method="PATCH", times=1)
    assert across.sync().result.counts() == {"altered": 1, "blocked": 1}
    assert titles(sandboxes)["webflow"] == {"en-US": "Tea", "fr-FR": "Tea"}
    again = across.sync()
    settled(again)
    assert list(lines_of(again.plan, "conflict")) == []
    assert titles(sandboxes) == both(en="Tea", fr="Thé")
    at_rest(across)


@pytest.mark.parametrize("conflict", ["hold", "webflow"])
@pytest.mark.parametrize("locale", ["en", "fr"])
def test_an_edit_of_what_is_half_made_is_no_conflict(
    sandboxes: Sandboxes, tmp_path: Path, conflict: str, locale: str
) -> None:
    across = crossing(sandboxes, tmp_path, conflict)
    stopped_after_a_write(across)
    assert titles(sandboxes)["webflow"] == {"en-US": "Tea", "fr-FR": "Tea"}
    sandboxes.butter.edit(
        action="update", page_type="article", slug="tea", locale=locale, fields={"headline": "New"}, publish=True
    )
    across.sync()
    again = across.sync()
    assert list(lines_of(again.plan, "conflict")) == []
    assert titles(sandboxes) == both(**{"en": "Tea", "fr": "Thé", locale: "New"})
    at_rest(across)


@pytest.mark.parametrize("inherit", [True, False])
def test_an_edit_in_the_first_locale_of_what_is_half_made_is_not_taken_for_a_copy(
    sandboxes: Sandboxes, tmp_path: Path, inherit: bool
) -> None:
    across = crossing(sandboxes, tmp_path, "webflow")
    sandboxes.webflow.turn(api_variants_inherit=inherit)  # then the other locale shows the edit as well
    stopped_after_a_write(across)
    sandboxes.webflow.edit(
        action="update", collection="posts", item="tea", locale="en-US", fields={"name": "New"}, publish=False
    )
    for _ in range(2):
        across.sync()
        assert titles(sandboxes)["webflow"]["en-US"] == "New"
