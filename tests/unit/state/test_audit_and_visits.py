"""Who did what, and who is let in, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from manual_clock import ManualClock
from old_states import as_of

from isogloss.state import audit as audit_module
from isogloss.state import visits as visits_module
from isogloss.state.agenda import Agenda, open_agenda
from isogloss.state.tables import AUDIT, KEY, VISIT
from isogloss.state.visits import LASTS, ROLES, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def agenda(address: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agenda]:
    for each in (audit_module, visits_module):
        monkeypatch.setattr(each, "moment", lambda _, ours: ours.now().timestamp())
    with open_agenda(address, clock) as opened:
        with opened._database.write() as connection:
            for table in (AUDIT, KEY, VISIT):
                connection.execute(table.delete())
        yield opened


def test_what_people_did_is_told_the_newest_first_and_by_mapping(agenda: Agenda, clock: ManualClock) -> None:
    agenda.audit.note("Ann", "came in")
    clock.sleep(5)
    agenda.audit.note("Ann", "paused", "acme", said="for the relaunch")
    agenda.audit.note("", "resumed", "beta")
    found = agenda.audit.last()
    assert [(act.who, act.did, act.mapping, act.said) for act in found] == [
        ("", "resumed", "beta", ""),
        ("Ann", "paused", "acme", "for the relaunch"),
        ("Ann", "came in", "", ""),
    ]
    assert (found[1].at - found[2].at).total_seconds() == 5
    assert [act.mapping for act in agenda.audit.last("acme")] == ["acme"]
    assert len(agenda.audit.last(limit=2)) == 2


def test_a_visit_lasts_its_time_and_no_longer(agenda: Agenda, clock: ManualClock) -> None:
    agenda.visits.come_in("secret", "Ann", "editor")
    found = agenda.visits.of("secret")
    assert (found.who, found.role) == ("Ann", "editor")
    assert agenda.visits.of("another") is None
    clock.sleep(LASTS.total_seconds())
    assert agenda.visits.of("secret") is None
    agenda.visits.come_in("newer", "Bob", "viewer")
    with agenda._database.read() as connection:
        assert len(connection.execute(VISIT.select()).all()) == 1


def test_a_token_lets_in_as_what_it_is_for_and_new_ones_end_all(agenda: Agenda) -> None:
    assert not agenda.visits.has_tokens()
    assert agenda.visits.role_of("") is None
    agenda.visits.set_tokens({"editor": "one", "viewer": "two"})
    assert [agenda.visits.role_of(each) for each in ("one", "two", "three", "")] == ["editor", "viewer", None, None]
    agenda.visits.come_in("secret", "Ann", "editor")
    agenda.visits.set_tokens({"editor": "three", "viewer": "four"})
    assert (agenda.visits.role_of("one"), agenda.visits.of("secret")) == (None, None)
    assert agenda.visits.has_tokens()


def test_what_signs_forms_stays_the_same(agenda: Agenda) -> None:
    first = agenda.visits.forms()
    assert (agenda.visits.forms(), len(first)) == (first, 32)
    agenda.visits.set_tokens({"editor": "one", "viewer": "two"})
    assert agenda.visits.forms() == first


def test_of_pages_that_begin_at_once_the_first_makes_the_keys_and_the_others_use_them(
    agenda: Agenda, address: str, clock: ManualClock
) -> None:
    """Whether the second waits for the first or comes after it: what the first wrote is what counts."""
    first = digest_of("first")
    with open_agenda(address, clock) as other, ThreadPoolExecutor(2) as pool:
        with agenda._database.write() as connection:
            connection.execute(KEY.insert().values(name="forms", value="ab" * 32))
            rows = [{"name": role, "value": first} for role in ROLES]
            connection.execute(KEY.insert(), rows)
            signing = pool.submit(other.visits.forms)
        tokens = {"editor": "second", "viewer": "third"}
        assert signing.result(60) == bytes.fromhex("ab" * 32)
        assert pool.submit(other.visits.make_tokens, tokens).result(60) is False
    assert (agenda.visits.role_of("first"), agenda.visits.role_of("second")) == ("editor", None)


def test_tokens_are_made_once(agenda: Agenda) -> None:
    assert agenda.visits.make_tokens({"editor": "one", "viewer": "two"}) is True
    assert agenda.visits.make_tokens({"editor": "three", "viewer": "four"}) is False
    assert [agenda.visits.role_of(each) for each in ("one", "two", "three")] == ["editor", "viewer", None]


def test_a_state_of_before_there_was_a_page_tells_of_nobody(tmp_path: Path, clock: ManualClock) -> None:
    path = tmp_path / "state.db"
    with open_agenda(str(path), clock) as agenda:
        agenda.audit.note("Ann", "came in")
    as_of(path, "0011")
    with open_agenda(str(path), clock, read_only=True) as agenda:
        assert agenda.audit.last() == []
