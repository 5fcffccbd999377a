"""A run that died between a draft and its publishing goes on with it, however long its reading takes then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from two_worlds import EN, Pair, html, remote_of, text

from isogloss import api
from isogloss.adapters.memory import World
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Dead(Exception):
    """The process died."""


@pytest.fixture
def pair(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """A text was edited and lies as a draft across; the run died before the request that publishes it."""
    made = Pair(tmp_path, options={"unpublished_edits": getattr(request, "param", "report")})
    made.left.put("article", "tea", {EN: {"title": text("Tea"), STATUS: PUBLISHED}}, slug="tea")
    made.sync()
    made.left.edit("article", "tea", EN, title=text("Green tea"))
    whole, last = World.write, len(made.right.calls) + 1

    def write(world: World, name: str, act: Callable[[], None]) -> None:
        if world is made.right and len(world.calls) == last:
            raise Dead
        whole(world, name, act)

    with monkeypatch.context() as patched:
        patched.setattr(World, "write", write)
        with pytest.raises(Dead):
            made.sync()
    made.clock.sleep(600)
    return made


@pytest.fixture
def slow(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look takes longer than it is good for."""
    look = World.look

    def wait(world: World) -> None:
        pair.clock.sleep(7)
        look(world)

    monkeypatch.setattr(World, "look", wait)


def public(pair: Pair) -> object:
    """What the public sees of the title."""
    live = pair.right.entries["article", remote_of(pair.right, "article", "tea")].versions[EN].live
    return live and live["title"]


@pytest.mark.usefixtures("slow")
def test_our_own_draft_is_published_and_not_taken_for_somebodys(pair: Pair) -> None:
    pair.sync()
    assert public(pair) == text("Green tea")
    assert pair.sync().result.counts() == {}
    assert api.conflicts(pair.session()).found == ()


@pytest.mark.usefixtures("slow")
def test_a_draft_that_a_person_went_on_with_is_not_published(pair: Pair) -> None:
    pair.right.edit("article", remote_of(pair.right, "article", "tea"), EN, publish=False, title=text("Cold tea"))
    pair.sync()
    assert public(pair) == text("Tea")


@pytest.mark.parametrize("pair", ["report", "carry"], indirect=True)
@pytest.mark.parametrize("slowly", [False, True])
def test_a_draft_in_which_a_person_wrote_what_is_not_mapped_is_not_published(
    pair: Pair, slowly: bool, request: pytest.FixtureRequest
) -> None:
    told = {"report": "unpublished edits on the target", "carry": "publishing waits"}
    if slowly:
        request.getfixturevalue("slow")
    tea = remote_of(pair.right, "article", "tea")
    pair.right.edit("article", tea, EN, publish=False, memo=text("unfinished"))
    for _ in range(3):
        pair.sync()
        (held,) = api.conflicts(pair.session()).found
        assert held.waiting.reason == told[pair.bridge.unpublished_edits]
    live = pair.right.entries["article", tea].versions[EN].live
    assert live == {"title": text("Tea")}
    assert pair.left.entries["article", "tea"].versions[EN].live == {"title": text("Green tea")}
    assert pair.left.calls == []


@pytest.mark.parametrize("pair", ["carry"], indirect=True)
def test_our_own_draft_is_published_although_something_that_is_live_is_held(pair: Pair) -> None:
    tea = remote_of(pair.right, "article", "tea")
    for world, remote in ((pair.left, "tea"), (pair.right, tea)):
        world.edit("article", remote, EN, body=html(f"<p>{remote}</p>"))
    pair.right.entries["article", tea].versions[EN].live = {"title": text("Tea"), "body": html(f"<p>{tea}</p>")}
    for _ in range(2):
        assert pair.sync().conflicts == 1
        assert public(pair) == text("Green tea")
    assert pair.left.calls == []


@pytest.mark.parametrize("pair", ["carry"], indirect=True)
def test_our_own_draft_waits_for_a_draft_that_is_held_and_goes_live_once_that_is_settled(pair: Pair) -> None:
    tea = remote_of(pair.right, "article", "tea")
    pair.left.edit("article", "tea", EN, body=html("<p>For all</p>"))
    pair.right.edit("article", tea, EN, publish=False, body=html("<p>Not for the public</p>"))
    for _ in range(2):
        assert pair.sync().conflicts == 2
        assert public(pair) == text("Tea")
    reasons = sorted(held.waiting.reason for held in api.conflicts(pair.session()).found)
    assert reasons == ["differ at first contact", "publishing waits"]
    pair.right.edit("article", tea, EN, publish=False, body=html("<p>For all</p>"))
    assert pair.sync().conflicts == 0
    assert public(pair) == text("Green tea")
    assert pair.sync().result.counts() == {}
    assert pair.left.calls == []


def test_a_draft_of_what_is_not_mapped_is_an_edit_against_a_deletion(tmp_path: Path) -> None:
    pair = Pair(tmp_path, options={"unpublished_edits": "carry", "delete": "propagate"})
    for name in ("tea", "milk"):
        pair.left.put("article", name, {EN: {"title": text(name), STATUS: PUBLISHED}}, slug=name)
    pair.sync()
    tea = remote_of(pair.right, "article", "tea")
    pair.right.edit("article", tea, EN, publish=False, memo=text("unfinished"))
    assert pair.sync().result.counts() == {}
    del pair.left.entries["article", "tea"]
    assert pair.sync().conflicts == 1
    assert ("article", tea) in pair.right.entries
    assert pair.left.calls == []


def test_what_was_staged_over_what_a_person_put_live_meanwhile_goes_live(tmp_path: Path) -> None:
    """The plan found a draft, so that it is live by now is not all that was to be published."""
    pair = Pair(tmp_path)
    pair.left.put("article", "tea", {EN: {"title": text("Tea"), STATUS: DRAFT}}, slug="tea")
    pair.sync()
    pair.left.edit("article", "tea", EN, title=text("Green tea"))
    mine = pair.left.entries["article", "tea"].versions[EN]
    mine.live = dict(mine.staged)
    plan = pair.plan()
    tea = pair.right.entries["article", remote_of(pair.right, "article", "tea")].versions[EN]
    tea.live = dict(tea.staged)
    pair.right.touch(tea)
    pair.apply(plan)
    assert public(pair) == text("Green tea")
    for _ in range(2):
        pair.sync()
    assert public(pair) == mine.live["title"] == text("Green tea")
