import sqlite3

import pytest
from manual_clock import ManualClock

from isogloss.errors import StateError
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Asset, Many, Scalar, digest, digest_text
from isogloss.plan.op import Change, Op
from isogloss.state.images import Image, WrittenOp
from isogloss.state.opened import open_state

TEA = EntryKey("article", "tea")
TITLE, COVER = Cell(TEA, Locale("fr"), "title"), Cell(TEA, Locale("fr"), "cover")
OLD = Scalar("text", "Thé \ud83d")
PICTURES = Many((Asset("image", "https://left.test/a.png", "a"), Asset("image", "https://left.test/b.png")))


def op(*changes, name="op"):
    return Op(digest_text(name), Side.RIGHT, "update", TEA, "Tea", changes)


def begin(state):
    plan = digest_text("plan")
    return state.runs.begin(plan_digest=plan, plan_path="", mapping_digest=plan, command="apply", ops_total=1).id


def test_images_show_what_each_cell_held_before(state, reopen):
    made = op(Change(COVER, PICTURES, ABSENT, ABSENT), Change(TITLE, OLD, Scalar("text", "Tea"), ABSENT))
    run = begin(state)
    state.images(run).save([made])
    with reopen() as again:
        assert list(again.images(run).all()) == [
            Image(made.id, Side.RIGHT, COVER, PICTURES),
            Image(made.id, Side.RIGHT, TITLE, OLD),
        ]


def test_the_first_image_of_a_cell_counts(state):
    run = begin(state)
    state.images(run).save([op(Change(TITLE, ABSENT, OLD, ABSENT))])
    state.images(run).save([op(Change(TITLE, OLD, OLD, ABSENT)), op(Change(COVER, ABSENT, PICTURES, ABSENT), name="2")])
    assert [(image.at, image.before) for image in state.images(run).all()] == [(TITLE, ABSENT), (COVER, ABSENT)]


def test_another_run_has_images_of_its_own(state):
    first, second = begin(state), begin(state)
    state.images(first).save([op(Change(TITLE, OLD, ABSENT, ABSENT))])
    state.images(second).save([])
    assert list(state.images(second).all()) == []


@pytest.mark.parametrize("before", ["{", '{"nonsense": 1}'])
def test_a_changed_image_is_a_damaged_state(before, tmp_path):
    path = tmp_path / "state.db"
    with open_state(str(path), "acme", ManualClock()) as state:
        run = begin(state)
        state.images(run).save([op(Change(TITLE, OLD, ABSENT, ABSENT))])
        meddler = sqlite3.connect(path)
        meddler.execute("UPDATE isogloss_image SET before = ?", [before])
        meddler.commit()
        meddler.close()
        with pytest.raises(StateError, match="damaged"):
            list(state.images(run).all())


def test_what_an_op_was_about_to_write_is_kept_by_digest(state, reopen):
    title, cover = Change(TITLE, OLD, Scalar("text", "Tea"), ABSENT), Change(COVER, PICTURES, ABSENT, ABSENT)
    named = Change(Cell(TEA, Locale("fr"), "body"), OLD, OLD, ABSENT)  # only named, not written
    run = begin(state)
    state.images(run).save([op(title)], [op(title, cover, named)])
    state.images(run).save([], [op(title)])  # taken up again: what was meant at first counts
    cells = ((TITLE, digest(title.after)), (COVER, ABSENT))
    with reopen() as again:
        written = WrittenOp(op().id, Side.RIGHT, TEA, "update", "Tea", cells)
        assert list(again.images(run).written()) == [written]
        assert list(again.images(run).written(TEA)) == [written]
        assert list(again.images(run).written(EntryKey("article", "rum"))) == []
        assert [image.at for image in again.images(run).all(TEA)] == [TITLE]
    assert list(state.images(begin(state)).written()) == []
