"""Whose it is that a variant shows something else than an attempt wrote that died."""

from datetime import UTC, datetime, timedelta

import pytest

from isogloss.apply.settle import judge
from isogloss.apply.since_cut import Sending, since_cut
from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Asset, Digest, Many, Scalar, digest
from isogloss.plan.op import Change, Op

TEA = EntryKey("article", "tea")
EN, FR = ORDER = Locale("en"), Locale("fr")
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
WRITTEN = {EN: {"title": "Tea", "body": "Hot"}, FR: {"title": "Thé", "body": "Chaud"}}


def text(value):
    return Scalar("text", value)


def made(verb="create", locales=ORDER):
    """An op that makes some locales."""
    cells = {SHARED: {SLUG: text("tea")}} if verb == "create" else {}
    for locale in locales:
        cells[locale] = {STATUS: DRAFT, **{name: text(value) for name, value in WRITTEN[locale].items()}}
    changes = (
        Change(Cell(TEA, at, name), ABSENT, value, digest(value))
        for at, row in cells.items()
        for name, value in row.items()
    )
    return Op(Digest("a"), Side.RIGHT, verb, TEA, "Tea", tuple(changes), locales)


def edited(op, shown, *, updated=LATER, answered=True, whole=True, grace=30.0):
    """The cells that count as edited, where an entry shows this and was dated so."""
    there = {at: {STATUS: DRAFT, **{name: text(value) for name, value in row.items()}} for at, row in shown.items()}
    if op.verb == "create":
        there[SHARED] = {SLUG: text("tea")}
    now = Scoped(there, there, {locale: Note(updated=updated) for locale in shown})
    sent = Sending(AT, AT + timedelta(seconds=1), grace, answered, whole)
    found = since_cut(op, judge(op, now, order=ORDER), now, sent, ORDER)
    return [(change.locale, change.field) for change in found.edited]


def with_title(locale, title, **rest):
    return WRITTEN | {locale: WRITTEN[locale] | {"title": title} | rest}


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("locale", ORDER)
def test_what_shows_another_text_beside_what_was_written_is_edited(locale, answered):
    assert edited(made(), with_title(locale, "Cold"), answered=answered) == [(locale, "title")]


def test_nothing_is_where_everything_shows_what_was_written():
    assert edited(made(), WRITTEN) == []


@pytest.mark.parametrize("updated", [AT, AT - timedelta(seconds=29), AT + timedelta(seconds=30)])
def test_what_is_dated_with_our_calls_is_what_the_side_made_of_it(updated):
    assert edited(made(), with_title(EN, "Cold"), updated=updated) == []


@pytest.mark.parametrize("updated", [None, AT - timedelta(hours=1), AT + timedelta(seconds=32)])
def test_what_is_dated_otherwise_or_not_at_all_is_somebodys(updated):
    assert edited(made(), with_title(EN, "Cold"), updated=updated) == [(EN, "title")]


def test_where_nothing_shows_what_was_written_only_an_answer_tells_that_it_arrived():
    shown = {EN: {"title": "Cold", "body": "Ice"}}
    assert sorted(edited(made(locales=(EN,)), shown)) == [(EN, "body"), (EN, "title")]
    assert edited(made(locales=(EN,)), shown, answered=False) == []


def test_a_locale_that_is_still_a_copy_was_not_written_whatever_somebody_put_into_it():
    shown = WRITTEN | {FR: {"title": "Froid", "body": "Hot"}}
    assert edited(made(), shown) == []


def test_where_locales_begin_as_copies_one_that_shows_nothing_of_ours_may_not_have_been_written():
    shown = WRITTEN | {FR: {"title": "Froid", "body": "Glacé"}}
    assert edited(made(), shown, whole=False) == []
    assert sorted(edited(made(), shown, whole=True)) == [(FR, "body"), (FR, "title")]


@pytest.mark.parametrize("answered", [True, False])
def test_a_locale_that_was_added_counts_like_one_of_a_new_entry(answered):
    assert edited(made("update", (FR,)), {FR: WRITTEN[FR] | {"title": "Froid"}}, answered=answered) == [(FR, "title")]


def over(shown, *, updated=LATER, read=None, answered=False, done=True, timed=True, after=None, beside=()):
    """The cells that count as edited, where an op wrote over an older title and body, and an entry shows this."""
    wrote = {"title": text("Tea"), "body": text("Hot"), **(after or {})}
    changes = tuple(Change(Cell(TEA, EN, n), text("old"), value, digest(value)) for n, value in wrote.items())
    op = Op(Digest("a"), Side.RIGHT, "update", TEA, "Tea", (*changes, *beside), (EN,))
    there = {EN: {STATUS: DRAFT, **{n: text(v) if isinstance(v, str) else v for n, v in shown.items()}}}
    now = Scoped(there, there, {EN: Note(updated=updated)})
    sent = Sending(AT, AT + timedelta(seconds=1), 30.0, answered, True, done, timed)
    by = there if read is None else {EN: {name: text(value) for name, value in read.items()}}
    return [change.field for change in since_cut(op, judge(op, now, order=ORDER), now, sent, ORDER, by).edited]


BESIDE, ALONE = {"title": "Cold", "body": "Hot"}, {"title": "Cold", "body": "old"}


def test_what_was_written_over_is_edited_where_a_text_beside_it_shows_that_the_call_arrived():
    assert over(BESIDE) == ["title"]
    assert over(ALONE) == []
    five = Scalar("number", "5")
    assert over({**ALONE, "minutes": five}, after={"minutes": five}) == []


def test_what_was_written_over_is_edited_where_the_side_has_done_what_it_accepted():
    assert over(ALONE, answered=True) == ["title"]
    assert over(ALONE, answered=True, done=False) == []
    french = Change(Cell(TEA, FR, "title"), text("old"), text("Thé"), digest(text("Thé")))
    assert over(ALONE, answered=True, beside=(french,)) == [], "the run may have died between two calls"


@pytest.mark.parametrize("updated", [None, AT])
def test_what_was_written_over_may_be_what_the_side_made_of_it_unless_it_is_dated_later(updated):
    assert over(BESIDE, updated=updated) == []
    assert over(BESIDE, timed=False) == []


def test_what_is_shown_to_editors_alone_is_not_agreed_on():
    assert over(BESIDE, read={"title": "old", "body": "old"}) == []


@pytest.mark.parametrize(
    "value",
    [
        Many((text("a"), text("b"))),
        Asset("image", "https://cdn.example/1.png"),
        Scalar("rich_text", '<p>a<img src="https://cdn.example/1.png" alt=""></p>'),
    ],
)
def test_a_list_or_a_file_that_was_written_over_may_be_what_the_side_made_of_it(value):
    assert over({**BESIDE, "more": "c"}, after={"more": value}) == ["title"]
