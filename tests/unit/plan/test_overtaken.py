import pytest

from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Agree, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import CHANGED, DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import Scalar
from isogloss.plan.overtaken import publish_overtaken

TEA = EntryKey("article", "tea")
EN, FR = Locale("en"), Locale("fr")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
NEW, OLD = Scalar("text", "new"), Scalar("text", "old")
PUBLISH = Take(Cell(TEA, EN, STATUS), RIGHT, PUBLISHED, PUBLISHED)
CARRY = Take(Cell(TEA, EN, STATUS), LEFT, CHANGED, CHANGED)
DRIFT = Drifted(Cell(TEA, EN, STATUS), PUBLISHED, CHANGED, kept=True)


WAITS = Conflict(
    Cell(TEA, EN, STATUS),
    "publishing waits",
    PUBLISHED,
    CHANGED,
    "Tea",
    "publishing en would take along what nobody published there",
)


def at(name="title", locale=EN):
    return Cell(TEA, locale, name)


def take(to, locale=EN, name="title", **more):
    return Take(at(name, locale), to, NEW, NEW, **more)


def settled(*decisions, left=PUBLISHED, right=CHANGED, written=Side, notes=None, sides=(LEFT, RIGHT)):
    shown = {sides[0]: {EN: {STATUS: left}}, sides[1]: {EN: {STATUS: right}}}
    noted = {EN: Note(live=True, unpublished_edits=True)} if notes is None else notes
    facing = Facing(TEA, "Tea", Shown(), shown[LEFT], shown[RIGHT], right_notes=noted, left_notes=noted)
    return list(publish_overtaken(decisions, facing, lambda side, at: side in written))


@pytest.mark.parametrize("state", [CARRY, DRIFT], ids=["carried", "drift"])
@pytest.mark.parametrize("rest", [[], [take(RIGHT)], [Agree(at())], [take(LEFT, FR)]], ids=str)
def test_a_draft_of_which_nothing_is_left_to_carry_goes_live(state, rest):
    assert settled(state, *rest) == [PUBLISH, *rest]


def test_a_draft_on_the_left_does_so_too():
    carry = Take(at(STATUS), RIGHT, CHANGED, CHANGED)
    assert settled(carry, take(LEFT), sides=(RIGHT, LEFT)) == [
        Take(at(STATUS), LEFT, PUBLISHED, PUBLISHED),
        take(LEFT),
    ]


@pytest.mark.parametrize(
    "rest",
    [
        take(LEFT),
        take(LEFT, SHARED),
        take(RIGHT, merged=True),
        Conflict(at(), "both sides changed", OLD, NEW),
        Conflict(Cell(TEA), "deletion", OLD, NEW),
        Drifted(at(), OLD, NEW, kept=True),
    ],
    ids=str,
)
def test_a_draft_of_which_anything_crosses_or_waits_stays_one(rest):
    assert settled(CARRY, rest) == [CARRY, rest]


def test_a_draft_of_which_nothing_is_known_stays_one():
    assert settled(CARRY, take(RIGHT), notes={}) == [CARRY, take(RIGHT)]


def drafted(*names, **more):
    return {EN: Note(live=True, unpublished_edits=True, beneath=dict.fromkeys(names, OLD), **more)}


HELD = [
    Conflict(at("body"), "both sides changed", OLD, NEW),
    Drifted(at("body"), OLD, NEW, kept=True),
    take(RIGHT, name="body", merged=True),
    take(LEFT, name="body"),
]


@pytest.mark.parametrize("rest", HELD, ids=str)
def test_what_is_live_already_keeps_nothing_from_going_live(rest):
    """Only the title lies there as a draft."""
    assert settled(CARRY, rest, notes=drafted("title")) == [PUBLISH, rest]
    assert settled(PUBLISH, rest, notes=drafted("title")) == [PUBLISH, rest]


@pytest.mark.parametrize("rest", [Conflict(Cell(TEA, EN), "deletion", OLD, NEW), take(LEFT, name=SLUG)], ids=str)
def test_what_may_be_of_the_draft_whatever_is_told_counts(rest):
    assert PUBLISH not in settled(CARRY, rest, notes=drafted("title"))


@pytest.mark.parametrize("held", HELD[:2], ids=str)
def test_what_was_published_across_and_lies_under_what_is_held_waits_and_is_told(held):
    for rest in ([held], [held, Agree(at())], [held, take(RIGHT)]):
        assert settled(CARRY, *rest, notes=drafted("title", "body")) == [WAITS, *rest]


def test_a_draft_that_is_held_whole_makes_no_draft_across():
    assert settled(CARRY, HELD[0], notes=drafted("body")) == [HELD[0]]


@pytest.mark.parametrize("rest", [take(LEFT, name="body"), take(LEFT, SHARED, "body")], ids=str)
def test_a_draft_of_which_something_crosses_is_one_across(rest):
    assert settled(CARRY, rest, notes=drafted("title", "body")) == [CARRY, rest]


def test_what_crosses_and_is_live_makes_no_draft_across():
    rest = [take(LEFT), Conflict(at("body"), "both sides changed", OLD, NEW)]
    assert settled(CARRY, *rest, notes=drafted("body")) == rest


def test_edits_of_fields_that_are_not_mapped_stay_unpublished_with_what_they_keep_from_going_live():
    unmapped = {EN: Note(live=True, unpublished_edits=True, unmapped_edits=True)}
    assert settled(CARRY, notes=unmapped) == []
    assert settled(CARRY, take(RIGHT), notes=unmapped) == [WAITS, take(RIGHT)]
    assert settled(CARRY, notes=drafted("title", unmapped_edits=True)) == [WAITS]
    assert settled(CARRY, take(LEFT), notes=drafted("title", unmapped_edits=True)) == [CARRY, take(LEFT)]


def test_nothing_waits_for_a_publishing_that_does_not_flow():
    assert settled(CARRY, HELD[0], notes=drafted("title", "body"), written=[LEFT]) == [HELD[0]]


def test_only_a_side_that_the_flow_writes_to_is_published():
    assert settled(CARRY, written=[LEFT]) == [CARRY]


@pytest.mark.parametrize(
    ("decision", "more"),
    [
        (take(RIGHT), {}),
        (Take(at(STATUS), RIGHT, PUBLISHED, PUBLISHED), {}),
        (Conflict(at(STATUS), "both sides changed", PUBLISHED, CHANGED), {}),
        (Take(Cell(TEA, EN, STATUS), LEFT, DRAFT, DRAFT), {"right": DRAFT}),
        (Take(Cell(TEA, EN, STATUS), LEFT, CHANGED, CHANGED), {"left": DRAFT}),
        (Conflict(Cell(TEA), "deletion", OLD, NEW), {}),
    ],
    ids=str,
)
def test_every_other_decision_stays(decision, more):
    assert settled(decision, **more) == [decision]


@pytest.mark.parametrize("sides", [(LEFT, RIGHT), (RIGHT, LEFT)], ids=str)
@pytest.mark.parametrize(("drafted", "waits"), [(CHANGED, True), (DRAFT, False)], ids=str)
def test_a_draft_that_holds_more_than_was_published_across_waits(sides, drafted, waits):
    """A new draft waits for nothing: its content is what is published."""
    here, there = sides
    publish = Take(at(STATUS), there, PUBLISHED, PUBLISHED)
    held = Drifted(at(), OLD, NEW, kept=True)
    shown = {here: PUBLISHED, there: drafted}
    found = Conflict(
        at(STATUS),
        "publishing waits",
        shown[LEFT],
        shown[RIGHT],
        "Tea",
        "publishing en would take along what nobody published there",
    )
    assert settled(publish, held, right=drafted, sides=sides) == [found if waits else publish, held]


def test_a_draft_that_holds_no_more_than_was_published_across_is_published():
    assert settled(PUBLISH, take(RIGHT)) == [PUBLISH, take(RIGHT)]


@pytest.mark.parametrize("sides", [(LEFT, RIGHT), (RIGHT, LEFT)], ids=str)
def test_the_note_of_the_side_that_drafts_counts(sides):
    """Edits of unmapped fields on the other side say nothing of the draft."""
    here, there = sides
    notes = {there: {EN: Note(live=True)}, here: {EN: Note(live=True, unmapped_edits=True)}}
    shown = {here: {EN: {STATUS: PUBLISHED}}, there: {EN: {STATUS: CHANGED}}}
    facing = Facing(TEA, "Tea", Shown(), shown[LEFT], shown[RIGHT], left_notes=notes[LEFT], right_notes=notes[RIGHT])
    carry = Take(at(STATUS), here, CHANGED, CHANGED)
    (made,) = publish_overtaken([carry], facing, lambda *_: True)
    assert made == Take(at(STATUS), there, PUBLISHED, PUBLISHED)


def slugs(*decisions, named=(), beneath=(SLUG,), left="tea", right="green"):
    """What becomes of decisions where the right has a draft that holds these fields, and both show a slug."""
    sides = ({SHARED: {SLUG: Scalar("text", slug)}} for slug in (left, right))
    shown = [side | {EN: {STATUS: state}} for side, state in zip(sides, (PUBLISHED, CHANGED), strict=True)]
    note = Note(live=True, unpublished_edits=True, beneath=dict.fromkeys(beneath, OLD))
    facing = Facing(TEA, "Tea", Shown(), *shown, right_notes={EN: note}, left_notes={EN: Note(live=True)})
    return list(publish_overtaken(decisions, facing, lambda *_: True, named))


def test_a_drafted_slug_that_the_other_side_cannot_take_is_published_by_nobody():
    assert slugs(CARRY) == [], "both agreed to differ, and nothing else lies there"
    assert slugs(CARRY, Agree(at()), beneath=(SLUG, "title")) == [WAITS, Agree(at())]


@pytest.mark.parametrize("left", ["green", "Green"])
def test_a_drafted_slug_that_the_other_side_shows_too_goes_live(left):
    assert slugs(CARRY, left=left) == [PUBLISH]


def test_where_a_field_is_the_slug_itself_it_tells_what_is_drafted_of_it():
    crosses = Take(Cell(TEA, SHARED, SLUG), LEFT, NEW, NEW)
    drafted = (SLUG, "address")
    assert slugs(CARRY, crosses, beneath=drafted, named=(RIGHT,)) == [PUBLISH, crosses]
    assert slugs(CARRY, beneath=drafted, named=(RIGHT,)) == [PUBLISH]
    address = take(LEFT, name="address")
    assert slugs(CARRY, address, beneath=drafted, named=(RIGHT,)) == [CARRY, address]


def test_a_drafted_slug_that_was_published_across_is_none_that_the_two_agreed_to_differ_in():
    held = Conflict(at("body"), "both sides changed", OLD, NEW)
    assert slugs(CARRY, held, beneath=(SLUG, "body"), left="green") == [WAITS, held]
    assert slugs(CARRY, held, beneath=(SLUG, "body")) == [held]
    comes = Take(Cell(TEA, SHARED, SLUG), RIGHT, NEW, NEW)
    assert slugs(CARRY, comes) == [PUBLISH, comes]


def test_what_comes_in_another_locale_waits_for_nothing_of_this_one():
    comes = take(RIGHT, FR)
    assert settled(CARRY, HELD[0], comes, notes=drafted("body")) == [HELD[0], comes]
