from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from isogloss.merge.alike import Alike, only_equal
from isogloss.merge.change import Conflict, Drifted
from isogloss.merge.decide import Shown
from isogloss.merge.decision import Agree, Remove, Take
from isogloss.merge.facing import Facing
from isogloss.merge.flow import Flows
from isogloss.merge.policy import merge, take
from isogloss.merge.rules import Rules, nothing
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PRESENT, PUBLISHED, SLUG, STATUS, digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Many, Scalar, digest

TEA = EntryKey("article", "tea")
EN, FR = Locale("en"), Locale("fr")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
OLD, NEW, OTHER = (Scalar("text", text) for text in ("old", "new", "other"))
TITLE = Cell(TEA, EN, "title")
TO_RIGHT = "left to right"


def entry(title=OLD, *, fr=None, shared=None):
    """An article in English, and what else is told."""
    made = {EN: {STATUS: DRAFT, "title": title}}
    if fr is not None:
        made[FR] = {STATUS: DRAFT, "title": fr}
    if shared is not None:
        made[SHARED] = {"author": shared}
    return made


def base(left, right=None):
    return Shown(digest_entry(left), digest_entry(left if right is None else right))


def facing(left, right, agreed=None, **notes):
    return Facing(TEA, "Tea", Shown() if agreed is None else agreed, left, right, **notes)


def decisions(left, right, agreed=None, rules=None, **notes):
    return list(merge(facing(left, right, agreed, **notes), rules or Rules()))


def at(seconds):
    return Note(updated=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


class Bodies:
    """Remembers texts by digest."""

    def __init__(self, *values):
        self.known = {digest(value): value for value in values}

    def __call__(self, wanted):
        return self.known.get(wanted, ABSENT)


# Both ways.


def test_an_edit_on_one_side_is_taken_to_the_other():
    assert decisions(entry(NEW), entry(), base(entry())) == [Take(TITLE, RIGHT, NEW, NEW)]
    assert decisions(entry(), entry(NEW), base(entry())) == [Take(TITLE, LEFT, NEW, NEW)]


def test_a_field_cleared_on_one_side_is_cleared_on_the_other():
    assert decisions({EN: {STATUS: DRAFT}}, entry(), base(entry())) == [Take(TITLE, RIGHT, ABSENT, ABSENT)]


def test_the_same_edit_on_both_sides_is_agreed_on():
    agreed = [decision.at for decision in decisions(entry(NEW), entry(NEW), base(entry()))]
    assert TITLE in agreed


def test_an_equal_variant_is_agreed_on_cell_by_cell():
    left, right = entry(NEW, fr=NEW), entry(NEW, fr=OLD)
    assert decisions(left, right, base(entry(fr=OLD))) == [
        Agree(Cell(TEA, EN, STATUS)),
        Agree(TITLE),
        Take(Cell(TEA, FR, "title"), RIGHT, NEW, NEW),
    ]


def test_in_a_variant_that_differs_only_the_cell_that_is_equal_is_agreed_on():
    left, right, agreed = ({EN: {"title": title, "lead": lead}} for title, lead in ((NEW, NEW), (NEW, OLD), (OLD, OLD)))
    assert decisions(left, right, base(agreed)) == [Take(Cell(TEA, EN, "lead"), RIGHT, NEW, NEW), Agree(TITLE)]


def test_two_different_edits_are_held():
    assert decisions(entry(NEW), entry(OTHER), base(entry())) == [
        Conflict(TITLE, "both sides changed", NEW, OTHER, "Tea")
    ]


def test_an_entry_that_one_side_alone_has_is_taken_cell_by_cell():
    assert decisions(entry(shared=NEW), ABSENT) == [
        Take(Cell(TEA, SHARED, "author"), RIGHT, NEW, NEW),
        Take(Cell(TEA, EN, STATUS), RIGHT, DRAFT, DRAFT),
        Take(TITLE, RIGHT, OLD, OLD),
    ]


def test_a_variant_that_one_side_alone_has_is_taken_cell_by_cell():
    assert decisions(entry(), entry(fr=NEW), base(entry())) == [
        Take(Cell(TEA, FR, STATUS), LEFT, DRAFT, DRAFT),
        Take(Cell(TEA, FR, "title"), LEFT, NEW, NEW),
    ]


def test_first_contact_agrees_on_what_is_equal_and_holds_what_is_not():
    assert decisions(entry(), entry(OTHER)) == [
        Agree(Cell(TEA, EN, STATUS)),
        Conflict(TITLE, "differ at first contact", OLD, OTHER, "Tea"),
    ]


def test_a_cell_that_only_the_base_remembers_is_forgotten_on_the_way():
    agreed = Shown(digest_entry({EN: {STATUS: DRAFT, "title": OLD, "lead": OLD}}), ABSENT)
    assert decisions(entry(NEW), ABSENT, agreed) == [
        Take(Cell(TEA, EN, STATUS), RIGHT, DRAFT, DRAFT),
        Agree(Cell(TEA, EN, "lead")),
        Take(TITLE, RIGHT, NEW, NEW),
    ]


# The shared variant.


def test_clearing_the_last_shared_field_is_an_edit_of_that_field_and_no_deletion():
    author = Cell(TEA, SHARED, "author")
    found = decisions(entry(), entry(shared=OLD), base(entry(shared=OLD)), Rules(delete="propagate"))
    assert found == [Take(author, RIGHT, ABSENT, ABSENT)]


def test_clearing_the_last_shared_field_against_an_edit_is_a_conflict_of_that_field():
    author = Cell(TEA, SHARED, "author")
    found = decisions(entry(), entry(shared=NEW), base(entry(shared=OLD)))
    assert found == [Conflict(author, "both sides changed", ABSENT, NEW, "Tea")]


def test_a_shared_field_that_both_sides_cleared_leaves_the_base():
    found = decisions(entry(NEW), entry(), base(entry(shared=OLD)))
    assert found == [Agree(Cell(TEA, SHARED, "author")), Take(TITLE, RIGHT, NEW, NEW)]


# Deletions.


def test_a_deletion_waits_for_a_person():
    assert decisions(ABSENT, entry(), base(entry())) == [Conflict(Cell(TEA), "deletion", ABSENT, DRAFT, "Tea")]
    found = decisions(entry(), entry(fr=OLD), base(entry(fr=OLD)))
    assert found == [Conflict(Cell(TEA, FR), "deletion", ABSENT, DRAFT, "Tea")]


def test_a_deletion_is_propagated_where_the_policy_says_so():
    rules = Rules(delete="propagate")
    assert decisions(ABSENT, entry(), base(entry()), rules) == [Remove(Cell(TEA), RIGHT)]
    assert decisions(entry(), ABSENT, base(entry()), rules) == [Remove(Cell(TEA), LEFT)]
    assert decisions(entry(fr=OLD), entry(), base(entry(fr=OLD)), rules) == [Remove(Cell(TEA, FR), LEFT)]


def test_a_deletion_archives_every_variant_that_is_left_where_the_policy_says_so():
    agreed = base(entry(fr=OLD))
    assert decisions(ABSENT, entry(fr=OLD), agreed, Rules(delete="archive")) == [
        Take(Cell(TEA, EN, STATUS), RIGHT, ARCHIVED, ABSENT),
        Take(Cell(TEA, FR, STATUS), RIGHT, ARCHIVED, ABSENT),
    ]


def test_archiving_makes_no_variant_that_is_not_there():
    agreed = base(entry(fr=OLD), entry())  # the right never had the French variant
    assert decisions(ABSENT, entry(), agreed, Rules(delete="archive")) == [
        Take(Cell(TEA, EN, STATUS), RIGHT, ARCHIVED, ABSENT)
    ]


@pytest.mark.parametrize("shown", [ARCHIVED, PRESENT], ids=str)
def test_what_was_archived_for_a_deletion_is_not_archived_again(shown):
    archived = {EN: {STATUS: shown, "title": OLD}}
    remembered = {EN: {"title": OLD}}  # the archiving made the left's half of the state absent
    for left, right, agreed in (
        (ABSENT, archived, base(remembered, archived)),
        (archived, ABSENT, base(archived, remembered)),
    ):
        assert decisions(left, right, agreed, Rules(delete="archive")) == []


def test_a_deletion_against_an_edit_is_held():
    assert decisions(ABSENT, entry(NEW), base(entry()), Rules(delete="propagate")) == [
        Conflict(Cell(TEA), "deleted on one side, edited on the other", ABSENT, DRAFT, "Tea")
    ]


@pytest.mark.parametrize("policy", ["newest", "merge"])
def test_an_edit_beats_a_deletion_unless_the_policy_names_a_side(policy):
    rules = Rules(conflict={"": policy}, delete="propagate")
    back = [Take(Cell(TEA, EN, STATUS), LEFT, DRAFT, DRAFT), Take(TITLE, LEFT, NEW, NEW)]
    assert decisions(ABSENT, entry(NEW), base(entry()), rules) == back
    forth = [Take(Cell(TEA, EN, STATUS), RIGHT, DRAFT, DRAFT), Take(TITLE, RIGHT, NEW, NEW)]
    assert decisions(entry(NEW), ABSENT, base(entry()), rules) == forth


@pytest.mark.parametrize("delete", ["propagate", "archive"])
@pytest.mark.parametrize(
    "leads",
    [
        {"conflict": {"": "left"}},
        {"flows": Flows(TO_RIGHT), "conflict": {"": "left"}},
        {"flows": Flows(TO_RIGHT), "drift": "overwrite"},
    ],
    ids=["a side is named", "the source is named", "drift is overwritten"],
)
def test_an_edit_is_held_against_a_deletion_of_the_side_that_leads(delete, leads):
    rules = Rules(**leads, delete=delete)
    assert decisions(ABSENT, entry(NEW), base(entry()), rules) == [
        Conflict(Cell(TEA), "deleted on one side, edited on the other", ABSENT, DRAFT, "Tea")
    ]
    assert decisions(entry(), entry(fr=NEW), base(entry(fr=OLD)), rules) == [
        Conflict(Cell(TEA, FR), "deleted on one side, edited on the other", ABSENT, DRAFT, "Tea")
    ]


def test_an_edit_of_the_side_that_is_named_beats_a_deletion():
    rules = Rules(conflict={"": "right"}, delete="propagate")
    back = [Take(Cell(TEA, EN, STATUS), LEFT, DRAFT, DRAFT), Take(TITLE, LEFT, NEW, NEW)]
    assert decisions(ABSENT, entry(NEW), base(entry()), rules) == back


def test_a_cell_that_was_cleared_holds_a_deletion_like_any_other_edit():
    rules = Rules(conflict={"": "left"}, delete="propagate")
    (held,) = decisions(ABSENT, entry(), base(entry(shared=OLD)), rules)
    assert (held.at, held.reason) == (Cell(TEA), "deleted on one side, edited on the other")


@pytest.mark.parametrize("delete", ["propagate", "archive"])
def test_what_was_never_agreed_on_is_not_taken_away_where_drift_is_overwritten(delete):
    drift, held = decisions(ABSENT, entry(), Shown(), Rules(Flows(TO_RIGHT), drift="overwrite", delete=delete))
    assert drift == Drifted(Cell(TEA), ABSENT, DRAFT, kept=True, label="Tea")
    assert (held.at, held.reason) == (Cell(TEA), "deleted on one side, edited on the other")


@pytest.mark.parametrize("delete", ["propagate", "archive"])
@pytest.mark.parametrize("whole", [True, False])
def test_edits_that_are_not_published_beat_a_deletion(delete, whole):
    both = entry(fr=OLD)
    left = ABSENT if whole else entry()
    found = decisions(left, both, base(both), Rules(delete=delete), right_notes={FR: Note(unpublished_edits=True)})
    at, shown = (Cell(TEA), DRAFT) if whole else (Cell(TEA, FR), DRAFT)
    (held,) = found
    assert (held.at, held.reason) == (at, "deleted on one side, edited on the other")
    assert (held.left, held.right) == (ABSENT, shown)
    assert held.detail == "edits in fr are not published yet; publish or discard them there"


def test_all_variants_with_edits_that_are_not_published_are_named():
    notes = {EN: Note(unpublished_edits=True), FR: Note(unpublished_edits=True)}
    both = entry(fr=OLD)
    (held,) = decisions(ABSENT, both, base(both), Rules(delete="propagate"), right_notes=notes)
    assert held.detail == "edits in en, fr are not published yet; publish or discard them there"


def test_edits_that_are_carried_as_they_are_do_not_hold_a_deletion():
    found = decisions(
        ABSENT,
        entry(),
        base(entry()),
        Rules(delete="propagate", carry=True),
        right_notes={EN: Note(unpublished_edits=True)},
    )
    assert found == [Remove(Cell(TEA), RIGHT)]


def test_edits_that_the_side_shows_and_the_sides_agreed_on_do_not_hold_a_deletion():
    carried = {EN: {STATUS: CHANGED, "title": OLD}}
    notes = {EN: Note(unpublished_edits=True)}
    found = decisions(ABSENT, carried, base(carried), Rules(delete="propagate"), right_notes=notes)
    assert found == [Remove(Cell(TEA), RIGHT)]


def test_edits_that_the_side_shows_do_not_stand_for_those_of_another_variant():
    both = {EN: {STATUS: CHANGED}, FR: {STATUS: PUBLISHED}}
    notes = {at: Note(unpublished_edits=True) for at in (EN, FR)}
    (held,) = decisions(ABSENT, both, base(both), Rules(delete="propagate"), right_notes=notes)
    assert held.detail == "edits in fr are not published yet; publish or discard them there"


def test_edits_of_another_variant_do_not_hold_the_deletion_of_one():
    both = entry(fr=OLD)
    notes = {EN: Note(unpublished_edits=True)}
    found = decisions(entry(), both, base(both), Rules(delete="propagate"), right_notes=notes)
    assert found == [Remove(Cell(TEA, FR), RIGHT)]


def test_a_deletion_that_is_held_anyhow_is_told_as_one():
    notes = {EN: Note(unpublished_edits=True)}
    (held,) = decisions(ABSENT, entry(), base(entry()), Rules(delete="hold"), right_notes=notes)
    assert held.reason == "deletion"


def test_an_entry_without_a_state_is_quoted_as_present():
    left, right = {SHARED: {"author": NEW}}, ABSENT
    found = decisions(left, right, base({SHARED: {"author": OLD}}))
    assert found == [Conflict(Cell(TEA), "deleted on one side, edited on the other", PRESENT, ABSENT, "Tea")]


# Conflict policies.


def test_a_side_that_is_named_wins():
    for policy, to, value in (("left", RIGHT, NEW), ("right", LEFT, OTHER)):
        found = decisions(entry(NEW), entry(OTHER), base(entry()), Rules(conflict={"title": policy}))
        assert found == [Take(TITLE, to, value, value)]


def test_a_policy_of_a_field_goes_before_that_of_the_kind():
    rules = Rules(conflict={"": "left", "title": "hold"})
    (found,) = decisions(entry(NEW), entry(OTHER), base(entry()), rules)
    assert isinstance(found, Conflict)
    assert Rules(conflict={"title": "left"}).settle(Cell(TEA, EN, "lead")) == "hold"


@pytest.mark.parametrize(
    ("at", "policy"),
    [
        (Cell(TEA, FR, "title"), "merge"),
        (Cell(TEA, FR, "lead"), "right"),
        (Cell(TEA, FR), "right"),
        (Cell(TEA, EN, "lead"), "left"),
        (Cell(TEA, SHARED, "author"), "left"),
        (Cell(TEA), "left"),
    ],
)
def test_the_nearest_word_counts_the_field_then_the_locale_then_the_kind(at, policy):
    rules = Rules(conflict={"": "left", "title": "merge"}, locales={FR: "right"})
    assert rules.settle(at) == policy


IN_STORE = {EN: {STATUS: ARCHIVED, "title": OLD}}
LIVE_AGAIN = {EN: {STATUS: PUBLISHED, "title": OLD}}
STATE = Cell(TEA, EN, STATUS)


def test_publishing_what_is_archived_meets_who_took_it_off_the_site_meanwhile():
    off = {LEFT: frozenset({EN})}
    (found,) = decisions(IN_STORE, LIVE_AGAIN, base(IN_STORE), taken_off=off)
    assert isinstance(found, Conflict)
    assert (found.at, found.reason, found.left, found.right) == (STATE, "both sides changed", ARCHIVED, PUBLISHED)
    (found,) = decisions(LIVE_AGAIN, IN_STORE, base(IN_STORE), taken_off={RIGHT: frozenset({EN})})
    assert isinstance(found, Conflict)
    named = Rules(conflict={"": "right"})
    back = Take(STATE, LEFT, PUBLISHED, PUBLISHED)
    assert decisions(IN_STORE, LIVE_AGAIN, base(IN_STORE), named, taken_off=off) == [back]


@pytest.mark.parametrize("off", [{RIGHT: frozenset({EN})}, {LEFT: frozenset({FR})}, {LEFT: frozenset()}, {}], ids=str)
def test_what_was_taken_off_elsewhere_is_no_move_of_this_state(off):
    back = Take(STATE, LEFT, PUBLISHED, PUBLISHED)
    assert decisions(IN_STORE, LIVE_AGAIN, base(IN_STORE), taken_off=off) == [back]


def test_what_was_taken_off_holds_nothing_that_is_not_to_be_written_there():
    off = {LEFT: frozenset({EN})}
    (found,) = decisions(IN_STORE, LIVE_AGAIN, base(IN_STORE), Rules(flows=Flows(TO_RIGHT)), taken_off=off)
    assert isinstance(found, Drifted)
    edited = {EN: {STATUS: ARCHIVED, "title": NEW}}
    assert decisions(IN_STORE, edited, base(IN_STORE), taken_off=off) == [Take(TITLE, LEFT, NEW, NEW)]


def test_a_conflict_is_settled_by_the_policy_of_its_locale():
    shown = {locale: {STATUS: PUBLISHED, "title": value} for locale, value in ((EN, NEW), (FR, NEW))}
    across = {locale: {STATUS: PUBLISHED, "title": OTHER} for locale in (EN, FR)}
    found = decisions(
        shown, across, base({EN: {STATUS: PUBLISHED}, FR: {STATUS: PUBLISHED}}), Rules(locales={FR: "left"})
    )
    held, taken = found
    assert isinstance(held, Conflict)
    assert (held.at, taken) == (TITLE, Take(Cell(TEA, FR, "title"), RIGHT, NEW, NEW))


@pytest.mark.parametrize(
    ("left", "right", "to"),
    [(at(2), at(1), RIGHT), (at(1), at(2), LEFT), (at(1), at(1), None), (at(1), Note(), None), (Note(), at(1), None)],
)
def test_the_newest_wins_where_both_times_are_known_and_differ(left, right, to):
    notes = {"left_notes": {EN: left}, "right_notes": {EN: right}}
    (found,) = decisions(entry(NEW), entry(OTHER), base(entry()), Rules(conflict={"": "newest"}), **notes)
    if to is None:
        assert isinstance(found, Conflict)
    else:
        assert isinstance(found, Take)
        assert found.to is to


def test_a_shared_cell_is_as_new_as_the_newest_variant():
    left, right = entry(fr=OLD, shared=NEW), entry(fr=OLD, shared=OTHER)
    notes = {"left_notes": {EN: at(1), FR: at(9)}, "right_notes": {EN: at(5), FR: at(5)}}
    (found,) = decisions(left, right, base(entry(fr=OLD, shared=OLD)), Rules(conflict={"": "newest"}), **notes)
    assert (found.at.locale, found.to) == (SHARED, RIGHT)


def test_a_cell_is_as_new_as_its_own_variant():
    left, right = entry(NEW, fr=OLD), entry(OTHER, fr=OLD)
    notes = {"left_notes": {EN: at(1), FR: at(9)}, "right_notes": {EN: at(5), FR: at(5)}}
    (found,) = decisions(left, right, base(entry(fr=OLD)), Rules(conflict={"": "newest"}), **notes)
    assert found.to is LEFT


def joined(base, left, right):
    return Scalar("text", f"{base[0].text}+{left.text}+{right.text}")


def test_two_texts_are_merged_over_the_one_that_both_had_and_written_to_both():
    rules = Rules(conflict={"": "merge"}, merge3=joined, body=Bodies(OLD))
    made = Scalar("text", "old+new+other")
    assert decisions(entry(NEW), entry(OTHER), base(entry()), rules) == [
        Take(TITLE, LEFT, made, OTHER, merged=True),
        Take(TITLE, RIGHT, made, NEW, merged=True),
    ]


@pytest.mark.parametrize(("winner", "to"), [(NEW, RIGHT), (OTHER, LEFT)])
def test_a_merge_that_ends_as_one_side_writes_only_the_other(winner, to):
    rules = Rules(conflict={"": "merge"}, merge3=lambda *_: winner, body=Bodies(OLD))
    assert decisions(entry(NEW), entry(OTHER), base(entry()), rules) == [Take(TITLE, to, winner, winner)]


def test_a_text_that_cannot_be_merged_is_held():
    held = [Conflict(TITLE, "both sides changed", NEW, OTHER, "Tea")]
    overlapping = Rules(conflict={"": "merge"}, merge3=nothing, body=Bodies(OLD))
    forgotten = Rules(conflict={"": "merge"}, merge3=joined)
    for rules in (overlapping, forgotten):
        assert decisions(entry(NEW), entry(OTHER), base(entry()), rules) == held
    never_agreed = Rules(conflict={"": "merge"}, merge3=joined, body=Bodies(OLD))
    met = [replace(held[0], reason="differ at first contact")]
    assert decisions(entry(NEW), entry(OTHER), None, never_agreed)[-1:] == met


def test_what_is_no_text_is_not_merged():
    rules = Rules(conflict={"": "merge"}, merge3=joined, body=Bodies(OLD))
    (found,) = decisions({EN: {STATUS: DRAFT}}, entry(OTHER), base(entry()), rules)
    assert found == Conflict(TITLE, "both sides changed", ABSENT, OTHER, "Tea")


# One way.


@pytest.mark.parametrize(("flow", "source"), [(TO_RIGHT, LEFT), ("right to left", RIGHT), ("both", None)])
def test_the_flow_says_which_side_leads(flow, source):
    assert Flows(flow).source(TITLE) is source


def test_in_a_one_way_flow_the_source_is_taken():
    assert decisions(entry(NEW), entry(), base(entry()), Rules(Flows(TO_RIGHT))) == [Take(TITLE, RIGHT, NEW, NEW)]


def test_in_a_one_way_flow_what_only_the_target_changed_is_shown_and_kept():
    found = decisions(entry(), entry(NEW), base(entry()), Rules(Flows(TO_RIGHT)))
    assert found == [Drifted(TITLE, OLD, NEW, kept=True, label="Tea")]


def test_in_a_one_way_flow_what_only_the_target_changed_is_overwritten_if_so_said():
    found = decisions(entry(), entry(NEW), base(entry()), Rules(Flows(TO_RIGHT), drift="overwrite"))
    assert found == [Drifted(TITLE, OLD, NEW, kept=False, label="Tea"), Take(TITLE, RIGHT, OLD, OLD)]


def test_in_a_one_way_flow_what_would_be_overwritten_by_a_deletion_that_is_held_is_kept():
    rules = Rules(Flows(TO_RIGHT), drift="overwrite")
    drift, held = decisions(ABSENT, entry(NEW), Shown(), rules)
    assert isinstance(drift, Drifted)
    assert isinstance(held, Conflict)
    assert (drift.kept, held.reason) == (True, "deletion")


def test_in_a_one_way_flow_a_protected_edit_of_the_target_holds_the_change():
    found = decisions(entry(NEW), entry(OTHER), base(entry()), Rules(Flows(TO_RIGHT)))
    assert found == [Conflict(TITLE, "both sides changed", NEW, OTHER, "Tea")]


@pytest.mark.parametrize(
    "rules",
    [Rules(Flows(TO_RIGHT), {"": "left"}), Rules(Flows(TO_RIGHT), drift="overwrite")],
    ids=["the source is named", "drift is overwritten"],
)
def test_in_a_one_way_flow_the_source_wins_where_the_edit_is_not_protected(rules):
    assert decisions(entry(NEW), entry(OTHER), base(entry()), rules) == [Take(TITLE, RIGHT, NEW, NEW)]


def test_in_a_one_way_flow_a_target_that_is_named_keeps_its_edit_as_drift():
    found = decisions(entry(NEW), entry(OTHER), base(entry()), Rules(Flows(TO_RIGHT), {"": "right"}))
    assert found == [Drifted(TITLE, NEW, OTHER, kept=True, label="Tea")]


def test_in_a_one_way_flow_an_entry_that_only_the_target_has_is_drift():
    found = decisions(ABSENT, entry(), None, Rules(Flows(TO_RIGHT)))
    assert found == [Drifted(Cell(TEA), ABSENT, DRAFT, kept=True, label="Tea")]


def test_in_a_one_way_flow_equal_sides_are_agreed_on():
    assert decisions(entry(), entry(), None, Rules(Flows(TO_RIGHT))) == [
        Agree(Cell(TEA, EN, STATUS)),
        Agree(TITLE),
    ]


def test_the_state_of_a_variant_is_quoted_where_a_variant_is_concerned():
    left = {EN: {STATUS: DRAFT}, FR: {STATUS: PUBLISHED}}
    found = decisions(left, {EN: {STATUS: DRAFT}}, base(left))
    assert found == [Conflict(Cell(TEA, FR), "deletion", PUBLISHED, ABSENT, "Tea")]


# Drafts of ours over what is live.


@pytest.mark.parametrize(
    ("drafted", "flow", "found"),
    [
        ({RIGHT: {(EN, "title"): NEW}}, "left to right", Take(TITLE, RIGHT, OLD, OLD)),
        ({RIGHT: {(EN, "title"): NEW}}, "both", Take(TITLE, RIGHT, OLD, OLD)),
        ({LEFT: {(EN, "title"): NEW}}, "both", Take(TITLE, LEFT, OLD, OLD)),
        ({LEFT: {}, RIGHT: {(EN, "title"): NEW}}, "both", Take(TITLE, RIGHT, OLD, OLD)),
        ({RIGHT: {(EN, "title"): OLD}}, "left to right", Agree(TITLE)),
        ({RIGHT: {(EN, "lead"): NEW}}, "left to right", Agree(TITLE)),
        ({LEFT: {(EN, "title"): NEW}}, "left to right", Agree(TITLE)),
        ({}, "both", Agree(TITLE)),
    ],
    ids=str,
)
def test_where_both_show_the_same_a_draft_of_ours_that_says_otherwise_is_written_over(drafted, flow, found):
    one = facing(entry(), entry(), base(entry(NEW), entry(NEW)), drafted=drafted)
    assert {made.at: made for made in merge(one, Rules(Flows(flow)))}[TITLE] == found


# Entries and variants of which parts flow elsewhere.

WHOLE = {SHARED: {SLUG: NEW}, EN: {STATUS: DRAFT, "title": OLD, "note": NEW}, FR: {STATUS: PUBLISHED, "title": OTHER}}
BACK = "right to left"


def drift(at, left):
    return Drifted(at, left, ABSENT, kept=True, label="Tea")


@pytest.mark.parametrize(
    ("flows", "drifts", "left_out"),
    [
        (Flows("both", fields={"note": BACK}), [drift(Cell(TEA, EN, "note"), NEW)], {(EN, "note")}),
        (Flows("both", fields={"note": "off"}), [], {(EN, "note")}),
        (Flows("both", {FR: BACK}), [drift(Cell(TEA, FR), PUBLISHED)], {(FR, STATUS), (FR, "title")}),
        (Flows("both", {FR: "off"}), [], {(FR, STATUS), (FR, "title")}),
        (Flows("both", cells={(FR, "title"): BACK}), [drift(Cell(TEA, FR, "title"), OTHER)], {(FR, "title")}),
        (Flows("both", fields={SLUG: BACK}), [], set()),
        (Flows("both", cells={(EN, STATUS): "off"}), [], set()),
        (Flows("both", cells={(EN, STATUS): BACK}), [drift(Cell(TEA, EN, STATUS), DRAFT)], {(EN, STATUS)}),
        (Flows("both", {FR: "off"}, cells={(FR, STATUS): "off"}), [], {(FR, STATUS), (FR, "title")}),
    ],
)
def test_a_new_entry_is_made_of_what_flows_there_with_its_slug_and_its_states(flows, drifts, left_out):
    found = decisions(WHOLE, ABSENT, rules=Rules(flows))
    takes = [
        Take(Cell(TEA, locale, name), RIGHT, value, value)
        for locale, variant in sorted(WHOLE.items())
        for name, value in sorted(variant.items())
        if (locale, name) not in left_out
    ]
    assert found == [*drifts, *takes]


def test_a_new_variant_is_made_of_what_flows_there():
    flows = Flows("both", {FR: TO_RIGHT}, {"title": BACK})
    agreed = {at: variant for at, variant in WHOLE.items() if at != FR}
    assert decisions(WHOLE, agreed, base(agreed), Rules(flows)) == [
        drift(Cell(TEA, FR, "title"), OTHER),
        Take(Cell(TEA, FR, STATUS), RIGHT, PUBLISHED, PUBLISHED),
    ]


def test_what_a_new_entry_would_have_from_the_side_where_it_is_new_is_overwritten_where_drift_is():
    note = Cell(TEA, EN, "note")
    drifted, back, *_ = decisions(WHOLE, ABSENT, rules=Rules(Flows("both", fields={"note": BACK}), drift="overwrite"))
    assert drifted == Drifted(note, NEW, ABSENT, kept=False, label="Tea")
    assert back == Take(note, LEFT, ABSENT, ABSENT)


def test_what_a_person_decided_needs_no_policy():
    gone = facing(ABSENT, entry(NEW), base(entry()))
    assert list(take(Cell(TEA), LEFT, gone, Rules())) == [Remove(Cell(TEA), RIGHT)]
    assert list(take(Cell(TEA), RIGHT, gone, Rules())) == [
        Take(Cell(TEA, EN, STATUS), LEFT, DRAFT, DRAFT),
        Take(TITLE, LEFT, NEW, NEW),
    ]


def test_a_value_that_was_never_agreed_on_is_alike_only_where_the_sides_meet():
    alike = Alike(meeting=lambda name, left, right: "alike" if name == "title" else only_equal(name, left, right))
    left, right = entry(NEW), {EN: {STATUS: DRAFT}}
    assert decisions(left, right, rules=Rules(alike=alike))[-1] == Agree(TITLE)
    assert decisions(left, right, base(right), Rules(alike=alike)) == [Take(TITLE, RIGHT, NEW, NEW)]


def test_lists_that_both_sides_added_are_merged_only_in_a_variant_that_was_agreed_on():
    rules = Rules(conflict={"title": "merge"}, merge3=lambda *_: Many((NEW, OTHER)))
    left, right = entry(Many((NEW,))), entry(Many((OTHER,)))
    bare, other = {EN: {STATUS: DRAFT}}, {FR: {STATUS: DRAFT}}
    assert [type(made) for made in decisions(left, right, base(bare), rules)] == [Take, Take]
    found = {made.at: made for made in decisions({**left, **other}, {**right, **other}, base(other), rules)}
    assert isinstance(found[TITLE], Conflict)
