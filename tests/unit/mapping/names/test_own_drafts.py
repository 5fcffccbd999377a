from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from isogloss.mapping.names.neutral import Scoped, Translator, scoped
from isogloss.mapping.names.own_drafts import gone_live, never_published, published, with_own_drafts
from isogloss.merge.flow import Flows
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import CHANGED, DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note, Seen
from isogloss.model.staged import staged
from isogloss.model.value import ABSENT, Asset, Scalar, digest

EN, FR = Locale("en"), Locale("fr")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
LIVE, OURS, THEIRS = (Scalar("text", text) for text in ("live", "ours", "theirs"))
ENTRY = {SHARED: {"rank": LIVE}, EN: {STATUS: PUBLISHED, "title": LIVE}, FR: {STATUS: PUBLISHED, "title": LIVE}}
BASE = {
    EN: {"title": (digest(THEIRS), digest(LIVE))},
}
DRAFTS = {RIGHT: {EN: {"title": staged(OURS), "notes": staged(ABSENT)}, SHARED: {"rank": staged(OURS)}}}


def shown(**drafted):
    return Scoped(ENTRY, ENTRY, {EN: Note(unpublished_edits=True, live=True, drafted=drafted), FR: Note(live=True)})


def ours(found):
    return not found.notes[EN].unpublished_edits


@pytest.mark.parametrize(
    "drafted",
    [{"title": OURS}, {"title": OURS, "rank": OURS}, {"notes": ABSENT}, {"title": OURS, "body": ABSENT}],
)
def test_what_we_staged_is_ours_and_what_is_live_beside_it_is_nobodys(drafted):
    found = with_own_drafts(shown(**drafted), BASE, DRAFTS, RIGHT, {"rank"})
    assert ours(found)
    assert found.entry is ENTRY
    assert found.raw[EN].get("title") == drafted.get("title", LIVE)
    assert found.raw[SHARED]["rank"] == drafted.get("rank", LIVE)


def test_what_both_sides_agreed_on_is_ours_as_well():
    assert ours(with_own_drafts(shown(title=THEIRS), BASE, DRAFTS, RIGHT, ()))


@pytest.mark.parametrize(
    ("side", "drafted"),
    [
        (RIGHT, {}),  # in what nobody can see
        (RIGHT, {"title": ABSENT}),
        (RIGHT, {"title": OURS, "body": THEIRS}),
        (RIGHT, {"notes": OURS}),
        (LEFT, {"title": OURS}),
    ],
)
def test_one_cell_of_a_persons_makes_a_draft_theirs(side, drafted):
    found = with_own_drafts(shown(**drafted), BASE, DRAFTS, side, {"rank"})
    assert not ours(found)
    assert found.drafted.keys() <= {(EN, "title")}


@pytest.mark.parametrize("word", [{"unmapped_edits": True}, {"goes_live": datetime(2031, 1, 1, tzinfo=UTC)}])
def test_what_a_person_did_beside_its_cells_makes_a_draft_theirs(word):
    note = Note(unpublished_edits=True, live=True, drafted={"title": OURS}, **word)
    assert not ours(with_own_drafts(Scoped(ENTRY, ENTRY, {EN: note}), BASE, DRAFTS, RIGHT, ()))


def test_of_an_entry_that_is_not_there_nothing_is_ours():
    assert with_own_drafts(Scoped(), BASE, DRAFTS, RIGHT, ()) == Scoped()


def test_a_draft_of_ours_that_was_published_is_what_was_agreed_on():
    seen = {EN: {STATUS: PUBLISHED, "title": OURS}}
    made = published(BASE, DRAFTS, {LEFT: seen, RIGHT: seen})
    assert made[EN] == {"title": (digest(THEIRS), digest(OURS)), "notes": (None, None)}
    assert published(BASE, DRAFTS, {RIGHT: ENTRY})[EN]["title"] == BASE[EN]["title"]
    assert published(BASE, DRAFTS, {LEFT: seen}) == BASE


@pytest.mark.parametrize(
    ("side", "below", "agreed"),
    [
        (LEFT, LIVE, (digest(THEIRS), digest(LIVE))),  # what lay below is shown
        (LEFT, THEIRS, (digest(OURS), None)),
        (RIGHT, THEIRS, (None, digest(OURS))),
    ],
)
def test_what_we_staged_is_agreed_on_once_what_lay_below_is_not_shown(side, below, agreed):
    laid = {side: {EN: {"title": (staged(below), staged(OURS), staged(ABSENT))}}}
    assert gone_live(BASE, laid, {side: ENTRY}) == {EN: {"title": agreed}}
    assert gone_live(BASE, {}, {side: ENTRY}) == BASE
    assert gone_live(BASE, laid, {side: {FR: ENTRY[FR]}}) == BASE, "a variant that is gone was not published"
    assert gone_live(BASE, laid, {side: ABSENT}) == BASE


@pytest.mark.parametrize("side", [LEFT, RIGHT])
@pytest.mark.parametrize("shown", [ABSENT, {FR: ENTRY[FR]}], ids=["entry", "locale"])
def test_what_is_deleted_was_not_published(side, shown):
    laid = {side: {EN: {"title": (staged(LIVE), staged(OURS), staged(THEIRS))}}}
    assert gone_live(BASE, laid, {side: shown}) == BASE


def test_a_picture_that_only_editors_see_is_not_taken_for_the_one_that_a_side_is_to_host_by_itself():
    key, (sent, live, drafted) = EntryKey("article", "tea"), (f"https://{name}.example/a.png" for name in "abc")
    scope = SimpleNamespace(fields={"cover": SimpleNamespace(shared=False)}, slug=False)
    bridge = SimpleNamespace(kinds={"article": scope}, locales=(EN,), publish="draft", flows=lambda _: Flows())
    translator = Translator(RIGHT, {}, {live: live}, {Cell(key, EN, "cover"): (sent,)})
    note = Note(unpublished_edits=True, drafted={"cover": Asset("image", drafted)})
    seen = Seen("article", "1", {EN: {STATUS: PUBLISHED, "cover": Asset("image", live)}}, {EN: note})
    found = scoped(seen, key, bridge, translator)
    assert found.notes[EN].drafted == {"cover": Asset("image", drafted)}
    assert translator.learned == {}


def over(**note):
    return {LEFT: {EN: Note(live=True, unpublished_edits=True, **note)}, RIGHT: {}}


AGREED = {EN: {STATUS: (digest(PUBLISHED), digest(PUBLISHED)), "title": (digest(OURS), digest(THEIRS))}}
STAGED = {EN: {STATUS: CHANGED, "title": OURS}}


@pytest.mark.parametrize("across", [ABSENT, {FR: {STATUS: PUBLISHED}}], ids=["the entry", "the variant"])
def test_a_draft_of_all_that_was_agreed_on_is_no_edit_of_what_is_gone_across(across):
    found = never_published(AGREED, {LEFT: STAGED, RIGHT: across}, over())
    assert found == {EN: {**AGREED[EN], STATUS: (digest(CHANGED), digest(PUBLISHED))}}
    turned = {EN: {name: pair[::-1] for name, pair in AGREED[EN].items()}}
    found = never_published(turned, {RIGHT: STAGED, LEFT: across}, {RIGHT: over()[LEFT], LEFT: {}})
    assert found == {EN: {**turned[EN], STATUS: (digest(PUBLISHED), digest(CHANGED))}}


@pytest.mark.parametrize(
    ("shown", "across", "base", "note"),
    [
        (STAGED, STAGED, AGREED, {}),  # it is there
        ({EN: {**STAGED[EN], "title": LIVE}}, ABSENT, AGREED, {}),
        ({EN: {**STAGED[EN], "notes": LIVE}}, ABSENT, AGREED, {}),
        ({EN: {STATUS: CHANGED}}, ABSENT, AGREED, {}),
        ({EN: {**STAGED[EN], STATUS: DRAFT}}, ABSENT, AGREED, {}),
        (STAGED, ABSENT, {EN: {**AGREED[EN], STATUS: (digest(DRAFT), digest(PUBLISHED))}}, {}),
        (STAGED, ABSENT, {}, {}),
        (STAGED, ABSENT, AGREED, {"unmapped_edits": True}),
        (STAGED, ABSENT, AGREED, {"goes_live": "untold"}),
    ],
)
def test_anything_else_is_somebodys_draft(shown, across, base, note):
    assert never_published(base, {LEFT: shown, RIGHT: across}, over(**note)) == base
