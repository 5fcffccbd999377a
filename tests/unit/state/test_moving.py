"""What is remembered follows a change of the mapping: all of it or nothing, on either database."""

from datetime import UTC, datetime

import pytest
from manual_clock import ManualClock
from sqlalchemy import update

from isogloss.decide.resolution import Resolution
from isogloss.errors import StateError
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.confirmed import Confirmed
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Digest, Scalar, digest, digest_text
from isogloss.plan.op import Change, Conflict, Op
from isogloss.state.moving import Cells, Transfer
from isogloss.state.opened import copied_state
from isogloss.state.tables import META
from isogloss.state.tombstones import Tombstone

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
EN, FR, GB = Locale("en"), Locale("fr"), Locale("en-GB")
TEA, POT = EntryKey("article", "tea"), EntryKey("topic", "pot")
A, B, C = Digest("a"), Digest("b"), Digest("c")
BASE = {EN: {"title": (A, B), "steps": (A, A), "steps#id#1": (B, B)}, SHARED: {"form": (A, None)}}
LAYOUT = {"kinds": {}, "locales": {}}


def filled(state):
    state.identity.bind(Side.LEFT, TEA, "l1")
    state.base.advance(TEA, BASE, {Side.RIGHT: {EN: {"title": C}}})
    state.base.advance(POT, {EN: {"title": (A, A)}})
    state.awaited.put(Side.RIGHT, {Cell(TEA, EN, "title"): ["x"]})
    state.confirmed.note([(Side.LEFT, TEA, {EN: Confirmed(A, NOON)})])
    state.tombstones.put([Tombstone(Side.LEFT, EntryKey("article", "gone"), "l9", EN, "run", NOON, {})])
    state.held.replace(
        "run", [Conflict(Cell(TEA, EN, "title"), "both sides changed", Scalar("text", "a"), ABSENT, "Tea")]
    )
    state.resolutions.record(
        [Resolution("id", Cell(TEA, EN, "title"), "content", (A, B), "take", Side.LEFT, ABSENT, "ann", NOON)]
    )
    plan = digest_text("plan")
    run = state.runs.begin(plan_digest=plan, plan_path="", mapping_digest=plan, command="apply", ops_total=1).id
    change = Change(Cell(TEA, EN, "title"), Scalar("text", "a"), ABSENT, ABSENT)
    state.images(run).save([Op(plan, Side.LEFT, "update", TEA, "Tea", (change,))])
    return run


def named(state, run):
    """Every address that is remembered of an article or what it became."""
    yield from (at for at in state.awaited.all(Side.RIGHT))
    yield from (left.at for left in state.held.all())
    yield from (made.cell for made in state.resolutions.open())
    yield from (image.at for image in state.images(run).all())


def test_the_layout_is_there_again(state, reopen):
    assert state.moving.layout() is None
    state.moving.carry(Transfer(), LAYOUT)
    with reopen(read_only=True) as again:
        assert again.moving.layout() == LAYOUT
    with reopen("other") as other:
        assert other.moving.layout() is None


def test_only_kinds_that_were_agreed_on_count(state):
    filled(state)
    assert state.moving.agreed_kinds() == {"article", "topic"}


def test_a_field_takes_everything_of_its_own_along(state):
    run = filled(state)
    cells = Cells({"title": "lead", "steps": "parts"})
    state.moving.carry(Transfer(cells={"article": cells}), LAYOUT)
    moved = {EN: {"lead": (A, B), "parts": (A, A), "parts#id#1": (B, B)}, SHARED: {"form": (A, None)}}
    assert state.base.get(TEA) == moved
    assert state.base.drafts(TEA) == {Side.RIGHT: {EN: {"lead": C}}}
    assert state.base.get(POT) == {EN: {"title": (A, A)}}
    assert set(named(state, run)) == {Cell(TEA, EN, "lead")}


def test_names_may_move_on_in_a_row(state):
    state.base.advance(TEA, {EN: {"a": (A, A), "b": (B, B)}})
    state.awaited.put(Side.LEFT, {Cell(TEA, EN, "a"): ["1"], Cell(TEA, EN, "b"): ["2"]})
    state.moving.carry(Transfer(cells={"article": Cells({"a": "b", "b": "c"})}), LAYOUT)
    assert state.base.get(TEA) == {EN: {"b": (A, A), "c": (B, B)}}
    assert state.awaited.all(Side.LEFT) == {Cell(TEA, EN, "b"): ("1",), Cell(TEA, EN, "c"): ("2",)}


def test_a_locale_takes_everything_along_in_every_kind(state):
    run = filled(state)
    state.moving.carry(Transfer(locales={"en": "en-GB"}), LAYOUT)
    assert set(state.base.get(TEA)) == {GB, SHARED}
    assert set(state.base.get(POT)) == {GB}
    assert set(state.confirmed.get(Side.LEFT, TEA)) == {GB}
    assert state.tombstones.of(Side.LEFT)[0].locale == GB
    assert set(named(state, run)) == {Cell(TEA, GB, "title")}


def test_a_kind_takes_everything_along(state):
    run = filled(state)
    state.moving.carry(Transfer(kinds={"article": "story"}, cells={"story": Cells({"title": "lead"})}), LAYOUT)
    key = EntryKey("story", "tea")
    assert dict(state.identity.all_keys(Side.LEFT)) == {"l1": key}
    assert state.base.keys() == {key, POT}
    assert state.base.get(key)[EN]["lead"] == (A, B)
    assert state.tombstones.of(Side.LEFT)[0].entry == EntryKey("story", "gone")
    assert set(named(state, run)) == {Cell(key, EN, "lead")}


def test_an_option_that_is_called_otherwise_is_the_same(state):
    old, new = (digest(Scalar("option", key)) for key in ("news", "latest"))
    state.base.advance(TEA, {EN: {"topic": (old, A), "title": (old, old)}})
    state.moving.carry(Transfer(cells={"article": Cells(options={"topic": {old: new}})}), LAYOUT)
    assert state.base.get(TEA) == {EN: {"topic": (new, A), "title": (old, old)}}


@pytest.mark.parametrize(
    ("transfer", "left"),
    [
        (Transfer(cells={"article": Cells({"title": None})}), {"steps", "steps#id#1"}),
        (Transfer(locales={"en": None}), set()),
        (Transfer(kinds={"article": None}), set()),
    ],
)
def test_what_is_compared_anew_is_forgotten_and_what_runs_wrote_is_kept(state, transfer, left):
    run = filled(state)
    state.moving.carry(transfer, LAYOUT)
    assert set(state.base.get(TEA).get(EN, {})) == left
    assert state.base.drafts(TEA) == {}
    assert state.awaited.all(Side.RIGHT) == {}
    assert [image.at for image in state.images(run).all()] == [Cell(TEA, EN, "title")]


def test_another_mapping_stays_as_it_is(state, reopen):
    with reopen("other") as other:
        run = filled(other)
        state.moving.carry(Transfer(kinds={"article": "story"}, locales={"en": "en-GB"}), LAYOUT)
        assert other.base.get(TEA) == BASE
        assert set(named(other, run)) == {Cell(TEA, EN, "title")}


def test_a_copy_is_moved_and_the_state_is_not(state, tmp_path):
    run = filled(state)
    with copied_state(state, tmp_path / "copy.db", ManualClock()) as copy:
        assert copy.base.get(TEA) == BASE
        copy.moving.carry(Transfer(kinds={"article": "story"}), LAYOUT)
        assert copy.base.keys() == {EntryKey("story", "tea"), POT}
        assert copy.runs.get(run).id == run
    assert state.base.keys() == {TEA, POT}
    assert not (tmp_path / "copy.db").exists()


def test_a_layout_that_is_none_is_a_damaged_state(state):
    state.moving.carry(Transfer(), LAYOUT)
    with state._database.write() as connection:
        connection.execute(update(META).where(META.c.name.startswith("layout/")).values(value="{"))
    with pytest.raises(StateError, match="damaged"):
        state.moving.layout()
    state.moving.carry(Transfer(), LAYOUT)
