"""What both sides had, as two edits are merged over it."""

from isogloss.merge.both import both_had
from isogloss.merge.decide import Shown
from isogloss.model.address import Side
from isogloss.model.value import ABSENT, Many, Scalar, digest

OLD, NEW, OTHER = (Scalar("text", text) for text in ("old", "new", "other"))
KEPT, LOST = digest(Many((OLD,))), digest(Many((NEW,)))


def fetched(wanted):
    return {digest(OLD): OLD, KEPT: Many((OLD,))}.get(wanted, ABSENT)


def test_what_is_remembered_of_a_text_is_of_the_type_that_it_has_now():
    left, right = Scalar("rich_text", "new"), Scalar("rich_text", "other")
    had = Scalar("rich_text", "old")
    assert both_had(Shown(digest(OLD), digest(OLD)), left, right, fetched) == dict.fromkeys(Side, had)


def test_lists_are_merged_over_what_each_side_had_unless_that_was_not_kept():
    left, right = Many((NEW,)), Many((OTHER,))
    assert both_had(Shown(KEPT, ABSENT), left, right, fetched) == {Side.LEFT: Many((OLD,)), Side.RIGHT: ABSENT}
    assert both_had(Shown(LOST, KEPT), left, right, fetched) is None
    assert both_had(Shown(KEPT, LOST), left, right, fetched) is None
