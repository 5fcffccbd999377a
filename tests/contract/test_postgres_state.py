"""The same state on PostgreSQL, in a database of its own for each test; all other tests of the stores run there too."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from manual_clock import ManualClock
from old_states import NAMES, assert_brought_up_to_date, tell_in_names
from sqlalchemy import Connection, create_engine, select
from told_remotes import told_remotes

from isogloss.errors import Refused, StateError
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Scalar, digest_text
from isogloss.plan.op import Change, Op, Step
from isogloss.ports import Call, Sent, Settled
from isogloss.state.opened import open_state
from isogloss.state.tables import META

psycopg = pytest.importorskip("psycopg")

EN = Locale("en")
TEA = EntryKey("article", "tea")
STEP = Step(Side.RIGHT, Cell(TEA), "do it", "it is there")
ONE, TWO = digest_text("one"), digest_text("two")


@pytest.fixture
def address(postgres_database):
    return postgres_database


@pytest.mark.slow
def test_everything_that_is_remembered_comes_back_from_postgresql(address):
    at = Cell(TEA, EN, "title")
    op = Op(ONE, Side.RIGHT, "create", TEA, "Tea", (Change(at, ABSENT, Scalar("text", "Tea"), TWO),))
    keys = [EntryKey("article", name) for name in ("a", "B", "_", "é", "日", "10", "9")]
    with open_state(address, "acme", ManualClock()) as state, state.leases.acquire(60):
        run = state.runs.begin(plan_digest=ONE, plan_path="p", mapping_digest=TWO, command="apply", ops_total=1)
        state.images(run.id).save([op])
        state.images(run.id).save([op])
        journal = state.journal(run.id)
        journal.answer(journal.intend(Call("POST /", (op,), Sent, frozenset([TEA]))), Sent({TEA: "r1"}))
        journal.record(Settled(ONE, "confirmed", "text"))
        state.names(Side.RIGHT).bind(TEA, "r1")
        state.assets.bind_many(Side.RIGHT, [("data:" + os.urandom(9000).hex(), "https://right.test/1")] * 2)
        state.awaited.put(Side.RIGHT, {at: ["https://left.test/1"]})
        state.base.advance_many((key, {EN: {"title": (ONE, None)}}) for key in keys)
        state.base.advance(keys[0], {EN: {"title": (ONE, TWO)}})
        state.bodies.put({ONE: "one \x00", digest_text("gone"): "gone"})
        state.held.replace(run.id, [STEP])
        state.runs.finish(run.id, {"written": 1})
    with open_state(address, "acme", ManualClock(), read_only=True) as state:
        assert [image.before for image in state.images(run.id).all()] == [ABSENT]
        assert state.journal(run.id).intended() == {ONE: "answered"}
        assert told_remotes(state.journal(run.id)) == {TEA: "r1"}
        assert state.journal(run.id).settled() == {ONE: Settled(ONE, "confirmed", "text")}
        assert list(state.identity.all_keys(Side.RIGHT)) == [("r1", TEA)]
        assert list(state.assets.identities(Side.RIGHT)) == ["https://right.test/1"]
        assert state.awaited.all(Side.RIGHT) == {at: ("https://left.test/1",)}
        assert [entry for entry, _ in state.base.entries()] == sorted(keys)
        assert state.base.get(keys[0]) == {EN: {"title": (ONE, TWO)}}
        assert state.bodies.get(ONE) == "one \x00"
        assert state.held.all() == [STEP]
        assert (state.runs.find(ONE).state, state.runs.all()[0].outcomes) == ("finished", {"confirmed": 1})


@pytest.mark.slow
def test_reading_a_postgresql_database_without_a_state_makes_nothing_there(address):
    with open_state(address, "acme", ManualClock(), read_only=True) as state:
        assert state.runs.all() == []
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall() == []


@pytest.mark.slow
def test_a_postgresql_state_opened_for_reading_cannot_be_written(address):
    with open_state(address, "acme", ManualClock()):
        pass
    with (
        open_state(address, "acme", ManualClock(), read_only=True) as state,
        pytest.raises(AssertionError, match="a read-only state was written to"),
    ):
        state.names(Side.LEFT).bind(TEA, "a1")


@pytest.mark.slow
def test_tables_of_other_programs_in_the_same_postgresql_database_do_not_matter(address):
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with open_state(address, "acme", ManualClock()) as state:
        state.names(Side.LEFT).bind(TEA, "a1")


@pytest.mark.slow
def test_of_several_who_open_and_ask_at_once_one_gets_the_lease(address):
    def attempt(_number: int) -> str:
        with ExitStack() as stack:
            state = stack.enter_context(open_state(address, "acme", ManualClock()))
            try:
                held.append(stack.enter_context(state.leases.acquire(60)).id)
            except Refused as refused:
                return str(refused)
            held.append(stack.pop_all())
            return "got it"

    held: list[object] = []
    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(attempt, range(4)))
    held[1].close()
    assert said.count("got it") == 1
    assert sum(f"--break {held[0]}" in each for each in said) == 3


@pytest.mark.slow
def test_a_lease_goes_by_the_clock_of_the_server_and_not_by_ours(address):
    late = ManualClock()
    late.sleep(3600 * 24 * 3650)
    with open_state(address, "acme", ManualClock()) as first, first.leases.acquire(60) as lease:
        with open_state(address, "acme", late) as second, pytest.raises(Refused), second.leases.acquire(60):
            pass
        assert not first.leases.show().expired
        first.leases.break_(lease.id)


@pytest.mark.slow
def test_a_holder_that_stands_still_inside_a_write_is_in_nobodys_way_for_longer_than_its_lease(address):
    with open_state(address, "acme", ManualClock()) as first, first.leases.acquire(2):
        writing = first.runs._database.write()
        writing.__enter__().execute(META.insert().values(name="half", value="done"))
        time.sleep(2)
        with open_state(address, "acme", ManualClock()) as second, second.leases.acquire(60) as lease:
            assert second.leases.show().id == lease.id
        with pytest.raises(StateError, match="idle-in-transaction timeout"):
            writing.__exit__(None, None, None)
        with first.runs._database.read() as reading:
            assert reading.scalar(select(META.c.value).where(META.c.name == "half")) is None


@pytest.mark.slow
def test_nobody_takes_the_lease_in_the_middle_of_a_write_of_its_holder(address):
    def take() -> float:
        with open_state(address, "acme", ManualClock()) as second, second.leases.acquire(60):
            return time.monotonic()

    def go_on(writing: Connection, steps: int) -> None:
        for _ in range(steps):
            time.sleep(0.52)
            writing.execute(META.insert().values(name=str(time.monotonic()), value="done"))

    with ThreadPoolExecutor(1) as other, open_state(address, "acme", ManualClock()) as first, first.leases.acquire(2):
        with first.runs._database.write() as writing:
            go_on(writing, 4)
            taken = other.submit(take)
            go_on(writing, 1)
            over = time.monotonic()
        assert taken.result(60) >= over


@pytest.mark.slow
def test_a_postgresql_state_of_a_newer_version_is_refused(address):
    with open_state(address, "acme", ManualClock()):
        pass
    with psycopg.connect(address) as connection:
        connection.execute("UPDATE isogloss_version SET version_num = '9999'")
    with pytest.raises(StateError, match="newer version"):
        open_state(address, "acme", ManualClock()).__enter__()


@pytest.mark.slow
def test_a_state_that_told_in_names_what_entries_were_is_brought_up_to_date(address):
    tell_in_names(create_engine(address.replace("postgresql://", "postgresql+psycopg://")), "acme", NAMES)
    assert_brought_up_to_date(address)
