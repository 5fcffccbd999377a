"""When an entry is made anew, and when what it replaces may go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isogloss.merge.change import Change, Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Decision, Remove, Take
from isogloss.merge.facing import Facing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, SLUG, STATUS, Entry, digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.replaced import led_on, led_on_in, superseded_in
from isogloss.model.schema import Capabilities
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Absent, Digest, Group, Many, Ref, Scalar
from isogloss.plan.leading import Leading, removal
from isogloss.plan.op import Op
from isogloss.plan.recreate import obstacle, recreated, redirect, renamed_on, seen_now, waits
from isogloss.plan.terms import Built, Terms

TEA, CUP = EntryKey("article", "tea"), EntryKey("article", "cup")
OLD = replace(TEA, was="tea")
EN, FR = Locale("en"), Locale("fr")
R = Side.RIGHT
CAN = Capabilities(rename_slug=False, stages_edits=False)
TERMS = Terms("butter", CAN, lambda _, value: (value, ()))
LIVE: Entry = {SHARED: {SLUG: Scalar("text", "tea")}, EN: {"title": Scalar("text", "Tea"), STATUS: PUBLISHED}}


def text(value: str) -> Scalar:
    return Scalar("text", value)


def known(entry: Entry) -> Shown:
    made = digest_entry(entry)
    assert not isinstance(made, Absent)
    return Shown(dict(made), dict(made))


def facing(key: EntryKey = TEA, left: Entry | Absent = LIVE, right: Entry | Absent = LIVE, **more: object) -> Facing:
    return replace(Facing(key, "Tea", known(LIVE), left, right), **more)  # type: ignore[arg-type]  # names as given


def slug_take(value: str = "chai") -> Take:
    return Take(Cell(TEA, SHARED, SLUG), R, text(value), text(value))


def test_a_key_of_what_is_replaced_leads_to_what_takes_its_place() -> None:
    assert (OLD.current, TEA.current) == (TEA, TEA)
    value = Many((Ref(OLD), Group((("to", Ref(OLD)),)), text("a"), Ref(CUP)))
    assert led_on(value) == Many((Ref(TEA), Group((("to", Ref(TEA)),)), text("a"), Ref(CUP)))
    assert list(superseded_in(value)) == [OLD, OLD]
    assert led_on_in(ABSENT) is ABSENT
    assert seen_now(facing(right={EN: {"to": Ref(OLD)}})).right == {EN: {"to": Ref(TEA)}}


def test_only_a_side_that_cannot_rename_and_agreed_on_the_slug_makes_an_entry_anew() -> None:
    both = dict.fromkeys(Side, TERMS)
    assert renamed_on([slug_take()], facing(), both) is R
    assert renamed_on([Take(Cell(TEA, EN, "title"), R, text("x"), text("x"))], facing(), both) is None
    assert renamed_on([slug_take()], facing(base=Shown()), both) is None
    assert renamed_on([slug_take()], facing(right=ABSENT), both) is None
    able = replace(TERMS, can=Capabilities())
    assert renamed_on([slug_take()], facing(), dict.fromkeys(Side, able)) is None
    left = Take(Cell(TEA, SHARED, SLUG), Side.LEFT, text("x"), text("x"))
    assert renamed_on([left], facing(), both) is Side.LEFT


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Conflict(Cell(TEA, EN, "title"), "both sides changed", ABSENT, ABSENT), "held for a person"),
        (Drifted(Cell(TEA, EN, "title"), ABSENT, ABSENT, True), "never agreed on"),
        (Remove(Cell(TEA, FR), R), "to be deleted"),
        (Take(Cell(TEA, EN, "title"), Side.LEFT, text("x"), text("x")), "go the other way first"),
        (Take(Cell(TEA, EN, "title"), R, text("x"), text("x"), merged=True), "go the other way first"),
        (slug_take("cup"), "already uses the slug cup"),
    ],
)
def test_what_stands_in_the_way_of_a_rename_is_named(decision: Decision, said: str) -> None:
    found = obstacle([decision], facing(), R, replace(TERMS, taken=frozenset({"cup"})))
    assert found is not None
    assert said in found


def test_unpublished_edits_and_a_side_that_deletes_nothing_stand_in_the_way_too() -> None:
    assert obstacle([slug_take()], facing(), R, TERMS) is None
    busy = facing(right_notes={EN: Note(unpublished_edits=True)})
    assert "not published yet" in (obstacle([slug_take()], busy, R, TERMS) or "")
    fixed = replace(TERMS, can=replace(CAN, delete_entry=False))
    assert "does not offer" in (obstacle([slug_take()], facing(), R, fixed) or "")


def test_a_rename_that_waits_leaves_the_rest_as_it_is() -> None:
    other = Take(Cell(TEA, EN, "title"), R, text("x"), text("x"))
    held, kept = waits([slug_take(), other], facing(), R, "it rains")
    assert isinstance(held, Conflict)
    assert (held.reason, "it rains" in held.detail) == ("rename waits", True)
    assert kept == other


@pytest.mark.parametrize("side", Side)
def test_the_new_entry_holds_what_the_old_one_shows_with_what_is_taken_across(side: Side) -> None:
    takes = [
        replace(slug_take(), to=side),
        Take(Cell(TEA, EN, "title"), side, ABSENT, ABSENT),
        Conflict(Cell(TEA, EN), "deletion", ABSENT, ABSENT),
    ]
    made, decided = recreated(takes, facing(), side)
    assert made.shows(side) is ABSENT
    assert made.base == Shown()
    assert [(d.at.field, d.value) for d in decided if isinstance(d, Take)] == [
        (SLUG, text("chai")),
        (STATUS, PUBLISHED),
    ]
    assert "from tea to tea" in redirect(facing(), side, TERMS).todo


def make(op_id: str, verb: str, key: EntryKey, *changes: Change, present: tuple[Locale, ...] = (EN,)) -> Op:
    return Op(Digest(op_id), R, verb, key, "", changes, present)  # type: ignore[arg-type]  # verbs as a test gives them


GOES_LIVE = Change(Cell(TEA, EN, STATUS), DRAFT, PUBLISHED, ABSENT)


def old(**more: object) -> Facing:
    return facing(OLD, ABSENT, LIVE, right_notes={EN: Note(live=True)}, **more)


def watched(*built: tuple[Facing, Built]) -> Leading:
    leading = Leading(frozenset({OLD}))
    for each, made in built:
        leading.see(each, made)
    return leading


def made_anew() -> tuple[Facing, Built]:
    return facing(right=ABSENT), Built(ops=[make("c", "create", TEA), make("p", "publish", TEA, GOES_LIVE)])


def referrer(**more: object) -> Facing:
    return facing(CUP, {EN: {"to": Ref(TEA)}}, {EN: {"to": Ref(OLD), "title": text("Cup")}}, **more)


def test_links_follow_once_the_new_entry_is_made_and_live_and_then_the_old_one_goes() -> None:
    leading = watched(made_anew(), (referrer(), Built()))
    ((_, led),) = leading.finished(lambda *_: True)
    assert (led.verb, [c.after for c in led.changes], led.needs) == ("link", [Ref(TEA)], {"c", "p"})
    (op,) = removal(old(), R, ABSENT, leading, TERMS, allowed=True).ops
    assert (op.verb, op.needs) == ("delete", {"c", "p", led.id})


def test_an_op_that_writes_the_link_anyway_is_waited_for_instead() -> None:
    writes = make("w", "update", CUP, Change(Cell(CUP, EN, "to"), Ref(OLD), Ref(TEA), ABSENT))
    leading = watched(made_anew(), (referrer(), Built(ops=[writes])))
    assert list(leading.finished(lambda *_: True)) == []
    (op,) = removal(old(), R, ABSENT, leading, TERMS, allowed=True).ops
    assert "w" in op.needs


def test_an_entry_that_goes_itself_is_not_written_to() -> None:
    gone = make("d", "delete", CUP, present=())
    leading = watched(made_anew(), (referrer(), Built(ops=[gone])))
    assert list(leading.finished(lambda *_: True)) == []


@pytest.mark.parametrize("why", ["edits", "conflict", "not ready"])
def test_the_old_entry_stays_while_a_link_to_it_cannot_be_written(why: str) -> None:
    notes = {"right_notes": {EN: Note(unpublished_edits=True)}} if why == "edits" else {}
    held = [Conflict(Cell(CUP, EN, "to"), "both sides changed", ABSENT, ABSENT)] if why == "conflict" else []
    leading = watched(made_anew(), (referrer(**notes), Built(conflicts=held)))
    assert list(leading.finished(lambda *_: why != "not ready")) == []
    made = removal(old(), R, ABSENT, leading, TERMS, allowed=True)
    assert made.ops == []
    assert "a link to it" in made.conflicts[0].detail


def test_the_old_entry_stays_until_the_new_one_is_as_public_in_every_locale() -> None:
    draft: Entry = {**LIVE, EN: {**LIVE[EN], STATUS: DRAFT}}
    for new in (ABSENT, draft):
        (held,) = removal(old(), R, new, watched(), TERMS, allowed=True).conflicts
        assert "not there yet" in held.detail
    assert removal(old(), R, LIVE, watched(), TERMS, allowed=True).ops


def test_the_old_entry_stays_where_it_was_edited_or_deleting_is_not_allowed() -> None:
    edited = replace(old(), right={**LIVE, EN: {**LIVE[EN], "title": text("Mine")}})
    (held,) = removal(edited, R, LIVE, watched(), TERMS, allowed=True).conflicts
    assert "edited the old one" in held.detail
    staged = replace(old(), right_notes={EN: Note(live=True, unpublished_edits=True)})
    (held,) = removal(staged, R, LIVE, watched(), TERMS, allowed=True).conflicts
    assert "not published yet" in held.detail
    (held,) = removal(old(), R, LIVE, watched(), TERMS, allowed=False).conflicts
    assert "not allowed" in held.detail
    unstated = replace(old(), right={EN: {"title": text("Tea")}})
    (held,) = removal(unstated, R, LIVE, watched(), TERMS, allowed=False).conflicts
    assert held.right is ABSENT


def test_nothing_is_left_to_do_once_the_old_entry_is_gone() -> None:
    assert removal(facing(OLD, ABSENT, ABSENT), R, LIVE, watched(), TERMS, allowed=True) == Built()
    assert removal(facing(), R, LIVE, watched(), TERMS, allowed=True) == Built()
    idle = Leading(frozenset())
    idle.see(referrer(), Built())
    assert idle.ops == []
