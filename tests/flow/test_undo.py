"""Undo: an inverse plan, shown first, applied like any plan; what cannot be undone is named."""

from pathlib import Path

import pytest
from plan_lines import lines_of
from two_worlds import EN, FR, Pair, html, ref, refs, remote_of, text

from isogloss import api
from isogloss.errors import Refused, UsageError
from isogloss.model.address import Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.schema import Capabilities
from isogloss.plan.data import PlanFile


def site(pair: Pair) -> None:
    pair.left.put("author", "a1", {EN: {"name": text("Ann"), STATUS: PUBLISHED}}, slug="ann")
    for i in range(3):
        pair.left.put(
            "article",
            f"p{i}",
            {
                EN: {
                    "title": text(f"T{i}"),
                    "author": ref("author", "a1"),
                    "related": refs("article", f"p{(i + 1) % 3}"),
                    STATUS: PUBLISHED,
                },
                FR: {"title": text(f"F{i}"), STATUS: DRAFT},
            },
            slug=f"post-{i}",
        )


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path)
    site(made)
    return made


def undo(pair: Pair, run: str) -> PlanFile:
    return api.undo(pair.session(), run, pair.folder / f"undo-{run}.jsonl")


def test_undoing_a_migration_empties_the_target_and_the_next_sync_leaves_it_so(pair: Pair) -> None:
    ran = pair.sync()
    plan = undo(pair, ran.run)
    assert {data["verb"] for data in lines_of(plan, "op")} == {"delete"}
    assert set(pair.apply(plan).result.counts()) == {"confirmed"}
    assert not pair.right.entries
    assert len(pair.left.entries) == 4
    again = pair.sync()
    assert again.result.counts() == {}
    assert not pair.right.entries


def test_undoing_an_update_restores_every_cell_and_does_not_echo(pair: Pair) -> None:
    pair.sync()
    pair.left.edit("article", "p1", EN, title=text("New"))
    pair.left.edit("article", "p1", FR, title=text("Neuf"))
    ran = pair.sync()
    assert set(pair.apply(undo(pair, ran.run)).result.counts()) == {"confirmed"}
    assert pair.shown(Side.RIGHT, "article", "post-1", EN, "title") == text("T1")
    assert pair.shown(Side.RIGHT, "article", "post-1", FR, "title") == text("F1")
    assert pair.shown(Side.LEFT, "article", "post-1", EN, "title") == text("New")
    assert pair.sync().result.counts() == {}
    pair.left.edit("article", "p1", EN, title=text("Newer"))
    pair.sync()
    assert pair.shown(Side.RIGHT, "article", "post-1", EN, "title") == text("Newer")


def test_an_edit_made_since_the_run_is_not_overwritten_by_undo(pair: Pair) -> None:
    pair.sync()
    pair.left.edit("article", "p1", EN, title=text("New"))
    ran = pair.sync()
    pair.right.edit("article", remote_of(pair.right, "article", "post-1"), EN, title=text("Somebody's"))
    plan = undo(pair, ran.run)
    assert list(lines_of(plan, "op")) == []
    (held,) = lines_of(plan, "conflict")
    assert held["detail"] == "edited on right since the run; undoing would overwrite that"


def test_undoing_a_publish_takes_the_variant_off_again(pair: Pair) -> None:
    pair.sync()
    version = pair.left.entries["article", "p2"].versions[FR]
    version.live = dict(version.staged)
    ran = pair.sync()
    pair.apply(undo(pair, ran.run))
    stored = pair.right.entries["article", remote_of(pair.right, "article", "post-2")]
    assert stored.versions[FR].status == DRAFT


def test_a_deleted_entry_comes_back_under_a_new_id(pair: Pair) -> None:
    pair.options["delete"] = "propagate"
    pair.sync()
    lone = pair.left.put("article", "lone", {EN: {"title": text("Lone"), STATUS: DRAFT}}, slug="lone")
    pair.sync()
    del pair.left.entries["article", lone.remote]
    ran = pair.sync()
    assert "lone" not in {s.slug for s in pair.right.entries.values()}
    assert set(pair.apply(undo(pair, ran.run)).result.counts()) == {"confirmed"}
    assert pair.shown(Side.RIGHT, "article", "lone", EN, "title") == text("Lone")


def test_a_run_that_wrote_nothing_and_one_that_never_was_are_refused(pair: Pair) -> None:
    pair.sync()
    empty = pair.sync()
    with pytest.raises(Refused, match="wrote nothing"):
        undo(pair, empty.run)
    with pytest.raises(UsageError, match="there is no run"):
        undo(pair, "nope")


BLOCKS = "<p>One</p><p>Two</p>"


@pytest.mark.parametrize("stages", [(True, True), (True, False), (False, True), (False, False)])
def test_undoing_a_merge_leaves_each_side_its_own_words_and_the_next_sync_takes_none(
    tmp_path: Path, stages: tuple[bool, bool]
) -> None:
    pair = Pair(tmp_path, options={"conflict": "merge"})
    for world, can in zip((pair.left, pair.right), stages, strict=True):
        world.capabilities = Capabilities(stages_edits=can)
    site(pair)
    pair.left.edit("article", "p1", EN, body=html(BLOCKS))
    pair.sync()
    left, right = html("<p>One, left</p><p>Two</p>"), html("<p>One</p><p>Two, right</p>")
    pair.left.edit("article", "p1", EN, body=left)
    pair.right.edit("article", remote_of(pair.right, "article", "post-1"), EN, body=right)
    ran = pair.sync()
    merged = html("<p>One, left</p><p>Two, right</p>")
    assert [pair.shown(side, "article", "post-1", EN, "body") for side in Side] == [merged, merged]
    assert set(pair.apply(undo(pair, ran.run)).result.counts()) == {"confirmed"}
    assert [pair.shown(side, "article", "post-1", EN, "body") for side in Side] == [left, right]
    assert pair.sync().result.counts() == {}
    assert [pair.shown(side, "article", "post-1", EN, "body") for side in Side] == [left, right]
