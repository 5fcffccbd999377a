"""What follows from a decision, by the table of the module: in a flow both ways, and in a one-way flow."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from isogloss.decide.resolution import Resolution
from isogloss.decide.settling import settle
from isogloss.decide.traces import mark
from isogloss.merge.alike import Alike
from isogloss.merge.change import Conflict
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Agree, Remove, Take, Withheld
from isogloss.merge.facing import Facing
from isogloss.merge.flow import Flows
from isogloss.merge.guard import Damaged, Kept
from isogloss.merge.policy import merge
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, DRAFT, STATUS, digest_entry
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Scalar

TEA, EN = EntryKey("article", "tea"), Locale("en")
AT, STATE, WHOLE = Cell(TEA, EN, "title"), Cell(TEA, EN, STATUS), Cell(TEA)
LEFT, RIGHT = Side.LEFT, Side.RIGHT
OLD, HERE, THERE, OWN = (Scalar("text", text) for text in ("old", "here", "there", "own"))
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NAMES = {LEFT: "webflow", RIGHT: "butter"}
TO_RIGHT = Rules(Flows("left to right"))


def entry(title):
    return ABSENT if title is ABSENT else {EN: {STATUS: DRAFT, "title": title}}


def facing(left=HERE, right=THERE, **notes):
    base = digest_entry(entry(OLD))
    return Facing(TEA, "Tea", Shown(base, base), entry(left), entry(right), **notes)


def resolution(shown, take=None, value=ABSENT, cell=AT, question="content"):
    marks = tuple(mark(cell, shown, side) for side in Side)
    return Resolution("k3f9t2ma", cell, question, marks, "take", take, value, "ann", NOON)


def settled(shown, *resolutions, rules=None):
    rules = rules or Rules()
    return settle(merge(shown, rules), shown, shown, resolutions, rules, NAMES)


def decided(shown, made, rules=None):
    found = settled(shown, made, rules=rules)
    assert [each for each, _ in found.followed] == [made]
    assert (found.lapsed, found.done) == ([], [])
    return found.decisions


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ({"take": LEFT}, [Take(AT, RIGHT, HERE, HERE)]),
        ({"take": RIGHT}, [Take(AT, LEFT, THERE, THERE)]),
        ({"value": OWN}, [Take(AT, LEFT, OWN, THERE, merged=True), Take(AT, RIGHT, OWN, HERE, merged=True)]),
        ({"value": HERE}, [Take(AT, RIGHT, HERE, HERE)]),
        ({"value": THERE}, [Take(AT, LEFT, THERE, THERE)]),
        ({"value": ABSENT}, [Take(AT, LEFT, ABSENT, THERE, merged=True), Take(AT, RIGHT, ABSENT, HERE, merged=True)]),
    ],
)
def test_in_a_flow_both_ways_each_side_takes_what_it_does_not_show(made, expected):
    shown = facing()
    assert decided(shown, resolution(shown, **made)) == expected


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ({"take": LEFT}, [Take(AT, RIGHT, HERE, HERE)]),
        ({"take": RIGHT}, [Agree(AT)]),
        ({"value": OWN}, [Take(AT, RIGHT, OWN, HERE)]),
        ({"value": THERE}, [Agree(AT)]),
        ({"value": HERE}, [Take(AT, RIGHT, HERE, HERE)]),
    ],
)
def test_in_a_one_way_flow_the_source_is_never_written(made, expected):
    shown = facing()
    assert decided(shown, resolution(shown, **made), TO_RIGHT) == expected


@pytest.mark.parametrize(
    ("take", "expected"), [(LEFT, [Take(AT, RIGHT, OLD, OLD)]), (RIGHT, [Agree(AT)])], ids=["source", "target"]
)
def test_drift_is_written_over_or_agreed_to(take, expected):
    shown = facing(left=OLD)
    assert decided(shown, resolution(shown, take, question="drift"), TO_RIGHT) == expected


@pytest.mark.parametrize("delete", ["hold", "propagate"])
def test_a_deletion_that_a_person_decided_needs_no_policy(delete):
    shown = facing(left=ABSENT)
    made = resolution(shown, LEFT, cell=WHOLE, question="deletion")
    assert decided(shown, made, Rules(delete=delete)) == [Remove(WHOLE, RIGHT)]


def test_it_archives_where_that_is_what_a_deletion_is_worth_and_agrees_to_the_edits():
    shown = facing(left=ABSENT)
    made = resolution(shown, LEFT, cell=WHOLE, question="deletion")
    assert decided(shown, made, Rules(delete="archive")) == [Take(STATE, RIGHT, ARCHIVED, ABSENT), Agree(AT)]


def test_an_edit_brings_back_what_was_deleted():
    shown = facing(left=ABSENT)
    made = resolution(shown, RIGHT, cell=WHOLE, question="deletion")
    assert decided(shown, made) == [Take(STATE, LEFT, DRAFT, DRAFT), Take(AT, LEFT, THERE, THERE)]


def test_what_waited_is_told_as_people_know_it():
    shown = facing(left=ABSENT, right=OLD)
    made = resolution(shown, LEFT, cell=WHOLE, question="deletion")
    ((_, waited),) = settled(shown, made, rules=Rules(delete="propagate")).followed
    assert waited == Conflict(WHOLE, "deletion", ABSENT, DRAFT, "Tea")


def test_the_target_of_a_one_way_flow_may_keep_what_the_source_deleted():
    shown = facing(left=ABSENT)
    made = resolution(shown, RIGHT, cell=WHOLE, question="deletion")
    assert decided(shown, made, TO_RIGHT) == [Agree(STATE), Agree(AT)]


def test_nothing_goes_while_something_of_the_kind_cannot_be_read():
    shown = facing(left=ABSENT)
    made = resolution(shown, LEFT, cell=WHOLE, question="deletion")
    (waits,) = decided(shown, made, Rules(sure=False))
    assert isinstance(waits, Conflict)


def test_what_is_cleared_and_what_comes_back_waits_for_no_reading():
    cleared = replace(facing(), left={EN: {STATUS: DRAFT}})
    assert decided(cleared, resolution(cleared, LEFT), Rules(sure=False)) == [Take(AT, RIGHT, ABSENT, ABSENT)]
    shown = facing(left=ABSENT)
    made = resolution(shown, RIGHT, cell=WHOLE, question="deletion")
    assert [each.at for each in decided(shown, made, Rules(sure=False))] == [STATE, AT]


def test_nothing_goes_that_has_edits_nobody_saw():
    shown = facing(left=ABSENT, right_notes={EN: Note(unpublished_edits=True)})
    (waits,) = decided(shown, resolution(shown, LEFT, cell=WHOLE, question="deletion"))
    assert isinstance(waits, Conflict)
    assert "not published yet" in waits.detail


def test_what_would_be_damaged_is_held_with_the_reason():
    shown = facing()
    rules = Rules(guard=lambda _at, to, _now, _wanted: Damaged("it would be torn") if to is RIGHT else None)
    for made in ({"take": LEFT}, {"value": OWN}):
        (waits,) = decided(shown, resolution(shown, **made), rules)
        assert (waits.reason, waits.detail) == ("component damaged", "it would be torn")


def test_what_the_written_side_keeps_is_kept_and_told():
    shown, kept = facing(), Scalar("text", "own and kept")
    rules = Rules(guard=lambda _at, to, _now, _wanted: Kept(kept, ("not this",)) if to is RIGHT else None)
    assert decided(shown, resolution(shown, value=OWN), rules) == [
        Withheld(AT, RIGHT, OWN, "not this"),
        Take(AT, LEFT, OWN, THERE, merged=True),
        Take(AT, RIGHT, kept, HERE, merged=True),
    ]
    rules = Rules(guard=lambda _at, to, _now, _wanted: Kept(kept, (f"not to the {to.value}",)))
    assert [each.why for each in decided(shown, resolution(shown, value=OWN), rules)[:2]] == [
        "not to the left",
        "not to the right",
    ]
    rules = Rules(guard=lambda _at, to, now, _wanted: Kept(now) if to is RIGHT else None)
    assert decided(shown, resolution(shown, value=OWN), rules) == [Take(AT, LEFT, OWN, THERE)]


def test_it_lapses_where_a_side_moved_and_what_waits_goes_on_waiting():
    made = resolution(facing(), LEFT)
    found = settled(facing(right=OWN), made)
    assert found.lapsed == [(made, "butter moved since it was decided")]
    assert [type(each) for each in found.decisions] == [Conflict]
    found = settled(facing(left=OLD, right=OWN), made)
    assert found.lapsed == [(made, "nothing waits there any more")]
    found = settled(facing(left=OWN, right=OLD), replace(made, question="deletion"))
    assert found.lapsed == [(replace(made, question="deletion"), "nothing waits there any more")]
    both = settled(facing(left=OWN, right=Scalar("text", "more")), made)
    assert both.lapsed == [(made, "webflow and butter moved since it was decided")]


@pytest.mark.parametrize(
    ("made", "left", "right", "done"),
    [
        ({"take": LEFT}, HERE, HERE, True),
        ({"take": LEFT}, THERE, THERE, False),
        ({"take": RIGHT}, THERE, THERE, True),
        ({"value": OWN}, OWN, OWN, True),
        ({"value": OWN}, HERE, HERE, False),
    ],
)
def test_what_both_sides_show_already_is_done_and_not_lapsed(made, left, right, done):
    decision = resolution(facing(), **made)
    found = settled(facing(left, right), decision)
    assert found.done == ([decision] if done else [])
    assert found.lapsed == ([] if done else [(decision, "nothing waits there any more")])
    assert found.decisions == list(merge(facing(left, right), Rules()))


def test_a_rendering_of_what_was_taken_is_what_was_taken():
    rules = Rules(alike=Alike(meeting=lambda _field, one, other: "alike" if HERE in (one, other) else "apart"))
    decision = resolution(facing(), LEFT)
    assert settled(facing(HERE, OWN), decision, rules=rules).done == [decision]


def test_what_the_target_of_a_one_way_flow_was_let_keep_is_done_while_both_rest():
    shown = replace(facing(), base=Shown(*(digest_entry(entry(each)) for each in (HERE, THERE))))
    decision = resolution(shown, RIGHT)
    assert settled(shown, decision, rules=TO_RIGHT).done == [decision]
    assert settled(shown, decision).lapsed == [(decision, "nothing waits there any more")]


def test_an_entry_that_both_deleted_is_done():
    decision = resolution(facing(left=ABSENT), LEFT, cell=WHOLE, question="deletion")
    assert settled(facing(ABSENT, ABSENT), decision).done == [decision]
    assert settled(facing(OLD, OLD), decision).lapsed == [(decision, "nothing waits there any more")]


def test_several_decisions_about_one_entry_are_followed_and_the_rest_of_it_stays():
    base = digest_entry({EN: {STATUS: DRAFT, "title": OLD, "lead": OLD, "body": OLD}})
    left, right = (
        {EN: {STATUS: DRAFT, "title": value, "lead": value, "body": HERE if value == HERE else OLD}}
        for value in (HERE, THERE)
    )
    shown = Facing(TEA, "Tea", Shown(base, base), left, right)
    lead = replace(AT, field="lead")
    found = settled(shown, resolution(shown, RIGHT), resolution(shown, LEFT, cell=lead))
    assert found.decisions == [
        Take(replace(AT, field="body"), RIGHT, HERE, HERE),
        Take(lead, RIGHT, HERE, HERE),
        Take(AT, LEFT, THERE, THERE),
    ]
    assert len(found.followed) == 2


def test_no_decision_changes_nothing():
    shown = facing()
    assert settled(shown).decisions == list(merge(shown, Rules()))
