from dataclasses import replace

import pytest

from isogloss.apply.advance import agreed, drafted, of_changes, pair, stored
from isogloss.apply.settle import judge
from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Digest, Ref, Scalar, digest, digest_text
from isogloss.plan.op import Change, Op

TEA = EntryKey("article", "tea")
EN, FR = Locale("en"), Locale("fr")
OLD, NEW, OTHER = (Scalar("text", text) for text in ("old", "new", "other"))
RICH, RENDERED = Scalar("rich_text", "<p>a</p>"), Scalar("rich_text", "<p>a</p><p></p>")


def change(field, before, after, locale=EN, **more):
    return Change(Cell(TEA, locale, field), before, after, more.pop("source", digest(after)), **more)


def op(verb, *changes, on=Side.RIGHT):
    return Op(Digest("a"), on, verb, TEA, "Tea", changes, (EN,))


def shows(variants):
    return Scoped(variants, variants)


def after(wanted, now, source=None):
    shown = shows(now)
    return agreed(wanted, judge(wanted, shown), shown, Scoped() if source is None else shows(source))


def test_a_pair_is_told_left_first():
    assert pair(Side.RIGHT, NEW, digest(OLD)) == (digest(OLD), digest(NEW))
    assert pair(Side.LEFT, NEW, digest(OLD)) == (digest(NEW), digest(OLD))
    assert pair(Side.LEFT, ABSENT, ABSENT) == (None, None)


def test_absence_is_stored_as_none():
    assert stored(ABSENT) is None
    assert stored(digest(OLD)) == digest(OLD)


@pytest.mark.parametrize("on", Side)
def test_the_written_half_is_what_was_read_back_and_not_what_was_sent(on):
    made = after(op("update", change("body", OLD, RICH), on=on), {EN: {"body": RENDERED}})
    assert made == {EN: {"body": pair(on, RENDERED, digest(RICH))}}


def test_a_cell_that_came_back_altered_or_not_at_all_does_not_advance():
    wanted = op("update", change("a", OLD, NEW), change("b", OLD, NEW), change("c", OLD, NEW))
    assert after(wanted, {EN: {"a": OTHER, "b": OLD, "c": NEW}}) == {EN: {"c": (digest(NEW), digest(NEW))}}


def test_where_only_a_part_could_be_written_only_that_part_is_agreed_on():
    made = after(op("update", change("a", OLD, NEW, source=digest(OTHER), agrees=digest(NEW))), {EN: {"a": NEW}})
    assert made == {EN: {"a": (digest(NEW), digest(NEW))}}
    nothing = after(op("update", change("a", OLD, NEW, agrees=ABSENT)), {EN: {"a": NEW}})
    assert nothing == {EN: {"a": (None, digest(NEW))}}


def test_what_lies_as_a_draft_over_live_content_leaves_the_side_showing_what_it_showed():
    staged = [change("a", OLD, NEW, staged=True), change("b", OTHER, ABSENT, staged=True)]
    made = of_changes(Side.RIGHT, staged, shows({EN: {"a": RENDERED}}), {EN: {"a": OLD, "b": OLD}})
    assert made[EN] == {"a": (digest(NEW), digest(OLD)), "b": (None, digest(OLD))}
    lay = drafted(staged, shows({EN: {"a": RENDERED}}))
    assert lay == {EN: {"a": digest(RENDERED), "b": digest_text("emptied")}}


def test_a_merged_cell_waits_for_its_other_half():
    assert of_changes(Side.RIGHT, [change("a", OLD, NEW, merged=True)], shows({EN: {"a": NEW}})) == {}


def test_a_variant_that_came_into_being_advances_whole():
    """Platforms fill in fields that nobody sent; were they not agreed on, they would be taken back as edits."""
    wanted = op("create", change(STATUS, ABSENT, DRAFT), change("a", ABSENT, NEW))
    now = {EN: {STATUS: DRAFT, "a": NEW, "filled": OTHER}, SHARED: {"slug": OLD}}
    source = {EN: {"a": NEW}, SHARED: {"slug": NEW}}
    assert after(wanted, now, source) == {
        EN: {STATUS: (digest(DRAFT), digest(DRAFT)), "a": (digest(NEW), digest(NEW)), "filled": (None, digest(OTHER))},
        SHARED: {"slug": (digest(NEW), digest(OLD))},
    }


@pytest.mark.parametrize("held", [{}, {"author": Ref(EntryKey("author", "ann"))}])
def test_a_link_that_nobody_sent_is_no_filling_but_a_persons(held):
    bob = Ref(EntryKey("author", "bob"))
    wanted = op("create", change(STATUS, ABSENT, DRAFT))
    shown = {EN: {STATUS: DRAFT, "author": bob}}
    assert "author" not in after(wanted, shown, {EN: {STATUS: DRAFT, **held}})[EN]
    new = op("update", change(STATUS, ABSENT, DRAFT, FR))
    copied = {EN: {STATUS: DRAFT, "author": bob}, FR: {STATUS: DRAFT, "author": bob}}
    made = after(new, copied, {EN: {STATUS: DRAFT}, FR: {STATUS: DRAFT, **held}})
    assert made[FR]["author"] == pair(Side.RIGHT, bob, ABSENT)


def test_of_a_variant_that_was_there_only_the_written_cells_advance():
    wanted = op("update", change(STATUS, ABSENT, DRAFT, FR), change("a", ABSENT, NEW, FR))
    now = {EN: {"other": OTHER}, FR: {STATUS: DRAFT, "a": NEW, "filled": OTHER}, SHARED: {"slug": OLD}}
    made = after(wanted, now)
    assert set(made) == {FR}
    assert set(made[FR]) == {STATUS, "a", "filled"}


def test_an_altered_cell_of_a_new_variant_stays_open_too():
    wanted = op("create", change(STATUS, ABSENT, DRAFT), change("a", ABSENT, NEW))
    assert "a" not in after(wanted, {EN: {STATUS: DRAFT, "a": OTHER}})[EN]


def test_what_another_locale_says_in_a_new_variant_was_agreed_on_by_nobody():
    """The next plan finds that the source has what the target lacks, and not that both have something of their own."""
    wanted = op("create", change(STATUS, ABSENT, DRAFT, FR), change("a", ABSENT, NEW, FR), change("a", ABSENT, OLD))
    now = {EN: {STATUS: DRAFT, "a": OLD}, FR: {STATUS: DRAFT, "a": OLD}}
    assert after(wanted, now)[FR]["a"] == (None, digest(OLD))
    assert "a" not in after(wanted, {**now, FR: {STATUS: DRAFT, "a": OTHER}})[FR]
    assert after(replace(wanted, verb="update"), now)[FR].get("a") is None


def test_a_cell_that_was_only_named_with_a_new_variant_stays_as_it_was_agreed():
    wanted = op("create", change(STATUS, ABSENT, DRAFT), change("slug", OLD, OLD, SHARED))
    assert SHARED not in after(wanted, {EN: {STATUS: DRAFT}, SHARED: {"slug": OLD}})


def test_a_variant_that_is_not_there_after_all_establishes_nothing():
    wanted = op("create", change(STATUS, ABSENT, DRAFT))
    assert agreed(wanted, judge(wanted, Scoped()), Scoped(), Scoped()) == {}
