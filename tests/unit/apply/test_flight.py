"""Several calls on their way at once: what leaves when, what is on disk by then, and how it ends."""

from collections import Counter
from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manual_clock import ManualClock

from isogloss.apply.fate import Fate
from isogloss.apply.flight import LATE
from isogloss.apply.send import Sender
from isogloss.apply.spending import Allowance, Spending
from isogloss.errors import Interrupted, Overdue, Refused, Rejected, Spent, StateError, Unauthorized, Unavailable
from isogloss.model.address import EntryKey, Side
from isogloss.model.schema import Capabilities
from isogloss.model.value import Digest
from isogloss.plan.op import Op
from isogloss.ports import Call, Sent
from isogloss.run.session import Silent


def op(name, entry=None, kind="article"):
    return Op(Digest(name), Side.RIGHT, "update", EntryKey(kind, entry or name), name, ())


OPS = [op(name) for name in "abcdefg"]


class World:
    """A side, the journal and the guard of one flight, and the crew that sends; ``heard`` is everything in order.

    answers: by call, what comes back; accepted unless said.
    order:   picks the next that is done among those on their way.
    looks:   how often the guard has to look; each call wants one where it is ``each``.
    lonely:  what is to leave by itself.
    """

    def __init__(self, width=3, answers=None, calls=None, order=min, looks=(), moved=None, lonely=()):
        self.width, self.answers, self.made, self.order = width, answers or {}, calls or {}, order
        self.looks, self.moving, self.lonely = looks, moved or {}, lonely
        self.heard, self.out, self.names, self.bound = [], {}, {}, []
        self.spending = Spending(ManualClock())
        self.stops, self.most = -1, 0

    # The writer.

    def capabilities(self, kind):
        return Capabilities(batch=1, parallel=1 if kind == "post" else self.width)

    def calls(self, ops, names, *, isolate=False):
        for each in ops:
            for name in self.made.get(each.id, [each.id]):
                answered = yield Call(name, (each,), lambda name=name: self.send(name))
                if not isinstance(answered, Sent):
                    break

    def send(self, name):
        self.spending.leaving(Side.RIGHT)
        answer = self.answers.get(name, Sent())
        answer = answer.pop(0) if isinstance(answer, list) else answer
        if isinstance(answer, Exception):
            raise answer
        return answer

    # The journal.

    def intend(self, call):
        number = 1 + sum(line.startswith("intend") for line in self.heard)
        self.heard.append(f"intend {call.name}")
        self.names[number] = call.name
        return number

    def answer(self, intent, answered):
        self.heard.append(f"answer {self.names[intent]}")

    # The guard.

    def due(self, ops):
        return any(each.id in self.looks for each in ops)

    def alone(self, ops):
        return any(each.id in self.lonely for each in ops)

    def moved(self, ops, coming):
        if self.due(ops):
            assert not self.out, "somebody is looked at while something is on its way"
            self.heard.append("look " + " ".join(each.id for each in ops))
            self.looks = [each for each in self.looks if each not in {op.id for op in ops}]
        return {each.id: self.moving[each.id] for each in ops if each.id in self.moving}

    def holding(self, ops, *, repeats=False):
        return nullcontext()

    def sent(self, ops):
        pass

    def make_room(self):
        self.heard.append("room")

    # The crew.

    def begin(self, number, work):
        self.out[number] = work
        self.most = max(self.most, len(self.out))

    def next(self):
        number = self.order(self.out)
        return number, self.out.pop(number)()

    def keep_going(self):
        if self.stops == 0:
            raise Interrupted("as asked")
        self.stops -= 1

    def send_all(self, ops=OPS):
        book = Silent()
        names = type("Names", (), {"remote": lambda _, entry: None, "bind": lambda _, entry, remote: None})()
        made = Sender(self, names, self, self.keep_going, book, self.spending, lambda: self)
        return made.send(ops, self, isolate=False)

    def unanswered(self):
        told = Counter(line.partition(" ")[2] for line in self.heard if line.startswith("intend"))
        return told - Counter(line.partition(" ")[2] for line in self.heard if line.startswith("answer"))


def test_as_many_leave_at_once_as_the_side_permits_and_each_has_its_intent_before():
    world = World()
    fates = world.send_all()
    assert world.most == 3
    assert world.heard[:3] == ["intend a", "intend b", "intend c"], "nobody waits for an answer"
    assert world.heard[3:5] == ["answer a", "intend d"], "the next leaves as soon as one is there"
    assert fates == {each.id: Fate("accepted") for each in OPS}


def test_a_side_that_permits_one_gets_one_after_the_other():
    world = World(width=1)
    world.send_all()
    assert world.heard == [f"{what} {each.id}" for each in OPS for what in ("intend", "answer")]


def test_of_one_entry_nothing_leaves_before_the_last_answer_is_on_disk():
    world = World(calls={"a": ["a", "a2"]}, order=max)
    world.send_all([OPS[0], op("again", "a"), *OPS[1:3]])
    assert world.heard[:3] == ["intend a", "intend b", "intend c"], "another entry goes first"
    of_a = [line for line in world.heard if line.partition(" ")[2] in ("a", "a2", "again")]
    assert of_a == [f"{what} {name}" for name in ("a", "a2", "again") for what in ("intend", "answer")]


def test_kinds_that_permit_one_are_not_sent_beside_each_other():
    world = World()
    world.send_all([op("x", kind="post"), op("y", kind="post"), *OPS[:2]])
    assert world.heard == ["intend x", "answer x", "intend y", "answer y", *world.heard[4:]]
    assert world.heard[4:6] == ["intend a", "intend b"]


def test_nobody_is_looked_at_while_anything_is_on_its_way_and_one_look_serves_all_that_leave_together():
    world = World(looks=["c", "d", "e"])
    world.send_all()
    first = ["intend a", "intend b", "answer a", "answer b"]
    assert world.heard[:8] == [*first, "look c d e", "intend c", "intend d", "intend e"]


def test_what_moved_is_left_out_and_what_was_looked_at_beside_it_is_sent():
    world = World(looks=["a", "b"], moved={"b": "its title"})
    fates = world.send_all(OPS[:3])
    assert fates["b"] == Fate("moved", "its title", alone=True)
    assert world.heard == ["intend c", "answer c", "look a b", "intend a", "answer a"]


def test_a_call_that_could_not_leave_in_time_is_looked_at_again_and_has_an_intent_of_its_own_each_time():
    late = [Overdue("late", took_effect="no") for _ in range(LATE - 1)]
    world = World(answers={"a": [*late, Sent()]})
    assert world.send_all(OPS[:2])["a"] == Fate("accepted")
    assert world.heard.count("intend a") == world.heard.count("answer a") == LATE
    assert world.heard.count("room") == LATE - 1


def test_a_refusal_of_one_is_its_own():
    world = World(answers={"b": Rejected("no")})
    fates = world.send_all()
    assert [name for name, fate in fates.items() if fate.state != "accepted"] == ["b"]


ENDS = {
    "a token that was refused": (Unauthorized("no"), Unauthorized),
    "a fence": (Refused("somebody else is at work"), Refused),
    "a bug": (AssertionError("ours"), AssertionError),
}


@pytest.mark.parametrize("name", ENDS)
def test_whatever_ends_a_flight_the_others_land_and_are_written_down(name):
    came, raised = ENDS[name]
    world = World(answers={"b": came}, order=lambda out: sorted(out)[1] if len(out) == 3 else min(out))
    with pytest.raises(raised):
        world.send_all()
    assert not world.out, "somebody is still on the way"
    assert set(world.unanswered()) <= ({"b"} if raised is not Unauthorized else set())
    assert {"answer a", "answer c"} <= set(world.heard)


def test_who_is_told_to_stop_lets_land_what_is_on_its_way():
    world = World()
    world.stops = 4
    with pytest.raises(Interrupted):
        world.send_all()
    assert not world.out
    assert not world.unanswered()
    assert "intend g" not in world.heard


def test_no_more_leave_than_may_be_spent():
    world = World(width=5)
    world.spending = Spending(ManualClock(), Allowance(requests=4))
    with pytest.raises(Spent):
        world.send_all()
    assert [line for line in world.heard if line.startswith("intend")] == [f"intend {name}" for name in "abcd"]
    assert not world.unanswered()


def test_a_side_that_is_down_is_given_up_after_its_answers_are_written_down():
    lost = {each.id: Unavailable("lost", took_effect="unknown") for each in OPS}
    world = World(answers=lost)
    with pytest.raises(Unavailable):
        world.send_all()
    assert not world.unanswered()


def test_a_state_that_cannot_be_written_ends_it_and_is_told():
    world = World()

    def full(intent, answered):
        raise StateError("no room")

    world.answer = full
    with pytest.raises(StateError, match="no room"):
        world.send_all()
    assert not world.out, "what is on its way is waited for all the same"


@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3)), max_size=12),
    st.randoms(use_true_random=False),
)
def test_whatever_lands_when_each_entry_has_one_on_its_way_at_most_and_every_answer_is_on_disk(width, told, random):
    ops = [op(f"op{n}", f"entry{entry}") for n, (entry, _) in enumerate(told)]
    calls = {each.id: [f"{each.id}.{n}" for n in range(count)] for each, (_, count) in zip(ops, told, strict=True)}
    world = World(width, calls=calls, order=lambda out: random.choice(sorted(out)))
    fates = world.send_all(ops)
    entry_of = {name: each.entry.name for each in ops for name in calls[each.id]}
    out = Counter()
    for line in world.heard:
        what, name = line.split()
        out[entry_of[name]] += 1 if what == "intend" else -1
        assert out[entry_of[name]] <= 1, "two of one entry"
        assert out.total() <= width
    assert not out.total()
    assert {name for line in world.heard for name in [line.split()[1]]} == set(entry_of)
    assert all(fate == Fate("accepted") for fate in fates.values())


def test_what_a_person_may_bring_back_is_looked_for_and_leaves_when_nothing_else_does():
    world = World(lonely=("a", "b", "e"), looks=["a", "b", "e"])
    world.send_all()
    alone = [line for line in world.heard if line.split()[1] in world.lonely]
    assert alone == [f"{what} {each}" for each in "abe" for what in ("look", "intend", "answer")]
    first = world.heard.index("look a")
    assert not [line for line in world.heard[:first] if line.startswith("intend")][len("cdfg") :]
    begun = Counter(line.partition(" ")[0] for line in world.heard[:first])
    assert begun["intend"] == begun["answer"], "nothing is on its way when the first of them is looked for"
