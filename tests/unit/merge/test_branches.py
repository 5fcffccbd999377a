"""Where in the policy's table an address stands, in the table's words."""

from datetime import UTC, datetime

import pytest

from isogloss.merge.alike import Alike
from isogloss.merge.branches import Row
from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Remove, Take
from isogloss.merge.facing import Facing
from isogloss.merge.flow import Flows, Lock
from isogloss.merge.policy import merge, row_at
from isogloss.merge.removal import without_locked
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, STATUS, digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Scalar

TEA = EntryKey("article", "tea")
EN, FR = Locale("en"), Locale("fr")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
OLD, NEW, OTHER = (Scalar("text", text) for text in ("old", "new", "other"))
TITLE, STATE = Cell(TEA, EN, "title"), Cell(TEA, EN, STATUS)
ONE_WAY, BACK = Flows("left to right"), Flows("right to left")
LOCK = Lock("tea", None, frozenset({"title"}), "article tea title", "legal text")
LOCKED = Flows("both", locks=(LOCK,))


def entry(title=OLD, **more):
    return {EN: {STATUS: DRAFT, **({} if title is ABSENT else {"title": title})}, **more}


FRENCH = {FR: {STATUS: DRAFT}}
BOTH = Shown(*[digest_entry(entry())] * 2)
EDITED, APART, SETTLED = "A alone edited, added or deleted it", "both edited it, apart", "a side is named"
DRIFTED, GONE = "B alone edited, added or deleted it", "one deleted it, the other edited it"
MET = "they never agreed, and it differs"


def rules(flows=None, conflict="hold", **more):
    return Rules(flows or Flows(), {"": conflict}, **more)


def merging(made):
    return rules(conflict="merge", merge3=lambda *_: made, body=lambda _: OLD)


CELLS = [
    (entry(), entry(), rules(), Row("nothing", "neither did anything", "", "nothing")),
    (
        entry(NEW),
        entry(),
        rules(),
        Row("take", EDITED, "a value", "written across, unless it would destroy what is there"),
    ),
    (
        entry(),
        entry(NEW),
        rules(BACK),
        Row("take", EDITED, "a value", "written across, unless it would destroy what is there"),
    ),
    (entry(ABSENT), entry(), rules(), Row("take", EDITED, "a deletion of a cell", "written across")),
    (entry(), entry(NEW), rules(ONE_WAY), Row("drift", DRIFTED, "``drift: keep``", "kept, and told")),
    (
        entry(NEW),
        entry(),
        rules(BACK, drift="overwrite"),
        Row("drift", DRIFTED, "``drift: overwrite``", "take A's, and told; kept while that is held"),
    ),
    (
        entry(NEW),
        entry(),
        rules(LOCKED),
        Row("locked", EDITED, "", "drift that is kept, and told with the lock's note"),
    ),
    (
        entry(NEW),
        entry(OTHER),
        rules(LOCKED),
        Row("locked", APART, "", "drift that is kept, and told with the lock's note"),
    ),
    (entry(NEW), entry(OTHER), rules(), Row("settle", APART, "else", "held")),
    (entry(NEW), entry(OTHER), rules(conflict="left"), Row("settle", APART, SETTLED, "take that side's")),
    (entry(NEW), entry(OTHER), rules(conflict="right"), Row("settle", APART, SETTLED, "take that side's")),
    (entry(ABSENT), entry(OTHER), rules(), Row("settle", GONE, "else", "held")),
    (entry(NEW), entry(OTHER), rules(conflict="newest"), Row("settle", APART, "else", "held")),
    (entry(ABSENT), entry(OTHER), rules(conflict="newest"), Row("settle", GONE, "else", "held")),
    (
        entry(NEW),
        entry(OTHER),
        merging(NEW),
        Row(
            "settle",
            APART,
            "``merge``: two texts or lists over what both had, and the edits do not touch",
            "written to each side that lacks a part of it",
        ),
    ),
    (entry(NEW), entry(OTHER), merging(None), Row("settle", APART, "else", "held")),
    (entry(NEW), entry(OTHER), rules(ONE_WAY), Row("protect", APART, "else", "held")),
    (
        entry(NEW),
        entry(OTHER),
        rules(ONE_WAY, "left"),
        Row("protect", APART, "A is named, or ``drift: overwrite``", "take A's"),
    ),
    (
        entry(NEW),
        entry(OTHER),
        rules(BACK, "right"),
        Row("protect", APART, "A is named, or ``drift: overwrite``", "take A's"),
    ),
    (
        entry(NEW),
        entry(OTHER),
        rules(ONE_WAY, drift="overwrite"),
        Row("protect", APART, "A is named, or ``drift: overwrite``", "take A's"),
    ),
    (
        entry(NEW),
        entry(OTHER),
        rules(ONE_WAY, "right"),
        Row("protect", APART, "B is named", "drift that is kept"),
    ),
    (entry(NEW), entry(OTHER), rules(BACK, "left"), Row("protect", APART, "B is named", "drift that is kept")),
    (entry(NEW), entry(), rules(Flows("off")), Row("nothing", EDITED, "", "nothing")),
]


@pytest.mark.parametrize(("left", "right", "how", "row"), CELLS)
def test_a_cell_stands_in_the_row_of_its_history_and_its_policies(left, right, how, row):
    assert row_at(TITLE, Facing(TEA, "Tea", BOTH, left, right), how) == (TITLE, row)


@pytest.mark.parametrize(
    ("left", "right", "flows", "named"),
    [
        (entry(NEW), entry(), Flows(), LEFT),
        (entry(), entry(NEW), Flows(), RIGHT),
        (entry(NEW), entry(), ONE_WAY, LEFT),
        (entry(), entry(NEW), ONE_WAY, LEFT),
        (entry(NEW), entry(), BACK, RIGHT),
        (entry(NEW), entry(OTHER), ONE_WAY, LEFT),
        (entry(NEW), entry(OTHER), BACK, RIGHT),
        (entry(NEW), entry(OTHER), Flows(), None),
        (entry(), entry(), ONE_WAY, None),
    ],
)
def test_a_is_the_source_or_who_moved_alone(left, right, flows, named):
    assert row_at(TITLE, Facing(TEA, "Tea", BOTH, left, right), rules(flows))[1].a is named


def test_what_is_taken_to_be_the_same_at_first_contact_is_agreed_on():
    alike = Alike(meeting=lambda name, left, right: "assumed" if name == "title" else "alike")
    met = Facing(TEA, "Tea", Shown(), entry(NEW), entry(OTHER))
    assert row_at(TITLE, met, Rules(alike=alike))[1].history == "both did the same; or never agreed, and equal"


def test_of_two_times_the_later_counts():
    notes = [{EN: Note(updated=datetime(2026, 11, day, tzinfo=UTC))} for day in (1, 2)]
    found = row_at(TITLE, Facing(TEA, "", BOTH, entry(NEW), entry(OTHER), *notes), rules(conflict="newest"))
    assert found == (TITLE, Row("settle", APART, "``newest``: one was changed later", "take the later"))


def test_where_the_sides_meet_there_was_nothing_before():
    met = Facing(TEA, "Tea", Shown(), entry(NEW), entry(OTHER))
    assert row_at(TITLE, met, rules()) == (TITLE, Row("settle", MET, "else", "held"))


@pytest.mark.parametrize("base", [Shown(), BOTH], ids=["met", "moved alike"])
def test_what_is_the_same_is_agreed_on_as_a_whole(base):
    same = Row("agree", "both did the same; or never agreed, and equal", "", "agree")
    assert row_at(TITLE, Facing(TEA, "Tea", base, entry(NEW), entry(NEW)), rules()) == (Cell(TEA), same)


DELETED = "A alone edited, added or deleted it"


@pytest.mark.parametrize(
    ("left", "right", "how", "row"),
    [
        (ABSENT, entry(), rules(), Row("remove", DELETED, "``delete: hold``", "held")),
        (ABSENT, entry(), rules(delete="propagate"), Row("remove", DELETED, "``delete: propagate``", "it goes")),
        (
            ABSENT,
            entry(),
            rules(delete="archive"),
            Row("remove", DELETED, "``delete: archive``", "each variant is archived, but for one that was before"),
        ),
        (
            ABSENT,
            entry(),
            rules(LOCKED, delete="propagate"),
            Row("remove", DELETED, "a cell of it is locked, and it would be deleted", "held"),
        ),
        (ABSENT, entry(NEW), rules(), Row("settle", GONE, "else", "held")),
        (
            ABSENT,
            entry(NEW),
            rules(conflict="newest"),
            Row("settle", GONE, "``newest``, ``merge``: one deleted more than a cell", "take the other's"),
        ),
        (
            entry(NEW),
            ABSENT,
            rules(conflict="merge"),
            Row("settle", GONE, "``newest``, ``merge``: one deleted more than a cell", "take the other's"),
        ),
    ],
)
def test_what_was_decided_about_an_entry_is_what_was_decided_about_its_cells(left, right, how, row):
    for at in (TITLE, Cell(TEA, EN), Cell(TEA)):
        assert row_at(at, Facing(TEA, "Tea", BOTH, left, right), how) == (Cell(TEA), row)


def test_a_deletion_waits_where_the_other_side_has_edits_that_are_not_published():
    busy = Facing(TEA, "Tea", BOTH, ABSENT, entry(), {}, {EN: Note(unpublished_edits=True)})
    when = "it was edited, published or not, or never agreed on"
    assert row_at(TITLE, busy, rules(delete="propagate"))[1] == Row(
        "remove", DELETED, when, "held, as an edit against a deletion"
    )


def test_a_variant_stands_for_its_cells_and_for_no_other():
    agreed = Shown(*[digest_entry(entry() | FRENCH)] * 2)
    gone = Facing(TEA, "Tea", agreed, entry(NEW), entry() | FRENCH)
    assert row_at(Cell(TEA, FR, STATUS), gone, rules())[0] == Cell(TEA, FR)
    assert row_at(TITLE, gone, rules())[0] == TITLE
    assert row_at(Cell(TEA, Locale("de"), "title"), gone, rules())[1].branch == "nothing"


# Locks.


@pytest.mark.parametrize(
    ("lock", "held"),
    [
        (Lock("*", None, None, "", ""), {(None, None), (EN, None), (EN, "title"), (FR, "title"), (SHARED, "tint")}),
        (Lock("*", frozenset({EN}), None, "", ""), {(EN, None), (EN, "title")}),
        (Lock("*", None, frozenset({"title"}), "", ""), {(EN, "title"), (FR, "title")}),
        (Lock("*", frozenset({EN}), frozenset({"title"}), "", ""), {(EN, "title")}),
    ],
)
def test_a_lock_holds_what_it_names(lock, held):
    places = [(None, None), (EN, None), (EN, "title"), (FR, "title"), (SHARED, "tint")]
    assert {at for at in places if lock.holds(*at)} == held


@pytest.mark.parametrize(
    ("glob", "named"), [("tea", True), ("t*", True), ("*", True), ("te", False), ("Tea", False), ("t[e]a", False)]
)
def test_a_lock_names_entries_by_a_glob_without_brackets(glob, named):
    assert Lock(glob, None, None, "", "").is_of(TEA) is named


def test_the_first_lock_of_an_address_tells_why():
    other = Lock("*", None, None, "everything", "why not")
    assert Flows(locks=(LOCK, other)).lock(TITLE) is LOCK
    assert Flows(locks=(LOCK, other)).lock(STATE) is other
    assert Flows(locks=(LOCK,)).lock(STATE) is None
    assert LOCK.told == "locked (article tea title): legal text"


def test_a_lock_on_a_locale_is_that_of_its_cells_alone():
    french = Lock("*", frozenset({FR}), None, "", "")
    found = [Flows(locks=(french,)).lock(Cell(TEA, at, "title")) for at in (FR, EN, SHARED)]
    assert found == [french, None, None]


def told(at, left, right):
    return Drifted(at, left, right, kept=True, label="Tea", detail=LOCK.told)


def test_what_is_locked_is_told_and_stays_and_the_rest_flows():
    found = list(merge(Facing(TEA, "Tea", BOTH, entry(NEW), entry()), rules(LOCKED)))
    assert found == [told(TITLE, NEW, OLD)]
    found = list(merge(Facing(TEA, "Tea", Shown(), entry(NEW), ABSENT), rules(LOCKED)))
    assert found == [told(TITLE, NEW, ABSENT), Take(STATE, RIGHT, DRAFT, DRAFT)]


def test_what_is_not_locked_goes():
    elsewhere = Flows(locks=(Lock("milk", None, None, "", ""), Lock("*", None, frozenset({"lead"}), "", "")))
    gone = Facing(TEA, "Tea", BOTH, ABSENT, entry())
    assert list(merge(gone, rules(elsewhere, delete="propagate"))) == [Remove(Cell(TEA), RIGHT)]


def test_what_would_take_a_locked_cell_along_is_held():
    gone = Facing(TEA, "Tea", BOTH, ABSENT, entry())
    (held,) = merge(gone, rules(LOCKED, delete="propagate"))
    assert (held.at, held.reason, held.detail) == (Cell(TEA), "locked", LOCK.told)
    (taken,) = merge(gone, rules(LOCKED, delete="archive"))
    assert isinstance(taken, Take)


def test_a_state_that_is_locked_is_not_archived():
    state = Flows(locks=(Lock("*", None, frozenset({STATUS}), "states", "no"),))
    (found,) = merge(Facing(TEA, "Tea", BOTH, ABSENT, entry()), rules(state, delete="archive"))
    assert (type(found), found.at, found.detail) == (Drifted, STATE, "locked (states): no")


def test_what_is_put_back_takes_away_nothing_that_is_locked():
    there, gone = Facing(TEA, "Tea", BOTH, ABSENT, entry()), Remove(Cell(TEA), RIGHT)
    held = Conflict(Cell(TEA), "locked", ABSENT, DRAFT, "Tea", LOCK.told)
    assert list(without_locked([gone], there, rules(LOCKED))) == [held]
    assert list(without_locked([gone], there, rules())) == [gone]
