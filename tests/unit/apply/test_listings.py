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
    assert set(made.suspects) == {(Side.RIGHT, key("p8"), EN), (Side.RIGHT, key("p6"), EN)}


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


class Hears(Writer):
    """Answers the question what the last look showed, too."""

    def heard(self, kind, locales):
        return self.recent(kind, locales, None)


def made_by_us(made, number, at):
    """An entry of this run's own: made, and read back."""
    now = Scoped({EN: {"title": TITLE}}, {EN: {"title": TITLE}}, {EN: Note(updated=at, live=True)})
    made.ground.read_back(op(f"p{number}", "create"), now)


def heard(*answers, reads=()):
    """A run that has been at work for a minute, and what was told to it while it read back, and then when asked."""
    clock = ManualClock(NOW)
    current, writer = Current(), Hears(*answers, *reads)
    made = Listings(Ground(current, (EN,)), {Side.RIGHT: writer}, current, clock, 0.0)
    clock.sleep(60)
    for _ in answers:
        made.hear(Side.RIGHT, "article", OPS, writer, clock.monotonic())
    return made, writer, clock


def test_a_read_back_that_shows_all_there_is_proves_of_every_entry():
    made, _, clock = heard(recent(row(0), row(1, NOW)))
    assert made.proved(Side.RIGHT, OPS[0]) == clock.monotonic()
    assert made.proved(Side.RIGHT, OPS[1]) is None, "it was changed by somebody, or by what is read back now"


def test_a_read_back_is_proof_where_it_reaches_below_the_beginning_of_the_run():
    early, late = NOW + timedelta(seconds=60), NOW - timedelta(seconds=3)
    for oldest, proof in ((late, True), (early - timedelta(seconds=61), False)):
        made, _, clock = heard(recent(row(8, early), back_to=oldest))
        assert made.proved(Side.RIGHT, OPS[0]) == (clock.monotonic() if proof else None), oldest


def test_a_read_back_that_is_no_proof_forbids_no_listing():
    made, writer, _ = heard(recent(row(8, NOW), back_to=NOW), reads=(recent(*(row(n) for n in range(4))),))
    assert made.unmoved(Side.RIGHT, OPS) == {"p0", "p1", "p2", "p3"}
    assert len(writer.asked) == 2


def test_nothing_heard_is_no_proof():
    made, _, _ = heard(None)
    assert made.proved(Side.RIGHT, OPS[0]) is None


def test_a_read_back_has_to_reach_to_the_last_proof_or_to_the_beginning():
    made, writer, clock = heard()
    assert made.since(Side.RIGHT, OPS) is None, "nothing was dated in this run yet"
    now = NOW + timedelta(seconds=60)
    writer.answers.append(recent(row(8, now), back_to=now))
    made.hear(Side.RIGHT, "article", OPS, writer, clock.monotonic())
    assert made.since(Side.RIGHT, OPS) == now - timedelta(seconds=62)
    writer.answers.append(recent(row(8, now), back_to=OLD))
    made.hear(Side.RIGHT, "article", OPS, writer, clock.monotonic())
    clock.sleep(10)
    assert made.since(Side.RIGHT, OPS) == now


def test_once_time_has_passed_a_page_that_ends_at_the_newest_change_known_is_proof():
    """A call of ours gave a whole page one time; whatever changed since the last proof has a later one."""
    at = NOW + timedelta(seconds=60)
    same = recent(row(8, at), row(7, at), back_to=at)
    made, writer, clock = heard(recent(row(8, at), row(7, at)))
    made_by_us(made, 8, at)
    made_by_us(made, 7, at)
    made.suspects.clear()
    clock.sleep(1)
    writer.answers.append(recent(row(8, at), row(7, at), row(0), back_to=at - timedelta(seconds=1)))
    assert len(made.unmoved(Side.RIGHT, OPS)) == 4, "just after it, the page has to go further down"
    clock.sleep(10)
    writer.answers += [recent(row(8, at), row(7, at), row(0), back_to=at - timedelta(seconds=1)), same]
    assert len(made.unmoved(Side.RIGHT, OPS)) == 4
    clock.sleep(10)
    assert len(made.unmoved(Side.RIGHT, OPS)) == 4, "the last proof was asked for ten seconds after that time"


def test_of_one_listing_for_all_locales_the_newest_row_counts_for_each():
    fr, newest = Locale("fr"), NOW + timedelta(seconds=60)
    both = {**row(0, OLD), ("r0", fr): Dated(newest, True)}
    for one, proof in ((True, True), (False, False)):
        made, writer, _ = heard()
        made.ground.locales = (EN, fr)
        two = [Op(Digest("x"), Side.RIGHT, "update", key("p0"), "p0", OPS[0].changes, (EN, fr))]
        writer.answers = [Recent(both, None, one=one), Recent({}, newest - timedelta(seconds=1))]
        made.hear(Side.RIGHT, "article", two, writer, 60.0)
        made.hear(Side.RIGHT, "article", two, writer, 61.0)
        other = Op(Digest("y"), Side.RIGHT, "update", key("p1"), "p1", OPS[1].changes, (EN, fr))
        assert made.proved(Side.RIGHT, other) == (61.0 if proof else 60.0)
