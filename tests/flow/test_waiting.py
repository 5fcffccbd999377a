"""A side that shows an older state than was confirmed, also when asked for the entry itself: the entry waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from edge_world import EdgeWorld
from plan_lines import lines_of
from two_worlds import EN, FR, Pair, remote_of, text

from isogloss import api
from isogloss.cli.apply import exit_code
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import DRAFT, STATUS

if TYPE_CHECKING:
    from pathlib import Path

TEA = EntryKey("author", "tea")


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Two entries in agreement; the right side's cache holds them as they are."""
    made = Pair(tmp_path, right=EdgeWorld(), options={"delete": "propagate"})
    for slug in ("tea", "cup"):
        variant = {"name": text(slug.title()), STATUS: DRAFT}
        made.left.put("author", f"id-{slug}", {EN: variant, FR: variant}, slug=slug)
    assert exit_code(made.sync()) == 0
    edge(made).keep()
    return made


def edge(pair: Pair) -> EdgeWorld:
    assert isinstance(pair.right, EdgeWorld)
    return pair.right


def confirmed_then_old(pair: Pair, slug: str = "tea") -> None:
    """An edit of the left side is confirmed on the right, which then shows again what its cache holds."""
    kept = edge(pair).kept
    edge(pair).purge()
    pair.left.edit("author", f"id-{slug}", EN, name=text("Newer"))
    assert exit_code(pair.sync()) == 0
    edge(pair).kept = kept


def names(pair: Pair, slug: str) -> tuple[object, object]:
    edge(pair).seen_by_people()
    return tuple(pair.shown(side, "author", slug, EN, "name") for side in Side)


def test_what_waits_is_written_on_neither_side_and_told_and_everything_else_flows(pair: Pair) -> None:
    confirmed_then_old(pair)
    pair.left.edit("author", "id-tea", FR, name=text("Thé"))
    pair.left.edit("author", "id-cup", EN, name=text("Bowl"))
    applied = pair.sync()
    (held,) = lines_of(applied.plan, "conflict")
    assert (held["entry"], held["reason"]) == (["author", "tea"], "an older state is shown")
    assert "before the one that was confirmed" in held["detail"]
    assert exit_code(applied) == 1
    assert names(pair, "tea") == (text("Newer"), text("Newer"))
    assert names(pair, "cup") == (text("Bowl"), text("Bowl"))


def test_the_next_run_finds_what_waited(pair: Pair) -> None:
    confirmed_then_old(pair)
    pair.left.edit("author", "id-tea", FR, name=text("Thé"))
    assert exit_code(pair.sync()) == 1
    edge(pair).purge()
    assert exit_code(pair.sync()) == 0
    assert pair.shown(Side.RIGHT, "author", "tea", FR, "name") == text("Thé")
    assert pair.sync().result.counts() == {}


def test_an_entry_that_only_its_own_address_shows_as_it_is_does_not_wait(pair: Pair) -> None:
    confirmed_then_old(pair)
    edge(pair).stale_reads = 1
    assert exit_code(pair.sync()) == 0
    assert names(pair, "tea") == (text("Newer"), text("Newer"))


def test_what_a_listing_lacks_and_its_own_address_shows_is_not_gone(pair: Pair) -> None:
    edge(pair).kept.pop(("author", remote_of(pair.right, "author", "tea")))
    edge(pair).stale_reads = 1
    assert pair.sync().result.counts() == {}
    assert names(pair, "tea") == (text("Tea"), text("Tea"))


def test_a_locale_that_a_listing_lacks_and_its_own_address_shows_is_not_gone(pair: Pair) -> None:
    del edge(pair).kept["author", remote_of(pair.right, "author", "tea")].versions[FR]
    edge(pair).stale_reads = 1
    assert pair.sync().result.counts() == {}
    assert pair.shown(Side.LEFT, "author", "tea", FR, "name") == text("Tea")


def test_what_is_gone_also_by_its_own_address_is_gone(pair: Pair) -> None:
    edge(pair).purge()
    del pair.right.entries["author", remote_of(pair.right, "author", "tea")]
    assert pair.sync().result.counts() == {"confirmed": 1}
    assert ("author", "id-tea") not in pair.left.entries


def test_a_plan_that_meets_an_older_state_when_it_is_applied_leaves_that_entry_alone(pair: Pair) -> None:
    kept = edge(pair).kept
    edge(pair).purge()
    pair.left.edit("author", "id-tea", EN, name=text("Newer"))
    assert exit_code(pair.sync()) == 0
    pair.left.edit("author", "id-tea", EN, name=text("Newest"))
    plan = pair.plan()
    edge(pair).kept = kept
    applied = pair.apply(plan)
    ((op, settled),) = applied.result.problems
    assert (op.entry.name, settled.outcome, exit_code(applied)) == ("tea", "skipped", 1)
    assert "before the one that was confirmed" in settled.detail
    assert names(pair, "tea") == (text("Newest"), text("Newer"))


def test_a_verification_tells_what_waits_apart_from_what_differs(pair: Pair) -> None:
    confirmed_then_old(pair)
    verified = pair.verify()
    assert (verified.differing, verified.proven, list(verified.waiting)) == (0, False, [TEA])


def test_an_export_leaves_out_what_waits_and_says_so(pair: Pair, tmp_path: Path) -> None:
    out = tmp_path / "out"
    confirmed_then_old(pair)
    done = api.export(pair.session(), Side.RIGHT, out)
    (aside,) = done.asides
    assert (aside.kind, aside.remote) == ("author", remote_of(edge(pair).seen_by_people(), "author", "tea"))
    assert "before the one that was confirmed" in aside.reason
    assert done.tally.entries == 1
    edge(pair).purge()
    again = api.export(pair.session(), Side.RIGHT, out)
    assert (again.asides, again.tally.entries) == ((), 2)


def test_after_as_long_as_a_cache_may_hold_an_older_state_is_believed(pair: Pair) -> None:
    confirmed_then_old(pair)
    pair.clock.sleep(100_001)
    pair.sync()
    assert names(pair, "tea")[0] == text("Tea")


def test_where_nothing_is_doubtful_nobody_is_asked_again(pair: Pair) -> None:
    edge(pair).purge()
    edge(pair).reads = 0
    pair.sync()
    assert edge(pair).reads == 1
