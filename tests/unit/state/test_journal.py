import sqlite3

import pytest
from manual_clock import ManualClock
from told_remotes import told_remotes

from isogloss.errors import Limited, Rejected, StateError, Unauthorized, Unavailable
from isogloss.model.address import EntryKey, Side
from isogloss.model.value import digest_text
from isogloss.plan.op import Op
from isogloss.ports import Call, Sent, Settled
from isogloss.state.opened import State, open_state

TEA, CUP = EntryKey("article", "tea"), EntryKey("article", "cup")


def op(entry: EntryKey, verb="create"):
    return Op(digest_text(f"{verb} {entry}"), Side.RIGHT, verb, entry, entry.name, ())


def call(*ops: Op, name="POST /items"):
    return Call(name, ops, Sent, frozenset(op.entry for op in ops))


def begin(state: State) -> str:
    plan = digest_text("plan")
    return state.runs.begin(plan_digest=plan, plan_path="", mapping_digest=plan, command="apply", ops_total=1).id


@pytest.fixture
def run(state):
    return begin(state)


@pytest.fixture
def journal(state, run):
    return state.journal(run)


def test_a_run_that_did_nothing_has_nothing_to_tell(journal):
    assert (journal.intended(), journal.times(), journal.settled(), told_remotes(journal)) == ({}, {}, {}, {})


def test_the_next_process_knows_when_the_calls_of_an_op_began_and_when_the_last_word_of_them_was(
    journal, run, reopen, clock
):
    begun = clock.now()
    intent = journal.intend(call(op(TEA), op(CUP)))
    clock.sleep(2)
    journal.answer(intent, Sent())
    answered = clock.now()
    clock.sleep(3)
    journal.intend(call(op(CUP), name="PATCH /items"))
    with reopen() as again:
        assert again.journal(run).times() == {op(TEA).id: (begun, answered), op(CUP).id: (begun, clock.now())}


def test_an_intent_without_an_answer_is_unknown_to_the_next_process(journal, run, reopen):
    journal.intend(call(op(TEA), op(CUP)))
    with reopen() as again:
        assert again.journal(run).intended() == {op(TEA).id: "unknown", op(CUP).id: "unknown"}


@pytest.mark.parametrize(
    ("answered", "fate"),
    [
        (Sent(), "answered"),
        (Rejected("no", request="POST /items", status=400), "failed"),
        (Unavailable("lost", took_effect="unknown"), "unknown"),
        (Unavailable("not connected", took_effect="no"), "failed"),
    ],
)
def test_an_answer_decides_the_fate_of_its_ops(answered, fate, journal):
    journal.answer(journal.intend(call(op(TEA))), answered)
    assert journal.intended() == {op(TEA).id: fate}


@pytest.mark.parametrize("error", [Unauthorized("no token", status=401), Limited("too many", retry_after=None)])
def test_a_call_that_was_turned_away_at_the_door_is_as_if_it_had_not_been_sent(error, journal):
    journal.answer(journal.intend(call(op(CUP))), error)
    journal.answer(journal.intend(call(op(TEA))), Sent({TEA: "r1"}))
    journal.answer(journal.intend(call(op(TEA), name="PATCH /items")), error)
    assert journal.intended() == {op(TEA).id: "answered"}


def test_an_entry_refused_within_an_accepted_call_is_failed(journal):
    journal.answer(journal.intend(call(op(TEA), op(CUP))), Sent({TEA: "r1"}, {CUP: "slug taken"}))
    assert journal.intended() == {op(TEA).id: "answered", op(CUP).id: "failed"}


def test_the_last_call_of_an_op_decides(journal):
    first, second = journal.intend(call(op(TEA))), journal.intend(call(op(TEA), name="PATCH /items"))
    assert second > first
    journal.answer(first, Sent({TEA: "r1"}))
    assert journal.intended() == {op(TEA).id: "unknown"}
    journal.answer(second, Sent())
    assert journal.intended() == {op(TEA).id: "answered"}


def test_remote_ids_that_a_side_told_us_are_known_even_if_nobody_bound_them(journal, run, reopen):
    journal.answer(journal.intend(call(op(TEA))), Sent({TEA: "r1"}))
    journal.answer(journal.intend(call(op(CUP))), Unavailable("lost", took_effect="unknown"))
    with reopen() as again:
        assert told_remotes(again.journal(run)) == {TEA: "r1"}


def test_results_are_kept_with_their_detail_and_the_last_counts(journal, run, reopen):
    journal.record(Settled(op(TEA).id, "unsure", "the answer was lost"))
    journal.record(Settled(op(CUP).id, "failed", "slug “tasse” taken"))
    journal.record(Settled(op(TEA).id, "confirmed"))
    with reopen() as again:
        assert again.journal(run).settled() == {
            op(TEA).id: Settled(op(TEA).id, "confirmed"),
            op(CUP).id: Settled(op(CUP).id, "failed", "slug “tasse” taken"),
        }


def test_another_run_has_a_journal_of_its_own(state, journal):
    journal.intend(call(op(TEA)))
    journal.record(Settled(op(TEA).id, "confirmed"))
    other = state.journal(begin(state))
    assert (other.intended(), other.settled()) == ({}, {})


def test_nothing_can_be_written_down_for_a_run_that_never_began(state):
    with pytest.raises(StateError, match="at the same time"):
        state.journal("20260101-000000-0000").intend(call(op(TEA)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE isogloss_intent SET ops = '7'", "a list in the journal"),
        ("UPDATE isogloss_intent SET ops = '[[1]]'", "a list in the journal"),
        ("UPDATE isogloss_answer SET detail = '7'", "an answer in the journal"),
    ],
)
def test_a_changed_journal_is_a_damaged_state(change, message, tmp_path):
    path = tmp_path / "state.db"
    with open_state(str(path), "acme", ManualClock()) as state:
        journal = state.journal(begin(state))
        journal.answer(journal.intend(call(op(TEA))), Sent({TEA: "r1"}))
        meddler = sqlite3.connect(path)
        meddler.execute(change)
        meddler.commit()
        meddler.close()
        with pytest.raises(StateError, match=message):
            journal.intended()


def test_what_an_earlier_run_left_open_is_still_looked_for_and_what_it_settled_is_not(state):
    cut = begin(state)
    state.journal(cut).intend(call(op(TEA), op(CUP)))
    state.journal(cut).record(Settled(op(CUP).id, "confirmed", ""))
    state.runs.finish(cut, {}, "interrupted")
    unsettled = begin(state)
    state.journal(unsettled).intend(call(op(TEA, "publish")))
    state.journal(unsettled).record(Settled(op(TEA, "publish").id, "unconfirmed", ""))
    state.runs.finish(unsettled, {}, "unsettled")
    anew = state.journal(begin(state))
    assert anew.intended() == {op(TEA).id: "unknown", op(TEA, "publish").id: "unknown"}
    assert (anew.settled(), told_remotes(anew)) == ({}, {})


def test_what_lies_before_a_run_that_finished_is_settled(state):
    cut, finished = begin(state), begin(state)
    state.journal(cut).intend(call(op(TEA)))
    state.runs.finish(cut, {}, "interrupted")
    state.runs.finish(finished, {})
    assert state.journal(begin(state)).intended() == {}
