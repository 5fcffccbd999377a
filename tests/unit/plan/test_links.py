from dataclasses import replace

import pytest

from isogloss.merge.change import Change
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import PUBLISHED, STATUS, digest_entry
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Digest, Group, Many, Ref, Scalar, digest
from isogloss.plan.build import build
from isogloss.plan.links import around, as_seen, named
from isogloss.plan.op import Loss, Op
from isogloss.plan.terms import Built, Terms, nothing_unseen

TEA = EntryKey("article", "tea")
EN, FR = Locale("en"), Locale("fr")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
AT = Cell(TEA, EN, "related")
LACKS = "link target missing in this locale"
FIELDS = frozenset({"related"})


def key(name):
    return EntryKey("article", name)


def links(*names):
    return Many(tuple(Ref(key(name)) for name in names)) if names else ABSENT


def keys(*names):
    return frozenset(map(key, names))


def entry(value):
    return {EN: {STATUS: PUBLISHED, **({} if value is ABSENT else {"related": value})}}


def facing(left, right, base=None, **more):
    agreed = Shown() if base is None else Shown(*(digest_entry(entry(value)) for value in base))
    return Facing(TEA, "Tea", agreed, entry(left), entry(right), **more)


def lacking(side, *names):
    return lambda asked, at, found: asked is side and at == AT and found in keys(*names)


def shown(seen):
    return tuple(seen.facing.shows(side).get(EN, {}).get("related", ABSENT) for side in Side)


# What is written beside links that could not be shown.


@pytest.mark.parametrize(
    ("value", "now", "gone", "made"),
    [
        (links("a"), links("a", "b"), "b", links("a", "b")),
        (links("a", "c"), links("a", "b"), "b", links("a", "b", "c")),
        (links("c", "a"), links("b", "a"), "b", links("b", "c", "a")),
        (links("c"), links("a", "b", "d"), "bd", links("b", "d", "c")),
        (ABSENT, links("a", "b"), "b", links("b")),
        (links("a"), links("a", "b"), "", links("a")),
        (ABSENT, Ref(key("a")), "a", Ref(key("a"))),
        (Ref(key("b")), Ref(key("a")), "a", Ref(key("b"))),
        (Scalar("text", "x"), Ref(key("a")), "a", None),
        (links("a"), ABSENT, "a", ABSENT),
    ],
)
def test_what_could_not_be_shown_stays_where_it_was(value, now, gone, made):
    assert around(value, now, keys(*gone)) == made


def test_a_row_with_a_link_that_could_not_be_shown_stays_as_it_is_or_has_no_place():
    text, link = ("name", Scalar("text", "x")), ("to", Ref(key("a")))
    whole, bare = Group((text, link)), Group((text,))
    other = Group((("name", Scalar("text", "y")),))
    assert around(bare, whole, keys("a")) == whole
    assert around(other, whole, keys("a")) is None
    assert around(Many((bare,)), Many((whole,)), keys("a")) == Many((whole,))
    assert around(Many((other,)), Many((whole,)), keys("a")) is None
    assert around(ABSENT, Many((Group((link,)),)), keys("a")) == Many((Group((link,)),))


# What the merge is to see.


def test_a_link_that_a_side_cannot_show_is_no_move_of_it():
    found = facing(links("a"), links("a", "b"), [links("a", "b")] * 2)
    seen = as_seen(found, FIELDS, lacking(LEFT, "b"))
    assert shown(seen) == (links("a", "b"), links("a", "b"))
    (loss,) = seen.losses()
    assert loss == Loss(LEFT, AT, LACKS, links("a", "b"), loss.detail)
    assert "article/b cannot be shown there" in loss.detail


def test_another_edit_of_the_other_side_still_moves_alone():
    found = facing(links("a"), links("a", "b", "c"), [links("a", "b")] * 2)
    assert shown(as_seen(found, FIELDS, lacking(LEFT, "b"))) == (links("a", "b"), links("a", "b", "c"))


def test_what_was_agreed_on_without_the_link_is_at_rest():
    found = facing(links("a", "c"), links("a", "b"), [links("a")] * 2)
    assert shown(as_seen(found, FIELDS, lacking(LEFT, "b"))) == (links("a", "c"), links("a"))


def test_two_sides_that_differ_by_such_links_alone_meet_in_agreement():
    assert shown(as_seen(facing(links("a"), links("b", "a")), FIELDS, lacking(LEFT, "b"))) == (links("a"), links("a"))
    assert shown(as_seen(facing(ABSENT, links("b")), FIELDS, lacking(LEFT, "b"))) == (ABSENT, ABSENT)


def test_what_both_show_as_they_agreed_on_is_left_so():
    found = facing(ABSENT, links("b"), [ABSENT, links("b")])
    seen = as_seen(found, FIELDS, lacking(LEFT, "b"))
    assert (seen.facing, [loss.reason for loss in seen.losses()]) == (found, [LACKS])


def test_what_is_carried_from_a_side_that_is_taken_to_show_other_links_is_held_against_what_it_shows():
    unseen = lacking(LEFT, "b")
    bare = as_seen(facing(ABSENT, links("b"), [ABSENT, links("c")]), FIELDS, unseen)
    to_left = Take(AT, LEFT, ABSENT, ABSENT)
    assert [*bare.as_shown([to_left])] == [replace(to_left, source=links("b"), agrees=ABSENT)]
    whole = as_seen(facing(links("a"), links("a", "b", "c"), [links("a", "b")] * 2), FIELDS, unseen)
    to_right = Take(AT, RIGHT, links("a", "b"), links("a", "b"))
    assert [*whole.as_shown([to_right])] == [replace(to_right, source=links("a"), agrees=digest(links("a", "b")))]


def test_links_that_a_side_cannot_show_yet_are_not_agreed_on_with_the_rest():
    seen = as_seen(facing(links("a"), links("a", "b")), FIELDS, lacking(LEFT, "b"))
    built = Built()
    seen.keep(built)
    assert built.agreed == {}, "nothing of the cell is agreed on in this plan"
    built.agree(AT, links("a"), links("a", "b"))
    seen.keep(built)
    assert built.agreed == {EN: {"related": (digest(links("a")),) * 2}}


@pytest.mark.parametrize("left", ["a", ""])
def test_a_link_that_went_with_its_target_stays_agreed_on_where_the_rest_of_its_entry_is(left):
    mine, both = links(*left), links(*left, "b")
    seen = as_seen(facing(mine, both, [both] * 2), FIELDS, lacking(LEFT, "b"))
    built = Built()
    built.agree(AT, mine, both)
    seen.keep(built)
    assert built.agreed == {EN: {"related": (digest(both),) * 2}}, "else nobody is told once it can be shown again"


def test_an_edit_on_both_sides_is_one():
    found = facing(links("c"), links("b", "d"), [links("a", "b")] * 2)
    assert shown(as_seen(found, FIELDS, lacking(LEFT, "b"))) == (links("c"), links("b", "d"))


@pytest.mark.parametrize(
    ("found", "fields", "unseen"),
    [
        (facing(links("a"), links("a", "b")), FIELDS, nothing_unseen),
        (facing(links("a"), links("a", "b")), frozenset(), lacking(LEFT, "b")),
        (facing(links("b"), links("b")), FIELDS, lacking(LEFT, "b")),
        (facing(ABSENT, Scalar("text", "x")), FIELDS, lacking(LEFT, "b")),
        (replace(facing(ABSENT, links("b")), left=ABSENT), FIELDS, lacking(LEFT, "b")),
    ],
    ids=["all can be shown", "no field with links", "nothing differs", "no links", "no entry"],
)
def test_everything_else_is_seen_as_it_is(found, fields, unseen):
    seen = as_seen(found, fields, unseen)
    assert (seen.facing, list(seen.losses())) == (found, [])


def test_a_link_that_may_only_be_drafted_is_unknown():
    """The side shows no link to b: the public sees none, but whoever edits does."""
    notes = {EN: Note(doubtful={"related": links("a", "b")})}
    found = facing(links("a"), links("a", "b", "c"), [links("a", "b")] * 2, left_notes=notes)
    seen = as_seen(found, FIELDS, nothing_unseen)
    assert shown(seen) == (links("a", "b"), links("a", "b", "c"))


# What was agreed on to stay, and goes.


def goes(side, *names):
    return lambda asked, at, found: asked is side and at == AT and found in keys(*names)


def agreed(left, right):
    """An entry that both sides show as they agreed on."""
    sides = [{**entry(value), FR: {STATUS: PUBLISHED}} for value in (left, right)]
    return Facing(TEA, "Tea", Shown(*map(digest_entry, sides)), *sides)


@pytest.mark.parametrize("mine", [links("a"), ABSENT], ids=str)
@pytest.mark.parametrize("side", Side)
def test_a_link_that_one_side_kept_alone_is_let_go_by_the_other_once_its_target_goes(side, mine):
    values = (mine, links("a", "b")) if side is LEFT else (links("a", "b"), mine)
    found = agreed(*values)
    seen = as_seen(found, FIELDS, nothing_unseen, goes(side, "b"))
    whole = found.base.right if side is LEFT else found.base.left
    assert seen.facing == replace(found, base=Shown(whole, whole))
    assert as_seen(found, FIELDS, nothing_unseen).facing == found
    assert as_seen(found, FIELDS, nothing_unseen, goes(side.other, "b")).facing == found


@pytest.mark.parametrize("side", Side)
def test_a_variant_or_an_entry_that_was_not_agreed_on_may_let_links_go_too(side):
    for half in (ABSENT, {}, {EN: ABSENT}):
        shown = [{EN: {}}, entry(links("b"))] if side is LEFT else [entry(links("b")), {EN: {}}]
        base = {LEFT: half, RIGHT: half, side.other: digest_entry(entry(links("b")))}
        found = Facing(TEA, "Tea", Shown(base[LEFT], base[RIGHT]), *shown)
        known = as_seen(found, FIELDS, nothing_unseen, goes(side, "b")).facing.base
        mine, theirs = (known.left, known.right) if side is LEFT else (known.right, known.left)
        assert mine == {EN: {"related": digest(links("b"))}}
        assert theirs == base[side.other]


@pytest.mark.parametrize(
    "found",
    [
        facing(links("a"), links("a", "b"), [links("a", "b")] * 2),
        facing(links("a"), links("a", "b"), [links("a")] * 2),
        facing(links("a"), links("a", "b")),
        agreed(links("a", "b"), links("a")),
        agreed(links("b"), Scalar("text", "x")),
        agreed(links("b"), ABSENT),
    ],
    ids=["let go already", "new across", "first contact", "more here", "no links across", "nothing across"],
)
def test_what_was_not_kept_on_the_other_side_alone_is_not_let_go(found):
    assert as_seen(found, FIELDS, nothing_unseen, goes(LEFT, "a", "b")).facing == found


@pytest.mark.parametrize("side", Side)
def test_a_link_that_leads_nowhere_ends_with_its_target_and_is_held_against_what_is_shown(side):
    found = agreed(links("a", "b"), links("a", "b"))
    seen = as_seen(found, FIELDS, nothing_unseen, goes(side, "b"), lone=keys("b"))
    rest, whole = links("a"), links("a", "b")
    assert shown(seen) == ((rest, whole) if side is LEFT else (whole, rest))
    assert seen.facing.base == found.base
    take, back = Take(AT, side.other, rest, rest), Take(AT, side, whole, whole)
    assert [*seen.as_shown([take])] == [replace(take, source=whole, agrees=digest(rest))]
    others = [back, Take(Cell(TEA, EN, "title"), side.other, rest, rest)]
    assert [*seen.as_shown(others)] == others
    assert as_seen(found, FIELDS, nothing_unseen, goes(side, "b")).facing == found, "no entry is gone anywhere"
    assert as_seen(found, FIELDS, nothing_unseen, goes(side, "b"), lone=keys("c")).facing == found


@pytest.mark.parametrize(
    "found",
    [
        agreed(links("a", "b"), links("b", "c")),
        facing(links("a", "b"), links("a", "b"), [links("a", "b"), links("a")]),
    ],
    ids=["agreed to differ", "new across"],
)
def test_a_link_that_was_not_agreed_on_or_stands_beside_others_stays(found):
    seen = as_seen(found, FIELDS, nothing_unseen, goes(LEFT, "b"), lone=keys("b"))
    assert (seen.facing, seen.shown) == (found, {})


@pytest.mark.parametrize("was", [links("a"), ABSENT], ids=str)
@pytest.mark.parametrize("side", Side)
def test_a_link_that_leads_nowhere_is_no_edit_where_it_was_agreed_on_that_there_is_none(side, was):
    whole = links("a", "b") if was is not ABSENT else links("b")
    found = agreed(was, was)
    still = replace(found, **{side.value: {**found.shows(side), **entry(whole)}})
    assert as_seen(still, FIELDS, nothing_unseen, goes(side, "b")).facing == found
    assert as_seen(still, FIELDS, nothing_unseen).facing == still, "what it leads to stays or came back"
    new = facing(whole, whole, [was] * 2)  # nor is the same link of the other side agreed on by that
    seen = as_seen(new, FIELDS, nothing_unseen, goes(side, "b"), lone=keys("b"))
    assert shown(seen) == (was, was)
    assert [loss.on for loss in seen.losses()] == [side]
    first = facing(whole, was)
    assert as_seen(first, FIELDS, nothing_unseen, goes(LEFT, "b")).facing == first, "nothing was agreed on"


@pytest.mark.parametrize("side", Side)
def test_a_link_that_was_lost_with_its_target_is_none_that_a_person_took_out_once_that_comes_back(side):
    values = (links("a"), links("a", "b")) if side is LEFT else (links("a", "b"), links("a"))
    found = facing(*values, [links("a", "b")] * 2)
    bare = digest_entry(entry(links("a")))
    back = goes(side, "b")
    assert as_seen(found, FIELDS, nothing_unseen, back=back).facing == replace(found, base=Shown(bare, bare))
    never = facing(*values, [links("a")] * 2)
    assert as_seen(never, FIELDS, nothing_unseen, back=back).facing == never
    assert as_seen(found, FIELDS, nothing_unseen).facing == found


def lost(side, *theirs):
    """A side lost b with what it led to; the two sides had agreed to differ, and theirs has these links now."""
    here, there = links("a"), links(*theirs)
    values, known = ((here, there), ("ba", "cb")) if side is LEFT else ((there, here), ("cb", "ba"))
    return as_seen(facing(*values, [links(*each) for each in known]), FIELDS, nothing_unseen, back=goes(side, "b"))


def writing(side, at):
    change = Change(at, links("a"), links("b", "a"), digest(links("b", "a")))
    return Built(ops=[Op(Digest("a" * 32), side, "update", TEA, "Tea", (change,))])


@pytest.mark.parametrize("side", Side)
def test_a_link_that_comes_back_and_is_not_written_yet_is_one_that_its_side_never_had(side):
    def kept(built):
        lost(side, "c", "b").keep(built)
        return built.agreed

    never = tuple(digest(links(name)) for name in ("ac" if side is LEFT else "ca"))
    agreed = {EN: {"related": never}}
    assert kept(Built()) == agreed
    assert kept(writing(side, AT)) == {}
    assert kept(writing(side.other, AT)) == agreed
    assert kept(writing(side, Cell(TEA, EN, "title"))) == agreed


@pytest.mark.parametrize("side", Side)
def test_nothing_is_agreed_on_where_more_than_the_link_that_comes_back_is_still_to_cross(side):
    assert {*lost(side, "c", "b").back} == {(side, AT)}
    assert lost(side, "c", "b", "d").back == {}


def test_a_link_that_cannot_be_shown_is_no_move_where_the_two_had_agreed_to_differ():
    here, there = links("a"), links("c", "b")
    seen = as_seen(facing(here, there, [links("b", "a"), there]), FIELDS, lacking(LEFT, "b"))
    assert shown(seen) == (links("b", "a"), there)


def test_a_side_that_is_taken_for_what_it_shows_after_all_agrees_as_planned():
    """Its link goes with its target, and comes back as one that it could not show."""
    found = agreed(links("a", "b"), links("a", "b"))
    seen = as_seen(found, FIELDS, lacking(LEFT, "b"), goes(LEFT, "b"), lone=keys("b"))
    assert shown(seen) == (links("a", "b"),) * 2
    built = Built()
    built.agree(AT, links("c"), links("c"))
    seen.keep(built)
    assert built.agreed == {EN: {"related": (digest(links("c")),) * 2}}


def test_of_two_single_links_of_which_nobody_saw_both_neither_is_taken_for_agreed():
    here, there = Ref(key("c")), Ref(key("b"))
    unseen = lacking(LEFT, "b")
    assert shown(as_seen(facing(here, there, [ABSENT] * 2), FIELDS, unseen)) == (here, there)
    assert shown(as_seen(facing(here, there, [here, ABSENT]), FIELDS, unseen)) == (here, there)
    assert shown(as_seen(facing(ABSENT, there), FIELDS, unseen)) == (ABSENT, ABSENT)


# Writing.


def written(value, now, unseen):
    terms = Terms("butter", Capabilities(), lambda name, held: (held, ()), unseen=unseen)
    found = replace(facing(value, now), right_notes={EN: Note(live=True)})
    return build(found, [Take(AT, RIGHT, value, value)], {LEFT: terms, RIGHT: terms})


def test_a_list_is_written_around_a_link_that_the_other_side_cannot_show():
    made = written(links("a", "c"), links("a", "b"), lacking(LEFT, "b"))
    change = next(change for change in made.ops[0].changes if change.at == AT)
    assert (change.before, change.after) == (links("a", "b"), links("a", "b", "c"))


def test_nothing_is_written_where_only_such_links_differ():
    made = written(ABSENT, links("b"), lacking(LEFT, "b"))
    assert (made.ops, made.conflicts) == ([], [])


def test_a_cell_that_would_lose_such_a_link_is_held():
    row = Group((("name", Scalar("text", "x")), ("to", Ref(key("b")))))
    made = written(Group((("name", Scalar("text", "y")),)), row, lacking(LEFT, "b"))
    (held,) = made.conflicts
    assert (held.at, held.reason) == (AT, "link unknown across")
    assert "article/b on butter" in held.detail
    assert made.ops == []


# Which cells are looked at.


@pytest.mark.parametrize("fields", [FIELDS, frozenset({"alike", "related"})], ids=len)
def test_of_a_variant_on_both_sides_each_field_with_links_that_differs_is_looked_at(fields):
    more = {"alike": links("b"), "other": links("b")}
    found = facing(links("a"), links("a", "b"), [links("a", "b")] * 2)
    left, right = ({EN: {**found.shows(side)[EN], **more}} for side in Side)
    left[EN].pop("other")  # no field that may hold links
    wide = replace(found, left=left | {Locale("fr"): {}}, right=right | {Locale("de"): {}})
    seen = as_seen(wide, fields, lambda asked, _, found: asked is LEFT and found in keys("b"))
    assert shown(seen) == (links("a", "b"), links("a", "b"))
    assert set(seen.kept) == {(LEFT, AT)}
    assert seen.facing == replace(wide, left={**wide.left, EN: {**left[EN], "related": links("a", "b")}})


def test_all_links_that_cannot_be_shown_are_named():
    assert named(keys("b", "a")) == "article/a, article/b"
