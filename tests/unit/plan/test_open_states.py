from dataclasses import replace

import pytest
from ids import plain

from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, DRAFT, PRESENT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Scalar
from isogloss.plan.build import build
from isogloss.plan.terms import Terms

TEA = EntryKey("article", "tea")
EN, FR = Locale("en"), Locale("fr")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
OLD, NEW, OTHER = (Scalar("text", text) for text in ("old", "new", "other"))
LIVE, HIDDEN = Note(live=True), Note()
PAGES = Capabilities(unpublish=False, archive=False, stages_edits=False)
ITEMS = Capabilities(archive=False, stages_edits=False)
OPEN, WAITS = "publication state is open", "publishing waits"


def whole(name, value):
    return value, ()


def at(name, locale=EN):
    return Cell(TEA, locale, name)


def take(name, value, to=RIGHT, locale=EN, **more):
    return Take(at(name, locale), to, value, more.pop("source", value), **more)


def side(status, title=OLD, **more):
    return {EN: {STATUS: status, "title": title}, **more}


def notes_of(entry):
    there = {} if entry is ABSENT else entry
    return {name: LIVE if there[name].get(STATUS) == PUBLISHED else HIDDEN for name in there if name != SHARED}


def facing(left, right, **more):
    return replace(Facing(TEA, "Tea", Shown(), left, right, notes_of(left), notes_of(right)), **more)


def built(found, *decisions, can=None, left=None, **more):
    terms = Terms("butter", can or Capabilities(), more.pop("fit", whole), main=EN, **more)
    return build(found, decisions, {LEFT: replace(terms, place="webflow", can=left or Capabilities()), RIGHT: terms})


def held(made):
    return [(each.at, each.reason) for each in made.conflicts]


def verbs(made):
    return [(op.on, op.verb) for op in made.ops]


def test_a_draft_is_not_written_over_what_stays_live():
    found = facing(side(DRAFT, NEW), side(PUBLISHED))
    made = built(found, take("title", NEW), take(STATUS, DRAFT), can=PAGES)
    assert held(made) == [(at("title"), OPEN)]
    (conflict,) = made.conflicts
    assert (conflict.left, conflict.right, conflict.label) == (NEW, OLD, "Tea")
    assert "en is live on butter and not across" in conflict.detail
    assert made.ops == []
    assert [step.at for step in made.steps] == [at(STATUS)]


def test_neither_is_one_where_the_side_cannot_rename():
    found = facing(side(DRAFT, NEW), side(PUBLISHED))
    assert held(built(found, take("title", NEW), can=replace(PAGES, rename_slug=False))) == [(at("title"), OPEN)]


def test_what_all_share_waits_with_the_variant_that_it_is_read_from():
    """German is a draft on both sides; what all share is read from English, which is live."""
    german, shared = {Locale("de"): {STATUS: DRAFT}}, {SHARED: {"rank": OLD}}
    found = facing(side(PUBLISHED, **german, **{SHARED: {"rank": NEW}}), side(PUBLISHED, **german, **shared))
    assert held(built(found, take("rank", NEW, locale=SHARED))) == []


@pytest.mark.parametrize(
    ("wanted", "can", "order"),
    [
        (DRAFT, Capabilities(), ["update", "unpublish"]),
        (DRAFT, ITEMS, ["unpublish", "update"]),
        (ARCHIVED, Capabilities(unpublish=False), ["update", "archive"]),
    ],
)
def test_a_draft_is_written_where_the_same_plan_takes_the_variant_off(wanted, can, order):
    made = built(facing(side(wanted, NEW), side(PUBLISHED)), take("title", NEW), take(STATUS, wanted), can=can)
    assert held(made) == []
    assert [op.verb for op in made.ops] == order
    if can is ITEMS:  # else it would be live for a moment
        off, content = made.ops
        assert content.needs == {off.id}


def test_what_cannot_be_archived_stays_live_and_holds_its_cells():
    found = facing(side(ARCHIVED, NEW), side(PUBLISHED))
    assert held(built(found, take("title", NEW), take(STATUS, ARCHIVED), can=PAGES)) == [(at("title"), OPEN)]


def test_an_edit_of_what_is_live_goes_into_a_draft():
    found = facing(side(DRAFT), side(PUBLISHED, NEW))
    made = built(found, take("title", NEW, LEFT), take(STATUS, DRAFT), can=PAGES)
    assert (held(made), verbs(made)) == ([], [(LEFT, "update")])


def test_a_variant_that_is_not_live_across_waits_also_where_its_state_is_nobodys_change():
    """As where only the target was published, in a flow that keeps what it shows."""
    found = facing(side(DRAFT, NEW), side(PUBLISHED))
    drift = Drifted(at(STATUS), DRAFT, PUBLISHED, kept=True)
    assert held(built(found, take("title", NEW), drift)) == [(at("title"), OPEN)]


def test_while_a_state_is_in_conflict_no_cell_of_its_variant_crosses_either_way():
    found = facing(side(ARCHIVED, NEW), {EN: {STATUS: PUBLISHED, "title": OLD, "lead": NEW}})
    states = Conflict(at(STATUS), "both sides changed", ARCHIVED, PUBLISHED)
    made = built(found, states, take("title", NEW), take("lead", NEW, LEFT))
    assert held(made) == [(at(STATUS), "both sides changed"), (at("lead"), OPEN), (at("title"), OPEN)]
    assert "in conflict" in made.conflicts[1].detail
    assert made.ops == []


def test_where_states_only_differ_at_first_contact_what_is_live_still_goes_into_a_draft():
    found = facing(side(PUBLISHED, NEW), {EN: {STATUS: DRAFT, "lead": NEW}})
    states = Conflict(at(STATUS), "differ at first contact", PUBLISHED, DRAFT)
    made = built(found, states, take("title", NEW), take("lead", NEW, LEFT))
    assert held(made) == [(at(STATUS), "differ at first contact"), (at("lead"), OPEN)]
    assert verbs(made) == [(RIGHT, "update")]


def test_a_conflict_about_a_whole_entry_opens_no_state():
    found = facing(side(PUBLISHED, NEW), side(PUBLISHED))
    made = built(found, Conflict(Cell(TEA), "deletion", PUBLISHED, PUBLISHED), take("title", NEW))
    assert len(made.conflicts) == 1
    assert made.ops


def test_a_text_merged_of_both_is_written_to_neither_while_one_must_not_have_it():
    found = facing(side(DRAFT, OLD), side(PUBLISHED, OTHER))
    both = [take("title", NEW, to, source=OLD, merged=True) for to in Side]
    made = built(found, *both)
    assert (held(made), made.ops) == ([(at("title"), OPEN)], [])


def test_another_variant_goes_its_way():
    left = side(DRAFT, NEW, **{FR: {STATUS: PUBLISHED, "title": NEW}})
    right = side(PUBLISHED, **{FR: {STATUS: PUBLISHED, "title": OLD}})
    made = built(facing(left, right), take("title", NEW), take("title", NEW, locale=FR), take(STATUS, DRAFT), can=PAGES)
    assert held(made) == [(at("title"), OPEN)]
    assert {change.locale for op in made.ops for change in op.changes} == {FR}


def shared(left, right, fr=(PUBLISHED, PUBLISHED)):
    found = (
        {SHARED: {"rank": value}, EN: {STATUS: one}, FR: {STATUS: other}}
        for value, one, other in ((NEW, left, fr[0]), (OLD, right, fr[1]))
    )
    return built(facing(*found), take("rank", NEW, locale=SHARED), can=PAGES)


def test_what_all_locales_share_waits_where_it_is_read_from_a_draft_and_any_variant_is_live():
    assert held(shared(DRAFT, DRAFT)) == [(at("rank", SHARED), OPEN)]
    assert held(shared(DRAFT, DRAFT, (DRAFT, DRAFT))) == []


def test_what_all_locales_share_waits_while_one_of_them_is_to_be_taken_off_by_a_person():
    asked = [take(STATUS, DRAFT, locale=FR)]
    fr = (DRAFT, PUBLISHED)
    found = facing(
        {SHARED: {"rank": NEW}, EN: {STATUS: PUBLISHED}, FR: {STATUS: fr[0]}},
        {SHARED: {"rank": OLD}, EN: {STATUS: PUBLISHED}, FR: {STATUS: fr[1]}},
    )
    assert held(built(found, take("rank", NEW, locale=SHARED), *asked, can=PAGES)) == [(at("rank", SHARED), OPEN)]
    # where nobody is asked for anything, the public sees the value anyhow
    assert held(built(found, take("rank", NEW, locale=SHARED), can=PAGES)) == []


def test_without_the_main_variant_what_all_share_is_read_from_the_first():
    found = facing({SHARED: {"rank": NEW}, FR: {STATUS: DRAFT}}, {SHARED: {"rank": OLD}, FR: {STATUS: PUBLISHED}})
    assert held(built(found, take("rank", NEW, locale=SHARED))) == [(at("rank", SHARED), OPEN)]


def test_where_states_are_not_compared_the_notes_tell_what_is_live():
    left, right = ({EN: {STATUS: PRESENT, "title": title}} for title in (NEW, OLD))
    found = facing(left, right, left_notes={EN: HIDDEN}, right_notes={EN: LIVE})
    assert held(built(found, take("title", NEW), publish="keep")) == [(at("title"), OPEN)]
    known = replace(found, left_notes={EN: LIVE})
    assert held(built(known, take("title", NEW), publish="keep")) == []
    assert held(built(replace(found, left_notes={}), take("title", NEW), publish="keep")) == []


@pytest.mark.parametrize(
    ("publish", "can"),
    [("draft", Capabilities()), ("keep", Capabilities(live_with_site=True, stages_edits=False))],
    ids=["a draft", "the site"],
)
def test_a_draft_is_written_where_nothing_that_is_written_goes_live_by_itself(publish, can):
    left, right = ({EN: {STATUS: PRESENT, "title": title}} for title in (NEW, OLD))
    found = facing(left, right, left_notes={EN: HIDDEN}, right_notes={EN: LIVE})
    made = built(found, take("title", NEW), publish=publish, can=can)
    assert (held(made), verbs(made)) == ([], [(RIGHT, "update")])


@pytest.mark.parametrize(("status", "waits"), [(PUBLISHED, False), (DRAFT, True)])
def test_a_copy_of_the_primary_is_as_public_as_that(status, waits):
    copies = {FR: {STATUS: DRAFT, "title": NEW}}
    found = facing(side(status, NEW, **copies), side(status, NEW, **{FR: {STATUS: PUBLISHED, "title": OLD}}))
    found = replace(found, copied={LEFT: frozenset({FR})})
    made = built(found, take("title", NEW, locale=FR))
    assert bool(held(made)) is waits


def test_what_is_not_written_anyhow_is_not_held():
    slug = Scalar("text", "tea")
    left = side(DRAFT, NEW, **{SHARED: {SLUG: slug}})
    found = facing(left, side(PUBLISHED, **{SHARED: {SLUG: OLD}}))
    made = built(found, take(SLUG, slug, locale=SHARED), can=Capabilities(rename_slug=False))
    assert held(made) == []
    made = built(found, take("title", NEW), fit=lambda name, value: (OLD, ()))
    assert held(made) == []
    gone = facing({EN: {STATUS: DRAFT}}, side(PUBLISHED))
    assert held(built(gone, take("title", ABSENT))) == [(at("title"), OPEN)]


def test_a_variant_that_the_other_side_lacks_is_not_withdrawn():
    found = facing(side(PUBLISHED), side(PUBLISHED, **{FR: {STATUS: PUBLISHED, "title": OLD}}))
    assert held(built(found, take("title", NEW, locale=FR))) == []
    assert held(built(facing(ABSENT, side(PUBLISHED)), take("title", NEW))) == []


# Publishing.


def publishing(*decisions, title=NEW, **more):
    found = facing({SHARED: {}, **side(PUBLISHED, title)}, {SHARED: {}, **side(DRAFT, OTHER)})
    return built(found, take(STATUS, PUBLISHED), *decisions, **more)


@pytest.mark.parametrize("where", [at("title"), at("rank", SHARED), Cell(TEA, EN)], ids=plain)
def test_publishing_waits_while_anything_of_the_variant_is_held(where):
    made = publishing(Conflict(where, "both sides changed", NEW, OTHER), take("lead", NEW))
    assert held(made) == [(where, "both sides changed"), (at(STATUS), WAITS)]
    conflict = made.conflicts[-1]
    assert (conflict.left, conflict.right) == (PUBLISHED, DRAFT)
    assert (where.field or "all of it") in conflict.detail
    assert verbs(made) == [(RIGHT, "update")]


def test_publishing_waits_while_only_the_target_changed_a_cell_and_that_is_kept():
    assert held(publishing(Drifted(at("title"), NEW, OTHER, kept=True))) == [(at(STATUS), WAITS)]
    assert held(publishing(Drifted(at("title"), NEW, OTHER, kept=False))) == []


@pytest.mark.parametrize(
    "other",
    [
        Conflict(at("title", FR), "both sides changed", NEW, OTHER),
        Conflict(Cell(TEA), "deletion", NEW, OTHER),
        Conflict(at(SLUG, SHARED), "rename waits", NEW, OTHER),
    ],
    ids=["another variant", "the whole entry", "a rename"],
)
def test_publishing_does_not_wait_for_what_it_would_not_take_along(other):
    assert verbs(publishing(other)) == [(RIGHT, "publish")]


def test_what_is_live_goes_live_again_beside_a_cell_that_is_held():
    found = facing(side(PUBLISHED, NEW), side(PUBLISHED, OTHER))
    made = built(found, Conflict(at("title"), "both sides changed", NEW, OTHER), take("lead", NEW))
    assert verbs(made) == [(RIGHT, "update"), (RIGHT, "publish")]
