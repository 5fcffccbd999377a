import pytest

from isogloss.apply.settle import Judged, is_copy, judge
from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Digest, Scalar
from isogloss.plan.op import Change, Op

TEA = EntryKey("article", "tea")
EN, FR = Locale("en"), Locale("fr")
OLD, NEW, OTHER = (Scalar("text", text) for text in ("old", "new", "other"))
RICH, RENDERED = Scalar("rich_text", "<p>a</p>"), Scalar("rich_text", "<p>a</p><p></p>")


def change(field, before, after, locale=EN):
    return Change(Cell(TEA, locale, field), before, after, ABSENT)


def op(verb, *changes):
    return Op(Digest("a"), Side.RIGHT, verb, TEA, "Tea", changes, (EN, FR))


def now(variants, **notes):
    return Scoped(variants, variants, notes)


def standing(verb, changed, variants, **notes):
    return judge(op(verb, changed), now(variants, **notes)).standing


# Content.


def test_a_slug_that_is_a_field_there_shows_what_the_field_was_given():
    made = op("create", change(SLUG, ABSENT, OLD, SHARED), change("local_slug", ABSENT, NEW))
    there = now({SHARED: {SLUG: NEW}, EN: {"local_slug": NEW}})
    assert judge(made, there, (SLUG, "local_slug"), ("local_slug",)).standing == "normalized"
    assert judge(made, there, (SLUG, "local_slug")).standing == "altered"
    apart = now({SHARED: {SLUG: OTHER}, EN: {"local_slug": NEW}})
    assert judge(made, apart, (SLUG, "local_slug"), ("local_slug",)).standing == "altered"


@pytest.mark.parametrize(
    ("before", "after", "shown", "expected"),
    [
        (OLD, NEW, NEW, "confirmed"),
        (OLD, RICH, RENDERED, "normalized"),
        (OLD, NEW, OLD, "waiting"),
        (OLD, NEW, OTHER, "altered"),
        (OLD, NEW, ABSENT, "waiting"),
        (OLD, ABSENT, ABSENT, "confirmed"),
        (OLD, ABSENT, OLD, "waiting"),
        (ABSENT, NEW, ABSENT, "waiting"),
        (Scalar("flag", "true"), ABSENT, Scalar("flag", "false"), "normalized"),
    ],
)
def test_a_cell_stands_as_what_it_shows_beside_what_was_written_and_what_was_there(before, after, shown, expected):
    variants = {EN: {STATUS: DRAFT} if shown is ABSENT else {STATUS: DRAFT, "title": shown}}
    assert standing("update", change("title", before, after), variants) == expected


def test_an_entry_that_is_not_there_is_waited_for():
    made = judge(op("create", change(STATUS, ABSENT, DRAFT), change("title", ABSENT, NEW)), Scoped())
    assert made.standing == "waiting"


def test_an_op_stands_as_the_worst_of_its_cells():
    cells = [("a", NEW, NEW), ("b", RICH, RENDERED), ("c", NEW, OTHER), ("d", NEW, OLD)]
    for worst, count in (("confirmed", 1), ("normalized", 2), ("altered", 3), ("waiting", 4)):
        some = cells[:count]
        changes = [change(name, OLD, after) for name, after, _ in some]
        assert judge(op("update", *changes), now({EN: {name: shown for name, _, shown in some}})).standing == worst


def test_what_the_platform_copied_from_another_locale_is_waited_for_when_creating():
    variants = {EN: {"title": OLD}, FR: {"title": OLD}}
    wanted = change("title", ABSENT, NEW, FR)
    assert standing("create", wanted, variants) == "waiting"
    assert standing("update", wanted, variants) == "altered"


def test_a_cell_is_a_copy_only_of_another_locale():
    wanted = change("title", ABSENT, NEW, FR)
    assert is_copy(op("create", wanted), wanted, now({EN: {"title": OLD}, FR: {"title": OLD}}))
    assert not is_copy(op("create", wanted), wanted, now({EN: {"title": OTHER}, FR: {"title": OLD}}))
    assert not is_copy(op("create", wanted), wanted, now({EN: {"title": OLD}, FR: {}}))
    assert not is_copy(op("create", wanted), wanted, Scoped())


def test_the_first_locale_of_an_entry_is_no_copy_though_another_one_shows_the_same():
    both = now({EN: {"title": OLD}, FR: {"title": OLD}})
    for at, order, expected in (
        (EN, (EN, FR), False),
        (FR, (EN, FR), True),
        (EN, (FR, EN), True),
        (FR, (Locale("de"), FR), False),
    ):
        assert is_copy(op("create"), change("title", ABSENT, NEW, at), both, order) is expected
        made = judge(op("create", change("title", ABSENT, NEW, at)), both, order=order)
        assert made.standing == ("waiting" if expected else "altered")


def test_what_the_first_locale_was_made_with_is_a_copy_though_somebody_edited_that_locale_since():
    english, french = change("title", ABSENT, OLD, EN), change("title", ABSENT, NEW, FR)
    shown = now({EN: {"title": OTHER}, FR: {"title": OLD}})
    assert is_copy(op("create", english, french), french, shown, (EN, FR))
    assert not is_copy(op("update", english, french), french, shown, (EN, FR))
    assert not is_copy(op("create", english, french), english, shown, (EN, FR))


def test_a_cell_that_is_only_named_is_not_judged():
    assert judge(op("update", change("title", OLD, OLD), change(STATUS, PUBLISHED, PUBLISHED)), Scoped()).cells == ()
    assert judge(op("publish", change("title", OLD, OLD)), Scoped()).standing == "confirmed"


def test_a_state_that_is_to_be_reached_again_is_judged():
    again = change(STATUS, PUBLISHED, PUBLISHED)
    assert standing("publish", again, {EN: {STATUS: PUBLISHED}}) == "confirmed"
    assert standing("publish", again, {EN: {STATUS: PUBLISHED}}, en=Note(unpublished_edits=True)) == "waiting"


# States.


@pytest.mark.parametrize(
    ("verb", "shown", "expected"),
    [
        ("create", DRAFT, "confirmed"),
        ("create", PUBLISHED, "confirmed"),
        ("update", DRAFT, "confirmed"),
        ("link", ABSENT, "waiting"),
        ("publish", PUBLISHED, "confirmed"),
        ("publish", DRAFT, "waiting"),
        ("publish", CHANGED, "waiting"),
        ("publish", ABSENT, "waiting"),
        ("unpublish", DRAFT, "confirmed"),
        ("unpublish", PUBLISHED, "waiting"),
        ("unpublish", ABSENT, "waiting"),
        ("archive", ARCHIVED, "confirmed"),
        ("archive", DRAFT, "waiting"),
        ("delete", ABSENT, "confirmed"),
        ("delete", DRAFT, "waiting"),
    ],
)
def test_a_state_is_reached_or_waited_for(verb, shown, expected):
    variants = {EN: {} if shown is ABSENT else {STATUS: shown}}
    after = {"publish": PUBLISHED, "archive": ARCHIVED, "delete": ABSENT}.get(verb, DRAFT)
    assert standing(verb, change(STATUS, OLD, after), variants) == expected


def test_what_is_taken_out_of_the_archive_is_waited_for_until_it_is_out():
    out = change(STATUS, ARCHIVED, DRAFT)
    assert standing("update", out, {EN: {STATUS: ARCHIVED}}) == "waiting"
    assert standing("update", out, {EN: {STATUS: DRAFT}}) == "confirmed"
    assert standing("update", change(STATUS, ABSENT, DRAFT), {EN: {STATUS: ARCHIVED}}) == "confirmed"


def test_an_entry_that_is_gone_is_deleted_with_every_cell():
    changes = [change(STATUS, DRAFT, ABSENT), change("title", OLD, ABSENT), change("author", OLD, ABSENT, SHARED)]
    assert judge(op("delete", *changes), Scoped()).standing == "confirmed"


# Words.


def test_the_detail_names_the_cells_that_are_not_as_they_should_be():
    changes = [change(name, OLD, NEW) for name in "abcde"]
    judged = judge(op("update", *changes), now({EN: {"a": NEW, "b": OTHER}}))
    assert judged.detail == "article/tea · en · b; article/tea · en · c; article/tea · en · d and 1 more"
    assert Judged("confirmed", ()).detail == ""
