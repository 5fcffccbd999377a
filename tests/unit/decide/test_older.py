from datetime import UTC, datetime, timedelta

import pytest

from isogloss.decide.older import SKEW, Outlived, advanced
from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.model.address import EntryKey
from isogloss.model.entry import Entry, digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Scalar

EN, FR = Locale("en"), Locale("fr")
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
LOST = Outlived(("run",), NOON)
SECOND = timedelta(seconds=1)


def entry(**fields: str) -> Entry:
    return {EN: {name: Scalar("text", said) for name, said in fields.items()}, SHARED: {}}


def tree(shown: Entry):
    return {str(locale): row for locale, row in digest_entry(shown).items() if row}


def facing(base: tuple[Entry, Entry], left: Entry, right: Entry, left_at=None, right_at=None) -> Facing:
    notes = [{EN: Note(updated=at)} for at in (left_at, right_at)]
    return Facing(EntryKey("a", "tea"), "", Shown(*map(tree, base)), left, right, *notes)


OLD, NEW, OTHER = entry(title="old"), entry(title="new"), entry(title="other")
FORGOTTEN = {EN: {"title": (None, None)}}


@pytest.mark.parametrize(("left", "right"), [(NEW, OLD), (OLD, NEW), (NEW, entry()), (entry(), NEW)])
def test_what_one_side_alone_seems_to_have_moved_is_forgotten(left, right):
    made = advanced(facing((OLD, OLD) if entry() not in (left, right) else (entry(), entry()), left, right), LOST)
    assert made.adopt == FORGOTTEN
    assert made.base == Shown({}, {})


@pytest.mark.parametrize(("left", "right"), [(NEW, NEW), (NEW, OTHER), (OLD, OLD)])
def test_what_both_moved_or_neither_is_as_ever(left, right):
    before = facing((OLD, OLD), left, right)
    assert advanced(before, LOST) is before


def test_what_differed_before_and_moved_on_neither_side_is_as_ever():
    before = facing((OLD, NEW), OLD, NEW)
    assert advanced(before, LOST) is before


def test_other_cells_keep_their_base():
    known = entry(title="old", body="same")
    made = advanced(facing((known, known), entry(title="new", body="same"), known), LOST)
    assert made.adopt == FORGOTTEN
    assert made.base.left == made.base.right == tree(entry(body="same"))


LATER, EARLIER = NOON + SKEW + SECOND, NOON


@pytest.mark.parametrize(
    ("moved", "still", "trusted"),
    [
        (LATER, EARLIER, True),
        (NOON + SKEW, EARLIER, False),
        (LATER, LATER, False),
        (LATER, NOON + SKEW, True),
        (EARLIER, EARLIER, False),
        (None, EARLIER, False),
        (LATER, None, False),
    ],
)
def test_an_edit_that_only_one_side_dates_after_the_last_run_is_trusted(moved, still, trusted):
    for one, other, at in ((NEW, OLD, (moved, still)), (OLD, NEW, (still, moved))):
        before = facing((OLD, OLD), one, other, *at)
        assert (advanced(before, LOST) is before) == trusted


def test_what_all_locales_share_is_as_young_as_the_youngest_of_them():
    def shared(said: str) -> Entry:
        return {SHARED: {"rank": Scalar("text", said)}}

    notes = {EN: Note(updated=EARLIER), FR: Note(updated=LATER)}
    quiet = {EN: Note(updated=EARLIER), FR: Note(updated=EARLIER)}
    base = Shown(tree(shared("1")), tree(shared("1")))
    before = Facing(EntryKey("a", "tea"), "", base, shared("2"), shared("1"), notes, quiet)
    assert advanced(before, LOST) is before
    untold = Facing(EntryKey("a", "tea"), "", base, shared("2"), shared("1"), {**notes, EN: Note()}, quiet)
    assert advanced(untold, LOST).adopt == {SHARED: {"rank": (None, None)}}


def test_a_variant_that_one_side_lacks_is_left_to_the_policy_too():
    both = {**OLD, FR: OLD[EN]}
    before = facing((both, both), both, OLD)
    assert advanced(before, LOST) is before


def test_what_is_gone_on_one_side_is_left_to_the_policy_of_deletions():
    before = Facing(EntryKey("a", "tea"), "", Shown(tree(OLD), tree(OLD)), ABSENT, NEW)
    assert advanced(before, LOST) is before
