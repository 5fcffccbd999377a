"""What people decide about conflicts: recorded, followed by the next run, and done with."""

from __future__ import annotations

from pathlib import Path

import pytest
from two_worlds import EN, FR, Pair, html, remote_of, text

from isogloss import api
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.state.opened import open_state


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path)
    made.left.put(
        "article",
        "tea",
        {
            EN: {"title": text("Tea"), "body": html("<p>One two three.</p><p>Four.</p>"), STATUS: PUBLISHED},
            FR: {"title": text("Thé"), STATUS: PUBLISHED},
        },
        slug="tea",
    )
    made.sync()
    return made


def disagree(pair: Pair, **cells: tuple[str, str]) -> None:
    """Edit the same cells of the English variant on both sides."""
    made = {"title": text, "body": html}
    pair.left.edit("article", "tea", EN, **{name: made[name](values[0]) for name, values in cells.items()})
    right = remote_of(pair.right, "article", "tea")
    pair.right.edit("article", right, EN, **{name: made[name](values[1]) for name, values in cells.items()})


def the_one(pair: Pair) -> str:
    (found,) = api.conflicts(pair.session()).found
    return found.id


def title(pair: Pair, side: Side) -> object:
    return pair.shown(side, "article", "tea", EN, "title")


def is_silent(pair: Pair) -> None:
    """Two runs that have nothing to do, and nothing to tell."""
    for _ in range(2):
        applied = pair.sync()
        assert applied.result.counts() == {}
        assert applied.conflicts == 0
    assert api.conflicts(pair.session()).found == ()


@pytest.mark.parametrize("side", Side)
def test_the_side_that_a_person_takes_is_right_on_both(pair: Pair, side: Side) -> None:
    disagree(pair, title=("Green tea", "Red tea"))
    assert pair.sync().conflicts == 1
    made = api.resolve(pair.session(), [the_one(pair)], api.TakeSide(side.value), by="ann")
    assert [each.by for each in made] == ["ann"]
    applied = pair.sync()
    assert applied.result.counts() == {"confirmed": 2}  # the text, and its publishing
    wanted = text("Green tea") if side is Side.LEFT else text("Red tea")
    assert title(pair, Side.LEFT) == title(pair, Side.RIGHT) == wanted
    is_silent(pair)
    with open_state(str(pair.state), "pair", pair.clock) as state:
        (kept,) = state.resolutions.all()
        assert (kept.status, kept.run) == ("done", applied.run)
