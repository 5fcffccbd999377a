"""What a run left, as plain data and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_records import KINDS, keys, sides, words

from isogloss.outcomes import Result, Unsettled, dump_left, load_left
from isogloss.plan.op import Conflict, Drifted, Step
from isogloss.plan.record import dump_record
from isogloss.ports import Settled

unsettled = st.builds(
    Unsettled, keys, words, sides, st.sampled_from(["update", "delete"]), st.sampled_from(["failed", "unsure"]), words
)


@given(st.one_of(unsettled, KINDS[Conflict], KINDS[Step], KINDS[Drifted]))
def test_what_a_run_left_is_loaded_as_it_was_dumped(left):
    assert load_left(dump_left(left)) == left


@given(st.one_of(KINDS[Conflict], KINDS[Step], KINDS[Drifted]))
def test_a_record_is_left_as_a_plan_has_it(left):
    assert dump_left(left) == dump_record(left)


FAILED = {
    "record": "outcome",
    "entry": ["article", "tea"],
    "label": "Tea",
    "on": "left",
    "verb": "update",
    "outcome": "failed",
    "detail": "",
}


@pytest.mark.parametrize(
    "odd",
    [
        "outcome",
        {},
        {"record": "site", "on": "left", "waits": ""},
        {**FAILED, "outcome": "done"},
        {**FAILED, "verb": "explode"},
        {**FAILED, "on": "middle"},
        {**FAILED, "entry": ["article"]},
        {**FAILED, "label": None},
    ],
    ids=str,
)
def test_what_no_run_leaves_is_refused(odd):
    assert load_left(FAILED).outcome == "failed"
    with pytest.raises(ValueError, match=r"nothing that a run leaves|no kind of record|none of|not a key|valid Side"):
        load_left(odd)


def test_outcomes_are_counted_by_name():
    found = Result({n: Settled(n, outcome) for n, outcome in enumerate(["failed", "confirmed", "failed"])})
    assert found.counts() == {"confirmed": 1, "failed": 2}
    assert list(found.counts()) == ["confirmed", "failed"]
