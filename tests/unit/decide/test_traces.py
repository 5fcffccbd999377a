"""What a decision is bound to: any edit at or below its address changes it, and nothing else does."""

from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

import pytest
from ids import plain

from isogloss.decide.traces import at_rest, bound, digest_tree, mark, traced
from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, DRAFT, PUBLISHED, STATUS, digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Scalar, digest

TEA, EN, FR = EntryKey("article", "tea"), Locale("en"), Locale("fr")
OLD, NEW = Scalar("text", "old"), Scalar("text", "new")
ENTRY = {SHARED: {"rank": OLD}, EN: {STATUS: DRAFT, "title": OLD}, FR: {STATUS: DRAFT, "title": OLD}}
AT = Cell(TEA, EN, "title")
FACING = Facing(TEA, "Tea", Shown(digest_entry(ENTRY), digest_entry(ENTRY)), ENTRY, ENTRY)


def facing(entry):
    return replace(FACING, left=entry)


def test_a_cell_is_marked_by_its_value():
    assert mark(AT, FACING, Side.LEFT) == digest(OLD)
    assert mark(replace(AT, field="lead"), FACING, Side.LEFT) is ABSENT
    assert mark(AT, facing(ABSENT), Side.LEFT) is ABSENT
    assert mark(AT, facing(ABSENT), Side.RIGHT) == digest(OLD)


@pytest.mark.parametrize(
    ("edited", "variant_moves"),
    [
        ({**ENTRY, EN: {STATUS: DRAFT, "title": NEW}}, True),
        ({**ENTRY, EN: {STATUS: PUBLISHED, "title": OLD}}, True),
        ({**ENTRY, EN: {STATUS: DRAFT}}, True),
        ({**ENTRY, FR: {STATUS: DRAFT, "title": NEW}}, False),
        ({**ENTRY, SHARED: {"rank": NEW}}, False),
        ({EN: ENTRY[EN]}, False),
    ],
)
def test_an_entry_and_a_variant_are_marked_by_all_that_is_in_them(edited, variant_moves):
    whole, variant = Cell(TEA), Cell(TEA, EN)
    assert mark(whole, facing(edited), Side.LEFT) != mark(whole, FACING, Side.LEFT)
    assert (mark(variant, facing(edited), Side.LEFT) != mark(variant, FACING, Side.LEFT)) is variant_moves


@pytest.mark.parametrize(("at", "moves"), [(Cell(TEA, EN, STATUS), True), (AT, False), (Cell(TEA, FR, STATUS), False)])
def test_a_state_is_bound_to_whether_the_public_sees_what_is_archived(at, moves):
    entry = {**ENTRY, EN: {**ENTRY[EN], STATUS: ARCHIVED}}
    below, off = (
        replace(FACING, left=entry, left_notes={EN: Note(live_below=live), FR: Note()}) for live in (True, False)
    )
    assert (bound(at, below, Side.LEFT) != bound(at, off, Side.LEFT)) is moves
    assert bound(at, off, Side.LEFT) == mark(at, off, Side.LEFT) == mark(at, below, Side.LEFT)


def test_the_order_of_what_is_read_is_no_edit():
    turned = {locale: dict(reversed(ENTRY[locale].items())) for locale in reversed(ENTRY)}
    assert mark(Cell(TEA), facing(turned), Side.LEFT) == mark(Cell(TEA), FACING, Side.LEFT) == digest_tree(ENTRY)


def test_what_is_not_there_has_no_mark():
    assert mark(Cell(TEA), facing(ABSENT), Side.LEFT) is ABSENT
    assert mark(Cell(TEA, Locale("de")), FACING, Side.LEFT) is ABSENT
    assert digest_tree({}) is ABSENT


def test_what_was_agreed_on_is_marked_alike_however_it_is_held():
    known = digest_entry(ENTRY)
    held = MappingProxyType({locale: MappingProxyType(row) for locale, row in known.items()})
    conflict = Conflict(Cell(TEA), "deletion", ABSENT, DRAFT)
    assert traced(conflict, replace(FACING, base=Shown(held, held))).traces == traced(conflict, FACING).traces


@pytest.mark.parametrize("at", [AT, Cell(TEA, EN), Cell(TEA), Cell(TEA, FR, "lead")], ids=plain)
def test_what_both_sides_show_as_they_agreed_is_at_rest(at):
    other = {**ENTRY, EN: {STATUS: DRAFT, "title": NEW}}
    differs = replace(FACING, right=other, base=Shown(digest_entry(ENTRY), digest_entry(other)))
    assert at_rest(at, FACING)
    assert at_rest(at, differs)
    for moved in (facing(other), replace(FACING, right=other), replace(differs, base=FACING.base)):
        assert at_rest(at, moved) is (at.locale == FR)


def test_a_conflict_is_told_with_its_marks_its_base_and_its_times():
    noon, later = (datetime(2026, 11, day, 12, tzinfo=UTC) for day in (1, 2))
    notes = {EN: Note(updated=noon), FR: Note(updated=later)}
    shown = replace(facing({**ENTRY, EN: {STATUS: DRAFT, "title": NEW}}), left_notes=notes, right_notes={EN: Note()})
    found = traced(Conflict(AT, "both sides changed", NEW, OLD), shown).traces
    assert found.marks == (digest(NEW), digest(OLD))
    assert found.base == (digest(OLD), digest(OLD))
    assert found.changed == (noon, None)
    whole = traced(Drifted(Cell(TEA), NEW, OLD, kept=True), shown).traces
    assert whole.changed == (later, None), "of an entry, its latest"
    assert whole.marks == (digest_tree(shown.left), digest_tree(ENTRY))
    assert whole.base == (digest_tree(ENTRY), digest_tree(ENTRY))


def test_what_was_never_agreed_on_has_no_base():
    never = replace(FACING, base=Shown())
    assert traced(Conflict(AT, "both sides changed", NEW, OLD), never).traces.base == (ABSENT, ABSENT)
    assert traced(Conflict(Cell(TEA), "deletion", NEW, OLD), never).traces.base == (ABSENT, ABSENT)
