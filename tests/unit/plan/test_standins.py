"""Text that a platform put where a translation will be gives way to the translation, and is never taken for one."""

import pytest

from isogloss.merge.change import Conflict
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Take
from isogloss.merge.facing import Facing
from isogloss.merge.flow import Flows
from isogloss.merge.policy import merge
from isogloss.merge.rules import Rules
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS, digest_entry
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Scalar
from isogloss.plan.standins import replace_stand_ins

KEY = EntryKey("article", "tea")
EN, FR = Locale("en"), Locale("fr")
LEFT, RIGHT = Side.LEFT, Side.RIGHT


def text(value):
    return Scalar("text", value)


FIRST = {STATUS: PUBLISHED, "title": text("Tea"), "body": text("Hot."), "brand": text("T")}
REAL = {STATUS: PUBLISHED, "title": text("Thé"), "brand": text("T")}
COPY = {**FIRST, STATUS: DRAFT}
SOURCE = {EN: FIRST, FR: REAL}
FILLED = {EN: FIRST, FR: COPY}


def decided(left, right, *, agreed=None, written=(RIGHT,), live=False, copied=None, **guard):
    notes = {EN: Note(live=True), FR: Note(live=live)}
    base = Shown(digest_entry(agreed), digest_entry(agreed)) if agreed else Shown()
    facing = Facing(KEY, "Tea", base, left, right, notes, notes, copied or {})
    flow = "both" if len(written) > 1 else "left to right" if written == (RIGHT,) else "right to left"
    made = replace_stand_ins(merge(facing, Rules(Flows(flow))), facing, EN, lambda side, at: side in written, **guard)
    return {(found.at.locale, found.at.field): found for found in made}


def take(name, value, side=RIGHT):
    return Take(Cell(KEY, FR, name), side, value, value)


@pytest.mark.parametrize("written", [(RIGHT,), (LEFT, RIGHT)])
def test_a_translation_takes_the_place_of_a_stand_in_and_so_does_nothing(written):
    found = decided(SOURCE, FILLED, agreed={EN: FIRST}, written=written)
    assert found[FR, "title"] == take("title", text("Thé"))
    assert found[FR, "body"] == take("body", ABSENT)
    assert found[FR, STATUS] == take(STATUS, PUBLISHED)
    assert not isinstance(found[FR, "brand"], Take)


def test_it_does_at_first_contact_too():
    assert decided(SOURCE, FILLED)[FR, "title"] == take("title", text("Thé"))


def test_what_the_editor_translated_at_once_is_no_stand_in():
    edited = {EN: FIRST, FR: {**COPY, "title": text("Le thé")}}
    assert isinstance(decided(SOURCE, edited, agreed={EN: FIRST})[FR, "title"], Conflict)


def test_what_the_public_sees_is_no_stand_in():
    assert isinstance(decided(SOURCE, FILLED, agreed={EN: FIRST}, live=True)[FR, "title"], Conflict)


def test_where_something_was_agreed_on_before_it_is_an_edit():
    before = {EN: FIRST, FR: {**REAL, "body": text("Chaud.")}}
    assert isinstance(decided(SOURCE, FILLED, agreed=before)[FR, "body"], Conflict)


def test_a_side_that_is_not_written_keeps_its_stand_ins():
    assert isinstance(decided(FILLED, SOURCE, agreed={EN: FIRST})[FR, "title"], Conflict)


def test_two_stand_ins_do_not_replace_each_other():
    other = {EN: {**FIRST, "title": text("Green tea")}, FR: {**COPY, "title": text("Green tea")}}
    assert isinstance(decided(other, FILLED, written=(LEFT, RIGHT))[FR, "title"], Conflict)


def test_a_copy_of_ours_is_no_translation():
    assert isinstance(decided(SOURCE, FILLED, agreed={EN: FIRST}, copied={LEFT: {FR}})[FR, "title"], Conflict)


def test_an_entry_of_one_side_has_none():
    assert all(isinstance(each, Take) and each.to is RIGHT for each in decided(SOURCE, ABSENT).values())


def test_a_state_that_both_sides_show_stays_as_it_is():
    drafts = {EN: FIRST, FR: {**REAL, STATUS: DRAFT}}
    found = decided(drafts, FILLED, agreed={EN: FIRST})
    assert found[FR, "title"] == take("title", text("Thé"))
    assert not isinstance(found[FR, STATUS], Take)


def test_where_one_of_them_is_held_its_whole_variant_waits():
    torn = Conflict(Cell(KEY, FR, "title"), "component damaged", text("Thé"), text("Tea"), "Tea", "torn")
    source = {**SOURCE, FR: {**REAL, "more": text("plus")}}
    found = decided(source, FILLED, agreed={EN: FIRST}, guarded=lambda take: [torn if take.at == torn.at else take])
    assert {at: each for at, each in found.items() if at[0] == FR} == {(FR, "title"): torn}


def test_only_a_variant_of_both_sides_has_some():
    lacking = {EN: FIRST}
    assert (FR, "title") not in {at for at, made in decided(lacking, FILLED).items() if isinstance(made, Take)}


def test_each_variant_is_looked_at_by_itself():
    """German is live, so what it shows is nobody's stand-in; French is looked at all the same."""
    german = Locale("de")
    left, right = {**SOURCE, german: REAL}, {**FILLED, german: COPY}
    notes = {EN: Note(live=True), german: Note(live=True), FR: Note()}
    facing = Facing(KEY, "Tea", Shown(), left, right, notes, notes)
    decisions = merge(facing, Rules(Flows("left to right")))
    made = {made.at: made for made in replace_stand_ins(decisions, facing, EN, lambda *_: True)}
    assert made[Cell(KEY, FR, "title")] == take("title", text("Thé"))
    assert isinstance(made[Cell(KEY, german, "title")], Conflict)


def test_what_takes_their_place_is_told_in_the_order_of_locales_and_fields():
    german = Locale("de")
    notes = {EN: Note(live=True), german: Note(), FR: Note()}
    facing = Facing(KEY, "Tea", Shown(), {**SOURCE, german: REAL}, {**FILLED, german: COPY}, notes, notes)
    made = replace_stand_ins([], facing, EN, lambda *_: True)
    assert [(each.at.locale, each.at.field) for each in made] == [
        (locale, name) for locale in (german, FR) for name in (STATUS, "body", "title")
    ]


def test_a_state_alone_is_no_stand_in():
    edited = {EN: FIRST, FR: {STATUS: DRAFT, "title": text("Le thé"), "brand": text("T")}}
    assert not isinstance(decided(SOURCE, edited).get((FR, STATUS)), Take)


def test_what_the_other_side_shows_in_no_language_is_a_stand_in_too():
    more = {"extra": text("More")}
    found = decided(SOURCE, {EN: {**FIRST, **more}, FR: {**COPY, **more}})
    assert found[FR, "extra"] == take("extra", ABSENT)
