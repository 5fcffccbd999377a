"""A field, a locale, a collection or a page type that is gone on a side: no plan, and nothing deleted or emptied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import Crossing, settled

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Json = dict[str, Any]
MANY = 12
NAMES = [f"entry-{number}" for number in range(MANY)]
SITE: Json = {
    "author": {"ann": {"all": {}, "en": {"name": "Ann"}}},
    "article": {
        name: {"all": {}, "en": {"title": name.title(), "minutes": 3}, "fr": {"title": f"Le {name}", "minutes": 3}}
        for name in NAMES
    },
}
BOUNDED = ("limits: {delete: 100%, change: 100%, minimum: 1000}", "limits: {delete: 100%, change: 100%}")
UNBOUNDED = "limits: {{delete: 100%, change: 100%, kinds: {{article: {{minimum: {}}}}}}}"


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    """A dozen entries in two locales, on which both sides agree; deletions are carried."""
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.text = crossing.text.replace("    adapter: buttercms\n", "    adapter: buttercms\n    page_delete: true\n")
    crossing.text += "delete: propagate\n"
    crossing.write_mapping(BOUNDED)
    crossing.seed(SITE)
    settled(crossing.sync())
    sandboxes.forget()
    return crossing


def stops(crossing: Crossing, code: int, said: str) -> None:
    """Every command that would plan says so, and writes nothing."""
    for command in ("plan", "sync"):
        ran = within(crossing, command, "MAPPING")
        assert (ran.code, said in ran.err) == (code, True), (ran.code, ran.err)
    assert crossing.sandboxes.writes() == []


def cleared(crossing: Crossing, names: list[str]) -> None:
    for name in names:
        for locale in ("en", "fr"):
            crossing.sandboxes.butter.edit(
                action="update", page_type="article", slug=name, locale=locale, fields={"minutes": None}, publish=True
            )


def test_a_field_that_no_page_shows_any_more_was_taken_out(crossing: Crossing) -> None:
    """ButterCMS has no call that tells which fields a page type has."""
    cleared(crossing, NAMES)
    said = (
        f'kinds.article.fields.minutes.butter: {MANY} entries of butter showed "minutes" when the sides last agreed, '
        "and none does now"
    )
    stops(crossing, 2, said)
    crossing.write_mapping((BOUNDED[0], UNBOUNDED.format(MANY + 1)))
    ops = list(lines_of(crossing.plan(), "op"))
    assert {(op["verb"], op["on"]) for op in ops} >= {("update", "left")}


def test_a_field_that_some_pages_still_show_was_emptied_by_people(crossing: Crossing) -> None:
    cleared(crossing, NAMES[:-1])
    settled(crossing.sync())
    assert crossing.verify().differing == 0


def test_a_field_that_webflow_no_longer_has_stops_the_run_with_the_line_to_take_out(crossing: Crossing) -> None:
    state = crossing.sandboxes.webflow.state()
    posts = next(each for each in state["collections"] if each["slug"] == "posts")
    posts["fields"] = [each for each in posts["fields"] if each["slug"] != "minutes"]
    crossing.sandboxes.webflow.load(state)
    said = 'webflow has no field "minutes"'
    stops(crossing, 2, said)
    assert "take kinds.article.fields.minutes out of the mapping" in within(crossing, "plan", "MAPPING").err


def test_a_locale_that_no_entry_has_any_more_was_taken_out(crossing: Crossing) -> None:
    for name in NAMES:
        crossing.sandboxes.butter.edit(action="delete_locale", page_type="article", slug=name, locale="fr")
    said = f'locales.fr-FR.butter: {MANY} entries of butter had "fr" when the sides last agreed, and none has it now'
    stops(crossing, 2, said)


def test_a_page_type_that_shows_nothing_any_more_is_no_deletion(crossing: Crossing) -> None:
    for name in NAMES:
        crossing.sandboxes.butter.edit(action="delete", page_type="article", slug=name)
    stops(crossing, 4, f"butter reads empty of kind article, but {MANY} entries were there before")
