from isogloss.model.value import Digest
from isogloss.state.bodies import Bodies

A, B, C = (Digest(letter * 32) for letter in "abc")


def test_what_was_seen_of_a_value_is_found_by_its_digest_and_the_rest_stands_for_itself(state):
    assert state.likenesses.get(A) == A
    state.likenesses.put({})
    assert state.likenesses.get(A) == A
    state.likenesses.put({A: B})
    assert (state.likenesses.get(A), state.likenesses.get(C)) == (B, C)


def test_a_newer_fold_replaces_what_an_older_one_said(state):
    state.likenesses.put({A: B})
    state.likenesses.put({A: C})
    assert state.likenesses.get(A) == C


def test_likenesses_outlive_the_process_and_belong_to_a_mapping(state, reopen):
    state.likenesses.put({A: B})
    with reopen() as again:
        assert again.likenesses.get(A) == B


def test_likenesses_are_no_texts(state):
    state.bodies.put({A: "tea"})
    state.likenesses.put({A: B})
    assert state.bodies.get(A) == "tea"
    assert state.bodies.prune(state.base) == 1
    assert state.likenesses.get(A) == B
    assert isinstance(state.bodies, Bodies)
