"""A book in ten languages, as its publishers wrote it, to translators and back: unedited, translated whole, damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from corpus_plan import installed
from damages import DAMAGES, LONGEST, every_damage, set_aside
from plan_lines import lines_of
from translator import each_unit, fill
from two_worlds import EN, FR, JA, Pair, text

from isogloss.canon.values import canonical
from isogloss.exchange.formats import read_file
from isogloss.exchange.xliff2 import write
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.value import Scalar
from isogloss.run.exchange import Received, WhichTexts, plan_of_answers, sheet_of
from isogloss.run.texts import Texts

if TYPE_CHECKING:
    from pathlib import Path

    from isogloss.exchange.unit import Sheet

NO_PICTURE = frozenset(name for name in DAMAGES if "picture" in name)


@pytest.fixture
def book(tmp_path: Path) -> Pair:
    """Every chapter in three languages, on both sides alike."""
    made = Pair(tmp_path)
    for number, chapter in enumerate(installed(), 1):
        told = {
            locale: {
                "title": text(chapter[locale][0]),
                "body": Scalar("rich_text", canonical("rich_text", chapter[locale][1])),
                STATUS: PUBLISHED,
            }
            for locale in (EN, FR, JA)
        }
        for world in (made.left, made.right):
            world.put("article", f"chapter-{number}", told, slug=f"chapter-{number}")
    return made


def back(pair: Pair, xml: str) -> Received:
    return plan_of_answers(pair.session(), [read_file("fr.xlf", xml.encode())], pair.out("exchange"))


def cells(sheet: Sheet) -> set[tuple[str, ...]]:
    return {(unit.at.entry.kind, unit.at.entry.name, str(unit.at.locale), str(unit.at.field)) for unit in sheet.units}


def changed(received: Received) -> set[tuple[str, ...]]:
    return {
        (*op["entry"], change["locale"], change["field"])
        for op in lines_of(received.plan, "op")
        for change in op["changes"]
        if change["field"] != STATUS and change["before"] != change["after"]
    }


def test_a_book_comes_back_unedited_as_an_empty_plan_translated_as_its_cells_and_damaged_without_what_is(
    book: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Texts, "_longest", lambda self, side, kind, name: LONGEST if name == "title" else None)
    sheet = sheet_of(book.session(), WhichTexts(FR))
    xml = "".join(write(sheet))
    assert len(sheet.units) > 900
    unedited = back(book, xml)
    assert (unedited.plan.header.empty, unedited.asides, unedited.unchanged) == (True, (), len(sheet.units))
    translated = back(book, each_unit(xml, lambda unit: fill(unit, "«{}»".format)))
    assert (translated.taken, translated.asides) == (len(sheet.units), ())
    assert changed(translated) == cells(sheet)
    ((spoiled, wanted),) = every_damage(xml, NO_PICTURE)
    damaged = back(book, spoiled)
    assert len(wanted) > 20
    assert set_aside(damaged.asides, wanted)
    assert damaged.taken + damaged.unchanged == len(sheet.units) - len(wanted)
    assert changed(damaged) < cells(sheet)
