"""A site crosses, is edited and comes to rest in every flow, under each answer of the questions that name this file.

``make test`` tries each answer in the flow that writes to both sides.
Which answers there are is asked of the sandboxes, so a switch that gets another one is run under it, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from answers import asked_in
from sandboxes import Crossing, at_rest, settled
from small_site import BACKWARD, BOTH, FORWARD
from whole import of

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandbox, Sandboxes

Json = dict[str, Any]
ANSWERS = asked_in("tests/flow/test_every_switch.py")
BODY = '<h2>Cups</h2>\n<p>Two:</p>\n<ul>\n<li>bowl</li>\n<li>cup, <a href="https://tea.example/">here</a></li>\n</ul>'


def site(flow: str) -> Json:
    """What is seeded into the source; an editor of Webflow puts nothing between two blocks."""

    def entry(title: str, **more: Any) -> Json:
        return {"title": title, "body": body(flow), "author": "ann", **more}

    cover = {"url": "https://images.example/first.png", "alt": "A pot"}
    tea = {"all": {"form": "Guide"}, "en": entry("Tea", cover=cover, minutes=3), "fr": entry("Thé", cover=cover)}
    cup = {"all": {}, "en": {"title": "Cup", "related": ["tea"]}, "fr": {"title": "Tasse", "state": "draft"}}
    ann = {"all": {"site": "https://ann.example/"}, "en": {"name": "Ann"}, "fr": {"name": "Anne"}}
    return {"author": {"ann": ann}, "article": {"tea": tea, "cup": cup}}


def body(flow: str) -> str:
    return BODY if flow == BACKWARD else BODY.replace("\n", "")


def edit(side: Sandbox, locale: str, **fields: object) -> None:
    """Edit the entry "tea" on a side; fields are named as ButterCMS has them."""
    place: Json = {"page_type": "article", "slug": "tea", "locale": locale}
    if side.name == "webflow":
        place = {"collection": "posts", "item": "tea", "locale": small_site.LOCALES[locale]}
        fields = {{"headline": "name", "hero": "cover"}.get(name, name): value for name, value in fields.items()}
        fields |= {"cover": {"url": fields["cover"], "alt": "A cup"}} if "cover" in fields else {}
    side.edit(action="update", publish=True, fields=fields, **place)


def articles(crossing: Crossing, side: Sandbox) -> dict[str, Json]:
    """Title to what one side holds of an article, in its live locales, without what each side spells in its own way."""
    state = side.state()
    if side.name == "butter":
        shown = [text["live"] for page in state["pages"] for text in page["locales"].values() if text["live"]]
        return {each["headline"]: each for each in shown}
    posts = next(each for each in state["collections"] if each["slug"] == "posts")
    shown = [row["fieldData"] for row in posts["items"] if not row["isDraft"]]
    return {each["name"]: each for each in shown}


@pytest.mark.parametrize("flow", of([FORWARD, BACKWARD, BOTH], lambda _, flow: flow == BOTH))
@pytest.mark.parametrize(("platform", "answer"), ANSWERS, ids=str)
def test_a_site_crosses_is_edited_and_rests_under_every_answer_of_every_switch(
    sandboxes: Sandboxes, tmp_path: Path, platform: str, answer: Json, flow: str
) -> None:
    (sandboxes.webflow if platform == "Webflow" else sandboxes.butter).turn(**answer)
    crossing = Crossing(sandboxes, tmp_path, flow)
    crossing.seed(site(flow))
    settled(crossing.sync())
    assert set(articles(crossing, crossing.target)) == {"Tea", "Thé", "Cup"}

    edit(crossing.source, "en", headline="Black tea", minutes=4, hero="https://images.example/other.png")
    edit(crossing.source, "fr", headline="Thé noir", body=body(flow).replace("bowl", "bol"))
    settled(crossing.sync())
    at_rest(crossing)
    there = articles(crossing, crossing.target)
    assert set(there) == {"Black tea", "Thé noir", "Cup"}
    assert there["Black tea"]["minutes"] == 4
    assert all(part in there["Thé noir"]["body"] for part in ("<ul", "bol", 'href="https://tea.example/"'))

    if flow == BOTH:
        edit(crossing.target, "fr", headline="Thé vert")
        edit(crossing.source, "en", headline="Green tea")
        settled(crossing.sync())
        at_rest(crossing)
        assert set(articles(crossing, crossing.source)) == set(articles(crossing, crossing.target))
        assert set(articles(crossing, crossing.source)) == {"Green tea", "Thé vert", "Cup"}


def test_there_are_answers_to_run_under() -> None:
    assert len(ANSWERS) >= 6
