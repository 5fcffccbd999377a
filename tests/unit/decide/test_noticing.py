"""What is new since people were last told: everything once, and again only when it was over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from isogloss.decide.noticing import Notice, Standing, noticed, places
from isogloss.merge.change import Conflict
from isogloss.model.address import Cell, EntryKey
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT
from isogloss.schedule.turn import Approval, Turn, outcome_of

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def turn(code: int = 0) -> Turn:
    return Turn("acme", "schedule", NOW, NOW, NOW + timedelta(seconds=2), 0, outcome_of(code), code, "run", "le titre")


def approval(digest: str, fate: str = "waiting", by: str = "") -> Approval:
    why = "deletes: 6; since 0000 was approved: it would also delete article/secret-title on butter"
    return Approval("acme", digest, "plan.jsonl", fate, why, NOW, by)  # type: ignore[arg-type]  # one of them


class Watching:
    """Somebody who is told, look by look."""

    def __init__(self) -> None:
        self.marks: frozenset[str] = frozenset()

    def __call__(self, **now: object) -> list[Notice]:
        found, self.marks = noticed(Standing("acme", **now), self.marks, NOW)  # type: ignore[arg-type]  # its fields
        return list(found)

    def what(self, **now: object) -> list[str]:
        return [each.what for each in self(**now)]


def test_a_conflict_is_told_once_and_again_after_it_was_gone() -> None:
    watching, two = Watching(), {"aaaa": "article fr", "bbbb": "article fr"}
    (first,) = watching(conflicts=two, last=turn(1))
    assert (first.what, first.facts) == (
        "conflicts",
        {"new": 2, "open": 2, "ids": ["aaaa", "bbbb"], "where": {"article fr": 2}},
    )
    assert first.at == NOW + timedelta(seconds=2), "the run that found them ended then"
    assert watching.what(conflicts=two) == []
    (third,) = watching(conflicts={**two, "cccc": "author"})
    assert third.facts == {"new": 1, "open": 3, "ids": ["cccc"], "where": {"author": 1}}
    assert watching.what(conflicts={"aaaa": "article fr"}) == []
    assert watching.what(conflicts=two) == ["conflicts"]


def test_many_conflicts_are_counted_and_some_are_named() -> None:
    (told,) = Watching()(conflicts={f"{n:04}": "article" for n in range(1000)})
    assert told.at == NOW, "no run is known that found them"
    assert (told.facts["new"], told.facts["where"], len(told.facts["ids"])) == (1000, {"article": 1000}, 20)  # type: ignore[arg-type]  # a list


def test_a_failure_is_told_once_for_each_code_until_a_run_ends_well() -> None:
    watching = Watching()
    assert [watching.what(last=turn(code)) for code in (3, 3, 5, 3, 4)] == [
        ["failure"],
        [],
        ["failure"],
        [],
        ["failure"],
    ]
    assert [watching.what(last=turn(code)) for code in (1, 0, 0)] == [["recovery"], [], []]
    assert watching.what(last=turn(3)) == ["failure"]


def test_a_failure_and_its_end_are_told_with_what_the_run_came_to() -> None:
    watching = Watching()
    (failed,) = watching(last=turn(3))
    (better,) = watching(last=turn(1))
    assert failed.facts == {"outcome": outcome_of(3), "exit": 3, "run": "run"}
    assert better.facts == {"outcome": outcome_of(1), "exit": 1, "run": "run"}
    assert failed.at == better.at == NOW + timedelta(seconds=2)


def test_who_never_failed_does_not_recover() -> None:
    assert [Watching().what(last=each) for each in (None, turn(0), turn(1))] == [[], [], []]


def test_a_plan_that_waits_is_told_once_although_it_is_made_anew_and_says_no_name_of_an_entry() -> None:
    watching = Watching()
    (told,) = watching(approval=approval("aaaa1111bbbb"))
    assert told.facts == {"plan": "aaaa1111", "beyond": "deletes: 6"}
    assert watching.what(approval=approval("cccc1111bbbb")) == []
    assert watching.what() == []
    assert watching.what(approval=approval("cccc1111bbbb")) == ["approval"]


def test_no_part_of_an_entrys_name_is_told_whatever_it_is_called() -> None:
    waits = approval("aaaa1111bbbb")
    (told,) = Watching()(approval=replace(waits, why=waits.why.replace("secret", "secret; since 1990")))
    assert told.facts["beyond"] == "deletes: 6"


def test_a_plan_that_waits_after_another_was_decided_about_is_told() -> None:
    watching = Watching()
    assert watching.what(approval=approval("aaaa")) == ["approval"]
    assert watching.what(approval=approval("aaaa", "approved", "Ann"), decided=frozenset({"aaaa"})) == []
    assert watching.what(approval=approval("bbbb")) == ["approval"]
    assert watching.what(approval=approval("cccc"), decided=frozenset({"bbbb"})) == ["approval"]  # within one look


STANDINGS = st.builds(
    Standing,
    st.just("acme"),
    st.dictionaries(st.sampled_from(["a", "b", "c"]), st.just("article")),
    st.none() | st.builds(approval, st.sampled_from(["p", "q"]), st.sampled_from(["waiting", "approved", "rejected"])),
    st.frozensets(st.sampled_from(["p", "q"])),
    st.none() | st.builds(turn, st.sampled_from([0, 1, 3, 4, 5])),
)


@given(STANDINGS, st.frozensets(st.sampled_from(["conflict:a", "failure:3", "approval:p", "conflict:z"])))
def test_who_looks_twice_is_told_nothing_the_second_time(now: Standing, before: frozenset[str]) -> None:
    _, marks = noticed(now, before, NOW)
    decided = now.decided - {each.removeprefix("approval:") for each in marks}  # nobody decides in between
    assert noticed(replace(now, decided=decided), marks, NOW) == ((), marks)


@given(st.lists(STANDINGS, max_size=8))
def test_what_is_told_never_names_what_was_told_and_is_still_there(looks: list[Standing]) -> None:
    marks: frozenset[str] = frozenset()
    open_: set[str] = set()
    for now in looks:
        found, marks = noticed(now, marks, NOW)
        told = {name for each in found if each.what == "conflicts" for name in each.facts["ids"]}  # type: ignore[union-attr]  # a list
        assert told == set(now.conflicts) - open_
        open_ = set(now.conflicts)


def test_conflicts_are_known_by_what_people_type() -> None:
    at = Cell(EntryKey("article", "a-secret-slug"), Locale("fr-FR"), "title")
    found = places("acme", [Conflict(at, "both sides changed", ABSENT, ABSENT, "Le titre"), object()])
    assert list(found.values()) == ["article fr-FR"]
    assert all(len(name) == 8 for name in found)
