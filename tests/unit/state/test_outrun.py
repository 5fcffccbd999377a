"""Translations that their source left behind, as the base remembers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from isogloss.model.address import EntryKey
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Digest
from isogloss.state.moving import Cells, Transfer
from isogloss.state.outrun import Translating

if TYPE_CHECKING:
    from conftest import Opener

    from isogloss.state.agreed import Pair
    from isogloss.state.opened import State

EN, FR, JA = Locale("en"), Locale("fr"), Locale("ja")
TEA = EntryKey("article", "tea")


def both(text: str) -> Pair:
    return Digest(text), Digest(f"{text} there")


TOLD = {EN: {"title": both("Tea"), "rank": both("1")}, FR: {"title": both("Thé"), "rank": both("1")}}


@pytest.fixture
def told(state: State) -> State:
    """A state whose runs translate titles, and in which an entry was agreed on."""
    state.base.translating(Translating(EN, {"article": {"title"}}))
    state.base.advance(TEA, {**TOLD, JA: {"title": both("茶")}, SHARED: {"title": both("x")}})
    run_anew(state)
    return state


def run_anew(state: State) -> None:
    state.base.translating(Translating(EN, {"article": {"title"}}))


def test_another_source_leaves_the_translations_behind_that_did_not_come_along(told: State, reopen: Opener) -> None:
    assert told.base.outrun(TEA) == {}
    told.base.advance(TEA, {EN: {"title": both("Green tea"), "rank": both("2")}, JA: {"title": both("緑茶")}})
    with reopen() as again:
        assert again.base.outrun(TEA) == {FR: {"title": both("Tea")}}
        assert again.base.get(TEA)[FR]["title"] == both("Thé")


@pytest.mark.parametrize("first", [EN, FR])
def test_what_is_agreed_on_in_the_same_run_came_along_whichever_is_first(told: State, first: Locale) -> None:
    new = {EN: both("Green tea"), FR: both("Thé vert")}
    for locale in (first, EN if first == FR else FR):
        told.base.advance(TEA, {locale: {"title": new[locale]}})
    assert told.base.outrun(TEA) == {JA: {"title": both("Tea")}}
    run_anew(told)
    told.base.advance(TEA, {EN: {"title": both("Black tea")}})
    assert told.base.outrun(TEA) == {FR: {"title": both("Green tea")}, JA: {"title": both("Tea")}}


def test_of_a_source_that_changed_twice_the_first_counts_until_it_is_what_it_was(told: State) -> None:
    for text in ("Green tea", "Black tea"):
        run_anew(told)
        told.base.advance(TEA, {EN: {"title": both(text)}})
    assert told.base.outrun(TEA)[FR] == {"title": both("Tea")}
    told.base.advance(TEA, {EN: {"title": both("Tea")}})
    assert told.base.outrun(TEA) == {}


def test_a_new_translation_catches_up_also_where_one_side_alone_has_it(told: State) -> None:
    told.base.advance(TEA, {EN: {"title": both("Green tea")}})
    told.base.advance(TEA, {FR: {"title": (both("Thé")[0], Digest("Thé vert"))}})
    assert told.base.outrun(TEA) == {JA: {"title": both("Tea")}}
    told.base.advance(TEA, {JA: {"title": (None, None)}})
    assert told.base.outrun(TEA) == {}


def test_a_rendering_of_one_side_and_another_form_leave_nothing_behind(told: State) -> None:
    told.base.advance(TEA, {EN: {"title": (both("Tea")[0], Digest("Tea, rendered"))}})
    told.base.translating(None)
    told.base.advance_many([(TEA, {EN: {"title": both("Tea in another form")}})])
    assert told.base.outrun(TEA) == {}


def test_what_is_behind_stays_so_where_nobody_says_what_is_translated(told: State, reopen: Opener) -> None:
    told.base.advance(TEA, {EN: {"title": both("Green tea")}})
    with reopen() as again:
        again.base.advance(TEA, {EN: {"rank": both("3")}})
        assert set(again.base.outrun(TEA)) == {FR, JA}


def test_what_the_source_was_is_kept_as_long_as_it_is_named(told: State) -> None:
    old, new = both("Tea")[0], both("Green tea")[0]
    assert old is not None
    assert new is not None
    told.bodies.put({old: "Tea", new: "Green tea", Digest("gone"): "gone"})
    told.base.advance(TEA, {EN: {"title": both("Green tea")}})
    assert told.bodies.prune(told.base) == 1
    assert told.bodies.get(old) == "Tea"


def test_it_follows_where_fields_and_locales_are_called_otherwise(told: State) -> None:
    told.base.advance(TEA, {EN: {"title": both("Green tea")}})
    cells = {"article": Cells(fields={"title": "headline"})}
    told.moving.carry(Transfer(cells=cells, locales={"fr": "fr-FR", "ja": None}), [])
    assert told.base.outrun(TEA) == {Locale("fr-FR"): {"headline": both("Tea")}}
    assert told.base.get(TEA)[EN]["headline"] == both("Green tea")
