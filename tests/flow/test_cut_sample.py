"""A part of a plan that was cut is finished as that part: nobody asked for the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from two_worlds import EN, Pair, remote_of, text

from isogloss import api
from isogloss.adapters.memory import World
from isogloss.errors import Refused
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.plan.parts import Sample
from isogloss.report import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from isogloss.plan.data import PlanFile

NAMES = ("cup", "pot", "tea")


class Dead(Exception):
    """The process died."""


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Three titles crossed, and then three other ones."""
    made = Pair(tmp_path)
    for name in NAMES:
        made.left.put("article", name, {EN: {"title": text(name), STATUS: PUBLISHED}}, slug=name)
    made.sync()
    for name in NAMES:
        made.left.edit("article", remote_of(made.left, "article", name), EN, title=text(f"new {name}"))
    return made


def die_in(pair: Pair, plan: PlanFile, sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """Apply a part, and die at its first write."""

    def write(world: World, name: str, act: Callable[[], None]) -> None:
        raise Dead

    with monkeypatch.context() as patched:
        patched.setattr(World, "write", write)
        with pytest.raises(Dead):
            api.apply_part(pair.session(), plan, api.part_of(plan, sample))


def titles(pair: Pair) -> list[object]:
    return [pair.shown(Side.RIGHT, "article", name, EN, "title") for name in NAMES]


@pytest.mark.parametrize("sample", [Sample(number=1), Sample(entries=("article/t*",))])
def test_sync_finishes_the_part_of_an_undo_and_takes_no_more_back(
    pair: Pair, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = pair.sync().run
    plan = api.undo(pair.session(), new, pair.out("undo"))
    die_in(pair, plan, sample, monkeypatch)
    pair.sync()
    back = [title for title in titles(pair) if title in map(text, NAMES)]
    assert len(back) == 1, titles(pair)
    assert pair.sync().result.counts() == {}, "and what was not taken back stays"


def test_what_has_to_be_finished_first_is_named_with_its_part(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = pair.plan()
    die_in(pair, plan, Sample(entries=("article/t*", "article/c*")), monkeypatch)
    named = f"isogloss apply {plan.path} --entries 'article/t*' --entries 'article/c*'"
    pair.left.edit("article", remote_of(pair.left, "article", "pot"), EN, title=text("newest pot"))
    with pytest.raises(Refused, match=re.escape(f"Finish it first with {named}, then")):
        pair.apply(pair.plan())
    cut = api.status(pair.session()).cut
    assert cut is not None
    assert words.again(cut) == named
