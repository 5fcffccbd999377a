"""Links that ended with what they led to, told by the digest of what was agreed on."""

import pytest

from isogloss.mapping.names.ended_links import without_ended
from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Absent, Group, Many, MaybeValue, Ref, Scalar, Value, digest

EN = Locale("en")
TEA, MILK, RUM, SALT = (EntryKey("article", name) for name in ("tea", "milk", "rum", "salt"))
LOST = EntryKey("article", "?left/17")


def links(*keys: EntryKey) -> Many:
    return Many(tuple(map(Ref, keys)))


def base_after(was: Value, now: MaybeValue, *gone: EntryKey) -> str | None:
    """What the left side counts as having agreed to show, of which the right one deleted all."""
    known = digest(was)
    shown = {} if isinstance(now, Absent) else {"see": now}
    entry = {EN: {**shown, "title": Scalar("text", "Tea")}}
    found = {key: key for key in gone} | ({LOST: RUM} if RUM in gone else {})
    base = {EN: {"see": (known, known)}}
    return without_ended(base, {Side.LEFT: entry, Side.RIGHT: ABSENT}, frozenset(), lambda _: found)[EN]["see"][0]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (Ref(MILK), ABSENT),
        (links(MILK), ABSENT),
        (links(RUM, MILK), ABSENT),
        (links(MILK, TEA, RUM), links(TEA)),
        (links(MILK, TEA, RUM), links(TEA, LOST)),
        (Group((("author", Ref(RUM)),)), Group((("author", Ref(LOST)),))),
    ],
)
def test_what_only_lost_links_to_what_is_gone_is_as_it_was_agreed_on(was: Value, now: MaybeValue) -> None:
    assert base_after(was, now, MILK, RUM) == (None if isinstance(now, Absent) else digest(now))


@pytest.mark.parametrize(
    ("was", "now", "gone"),
    [
        (Ref(MILK), ABSENT, ()),
        (Ref(MILK), ABSENT, (RUM,)),
        (Ref(MILK), Ref(TEA), (MILK,)),
        (links(MILK, TEA, SALT), links(TEA), (MILK,)),
        (links(TEA, MILK, SALT), links(SALT, TEA), (MILK,)),
        (Scalar("text", "black"), ABSENT, (MILK,)),
    ],
)
def test_whatever_else_was_done_is_an_edit(was: Value, now: MaybeValue, gone: tuple[EntryKey, ...]) -> None:
    assert base_after(was, now, *gone) == digest(was)


def test_a_list_that_lost_more_than_can_be_tried_counts_as_edited() -> None:
    many = [EntryKey("article", f"no{n:04}") for n in range(3000)]
    assert base_after(links(*many[:50]), ABSENT, *many) == digest(links(*many[:50]))


def base_beside(was: Value, now: Value, theirs: MaybeValue) -> str | None:
    """The same where the other side has the entry as well, and shows something there since milk went."""
    known = digest(was)
    entries = ({EN: {} if isinstance(each, Absent) else {"see": each}} for each in (now, theirs))
    shown = dict(zip(Side, entries, strict=True))
    return without_ended({EN: {"see": (known, known)}}, shown, frozenset({"see"}), lambda _: {MILK: MILK})[EN]["see"][0]


def test_a_link_that_ended_is_no_edit_against_one_that_leads_elsewhere_now() -> None:
    was, now = links(MILK, TEA), links(TEA)
    assert base_beside(was, now, links(TEA, RUM)) == digest(now)


@pytest.mark.parametrize("theirs", [links(MILK, TEA), links(MILK, TEA, RUM)])
def test_where_the_other_side_has_the_link_still_that_tells_what_became_of_it(theirs: Value) -> None:
    was = links(MILK, TEA)
    assert base_beside(was, links(TEA), theirs) == digest(was)
