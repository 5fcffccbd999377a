from contextlib import nullcontext

import pytest
from manual_clock import ManualClock

from isogloss.apply.book import STUBBORN
from isogloss.apply.fate import Fate
from isogloss.apply.flight import LATE
from isogloss.apply.send import Sender
from isogloss.apply.spending import Allowance, Spending
from isogloss.errors import Interrupted, Limited, Missing, Overdue, Rejected, Spent, Unauthorized, Unavailable
from isogloss.model.address import EntryKey, Side
from isogloss.model.schema import Capabilities
from isogloss.model.value import Digest
from isogloss.plan.op import Op
from isogloss.ports import Call, Sent
from isogloss.run.session import Silent


def op(name, verb="update"):
    return Op(Digest(name), Side.RIGHT, verb, EntryKey("article", name), name, ())


ONE, TWO = op("one"), op("two")


class Names:
    def __init__(self):
        self.known, self.bound = {}, []

    def remote(self, entry):
        return self.known.get(entry)

    def bind(self, entry, remote, *, renamed=False):
        assert renamed is (entry in self.known)
        self.known[entry] = remote
        self.bound.append((entry.name, remote))


class Book:
    """A journal that also hears what is sent, so that the order can be seen."""

    def __init__(self):
        self.heard = []

    def intend(self, call):
        self.heard.append(f"intend {call.name}")
        return len(self.heard)

    def answer(self, intent, answered):
        self.heard.append(f"answer {intent} {type(answered).__name__}")


class Writer:
    """Makes the calls it was told to: each a name, its ops, and what comes back."""

    def __init__(self, *script):
        self.script, self.answers, self.isolated = script, [], None

    def capabilities(self, kind):
        return Capabilities()

    def calls(self, ops, names, *, isolate=False):
        self.isolated = isolate
        for name, carried, outcome, *more in self.script:
            answered = yield Call(name, tuple(carried), lambda outcome=outcome: came(outcome), *more)
            self.answers.append(answered)


class Watchful:
    """A guard that lets calls be overdue, and knows who moved while one had to wait."""

    def __init__(self, moved=()):
        self.later, self.heard = list(moved), []

    def moved(self, ops, coming):
        self.heard.append(("moved?", len(ops), len(coming)))
        told = self.later.pop(0) if self.later else {}
        return {op.id: told[op.entry.name] for op in ops if op.entry.name in told}

    def sent(self, ops):
        self.heard.append("sent")

    def due(self, ops):
        return True

    def alone(self, ops):
        return False

    def holding(self, ops, *, repeats=False):
        self.heard.append("hold repeats" if repeats else "hold")
        return nullcontext()

    def make_room(self):
        self.heard.append("room")


def came(outcome):
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def lost():
    return Unavailable("no answer", took_effect="unknown")


def sender(*script, book=None, names=None, keep_going=lambda: None):
    writer = Writer(*script)
    made = Sender(writer, names or Names(), book or Book(), keep_going, Silent(), Spending(ManualClock()))
    return made, writer


def sent(*script, ops=(ONE, TWO), **more):
    made, _ = sender(*script, **more)
    return made.send(ops, Watchful(), isolate=False)


def creating(*ops):
    return frozenset(each.entry for each in ops)


def test_invariant_7_every_intent_is_written_down_before_its_request_and_every_answer_before_the_next():
    book = Book()
    heard = book.heard

    def send():
        heard.append("sent")
        return Sent()

    class Two(Writer):
        def calls(self, ops, names, *, isolate=False):
            for name in ("first", "second"):
                heard.append(f"make {name}")
                yield Call(name, (ONE,), send)

    Sender(Two(), Names(), book, lambda: heard.append("go on?"), Silent(), Spending(ManualClock())).send(
        [ONE], Watchful(), isolate=False
    )
    first = ["make first", "go on?", "intend first", "sent", "answer 3 Sent"]
    assert heard == [*first, "make second", "go on?", "intend second", "sent", "answer 8 Sent"]


def test_every_op_gets_a_fate():
    assert sent(("a", [ONE], Sent()), ("b", [TWO], Rejected("no"))) == {
        ONE.id: Fate("accepted"),
        TWO.id: Fate("failed", "no", alone=True),
    }


def test_an_op_that_no_call_was_made_for_has_failed():
    assert sent(("a", [ONE], Sent()))[TWO.id] == Fate("failed", "the adapter made no call for it", alone=True)


def test_without_ops_nothing_is_sent():
    assert sent(ops=()) == {}


def test_what_became_of_a_call_is_told_to_the_adapter():
    refusal = Rejected("no")
    made, writer = sender(("a", [ONE], Sent()), ("b", [TWO], refusal))
    made.send([ONE, TWO], Watchful(), isolate=True)
    assert writer.answers == [Sent(), refusal]
    assert writer.isolated


def test_an_op_that_the_side_refused_by_name_is_not_sent_again():
    fates = sent(("a", [ONE, TWO], Sent(refused={TWO.entry: "no such topic"})))
    assert fates == {ONE.id: Fate("accepted"), TWO.id: Fate("refused", "no such topic", alone=True)}


def test_a_lost_answer_leaves_every_op_of_the_call_unsure():
    assert {fate.state for fate in sent(("a", [ONE, TWO], lost())).values()} == {"unsure"}


def test_an_update_that_was_refused_in_a_batch_has_failed_and_may_be_tried_alone():
    assert sent(("a", [ONE, TWO], Rejected("no")))[ONE.id] == Fate("failed", "no", alone=False)


def test_a_create_that_was_refused_in_a_batch_may_have_been_made_all_the_same():
    fates = sent(("a", [ONE, TWO], Rejected("no"), creating(ONE, TWO)))
    assert {fate.state for fate in fates.values()} == {"unsure"}
    assert sent(("a", [ONE], Rejected("no"), creating(ONE)))[ONE.id].state == "failed"


@pytest.mark.parametrize(
    ("first", "second", "fate"),
    [
        (Sent(), Sent(), "accepted"),
        (Sent(), lost(), "unsure"),
        (Sent(), Rejected("no"), "failed"),
        (lost(), Sent(), "unsure"),
        (Sent(refused={ONE.entry: "no"}), Sent(), "refused"),
    ],
)
def test_an_op_that_took_two_calls_stands_as_the_worse_of_them(first, second, fate):
    assert sent(("a", [ONE], first), ("b", [ONE], second))[ONE.id].state == fate


def test_an_op_that_was_made_and_then_refused_among_others_is_half_done():
    for first in (Sent(), lost()):
        fates = sent(("a", [ONE, TWO], first, creating(ONE, TWO)), ("b", [ONE, TWO], Rejected("no")))
        assert fates[ONE.id] == Fate("unsure", "no")


def test_ids_that_a_side_tells_are_bound_once():
    names, learned = Names(), []
    made, _ = sender(
        ("a", [ONE], Sent({ONE.entry: "r1"}), creating(ONE)), ("b", [ONE], Sent({ONE.entry: "r1"})), names=names
    )
    made.book.learn = lambda entry, remote: learned.append((entry.name, remote))
    made.send([ONE], Watchful(), isolate=False)
    assert names.bound == [("one", "r1")]
    assert learned == [("one", "r1"), ("one", "r1")]


def test_nobody_has_to_listen():
    names = Names()
    sent(("a", [ONE], Sent({ONE.entry: "r1"})), names=names)
    assert names.known == {ONE.entry: "r1"}


@pytest.mark.parametrize("hopeless", [Unauthorized("no"), Limited("slow down")])
def test_a_side_that_will_not_have_us_ends_the_run_at_once(hopeless):
    book = Book()
    with pytest.raises(type(hopeless)):
        sent(("a", [ONE], hopeless), ("b", [TWO], Sent()), book=book)
    assert book.heard == ["intend a", f"answer 1 {type(hopeless).__name__}"]


def test_a_side_that_stays_silent_ends_the_run():
    with pytest.raises(Unavailable):
        sent(*[(str(n), [ONE], lost()) for n in range(STUBBORN)])


def test_a_side_that_answers_now_and_then_is_not_down():
    script = [("x", [ONE], answer) for answer in (lost(), lost(), Missing("gone"), lost(), lost(), Sent())]
    assert sent(*script)[ONE.id].state == "failed"


def test_silence_is_counted_over_sendings():
    made, _ = sender(("a", [ONE], lost()))
    for _ in range(STUBBORN - 1):
        made.send([ONE], Watchful(), isolate=False)
    with pytest.raises(Unavailable):
        made.send([ONE], Watchful(), isolate=False)


def test_a_person_stops_between_two_requests():
    book, asked = Book(), []

    def keep_going():
        asked.append(1)
        if len(asked) == 2:
            raise Interrupted("as asked")

    with pytest.raises(Interrupted):
        sent(("a", [ONE], Sent()), ("b", [TWO], Sent()), book=book, keep_going=keep_going)
    assert book.heard == ["intend a", "answer 1 Sent"]


def guarded(moved, *script):
    book = Book()
    made, writer = sender(*script, book=book)
    return made, writer, book, Watchful(moved)


def test_an_op_that_moved_is_taken_out_of_its_call_and_the_rest_is_sent():
    made, writer, book, guard = guarded([{"one": "its title"}], ("PATCH /items", [ONE, TWO], Sent()))
    writer.calls = one_call
    assert made.send([ONE, TWO], guard, isolate=False) == {
        ONE.id: Fate("moved", "its title", alone=True),
        TWO.id: Fate("accepted"),
    }
    assert book.heard == ["intend PATCH 1", "answer 1 Sent"]


def one_call(ops, names, *, isolate):
    yield Call(f"PATCH {len(ops)}", tuple(ops), Sent)


@pytest.mark.parametrize("first", [Sent(), lost()], ids=["accepted", "lost"])
def test_an_op_whose_second_call_was_not_sent_is_looked_at(first):
    made, _, _, guard = guarded(
        [{}, {"one": "its body"}], ("POST /insert", [ONE], first), ("PATCH /items", [ONE], Sent())
    )
    assert made.send([ONE], guard, isolate=False)[ONE.id].state == "unsure"


def test_a_neighbour_of_what_moved_that_was_begun_is_looked_at_too():
    first, second = ("POST /insert", [ONE, TWO], Sent()), ("PATCH /items", [ONE, TWO], Sent())
    made, _, _, guard = guarded([{}, {"one": "its body"}], first, second)
    assert {fate.state for fate in made.send([ONE, TWO], guard, isolate=False).values()} == {"unsure"}


class Slow:
    """A call that may not leave in time, so often."""

    def __init__(self, late, effect="no"):
        self.late, self.effect = late, effect

    def __call__(self):
        if self.late:
            self.late -= 1
            raise Overdue("too late", took_effect=self.effect)
        return Sent()


@pytest.mark.parametrize("late", [1, 3])
def test_a_call_that_had_to_wait_is_sent_after_another_look_and_at_last_whenever_it_can(late):
    made, writer, book, guard = guarded([])
    slow = Slow(late)
    writer.calls = lambda ops, names, isolate: iter_call(slow)
    assert made.send([ONE], guard, isolate=False)[ONE.id] == Fate("accepted")
    tried = [line for n in range(late) for line in ("intend PATCH", f"answer {2 * n + 1} Overdue")]
    assert book.heard == [*tried, "intend PATCH", f"answer {2 * late + 1} Sent"]
    assert guard.heard.count("room") == late
    assert guard.heard.count("hold") == min(late + 1, LATE - 1)
    assert guard.heard.count("hold repeats") == (late == LATE - 1), "what leaves late leaves once"


def iter_call(send):
    yield Call("PATCH", (ONE,), send)


def test_what_moved_while_a_call_waited_is_not_sent():
    made, writer, book, guard = guarded([{}, {"one": "its title"}])
    writer.calls = lambda ops, names, isolate: iter_call(Slow(1))
    assert made.send([ONE], guard, isolate=False)[ONE.id] == Fate("moved", "its title", alone=True)
    assert book.heard == ["intend PATCH", "answer 1 Overdue"]


def test_a_repeat_that_came_too_late_after_a_lost_answer_is_unsure():
    made, writer, _, guard = guarded([])
    writer.calls = lambda ops, names, isolate: iter_call(Slow(1, "unknown"))
    assert made.send([ONE], guard, isolate=False)[ONE.id].state == "unsure"


class Costly(Watchful):
    """A guard each of whose looks is a request."""

    def __init__(self, spending):
        super().__init__()
        self.spending = spending

    def moved(self, ops, coming):
        self.spending.leaving(Side.RIGHT)
        return super().moved(ops, coming)


@pytest.mark.parametrize(
    ("requests", "late", "heard"),
    [
        (1, 0, []),
        (2, 0, ["intend PATCH", "answer 1 Sent"]),
        (2, 1, ["intend PATCH", "answer 1 Overdue"]),
    ],
    ids=["looking took the last", "one was left", "it was too late, and no look is left"],
)
def test_what_may_be_spent_ends_before_an_intent_or_after_its_answer(requests, late, heard):
    spending, book = Spending(ManualClock(), Allowance(requests)), Book()
    sends = Slow(late)

    def send():
        spending.leaving(Side.RIGHT)
        return sends()

    writer = Writer()
    writer.calls = lambda ops, names, isolate: iter_call(send)
    made = Sender(writer, Names(), book, spending.still, Silent(), spending)
    if heard[-1:] == ["answer 1 Sent"]:
        made.send([ONE], Costly(spending), isolate=False)
    else:
        with pytest.raises(Spent):
            made.send([ONE], Costly(spending), isolate=False)
    assert book.heard == heard
