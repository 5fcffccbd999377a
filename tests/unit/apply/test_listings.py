"""When a listing by time of change is proof that nothing moved."""

from datetime import UTC, datetime, timedelta

import pytest
from manual_clock import ManualClock

from isogloss.apply.ground import Ground
from isogloss.apply.listings import Listings
from isogloss.mapping.names.neutral import Scoped, Translator
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities
from isogloss.model.snapshot import Note
from isogloss.model.value import Digest, Scalar, digest
from isogloss.plan.op import Change, Op
from isogloss.ports import Dated, Recent

EN = Locale("en")
NOW = datetime(2026, 11, 1, tzinfo=UTC)
OLD = NOW - timedelta(days=30)
TITLE = Scalar("text", "Title")


def minutes(number):
    return timedelta(minutes=number)


def key(name):
    return EntryKey("article", name)


def op(name, verb="update"):
    change = Change(Cell(key(name), EN, "title"), TITLE, Scalar("text", "New"), digest(TITLE))
    return Op(Digest(name), Side.RIGHT, verb, key(name), name, (change,), (EN,))


OPS = [op(f"p{number}") for number in range(4)]


class Current:
    """Every entry was read: p0 changed 30 days ago, p1 a minute later, and so on."""

    def __init__(self):
        self.translators = {Side.RIGHT: Translator(Side.RIGHT, {("article", f"r{n}"): key(f"p{n}") for n in range(9)})}

    def translator(self, side):
        return self.translators[side]

    def plain(self, side, key):
        del side
        variant = {"title": TITLE, STATUS: PUBLISHED}
        note = Note(updated=OLD + minutes(int(key.name[1:])), live=True)
        return Scoped({EN: variant}, {EN: variant}, {EN: note})


class Writer:
    """Answers with what it was told to."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def capabilities(self, kind):
        del kind
        return Capabilities()

    def recent(self, kind, locales, back_to):
        self.asked.append((kind, tuple(locales), back_to))
        return self.answers.pop(0)


def row(number, at=None, *, live=True):
    return {(f"r{number}", EN): Dated(OLD + minutes(number) if at is None else at, live)}


def recent(*rows, back_to=None):
    return Recent({name: dated for each in rows for name, dated in each.items()}, back_to)


def listings(*answers, clock=None):
    current, writer = Current(), Writer(*answers)
    made = Listings(Ground(current, (EN,)), {Side.RIGHT: writer}, current, clock or ManualClock(NOW), 0.0)
    return made, writer


def told(*answers, ops=OPS):
    made, _ = listings(*answers)
    return made.unmoved(Side.RIGHT, ops)


def test_a_listing_that_shows_all_there_is_tells_who_did_not_move():
    shown = recent(*(row(n) for n in range(3)), row(3, NOW))
    assert told(shown) == {"p0", "p1", "p2"}


def test_what_was_taken_off_the_site_is_looked_at():
    assert told(recent(row(0), row(1), row(2), row(3, live=False))) == {"p0", "p1", "p2"}


def test_a_side_that_does_not_say_what_is_live_is_believed_about_the_time():
    assert told(recent(*(row(n, live=None) for n in range(4)))) == {"p0", "p1", "p2", "p3"}


def test_a_page_that_reaches_to_what_changed_long_ago_and_was_read_is_proof_for_what_lies_below():
    assert told(recent(row(8), row(7), back_to=OLD + minutes(7))) == {"p0", "p1", "p2", "p3"}


def test_a_page_that_ends_above_all_that_was_read_is_no_proof():
    assert told(recent(row(8, NOW), row(7, NOW), back_to=NOW)) == set()


@pytest.mark.parametrize(("ago", "proof"), [(timedelta(days=30), True), (timedelta(minutes=9), False)])
def test_a_page_that_ends_at_the_very_time_is_proof_only_where_that_is_long_ago(ago, proof):
    """Of what was brought in at once, whole pages have one time; what changes now has another."""
    clock = ManualClock(OLD + minutes(7) + ago)
    clock.sleep(90)
    made, _ = listings(recent(row(7), back_to=OLD + minutes(7)), clock=clock)
    assert bool(made.unmoved(Side.RIGHT, OPS)) is proof


@pytest.mark.parametrize(("back", "proof"), [(minutes(2), True), (minutes(1), False)])
def test_of_what_changed_while_we_may_have_been_reading_the_time_of_reading_is_taken_off(back, proof):
    clock = ManualClock(OLD + minutes(8))
    clock.sleep(90)
    made, _ = listings(recent(row(8), row(7), back_to=OLD + minutes(8) - back), clock=clock)
    assert bool(made.unmoved(Side.RIGHT, OPS)) is proof


def test_the_next_page_only_has_to_reach_to_the_last():
    made, writer = listings(recent(row(8, NOW), row(7)), recent(row(6, NOW + minutes(2)), back_to=NOW - minutes(1)))
    assert made.unmoved(Side.RIGHT, OPS) == {"p0", "p1", "p2", "p3"}
    assert made.unmoved(Side.RIGHT, OPS) == {"p0", "p1", "p2", "p3"}
    assert [back_to for _, _, back_to in writer.asked] == [OLD + minutes(3), NOW]
    assert made.suspects == {(Side.RIGHT, key("p8"), EN), (Side.RIGHT, key("p6"), EN)}


def test_a_suspect_stays_one_until_it_is_read_back():
    made, _ = listings(recent(row(2, NOW)), recent(row(2, NOW)))
    assert made.unmoved(Side.RIGHT, OPS) == {"p0", "p1", "p3"}
    made.suspects.clear()
    now = Scoped({EN: {"title": TITLE}}, {EN: {"title": TITLE}}, {EN: Note(updated=NOW, live=True)})
    made.ground.read_back(OPS[2], now)
    assert made.unmoved(Side.RIGHT, OPS) == {"p0", "p1", "p2", "p3"}


def test_after_a_page_that_was_no_proof_no_other_is_asked_for():
    made, writer = listings(recent(row(8, NOW), back_to=NOW))
    assert made.unmoved(Side.RIGHT, OPS) == made.unmoved(Side.RIGHT, OPS) == set()
    assert len(writer.asked) == 1


def test_a_kind_without_such_a_listing_tells_nothing():
    assert told(None) == set()


def test_strangers_on_a_page_do_not_matter():
    assert told(recent(row(77, NOW), *(row(n) for n in range(4)))) == {"p0", "p1", "p2", "p3"}


def test_what_is_to_be_deleted_and_what_is_few_is_not_asked_of_a_listing():
    made, writer = listings()
    assert made.unmoved(Side.RIGHT, OPS[:2]) == set()
    assert made.unmoved(Side.RIGHT, [op(f"p{n}", "delete") for n in range(4)]) == set()
    assert writer.asked == []
