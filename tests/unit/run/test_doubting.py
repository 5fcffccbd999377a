"""What is doubted of a whole read, who is asked about it, and what is made of the answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from manual_clock import ManualClock
from two_worlds import EN, FR, Pair, text

from isogloss.model.address import EntryKey, Side
from isogloss.model.confirmed import Confirmed, marked
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.locale import SHARED
from isogloss.model.schema import Capabilities
from isogloss.model.snapshot import Note, Seen
from isogloss.model.value import Digest
from isogloss.ports import Heard
from isogloss.run.doubting import Doubts
from isogloss.state.opened import State, open_state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from isogloss.ports import Wanted

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TEA = EntryKey("author", "tea")
MARK = Digest("0" * 32)


def variant(words: str) -> dict[str, object]:
    return {"name": text(words), STATUS: PUBLISHED}


def shown(words: str = "Ours", updated: datetime | None = NOON, **notes: object) -> Seen:
    note = Note(updated=updated, live=True, **notes)
    return Seen("author", "r1", {SHARED: {}, EN: variant(words), FR: variant(words)}, {EN: note, FR: note})


@dataclass
class Sayer:
    """A side that says one thing of an entry, or, asked for what is live, another."""

    staged: Seen | None
    live: Seen | None = None
    late: Mapping[EntryKey, datetime] = field(default_factory=dict)
    asked: list[Wanted] = field(default_factory=list)

    def capabilities(self, _kind: str) -> Capabilities:
        return Capabilities(cache_seconds=1000.0)

    def ask(self, wanted: Sequence[Wanted]) -> Heard:
        self.asked += wanted
        said = self.live if wanted[0].live else self.staged
        return Heard({} if said is None else {TEA: said}, self.late)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """One entry in agreement, which was confirmed at noon."""
    with open_state(str(tmp_path / "state.db"), "pair", ManualClock()) as opened:
        for side in Side:
            opened.identity.bind(side, TEA, "r1")
        opened.base.advance(TEA, {locale: {"name": (MARK, MARK)} for locale in (EN, FR)})
        known = Confirmed(marked(variant("Ours")), NOON, NOON)
        opened.confirmed.note([(Side.RIGHT, TEA, {EN: known, FR: known})])
        yield opened


def heeded(state: State, tmp_path: Path, read: Seen | None, side: Sayer, **options: object):
    bridge = replace(Pair(tmp_path).bridge, locales=(EN, FR), **options)
    doubts = Doubts(bridge, state, Side.RIGHT, side, NOON + timedelta(seconds=10))
    if read is not None:
        doubts.meet(read)
    return list(doubts.heed())


def test_what_is_as_it_was_confirmed_is_asked_for_by_nobody(state, tmp_path):
    side = Sayer(shown())
    assert heeded(state, tmp_path, shown(), side) == []
    assert side.asked == []


def test_an_entry_that_was_never_met_is_not_doubted(state, tmp_path):
    assert heeded(state, tmp_path, replace(shown(), remote="new"), Sayer(None))[0].entry == TEA


def test_what_is_shown_older_is_asked_for_in_every_locale_and_the_answer_counts(state, tmp_path):
    side = Sayer(shown())
    (one,) = heeded(state, tmp_path, shown("Old", NOON - timedelta(1)), side)
    assert (one.seen, one.waits) == (shown(), "")
    assert [(each.entry, each.remote) for each in side.asked] == [(TEA, "r1")]
    assert set(side.asked[0].locales) >= {EN, FR}


def test_what_is_older_by_its_own_address_too_waits(state, tmp_path):
    old = shown("Old", NOON - timedelta(1))
    (one,) = heeded(state, tmp_path, old, Sayer(old))
    assert "right shows a state from before the one that was confirmed at 2026-11-28 12:00:00 UTC" in one.waits


def test_what_is_missing_and_said_to_be_gone_is_gone(state, tmp_path):
    (one,) = heeded(state, tmp_path, None, Sayer(None))
    assert (one.seen, one.waits) == (None, "")


def test_what_is_missing_where_only_a_cache_answers_waits(state, tmp_path):
    (one,) = heeded(state, tmp_path, None, Sayer(None, late={TEA: NOON}))
    assert "only a cache answered, which has its answer since 2026-11-28 12:00:00 UTC" in one.waits


def test_a_locale_that_is_missing_where_only_a_cache_answers_waits(state, tmp_path):
    one_locale = replace(shown(), variants={SHARED: {}, EN: variant("Ours")})
    (one,) = heeded(state, tmp_path, one_locale, Sayer(one_locale, late={TEA: NOON}))
    assert "only a cache answered" in one.waits
    (one,) = heeded(state, tmp_path, one_locale, Sayer(one_locale))
    assert (one.seen, one.waits) == (one_locale, "")


def test_what_a_cache_kept_but_shows_as_it_was_confirmed_does_not_wait(state, tmp_path):
    (one,) = heeded(state, tmp_path, None, Sayer(shown(), late={TEA: NOON}))
    assert (one.seen, one.waits) == (shown(), "")


def test_somebodys_draft_is_not_taken_for_what_is_live(state, tmp_path):
    staged, live = shown("Draft", unpublished_edits=True), shown("Ours")
    side = Sayer(staged, live)
    (one,) = heeded(state, tmp_path, None, side)
    assert one.seen is not None
    assert [one.seen.variants[locale]["name"] for locale in (EN, FR)] == [text("Ours")] * 2
    assert one.seen.notes[EN].unpublished_edits
    assert [each.live for each in side.asked] == [False, True]


def test_a_draft_whose_live_version_nobody_shows_is_taken_as_it_is(state, tmp_path):
    staged = shown("Draft", unpublished_edits=True)
    (one,) = heeded(state, tmp_path, None, Sayer(staged))
    assert one.seen == staged


def test_an_entry_that_the_other_side_alone_ever_showed_is_not_missed(state, tmp_path):
    state.base.advance(TEA, {locale: {"name": (MARK, None)} for locale in (EN, FR)})
    assert heeded(state, tmp_path, None, Sayer(None)) == []


def test_an_entry_of_a_kind_that_is_not_mapped_any_more_is_not_missed(state, tmp_path):
    assert heeded(state, tmp_path, None, Sayer(None), kinds={}) == []
