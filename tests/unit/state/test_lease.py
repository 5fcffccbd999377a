import os
import socket
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from manual_clock import ManualClock

from isogloss.errors import Refused
from isogloss.model.address import EntryKey, Side
from isogloss.model.value import digest_text
from isogloss.ports import Settled
from isogloss.state.lease import current_user
from isogloss.state.opened import open_state

ONE = digest_text("one")


def test_a_free_lease_shows_nobody(state):
    assert state.leases.show() is None


def test_a_held_lease_shows_who_where_and_until_when(state):
    with state.leases.acquire(120, owner="ada") as lease:
        holder = state.leases.show()
        assert (holder.id, holder.owner, holder.host) == (lease.id, "ada", socket.gethostname())
        assert (holder.pid, holder.expired) == (os.getpid(), False)
        assert holder.expires - holder.acquired == timedelta(seconds=120)
    assert state.leases.show() is None


def test_a_second_one_is_refused_with_everything_it_needs_to_know(state, reopen):
    with state.leases.acquire(120, owner="ada") as lease, reopen() as other:
        with pytest.raises(Refused) as refused, other.leases.acquire(120):
            pass
        said = str(refused.value)
    assert "ada on " + socket.gethostname() in said
    assert f"process {os.getpid()}" in said
    assert " UTC, until " in said
    assert f"--break {lease.id}`" in said


def test_a_lease_is_given_back_when_the_work_fails(state):
    with pytest.raises(KeyboardInterrupt), state.leases.acquire(120):
        raise KeyboardInterrupt
    with state.leases.acquire(120):
        pass


def test_two_mappings_have_a_lease_each(state, reopen):
    with reopen("other") as other, state.leases.acquire(120), other.leases.acquire(120):
        assert state.leases.show().id != other.leases.show().id


def test_a_lease_is_broken_by_its_id_only(state):
    with state.leases.acquire(120, owner="ada") as lease:
        with pytest.raises(Refused, match=f"the lease is not 0000: it is {lease.id}, held by ada"):
            state.leases.break_("0000")
        assert state.leases.break_(lease.id).owner == "ada"
        assert state.leases.show() is None


def test_a_lease_that_nobody_holds_cannot_be_broken(state):
    for lease_id in ("0000", ""):
        with pytest.raises(Refused, match="nobody holds it"):
            state.leases.break_(lease_id)


@pytest.fixture
def local(tmp_path: Path, clock: ManualClock):
    """A state whose lease goes by our own clock."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(open_state(str(tmp_path / "local.db"), "acme", clock))


def test_an_expired_lease_is_taken_over_and_its_former_holder_is_stopped(local, clock):
    first, second = local(), local()
    with first.leases.acquire(60, owner="ada") as lost:
        clock.sleep(60)
        assert first.leases.show().expired
        with second.leases.acquire(60, owner="bob") as taken:
            with pytest.raises(Refused, match=rf"our lease {lost.id} was broken or taken over; it is held by bob"):
                lost.renew()
            assert second.leases.show().id == taken.id
    assert first.leases.show() is None


def test_a_former_holder_hears_who_worked_after_it_also_when_they_are_done(state, reopen, clock):
    with state.leases.acquire(60, owner="ada") as lost:
        state.leases.break_(lost.id)
        clock.sleep(1)
        with reopen() as other, other.leases.acquire(60, owner="bob"):
            pass
        who = rf"nobody holds it now, after bob on {socket.gethostname()} \(process {os.getpid()}\) since 2"
        with pytest.raises(Refused, match=who):
            lost.renew()


def test_a_former_holder_writes_nothing_over_what_came_after_it(state, reopen):
    tea, cup = EntryKey("article", "tea"), EntryKey("article", "cup")
    with state.leases.acquire(60, owner="ada") as lost:
        begun = state.runs.begin(plan_digest=ONE, plan_path="p", mapping_digest=ONE, command="apply", ops_total=1)
        state.leases.break_(lost.id)
        with reopen() as other, other.leases.acquire(60, owner="bob"):
            other.runs.finish(begun.id, {})
            other.names(Side.LEFT).bind(tea, "theirs")
            for write in (
                lambda: state.runs.finish(begun.id, {}, "failed"),
                lambda: state.names(Side.LEFT).bind(cup, "ours"),
                lambda: state.journal(begun.id).record(Settled(ONE, "failed", "")),
                lambda: state.base.advance(tea, {}),
            ):
                with pytest.raises(Refused, match=r"our lease .* is held by bob"):
                    write()
            assert list(state.identity.all_keys(Side.LEFT)) == [("theirs", tea)]
            assert (state.runs.find(ONE).state, state.runs.find(ONE).outcomes) == ("finished", {})
            assert other.leases.show().owner == "bob"
    state.names(Side.LEFT).bind(cup, "ours")  # without a lease there is no fence: commands that hold none write too


def test_the_former_holder_does_not_give_back_what_is_no_longer_its_own(local, clock):
    first, second = local(), local()
    with ExitStack() as holding:
        holding.enter_context(first.leases.acquire(60))
        clock.sleep(61)
        with second.leases.acquire(60) as taken:
            holding.close()
            assert second.leases.show().id == taken.id


def test_a_renewed_lease_does_not_expire(local, clock):
    state = local()
    with state.leases.acquire(60) as lease:
        for _ in range(10):
            clock.sleep(20)
            lease.renew()
        assert not state.leases.show().expired
        assert state.leases.show().expires == clock.now() + timedelta(seconds=60)


def test_one_that_is_renewed_while_somebody_looks_has_not_expired(local, clock, monkeypatch):
    told, state, looking = clock.now, local(), local()

    def late():
        monkeypatch.setattr(clock, "now", told)
        lease.renew()
        clock.sleep(70)
        return told()

    with state.leases.acquire(120) as lease:
        clock.sleep(100)
        monkeypatch.setattr(clock, "now", late)
        assert not looking.leases.show().expired


def test_renewing_often_writes_seldom(local, clock):
    state = local()
    with state.leases.acquire(60) as lease:
        until = state.leases.show().expires
        clock.sleep(19)
        lease.renew()
        assert state.leases.show().expires == until
        clock.sleep(1)
        lease.renew()
        assert state.leases.show().expires == until + timedelta(seconds=20)


def test_a_lease_that_expired_unnoticed_is_renewed_while_nobody_took_it(local, clock):
    state = local()
    with state.leases.acquire(60) as lease:
        clock.sleep(300)
        lease.renew()
        assert not state.leases.show().expired


@pytest.mark.parametrize("later", [0, 20])
def test_a_broken_lease_stops_its_holder_before_the_next_request(local, clock, later):
    state = local()
    with state.leases.acquire(60) as lease:
        state.leases.break_(lease.id)
        clock.sleep(later)
        with pytest.raises(Refused, match="nobody holds it now"):
            lease.renew()


def test_the_holder_is_named_even_where_the_user_has_no_name():
    def nameless() -> str:
        raise KeyError("uid not found")

    assert current_user(nameless) == f"user {os.getuid()}"
    assert current_user(lambda: "ada") == "ada"


def test_what_was_known_a_moment_ago_is_not_asked_again(local, clock):
    state = local()
    with state.leases.acquire(60) as lease:
        state.leases.break_(lease.id)
        clock.sleep(2.4)
        lease.insist()
        clock.sleep(0.2)
        with pytest.raises(Refused, match="nobody holds it now"):
            lease.insist()


def test_an_answer_that_came_late_is_not_believed(local, clock, monkeypatch):
    """The state said that it is ours; before that was heard, the process stood still and somebody else worked."""
    first, second = local(), local()
    with first.leases.acquire(60) as lost:
        left, stood = first.leases.left, []

        def late(lease):
            said = left(lease)
            if not stood:
                stood.append(clock.sleep(61))
                with second.leases.acquire(60, owner="bob"):
                    pass
            return said

        monkeypatch.setattr(first.leases, "left", late)
        clock.sleep(3)
        with pytest.raises(Refused, match="after bob"):
            lost.insist()


def test_an_answer_that_always_takes_long_is_good_enough_while_the_lease_lasts(local, clock, monkeypatch):
    state = local()
    with state.leases.acquire(60) as lease:
        left, asked = state.leases.left, []

        def slow(lease):
            asked.append(clock.sleep(12))
            return left(lease)

        monkeypatch.setattr(state.leases, "left", slow)
        clock.sleep(3)
        lease.insist()
        assert len(asked) == 3
        assert not state.leases.show().expired


class Asleep(ManualClock):
    """A machine that sleeps: its steady clock stands, and the time of day goes on."""

    slept_through = timedelta()

    def now(self):
        return super().now() + self.slept_through


def test_a_machine_that_slept_past_the_end_of_its_lease_asks_before_it_sends(tmp_path):
    clock = Asleep()
    with ExitStack() as stack:
        first, second = (stack.enter_context(open_state(str(tmp_path / "one.db"), "acme", clock)) for _ in range(2))
        with first.leases.acquire(60) as lost:
            lost.insist()
            clock.slept_through = timedelta(hours=8)
            with second.leases.acquire(60), pytest.raises(Refused, match="is held by"):
                lost.insist()


def test_a_machine_that_slept_renews_a_lease_that_nobody_took_before_it_sends(tmp_path):
    clock = Asleep()
    with open_state(str(tmp_path / "one.db"), "acme", clock) as state, state.leases.acquire(60) as lease:
        clock.slept_through = timedelta(hours=8)
        assert state.leases.show().expired
        lease.insist()
        assert not state.leases.show().expired
