from dataclasses import replace

from isogloss.decide.linking import Decided, Link, as_link, link
from isogloss.decide.relink import Face, Missing, Proposal
from isogloss.model.address import EntryKey, Side

TEA, POT = EntryKey("article", "tea"), EntryKey("article", "pot")
ACROSS = Face(Side.RIGHT, "r1", TEA)
LOOSE = Face(Side.LEFT, "new", EntryKey("article", "new"), "Tea")
LIKELY = Proposal(Missing(TEA, Side.LEFT, "old", ACROSS), LOOSE, "likely", 0.9, ("says 90% of what was said",))
OTHER = Proposal(Missing(POT, Side.LEFT, "pot"), LOOSE, "doubtful", 0.3, ())
CERTAIN = Link(POT, {Side.LEFT: "l2", Side.RIGHT: "r2"}, {Side.LEFT: "was"})
IDS = "article", frozenset({(Side.LEFT, "new"), (Side.RIGHT, "r1")})
AT = "article", Side.LEFT, "new"


def test_what_is_certain_is_kept_and_what_is_not_waits():
    made = link([CERTAIN], [(LOOSE, (LIKELY, OTHER))], Decided())
    assert made.kept == [CERTAIN]
    assert made.doubts == [(LOOSE, (LIKELY, OTHER))]
    assert (made.apart, made.unmet, made.twice) == (set(), [], [])


def test_a_person_may_say_that_what_is_certain_are_two():
    made = link([CERTAIN], [], Decided({CERTAIN.at: False}))
    assert made.kept == []
    assert made.apart == {("article", Side.LEFT, "l2"), ("article", Side.RIGHT, "r2")}


def test_a_candidate_that_was_accepted_is_confirmed():
    for decided in (Decided(joined={AT: "tea"}), Decided({IDS: True})):
        made = link([], [(LOOSE, (LIKELY, OTHER))], decided)
        (kept,) = made.kept
        assert (kept.key, kept.ids, kept.was) == (TEA, {Side.LEFT: "new", Side.RIGHT: "r1"}, {Side.LEFT: "old"})
        assert (kept.sure, kept.label, made.doubts, made.unmet) == ("confirmed", "Tea", [], [])


def test_what_is_alone_is_nobody_elses():
    made = link([], [(LOOSE, (LIKELY,))], Decided(alone=frozenset({AT})))
    assert (made.kept, made.doubts, made.apart) == ([], [], {AT})


def test_a_decision_that_fits_nothing_is_given_back():
    decided = Decided({IDS: True, CERTAIN.at: False}, {AT: "nobody"})
    assert link([], [], decided).unmet == [IDS, ("article", frozenset({(Side.LEFT, "new")}))]


def test_an_entry_that_would_be_linked_twice_is_told():
    twin = Link(TEA, {Side.LEFT: "l3", Side.RIGHT: "r1"})
    assert link([twin], [(LOOSE, (LIKELY,))], Decided(joined={AT: "tea"})).twice == [TEA]


def test_each_of_what_a_person_says_are_two_stays_apart():
    other = Link(TEA, {Side.LEFT: "l3"})
    made = link([CERTAIN, other], [], Decided({CERTAIN.at: False, other.at: False}))
    assert made.apart == {("article", Side.LEFT, "l2"), ("article", Side.RIGHT, "r2"), ("article", Side.LEFT, "l3")}


def test_only_what_is_linked_twice_is_told():
    twins = [Link(TEA, {Side.LEFT: name}) for name in ("l3", "l4")]
    assert link([CERTAIN, *twins], [], Decided()).twice == [TEA]


def test_a_proposal_is_a_link_with_its_reasons_and_is_called_as_either_side_calls_it():
    ids = {Side.LEFT: "new", Side.RIGHT: "r1"}
    assert as_link(LIKELY) == Link(TEA, ids, {Side.LEFT: "old"}, "Tea", "certain", 0.9, LIKELY.reasons)
    nameless = replace(LOOSE, label="")
    across = replace(ACROSS, label="Green tea")
    found = Proposal(Missing(TEA, Side.LEFT, "old", across), nameless, "likely", 0.9, ())
    assert as_link(found).label == "Green tea"
    assert as_link(replace(OTHER, loose=nameless)).label == ""
