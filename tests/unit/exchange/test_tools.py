"""Files through translate-toolkit, an oracle under the GPL: it tells what a tool makes of them, and ships nowhere."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from exchange_sample import sheet

from isogloss.exchange.content import codes, words
from isogloss.exchange.formats import codec, read_file
from isogloss.exchange.judge import judge

pytest.importorskip("translate.storage", reason="translate-toolkit is not installed")

STORES = {"xliff2": ("xliff2", "Xliff2File"), "xliff12": ("xliff", "xlifffile"), "po": ("pypo", "pofile")}


def opened(name: str) -> Any:
    module, store = STORES[name]
    data = "".join(codec(name).write(sheet())).encode()
    return getattr(import_module(f"translate.storage.{module}"), store).parsestring(data)


@pytest.mark.parametrize("name", STORES)
def test_what_the_toolkit_opens_and_saves_says_nothing_new(name: str) -> None:
    judged = judge(sheet(), [read_file("x", bytes(opened(name)))])
    assert (judged.taken, judged.asides, judged.unchanged) == ({}, [], len(sheet().units))


@pytest.mark.parametrize("name", STORES)
def test_what_the_toolkit_translates_is_taken_with_every_code(name: str) -> None:
    store = opened(name)
    given = [unit for unit in store.units if unit.istranslatable() and not unit.isheader()]
    assert len(given) == len(sheet().units)
    for unit, ours in zip(given, sheet().units, strict=True):
        if not codes(ours.source):
            unit.target = "Traduit"
    judged = judge(sheet(), [read_file("x", bytes(store))])
    assert judged.asides == []
    assert {words(answer) for _, answer, _, _ in judged.taken.values()} == {"Traduit"}
    assert len(judged.taken) == sum(1 for unit in sheet().units if not codes(unit.source))
