"""Which ops of a plan go first: whole entries with all that their ops need, or all but what publishes others."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_plan import sample, write

from isogloss.errors import StateError, UsageError
from isogloss.model.address import EntryKey, Side
from isogloss.model.value import Digest
from isogloss.plan.draft import Draft
from isogloss.plan.op import Op
from isogloss.plan.parts import Part, Sample, dump_part, load_sample, part_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from isogloss.plan.data import PlanFile
    from isogloss.plan.op import Verb

VERBS = ("create", "update", "link", "publish", "unpublish")


class Plan:
    """What of a plan file counts here."""

    path = "plan.jsonl"

    def __init__(self, ops: list[Op]) -> None:
        self._ops = ops

    def ops(self) -> Iterator[Op]:
        return iter(self._ops)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Ops of a few entries, each of which needs some of those before it."""
    ops: list[Op] = []
    for number in range(draw(st.integers(1, 14))):
        key = EntryKey(draw(st.sampled_from(("a", "b"))), f"n{draw(st.integers(0, 4))}")
        needs = frozenset(draw(st.lists(st.sampled_from([op.id for op in ops]), max_size=3))) if ops else frozenset()
        on, verb = draw(st.sampled_from(list(Side))), draw(st.sampled_from(VERBS))
        ops.append(Op(Digest(f"op-{number}"), on, cast("Verb", verb), key, "", (), needs=needs))
    return Plan(ops)


samples = st.one_of(
    st.builds(Sample, number=st.integers(1, 9)),
    st.builds(Sample, share=st.fractions(Fraction(1, 100), 1)),
    st.just(Sample(entries=("*/n*",))),
    st.just(Sample(publishing=("*",))),
)


def chosen(plan: Plan, sample: Sample) -> Part:
    return part_of(cast("PlanFile", plan), sample)


@given(plans(), samples)
def test_what_goes_first_needs_nothing_that_stays(plan: Plan, sample: Sample) -> None:
    part = chosen(plan, sample)
    assert all(op.needs <= part.ops for op in plan.ops() if op.id in part.ops)
    assert part.chosen.isdisjoint(part.along)
    assert part == chosen(plan, sample), "the same each time"


@given(plans(), st.integers(1, 9))
def test_of_each_entry_all_goes_or_nothing(plan: Plan, number: int) -> None:
    part = chosen(plan, Sample(number=number))
    gone = {op.entry for op in plan.ops() if op.id in part.ops}
    assert gone == part.entries
    assert gone.isdisjoint(op.entry for op in plan.ops() if op.id not in part.ops)
    assert part.whole
    assert len(part.chosen) == min(number, len({op.entry for op in plan.ops()}))


@given(plans())
def test_where_publishing_waits_only_that_and_what_follows_it_stays(plan: Plan) -> None:
    key = next(plan.ops()).entry
    part = chosen(plan, Sample(publishing=(str(key),)))
    left = [op for op in plan.ops() if op.id not in part.ops]
    ids = {op.id for op in left}
    assert all(op.verb == "publish" or op.needs & ids for op in left)
    assert not any(op.verb == "publish" and op.entry == key for op in left if not op.needs & ids)


def test_each_kind_has_its_share_and_one_at_least() -> None:
    ops = [
        Op(Digest(f"{kind}{n}"), Side.RIGHT, "create", EntryKey(kind, f"n{n}"), "", ())
        for kind in "ab"
        for n in range(40)
    ]
    ops.append(Op(Digest("c"), Side.RIGHT, "create", EntryKey("c", "alone"), "", ()))
    part = chosen(Plan(ops), Sample(share=Fraction(5, 100)))
    assert sorted(key.kind for key in part.chosen) == ["a", "a", "b", "b", "c"]
    three = chosen(Plan(ops), Sample(number=3)).chosen
    assert sorted(key.kind for key in three) == ["a", "b", "c"], "kinds take turns"
    assert sorted(key.kind for key in chosen(Plan(ops), Sample(share=Fraction(1, 100))).chosen) == ["a", "b", "c"]


def test_which_entries_go_first_has_nothing_to_do_with_their_names_and_is_the_same_everywhere() -> None:
    ops = [Op(Digest(f"op-{n}"), Side.RIGHT, "create", EntryKey("a", f"n{n}"), "", ()) for n in range(40)]
    drawn = {key.name for key in chosen(Plan(ops), Sample(number=3)).chosen}
    assert drawn == {"n18", "n22", "n35"}


def test_a_plan_that_writes_nothing_has_no_part(tmp_path: Path) -> None:
    from sample_plan import Lines

    plan = write(tmp_path / "plan.jsonl", Draft(Lines()))
    with pytest.raises(UsageError, match="the plan writes nothing, so there is nothing to choose from"):
        part_of(plan, Sample(number=1))


def test_entries_are_named_as_the_plan_names_them(tmp_path: Path) -> None:
    plan = write(tmp_path / "plan.jsonl", sample())
    keys = {str(op.entry) for op in plan.ops()}
    part = part_of(plan, Sample(entries=(min(keys),)))
    assert {str(key) for key in part.chosen} == {min(keys)}
    both = part_of(chain(), Sample(entries=("page/*", "author/*")))
    assert both.chosen == {PAGE, ADA}
    with pytest.raises(UsageError) as told:
        part_of(plan, Sample(entries=("nobody/none",)))
    assert str(told.value) == (
        f"{plan.path}: it writes no entry nobody/none. Name entries as the plan does, KIND/NAME; * stands for any "
        "letters, as in article/*."
    )


TEA, CUP, ADA, PAGE = (EntryKey(*name.split("/")) for name in ("article/tea", "article/cup", "author/ada", "page/home"))


def chain() -> PlanFile:
    """An article refers to another, and that to its author; one publishing needs the other. A page refers to none."""

    def op(name: str, verb: str, key: EntryKey, *needs: str, on: Side = Side.RIGHT) -> Op:
        return Op(Digest(name), on, cast("Verb", verb), key, "", (), needs=frozenset(map(Digest, needs)))

    ops = [
        op("ada", "create", ADA, on=Side.LEFT),
        op("cup", "create", CUP, "ada"),
        op("tea", "create", TEA, "cup"),
        op("page", "create", PAGE),
        op("cup-live", "publish", CUP, "cup"),
        op("tea-live", "publish", TEA, "tea", "cup-live"),
        op("page-live", "publish", PAGE, "page"),
        op("tea-link", "link", TEA, "tea-live"),
    ]
    return cast("PlanFile", Plan(ops))


def test_entries_go_first_with_all_that_they_refer_to_and_nothing_else() -> None:
    part = part_of(chain(), Sample(entries=("*/tea",)))
    assert part.ops == {"ada", "cup", "tea", "cup-live", "tea-live", "tea-link"}
    assert (part.chosen, part.along, part.sides, part.whole) == ({TEA}, {CUP, ADA}, {*Side}, True)
    assert part.told == "Of the plan a part was carried out, as asked: 1 entry, with 2 entries that they refer to."


def test_entries_that_refer_to_none_go_alone() -> None:
    part = part_of(chain(), Sample(entries=("page/*",)))
    assert (part.ops, part.chosen, part.along, part.sides) == ({"page", "page-live"}, {PAGE}, set(), {Side.RIGHT})
    assert part.told == "Of the plan a part was carried out, as asked: 1 entry."


def test_publishing_goes_with_what_it_needs_and_any_other_waits_with_what_comes_after_it() -> None:
    tea, page = (part_of(chain(), Sample(publishing=(glob,))) for glob in ("*/tea", "page/*"))
    content = {"ada", "cup", "tea", "page"}
    assert tea.ops == content | {"cup-live", "tea-live", "tea-link"}
    assert tea.told == "All of the plan was carried out but publishing, as asked: that of 1 entry waits."
    assert page.ops == content | {"page-live"}
    assert page.told == "All of the plan was carried out but publishing, as asked: that of 2 entries waits."
    assert (page.chosen, page.along, page.whole) == ({PAGE}, {TEA, CUP, ADA}, False)


@given(plans(), samples)
def test_what_was_asked_for_is_kept_with_the_run(plan: Plan, sample: Sample) -> None:
    kept = json.loads(json.dumps(dump_part(chosen(plan, sample))))
    assert load_sample(kept) == sample


def test_what_is_kept_of_a_part_is_the_same_in_every_version() -> None:
    part = chosen(Plan([Op(Digest("op"), Side.RIGHT, "create", EntryKey("a", "n1"), "", ())]), Sample(number=2))
    nothing = {"number": None, "share": None, "entries": [], "publishing": []}
    assert dump_part(part) == {"part": {**nothing, "number": 2}}
    share = replace(part, sample=Sample(share=Fraction(1, 20)))
    assert dump_part(share) == {"part": {**nothing, "share": "1/20"}}
    named = replace(part, sample=Sample(entries=("a/*", "b/tea")))
    assert dump_part(named) == {"part": {**nothing, "entries": ["a/*", "b/tea"]}}
    live = replace(part, sample=Sample(publishing=("a/*",)))
    assert dump_part(live) == {"part": {**nothing, "publishing": ["a/*"]}}
    assert dump_part(None) == {} == dump_part(replace(part, sample=None))


def test_a_run_of_all_of_its_plan_was_asked_for_no_part() -> None:
    assert load_sample({}) is None
    assert load_sample({"part": None}) is None


@pytest.mark.parametrize(
    "other",
    [
        7,
        {},
        {"number": 2},
        {"number": "2"},
        {"number": 2, "share": "1/2"},
        {"share": "0.5"},
        {"share": "1/0"},
        {"share": "half"},
        {"share": "1/2", "entries": ["a/*"]},
        {"share": "1/2", "publishing": ["a/*"]},
        {"entries": "a/*"},
        {"publishing": None},
    ],
    ids=str,
)
def test_what_is_kept_in_another_shape_is_damage(other: object) -> None:
    if isinstance(other, dict) and other and list(other) != ["number"]:
        other = {"number": None, "share": None, "entries": [], "publishing": [], **other}
    with pytest.raises(StateError) as told:
        load_sample({"part": other})
    assert str(told.value) == (
        f"what is kept of a run names no part of a plan: {str(other)[:80]}. The state is damaged."
    )
