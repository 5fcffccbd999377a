"""When an entry is made anew, and when what it replaces may go."""

from __future__ import annotations

from collections.abc import Sequence
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
from isogloss.model.value import ABSENT, Absent, Digest, Group, Many, Ref, Scalar, digest
from isogloss.plan.leading import Leading, not_yet, removal
from isogloss.plan.op import Op, Step
from isogloss.plan.recreate import (
    agreed_on,
    obstacle,
    recreated,
    redirect,
    renamed_on,
    seen_now,
    unedited,
    waits,
)
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
    for side in ("left", "right"):
        assert getattr(seen_now(facing(**{side: {EN: {"to": Ref(OLD)}}})), side) == {EN: {"to": Ref(TEA)}}


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
        (
            Conflict(Cell(TEA, EN, "title"), "both sides changed", ABSENT, ABSENT),
            "something else of the entry is held for a person",
        ),
        (Drifted(Cell(TEA, EN, "title"), ABSENT, ABSENT, True), "butter shows what was never agreed on"),
        (Remove(Cell(TEA, FR), R), "a part of the entry is to be deleted"),
        (Take(Cell(TEA, EN, "title"), Side.LEFT, text("x"), text("x")), "changes go the other way first"),
        (Take(Cell(TEA, EN, "title"), R, text("x"), text("x"), merged=True), "changes go the other way first"),
        (slug_take("cup"), "another entry on butter already uses the slug cup"),
    ],
)
def test_what_stands_in_the_way_of_a_rename_is_named(decision: Decision, said: str) -> None:
    assert obstacle([decision], facing(), R, replace(TERMS, taken=frozenset({"cup"}))) == said


def test_unpublished_edits_and_a_side_that_deletes_nothing_stand_in_the_way_too() -> None:
    assert obstacle([slug_take()], facing(), R, TERMS) is None
    busy = facing(right_notes={EN: Note(unpublished_edits=True)})
    assert obstacle([slug_take()], busy, R, TERMS) == "somebody's edits on butter are not published yet"
    across = facing(left_notes={EN: Note(unpublished_edits=True)})
    assert obstacle([slug_take()], across, R, TERMS) is None
    fixed = replace(TERMS, can=replace(CAN, delete_entry=False))
    assert obstacle([slug_take()], facing(), R, fixed) == "butter does not offer to delete the old one"
    said = "the mapping does not allow deletes (delete: propagate)"
    assert obstacle([slug_take()], facing(), R, TERMS, allowed=False) == said


def test_a_rename_that_waits_leaves_the_rest_as_it_is() -> None:
    other = Take(Cell(TEA, EN, "title"), R, text("x"), text("x"))
    chai: Entry = {**LIVE, SHARED: {SLUG: text("chai")}}
    assert list(waits([slug_take(), other], facing(left=chai), R, "it rains")) == [
        Conflict(
            Cell(TEA, SHARED, SLUG),
            "rename waits",
            text("chai"),
            text("tea"),
            "Tea",
            "it is to be made anew under its new slug, but it rains",
        ),
        other,
    ]


@pytest.mark.parametrize("side", Side)
def test_the_new_entry_holds_what_the_old_one_shows_with_what_is_taken_across(side: Side) -> None:
    takes = [
        replace(slug_take(), to=side),
        Take(Cell(TEA, EN, "title"), side, ABSENT, ABSENT),
        Conflict(Cell(TEA, EN), "deletion", ABSENT, ABSENT),
    ]
    busy = {EN: Note(unpublished_edits=True)}
    chai: Entry = {**LIVE, SHARED: {SLUG: text("chai")}}
    left, right = (chai, LIVE) if side is R else (LIVE, chai)
    made, decided = recreated(takes, facing(left=left, right=right, left_notes=busy, right_notes=busy), side)
    assert (made.shows(side), made.notes(side), made.base) == (ABSENT, {}, Shown())
    assert (made.shows(side.other), made.notes(side.other)) == (chai, busy)
    assert decided == [
        Take(Cell(TEA, SHARED, SLUG), side, text("chai"), text("chai")),
        Take(Cell(TEA, EN, STATUS), side, PUBLISHED, PUBLISHED),
    ]


def test_what_the_other_side_does_not_show_is_made_anew_without_a_source() -> None:
    only = facing(left=ABSENT, right={EN: {"title": text("Tea")}})
    assert recreated([], only, R)[1] == [Take(Cell(TEA, EN, "title"), R, text("Tea"), ABSENT)]
    assert recreated([], facing(right=ABSENT), R)[1] == []


def test_a_person_makes_the_redirect() -> None:
    renamed = facing(left={**LIVE, SHARED: {SLUG: text("chai")}})
    assert redirect(renamed, R, TERMS) == Step(
        R,
        Cell(TEA, SHARED, SLUG),
        "make a redirect from tea to chai where pages of butter are shown: Tea was renamed",
        "nothing: redirects cannot be seen from here",
        "make redirects from old addresses to new ones where pages of butter are shown",
    )
    unknown = redirect(facing(left=ABSENT), R, TERMS)
    assert unknown.todo.startswith("make a redirect from tea to  where")


@pytest.mark.parametrize("side", Side)
def test_what_was_replaced_is_agreed_on_as_it_shows_now_and_counts_as_unedited(side: Side) -> None:
    entry: Entry = {SHARED: {}, EN: {"title": text("Tea"), "to": Ref(OLD)}}
    shown = {"title": digest(text("Tea")), "to": digest(Ref(TEA))}
    found = facing(left=entry, right={}) if side is Side.LEFT else facing(left={}, right=entry)
    pairs = {name: (at, None) if side is Side.LEFT else (None, at) for name, at in shown.items()}
    assert agreed_on(found, side) == {EN: pairs}
    assert agreed_on(facing(left=ABSENT, right=ABSENT), side) == {}
    half = {"en": shown}
    made = unedited(found, side)
    assert made.base == (Shown(left=half) if side is Side.LEFT else Shown(right=half))
    assert replace(made, base=found.base) == found


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


STAGED = replace(TERMS, can=replace(CAN, stages_edits=True))


def ops_of(terms: Terms, right: Entry, *live: Locale, beside: Sequence[Op] = ()) -> list[Op]:
    """What leads the links of an entry whose variants are live in some locales, beside what else is written there."""
    leading = Leading(frozenset({OLD}), terms={"article": dict.fromkeys(Side, terms)})
    leading.see(*made_anew())
    notes = {locale: Note(live=locale in live) for locale in (EN, FR)}
    leading.see(facing(CUP, ABSENT, right, right_notes=notes), Built(ops=[*beside]))
    return [op for _, op in leading.finished(lambda *_: True)]


def goes_live_again(*locales: Locale) -> tuple[Change, ...]:
    return tuple(Change(Cell(CUP, at, STATUS), PUBLISHED, PUBLISHED, digest(PUBLISHED)) for at in locales)


def test_what_is_led_goes_live_again_where_a_write_to_what_is_live_is_a_draft() -> None:
    cell: Entry = {EN: {"to": Ref(OLD)}, FR: {}}
    link, again = ops_of(STAGED, cell, EN, FR)
    assert (again.verb, again.changes, again.needs) == ("publish", goes_live_again(EN), {link.id})
    _, again = ops_of(STAGED, {SHARED: {"to": Ref(OLD)}, EN: {}, FR: {}}, EN, FR)
    assert again.changes == goes_live_again(EN, FR)
    assert [op.verb for op in ops_of(STAGED, cell, FR)] == ["link"]
    assert [op.verb for op in ops_of(TERMS, cell, EN)] == ["link"]


def test_what_is_led_goes_live_with_what_else_goes_live_there_and_waits_for_no_publish_of_its_own() -> None:
    cell: Entry = {EN: {"to": Ref(OLD)}}
    _, publish = ops_of(STAGED, cell, EN)
    link, again = ops_of(STAGED, cell, EN, beside=[make("u", "update", CUP), publish])
    assert (link.needs, again.id, again.needs) == ({"c", "p", "u"}, publish.id, {link.id})


def test_what_would_stay_a_draft_is_not_led() -> None:
    cell: Entry = {EN: {"to": Ref(OLD)}, FR: {}}
    drafts = replace(STAGED, publish="draft")
    assert ops_of(drafts, cell, EN) == []
    assert [op.verb for op in ops_of(drafts, cell, FR)] == ["link"]
    assert [op.verb for op in ops_of(replace(TERMS, publish="draft"), cell, EN)] == ["link"]


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


@pytest.mark.parametrize(
    "beside", [make("d", "delete", CUP, present=(EN,)), make("u", "update", CUP, present=())], ids=["locale", "update"]
)
def test_an_entry_that_stays_is_written_to_after_what_else_is_written_there(beside: Op) -> None:
    leading = watched(made_anew(), (referrer(), Built(ops=[beside])))
    ((_, led),) = leading.finished(lambda *_: True)
    assert led.needs == {"c", "p", beside.id}


def test_a_link_waits_for_what_it_leads_to_and_others_do_not() -> None:
    pot = replace(EntryKey("article", "pot"), was="pot")
    leading = Leading(frozenset({OLD, pot}))
    leading.see(*made_anew())
    leading.see(facing(CUP, {}, {EN: {"to": Ref(pot)}}), Built())
    leading.see(facing(CUP, {}, {EN: {"to": Ref(OLD)}}), Built())
    ((_, led),) = leading.finished(lambda side, old: (side, old) == (R, OLD))
    assert [change.before for change in led.changes] == [Ref(OLD)]


@pytest.mark.parametrize("why", ["edits", "conflict", "not ready"])
def test_the_old_entry_stays_while_a_link_to_it_cannot_be_written(why: str) -> None:
    notes = {"right_notes": {EN: Note(unpublished_edits=True)}} if why == "edits" else {}
    held = [Conflict(Cell(CUP, EN, "to"), "both sides changed", ABSENT, ABSENT)] if why == "conflict" else []
    leading = watched(made_anew(), (referrer(**notes), Built(conflicts=held)))
    assert list(leading.finished(lambda *_: why != "not ready")) == []
    made = removal(old(), R, ABSENT, leading, TERMS, allowed=True)
    assert made.ops == []
    at = Cell(CUP, EN, "to")
    assert made.conflicts[0].detail == f"it was replaced on butter, and a link to it cannot be written yet: {at}"


def test_the_old_entry_stays_until_the_new_one_is_as_public_in_every_locale() -> None:
    draft: Entry = {**LIVE, EN: {**LIVE[EN], STATUS: DRAFT}}
    for new in (ABSENT, draft):
        (held,) = removal(old(), R, new, watched(), TERMS, allowed=True).conflicts
        assert held.detail == ("it was replaced on butter, and what takes its place is not there yet in every locale")
    assert removal(old(), R, LIVE, watched(), TERMS, allowed=True).ops


@pytest.mark.parametrize(
    ("new", "made", "done"),
    [
        (LIVE, [], True),
        (LIVE, ["create de"], False),  # what is there in German does not stand for French
        (LIVE, ["create fr"], False),  # there, and not live
        (LIVE, ["create fr", "publish fr"], True),
        (LIVE, ["update fr", "publish fr"], False),
        (ABSENT, ["create en", "create fr", "publish en", "publish fr"], True),
        (ABSENT, ["publish en", "publish fr"], False),
    ],
    ids=str,
)
def test_what_takes_the_place_is_as_public_once_every_locale_is_made_and_published(
    new: Entry | Absent, made: list[str], *, done: bool
) -> None:
    locales = (EN,) if not made else (EN, FR)
    shown = replace(old(), right={SHARED: {}, **dict.fromkeys(locales, LIVE[EN])})
    shown = replace(shown, right_notes={each: Note(live=True) for each in locales})
    ops = []
    for one in made:
        verb, _, locale = one.partition(" ")
        status = Change(Cell(TEA, Locale(locale), STATUS), DRAFT, PUBLISHED, ABSENT)
        ops.append(make(one, verb, TEA, status, present=(Locale(locale),)))
    assert (not_yet(shown, R, new, ops) is None) is done


def test_what_is_not_there_is_replaced_by_anything() -> None:
    assert not_yet(facing(OLD, ABSENT, ABSENT), R, ABSENT, []) is None


def test_the_old_entry_stays_where_it_was_edited_or_deleting_is_not_allowed() -> None:
    edited = replace(old(), right={**LIVE, EN: {**LIVE[EN], "title": text("Mine")}})
    (held,) = removal(edited, R, LIVE, watched(), TERMS, allowed=True).conflicts
    assert held == Conflict(
        Cell(OLD),
        "deletion",
        ABSENT,
        PUBLISHED,
        "Tea",
        "it was replaced on butter, and somebody edited the old one since",
    )
    staged = replace(old(), right_notes={EN: Note(live=True, unpublished_edits=True)})
    (held,) = removal(staged, R, LIVE, watched(), TERMS, allowed=True).conflicts
    assert held.detail == "it was replaced on butter, and somebody's edits of the old one are not published yet"
    (held,) = removal(old(), R, LIVE, watched(), TERMS, allowed=False).conflicts
    assert held.detail == "it was replaced on butter, and deleting is not allowed"
    fixed = replace(TERMS, can=replace(CAN, delete_entry=False))
    (held,) = removal(old(), R, LIVE, watched(), fixed, allowed=True).conflicts
    assert held.detail == "it was replaced on butter, and deleting is not allowed"
    unstated = replace(old(), right={EN: {"title": text("Tea")}})
    (held,) = removal(unstated, R, LIVE, watched(), TERMS, allowed=False).conflicts
    assert held.right is ABSENT


def test_nothing_is_left_to_do_once_the_old_entry_is_gone() -> None:
    assert removal(facing(OLD, ABSENT, ABSENT), R, LIVE, watched(), TERMS, allowed=True) == Built()
    assert removal(facing(), R, LIVE, watched(), TERMS, allowed=True) == Built()
    idle = Leading(frozenset())
    idle.see(referrer(), Built())
    assert idle.ops == []
