"""What is not live is out of scope for a side without drafts that lacks it."""

import pytest

from isogloss.mapping.names.without_drafts import without_drafts
from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PRESENT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Scalar

EN, FR = Locale("en"), Locale("fr")
KEY = EntryKey("article", "tea")
TITLE = Scalar("text", "Tea")
LIVE, HIDDEN, EDITED = Note(live=True), Note(), Note(live=True, unpublished_edits=True)


def facing(left=ABSENT, notes=None, right=ABSENT):
    return Facing(KEY, "", Shown(), left, right, notes or {})


def entry(**states):
    return {Locale(code): {STATUS: state, "title": TITLE} for code, state in states.items()}


@pytest.mark.parametrize("state", [DRAFT, ARCHIVED, PRESENT])
def test_what_is_not_live_waits_and_the_rest_stays(state):
    found = without_drafts(facing(entry(en=PUBLISHED, fr=state), {EN: LIVE, FR: HIDDEN}), [Side.RIGHT], carry=False)
    assert found.left == entry(en=PUBLISHED)
    assert found.left_notes == {EN: LIVE}
    assert found.waiting == {Side.LEFT: {FR}}


def test_an_entry_of_which_nothing_is_live_is_not_there():
    shown = {SHARED: {"rank": TITLE}, **entry(en=DRAFT)}
    assert without_drafts(facing(shown, {EN: HIDDEN}), [Side.RIGHT], carry=False).left is ABSENT


def test_what_the_side_has_is_compared_whatever_its_state():
    both = facing(entry(en=DRAFT), {EN: HIDDEN}, entry(en=PUBLISHED))
    assert without_drafts(both, [Side.RIGHT], carry=False) is both


def test_only_a_side_without_drafts_asks_for_it():
    shown = facing(entry(en=DRAFT), {EN: HIDDEN})
    assert without_drafts(shown, [Side.LEFT], carry=False) is shown
    assert without_drafts(shown, [], carry=False) is shown


@pytest.mark.parametrize(("carry", "waits"), [(False, False), (True, True)])
@pytest.mark.parametrize("state", [CHANGED, PRESENT])
def test_edits_over_live_content_wait_where_they_would_be_shown_in_its_place(carry, waits, state):
    found = without_drafts(facing(entry(en=state), {EN: EDITED}), [Side.RIGHT], carry=carry)
    assert (found.left is ABSENT) is waits


def test_a_variant_of_which_nothing_is_told_waits():
    assert without_drafts(facing(entry(en=PUBLISHED)), [Side.RIGHT], carry=False).left is ABSENT


def test_a_copy_waits_as_the_draft_that_it_is():
    shown = facing(entry(en=PUBLISHED, fr=DRAFT), {EN: LIVE, FR: HIDDEN})
    copied = Facing(KEY, "", Shown(), shown.left, ABSENT, shown.left_notes, copied={Side.LEFT: frozenset({FR})})
    found = without_drafts(copied, [Side.RIGHT], carry=False)
    assert found.copied == {Side.LEFT: frozenset()}
    assert found.left == entry(en=PUBLISHED)
