from dataclasses import replace

import pytest

from isogloss.merge.change import Change, Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Agree, Remove, Take, Withheld
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PRESENT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Scalar, digest
from isogloss.plan.build import build
from isogloss.plan.op import Adoption, Assumption, Loss, Step
from isogloss.plan.terms import Terms

TEA = EntryKey("article", "tea")
EN, FR, DE = Locale("en"), Locale("fr"), Locale("de")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
OLD, NEW, ADA = Scalar("text", "old"), Scalar("text", "new"), Scalar("text", "Ada")
LIVE, EDITED = Note(live=True), Note(live=True, unpublished_edits=True)


def cell(locale, name):
    return Cell(TEA, locale, name)


TITLE = cell(EN, "title")


def take(locale, name, value, source=None):
    return Take(cell(locale, name), RIGHT, value, value if source is None else source)


def change(locale, name, before, after, **more):
    source = more.pop("source", after)
    return Change(cell(locale, name), before, after, source if isinstance(source, str) else digest(source), **more)


def whole(name, value):
    return value, ()


def terms(can=None, **more):
    return Terms("butter", can or Capabilities(), more.pop("fit", whole), **more)


def built(target, *decisions, notes=None, source=None, source_notes=None, label="Tea", **more):
    facing = Facing(TEA, label, Shown(), ABSENT if source is None else source, target, source_notes or {}, notes or {})
    return build(facing, decisions, {LEFT: terms(), RIGHT: terms(**more)})


def ops(made):
    return [(op.verb, list(op.changes)) for op in made.ops]


def live(title=OLD, **more):
    return {EN: {STATUS: PUBLISHED, "title": title}, **more}


ALIVE = {EN: LIVE}


# Creating.


def test_an_entry_that_is_not_there_is_created_as_a_draft():
    made = built(ABSENT, take(SHARED, "author", ADA), take(EN, STATUS, DRAFT), take(EN, "title", NEW))
    (op,) = made.ops
    assert (op.verb, op.on, op.entry, op.label, op.present) == ("create", RIGHT, TEA, "Tea", (EN,))
    assert list(op.changes) == [
        change(SHARED, "author", ABSENT, ADA),
        change(EN, STATUS, ABSENT, DRAFT),
        change(EN, "title", ABSENT, NEW),
    ]


def test_an_entry_that_is_live_is_created_as_a_draft_and_published_after():
    create, publish = built(ABSENT, take(EN, STATUS, PUBLISHED), take(EN, "title", NEW)).ops
    # the draft alone is not what was asked for: cut off here, the next plan must find it
    first = change(EN, STATUS, ABSENT, DRAFT, source=PUBLISHED, agrees=digest(DRAFT))
    assert list(create.changes) == [first, change(EN, "title", ABSENT, NEW)]
    assert (publish.verb, list(publish.changes)) == ("publish", [change(EN, STATUS, DRAFT, PUBLISHED)])
    assert publish.needs == {create.id}


@pytest.mark.parametrize("state", [CHANGED, ARCHIVED], ids=str)
def test_an_entry_that_is_neither_draft_nor_live_is_created_as_a_draft_and_said_so(state):
    made = built(ABSENT, take(EN, STATUS, state), take(EN, "title", NEW), can=Capabilities(archive=False))
    assert ops(made) == [
        ("create", [change(EN, STATUS, ABSENT, DRAFT, source=state), change(EN, "title", ABSENT, NEW)])
    ]
    assert made.losses == [Loss(RIGHT, cell(EN, STATUS), "cannot be expressed", state, "written as a draft")]


@pytest.mark.parametrize(
    "takes", [[take(SHARED, SLUG, Scalar("text", "tea"))], [take(EN, STATUS, DRAFT)]], ids=["slug", "key"]
)
def test_an_entry_whose_slug_something_deleted_still_holds_is_not_created(takes):
    made = built(ABSENT, *takes, reserved=frozenset({"tea"}))
    assert made.ops == []
    (held,) = made.conflicts
    assert (held.at, held.reason) == (cell(SHARED, SLUG), "slug taken")
    assert "an entry that was deleted there may still hold it" in held.detail


def test_an_entry_whose_slug_is_taken_is_not_created():
    slug = Scalar("text", "tea")
    takes = [take(SHARED, SLUG, slug), take(EN, STATUS, DRAFT)]
    made = built(ABSENT, *takes, taken=frozenset({"tea"}))
    assert made.ops == []
    (held,) = made.conflicts
    assert (held.at, held.reason, held.left, held.right) == (cell(SHARED, SLUG), "slug taken", slug, ABSENT)
    assert "butter already uses the slug tea" in held.detail


def test_an_entry_whose_slug_has_a_twin_is_not_created():
    takes = [take(SHARED, SLUG, Scalar("text", "Tea")), take(EN, STATUS, DRAFT)]
    made = built(ABSENT, *takes, twins={(SHARED, SLUG): {"tea": ("TEA", "Tea")}})
    (held,) = made.conflicts
    assert (made.ops, held.reason) == ([], "slug taken")
    assert "so Tea and TEA would be one" in held.detail
    assert built(ABSENT, *takes, twins={(SHARED, SLUG): {"rum": ("RUM", "Rum")}}).ops
    assert built(ABSENT, *takes, taken=frozenset({"milk"})).ops


def test_a_slug_that_is_taken_is_told_of_the_side_that_has_it():
    slug = Scalar("text", "tea")
    facing = Facing(TEA, "Tea", Shown(), ABSENT, {EN: {STATUS: DRAFT}})
    decisions = [Take(cell(SHARED, SLUG), LEFT, slug, slug), Take(cell(EN, STATUS), LEFT, DRAFT, DRAFT)]
    (held,) = build(facing, decisions, {LEFT: terms(taken=frozenset({"tea"})), RIGHT: terms()}).conflicts
    assert (held.left, held.right) == (ABSENT, slug)


# Changing content.


def test_a_cell_of_a_draft_is_updated():
    made = built({EN: {STATUS: DRAFT, "title": OLD}}, take(EN, "title", NEW))
    assert ops(made) == [("update", [change(EN, "title", OLD, NEW)])]


def test_a_cell_of_a_live_variant_is_updated_and_published_again():
    made = built(live(), take(EN, "title", NEW), notes=ALIVE)
    assert ops(made) == [
        ("update", [change(EN, "title", OLD, NEW)]),
        ("publish", [change(EN, STATUS, PUBLISHED, PUBLISHED)]),
    ]
    assert made.ops[1].needs == {made.ops[0].id}


def test_where_edits_cannot_be_staged_a_live_variant_is_written_live():
    made = built(live(), take(EN, "title", NEW), notes=ALIVE, can=Capabilities(stages_edits=False))
    assert ops(made) == [("update", [change(EN, STATUS, PUBLISHED, PUBLISHED), change(EN, "title", OLD, NEW)])]


WITH_ITS_SITE = Capabilities(stages_edits=False, live_with_site=True)


def test_what_goes_live_with_its_site_is_written_and_named_by_no_state_of_its_own():
    made = built(live(), take(EN, "title", NEW), notes=ALIVE, can=WITH_ITS_SITE)
    assert ops(made) == [("update", [change(EN, "title", OLD, NEW)])]


def test_with_publish_draft_what_waits_for_its_site_can_be_written_all_the_same():
    made = built(live(), take(EN, "title", NEW), notes=ALIVE, publish="draft", can=WITH_ITS_SITE)
    assert ops(made) == [("update", [change(EN, "title", OLD, NEW)])]
    assert made.losses == []


def test_a_value_that_fits_to_what_is_there_is_agreed_on_without_a_write():
    made = built({EN: {STATUS: DRAFT, "title": OLD}}, take(EN, "title", NEW), fit=lambda name, value: (OLD, ()))
    assert made.ops == []
    facing = Facing(TEA, "Tea", Shown(), ABSENT, ABSENT)
    assert made.adoption(facing) == Adoption(TEA, {EN: {"title": (digest(NEW), digest(OLD))}})


def test_what_a_side_cannot_hold_is_written_as_far_as_it_can_and_lost_for_the_rest():
    def fit(name, value):
        return ABSENT, (("option unknown on the target", "no news there"),)

    made = built({EN: {STATUS: DRAFT, "title": OLD}}, take(EN, "title", NEW), fit=fit)
    assert ops(made) == [("update", [change(EN, "title", OLD, ABSENT, source=NEW)])]
    assert made.losses == [Loss(RIGHT, TITLE, "option unknown on the target", NEW, "no news there")]


def test_clearing_a_cell_asks_nobody_whether_it_fits():
    def fit(name, value):
        raise AssertionError("nothing has to fit")

    made = built({EN: {STATUS: DRAFT, "title": OLD}}, take(EN, "title", ABSENT), fit=fit)
    assert ops(made) == [("update", [change(EN, "title", OLD, ABSENT)])]


def test_a_merged_value_is_marked_as_such():
    made = built({EN: {STATUS: DRAFT, "title": OLD}}, replace(take(EN, "title", NEW, ADA), merged=True))
    assert ops(made) == [("update", [change(EN, "title", OLD, NEW, source=ADA, merged=True)])]


def test_a_slug_that_cannot_change_is_lost():
    slug, other = Scalar("text", "tea"), Scalar("text", "thé")
    target = {SHARED: {SLUG: slug}, EN: {STATUS: DRAFT}}
    made = built(target, take(SHARED, SLUG, other), can=Capabilities(rename_slug=False))
    assert made.ops == []
    (loss,) = made.losses
    assert (loss.at, loss.reason, loss.value) == (cell(SHARED, SLUG), "slug cannot change", other)
    assert "butter keeps tea" in loss.detail
    assert made.agreed == {SHARED: {SLUG: (digest(other), digest(slug))}}
    assert ops(built(target, take(SHARED, SLUG, other))) == [("update", [change(SHARED, SLUG, slug, other)])]


KNOWN = {"can": Capabilities(by_primary=True), "main": EN}


def test_a_text_without_the_primarys_is_lost_where_it_is_known_by_that_and_others_go():
    there = {EN: {STATUS: DRAFT, "title": OLD}, FR: {STATUS: DRAFT, "title": OLD}}
    takes = (take(FR, "lead", NEW), take(FR, "title", NEW))
    made = built(there, *takes, source={EN: {STATUS: DRAFT, "title": OLD}}, **KNOWN)
    assert ops(made) == [("update", [change(FR, "title", OLD, NEW)])]
    (loss,) = made.losses
    assert (loss.at, loss.reason) == (cell(FR, "lead"), "cannot be expressed")
    assert loss.detail == "butter knows a text by what it says in en, where nothing is said"
    coming = {EN: {STATUS: DRAFT, "title": OLD, "lead": OLD}}
    assert built(there, *takes, source=coming, **KNOWN).losses == []


@pytest.mark.parametrize("locale", [EN, SHARED])
def test_a_text_of_the_primary_is_not_emptied_where_others_are_known_by_it(locale):
    there = {SHARED: {"title": OLD}, EN: {STATUS: DRAFT, "title": OLD}, FR: {STATUS: DRAFT, "title": OLD}}
    made = built(there, take(locale, "title", ABSENT), take(FR, "title", ABSENT), **KNOWN)
    assert ops(made) == [("update", [change(FR, "title", OLD, ABSENT)])]
    (loss,) = made.losses
    assert "so it stays there; take it out on butter" in loss.detail


def test_what_others_are_known_by_is_written_anew_and_what_is_known_by_nothing_is_taken_out():
    there = {EN: {STATUS: DRAFT, "title": OLD}, FR: {STATUS: DRAFT, "lead": OLD}}
    made = built(there, take(EN, "title", NEW), take(FR, "lead", ABSENT), **KNOWN)
    assert ops(made) == [("update", [change(EN, "title", OLD, NEW), change(FR, "lead", OLD, ABSENT)])]
    assert made.losses == []


def test_writing_over_somebodys_unpublished_edits_is_held():
    made = built(live(), take(EN, "title", NEW), notes={EN: EDITED})
    assert made.ops == []
    (held,) = made.conflicts
    assert (held.at, held.reason) == (Cell(TEA, EN), "unpublished edits on the target")
    assert held.detail == (
        "somebody's edits in en on butter are not published yet; writing would publish them too. Publish or discard "
        "them there, then run again"
    )


def test_a_shared_cell_waits_for_unpublished_edits_in_any_locale():
    target = live(**{FR: {STATUS: PUBLISHED}})
    made = built(target, take(SHARED, "author", ADA), take(EN, "title", NEW), notes={EN: LIVE, FR: EDITED})
    assert [held.at for held in made.conflicts] == [Cell(TEA, SHARED)]
    assert [op.verb for op in made.ops] == ["update", "publish"]
    (held,) = built(target, take(SHARED, "author", ADA), notes={EN: EDITED, FR: EDITED}).conflicts
    assert held.detail.startswith("somebody's edits in en, fr on butter are")


# A further locale.


def test_a_new_variant_is_an_update_with_the_shared_cells_named():
    target = {SHARED: {"author": ADA, "year": OLD}, EN: {STATUS: DRAFT}}
    made = built(target, take(SHARED, "year", NEW), take(FR, STATUS, DRAFT), take(FR, "title", NEW))
    (op,) = made.ops
    assert (op.verb, op.present) == ("update", (EN, FR))
    assert list(op.changes) == [
        change(SHARED, "author", ADA, ADA),
        change(SHARED, "year", OLD, NEW),
        change(FR, STATUS, ABSENT, DRAFT),
        change(FR, "title", ABSENT, NEW),
    ]


def test_where_no_variant_can_be_added_a_person_is_asked_to():
    made = built({EN: {STATUS: DRAFT}}, take(FR, STATUS, DRAFT), can=Capabilities(add_variant=False), label="")
    assert made.ops == []
    (step,) = made.steps
    assert step.at == Cell(TEA, FR)
    assert step.todo == "add fr to tea (article/tea) in the editor of butter"


# Publishing.


def test_a_shared_cell_puts_every_live_variant_live_again():
    target = live(**{FR: {STATUS: PUBLISHED}, DE: {STATUS: DRAFT}})
    made = built(target, take(SHARED, "author", ADA), notes={EN: LIVE, FR: LIVE, DE: Note()})
    again = [change(locale, STATUS, PUBLISHED, PUBLISHED) for locale in (EN, FR)]
    assert ops(made) == [("update", [change(SHARED, "author", ABSENT, ADA)]), ("publish", again)]


def test_a_variant_is_not_published_twice():
    target = live(**{FR: {STATUS: DRAFT}})
    takes = [take(SHARED, "author", ADA), take(EN, "title", NEW), take(FR, STATUS, PUBLISHED)]
    made = built(target, *takes, notes={EN: LIVE, FR: Note()})
    (published,) = [op.changes for op in made.ops if op.verb == "publish"]
    assert list(published) == [change(EN, STATUS, PUBLISHED, PUBLISHED), change(FR, STATUS, DRAFT, PUBLISHED)]


def test_a_draft_follows_the_source_onto_the_live_site():
    made = built({EN: {STATUS: DRAFT}}, take(EN, STATUS, PUBLISHED))
    assert ops(made) == [("publish", [change(EN, STATUS, DRAFT, PUBLISHED)])]
    assert made.ops[0].needs == frozenset()


def test_a_live_variant_follows_the_source_off_the_live_site():
    made = built(live(), take(EN, STATUS, DRAFT), notes=ALIVE)
    assert ops(made) == [("unpublish", [change(EN, STATUS, PUBLISHED, DRAFT)])]


def test_where_nothing_can_be_taken_off_a_person_is_asked_to():
    made = built(live(), take(EN, STATUS, DRAFT), notes=ALIVE, can=Capabilities(unpublish=False), label="")
    check = "the next run finds it unpublished"
    todo = "unpublish en of tea (article/tea) in the editor of butter"
    assert made.steps == [Step(RIGHT, cell(EN, STATUS), todo, check, "unpublish en in the editor of butter")]
    assert made.ops == []


def test_what_comes_out_of_the_archive_is_a_draft_first():
    made = built({EN: {STATUS: ARCHIVED}}, take(EN, STATUS, DRAFT))
    assert ops(made) == [("update", [change(EN, STATUS, ARCHIVED, DRAFT)])]


def test_what_comes_out_of_the_archive_is_published_after():
    made = built({EN: {STATUS: ARCHIVED}}, take(EN, STATUS, PUBLISHED), take(EN, "title", NEW))
    restored = change(EN, STATUS, ARCHIVED, DRAFT, source=PUBLISHED, agrees=digest(DRAFT))
    assert ops(made) == [
        ("update", [restored, change(EN, "title", ABSENT, NEW)]),
        ("publish", [change(EN, STATUS, ARCHIVED, PUBLISHED)]),
    ]


def test_an_archived_variant_that_is_new_is_a_draft_first_and_archived_after():
    made = built(ABSENT, take(EN, STATUS, ARCHIVED))
    begun = change(EN, STATUS, ABSENT, DRAFT, source=ARCHIVED, agrees=digest(DRAFT))
    assert ops(made) == [("create", [begun]), ("archive", [change(EN, STATUS, DRAFT, ARCHIVED)])]


def test_what_was_archived_on_one_side_and_taken_offline_on_the_other_agrees_where_there_is_no_archive():
    held = Conflict(cell(EN, STATUS), "both sides changed", ARCHIVED, DRAFT)
    there = {EN: {STATUS: DRAFT}}
    made = built(there, held, source={EN: {STATUS: ARCHIVED}}, can=Capabilities(archive=False))
    assert (made.conflicts, made.agreed) == ([], {EN: {STATUS: (digest(ARCHIVED), digest(DRAFT))}})
    assert built(there, held, source={EN: {STATUS: ARCHIVED}}).conflicts == [held]


def test_nothing_is_published_in_a_locale_that_the_side_does_not_serve():
    made = built(ABSENT, take(EN, STATUS, PUBLISHED), unserved=frozenset({EN}))
    assert [verb for verb, _ in ops(made)] == ["create"]
    (step,) = made.steps
    assert (
        step.todo == "enable en in the settings of butter, so that it can be published: Tea (article/tea) waits for it"
    )


def test_an_archived_variant_is_archived():
    made = built(live(), take(EN, STATUS, ARCHIVED), notes=ALIVE)
    assert ops(made) == [("archive", [change(EN, STATUS, PUBLISHED, ARCHIVED)])]


def test_where_there_is_no_archive_a_live_variant_is_taken_off_instead():
    made = built(live(), take(EN, STATUS, ARCHIVED), notes=ALIVE, can=Capabilities(archive=False))
    assert ops(made) == [("unpublish", [change(EN, STATUS, PUBLISHED, DRAFT, source=ARCHIVED)])]
    assert [loss.detail for loss in made.losses] == ["taken off the live site instead"]


def test_where_there_is_no_archive_a_draft_stays_a_draft_and_that_is_agreed_on():
    made = built({EN: {STATUS: DRAFT}}, take(EN, STATUS, ARCHIVED), can=Capabilities(archive=False))
    assert made.ops == []
    assert made.agreed == {EN: {STATUS: (digest(ARCHIVED), digest(DRAFT))}}


def test_where_there_is_neither_archive_nor_unpublishing_a_person_is_asked():
    can = Capabilities(archive=False, unpublish=False)
    made = built(live(), take(EN, STATUS, ARCHIVED), notes=ALIVE, can=can)
    assert [step.todo for step in made.steps] == ["unpublish en of Tea (article/tea) in the editor of butter"]


def test_content_is_published_before_it_is_taken_away():
    target = live(**{FR: {STATUS: PUBLISHED}, DE: {STATUS: PUBLISHED}})
    takes = [take(EN, "title", NEW), take(FR, STATUS, DRAFT), take(DE, STATUS, ARCHIVED)]
    made = built(target, *takes, notes={EN: LIVE, FR: LIVE, DE: LIVE})
    assert [op.verb for op in made.ops] == ["update", "publish", "unpublish", "archive"]
    assert all(op.needs == {made.ops[0].id} for op in made.ops[1:])


# The policy ``publish: draft``.


def shown(title=OLD):
    """A variant whose state is not compared."""
    return {EN: {STATUS: PRESENT, "title": title}}


def test_with_publish_draft_content_lies_over_what_is_live():
    made = built(shown(), take(EN, "title", NEW), notes=ALIVE, publish="draft")
    assert ops(made) == [("update", [change(EN, "title", OLD, NEW, staged=True)])]


def test_with_publish_draft_a_shared_cell_lies_over_what_is_live_in_any_locale():
    target = {**shown(), FR: {STATUS: PRESENT}}
    made = built(target, take(SHARED, "author", ADA), notes={EN: Note(), FR: LIVE}, publish="draft")
    assert ops(made) == [("update", [change(SHARED, "author", ABSENT, ADA, staged=True)])]


def test_with_publish_draft_a_live_variant_that_cannot_hold_a_draft_is_left_alone():
    can = Capabilities(stages_edits=False)
    made = built(shown(), take(EN, "title", NEW), notes=ALIVE, publish="draft", can=can)
    assert made.ops == []
    assert [(loss.at, loss.reason) for loss in made.losses] == [(TITLE, "no draft over published content")]
    drafted = built(shown(), take(EN, "title", NEW), notes={EN: Note()}, publish="draft", can=can)
    assert ops(drafted) == [("update", [change(EN, "title", OLD, NEW)])]


def test_with_publish_keep_a_live_variant_is_published_again():
    made = built(shown(), take(EN, "title", NEW), notes=ALIVE, publish="keep")
    assert [op.verb for op in made.ops] == ["update", "publish"]


# Carrying unpublished edits.


def carried(target, *takes, notes, source_notes=None, **more):
    return built(target, *takes, notes=notes, source_notes=source_notes or {EN: EDITED}, carry=True, **more)


def test_a_carried_edit_lies_as_a_draft_over_what_is_live():
    made = carried(live(), take(EN, STATUS, CHANGED), take(EN, "title", NEW), notes=ALIVE)
    assert ops(made) == [("update", [change(EN, STATUS, PUBLISHED, CHANGED), change(EN, "title", OLD, NEW)])]


def test_a_carried_edit_of_a_carried_edit_stays_a_draft():
    target = {EN: {STATUS: CHANGED, "title": OLD}}
    made = carried(target, take(EN, "title", NEW), notes={EN: EDITED})
    assert ops(made) == [("update", [change(EN, "title", OLD, NEW)])]


def test_a_carried_edit_of_a_shared_cell_publishes_no_unfinished_variant():
    target = {EN: {STATUS: CHANGED}, FR: {STATUS: PUBLISHED}}
    made = carried(target, take(SHARED, "author", ADA), notes={EN: EDITED, FR: LIVE})
    assert ops(made)[1:] == [("publish", [change(FR, STATUS, PUBLISHED, PUBLISHED)])]


def test_a_carried_edit_stays_behind_where_it_would_be_live_at_once():
    can = Capabilities(stages_edits=False)
    takes = [take(SHARED, "author", ADA), take(EN, STATUS, CHANGED), take(EN, "title", NEW)]
    made = carried(live(), *takes, notes=ALIVE, can=can)
    assert made.ops == []
    assert {loss.reason for loss in made.losses} == {"no draft over published content"}
    assert {loss.at for loss in made.losses} == {cell(SHARED, "author"), cell(EN, STATUS), TITLE}


@pytest.mark.parametrize("state", [DRAFT, ARCHIVED])
@pytest.mark.parametrize("can", [{}, {"unpublish": False}, {"archive": True}])
def test_a_carried_edit_of_what_is_taken_off_is_written_once_it_is_off(state, can):
    can = Capabilities(**{"stages_edits": False, "archive": False, **can})
    made = carried(live(), take(EN, STATUS, state), take(EN, "title", NEW), notes=ALIVE, can=can)
    if can.unpublish and not (can.archive and state == ARCHIVED):
        assert ops(made) == [
            ("unpublish", [change(EN, STATUS, PUBLISHED, DRAFT, source=state)]),
            ("update", [change(EN, "title", OLD, NEW)]),
        ]
        assert made.ops[1].needs == {made.ops[0].id}
    else:
        assert "update" not in [op.verb for op in made.ops]
        assert (TITLE, "no draft over published content") in [(loss.at, loss.reason) for loss in made.losses]


def test_a_finished_edit_goes_live_although_edits_are_carried():
    can = Capabilities(stages_edits=False)
    made = carried(live(), take(EN, "title", NEW), notes=ALIVE, source_notes={EN: LIVE}, can=can)
    assert ops(made) == [("update", [change(EN, STATUS, PUBLISHED, PUBLISHED), change(EN, "title", OLD, NEW)])]


def test_a_carried_edit_is_not_published_although_states_are_kept():
    made = carried(shown(), take(EN, "title", NEW), notes=ALIVE, publish="keep")
    assert ops(made) == [("update", [change(EN, "title", OLD, NEW)])]


def test_a_draft_over_live_content_cannot_be_carried_onto_a_draft():
    made = carried({EN: {STATUS: DRAFT, "title": OLD}}, take(EN, STATUS, CHANGED), notes={EN: Note()})
    assert made.ops == []
    assert [(loss.at, loss.detail) for loss in made.losses] == [(cell(EN, STATUS), "kept as it is")]


# Naming a locale by its label.


def test_where_a_publish_names_a_locale_by_a_field_the_label_goes_along_unchanged():
    can = Capabilities(touch_to_publish=True)
    target = {EN: {STATUS: DRAFT, "title": OLD}, FR: {STATUS: DRAFT, "title": OLD}, DE: {STATUS: DRAFT}}
    takes = [take(locale, STATUS, PUBLISHED) for locale in (EN, FR, DE)]
    made = built(target, *takes, take(FR, "title", NEW), can=can, label="Tea")
    assert [len(op.changes) for op in made.ops if op.verb == "publish"] == [3]  # nobody said which field it is
    facing = Facing(TEA, "Tea", Shown(), ABSENT, target)
    told = build(facing, [*takes, take(FR, "title", NEW)], {LEFT: terms(), RIGHT: terms(can, label="title")})
    (publish,) = [op for op in told.ops if op.verb == "publish"]
    named = [found for found in publish.changes if found.field == "title"]
    assert named == [change(EN, "title", OLD, OLD), change(FR, "title", NEW, NEW)]  # nothing to name German by


# Locales that inherit from the primary.


def test_what_a_locale_might_inherit_is_held_while_the_primary_changes():
    target = {EN: {STATUS: DRAFT, "title": OLD}, FR: {STATUS: DRAFT, "title": OLD}, DE: {STATUS: DRAFT, "title": NEW}}
    made = built(target, take(EN, "title", NEW), primary=EN)
    assert ops(made) == [("update", [change(EN, "title", OLD, NEW), change(FR, "title", OLD, OLD)])]
    assert ops(built(target, take(FR, "title", NEW), primary=EN)) == [("update", [change(FR, "title", OLD, NEW)])]


def test_what_a_locale_might_inherit_is_not_held_where_it_is_written_or_being_edited():
    target = {
        EN: {STATUS: DRAFT, "title": OLD},
        FR: {STATUS: DRAFT, "title": OLD},
        DE: {STATUS: PUBLISHED, "title": OLD},
    }
    made = built(target, take(EN, "title", NEW), take(FR, "title", ADA), notes={DE: EDITED}, primary=EN)
    assert ops(made) == [("update", [change(EN, "title", OLD, NEW), change(FR, "title", OLD, ADA)])]


def test_a_state_is_nothing_that_a_locale_inherits():
    target = live(**{FR: {STATUS: PUBLISHED, "title": ADA}})
    takes = [take(EN, STATUS, CHANGED), take(EN, "title", NEW)]
    made = carried(target, *takes, notes={EN: LIVE, FR: LIVE}, primary=EN)
    assert ops(made) == [("update", [change(EN, STATUS, PUBLISHED, CHANGED), change(EN, "title", OLD, NEW)])]


# Taking away.


def test_an_entry_is_deleted_with_all_its_variants_and_every_cell_is_named():
    target = {SHARED: {"author": ADA}, EN: {STATUS: DRAFT, "title": OLD}, FR: {STATUS: PUBLISHED}}
    made = built(target, Remove(Cell(TEA), RIGHT))
    gone = [(SHARED, "author", ADA), (EN, STATUS, DRAFT), (EN, "title", OLD), (FR, STATUS, PUBLISHED)]
    assert ops(made) == [("delete", [change(locale, name, value, ABSENT) for locale, name, value in gone])]
    assert made.ops[0].present == ()


def test_a_variant_is_deleted_alone():
    target = {SHARED: {"author": ADA}, EN: {STATUS: DRAFT}, FR: {STATUS: DRAFT}}
    made = built(target, Remove(Cell(TEA, FR), RIGHT), source={SHARED: {"author": ADA}, EN: {STATUS: DRAFT}})
    assert ops(made) == [("delete", [change(FR, STATUS, DRAFT, ABSENT)])]
    assert made.ops[0].present == (EN,)


@pytest.mark.parametrize(
    ("can", "at", "todo"),
    [
        (Capabilities(delete_entry=False), Cell(TEA), "delete Tea (article/tea) in the editor of butter"),
        (Capabilities(delete_variant=False), Cell(TEA, EN), "delete en of Tea (article/tea) in the editor of butter"),
    ],
    ids=["entry", "variant"],
)
def test_where_nothing_can_be_deleted_a_person_is_asked_to(can, at, todo):
    made = built(live(), Remove(at, RIGHT), can=can)
    assert made.steps == [Step(RIGHT, at, todo, "the next run no longer finds it")]
    assert made.ops == []


def test_what_is_gone_already_is_not_deleted():
    assert built(ABSENT, Remove(Cell(TEA), RIGHT)).ops == []


# Copies that stand in for what a side lacks.


def facing_copies(source, target, *, on):
    return Facing(TEA, "Tea", Shown(), source, target, copied={on: frozenset({FR})})


def with_copies(source, target, *decisions, on):
    return build(facing_copies(source, target, on=on), decisions, {LEFT: terms(), RIGHT: terms()})


def test_a_copy_is_written_as_a_draft_that_is_marked():
    source = {EN: {STATUS: DRAFT, "title": OLD}, FR: {STATUS: DRAFT, "title": OLD}}
    made = with_copies(source, {EN: {STATUS: DRAFT}}, take(FR, STATUS, DRAFT), take(FR, "title", OLD), on=LEFT)
    assert ops(made) == [("update", [change(FR, STATUS, ABSENT, DRAFT), change(FR, "title", ABSENT, OLD, copied=True)])]


def test_a_translation_takes_the_place_of_a_copy_that_was_never_there():
    source = {EN: {STATUS: DRAFT}, FR: {STATUS: DRAFT, "title": NEW, "lead": OLD}}
    target = {EN: {STATUS: DRAFT}, FR: {STATUS: DRAFT, "title": OLD, "lead": OLD}}
    made = with_copies(source, target, take(FR, "title", NEW), on=RIGHT)
    new = [change(FR, STATUS, ABSENT, DRAFT), change(FR, "lead", ABSENT, OLD), change(FR, "title", ABSENT, NEW)]
    assert ops(made) == [("update", new)]


def test_a_translation_of_which_a_cell_is_held_waits_as_a_whole():
    source = {EN: {STATUS: DRAFT}, FR: {STATUS: DRAFT, "title": NEW, "lead": NEW}}
    target = {EN: {STATUS: DRAFT}, FR: {STATUS: DRAFT, "title": OLD, "lead": OLD}}
    held = Conflict(cell(FR, "lead"), "component damaged", NEW, OLD, "Tea")
    made = with_copies(source, target, take(FR, "title", NEW), held, on=RIGHT)
    assert (made.ops, made.conflicts) == ([], [held])
    (op,) = with_copies(source, target, take(FR, "title", ADA, NEW), on=RIGHT).ops
    assert change(FR, "title", ABSENT, ADA, source=NEW) in op.changes


def test_what_only_seems_to_be_there_is_neither_archived_nor_deleted():
    target = {EN: {STATUS: DRAFT}, FR: {STATUS: DRAFT}}
    archived = with_copies(ABSENT, target, take(FR, STATUS, ARCHIVED, ABSENT), on=RIGHT)
    deleted = with_copies({EN: {STATUS: DRAFT}}, target, Remove(Cell(TEA, FR), RIGHT), on=RIGHT)
    assert archived.ops == deleted.ops == []
    (whole,) = with_copies(ABSENT, target, Remove(Cell(TEA), RIGHT), on=RIGHT).ops
    assert (whole.locales, whole.present) == ((EN,), ())


# Everything else.


def test_agreements_conflicts_and_drift_are_kept():
    held = Conflict(TITLE, "both sides changed", OLD, NEW, "Tea")
    drifted = Drifted(TITLE, OLD, NEW, kept=True, label="Tea")
    made = built(live(), Agree(TITLE), Agree(cell(FR, "title")), held, drifted, source=live(NEW))
    assert (made.conflicts, made.drifts) == ([held], [drifted])
    assert made.agreed == {EN: {"title": (digest(NEW), digest(OLD))}, FR: {"title": (None, None)}}


def test_what_is_taken_for_the_same_is_told_cell_by_cell():
    cells = [Agree(TITLE, assumed=True), Agree(cell(EN, "lead")), Agree(cell(FR, "title"), assumed=True)]
    made = built(live(), *cells, source=live(NEW))
    assert made.assumed == [Assumption(TITLE, NEW, OLD, "Tea"), Assumption(cell(FR, "title"), ABSENT, ABSENT, "Tea")]
    assert made.agreed == {EN: {"title": (digest(NEW), digest(OLD)), "lead": (None, None)}, FR: {"title": (None, None)}}


def test_without_agreements_there_is_nothing_to_adopt():
    assert built(live()).adoption(Facing(TEA, "Tea", Shown(), ABSENT, ABSENT)) is None


def test_a_decision_about_a_cell_that_names_none_is_our_own_bug():
    with pytest.raises(AssertionError, match="should name a cell"):
        built(live(), Agree(Cell(TEA, EN)))


def test_an_id_is_of_the_content_and_not_of_what_it_needs():
    alone = built({EN: {STATUS: DRAFT}}, take(EN, STATUS, PUBLISHED)).ops[0]
    after = built({EN: {STATUS: DRAFT}}, take(EN, STATUS, PUBLISHED), take(EN, "title", NEW)).ops[1]
    assert alone.needs != after.needs
    assert alone.id == after.id


def test_both_sides_are_written_at_once():
    facing = Facing(TEA, "Tea", Shown(), {EN: {STATUS: DRAFT, "a": OLD}}, {EN: {STATUS: DRAFT, "b": OLD}})
    decisions = [take(EN, "a", NEW), Take(cell(EN, "b"), LEFT, NEW, NEW)]
    assert [op.on for op in build(facing, decisions, {LEFT: terms(), RIGHT: terms()}).ops] == [LEFT, RIGHT]


def test_what_does_not_go_to_a_side_is_told_as_a_loss_there():
    why = "it lost the component Callout"
    made = built(live(), Withheld(TITLE, LEFT, NEW, why))
    assert made.losses == [Loss(LEFT, TITLE, "editor's change not carried", NEW, why)]
    assert made.ops == []


def test_what_is_noticed_of_a_write_is_a_loss_with_its_reason():
    seen, rich = [], Scalar("rich_text", "<p>new</p>")

    def notice(name, now, written):
        seen.append((name, now, written))
        return (("editor's change carried", "moved"),)

    made = built(live(), take(EN, "title", rich), notice=notice)
    assert seen == [("title", OLD, rich)]
    assert [(loss.on, loss.at, loss.reason, loss.value, loss.detail) for loss in made.losses] == [
        (RIGHT, TITLE, "editor's change carried", rich, "moved")
    ]


@pytest.mark.parametrize(("locale", "held"), [(EN, "title"), (SHARED, "title"), (EN, "other")])
def test_a_cell_that_shows_nothing_and_holds_comments_is_written_around_them(locale, held):
    seen = []

    def keep(now, wanted, source):
        seen.append(now)
        return wanted, ("the comment 'm'",)

    notes = {EN: replace(LIVE, blank={held: "<!--m-->"}), FR: LIVE}
    target = {SHARED: {}, EN: {STATUS: PUBLISHED}, FR: {STATUS: PUBLISHED}}
    made = built(target, take(locale, "title", Scalar("rich_text", "<p>new</p>")), notes=notes, keep=keep)
    blank = Scalar("rich_text", "", "<!--m-->")
    assert [(now, now.own) for now in seen if now != ABSENT] == ([(blank, "<!--m-->")] if held == "title" else [])
    (loss,) = made.losses
    assert (loss.reason, loss.detail) == ("comment or attribute not kept", "the comment 'm'")


def test_what_goes_with_a_text_that_is_emptied_is_told():
    made = built(live(), take(EN, "title", ABSENT), notes={EN: LIVE}, keep=lambda *_: (ABSENT, ("the comment 'm'",)))
    (loss,) = made.losses
    assert (loss.at, loss.value, loss.detail) == (TITLE, OLD, "the comment 'm'")
    assert ops(made)[0] == ("update", [change(EN, "title", OLD, ABSENT)])


@pytest.mark.parametrize(("slug", "held"), [("Tea", True), ("rum", False)])
def test_a_slug_that_is_changed_into_anothers_twin_is_held_alone(slug, held):
    new, twins = Scalar("text", slug), {(EN, "slug"): {"tea": ("Tea", "tea")}}
    target = {EN: {STATUS: PUBLISHED, "slug": OLD, "title": OLD}}
    made = built(target, take(EN, "slug", new), take(EN, "title", NEW), notes={EN: LIVE}, twins=twins)
    assert [(found.at, found.reason) for found in made.conflicts] == [(cell(EN, "slug"), "slug taken")] * held
    written = {each.field for op in made.ops if op.verb == "update" for each in op.changes}
    assert written == {"title"} | (set() if held else {"slug"})


@pytest.mark.parametrize("more", [{"taken": frozenset({"tea"})}, {"reserved": frozenset({"tea"})}])
def test_a_rename_to_a_slug_that_is_taken_is_held_alone(more):
    slug, old = Scalar("text", "tea"), Scalar("text", "rum")
    target = {SHARED: {SLUG: old}, EN: {STATUS: PUBLISHED, "title": OLD}}
    made = built(target, take(SHARED, SLUG, slug), take(EN, "title", NEW), notes={EN: LIVE}, **more)
    (held,) = made.conflicts
    assert (held.at, held.reason, held.left, held.right) == (cell(SHARED, SLUG), "slug taken", slug, old)
    assert {each.field for op in made.ops if op.verb == "update" for each in op.changes} == {"title"}


def test_beside_a_slug_that_a_side_keeps_the_rest_is_written():
    target = {SHARED: {SLUG: Scalar("text", "rum")}, EN: {STATUS: DRAFT}}
    takes = [take(SHARED, SLUG, Scalar("text", "tea")), take(SHARED, "author", ADA)]
    made = built(target, *takes, can=Capabilities(rename_slug=False))
    assert ops(made) == [("update", [change(SHARED, "author", ABSENT, ADA)])]


def test_a_side_that_keeps_its_slugs_is_told_of_a_loss_and_not_that_one_is_taken():
    target = {SHARED: {SLUG: Scalar("text", "rum")}, EN: {STATUS: DRAFT}}
    can, taken = Capabilities(rename_slug=False), frozenset({"tea"})
    made = built(target, take(SHARED, SLUG, Scalar("text", "tea")), can=can, taken=taken)
    assert (made.conflicts, [loss.reason for loss in made.losses]) == ([], ["slug cannot change"])


@pytest.mark.parametrize(
    ("now", "new", "locale", "held"),
    [
        ("rum", "tea", EN, True),
        ("rum", "Tea", EN, True),
        ("tea", "Tea", EN, False),  # its own, in another case
        ("rum", "tea", FR, False),  # another's, in another locale
        ("rum", "gin", EN, False),
    ],
)
def test_a_field_that_is_a_slug_is_held_where_another_has_it_in_its_locale(now, new, locale, held):
    target = {at: {STATUS: PUBLISHED, "slug": Scalar("text", now), "title": OLD} for at in (EN, FR)}
    made = built(
        target,
        take(locale, "slug", Scalar("text", new)),
        take(locale, "title", NEW),
        notes={EN: LIVE, FR: LIVE},
        can=Capabilities(lowers_slugs=True),
        holders={(EN, "slug"): {"tea": "article/own"}},
    )
    assert [(found.at, found.reason) for found in made.conflicts] == [(cell(locale, "slug"), "slug taken")] * held
    assert all(found.detail.startswith("article/own on butter already uses the slug") for found in made.conflicts)
    written = {each.field for op in made.ops if op.verb == "update" for each in op.changes}
    assert written == {"title"} | (set() if held else {"slug"})


def test_an_entry_whose_slug_in_a_field_is_taken_is_not_created():
    takes = [take(EN, "slug", Scalar("text", "tea")), take(EN, STATUS, DRAFT)]
    made = built(ABSENT, *takes, holders={(EN, "slug"): {"tea": "article/own"}})
    (held,) = made.conflicts
    assert (made.ops, held.at, held.reason) == ([], cell(EN, "slug"), "slug taken")


def test_an_emptied_slug_is_nobodys():
    target = {EN: {STATUS: DRAFT, "slug": OLD}}
    made = built(target, take(EN, "slug", ABSENT), holders={(EN, "slug"): {"tea": "article/own"}})
    assert made.conflicts == []
