"""The addresses under which the public saw entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event

from isogloss.model.address import EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.state.addresses import Former
from isogloss.state.moving import Transfer

if TYPE_CHECKING:
    from conftest import Opener

    from isogloss.state.opened import State

EN, FR = Locale("en"), Locale("fr")
TEA, POT = EntryKey("article", "tea"), EntryKey("article", "pot")


def test_every_address_is_kept_once_in_the_order_in_which_it_was_first_seen(state: State, reopen: Opener) -> None:
    state.addresses.note(Side.LEFT, {TEA: {EN: "/tea", FR: "/the"}, POT: {EN: "/pot"}})
    state.addresses.note(Side.LEFT, {TEA: {EN: "/green-tea", FR: "/the"}})
    state.addresses.note(Side.LEFT, {TEA: {EN: "/tea"}})
    with reopen() as again:
        assert again.addresses.all(Side.LEFT) == [
            Former(POT, EN, "/pot"),
            Former(TEA, EN, "/tea"),
            Former(TEA, FR, "/the"),
            Former(TEA, EN, "/green-tea"),
        ]
        assert again.addresses.all(Side.RIGHT) == []
    with reopen("other") as other:
        assert other.addresses.all(Side.LEFT) == []


def test_what_was_seen_before_is_not_written_again(state: State) -> None:
    shown = {TEA: {EN: "/tea"}}
    state.addresses.note(Side.LEFT, shown)
    said: list[str] = []
    event.listen(state._database._engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    state.addresses.note(Side.LEFT, shown)
    state.addresses.note(Side.LEFT, {})
    assert [each for each in said if not each.lstrip().upper().startswith("SELECT")] == []


def test_what_is_replaced_has_no_address_of_its_own(state: State) -> None:
    state.addresses.note(Side.LEFT, {EntryKey("article", "tea", "r1"): {EN: "/tea"}})
    assert state.addresses.all(Side.LEFT) == []


def test_addresses_follow_where_kinds_and_locales_are_called_otherwise(state: State) -> None:
    state.addresses.note(Side.LEFT, {TEA: {EN: "/tea", FR: "/the"}})
    state.moving.carry(Transfer(kinds={"article": "post"}, locales={"fr": "fr-FR", "en": None}), [])
    assert state.addresses.all(Side.LEFT) == [Former(EntryKey("post", "tea"), Locale("fr-FR"), "/the")]
    state.moving.carry(Transfer(kinds={"post": None}), [])
    assert state.addresses.all(Side.LEFT) == []


def test_a_long_address_is_kept(state: State) -> None:
    long = "/tea?" + "x" * 9_000
    state.addresses.note(Side.LEFT, {TEA: {EN: long}})
    assert state.addresses.all(Side.LEFT) == [Former(TEA, EN, long)]
