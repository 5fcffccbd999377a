"""Two people who decide at one instant: whoever comes second is told, though both looked before either wrote."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from two_worlds import EN, FR, Pair, remote_of, text
from visiting import Opened, of_pair

from isogloss import api
from isogloss.decide.approving import ALWAYS
from isogloss.errors import Refused, UsageError
from isogloss.jobs import approving
from isogloss.jobs.approving import Gate, Unapproved
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.run.sync import sync
from isogloss.serve.door import Door
from isogloss.state.resolutions import Resolutions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from isogloss.run.session import Session
    from isogloss.schedule.turn import Approval

PROXY = Door(auth="proxy", header="x-user")


class Somewhere(Pair):
    """Two worlds whose state is in a file or on a server."""

    address = ""

    def session(self) -> Session:
        return replace(super().session(), state=self.address, runs=self.folder / "runs")

    def turn(self, *, gate: Gate | None = None) -> None:
        """One turn of a service whose every plan needs approval."""
        session = self.session()
        with suppress(Unapproved):
            sync(session, self.folder / "next.jsonl", gate or Gate(session, ALWAYS))


on_either = pytest.mark.parametrize("pair", ["sqlite", "postgresql"], indirect=True)
"""For one of each kind; what is the same on both databases is held in tests/unit/state."""


@pytest.fixture
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Somewhere:
    """A title that both sides changed."""
    made = Somewhere(tmp_path)
    on_a_server = getattr(request, "param", "sqlite") == "postgresql"
    made.address = request.getfixturevalue("postgres_database") if on_a_server else str(tmp_path / "state.db")
    content = {"title": text("Tea"), STATUS: PUBLISHED}
    made.left.put("article", "tea", {EN: content, FR: content | {"title": text("Thé")}}, slug="tea")
    made.sync()
    made.left.edit("article", "tea", FR, title=text("Thé vert"))
    made.right.edit("article", remote_of(made.right, "article", "tea"), FR, title=text("Thé noir"))
    made.sync()
    return made


@pytest.fixture
def page(pair: Somewhere) -> Iterator[Opened]:
    with of_pair(pair, at=pair.address, door=PROXY, runs=pair.folder / "runs") as made:
        yield made


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Let something happen once, after whoever decides next has looked, and before their transaction begins."""

    def lets(happen: Callable[[], object]) -> None:
        left = [happen]

        def late(real: Callable[..., object]) -> Callable[..., object]:
            def called(*told: object, **more: object) -> object:
                if left:
                    left.pop()()
                return real(*told, **more)

            return called

        for name in ("record", "withdraw"):
            monkeypatch.setattr(Resolutions, name, late(getattr(Resolutions, name)))

    return lets


Between = "Callable[[Callable[[], object]], None]"


def found(pair: Pair) -> api.Waits:
    (one,) = api.conflicts(pair.session()).found
    return one


def take(pair: Pair, side: str, by: str, mark: str | None = None) -> tuple[api.Resolution, ...]:
    id_ = found(pair).id
    return api.resolve(pair.session(), [id_], api.TakeSide(side), by=by, shown=None if mark is None else {id_: mark})


def pressed(page: Opened, who: str, id_: str, what: str) -> tuple[int, str]:
    browser = page.browser(**{"x-user": who})
    shown = browser.get("/conflicts").text
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', shown.partition(f'/{id_}">')[2])[:4])
    answer = browser.ask("POST", f"/conflicts/pair/{id_}", data={**fields, "what": what})
    return answer.status_code, answer.text


def acts(page: Opened) -> list[tuple[str, str]]:
    return [(act.who, act.did) for act in reversed(page.agenda.audit.last())]


@on_either
def test_of_two_who_decide_on_the_page_the_second_is_shown_what_the_first_did(
    page: Opened, pair: Somewhere, between: Between
) -> None:
    one = found(pair)
    between(lambda: pressed(page, "Bea", one.id, "right"))
    status, said = pressed(page, "Ann", one.id, "left")
    assert (status, "This changed while you looked at it" in said, "take right" in said) == (409, True, True)
    assert found(pair).decided.by == "Bea"
    assert acts(page) == [("Bea", "decided")]


def test_of_a_button_and_a_command_the_button_replaces_nothing_unseen(
    page: Opened, pair: Somewhere, between: Between
) -> None:
    one = found(pair)
    between(lambda: take(pair, "right", "Bea"))
    assert pressed(page, "Ann", one.id, "left")[0] == 409
    assert (found(pair).decided.by, acts(page)) == ("Bea", [("Bea", "decided")])


def test_a_command_says_whose_decision_it_replaced_however_late_that_came(
    page: Opened, pair: Somewhere, between: Between
) -> None:
    one = found(pair)
    between(lambda: pressed(page, "Bea", one.id, "right"))
    (made,) = take(pair, "left", "Ann")
    assert (made.replaces.by, found(pair).decided.by) == ("Bea", "Ann")


def test_a_program_that_says_what_it_looked_at_is_refused_in_the_same_words(pair: Somewhere, between: Between) -> None:
    mark = found(pair).mark
    between(lambda: take(pair, "right", "Bea"))
    with pytest.raises(Refused, match="it changed since it was looked at; look at it again"):
        take(pair, "left", "Ann", mark)
    assert found(pair).decided.by == "Bea"


def test_a_button_that_one_person_presses_twice_at_once_is_no_quarrel(
    page: Opened, pair: Somewhere, between: Between
) -> None:
    one = found(pair)
    between(lambda: pressed(page, "Ann", one.id, "left"))
    assert pressed(page, "Ann", one.id, "left")[0] == 303
    assert found(pair).decided.by == "Ann"


def test_what_is_taken_back_is_what_was_seen(page: Opened, pair: Somewhere, between: Between) -> None:
    one = found(pair)
    take(pair, "right", "Bea")
    between(lambda: take(pair, "left", "Bea"))
    status, said = pressed(page, "Ann", one.id, "undo")
    assert (status, "This changed while you looked at it" in said) == (409, True)
    assert found(pair).decided.take is Side.LEFT


def test_of_two_who_take_back_one_did_and_the_other_is_told(page: Opened, pair: Somewhere, between: Between) -> None:
    one = found(pair)
    take(pair, "right", "Bea")
    between(lambda: pressed(page, "Bea", one.id, "undo"))
    status, said = pressed(page, "Ann", one.id, "undo")
    assert (status, "settled meanwhile" in said) == (409, True)
    take(pair, "right", "Bea")
    between(lambda: api.withdraw(pair.session(), [one.id], by="Bea"))
    with pytest.raises(UsageError, match=f"no decision is open about {one.id}; it was carried out, or lapsed"):
        api.withdraw(pair.session(), [one.id], by="Ann")
    assert acts(page) == [("Bea", "decided"), ("Bea", "took back")] * 2


# Plans that need approval.


@pytest.fixture
def plan(pair: Somewhere, page: Opened) -> Approval:
    pair.left.put("article", "pot", {EN: {"title": text("Pot"), STATUS: PUBLISHED}}, slug="pot")
    pair.turn()
    return page.agenda.approvals.of("pair")


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Let something happen once, after a plan that waits was looked at, and before anything is written about it."""

    def lets(happen: Callable[[], object]) -> None:
        looks, left = approving.kept, [happen]

        def late(approval: Approval) -> object:
            plan = looks(approval)
            if left:
                left.pop()()
            return plan

        monkeypatch.setattr(approving, "kept", late)

    return lets


def says(page: Opened, who: str, plan: Approval, what: str) -> tuple[int, str]:
    answer = page.browser(**{"x-user": who}).post(f"/plans/{plan.digest}", f"/plans/{plan.digest}", what=what)
    return answer.status_code, answer.text


def command(pair: Somewhere, plan: Approval, by: str, *, reject: bool = False) -> api.Approval:
    return api.approve(pair.address, plan.digest, by, reject=reject, clock=pair.clock)[0]


def fate(page: Opened, plan: Approval) -> tuple[str, str]:
    now = page.agenda.approvals.named(plan.digest)
    return now.fate, now.by


@on_either
def test_of_two_who_decide_about_a_plan_the_second_is_shown_what_the_first_did(
    page: Opened, plan: Approval, looked: Between
) -> None:
    looked(lambda: says(page, "Bea", plan, "reject"))
    status, said = says(page, "Ann", plan, "approve")
    assert (status, "Somebody else decided" in said, "(<bdi>Bea</bdi>)" in said) == (409, True, True)
    assert (fate(page, plan), acts(page)) == (("rejected", "Bea"), [("Bea", "rejected")])
    assert page.agenda.asked() == frozenset()


def test_of_a_button_and_a_command_the_button_replaces_no_approval_unseen(
    page: Opened, pair: Somewhere, plan: Approval, looked: Between
) -> None:
    looked(lambda: command(pair, plan, "Bea", reject=True))
    assert says(page, "Ann", plan, "approve")[0] == 409
    assert fate(page, plan) == ("rejected", "Bea")


def test_a_button_for_a_plan_that_one_person_presses_twice_at_once_is_no_quarrel(
    page: Opened, plan: Approval, looked: Between
) -> None:
    looked(lambda: says(page, "Ann", plan, "approve"))
    assert says(page, "Ann", plan, "approve")[0] == 303


@pytest.mark.parametrize("way", ["passed over", "carried out"])
def test_what_waits_no_more_is_approved_by_nobody(
    page: Opened, pair: Somewhere, plan: Approval, looked: Between, way: str
) -> None:
    def meanwhile() -> None:
        if way == "passed over":
            page.agenda.approvals.ask("pair", "f" * 64, "newer.jsonl", "changes: 2")
        else:
            command(pair, plan, "Bea")
            pair.turn()

    looked(meanwhile)
    assert says(page, "Ann", plan, "approve")[0] == 409
    assert fate(page, plan)[0] == way
    pair.left.put("article", "cup", {EN: {"title": text("Cup"), STATUS: PUBLISHED}}, slug="cup")
    pair.turn()
    newer = page.agenda.approvals.of("pair")
    looked(lambda: page.agenda.approvals.ask("pair", "e" * 64, "newest.jsonl", "changes: 3"))
    with pytest.raises(UsageError, match=f"no plan {newer.digest} waits for approval; those that do: eeeeeeee"):
        command(pair, newer, "Ann")
    assert not [who for who, did in acts(page) if who == "Ann"]


def test_what_is_rejected_while_a_turn_looks_at_it_is_not_carried_out(
    page: Opened, pair: Somewhere, plan: Approval, looked: Between
) -> None:
    command(pair, plan, "Bea")
    before = pair.writes()
    looked(lambda: says(page, "Cem", plan, "reject"))
    pair.turn()
    assert (fate(page, plan), pair.writes()) == (("rejected", "Cem"), before)


def test_what_is_approved_while_a_turn_looks_at_it_is_known_to_have_been(
    page: Opened, pair: Somewhere, plan: Approval, looked: Between
) -> None:
    """A plan that does less than what is approved just then goes ahead; one that does more says what was approved."""
    pair.left.put("article", "cup", {EN: {"title": text("Cup"), STATUS: PUBLISHED}}, slug="cup")
    looked(lambda: says(page, "Ann", plan, "approve"))
    pair.turn()
    newer = page.agenda.approvals.of("pair")
    assert f"since {plan.short} was approved: it would also create article/cup" in newer.why
    del pair.left.entries["article", "cup"]
    before = pair.writes()
    looked(lambda: says(page, "Ann", newer, "approve"))
    pair.turn()
    assert (fate(page, newer)[0], pair.writes() > before) == ("carried out", True)
