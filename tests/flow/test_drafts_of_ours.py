"""With ``publish: draft``, a draft that a run staged over live content is written over again, and a person's never is.

Between both sandboxes. Items of Webflow hold drafts over what is live; ButterCMS may not, so there nothing is staged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from plan_lines import lines_of
from sandboxes import PROMPT, Crossing, Sandboxes
from small_site import BOTH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIVE = "Second"


@pytest.fixture
def crossing(tmp_path: Path, sandboxes: Sandboxes) -> Crossing:
    """The small site, on both sides and at rest, from where on nothing goes live."""
    made = Crossing(sandboxes, tmp_path, BOTH, patience=PROMPT)
    made.seed()
    made.sync()
    made.write_mapping(("limits:", "publish: draft\nlimits:"))
    made.sync()
    return made


def row(crossing: Crossing) -> dict[str, Any]:
    state = crossing.sandboxes.webflow.state()
    (posts,) = (each for each in state["collections"] if each["slug"] == "posts")
    here = (state["locales"][0]["cmsLocaleId"], "second")
    (found,) = (row for row in posts["items"] if (row["cmsLocaleId"], row["fieldData"]["slug"]) == here)
    return found


def on_webflow(crossing: Crossing, *, publish: bool = True, **fields: object) -> None:
    place = {"collection": "posts", "item": row(crossing)["id"], "locale": "en-US"}
    crossing.sandboxes.webflow.edit(action="update", **place, fields=fields, publish=publish)


def on_butter(crossing: Crossing, **fields: object) -> None:
    place = {"page_type": "article", "slug": "second", "locale": "en"}
    crossing.sandboxes.butter.edit(action="update", **place, fields=fields, publish=True)


def shown(crossing: Crossing, field: str = "name") -> tuple[object, object]:
    """A field of the item as editors see it, and as the public does."""
    found = row(crossing)
    return found["fieldData"].get(field), found["live"]["fieldData"].get(field)


def held(crossing: Crossing) -> list[str]:
    return [each["reason"] for each in lines_of(crossing.plan(), "conflict")]


def silent(crossing: Crossing) -> None:
    crossing.sandboxes.forget()
    crossing.sync()
    assert crossing.sandboxes.writes() == []


def test_a_draft_of_ours_follows_every_edit_of_the_source(crossing: Crossing) -> None:
    for title in ("One", "Two", "Three"):
        on_butter(crossing, headline=title, body=f"<p>{title} &amp; more</p>", minutes=len(title))
        assert crossing.sync().conflicts == 0
        assert shown(crossing) == (title, LIVE)
        assert shown(crossing, "minutes") == (len(title), 2.5)
        silent(crossing)
    on_butter(crossing, headline=LIVE, body="<p>Two</p>", minutes=2.5)
    crossing.sync()
    assert shown(crossing) == (LIVE, LIVE)
    silent(crossing)


@pytest.mark.parametrize("image_writes", ["kept", "imported"])
def test_pictures_links_and_days_in_a_draft_of_ours_are_known_again(crossing: Crossing, image_writes: str) -> None:
    crossing.sandboxes.webflow.turn(image_writes=image_writes)
    for day, links in ((1, ["first"]), (2, ["third"]), (3, ["third", "first"])):
        picture = f"https://images.example/{day}.png"
        on_butter(crossing, hero=picture, related=links, written=f"2026-02-0{day}", featured=day == 2)
        assert crossing.sync().conflicts == 0
        seen = row(crossing)["fieldData"]
        assert (seen["written"][:10], len(seen["related"])) == (f"2026-02-0{day}", len(links))
        assert held(crossing) == []


def test_a_draft_of_ours_follows_where_drafts_are_carried_too(crossing: Crossing) -> None:
    crossing.write_mapping(("limits:", "publish: draft\nunpublished_edits: carry\nlimits:"))
    crossing.sync()
    for title in ("One", "Two", "Three"):  # no run in between that would find both sides the same
        on_butter(crossing, headline=title)
        assert crossing.sync().conflicts == 0
        assert shown(crossing) == (title, LIVE)
    silent(crossing)


@pytest.mark.parametrize("edited", [{"name": "By hand"}, {"body": "<p>By hand</p>"}])
def test_a_draft_that_a_person_went_on_with_is_held(crossing: Crossing, edited: dict[str, str]) -> None:
    on_butter(crossing, headline="One")
    crossing.sync()
    on_webflow(crossing, publish=False, **edited)
    on_butter(crossing, headline="Two")
    for _ in range(2):
        assert held(crossing) == ["unpublished edits on the target"]
        silent(crossing)
    assert row(crossing)["fieldData"].items() >= edited.items()


def test_a_draft_that_a_person_goes_on_with_after_the_plan_is_not_written_over(crossing: Crossing) -> None:
    on_butter(crossing, headline="One")
    crossing.sync()
    on_butter(crossing, headline="Two")
    plan = crossing.plan()
    on_webflow(crossing, publish=False, body="<p>By hand</p>")
    applied = crossing.apply(plan)
    assert {settled.outcome for _, settled in applied.result.problems} == {"skipped"}
    assert shown(crossing) == ("One", LIVE)
    assert held(crossing) == ["unpublished edits on the target"]


def test_our_draft_is_nobodys_edit_once_it_is_published(crossing: Crossing) -> None:
    on_butter(crossing, headline="One", body="<p>One</p>")
    crossing.sync()
    on_webflow(crossing, publish=True, featured=True)
    on_butter(crossing, headline="Two")
    assert crossing.sync().conflicts == 0
    assert shown(crossing) == ("Two", "One")
    silent(crossing)


def after_the_write(monkeypatch: pytest.MonkeyPatch, act: Callable[[httpx.Request], None]) -> list[httpx.Request]:
    """Do something once, when the first write arrived and before its answer is seen."""
    send, seen = httpx.Client.send, list[httpx.Request]()

    def sent(self: httpx.Client, request: httpx.Request, **how: object) -> httpx.Response:
        answer = send(self, request, **how)  # type: ignore[arg-type]  # as they came
        if request.method == "PATCH" and not seen:
            seen.append(request)
            act(request)
        return answer

    monkeypatch.setattr(httpx.Client, "send", sent)
    return seen


def lose(request: httpx.Request) -> None:
    raise httpx.ReadError("the answer is lost", request=request)


def cut(request: httpx.Request) -> None:
    del request
    raise KeyboardInterrupt


@pytest.mark.parametrize("before", [[], ["One"]])
def test_a_lost_answer_leaves_a_draft_of_ours(
    crossing: Crossing, before: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in before:
        on_butter(crossing, headline=title)
        crossing.sync()
    on_butter(crossing, headline="Two", body="<p>Two, more</p>")
    seen = after_the_write(monkeypatch, lose)
    assert not crossing.sync().result.problems
    assert seen
    goes_on(crossing)


@pytest.mark.parametrize("before", [[], ["One"]])
@pytest.mark.parametrize("resumed", [True, False])
def test_a_run_that_was_cut_leaves_a_draft_of_ours(
    crossing: Crossing, before: list[str], monkeypatch: pytest.MonkeyPatch, resumed: object
) -> None:
    for title in before:
        on_butter(crossing, headline=title)
        crossing.sync()
    on_butter(crossing, body="<p>Two, more</p>")
    plan = crossing.plan()
    after_the_write(monkeypatch, cut)
    with pytest.raises(KeyboardInterrupt):
        crossing.apply(plan)
    if resumed:
        assert not crossing.apply(plan).result.problems
    goes_on(crossing)


def goes_on(crossing: Crossing) -> None:
    """What lies there is known for ours."""
    on_butter(crossing, headline="Three", body="<p>Three</p>")
    assert crossing.sync().conflicts == 0
    assert shown(crossing) == ("Three", LIVE)
    assert held(crossing) == []


def test_where_no_draft_can_lie_over_what_is_live_nothing_is_staged_and_nothing_is_held(crossing: Crossing) -> None:
    for title in ("One", "Two"):
        on_webflow(crossing, name=title)
        crossing.sandboxes.forget()
        applied = crossing.sync()
        assert applied.conflicts == 0
        lost = [each["reason"] for each in lines_of(applied.plan, "loss") if each.get("field")]
        assert lost == ["no draft over published content"]
        assert crossing.sandboxes.writes() == []
