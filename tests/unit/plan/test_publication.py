"""The table of states, read through what is planned: every pair, on every kind of side."""

from itertools import product
from typing import get_args

import pytest

from isogloss.merge.change import Change, Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PRESENT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Many, Ref, Scalar, digest
from isogloss.plan.build import build
from isogloss.plan.op import Loss, Step
from isogloss.plan.publication import MOVES, Asked, Is
from isogloss.plan.terms import Terms

TEA, EN, DE = EntryKey("article", "tea"), Locale("en"), Locale("de")
NEW = Scalar("text", "new")
STATES = {
    "untold": ABSENT,
    "present": PRESENT,
    "draft": DRAFT,
    "changed": CHANGED,
    "published": PUBLISHED,
    "archived": ARCHIVED,
    "archived for good": ARCHIVED,
}
PAIRS = list(product(get_args(Is), get_args(Asked)))


def can(is_, **more):
    return Capabilities(**{"archive": is_ != "archived for good", **more})


def planned(is_, asked, capabilities, *, live=True, content=False, below=False):
    """The state that each wave leads to, what is told of it, and whether a person is asked."""
    here = {} if is_ == "not there" else {EN: {"title": Scalar("text", "old")}}
    if STATES.get(is_, ABSENT) is not ABSENT:
        here[EN][STATUS] = STATES[is_]
    notes = {locale: Note(live=live, live_below=below) for locale in here}
    facing = Facing(TEA, "Tea", Shown(), ABSENT, {DE: {STATUS: DRAFT}, **here}, {}, notes)
    takes = [] if asked == "nothing" else [Take(Cell(TEA, EN, STATUS), Side.RIGHT, STATES[asked], STATES[asked])]
    if content or not takes:
        takes.append(Take(Cell(TEA, EN, "title"), Side.RIGHT, NEW, NEW))
    terms = {side: Terms("butter", capabilities, lambda name, value: (value, ())) for side in Side}
    made = build(facing, takes, terms)
    states = [(op.verb, change.after) for op in made.ops for change in op.changes if change.field == STATUS]
    return states, [loss.detail for loss in made.losses], [step.many for step in made.steps]


def test_every_pair_of_states_has_a_move():
    assert list(MOVES) == PAIRS


@pytest.mark.parametrize(("is_", "asked"), PAIRS)
def test_no_state_that_is_asked_for_is_dropped_without_a_word(is_, asked):
    for live, archive, unpublish, stages in product((True, False), repeat=4):
        if is_.startswith("archived") and archive == (is_ == "archived for good"):
            continue
        capabilities = Capabilities(archive=archive, unpublish=unpublish, stages_edits=stages)
        states, told, steps = planned(is_, asked, capabilities, live=live)
        if asked not in ("nothing", is_.removesuffix(" for good")):
            assert states or told or steps
        reached = {after for _, after in states}
        assert PUBLISHED not in reached or asked in ("published", "nothing")
        assert ARCHIVED not in reached or asked == "archived"


@pytest.mark.parametrize("asked", get_args(Asked))
def test_what_is_not_there_begins_as_a_draft_and_what_it_is_to_be_follows(asked):
    states, told, _ = planned("not there", asked, Capabilities())
    follows = {"published": [("publish", PUBLISHED)], "archived": [("archive", ARCHIVED)]}.get(asked, [])
    assert states == [("update", DRAFT), *follows]
    assert told == (["written as a draft"] if asked == "changed" else [])


@pytest.mark.parametrize("asked", ["untold", "present", "draft", "changed", "published"])
def test_what_comes_out_of_the_archive_begins_as_a_draft(asked):
    states, _, _ = planned("archived", asked, Capabilities())
    assert states == [("update", DRAFT), *([("publish", PUBLISHED)] if asked == "published" else [])]


@pytest.mark.parametrize(("asked", "after"), [("draft", ("unpublish", DRAFT)), ("published", ("publish", PUBLISHED))])
def test_what_comes_out_of_the_archive_live_is_taken_off_where_a_draft_is_asked_for(asked, after):
    states, told, _ = planned("archived", asked, Capabilities(), live=False, below=True)
    assert (states, told) == ([("update", DRAFT), after], [])
    assert planned("archived", asked, Capabilities(unpublish=False), live=False, below=True)[0][0] == ("update", DRAFT)


@pytest.mark.parametrize("is_", ["untold", "present", "draft", "changed", "archived for good"])
def test_what_is_published_across_is_published(is_):
    assert planned(is_, "published", can(is_)) == ([("publish", PUBLISHED)], [], [])


@pytest.mark.parametrize("is_", ["untold", "present", "draft", "changed", "published"])
@pytest.mark.parametrize(
    ("capabilities", "live", "comes"),
    [
        (Capabilities(), True, ([("archive", ARCHIVED)], [], [])),
        (Capabilities(), False, ([("archive", ARCHIVED)], [], [])),
        (Capabilities(archive=False), True, ([("unpublish", DRAFT)], ["taken off the live site instead"], [])),
        (Capabilities(archive=False), False, ([], ["it stays a draft"], [])),
        (Capabilities(archive=False, unpublish=False), True, ([], [], ["unpublish en in the editor of butter"])),
    ],
)
def test_what_is_archived_across_is_archived_or_as_far_as_can_be(is_, capabilities, live, comes):
    assert planned(is_, "archived", capabilities, live=live) == comes


@pytest.mark.parametrize(("is_", "asked"), [pair for pair, move in MOVES.items() if move == "withdraw"])
@pytest.mark.parametrize(
    ("unpublish", "live", "comes"),
    [
        (True, True, ([("unpublish", DRAFT)], [], [])),
        (False, True, ([], [], ["unpublish en in the editor of butter"])),
        (True, False, ([], ["it stays a draft"], [])),
    ],
)
def test_what_is_no_longer_live_across_is_withdrawn_where_it_is_live(is_, asked, unpublish, live, comes):
    assert planned(is_, asked, can(is_, unpublish=unpublish), live=live) == comes


@pytest.mark.parametrize("is_", ["untold", "present", "draft", "published"])
@pytest.mark.parametrize(("stages", "live"), list(product((True, False), repeat=2)))
def test_edits_lie_over_what_is_live_or_are_lost(is_, stages, live):
    staged = ([("update", CHANGED)], [], [])
    lost = ([], ["kept as it is"], [])
    found = planned(is_, "changed", Capabilities(stages_edits=stages), live=live)
    assert found == (staged if stages and live else lost)


@pytest.mark.parametrize(
    ("is_", "asked"), [pair for pair, move in MOVES.items() if move == "keep" and pair[1] != "nothing"]
)
def test_a_state_that_stays_moves_nothing_unless_the_content_of_what_is_live_does(is_, asked):
    assert planned(is_, asked, can(is_)) == ([], [], [])
    assert planned(is_, asked, can(is_), content=True)[0] == [("publish", PUBLISHED)]
    assert planned(is_, asked, can(is_), content=True, live=False)[0] == []


STATE = Cell(TEA, EN, STATUS)


def built(here, *decisions, can=None, live=True, below=False, across=ABSENT, **more):
    """What is planned for an entry that the right side shows in this state in English; None where it is not there."""
    found = {} if here is None else {EN: {"title": Scalar("text", "old"), STATUS: here}}
    facing = Facing(
        TEA, "Tea", Shown(), across, {DE: {STATUS: DRAFT}, **found}, {}, {EN: Note(live=live, live_below=below)}
    )
    terms = Terms("butter", can or Capabilities(), lambda name, value: (value, ()), **more)
    return build(facing, decisions, dict.fromkeys(Side, terms))


def asked(state):
    return Take(STATE, Side.RIGHT, state, state)


def test_what_a_side_cannot_express_is_told_with_what_was_asked():
    def told(here, state, *, live=True, **can):
        return built(here, asked(state), can=Capabilities(**can), live=live).losses

    def lost(reason, state, detail):
        return [Loss(Side.RIGHT, STATE, reason, state, detail)]

    instead = lost("cannot be expressed", ARCHIVED, "taken off the live site instead")
    assert told(PUBLISHED, ARCHIVED, archive=False) == instead
    assert told(DRAFT, ARCHIVED, live=False, archive=False) == lost("cannot be expressed", ARCHIVED, "it stays a draft")
    assert told(CHANGED, DRAFT, live=False) == lost("cannot be expressed", DRAFT, "it stays a draft")
    assert told(DRAFT, CHANGED, live=False) == lost("no draft over published content", CHANGED, "kept as it is")


def test_a_variant_whose_state_does_not_come_begins_as_a_draft_and_what_the_source_says_is_found_next():
    across = {EN: {"title": NEW, STATUS: PUBLISHED}}
    made = built(None, Take(Cell(TEA, EN, "title"), Side.RIGHT, NEW, NEW), across=across)
    (state,) = [change for op in made.ops for change in op.changes if change.field == STATUS]
    assert state == Change(STATE, ABSENT, DRAFT, digest(PUBLISHED), digest(DRAFT))


def test_a_variant_begins_live_where_all_that_is_there_is_live():
    title = Take(Cell(TEA, EN, "title"), Side.RIGHT, NEW, NEW)
    made = built(None, title, can=Capabilities(drafts=False), across={EN: {"title": NEW, STATUS: PUBLISHED}})
    (state,) = [change for op in made.ops for change in op.changes if change.field == STATUS]
    assert state == Change(STATE, ABSENT, PUBLISHED, digest(PUBLISHED), digest(PUBLISHED))


@pytest.mark.parametrize(
    ("here", "live", "before"),
    [(PRESENT, True, PUBLISHED), (PRESENT, False, PRESENT), (DRAFT, True, DRAFT), (CHANGED, False, CHANGED)],
    ids=str,
)
def test_what_is_only_known_to_be_there_is_archived_from_the_state_that_the_public_sees(here, live, before):
    ((change,),) = [op.changes for op in built(here, asked(ARCHIVED), live=live).ops]
    assert change == Change(STATE, before, ARCHIVED, digest(ARCHIVED))


@pytest.mark.parametrize(
    ("state", "agrees"), [(DRAFT, digest(PUBLISHED)), (PUBLISHED, digest(DRAFT)), (CHANGED, None)], ids=str
)
def test_what_comes_out_of_the_archive_agrees_to_what_it_is_until_what_was_asked_for_follows(state, agrees):
    """It is live again before it is taken off."""
    made = built(ARCHIVED, asked(state), live=False, below=True)
    assert [*made.ops[0].changes] == [Change(STATE, ARCHIVED, DRAFT, digest(state), agrees)]


def test_publishing_waits_for_all_that_is_held_and_names_it():
    held = [Conflict(Cell(TEA, EN, name), "both sides changed", NEW, ABSENT) for name in ("title", "lead")]
    conflict = built(DRAFT, *held, asked(PUBLISHED)).conflicts[-1]
    why = "publishing en would take along what is held: lead, title"
    assert conflict == Conflict(STATE, "publishing waits", PUBLISHED, DRAFT, "Tea", why)


def test_publishing_waits_for_a_variant_that_is_held_as_a_whole():
    held = Conflict(Cell(TEA, EN), "deletion", ABSENT, DRAFT)
    conflict = built(DRAFT, held, asked(PUBLISHED)).conflicts[-1]
    assert conflict.detail == "publishing en would take along what is held: all of it"


def test_what_all_share_does_not_put_back_what_is_taken_off_with_it():
    rank = Take(Cell(TEA, SHARED, "rank"), Side.RIGHT, NEW, NEW)
    assert [op.verb for op in built(PUBLISHED, rank).ops] == ["update", "publish"]
    assert [op.verb for op in built(PUBLISHED, rank, asked(DRAFT)).ops] == ["update", "unpublish"]


def test_a_person_is_asked_to_enable_a_locale_that_is_not_served():
    many = "enable en in the settings of butter, so that it can be published"
    todo = f"{many}: Tea (article/tea) waits for it"
    made = built(DRAFT, asked(PUBLISHED), unserved=frozenset({EN}))
    assert made.steps == [Step(Side.RIGHT, STATE, todo, "the next run publishes it", many)]


def test_what_was_never_live_waits_for_the_gate_of_its_locale_and_what_is_live_does_not():
    many = "bring en to what its gate asks for (own >= 95%: 1 of 2, 2 are needed)"
    todo = f"{many}: Tea (article/tea) waits for it as a draft"
    gated = {EN: "own >= 95%: 1 of 2, 2 are needed"}
    made = built(DRAFT, asked(PUBLISHED), gated=gated)
    assert (made.steps, made.ops) == ([Step(Side.RIGHT, STATE, todo, "the next run publishes it", many)], [])
    title = Take(Cell(TEA, EN, "title"), Side.RIGHT, NEW, NEW)
    assert [op.verb for op in built(PUBLISHED, title, gated=gated).ops] == ["update", "publish"]


def test_a_person_is_asked_to_unpublish_what_the_side_cannot():
    todo = "unpublish en of Tea (article/tea) in the editor of butter"
    made = built(PUBLISHED, asked(DRAFT), can=Capabilities(unpublish=False))
    many = "unpublish en in the editor of butter"
    assert made.steps == [Step(Side.RIGHT, STATE, todo, "the next run finds it unpublished", many)]


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize(
    ("here", "across", "detail", "leads", "waits"),
    [
        ("own", "theirs", "", None, True),
        ("own", "theirs", "it is locked", None, False),
        ("own", "theirs", "", "here", False),
        ("own", "theirs", "", "across", True),
        ("", "theirs", "it is locked", None, True),
        ("", "theirs", "", "here", True),
        ("own", "", "it is locked", None, False),
    ],
)
def test_publishing_waits_for_what_drifted_only_where_it_would_show_what_is_not_meant(
    side, here, across, detail, leads, waits
):
    values = [Scalar("text", text) if text else ABSENT for text in (here, across)]
    left, right = values if side is Side.LEFT else reversed(values)
    drift = Drifted(Cell(TEA, EN, "title"), left, right, kept=True, detail=detail)
    shown = [{EN: {STATUS: DRAFT, "lead": NEW}}, {EN: {STATUS: PUBLISHED, "lead": NEW}}]
    facing = Facing(TEA, "Tea", Shown(), *(shown if side is Side.LEFT else reversed(shown)))
    led = {"here": side, "across": side.other}.get(leads)
    terms = Terms("butter", Capabilities(), lambda name, value: (value, ()), leads=lambda at: led)
    made = build(facing, [drift, Take(STATE, side, PUBLISHED, PUBLISHED)], dict.fromkeys(Side, terms))
    assert [held.reason for held in made.conflicts] == ["publishing waits"] * waits
    assert [op.verb for op in made.ops] == ["publish"] * (not waits)


MILK = Many((Ref(EntryKey("article", "milk")),))


def publishing(here, across, *, live=(), edited=False, decisions=()):
    """What publishing in English comes to, where the other side shows no link to the milk."""
    left = {**across, EN: {STATUS: PUBLISHED, **across.get(EN, {})}}
    right = {**here, EN: {STATUS: DRAFT, **here.get(EN, {})}}
    notes = {EN: Note(unpublished_edits=edited), **{locale: Note(live=True) for locale in live}}
    facing = Facing(TEA, "Tea", Shown(), left, right, {}, notes)
    unseen = lambda side, at, to: side is Side.LEFT and to.name == "milk"  # noqa: E731  # said in a line
    terms = Terms("butter", Capabilities(), lambda name, value: (value, ()), carry=edited, unseen=unseen)
    made = build(facing, [*decisions, asked(PUBLISHED)], dict.fromkeys(Side, terms))
    assert ("publish" in [op.verb for op in made.ops]) is not bool(made.conflicts)
    return [held.detail for held in made.conflicts]


def test_publishing_waits_for_links_that_the_other_side_cannot_show():
    told = "publishing en would take along links that cannot be shown across:"
    assert publishing({EN: {"title": NEW, "related": MILK}}, {}) == [f"{told} related"]
    assert publishing({EN: {"related": MILK, "also": MILK}}, {}) == [f"{told} also, related"]
    assert publishing({EN: {"related": MILK}}, {EN: {"related": MILK}}) == []
    assert publishing({EN: {"related": Many((Ref(TEA),))}}, {}) == []
    other = Ref(TEA)
    turned = Take(Cell(TEA, EN, "related"), Side.RIGHT, other, other)
    assert publishing({EN: {"related": MILK.items[0]}}, {EN: {"related": other}}, decisions=[turned]) == []
    taken = Take(Cell(TEA, EN, "title"), Side.RIGHT, NEW, NEW)
    assert publishing({EN: {"related": MILK}}, {}, decisions=[taken]) == [f"{told} related"]


def test_what_all_share_is_live_with_any_variant_but_for_edits_on_top():
    shared = {SHARED: {"related": MILK}, DE: {STATUS: PUBLISHED}}
    assert publishing(shared, {SHARED: {}, DE: {}}, live=[DE]) == []
    told = ["publishing en would take along links that cannot be shown across: related"]
    assert publishing(shared, {SHARED: {}, DE: {}}) == told
    assert publishing(shared, {SHARED: {}, DE: {}}, live=[DE], edited=True) == told
