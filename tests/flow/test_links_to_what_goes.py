"""What is linked to is not deleted, whoever linked to it and when: while a plan waits, after a cut, or during a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from plan_lines import lines_of
from sandboxes import Crossing, settled
from two_worlds import EN, Pair, refs, remote_of, text

from isogloss.adapters.memory import World
from isogloss.errors import Interrupted
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.schema import Capabilities
from isogloss.model.value import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sandboxes import Sandboxes


@dataclass(slots=True)
class Busy(World):
    """A world in which somebody does something after the first of our writes, once."""

    then: Callable[[], None] | None = None

    def write(self, name: str, act: Callable[[], None]) -> None:
        World.write(self, name, act)
        after, self.then = self.then, None
        if after is not None:
            after()


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Tea links to milk on both sides, and rum to nothing; then milk goes on the left, and tea's link with it."""
    made = Pair(tmp_path, right=Busy(capabilities=Capabilities(batch=1)), options={"delete": "propagate"})
    for name in ("milk", "rum", "tea"):
        related = {"related": refs("article", "l-milk")} if name == "tea" else {}
        variant = {"title": text(name), STATUS: PUBLISHED, **related}
        made.left.put("article", f"l-{name}", {EN: variant}, slug=name)
    made.sync()
    del made.left.entries["article", "l-milk"]
    made.left.edit("article", "l-tea", EN, related=ABSENT)
    return made


def on_the_right(pair: Pair, name: str) -> Any:
    return pair.right.entries["article", remote_of(pair.right, "article", name)].versions[EN]


def link_rum(pair: Pair) -> None:
    milk = remote_of(pair.right, "article", "milk")
    pair.right.edit("article", remote_of(pair.right, "article", "rum"), EN, related=refs("article", milk))


def names(pair: Pair) -> set[str | None]:
    return {stored.slug for stored in pair.right.entries.values()}


def test_what_an_older_plan_deletes_and_somebody_linked_to_since_stays(pair: Pair) -> None:
    plan = pair.plan()
    link_rum(pair)
    applied = pair.apply(plan)
    (told,) = [settled for op, settled in applied.result.problems if op.verb == "delete"]
    assert (told.outcome, told.detail.split(": ")[0]) == ("skipped", "changed since the plan was made")
    assert told.detail.endswith(" · en · related")
    assert on_the_right(pair, "tea").live.get("related") is None, "the rest of the plan is carried out"
    assert names(pair) == {"milk", "rum", "tea"}
    held = lines_of(pair.plan(), "conflict")
    assert [each["reason"] for each in held] == ["deletion"]


def test_what_a_run_that_was_cut_deletes_and_somebody_linked_to_since_stays(pair: Pair) -> None:
    def stop() -> None:
        raise Interrupted("stopped")

    pair.right.then = stop
    with pytest.raises(Interrupted):
        pair.sync()
    link_rum(pair)
    pair.sync()
    assert names(pair) == {"milk", "rum", "tea"}


def test_what_a_run_that_was_cut_deletes_and_nobody_linked_to_goes(pair: Pair) -> None:
    def stop() -> None:
        raise Interrupted("stopped")

    pair.right.then = stop
    with pytest.raises(Interrupted):
        pair.sync()
    pair.sync()
    assert names(pair) == {"rum", "tea"}


def test_what_is_linked_to_stays_where_the_end_of_the_link_does_not_go_live(pair: Pair) -> None:
    tea = remote_of(pair.right, "article", "tea")
    # the first write ends the link in a draft; publishing it would publish what somebody drafts then
    pair.right.then = lambda: pair.right.edit("article", tea, EN, publish=False, title=text("Green tea"))
    applied = pair.sync()
    assert on_the_right(pair, "tea").live["related"] == refs("article", remote_of(pair.right, "article", "milk"))
    assert applied.result.counts() == {"confirmed": 1, "skipped": 1, "blocked": 1}
    pair.right.edit("article", tea, EN)  # published by hand
    pair.sync()
    assert names(pair) == {"rum", "tea"}


@pytest.mark.parametrize("publish", [True, False])
@pytest.mark.parametrize("who", ["rum", "gin"])
def test_what_somebody_links_to_during_a_run_stays(pair: Pair, who: str, publish: bool) -> None:
    """Rum was there before the run, and gin is made during it; either may be a draft."""

    def person() -> None:
        pair.clock.sleep(60)
        milk = refs("article", remote_of(pair.right, "article", "milk"))
        if who == "gin":
            variant = {"title": text("gin"), STATUS: PUBLISHED if publish else DRAFT, "related": milk}
            pair.right.put("article", "r-gin", {EN: variant}, slug="gin")
        else:
            pair.right.edit("article", remote_of(pair.right, "article", "rum"), EN, publish=publish, related=milk)

    pair.right.then = person
    applied = pair.sync()
    (told,) = [settled for op, settled in applied.result.problems if op.verb == "delete"]
    assert (told.outcome, told.detail.split(": ")[0]) == ("skipped", "changed since the plan was made")
    assert told.detail.endswith(f"article/{who} · en · related" if who == "rum" else " · en · related")
    assert names(pair) == {"milk", "rum", "tea"} | {who}
    assert [each["reason"] for each in lines_of(pair.plan(), "conflict")] == ["deletion"]


def test_what_somebody_links_to_in_what_the_run_itself_just_made_stays(pair: Pair) -> None:
    """Gin is known as it is read back, with the link that somebody made in it before that."""

    def person() -> None:
        gin = next(each.remote for each in pair.right.entries.values() if each.slug == "gin")
        pair.right.edit("article", gin, EN, related=refs("article", remote_of(pair.right, "article", "milk")))

    pair.left.put("article", "l-gin", {EN: {"title": text("gin"), STATUS: PUBLISHED}}, slug="gin")
    pair.right.then = person
    applied = pair.sync()
    (told,) = [settled for op, settled in applied.result.problems if op.verb == "delete"]
    assert told.outcome == "skipped"
    assert names(pair) == {"gin", "milk", "rum", "tea"}


def test_what_somebody_works_on_during_a_run_without_a_link_keeps_nothing(pair: Pair) -> None:
    def person() -> None:
        pair.clock.sleep(60)
        pair.right.edit("article", remote_of(pair.right, "article", "rum"), EN, title=text("Rum, old"))

    pair.right.then = person
    pair.sync()
    assert names(pair) == {"rum", "tea"}


def test_what_goes_too_but_was_edited_during_the_run_keeps_what_it_links_to(pair: Pair) -> None:
    """An edit beats a deletion, and so the link that it makes is one of what stays."""

    def person() -> None:
        pair.clock.sleep(60)
        link_rum(pair)

    del pair.left.entries["article", "l-rum"]
    pair.right.then = person
    pair.sync()
    assert names(pair) == {"milk", "rum", "tea"}


@pytest.mark.parametrize("carry", ["report", "carry"])
def test_what_a_draft_over_a_live_page_of_buttercms_links_to_stays(
    sandboxes: Sandboxes, tmp_path: Path, carry: str
) -> None:
    sandboxes.butter.turn(page_delete=True)
    crossing = Crossing(sandboxes, tmp_path, "both")
    crossing.write_mapping(
        ("limits:", f"delete: propagate\nunpublished_edits: {carry}\nlimits:"),
        ("adapter: buttercms\n", "adapter: buttercms\n    page_delete: true\n"),
    )
    crossing.seed({"article": {name: {"all": {}, "en": {"title": name}} for name in ("milk", "rum", "tea")}})
    settled(crossing.sync())
    rum = {"page_type": "article", "slug": "rum", "locale": "en"}
    sandboxes.butter.edit(action="update", **rum, fields={"headline": "Rum, old", "related": ["milk"]})
    sandboxes.webflow.edit(action="delete", collection="posts", item="milk", all=True)
    crossing.sync()
    left = {page["slug"] for page in sandboxes.butter.state()["pages"] if not page["deleted"]}
    assert left == {"milk", "rum", "tea"}
