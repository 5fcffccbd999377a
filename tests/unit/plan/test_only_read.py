import pytest
from ids import plain

from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Agree, Remove, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, SLUG, STATUS, digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Ref, Scalar, digest
from isogloss.plan.only_read import OnlyRead, join, set_apart
from isogloss.plan.op import Loss, Step
from isogloss.plan.terms import Built

TEA = EntryKey("article", "tea")
EN = Locale("en")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
OLD, NEW = Scalar("text", "old"), Scalar("text", "new")
WHEN = Cell(TEA, EN, "when")
TITLE = Cell(TEA, EN, "title")
ENTRY = {EN: {STATUS: DRAFT, "when": OLD, "title": OLD}}

FILLED = {LEFT: OnlyRead("webflow", across=lambda at: True), RIGHT: OnlyRead("butter", fields=frozenset({"when"}))}
MADE_BY_PEOPLE = {LEFT: OnlyRead("webflow"), RIGHT: OnlyRead("butter", kind=True)}


def facing(left=ENTRY, right=ENTRY, base=None, label="Tea", notes=None):
    return Facing(TEA, label, base or Shown(), left, right, right_notes=notes or {})


def take(name, value, to=RIGHT, locale=EN):
    return Take(Cell(TEA, locale, name), to, value, value)


def apart(*decisions, sides=FILLED, **more):
    return set_apart(decisions, facing(**more), sides)


# Fields that a side fills by itself.


def test_what_the_platform_fills_is_not_written_and_lost_aloud():
    other = {EN: {STATUS: DRAFT, "when": NEW}}
    kept, said = apart(take("when", NEW), take("title", NEW), left=other)
    assert kept == [take("title", NEW)]
    assert said.losses == [Loss(RIGHT, WHEN, "only read on the target", NEW, "butter sets it by itself")]
    assert said.agreed == {EN: {"when": (digest(NEW), digest(OLD))}}


def test_what_is_cleared_in_a_field_that_the_platform_fills_is_no_loss():
    kept, said = apart(take("when", ABSENT), left={EN: {STATUS: DRAFT}})
    assert (kept, said.losses) == ([], [])
    assert said.agreed == {EN: {"when": (None, digest(OLD))}}


def test_what_the_platform_fills_may_be_taken_to_the_other_side():
    kept, said = apart(take("when", OLD, to=LEFT))
    assert (kept, said) == ([take("when", OLD, to=LEFT)], Built())


@pytest.mark.parametrize(
    "decision",
    [Conflict(WHEN, "both sides changed", OLD, NEW), Drifted(WHEN, OLD, NEW, kept=True)],
    ids=lambda value: type(value).__name__,
)
def test_what_the_platform_filled_anew_is_neither_a_conflict_nor_drift(decision):
    agreed = digest_entry(ENTRY)
    moved = {EN: {STATUS: DRAFT, "when": NEW, "title": OLD}}
    kept, said = apart(decision, right=moved, base=Shown(agreed, agreed))
    assert kept == []
    assert said.agreed == {EN: {"when": (digest(OLD), digest(NEW))}}
    assert len(said.losses) == 1


def test_a_conflict_stays_where_what_the_platform_fills_is_carried_across():
    both = {**FILLED, RIGHT: OnlyRead("butter", fields=frozenset({"when"}), across=lambda at: True)}
    held = Conflict(WHEN, "both sides changed", OLD, NEW)
    assert apart(held, sides=both) == ([held], Built())


def test_a_conflict_stays_where_the_platform_did_not_move():
    held = Conflict(WHEN, "both sides changed", NEW, OLD)
    moved = {EN: {STATUS: DRAFT, "when": NEW}}
    assert apart(held, left=moved, base=Shown(ABSENT, digest_entry(ENTRY))) == ([held], Built())


def test_a_left_side_may_fill_fields_too():
    sides = {LEFT: OnlyRead("webflow", fields=frozenset({"when"})), RIGHT: OnlyRead("butter", across=lambda at: True)}
    held = Conflict(WHEN, "both sides changed", OLD, NEW)
    kept, said = apart(held, sides=sides)
    assert kept == []
    assert [loss.on for loss in said.losses] == [LEFT]


@pytest.mark.parametrize(
    "decision",
    [Agree(WHEN), Conflict(TITLE, "both sides changed", OLD, NEW), Conflict(Cell(TEA), "deletion", ABSENT, DRAFT)],
    ids=plain,
)
def test_every_other_decision_stays(decision):
    assert apart(decision) == ([decision], Built())


# Kinds that people alone make.


def test_an_entry_that_only_people_make_is_asked_for_once():
    takes = [take(STATUS, DRAFT), take("title", NEW)]
    kept, said = apart(*takes, sides=MADE_BY_PEOPLE, right=ABSENT)
    assert kept == []
    todo = "make Tea (article/tea) in the dashboard of butter: its API makes none"
    assert said.steps == [Step(RIGHT, Cell(TEA), todo, "the next run finds it and uses it")]


def test_a_change_of_what_only_people_make_is_asked_for_cell_by_cell():
    takes = [take("title", NEW), take("author", Ref(TEA)), take("lead", Scalar("text", "x" * 90))]
    kept, said = apart(*takes, sides=MADE_BY_PEOPLE, label="")
    assert kept == []
    wanted = {"title": "'new'", "author": "'what the other side shows'", "lead": f"'{'x' * 80}'"}
    assert said.steps == [
        Step(
            RIGHT,
            Cell(TEA, EN, name),
            f"set {name} of tea (article/tea) to {value} in the dashboard of butter",
            "the next run finds both sides alike",
        )
        for name, value in wanted.items()
    ]


def test_state_and_slug_of_what_only_people_make_are_left_as_they_are():
    left = {EN: {STATUS: PUBLISHED}, SHARED: {SLUG: NEW}}
    right = {EN: {STATUS: DRAFT}, SHARED: {SLUG: OLD}}
    takes = [take(STATUS, PUBLISHED), take(SLUG, NEW, locale=SHARED)]
    kept, said = apart(*takes, sides=MADE_BY_PEOPLE, left=left, right=right)
    assert (kept, said.steps) == ([], [])
    assert said.agreed == {
        EN: {STATUS: (digest(PUBLISHED), digest(DRAFT))},
        SHARED: {SLUG: (digest(NEW), digest(OLD))},
    }


def test_what_people_make_may_be_taken_to_the_other_side():
    wanted = take("title", NEW, to=LEFT)
    assert apart(wanted, sides=MADE_BY_PEOPLE) == ([wanted], Built())


@pytest.mark.parametrize("at", [Cell(TEA), Cell(TEA, EN)], ids=plain)
def test_a_deletion_is_decided_elsewhere(at):
    gone = Remove(at, RIGHT)
    assert apart(gone, sides=MADE_BY_PEOPLE) == ([gone], Built())


def test_a_whole_variant_that_is_taken_is_no_cell_of_a_fixed_one():
    held = Conflict(Cell(TEA, EN), "deletion", ABSENT, DRAFT)
    assert apart(held, sides=ADDED_BY_PEOPLE, notes={EN: Note(fixed=True)}) == ([held], Built())


def test_only_what_is_restricted_is_looked_at():
    notes = {EN: Note(fixed=True)}
    assert not OnlyRead("butter").restricts({EN: Note()})
    assert OnlyRead("butter").restricts(notes)
    assert OnlyRead("butter", makes=False).restricts({})
    assert OnlyRead("butter", kind=True).restricts({})
    assert OnlyRead("butter", fields=frozenset({"when"})).restricts({})


def test_both_halves_are_put_together():
    step, loss = Step(RIGHT, Cell(TEA), "do", "look"), Loss(RIGHT, WHEN, "only read on the target", OLD)
    ask, lost = Step(LEFT, Cell(TEA), "do", "look"), Loss(LEFT, WHEN, "only read on the target", OLD)
    built = Built(losses=[lost], steps=[ask], agreed={EN: {"title": (None, None)}})
    said = Built(losses=[loss], steps=[step], agreed={EN: {"when": (None, None)}, SHARED: {SLUG: (None, None)}})
    joined = join(built, said)
    assert (joined.losses, joined.steps) == ([lost, loss], [ask, step])
    assert joined.agreed == {EN: {"title": (None, None), "when": (None, None)}, SHARED: {SLUG: (None, None)}}


# Entries that people alone add, and variants that people alone change.

ADDED_BY_PEOPLE = {LEFT: OnlyRead("butter"), RIGHT: OnlyRead("webflow", makes=False, fields=frozenset({STATUS}))}
FR = Locale("fr")
BOTH = {EN: {STATUS: DRAFT, "title": OLD}, FR: {STATUS: DRAFT, "title": OLD}}


@pytest.mark.parametrize(("label", "called"), [("Tea", "Tea"), ("", "tea")])
def test_an_entry_that_only_people_add_is_a_step_told_once(label, called):
    takes = [take(STATUS, DRAFT), take("title", NEW), take("title", NEW, locale=FR)]
    kept, said = apart(*takes, sides=ADDED_BY_PEOPLE, right=ABSENT, label=label)
    assert (kept, said.losses, said.agreed) == ([], [], {})
    todo = f"add {called} (article/tea) in the editor of webflow: its API adds none"
    many = "add it in the editor of webflow: its API adds none"
    assert said.steps == [Step(RIGHT, Cell(TEA), todo, "the next run finds it and fills it", many)]


def test_what_comes_for_a_fixed_variant_is_lost_aloud_and_agreed_on():
    notes = {EN: Note(fixed=True), FR: Note()}
    wanted = {EN: {STATUS: DRAFT, "title": NEW}, FR: {STATUS: DRAFT, "title": NEW}}
    takes = [take("title", NEW), take("title", NEW, locale=FR)]
    kept, said = apart(*takes, sides=ADDED_BY_PEOPLE, left=wanted, right=BOTH, notes=notes)
    assert kept == takes[1:]
    assert said.losses == [Loss(RIGHT, TITLE, "only read on the target", NEW, "webflow leaves it to people alone")]
    assert said.agreed == {EN: {"title": (digest(NEW), digest(OLD))}}


def test_what_locales_share_is_fixed_where_one_of_them_is():
    wanted = {SHARED: {"tint": NEW}, **BOTH}
    there = {SHARED: {"tint": OLD}, **BOTH}
    shared = take("tint", NEW, locale=SHARED)
    _, said = apart(shared, sides=ADDED_BY_PEOPLE, left=wanted, right=there, notes={EN: Note(fixed=True)})
    assert [loss.at for loss in said.losses] == [shared.at]
    kept, _ = apart(shared, sides=ADDED_BY_PEOPLE, left=wanted, right=there, notes={EN: Note()})
    assert kept == [shared]


def test_a_conflict_on_a_fixed_variant_is_a_loss_where_nothing_is_carried_from_it():
    held = Conflict(TITLE, "both sides changed", NEW, OLD)
    wanted = {EN: {STATUS: DRAFT, "title": NEW}}
    kept, said = apart(held, sides=ADDED_BY_PEOPLE, left=wanted, right=BOTH, notes={EN: Note(fixed=True)})
    assert (kept, len(said.losses)) == ([], 1)
