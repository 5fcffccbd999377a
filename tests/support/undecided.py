"""Decisions about conflicts that are refused: what a person did, by the name that the page of errors gives it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from two_worlds import EN, Pair, html, remote_of, text

from isogloss import api
from isogloss.merge.change import Conflict
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.state.opened import open_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def apart(folder: Path) -> tuple[Pair, str]:
    """An article whose titles are in conflict, and the id of that."""
    made = Pair(folder)
    content = {"title": text("Tea"), "body": html("<p>One two.</p>"), STATUS: PUBLISHED}
    made.left.put("article", "tea", {EN: content}, slug="tea")
    made.sync()
    made.left.edit("article", "tea", EN, title=text("Green tea"))
    made.right.edit("article", remote_of(made.right, "article", "tea"), EN, title=text("Red tea"))
    made.sync()
    (found,) = api.conflicts(made.session()).found
    return made, found.id


def decided(choice: api.TakeSide | api.TakeValue | api.TakeBoth, typed: str = "") -> Callable[[Path], object]:
    def decide(folder: Path) -> object:
        pair, found = apart(folder)
        return api.resolve(pair.session(), [typed or found], choice, by="ann")

    return decide


def of_several(folder: Path) -> object:
    pair, _ = apart(folder)
    for n in range(40):  # of as many, some begin alike
        pair.left.put("article", f"a{n}", {EN: {"title": text(f"A{n}"), STATUS: PUBLISHED}}, slug=f"a{n}")
    pair.sync()
    for n in range(40):
        pair.left.edit("article", f"a{n}", EN, title=text("Left"))
        pair.right.edit("article", remote_of(pair.right, "article", f"a{n}"), EN, title=text("Right"))
    pair.sync()
    first = [each.id[0] for each in api.conflicts(pair.session()).found]
    return api.resolve(pair.session(), [max(first, key=first.count)], api.TakeSide("left"), by="ann")


def waiting_for_something_else(folder: Path) -> object:
    pair, _ = apart(folder)
    right = remote_of(pair.right, "article", "tea")
    pair.right.edit("article", right, EN, title=text("Green tea"))
    pair.sync()
    pair.right.edit("article", right, EN, publish=False, body=html("<p>Not yet.</p>"))
    pair.left.edit("article", "tea", EN, title=text("Black tea"))
    pair.sync()
    (found,) = (each for each in api.conflicts(pair.session()).found if not each.can_be_decided)
    return api.resolve(pair.session(), [found.id], api.TakeSide("left"), by="ann")


def of_an_older_version(folder: Path) -> object:
    pair, found = apart(folder)
    with open_state(str(pair.state), "pair", pair.clock) as state:
        left = [replace(each, traces=None) for each in state.held.all() if isinstance(each, Conflict)]
        state.held.replace("", left)
    return api.resolve(pair.session(), [found], api.TakeSide("left"), by="ann")


def about_a_whole_entry(folder: Path) -> object:
    pair, _ = apart(folder)
    pair.left.put("article", "pot", {EN: {"title": text("Pot"), STATUS: PUBLISHED}}, slug="pot")
    pair.sync()
    del pair.left.entries["article", "pot"]
    pair.sync()
    (found,) = api.conflicts(pair.session(), api.Which(entries=("pot",))).found
    return api.resolve(pair.session(), [found.id], api.TakeValue("x"), by="ann")


def not_held_by_a_side(folder: Path) -> object:
    pair, found = apart(folder)
    pair.right.required["article"] = frozenset({"title"})
    return api.resolve(pair.session(), [found], api.TakeValue(""), by="ann")


def of_no_kind(folder: Path) -> object:
    pair, _ = apart(folder)
    return api.conflicts(pair.session(), api.Which(kinds=("artcle",)))


def merged_over_nothing(folder: Path) -> object:
    pair, found = apart(folder)
    with open_state(str(pair.state), "pair", pair.clock) as state:
        state.base.drop(next(state.base.entries())[0])
        state.bodies.prune(state.base)
    return api.resolve(pair.session(), [found], api.TakeBoth(), by="ann")


def taken_back_twice(folder: Path) -> object:
    pair, found = apart(folder)
    api.resolve(pair.session(), [found], api.TakeSide("left"), by="ann")
    for _ in range(2):
        api.withdraw(pair.session(), [found])
    return None


UNDECIDED: dict[str, Callable[[Path], object]] = {
    "unknown conflict": decided(api.TakeSide("left"), "zzzz"),
    "a name that is not in the mapping": of_no_kind,
    "an id that may be several": of_several,
    "unknown side": decided(api.TakeSide("lef")),
    "a conflict that waits for something else": waiting_for_something_else,
    "a conflict that an older version left": of_an_older_version,
    "a value for more than a cell": about_a_whole_entry,
    "two lines for a text": decided(api.TakeValue("Any\ntea\n")),
    "a value that a side cannot hold": not_held_by_a_side,
    "edits that touch": decided(api.TakeBoth()),
    "nothing to merge over": merged_over_nothing,
    "no decision to take back": taken_back_twice,
}
