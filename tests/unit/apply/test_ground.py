"""What is known ground in a run, and what on it counts as somebody's move."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.apply.ground import Ground
from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Asset, Digest, Many, Ref, Scalar, digest
from isogloss.plan.op import Change, Op

KEY = EntryKey("article", "tea")
EN, FR = Locale("en"), Locale("fr")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def text(words):
    return Scalar("text", words)


OLD, NEW, OTHER = text("old"), text("new"), text("other")


def shown(updated=NOW, live=True, **cells):
    """An entry in English; ``fr_`` and ``all_`` cells are French, and what all locales share."""
    variants = {EN: {STATUS: PUBLISHED}}
    for name, value in cells.items():
        locale, _, own = name.rpartition("_")
        variants.setdefault({"": EN, "fr": FR, "all": SHARED}[locale], {})[own] = value
    variants = {at: {name: value for name, value in cells.items() if value != ABSENT} for at, cells in variants.items()}
    return Scoped(variants, variants, {at: Note(updated=updated, live=live) for at in variants if at != SHARED})


def op(*changes, verb="update", present=(EN,)):
    made = tuple(
        Change(Cell(KEY, at, name), before, after, digest(source[0] if source else after))
        for at, name, before, after, *source in changes
    )
    return Op(Digest("op"), RIGHT, verb, KEY, "Tea", made, present)


TITLE = op((EN, "title", OLD, NEW))
READ = shown(title=OLD, lead=OTHER)


class Current:
    """The reading."""

    def __init__(self, read):
        self.read = read

    def plain(self, side, key):
        del side, key
        return self.read

    def excluded(self, key):
        del key
        return {}


def ground(read=READ):
    return Ground(Current(read), (EN, FR))


def moved(now, of=TITLE, *, begun=False, on=None):
    return [(cell.locale, cell.field) for cell in (on or ground()).moved(of, now, begun=begun)]


def test_what_is_as_it_was_read_did_not_move():
    assert moved(READ) == []


@pytest.mark.parametrize("name", ["title", "lead"])
def test_an_edit_of_any_cell_of_a_variant_that_is_written_is_a_move(name):
    assert moved(shown(**{"title": OLD, "lead": OTHER, name: text("mine")})) == [(EN, name)]
    assert moved(shown(**{"title": OLD, "lead": OTHER, name: ABSENT})) == [(EN, name)]


def test_what_a_side_sets_itself_and_nobody_can_write_is_nobodys_move():
    known = Ground(Current(READ), (EN, FR), lambda side, kind: {"lead"})
    now = shown(title=OLD, lead=text("2026-11-29"))
    assert moved(now, on=known) == []
    known.read_back(TITLE, now)
    assert known.spoilt == {}
    assert moved(shown(title=text("mine"), lead=OTHER), on=known) == [(EN, "title")]


def test_a_cell_that_shows_what_is_to_be_written_is_ours_or_somebody_wanted_the_same():
    assert moved(shown(title=NEW, lead=OTHER)) == []


def with_rest(of, unmapped, out=ABSENT):
    notes = {at: replace(note, unmapped=unmapped) for at, note in of.notes.items()}
    return replace(of, notes=notes, out={} if out == ABSENT else {(EN, "promo"): out})


@pytest.mark.parametrize("verb", ["update", "link", "publish"])
@pytest.mark.parametrize("begun", [False, True])
def test_an_edit_of_what_nobody_compares_is_a_move_where_the_variant_is_live_and_told_of(verb, begun):
    of = op((EN, "title", OLD, NEW), verb=verb)
    known = with_rest(READ, "one", OLD)
    for now in (with_rest(READ, "two", OLD), with_rest(READ, "one", NEW), with_rest(READ, "one")):
        assert moved(now, of, on=ground(known), begun=begun) == [(EN, None)]
        assert moved(now, op((EN, "title", OLD, NEW), verb="delete"), on=ground(known), begun=begun) == []
    assert moved(known, of, on=ground(known), begun=begun) == []
    for before, now in ((READ, known), (known, READ)):  # a look at one version may not tell
        assert moved(now, of, on=ground(before), begun=begun) == []
    hidden = shown(live=False, title=OLD, lead=OTHER)
    assert moved(with_rest(hidden, "two"), of, on=ground(with_rest(hidden, "one")), begun=begun) == []


def test_what_nobody_compares_and_was_edited_until_ours_was_read_back_spoils_the_entry():
    known = ground(with_rest(READ, "one"))
    known.read_back(TITLE, with_rest(shown(title=NEW, lead=OTHER), "one"))
    assert known.spoilt == {}
    known.read_back(TITLE, with_rest(shown(title=NEW, lead=OTHER), "two"))
    assert known.spoilt == {(RIGHT, KEY): (Cell(KEY, EN),)}


def test_an_edit_of_another_locale_is_none_of_this_op():
    read = shown(title=OLD, fr_title=OLD)
    assert moved(shown(title=OLD, fr_title=NEW), on=ground(read)) == []


def test_what_all_locales_share_is_seen_in_the_first_that_an_entry_has():
    read = shown(title=OLD, fr_title=OLD, all_brand=OLD)
    edited = shown(title=OLD, fr_title=OLD, all_brand=OTHER)
    assert moved(edited, on=ground(read)) == [(SHARED, "brand")]
    assert moved(edited, op((FR, "title", OLD, NEW)), on=ground(read)) == []


def test_an_entry_that_is_gone_moved_in_every_cell_that_was_known():
    assert moved(Scoped()) == [(EN, STATUS), (EN, "lead"), (EN, "title")]


def test_an_entry_of_which_nothing_is_known_moved_in_whatever_it_shows():
    assert moved(shown(title=OTHER), on=ground(Scoped())) == [(EN, STATUS), (EN, "title")]


def test_an_edit_on_top_of_live_content_is_seen_in_its_cells_and_not_in_its_state():
    variants = {EN: {STATUS: CHANGED, "title": OLD, "lead": OTHER}}
    assert moved(Scoped(variants, variants, READ.notes)) == []
    variants = {EN: {STATUS: DRAFT, "title": OLD, "lead": OTHER}}
    assert moved(Scoped(variants, variants, READ.notes)) == [(EN, STATUS)]


def test_a_slug_in_lower_case_and_a_rendering_are_no_moves():
    rich, rendered = Scalar("rich_text", "<p>a</p>"), Scalar("rich_text", "<p>a</p><p></p>")
    read = shown(body=rich, all_name=OLD)
    read.raw[SHARED][SLUG] = text("About-Us")
    now = shown(body=rendered, all_name=OLD)
    now.raw[SHARED][SLUG] = text("about-us")
    assert moved(now, op((EN, "body", rich, rendered)), on=ground(read)) == []


def test_a_state_on_the_way_is_ours_only_once_a_call_of_the_op_was_sent():
    publish = op((EN, STATUS, DRAFT, PUBLISHED), verb="publish")
    read = shown(title=OLD)
    read.raw[EN][STATUS] = DRAFT
    now = shown(title=OLD)
    now.raw[EN][STATUS] = text("queued")
    assert moved(now, publish, on=ground(read)) == [(EN, STATUS)]
    assert moved(now, publish, on=ground(read), begun=True) == []


def test_an_address_of_a_file_that_was_sent_is_learned_later():
    cover = op((EN, "cover", ABSENT, Asset("image", "https://a.example/cup.png")))
    now = shown(title=OLD, lead=OTHER, cover=Asset("image", "https://cdn.example/1_cup.png"))
    assert moved(now, cover) == [(EN, "cover")]
    assert moved(now, cover, begun=True) == []


def test_a_variant_that_changed_in_what_is_not_compared_is_not_published():
    publish = op((EN, STATUS, DRAFT, PUBLISHED), verb="publish")
    later = shown(updated=NOW + timedelta(seconds=1), title=OLD, lead=OTHER)
    assert moved(later, publish) == [(EN, None)]
    assert moved(later, publish, begun=True) == []
    assert moved(later) == [], "an update writes its own cells alone"
    assert moved(shown(updated=None, title=OLD, lead=OTHER), publish) == []


# Read back.


def test_what_was_read_back_is_known_from_then_on():
    known = ground()
    assert not known.was_read_back(RIGHT, KEY)
    known.read_back(TITLE, shown(title=NEW, lead=OTHER))
    assert known.was_read_back(RIGHT, KEY)
    assert known.spoilt == {}
    later = op((EN, "lead", OTHER, OLD))
    assert moved(shown(title=NEW, lead=OTHER), later, on=known) == []
    assert moved(READ, later, on=known) == [(EN, "title")], "what was before is somebody's doing now"


def test_what_moved_beside_our_own_write_spoils_the_entry():
    known = ground()
    known.read_back(TITLE, shown(title=NEW, lead=text("mine")))
    assert known.spoilt == {(RIGHT, KEY): (Cell(KEY, EN, "lead"),)}


def test_a_state_or_a_slug_that_follows_from_a_write_spoils_nothing():
    known = ground()
    now = shown(title=NEW, lead=OTHER)
    now.raw[EN] |= {STATUS: DRAFT, SLUG: text("new")}
    known.read_back(TITLE, now)
    assert known.spoilt == {}


@pytest.mark.parametrize(
    ("before", "now", "spoilt"),
    [(PUBLISHED, DRAFT, True), (CHANGED, ARCHIVED, True), (PUBLISHED, CHANGED, False), (DRAFT, PUBLISHED, False)],
)
def test_what_was_live_is_taken_off_by_nobody_but_a_person_where_content_is_staged(before, now, spoilt):
    read, after = shown(title=OLD, lead=OTHER), shown(title=NEW, lead=OTHER)
    read.raw[EN][STATUS], after.raw[EN][STATUS] = before, now
    known = Ground(Current(read), (EN, FR), stages=lambda side, kind: (side, kind) == (RIGHT, "article"))
    known.read_back(TITLE, after)
    assert known.spoilt == ({(RIGHT, KEY): (Cell(KEY, EN, STATUS),)} if spoilt else {})
    asked = op((EN, "title", OLD, NEW), (EN, STATUS, before, now))
    known.spoilt.clear()
    known.read_back(asked, after)
    assert known.spoilt == {}


def test_what_the_run_made_is_its_own_whatever_it_shows():
    known = ground(Scoped())
    known.read_back(op((EN, "title", ABSENT, NEW), verb="create"), shown(title=NEW, lead=OTHER))
    assert known.ours == {(RIGHT, KEY)}
    assert known.spoilt == {}


def test_nothing_can_be_said_of_a_cell_whose_address_is_awaited():
    known = ground()
    cover = Cell(KEY, EN, "cover")
    known.read_back(op((EN, "cover", ABSENT, OLD)), shown(title=OLD, lead=OTHER, cover=OLD), [cover])
    assert moved(shown(title=OLD, lead=OTHER, cover=NEW), on=known) == []


def test_a_variant_that_was_not_asked_for_has_no_time_any_more_and_one_that_is_gone_is_forgotten():
    read = shown(title=OLD, fr_title=OLD)
    known = ground(read)
    known.read_back(TITLE, shown(title=NEW))
    assert known.variants(RIGHT, KEY)[EN].updated == NOW
    assert known.variants(RIGHT, KEY)[FR].updated is None
    known.read_back(op((FR, "title", OLD, ABSENT)), shown(title=NEW))
    assert FR not in known.variants(RIGHT, KEY)


# Sources.


def source_moved(now, *changes):
    return [(cell.locale, cell.field) for cell in ground().source_moved(op(*changes), now, EN)]


def test_a_source_that_shows_neither_what_is_carried_nor_what_was_read_moved():
    carried = (EN, "title", NEW, OLD)
    assert source_moved(READ, carried) == []
    assert source_moved(shown(title=NEW), carried) == [(EN, "title")]
    assert source_moved(shown(title=NEW), (EN, "title", OLD, NEW)) == [], "it shows what is carried"


def test_a_copy_is_of_its_primary_and_a_merged_value_of_nobody():
    change = Change(Cell(KEY, FR, "title"), ABSENT, OLD, digest(OLD), copied=True)
    made = Op(Digest("op"), RIGHT, "update", KEY, "Tea", (change,), (EN, FR))
    assert ground().source_moved(made, READ, EN) == ()
    assert ground().source_moved(made, shown(title=NEW), EN) == (Cell(KEY, FR, "title"),)
    merged = Change(Cell(KEY, EN, "title"), OLD, NEW, digest(OTHER), merged=True)
    made = Op(Digest("op"), RIGHT, "update", KEY, "Tea", (merged,), (EN,))
    assert ground().source_moved(made, shown(title=text("mine")), EN) == ()


# Laws.

_cells = st.dictionaries(st.sampled_from(["title", "lead", "body"]), st.sampled_from([OLD, NEW, OTHER]))


@given(_cells, _cells)
def test_what_is_known_never_moved_and_what_is_read_back_is_known(before, after):
    known = ground(shown(**before))
    assert moved(shown(**before), on=known) == []
    known.read_back(TITLE, shown(**after))
    assert moved(shown(**after), on=known) == []


@given(_cells, _cells)
def test_every_cell_that_shows_something_new_moved_but_for_what_is_ours(before, now):
    new = {name for name in {*before, *now} if before.get(name) != now.get(name)}
    ours = {"title"} if now.get("title") == NEW else set()
    assert {name for _, name in moved(shown(**now), on=ground(shown(**before)))} == new - ours


class Linked(Current):
    """A reading of the entry, and of others that are live or not."""

    def plain(self, side, key):
        return self.read if key == KEY else shown(live=key.name == "live")


@pytest.mark.parametrize(("to", "expected"), [("draft", []), ("live", [(EN, "related")])])
def test_a_look_at_what_is_live_that_lacks_a_link_to_a_draft_is_no_move_of_the_source(to, expected):
    links = Many((Ref(EntryKey("article", to)),))
    known, of = Ground(Linked(shown(related=links)), (EN, FR)), op((EN, "related", ABSENT, links))
    assert [(cell.locale, cell.field) for cell in known.source_moved(of, shown(), EN)] == expected


PUBLISH = op((EN, STATUS, DRAFT, PUBLISHED), (EN, "title", OLD, OLD), verb="publish")


@pytest.mark.parametrize(("read", "title"), [(shown(title=OTHER), OTHER), (shown(title=OLD), OLD), (shown(), OLD)])
def test_a_cell_that_is_named_to_publish_is_named_as_it_was_read(read, title):
    made = ground(read).named(PUBLISH).changes
    assert made[0] == PUBLISH.changes[0]
    assert (made[1].before, made[1].after) == (title, title)


def test_what_this_run_wrote_itself_is_named_as_it_was_planned():
    known = ground(shown(title=OTHER, lead=OLD))
    known.read_back(op((EN, "title", OTHER, OLD)), shown(title=OLD, lead=OLD))
    assert known.named(PUBLISH) == PUBLISH
    known.read_back(op((EN, "lead", OLD, NEW)), shown(title=OTHER, lead=NEW))
    assert known.named(PUBLISH).changes[1].after == OTHER


def test_of_what_an_update_only_names_what_all_locales_share_alone_is_named_as_it_was_read():
    update = op((SHARED, "brand", OLD, OLD), (EN, "title", OLD, OLD), (EN, "lead", OLD, NEW))
    made = ground(shown(title=OTHER, lead=OTHER, all_brand=OTHER)).named(update).changes
    assert [change.after for change in made] == [OTHER, OLD, NEW]
